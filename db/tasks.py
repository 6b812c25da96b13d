"""Tasks: what somebody must see to. An accessory that was missing at a return makes one by itself."""

from collections.abc import Sequence
from datetime import date, timedelta

from db import people
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.norwegian import fold, sort_key
from db.values import ensure_day, past_day, text_of

FOLLOW_UP_DAYS = 7  # a missing accessory is asked for when this many days have gone
OUTCOMES = ("done", "given_up")

_STATUS = """CASE WHEN t.outcome IS NOT NULL THEN 'task_' || t.outcome
    WHEN t.due_on < :today THEN 'task_overdue' ELSE 'task_open' END"""
_JOINS = """LEFT JOIN item i ON i.item_id = t.item_id
    LEFT JOIN loan_line l ON l.line_id = t.line_id
    LEFT JOIN product r ON r.product_id = coalesce(i.product_id, l.product_id)
    LEFT JOIN person b ON b.person_id = t.person_id
    LEFT JOIN unit u ON u.unit_id = t.unit_id"""
# A table shows a deadline as passed while the row has no end_reason.
_ROWS = f"""SELECT t.task_id, t.kind, t.text, t.line_id AS of_line_id, t.item_id, t.person_id, t.unit_id, t.made_on,
        t.due_on, t.done_on, t.outcome, t.outcome AS end_reason, t.done_note, t.rev, {_STATUS} AS status,
        i.number, r.name, r.product_id AS of_product_id,
        b.first_name, b.last_name, b.born_on, b.died_on, coalesce(b.protected, 0) AS protected, u.name AS unit_name,
        coalesce(b.phone, u.phone, '') AS phone, l.agreement_id
    FROM task t {_JOINS}"""
_ORDERS = {
    "text": "t.text",
    "number": "i.number_sort",
    "name": "r.name_key",
    "borrower": "coalesce(b.name_key, u.name_key)",
    "made": "t.made_on",
    "due": "t.due_on",
    "done": "t.done_on",
}
_CHIPS = {
    "open": "t.done_on IS NULL",
    "overdue": "t.done_on IS NULL AND t.due_on < :today",
    "missing": "t.done_on IS NULL AND t.kind = 'missing_accessory'",
    "done": "t.done_on IS NOT NULL",
}


def task(db: Reader, task_id: int, *, today: str) -> Row:
    """One task with the copy and the borrower it concerns, or Rejected."""
    found = db.one(f"{_ROWS} WHERE t.task_id = :ref", ref=task_id, today=today)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="task", ref=task_id)
    return found


def ids(
    db: Reader, *, today: str, order: str = "due", descending: bool = False, text: str = "", chip: str = "open"
) -> list[int]:
    """Ids of the tasks in a list; chip is open, overdue, missing or done. A word stands in the task or its record."""
    found = db.rows(
        f"""SELECT t.task_id, t.text, coalesce(i.search_key, '') || ' ' || coalesce(r.search_key, '') || ' '
            || coalesce(b.search_key, '') || ' ' || coalesce(u.search_key, '') AS known
        FROM task t {_JOINS} WHERE {_CHIPS[chip]} AND :today <> ''
        ORDER BY {_ORDERS[order]} {"DESC" if descending else "ASC"} NULLS LAST, t.task_id""",
        today=today,
    )
    if order == "text":
        found.sort(key=lambda row: sort_key(row["text"]), reverse=descending)
    words = fold(text).split()
    return [row["task_id"] for row in found if all(word in f"{fold(row['text'])} {row['known']}" for word in words)]


def rows(db: Reader, keys: Sequence[int], *, today: str) -> list[Row]:
    """List rows of tasks: status (task_open, task_overdue, task_done, task_given_up), the copy, whom to ask, phone."""
    chosen = ",".join(str(int(key)) for key in keys)
    return db.rows(f"{_ROWS} WHERE t.task_id IN ({chosen})", today=today)


