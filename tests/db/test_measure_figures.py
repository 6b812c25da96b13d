"""The figures of measures against a slow count in plain Python, and what the first page says of the plans."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from db import command, measure_figures, measures, plan_layout, plan_reports, plans, roles
from db.connection import Register

TODAY = "2026-11-22"
BEGAN = {"quarter": "2026-10-01", "tertial": "2026-09-01", "year": "2026-01-01"}
DAYS = ("2025-12-31", "2026-01-01", "2026-08-31", "2026-09-01", "2026-10-01", "2026-11-21", TODAY, "2026-12-22",
        "2026-12-23")  # fmt: skip
ORE = some.sampled_from([None, 0, 100, 250_000])
REASON = {"postponed": "venter", "stopped": "vedtatt bort"}
MEASURE = some.fixed_dictionaries({
    "plan": some.integers(0, 3), "area": some.integers(0, 2), "roles": some.sets(some.integers(0, 2)),
    "status": some.sampled_from(measures.STATUSES), "light": some.sampled_from([None, *measures.LIGHTS]),
    "due_on": some.sampled_from([None, *DAYS]), "updated_on": some.sampled_from([None, *DAYS]),
    "adopted": ORE, "revised": ORE, "used": ORE,
})  # fmt: skip
PLANS = (("A", "quarter", None), ("B", "tertial", None), ("C", "year", None), ("D", "quarter", "2026-02-01"))


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    """Three plans in force and one that was replaced, with two focus areas each, and three roles."""
    made = Register.create(tmp_path_factory.mktemp("tall") / "planer.hverdag")
    for at, (name, rhythm, _replaced) in enumerate(PLANS, 1):
        _insert(made, "plan", plan_id=at, name=name, name_key=name.lower(), rhythm=rhythm)
        for place in (1, 2):
            _insert(
                made, "focus_area", focus_area_id=at * 10 + place, plan_id=at, position=place, name=f"{name}{place}"
            )
    for at in (1, 2, 3):
        _insert(made, "role", role_id=at, name=f"Rolle {at}", name_key=f"rolle {at}")
    yield made
    made.close()


def _insert(register, table, **values):
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    return register.conn.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values).lastrowid


def write(register, drawn):
    for at, one in enumerate(drawn, 1):
        plan = one["plan"] + 1
        area = plan * 10 + one["area"] if one["area"] else None
        ref = _insert(
            register, "measure", plan_id=plan, focus_area_id=area, position=at, adopted_text="Gjøre", search_key="gjøre",
            status=one["status"], status_reason=REASON.get(one["status"], ""), light=one["light"], light_reason="fordi",
            due_on=one["due_on"], updated_on=one["updated_on"], cost_adopted_ore=one["adopted"],
            cost_revised_ore=one["revised"], cost_used_ore=one["used"],
        )  # fmt: skip
        for role in one["roles"]:
            _insert(register, "measure_role", measure_id=ref, role_id=role + 1)
    register.conn.execute("UPDATE plan SET replaced_on = '2026-02-01' WHERE plan_id = 4")


def slowly(drawn):
    """The figures of some measures, counted one by one."""
    told = Counter()
    sums = {"adopted": [], "frame": [], "used": [], "both": []}
    for one in drawn:
        told[one["status"]] += 1
        frame = one["revised"] if one["revised"] is not None else one["adopted"]
        for name, value in (("adopted", one["adopted"]), ("frame", frame), ("used", one["used"])):
            sums[name] += [] if value is None else [value]
        sums["both"] += [] if frame is None or one["used"] is None else [one["used"]]
        if one["status"] in ("completed", "stopped"):
            continue
        told[one["light"] or "unjudged"] += 1
        told[_near(one["due_on"])] += 1
        told["stale"] += (one["updated_on"] or "") < BEGAN[PLANS[one["plan"]][1]]
    whole = {name: sum(values) if values else None for name, values in sums.items()}
    return told, whole, len(sums["frame"]), len(sums["used"])


def _near(due_on):
    if due_on is None:
        return "undated"
    return "over" if due_on < TODAY else "soon" if due_on <= "2026-12-22" else "on_time"


def agree(count, drawn):
    told, sums, costed, used_told = slowly(drawn)
    names = (*measure_figures.STATUSES, *measure_figures.LIGHTS, *measure_figures.DEADLINES, "stale")
    assert {name: getattr(count, name) for name in names} == {name: told[name] for name in names}
    assert (count.measures, count.costed, count.uncosted) == (len(drawn), costed, len(drawn) - costed)
    assert (count.adopted_ore, count.frame_ore) == (sums["adopted"], sums["frame"])
    assert (count.used_ore, count.used_of_frame_ore, count.used_told) == (sums["used"], sums["both"], used_told)
    open_now = sum(told[name] for name in ("not_started", "in_progress", "postponed"))
    assert count.open == open_now == sum(getattr(count, one) for one in measure_figures.LIGHTS)
    assert count.open == sum(getattr(count, one) for one in measure_figures.DEADLINES)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(some.lists(MEASURE, max_size=9), some.sampled_from([None, 1, 2, 4]))
def test_every_count_is_the_one_that_a_slow_count_gives(register, drawn, plan_id):
    register.conn.execute("BEGIN")
    try:
        write(register, drawn)
        here = [one for one in drawn if (one["plan"] + 1 == plan_id if plan_id else one["plan"] < 3)]
        agree(measure_figures.total(register, today=TODAY, plan_id=plan_id), here)
        found = {by: measure_figures.grouped(register, by, today=TODAY, plan_id=plan_id)
                 for by in measure_figures.GROUPINGS}  # fmt: skip
        for one in found["plan"]:
            agree(one, [row for row in here if row["plan"] + 1 == one.ref])
        for one in found["focus_area"]:
            agree(one, [row for row in here if (row["plan"] + 1, row["area"]) == (one.plan_id, (one.ref or 0) % 10)])
        for one in found["role"]:
            agree(one, [row for row in here if (one.ref - 1 in row["roles"] if one.ref else not row["roles"])])
        assert {one.ref for one in found["role"]} == {role + 1 for row in here for role in row["roles"]} | (
            {None} if any(not row["roles"] for row in here) else set())  # fmt: skip
        assert (
            sum(one.measures for one in found["focus_area"]) == sum(one.measures for one in found["plan"]) == len(here)
        )
    finally:
        register.conn.execute("ROLLBACK")


ROWS = [
    {"number": "1", "focus_area": "Samhandling", "adopted_text": "Opprette et utvalg", "due_on": "2026-11-01",
     "responsible": ["Enhetsleder", "Kommuneoverlege"], "cost_adopted_ore": 100_00},
    {"number": "2", "focus_area": "Samhandling", "adopted_text": "Lage en håndbok", "responsible": ["Enhetsleder"]},
    {"number": "3", "adopted_text": "Gratis tiltak", "cost_adopted_ore": 0},
]  # fmt: skip


@pytest.fixture
def plan(tmp_path):
    """A register with a plan of three measures; `do` runs a command in it."""
    register = Register.create(tmp_path / "plan.hverdag")

    class Made:
        db = register
        ref: int
        measures: list[int]

        def do(self, act, day=TODAY, **given):
            return command.run(register, act, staff="Jon", today=day, **given).result

    made = Made()
    made.ref = made.do(plan_layout.lay_out_plan, rows=ROWS, frame={"name": "Planen"}, day="2026-10-05")
    made.measures = register.column("SELECT measure_id FROM measure ORDER BY position")
    yield made
    register.close()


def test_a_cost_that_is_not_known_is_not_nought(plan):
    count = measure_figures.total(plan.db, today=TODAY)
    assert (count.frame_ore, count.costed, count.uncosted, count.used_ore, count.used_told) == (100_00, 2, 1, None, 0)
    assert count.used_percent is None
    plan.do(measures.change_measure, measure_id=plan.measures[2], cost_used_ore=0)
    assert measure_figures.total(plan.db, today=TODAY).used_percent == 0
    plan.do(measures.change_measure, measure_id=plan.measures[0], cost_used_ore=60_00, cost_revised_ore=80_00)
    plan.do(measures.change_measure, measure_id=plan.measures[1], cost_used_ore=500_00)
    count = measure_figures.total(plan.db, today=TODAY)
    assert (count.adopted_ore, count.frame_ore, count.used_ore, count.used_percent) == (100_00, 80_00, 560_00, 75)


def test_groups_stand_in_the_order_of_the_plan_with_those_without_last(plan):
    areas = measure_figures.grouped(plan.db, "focus_area", today=TODAY)
    assert [(one.name, one.measures) for one in areas] == [("Samhandling", 2), (None, 1)]
    answers = measure_figures.grouped(plan.db, "role", today=TODAY)
    assert [(one.name, one.measures) for one in answers] == [("Enhetsleder", 2), ("Kommuneoverlege", 1), (None, 1)]


def test_one_who_answered_before_is_not_counted_any_more(plan):
    plan.do(roles.set_responsible, measure_id=plan.measures[1], names=["Rådgiver"])
    answers = measure_figures.grouped(plan.db, "role", today=TODAY)
    assert [(one.name, one.measures) for one in answers] == [
        ("Enhetsleder", 1), ("Kommuneoverlege", 1), ("Rådgiver", 1), (None, 1),
    ]  # fmt: skip


def test_the_first_page_counts_deadlines_and_roles_that_have_not_reported(plan):
    assert measure_figures.to_follow(plan.db, today=TODAY) == measure_figures.ToFollow(1, 0, 0, 0, 0)
    report = plan.do(plan_reports.open_report, plan_id=plan.ref, period="2026Q4", due_on="2026-11-21")
    plan.do(measures.set_light, measure_ids=plan.measures[:2], light="red", reason="Ingen har tid")
    assert measure_figures.to_follow(plan.db, today=TODAY) == measure_figures.ToFollow(1, 2, 1, 2, 1)
    role = plan.db.value("SELECT role_id FROM role WHERE name = 'Enhetsleder'")
    plan.do(plan_reports.finish_reporting, plan_report_id=report, role_id=role)
    assert measure_figures.to_follow(plan.db, today=TODAY).lacking == 1
    plan.do(plan_reports.lock_report, plan_report_id=report)
    plan.do(measures.set_status, measure_ids=plan.measures[:1], status="stopped", reason="Vedtatt bort")
    assert measure_figures.to_follow(plan.db, today=TODAY) == measure_figures.ToFollow(0, 1, 0, 0, 0)


def test_a_month_tells_what_was_moved_and_locked_in_it(plan):
    plan.do(measures.set_status, measure_ids=plan.measures[:2], status="in_progress", day="2026-10-10")
    plan.do(measures.set_status, measure_ids=plan.measures[:1], status="completed", day="2026-11-02")
    report = plan.do(plan_reports.open_report, plan_id=plan.ref, period="2026Q3", day="2026-11-05")
    plan.do(plan_reports.lock_report, plan_report_id=report, day="2026-11-06")
    november, october = (measure_figures.month(plan.db, name, today=TODAY) for name in ("2026-11", "2026-10"))
    assert (november.moved["completed"], november.moved["in_progress"]) == (1, 0)
    assert (october.moved["completed"], october.moved["in_progress"]) == (0, 1)
    assert [(row["plan"], row["period"]) for row in november.locked] == [("Planen", "2026Q3")]
    assert october.locked == ()
    assert november.total.completed == 1


def test_a_register_without_plans_in_force_has_no_figures(tmp_path):
    register = Register.create(tmp_path / "tom.hverdag")
    command.run(register, plans.add_plan, staff="Jon", today=TODAY, name="Uten tiltak")
    assert not measure_figures.exists(register)
    assert measure_figures.month(register, "2026-11", today=TODAY) is None
    assert measure_figures.to_follow(register, today=TODAY) == measure_figures.ToFollow(0, 0, 0, 0, 0)
    register.close()
