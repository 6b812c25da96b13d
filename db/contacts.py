"""The log of contact with borrowers about what they have: who was reached, what was agreed, what was sent."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db import follow_up, people
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.values import ensure_day, past_day, text_of

KINDS = ("phone", "sms", "letter", "visit", "other")
OUTCOMES = ("reached", "no_answer", "sent")
REMINDERS = ("letter", "sms")  # what, when sent, is a reminder
_ROWS = """SELECT c.*, (SELECT o.staff FROM change g JOIN op o ON o.seq = g.op_seq
        WHERE g.kind = 'contact' AND g.ref_id = c.contact_id AND g.action = 'insert'
        ORDER BY g.change_id LIMIT 1) AS staff,
    (SELECT json_group_array(coalesce(i.number, p.name)) FROM contact_line k
        JOIN loan_line l ON l.line_id = k.line_id LEFT JOIN item i ON i.item_id = l.item_id
        JOIN product p ON p.product_id = coalesce(l.product_id, i.product_id)
        WHERE k.contact_id = c.contact_id) AS things
    FROM contact c WHERE {where} ORDER BY c.on_day DESC, c.contact_id DESC LIMIT :limit"""


def contact(db: Reader, contact_id: int) -> Row:
    """One contact's own row, or Rejected."""
    found = db.one("SELECT * FROM contact WHERE contact_id = :ref", ref=contact_id)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="contact", ref=contact_id)
    return found


def line_ids_of(db: Reader, contact_id: int) -> list[int]:
    """The lines that a contact was about."""
    return db.column("SELECT line_id FROM contact_line WHERE contact_id = :ref ORDER BY line_id", ref=contact_id)


def of_borrower(db: Reader, *, person_id: int | None = None, unit_id: int | None = None, limit: int = 200) -> list[Row]:
    """The log of one borrower, newest first; `things` is a JSON list of numbers and names, `staff` who wrote it."""
    where = "c.person_id = :ref" if person_id is not None else "c.unit_id = :ref"
    return db.rows(_ROWS.format(where=where), ref=unit_id if person_id is None else person_id, limit=limit)


def of_line(db: Reader, line_id: int, limit: int = 200) -> list[Row]:
    """The log of one loan line, newest first."""
    where = "c.contact_id IN (SELECT contact_id FROM contact_line WHERE line_id = :ref)"
    return db.rows(_ROWS.format(where=where), ref=line_id, limit=limit)


def reminders(db: Reader, line_ids: Sequence[int]) -> dict[int, int]:
    """How many letters and messages about each line were sent since the day of its latest extension.

    One sent on that very day came before it: it is what the extension answered.
    """
    found = db.by_ids(_REMINDERS, sorted(set(line_ids)))
    return {row["line_id"]: row["n"] for row in found}


_REMINDERS = """SELECT l.line_id, (SELECT count(*) FROM contact_line k JOIN contact c ON c.contact_id = k.contact_id
        WHERE k.line_id = l.line_id AND c.kind IN ('letter', 'sms') AND c.outcome = 'sent'
        AND c.on_day > coalesce((SELECT max(e.made_on) FROM extension e WHERE e.line_id = l.line_id), '')) AS n
    FROM loan_line l WHERE l.line_id IN ({ids})"""


@writes("contact")
def add_contact(
    tx: Tx,
    *,
    kind: str,
    outcome: str,
    line_ids: Sequence[int] = (),
    person_id: int | None = None,
    unit_id: int | None = None,
    text: str = "",
    next_on: str | None = None,
    on_day: str | None = None,
) -> int:
    """Log a contact with one borrower about some of their lines; the borrower is that of the lines where none is given.

    What was sent is a reminder: Rejected for the dead, the moved, while a lapse stands, and for what is back.
    A next day needs lines to come back with. Returns contact_id.
    """
    person_id, unit_id = _borrower(tx, line_ids, person_id, unit_id)
    said = _said(tx, kind, outcome, text, next_on, on_day)
    _refuse_next(said, line_ids)
    if _is_reminder(kind, outcome):
        _refuse_reminder(tx, person_id, line_ids)
    contact_id = tx.insert("contact", person_id=person_id, unit_id=unit_id, **said)
    for line_id in dict.fromkeys(line_ids):
        tx.insert("contact_line", contact_id=contact_id, line_id=line_id)
    _note(tx, said, line_ids, person_id)
    return contact_id


@writes("contact")
def change_contact(
    tx: Tx,
    *,
    contact_id: int,
    rev: int,
    kind: str,
    outcome: str,
    line_ids: Sequence[int],
    text: str = "",
    next_on: str | None = None,
    on_day: str | None = None,
) -> None:
    """Mend what was logged; Rejected(OVERTAKEN) where somebody else changed it meanwhile."""
    now = tx.row("contact", contact_id)
    _borrower(tx, line_ids, now["person_id"], now["unit_id"])
    said = _said(tx, kind, outcome, text, next_on, on_day or now["on_day"])
    _refuse_next(said, line_ids)
    if _is_reminder(kind, outcome) and not _is_reminder(now["kind"], now["outcome"]):
        _refuse_reminder(tx, now["person_id"], line_ids)
    tx.update("contact", contact_id, rev=rev, **said)
    before = {row["line_id"]: row["contact_line_id"] for row in tx.rows(_LINES_OF, ref=contact_id)}
    for line_id in before.keys() - set(line_ids):
        tx.delete("contact_line", before[line_id])
    for line_id in sorted(set(line_ids) - before.keys()):
        tx.insert("contact_line", contact_id=contact_id, line_id=line_id)
    if before.keys() != set(line_ids):
        tx.touch("contact", contact_id)
    _note(tx, said, line_ids, now["person_id"])


