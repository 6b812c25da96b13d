"""What of the stays must be followed up: each warning from the day it is due, and not once it is mended."""

import pytest
from filled import TODAY, Depot
from test_stay_plan import Ward, copied, kept_ward

from db import quotas, stay_checks, stay_places, stay_plan, stay_warnings
from db.stay_days import plus

LATER = plus(TODAY, 20)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return kept_ward(tmp_path_factory.mktemp("warned"))


@pytest.fixture
def ward(kept, tmp_path):
    made = copied(kept, tmp_path)
    yield made
    made.register.close()


def told(ward: Depot, today: str = TODAY) -> list[stay_warnings.Told]:
    return stay_warnings.warnings(ward.register, today=today)


def kinds(ward: Depot, today: str = TODAY) -> list[str]:
    return [row["kind"] for row in told(ward, today)]


def coordinate(ward: Depot, stay_id: int, from_on: str = "2026-11-01") -> None:
    def named(tx):
        tx.insert("stay_coordinator", stay_id=stay_id, name="Eva", from_on=from_on)

    ward.do(named)


def cared_for(ward: Ward, **more) -> int:
    """A stay in the house with coordinator and goal."""
    stay_id = ward.add_stay(**({"out_on": LATER} | more))
    coordinate(ward, stay_id)
    ward.do(stay_plan.add_goal, stay_id=stay_id, text="Gå")
    return stay_id


def test_a_stay_with_coordinator_and_goal_and_time_left_asks_for_nothing(ward):
    cared_for(ward)
    assert kinds(ward) == []


def test_who_should_have_left_yesterday_is_over_the_time_and_not_on_the_day_itself(ward):
    stay_id = cared_for(ward, out_on=TODAY)
    assert "overstay" not in kinds(ward)
    row = stay_warnings.warnings(ward.register, today=plus(TODAY, 2))[0]
    assert (row["kind"], row["stay_id"], row["days"], row["level"]) == ("overstay", stay_id, 2, "late")


def test_a_goal_is_asked_for_when_three_days_have_gone(ward):
    coordinate(ward, ward.add_stay(in_on=TODAY, out_on=LATER))
    assert (kinds(ward, plus(TODAY, 2)), kinds(ward, plus(TODAY, 3))) == ([], ["no_goal"])


def test_a_coordinator_is_asked_for_in_the_house_and_three_days_before(ward):
    planned = ward.add_stay("planned", in_on=plus(TODAY, 4), out_on=LATER)
    assert (kinds(ward), kinds(ward, plus(TODAY, 1))) == ([], ["no_coordinator"])
    levels = [stay_warnings.counted(told(ward, plus(TODAY, day)))["late"] for day in (1, 4)]
    assert levels == [0, 1]
    coordinate(ward, planned, from_on=plus(TODAY, 4))
    assert kinds(ward, plus(TODAY, 1)) == []


def test_three_days_before_leaving_what_lacks_is_named_until_it_is_there(ward):
    stay_id = cared_for(ward, out_on=plus(TODAY, 3))

    def missing() -> list[tuple[str, ...]]:
        return [row["missing"] for row in stay_warnings.warnings(ward.register, today=TODAY)]

    assert missing() == [("evaluation", "transport", "aids")]
    ward.do(stay_checks.plan_discharge, stay_id=stay_id)
    ward.do(stay_plan.add_evaluation, stay_id=stay_id, text="Går bra")
    request_id = ward.do(stay_checks.order_aids, stay_id=stay_id, product_id=ward.chair)
    assert missing() == [("transport", "aids_ordered")]
    ward.lend(0, fills={ward.items[0]: request_id})
    lines = {row["kind"]: row for row in stay_checks.checks(ward.register, stay_id, today=TODAY)}
    ward.do(stay_checks.change_check, stay_check_id=lines["transport"]["stay_check_id"], needed=False)
    assert missing() == []


def test_leaving_in_four_days_is_not_soon_but_a_late_line_of_the_list_is_told(ward):
    stay_id = cared_for(ward, out_on=plus(TODAY, 9))
    ward.do(stay_checks.plan_home_visit, stay_id=stay_id, on_day=TODAY)
    assert (kinds(ward), kinds(ward, plus(TODAY, 1))) == ([], ["check_late"])
    assert told(ward, plus(TODAY, 1))[0]["missing"] == ("home_visit",)


def test_an_evaluation_is_asked_for_after_the_discharge_for_ninety_days(ward):
    stay_id = ward.add_stay("discharged", out_on="2026-11-20", closed_on="2026-11-20", confirmed=1)
    assert kinds(ward) == ["evaluation_missing"]
    assert (kinds(ward, plus("2026-11-20", 90)), kinds(ward, plus("2026-11-20", 91))) == (["evaluation_missing"], [])
    ward.do(stay_plan.add_evaluation, stay_id=stay_id, text="Bra", on_day="2026-11-21")
    assert kinds(ward) == []


