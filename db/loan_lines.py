"""Lines of loans as they are read: lists, what one borrower or copy has, and what a scan may be lent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from db import equipment, products, searched
from db.connection import Reader, Row
from db.errors import Rejected, Why

DEFAULT_DAYS = 84  # twelve weeks, where neither the product nor the setting says otherwise


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


_STATUS = """CASE WHEN l.end_reason = 'returned' THEN 'returned' WHEN l.end_reason IS NOT NULL THEN l.end_reason
    WHEN l.due_on < :today THEN 'overdue' WHEN l.due_on <= date(:today, '+14 days') THEN 'due_soon'
    ELSE 'open' END"""


_TABLES = {
    "a": "JOIN agreement a ON a.agreement_id = l.agreement_id",
    "i": "LEFT JOIN item i ON i.item_id = l.item_id",
    "p": "JOIN product p ON p.product_id = coalesce(l.product_id, i.product_id)",
    "b": "LEFT JOIN person b ON b.person_id = a.person_id",
    "u": "LEFT JOIN unit u ON u.unit_id = a.unit_id",
}
_JOINS = " ".join(_TABLES.values())


LINE_ROWS = f"""SELECT l.*, {_STATUS} AS status, i.number, i.serial, i.owner, i.state,
        coalesce(l.product_id, i.product_id) AS of_product_id, p.name, p.hms_nr, p.group_name, p.loan_days,
        a.person_id, a.unit_id, a.requested_by, a.lent_by, a.signed_on,
        b.first_name, b.last_name, b.born_on, coalesce(b.protected, 0) AS protected, b.died_on, b.moved_on,
        u.name AS unit_name, coalesce(b.phone, u.phone) AS phone,
        CASE WHEN b.protected = 1 THEN '' ELSE coalesce(b.address, u.address) END AS address,
        (SELECT count(*) FROM extension e WHERE e.line_id = l.line_id) AS extensions,
        l.quantity - coalesce((SELECT sum(m.quantity) FROM movement m WHERE m.line_id = l.line_id
            AND m.kind = 'back'), 0) AS left_out,
        coalesce((SELECT -sum(m.quantity) FROM movement m WHERE m.line_id = l.line_id AND m.kind = 'lost'), 0) AS lost
    FROM loan_line l {_JOINS}"""


# What a list is sorted by, and which of the tables it needs for that.
_ORDERS = {
    "agreement": ("l.agreement_id", ""),
    "number": ("i.number_sort", "i"),
    "hms_nr": ("p.hms_nr", "ip"),
    "name": ("p.name_key", "ip"),
    "borrower": ("coalesce(b.name_key, u.name_key)", "abu"),
    "born": ("b.born_on", "ab"),
    "out": ("l.out_on", ""),
    "due": ("l.due_on", ""),
    "ended": ("l.ended_on", ""),
    "lent_by": ("a.lent_by", "a"),
    "requested_by": ("a.requested_by", "a"),
    "group": ("p.group_name", "ip"),
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
    column, tables = _ORDERS[order]
    conditions, params = [_CHIPS[chip]], {"today": today}
    for word in searched.words(db, text):
        terms = list(searched.line_terms(word))
        conditions.append(f"({' OR '.join(condition for condition, _needs in terms) or '0'})")
        tables += "".join(needs for _condition, needs in terms)
        params[word.name] = word.pattern
    joins = " ".join(join for table, join in _TABLES.items() if table in tables)
    return db.column(
        f"""SELECT l.line_id FROM loan_line l {joins} WHERE {" AND ".join(conditions)}
        ORDER BY {column} {"DESC" if descending else "ASC"} NULLS LAST, l.line_id""",
        **params,
    )


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
    parts = tuple(products.accessories(db, found["product_id"]))
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


def left_out(db: Reader, line_id: int) -> int:
    """How many of a line by quantity are still out."""
    back = "SELECT coalesce(sum(quantity), 0) FROM movement WHERE line_id = :line AND kind = 'back'"
    return db.value(f"SELECT quantity - ({back}) FROM loan_line WHERE line_id = :line", line=line_id)
