"""Plans as adopted and how their measures go: what is locked, which way a status may go, who answers."""

import sqlite3

import pytest
from examples_measures import ROWS

from db import check, command, history, measure_lists, measures, plan_layout, plan_reports, plans, roles, rollovers
from db.connection import Register
from db.errors import Rejected, Why

TODAY = "2026-11-16"


class Plan:
    """A register with an adopted plan of three measures, `ids` in their order."""

    def __init__(self, path):
        self.register = Register.create(path)
        self.plan_id = self.do(plan_layout.lay_out_plan, rows=ROWS, frame={"name": "Plan"}, adopted_on="2026-06-18")
        self.ids = self.register.column("SELECT measure_id FROM measure ORDER BY position")

    def do(self, act, /, today=TODAY, **given):
        return command.run(self.register, act, staff="Anne", today=today, **given).result

    def refused(self, act, /, **given):
        with pytest.raises(Rejected) as told:
            self.do(act, **given)
        return told.value.why

    def row(self, number=0):
        return measure_lists.measure(self.register, self.ids[number], today=TODAY)

    def go(self, number, status, **given):
        self.do(measures.set_status, measure_ids=[self.ids[number]], status=status, **given)


@pytest.fixture
def plan(tmp_path):
    made = Plan(tmp_path / "a.hverdag")
    yield made
    assert check.problems(made.register) == []
    made.register.close()


def test_a_plan_keeps_the_order_numbers_and_responsible_of_its_table(plan):
    rows = [plan.row(number) for number in range(3)]
    assert [row["number"] for row in rows] == ["1", "2", "3"]
    assert [row["focus_area"] for row in rows] == ["Samhandling", "Samhandling", "Kompetanse"]
    assert [row["goal"] for row in rows] == ["Trygge koordinatorer", "Trygge koordinatorer", None]
    assert [row["responsible"] for row in rows] == ["Enhetsleder helse; Kommuneoverlege", "Koordinerende enhet", None]
    assert rows[1]["cost_adopted_ore"] is None


def test_a_focus_area_and_a_role_in_other_letters_are_the_same(plan):
    plan.do(measures.add_measure, plan_id=plan.plan_id, adopted_text="Enda et", focus_area="SAMHANDLING",
            responsible=["enhetsleder  HELSE"])  # fmt: skip
    assert len({row["focus_area_id"] for row in plans.outline(plan.register, plan.plan_id)}) == 2
    assert len(roles.roles(plan.register, today=TODAY)) == 3


def test_what_was_adopted_is_locked_in_the_rules_and_in_the_file(plan):
    assert plan.refused(measures.change_measure, measure_id=plan.ids[0], adopted_text="Noe annet") is Why.ADOPTED
    assert plan.refused(measures.change_measure, measure_id=plan.ids[0], number="1b") is Why.ADOPTED
    assert plan.refused(measures.change_measure, measure_id=plan.ids[0], cost_adopted_ore=None) is Why.ADOPTED
    plan.do(measures.change_measure, measure_id=plan.ids[0], working_title="Utvalget", cost_revised_ore=100)
    with pytest.raises(Exception, match="guard:adopted") as told:
        plan.register.conn.execute("UPDATE measure SET adopted_text = 'Noe annet'")
    assert type(told.value).__name__ == sqlite3.IntegrityError.__name__


@pytest.mark.parametrize(
    ("path", "last", "given", "why"),
    [
        ((), "completed", {}, Why.STATUS_FORBIDS),
        ((), "postponed", {"reason": "Ingen midler"}, Why.MISSING_VALUE),
        ((), "postponed", {"due_on": "2027-06-01"}, Why.REASON_NEEDED),
        ((), "stopped", {}, Why.REASON_NEEDED),
        (("in_progress", "completed"), "in_progress", {}, Why.REASON_NEEDED),
        (("in_progress", "completed"), "stopped", {"reason": "Nei"}, Why.STATUS_FORBIDS),
    ],
)
def test_a_status_goes_its_ways_only_and_says_what_is_missing(plan, path, last, given, why):
    for status in path:
        plan.go(0, status)
    assert plan.refused(measures.set_status, measure_ids=[plan.ids[0]], status=last, **given) is why


@pytest.mark.parametrize(
    ("given", "why", "field"),
    [
        ({"cost_revised_ore": -1}, Why.MISSING_VALUE, "cost_revised_ore"),
        ({"start_on": "2026-12-02", "due_on": "2026-12-01"}, Why.ENDS_BEFORE_START, "due_on"),
        ({"kind": "assess"}, Why.CONCLUSION_NEEDED, "kind"),
        ({"kind": "yearly"}, Why.NEVER_FINISHED, "kind"),
    ],
)
def test_what_the_file_would_refuse_of_a_completed_measure_is_told_with_its_field(plan, given, why, field):
    plan.go(0, "in_progress")
    plan.go(0, "completed")
    with pytest.raises(Rejected) as told:
        plan.do(measures.change_measure, measure_id=plan.ids[0], **given)
    assert (told.value.why, told.value.field) == (why, field)