_LINES_OF = "SELECT contact_line_id, line_id FROM contact_line WHERE contact_id = :ref"


@writes("contact")
def remind(tx: Tx, *, line_ids: Sequence[int], kind: str, text: str = "", next_on: str | None = None) -> list[int]:
    """Log that a letter or a message went out today about these lines, one contact for each borrower.

    Lines that may no longer be written about (back, or the borrower dead, moved or with a lapse) are left out and
    noted as `left_out`; Rejected where none remains. Returns the contact ids.
    """
    if kind not in REMINDERS:
        raise Rejected(Why.MISSING_VALUE, "kind")
    allowed = follow_up.may_be_reminded(tx, line_ids, today=tx.today)
    if not allowed:
        raise Rejected(Why.REMINDERS_STOPPED)
    said = _said(tx, kind, "sent", text, next_on, None)
    made = []
    for (person_id, unit_id), lines in by_borrower(tx, allowed).items():
        made.append(tx.insert("contact", person_id=person_id, unit_id=unit_id, **said))
        for line_id in lines:
            tx.insert("contact_line", contact_id=made[-1], line_id=line_id)
    _note(tx, said, allowed, None)
    tx.note(count=len(made), left_out=sorted(set(line_ids) - set(allowed)))
    return made


def by_borrower(db: Reader, line_ids: Iterable[int]) -> dict[tuple[int | None, int | None], list[int]]:
    """(person_id, unit_id) → lines, in the order given; a line that does not exist is Rejected."""
    wanted = list(dict.fromkeys(line_ids))
    found = {row["line_id"]: row for row in db.by_ids(_OWNERS, sorted(wanted))}
    missing = [line_id for line_id in wanted if line_id not in found]
    if missing:
        raise Rejected(Why.NO_SUCH, kind="loan_line", ref=missing[0])
    parted: dict[tuple[int | None, int | None], list[int]] = {}
    for line_id in wanted:
        parted.setdefault((found[line_id]["person_id"], found[line_id]["unit_id"]), []).append(line_id)
    return parted


_OWNERS = """SELECT l.line_id, a.person_id, a.unit_id FROM loan_line l
    JOIN agreement a ON a.agreement_id = l.agreement_id WHERE l.line_id IN ({ids})"""


def _borrower(
    tx: Tx, line_ids: Sequence[int], person_id: int | None, unit_id: int | None
) -> tuple[int | None, int | None]:
    """The one borrower of a contact; Rejected where the lines are another's or there is none."""
    parted = by_borrower(tx, line_ids)
    if person_id is None and unit_id is None and len(parted) == 1:
        return next(iter(parted))
    if (person_id is None) == (unit_id is None) or any(owner != (person_id, unit_id) for owner in parted):
        raise Rejected(Why.NO_BORROWER, "borrower")
    if person_id is not None:
        people.standing(tx, person_id, "borrower")
    else:
        tx.row("unit", unit_id or 0)
    return person_id, unit_id


def _said(tx: Tx, kind: str, outcome: str, text: str, next_on: str | None, on_day: str | None) -> dict[str, Any]:
    if kind not in KINDS:
        raise Rejected(Why.MISSING_VALUE, "kind")
    if outcome not in OUTCOMES:
        raise Rejected(Why.MISSING_VALUE, "outcome")
    day, following = past_day(tx, on_day, "on_day"), ensure_day(next_on, "next_on")
    if following and following < day:
        raise Rejected(Why.NEXT_BEFORE_CONTACT, "next_on", on_day=day)
    said = text_of({"note": text}, "note")
    return {"on_day": day, "kind": kind, "outcome": outcome, "text": said, "next_on": following}


def _refuse_next(said: Mapping[str, Any], line_ids: Sequence[int]) -> None:
    if said["next_on"] and not line_ids:
        raise Rejected(Why.MISSING_VALUE, "line_ids")


def _is_reminder(kind: str, outcome: str) -> bool:
    return kind in REMINDERS and outcome == "sent"


def _refuse_reminder(tx: Tx, person_id: int | None, line_ids: Sequence[int]) -> None:
    died_on = tx.row("person", person_id)["died_on"] if person_id is not None else None
    if died_on:
        raise Rejected(Why.PERSON_IS_DEAD, "kind", died_on=died_on)
    allowed = follow_up.may_be_reminded(tx, line_ids, today=tx.today)
    if len(allowed) < len(set(line_ids)):
        raise Rejected(Why.REMINDERS_STOPPED, "kind")


def _note(tx: Tx, said: Mapping[str, Any], line_ids: Sequence[int], person_id: int | None) -> None:
    """What the history tells: how and with what outcome, never the words."""
    numbers = [row["number"] for row in tx.by_ids(_NUMBERS, sorted(set(line_ids))) if row["number"]]
    whose = {} if person_id is None else {"person_id": person_id}
    told = {name: said[name] for name in ("kind", "outcome", "next_on")}
    tx.note(on_day=said["on_day"], numbers=numbers, **told, **whose)


_NUMBERS = """SELECT i.number FROM loan_line l LEFT JOIN item i ON i.item_id = l.item_id
    WHERE l.line_id IN ({ids}) ORDER BY i.number_sort"""
