"""Loans: agreements with lines that each end by themselves; lending, taking back, extending, swapping."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db import goods as counted
from db import hand_over, loan_lines, people, products, service, tasks
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.values import ensure_day, past_day

# What a copy's condition at return makes of it.
AFTER_RETURN = {
    "clean": "available",
    "dirty": "cleaning",
    "damaged": "repair",
    "infectious": "blocked",
    "incomplete": "cleaning",
}


@dataclass(frozen=True, slots=True)
class Return:
    """One line that comes back: its condition and what of its accessories is missing.

    Of goods: quantity came in (None: all that is left), scrapped of these were thrown away, lost will not come.
    """

    line_id: int
    condition: str = "dirty"
    missing_accessories: tuple[str, ...] = ()
    quantity: int | None = None
    note: str = ""
    scrapped: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class _Out:
    """How one copy goes out: what its requests say, its accessories (None: all), and the reasons that were typed."""

    answer: hand_over.Answer
    parts: Sequence[str] | None = None
    override: str = ""
    reason: str = ""


def agreement(db: Reader, agreement_id: int) -> Row:
    """One agreement's own row, or Rejected."""
    found = db.one("SELECT * FROM agreement WHERE agreement_id = :ref", ref=agreement_id)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="agreement", ref=agreement_id)
    return found


@writes("loan", "item", "person", "product", "request")
def lend(
    tx: Tx,
    *,
    item_ids: Sequence[int] = (),
    goods: Mapping[int, int] | None = None,
    person_id: int | None = None,
    unit_id: int | None = None,
    due_on: str | None,
    out_on: str | None = None,
    requested_by: str = "",
    lent_by: str | None = None,
    note: str = "",
    accessories: Mapping[int, Sequence[str]] | None = None,
    overrides: Mapping[int, str] | None = None,
    fills: Mapping[int, int | None] | None = None,
    goods_fills: Mapping[int, int | None] | None = None,
    out_reasons: Mapping[int, str] | None = None,
    goods_reasons: Mapping[int, str] | None = None,
) -> int:
    """Lend copies (item_ids) and goods by quantity (product_id → number) to a person or a unit.

    due_on None is a loan without a due day. accessories: item_id → what goes out with it (default: all that
    belongs to the product). overrides: item_id → reason, for copies that do not stand ready. fills and goods_fills:
    which request a copy or goods meet; without an entry the borrower's own oldest one for the product, with None
    none. out_reasons and goods_reasons: why it goes out although others wait for it, another copy is older or it
    should have been checked. Returns agreement_id.
    """
    day = past_day(tx, out_on, "out_on")
    due = ensure_day(due_on, "due_on")
    if due and due < day:
        raise Rejected(Why.DUE_BEFORE_OUT, "due_on", due_on=due, out_on=day)
    people.ensure_may_borrow(tx, person_id, unit_id, day)
    if not item_ids and not goods:
        raise Rejected(Why.NOTHING_TO_LEND, "items")
    if len(set(item_ids)) < len(item_ids):
        raise Rejected(Why.SAME_ITEM_TWICE, "items")
    answers = hand_over.plan(
        tx, hand_over.Terms(person_id, unit_id, day, due), item_ids=item_ids, goods=goods, fills=fills,
        goods_fills=goods_fills,
    )  # fmt: skip
    agreement_id = tx.insert(
        "agreement", person_id=person_id, unit_id=unit_id, out_on=day,
        requested_by=requested_by.strip() or hand_over.asker(tx, answers.values()),
        lent_by=tx.staff if lent_by is None else lent_by, note=note.strip(),
    )  # fmt: skip
    terms = {"agreement_id": agreement_id, "out_on": day, "original_due_on": due, "due_on": due}
    numbers: dict[int, str] = {}
    for (kind, ref), answer in answers.items():
        if kind == "product":
            _lend_goods(tx, ref, (goods or {})[ref], terms, answer, (goods_reasons or {}).get(ref, ""))
        else:
            out = _Out(answer, (accessories or {}).get(ref), (overrides or {}).get(ref, ""),
                       (out_reasons or {}).get(ref, ""))  # fmt: skip
            numbers[ref] = _lend_item(tx, ref, terms, out)
    told = [numbers[ref] for ref in item_ids]
    tx.note(on_day=day, agreement_id=agreement_id, numbers=told, due_on=due, count=len(answers))
    return agreement_id


