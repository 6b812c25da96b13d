"""Requests: somebody needs a product for a person or a unit by a day. An open one reserves the product.

The waiting list of a product has one order: urgent requests first, then the day they are wanted, the day they were
asked, and their number. Which copy goes out is decided when it is packed or handed over.
"""

from collections.abc import Sequence
from typing import Any

from db import availability as shelf
from db import hand_over, people
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.search import every_word
from db.values import ensure_day, past_day, text_of

URGENCIES = ("ordinary", "pressure_sore", "terminal", "discharge", "decline")
DELIVERIES = ("fetch", "deliver")
REQUEST_FIELDS = (
    "product_id", "quantity", "person_id", "unit_id", "wanted_on", "until_on", "urgency", "delivery", "note",
    "asked_by", "asked_on",
)  # fmt: skip
availability = shelf.availability
available_per_product = shelf.available_per_product

_WAITS = "r.outcome IS NULL AND r.item_id IS NULL AND (r.until_on IS NULL OR r.until_on > :today)"
_QUEUE = f"""SELECT r.request_id, row_number() OVER queue AS place, sum(r.quantity) OVER queue AS through
    FROM request r WHERE {_WAITS} {{of_product}}
    WINDOW queue AS (PARTITION BY r.product_id ORDER BY {shelf.QUEUE_ORDER})"""
_FREE = """CASE WHEN p.tracking = 'quantity'
    THEN (SELECT coalesce(sum(m.quantity), 0) FROM movement m WHERE m.product_id = r.product_id)
    ELSE (SELECT count(*) FROM item f WHERE f.product_id = r.product_id AND f.state = 'available') END"""
REQUEST_ROWS = f"""SELECT r.*, r.outcome AS end_reason,
        p.name, p.hms_nr, p.group_name, p.tracking, p.iso_code, p.loan_days, i.number, i.state,
        b.first_name, b.last_name, b.born_on, coalesce(b.protected, 0) AS protected, b.died_on,
        u.name AS unit_name, coalesce(b.phone, u.phone) AS phone,
        CASE WHEN b.protected = 1 THEN '' ELSE coalesce(b.address, u.address) END AS address,
        q.place, CASE WHEN q.place IS NULL THEN 0 ELSE q.through <= {_FREE} END AS coverable,
        CAST(julianday(coalesce(r.closed_on, :today)) - julianday(r.asked_on) AS INTEGER) AS days_waited,
        CASE WHEN r.outcome IS NOT NULL THEN r.outcome WHEN r.item_id IS NOT NULL THEN 'packed'
            WHEN q.place IS NULL THEN 'lapsed' WHEN q.through <= {_FREE} THEN 'coverable' ELSE 'waiting' END AS status
    FROM request r JOIN product p ON p.product_id = r.product_id
    LEFT JOIN item i ON i.item_id = r.item_id
    LEFT JOIN person b ON b.person_id = r.person_id LEFT JOIN unit u ON u.unit_id = r.unit_id
    LEFT JOIN ({_QUEUE}) q ON q.request_id = r.request_id"""
_OF_ALL = {"of_product": ""}
_ORDERS = {
    "wanted": ("r.wanted_on",),
    "urgency": ("(r.urgency = 'ordinary')", "r.urgency"),
    "name": ("p.name_key",),
    "borrower": ("coalesce(b.name_key, u.name_key)",),
    "quantity": ("r.quantity",),
    "delivery": ("r.delivery",),
    "asked_by": ("r.asked_by",),
    "asked": ("r.asked_on",),
    "waited": ("days_waited",),
    "place": ("place",),
    "number": ("i.number_sort",),
    "status": ("status",),
    "closed": ("r.closed_on",),
}
_CHIPS = {
    "open": "outcome IS NULL",
    "urgent": "outcome IS NULL AND urgency <> 'ordinary'",
    "coverable": "status = 'coverable'",
    "now": "outcome IS NULL AND wanted_on <= :today",
    "packed": "status = 'packed'",
    "filled": "outcome = 'filled'",
    "cancelled": "outcome = 'cancelled'",
    "all": "1",
}
_OPEN_CHIPS = ("open", "urgent", "coverable", "now", "packed")


