"""Packages: templates of products that usually go out together, such as a bed with mattress, grip and table."""

from collections.abc import Sequence
from typing import Any

from db import availability, products, requests
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.norwegian import fold, sort_key
from db.values import text_of

Parts = Sequence[tuple[int, int]]  # (product_id, quantity), in the order in which they are told

_PARTS = """SELECT k.package_id, k.product_id, k.quantity, p.name, p.hms_nr, p.tracking
    FROM package_part k JOIN product p ON p.product_id = k.product_id"""
_ORDERS = {"name": "k.name_key", "note": "k.note", "parts": "parts"}
_CHIPS = {"active": "k.active = 1", "retired": "k.active = 0"}
_NAMED = """SELECT k.*, coalesce(sum(c.quantity), 0) AS parts,
        coalesce(group_concat(CASE WHEN c.quantity > 1 THEN c.quantity || ' ' ELSE '' END || p.name, ', '
            ORDER BY c.position), '') AS holds
    FROM package k LEFT JOIN package_part c ON c.package_id = k.package_id
    LEFT JOIN product p ON p.product_id = c.product_id"""


def package(db: Reader, package_id: int) -> Row:
    """One package, or Rejected."""
    found = db.one("SELECT * FROM package WHERE package_id = :ref", ref=package_id)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="package", ref=package_id)
    return found


def parts(db: Reader, package_id: int) -> list[Row]:
    """What a package holds, in order: product_id, quantity, name, hms_nr, tracking."""
    return db.rows(f"{_PARTS} WHERE k.package_id = :ref ORDER BY k.position", ref=package_id)


def standing(db: Reader, package_id: int, *, today: str) -> list[dict[str, Any]]:
    """The parts with how many stand free, are reserved, and are ready: free for a package that goes out now."""
    return _standing(db, parts(db, package_id), today)


def _standing(db: Reader, rows: Sequence[Row], today: str) -> list[dict[str, Any]]:
    known = {
        row["product_id"]: {"free": row["free"], "reserved": row["reserved"], "ready": row["available"]}
        for row in availability.available_per_product(
            db, today=today, product_ids=sorted({row["product_id"] for row in rows})
        )
    }
    return [dict(row) | known[row["product_id"]] for row in rows]


def ids(
    db: Reader, *, order: str = "name", descending: bool = False, text: str = "", chip: str = "active"
) -> list[int]:
    """Ids of the packages in a list; chip is "active" or "retired". A word may stand in the name or in a part."""
    direction = "DESC" if descending else "ASC"
    found = db.rows(
        f"""{_NAMED} WHERE {_CHIPS[chip]} GROUP BY k.package_id
        ORDER BY {_ORDERS[order]} {direction} NULLS LAST, k.name_key"""
    )
    words = fold(text).split()
    return [row["package_id"] for row in found if all(word in fold(f"{row['name']} {row['holds']}") for word in words)]


def rows(db: Reader, keys: Sequence[int], *, today: str) -> list[dict[str, Any]]:
    """List rows: what each package holds as a text, of how many things, and how many can be put together now."""
    told = _standing(db, db.by_ids(f"{_PARTS} WHERE k.package_id IN ({{ids}})", keys), today)
    ready: dict[int, int] = {}
    for part in told:
        whole = part["ready"] // part["quantity"]
        ready[part["package_id"]] = min(whole, ready.get(part["package_id"], whole))
    return [dict(row) | {"ready": ready.get(row["package_id"], 0)} for row in _named(db, keys)]


def _named(db: Reader, keys: Sequence[int]) -> list[Row]:
    return db.by_ids(f"{_NAMED} WHERE k.package_id IN ({{ids}}) GROUP BY k.package_id", keys)


def chips(db: Reader) -> dict[str, int]:
    """How many packages each chip of the list holds."""
    counts = ", ".join(f"coalesce(sum({where}), 0) AS {chip}" for chip, where in _CHIPS.items())
    row = db.one(f"SELECT {counts} FROM package k")
    return dict(row) if row else {}


def find(db: Reader, text: str, limit: int = 6) -> list[Row]:
    """The packages in use whose name or parts hold every word, with what they hold as a text."""
    found = ids(db, text=text)[:limit]
    by_id = {row["package_id"]: row for row in _named(db, found)}
    return [by_id[ref] for ref in found]