@writes("loan", "item", "person", "product", "task", "service")
def take_back(tx: Tx, *, returns: Sequence[Return], on_day: str | None = None) -> list[int]:
    """Register that lines came back; each copy goes where its condition sends it. Returns the line ids.

    Every accessory that is missing becomes a task in the same step.
    """
    if not returns:
        raise Rejected(Why.MISSING_VALUE, "items")
    day = past_day(tx, on_day, "on_day")
    numbers = [_take_back_line(tx, one, day) for one in returns]
    tx.note(on_day=day, numbers=numbers, conditions=[one.condition for one in returns], count=len(returns))
    return [one.line_id for one in returns]


@writes("loan", "person")
def extend(
    tx: Tx,
    *,
    line_ids: Sequence[int],
    due_on: str | None,
    reason: str = "",
    asked_by: str = "",
    seen: Mapping[int, str | None] | None = None,
) -> list[int]:
    """Move the due day of open lines, overdue ones as well; the old day is kept in its own row.

    seen: line_id → the due day that was on the screen; Rejected(OVERTAKEN) where somebody else has moved it since.
    """
    if not line_ids:
        raise Rejected(Why.MISSING_VALUE, "items")
    due = ensure_day(due_on, "due_on")
    for line_id in line_ids:
        now = _open(tx, line_id)
        if seen and seen.get(line_id, now["due_on"]) != now["due_on"]:
            raise Rejected(Why.OVERTAKEN, table="loan_line", theirs={"due_on": now["due_on"]}, yours={"due_on": due})
        if due and due < max(now["out_on"], tx.today):
            raise Rejected(Why.DUE_BEFORE_OUT, "due_on", due_on=due, out_on=max(now["out_on"], tx.today))
        if due == now["due_on"]:
            raise Rejected(Why.SAME_DUE_DAY, "due_on", due_on=due)
        tx.insert("extension", line_id=line_id, made_on=tx.today, old_due_on=now["due_on"], new_due_on=due,
                  reason=reason.strip(), asked_by=asked_by.strip())  # fmt: skip
        tx.update("loan_line", line_id, due_on=due)
    tx.note(due_on=due, reason=reason, count=len(line_ids))
    return list(line_ids)


@writes("loan", "item", "person", "service", "request")
def swap(
    tx: Tx,
    *,
    line_id: int,
    item_id: int,
    condition: str = "dirty",
    on_day: str | None = None,
    note: str = "",
    out_reason: str = "",
) -> int:
    """Exchange the copy of a line in one step: same agreement, same due day. Returns the new line's id.

    The new copy fills no request; out_reason is needed where others wait for it or it should have been checked.
    """
    day = past_day(tx, on_day, "on_day")
    now = _open(tx, line_id)
    if now["item_id"] is None:
        raise Rejected(Why.NOT_LENT, "items")
    old = _end_line(tx, now, day, "swapped", condition, note)
    terms = {
        "agreement_id": now["agreement_id"],
        "out_on": day,
        "original_due_on": now["original_due_on"] and max(now["original_due_on"], day),
        "due_on": now["due_on"] and max(now["due_on"], day),
        "swapped_from": line_id,
    }
    borrower = tx.row("agreement", now["agreement_id"])
    until = now["due_on"] if now["due_on"] and now["due_on"] > day else None  # nobody knows when an overdue one is back
    asked = hand_over.Terms(borrower["person_id"], borrower["unit_id"], day, until)
    answer = hand_over.plan(tx, asked, item_ids=[item_id], fills={item_id: None})["item", item_id]
    new = _lend_item(tx, item_id, terms, _Out(answer, reason=out_reason))
    tx.note(on_day=day, numbers=[old, new])
    return tx.value("SELECT line_id FROM loan_line WHERE swapped_from = :old", old=line_id)


