"""Before a discharge: a list of what must be in place, the home visit, and aids ordered from the depot."""

from typing import Any

from db import requests
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.stay_days import plus
from db.values import ensure_day, past_day, text_of

KINDS = ("home_visit", "aids", "home_services", "transport", "evaluation", "other")
DAYS_BEFORE = {"home_visit": 7, "aids": 5, "home_services": 5, "transport": 3, "evaluation": 1}  # of the day out
CLOSED = ("refused", "cancelled")

_ROWS = """SELECT c.*, r.outcome, r.item_id, q.name AS product, r.quantity, r.wanted_on, i.number,
        CASE WHEN c.needed = 0 THEN 'not_needed' WHEN c.done_on IS NOT NULL OR r.outcome = 'filled' THEN 'done'
            WHEN r.request_id IS NOT NULL AND r.outcome IS NULL THEN 'ordered'
            WHEN c.due_on < :today THEN 'late' ELSE 'open' END AS status
    FROM stay_check c LEFT JOIN request r ON r.request_id = c.request_id
    LEFT JOIN product q ON q.product_id = r.product_id LEFT JOIN item i ON i.item_id = r.item_id"""
_ORDER = f"CASE c.kind {' '.join(f'WHEN {kind!r} THEN {at}' for at, kind in enumerate(KINDS))} END, c.stay_check_id"


def checks(db: Reader, stay_id: int, *, today: str) -> list[Row]:
    """The lines of the list with what was ordered; status is not_needed, done, ordered, late or open."""
    return db.rows(f"{_ROWS} WHERE c.stay_id = :ref ORDER BY {_ORDER}", ref=stay_id, today=today)


def ensure_open(tx: Tx, stay_id: int) -> Row:
    """The stay that is planned for; Rejected where it was refused or cancelled. A discharged one is still told of."""
    now = tx.row("stay", stay_id)
    if now["state"] in CLOSED:
        raise Rejected(Why.STAY_STATE_FORBIDS, state=now["state"])
    return now


def long_text(text: str, needed: bool = True) -> str:
    """Text of several lines, Rejected where it is missing or longer than a note."""
    told = text_of({"note": text}, "note")
    if needed and not told:
        raise Rejected(Why.MISSING_VALUE, "text")
    return told


def out_on(db: Reader, stay_id: int) -> str | None:
    """The day a stay ends as planned; None while it has no days."""
    return db.value("SELECT max(to_on) FROM stay_segment WHERE stay_id = :ref", ref=stay_id)


@writes("stay")
def plan_discharge(tx: Tx, *, stay_id: int) -> list[int]:
    """Make the list of what must be in place before the discharge, with days counted back from it (DAYS_BEFORE).

    What stands on it already is left alone; Rejected where nothing is missing on it. Returns the ids of new lines.
    """
    now, leaves = ensure_open(tx, stay_id), out_on(tx, stay_id)
    there = set(tx.column("SELECT kind FROM stay_check WHERE stay_id = :ref", ref=stay_id))
    made = [
        tx.insert("stay_check", stay_id=stay_id, kind=kind, due_on=_due(leaves, kind, tx.today))
        for kind in DAYS_BEFORE if kind not in there
    ]  # fmt: skip
    if not made:
        raise Rejected(Why.CHECKLIST_MADE)
    tx.note(stay_id=now["stay_id"], person_id=now["person_id"], count=len(made))
    return made


@writes("stay")
def add_check(tx: Tx, *, stay_id: int, text: str, kind: str = "other", due_on: str | None = None) -> int:
    """Add a line of one's own to the list. Returns its id."""
    now = ensure_open(tx, stay_id)
    if kind not in KINDS:
        raise Rejected(Why.MISSING_VALUE, "kind")
    told = text_of({"text": text}, "text", needed=True)
    made = tx.insert("stay_check", stay_id=stay_id, kind=kind, text=told, due_on=ensure_day(due_on, "due_on"))
    tx.note(stay_id=now["stay_id"], person_id=now["person_id"])
    return made


