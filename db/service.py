"""Service of copies: cleaning, repairs, quarantine and periodic checks, each a case that stays with the copy."""

import json
from collections.abc import Sequence
from typing import Any

from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.values import past_day, text_of

METHODS = ("disinfection", "machine", "hand", "wipe")
REPAIR_OPEN, REPAIR_ENDS = ("assess", "waiting_part", "repairing"), ("done", "scrapped")
CLEANABLE = frozenset({"cleaning", "control", "new"})
REPAIRABLE = frozenset({"available", "new", "control", "cleaning", "repair", "lent", "blocked"})
SCRAPPABLE = frozenset({"available", "new", "cleaning", "control", "repair", "blocked", "missing"})
BLOCKABLE = frozenset({"available", "new", "control", "cleaning", "repair", "blocked"})
UNSEEN = frozenset({"missing", "retired"})  # nobody can check what is not there
NEVER = "0001-01-01"  # when a copy is due that nobody has checked and nobody knows the age of

# The rule of the trigger copy_is_checked: the last passed check, else the day it was bought, and then the months.
_CHECKED_ON = """coalesce((SELECT max(s.closed_on) FROM service_case s
        WHERE s.item_id = i.item_id AND s.kind = 'check' AND s.state = 'done'),
        substr(i.bought_on || '-01-01', 1, 10))"""
CHECK_DUE = f"""CASE WHEN p.check_months IS NOT NULL
    THEN coalesce(date({_CHECKED_ON}, '+' || p.check_months || ' months'), '{NEVER}') END"""


# what is known


def check_due_on(db: Reader, item_id: int) -> str | None:
    """The day from which a copy must have been checked anew; NEVER where it is due at once, None where it never is.

    Handing out after that day needs a reason. Source: the trigger copy_is_checked.
    """
    sql = f"SELECT {CHECK_DUE} FROM item i JOIN product p ON p.product_id = i.product_id WHERE i.item_id = :item_id"
    return db.value(sql, item_id=item_id)


def open_case(db: Reader, item_id: int, kind: str) -> Row | None:
    """The case of a kind that is open on a copy."""
    sql = "SELECT * FROM service_case WHERE item_id = :item_id AND kind = :kind AND closed_on IS NULL"
    return db.one(sql, item_id=item_id, kind=kind)


def of_item(db: Reader, item_id: int) -> list[Row]:
    """Every case of a copy, open ones first, then the newest."""
    return db.rows(
        """SELECT * FROM service_case WHERE item_id = :item_id
        ORDER BY closed_on IS NOT NULL, closed_on DESC, service_case_id DESC""",
        item_id=item_id,
    )


def with_cases(db: Reader, events: Sequence[dict[str, Any]], item_id: int) -> list[dict[str, Any]]:
    """Rows of a copy's history, each with its `cases`: those that the operation touched, as they are now."""
    known = {row["service_case_id"]: row for row in of_item(db, item_id)}
    return [event | {"cases": _touched(event, known)} for event in events]


def _touched(event: dict[str, Any], known: dict[int, Row]) -> list[Row]:
    refs = [one["ref"] for one in json.loads(event["changes"]) if one["kind"] == "service_case"]
    return [known[ref] for ref in refs if ref in known]


def is_quarantined(db: Reader, item_id: int) -> bool:
    """Whether a copy waits for a named person to release it."""
    return open_case(db, item_id, "quarantine") is not None


def is_recalled(db: Reader, item_id: int) -> bool:
    """Whether a recall of the copy has not been dealt with."""
    sql = "SELECT 1 FROM recall_item WHERE item_id = :item_id AND outcome IS NULL"
    return db.value(sql, item_id=item_id) is not None


def where_to(db: Reader, item_id: int, wanted: str, *, today: str) -> str:
    """The state a copy goes to that is wanted "available" or "cleaning", once its open cases have had their say."""
    if wanted in ("available", "cleaning") and (is_quarantined(db, item_id) or is_recalled(db, item_id)):
        return "blocked"
    if wanted != "available":
        return wanted
    if open_case(db, item_id, "repair"):
        return "repair"
    due = check_due_on(db, item_id)
    return "control" if due and due <= today else "available"


# what other acts leave behind