def request(db: Reader, request_id: int, *, today: str) -> Row:
    """One request with its product, borrower, packed copy and place in the queue, or Rejected."""
    found = db.one(_rows_of("r.request_id = :ref"), ref=request_id, today=today)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="request", ref=request_id)
    return found


def ids(
    db: Reader, *, today: str, order: str = "wanted", descending: bool = False, text: str = "", chip: str = "open"
) -> list[int]:
    """Ids of the requests in a list; chip is one of open, urgent, coverable, now, packed, filled, cancelled, all."""
    where, params = every_word("(p.search_key || ' ' || coalesce(b.search_key, u.search_key, ''))", text)
    direction = "DESC" if descending else "ASC"
    sorted_by = ", ".join(f"{one} {direction} NULLS LAST" for one in _ORDERS[order])
    return db.column(
        f"""{REQUEST_ROWS.format(**_OF_ALL)} WHERE {where} AND {_CHIPS[chip]}
        ORDER BY {sorted_by}, (r.urgency = 'ordinary'), r.wanted_on, r.request_id""",
        today=today,
        **params,
    )


def rows(db: Reader, keys: Sequence[int], *, today: str) -> list[Row]:
    """The list rows of requests for ids, in no order: place in the queue, coverable, days_waited, status."""
    chosen = ",".join(str(int(key)) for key in keys)
    return db.rows(_rows_of(f"r.request_id IN ({chosen})"), today=today)


def chips(db: Reader, *, today: str) -> dict[str, int]:
    """How many requests each chip holds; of the closed ones only their outcome is read."""
    counts = ", ".join(f'coalesce(sum({_CHIPS[chip]}), 0) AS "{chip}"' for chip in _OPEN_CHIPS)
    row = db.one(f"SELECT {counts} FROM ({REQUEST_ROWS.format(**_OF_ALL)} WHERE r.outcome IS NULL)", today=today)
    ended = db.rows("SELECT outcome, count(*) AS n FROM request WHERE outcome IS NOT NULL GROUP BY outcome")
    found = dict.fromkeys(_CHIPS, 0) | (dict(row) if row else {}) | {one["outcome"]: one["n"] for one in ended}
    return found | {"all": found["open"] + found["filled"] + found["cancelled"]}


def waiting(db: Reader, product_id: int, *, today: str) -> list[Row]:
    """Who waits for a product, in the order of the queue; those with a packed copy wait no longer."""
    return db.rows(
        f"{_rows_of('r.product_id = :product')} AND q.place IS NOT NULL ORDER BY q.place",
        product=product_id,
        today=today,
    )


def first_in_line(db: Reader, item_id: int, *, today: str) -> Row | None:
    """The request that a copy is for: the first of its product's queue that no other copy covers; None without one.

    The copy may stand ready already, or come to do so.
    """
    product_id, state = hand_over.product_and_state(db, item_id)
    others = "SELECT count(*) FROM item WHERE product_id = :product AND state = 'available'"
    free = db.value(others, product=product_id) - (state == "available")
    return next((row for row in waiting(db, product_id, today=today) if row["place"] > free), None)


def of_borrower(
    db: Reader, *, today: str, person_id: int | None = None, unit_id: int | None = None, open_only: bool = True
) -> list[Row]:
    """What is asked for somebody, the first wanted at the top."""
    which = "r.person_id = :ref" if person_id else "r.unit_id = :ref"
    still = "AND r.outcome IS NULL" if open_only else ""
    return db.rows(
        f"{_rows_of(f'{which} {still}')} ORDER BY r.outcome IS NOT NULL, r.wanted_on, r.request_id",
        ref=person_id or unit_id,
        today=today,
    )


