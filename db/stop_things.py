"""What a stop is about (requests, lines, copies, a text), and what its end does to loans and copies."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from db import loan_lines, loans, stops
from db.command import Tx, kindly
from db.connection import Row, dbapi
from db.errors import Rejected, Why

_OWN = ("request_id", "line_id", "item_id", "quantity", "text")


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one thing at a stop that was reached.

    item_id: the copy handed over, where it is another than the packed or the planned one; out_reason: why that one.
    condition, missing_accessories and quantity are those of loans.Return. done False leaves it for another stop.
    """

    stop_thing_id: int
    done: bool = True
    item_id: int | None = None
    out_reason: str = ""
    condition: str = "dirty"
    missing_accessories: tuple[str, ...] = ()
    quantity: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a stop: outcome is done, failed (with a reason of trips.FAILURES) or later (not reached).

    Things that are not named were done as planned. due_on of what is handed over: None is the end that the request
    asked for, else the usual days.
    """

    stop_id: int
    outcome: str = "done"
    reason: str = ""
    note: str = ""
    things: tuple[Done, ...] = ()
    due_on: str | None = None


def wanted_things(
    tx: Tx, stop: Row, request_ids: Sequence[int], line_ids: Sequence[int], item_ids: Sequence[int], text: str
) -> list[dict[str, Any]]:
    """The rows of stop_thing that a stop is to have; Rejected where one is not the borrower's, or there is none."""
    text = " ".join(text.split())
    things: list[dict[str, Any]] = [
        {"request_id": ref, "quantity": _request(tx, stop, ref)["quantity"]} for ref in request_ids
    ]
    lines: list[dict[str, Any]] = [{"line_id": ref, "quantity": _line(tx, stop, ref)} for ref in line_ids]
    new = list(item_ids)
    if stop["kind"] == "swap":
        for line in lines:
            line["item_id"] = new.pop(0) if new else None
    things += [*lines, *({"item_id": tx.row("item", ref)["item_id"]} for ref in new)]
    if text:
        things.append({"text": text})
    if not things:
        raise Rejected(Why.MISSING_VALUE, "text" if stop["kind"] == "parcel" else "things")
    return things


def set_things(tx: Tx, stop_id: int, wanted: Sequence[Mapping[str, Any]]) -> bool:
    """Make these the things of the stop; whether anything changed."""
    left = [
        {"request_id": None, "line_id": None, "item_id": None, "quantity": 1, "text": ""} | dict(one) for one in wanted
    ]
    changed = False
    for thing in stops.things(tx, [stop_id], bare=True):
        if thing["outcome"] is not None:
            continue
        same = {name: thing[name] for name in _OWN}
        if same in left:
            left.remove(same)
        else:
            tx.delete("stop_thing", thing["stop_thing_id"])
            changed = True
    for thing in left:
        tx.insert("stop_thing", stop_id=stop_id, **thing)
    return changed or bool(left)


def close(tx: Tx, stop_id: int, outcome: str, day: str, undone: Sequence[int] = (), **columns: Any) -> None:
    """End a stop and its open things; those in `undone` (stop_thing ids) are cancelled."""
    for thing in stops.things(tx, [stop_id], bare=True):
        if thing["outcome"] is None:
            ended = "cancelled" if thing["stop_thing_id"] in undone else outcome
            tx.update("stop_thing", thing["stop_thing_id"], outcome=ended)
    tx.update("stop", stop_id, outcome=outcome, done_on=day, **columns)


@contextmanager
def about(stop: Mapping[str, Any]) -> Iterator[None]:
    """Say which stop it was about when a rule or a guard of the file turns something down."""
    try:
        yield
    except (Rejected, dbapi.IntegrityError) as fault:
        told = kindly(fault)
        if not isinstance(told, Rejected):
            raise
        facts = dict(told.facts) | {"stop_id": stop["stop_id"], "stop": stop["number"]}
        raise Rejected(told.why, facts.pop("field", told.field), **facts) from fault


def carry_out(tx: Tx, stop: Mapping[str, Any], result: Result, day: str, counts: dict[str, int]) -> None:
    """End a stop that was reached: lend what was delivered, take back what was fetched, swap what was swapped."""
    told = {one.stop_thing_id: one for one in result.things}
    pairs = [(thing, told.get(thing["stop_thing_id"], Done(thing["stop_thing_id"]))) for thing in stop["things"]]
    pairs = [(thing, done) for thing, done in pairs if thing["outcome"] is None]
    carried = [(thing, done) for thing, done in pairs if done.done and thing["of_product_id"] is not None]
    numbers: list[str] = []
    act = {"deliver": _hand_over, "fetch": _fetch, "swap": _swap}.get(stop["kind"])
    if act is not None and carried:
        act(tx, stop, carried, result, day, counts)
        numbers = tx.data.get("numbers", [])
    close(tx, stop["stop_id"], "done", day, [done.stop_thing_id for _thing, done in pairs if not done.done])
    tx.note(numbers=numbers)


Pairs = Sequence[tuple[Mapping[str, Any], Done]]


