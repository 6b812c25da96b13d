"""A plan's year: four quarterly reports, one opened again, and a roll-over with a merge; what was locked stays."""

from io import BytesIO

import pytest

from db import check, command, history, measure_lists, measures, plan_layout, plan_reports, plans, rollovers
from db.connection import Register
from db.errors import Rejected, Why
from desktop.paper.pages import Pages
from desktop.paper.plan_papers import print_plan_report
from desktop.plans import report_told

ROWS = [
    {"number": str(n), "focus_area": area, "goal": "Mestring", "adopted_text": text, "kind": kind,
     "responsible": [role], "cost_adopted_ore": cost}
    for n, area, text, kind, role, cost in (
        (1, "Samhandling", "Opprette et utvalg", "single", "Enhetsleder", 100_000),
        (2, "Samhandling", "Møte hvert år", "yearly", "Enhetsleder", None),
        (3, "Kompetanse", "Vurdere en stilling", "assess", "Kommuneoverlege", None),
        (4, "Kompetanse", "Kurs for alle", "running", "Rådgiver", 0),
    )
]  # fmt: skip


class Year:
    """The register, the plan and its measures, and every locked report as it was when it was locked."""

    def __init__(self, path):
        self.register, self.day = Register.create(path), "2026-01-10"
        self.plan_id = self.do(plan_layout.lay_out_plan, rows=ROWS, frame={"name": "Plan 2026"}, adopted_on=self.day)
        self.ids = measure_lists.ids(self.register, today=self.day, plan_id=self.plan_id, order="number")
        self.locked: dict[int, list] = {}
        self.printed: dict[int, list[bytes]] = {}

    def do(self, act, /, **given):
        return command.run(self.register, act, staff="Anne", today=self.day, **given).result

    def says(self, report, number, comment, **more):
        self.do(plan_reports.report_measure, plan_report_id=report, measure_id=self.ids[number - 1], comment=comment,
                **more)  # fmt: skip

    def lock(self, report):
        self.do(plan_reports.lock_report, plan_report_id=report)
        self.locked[report] = plan_reports.lines(self.register, report, today=self.day)
        self.printed[report] = self.pictures(report)

    def pictures(self, report):
        """The pages of the paper as pictures, printed today with the stamp of one and the same moment."""
        out = BytesIO()
        print_plan_report(self.register, report, out, today=self.day, staff="Anne", at="2026-07-03T10:00:00Z")
        with Pages(out.getvalue()) as pages:
            return [bytes(pages.picture(number, 1).data) for number in range(len(pages))]

    def begin(self, day, period):
        self.day = day
        return self.do(plan_reports.open_report, plan_id=self.plan_id, period=period)

    def line(self, report, number):
        found = plan_reports.lines(self.register, report, today=self.day)
        return next(line for line in found if line["number"] == str(number))


@pytest.fixture
def year(tmp_path):
    made = Year(tmp_path / "plan.hverdag")
    yield made
    made.register.close()


def refused(year, act, **given):
    with pytest.raises(Rejected) as told:
        year.do(act, **given)
    return told.value.why


def four_quarters(year):
    first = year.begin("2026-04-05", "2026Q1")
    year.says(first, 1, "Kommet i gang", status={"status": "in_progress"}, light={"light": "green"})
    year.says(first, 2, "Møtet er holdt")
    year.lock(first)
    second = year.begin("2026-07-03", "2026Q2")
    year.says(second, 1, "Ingen har tid", light={"light": "red", "reason": "Sykdom"})
    year.lock(second)
    third = year.begin("2026-10-02", "2026Q3")
    year.says(third, 3, "Vurdert", status={"status": "in_progress"}, cost_used_ore=5_000)
    year.lock(third)
    year.day = "2026-10-20"
    again = year.do(plan_reports.reopen_report, plan_report_id=third, reason="Feil beløp")
    year.says(again, 3, "Vurdert, riktig beløp", cost_used_ore=7_000)
    year.lock(again)
    fourth = year.begin("2027-01-08", "2026Q4")
    year.do(measures.set_status, measure_ids=[year.ids[2]], status="completed", conclusion="Ikke nå")
    year.says(fourth, 1, "Utvalget møtes", light={"light": "green"})
    year.lock(fourth)
    return first, second, third, again, fourth