def suggested(db: Reader, request_id: int) -> Row | None:
    """The copy to hand over: the packed one, else the oldest of the product that stands ready; None without any."""
    found = copies(db, request_id, limit=1)
    return found[0] if found and (found[0]["same_product"] or found[0]["packed"]) else None


def copies(db: Reader, request_id: int, limit: int = 12) -> list[Row]:
    """The copies that would serve a request, the suggested one first, then others of the same ISO class.

    Columns of equipment.item, and same_product, packed and check_overdue (0 or 1).
    """
    return hand_over.copies(db, request_id, limit)


def alike(db: Reader, item_id: int, *, person_id: int | None = None, unit_id: int | None = None) -> Row | None:
    """The borrower's oldest open request for another product of the copy's ISO class, which the copy would meet."""
    return db.one(
        """SELECT r.request_id, r.asked_on, r.wanted_on, w.name FROM item i
        JOIN product p ON p.product_id = i.product_id
        JOIN product w ON w.iso_code = p.iso_code AND w.product_id <> p.product_id
        JOIN request r ON r.product_id = w.product_id AND r.outcome IS NULL AND r.item_id IS NULL
        WHERE i.item_id = :item AND r.person_id IS :person AND r.unit_id IS :unit
        ORDER BY r.asked_on, r.request_id LIMIT 1""",
        item=item_id,
        person=person_id,
        unit=unit_id,
    )


def passes(db: Reader, request_id: int) -> list[Row]:
    """When somebody else went before this request, and why: on_day, reason, number of the copy; newest first."""
    return db.rows(
        """SELECT x.*, coalesce(i.number, k.number) AS number FROM request_pass x
        LEFT JOIN loan_line l ON l.line_id = x.line_id LEFT JOIN item i ON i.item_id = l.item_id
        LEFT JOIN request n ON n.request_id = x.instead_id LEFT JOIN item k ON k.item_id = n.item_id
        WHERE x.request_id = :ref ORDER BY x.request_pass_id DESC""",
        ref=request_id,
    )


def line_of(db: Reader, request_id: int) -> int | None:
    """The loan line that filled a request."""
    return db.value("SELECT line_id FROM loan_line WHERE request_id = :ref", ref=request_id)


def askers(db: Reader, limit: int = 30) -> list[str]:
    """Who has asked before, for loans as well, most used first."""
    found = db.column(
        """SELECT name FROM (
            SELECT * FROM (SELECT asked_by AS name FROM request WHERE asked_by <> ''
                ORDER BY request_id DESC LIMIT 1000)
            UNION ALL SELECT * FROM (SELECT requested_by FROM agreement WHERE requested_by <> ''
                ORDER BY agreement_id DESC LIMIT 1000))
        GROUP BY name ORDER BY count(*) DESC, name LIMIT :limit""",
        limit=limit,
    )
    return list(found)


@writes("request", "person", "product")
def add_request(
    tx: Tx,
    *,
    product_id: int,
    quantity: int = 1,
    person_id: int | None = None,
    unit_id: int | None = None,
    wanted_on: str,
    until_on: str | None = None,
    urgency: str = "ordinary",
    delivery: str = "fetch",
    note: str = "",
    asked_by: str = "",
    asked_on: str | None = None,
    package_id: int | None = None,
) -> int:
    """Ask for a product for a person or a unit by a day; returns request_id.

    Of a product with numbered copies each copy is a request of its own (one line fills one request): for a quantity
    of three, three are made, and the first one's id is returned. asked_on None is today.
    """
    asked = {
        "product_id": product_id, "quantity": quantity, "person_id": person_id, "unit_id": unit_id,
        "wanted_on": wanted_on, "until_on": until_on, "urgency": urgency, "delivery": delivery, "note": note,
        "asked_by": asked_by, "asked_on": asked_on,
    }  # fmt: skip
    columns, name = _columns(tx, asked)
    made = [tx.insert("request", **columns, package_id=package_id) for _n in range(_rows_for(tx, columns))]
    tx.note(
        on_day=columns["asked_on"], name=name, wanted_on=columns["wanted_on"], urgency=urgency, count=quantity,
        request_ids=[*tx.data.get("request_ids", ()), *made],
    )  # fmt: skip
    tx.note(None, **_borrower(columns))
    return made[0]


