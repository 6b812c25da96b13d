"""Plans of municipalities that have reported for five years: the list of measures, its orders, figures and reports."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

from bench.measure import Result
from bench.measure import ratio as wall_ratio
from bench.registers import TODAY, _insert, kept
from db import measure_figures, measure_lists, plan_reports
from db.connection import Register
from db.measures import LIGHTS, STATUSES

PLANS, MEASURES, PERIODS, ROLES, AREAS = 5, 200, 20, 25, 8
FORM = 1  # raise it when the content changes
ROUNDS = 15
ratio = partial(wall_ratio, clock=process_time)  # some milliseconds: others on the machine would drown them
_REASON = {"postponed": "Venter", "stopped": "Vedtatt bort"}


def benches() -> Iterator[Result]:
    """Opening the list, sorting it, its figures, a locked report and the one that is written now."""
    db = Register.look(register())
    yield listed(db)
    yield from sorting(db)
    yield figures(db)
    yield from reports(db)
    db.close()


def listed(db: Register) -> Result:
    """All that the list asks when it opens, every row of it read, against one bare query for the same rows."""

    def ours() -> None:
        ids = measure_lists.ids(db, today=TODAY, chip="all")
        measure_lists.chips(db, today=TODAY)
        measure_lists.rows(db, ids, today=TODAY)

    return ratio(f"list of {PLANS * MEASURES} measures opened / bare SQL of its rows", 2, ours,
                 lambda: db.conn.execute(_ROWS).fetchall(), ROUNDS)  # fmt: skip


_ROWS = """SELECT m.*, p.name, p.rhythm, p.adopted_on, p.replaced_on, f.name, f.position, g.text,
        (SELECT group_concat(r.name, '; ') FROM measure_role k JOIN role r ON r.role_id = k.role_id
            WHERE k.measure_id = m.measure_id AND k.to_on IS NULL),
        (SELECT group_concat(v.name, '; ') FROM measure_level x
            JOIN pyramid_level v ON v.pyramid_level_id = x.pyramid_level_id WHERE x.measure_id = m.measure_id),
        (SELECT max(y.year) FROM measure_year y WHERE y.measure_id = m.measure_id)
    FROM measure m JOIN plan p ON p.plan_id = m.plan_id
    LEFT JOIN focus_area f ON f.focus_area_id = m.focus_area_id
    LEFT JOIN plan_goal g ON g.plan_goal_id = m.plan_goal_id
    WHERE p.replaced_on IS NULL ORDER BY p.name, m.position"""


def sorting(db: Register) -> Iterator[Result]:
    for order, column in (("due", "m.due_on"), ("status", "m.status"), ("used", "m.cost_used_ore")):
        sql = f"""SELECT m.measure_id FROM measure m JOIN plan p ON p.plan_id = m.plan_id WHERE p.replaced_on IS NULL
            ORDER BY {column} NULLS LAST, p.name, m.position"""
        yield ratio(f"sort {PLANS * MEASURES} measures by {order} / bare SQL", 1.5,
                    lambda order=order: measure_lists.ids(db, today=TODAY, order=order, chip="all"),
                    lambda sql=sql: [row[0] for row in db.conn.execute(sql)], ROUNDS)  # fmt: skip


def figures(db: Register) -> Result:
    """Every figure per focus area against the same sums written out over the bare tables."""
    return ratio(f"figures of {PLANS * AREAS} focus areas / bare SQL of the same sums", 1.5,
                 lambda: measure_figures.grouped(db, "focus_area", today=TODAY),
                 lambda: db.conn.execute(_SUMS, _DAYS).fetchall(), ROUNDS)  # fmt: skip


_DAYS = {"today": TODAY, "soon": "2026-12-16", "began": "2026-10-01"}
_OPEN = "m.status NOT IN ('completed', 'stopped')"
_SUMS = f"""SELECT f.name, p.name, count(*), {", ".join(f"sum(m.status = '{status}')" for status in STATUSES)},
        {", ".join(f"sum({_OPEN} AND m.light = '{light}')" for light in LIGHTS)}, sum({_OPEN} AND m.light IS NULL),
        sum({_OPEN} AND m.due_on > :soon), sum({_OPEN} AND m.due_on BETWEEN :today AND :soon),
        sum({_OPEN} AND m.due_on < :today), sum({_OPEN} AND m.due_on IS NULL), sum({_OPEN} AND m.updated_on < :began),
        count(m.cost_adopted_ore), count(m.cost_used_ore), sum(m.cost_adopted_ore), sum(m.cost_used_ore),
        sum(coalesce(m.cost_revised_ore, m.cost_adopted_ore)),
        sum(m.cost_used_ore) FILTER (WHERE coalesce(m.cost_revised_ore, m.cost_adopted_ore) IS NOT NULL)
    FROM measure m JOIN plan p ON p.plan_id = m.plan_id LEFT JOIN focus_area f ON f.focus_area_id = m.focus_area_id
    WHERE p.replaced_on IS NULL GROUP BY m.plan_id, m.focus_area_id ORDER BY p.name, f.position"""


def reports(db: Register) -> Iterator[Result]:
    """A report that is locked, the one that is written, and the list of all of them."""
    locked, now = db.conn.execute("""SELECT max(plan_report_id) FILTER (WHERE state = 'locked'),
        max(plan_report_id) FILTER (WHERE state = 'open') FROM plan_report""").fetchone()
    copied = "SELECT * FROM report_line WHERE plan_report_id = ? ORDER BY position"
    lines = f"{PLANS * PERIODS * MEASURES:,} lines".replace(",", " ")
    yield ratio(f"a locked report of {MEASURES} lines among {lines} / bare SQL", 1.5,
                lambda: plan_reports.lines(db, locked, today=TODAY),
                lambda: [dict(row) for row in db.conn.execute(copied, (locked,))], ROUNDS)  # fmt: skip
    plan = db.conn.execute("SELECT plan_id FROM plan_report WHERE plan_report_id = ?", (now,)).fetchone()[0]
    standing = _ROWS.replace("p.replaced_on IS NULL", "m.plan_id = :plan")
    before = "SELECT measure_id, status, light FROM report_line WHERE plan_report_id = :ref"
    said = "SELECT * FROM report_entry WHERE plan_report_id = :ref"

    found: list[list[dict[str, Any]]] = []

    def bare() -> None:
        found.clear()
        for sql, given in ((standing, {"plan": plan}), (before, {"ref": locked}), (said, {"ref": now})):
            found.append([dict(row) for row in db.conn.execute(sql, given)])

    yield ratio(f"an open report of {MEASURES} lines / bare SQL of its rows", 2,
                lambda: plan_reports.lines(db, now, today=TODAY), bare, ROUNDS)  # fmt: skip
    every = """SELECT r.*, p.name, p.rhythm, e.n, n.newest FROM plan_report r JOIN plan p ON p.plan_id = r.plan_id
        LEFT JOIN (SELECT plan_report_id, count(*) AS n FROM report_entry GROUP BY 1) e USING (plan_report_id)
        JOIN (SELECT plan_id, period, max(revision) AS newest FROM plan_report GROUP BY 1, 2) n
            ON n.plan_id = r.plan_id AND n.period = r.period ORDER BY r.period DESC, p.name"""
    yield ratio(f"list of {PLANS * (PERIODS + 1)} reports / bare SQL", 2, lambda: plan_reports.reports(db),
                lambda: db.conn.execute(every).fetchall(), ROUNDS)  # fmt: skip


def register() -> Path:
    """The path of a register with the plans, every report locked but the last of each."""
    return kept(f"plans-{PLANS}-{MEASURES}-{PERIODS}-{FORM}", lambda made: _fill(made.conn))


def _fill(conn: Any) -> None:
    conn.execute("BEGIN IMMEDIATE")
    plans = range(1, PLANS + 1)
    _insert(conn, "plan", ({"plan_id": at, "name": f"Plan {at}", "name_key": f"plan {at}"} for at in plans))
    areas = [(plan, at) for plan in plans for at in range(AREAS)]
    _insert(conn, "focus_area", ({"focus_area_id": at, "plan_id": plan, "position": place, "name": f"Område {place}"}
                                 for at, (plan, place) in enumerate(areas, 1)))  # fmt: skip
    _insert(conn, "plan_goal", ({"focus_area_id": at, "position": 1, "text": f"Målet for område {at}"}
                                for at in range(1, len(areas) + 1)))  # fmt: skip
    _insert(conn, "role", ({"name": f"Rolle {at:02}", "name_key": f"rolle {at:02}"} for at in range(ROLES)))
    _insert(conn, "measure", (_measure(at) for at in range(PLANS * MEASURES)))
    _insert(conn, "measure_role", (_answer(at, place) for at in range(PLANS * MEASURES) for place in range(1 + at % 3)))
    for plan in plans:
        for period in range(PERIODS + 1):
            _report(conn, plan, period)
    conn.execute("COMMIT")


def _answer(at: int, place: int) -> dict[str, int]:
    role = (at * 7 + place * 3) % ROLES + 1
    return {"measure_id": at + 1, "role_id": role, "position": place, "is_main": int(place == 0)}


def _measure(at: int) -> dict[str, Any]:
    plan, place = divmod(at, MEASURES)
    area, status, light = plan * AREAS + place * AREAS // MEASURES + 1, STATUSES[at % 5], (None, *LIGHTS)[at % 4]
    text = f"Tiltak {at} som skal gjennomføres i planperioden"
    return {
        "plan_id": plan + 1, "focus_area_id": area, "plan_goal_id": area, "position": place + 1,
        "number": str(place + 1),
        "adopted_text": text, "search_key": text.lower(), "due_on": f"2027-{at % 12 + 1:02}-15" if at % 3 else None,
        "cost_adopted_ore": 100_000 * at if at % 2 else None, "cost_used_ore": 1_000 * at if at % 5 else None,
        "status": status, "status_reason": _REASON.get(status, ""), "light": light, "light_reason": "Ingen har tid",
        "comment": "Følges opp i ledermøtet", "updated_on": f"2026-{at % 11 + 1:02}-01",
    }  # fmt: skip


def _report(conn: Any, plan: int, period: int) -> None:
    """One quarter: half of the measures written about, and all of them copied unless it is the last."""
    name = f"{2021 + (period + 3) // 4}Q{(period + 3) % 4 + 1}"
    opened = f"{name[:4]}-{int(name[-1]) * 3 - 2:02}-15"
    ref = conn.execute("INSERT INTO plan_report (plan_id, period, opened_on) VALUES (?, ?, ?)",
                       (plan, name, opened)).lastrowid  # fmt: skip
    conn.execute("""INSERT INTO report_entry (plan_report_id, measure_id, comment, reported_on)
        SELECT ?1, measure_id, 'Arbeidet går som planlagt dette kvartalet', ?2 FROM measure
        WHERE plan_id = ?3 AND measure_id % 2 = 0""", (ref, opened, plan))  # fmt: skip
    if period == PERIODS:
        return
    conn.execute(
        """INSERT INTO report_line (plan_report_id, measure_id, position, number, focus_area, goal, text,
            responsible, kind, status, status_reason, conclusion, light, light_reason, due_on, due_text, deadline,
            cost_adopted_ore, cost_revised_ore, cost_used_ore, comment, is_reported)
        SELECT ?1, m.measure_id, m.position, m.number, f.name, 'Målet', m.adopted_text, 'Rolle 01; Rolle 02', m.kind,
            m.status, m.status_reason, '', m.light, m.light_reason, m.due_on, '', 'on_time', m.cost_adopted_ore, NULL,
            m.cost_used_ore, 'Arbeidet går som planlagt', m.measure_id % 2 = 0
        FROM measure m JOIN focus_area f ON f.focus_area_id = m.focus_area_id WHERE m.plan_id = ?2""",
        (ref, plan),
    )
    conn.execute("""UPDATE plan_report SET state = 'locked', locked_on = ?, status_words = '{}',
        plan_name = (SELECT name FROM plan p WHERE p.plan_id = plan_report.plan_id) WHERE plan_report_id = ?""",
                 (opened, ref))  # fmt: skip
