"""Kjøreliste: stops of a day, how they are planned and put in order, and what becomes of one that failed."""

from collections.abc import Mapping, Sequence
from typing import Any

from db import people, stop_things, stops
from db.command import Tx, writes
from db.connection import Row
from db.errors import Rejected, Why
from db.stop_things import Result
from db.values import ensure_day, past_day, text_of

KINDS = ("deliver", "fetch", "swap", "repair", "parcel")
FAILURES = ("nobody_home", "refused", "no_access", "other")
_TEXTS = ("phone", "floor", "key_note", "note")


@writes("trip", "person", "unit")
def add_stop(
    tx: Tx,
    *,
    kind: str,
    person_id: int | None = None,
    unit_id: int | None = None,
    request_ids: Sequence[int] = (),
    line_ids: Sequence[int] = (),
    item_ids: Sequence[int] = (),
    text: str = "",
    wanted_on: str | None = None,
    trip_id: int | None = None,
    day: str | None = None,
    phone: str | None = None,
    floor: str | None = None,
    key_note: str | None = None,
    note: str = "",
) -> int:
    """Make a stop at a borrower's, at the end of a trip or of a day's, else in the pool. Returns stop_id.

    request_ids are open requests to deliver, line_ids open lines to fetch, swap or repair; item_ids of a swap are the
    new copies in the order of the lines, else copies to bring or mend. phone, floor and key_note None are those of
    the borrower's latest stop, else the phone on the card (never that of a protected person).
    """
    if kind not in KINDS:
        raise Rejected(Why.MISSING_VALUE, "kind")
    _refuse_borrower(tx, kind, person_id, unit_id)
    usual = stops.access(tx, person_id=person_id, unit_id=unit_id)
    said = {"phone": phone, "floor": floor, "key_note": key_note}
    columns = {name: usual[name] if given is None else given for name, given in said.items()}
    columns = {name: text_of(columns | {"note": note}, name) for name in _TEXTS}
    if trip_id is None and day:
        trip_id = _trip_for(tx, ensure_day(day, "day") or tx.today)
    position = 0 if trip_id is None else _next_position(tx, _unfinished(tx, trip_id)["trip_id"])
    stop_id = tx.insert(
        "stop", trip_id=trip_id, position=position, kind=kind, person_id=person_id, unit_id=unit_id,
        wanted_on=ensure_day(wanted_on, "wanted_on"), **columns,
    )  # fmt: skip
    stop = tx.row("stop", stop_id)
    things = stop_things.wanted_things(tx, stop, request_ids, line_ids, item_ids, text)
    for thing in things:
        tx.insert("stop_thing", stop_id=stop_id, **thing)
    tx.note(kind=kind, count=1)
    return stop_id


@writes("trip", "person", "unit")
def change_stop(
    tx: Tx,
    *,
    stop_id: int,
    rev: int,
    request_ids: Sequence[int] | None = None,
    line_ids: Sequence[int] | None = None,
    item_ids: Sequence[int] | None = None,
    text: str | None = None,
    **fields: Any,
) -> None:
    """Change what a stop is about (None leaves all of it), wanted_on, phone, floor, key_note and note."""
    now = _open_stop(tx, stop_id)
    columns: dict[str, Any] = {name: text_of(fields, name) for name in _TEXTS if name in fields}
    if "wanted_on" in fields:
        columns["wanted_on"] = ensure_day(fields["wanted_on"], "wanted_on")
    tx.update("stop", stop_id, rev=rev, **columns)
    if any(given is not None for given in (request_ids, line_ids, item_ids, text)):
        wanted = stop_things.wanted_things(tx, now, request_ids or (), line_ids or (), item_ids or (), text or "")
        if stop_things.set_things(tx, stop_id, wanted):
            tx.touch("stop", stop_id)
    tx.note(kind=now["kind"], count=1)


@writes("trip", "person", "unit")
def stops_for(
    tx: Tx,
    *,
    request_ids: Sequence[int] = (),
    line_ids: Sequence[int] = (),
    day: str | None = None,
    wanted_on: str | None = None,
) -> list[int]:
    """Make one stop for each borrower of requests (to deliver) and of lines (to fetch), planned on a day or not."""
    made = []
    for kind, ids in (("deliver", request_ids), ("fetch", line_ids)):
        for (person_id, unit_id), mine in _per_borrower(tx, kind, ids).items():
            what = {"request_ids" if kind == "deliver" else "line_ids": mine}
            first = min((_wanted(tx, ref) for ref in mine), default=None) if kind == "deliver" else wanted_on
            made.append(add_stop(tx, kind=kind, person_id=person_id, unit_id=unit_id, wanted_on=first, day=day, **what))
    if not made:
        raise Rejected(Why.MISSING_VALUE, "things")
    tx.note(count=len(made))
    return made


