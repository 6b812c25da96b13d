"""Products: the catalogue that copies belong to, what goes with them, and goods that are counted by quantity."""

import re
from collections.abc import Sequence
from typing import Any

from db import texts
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.norwegian import search_key, sort_key
from db.search import every_word
from db.values import past_day

PRODUCT_FIELDS = (
    "hms_nr", "name", "iso_code", "group_name", "subgroup", "tracking", "loan_days", "max_user_weight_kg",
    "seat_width_cm", "consumable", "note", "check_months",
)  # fmt: skip
_NUMBERS = ("loan_days", "max_user_weight_kg", "seat_width_cm", "check_months")


def product(db: Reader, product_id: int) -> Row:
    """One product, or Rejected."""
    found = db.one("SELECT * FROM product WHERE product_id = :product_id", product_id=product_id)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="product", ref=product_id)
    return found


def find(db: Reader, text: str, limit: int = 12) -> list[Row]:
    """Products whose name, group, note or HMS number holds every word, with how many stand ready."""
    where, params = every_word("p.search_key", text)
    return db.rows(
        f"""SELECT p.*, CASE WHEN p.tracking = 'quantity'
            THEN (SELECT coalesce(sum(m.quantity), 0) FROM movement m WHERE m.product_id = p.product_id)
            ELSE (SELECT count(*) FROM item i WHERE i.product_id = p.product_id AND i.state = 'available')
            END AS ready
        FROM product p WHERE {where} ORDER BY p.name_key LIMIT :limit""",
        limit=limit,
        **params,
    )


def groups(db: Reader) -> list[str]:
    """The names of the product groups in use."""
    return [row[0] for row in db.rows("SELECT DISTINCT group_name FROM product WHERE group_name <> '' ORDER BY 1")]


def ids(db: Reader, *, order: str = "name", descending: bool = False, text: str = "", group: str = "") -> list[int]:
    """Ids of the products in the catalogue list."""
    columns = {"name": "p.name_key", "hms_nr": "p.hms_nr", "group": "p.group_name", "iso": "p.iso_code"}
    where, params = every_word("p.search_key", text)
    where += " AND p.group_name = :group" if group else ""
    return db.column(
        f"""SELECT p.product_id FROM product p WHERE {where}
        ORDER BY {columns[order]} {"DESC" if descending else "ASC"} NULLS LAST, p.name_key""",
        **(params | ({"group": group} if group else {})),
    )


def rows(db: Reader, keys: Sequence[int]) -> list[Row]:
    """Catalogue rows with how many copies there are (items), stand ready (ready) and are lent (lent)."""
    return db.by_ids(
        """SELECT p.*, coalesce(s.items, 0) AS items,
            CASE WHEN p.tracking = 'quantity' THEN coalesce(q.shelf, 0) ELSE coalesce(s.ready, 0) END AS ready,
            CASE WHEN p.tracking = 'quantity' THEN coalesce(o.lent, 0) ELSE coalesce(s.lent, 0) END AS lent
        FROM product p
        LEFT JOIN (SELECT product_id, count(*) AS items, sum(state = 'available') AS ready, sum(state = 'lent') AS lent
            FROM item WHERE state <> 'retired' GROUP BY product_id) s ON s.product_id = p.product_id
        LEFT JOIN (SELECT product_id, sum(quantity) AS shelf FROM movement GROUP BY product_id) q
            ON q.product_id = p.product_id
        LEFT JOIN (SELECT l.product_id, -sum(m.quantity) AS lent
            FROM loan_line l JOIN movement m ON m.line_id = l.line_id
            WHERE l.end_reason IS NULL AND m.kind IN ('lent', 'back') GROUP BY l.product_id) o
            ON o.product_id = p.product_id
        WHERE p.product_id IN ({ids})""",
        keys,
    )


def accessories(db: Reader, product_id: int) -> list[str]:
    """What belongs with a product, in order."""
    sql = "SELECT name FROM product_accessory WHERE product_id = :product_id ORDER BY position"
    return [row[0] for row in db.rows(sql, product_id=product_id)]


