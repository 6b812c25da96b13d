"""Recalls of a product or a range of its serial numbers: which copies they hit, who holds them, what became of each."""

import json
import re
from collections.abc import Sequence
from typing import Any

from db import equipment, hand_over, service
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.norwegian import fold, like, sort_key
from db.values import past_day, text_of

OUTCOMES = ("fixed", "not_affected", "scrapped", "replaced")
BLOCKS = frozenset({"available", "new", "packed", "cleaning", "control"})  # what stands ready, or nearly, is blocked
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_RETIRED_AS = {"scrapped": "broken", "replaced": "other"}


def recall(db: Reader, recall_id: int) -> Row:
    """One recall with the name of its product, or Rejected."""
    found = db.one(
        """SELECT r.*, p.name, p.hms_nr FROM recall r JOIN product p ON p.product_id = r.product_id
        WHERE r.recall_id = :ref""",
        ref=recall_id,
    )
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="recall", ref=recall_id)
    return found


def hit(
    db: Reader, product_id: int, *, serial_from: str = "", serial_to: str = "", without_serial: bool = True
) -> list[Row]:
    """The copies in use that a recall would hit: item_id, number, serial, state, and who holds those that are out.

    Serial numbers compare as people read them, digits by value; an empty end is open. A copy whose serial number
    nobody has written down is hit by a range as well, unless without_serial is False.
    """
    low, high = serial_key(serial_from), serial_key(serial_to)
    rows = db.rows(
        """SELECT i.item_id, i.number, i.serial, i.state, b.first_name, b.last_name, u.name AS unit_name,
            coalesce(b.phone, u.phone) AS phone
        FROM item i LEFT JOIN loan_line l ON l.item_id = i.item_id AND l.end_reason IS NULL
        LEFT JOIN agreement a ON a.agreement_id = l.agreement_id
        LEFT JOIN person b ON b.person_id = a.person_id LEFT JOIN unit u ON u.unit_id = a.unit_id
        WHERE i.product_id = :product AND i.state <> 'retired' ORDER BY i.number_sort""",
        product=product_id,
    )
    if not low and not high:
        return rows
    return [row for row in rows if _within(row["serial"], low, high, without_serial)]


def serial_key(serial: str) -> str:
    """A serial number as it is compared: its letters and its numbers by value, whatever stands between them."""
    return " ".join(sort_key(part) for part in _PARTS.findall(serial))


def _within(serial: str, low: str, high: str, without_serial: bool) -> bool:
    key = serial_key(serial)
    return low <= key and (not high or key <= high) if key else without_serial


@writes("recall", "item", "request")
def open_recall(
    tx: Tx,
    *,
    title: str,
    reason: str = "",
    product_id: int,
    serial_from: str = "",
    serial_to: str = "",
    without_serial: bool = True,
) -> int:
    """Recall the copies that are hit: those on the shelf are blocked at once. Returns recall_id."""
    tx.row("product", product_id)
    ends = {name: text_of({name: text}, name) for name, text in (("from", serial_from), ("to", serial_to))}
    ends = {f"serial_{name}": text for name, text in ends.items()}
    rows = hit(tx, product_id, **ends, without_serial=without_serial)
    if not rows:
        raise Rejected(Why.NOTHING_RECALLED, "serial_from")
    told = {"title": _title(title), "reason": text_of({"note": reason}, "note")}
    recall_id = tx.insert("recall", **told, product_id=product_id, **ends, opened_on=tx.today)
    hand_over.let_go_of(tx, [row["item_id"] for row in rows if row["state"] == "packed"])
    for row in rows:
        tx.insert("recall_item", recall_id=recall_id, item_id=row["item_id"])
        if row["state"] in BLOCKS:
            tx.update("item", row["item_id"], state="blocked", state_on=tx.today)
    tx.note(numbers=[row["number"] for row in rows], title=told["title"])
    return recall_id


@writes("recall")
def change_recall(tx: Tx, *, recall_id: int, rev: int, title: str, reason: str = "") -> None:
    """Mend what a recall is called and what it says."""
    columns = {"title": _title(title), "reason": text_of({"note": reason}, "note")}
    tx.update("recall", recall_id, rev=rev, **columns)
    tx.note(title=columns["title"])


