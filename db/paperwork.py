"""What paper says, gathered from the register. A protected person's address, phone and kin never leave here."""

from collections.abc import Sequence
from typing import Any

from db import contacts, follow_up
from db.connection import Reader
from db.errors import Rejected, Why
from db.goods import CARRIES_LOSS
from db.norwegian import code_key, sort_key
from db.settings import settings

LENDER = ("municipality", "department", "address", "phone", "opening_hours", "terms")
AGREEMENT_MARK = "AVT"

_BORROWER = """a.agreement_id, a.person_id, a.unit_id, a.out_on, a.requested_by, a.lent_by, a.signed_on,
    p.first_name, p.last_name, u.name AS unit_name, p.born_on, p.died_on, coalesce(p.protected, 0) AS protected,
    CASE WHEN p.protected = 1 THEN '' ELSE coalesce(p.address, u.address) END AS address,
    CASE WHEN p.protected = 1 THEN '' ELSE coalesce(p.phone, u.phone) END AS phone,
    CASE WHEN p.protected = 1 THEN '' ELSE coalesce(p.kin_name, u.contact) END AS contact,
    CASE WHEN p.protected = 1 THEN '' ELSE coalesce(p.kin_phone, '') END AS contact_phone
    FROM agreement a LEFT JOIN person p ON p.person_id = a.person_id LEFT JOIN unit u ON u.unit_id = a.unit_id"""
_CARRIES = CARRIES_LOSS.format(m="m")
_LINES = f"""SELECT l.line_id, l.agreement_id, l.quantity, l.out_on, l.original_due_on, l.due_on, l.ended_on,
    l.end_reason, l.condition_in, i.number, i.serial, coalesce(i.owner, 'own') AS owner,
    CASE WHEN l.end_reason IS NULL THEN i.condition END AS condition, r.hms_nr, r.name,
    (SELECT coalesce(sum(m.quantity), 0) FROM movement m WHERE m.line_id = l.line_id AND m.kind = 'back') AS back,
    (SELECT m.quantity FROM movement m WHERE m.line_id = l.line_id AND m.kind = 'back' AND NOT {_CARRIES}
     ORDER BY m.movement_id DESC LIMIT 1) AS last_back,
    (SELECT m.on_day FROM movement m WHERE m.line_id = l.line_id AND m.kind = 'back' AND NOT {_CARRIES}
     ORDER BY m.movement_id DESC LIMIT 1) AS last_back_on,
    coalesce((SELECT -sum(m.quantity) FROM movement m WHERE m.line_id = l.line_id AND m.kind = 'lost'), 0) AS lost
    FROM loan_line l JOIN agreement a ON a.agreement_id = l.agreement_id
    LEFT JOIN item i ON i.item_id = l.item_id
    JOIN product r ON r.product_id = coalesce(i.product_id, l.product_id)"""
_ORDER = "ORDER BY i.number_sort IS NULL, i.number_sort, r.name_key, l.line_id"

Form = dict[str, Any]


def agreement_code(agreement_id: int) -> str:
    """What the barcode on an agreement says: 'AVT000123'."""
    return f"{AGREEMENT_MARK}{agreement_id:06}"


def agreement_of(code: str) -> int | None:
    """The agreement a scanned code stands for, or None when it is another kind of code."""
    key = code_key(code)
    digits = key.removeprefix(AGREEMENT_MARK)
    return int(digits) if key.startswith(AGREEMENT_MARK) and digits.isdecimal() and len(digits) >= 6 else None


def lender(db: Reader) -> dict[str, str]:
    """What the settings say of the one who lends; '' where nothing is set."""
    chosen = settings(db)
    return {key: chosen[key] for key in LENDER}


def agreement(db: Reader, agreement_id: int) -> Form:
    """An agreement with borrower, `lines` (each with `accessories`) and `lender`; lines made by mistake left out."""
    form = _one(db, f"SELECT {_BORROWER} WHERE a.agreement_id = :ref", agreement_id, "agreement")
    where = "WHERE l.agreement_id = :ref AND coalesce(l.end_reason, '') <> 'mistake'"
    return form | {"lines": _lines(db, where, ref=agreement_id), "lender": lender(db)}


