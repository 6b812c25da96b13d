"""What waits for service, as lists: to be cleaned, repaired, released and checked; and every case there has been."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db import searched
from db.connection import Reader, Row
from db.norwegian import code_key
from db.service import CHECK_DUE, NEVER

LONG_DAYS = 7  # what has waited longer to be cleaned is told on a chip of its own
SOON_DAYS = 30

_LAST_CHECK = """(SELECT max(s.closed_on) FROM service_case s
    WHERE s.item_id = i.item_id AND s.kind = 'check' AND s.state = 'done')"""
_DUE = "date(:today, '+{days} days')"
_CHECK_STATUS = f"""CASE WHEN {CHECK_DUE} < :today THEN 'case_check_overdue'
    WHEN {CHECK_DUE} <= {_DUE.format(days=SOON_DAYS)} THEN 'case_check_soon'
    WHEN p.check_months IS NOT NULL THEN 'case_check_later' END"""
_STATUS = """CASE WHEN c.kind = 'quarantine' THEN iif(c.state = 'open', 'case_quarantined', 'case_released')
    WHEN c.kind = 'check' THEN iif(c.state = 'done', 'case_passed', 'case_failed')
    WHEN c.kind = 'cleaning' THEN 'case_cleaned' ELSE 'case_' || c.state END"""


@dataclass(frozen=True, slots=True)
class Queue:
    """One list: its name, the kind of case that may be open on its copies, which copies it holds, and its chips."""

    name: str
    kind: str
    holds: str
    chips: dict[str, str]


def _open(kind: str) -> str:
    return f"SELECT item_id FROM service_case WHERE kind = '{kind}' AND closed_on IS NULL"


_REPAIR_STATE = "coalesce(c.state, 'assess')"
CLEANING = Queue(
    "cleaning", "repair", "i.state = 'cleaning'",
    {"all": "1", "long": f"i.state_on < date(:today, '-{LONG_DAYS} days')"},
)  # fmt: skip
REPAIR = Queue(
    "repair", "repair",
    f"i.state <> 'retired' AND i.item_id IN (SELECT item_id FROM item WHERE state = 'repair' UNION {_open('repair')})",
    {"all": "1", **{state: f"{_REPAIR_STATE} = '{state}'" for state in ("assess", "waiting_part", "repairing")}},
)  # fmt: skip
BLOCKED = Queue(
    "blocked", "quarantine",
    "i.state <> 'retired' AND i.item_id IN"
    f" (SELECT item_id FROM item WHERE state = 'blocked' UNION {_open('quarantine')})",
    {"all": "1", "infection": "c.service_case_id IS NOT NULL", "other": "c.service_case_id IS NULL"},
)  # fmt: skip
CHECK = Queue(
    "check", "repair", "(p.check_months IS NOT NULL OR i.state = 'control') AND i.state <> 'retired'",
    {
        "all": "1", "waiting": "i.state = 'control'", "overdue": f"{CHECK_DUE} < :today",
        "soon": f"{CHECK_DUE} BETWEEN :today AND {_DUE.format(days=SOON_DAYS)}",
        "later": f"{CHECK_DUE} > {_DUE.format(days=SOON_DAYS)}",
    },
)  # fmt: skip
QUEUES = {queue.name: queue for queue in (CLEANING, REPAIR, BLOCKED, CHECK)}

_FROM = """FROM item i JOIN product p ON p.product_id = i.product_id LEFT JOIN place pl ON pl.place_id = i.place_id
    LEFT JOIN service_case c ON c.item_id = i.item_id AND c.closed_on IS NULL AND c.kind = '{kind}'"""
_SINCE = {"repair": "coalesce(c.opened_on, i.state_on)", "blocked": "coalesce(c.opened_on, i.state_on)"}
_ORDERS = {
    "number": "i.number_sort",
    "name": "p.name_key",
    "group": "p.group_name",
    "place": "pl.name_key",
    "since": "{since}",
    "days": "-julianday({since})",
    "due": CHECK_DUE,
    "state": "i.state",
    "status": "c.state",
}


def ids(
    db: Reader, queue: str, *, today: str, order: str = "since", descending: bool = False, text: str = "",
    chip: str = "all", group: str = "",
) -> list[int]:  # fmt: skip
    """Ids of the copies in a queue (a name of QUEUES), those that have waited longest first."""
    asked, params = QUEUES[queue], {"today": today}
    conditions = [asked.holds, asked.chips[chip]]
    if group:
        conditions.append("p.group_name = :group")
        params["group"] = group
    column = _ORDERS[order].format(since=_since(asked))
    sql = f"""SELECT i.item_id {_FROM.format(kind=asked.kind)} WHERE {" AND ".join(conditions)} AND {{among}}
        ORDER BY {column} {"DESC" if descending else "ASC"} NULLS LAST, i.number_sort"""
    return searched.in_order(db, sql, searched.items(db, text), **params)


def rows(db: Reader, queue: str, keys: Sequence[int], *, today: str) -> list[dict[str, Any]]:
    """The list rows of copies for ids, in no order.

    `since` and `days` tell how long each has waited; the case that is open has the columns of service_case (`rev` is
    its own), None where none is. `due_on` is the day of the next check, None where it is due at once (`never`) or
    never; `checked_on` the last passed one. `repair_waits` tells that a repair is open.
    """
    asked = QUEUES[queue]
    sql = f"""SELECT i.item_id, i.number, i.serial, i.state, i.state_on, i.product_id, p.name, p.hms_nr, p.group_name,
            p.check_months, pl.room, pl.shelf, {_since(asked)} AS since,
            CAST(julianday(:today) - julianday({_since(asked)}) AS INTEGER) AS days, c.service_case_id, c.rev,
            c.kind AS case_kind, c.state AS case_state, c.opened_on, c.fault, c.parts, c.cost_ore, c.minutes, c.note,
            {_STATUS} AS case_status, {_LAST_CHECK} AS checked_on, {CHECK_DUE} AS due_on,
            {_CHECK_STATUS} AS check_status,
            EXISTS ({_open("repair")} AND item_id = i.item_id) AS repair_waits,
            EXISTS (SELECT 1 FROM recall_item r WHERE r.item_id = i.item_id AND r.outcome IS NULL) AS recalled
        {_FROM.format(kind=asked.kind)} WHERE i.item_id IN ({searched.ids(list(keys))})"""
    found = ({key: row[key] for key in row.keys()} for row in db.rows(sql, today=today))  # noqa: SIM118 (a Row iterates its values)
    return [_told(row) for row in found]


def chips(db: Reader, queue: str, *, today: str) -> dict[str, int]:
    """How many copies each chip of a queue holds."""
    asked = QUEUES[queue]
    counts = ", ".join(f"coalesce(sum({where}), 0) AS {chip}" for chip, where in asked.chips.items() if chip != "all")
    source = f"{_FROM.format(kind=asked.kind)} WHERE {asked.holds}"
    if asked is CHECK:  # the day is counted once for each copy and not for each chip; LIMIT keeps the parts apart
        counts = counts.replace(CHECK_DUE, "i.due")
        source = f"FROM (SELECT i.state, {CHECK_DUE} AS due {source} LIMIT -1) AS i"
    row = db.rows(f'SELECT count(*) AS "all", {counts} {source}', today=today)[0]
    return {chip: row[chip] for chip in asked.chips}


def waiting(db: Reader, *, today: str) -> dict[str, int]:
    """How many copies wait in each queue; of the checks only those that are due or stand to be checked."""
    found = {name: chips(db, name, today=today) for name in QUEUES}
    return {name: found[name]["all"] for name in ("cleaning", "repair", "blocked")} | {
        "check": found["check"]["overdue"] + _due_today_or_standing(db, today)
    }


def _due_today_or_standing(db: Reader, today: str) -> int:
    """Copies that stand to be checked though no check of theirs is overdue."""
    sql = f"""SELECT count(*) FROM item i JOIN product p ON p.product_id = i.product_id
        WHERE i.state = 'control' AND coalesce({CHECK_DUE} >= :today, 1)"""
    return db.value(sql, today=today)


def tags(db: Reader, numbers: Sequence[str]) -> list[Row]:
    """What stands on the red tags of copies in quarantine; the others are left out. `blocked_by` is of the staff."""
    keys = {f"n{at}": code_key(number) for at, number in enumerate(numbers)}
    return db.rows(
        f"""SELECT i.number, i.number_key, p.name, s.opened_on, (SELECT o.staff FROM change c
                JOIN op o ON o.seq = c.op_seq WHERE c.kind = 'service_case' AND c.ref_id = s.service_case_id
                AND c.action = 'insert' ORDER BY c.change_id LIMIT 1) AS blocked_by
        FROM item i JOIN product p ON p.product_id = i.product_id
        JOIN service_case s ON s.item_id = i.item_id AND s.kind = 'quarantine' AND s.closed_on IS NULL
        WHERE i.number_key IN ({", ".join(f":{name}" for name in keys)}) ORDER BY i.number_sort""",
        **keys,
    )


# every case


def case_ids(db: Reader) -> list[int]:
    """Every case, the oldest first."""
    return db.column("SELECT service_case_id FROM service_case ORDER BY opened_on, service_case_id")


def case_rows(db: Reader, keys: Sequence[int], *, today: str) -> list[Row]:
    """Cases for ids with their copies, in no order; `days` run until today where a case is open."""
    return db.rows(
        f"""SELECT c.*, i.number, i.serial, p.name, p.hms_nr, p.group_name, {_STATUS} AS status,
            CAST(julianday(coalesce(c.closed_on, :today)) - julianday(c.opened_on) AS INTEGER) AS days
        FROM service_case c JOIN item i ON i.item_id = c.item_id JOIN product p ON p.product_id = i.product_id
        WHERE c.service_case_id IN ({searched.ids(list(keys))})""",
        today=today,
    )


def _since(queue: Queue) -> str:
    return _SINCE.get(queue.name, "i.state_on")


def _used(params: dict[str, Any], *texts: str) -> dict[str, Any]:
    """The parameters that stand in the texts."""
    return {name: value for name, value in params.items() if any(f":{name}" in text for text in texts)}


def _told(row: dict[str, Any]) -> dict[str, Any]:
    never = row["due_on"] == NEVER
    return row | {"never": never, "due_on": None if never else row["due_on"]}
