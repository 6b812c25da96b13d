"""What happens to a stay on its place: planned, come, moved, away, left, and what stands in the way."""

from collections.abc import Iterator

import pytest
from stay_house import TODAY, House, build, copy_of

from db import (
    check,
    closures,
    history,
    lapses,
    people,
    stay_acts,
    stay_chart,
    stay_lists,
    stay_places,
    stay_rules,
    stay_segments,
    stays,
)
from db.errors import Rejected, Why


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Iterator[House]:
    made = build(tmp_path_factory.mktemp("acts") / "lager.hverdag")
    yield made
    made.register.close()


@pytest.fixture
def house(filled, tmp_path) -> Iterator[House]:
    """A copy of the house for every test; what is registered in it agrees afterwards."""
    made = copy_of(filled, tmp_path / "lager.hverdag")
    yield made
    assert check.broken_rules(made.register) == []
    made.register.close()


def refused(house: House, act, /, **arguments) -> Rejected:
    """What the register says to an act; nothing may have been written."""
    before = history.latest(house.register)
    with pytest.raises(Rejected) as told:
        house.do(act, **arguments)
    assert history.latest(house.register) == before
    return told.value


def facts(fault: Rejected, *names: str) -> tuple:
    return tuple(fault.facts[name] for name in names)


# planning


def test_a_stay_that_is_booked_is_applied_for_granted_and_planned_in_one(house):
    stay_id = house.book(1, "2026-07-12", "2026-07-20", reference="26/1")
    row = house.row(stay_id)
    assert (row["state"], row["in_on"], row["out_on"], row["nights"]) == ("planned", "2026-07-12", "2026-07-20", 8)
    assert (row["received_on"], row["assessed_on"], row["decided_on"]) == (TODAY, TODAY, TODAY)
    assert (row["place"], row["site"], row["confirmed"], row["decision_ref"]) == ("Rom 1", "Solgløtt", 0, "26/1")


def test_the_next_comes_on_the_day_the_one_before_leaves_and_not_a_day_earlier(house):
    house.book(1, "2026-07-12", "2026-07-20", person_id=house.person("Dal"))
    house.book(1, "2026-07-20", "2026-07-25")
    house.book(1, "2026-07-11", "2026-07-12")
    for days in (("2026-07-19", "2026-07-20"), ("2026-07-01", "2026-07-30"), ("2026-07-14", "2026-07-15")):
        fault = refused(
            house, stay_acts.book_stay, person_id=house.person(), purpose="respite", place_id=house.rooms[0],
            from_on=days[0], to_on=days[1],
        )  # fmt: skip
        assert (fault.why, fault.field) == (Why.PLACE_TAKEN, "place_id")
    assert facts(fault, "place", "last_name", "from_on", "to_on") == ("Rom 1", "Dal", "2026-07-12", "2026-07-20")


def test_a_granted_stay_is_planned_at_a_supplier_without_a_place(house):
    stay_id = house.waits()
    house.do(stay_acts.plan_stay, stay_id=stay_id, site_id=house.supplier, from_on="2026-08-01", to_on="2026-08-22")
    row = house.row(stay_id)
    assert (row["state"], row["site"], row["place"], row["nights"]) == ("planned", "Fjordheim", None, 21)