@writes("product")
def add_product(tx: Tx, *, accessory_names: Sequence[str] = (), **fields: Any) -> int:
    """Register a product; returns product_id. Fields as PRODUCT_FIELDS; name is needed."""
    product_id = tx.insert("product", **product_columns(fields))
    _set_accessories(tx, product_id, accessory_names)
    return product_id


@writes("product", "item", "loan")
def change_product(
    tx: Tx, *, product_id: int, rev: int, accessory_names: Sequence[str] | None = None, **fields: Any
) -> None:
    """Change a product; Rejected(OVERTAKEN) where somebody else changed it meanwhile."""
    merged = {name: tx.row("product", product_id)[name] for name in PRODUCT_FIELDS} | fields
    tx.update("product", product_id, rev=rev, **product_columns(merged))
    if accessory_names is not None and _set_accessories(tx, product_id, accessory_names):
        tx.touch("product", product_id)


@writes("product")
def move_stock(tx: Tx, *, product_id: int, kind: str, quantity: int, note: str = "", on_day: str | None = None) -> int:
    """Goods by quantity in ("in"), out ("scrapped", "lost") or counted right ("adjusted", signed)."""
    if tx.row("product", product_id)["tracking"] != "quantity":
        raise Rejected(Why.STATE_FORBIDS, "quantity", product_id=product_id)
    if quantity == 0:
        raise Rejected(Why.MISSING_VALUE, "quantity")
    signed = quantity if kind in ("in", "adjusted") else -abs(quantity)
    day = past_day(tx, on_day)
    tx.note(on_day=day, kind=kind, quantity=quantity)
    return tx.insert("movement", product_id=product_id, kind=kind, quantity=signed, on_day=day, note=note)


def stock(db: Reader, product_id: int) -> int:
    """How many of a product by quantity stand on the shelf: the sum of its movements."""
    sql = "SELECT coalesce(sum(quantity), 0) FROM movement WHERE product_id = :product_id"
    return db.value(sql, product_id=product_id)


def product_keys(name: str, hms_nr: str | None, group: str, subgroup: str) -> dict[str, str]:
    """name_key and search_key of a product, also for the import."""
    return {"name_key": sort_key(name), "search_key": search_key(name, hms_nr, group, subgroup)}


def product_columns(fields: dict[str, Any]) -> dict[str, Any]:
    """Every column of a product from what a form or a list gives; Rejected with the field at fault."""
    name = " ".join(texts.cleaned(str(fields.get("name") or "")).split())
    if not name:
        raise Rejected(Why.MISSING_VALUE, "name")
    if len(name) > 300:
        raise Rejected(Why.TOO_LONG, "name", longest=300)
    hms_nr = str(fields.get("hms_nr") or "").replace(" ", "") or None
    if hms_nr and not re.fullmatch(r"[0-9]{6}", hms_nr):
        raise Rejected(Why.HMS_NR_FORM, "hms_nr")
    group, subgroup = (str(fields.get(key) or "").strip() for key in ("group_name", "subgroup"))
    return {
        "hms_nr": hms_nr,
        "name": name,
        "iso_code": str(fields.get("iso_code") or "").replace(" ", "") or None,
        "group_name": group,
        "subgroup": subgroup,
        "tracking": fields.get("tracking") or "single",
        **{key: fields.get(key) or None for key in _NUMBERS},
        "consumable": int(bool(fields.get("consumable"))),
        "note": str(fields.get("note") or "").strip(),
        **product_keys(name, hms_nr, group, subgroup),
    }


def _set_accessories(tx: Tx, product_id: int, names: Sequence[str]) -> bool:
    """Make these the accessories; whether anything changed."""
    wanted = list(dict.fromkeys(" ".join(name.split()) for name in map(texts.cleaned, names) if name.strip()))
    if wanted == accessories(tx, product_id):
        return False
    for row in tx.rows("SELECT accessory_id FROM product_accessory WHERE product_id = :p", p=product_id):
        tx.delete("product_accessory", row[0])
    for position, name in enumerate(wanted):
        tx.insert("product_accessory", product_id=product_id, name=name, position=position)
    return True
