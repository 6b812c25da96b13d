"""Loans: agreements with lines that each end by themselves; lending, taking back, extending, swapping."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from db import equipment
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.norwegian import code_key, fold, like
from db.people import ensure_day, refuse_national_id

DEFAULT_DAYS = 84  # twelve weeks, where neither the product nor the setting says otherwise
# What a copy's condition at return makes of it.
AFTER_RETURN = {
    "clean": "available",
    "dirty": "cleaning",
    "damaged": "repair",
    "infectious": "blocked",
    "incomplete": "cleaning",
}
OVERRIDABLE = frozenset({"new", "packed", "cleaning", "control"})  # may go out with a reason, which is kept


@dataclass(frozen=True, slots=True)
class Offer:
    """The answer to one scan in a loan: the copy, and why it cannot go out (None = ready)."""

    code: str
    item: Row | None
    why: Why | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    accessories: tuple[str, ...] = ()

    @property
    def overridable(self) -> bool:
        """Whether a reason would let the copy go out all the same."""
        return self.item is not None and self.item["state"] in OVERRIDABLE


@dataclass(frozen=True, slots=True)
class Return:
    """One line that comes back: its condition, what of its accessories is missing, and how many of a quantity."""

    line_id: int
    condition: str = "dirty"
    missing_accessories: tuple[str, ...] = ()
    quantity: int | None = None
    note: str = ""


# --- reading -------------------------------------------------------------------------------------------------

_STATUS = """CASE WHEN l.end_reason = 'returned' THEN 'returned' WHEN l.end_reason IS NOT NULL THEN l.end_reason
    WHEN l.due_on < :today THEN 'overdue' WHEN l.due_on <= date(:today, '+14 days') THEN 'due_soon'
    ELSE 'open' END"""
_JOINS = """JOIN agreement a ON a.agreement_id = l.agreement_id
    LEFT JOIN item i ON i.item_id = l.item_id
    JOIN product p ON p.product_id = coalesce(l.product_id, i.product_id)
    LEFT JOIN person b ON b.person_id = a.person_id LEFT JOIN unit u ON u.unit_id = a.unit_id"""
LINE_ROWS = f"""SELECT l.*, {_STATUS} AS status, i.number, i.serial, i.owner, i.state,
        coalesce(l.product_id, i.product_id) AS of_product_id, p.name, p.hms_nr, p.group_name, p.loan_days,
        a.person_id, a.unit_id, a.requested_by, a.lent_by, a.signed_on,
        b.first_name, b.last_name, b.born_on, coalesce(b.protected, 0) AS protected, b.died_on,
        u.name AS unit_name, coalesce(b.phone, u.phone) AS phone,
        CASE WHEN b.protected = 1 THEN '' ELSE coalesce(b.address, u.address) END AS address,
        (SELECT count(*) FROM extension e WHERE e.line_id = l.line_id) AS extensions,
        l.quantity - coalesce((SELECT sum(m.quantity) FROM movement m WHERE m.line_id = l.line_id
            AND m.kind = 'back'), 0) AS left_out
    FROM loan_line l {_JOINS}"""
_ORDERS = {
    "agreement": "l.agreement_id",
    "number": "i.number_sort",
    "hms_nr": "p.hms_nr",
    "name": "p.name_key",
    "borrower": "coalesce(b.name_key, u.name_key)",
    "born": "b.born_on",
    "out": "l.out_on",
    "due": "l.due_on",
    "ended": "l.ended_on",
    "lent_by": "a.lent_by",
    "requested_by": "a.requested_by",
    "group": "p.group_name",
}
_CHIPS = {
    "open": "l.end_reason IS NULL",
    "overdue": "l.end_reason IS NULL AND l.due_on < :today",
    "week": "l.end_reason IS NULL AND l.due_on >= :today AND l.due_on < date(:today, '+7 days')",
    "later": "l.end_reason IS NULL AND l.due_on >= date(:today, '+7 days')",
    "no_due": "l.end_reason IS NULL AND l.due_on IS NULL",
    "ended": "l.end_reason IS NOT NULL",
    "all": "1",
}


def line(db: Reader, line_id: int, *, today: str) -> Row:
    """One line with its copy, agreement and borrower, or Rejected."""
    found = db.one(f"{LINE_ROWS} WHERE l.line_id = :line_id", line_id=line_id, today=today)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="loan_line", ref=line_id)
    return found


def ids(
    db: Reader, *, today: str, order: str = "due", descending: bool = False, text: str = "", chip: str = "open"
) -> list[int]:
    """Ids of the lines in a list; chip is one of open, overdue, week, later, no_due, ended, all."""
    where, params = _matches(text)
    # The many-rowed tables are joined only where the order or the search needs them.
    joins = _JOINS if text or order not in ("agreement", "out", "due", "ended") else ""
    found = db.rows(
        f"""SELECT l.line_id FROM loan_line l {joins} WHERE {_CHIPS[chip]} AND {where}
        ORDER BY {_ORDERS[order]} {"DESC" if descending else "ASC"} NULLS LAST, l.line_id""",
        **(params | {"today": today}),
    )
    return [row[0] for row in found]


def rows(db: Reader, keys: Sequence[int], *, today: str) -> list[Row]:
    """The list rows of lines for ids, in no order; status is computed for today."""
    chosen = ",".join(str(int(key)) for key in keys)
    return db.rows(f"{LINE_ROWS} WHERE l.line_id IN ({chosen})", today=today)


def chips(db: Reader, *, today: str) -> dict[str, int]:
    """How many lines each chip holds."""
    counts = ", ".join(f"coalesce(sum({where}), 0) AS {chip}" for chip, where in _CHIPS.items() if chip in _OPEN_CHIPS)
    row = db.one(
        f"""SELECT {counts}, (SELECT count(*) FROM loan_line) AS "all"
        FROM loan_line l WHERE l.end_reason IS NULL""",
        today=today,
    )
    counted = {key: row[key] for key in row.keys()} if row else {}  # noqa: SIM118 (a Row iterates its values)
    return counted | {"ended": counted["all"] - counted["open"]}


_OPEN_CHIPS = ("open", "overdue", "week", "later", "no_due")


def open_line(db: Reader, item_id: int, *, today: str) -> Row | None:
    """The line by which a copy is out just now."""
    where = "WHERE l.item_id = :item_id AND l.end_reason IS NULL"
    return db.one(f"{LINE_ROWS} {where}", item_id=item_id, today=today)


def of_agreement(db: Reader, agreement_id: int, *, today: str) -> list[Row]:
    """All lines of an agreement, ended ones as well."""
    where = "WHERE l.agreement_id = :agreement_id ORDER BY l.line_id"
    return db.rows(f"{LINE_ROWS} {where}", agreement_id=agreement_id, today=today)


def of_borrower(
    db: Reader, *, today: str, person_id: int | None = None, unit_id: int | None = None, open_only: bool = False
) -> list[Row]:
    """What a person or unit holds and has held, open lines first, newest first."""
    which = "a.person_id = :ref" if person_id else "a.unit_id = :ref"
    still = "AND l.end_reason IS NULL" if open_only else ""
    return db.rows(
        f"""{LINE_ROWS} WHERE {which} {still}
        ORDER BY l.end_reason IS NOT NULL, l.out_on DESC, l.line_id DESC""",
        ref=person_id or unit_id,
        today=today,
    )


def of_item(db: Reader, item_id: int, *, today: str) -> list[Row]:
    """All lines by which a copy has been out, newest first."""
    where = "WHERE l.item_id = :item_id ORDER BY l.out_on DESC, l.line_id DESC"
    return db.rows(f"{LINE_ROWS} {where}", item_id=item_id, today=today)


def extensions(db: Reader, line_id: int) -> list[Row]:
    """How a line's due day has moved, oldest first."""
    return db.rows("SELECT * FROM extension WHERE line_id = :line_id ORDER BY extension_id", line_id=line_id)