@pytest.mark.parametrize(
    ("asked", "why", "field"),
    [
        ({"to_on": "2026-07-11"}, Why.OUT_BEFORE_IN, "to_on"),
        ({"from_on": "2026-02-30"}, Why.NOT_A_DAY, "from_on"),
        ({"to_on": ""}, Why.MISSING_VALUE, "to_on"),
        ({"place_id": None}, Why.MISSING_VALUE, "site_id"),
        ({"person_id": 0}, Why.MISSING_VALUE, "person_id"),
        ({"purpose": "holiday"}, Why.MISSING_VALUE, "purpose"),
        ({"received_on": "2026-07-11"}, Why.DAY_IN_FUTURE, "received_on"),
        ({"weekdays": "8"}, Why.MISSING_VALUE, "weekdays"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(house, asked, why, field):
    given = {"person_id": house.person(), "purpose": "respite", "place_id": house.rooms[0]}
    days = {"from_on": "2026-07-12", "to_on": "2026-07-20"}
    fault = refused(house, stay_acts.book_stay, **(given | days | asked))
    assert (fault.why, fault.field) == (why, field)


def test_day_rehab_is_at_a_day_centre_and_nights_are_not(house):
    days = {"person_id": house.person(), "purpose": "rehabilitation", "from_on": "2026-07-12", "to_on": "2026-09-01"}
    for form, site in (("day", house.ward), ("night", house.centre)):
        fault = refused(house, stay_acts.book_stay, form=form, site_id=site, weekdays="13", **days)
        assert (fault.why, fault.field) == (Why.WRONG_SITE, "site_id")
    stay_id = house.do(stay_acts.book_stay, form="day", site_id=house.centre, weekdays="31", **days)
    assert house.row(stay_id)["weekdays"] == "13"


def test_the_dead_have_no_new_stay(house):
    dead = house.person(died_on="2026-07-01")
    fault = refused(
        house, stay_acts.book_stay, person_id=dead, purpose="respite", place_id=house.rooms[0], from_on="2026-07-12",
        to_on="2026-07-20",
    )  # fmt: skip
    assert (fault.why, fault.field) == (Why.PERSON_IS_DEAD, "person_id")


def test_the_same_person_elsewhere_at_the_same_time_is_told_and_may_be_meant(house):
    who = house.person("Dal")
    house.book(1, "2026-07-12", "2026-07-20", person_id=who)
    again = {"person_id": who, "purpose": "respite", "site_id": house.supplier, "to_on": "2026-07-30"}
    fault = refused(house, stay_acts.book_stay, from_on="2026-07-19", **again)
    assert (fault.why, fault.field) == (Why.STAYS_THEN, "accept")
    assert facts(fault, "last_name", "place", "to_on") == ("Dal", "Rom 1", "2026-07-20")
    house.do(stay_acts.book_stay, from_on="2026-07-20", **again)
    house.do(stay_acts.book_stay, from_on="2026-07-19", accept=True, **again)


# places that are not there


def test_a_place_that_is_closed_has_no_stay_on_the_nights_of_the_closure(house):
    for ref, to_on in ((house.rooms[0], "2026-07-19"), (house.rooms[1], None)):
        house.do(closures.close_places, site_id=house.ward, stay_place_ids=[ref], from_on="2026-07-15", to_on=to_on,
                 reason="Maling")  # fmt: skip
    house.book(1, "2026-07-12", "2026-07-15")
    house.book(1, "2026-07-19", "2026-07-21")
    house.book(2, "2026-07-12", "2026-07-15")
    for room, days in (
        (1, ("2026-07-15", "2026-07-19")),
        (1, ("2026-07-16", "2026-07-16")),
        (2, ("2027-01-01", "2027-02-01")),
    ):
        fault = refused(
            house, stay_acts.book_stay, person_id=house.person(), purpose="respite", place_id=house.rooms[room - 1],
            from_on=days[0], to_on=days[1], accept=True,
        )  # fmt: skip
        assert (fault.why, fault.facts["reason"]) == (Why.PLACE_CLOSED, "Maling")


def test_a_closed_site_takes_nobody_even_without_a_place(house):
    house.do(closures.close_places, site_id=house.supplier, from_on="2026-07-13", to_on="2026-07-20", reason="Ferie")
    asked = {"person_id": house.person(), "purpose": "respite", "site_id": house.supplier}
    fault = refused(house, stay_acts.book_stay, from_on="2026-07-19", to_on="2026-07-22", **asked)
    assert (fault.why, fault.facts["site"]) == (Why.PLACE_CLOSED, "Fjordheim")
    house.do(stay_acts.book_stay, from_on="2026-07-20", to_on="2026-07-22", **asked)


def test_a_place_opened_in_the_middle_of_a_month_is_not_there_before(house):
    (new,) = house.do(
        stay_places.add_stay_places, site_id=house.ward, names=["Rom 9"], valid_from="2026-07-15", valid_to="2026-08-01"
    )
    asked = {"person_id": house.person(), "purpose": "respite", "place_id": new}
    for days in (("2026-07-14", "2026-07-20"), ("2026-07-20", "2026-08-02")):
        fault = refused(house, stay_acts.book_stay, from_on=days[0], to_on=days[1], **asked)
        assert fault.why == Why.PLACE_NOT_OPEN
    house.do(stay_acts.book_stay, from_on="2026-07-15", to_on="2026-08-01", **asked)


def test_fewer_staffed_places_ask_before_the_last_one_is_passed(house):
    house.do(
        closures.close_places, site_id=house.ward, places=2, from_on="2026-07-15", to_on="2026-07-18", reason="Ferie"
    )
    house.book(1, "2026-07-10", "2026-07-20")
    house.book(2, "2026-07-10", "2026-07-20")
    asked = {"person_id": house.person(), "purpose": "respite", "place_id": house.rooms[2]}
    fault = refused(house, stay_acts.book_stay, from_on="2026-07-12", to_on="2026-07-30", **asked)
    assert (fault.why, fault.field, fault.facts["count"]) == (Why.TOO_FEW_STAFFED, "accept", 2)
    assert facts(fault, "from_on", "to_on") == ("2026-07-15", "2026-07-18")
    house.book(4, "2026-07-18", "2026-07-30")
    house.do(stay_acts.book_stay, from_on="2026-07-12", to_on="2026-07-30", accept=True, **asked)


def test_who_comes_and_leaves_on_one_day_needs_a_staffed_place_too(house):
    house.do(closures.close_places, site_id=house.ward, places=3, from_on=TODAY, to_on="2026-07-18", reason="Ferie")
    house.book(1, TODAY, TODAY)
    asked = {"person_id": house.person(), "purpose": "respite", "place_id": house.rooms[1], "to_on": "2026-07-12"}
    assert refused(house, stay_acts.book_stay, from_on=TODAY, **asked).why == Why.TOO_FEW_STAFFED
    house.do(stay_acts.book_stay, from_on="2026-07-11", **asked)


def test_an_extra_place_takes_one_more_than_the_ward_has(house):
    extra = house.do(stay_places.add_extra_place, site_id=house.ward, name="Stua", reason="Fullt", valid_from=TODAY)
    house.do(closures.close_places, site_id=house.ward, places=4, from_on=TODAY, to_on="2026-07-18", reason="Ferie")
    stay_id = house.do(
        stay_acts.admit_acute, person_id=house.person(), place_id=extra, to_on="2026-07-12", came_from="home"
    )
    assert house.row(stay_id)["place_kind"] == "extra"


def test_an_earmark_for_another_purpose_is_a_notice_and_no_more(house):
    house.do(stay_places.set_earmarks, stay_place_ids=house.rooms[:1], purpose="respite")
    asked = {"place_id": house.rooms[0], "from_on": "2026-07-12", "to_on": "2026-07-14", "today": TODAY}
    (notice,) = stay_rules.conflicts(house.register, purpose="rehabilitation", **asked)
    assert (notice.kind, notice.purpose, notice.blocks, notice.asks) == ("earmark", "respite", False, False)
    assert stay_rules.conflicts(house.register, purpose="respite", **asked) == []
    house.book(1, "2026-07-12", "2026-07-14")


# the same day


def test_who_comes_and_leaves_on_one_day_has_the_place_that_day(house):
    stay_id = house.came(1, TODAY, TODAY)
    assert (house.row(stay_id)["nights"], house.row(stay_id)["status"]) == (0, "in")
    fault = refused(
        house, stay_acts.book_stay, person_id=house.person(), purpose="respite", place_id=house.rooms[0],
        from_on=TODAY, to_on=TODAY, accept=True,
    )  # fmt: skip
    assert fault.why == Why.PLACE_TAKEN


@pytest.mark.parametrize("evening_first", [True, False])
def test_somebody_may_come_in_the_evening_after_a_same_day_stay_when_that_is_confirmed(house, evening_first):
    periods = [(TODAY, "2026-07-14"), (TODAY, TODAY)]
    first, second = periods if evening_first else reversed(periods)
    one = house.book(1, *first)
    fault = refused(
        house, stay_acts.book_stay, person_id=house.person(), purpose="respite", place_id=house.rooms[0],
        from_on=second[0], to_on=second[1],
    )  # fmt: skip
    assert (fault.why, fault.field) == (Why.SAME_DAY_MEETS, "accept")
    two = house.book(1, *second, accept=True)
    evening, day = (one, two) if evening_first else (two, one)
    nights = "SELECT count(*) FROM stay_night n JOIN stay_segment g USING (stay_segment_id) WHERE g.stay_id = :stay"
    assert house.register.value(nights, stay=evening) == 4
    assert house.register.value(nights, stay=day) == 0


def test_who_comes_in_the_evening_waits_until_the_same_day_guest_has_left(house):
    day = house.came(1, TODAY, TODAY)
    evening = house.book(1, TODAY, "2026-07-14", accept=True)
    assert refused(house, stay_acts.check_in, stay_id=evening, accept=True).why == Why.PLACE_HELD
    house.do(stay_acts.discharge, stay_id=day)
    house.do(stay_acts.check_in, stay_id=evening)


def test_who_has_the_place_until_the_day_of_a_same_day_guest_does_not_stay_over_that_day(house):
    stay_id = house.came(1, "2026-07-01", "2026-07-12")
    house.book(1, "2026-07-12", "2026-07-12")
    fault = refused(house, stay_acts.change_end, stay_id=stay_id, to_on="2026-07-14", accept=True)
    assert fault.why == Why.PLACE_TAKEN


def test_a_same_day_stay_that_is_drawn_out_needs_the_night_again(house):
    day = house.book(1, TODAY, TODAY)
    house.book(1, TODAY, "2026-07-14", accept=True)
    assert refused(house, stay_acts.change_end, stay_id=day, to_on="2026-07-11", accept=True).why == Why.PLACE_TAKEN
    assert refused(house, stay_acts.book_stay, person_id=house.person(), purpose="respite", place_id=house.rooms[0],
                   from_on=TODAY, to_on=TODAY, accept=True).why == Why.PLACE_TAKEN  # fmt: skip


# arrival


@pytest.mark.parametrize(
    ("day", "laid"),
    [("2026-07-08", ("07-08", "07-14")), ("2026-07-06", ("07-06", "07-14")), ("2026-07-10", ("07-10", "07-14"))],
)
def test_who_comes_earlier_or_later_than_planned_begins_on_that_day(house, day, laid):
    stay_id = house.book(1, "2026-07-08", "2026-07-14", received_on="2026-07-01")
    house.do(stay_acts.check_in, stay_id=stay_id, on_day=day)
    assert house.laid(stay_id) == [(1, *laid)]
    assert house.row(stay_id)["state"] == "in"


def test_who_comes_after_the_planned_time_stays_as_long_as_planned(house):
    stay_id = house.book(1, "2026-07-01", "2026-07-05")
    house.do(stay_acts.check_in, stay_id=stay_id)
    assert house.laid(stay_id) == [(1, "07-10", "07-14")]


def test_who_comes_later_skips_the_first_of_two_places(house):
    stay_id = house.book(1, "2026-07-06", "2026-07-14")
    house.do(stay_acts.move_stay, stay_id=stay_id, place_id=house.rooms[1], from_on="2026-07-08")
    house.do(stay_acts.check_in, stay_id=stay_id, on_day="2026-07-09")
    assert house.laid(stay_id) == [(2, "07-09", "07-14")]


def test_nobody_comes_on_a_day_ahead_or_before_the_application(house):
    stay_id = house.book(1, "2026-07-12", "2026-07-14", received_on="2026-07-09")
    assert refused(house, stay_acts.check_in, stay_id=stay_id, on_day="2026-07-11").why == Why.DAY_IN_FUTURE
    fault = refused(house, stay_acts.check_in, stay_id=stay_id, on_day="2026-07-08")
    assert (fault.why, fault.facts["first_on"]) == (Why.BEFORE_APPLIED, "2026-07-09")


def test_who_comes_earlier_needs_the_place_to_be_free(house):
    house.book(1, "2026-07-05", "2026-07-08")
    stay_id = house.book(1, "2026-07-08", "2026-07-14", received_on="2026-07-01")
    assert refused(house, stay_acts.check_in, stay_id=stay_id, on_day="2026-07-07").why == Why.PLACE_TAKEN
    house.do(stay_acts.check_in, stay_id=stay_id, on_day="2026-07-07", place_id=house.rooms[1])
    assert house.laid(stay_id) == [(2, "07-07", "07-14")]


def test_nobody_comes_in_to_a_ward_without_a_place(house):
    stay_id = house.book(None, TODAY, "2026-07-14")
    fault = refused(house, stay_acts.check_in, stay_id=stay_id)
    assert (fault.why, fault.field) == (Why.MISSING_VALUE, "place_id")
    house.do(stay_acts.check_in, stay_id=stay_id, place_id=house.rooms[0])
    assert house.laid(stay_id) == [(1, "07-10", "07-14")]


def test_acute_help_is_application_and_arrival_in_one_and_the_decision_comes_afterwards(house):
    stay_id = house.do(
        stay_acts.admit_acute, person_id=house.person(), place_id=house.rooms[0], to_on="2026-07-13", need="Fall"
    )
    row = house.row(stay_id)
    assert (row["state"], row["purpose"], row["in_on"], row["received_on"]) == ("in", "acute", TODAY, TODAY)
    assert (row["assessed_on"], row["decided_on"]) == (TODAY, None)
    house.do(stays.confirm_acute, stay_id=stay_id, reference="26/7")
    assert (house.row(stay_id)["decided_on"], house.row(stay_id)["decision_ref"]) == (TODAY, "26/7")
    assert refused(house, stays.confirm_acute, stay_id=stay_id).why == Why.STAY_STATE_FORBIDS


# over time


def test_who_stays_over_time_keeps_the_place_and_stands_in_the_way_of_the_next(house):
    over = house.came(1, "2026-07-01", "2026-07-08", person_id=house.person("Dal"))
    row = house.row(over)
    assert (row["status"], row["days_over"], row["ends_on"], row["out_on"]) == ("overstay", 2, TODAY, "2026-07-08")
    fault = refused(
        house, stay_acts.book_stay, person_id=house.person(), purpose="respite", place_id=house.rooms[0],
        from_on=TODAY, to_on="2026-07-20", accept=True,
    )  # fmt: skip
    assert fault.why == Why.PLACE_HELD
    assert facts(fault, "last_name", "to_on") == ("Dal", "2026-07-08")
    house.book(1, "2026-07-11", "2026-07-20")


def test_the_next_comes_in_only_when_the_one_before_has_really_left(house):
    before = house.came(1, "2026-07-01", TODAY, person_id=house.person("Dal"), confirmed=True)
    after = house.book(1, TODAY, "2026-07-20")
    fault = refused(house, stay_acts.check_in, stay_id=after)
    assert (fault.why, fault.facts["last_name"]) == (Why.PLACE_HELD, "Dal")
    house.do(stay_acts.discharge, stay_id=before)
    house.do(stay_acts.check_in, stay_id=after)
    assert house.laid(before) == [(1, "07-01", "07-10")]


def test_a_stay_over_time_is_drawn_out_only_when_the_next_has_been_moved(house):
    over = house.came(1, "2026-07-01", "2026-07-08")
    following = house.do(
        stay_acts.book_stay, today="2026-07-05", person_id=house.person("Vik"), purpose="respite",
        place_id=house.rooms[0], from_on="2026-07-09", to_on="2026-07-20",
    )  # fmt: skip
    fault = refused(house, stay_acts.change_end, stay_id=over, to_on="2026-07-12")
    assert (fault.why, *facts(fault, "last_name", "from_on")) == (Why.PLACE_TAKEN, "Vik", "2026-07-09")
    house.do(
        stay_acts.replan_stay, stay_id=following, place_id=house.rooms[1], from_on="2026-07-10", to_on="2026-07-20"
    )
    house.do(stay_acts.discharge, stay_id=over)
    assert house.laid(over) == [(1, "07-01", "07-10")]


def test_who_could_not_come_because_somebody_stayed_on_is_parked_until_the_place_was_left(house):
    over = house.came(1, "2026-07-01", "2026-07-06")
    book = {"today": "2026-07-02", "purpose": "respite", "place_id": house.rooms[0]}
    gone = house.do(
        stay_acts.book_stay, person_id=house.person("Vik"), from_on="2026-07-06", to_on="2026-07-08", **book
    )
    late = house.do(
        stay_acts.book_stay, person_id=house.person("Moe"), from_on="2026-07-08", to_on="2026-07-20", **book
    )
    assert house.do(stay_acts.discharge, stay_id=over) == [gone, late]
    assert house.laid(over) == [(1, "07-01", "07-10")]
    assert house.laid(gone) == [(0, "07-06", "07-08")]
    assert house.laid(late) == [(0, "07-08", "07-10"), (1, "07-10", "07-20")]
    house.do(stay_acts.check_in, stay_id=late)
    assert house.laid(late) == [(1, "07-10", "07-20")]


def test_a_death_is_registered_also_of_somebody_who_stayed_on_where_another_should_have_come(house):
    who = house.person("Dal")
    over = house.do(
        stay_acts.admit_acute, today="2026-07-01", person_id=who, place_id=house.rooms[0], to_on="2026-07-05"
    )
    house.do(stay_acts.book_stay, today="2026-07-02", person_id=house.person("Vik"), purpose="respite",
             place_id=house.rooms[0], from_on="2026-07-06", to_on="2026-07-20")  # fmt: skip
    house.do(lapses.tell_death, person_id=who, responsible="Jon")
    assert house.row(over)["state"] == "discharged"


# leaving


def test_who_leaves_early_frees_the_nights_at_once(house):
    stay_id = house.came(1, "2026-07-01", "2026-07-20")
    house.do(stay_acts.discharge, stay_id=stay_id, on_day="2026-07-09", went_to="hospital", goal_result="partly")
    row = house.row(stay_id)
    assert (row["state"], row["out_on"], row["closed_on"], row["confirmed"]) == (
        "discharged",
        "2026-07-09",
        "2026-07-09",
        1,
    )
    assert (row["nights"], row["went_to"], row["goal_result"]) == (8, "hospital", "partly")
    house.book(1, "2026-07-09", "2026-07-20")


def test_who_leaves_on_the_day_of_arrival_has_no_night_and_keeps_the_event(house):
    stay_id = house.came(1, TODAY, "2026-07-20")
    house.do(stay_acts.discharge, stay_id=stay_id)
    assert (house.laid(stay_id), house.row(stay_id)["nights"]) == ([(1, "07-10", "07-10")], 0)


def test_a_discharge_takes_the_planned_moves_away(house):
    stay_id = house.came(1, "2026-07-01", "2026-07-20")
    house.do(stay_acts.move_stay, stay_id=stay_id, place_id=house.rooms[1], from_on="2026-07-15")
    house.do(stay_acts.discharge, stay_id=stay_id)
    assert house.laid(stay_id) == [(1, "07-01", "07-10")]


def test_nobody_leaves_before_coming_or_on_a_day_ahead(house):
    stay_id = house.came(1, "2026-07-05", "2026-07-20")
    assert refused(house, stay_acts.discharge, stay_id=stay_id, on_day="2026-07-04").why == Why.OUT_BEFORE_IN
    assert refused(house, stay_acts.discharge, stay_id=stay_id, on_day="2026-07-11").why == Why.DAY_IN_FUTURE
    assert refused(house, stay_acts.discharge, stay_id=stay_id, went_to="moon").field == "went_to"


def test_a_discharge_is_taken_back_within_seven_days_with_a_reason(house):
    stay_id = house.came(1, "2026-07-01", "2026-07-08")
    house.do(stay_acts.discharge, stay_id=stay_id, on_day="2026-07-08", went_to="home")
    assert refused(house, stay_acts.reopen_stay, stay_id=stay_id, reason=" ").why == Why.REASON_NEEDED
    house.do(stay_acts.reopen_stay, stay_id=stay_id, reason="Feil dag", today="2026-07-15")
    row = house.row(stay_id, "2026-07-15")
    assert (row["state"], row["closed_on"], row["went_to"], row["confirmed"]) == ("in", None, None, 0)
    assert house.laid(stay_id) == [(1, "07-01", "07-16")]


def test_a_discharge_is_not_taken_back_later_or_when_the_place_is_anothers(house):
    stay_id = house.came(1, "2026-07-01", "2026-07-08")
    house.do(stay_acts.discharge, stay_id=stay_id, on_day="2026-07-02")
    fault = refused(house, stay_acts.reopen_stay, stay_id=stay_id, reason="Feil")
    assert (fault.why, fault.facts["closed_on"]) == (Why.TOO_LATE_TO_REOPEN, "2026-07-02")
    house.book(1, "2026-07-09", "2026-07-12")
    with pytest.raises(Rejected, match="place_taken"):
        house.do(stay_acts.reopen_stay, stay_id=stay_id, reason="Feil", today="2026-07-09")


def test_a_discharge_is_not_undone_over_somebody_who_has_the_nights_now(house):
    stay_id = house.came(1, "2026-07-01", "2026-07-20")
    house.do(stay_acts.discharge, stay_id=stay_id)
    own = [history.latest(house.register)]
    following = house.book(1, TODAY, "2026-07-14")
    with pytest.raises(Rejected, match="place_taken"):
        history.undo_last(house.register, own, staff="Jon", today=TODAY)
    assert house.row(stay_id)["state"] == "discharged"
    house.do(stay_acts.park_stay, stay_id=following)
    history.undo_last(house.register, own, staff="Jon", today=TODAY)
    assert house.laid(stay_id) == [(1, "07-01", "07-20")]


# moves


def test_a_move_is_one_stay_with_two_parts_that_meet(house):
    stay_id = house.came(1, "2026-07-01", "2026-07-20")
    house.do(stay_acts.move_stay, stay_id=stay_id, place_id=house.rooms[1])
    assert house.laid(stay_id) == [(1, "07-01", "07-10"), (2, "07-10", "07-20")]
    assert (house.row(stay_id)["nights"], house.row(stay_id)["place"]) == (19, "Rom 2")
    house.do(stay_acts.move_stay, stay_id=stay_id, place_id=house.rooms[0])
    assert house.laid(stay_id) == [(1, "07-01", "07-20")]


def test_a_stay_goes_on_at_a_supplier_and_is_one_stay(house):
    stay_id = house.came(1, "2026-07-01", "2026-07-20")
    house.do(stay_acts.move_stay, stay_id=stay_id, site_id=house.supplier, from_on="2026-07-12")
    assert [(row["site"], row["place"]) for row in stay_lists.segments(house.register, stay_id)] == [
        ("Solgløtt", "Rom 1"), ("Fjordheim", None)]  # fmt: skip
    assert house.row(stay_id)["nights"] == 19
    assert refused(house, stay_acts.move_stay, stay_id=stay_id, site_id=house.centre).why == Why.WRONG_SITE
    assert refused(house, stay_acts.move_stay, stay_id=stay_id).field == "site_id"


def test_a_stay_that_is_over_time_moves_with_one_night_more(house):
    stay_id = house.came(1, "2026-07-01", "2026-07-08")
    house.do(stay_acts.move_stay, stay_id=stay_id, place_id=house.rooms[1])
    assert house.laid(stay_id) == [(1, "07-01", "07-10"), (2, "07-10", "07-11")]


def test_who_has_left_is_moved_no_more(house):
    stay_id = house.came(1, "2026-07-01", "2026-07-20")
    house.do(stay_acts.discharge, stay_id=stay_id)
    for act, more in (
        (stay_acts.move_stay, {"place_id": house.rooms[1]}), (stay_acts.park_stay, {}),
        (stay_acts.change_end, {"to_on": "2026-08-01"}), (stay_acts.take_leave, {}), (stay_acts.discharge, {}),
    ):  # fmt: skip
        assert refused(house, act, stay_id=stay_id, **more).why == Why.STAY_STATE_FORBIDS


def test_who_is_in_does_not_move_to_where_somebody_still_is(house):
    house.came(1, "2026-07-01", TODAY)
    stay_id = house.came(2, "2026-07-01", "2026-07-20")
    assert refused(house, stay_acts.move_stay, stay_id=stay_id, place_id=house.rooms[0]).why == Why.PLACE_HELD


def test_a_parked_stay_frees_its_place_and_gets_another_afterwards(house):
    stay_id = house.came(1, "2026-07-01", "2026-07-20")
    house.do(stay_acts.park_stay, stay_id=stay_id)
    assert house.laid(stay_id) == [(1, "07-01", "07-10"), (0, "07-10", "07-20")]
    house.book(1, TODAY, "2026-07-20")
    house.do(stay_acts.move_stay, stay_id=stay_id, place_id=house.rooms[1])
    assert house.laid(stay_id) == [(1, "07-01", "07-10"), (2, "07-10", "07-20")]


def test_two_in_a_full_house_change_places_whatever_their_days(house):
    one, other = house.came(1, "2026-07-01", "2026-07-20"), house.came(2, "2026-07-05", "2026-08-01")
    house.do(stay_acts.swap_stays, stay_id=one, other_id=other)
    assert house.laid(one) == [(1, "07-01", "07-10"), (2, "07-10", "07-20")]
    assert house.laid(other) == [(2, "07-05", "07-10"), (1, "07-10", "08-01")]
    history.undo_last(house.register, staff="Jon", today=TODAY)
    assert (house.laid(one), house.laid(other)) == ([(1, "07-01", "07-20")], [(2, "07-05", "08-01")])
    history.redo_last(house.register, staff="Jon", today=TODAY)
    assert house.laid(other) == [(2, "07-05", "07-10"), (1, "07-10", "08-01")]


def test_a_swap_with_somebody_who_comes_later_moves_each_in_its_own_time(house):
    one, other = house.came(1, "2026-07-01", "2026-07-20"), house.book(2, "2026-07-25", "2026-08-01")
    house.do(stay_acts.swap_stays, stay_id=one, other_id=other, from_on="2026-07-12")
    assert house.laid(one) == [(1, "07-01", "07-12"), (2, "07-12", "07-20")]
    assert house.laid(other) == [(1, "07-25", "08-01")]


def test_two_who_are_yet_to_come_change_places_for_all_their_days(house):
    one, other = house.book(1, "2026-07-12", "2026-07-20"), house.book(2, "2026-07-14", "2026-07-22")
    house.do(stay_acts.swap_stays, stay_id=one, other_id=other)
    assert (house.laid(one), house.laid(other)) == ([(2, "07-12", "07-20")], [(1, "07-14", "07-22")])
    history.undo_last(house.register, staff="Jon", today=TODAY)
    assert (house.laid(one), house.laid(other)) == ([(1, "07-12", "07-20")], [(2, "07-14", "07-22")])


def test_a_swap_asks_whether_others_have_the_places(house):
    one, other = house.came(1, "2026-07-01", "2026-07-12"), house.came(2, "2026-07-05", "2026-08-01")
    house.book(1, "2026-07-12", "2026-07-20", person_id=house.person("Vik"))
    fault = refused(house, stay_acts.swap_stays, stay_id=one, other_id=other)
    assert (fault.why, *facts(fault, "place", "last_name")) == (Why.PLACE_TAKEN, "Rom 1", "Vik")
    third = house.book(1, "2026-08-01", "2026-08-05")
    assert refused(house, stay_acts.swap_stays, stay_id=one, other_id=third).why == Why.SAME_PLACE
    assert refused(house, stay_acts.swap_stays, stay_id=one, other_id=one).why == Why.SAME_PERSON


def test_an_end_that_is_moved_frees_or_takes_the_nights(house):
    stay_id = house.came(1, "2026-07-01", "2026-07-20")
    house.book(1, "2026-07-25", "2026-07-30")
    house.do(stay_acts.change_end, stay_id=stay_id, to_on="2026-07-25", confirmed=True)
    assert (house.laid(stay_id), house.row(stay_id)["confirmed"]) == ([(1, "07-01", "07-25")], 1)
    assert refused(house, stay_acts.change_end, stay_id=stay_id, to_on="2026-07-26").why == Why.PLACE_TAKEN
    house.do(stay_acts.change_end, stay_id=stay_id, to_on="2026-07-12")
    house.book(1, "2026-07-12", "2026-07-25")
    fault = refused(house, stay_acts.change_end, stay_id=stay_id, to_on="2026-07-09")
    assert (fault.why, fault.field) == (Why.NOT_LEFT_YET, "to_on")


def test_an_end_before_a_planned_move_takes_the_move_away(house):
    stay_id = house.came(1, "2026-07-01", "2026-07-20")
    house.do(stay_acts.move_stay, stay_id=stay_id, place_id=house.rooms[1], from_on="2026-07-15")
    house.do(stay_acts.change_end, stay_id=stay_id, to_on="2026-07-13")
    assert house.laid(stay_id) == [(1, "07-01", "07-13")]


def test_a_planned_stay_gets_other_days_and_another_place_also_over_its_own_nights(house):
    stay_id = house.book(1, "2026-07-12", "2026-07-20")
    house.do(stay_acts.replan_stay, stay_id=stay_id, from_on="2026-07-14", to_on="2026-07-24")
    assert house.laid(stay_id) == [(1, "07-14", "07-24")]
    house.do(stay_acts.replan_stay, stay_id=stay_id, place_id=house.rooms[2], from_on="2026-07-11", to_on="2026-07-15")
    assert house.laid(stay_id) == [(3, "07-11", "07-15")]
    house.do(stay_acts.replan_stay, stay_id=stay_id, site_id=house.ward, from_on="2026-07-11", to_on="2026-07-15")
    assert house.laid(stay_id) == [(0, "07-11", "07-15")]


def test_a_place_that_is_lost_sends_the_stay_back_to_the_waiting_list(house):
    stay_id = house.waits("2026-07-01")
    house.do(stay_acts.plan_stay, stay_id=stay_id, place_id=house.rooms[0], from_on="2026-07-12", to_on="2026-07-20")
    assert refused(house, stay_acts.back_to_waiting, stay_id=stay_id, reason="").why == Why.REASON_NEEDED
    house.do(stay_acts.back_to_waiting, stay_id=stay_id, reason="Vannlekkasje")
    row = house.row(stay_id)
    assert (row["state"], row["waiting_since"], row["in_on"]) == ("waiting", "2026-07-01", None)
    assert row["wished_from"] == "2026-07-12"
    house.book(1, "2026-07-12", "2026-07-20", passed={stay_id: "Vannlekkasje"})


# leave


def test_who_is_on_leave_keeps_the_place(house):
    stay_id = house.came(1, "2026-07-01", "2026-07-20")
    house.do(stay_acts.take_leave, stay_id=stay_id, kind="hospital", from_on="2026-07-08")
    assert (house.row(stay_id)["away"], house.laid(stay_id)) == ("hospital", [(1, "07-01", "07-20")])
    fault = refused(house, stay_acts.take_leave, stay_id=stay_id, from_on="2026-07-12")
    assert (fault.why, fault.facts["from_on"]) == (Why.AWAY_ALREADY, "2026-07-08")
    house.do(stay_acts.end_leave, stay_id=stay_id)
    assert house.row(stay_id)["away"] is None
    assert refused(house, stay_acts.end_leave, stay_id=stay_id, on_day="2026-07-03").why == Why.NOT_AWAY


def test_a_discharge_ends_the_leave(house):
    stay_id = house.came(1, "2026-07-01", "2026-07-20")
    house.do(stay_acts.take_leave, stay_id=stay_id, from_on="2026-07-08")
    house.do(stay_acts.take_leave, stay_id=stay_id, from_on="2026-07-03", to_on="2026-07-05")
    house.do(stay_acts.discharge, stay_id=stay_id, on_day="2026-07-09", went_to="hospital")
    found = [(row["from_on"], row["to_on"]) for row in stay_lists.leaves(house.register, stay_id)]
    assert found == [("2026-07-08", "2026-07-09"), ("2026-07-03", "2026-07-05")]


# forgotten stays


def test_a_forgotten_stay_is_entered_afterwards_with_the_reason(house):
    given = {"person_id": house.person(), "purpose": "respite", "place_id": house.rooms[0], "from_on": "2026-06-01"}
    assert refused(house, stay_acts.enter_past_stay, to_on="2026-06-09", late_reason="", **given).field == "late_reason"
    stay_id = house.do(stay_acts.enter_past_stay, to_on="2026-06-09", late_reason="Glemt", went_to="long_term", **given)
    row = house.row(stay_id)
    assert (row["state"], row["closed_on"], row["nights"], row["late_reason"]) == (
        "discharged",
        "2026-06-09",
        8,
        "Glemt",
    )
    assert (row["received_on"], row["decided_on"], row["went_to"]) == ("2026-06-01", "2026-06-01", "long_term")
    fault = refused(house, stay_acts.enter_past_stay, to_on="2026-06-09", late_reason="Glemt", **given)
    assert fault.why == Why.PLACE_TAKEN
    ahead = {**given, "from_on": "2026-07-01", "to_on": "2026-07-11"}
    assert refused(house, stay_acts.enter_past_stay, late_reason="Glemt", **ahead).field == "to_on"


def test_a_forgotten_stay_was_where_a_place_was_and_the_person_nowhere_else(house):
    who = house.person()
    house.came(1, "2026-07-01", "2026-07-20", person_id=who)
    (late,) = house.do(stay_places.add_stay_places, site_id=house.ward, names=["Rom 9"], valid_from="2026-07-01")
    given = {"person_id": who, "purpose": "respite", "place_id": late, "late_reason": "Glemt"}
    assert (
        refused(house, stay_acts.enter_past_stay, from_on="2026-06-29", to_on="2026-06-30", **given).why
        == Why.PLACE_NOT_OPEN
    )
    assert (
        refused(house, stay_acts.enter_past_stay, from_on="2026-07-02", to_on="2026-07-04", **given).why
        == Why.STAYS_THEN
    )
    house.do(closures.close_places, site_id=house.ward, stay_place_ids=[late], from_on="2026-07-01", to_on="2026-07-05",
             reason="Maling")  # fmt: skip
    house.do(stay_acts.enter_past_stay, from_on="2026-07-02", to_on="2026-07-04", accept=True, **given)


def test_who_was_there_longer_than_the_place_is_open_leaves_on_the_real_day(house):
    stay_id = house.came(1, "2026-07-01", "2026-07-08")
    house.do(closures.close_places, site_id=house.ward, stay_place_ids=house.rooms[:1], from_on="2026-07-08",
             reason="Maling", seen=[stay_id])  # fmt: skip
    assert refused(house, stay_acts.change_end, stay_id=stay_id, to_on="2026-07-12").why == Why.PLACE_CLOSED
    house.do(stay_acts.discharge, stay_id=stay_id)
    assert house.laid(stay_id) == [(1, "07-01", "07-10")]


def test_somebody_who_is_in_and_was_forgotten_is_entered_as_in(house):
    given = {"person_id": house.person(), "purpose": "respite", "place_id": house.rooms[0], "from_on": "2026-07-05"}
    stay_id = house.do(stay_acts.enter_past_stay, to_on="2026-07-14", left=False, late_reason="Glemt", **given)
    assert (house.row(stay_id)["state"], house.laid(stay_id)) == ("in", [(1, "07-05", "07-14")])


# who stands before


def test_who_passes_somebody_on_the_waiting_list_says_why(house):
    first, second = house.waits("2026-07-01"), house.waits("2026-07-02")
    plan = {"stay_id": second, "place_id": house.rooms[0], "from_on": "2026-07-12", "to_on": "2026-07-20"}
    fault = refused(house, stay_acts.plan_stay, **plan)
    assert (fault.why, fault.field, fault.facts["stay_ids"]) == (Why.OTHERS_FIRST, "passed", [first])
    assert refused(house, stay_acts.plan_stay, passed={first: "  "}, **plan).why == Why.OTHERS_FIRST
    house.do(stay_acts.plan_stay, passed={first: "Trenger rom med heis"}, **plan)
    (passed,) = stay_lists.passes(house.register, first)
    assert (passed["reason"], passed["instead_id"], passed["on_day"]) == ("Trenger rom med heis", second, TODAY)


@pytest.mark.parametrize(
    "waiting",
    [
        {"wished_from": "2026-08-01"}, {"wished_from": "2026-06-01", "wished_to": "2026-07-01"},
        {"latest_start_on": "2026-09-30"}, {"priority": 3}, {"received_on": "2026-07-03"},
        {"form": "day", "weekdays": "1"},
    ],
)  # fmt: skip
def test_nobody_is_passed_who_could_not_have_come_or_stands_after(house, waiting):
    house.waits(**waiting)
    stay_id = house.waits("2026-07-02", latest_start_on="2026-08-01")
    house.do(stay_acts.plan_stay, stay_id=stay_id, place_id=house.rooms[0], from_on="2026-07-12", to_on="2026-07-20")
    assert house.row(stay_id)["state"] == "planned"


def test_nobody_is_passed_whose_purpose_the_place_is_not_for_or_who_asked_to_wait(house):
    house.do(stay_places.set_earmarks, stay_place_ids=house.rooms[:1], purpose="rehabilitation")
    house.waits("2026-06-01", purpose="respite")
    paused = house.waits("2026-06-01")
    house.do(stays.pause_wait, stay_id=paused, from_on="2026-07-01", reason="Ferie")
    house.book(1, "2026-07-12", "2026-07-20")
    shown = stay_lists.candidates(house.register, place_id=house.rooms[0], from_on="2026-07-12", today=TODAY)
    assert [(row["fits"], row["other_purpose"], row["paused_then"]) for row in shown] == [(0, 1, 0), (0, 0, 1)]


def test_names_of_people_stand_in_no_operation(house):
    who = house.person("Hemmelig")
    house.came(1, "2026-07-01", "2026-07-20", person_id=who)
    told = house.register.column("SELECT data FROM op")
    assert not [data for data in told if "Hemmelig" in data]
    assert people.person(house.register, who)["last_name"] == "Hemmelig"


def test_a_person_who_stayed_on_elsewhere_is_told_as_twice_at_once(house):
    who = house.person("Dal")
    given = {"person_id": who, "purpose": "respite"}
    over = house.do(
        stay_acts.admit_acute, today="2026-06-20", person_id=who, place_id=house.rooms[0], to_on="2026-07-05"
    )
    told = stay_rules.conflicts(house.register, place_id=house.rooms[1], from_on=TODAY, to_on="2026-07-20", today=TODAY,
                                person_id=who)  # fmt: skip
    assert [(one.kind, one.stay_id) for one in told] == [("same_person", over)]
    house.do(stay_acts.book_stay, place_id=house.rooms[1], from_on=TODAY, to_on="2026-07-20", accept=True, **given)
    shown = stay_chart.chart(house.register, since="2026-07-01", until="2026-08-01", today=TODAY)
    assert [span.twice for span in shown.spans] == [over + 1, over]


def test_who_was_to_come_to_the_ward_may_come_to_a_supplier_instead(house):
    stay_id = house.book(1, "2026-07-08", "2026-07-14")
    house.do(stay_acts.check_in, stay_id=stay_id, on_day=TODAY, site_id=house.supplier)
    (laid,) = stay_segments.segments(house.register, stay_id)
    assert (laid.site_id, laid.place_id, laid.from_on, laid.to_on) == (house.supplier, None, TODAY, "2026-07-14")
