"""Wards and institutions as borrowers: cards, search, and what they hold now."""

from collections.abc import Sequence
from typing import Any

from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.norwegian import search_key, sort_key
from db.search import every_word
from db.values import text_of

UNIT_FIELDS = ("name", "kind", "address", "phone", "contact", "active")
_OPEN = """(SELECT count(*) FROM agreement a JOIN loan_line l ON l.agreement_id = a.agreement_id
    WHERE a.unit_id = u.unit_id AND l.end_reason IS NULL)"""
_LATE = """(SELECT count(*) FROM agreement a JOIN loan_line l ON l.agreement_id = a.agreement_id
    WHERE a.unit_id = u.unit_id AND l.end_reason IS NULL AND l.due_on < :today)"""
_ORDERS = {"name": "u.name_key", "kind": "u.kind", "contact": "u.contact", "phone": "u.phone", "open": _OPEN,
           "late": _LATE}  # fmt: skip
_CHIPS = {"active": "u.active = 1", "borrowing": f"{_OPEN} > 0", "inactive": "u.active = 0"}


def ids(
    db: Reader, *, today: str, order: str = "name", descending: bool = False, text: str = "", chip: str = "active"
) -> list[int]:
    """Ids of the units in a list; chip is "active", "borrowing" or "inactive"."""
    found_by, params = every_word("u.search_key", text)
    sql = f"""SELECT u.unit_id FROM unit u WHERE {_CHIPS[chip]} AND {found_by}
        ORDER BY {_ORDERS[order]} {"DESC" if descending else "ASC"} NULLS LAST, u.name_key"""
    return [row[0] for row in db.rows(sql, **(params | ({"today": today} if ":today" in sql else {})))]


def rows(db: Reader, keys: Sequence[int], *, today: str) -> list[Row]:
    """The list rows of units for ids, with open_lines and overdue counted."""
    chosen = ",".join(str(int(key)) for key in keys)
    return db.rows(
        f"SELECT u.*, {_OPEN} AS open_lines, {_LATE} AS overdue FROM unit u WHERE u.unit_id IN ({chosen})",
        today=today,
    )


def chips(db: Reader) -> dict[str, int]:
    """How many units each chip of the list holds."""
    counts = ", ".join(f"coalesce(sum({where}), 0) AS {chip}" for chip, where in _CHIPS.items())
    row = db.one(f"SELECT {counts} FROM unit u")
    return dict(row) if row else {}


def unit(db: Reader, unit_id: int) -> Row:
    """One ward or institution, or Rejected."""
    found = db.one("SELECT * FROM unit WHERE unit_id = :unit_id", unit_id=unit_id)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="unit", ref=unit_id)
    return found


def find(db: Reader, text: str, limit: int = 12) -> list[Row]:
    """Wards and institutions in use whose name holds every word of the text."""
    where, params = every_word("u.search_key", text)
    return db.rows(
        f"SELECT u.* FROM unit u WHERE u.active = 1 AND {where} ORDER BY u.name_key LIMIT :limit",
        limit=limit,
        **params,
    )


@writes("unit")
def add_unit(tx: Tx, **fields: Any) -> int:
    """Register a ward or institution as borrower; returns unit_id."""
    return tx.insert("unit", **_unit_columns(fields))


@writes("unit", "loan")
def change_unit(tx: Tx, *, unit_id: int, rev: int, **fields: Any) -> None:
    """Change a ward or institution."""
    merged = {name: tx.row("unit", unit_id)[name] for name in UNIT_FIELDS} | fields
    tx.update("unit", unit_id, rev=rev, **_unit_columns(merged))


def _unit_columns(fields: dict[str, Any]) -> dict[str, Any]:
    texts = {name: text_of(fields, name, needed=name == "name") for name in ("name", "address", "phone", "contact")}
    keys = {"name_key": sort_key(texts["name"]), "search_key": search_key(texts["name"], texts["contact"])}
    return {**texts, **keys, "kind": fields.get("kind") or "ward", "active": int(fields.get("active", True))}
