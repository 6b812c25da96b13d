"""What a hand-over does to requests: which it fills, whom it goes past, and what of it needs a reason.

The answers are the same for the page where a loan is put together and for the command that stores it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from db.availability import QUEUE_ORDER, RESERVES
from db.command import Tx
from db.connection import Reader, Row
from db.errors import Rejected, Why

CHECKED_ON = """coalesce((SELECT max(s.closed_on) FROM service_case s
        WHERE s.item_id = i.item_id AND s.kind = 'check' AND s.state = 'done'),
    substr(i.bought_on || '-01-01', 1, 10), '0001-01-01')"""
_LATE = f"(p.check_months IS NOT NULL AND date({CHECKED_ON}, '+' || p.check_months || ' months') < {{day}})"
_COPIES = f"""SELECT i.*, p.name, p.hms_nr, p.iso_code, pl.room, pl.shelf, i.product_id = r.product_id AS same_product,
        i.item_id IS r.item_id AS packed, {_LATE.format(day="r.wanted_on")} AS check_overdue
    FROM request r JOIN product w ON w.product_id = r.product_id JOIN item i ON i.item_id IN (SELECT r.item_id
        UNION ALL SELECT a.item_id FROM item a WHERE a.state = 'available' AND a.product_id = r.product_id
        UNION ALL SELECT a.item_id FROM product e CROSS JOIN item a ON a.product_id = e.product_id
            WHERE a.state = 'available' AND e.iso_code = w.iso_code AND e.product_id <> r.product_id)
    JOIN product p ON p.product_id = i.product_id LEFT JOIN place pl ON pl.place_id = i.place_id
    WHERE r.request_id = :ref
    ORDER BY packed DESC, same_product DESC, check_overdue, i.bought_on IS NULL, i.bought_on, i.number_sort
    LIMIT :limit"""
_WHO = """SELECT r.*, b.first_name, b.last_name, u.name AS unit_name FROM request r
    LEFT JOIN person b ON b.person_id = r.person_id LEFT JOIN unit u ON u.unit_id = r.unit_id"""
REASONED = frozenset({Why.RESERVED, Why.PASSED_OVER, Why.NOT_OLDEST, Why.CHECK_OVERDUE})  # a reason lets it go


@dataclass(frozen=True, slots=True)
class Answer:
    """What handing one thing over means: the request it fills, why it needs a reason, and whom it goes past."""

    request_id: int | None = None
    why: Why | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    passed: tuple[int, ...] = ()

    @property
    def may_be_reasoned(self) -> bool:
        """Whether a reason lets it go out all the same."""
        return self.why in REASONED


@dataclass(frozen=True, slots=True)
class Terms:
    """Who borrows, and from when to when; a due day of None is a loan without one."""

    person_id: int | None
    unit_id: int | None
    out_on: str
    due_on: str | None


def plan(
    db: Reader,
    terms: Terms,
    *,
    item_ids: Sequence[int] = (),
    goods: Mapping[int, int] | None = None,
    fills: Mapping[int, int | None] | None = None,
    goods_fills: Mapping[int, int | None] | None = None,
) -> dict[tuple[str, int], Answer]:
    """The answer of each thing, by ("item", item_id) or ("product", product_id), those that fill a request first.

    A thing without an entry in fills or goods_fills fills the borrower's own oldest request for its product; with
    the entry None it fills none.
    """
    items = {ref: _item(db, ref, terms.out_on) for ref in item_ids}
    matched = _matches(db, terms, items, goods or {}, fills or {}, goods_fills or {})
    desk = _Desk(db, terms, set(items), set(matched.values()))
    found: dict[tuple[str, int], Answer] = {}
    for ref in sorted(items, key=lambda one: ("item", one) not in matched):
        found["item", ref] = desk.copy(items[ref], matched.get(("item", ref)))
    for product_id, quantity in (goods or {}).items():
        found["product", product_id] = desk.goods(product_id, quantity, matched.get(("product", product_id)))
    return found


def copies(db: Reader, request_id: int, limit: int = 12) -> list[Row]:
    """The copies that would serve a request, the suggested one first: the packed one, else the oldest that is ready.

    Others of the same ISO class come after those of the product, and what should be checked by the wanted day last.
    """
    return db.rows(_COPIES, ref=request_id, limit=limit)


def product_and_state(db: Reader, item_id: int) -> tuple[int, str]:
    """The product and the state of a copy."""
    row = _item(db, item_id, "0001-01-01")
    return row["product_id"], row["state"]


def packing(db: Reader, request: Row, item_id: int, today: str) -> Answer:
    """What setting a copy aside for a request means."""
    item = _item(db, item_id, today)
    if item["state"] != "available":
        return Answer(None, Why.PACKED_FOR_ANOTHER if item["state"] == "packed" else Why.NOT_LENDABLE,
                      {"number": item["number"], "state": item["state"]})  # fmt: skip
    _refuse_stranger(db, request, item["product_id"])
    terms = Terms(request["person_id"], request["unit_id"], today, request["until_on"])
    return _Desk(db, terms, {item_id}, {request["request_id"]}).copy(item, request["request_id"])


def packed_for(db: Reader, item_id: int) -> Row | None:
    """The open request that a copy is set aside for, with whom it is for."""
    return db.one(f"{_WHO} WHERE r.item_id = :ref AND r.outcome IS NULL", ref=item_id)


def let_go(tx: Tx, request: Row) -> None:
    """The copy that is packed for a request goes back to the shelf."""
    if request["item_id"] is None:
        return
    tx.update("request", request["request_id"], item_id=None, packed_on=None, pack_reason="")
    if tx.row("item", request["item_id"])["state"] == "packed":
        tx.update("item", request["item_id"], state="available", state_on=tx.today)


def let_go_of(tx: Tx, item_ids: Iterable[int]) -> None:
    """Copies that are not where they were packed any more: their requests wait again."""
    chosen = ",".join(str(int(ref)) for ref in item_ids)
    for row in tx.rows(f"SELECT * FROM request WHERE outcome IS NULL AND item_id IN ({chosen})"):
        let_go(tx, row)


def asker(db: Reader, answers: Iterable[Answer]) -> str:
    """Who asked for what these answers fill, the first one told."""
    asked = (db.value("SELECT asked_by FROM request WHERE request_id = :ref", ref=one.request_id) for one in answers)
    return next((name for name in asked if name), "")


def reason_for(tx: Tx, answer: Answer, given: str) -> str:
    """The reason to keep on the line: the given one, else the one it was packed with; Rejected where one is needed."""
    if answer.why is not None and not (given and answer.may_be_reasoned):
        raise Rejected(answer.why, "items", **answer.facts)
    packed = "SELECT pack_reason FROM request WHERE request_id = :ref"
    return given or tx.value(packed, ref=answer.request_id) or ""


def handed(
    tx: Tx, answer: Answer, line_id: int, day: str, reason: str, *, item_id: int | None = None, quantity: int = 1
) -> None:
    """What a line that was just opened does to requests: the one that it fills, and those it went past."""
    note_passes(tx, answer.passed, reason, instead_id=answer.request_id, line_id=line_id)
    if answer.request_id is not None:
        fill(tx, answer.request_id, day, item_id=item_id, quantity=quantity)


def fill(tx: Tx, request_id: int, day: str, *, item_id: int | None = None, quantity: int = 1) -> None:
    """A request is met; what of its goods is still lacking is asked for anew, in the same place of the queue."""
    now = tx.row("request", request_id)
    if now["item_id"] not in (None, item_id):
        let_go(tx, now)
    rest = now["quantity"] - quantity
    if rest > 0:
        kept = {name: now[name] for name in now.keys() if name not in ("request_id", "rev")}  # noqa: SIM118
        tx.insert("request", **(kept | {"quantity": rest}))
    tx.update("request", request_id, outcome="filled", closed_on=day, quantity=min(quantity, now["quantity"]))


def note_passes(
    tx: Tx, passed: Iterable[int], reason: str, *, instead_id: int | None = None, line_id: int | None = None
) -> None:
    """Keep why these requests were passed over."""
    for request_id in passed:
        tx.insert(
            "request_pass", request_id=request_id, instead_id=instead_id, line_id=line_id, on_day=tx.today,
            reason=reason,
        )  # fmt: skip


class _Desk:
    """Hands things over one by one in thought: what has gone is on the shelf no more."""

    def __init__(self, db: Reader, terms: Terms, among: set[int], matched: set[int]):
        self.db, self.terms, self.among, self.matched = db, terms, among, matched
        self.gone: set[int] = set()

    def copy(self, item: Row, request_id: int | None) -> Answer:
        """What handing this copy over means, after those before it."""
        own = self.db.one(f"{_WHO} WHERE r.request_id = :ref", ref=request_id) if request_id else None
        packed = packed_for(self.db, item["item_id"])
        self.gone.add(item["item_id"])
        if packed is not None and packed["request_id"] != request_id:
            return Answer(request_id, Why.PACKED_FOR_ANOTHER, _facts(item, packed))
        passed = [] if packed is not None else self._passed(item["product_id"], own, self._left(item["product_id"]))
        told = tuple(row["request_id"] for row in passed)
        if item["late"]:
            return Answer(request_id, Why.CHECK_OVERDUE, {"number": item["number"]}, told)
        if passed:
            why = Why.RESERVED if own is None else Why.PASSED_OVER
            return Answer(request_id, why, _facts(item, passed[0]) | {"waiting": len(passed)}, told)
        better = self._better(request_id, item["item_id"]) if own is not None else None
        if better is not None:
            facts = {"number": item["number"], "suggested": better["number"], "item_id": better["item_id"]}
            return Answer(request_id, Why.NOT_OLDEST, facts)
        return Answer(request_id)

    def goods(self, product_id: int, quantity: int, request_id: int | None) -> Answer:
        """What handing over so many of the goods means."""
        own = self.db.one(f"{_WHO} WHERE r.request_id = :ref", ref=request_id) if request_id else None
        sql = "SELECT coalesce(sum(quantity), 0) FROM movement WHERE product_id = :product"
        left = self.db.value(sql, product=product_id) - quantity
        more = own is None or quantity > own["quantity"]
        passed = self._passed(product_id, None if more else own, left)
        if not passed:
            return Answer(request_id)
        name = self.db.value("SELECT name FROM product WHERE product_id = :product", product=product_id)
        facts = _facts({"number": name}, passed[0]) | {"waiting": len(passed)}
        why = Why.RESERVED if more else Why.PASSED_OVER
        return Answer(request_id, why, facts, tuple(row["request_id"] for row in passed))

    def _left(self, product_id: int) -> int:
        gone = ",".join(map(str, self.gone))
        sql = f"""SELECT count(*) FROM item WHERE product_id = :product AND state = 'available'
            AND item_id NOT IN ({gone})"""
        return self.db.value(sql, product=product_id)

    def _passed(self, product_id: int, own: Row | None, left: int) -> list[Row]:
        """Those before it in the queue for whom the shelf then has nothing."""
        queue = self.db.rows(
            f"""{_WHO} WHERE r.product_id = :product AND r.item_id IS NULL AND r.asked_on <= :since AND {RESERVES}
            ORDER BY {QUEUE_ORDER}""",
            product=product_id,
            since=self.terms.out_on,
            until=self.terms.due_on,
        )
        without = []
        for row in queue:
            if own is not None and not _before(row, own):
                break
            if row["request_id"] in self.matched:
                continue
            left -= row["quantity"]
            if left < 0:
                without.append(row)
        return without

    def _better(self, request_id: int | None, item_id: int) -> Row | None:
        """The copy that should go instead; one that goes out in the same loan is no better."""
        for row in copies(self.db, request_id or 0, len(self.among) + 1):
            if row["item_id"] == item_id:
                return None
            if row["item_id"] not in self.among:
                return row if row["same_product"] or row["packed"] else None
        return None


def _before(row: Row, own: Row) -> bool:
    return _rank(row) < _rank(own)


def _rank(row: Row) -> tuple[bool, str, str, int]:
    """QUEUE_ORDER, for comparing two that are read already."""
    return row["urgency"] == "ordinary", row["wanted_on"], row["asked_on"], row["request_id"]


def _facts(item: Mapping[str, Any] | Row, request: Row) -> dict[str, Any]:
    told = ("request_id", "person_id", "unit_id", "asked_on", "wanted_on", "first_name", "last_name", "unit_name")
    return {"number": item["number"]} | {name: request[name] for name in told}


def _item(db: Reader, item_id: int, day: str) -> Row:
    found = db.one(
        f"""SELECT i.item_id, i.number, i.product_id, i.state, {_LATE.format(day=":day")} AS late
        FROM item i JOIN product p ON p.product_id = i.product_id WHERE i.item_id = :ref""",
        ref=item_id,
        day=day,
    )
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="item", ref=item_id)
    return found


def _matches(
    db: Reader,
    terms: Terms,
    items: Mapping[int, Row],
    goods: Mapping[int, int],
    fills: Mapping[int, int | None],
    goods_fills: Mapping[int, int | None],
) -> dict[tuple[str, int], int]:
    """Which request each thing fills: as told, else the borrower's own."""
    found: dict[tuple[str, int], int] = {}
    told = {("item", ref): wish for ref, wish in fills.items() if ref in items}
    told |= {("product", ref): wish for ref, wish in goods_fills.items() if ref in goods}
    for thing, wish in told.items():
        if wish is None:
            continue
        product_id = items[thing[1]]["product_id"] if thing[0] == "item" else thing[1]
        request = _theirs(db, terms, wish, product_id)
        if request["request_id"] in found.values():
            raise Rejected(Why.REQUEST_CLOSED, "items")
        found[thing] = request["request_id"]
    for thing in [*(("item", ref) for ref in items), *(("product", ref) for ref in goods)]:
        if thing not in told:
            own = _own(db, terms, thing, items, set(found.values()))
            if own is not None:
                found[thing] = own
    return found