@writes("trip")
def plan_stops(tx: Tx, *, stop_ids: Sequence[int], day: str) -> int:
    """Put stops at the end of a day's trip, which is made where there is none to drive. Returns trip_id."""
    day = ensure_day(day, "day") or tx.today
    if not stop_ids:
        raise Rejected(Why.MISSING_VALUE, "stops")
    trip_id = _trip_for(tx, day)
    for stop_id in stop_ids:
        if _open_stop(tx, stop_id)["trip_id"] != trip_id:
            tx.update("stop", stop_id, trip_id=trip_id, position=_next_position(tx, trip_id))
    tx.note(count=len(stop_ids), day=day)
    return trip_id


@writes("trip")
def order_stops(tx: Tx, *, trip_id: int, stop_ids: Sequence[int]) -> None:
    """Drive the stops in this order; stops of the trip that are not named come after them."""
    _unfinished(tx, trip_id)
    standing = stops.of_trip(tx, trip_id)
    for stop_id in stop_ids:
        if stop_id not in standing:
            raise Rejected(Why.NO_SUCH, kind="stop", ref=stop_id)
    wanted = list(dict.fromkeys([*stop_ids, *standing]))
    for position, stop_id in enumerate(wanted, start=1):
        tx.update("stop", stop_id, position=position)
    tx.note(count=len(wanted))


@writes("trip")
def to_pool(tx: Tx, *, stop_ids: Sequence[int]) -> None:
    """Take stops off their day; they wait in the pool."""
    for stop_id in stop_ids:
        _open_stop(tx, stop_id)
        tx.update("stop", stop_id, trip_id=None, position=0)
    tx.note(count=len(stop_ids))


@writes("trip")
def cancel_stops(tx: Tx, *, stop_ids: Sequence[int], reason: str = "") -> None:
    """Call stops off: nobody drives there, and what they were about is free for another stop."""
    for stop_id in stop_ids:
        now = _open_stop(tx, stop_id)
        note = "\n".join(part for part in (now["note"], reason.strip()) if part)
        stop_things.close(tx, stop_id, "cancelled", tx.today, note=note)
    tx.note(count=len(stop_ids))


@writes("trip")
def fail_stop(tx: Tx, *, stop_id: int, reason: str, note: str = "") -> int:
    """Tell that a stop of a trip came to nothing: it goes back to the pool with its count. Returns the attempts."""
    day = _fail(tx, stop_id, reason, note)
    attempts = len(stops.attempts(tx, stop_id))
    tx.note(on_day=day, count=attempts, cause=reason)
    return attempts


@writes("trip", "loan", "item", "person", "unit", "product", "request", "service", "task")
def finish_trip(tx: Tx, *, trip_id: int, results: Sequence[Result]) -> dict[str, int]:
    """Register what became of every stop of a trip at once: hand-overs, returns, swaps, and what came to nothing.

    Every open stop needs its result. Rejected with `stop_id` and `stop` (its number) where a rule turns one down,
    and then nothing of it is written. Returns how many were handed_over, returned, swapped, done and failed.
    """
    trip = _unfinished(tx, trip_id)
    day = past_day(tx, trip["on_day"])
    rows = [row for row in stops.stops(tx, trip_id, today=tx.today) if row["outcome"] is None]
    by_stop = _matched(rows, results)
    for row in rows:
        tx.update("stop", row["stop_id"], position=row["number"])
    counts: dict[str, int] = dict.fromkeys(("handed_over", "returned", "swapped", "done", "failed"), 0)
    numbers: list[str] = []
    for row in rows:
        with stop_things.about(row):
            _end_stop(tx, row, by_stop[row["stop_id"]], day, counts)
        numbers += tx.data.pop("numbers", [])
    tx.update("trip", trip_id, finished_on=tx.today)
    tx.data = {}  # what the loans within noted is not about the whole trip
    tx.note(on_day=day, numbers=numbers, **counts)
    return counts


@writes("trip")
def change_trip(tx: Tx, *, trip_id: int, rev: int, driver: str, note: str = "") -> None:
    """Tell who drives, and what to know of the whole trip."""
    fields = {"driver": driver, "note": note}
    tx.update("trip", trip_id, rev=rev, **{name: text_of(fields, name) for name in fields})


