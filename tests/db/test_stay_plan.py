"""The plan for a stay: the person's own words and goals, what is done, what was measured, and the way home."""

import shutil

import pytest
from filled import TODAY, Depot, fill

from db import history, requests, stay_checks, stay_plan, stay_scores
from db.connection import Register
from db.errors import Rejected, Why

OUT = "2026-12-06"


class Ward(Depot):
    """A depot with a ward, one place and one stay in it."""

    stay: int

    def add_stay(self, state: str = "in", in_on: str = "2026-11-15", out_on: str = OUT, **more) -> int:
        """A stay with its days, written past the rules of booking, which have tests of their own."""
        return self.do(_write_stay, person_id=self.person, state=state, in_on=in_on, out_on=out_on, **more)

    def plan(self, stay_id: int | None = None) -> stay_plan.Plan:
        return stay_plan.plan(self.register, stay_id or self.stay, today=TODAY)


def _write_stay(tx, *, in_on: str, out_on: str, **columns) -> int:
    site = tx.value("SELECT site_id FROM site") or tx.insert("site", name="Lunden", name_key="lunden")
    columns = {"purpose": "rehabilitation", "received_on": "2026-11-01", **columns}
    stay_id = tx.insert("stay", **columns)
    tx.insert("stay_segment", stay_id=stay_id, site_id=site, from_on=in_on, to_on=out_on)
    return stay_id


def kept_ward(folder) -> tuple:
    """A filled register in a file, and the ids of what lies in it: each test works on a copy."""
    register = Register.create(folder / "lager.hverdag")
    depot = fill(register)
    register.close()
    return register.path, (depot.items, depot.goods, depot.person, depot.unit)


def copied(kept, folder) -> Ward:
    path, known = kept
    return Ward(Register.open(shutil.copy(path, folder / "lager.hverdag")), *known)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return kept_ward(tmp_path_factory.mktemp("plan"))


@pytest.fixture
def ward(kept, tmp_path):
    made = copied(kept, tmp_path)
    made.stay = made.add_stay()
    yield made
    made.register.close()


def test_what_is_important_stands_in_the_persons_own_words_over_several_lines(ward):
    ward.do(stay_plan.tell_important, stay_id=ward.stay, text="Gå til postkassen.\nKlare trappen selv.")
    assert ward.plan().head["important"] == "Gå til postkassen.\nKlare trappen selv."
    history.undo_last(ward.register, staff="Jon", today=TODAY)
    assert ward.plan().head["important"] == ""


def test_a_goal_has_the_persons_own_score_before_and_after_and_how_it_went(ward):
    goal = ward.do(stay_plan.add_goal, stay_id=ward.stay, text="Lage middag", set_on="2026-11-16", score_before=3)
    ward.do(stay_plan.close_goal, stay_goal_id=goal, status="partly", score_after=6)
    row = ward.plan().goals[0]
    assert (row["score_before"], row["score_after"], row["status"], row["closed_on"]) == (3, 6, "partly", TODAY)


def test_a_goal_that_is_closed_can_be_opened_again_and_has_then_no_day(ward):
    goal = ward.do(stay_plan.add_goal, stay_id=ward.stay, text="Gå ut")
    ward.do(stay_plan.close_goal, stay_goal_id=goal, status="reached")
    ward.do(stay_plan.change_goal, stay_goal_id=goal, text="Gå ut", set_on=TODAY, status="open")
    assert (ward.plan().goals[0]["status"], ward.plan().goals[0]["closed_on"]) == ("open", None)


@pytest.mark.parametrize("score", [-1, 11, 4.5])
def test_an_own_score_is_a_whole_number_from_0_to_10(ward, score):
    with pytest.raises(Rejected) as told:
        ward.do(stay_plan.add_goal, stay_id=ward.stay, text="Gå", score_before=score)
    assert (told.value.why, told.value.field) == (Why.SCORE_OUTSIDE, "score_before")


def test_goals_stand_in_the_order_the_person_gives_them(ward):
    first, second, third = (ward.do(stay_plan.add_goal, stay_id=ward.stay, text=text) for text in ("En", "To", "Tre"))
    ward.do(stay_plan.order_goals, stay_id=ward.stay, stay_goal_ids=[third, first, second])
    assert [row["text"] for row in ward.plan().goals] == ["Tre", "En", "To"]
    with pytest.raises(Rejected):
        ward.do(stay_plan.order_goals, stay_id=ward.stay, stay_goal_ids=[third, first])