def line_accessories(db: Reader, line_id: int) -> list[Row]:
    """What went out with a line: name and returned (None while out)."""
    return db.rows("SELECT * FROM line_accessory WHERE line_id = :line_id ORDER BY 1", line_id=line_id)


def offer(db: Reader, code: str, *, today: str) -> Offer:
    """What a scan in a loan answers: ready, or why not."""
    found = equipment.scanned(db, code)
    if found is None:
        return Offer(code, None, Why.NO_SUCH, {"code": code})
    parts = tuple(equipment.accessories(db, found["product_id"]))
    if found["state"] == "available":
        return Offer(code, found, accessories=parts)
    if found["state"] == "lent":
        borrower = {"first_name": found["first_name"], "last_name": found["last_name"], "unit": found["unit_name"]}
        return Offer(code, found, Why.LENT_ALREADY, {**borrower, "due_on": found["due_on"]}, parts)
    return Offer(code, found, Why.NOT_LENDABLE, {"state": found["state"]}, parts)


def default_days(db: Reader, product_ids: Sequence[int] = ()) -> int:
    """Days until a loan falls due: the shortest of the products' own, else the setting, else twelve weeks."""
    chosen = ",".join(str(int(key)) for key in product_ids)
    own = db.value(f"SELECT min(loan_days) FROM product WHERE product_id IN ({chosen})") if chosen else None
    setting = db.value("SELECT value FROM setting WHERE key = 'loan_days'")
    return own or int(setting or DEFAULT_DAYS)