def test_a_year_of_reports_and_a_roll_over_leaves_every_locked_report_as_it_was(year):
    reports = four_quarters(year)
    outcomes = {
        year.ids[0]: {"outcome": "changed", "fields": {"adopted_text": "Drive utvalget", "number": "A"}},
        year.ids[1]: {"outcome": "merged", "into": year.ids[0], "reason": "Hører sammen"},
        year.ids[2]: {"outcome": "ended", "reason": "Ferdig vurdert"},
        year.ids[3]: {"outcome": "continued"},
    }
    new = year.do(rollovers.roll_over, plan_id=year.plan_id, name="Plan 2027", outcomes=outcomes,
                  new=[{"number": "N", "adopted_text": "Helt nytt"}])  # fmt: skip
    year.day = "2027-06-01"
    for report in reports:
        assert plan_reports.lines(year.register, report, today=year.day) == year.locked[report]
        assert year.pictures(report) == year.printed[report]
    assert len(set(map(tuple, year.printed.values()))) == len(reports)  # no two of them are the same paper
    rows = rollovers.comparison(year.register, new)
    assert [(row["outcome"], row["old_number"], row["new_number"]) for row in rows] == [
        ("changed", "1", "A"), ("merged", "2", "A"), ("continued", "4", "4"), ("new", None, "N"), ("ended", "3", ""),
    ]  # fmt: skip
    assert check.problems(year.register) == []


def test_a_locked_report_keeps_the_name_that_its_plan_had(year):
    report = year.begin("2026-04-05", "2026Q1")
    year.lock(report)
    told = dict(plan_reports.report(year.register, report))
    year.do(plans.change_plan, plan_id=year.plan_id, name="Et annet navn")
    assert dict(plan_reports.report(year.register, report)) == told
    assert [row["plan"] for row in plan_reports.reports(year.register)] == ["Plan 2026"]
    assert plan_reports.lines(year.register, report, today=year.day) == year.locked[report]
    assert year.pictures(report) == year.printed[report]
    text = report_told.case_text(report_told.report(year.register, report, today=year.day))
    assert text.startswith("Plan 2026\n")
    still = year.do(plan_reports.reopen_report, plan_report_id=report, reason="Feil")
    assert plan_reports.report(year.register, still)["plan"] == "Et annet navn"


def test_every_measure_is_in_a_locked_report_also_those_that_nobody_wrote_of(year):
    first, second, *_rest = four_quarters(year)
    assert [line["is_reported"] for line in year.locked[first]] == [1, 1, 0, 0]
    assert [line["comment"] for line in year.locked[second]] == ["Ingen har tid", "", "", ""]


def test_a_line_tells_what_has_changed_since_the_report_before(year):
    first, second, third, again, _fourth = four_quarters(year)
    assert (year.line(first, 1)["before_status"], year.line(first, 1)["before_light"]) == (None, None)
    assert (year.line(second, 1)["before_light"], year.line(second, 1)["light"]) == ("green", "red")
    assert year.line(again, 1)["before_light"] == "red"
    assert (year.line(third, 3)["cost_used_ore"], year.line(again, 3)["cost_used_ore"]) == (5_000, 7_000)


def test_a_locked_report_is_locked_in_the_file_as_well(year):
    first = four_quarters(year)[0]
    assert refused(year, plan_reports.report_measure, plan_report_id=first, measure_id=year.ids[0]) is Why.REPORT_LOCKED
    for sql in ("UPDATE report_line SET comment = 'x'", "DELETE FROM report_line",
                "UPDATE report_entry SET comment = 'x'", "DELETE FROM plan_report", "DELETE FROM report_entry",
                "UPDATE plan_report SET summary = 'x'", "UPDATE plan_report SET period = '2030Q1'",
                "UPDATE plan_report SET state = 'open', locked_on = NULL, plan_name = ''",
                f"INSERT INTO report_done (plan_report_id, role_id, done_on) VALUES ({first}, 1, '2026-04-05')"):  # fmt: skip
        with pytest.raises(Exception, match="guard:"):
            year.register.conn.execute(sql)
        year.register.conn.execute("ROLLBACK") if year.register.conn.in_transaction else None


def test_what_was_reported_is_not_taken_back_under_a_locked_report(year):
    report = year.begin("2026-04-05", "2026Q1")
    year.says(report, 2, "Møtet er holdt")
    said = history.latest(year.register)
    year.lock(report)
    with pytest.raises(Rejected) as told:
        command.run(year.register, history.undo, reverses=said, op_seq=said, staff="Anne", today=year.day)
    assert told.value.why is Why.REPORT_LOCKED
    assert plan_reports.lines(year.register, report, today=year.day) == year.locked[report]


def test_only_the_newest_revision_is_opened_again_and_with_a_reason(year):
    _first, _second, third, again, _fourth = four_quarters(year)
    assert refused(year, plan_reports.reopen_report, plan_report_id=third, reason="x") is Why.REPORT_OPEN
    assert refused(year, plan_reports.reopen_report, plan_report_id=again, reason=" ") is Why.REASON_NEEDED
    assert [(row["period"], row["revision"]) for row in plan_reports.reports(year.register, year.plan_id)] == [
        ("2026Q4", 1), ("2026Q3", 2), ("2026Q3", 1), ("2026Q2", 1), ("2026Q1", 1),
    ]  # fmt: skip