def receipts(db: Reader, line_ids: Sequence[int]) -> list[Form]:
    """For each borrower what was handed in just now (`lines`) and what is still out (`open_lines`)."""
    marks = {f"line{at}": line_id for at, line_id in enumerate(line_ids)}
    listed = ", ".join(f":{mark}" for mark in marks) or "NULL"
    lines = [_handed_in(line) for line in _lines(db, f"WHERE l.line_id IN ({listed})", **marks) if _is_back(line)]
    agreements = dict.fromkeys(line["agreement_id"] for line in lines)
    forms: dict[tuple[Any, Any], Form] = {}
    for ref in agreements:
        form = _one(db, f"SELECT {_BORROWER} WHERE a.agreement_id = :ref", ref, "agreement")
        at = forms.setdefault((form["person_id"], form["unit_id"]), form | {"lines": [], "lender": lender(db)})
        at["lines"] += [line for line in lines if line["agreement_id"] == ref]
    return [form | {"open_lines": _still_out(db, form)} for form in forms.values()]


def reminder(
    db: Reader,
    *,
    today: str,
    person_id: int | None = None,
    unit_id: int | None = None,
    line_ids: Sequence[int] | None = None,
) -> Form:
    """What one borrower holds past its day, all of it or only these lines.

    `reminder` says of each line, and of the letter as a whole, which reminder this is. Rejected for the dead, the
    moved, while a lapse of need is being settled, and for those who have nothing overdue.
    """
    found = db.rows(
        f"""SELECT {_BORROWER} WHERE (a.person_id = :person_id OR a.unit_id = :unit_id)
        ORDER BY a.agreement_id DESC LIMIT 1""",
        person_id=person_id,
        unit_id=unit_id,
    )
    if not found:
        raise Rejected(Why.NO_SUCH, kind="loan")
    form = dict(found[0])
    if form["died_on"]:
        raise Rejected(Why.PERSON_IS_DEAD, ref=person_id, died_on=form["died_on"])
    late = [line for line in _still_out(db, form) if line["due_on"] and line["due_on"] < today]
    late = [line for line in late if line_ids is None or line["line_id"] in line_ids]
    if not late:
        raise Rejected(Why.NOT_LENT)
    refs = [line["line_id"] for line in late]
    if not follow_up.may_be_reminded(db, refs, today=today):
        raise Rejected(Why.REMINDERS_STOPPED)
    sent = contacts.reminders(db, refs)
    lines = [line | {"reminder": sent[line["line_id"]] + 1} for line in late]
    most = max(line["reminder"] for line in lines)
    return form | {"lines": lines, "reminder": most, "lender": lender(db), "today": today}


def labels(db: Reader, numbers: Sequence[str]) -> list[Form]:
    """Number, number_key, product name and HMS number of copies, in the order asked for; Rejected if one is unknown."""
    found = [db.one(f"{_LABEL} WHERE i.number_key = :key", key=code_key(number)) for number in numbers]
    for number, row in zip(numbers, found, strict=True):
        if row is None:
            raise Rejected(Why.NO_SUCH, kind="item", code=number)
    return [dict(row) for row in found if row is not None]


def labels_between(db: Reader, first: str, last: str) -> list[Form]:
    """The same for all copies in use from one number to another, in Norwegian natural order."""
    low, high = sorted((_place_in_order(db, first), _place_in_order(db, last)))
    where = "WHERE i.number_sort BETWEEN :low AND :high AND i.state <> 'retired'"
    return [dict(row) for row in db.rows(f"{_LABEL} {where} ORDER BY i.number_sort", low=low, high=high)]


_LABEL = """SELECT i.item_id, i.number, i.number_key, r.name, r.hms_nr
    FROM item i JOIN product r ON r.product_id = i.product_id"""