def received(tx: Tx, *, item_id: int, condition: str | None, line_id: int | None, on_day: str, note: str = "") -> None:
    """Open the case that a copy's condition at return calls for: a repair or a quarantine."""
    if condition == "damaged":
        _begin_repair(tx, item_id, on_day, note, line_id)
    elif condition == "infectious":
        _begin_quarantine(tx, item_id, on_day, note, line_id)


def followed(tx: Tx, now: Row, act: str, wanted: str, day: str, note: str = "") -> str:
    """Leave or end the cases that an act of db.equipment is about; the state in which it leaves the copy.

    `now` is the copy before the act, `wanted` where the act leads when nothing else is the matter.
    """
    item_id = now["item_id"]
    if act in ("released", "to_cleaning") and is_quarantined(tx, item_id):
        raise Rejected(Why.QUARANTINED, number=now["number"])
    if act in ("released", "to_cleaning") and is_recalled(tx, item_id):
        raise Rejected(Why.RECALLED, number=now["number"])
    if act == "cleaned":
        _leave_cleaning(tx, now, "", day, note)
    elif act == "repaired":
        _end_repair(tx, now, "done", day)
    elif act == "to_repair":
        _begin_repair(tx, item_id, day, note)
    elif act == "retired" and open_case(tx, item_id, "repair"):
        _end_repair(tx, now, "scrapped", day)
    ends = where_to(tx, item_id, wanted, today=tx.today)
    if act == "released" and ends in ("blocked", "control"):
        raise Rejected(Why.RECALLED if ends == "blocked" else Why.CHECK_OVERDUE, number=now["number"])
    return ends


# commands


@writes("service", "item")
def clean(
    tx: Tx, *, item_ids: Sequence[int], method: str = "", on_day: str | None = None, note: str = ""
) -> dict[int, str]:
    """Tell that copies are clean, and how; returns the state each goes to: ready, or what still waits for it.

    `method` is one of METHODS, or "" where nobody said.
    """
    day = past_day(tx, on_day)
    if method not in ("", *METHODS):
        raise Rejected(Why.MISSING_VALUE, "method")
    ends = {}
    for now in _copies(tx, item_ids, CLEANABLE, "cleaned"):
        _leave_cleaning(tx, now, method, day, note)
        ends[now["item_id"]] = _move(tx, now, where_to(tx, now["item_id"], "available", today=tx.today), day)
    tx.note(on_day=day, method=method, numbers=_numbers(tx, item_ids), ends=sorted(set(ends.values())))
    return ends


@writes("service", "item")
def open_repair(tx: Tx, *, item_id: int, fault: str = "") -> int:
    """Open a repair of a copy, which leaves the shelf for it; one that is open already is told the fault as well.

    A copy that is lent stays lent: it may be repaired where it is. Returns service_case_id.
    """
    now = _copies(tx, [item_id], REPAIRABLE, "to_repair")[0]
    found = _begin_repair(tx, item_id, tx.today, fault)
    if now["state"] not in ("lent", "blocked", "repair"):
        _move(tx, now, "repair", tx.today)
    tx.note(numbers=[now["number"]])
    return found


@writes("service", "item")
def change_repair(
    tx: Tx, *, service_case_id: int | None = None, item_id: int | None = None, rev: int | None = None, state: str,
    on_day: str | None = None, then: str = "cleaning", **fields: Any,
) -> str:  # fmt: skip
    """Write how a repair stands (fault, parts, cost_ore, minutes, note); done sends the copy on, scrapped retires it.

    Without service_case_id it is the repair that is open on the copy item_id, begun where none is. `then` is
    "cleaning" or "available". Returns the state of the copy.
    """
    ref = service_case_id or open_repair(tx, item_id=item_id or 0)
    now, case = _case(tx, ref), {name: fields.get(name) for name in ("cost_ore", "minutes")}
    if state not in (*REPAIR_OPEN, *REPAIR_ENDS):
        raise Rejected(Why.MISSING_VALUE, "state")
    case |= {name: text_of(fields, name) for name in ("fault", "parts", "note")}
    day = _closing_day(tx, now, on_day) if state in REPAIR_ENDS else None
    done_by = tx.staff if day else ""
    tx.update("service_case", ref, rev=rev, state=state, closed_on=day, done_by=done_by, **case)
    copy = tx.row("item", now["item_id"])
    ends = _after_repair(tx, copy, state, then, day or tx.today)
    tx.note(on_day=day, state=state, cost_ore=case["cost_ore"], minutes=case["minutes"], numbers=[copy["number"]])
    return ends