def _theirs(db: Reader, terms: Terms, request_id: int, product_id: int) -> Row:
    """The open request of this borrower that a thing is said to fill, or Rejected."""
    row = db.one("SELECT * FROM request WHERE request_id = :ref", ref=request_id)
    if row is None:
        raise Rejected(Why.NO_SUCH, "items", kind="request", ref=request_id)
    if row["outcome"] is not None:
        raise Rejected(Why.REQUEST_CLOSED, "items", closed_on=row["closed_on"])
    if (row["person_id"], row["unit_id"]) != (terms.person_id, terms.unit_id):
        raise Rejected(Why.NOT_THEIR_REQUEST, "items")
    _refuse_stranger(db, row, product_id)
    return row


def _refuse_stranger(db: Reader, request: Row, product_id: int) -> None:
    """A request is met by its product, or by another of the same ISO class."""
    alike = """SELECT 1 FROM product w JOIN product p ON p.product_id = :product
        WHERE w.product_id = :wanted AND (p.product_id = w.product_id OR p.iso_code = w.iso_code)"""
    if db.value(alike, product=product_id, wanted=request["product_id"]) is None:
        raise Rejected(Why.NOT_THEIR_REQUEST, "items")


def _own(db: Reader, terms: Terms, thing: tuple[str, int], items: Mapping[int, Row], taken: set[int]) -> int | None:
    """The borrower's oldest request that a thing fits and that nothing else here fills.

    A loan that is back before the day the thing is wanted fills no request.
    """
    item_id = thing[1] if thing[0] == "item" else None
    found = db.column(
        """SELECT request_id FROM request r WHERE r.outcome IS NULL AND r.person_id IS :person AND r.unit_id IS :unit
            AND (r.product_id = :product OR r.item_id = :item)
            AND (:due IS NULL OR r.wanted_on < :due OR r.item_id = :item)
        ORDER BY r.item_id IS :item DESC, r.item_id IS NOT NULL, r.asked_on, r.request_id""",
        person=terms.person_id,
        unit=terms.unit_id,
        due=terms.due_on,
        product=thing[1] if item_id is None else items[item_id]["product_id"],
        item=item_id,
    )
    return next((ref for ref in found if ref not in taken), None)