def _hand_over(
    tx: Tx, stop: Mapping[str, Any], carried: Pairs, result: Result, day: str, counts: dict[str, int]
) -> None:
    """Lend what was delivered: an agreement for each due day and each who asked."""
    numbers: list[str] = []
    for (due, asked_by), load in _loads(tx, carried, result, day).items():
        loans.lend(
            tx, person_id=stop["person_id"], unit_id=stop["unit_id"], due_on=due, out_on=day, requested_by=asked_by,
            **load,
        )  # fmt: skip
        numbers += tx.data.get("numbers", [])
    for thing, done in carried:
        item_id = _brought(thing, done)
        if thing["tracking"] != "quantity":
            tx.update("stop_thing", thing["stop_thing_id"], item_id=item_id)
    counts["handed_over"] += len(carried)
    tx.note(numbers=numbers)


def _loads(tx: Tx, carried: Pairs, result: Result, day: str) -> dict[tuple[str | None, str], dict[str, Any]]:
    """What of a stop goes into one agreement: arguments of loans.lend by due day and who asked for it."""
    found: dict[tuple[str | None, str], dict[str, Any]] = {}
    for thing, done in carried:
        asked = tx.row("request", thing["request_id"]) if thing["request_id"] else None
        due = result.due_on or _due(tx, thing, day)
        key = (due, asked["asked_by"] if asked else "")
        load = found.setdefault(key, {"item_ids": [], "goods": {}, "fills": {}, "goods_fills": {}, "out_reasons": {},
                                      "goods_reasons": {}})  # fmt: skip
        if thing["tracking"] == "quantity":
            load["goods"][thing["of_product_id"]] = thing["quantity"]
            load["goods_fills"][thing["of_product_id"]] = thing["request_id"]
            load["goods_reasons"] |= _reason(thing["of_product_id"], done)
            continue
        item_id = _brought(thing, done)
        load["item_ids"].append(item_id)
        if thing["request_id"]:
            load["fills"][item_id] = thing["request_id"]
        load["out_reasons"] |= _reason(item_id, done)
    return found


def _reason(ref: int | None, done: Done) -> dict[int | None, str]:
    return {ref: done.out_reason.strip()} if done.out_reason.strip() else {}


def _brought(thing: Mapping[str, Any], done: Done) -> int | None:
    """The copy that was handed over; Rejected where nobody has told which."""
    item_id = done.item_id or thing["bring_item_id"]
    if item_id is None and thing["tracking"] != "quantity":
        raise Rejected(Why.MISSING_VALUE, "items")
    return item_id


def _due(tx: Tx, thing: Mapping[str, Any], day: str) -> str:
    """The end that the request asked for, else the usual days of the product."""
    if thing["until_on"] and thing["until_on"] > day:
        return thing["until_on"]
    usual = loan_lines.default_days(tx, [thing["of_product_id"]])
    return (date.fromisoformat(day) + timedelta(days=usual)).isoformat()


def _fetch(tx: Tx, stop: Mapping[str, Any], carried: Pairs, result: Result, day: str, counts: dict[str, int]) -> None:
    returns = [
        loans.Return(thing["line_id"], done.condition, done.missing_accessories, done.quantity, done.note)
        for thing, done in carried
        if thing["line_id"] is not None
    ]
    if returns:
        loans.take_back(tx, returns=returns, on_day=day)
    counts["returned"] += len(returns)


def _swap(tx: Tx, stop: Mapping[str, Any], carried: Pairs, result: Result, day: str, counts: dict[str, int]) -> None:
    numbers: list[str] = []
    for thing, done in carried:
        if thing["line_id"] is None:
            continue
        item_id = _brought(thing, done) or 0
        loans.swap(tx, line_id=thing["line_id"], item_id=item_id, condition=done.condition, on_day=day, note=done.note)
        tx.update("stop_thing", thing["stop_thing_id"], item_id=item_id)
        numbers += tx.data["numbers"]
        counts["swapped"] += 1
    tx.note(numbers=numbers)


def _request(tx: Tx, stop: Row, request_id: int) -> Row:
    found = tx.row("request", request_id)
    if found["outcome"] is not None:
        raise Rejected(Why.REQUEST_CLOSED, "things")
    _refuse_other(stop, found, "request", request_id)
    return found


def _line(tx: Tx, stop: Row, line_id: int) -> int:
    """How many of the line are still out."""
    found = tx.row("loan_line", line_id)
    if found["end_reason"] is not None:
        raise Rejected(Why.NOT_LENT, "things", ended_on=found["ended_on"])
    _refuse_other(stop, tx.row("agreement", found["agreement_id"]), "loan_line", line_id)
    return 1 if found["item_id"] is not None else loan_lines.left_out(tx, line_id)


def _refuse_other(stop: Row, found: Row, kind: str, ref: int) -> None:
    """What one borrower has or asked for is no errand at another's."""
    if (found["person_id"], found["unit_id"]) != (stop["person_id"], stop["unit_id"]):
        raise Rejected(Why.NO_SUCH, "things", kind=kind, ref=ref)