@writes("recall", "item", "service", "request")
def handle_recalled(
    tx: Tx, *, recall_item_ids: Sequence[int], outcome: str, on_day: str | None = None, note: str = ""
) -> list[int]:
    """Tell what became of recalled copies; a recall whose copies are all dealt with is closed. Returns their ids.

    Fixed and not affected: a blocked copy goes back to where it stood, or to cleaning if it has been out since.
    Scrapped and replaced: it is retired, which one that is lent cannot be.
    """
    if outcome not in OUTCOMES:
        raise Rejected(Why.MISSING_VALUE, "outcome")
    if not recall_item_ids:
        raise Rejected(Why.MISSING_VALUE, "items")
    day = past_day(tx, on_day)
    rows = [_to_do(tx, ref) for ref in recall_item_ids]
    for row in rows:
        said = " · ".join(part for part in (row["note"], note.strip()) if part)
        tx.update("recall_item", row["recall_item_id"], outcome=outcome, handled_on=day, note=said)
    for row in rows:
        _carry_out(tx, row, outcome, day)
    for recall_id in dict.fromkeys(row["recall_id"] for row in rows):
        left = "SELECT count(*) FROM recall_item WHERE recall_id = :ref AND outcome IS NULL"
        if not tx.value(left, ref=recall_id):
            tx.update("recall", recall_id, closed_on=day)
    tx.data.clear()  # what the retirement noted of single copies
    numbers = [tx.row("item", row["item_id"])["number"] for row in rows]
    tx.note(on_day=day, outcome=outcome, numbers=numbers, note=note)
    return [row["item_id"] for row in rows]


@writes("recall")
def note_recalled(tx: Tx, *, recall_item_ids: Sequence[int], note: str) -> None:
    """Write what was agreed about recalled copies, such as a call and a day."""
    for ref in recall_item_ids:
        tx.update("recall_item", ref, note=text_of({"note": note}, "note"))
    tx.note(numbers=[tx.row("item", tx.row("recall_item", ref)["item_id"])["number"] for ref in recall_item_ids])


def _title(title: str) -> str:
    try:
        return text_of({"name": title}, "name", needed=True)
    except Rejected as fault:
        raise Rejected(fault.why, "title", **fault.facts) from fault


def _to_do(tx: Tx, recall_item_id: int) -> Row:
    row = tx.row("recall_item", recall_item_id)
    if row["outcome"] is not None:
        raise Rejected(Why.RECALL_HANDLED, handled_on=row["handled_on"])
    return row


def _carry_out(tx: Tx, row: Row, outcome: str, day: str) -> None:
    now = tx.row("item", row["item_id"])
    if outcome in _RETIRED_AS:
        if now["state"] != "retired":
            equipment.act(tx, item_ids=[now["item_id"]], act="retired", reason=_RETIRED_AS[outcome], on_day=day)
    elif now["state"] == "blocked" and (stood := _stood(tx, row, now)) != "blocked":
        ends = service.where_to(tx, now["item_id"], stood, today=tx.today)
        if ends != "blocked":
            tx.update("item", now["item_id"], state=ends, state_on=day)


def _stood(tx: Tx, row: Row, now: Row) -> str:
    """Where a copy stood when the recall blocked it; cleaning where it has come in since then.

    One that was blocked before the recall stays so.
    """
    before = tx.value(
        """SELECT c.before FROM change made JOIN change c ON c.op_seq = made.op_seq
        WHERE made.kind = 'recall_item' AND made.ref_id = :ref AND made.action = 'insert'
            AND c.kind = 'item' AND c.ref_id = :item AND c.after LIKE '%"blocked"%'""",
        ref=row["recall_item_id"],
        item=row["item_id"],
    )
    if before is None:
        opened = tx.row("recall", row["recall_id"])["opened_on"]
        return "blocked" if now["state_on"] < opened else "cleaning"
    return json.loads(before)["state"]


# the lists


_TABLES = """FROM recall_item r JOIN recall c ON c.recall_id = r.recall_id
    JOIN item i ON i.item_id = r.item_id JOIN product p ON p.product_id = i.product_id
    LEFT JOIN place pl ON pl.place_id = i.place_id
    LEFT JOIN loan_line l ON l.item_id = i.item_id AND l.end_reason IS NULL
    LEFT JOIN agreement a ON a.agreement_id = l.agreement_id
    LEFT JOIN person b ON b.person_id = a.person_id LEFT JOIN unit u ON u.unit_id = a.unit_id"""
_ROWS = f"""SELECT r.*, coalesce('recall_' || r.outcome, 'recall_to_do') AS status, c.title, c.reason, c.opened_on,
        c.closed_on, i.number, i.serial, i.state, i.state_on, i.owner, p.name, p.hms_nr, pl.room, pl.shelf,
        l.line_id, l.out_on, l.due_on, a.person_id, a.unit_id, b.first_name, b.last_name, b.born_on, b.died_on,
        coalesce(b.protected, 0) AS protected, u.name AS unit_name, coalesce(b.phone, u.phone) AS phone,
        CASE WHEN b.protected = 1 THEN '' ELSE coalesce(b.address, u.address) END AS address
    {_TABLES}"""