# --- writing -------------------------------------------------------------------------------------------------


@writes("loan", "item", "person", "product")
def lend(
    tx: Tx,
    *,
    item_ids: Sequence[int] = (),
    goods: Mapping[int, int] | None = None,
    person_id: int | None = None,
    unit_id: int | None = None,
    due_on: str | None,
    out_on: str | None = None,
    requested_by: str = "",
    lent_by: str | None = None,
    note: str = "",
    accessories: Mapping[int, Sequence[str]] | None = None,
    overrides: Mapping[int, str] | None = None,
) -> int:
    """Lend copies (item_ids) and goods by quantity (product_id → number) to a person or a unit.

    due_on None is a loan without a due day. accessories: item_id → what goes out with it (default: all that
    belongs to the product). overrides: item_id → reason, for copies that do not stand ready. Returns agreement_id.
    """
    day = _past_day(tx, out_on, "out_on")
    due = ensure_day(due_on, "due_on")
    if due and due < day:
        raise Rejected(Why.DUE_BEFORE_OUT, "due_on", due_on=due, out_on=day)
    _refuse_borrower(tx, person_id, unit_id, day)
    if not item_ids and not goods:
        raise Rejected(Why.NOTHING_TO_LEND, "items")
    if len(set(item_ids)) < len(item_ids):
        raise Rejected(Why.SAME_ITEM_TWICE, "items")
    refuse_national_id(note=note)
    agreement_id = tx.insert(
        "agreement", person_id=person_id, unit_id=unit_id, out_on=day, requested_by=requested_by.strip(),
        lent_by=tx.staff if lent_by is None else lent_by, note=note.strip(),
    )  # fmt: skip
    terms = {"agreement_id": agreement_id, "out_on": day, "original_due_on": due, "due_on": due}
    numbers = [
        _lend_item(tx, item_id, terms, accessories or {}, (overrides or {}).get(item_id, "")) for item_id in item_ids
    ]
    for product_id, quantity in (goods or {}).items():
        _lend_goods(tx, product_id, quantity, terms)
    tx.note(on_day=day, agreement_id=agreement_id, numbers=numbers, due_on=due, count=len(numbers) + len(goods or {}))
    return agreement_id


@writes("loan", "item", "person", "product")
def take_back(tx: Tx, *, returns: Sequence[Return], on_day: str | None = None) -> list[int]:
    """Register that lines came back; each copy goes where its condition sends it. Returns the line ids."""
    if not returns:
        raise Rejected(Why.MISSING_VALUE, "items")
    day = _past_day(tx, on_day, "on_day")
    numbers = [_take_back_line(tx, one, day) for one in returns]
    tx.note(on_day=day, numbers=numbers, conditions=[one.condition for one in returns], count=len(returns))
    return [one.line_id for one in returns]


@writes("loan", "person")
def extend(tx: Tx, *, line_ids: Sequence[int], due_on: str | None, reason: str = "", asked_by: str = "") -> list[int]:
    """Move the due day of open lines, overdue ones as well; the old day is kept in its own row."""
    if not line_ids:
        raise Rejected(Why.MISSING_VALUE, "items")
    due = ensure_day(due_on, "due_on")
    refuse_national_id(reason=reason)
    for line_id in line_ids:
        now = _open(tx, line_id)
        if due and due < max(now["out_on"], tx.today):
            raise Rejected(Why.DUE_BEFORE_OUT, "due_on", due_on=due, out_on=max(now["out_on"], tx.today))
        if due == now["due_on"]:
            raise Rejected(Why.SAME_DUE_DAY, "due_on", due_on=due)
        tx.insert("extension", line_id=line_id, made_on=tx.today, old_due_on=now["due_on"], new_due_on=due,
                  reason=reason.strip(), asked_by=asked_by.strip())  # fmt: skip
        tx.update("loan_line", line_id, due_on=due)
    tx.note(due_on=due, reason=reason, count=len(line_ids))
    return list(line_ids)


