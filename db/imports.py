"""An import as one command: plain lists of good rows, written in one transaction and taken back by one undo."""

from collections.abc import Mapping, Sequence
from typing import Any

from db import hand_over, measure_imports, stay_imports
from db.command import Tx, writes
from db.connection import Reader, Row, telling
from db.errors import Rejected, Why

PLACE = ("room", "shelf", "name_key")
PRODUCT = ("hms_nr", "name", "name_key", "search_key", "iso_code", "group_name", "subgroup", "tracking", "loan_days",
           "max_user_weight_kg", "seat_width_cm", "note")  # fmt: skip
ITEM = ("number", "number_key", "number_sort", "search_key", "product_id", "serial", "owner", "place_id", "state",
        "state_on", "condition", "bought_on", "price_ore", "note", "retired_reason")  # fmt: skip
BARCODE = ("code_key", "code", "item_id")
PERSON = ("first_name", "last_name", "name_key", "search_key", "born_on", "address", "phone", "kin_name", "kin_phone",
          "note", "protected", "died_on")  # fmt: skip
UNIT = ("name", "name_key", "search_key", "address", "phone")
AGREEMENT = ("person_id", "unit_id", "out_on", "requested_by", "lent_by", "signed_on")
LINE = ("agreement_id", "item_id", "product_id", "quantity", "out_on", "original_due_on", "due_on", "ended_on",
        "end_reason", "note")  # fmt: skip
EXTENSION = ("line_id", "made_on", "old_due_on", "new_due_on", "reason")
MOVEMENT = ("product_id", "kind", "quantity", "on_day", "line_id", "note")


def shapes(db: Reader) -> dict[str, str]:
    """Remembered recognitions: JSON by shape key."""
    return {row["shape_key"]: row["data"] for row in db.rows("SELECT shape_key, data FROM import_shape")}


def latest_op(db: Reader) -> int:
    """The register's latest operation, by which a plan knows that it is still true."""
    return db.value("SELECT coalesce(max(seq), 0) FROM op")


def products(db: Reader) -> list[Row]:
    """Every product, whole."""
    return db.rows("SELECT * FROM product")


def copies(db: Reader) -> list[Row]:
    """Every copy's own columns, and whether a recall or a quarantine holds it."""
    return db.rows(
        """SELECT item_id, number, number_key, product_id, serial, owner, place_id, state, state_on, condition,
            bought_on, price_ore, note, retired_reason,
            EXISTS (SELECT 1 FROM recall_item r WHERE r.item_id = i.item_id AND r.outcome IS NULL)
            OR EXISTS (SELECT 1 FROM service_case s WHERE s.item_id = i.item_id AND s.kind = 'quarantine'
                AND s.closed_on IS NULL) AS held
        FROM item i"""
    )


def barcodes(db: Reader) -> list[Row]:
    """Every sticker: code_key and the copy's item_id."""
    return db.rows("SELECT code_key, item_id FROM barcode")


def places(db: Reader) -> list[Row]:
    """Every place: place_id, room, shelf."""
    return db.rows("SELECT place_id, room, shelf FROM place")


def stock(db: Reader) -> list[Row]:
    """Counted goods by product: product_id, on_shelf, out."""
    return db.rows(
        """SELECT product_id, sum(quantity) AS on_shelf,
            -sum(CASE WHEN kind IN ('lent', 'back') THEN quantity ELSE 0 END) AS out
        FROM movement GROUP BY product_id"""
    )


def lines(db: Reader, item_ids: Sequence[int]) -> list[Row]:
    """All loan lines of these copies, and of all counted goods, with who borrowed."""
    source = """SELECT l.line_id, l.item_id, l.product_id, l.quantity, l.out_on, l.due_on, l.original_due_on,
            l.ended_on, l.end_reason, l.note, a.person_id, a.unit_id
        FROM loan_line l JOIN agreement a ON a.agreement_id = l.agreement_id"""
    of_copies = db.by_ids(f"{source} WHERE l.item_id IN ({{ids}})", item_ids)
    return [*of_copies, *db.rows(f"{source} WHERE l.product_id IS NOT NULL")]


def people(db: Reader) -> list[Row]:
    """Every person, those merged into another as well."""
    return db.rows("SELECT * FROM person")


def units(db: Reader) -> list[Row]:
    """Every ward and institution: unit_id, name."""
    return db.rows("SELECT unit_id, name FROM unit")


@writes("setting")
def remember_shapes(tx: Tx, *, shapes: dict[str, str]) -> None:
    """Keep how sheets of these shapes are to be read, for the next book like them."""
    for key, data in shapes.items():
        tx.set_value("import_shape", key, data)