def test_an_intervention_has_dose_and_who_and_the_goal_it_serves(ward):
    goal = ward.do(stay_plan.add_goal, stay_id=ward.stay, text="Gå trapp")
    made = ward.do(stay_plan.add_intervention, stay_id=ward.stay, text="Trening", dose="3 × 30 min", who="Fysio",
                   from_on="2026-11-16", stay_goal_id=goal)  # fmt: skip
    row = ward.plan().interventions[0]
    assert (row["dose"], row["who"], row["goal"]) == ("3 × 30 min", "Fysio", "Gå trapp")
    with pytest.raises(Rejected) as told:
        ward.do(stay_plan.end_intervention, stay_intervention_id=made, on_day="2026-11-15")
    assert told.value.why is Why.OUT_BEFORE_IN
    ward.do(stay_plan.end_intervention, stay_intervention_id=made)
    assert ward.plan().interventions[0]["ended_on"] == TODAY


def test_an_intervention_cannot_serve_the_goal_of_another_stay(ward):
    goal = ward.do(stay_plan.add_goal, stay_id=ward.add_stay(), text="Annet")
    with pytest.raises(Rejected) as told:
        ward.do(stay_plan.add_intervention, stay_id=ward.stay, text="Trening", stay_goal_id=goal)
    assert told.value.field == "stay_goal_id"


def test_a_goal_struck_out_leaves_its_interventions_and_undo_brings_it_back(ward):
    goal = ward.do(stay_plan.add_goal, stay_id=ward.stay, text="Feil")
    ward.do(stay_plan.add_intervention, stay_id=ward.stay, text="Trening", stay_goal_id=goal)
    ward.do(stay_plan.strike_from_plan, kind="goal", ref=goal, reason="Feil person")
    assert (ward.plan().goals, ward.plan().interventions[0]["stay_goal_id"]) == ([], None)
    history.undo_last(ward.register, staff="Jon", today=TODAY)
    assert (ward.plan().goals[0]["stay_goal_id"], ward.plan().interventions[0]["goal"]) == (goal, "Feil")


def test_the_plan_of_a_cancelled_or_refused_stay_is_closed_and_of_a_discharged_one_open(ward):
    gone = ward.add_stay("cancelled", closed_on="2026-11-20", cancel_reason="user")
    left = ward.add_stay("discharged", out_on="2026-11-20", closed_on="2026-11-20", confirmed=1)
    with pytest.raises(Rejected) as told:
        ward.do(stay_plan.add_evaluation, stay_id=gone, text="Gikk bra")
    assert told.value.why is Why.STAY_STATE_FORBIDS
    ward.do(stay_plan.add_evaluation, stay_id=left, text="Gikk bra", on_day="2026-11-20", by_name="Ergo")
    assert ward.plan(left).evaluations[0]["by_name"] == "Ergo"


# scores


def test_what_counts_as_a_change_is_two_on_copm_and_one_on_sppb():
    verdict = stay_scores.verdict
    assert [verdict("copm_performance", d) for d in (1.9, 2, -2, None)] == ["same", "better", "worse", ""]
    assert [verdict("sppb", d) for d in (0, 1, -1)] == ["same", "better", "worse"]
    assert verdict("psfs", 5) == ""


def test_the_change_goes_from_the_first_before_to_the_last_after(ward):
    before = {"copm_performance": 3.2, "sppb": 6, "psfs": None}
    ward.do(stay_scores.add_scores, stay_id=ward.stay, moment="before", scores=before, on_day="2026-11-16")
    for day, score in (("2026-11-18", 4.0), ("2026-11-20", 5.4)):
        ward.do(stay_scores.add_score, stay_id=ward.stay, instrument="copm_performance", moment="after", score=score,
                on_day=day)  # fmt: skip
    copm, sppb = ward.plan().changes
    assert (copm.before, copm.after, copm.difference, copm.counts) == (3.2, 5.4, 2.2, "better")
    assert (sppb.before, sppb.after, sppb.difference, sppb.counts) == (6, None, None, "")


@pytest.mark.parametrize(
    ("instrument", "score"), [("copm_satisfaction", 0.5), ("psfs", 10.5), ("sppb", 13), ("sppb", 7.5)]
)
def test_a_score_stays_within_its_instrument(ward, instrument, score):
    with pytest.raises(Rejected) as told:
        ward.do(stay_scores.add_scores, stay_id=ward.stay, moment="before", scores={instrument: score})
    assert (told.value.why, told.value.field) == (Why.SCORE_OUTSIDE, instrument)