@writes("loan", "item", "person")
def swap(
    tx: Tx, *, line_id: int, item_id: int, condition: str = "dirty", on_day: str | None = None, note: str = ""
) -> int:
    """Exchange the copy of a line in one step: same agreement, same due day. Returns the new line's id."""
    day = _past_day(tx, on_day, "on_day")
    now = _open(tx, line_id)
    if now["item_id"] is None:
        raise Rejected(Why.NOT_LENT, "items")
    old = _end_line(tx, now, day, "swapped", condition, note)
    terms = {
        "agreement_id": now["agreement_id"],
        "out_on": day,
        "original_due_on": now["original_due_on"] and max(now["original_due_on"], day),
        "due_on": now["due_on"] and max(now["due_on"], day),
        "swapped_from": line_id,
    }
    new = _lend_item(tx, item_id, terms, {}, "")
    tx.note(on_day=day, numbers=[old, new])
    return tx.value("SELECT line_id FROM loan_line WHERE swapped_from = :old", old=line_id)


@writes("loan", "item", "person", "product")
def lose(tx: Tx, *, line_ids: Sequence[int], on_day: str | None = None, note: str = "") -> list[int]:
    """End lines whose things are gone; copies become missing, goods by quantity are lost."""
    day = _past_day(tx, on_day, "on_day")
    numbers = []
    for line_id in line_ids:
        now = _open(tx, line_id)
        numbers.append(_end_line(tx, now, day, "lost", None, note, state="missing"))
    tx.note(on_day=day, numbers=numbers)
    return list(line_ids)


@writes("loan")
def mark_signed(tx: Tx, *, agreement_id: int, on_day: str | None) -> None:
    """Tell that the paper agreement came back signed (or, with None, that it did not)."""
    tx.update("agreement", agreement_id, signed_on=ensure_day(on_day, "signed_on"))


@writes("loan", "person", "unit")
def change_agreement(tx: Tx, *, agreement_id: int, rev: int, requested_by: str, note: str) -> None:
    """Mend who asked for a loan, and its note."""
    refuse_national_id(note=note)
    tx.update("agreement", agreement_id, rev=rev, requested_by=requested_by.strip(), note=note.strip())


def left_out(db: Reader, line_id: int) -> int:
    """How many of a line by quantity are still out."""
    back = "SELECT coalesce(sum(quantity), 0) FROM movement WHERE line_id = :line AND kind = 'back'"
    return db.value(f"SELECT quantity - ({back}) FROM loan_line WHERE line_id = :line", line=line_id)


def _refuse_borrower(tx: Tx, person_id: int | None, unit_id: int | None, day: str) -> None:
    if (person_id is None) == (unit_id is None):
        raise Rejected(Why.NO_BORROWER, "borrower")
    if person_id is None:
        tx.row("unit", unit_id or 0)
        return
    borrower = tx.row("person", person_id)
    if borrower["died_on"] and borrower["died_on"] <= day:
        raise Rejected(Why.PERSON_IS_DEAD, "borrower", died_on=borrower["died_on"])


def _lend_item(tx: Tx, item_id: int, terms: dict[str, Any], parts: Mapping[int, Sequence[str]], override: str) -> str:
    now = tx.row("item", item_id)
    if now["state"] == "lent":
        raise Rejected(Why.LENT_ALREADY, "items", number=now["number"])
    if now["state"] != "available" and not (override and now["state"] in OVERRIDABLE):
        raise Rejected(Why.NOT_LENDABLE, "items", number=now["number"], state=now["state"])
    _refuse_overlap(tx, now, terms["out_on"])
    line_id = tx.insert("loan_line", item_id=item_id, note=override, **terms)
    for name in parts.get(item_id, equipment.accessories(tx, now["product_id"])):
        tx.insert("line_accessory", line_id=line_id, name=name)
    tx.update("item", item_id, state="lent", state_on=terms["out_on"])
    return now["number"]


def _refuse_overlap(tx: Tx, item: Row, out_on: str) -> None:
    """A backdated loan cannot begin while the copy was still out to somebody else."""
    until = tx.value("SELECT max(ended_on) FROM loan_line WHERE item_id = :item", item=item["item_id"])
    if until and out_on < until:
        raise Rejected(Why.LENT_THEN, "out_on", number=item["number"], until=until)


