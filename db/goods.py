"""Goods by quantity: what comes back of a line in part, what of it is lost or thrown away, and the shelf counted.

The shelf is the sum of the movements. What a borrower lost is told by two of them that weigh each other up: back from
the line, and lost. So `quantity` minus everything back is always what a line still has out.
"""

from db import loan_lines, products
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.values import past_day, text_of

# A movement back that only carries a loss: the movement made right after it says so.
CARRIES_LOSS = """EXISTS (SELECT 1 FROM movement n WHERE n.movement_id = {m}.movement_id + 1 AND n.kind = 'lost'
    AND n.line_id = {m}.line_id AND n.quantity = -{m}.quantity)"""


def movements(db: Reader, product_id: int) -> list[Row]:
    """Every movement of a product, newest first: what, how many, the day, the borrower, who did it, and the balance.

    `quantity` is what the shelf gained, `count` how many things the movement is about; `balance` is what then stood
    on the shelf. A loss at a borrower's is one row with quantity 0 and the count that was lost.
    """
    carried = CARRIES_LOSS.format(m="m")
    return db.rows(
        f"""SELECT m.movement_id, m.kind, m.on_day, m.note, m.line_id, o.staff, l.agreement_id,
            CASE WHEN m.kind = 'lost' AND m.line_id IS NOT NULL THEN 0 ELSE m.quantity END AS quantity,
            CASE WHEN m.quantity = 0 THEN CAST(m.note AS INTEGER) ELSE abs(m.quantity) END AS count,
            b.first_name, b.last_name, u.name AS unit_name,
            (SELECT sum(s.quantity) FROM movement s
                WHERE s.product_id = m.product_id AND s.movement_id <= m.movement_id) AS balance
        FROM movement m LEFT JOIN loan_line l ON l.line_id = m.line_id
        LEFT JOIN agreement a ON a.agreement_id = l.agreement_id
        LEFT JOIN person b ON b.person_id = a.person_id LEFT JOIN unit u ON u.unit_id = a.unit_id
        LEFT JOIN change c ON c.kind = 'movement' AND c.ref_id = m.movement_id AND c.action = 'insert'
        LEFT JOIN op o ON o.seq = c.op_seq
        WHERE m.product_id = :product_id AND NOT (m.kind = 'back' AND {carried})
        GROUP BY m.movement_id ORDER BY m.movement_id DESC""",
        product_id=product_id,
    )


@writes("product")
def count_stock(
    tx: Tx, *, product_id: int, counted: int, reason: str, on_day: str | None = None, seen: int | None = None
) -> int:
    """Set the shelf right after a count, with the reason; returns the difference (0 writes nothing).

    seen: what the shelf was said to hold when it was counted; Rejected(OVERTAKEN) where that has changed since.
    """
    if products.product(tx, product_id)["tracking"] != "quantity":
        raise Rejected(Why.STATE_FORBIDS, "quantity", product_id=product_id)
    if counted < 0:
        raise Rejected(Why.MISSING_VALUE, "quantity")
    note = text_of({"note": reason}, "note")
    if not note:
        raise Rejected(Why.MISSING_VALUE, "reason")
    stands = products.stock(tx, product_id)
    if seen is not None and seen != stands:
        raise Rejected(Why.OVERTAKEN, table="movement", theirs={"quantity": stands}, yours={"quantity": seen})
    day = past_day(tx, on_day)
    tx.note(on_day=day, counted=counted, stood=stands)
    if counted != stands:
        move(tx, product_id, "adjusted", counted - stands, day, note=note)
    return counted - stands


def move(
    tx: Tx, product_id: int, kind: str, quantity: int, day: str, line_id: int | None = None, note: str = ""
) -> None:
    """Write one movement; `quantity` is what the shelf gains."""
    tx.insert("movement", product_id=product_id, kind=kind, quantity=quantity, on_day=day, line_id=line_id, note=note)


def take_back(tx: Tx, now: Row, day: str, *, came: int | None, scrapped: int = 0, lost: int = 0, note: str = "") -> str:
    """Some of a line comes in (None: all that is left), some of that is thrown away, some is lost for good.

    The line stays open while anything is still out. Returns '3 Albuekrykker' for the history.
    """
    left = loan_lines.left_out(tx, now["line_id"])
    came = max(0, left - lost) if came is None else came
    if came < 0 or lost < 0 or not 0 < came + lost <= left:
        raise Rejected(Why.MORE_THAN_LENT, "quantity", left=left)
    if not 0 <= scrapped <= came:
        raise Rejected(Why.MORE_THAN_LENT, "quantity", left=came)
    if day < now["out_on"]:
        raise Rejected(Why.BACK_BEFORE_OUT, "on_day", out_on=now["out_on"])
    steps = [("back", came), ("scrapped", -scrapped), ("back", lost), ("lost", -lost)]
    for kind, quantity in steps:
        if quantity:
            move(tx, now["product_id"], kind, quantity, day, now["line_id"], note if kind == "lost" else "")
    return f"{came or lost} {products.product(tx, now['product_id'])['name']}"