@writes("request", "person", "product")
def change_request(tx: Tx, *, request_id: int, rev: int | None = None, **fields: Any) -> None:
    """Change an open request (REQUEST_FIELDS); a packed copy goes back to the shelf where the product changes."""
    now = _open(tx, request_id)
    columns, name = _columns(tx, {key: now[key] for key in REQUEST_FIELDS} | fields)
    if columns["quantity"] > 1 and tx.row("product", columns["product_id"])["tracking"] == "single":
        raise Rejected(Why.ONE_COPY_EACH, "quantity")
    if rev is not None and now["rev"] != rev:
        raise Rejected(Why.OVERTAKEN, table="request", theirs=dict(now), yours=columns)
    if columns["product_id"] != now["product_id"]:
        hand_over.let_go(tx, now)
    tx.update("request", request_id, **columns)
    tx.note(None, name=name, **_borrower(columns))


@writes("request", "item", "person", "product", "trip")
def cancel_requests(tx: Tx, *, request_ids: Sequence[int], reason: str) -> list[int]:
    """Close requests that are needed no more, with the reason; packed copies go back to the shelf.

    What was to be driven falls out of its stop, and a stop that is left with nothing is cancelled.
    """
    reason = text_of({"reason": reason}, "reason", needed=True)
    rows = [_open(tx, request_id) for request_id in _some(request_ids)]
    for now in rows:
        hand_over.let_go(tx, now)
        tx.update("request", now["request_id"], outcome="cancelled", closed_on=tx.today, close_reason=reason)
        _leave_stop(tx, now["request_id"])
    tx.note(reason=reason, count=len(rows), **_names(tx, rows))
    return list(request_ids)


@writes("request", "item", "product")
def pack(tx: Tx, *, request_id: int, item_id: int, reason: str = "") -> int:
    """Set a copy aside for a request. Another than the suggested, one that goes past somebody who is before in the
    queue, or one that should have been checked, needs a reason. Returns request_id.
    """
    now = _open(tx, request_id)
    if now["item_id"] is not None:
        raise Rejected(Why.PACKED_ALREADY, "items")
    answer = hand_over.packing(tx, now, item_id, tx.today)
    reason = " ".join(reason.split())
    if answer.why is not None and not (reason and answer.may_be_reasoned):
        raise Rejected(answer.why, "reason" if answer.may_be_reasoned else "items", **answer.facts)
    hand_over.note_passes(tx, answer.passed, reason, instead_id=request_id)
    tx.update("request", request_id, item_id=item_id, packed_on=tx.today, pack_reason=reason if answer.why else "")
    tx.update("item", item_id, state="packed", state_on=tx.today)
    tx.note(numbers=[tx.row("item", item_id)["number"]], reason=reason if answer.why else "", **_names(tx, [now]))
    return request_id


@writes("request", "item", "product")
def unpack(tx: Tx, *, request_ids: Sequence[int]) -> list[int]:
    """Put packed copies back on the shelf; the requests wait on in their place of the queue."""
    rows = [_open(tx, request_id) for request_id in _some(request_ids)]
    numbers = [tx.row("item", now["item_id"])["number"] for now in rows if now["item_id"] is not None]
    if not numbers:
        raise Rejected(Why.MISSING_VALUE, "items")
    for now in rows:
        hand_over.let_go(tx, now)
    tx.note(numbers=numbers, **_names(tx, rows))
    return list(request_ids)


