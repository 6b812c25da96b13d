"""What of each product stands free: ready on the shelf, minus what is asked for in a stretch of days."""

from collections.abc import Sequence
from typing import Any

from db import products
from db.connection import Reader, Row

# Urgent ones first, then who needs it first, then who asked first.
QUEUE_ORDER = "(r.urgency = 'ordinary'), r.wanted_on, r.asked_on, r.request_id"
# A request reserves its product from the day it is wanted to the day it is not needed any more.
RESERVES = """r.outcome IS NULL AND (r.until_on IS NULL OR r.until_on > :since)
    AND (:until IS NULL OR r.wanted_on < :until)"""
# Read in the order of an index by product and state, which + keeps SQLite to; the other index by state would have it
# look every copy up.
_SHELF = """SELECT product_id, sum(n * (state = 'available')) AS free, sum(n * (state = 'packed')) AS packed FROM (
        SELECT i.product_id, i.state, count(*) AS n FROM item i
        WHERE +i.state IN ('available', 'packed') {of_item} GROUP BY i.product_id, i.state)
    GROUP BY product_id"""
_STOCK = """SELECT m.product_id, sum(m.quantity) AS free FROM movement m
    WHERE 1 {of_movement} GROUP BY m.product_id"""
_ASKED = f"""SELECT r.product_id, sum(r.quantity) AS reserved FROM request r
    WHERE {RESERVES} AND r.item_id IS NULL {{of_request}} GROUP BY r.product_id"""
_DUE = "l.end_reason IS NULL AND l.due_on >= :since AND l.due_on < coalesce(:until, date(:since, '+14 days'))"
_COMING = f"""SELECT product_id, sum(coming) AS coming FROM (
        SELECT i.product_id, count(*) AS coming FROM loan_line l JOIN item i ON i.item_id = l.item_id
        WHERE {_DUE} {{of_item}} GROUP BY i.product_id
        UNION ALL SELECT l.product_id, sum(l.quantity - coalesce(
            (SELECT sum(m.quantity) FROM movement m WHERE m.line_id = l.line_id AND m.kind = 'back'), 0))
        FROM loan_line l WHERE {_DUE} AND l.product_id IS NOT NULL {{of_line}} GROUP BY l.product_id)
    GROUP BY product_id"""
_ROWS = f"""SELECT p.product_id, p.tracking,
        CASE WHEN p.tracking = 'quantity' THEN coalesce(q.free, 0) ELSE coalesce(s.free, 0) END AS free,
        coalesce(s.packed, 0) AS packed, coalesce(a.reserved, 0) AS reserved, coalesce(c.coming, 0) AS coming
    FROM product p LEFT JOIN ({_SHELF}) s ON s.product_id = p.product_id
    LEFT JOIN ({_STOCK}) q ON q.product_id = p.product_id
    LEFT JOIN ({_ASKED}) a ON a.product_id = p.product_id
    LEFT JOIN ({_COMING}) c ON c.product_id = p.product_id {{of_product}}"""
_SUMS = f"""SELECT product_id, tracking, free, packed, reserved, coming,
        max(free - reserved, 0) AS available, max(reserved - free, 0) AS waiting FROM ({_ROWS})"""
_EVERY = dict.fromkeys(("of_item", "of_movement", "of_request", "of_line", "of_product"), "")


def availability(db: Reader, product_id: int, *, since: str, until: str | None = None) -> Row | None:
    """How one product stands in the days [since, until); the columns of available_per_product."""
    found = available_per_product(db, today=since, until=until, product_ids=[product_id])
    return found[0] if found else None


def available_per_product(
    db: Reader, *, today: str, until: str | None = None, product_ids: Sequence[int] | None = None
) -> list[Row]:
    """How every product stands in the days [today, until): product_id, tracking, free, packed, reserved, available,
    waiting, coming.

    free: ready on the shelf (goods: in stock). reserved: asked for in the window and not packed yet. available: free
    minus reserved, never below 0; waiting: what is asked for and has nothing on the shelf. coming: due back in the
    window (of two weeks where it has no end); what is overdue is never counted as coming.
    """
    chosen = _EVERY if product_ids is None else _only(product_ids)
    return db.rows(_SUMS.format(**chosen), since=today, until=until)


def product_rows(db: Reader, keys: Sequence[int], *, today: str) -> list[dict[str, Any]]:
    """The catalogue rows of products.rows with packed, reserved, available, waiting and coming."""
    standing = {row["product_id"]: row for row in available_per_product(db, today=today, product_ids=keys)}
    told = ("packed", "reserved", "available", "waiting", "coming")
    return [dict(row) | {name: standing[row["product_id"]][name] for name in told} for row in products.rows(db, keys)]


def _only(product_ids: Sequence[int]) -> dict[str, Any]:
    ids = ",".join(str(int(key)) for key in product_ids)
    return {
        "of_item": f"AND i.product_id IN ({ids})",
        "of_movement": f"AND m.product_id IN ({ids})",
        "of_request": f"AND r.product_id IN ({ids})",
        "of_line": f"AND l.product_id IN ({ids})",
        "of_product": f"WHERE p.product_id IN ({ids})",
    }