@writes("loan", "item", "person", "product")
def lose(
    tx: Tx,
    *,
    line_ids: Sequence[int],
    on_day: str | None = None,
    note: str = "",
    quantities: Mapping[int, int] | None = None,
    end_reason: str = "lost",
) -> list[int]:
    """End lines whose things are gone; copies become missing, goods by quantity are lost.

    end_reason "not_recovered" is for what was never had back from somebody who died or moved.

    quantities: line_id → how many of the goods are gone; while others of the line are out, it stays open.
    """
    if not line_ids:
        raise Rejected(Why.MISSING_VALUE, "items")
    day = past_day(tx, on_day, "on_day")
    numbers = []
    for line_id in line_ids:
        now = _open(tx, line_id)
        gone = (quantities or {}).get(line_id) if now["item_id"] is None else None
        if gone is None:
            numbers.append(_end_line(tx, now, day, end_reason, None, note, state="missing"))
        else:
            numbers.append(_goods_in(tx, now, Return(line_id, quantity=0, lost=gone, note=note), day))
    tx.note(on_day=day, numbers=numbers)
    return list(line_ids)


@writes("loan")
def mark_signed(tx: Tx, *, agreement_id: int, on_day: str | None) -> None:
    """Tell that the paper agreement came back signed (or, with None, that it did not)."""
    tx.update("agreement", agreement_id, signed_on=ensure_day(on_day, "signed_on"))


@writes("loan", "person", "unit")
def change_agreement(tx: Tx, *, agreement_id: int, rev: int, requested_by: str, note: str) -> None:
    """Mend who asked for a loan, and its note."""
    tx.update("agreement", agreement_id, rev=rev, requested_by=requested_by.strip(), note=note.strip())


def _lend_item(tx: Tx, item_id: int, terms: dict[str, Any], out: _Out) -> str:
    now, answer = tx.row("item", item_id), out.answer
    if now["state"] == "lent":
        raise Rejected(Why.LENT_ALREADY, "items", number=now["number"])
    packed = now["state"] == "packed" and answer.request_id is not None
    overridden = out.override and now["state"] in loan_lines.OVERRIDABLE
    if now["state"] != "available" and not (packed or overridden) and answer.why is not Why.PACKED_FOR_ANOTHER:
        raise Rejected(Why.NOT_LENDABLE, "items", number=now["number"], state=now["state"])
    override = out.override.strip()
    reason = hand_over.reason_for(tx, answer, out.reason.strip() or (override if answer.why is not None else ""))
    _refuse_overlap(tx, now, terms["out_on"])
    line_id = tx.insert(
        "loan_line", item_id=item_id, note="" if override == reason else override, request_id=answer.request_id,
        out_reason=reason, **terms,
    )  # fmt: skip
    for name in products.accessories(tx, now["product_id"]) if out.parts is None else out.parts:
        tx.insert("line_accessory", line_id=line_id, name=name)
    tx.update("item", item_id, state="lent", state_on=terms["out_on"])
    hand_over.handed(tx, answer, line_id, terms["out_on"], reason, item_id=item_id)
    return now["number"]


def _refuse_overlap(tx: Tx, item: Row, out_on: str) -> None:
    """A backdated loan cannot begin while the copy was still out to somebody else."""
    until = tx.value("SELECT max(ended_on) FROM loan_line WHERE item_id = :item", item=item["item_id"])
    if until and out_on < until:
        raise Rejected(Why.LENT_THEN, "out_on", number=item["number"], until=until)


