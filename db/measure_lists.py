"""Measures as lists: under which chip, in which order, with who answers for them and how near the deadline is."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from db import roles, searched
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.search import every_word

SOON_DAYS = 30  # a deadline within so many days is near
_ROLES = f"""(SELECT group_concat(name, '; ') FROM (SELECT r.name FROM measure_role k
    JOIN role r ON r.role_id = k.role_id WHERE k.measure_id = m.measure_id AND {roles.ANSWERS}
    ORDER BY k.is_main DESC, k.position, k.measure_role_id))"""
_LEVELS = """(SELECT group_concat(name, '; ') FROM (SELECT v.name FROM measure_level x
    JOIN pyramid_level v ON v.pyramid_level_id = x.pyramid_level_id JOIN pyramid y ON y.pyramid_id = v.pyramid_id
    WHERE x.measure_id = m.measure_id ORDER BY y.kind, v.position))"""
# The first day of the period that a plan reports on now.
_PERIOD = "CASE p.rhythm WHEN 'quarter' THEN :quarter WHEN 'tertial' THEN :tertial ELSE :year END"
DEADLINE = """CASE WHEN m.status IN ('completed', 'stopped') THEN 'ended' WHEN m.due_on IS NULL THEN 'none'
    WHEN m.due_on < :today THEN 'over' WHEN m.due_on <= :soon THEN 'soon' ELSE 'on_time' END"""
STALE = f"m.status NOT IN ('completed', 'stopped') AND coalesce(m.updated_on, '') < {_PERIOD}"
_ROWS = f"""SELECT m.*, p.name AS plan, p.rhythm, p.adopted_on, p.replaced_on, f.name AS focus_area,
        f.position AS area_position, g.text AS goal, {_ROLES} AS responsible, {_LEVELS} AS levels,
        (SELECT max(y.year) FROM measure_year y WHERE y.measure_id = m.measure_id) AS last_year,
        (SELECT trim(o.number || ' ' || o.adopted_text) FROM measure o
            WHERE o.measure_id = m.merged_into) AS merged_with, {DEADLINE} AS deadline, {STALE} AS stale
    FROM measure m JOIN plan p ON p.plan_id = m.plan_id
    LEFT JOIN focus_area f ON f.focus_area_id = m.focus_area_id
    LEFT JOIN plan_goal g ON g.plan_goal_id = m.plan_goal_id"""
_CHIPS = {
    "open": "status NOT IN ('completed', 'stopped')",
    "not_started": "status = 'not_started'",
    "in_progress": "status = 'in_progress'",
    "postponed": "status = 'postponed'",
    "completed": "status = 'completed'",
    "stopped": "status = 'stopped'",
    "over": "deadline = 'over'",
    "red": "light = 'red' AND status NOT IN ('completed', 'stopped')",
    "stale": "stale",
    "all": "1",
}
_ORDERS = {
    "plan": ("plan", "position"),
    "number": ("position",),
    "text": ("coalesce(nullif(working_title, ''), adopted_text)",),
    "focus_area": ("area_position", "position"),
    "goal": ("goal",),
    "responsible": ("responsible",),
    "kind": ("kind",),
    "status": ("status",),
    "light": ("CASE light WHEN 'red' THEN 1 WHEN 'yellow' THEN 2 WHEN 'green' THEN 3 END",),
    "due": ("due_on",),
    "deadline": ("CASE deadline WHEN 'over' THEN 1 WHEN 'soon' THEN 2 WHEN 'on_time' THEN 3 ELSE 4 END", "due_on"),
    "adopted": ("cost_adopted_ore",),
    "used": ("cost_used_ore",),
    "updated": ("updated_on",),
}


def measure(db: Reader, measure_id: int, *, today: str) -> Row:
    """One measure as `rows` tells it, or Rejected."""
    found = rows(db, [measure_id], today=today)
    if not found:
        raise Rejected(Why.NO_SUCH, kind="measure", ref=measure_id)
    return found[0]


def ids(
    db: Reader, *, today: str, order: str = "plan", descending: bool = False, text: str = "", chip: str = "open",
    plan_id: int | None = None, role_id: int | None = None, focus_area_id: int | None = None,
) -> list[int]:  # fmt: skip
    """Ids of the measures under a chip (a key of CHIPS), of the plans in force or of one plan, role or focus area."""
    found_by, params = every_word("m.search_key", text)
    where, given = _narrowed(plan_id, role_id, focus_area_id)
    by = ", ".join(f"{one} {'DESC' if descending else 'ASC'} NULLS LAST" for one in _ORDERS[order])
    return db.column(
        f"SELECT measure_id FROM ({_ROWS} WHERE {where} AND {found_by}) WHERE {_CHIPS[chip]} "
        f"ORDER BY {by}, plan, position",
        **days(today), **params, **given,
    )  # fmt: skip


def rows(db: Reader, keys: Sequence[int], *, today: str) -> list[Row]:
    """The list rows for ids, in no order: the columns of measure and plan, rhythm, adopted_on, replaced_on,

    focus_area, goal, responsible and levels (joined by "; "), last_year (ticked), merged_with (what took over),
    deadline (ended, none, over, soon, on_time) and stale (1 where nobody has updated it in the period that its plan
    reports on now).
    """
    return db.rows(f"{_ROWS} WHERE m.measure_id IN ({searched.ids(list(keys))})", **days(today))


def chips(
    db: Reader, *, today: str, plan_id: int | None = None, role_id: int | None = None, focus_area_id: int | None = None
) -> dict[str, int]:
    """How many measures each chip holds."""
    where, given = _narrowed(plan_id, role_id, focus_area_id)
    counts = ", ".join(f'coalesce(sum({held}), 0) AS "{chip}"' for chip, held in _CHIPS.items())
    row = db.one(f"SELECT {counts} FROM ({_ROWS} WHERE {where})", **days(today), **given)
    return dict(row) if row else {}


def days(today: str) -> dict[str, str]:
    """The days that a list counts with: today, when a deadline is near, and when each period began."""
    now = date.fromisoformat(today)
    first = {"quarter": now.month - (now.month - 1) % 3, "tertial": now.month - (now.month - 1) % 4, "year": 1}
    began = {name: date(now.year, month, 1).isoformat() for name, month in first.items()}
    return {"today": today, "soon": (now + timedelta(SOON_DAYS)).isoformat()} | began


def _narrowed(plan_id: int | None, role_id: int | None, focus_area_id: int | None) -> tuple[str, dict[str, Any]]:
    where = ["m.plan_id = :plan" if plan_id else "p.replaced_on IS NULL"]
    given: dict[str, Any] = {"plan": plan_id} if plan_id else {}
    if role_id:
        where.append(f"""EXISTS (SELECT 1 FROM measure_role k WHERE k.measure_id = m.measure_id
            AND k.role_id = :role AND {roles.ANSWERS})""")
        given["role"] = role_id
    if focus_area_id:
        where.append("m.focus_area_id = :area")
        given["area"] = focus_area_id
    return " AND ".join(where), given
