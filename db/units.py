"""Lists of wards and institutions: who they are, what they hold now."""

from collections.abc import Sequence

from db.connection import Reader, Row
from db.norwegian import fold, like

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
    words = fold(text).split()[:8]
    found_by = " AND ".join(f"u.search_key LIKE :w{n} ESCAPE '\\'" for n in range(len(words))) or "1"
    params = {f"w{n}": like(word) for n, word in enumerate(words)}
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
