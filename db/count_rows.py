"""Stock counts as they are read: the list of counts, the rows of one with their outcome, and what was never counted."""

from collections.abc import Callable, Sequence
from typing import Any

from db import equipment
from db.connection import Reader, Row
from db.norwegian import fold, sort_key
from db.search import every_word

OUTCOMES = ("found", "missing", "wrong_place", "unexpected", "left")
_LEFT = "'lent', 'retired'"
# Told from what was written down when the copy was looked for or seen, so that a closed count never changes.
_OUTCOME = f"""CASE
    WHEN r.seen_at IS NULL AND (r.expected_state IN ({_LEFT}) OR (c.closed_on IS NULL AND i.state IN ({_LEFT})))
        THEN 'left'
    WHEN r.seen_at IS NULL THEN 'missing'
    WHEN r.item_id IS NULL OR r.expected_state IN ('lent', 'retired', 'missing') THEN 'unexpected'
    WHEN r.expected = 0 OR (sp.place_id IS NOT NULL AND sp.place_id IS NOT ep.place_id
        AND NOT (sp.shelf = '' AND sp.room = coalesce(ep.room, ''))) THEN 'wrong_place'
    ELSE 'found' END"""
_TABLES = """FROM count_row r JOIN stock_count c ON c.stock_count_id = r.stock_count_id
    LEFT JOIN item i ON i.item_id = r.item_id LEFT JOIN product p ON p.product_id = i.product_id
    LEFT JOIN place ep ON ep.place_id = r.expected_place_id LEFT JOIN place sp ON sp.place_id = r.seen_place_id"""
_COUNTS = "(r.expected = 1 OR r.seen_at IS NOT NULL)"  # a sighting that was taken back is none
_OF_ONE = f"SELECT {_OUTCOME} AS outcome {_TABLES} WHERE r.stock_count_id = :ref AND {_COUNTS}"
_ROWS = f"""SELECT r.count_row_id, r.stock_count_id, r.item_id, r.code, r.expected, r.expected_state, r.seen_at,
        r.seen_place_id, {_OUTCOME} AS outcome, c.name AS count_name, c.started_on, c.closed_on,
        i.number, i.serial, i.state, i.state_on, i.place_id, p.product_id, p.name, p.hms_nr, p.group_name,
        ep.room AS expected_room, ep.shelf AS expected_shelf, sp.room AS seen_room, sp.shelf AS seen_shelf,
        l.line_id, b.first_name, b.last_name, u.name AS unit_name,
        r.seen_place_id IS NOT NULL AND r.seen_place_id IS i.place_id AS moved
    {_TABLES} LEFT JOIN loan_line l ON l.item_id = r.item_id AND l.end_reason IS NULL
    LEFT JOIN agreement a ON a.agreement_id = l.agreement_id
    LEFT JOIN person b ON b.person_id = a.person_id LEFT JOIN unit u ON u.unit_id = a.unit_id"""
_ROW_ORDERS = {
    "outcome": "outcome_order",
    "number": "i.number_sort",
    "name": "p.name_key",
    "place": "ep.name_key",
    "seen_place": "sp.name_key",
    "seen_at": "r.seen_at",
}
_RANK = f"""CASE {_OUTCOME} WHEN 'unexpected' THEN 1 WHEN 'wrong_place' THEN 2 WHEN 'missing' THEN 3
    WHEN 'left' THEN 4 ELSE 5 END"""
_ORDERS: dict[str, Callable[[Row], Any]] = {
    "name": lambda row: sort_key(row["name"]),
    "place": lambda row: sort_key(place_of(row)),
    "started": lambda row: (row["started_on"], row["stock_count_id"]),
    "closed": lambda row: (row["closed_on"] or "", row["stock_count_id"]),
}
_CHIPS = {"all": "1", "open": "c.closed_on IS NULL", "closed": "c.closed_on IS NOT NULL"}
_NEVER = """SELECT i.item_id FROM item i WHERE i.state <> 'retired' AND NOT EXISTS (
    SELECT 1 FROM count_row r JOIN stock_count c ON c.stock_count_id = r.stock_count_id
    WHERE r.item_id = i.item_id AND r.seen_at IS NOT NULL AND c.closed_on IS NOT NULL)"""

_STANDING = {"all": "1", "in": "i.state NOT IN ('lent', 'missing')", "away": "i.state IN ('lent', 'missing')"}


def ids(db: Reader, *, order: str = "started", descending: bool = True, text: str = "", chip: str = "all") -> list[int]:
    """Ids of the counts in the list; chip is "all", "open" or "closed"."""
    found = db.rows(f"SELECT c.* FROM stock_count c WHERE {_CHIPS[chip]} ORDER BY c.stock_count_id")
    wanted = fold(text).split()
    listed = [row for row in found if all(word in fold(f"{row['name']} {place_of(row)}") for word in wanted)]
    listed.sort(key=_ORDERS[order], reverse=descending)
    return [row["stock_count_id"] for row in listed]