def _lend_goods(
    tx: Tx, product_id: int, quantity: int, terms: dict[str, Any], answer: hand_over.Answer, reason: str
) -> None:
    goods = tx.row("product", product_id)
    if goods["tracking"] != "quantity" or quantity < 1:
        raise Rejected(Why.MISSING_VALUE, "quantity")
    if products.stock(tx, product_id) < quantity:
        raise Rejected(Why.TOO_FEW_IN_STOCK, "quantity", name=goods["name"], stock=products.stock(tx, product_id))
    reason = hand_over.reason_for(tx, answer, reason.strip())
    line_id = tx.insert(
        "loan_line", product_id=product_id, quantity=quantity, request_id=answer.request_id, out_reason=reason, **terms
    )
    counted.move(tx, product_id, "lent", -quantity, terms["out_on"], line_id)
    hand_over.handed(tx, answer, line_id, terms["out_on"], reason, quantity=quantity)


def _take_back_line(tx: Tx, one: Return, day: str) -> str:
    now = _open(tx, one.line_id)
    if one.condition not in AFTER_RETURN:
        raise Rejected(Why.MISSING_VALUE, "condition")
    _tick_accessories(tx, now, one, day)
    if now["item_id"] is None:
        return _goods_in(tx, now, one, day)
    return _end_line(tx, now, day, "returned", one.condition, one.note)


def _tick_accessories(tx: Tx, now: Row, one: Return, day: str) -> None:
    """Tell of each accessory whether it came; one that did not is put on the list of what must be asked for."""
    agreement_row = tx.row("agreement", now["agreement_id"])
    for part in loan_lines.line_accessories(tx, one.line_id):
        back = int(part["name"] not in one.missing_accessories)
        tx.update("line_accessory", part["line_accessory_id"], returned=back)
        if not back:
            tasks.add_task(
                tx, kind="missing_accessory", text=part["name"], line_id=one.line_id, item_id=now["item_id"],
                person_id=agreement_row["person_id"], unit_id=agreement_row["unit_id"], made_on=day,
                due_on=tasks.asked_for_on(tx.today),
            )  # fmt: skip


def _goods_in(tx: Tx, now: Row, one: Return, day: str) -> str:
    """Goods come back in part; the line ends with the last of them, as lost where that is how the last ones went."""
    told = counted.take_back(
        tx, now, day, came=one.quantity, scrapped=one.scrapped, lost=one.lost, note=one.note.strip()
    )
    if loan_lines.left_out(tx, now["line_id"]) == 0:
        how = "lost" if one.quantity == 0 else "returned"
        condition = one.condition if how == "returned" else None
        tx.update("loan_line", now["line_id"], ended_on=day, end_reason=how, condition_in=condition)
    return told


def _end_line(
    tx: Tx, now: Row, day: str, reason: str, condition: str | None, note: str, state: str | None = None
) -> str:
    if day < now["out_on"]:
        raise Rejected(Why.BACK_BEFORE_OUT, "on_day", out_on=now["out_on"])
    ended = {"ended_on": day, "end_reason": reason, "condition_in": condition}
    notes = " · ".join(part for part in (now["note"], note.strip()) if part)
    tx.update("loan_line", now["line_id"], **ended, note=notes)
    if now["item_id"] is None:
        left = loan_lines.left_out(tx, now["line_id"])
        return counted.take_back(tx, now, day, came=0, lost=left, note=note.strip())
    item = tx.row("item", now["item_id"])
    if state is None:
        service.received(tx, item_id=now["item_id"], condition=condition, line_id=now["line_id"], on_day=day, note=note)
        wanted = "cleaning" if service.is_recalled(tx, now["item_id"]) else AFTER_RETURN[condition or "dirty"]
        state = service.where_to(tx, now["item_id"], wanted, today=tx.today)
    tx.update("item", now["item_id"], state=state, state_on=day)
    return item["number"]


def _open(tx: Tx, line_id: int) -> Row:
    now = tx.row("loan_line", line_id)
    if now["end_reason"] is not None:
        raise Rejected(Why.NOT_LENT, "items", ended_on=now["ended_on"])
    return now