def _lend_goods(tx: Tx, product_id: int, quantity: int, terms: dict[str, Any]) -> None:
    goods = tx.row("product", product_id)
    if goods["tracking"] != "quantity" or quantity < 1:
        raise Rejected(Why.MISSING_VALUE, "quantity")
    if equipment.stock(tx, product_id) < quantity:
        raise Rejected(Why.TOO_FEW_IN_STOCK, "quantity", name=goods["name"], stock=equipment.stock(tx, product_id))
    line_id = tx.insert("loan_line", product_id=product_id, quantity=quantity, **terms)
    _move(tx, product_id, "lent", -quantity, terms["out_on"], line_id)


def _take_back_line(tx: Tx, one: Return, day: str) -> str:
    now = _open(tx, one.line_id)
    if one.condition not in AFTER_RETURN:
        raise Rejected(Why.MISSING_VALUE, "condition")
    for part in line_accessories(tx, one.line_id):
        back = int(part["name"] not in one.missing_accessories)
        tx.update("line_accessory", part["line_accessory_id"], returned=back)
    if now["item_id"] is None:
        return _take_back_goods(tx, now, one, day)
    return _end_line(tx, now, day, "returned", one.condition, one.note)


def _take_back_goods(tx: Tx, now: Row, one: Return, day: str) -> str:
    """Goods come back in part: the line ends with the last of them."""
    left = left_out(tx, now["line_id"])
    quantity = left if one.quantity is None else one.quantity
    if not 0 < quantity <= left:
        raise Rejected(Why.MORE_THAN_LENT, "quantity", left=left)
    if day < now["out_on"]:
        raise Rejected(Why.BACK_BEFORE_OUT, "on_day", out_on=now["out_on"])
    _move(tx, now["product_id"], "back", quantity, day, now["line_id"])
    if quantity == left:
        tx.update("loan_line", now["line_id"], ended_on=day, end_reason="returned", condition_in=one.condition)
    return f"{quantity} {tx.row('product', now['product_id'])['name']}"


def _end_line(
    tx: Tx, now: Row, day: str, reason: str, condition: str | None, note: str, state: str | None = None
) -> str:
    if day < now["out_on"]:
        raise Rejected(Why.BACK_BEFORE_OUT, "on_day", out_on=now["out_on"])
    refuse_national_id(note=note)
    ended = {"ended_on": day, "end_reason": reason, "condition_in": condition}
    notes = " · ".join(part for part in (now["note"], note.strip()) if part)
    tx.update("loan_line", now["line_id"], **ended, note=notes)
    if now["item_id"] is None:
        left = left_out(tx, now["line_id"])
        _move(tx, now["product_id"], "lost", 0, day, now["line_id"], note=f"{left}")
        return f"{left} {tx.row('product', now['product_id'])['name']}"
    item = tx.row("item", now["item_id"])
    tx.update("item", now["item_id"], state=state or AFTER_RETURN[condition or "dirty"], state_on=day)
    return item["number"]


def _move(tx: Tx, product_id: int, kind: str, quantity: int, day: str, line_id: int, note: str = "") -> None:
    tx.insert("movement", product_id=product_id, kind=kind, quantity=quantity, on_day=day, line_id=line_id, note=note)


def _open(tx: Tx, line_id: int) -> Row:
    now = tx.row("loan_line", line_id)
    if now["end_reason"] is not None:
        raise Rejected(Why.NOT_LENT, "items", ended_on=now["ended_on"])
    return now


def _past_day(tx: Tx, on_day: str | None, name: str) -> str:
    day = ensure_day(on_day, name) or tx.today
    if day > tx.today:
        raise Rejected(Why.DAY_IN_FUTURE, name, day=day)
    return day


def _matches(text: str) -> tuple[str, dict[str, str]]:
    words = fold(text).split()[:8]
    where = " AND ".join(_ONE_WORD.replace(":w", f":w{n}").replace(":c", f":c{n}") for n in range(len(words)))
    params = {f"w{n}": like(word) for n, word in enumerate(words)}
    return where or "1", params | {f"c{n}": code_key(word) or "-" for n, word in enumerate(words)}


_ONE_WORD = r"""(b.search_key LIKE :w ESCAPE '\' OR u.search_key LIKE :w ESCAPE '\' OR p.search_key LIKE :w ESCAPE '\'
    OR i.search_key LIKE :w ESCAPE '\' OR l.agreement_id || '' = :c)"""