def place_of(row: Row) -> str:
    """Room and shelf of a count as one text; '' where everything is counted."""
    return f"{row['room'] or ''} {row['shelf'] or ''}".strip()


def rows(db: Reader, keys: Sequence[int]) -> list[dict[str, Any]]:
    """Counts with `expected`, `seen` and how many there are of each outcome."""
    found = db.by_ids("SELECT c.* FROM stock_count c WHERE c.stock_count_id IN ({ids})", keys)
    return [dict(row) | tally(db, row["stock_count_id"]) for row in found]


def chips(db: Reader) -> dict[str, int]:
    """How many counts each chip holds."""
    sql = "SELECT count(*) AS n, coalesce(sum(closed_on IS NULL), 0) AS open FROM stock_count"
    row = db.rows(sql)[0]
    return {"all": row["n"], "open": row["open"], "closed": row["n"] - row["open"]}


def tally(db: Reader, stock_count_id: int) -> dict[str, int]:
    """How many rows of a count have each outcome; with `expected`, `seen` and `expected_seen` of them all."""
    counted = db.rows(f"SELECT outcome, count(*) AS n FROM ({_OF_ONE}) GROUP BY outcome", ref=stock_count_id)
    sums = db.rows(
        """SELECT coalesce(sum(r.expected), 0) AS expected, count(r.seen_at) AS seen,
            coalesce(sum(r.expected = 1 AND r.seen_at IS NOT NULL), 0) AS expected_seen
        FROM count_row r WHERE r.stock_count_id = :ref""",
        ref=stock_count_id,
    )[0]
    return dict.fromkeys(OUTCOMES, 0) | {row["outcome"]: row["n"] for row in counted} | dict(sums)


def row_ids(
    db: Reader,
    stock_count_id: int,
    *,
    order: str = "outcome",
    descending: bool = False,
    text: str = "",
    chip: str = "all",
) -> list[int]:
    """Ids of the rows of one count; chip is "all" or an outcome. By outcome, what must be looked into comes first."""
    where, params = every_word("coalesce(i.search_key, '') || ' ' || coalesce(p.search_key, '') || ' ' || r.code", text)
    outcome = "1" if chip == "all" else f"{_OUTCOME} = :outcome"
    direction = "DESC" if descending else "ASC"
    last = {} if chip == "all" else {"outcome": chip}
    return db.column(
        f"""SELECT r.count_row_id, {_RANK} AS outcome_order {_TABLES}
        WHERE r.stock_count_id = :ref AND {_COUNTS} AND {outcome} AND {where}
        ORDER BY {_ROW_ORDERS[order]} {direction} NULLS LAST, ep.name_key, i.number_sort, r.code""",
        ref=stock_count_id,
        **(params | last),
    )


def row_rows(db: Reader, keys: Sequence[int]) -> list[Row]:
    """Rows of counts for ids, in no order, each with its outcome and how the copy stands now."""
    return db.by_ids(_ROWS + " WHERE r.count_row_id IN ({ids})", keys)


def all_row_ids(db: Reader) -> list[int]:
    """Every row of every count, the newest count first."""
    counts = db.column("SELECT stock_count_id FROM stock_count ORDER BY started_on DESC, stock_count_id DESC")
    return [ref for count in counts for ref in row_ids(db, count)]


def never_counted(
    db: Reader, *, today: str, order: str = "number", descending: bool = False, text: str = "", chip: str = "all"
) -> list[int]:
    """Ids of the copies in use that no closed count has ever seen; orders as in equipment.item_ids.

    chip is "all", "in" (should stand on a shelf) or "away" (lent or missing).
    """
    never = set(db.column(f"{_NEVER} AND {_STANDING[chip]}"))
    listed = equipment.item_ids(db, today=today, order=order, descending=descending, text=text)
    return [ref for ref in listed if ref in never]


def never_chips(db: Reader) -> dict[str, int]:
    """How many copies no closed count has seen: all of them, and those that should stand on a shelf."""
    sql = f"""SELECT count(*) AS n, coalesce(sum(i.state IN ('lent', 'missing')), 0) AS away
        FROM item i WHERE i.item_id IN ({_NEVER})"""
    row = db.rows(sql)[0]
    return {"all": row["n"], "away": row["away"], "in": row["n"] - row["away"]}


def sheet(db: Reader, *, room: str | None = None, shelf: str | None = None) -> list[Row]:
    """What should stand in a place now, shelf by shelf, for a count on paper."""
    return db.rows(
        """SELECT i.number, i.serial, i.state, p.name, p.hms_nr, coalesce(pl.room, '') AS room,
            coalesce(pl.shelf, '') AS shelf
        FROM item i JOIN product p ON p.product_id = i.product_id LEFT JOIN place pl ON pl.place_id = i.place_id
        WHERE i.state NOT IN ('lent', 'missing', 'retired')
            AND (:room IS NULL OR (pl.room = :room AND (:shelf IS NULL OR pl.shelf = :shelf)))
        ORDER BY pl.name_key IS NULL, pl.name_key, p.name_key, i.number_sort""",
        room=room,
        shelf=shelf,
    )