def test_a_new_deadline_is_not_before_the_start(plan):
    plan.do(measures.change_measure, measure_id=plan.ids[0], start_on="2027-01-01")
    given = {"measure_ids": plan.ids[:1], "status": "postponed", "reason": "Ingen midler", "due_on": "2026-12-31"}
    assert plan.refused(measures.set_status, **given) is Why.ENDS_BEFORE_START


def test_a_year_that_no_plan_counts_with_is_told(plan):
    assert plan.refused(measures.tick_year, measure_id=plan.ids[1], year=20266) is Why.MISSING_VALUE
    assert plan.refused(plans.change_plan, plan_id=plan.plan_id, from_year=26) is Why.MISSING_VALUE
    assert plan.refused(plans.add_plan, name="Ny", to_year=2201) is Why.MISSING_VALUE


def test_a_postponed_measure_has_its_new_deadline_and_its_reason(plan):
    plan.go(0, "postponed", reason="Ingen midler", due_on="2027-06-01")
    row = plan.row()
    assert (row["status"], row["due_on"], row["status_reason"]) == ("postponed", "2027-06-01", "Ingen midler")
    plan.go(0, "in_progress")
    assert plan.row()["status"] == "in_progress"


def test_what_is_only_to_be_considered_is_completed_by_a_conclusion(plan):
    plan.go(2, "in_progress")
    assert plan.refused(measures.set_status, measure_ids=[plan.ids[2]], status="completed") is Why.CONCLUSION_NEEDED
    plan.go(2, "completed", conclusion="Vi oppretter den ikke")
    assert plan.row(2)["conclusion"] == "Vi oppretter den ikke"


def test_a_yearly_measure_is_ticked_each_year_and_never_finished(plan):
    plan.do(measures.tick_year, measure_id=plan.ids[1], year=2026)
    assert (plan.row(1)["status"], plan.row(1)["last_year"]) == ("in_progress", 2026)
    assert plan.refused(measures.tick_year, measure_id=plan.ids[1], year=2026) is Why.YEAR_TICKED
    assert plan.refused(measures.tick_year, measure_id=plan.ids[0], year=2026) is Why.STATUS_FORBIDS
    assert plan.refused(measures.set_status, measure_ids=[plan.ids[1]], status="completed") is Why.NEVER_FINISHED


def test_a_measure_that_another_took_over_says_which(plan):
    plan.go(0, "stopped", reason="Slått sammen", merged_into=plan.ids[1])
    assert plan.row()["merged_into"] == plan.ids[1]
    plan.go(0, "in_progress", reason="Delt igjen")
    assert plan.row()["merged_into"] is None


def test_two_measures_do_not_take_each_other_over(plan):
    plan.go(0, "stopped", reason="Slått sammen", merged_into=plan.ids[1])
    plan.go(1, "stopped", reason="Slått sammen", merged_into=plan.ids[2])
    back = {"measure_ids": [plan.ids[2]], "status": "stopped", "reason": "Tilbake", "merged_into": plan.ids[0]}
    assert plan.refused(measures.set_status, **back) is Why.STATUS_FORBIDS


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE plan SET adopted_on = NULL",
        "UPDATE measure SET number = '9'",
        "UPDATE measure SET focus_area_id = NULL",
        "UPDATE measure SET plan_goal_id = NULL",
        "UPDATE focus_area SET name = 'Noe annet'",
        "UPDATE plan_goal SET text = 'Noe annet'",
    ],
)
def test_the_frame_of_an_adopted_plan_is_locked_in_the_file(plan, sql):
    with pytest.raises(Exception, match="guard:adopted"):
        plan.register.conn.execute(sql)


@pytest.mark.parametrize(
    ("due_on", "deadline"),
    [(None, "none"), ("2026-11-15", "over"), ("2026-11-16", "soon"), ("2026-12-16", "soon"), ("2026-12-17", "on_time")],
)
def test_the_deadline_is_counted_from_today_and_apart_from_status_and_light(plan, due_on, deadline):
    plan.do(measures.change_measure, measure_id=plan.ids[0], due_on=due_on)
    assert plan.row()["deadline"] == deadline
    assert (plan.row()["status"], plan.row()["light"]) == ("not_started", None)


def test_a_red_light_needs_a_reason(plan):
    assert plan.refused(measures.set_light, measure_ids=plan.ids, light="red") is Why.REASON_NEEDED
    plan.do(measures.set_light, measure_ids=plan.ids, light="yellow")
    assert {plan.row(number)["light"] for number in range(3)} == {"yellow"}