def _matched(rows: Sequence[Mapping[str, Any]], results: Sequence[Result]) -> dict[int, Result]:
    """The result of each stop; Rejected where a stop has none, or has left the trip since it was read."""
    found, standing = {one.stop_id: one for one in results}, {row["stop_id"]: row["number"] for row in rows}
    if not rows:
        raise Rejected(Why.MISSING_VALUE, "stops")
    for stop_id in found:
        if stop_id not in standing:
            raise Rejected(Why.STOP_IS_OVER, "stops", stop_id=stop_id)
    for stop_id, number in standing.items():
        if stop_id not in found:
            raise Rejected(Why.STOP_WITHOUT_RESULT, "stops", stop_id=stop_id, stop=number)
    return found


def _end_stop(tx: Tx, row: Mapping[str, Any], result: Result, day: str, counts: dict[str, int]) -> None:
    if result.outcome == "failed":
        _fail(tx, row["stop_id"], result.reason, result.note)
        counts["failed"] += 1
    elif result.outcome == "later":
        tx.update("stop", row["stop_id"], trip_id=None, position=0)
    elif result.outcome == "done":
        stop_things.carry_out(tx, row, result, day, counts)
        counts["done"] += 1
    else:
        raise Rejected(Why.STOP_WITHOUT_RESULT, "stops")


def _fail(tx: Tx, stop_id: int, reason: str, note: str) -> str:
    """Write the attempt and put the stop back in the pool; returns the day of the trip."""
    now = _open_stop(tx, stop_id)
    if reason not in FAILURES:
        raise Rejected(Why.REASON_NEEDED, "reason")
    if now["trip_id"] is None:
        raise Rejected(Why.NO_SUCH, "stops", kind="trip", ref=stop_id)
    day = past_day(tx, tx.row("trip", now["trip_id"])["on_day"])
    note = text_of({"note": note}, "note")
    tx.insert("stop_attempt", stop_id=stop_id, trip_id=now["trip_id"], on_day=day, reason=reason, note=note)
    tx.update("stop", stop_id, trip_id=None, position=0)
    return day


def _refuse_borrower(tx: Tx, kind: str, person_id: int | None, unit_id: int | None) -> None:
    if (person_id is None) == (unit_id is None):
        raise Rejected(Why.NO_BORROWER, "borrower")
    if person_id is None:
        tx.row("unit", unit_id or 0)
        return
    died_on = people.standing(tx, person_id, "borrower")["died_on"]
    if kind == "deliver" and died_on and died_on <= tx.today:
        raise Rejected(Why.PERSON_IS_DEAD, "borrower", died_on=died_on)


def _per_borrower(tx: Tx, kind: str, ids: Sequence[int]) -> dict[tuple[int | None, int | None], list[int]]:
    found: dict[tuple[int | None, int | None], list[int]] = {}
    for ref in ids:
        row = tx.row("request", ref) if kind == "deliver" else _agreement(tx, ref)
        found.setdefault((row["person_id"], row["unit_id"]), []).append(ref)
    return found


def _agreement(tx: Tx, line_id: int) -> Row:
    return tx.row("agreement", tx.row("loan_line", line_id)["agreement_id"])


def _wanted(tx: Tx, request_id: int) -> str:
    return tx.row("request", request_id)["wanted_on"]


def _open_stop(tx: Tx, stop_id: int) -> Row:
    """A stop that nobody has driven to or called off; Rejected otherwise."""
    found = tx.row("stop", stop_id)
    if found["outcome"] is not None:
        raise Rejected(Why.STOP_IS_OVER, "stops", outcome=found["outcome"], done_on=found["done_on"])
    return found


def _unfinished(tx: Tx, trip_id: int) -> Row:
    found = tx.row("trip", trip_id)
    if found["finished_on"] is not None:
        raise Rejected(Why.TRIP_FINISHED, "day")
    return found


def _trip_for(tx: Tx, day: str) -> int:
    """The trip that is still to drive on a day, made where there is none."""
    found = stops.trip_of_day(tx, day)
    return found["trip_id"] if found and found["finished_on"] is None else tx.insert("trip", on_day=day)


def _next_position(tx: Tx, trip_id: int) -> int:
    return tx.value("SELECT coalesce(max(position), 0) + 1 FROM stop WHERE trip_id = :trip", trip=trip_id)