def oldest_free(
    db: Reader, product_id: int, but: Sequence[int] = (), *, person_id: int | None = None, unit_id: int | None = None
) -> Row | None:
    """The copy of a product that goes out first: one that is packed for this borrower, else the oldest that is free.

    `but` are copies that are spoken for.
    """
    spoken_for = ",".join(str(int(item_id)) for item_id in but) or "0"
    return db.one(
        f"""SELECT i.item_id, i.number, i.bought_on, i.state, pl.room, pl.shelf FROM item i
        LEFT JOIN place pl ON pl.place_id = i.place_id
        LEFT JOIN request r ON r.item_id = i.item_id AND r.outcome IS NULL
        WHERE i.product_id = :product_id AND i.item_id NOT IN ({spoken_for}) AND (i.state = 'available'
            OR (i.state = 'packed' AND (r.person_id = :person_id OR r.unit_id = :unit_id)))
        ORDER BY i.state <> 'packed', i.bought_on IS NULL, i.bought_on, i.number_sort LIMIT 1""",
        product_id=product_id,
        person_id=person_id,
        unit_id=unit_id,
    )


@writes("package")
def add_package(tx: Tx, *, name: str, parts: Parts, note: str = "") -> int:
    """Make a template of at least one part; returns package_id."""
    columns = _columns(tx, name, note)
    wanted = _wanted(tx, parts)
    package_id = tx.insert("package", **columns)
    _write_parts(tx, package_id, wanted)
    tx.note(count=len(wanted))
    return package_id


@writes("package")
def change_package(tx: Tx, *, package_id: int, rev: int, name: str, parts: Parts, note: str = "") -> None:
    """Change a template; what went out by it before stays as it was."""
    wanted = _wanted(tx, parts)
    tx.update("package", package_id, rev=rev, **_columns(tx, name, note, package_id))
    had = tx.rows(
        "SELECT package_part_id, product_id, quantity FROM package_part WHERE package_id = :ref ORDER BY position",
        ref=package_id,
    )
    if [(row["product_id"], row["quantity"]) for row in had] == wanted:
        return
    for row in had:
        tx.delete("package_part", row["package_part_id"])
    _write_parts(tx, package_id, wanted)
    tx.touch("package", package_id)


@writes("package")
def retire_package(tx: Tx, *, package_id: int) -> None:
    """Take a template out of use; it is no longer offered."""
    tx.update("package", package_id, active=0)


@writes("package")
def restore_package(tx: Tx, *, package_id: int) -> None:
    """Take a template into use again."""
    tx.update("package", package_id, active=1)


@writes("request", "person", "product")
def request_package(
    tx: Tx,
    *,
    package_id: int,
    wanted_on: str,
    person_id: int | None = None,
    unit_id: int | None = None,
    without: Sequence[int] = (),
    **asked: Any,
) -> list[int]:
    """Ask for every part of a package in one step, but for the products in `without`; returns the request ids.

    `asked` is what requests.add_request takes besides: until_on, urgency, delivery, note, asked_by, asked_on.
    """
    for part in parts(tx, package_id):
        if part["product_id"] not in without:
            requests.add_request(
                tx, product_id=part["product_id"], quantity=part["quantity"], person_id=person_id, unit_id=unit_id,
                wanted_on=wanted_on, package_id=package_id, **asked,
            )  # fmt: skip
    made = tx.column("SELECT ref_id FROM change WHERE op_seq = :op AND kind = 'request' ORDER BY ref_id", op=tx.op_seq)
    if not made:
        raise Rejected(Why.MISSING_VALUE, "parts")
    tx.note(name=package(tx, package_id)["name"], count=len(made))
    return made


def _columns(tx: Tx, name: str, note: str, package_id: int | None = None) -> dict[str, str]:
    fields = {"name": name, "note": note}
    told = {key: text_of(fields, key, needed=key == "name") for key in fields}
    taken = tx.value("SELECT package_id FROM package WHERE name_key = :key", key=sort_key(told["name"]))
    if taken not in (None, package_id):
        raise Rejected(Why.NAME_TAKEN, "name", name=told["name"])
    return told | {"name_key": sort_key(told["name"])}


def _wanted(tx: Tx, parts: Parts) -> list[tuple[int, int]]:
    """The parts as they are kept; a product told twice counts together."""
    counted: dict[int, int] = {}
    for product_id, quantity in parts:
        products.product(tx, product_id)
        if quantity < 1:
            raise Rejected(Why.MISSING_VALUE, "quantity")
        counted[product_id] = counted.get(product_id, 0) + quantity
    if not counted:
        raise Rejected(Why.MISSING_VALUE, "parts")
    return list(counted.items())


def _write_parts(tx: Tx, package_id: int, wanted: Parts) -> None:
    for position, (product_id, quantity) in enumerate(wanted):
        tx.insert("package_part", package_id=package_id, product_id=product_id, quantity=quantity, position=position)
