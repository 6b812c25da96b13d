"""What the first page tells: key figures of today, loans and returns by month, and what must be followed up."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from db.connection import Reader

DUE_SOON_DAYS = 14
CLEANING_DAYS = 7  # a copy that has waited longer is followed up
RETURNS = "'returned', 'swapped'"  # the ends by which a thing came back


@dataclass(frozen=True, slots=True)
class Overview:
    """Key figures of a day. Copies count one by one; goods by quantity are in goods_lent only. Lines are loan lines."""

    lent: int
    copies: int
    available: int
    cleaning: int
    cleaning_long: int
    missing: int
    overdue: int
    oldest_days: int
    due_soon: int
    goods_lent: int

    @property
    def to_follow_up(self) -> int:
        """How many rows `follow_up` has without a limit."""
        return self.overdue + self.due_soon + self.cleaning_long + self.missing


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Loan lines that went out and came back in one month ('2026-10')."""

    month: str
    loans: int
    returns: int


def overview(db: Reader, *, today: str) -> Overview:
    """The key figures of the first page."""
    states = {row["state"]: row["n"] for row in db.rows("SELECT state, count(*) AS n FROM item GROUP BY state")}
    lines = db.rows(_OPEN_LINES, today=today, soon=_shifted(today, DUE_SOON_DAYS))[0]
    return Overview(
        lent=states.get("lent", 0),
        copies=sum(number for state, number in states.items() if state != "retired"),
        available=states.get("available", 0),
        cleaning=states.get("cleaning", 0),
        cleaning_long=db.value(_CLEANING_LONG, before=_shifted(today, -CLEANING_DAYS)),
        missing=states.get("missing", 0),
        overdue=lines["overdue"],
        oldest_days=days_between(lines["oldest_due"], today) if lines["overdue"] else 0,
        due_soon=lines["due_soon"],
        goods_lent=db.value(_GOODS_LENT),
    )


_OPEN_LINES = """SELECT coalesce(sum(CASE WHEN due_on < :today THEN 1 ELSE 0 END), 0) AS overdue,
        min(due_on) AS oldest_due,
        coalesce(sum(CASE WHEN due_on >= :today AND due_on <= :soon THEN 1 ELSE 0 END), 0) AS due_soon
    FROM loan_line WHERE end_reason IS NULL"""
_CLEANING_LONG = "SELECT count(*) FROM item WHERE state = 'cleaning' AND state_on < :before"
_GOODS_LENT = """SELECT coalesce(sum(l.quantity - coalesce((SELECT sum(m.quantity) FROM movement m
        WHERE m.line_id = l.line_id AND m.kind = 'back'), 0)), 0)
    FROM loan_line l WHERE l.product_id IS NOT NULL AND l.end_reason IS NULL"""


@dataclass(frozen=True, slots=True)
class DayWork:
    """What waits today: requests that are urgent, and those of them wanted by now; the day's stops, and those left.

    first_stop is the stop_id of the first that is left, 0 where none is.
    """

    urgent: int
    urgent_now: int
    stops: int
    stops_left: int
    first_stop: int


def day_work(db: Reader, *, today: str) -> DayWork:
    """What the first page says of the day's requests and trips."""
    asked = db.rows(_URGENT, today=today)[0]
    drive = db.rows(_STOPS, today=today)
    left = [row["stop_id"] for row in drive if row["outcome"] is None]
    return DayWork(asked["urgent"], asked["urgent_now"], len(drive), len(left), next(iter(left), 0))


_URGENT = """SELECT count(*) AS urgent, coalesce(sum(wanted_on <= :today), 0) AS urgent_now
    FROM request WHERE outcome IS NULL AND urgency <> 'ordinary'"""
_STOPS = """SELECT s.stop_id, s.outcome FROM trip t JOIN stop s ON s.trip_id = t.trip_id
    WHERE t.on_day = :today AND s.outcome IS NOT 'cancelled' ORDER BY t.trip_id, s.position, s.stop_id"""


def series(db: Reader, *, today: str, months: int = 12) -> list[MonthCount]:
    """Loans and returns of the last months, oldest first, the one that runs last.

    A swap is one return and one loan. Lines registered by mistake are left out, and so are returns on unknown days.
    """
    found = []
    for month in months_until(today[:7], months):
        period = {"since": f"{month}-01", "until": f"{month_after(month)}-01"}
        out, mistaken, back, other = (db.value(sql, **period) for sql in _IN_MONTH)
        found.append(MonthCount(month, out - mistaken, back - other))
    return found


# All lines by an index alone, less the few that do not count (which have an index of their own, kept to by the
# empty text): a tenth of the time of looking at each line.
_IN_MONTH = (
    "SELECT count(*) FROM loan_line WHERE out_on >= :since AND out_on < :until",
    f"""SELECT count(*) FROM loan_line WHERE out_on >= :since AND out_on < :until
        AND end_reason NOT IN ({RETURNS}) AND end_reason = 'mistake'""",
    "SELECT count(*) FROM loan_line WHERE ended_on >= :since AND ended_on < :until",
    f"""SELECT count(*) FROM loan_line WHERE ended_on || '' >= :since AND ended_on || '' < :until
        AND end_reason NOT IN ({RETURNS})""",
)