@writes("stay")
def tick_check(tx: Tx, *, stay_check_id: int, done: bool = True, on_day: str | None = None) -> None:
    """Tell that a line of the list is in place since a day, or, with done=False, that it is not after all."""
    row = tx.row("stay_check", stay_check_id)
    now, day = ensure_open(tx, row["stay_id"]), past_day(tx, on_day)
    tx.update("stay_check", stay_check_id, done_on=day if done else None, needed=1)
    tx.note(day, stay_id=now["stay_id"], person_id=now["person_id"], done=done)


@writes("stay")
def change_check(
    tx: Tx, *, stay_check_id: int, rev: int | None = None, text: str = "", due_on: str | None = None,
    done_on: str | None = None, needed: bool = True,
) -> None:  # fmt: skip
    """Mend a line: what it says, its day, since when it is in place, or that this person does not need it."""
    row = tx.row("stay_check", stay_check_id)
    now = ensure_open(tx, row["stay_id"])
    told = text_of({"text": text}, "text", needed=row["kind"] == "other")
    done = past_day(tx, done_on, "done_on") if done_on and needed else None
    tx.update(
        "stay_check", stay_check_id, rev=rev, text=told, due_on=ensure_day(due_on, "due_on"), done_on=done,
        needed=int(needed),
    )  # fmt: skip
    tx.note(stay_id=now["stay_id"], person_id=now["person_id"])


@writes("stay")
def plan_home_visit(
    tx: Tx, *, stay_id: int, on_day: str, text: str = "", done: bool = False, rev: int | None = None
) -> int:
    """Plan the visit to the home on a day, or with `done` tell that it took place then. Returns the id of its line.

    `text` says who goes and what to look at.
    """
    now, day = ensure_open(tx, stay_id), ensure_day(on_day, "on_day")
    if day is None:
        raise Rejected(Why.MISSING_VALUE, "on_day")
    columns: dict[str, Any] = {
        "text": text_of({"text": text}, "text"), "due_on": day, "needed": 1,
        "done_on": past_day(tx, day) if done else None,
    }  # fmt: skip
    there = "SELECT stay_check_id FROM stay_check WHERE stay_id = :ref AND kind = 'home_visit' ORDER BY 1 DESC"
    found = tx.value(there, ref=stay_id)
    if found is None:
        found = tx.insert("stay_check", stay_id=stay_id, kind="home_visit", **columns)
    else:
        tx.update("stay_check", found, rev=rev, **columns)
    tx.note(day, stay_id=now["stay_id"], person_id=now["person_id"], done=done)
    return found


@writes("stay", "request", "person", "product")
def order_aids(
    tx: Tx, *, stay_id: int, product_id: int, quantity: int = 1, wanted_on: str | None = None,
    urgency: str = "discharge", delivery: str = "deliver", note: str = "", asked_by: str = "",
) -> int:  # fmt: skip
    """Ask the depot for what the person needs at home and link it to the list: one request, one line.

    wanted_on None is the day before the discharge, but not before today. Returns the first request_id.
    """
    now, leaves = ensure_open(tx, stay_id), out_on(tx, stay_id)
    by = wanted_on or max(tx.today, plus(leaves, -1) if leaves else tx.today)
    first = requests.add_request(
        tx, product_id=product_id, quantity=quantity, person_id=now["person_id"], wanted_on=by, urgency=urgency,
        delivery=delivery, note=note, asked_by=asked_by,
    )  # fmt: skip
    name = tx.row("product", product_id)["name"]
    bare = tx.column(
        """SELECT stay_check_id FROM stay_check WHERE stay_id = :ref AND kind = 'aids' AND request_id IS NULL
        AND done_on IS NULL AND needed = 1 ORDER BY 1""",
        ref=stay_id,
    )
    tx.note(stay_id=stay_id)
    for request_id in tx.data["request_ids"]:
        if bare:
            tx.update("stay_check", bare.pop(0), request_id=request_id, text=name)
        else:
            tx.insert("stay_check", stay_id=stay_id, kind="aids", text=name, due_on=by, request_id=request_id)
    return first


def _due(leaves: str | None, kind: str, today: str) -> str | None:
    return max(today, plus(leaves, -DAYS_BEFORE[kind])) if leaves else None