def _rows_of(condition: str) -> str:
    """The list rows that fit, with the queues of their products alone."""
    queues = f"AND r.product_id IN (SELECT r.product_id FROM request r WHERE {condition})"
    return f"{REQUEST_ROWS.format(of_product=queues)} WHERE {condition}"


def _open(tx: Tx, request_id: int) -> Row:
    now = tx.row("request", request_id)
    if now["outcome"] is not None:
        raise Rejected(Why.REQUEST_CLOSED, closed_on=now["closed_on"])
    return now


def _leave_stop(tx: Tx, request_id: int) -> None:
    planned = "SELECT stop_thing_id, stop_id FROM stop_thing WHERE request_id = :ref AND outcome IS NULL"
    thing = tx.one(planned, ref=request_id)
    if thing is None:
        return
    tx.update("stop_thing", thing["stop_thing_id"], outcome="cancelled")
    others = "SELECT 1 FROM stop_thing WHERE stop_id = :stop AND outcome IS NULL"
    if tx.value(others, stop=thing["stop_id"]) is None:
        tx.update("stop", thing["stop_id"], outcome="cancelled", done_on=tx.today)


def _some(request_ids: Sequence[int]) -> Sequence[int]:
    if not request_ids:
        raise Rejected(Why.MISSING_VALUE, "items")
    return list(dict.fromkeys(request_ids))


def _names(tx: Tx, rows: Sequence[Row]) -> dict[str, Any]:
    """What the history's sentence needs: the borrower where it is one, and the product where it is one."""
    told: dict[str, Any] = {}
    for key in ("person_id", "unit_id", "product_id"):
        found = {row[key] for row in rows}
        if len(found) == 1 and None not in found:
            told[key] = found.pop()
    product_id = told.pop("product_id", None)
    return told | ({"name": tx.row("product", product_id)["name"]} if product_id else {})


def _borrower(columns: dict[str, Any]) -> dict[str, int]:
    return {key: columns[key] for key in ("person_id", "unit_id") if columns[key] is not None}


def _rows_for(tx: Tx, columns: dict[str, Any]) -> int:
    """How many rows a request makes; the quantity of each is set accordingly."""
    if tx.row("product", columns["product_id"])["tracking"] == "quantity":
        return 1
    count, columns["quantity"] = columns["quantity"], 1
    return count


def _columns(tx: Tx, asked: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The columns of a request from what was asked, and the product's name; Rejected with the field at fault."""
    if not asked["product_id"]:
        raise Rejected(Why.MISSING_VALUE, "product_id")
    product = tx.row("product", asked["product_id"])
    people.ensure_may_borrow(tx, asked["person_id"], asked["unit_id"], tx.today)
    wanted, until = ensure_day(asked["wanted_on"], "wanted_on"), ensure_day(asked["until_on"], "until_on")
    if wanted is None:
        raise Rejected(Why.MISSING_VALUE, "wanted_on")
    if until is not None and until <= wanted:
        raise Rejected(Why.DUE_BEFORE_OUT, "until_on", due_on=until, out_on=wanted)
    quantity = asked["quantity"]
    if not isinstance(quantity, int) or quantity < 1:
        raise Rejected(Why.MISSING_VALUE, "quantity")
    if asked["urgency"] not in URGENCIES:
        raise Rejected(Why.MISSING_VALUE, "urgency")
    if asked["delivery"] not in DELIVERIES:
        raise Rejected(Why.MISSING_VALUE, "delivery")
    texts = {name: text_of(asked, name) for name in ("note", "asked_by")}
    days = {"wanted_on": wanted, "until_on": until, "asked_on": past_day(tx, asked["asked_on"], "asked_on")}
    kept = ("product_id", "quantity", "person_id", "unit_id", "urgency", "delivery")
    return {name: asked[name] for name in kept} | texts | days, product["name"]