@writes("service", "item")
def new_repair(tx: Tx, *, item_id: int, **given: Any) -> str:
    """Begin a repair with all that change_repair takes; one that is open already is not written over."""
    if open_case(tx, item_id, "repair"):
        raise Rejected(Why.CASE_OPEN, "item_id", number=tx.row("item", item_id)["number"])
    return change_repair(tx, item_id=item_id, **given)


@writes("service", "item")
def quarantine(tx: Tx, *, item_ids: Sequence[int], note: str = "") -> list[int]:
    """Block copies that may carry infection until a named person releases them. Returns the ids of the cases."""
    found = []
    for now in _copies(tx, item_ids, BLOCKABLE, "blocked"):
        found.append(_begin_quarantine(tx, now["item_id"], tx.today, note))
        _move(tx, now, "blocked", tx.today)
    tx.note(numbers=_numbers(tx, item_ids))
    return found


@writes("service", "item")
def release(
    tx: Tx, *, item_ids: Sequence[int], done_by: str, on_day: str | None = None, note: str = ""
) -> dict[int, str]:
    """Let blocked copies go on to cleaning, by the name of who answers for it. Returns the state of each."""
    by = text_of({"name": done_by}, "name")
    if not by:
        raise Rejected(Why.MISSING_VALUE, "done_by")
    day, ends = past_day(tx, on_day), {}
    for now in _copies(tx, item_ids, frozenset({"blocked"}), "released"):
        case = open_case(tx, now["item_id"], "quarantine")
        if case is not None:
            said = " · ".join(part for part in (case["note"], note.strip()) if part)
            closed = _closing_day(tx, case, day)
            tx.update("service_case", case["service_case_id"], state="done", closed_on=closed, done_by=by, note=said)
        elif is_recalled(tx, now["item_id"]):
            raise Rejected(Why.RECALLED, number=now["number"])
        ends[now["item_id"]] = _move(tx, now, where_to(tx, now["item_id"], "cleaning", today=tx.today), day)
    tx.note(on_day=day, numbers=_numbers(tx, item_ids))
    return ends


@writes("service", "item")
def check(
    tx: Tx, *, item_ids: Sequence[int], passed: bool, on_day: str | None = None, done_by: str = "", note: str = ""
) -> dict[int, str]:
    """Register a periodic check; a copy that failed goes to repair with what was found. Returns the state of each."""
    day, ends = past_day(tx, on_day), {}
    for item_id in item_ids:
        now = tx.row("item", item_id)
        if now["state"] in UNSEEN or (not passed and now["state"] == "packed"):
            raise Rejected(Why.STATE_FORBIDS, number=now["number"], state=now["state"], act="check")
        waited = now["state"] == "control" and now["state_on"] <= day
        _leave(tx, now, "check", "done" if passed else "failed", now["state_on"] if waited else day, day,
               done_by=done_by.strip() or tx.staff, **{"note" if passed else "fault": note.strip()})  # fmt: skip
        ends[item_id] = _after_check(tx, now, passed, day, note)
    if not item_ids:
        raise Rejected(Why.MISSING_VALUE, "items")
    tx.note(on_day=day, passed=passed, numbers=_numbers(tx, item_ids))
    return ends


# the parts of them


def _copies(tx: Tx, item_ids: Sequence[int], starts: frozenset[str], act: str) -> list[Row]:
    """The copies as they stand; Rejected where one's state forbids the act, or where there are none."""
    if not item_ids:
        raise Rejected(Why.MISSING_VALUE, "items")
    found = [tx.row("item", item_id) for item_id in item_ids]
    for now in found:
        if now["state"] not in starts:
            raise Rejected(Why.STATE_FORBIDS, number=now["number"], state=now["state"], act=act)
    return found


def _numbers(tx: Tx, item_ids: Sequence[int]) -> list[str]:
    return [tx.row("item", item_id)["number"] for item_id in item_ids]