def test_what_nobody_has_updated_in_the_period_is_on_its_chip(plan):
    plan.do(measures.set_light, measure_ids=plan.ids[:1], light="green", today="2026-09-30")
    plan.do(measures.set_light, measure_ids=plan.ids[1:2], light="green", today="2026-10-01")
    assert measure_lists.ids(plan.register, today=TODAY, chip="stale") == [plan.ids[0], plan.ids[2]]
    assert measure_lists.chips(plan.register, today=TODAY)["stale"] == 2


def test_a_role_is_handed_over_and_both_holders_are_known(plan):
    role = roles.of_measure(plan.register, plan.ids[0], today=TODAY)[0]["role_id"]
    plan.do(roles.hand_role_over, role_id=role, holder="Anne Haug", from_on="2026-01-01")
    plan.do(roles.hand_role_over, role_id=role, holder="Jon Berg", from_on="2026-10-01")
    assert [(row["name"], row["to_on"]) for row in roles.holders(plan.register, role)] == [
        ("Jon Berg", None), ("Anne Haug", "2026-10-01"),
    ]  # fmt: skip
    assert roles.role(plan.register, role, today="2026-09-30")["holder"] == "Anne Haug"
    assert roles.role(plan.register, role, today=TODAY)["holder"] == "Jon Berg"


def test_new_responsible_take_over_and_the_first_is_the_main_one(plan):
    plan.do(roles.set_responsible, measure_id=plan.ids[0], names=["Rådgiver", "Kommuneoverlege"])
    assert [(row["name"], row["is_main"]) for row in roles.of_measure(plan.register, plan.ids[0], today=TODAY)] == [
        ("Rådgiver", 1), ("Kommuneoverlege", 0),
    ]  # fmt: skip
    history.undo_last(plan.register, staff="Anne", today=TODAY)
    assert plan.row()["responsible"] == "Enhetsleder helse; Kommuneoverlege"


def test_who_answers_from_a_later_day_does_not_answer_yet(plan):
    plan.do(roles.set_responsible, measure_id=plan.ids[1], names=["Rådgiver"], from_on="2027-01-01")
    plan.do(roles.set_responsible, measure_id=plan.ids[1], names=["Enhetsleder helse"], from_on="2027-02-01")
    by_name = {row["name"]: row for row in roles.roles(plan.register, today=TODAY)}
    now, later = by_name["Koordinerende enhet"], by_name["Rådgiver"]
    assert (plan.row(1)["responsible"], now["open"], later["open"]) == ("Koordinerende enhet", 1, 0)
    assert measure_lists.ids(plan.register, today=TODAY, role_id=later["role_id"]) == []
    assert measure_lists.ids(plan.register, today=TODAY, role_id=now["role_id"]) == [plan.ids[1]]
    report = plan.do(plan_reports.open_report, plan_id=plan.plan_id, period="2026Q4")

    def answering(today):
        first = {row["name"] for row in plan_reports.progress(plan.register, report, today=today)}
        of_second = [row for row in plan_reports.by_role(plan.register, report, today=today)
                     if row["measure_id"] == plan.ids[1]]  # fmt: skip
        assert {row["role"] for row in of_second} <= first
        return [row["role"] for row in of_second]

    assert [answering(day) for day in ("2026-12-31", "2027-01-01", "2027-02-01")] == [
        ["Koordinerende enhet"], ["Rådgiver"], ["Enhetsleder helse"],
    ]  # fmt: skip
    ends = {"outcome": "ended", "reason": "Ferdig"}
    outcomes = {plan.ids[0]: ends, plan.ids[1]: {"outcome": "continued"}, plan.ids[2]: ends}
    plan.do(rollovers.roll_over, plan_id=plan.plan_id, name="Neste", outcomes=outcomes)
    for day, name in ((TODAY, "Koordinerende enhet"), ("2027-01-15", "Rådgiver")):
        keys = measure_lists.ids(plan.register, today=day)
        assert [row["responsible"] for row in measure_lists.rows(plan.register, keys, today=day)] == [name]


def test_measures_are_found_by_role_area_and_words(plan):
    role = roles.of_measure(plan.register, plan.ids[1], today=TODAY)[0]["role_id"]
    assert measure_lists.ids(plan.register, today=TODAY, role_id=role) == [plan.ids[1]]
    assert measure_lists.ids(plan.register, today=TODAY, text="stilling ny") == [plan.ids[2]]
    area = plan.row(2)["focus_area_id"]
    assert measure_lists.ids(plan.register, today=TODAY, focus_area_id=area, order="deadline") == [plan.ids[2]]


@pytest.mark.parametrize("order", sorted(measure_lists._ORDERS))
def test_every_order_sorts(plan, order):
    assert sorted(measure_lists.ids(plan.register, today=TODAY, order=order, chip="all")) == plan.ids