@writes(
    "item", "product", "place", "person", "unit", "loan", "request", "stay", "stay_place", "plan", "measure", "role"
)
def apply_import(
    tx: Tx,
    *,
    book: str,
    seen_op: int,
    counts: dict[str, int],
    places: Sequence[tuple],
    products: Sequence[tuple],
    product_changes: Sequence[tuple[int, dict[str, Any]]],
    items: Sequence[tuple],
    item_changes: Sequence[tuple[int, dict[str, Any]]],
    barcodes: Sequence[tuple],
    persons: Sequence[tuple],
    person_changes: Sequence[tuple[int, dict[str, Any]]],
    units: Sequence[tuple],
    agreements: Sequence[tuple],
    agreement_changes: Sequence[tuple[int, dict[str, Any]]],
    lines: Sequence[tuple],
    line_changes: Sequence[tuple[int, dict[str, Any]]],
    extensions: Sequence[tuple],
    lent: Sequence[tuple[int, str]],
    movements: Sequence[tuple],
    out_reason: str = "",
    of_stays: Mapping[str, Sequence[Any]] | None = None,
    of_measures: Mapping[str, Sequence[Any]] | None = None,
) -> dict[str, int]:
    """Write a plan. Rows are tuples in the order of PLACE … MOVEMENT; a negative id -n is the n-th new row of its
    table; `of_stays` and `of_measures` are the lists of stay_imports.write and measure_imports.write. An agreement's
    first value is a number it is to keep, or None. `lent` are (item, day out) whose line is open. out_reason is kept on
    open lines: a book tells what has happened, whoever waits for the thing. Rejected(OVERTAKEN) where the register has
    changed since the plan was made.
    """
    if (tx.value("SELECT max(seq) FROM op WHERE seq < :me", me=tx.op_seq) or 0) != seen_op:
        raise Rejected(Why.OVERTAKEN, table="import")
    made: dict[str, Sequence[int]] = {"place": tx.insert_many("place", PLACE, places)}
    made["product"] = tx.insert_many("product", PRODUCT, products)
    made["item"] = tx.insert_many("item", ITEM, _linked(items, made, {4: "product", 7: "place"}))
    tx.insert_many("barcode", BARCODE, _linked(barcodes, made, {2: "item"}))
    made["person"] = tx.insert_many("person", PERSON, persons)
    made["unit"] = tx.insert_many("unit", UNIT, units)
    _change(tx, "product", product_changes, made)
    _change(tx, "person", person_changes, made)
    _change(tx, "agreement", agreement_changes, made)
    _change(tx, "loan_line", line_changes, made)
    _unpack(tx, item_changes, lines)
    _change(tx, "item", item_changes, made)
    made["agreement"] = _agreements(tx, agreements, made)
    links = {0: "agreement", 1: "item", 2: "product"}
    reasoned = ((*row, out_reason if row[8] is None else "") for row in _linked(lines, made, links))
    made["loan_line"] = tx.insert_many("loan_line", (*LINE, "out_reason"), reasoned)
    tx.insert_many("extension", EXTENSION, _linked(extensions, made, {0: "loan_line"}))
    _lend(tx, lent, made)
    tx.insert_many("movement", MOVEMENT, _linked(movements, made, {0: "product", 4: "loan_line"}))
    tx.note(None, book=book, **counts)
    written = stay_imports.write(tx, of_stays, made["person"]) if of_stays else {}
    written |= measure_imports.write(tx, of_measures) if of_measures else {}
    return {table: len(ids) for table, ids in made.items()} | written


def _unpack(tx: Tx, item_changes: Sequence[tuple[int, dict[str, Any]]], lines: Sequence[tuple]) -> None:
    """Copies that the book has elsewhere are packed for nobody any more."""
    packed = tx.rows("SELECT item_id FROM request WHERE outcome IS NULL AND item_id IS NOT NULL")
    moved = {ref for ref, columns in item_changes if "state" in columns}
    moved |= {row[1] for row in lines if row[1] is not None and row[8] is None}
    hand_over.let_go_of(tx, [row["item_id"] for row in packed if row["item_id"] in moved])


def _real(ref: int | None, ids: Sequence[int]) -> int | None:
    return ids[-ref - 1] if ref is not None and ref < 0 else ref


def _linked(rows: Sequence[tuple], made: dict[str, Sequence[int]], links: dict[int, str]) -> list[tuple]:
    """The rows with references to new rows made into ids."""
    linked = []
    for row in rows:
        values = list(row)
        for at, table in links.items():
            if values[at] is not None and values[at] < 0:
                values[at] = made[table][-values[at] - 1]
        linked.append(tuple(values))
    return linked


def _agreements(tx: Tx, rows: Sequence[tuple], made: dict[str, Sequence[int]]) -> Sequence[int]:
    """New agreements; numbers from our own export are kept where they have never been used here."""
    plain = _linked([row[1:] for row in rows], made, {0: "person", 1: "unit"})
    numbers = [row[0] for row in rows]
    free = tx.next_id("agreement")
    if None in numbers or len(set(numbers)) < len(numbers) or any(number < free for number in numbers):
        return tx.insert_many("agreement", AGREEMENT, plain)
    return [
        tx.insert("agreement", agreement_id=number, **dict(zip(AGREEMENT, row, strict=True)))
        for number, row in zip(numbers, plain, strict=True)
    ]


def _change(tx: Tx, table: str, changes: Sequence[tuple[int, dict[str, Any]]], made: dict[str, Sequence[int]]) -> None:
    for ref, columns in changes:
        linked = dict(columns)
        for name, of in (("product_id", "product"), ("place_id", "place")):
            if name in linked:
                linked[name] = _real(linked[name], made[of])
        tx.update(table, ref, **linked)


def _lend(tx: Tx, lent: Sequence[tuple[int, str]], made: dict[str, Sequence[int]]) -> None:
    """Copies with an open line are out. Copies made here need no journal row of their own for it."""
    for ref, day in lent:
        if ref > 0:
            tx.update("item", ref, state="lent", state_on=day, retired_reason=None)
    own = [(day, made["item"][-ref - 1]) for ref, day in lent if ref < 0]
    with telling(tx.path):
        sql = "UPDATE item SET state = 'lent', state_on = ?, retired_reason = NULL WHERE item_id = ?"
        tx.conn.executemany(sql, own)