def follow_up(db: Reader, *, today: str, limit: int = 12) -> list[dict[str, Any]]:
    """What somebody should do something about, most urgent first.

    kind is "overdue" (longest first), "missing" (newest first), "cleaning" (longest first) or "due_soon" (next
    first). Each row: kind, item_id, line_id, number, name, first_name, last_name, unit_name, on_day, and days: over
    the due day, since the state began, or left until the due day.
    """
    days = {
        "today": today,
        "soon": _shifted(today, DUE_SOON_DAYS),
        "before": _shifted(today, -CLEANING_DAYS),
        "limit": limit,
    }
    found: list[dict[str, Any]] = []
    for kind, sql in _FOLLOW_UP.items():
        if len(found) < limit:
            rows = db.rows(sql, **{name: value for name, value in days.items() if f":{name}" in sql})
            found += [_followed(kind, dict(row), today) for row in rows]
    return found[:limit]


_LINE = """SELECT l.line_id, l.item_id, i.number, p.name, b.person_id, b.first_name, b.last_name, u.unit_id,
        u.name AS unit_name, l.due_on AS on_day
    FROM loan_line l JOIN agreement a ON a.agreement_id = l.agreement_id
    LEFT JOIN item i ON i.item_id = l.item_id JOIN product p ON p.product_id = coalesce(l.product_id, i.product_id)
    LEFT JOIN person b ON b.person_id = a.person_id LEFT JOIN unit u ON u.unit_id = a.unit_id
    WHERE l.end_reason IS NULL"""
_COPY = """SELECT NULL AS line_id, i.item_id, i.number, p.name, NULL AS person_id, NULL AS first_name,
        NULL AS last_name, NULL AS unit_id, NULL AS unit_name, i.state_on AS on_day
    FROM item i JOIN product p ON p.product_id = i.product_id"""
_FOLLOW_UP = {
    "overdue": f"{_LINE} AND l.due_on < :today ORDER BY l.due_on, l.line_id LIMIT :limit",
    "missing": f"{_COPY} WHERE i.state = 'missing' ORDER BY i.state_on DESC, i.number_sort LIMIT :limit",
    "cleaning": f"""{_COPY} WHERE i.state = 'cleaning' AND i.state_on < :before
        ORDER BY i.state_on, i.number_sort LIMIT :limit""",
    "due_soon": f"{_LINE} AND l.due_on >= :today AND l.due_on <= :soon ORDER BY l.due_on, l.line_id LIMIT :limit",
}


def _followed(kind: str, row: dict[str, Any], today: str) -> dict[str, Any]:
    return {"kind": kind, **row, "days": abs(days_between(row["on_day"], today))}


def events(db: Reader, history_rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows of db.history with `data` read, and with the present name of the borrower whose agreement they tell of.

    Names come from the person's card as it is now: after merging or anonymising, the history follows.
    """
    found = [{key: row[key] for key in row.keys()} for row in history_rows]  # noqa: SIM118 (a Row iterates its values)
    for event in found:
        event["data"] = json.loads(event["data"] or "{}")
    refs = {event["data"]["agreement_id"] for event in found if "agreement_id" in event["data"]}
    people = {event["data"]["person_id"] for event in found if event["data"].get("person_id")}
    by_agreement = {row["agreement_id"]: dict(row) for row in db.by_ids(_BORROWER_OF, sorted(refs))}
    units = {event["data"]["unit_id"] for event in found if event["data"].get("unit_id")}
    by_unit = {row["unit_id"]: dict(row) for row in db.by_ids(_UNIT, sorted(units))}
    by_person = {row["person_id"]: dict(row) for row in db.by_ids(_PERSON, sorted(people))}
    nobody = {"first_name": None, "last_name": None, "unit_name": None}
    for event in found:
        data = event["data"]
        who = by_agreement.get(data.get("agreement_id")) or by_person.get(data.get("person_id"))
        who = who or by_unit.get(data.get("unit_id")) or {}
        event |= {key: who.get(key, nobody[key]) for key in nobody}
    return found


_BORROWER_OF = """SELECT a.agreement_id, b.first_name, b.last_name, u.name AS unit_name FROM agreement a
    LEFT JOIN person b ON b.person_id = a.person_id LEFT JOIN unit u ON u.unit_id = a.unit_id
    WHERE a.agreement_id IN ({ids})"""
_UNIT = "SELECT unit_id, NULL AS first_name, NULL AS last_name, name AS unit_name FROM unit WHERE unit_id IN ({ids})"
_PERSON = "SELECT person_id, first_name, last_name, NULL AS unit_name FROM person WHERE person_id IN ({ids})"


def event_ids(db: Reader) -> list[int]:
    """All operations, newest first."""
    return db.column("SELECT seq FROM op ORDER BY seq DESC")


def event_rows(db: Reader, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Rows of the history for ids, in no order, as `events` gives them; `undone` where it was taken back."""
    return events(db, db.by_ids(_EVENT_ROWS, ids))


_EVENT_ROWS = """SELECT o.seq, o.op_id, o.at, o.on_day, o.staff, o.verb, o.reverses, o.data,
        EXISTS (SELECT 1 FROM op r WHERE r.reverses = o.seq
            AND NOT EXISTS (SELECT 1 FROM op s WHERE s.reverses = r.seq)) AS undone
    FROM op o WHERE o.seq IN ({ids})"""


def days_between(earlier: str, later: str) -> int:
    """Whole days from one ISO day to another."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def month_after(month: str) -> str:
    """'2026-12' -> '2027-01'."""
    year, number = int(month[:4]), int(month[5:7])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def months_until(month: str, count: int) -> list[str]:
    """The names of `count` months, this one last."""
    last = int(month[:4]) * 12 + int(month[5:7]) - 1
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(last - count + 1, last + 1)]


def _shifted(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
