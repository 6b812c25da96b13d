"""A measure whose end has been reported is not asked about again; one that ended since, or went on, is."""

import pytest
from examples_measures import ROWS

from db import command, measure_figures, measures, plan_layout, plan_reports
from db.connection import Register

TODAY = "2026-11-16"


class Reported:
    """A plan of three measures of which the first ended and was told of in the report for the third quarter."""

    def __init__(self, path):
        self.register = Register.create(path)
        self.plan_id = self.do(plan_layout.lay_out_plan, rows=ROWS, frame={"name": "Plan"}, adopted_on="2026-06-18")
        self.ids = self.register.column("SELECT measure_id FROM measure ORDER BY position")
        self.go(0, "stopped", reason="Ikke aktuelt")
        self.first = self.do(plan_reports.open_report, plan_id=self.plan_id, period="2026Q3")
        self.asked_first = self.asked(self.first)
        self.do(plan_reports.lock_report, plan_report_id=self.first)
        self.report = self.do(plan_reports.open_report, plan_id=self.plan_id, period="2026Q4")

    def do(self, act, /, **given):
        return command.run(self.register, act, staff="Anne", today=TODAY, **given).result

    def go(self, number, status, **given):
        self.do(measures.set_status, measure_ids=[self.ids[number]], status=status, **given)

    def asked(self, report):
        """The places in the plan of the measures that a line is asked for, as each way of asking tells it."""
        by_role = {row["measure_id"] for row in plan_reports.by_role(self.register, report, today=TODAY)}
        lines = plan_reports.lines(self.register, report, today=TODAY)
        assert by_role == {line["measure_id"] for line in lines if not line["is_settled"]}
        return [self.ids.index(ref) for ref in sorted(by_role)]

    def roles(self):
        return {row["name"] for row in plan_reports.progress(self.register, self.report, today=TODAY)}


@pytest.fixture
def plan(tmp_path):
    made = Reported(tmp_path / "a.hverdag")
    yield made
    made.register.close()


def test_an_end_is_asked_about_once(plan):
    assert plan.asked_first == [0, 1, 2]
    assert plan.asked(plan.report) == [1, 2]


def test_who_answers_for_nothing_else_has_nothing_to_report(plan):
    assert plan.roles() == {"Koordinerende enhet"}
    assert measure_figures.to_follow(plan.register, today=TODAY).lacking == 1


def test_what_went_on_or_ended_since_is_asked_about(plan):
    plan.go(0, "in_progress", reason="Likevel")
    plan.go(1, "stopped", reason="Slutt")
    assert plan.asked(plan.report) == [0, 1, 2]
    assert plan.roles() == {"Enhetsleder helse", "Kommuneoverlege", "Koordinerende enhet"}


def test_a_locked_report_tells_the_same_for_ever(plan):
    plan.do(plan_reports.lock_report, plan_report_id=plan.report)
    settled = [line["is_settled"] for line in plan_reports.lines(plan.register, plan.report, today=TODAY)]
    plan.go(0, "in_progress", reason="Likevel")
    assert settled == [True, False, False]
    assert [line["is_settled"] for line in plan_reports.lines(plan.register, plan.report, today=TODAY)] == settled