def _move(tx: Tx, now: Row, state: str, day: str) -> str:
    """Put the copy in a state, from a day unless it stands there already."""
    if now["state"] != state:
        tx.update("item", now["item_id"], state=state, state_on=day)
    return state


def _case(tx: Tx, service_case_id: int) -> Row:
    now = tx.row("service_case", service_case_id)
    if now["closed_on"] is not None:
        raise Rejected(Why.CASE_CLOSED, closed_on=now["closed_on"])
    return now


def _closing_day(tx: Tx, case: Row, on_day: str | None) -> str:
    day = past_day(tx, on_day)
    if day < case["opened_on"]:
        raise Rejected(Why.CLOSED_BEFORE_OPENED, "on_day", opened_on=case["opened_on"])
    return day


def _leave(tx: Tx, now: Row, kind: str, state: str, opened: str, closed: str, **more: str) -> int:
    """Leave a case that is over."""
    return tx.insert(
        "service_case", item_id=now["item_id"], kind=kind, state=state, opened_on=opened, closed_on=closed, **more
    )


def _leave_cleaning(tx: Tx, now: Row, method: str, day: str, note: str) -> None:
    waited = now["state"] == "cleaning" and now["state_on"] <= day
    opened = now["state_on"] if waited else day
    _leave(tx, now, "cleaning", "done", opened, day, method=method, done_by=tx.staff, note=note.strip())


def _new_repair(tx: Tx, item_id: int) -> int:
    """A repair of its own; one that is open already is not written over."""
    if open_case(tx, item_id, "repair"):
        raise Rejected(Why.CASE_OPEN, "item_id", number=tx.row("item", item_id)["number"])
    return open_repair(tx, item_id=item_id)


def _begin_repair(tx: Tx, item_id: int, day: str, fault: str, line_id: int | None = None) -> int:
    """The repair that is open on a copy, with one more fault, or a new one."""
    known, fault = open_case(tx, item_id, "repair"), fault.strip()
    if known is None:
        return tx.insert("service_case", item_id=item_id, kind="repair", state="assess", opened_on=day,
                         line_id=line_id, fault=fault)  # fmt: skip
    if fault and fault not in known["fault"]:
        both = " · ".join(part for part in (known["fault"], fault) if part)
        tx.update("service_case", known["service_case_id"], fault=both)
    return known["service_case_id"]


def _begin_quarantine(tx: Tx, item_id: int, day: str, note: str, line_id: int | None = None) -> int:
    known = open_case(tx, item_id, "quarantine")
    if known is not None:
        return known["service_case_id"]
    return tx.insert("service_case", item_id=item_id, kind="quarantine", state="open", opened_on=day, line_id=line_id,
                     note=note.strip())  # fmt: skip


def _end_repair(tx: Tx, now: Row, state: str, day: str) -> None:
    """Close the repair that is open, or leave one: copies of older registers are in repair without a case."""
    known = open_case(tx, now["item_id"], "repair")
    if known is None:
        _leave(tx, now, "repair", state, min(now["state_on"], day), day, done_by=tx.staff)
        return
    closed = _closing_day(tx, known, day)
    tx.update("service_case", known["service_case_id"], state=state, closed_on=closed, done_by=tx.staff)


def _after_repair(tx: Tx, copy: Row, state: str, then: str, day: str) -> str:
    if state == "scrapped":
        if copy["state"] not in SCRAPPABLE:
            raise Rejected(Why.STATE_FORBIDS, number=copy["number"], state=copy["state"], act="retired")
        tx.update("item", copy["item_id"], state="retired", state_on=day, retired_reason="broken")
        return "retired"
    if state != "done" or copy["state"] != "repair":  # lent, blocked or being cleaned: it stays where it is
        return copy["state"]
    wanted = "available" if then == "available" else "cleaning"
    return _move(tx, copy, where_to(tx, copy["item_id"], wanted, today=tx.today), day)


def _after_check(tx: Tx, now: Row, passed: bool, day: str, note: str) -> str:
    if not passed:
        _begin_repair(tx, now["item_id"], day, note)
        stays = now["state"] in ("lent", "blocked")
        return now["state"] if stays else _move(tx, now, "repair", day)
    if now["state"] != "control":
        return now["state"]
    return _move(tx, now, where_to(tx, now["item_id"], "available", today=tx.today), day)