def test_the_group_report_counts_the_stays_that_ended_in_the_period_with_both_scores(ward):
    for after, out_on in ((5.0, "2026-11-10"), (4.0, "2026-11-20"), (9.0, "2026-12-01"), (None, "2026-11-12")):
        ended = ward.add_stay("discharged", "2026-10-20", out_on, closed_on=out_on, confirmed=1)
        goal = ward.do(stay_plan.add_goal, stay_id=ended, text="Gå", score_before=2)
        ward.do(stay_scores.add_score, stay_id=ended, instrument="copm_performance", moment="before", score=3)
        if after:
            ward.do(stay_plan.close_goal, stay_goal_id=goal, status="reached", score_after=int(after))
            ward.do(stay_scores.add_score, stay_id=ended, instrument="copm_performance", moment="after", score=after)
    own, copm = stay_scores.group_changes(ward.register, since="2026-11-01", until="2026-12-01")
    assert (own.instrument, own.stays, own.before, own.after, own.better) == ("goal", 2, 2, 4.5, None)
    assert (copm.stays, copm.before, copm.after, copm.difference, copm.better, copm.worse) == (2, 3, 4.5, 1.5, 1, 0)
    results = stay_scores.goal_results(ward.register, since="2026-11-01", until="2026-12-01")
    assert results == {"open": 1, "reached": 2}


# before the discharge


def test_the_list_before_a_discharge_counts_its_days_back_from_it_and_is_made_once(ward):
    ward.do(stay_checks.plan_discharge, stay_id=ward.stay)
    assert {row["kind"]: row["due_on"] for row in ward.plan().checks} == {
        "home_visit": "2026-11-29", "aids": "2026-12-01", "home_services": "2026-12-01", "transport": "2026-12-03",
        "evaluation": "2026-12-05",
    }  # fmt: skip
    with pytest.raises(Rejected) as told:
        ward.do(stay_checks.plan_discharge, stay_id=ward.stay)
    assert told.value.why is Why.CHECKLIST_MADE


def test_a_list_made_the_day_before_leaving_is_due_today_and_not_in_the_past(ward):
    soon = ward.add_stay(out_on="2026-11-23")
    ward.do(stay_checks.plan_discharge, stay_id=soon)
    assert {row["due_on"] for row in ward.plan(soon).checks} == {TODAY}


def test_a_line_is_ticked_and_unticked_and_may_be_not_needed(ward):
    line = ward.do(stay_checks.add_check, stay_id=ward.stay, text="Nøkkel til hjemmet", due_on="2026-11-20")
    assert ward.plan().checks[0]["status"] == "late"
    for act, given, status in (
        (stay_checks.tick_check, {}, "done"),
        (stay_checks.tick_check, {"done": False}, "late"),
        (stay_checks.change_check, {"text": "Nøkkel", "needed": False}, "not_needed"),
    ):
        ward.do(act, stay_check_id=line, **given)
        assert ward.plan().checks[0]["status"] == status


def test_a_home_visit_keeps_one_line_from_plan_to_done(ward):
    ward.do(stay_checks.plan_discharge, stay_id=ward.stay)
    first = ward.do(stay_checks.plan_home_visit, stay_id=ward.stay, on_day="2026-11-25", text="Ergo og fysio")
    with pytest.raises(Rejected) as told:
        ward.do(stay_checks.plan_home_visit, stay_id=ward.stay, on_day="2026-11-25", done=True)
    assert told.value.why is Why.DAY_IN_FUTURE
    assert ward.do(stay_checks.plan_home_visit, stay_id=ward.stay, on_day=TODAY, done=True) == first
    assert [row["status"] for row in ward.plan().checks if row["kind"] == "home_visit"] == ["done"]


def test_aids_for_home_become_requests_in_the_depot_one_line_each_and_go_with_one_undo(ward):
    ward.do(stay_checks.plan_discharge, stay_id=ward.stay)
    request_id = ward.do(stay_checks.order_aids, stay_id=ward.stay, product_id=ward.chair, quantity=2)
    row = requests.request(ward.register, request_id, today=TODAY)
    assert (row["person_id"], row["wanted_on"], row["urgency"]) == (ward.person, "2026-12-05", "discharge")
    aids = [line for line in ward.plan().checks if line["kind"] == "aids"]
    assert [(line["status"], line["product"]) for line in aids] == [("ordered", "Rullestol Kroken")] * 2
    history.undo_last(ward.register, staff="Jon", today=TODAY)
    assert requests.of_borrower(ward.register, today=TODAY, person_id=ward.person) == []
    assert [line["status"] for line in ward.plan().checks if line["kind"] == "aids"] == ["open"]


def test_aids_that_are_handed_over_tick_themselves(ward):
    request_id = ward.do(stay_checks.order_aids, stay_id=ward.stay, product_id=ward.chair)
    ward.lend(0, fills={ward.items[0]: request_id})
    assert [line["status"] for line in ward.plan().checks] == ["done"]
