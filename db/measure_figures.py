"""Figures of measures: how many there are of each status, light and deadline, and what they cost, by group.

Status, light and deadline are counted apart. A cost that is not known is not nought: how many are known is told beside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db import plan_reports
from db.connection import Reader, Row
from db.measure_lists import DEADLINE, STALE, days
from db.overview import month_after
from db.roles import ANSWERS

STATUSES = ("not_started", "in_progress", "postponed", "completed", "stopped")
LIGHTS = ("green", "yellow", "red", "unjudged")  # of open measures
DEADLINES = ("on_time", "soon", "over", "undated")  # of open measures
GROUPINGS = ("focus_area", "role", "plan")
_OPEN = "status NOT IN ('completed', 'stopped')"
_SUMS = {
    **{status: f"status = '{status}'" for status in STATUSES},
    **{light: f"{_OPEN} AND light IS '{light}'" for light in LIGHTS[:3]},
    "unjudged": f"{_OPEN} AND light IS NULL",
    **{deadline: f"deadline = '{deadline}'" for deadline in DEADLINES[:3]},
    "undated": "deadline = 'none'",
    "stale": "stale",
    "costed": "frame_ore IS NOT NULL",
    "used_told": "used_ore IS NOT NULL",
}
_COUNTS = ", ".join(
    [
        "count(*) AS measures",
        *(f"coalesce(sum({held}), 0) AS {name}" for name, held in _SUMS.items()),
        "sum(adopted_ore) AS adopted_ore",
        "sum(frame_ore) AS frame_ore",
        "sum(used_ore) AS used_ore",
        "sum(CASE WHEN frame_ore IS NOT NULL THEN used_ore END) AS used_of_frame_ore",
    ]
)
# The measures of one plan, or of every plan in force.
_MEASURES = f"""SELECT m.measure_id, m.plan_id, p.name AS plan, p.name_key, m.focus_area_id, m.status, m.light,
        {DEADLINE} AS deadline, {STALE} AS stale, m.cost_adopted_ore AS adopted_ore,
        coalesce(m.cost_revised_ore, m.cost_adopted_ore) AS frame_ore, m.cost_used_ore AS used_ore
    FROM measure m JOIN plan p ON p.plan_id = m.plan_id
    WHERE CASE WHEN :plan IS NULL THEN p.replaced_on IS NULL ELSE m.plan_id = :plan END"""
_BY = {
    "focus_area": f"""SELECT c.focus_area_id AS ref, f.name, c.plan_id, c.plan, {_COUNTS} FROM ({_MEASURES}) c
        LEFT JOIN focus_area f ON f.focus_area_id = c.focus_area_id
        GROUP BY c.plan_id, c.focus_area_id ORDER BY c.name_key, f.position IS NULL, f.position, c.focus_area_id""",
    "role": f"""SELECT r.role_id AS ref, r.name, NULL AS plan_id, NULL AS plan, {_COUNTS} FROM ({_MEASURES}) c
        LEFT JOIN measure_role k ON k.measure_id = c.measure_id AND {ANSWERS}
        LEFT JOIN role r ON r.role_id = k.role_id
        GROUP BY r.role_id ORDER BY r.role_id IS NULL, r.name_key""",
    "plan": f"""SELECT c.plan_id AS ref, c.plan AS name, c.plan_id, c.plan, {_COUNTS} FROM ({_MEASURES}) c
        GROUP BY c.plan_id ORDER BY c.name_key""",
}


@dataclass(frozen=True, slots=True)
class MeasureCount:
    """The measures of a group; `ref` and `name` are None for those without a focus area or anybody who answers.

    Lights and deadlines count what is open. Costs in øre, None where none is known: frame_ore is what was revised, else
    adopted, of `costed` measures; used_ore what `used_told` have used; used_of_frame_ore the part of it with a frame.
    """

    ref: int | None
    name: str | None
    plan_id: int | None
    plan: str | None
    measures: int
    not_started: int
    in_progress: int
    postponed: int
    completed: int
    stopped: int
    green: int
    yellow: int
    red: int
    unjudged: int
    on_time: int
    soon: int
    over: int
    undated: int
    stale: int
    costed: int
    used_told: int
    adopted_ore: int | None
    frame_ore: int | None
    used_ore: int | None
    used_of_frame_ore: int | None

    @property
    def open(self) -> int:
        return self.measures - self.completed - self.stopped

    @property
    def uncosted(self) -> int:
        return self.measures - self.costed

    @property
    def used_percent(self) -> float | None:
        """What has been used of the frame, unrounded; None where there is no frame or nobody has told."""
        if not self.frame_ore or self.used_of_frame_ore is None:
            return None
        return 100 * self.used_of_frame_ore / self.frame_ore


def exists(db: Reader) -> bool:
    """Whether a plan in force has measures to count."""
    return bool(db.value("SELECT EXISTS (SELECT 1 FROM plan p JOIN measure m USING (plan_id) "
                         "WHERE p.replaced_on IS NULL)"))  # fmt: skip


def total(db: Reader, *, today: str, plan_id: int | None = None) -> MeasureCount:
    """All measures of the plans in force, or of one plan."""
    sql = f"SELECT NULL AS ref, NULL AS name, NULL AS plan_id, NULL AS plan, {_COUNTS} FROM ({_MEASURES}) c"
    return _counted(db, sql, today, plan_id)[0]


def grouped(db: Reader, by: str, *, today: str, plan_id: int | None = None) -> list[MeasureCount]:
    """One count for each focus area, role or plan (a key of GROUPINGS), those without one last.

    A measure that several roles answer for counts with each of them, so those do not add up to the total.
    """
    return _counted(db, _BY[by], today, plan_id)


def _counted(db: Reader, sql: str, today: str, plan_id: int | None) -> list[MeasureCount]:
    return [MeasureCount(**dict(row)) for row in db.rows(sql, plan=plan_id, **days(today))]


@dataclass(frozen=True, slots=True)
class ToFollow:
    """What the first page says of the plans: measures over their deadline, those with a red light, and who lacks.

    `lacking` counts roles that have not said that they are done, over the reports that people still write in.
    """

    over: int
    red: int
    reports: int
    lacking: int
    late_reports: int


def to_follow(db: Reader, *, today: str) -> ToFollow:
    """What must be followed up in the plans in force."""
    now = db.rows(_FOLLOW, today=today)[0]
    lacking = _lacking(db, today)
    open_now = db.rows(_OPEN_REPORTS, today=today)[0]
    return ToFollow(now["over"], now["red"], open_now["reports"], lacking, open_now["late"])


_FOLLOW = f"""SELECT coalesce(sum(m.due_on < :today), 0) AS over, coalesce(sum(m.light IS 'red'), 0) AS red
    FROM measure m JOIN plan p ON p.plan_id = m.plan_id WHERE p.replaced_on IS NULL AND m.{_OPEN}"""
_OPEN_REPORTS = """SELECT count(*) AS reports, coalesce(sum(r.due_on < :today), 0) AS late
    FROM plan_report r JOIN plan p ON p.plan_id = r.plan_id WHERE r.state = 'open' AND p.replaced_on IS NULL"""


def _lacking(db: Reader, today: str) -> int:
    """The roles that have not said they are done, report by report."""
    still = (row for row in plan_reports.reports(db) if row["state"] == "open" and not row["replaced_on"])
    asked = (row for one in still for row in plan_reports.progress(db, one["plan_report_id"], today=today))
    return sum(row["done_on"] is None for row in asked)


@dataclass(frozen=True, slots=True)
class MonthPlans:
    """What a month's overview says of the plans: how they stand on `day`, and what was told in the month.

    `moved` counts measures by the status that they were given in the month and still have. `locked` are the reports
    locked in the month: plan, period, revision.
    """

    month: str
    day: str
    total: MeasureCount
    plans: tuple[MeasureCount, ...]
    areas: tuple[MeasureCount, ...]
    roles: tuple[MeasureCount, ...]
    moved: Mapping[str, int]
    locked: tuple[Row, ...]


def month(db: Reader, name: str, *, today: str) -> MonthPlans | None:
    """The plans in force as they stand today, and what happened in a month ('2026-10'); None without any."""
    if not exists(db):
        return None
    plans, areas, roles = (tuple(grouped(db, by, today=today)) for by in ("plan", "focus_area", "role"))
    period: dict[str, Any] = {"since": f"{name}-01", "until": f"{month_after(name)}-01"}
    told = {row["status"]: row["n"] for row in db.rows(_MOVED, **period)}
    moved = {status: told.get(status, 0) for status in STATUSES[1:]}
    locked = tuple(db.rows(_LOCKED, **period))
    return MonthPlans(name, today, total(db, today=today), plans, areas, roles, moved, locked)


_MOVED = """SELECT m.status, count(*) AS n FROM measure m JOIN plan p ON p.plan_id = m.plan_id
    WHERE p.replaced_on IS NULL AND m.status_on >= :since AND m.status_on < :until GROUP BY m.status"""
_LOCKED = """SELECT p.name AS plan, r.period, r.revision FROM plan_report r JOIN plan p ON p.plan_id = r.plan_id
    WHERE r.locked_on >= :since AND r.locked_on < :until ORDER BY r.locked_on, r.plan_report_id"""