def test_a_stay_that_was_over_when_it_was_read_from_a_list_is_not_asked_for_an_evaluation(ward):
    over = {"out_on": "2026-11-20", "closed_on": "2026-11-20", "confirmed": 1, "late_reason": "Fra en liste"}
    ward.add_stay("discharged", **over)
    assert kinds(ward) == []
    ward.add_stay("discharged", **over, went_to="home")
    assert kinds(ward) == ["evaluation_missing"]


def test_an_acute_stay_needs_its_decision_afterwards(ward):
    stay_id = cared_for(ward, purpose="acute")
    assert kinds(ward) == ["acute_undecided"]

    def decided(tx):
        tx.update("stay", stay_id, decided_on=TODAY)

    ward.do(decided)
    assert kinds(ward) == []


@pytest.mark.parametrize(("day", "shown"), [
    (plus(TODAY, 8), []), (plus(TODAY, 7), ["waiting_soon"]), (TODAY, ["waiting_soon"]),
    (plus(TODAY, -1), ["waiting_late"]),
])  # fmt: skip
def test_who_waits_is_told_before_and_after_the_latest_start(ward, day, shown):
    ward.add_stay("waiting", latest_start_on=day, follow_up_on=plus(TODAY, 1))
    assert kinds(ward) == shown
    assert kinds(ward, plus(TODAY, 1))[-1:] == ["wait_follow_up"]


def test_who_was_planned_and_did_not_come_is_told_the_day_after(ward):
    coordinate(ward, ward.add_stay("planned", in_on=TODAY, out_on=LATER))
    assert (kinds(ward), kinds(ward, plus(TODAY, 1))) == ([], ["not_arrived"])


@pytest.mark.parametrize(("columns", "shown"), [
    ({"appeal_by": plus(TODAY, 8)}, []), ({"appeal_by": plus(TODAY, 7)}, ["appeal_due"]),
    ({"appeal_by": plus(TODAY, -1)}, []), ({"appealed_on": "2026-11-01"}, ["appeal_open"]),
    ({"appealed_on": "2026-11-01", "appeal_outcome": "upheld", "appeal_decided_on": TODAY}, []),
])  # fmt: skip
def test_an_appeal_is_told_while_the_deadline_comes_and_until_it_is_answered(ward, columns, shown):
    ward.add_stay("refused", decided_on="2026-11-01", closed_on="2026-11-01", **columns)
    assert kinds(ward) == shown


def test_the_list_is_sorted_by_urgency_and_found_by_chip_and_word(ward):
    ward.add_stay("waiting", latest_start_on=plus(TODAY, 5))
    over = cared_for(ward, out_on="2026-11-20")
    ward.add_stay(in_on=TODAY, out_on=LATER)

    def listed(**asked) -> list[str]:
        return [row["kind"] for row in stay_warnings.listed(told(ward), **asked)]

    assert listed() == ["overstay", "no_coordinator", "waiting_soon"]
    assert listed(order="day") == ["overstay", "no_coordinator", "waiting_soon"]
    assert listed(descending=True) == listed()[::-1]
    assert listed(chip="waiting") == ["waiting_soon"]
    assert (listed(text="nordm"), listed(text="ukjent")) == (listed(), [])
    assert stay_warnings.counted(told(ward)) == {"all": 3, "late": 2, "waiting": 1, "plan": 1}
    of_one = stay_warnings.warnings(ward.register, today=TODAY, stay_id=over)
    assert [row["kind"] for row in of_one] == ["overstay"]


def test_the_nights_of_the_year_are_told_from_the_fiftieth_on_and_are_late_at_the_sixtieth(ward):
    stay_id = cared_for(ward, in_on="2026-10-01", out_on="2026-12-24")

    def counted(today: str) -> list[tuple]:
        return [(row["used"], row["level"]) for row in told(ward, today) if row["kind"] == "sixty"]

    days = ("2026-11-19", "2026-11-20", "2026-11-30")
    assert [counted(day) for day in days] == [[], [(50, "soon")], [(60, "late")]]
    alone = stay_warnings.warnings(ward.register, today=TODAY, stay_id=stay_id)
    assert [row["kind"] for row in alone] == ["sixty"]


def test_an_agreement_that_is_used_up_or_hardly_used_is_told_without_a_person(ward):
    site = ward.do(stay_places.add_site, name="Skogli", kind="external")
    quota = ward.do(quotas.add_quota, site_id=site, year=2026, nights=100, amount_ore=1_000_000)
    row = told(ward)[0]
    assert (row["kind"], row["quota_id"], row["place"], row["stay_id"]) == ("quota_unused", quota, "Skogli", None)
    assert stay_warnings.listed(told(ward), text="skogli") == [row]