def _is_back(line: Form) -> bool:
    return bool(line["end_reason"] or line["last_back"])


def _handed_in(line: Form) -> Form:
    """A line as its receipt tells it: of goods by quantity only as many as came back the last time."""
    if line["last_back"] is None:
        return line
    return line | {"quantity": line["last_back"], "ended_on": line["last_back_on"], "end_reason": "returned"}


def _place_in_order(db: Reader, number: str) -> str:
    """The sort key of a number; as the copy writes it where one has it, so that ut0042 means UT-0042."""
    found = db.value("SELECT number_sort FROM item WHERE number_key = :key", key=code_key(number))
    return found or sort_key(number)


def _one(db: Reader, sql: str, ref: Any, kind: str) -> Form:
    row = db.one(sql, ref=ref)
    if row is None:
        raise Rejected(Why.NO_SUCH, kind=kind, ref=ref)
    return dict(row)


def _lines(db: Reader, where: str, **params: Any) -> list[Form]:
    lines = [dict(row) | {"accessories": []} for row in db.rows(f"{_LINES} {where} {_ORDER}", **params)]
    by_id = {line["line_id"]: line for line in lines}
    parts = f"""SELECT c.line_id, c.name, c.returned FROM line_accessory c
        JOIN loan_line l ON l.line_id = c.line_id JOIN agreement a ON a.agreement_id = l.agreement_id
        {where} ORDER BY c.line_accessory_id"""
    for row in db.rows(parts, **params):
        by_id[row["line_id"]]["accessories"].append({"name": row["name"], "returned": row["returned"]})
    return lines


def _still_out(db: Reader, form: Form) -> list[Form]:
    where = "WHERE l.end_reason IS NULL AND (a.person_id = :person_id OR a.unit_id = :unit_id)"
    return _lines(db, where, person_id=form["person_id"], unit_id=form["unit_id"])


def held(db: Reader, *, person_id: int, today: str) -> Form:
    """All that a person has just now, with next of kin, who sees to it and until when; Rejected without any card."""
    found = db.one(f"SELECT {_CARD} FROM person p WHERE p.person_id = :ref", ref=person_id)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="person", ref=person_id)
    form = dict(found) | {"unit_id": None, "unit_name": None}
    seen_to = db.one(
        """SELECT kind, on_day, responsible, grace_until FROM lapse WHERE person_id = :ref
        ORDER BY closed_on IS NOT NULL, lapse_id DESC LIMIT 1""",
        ref=person_id,
    )
    return form | {"lines": _still_out(db, form), "lapse": seen_to, "lender": lender(db), "today": today}


def nav_slips(db: Reader, line_ids: Sequence[int]) -> list[Form]:
    """For each borrower the things of NAV's among these lines, out or back; [] where none is NAV's."""
    marks = {f"line{at}": line_id for at, line_id in enumerate(line_ids)}
    listed = ", ".join(f":{mark}" for mark in marks) or "NULL"
    lines = _lines(
        db,
        f"""WHERE l.line_id IN ({listed})
        AND l.item_id IN (SELECT n.item_id FROM item n WHERE n.owner = 'nav')""",
        **marks,
    )
    forms: dict[tuple[Any, Any], Form] = {}
    for line in lines:
        form = _one(db, f"SELECT {_BORROWER} WHERE a.agreement_id = :ref", line["agreement_id"], "agreement")
        at = forms.setdefault((form["person_id"], form["unit_id"]), form | {"lines": [], "lender": lender(db)})
        at["lines"].append(line)
    return list(forms.values())


_CARD = """p.person_id, p.first_name, p.last_name, p.born_on, p.died_on, p.moved_on, p.protected,
    CASE WHEN p.protected = 1 THEN '' ELSE p.address END AS address,
    CASE WHEN p.protected = 1 THEN '' ELSE p.phone END AS phone,
    CASE WHEN p.protected = 1 THEN '' ELSE p.kin_name END AS contact,
    CASE WHEN p.protected = 1 THEN '' ELSE p.kin_phone END AS contact_phone"""