def test_the_new_version_goes_on_where_the_old_one_stood_and_the_old_one_can_only_be_read(year):
    four_quarters(year)
    outcomes = {ref: {"outcome": "continued"} for ref in year.ids}
    new = year.do(rollovers.roll_over, plan_id=year.plan_id, name="Plan 2027", outcomes=outcomes)
    rows = measure_lists.rows(year.register, measure_lists.ids(year.register, today=year.day, chip="all"),
                              today=year.day)  # fmt: skip
    first = next(row for row in rows if row["number"] == "1")
    assert (first["plan_id"], first["status"], first["light"], first["responsible"]) == (
        new, "in_progress", "green", "Enhetsleder",
    )  # fmt: skip
    assert refused(year, measures.set_light, measure_ids=year.ids, light="green") is Why.PLAN_REPLACED
    assert plans.plan(year.register, year.plan_id)["replaced_by"] == new
    assert [row["plan"] for row in rollovers.lineage(year.register, first["measure_id"])] == ["Plan 2026"]
    year.day = "2027-04-04"
    report = year.do(plan_reports.open_report, plan_id=new, period="2027Q1")
    assert year.line(report, 1)["before_light"] == "green"


def test_what_was_told_before_two_roll_overs_is_still_known(year):
    locked = four_quarters(year)[-1]
    for name in ("Plan 2027", "Plan 2028"):
        outcomes: dict = {ref: {"outcome": "continued"} for ref in year.ids[:3]}
        outcomes[year.ids[3]] = {"outcome": "changed", "fields": {"number": "4"}}
        rhythm = "tertial" if name == "Plan 2028" else "quarter"
        year.plan_id = year.do(rollovers.roll_over, plan_id=year.plan_id, name=name, outcomes=outcomes, rhythm=rhythm)
        year.ids = measure_lists.ids(year.register, today=year.day, plan_id=year.plan_id, order="number", chip="all")
    report = year.begin("2027-05-04", "2027T1")
    assert (year.line(report, 1)["before_status"], year.line(report, 1)["before_light"]) == ("in_progress", "green")
    said = plan_reports.last_said(year.register, report)
    assert (said[year.ids[0]]["period"], said[year.ids[0]]["comment"]) == ("2026Q4", "Utvalget møtes")
    assert (said[year.ids[2]]["period"], said[year.ids[2]]["comment"]) == ("2026Q3", "Vurdert, riktig beløp")
    assert year.ids[3] not in said
    assert refused(year, plan_reports.reopen_report, plan_report_id=locked, reason="Feil") is Why.PLAN_REPLACED


def test_a_roll_over_that_forgets_a_measure_changes_nothing(year):
    assert refused(year, rollovers.roll_over, plan_id=year.plan_id, name="Ny", outcomes={}) is Why.OUTCOME_MISSING
    assert len(plans.plans(year.register)) == 1


def test_locking_is_taken_back_whole_and_done_again(year):
    report = year.begin("2026-04-05", "2026Q1")
    year.says(report, 1, "Kommet i gang")
    year.lock(report)
    history.undo_last(year.register, staff="Anne", today=year.day)
    assert plan_reports.report(year.register, report)["state"] == "open"
    history.redo_last(year.register, staff="Anne", today=year.day)
    assert plan_reports.lines(year.register, report, today=year.day) == year.locked[report]


@pytest.mark.parametrize(
    ("rhythm", "day", "period", "bounds"),
    [
        ("quarter", "2026-01-01", "2026Q1", ("2026-01-01", "2026-04-01")),
        ("quarter", "2026-12-31", "2026Q4", ("2026-10-01", "2027-01-01")),
        ("tertial", "2026-04-30", "2026T1", ("2026-01-01", "2026-05-01")),
        ("tertial", "2026-09-01", "2026T3", ("2026-09-01", "2027-01-01")),
        ("year", "2026-02-28", "2026", ("2026-01-01", "2027-01-01")),
    ],
)
def test_a_day_lies_in_one_period_of_each_rhythm(rhythm, day, period, bounds):
    assert plan_reports.period_of(rhythm, day) == period
    assert plan_reports.bounds(period) == bounds


@pytest.mark.parametrize("period", ["2026Q5", "2026T4", "2026T1", "2026", "2026Q", "26Q1", "2026Q12", "i høst"])
def test_a_period_that_is_none_or_of_another_rhythm_is_refused(year, period):
    assert refused(year, plan_reports.open_report, plan_id=year.plan_id, period=period) is Why.NOT_ITS_PERIOD