def chips(db: Reader, *, today: str) -> dict[str, int]:
    """How many tasks each chip of the list holds."""
    counts = ", ".join(f"coalesce(sum({where}), 0) AS {chip}" for chip, where in _CHIPS.items())
    row = db.one(f"SELECT {counts} FROM task t WHERE :today <> ''", today=today)
    return dict(row) if row else {}


def missing_with(db: Reader, item_id: int, *, today: str) -> list[Row]:
    """Accessories that a copy came back without, and that have not turned up since; oldest first."""
    where = "t.item_id = :item AND t.kind = 'missing_accessory' AND coalesce(t.outcome, '') <> 'done'"
    return db.rows(f"{_ROWS} WHERE {where} ORDER BY t.task_id", item=item_id, today=today)


def of_borrower(db: Reader, *, today: str, person_id: int | None = None, unit_id: int | None = None) -> list[Row]:
    """What a person or a unit is still asked for, the earliest day first."""
    return db.rows(
        f"""{_ROWS} WHERE t.done_on IS NULL AND (t.person_id = :person_id OR t.unit_id = :unit_id)
        ORDER BY t.due_on IS NULL, t.due_on, t.task_id""",
        today=today,
        person_id=person_id,
        unit_id=unit_id,
    )


def asked_for_on(day: str) -> str:
    """When somebody asks for what was missing on this day."""
    return (date.fromisoformat(day) + timedelta(days=FOLLOW_UP_DAYS)).isoformat()


@writes("task")
def add_task(
    tx: Tx,
    *,
    kind: str,
    text: str,
    line_id: int | None = None,
    item_id: int | None = None,
    person_id: int | None = None,
    unit_id: int | None = None,
    due_on: str | None = None,
    made_on: str | None = None,
) -> int:
    """Put something on the list of what must be seen to; kind is "missing_accessory" or "other". Returns task_id.

    made_on is the day since when it is so; None is today.
    """
    told = text_of({"note": text}, "note")
    if not told:
        raise Rejected(Why.MISSING_VALUE, "text")
    if person_id is not None:
        people.standing(tx, person_id, "borrower")
    return tx.insert(
        "task", kind=kind, text=told, line_id=line_id, item_id=item_id, person_id=person_id, unit_id=unit_id,
        made_on=past_day(tx, made_on, "made_on"), due_on=ensure_day(due_on, "due_on"),
    )  # fmt: skip


@writes("task")
def change_task(tx: Tx, *, task_id: int, rev: int, text: str, due_on: str | None) -> None:
    """Mend what a task says, or move its day."""
    told = text_of({"note": text}, "note")
    if not told:
        raise Rejected(Why.MISSING_VALUE, "text")
    tx.update("task", task_id, rev=rev, text=told, due_on=ensure_day(due_on, "due_on"))


@writes("task", "loan", "item")
def finish_tasks(tx: Tx, *, task_ids: Sequence[int], note: str = "", outcome: str = "done") -> list[int]:
    """Tell that tasks are seen to ("done") or given up ("given_up"); a missing accessory that came is then back."""
    if not task_ids:
        raise Rejected(Why.MISSING_VALUE, "items")
    told = text_of({"note": note}, "note")
    numbers = [_finish(tx, task_id, told, outcome) for task_id in task_ids]
    tx.note(numbers=[number for number in numbers if number], outcome=outcome, count=len(task_ids))
    return list(task_ids)


def _finish(tx: Tx, task_id: int, note: str, outcome: str) -> str:
    now = tx.row("task", task_id)
    if now["done_on"] is not None:
        raise Rejected(Why.TASK_FINISHED, done_on=now["done_on"])
    tx.update("task", task_id, done_on=tx.today, outcome=outcome, done_note=note)
    if now["kind"] == "missing_accessory" and outcome == "done" and now["line_id"] is not None:
        part = tx.value(
            "SELECT line_accessory_id FROM line_accessory WHERE line_id = :line AND name = :name AND returned = 0",
            line=now["line_id"],
            name=now["text"],
        )
        if part is not None:
            tx.update("line_accessory", part, returned=1)
    return tx.row("item", now["item_id"])["number"] if now["item_id"] is not None else ""