_CHIPS = {
    "to_do": "r.outcome IS NULL",
    "out": "r.outcome IS NULL AND l.line_id IS NOT NULL",
    "in": "r.outcome IS NULL AND l.line_id IS NULL",
    "handled": "r.outcome IS NOT NULL",
    "all": "1",
}
_ORDERS = {
    "number": "i.number_sort",
    "name": "p.name_key",
    "serial": "i.serial",
    "holder": "coalesce(b.name_key, u.name_key)",
    "state": "i.state",
    "status": "r.outcome",
    "title": "c.title",
    "handled": "r.handled_on",
    "opened": "c.opened_on",
}


def recalls(db: Reader) -> list[Row]:
    """Every recall, those that are open first and the newest first: recall_id, title, closed_on, and how many to do."""
    return db.rows(
        """SELECT c.*, p.name, count(r.recall_item_id) AS copies, sum(r.outcome IS NULL) AS to_do
        FROM recall c JOIN product p ON p.product_id = c.product_id JOIN recall_item r ON r.recall_id = c.recall_id
        GROUP BY c.recall_id ORDER BY c.closed_on IS NOT NULL, c.opened_on DESC, c.recall_id DESC"""
    )


def item_ids(
    db: Reader,
    *,
    order: str = "holder",
    descending: bool = False,
    text: str = "",
    chip: str = "to_do",
    recall_id: int | None = None,
) -> list[int]:
    """recall_item ids; chip is to_do, out (with a borrower), in, handled or all; of one recall, or of all of them."""
    conditions: list[str] = [_CHIPS[chip]]
    params: dict[str, Any] = {"recall": recall_id}
    for number, word in enumerate(fold(text).split()):
        params[f"w{number}"] = like(word)
        conditions.append(
            f"""(i.search_key LIKE :w{number} ESCAPE '\\' OR p.search_key LIKE :w{number} ESCAPE '\\'
            OR b.search_key LIKE :w{number} ESCAPE '\\' OR u.search_key LIKE :w{number} ESCAPE '\\')"""
        )
    return db.column(
        f"""SELECT r.recall_item_id {_TABLES}
        WHERE (:recall IS NULL OR r.recall_id = :recall) AND {" AND ".join(conditions)}
        ORDER BY {_ORDERS[order]} {"DESC" if descending else "ASC"} NULLS LAST, i.number_sort, r.recall_item_id""",
        **params,
    )


def item_rows(db: Reader, keys: Sequence[int]) -> list[Row]:
    """The list rows for recall_item ids, in no order; the address of a protected person is ''."""
    return db.by_ids(_ROWS + " WHERE r.recall_item_id IN ({ids})", keys)


def chips(db: Reader, recall_id: int | None = None) -> dict[str, int]:
    """How many copies each chip holds, of one recall or of all."""
    counts = ", ".join(f'coalesce(sum({where}), 0) AS "{chip}"' for chip, where in _CHIPS.items() if chip != "all")
    sql = f'SELECT {counts}, count(*) AS "all" {_TABLES} WHERE :recall IS NULL OR r.recall_id = :recall'
    return dict(db.rows(sql, recall=recall_id)[0])


def of_item(db: Reader, item_id: int) -> list[int]:
    """The recall_item ids of a copy, those that are not dealt with first, the newest first."""
    sql = """SELECT recall_item_id FROM recall_item WHERE item_id = :item
        ORDER BY outcome IS NOT NULL, recall_item_id DESC"""
    return db.column(sql, item=item_id)


def open_on(db: Reader, item_id: int) -> list[Row]:
    """The recalls of a copy that have not been dealt with: recall_id, title, opened_on."""
    return db.rows(
        """SELECT c.recall_id, c.title, c.opened_on FROM recall_item r JOIN recall c ON c.recall_id = r.recall_id
        WHERE r.item_id = :item AND r.outcome IS NULL ORDER BY c.opened_on, c.recall_id""",
        item=item_id,
    )


def letters(db: Reader, recall_item_ids: Sequence[int]) -> list[dict[str, Any]]:
    """One form to each living borrower or unit that holds some of these copies and has not been helped yet.

    Each has the borrower's name, address ('' where protected) and `recalls`: [{title, reason, lines}].
    """
    rows = [dict(row) for row in item_rows(db, recall_item_ids) if row["line_id"] and not row["outcome"]]
    rows.sort(key=lambda row: (sort_key(row["unit_name"] or f"{row['last_name']} {row['first_name']}"), row["number"]))
    forms: dict[tuple[Any, Any], dict[str, Any]] = {}
    for row in rows:
        if row["died_on"]:
            continue
        form = forms.setdefault((row["person_id"], row["unit_id"]), row | {"recalls": {}})
        said = form["recalls"].setdefault(
            row["recall_id"], {"title": row["title"], "reason": row["reason"], "lines": []}
        )
        said["lines"].append(row | {"accessories": []})
    return [form | {"recalls": list(form["recalls"].values())} for form in forms.values()]
