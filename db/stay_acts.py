"""What happens to a stay on its place: planned, moved, begun, ended. Each asks db.stay_rules first.

A place is given up only when the person has really left: whoever stays over time keeps it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from db import stay_lists, stay_rules, stays
from db.command import Tx, writes
from db.connection import Row
from db.errors import Rejected, Why
from db.stay_days import nights, plus
from db.stay_moves import back_to_waiting, change_end, move_stay, park_stay, replan_stay, swap_stays
from db.stay_segments import OF_PLACES, Segment, ending, free, joined, lay, segments, starting, wanted, where
from db.stays import end_pauses, ensure_since, living, needed, new_stay, one_of, since_applied, stay_in, tell
from db.values import ensure_day, past_day, text_of

__all__ = (
    "admit_acute", "back_to_waiting", "book_stay", "change_end", "check_in", "discharge", "end_leave",
    "enter_past_stay", "move_stay", "park_stay", "plan_stay", "reopen_stay", "replan_stay", "swap_stays", "take_leave",
)  # fmt: skip
REOPEN_DAYS = 7
LEAVE_KINDS = ("home", "hospital", "other")


@writes("stay")
def plan_stay(
    tx: Tx,
    *,
    stay_id: int,
    site_id: int | None = None,
    place_id: int | None = None,
    from_on: str,
    to_on: str,
    confirmed: bool = False,
    passed: Mapping[int, str] | None = None,
    accept: bool = False,
) -> None:
    """Give a granted or waiting stay its days, on a place or at a site without one.

    passed: stay_id → why, of those who stand before it on the waiting list and could have had the place; where one
    is left out, Rejected(OTHERS_FIRST) names them. accept says yes to what only asks (db.stay_rules).
    """
    now = stay_in(tx, stay_id, "granted", "waiting")
    laid = wanted(tx, now["form"], site_id, place_id, from_on, to_on)
    ensure_since(now, laid[0].from_on, "from_on")
    if now["form"] == "day" and not now["weekdays"]:
        raise Rejected(Why.MISSING_VALUE, "weekdays")
    _pass_over(tx, stay_id, laid[0], passed or {})
    lay(tx, {stay_id: free(tx, stay_id, laid, accept=accept)})
    tx.update("stay", stay_id, state="planned", confirmed=int(confirmed))
    tell(tx, stay_id, **where(tx, laid))


@writes("stay")
def book_stay(
    tx: Tx,
    *,
    person_id: int,
    purpose: str,
    site_id: int | None = None,
    place_id: int | None = None,
    from_on: str,
    to_on: str,
    confirmed: bool = False,
    passed: Mapping[int, str] | None = None,
    accept: bool = False,
    received_on: str | None = None,
    decided_on: str | None = None,
    reference: str = "",
    **fields: Any,
) -> int:
    """Apply, assess, grant and plan in one: what has been agreed on the phone. Returns stay_id.

    The days of application and decision are today, or that of arrival if earlier, where none is told. fields as
    stays.STAY_FIELDS, and form and priority. Otherwise as plan_stay.
    """
    first = min(tx.today, ensure_day(from_on, "from_on") or tx.today)
    received = past_day(tx, received_on or first, "received_on")
    decided = past_day(tx, decided_on or max(first, received), "decided_on")
    reference = text_of({"reference": reference}, "reference")
    stay_id = new_stay(tx, person_id, "granted", received, purpose=purpose, decision_ref=reference, **fields)
    ensure_since(tx.row("stay", stay_id), decided, "decided_on")
    tx.update("stay", stay_id, assessed_on=decided, decided_on=decided)
    plan_stay(
        tx, stay_id=stay_id, site_id=site_id, place_id=place_id, from_on=from_on, to_on=to_on, confirmed=confirmed,
        passed=passed, accept=accept,
    )  # fmt: skip
    return stay_id


@writes("stay")
def check_in(
    tx: Tx, *, stay_id: int, on_day: str | None = None, place_id: int | None = None, site_id: int | None = None,
    accept: bool = False,
) -> None:  # fmt: skip
    """Somebody has come, today or on an earlier day: the stay begins on that day, whatever was planned.

    place_id: another place than the planned one; site_id: a site without places instead. Rejected(PLACE_HELD) while
    somebody is still there.
    """
    now = stay_in(tx, stay_id, "planned")
    day = since_applied(tx, now, on_day)
    living(tx, now["person_id"], day)
    laid = _from_arrival(segments(tx, stay_id), day)
    if place_id is not None or site_id is not None:
        laid = [*wanted(tx, now["form"], site_id, place_id, day, laid[0].to_on), *laid[1:]]
    _ensure_bed(tx, now["form"], laid[0])
    lay(tx, {stay_id: _arriving(tx, stay_id, laid, accept)})
    end_pauses(tx, stay_id, day)
    tx.update("stay", stay_id, state="in")
    tell(tx, stay_id, on_day=day, **where(tx, laid))


@writes("stay")
def admit_acute(
    tx: Tx,
    *,
    person_id: int,
    site_id: int | None = None,
    place_id: int | None = None,
    on_day: str | None = None,
    to_on: str,
    purpose: str = "acute",
    accept: bool = False,
    **fields: Any,
) -> int:
    """Take somebody in at once: application, assessment and arrival on one day, the decision afterwards.

    Returns stay_id; the stay waits for stays.confirm_acute. fields as stays.STAY_FIELDS.
    """
    day = past_day(tx, on_day)
    stay_id = new_stay(tx, person_id, "in", day, purpose=purpose, **fields)
    tx.update("stay", stay_id, assessed_on=day)
    laid = wanted(tx, "night", site_id, place_id, day, to_on)
    _ensure_bed(tx, "night", laid[0])
    lay(tx, {stay_id: _arriving(tx, stay_id, laid, accept)})
    tell(tx, stay_id, on_day=day, **where(tx, laid))
    return stay_id


@writes("stay")
def take_leave(
    tx: Tx, *, stay_id: int, kind: str = "home", from_on: str | None = None, to_on: str | None = None, note: str = ""
) -> int:
    """Somebody is away in [from_on, to_on) and keeps the place; to_on None until told. Returns its id."""
    stay_in(tx, stay_id, "in")
    one_of(kind, LEAVE_KINDS, "kind")
    since, until = ensure_day(from_on, "from_on") or tx.today, ensure_day(to_on, "to_on")
    first = segments(tx, stay_id)[0].from_on
    if since < first or (until is not None and until < since):
        raise Rejected(Why.OUT_BEFORE_IN, "to_on" if since >= first else "from_on")
    for row in _leaves(tx, stay_id):
        if (until is None or row["from_on"] < until) and (row["to_on"] is None or since < row["to_on"]):
            raise Rejected(Why.AWAY_ALREADY, "from_on", from_on=row["from_on"], to_on=row["to_on"])
    note = text_of({"note": note}, "note")
    tell(tx, stay_id, on_day=min(since, tx.today), kind=kind, from_on=since, to_on=until)
    return tx.insert("stay_leave", stay_id=stay_id, kind=kind, from_on=since, to_on=until, note=note)


@writes("stay")
def end_leave(tx: Tx, *, stay_id: int, on_day: str | None = None) -> None:
    """Somebody is back from leave."""
    stay_in(tx, stay_id, "in")
    day = past_day(tx, on_day)
    away = [row for row in _leaves(tx, stay_id) if row["from_on"] <= day and (row["to_on"] or "9") >= day]
    if not away:
        raise Rejected(Why.NOT_AWAY, "on_day")
    tx.update("stay_leave", away[-1]["stay_leave_id"], to_on=day)
    tell(tx, stay_id, on_day=day, kind=away[-1]["kind"])


@writes("stay")
def discharge(
    tx: Tx,
    *,
    stay_id: int,
    on_day: str | None = None,
    went_to: str = "home",
    went_to_note: str = "",
    goal_result: str | None = None,
) -> list[int]:
    """Somebody has left, today or on an earlier day. Nights not used are free at once; where the stay was longer than
    planned, those who were to come meanwhile and could not are parked for the nights that were slept. Returns them.
    """
    now = stay_in(tx, stay_id, "in")
    day, laid = past_day(tx, on_day), segments(tx, stay_id)
    _ensure_after(laid, day, "on_day")
    left = ending(laid, day)
    one_of(went_to, stays.WENT_TO, "went_to")
    parked = _give_way(tx, stay_id, left[-1], laid[-1].to_on)
    lay(tx, {stay_id: free(tx, stay_id, left, accept=True, happened=OF_PLACES)})
    _end_leaves(tx, stay_id, day)
    columns = stays.columns_of({"went_to": went_to, "went_to_note": went_to_note, "goal_result": goal_result})
    tx.update("stay", stay_id, state="discharged", confirmed=1, closed_on=day, **columns)
    tell(tx, stay_id, on_day=day, went_to=went_to, nights=nights(left[0].from_on, day), form=now["form"])
    return parked


def _give_way(tx: Tx, stay_id: int, last: Segment, planned_out: str) -> list[int]:
    """Park those who should have come to the place while somebody stayed on in it, until the day it was left."""
    behind = tx.column(
        """SELECT DISTINCT s.stay_id FROM stay_segment g JOIN stay s ON s.stay_id = g.stay_id
        WHERE g.stay_place_id = :place AND s.state = 'planned' AND s.stay_id <> :stay
            AND g.from_on < :until AND max(g.to_on, date(g.from_on, '+1 day')) > :since ORDER BY s.stay_id""",
        place=last.place_id, stay=stay_id, since=planned_out, until=last.to_on,
    )  # fmt: skip
    for ref in behind:
        lay(tx, {ref: joined(part for one in segments(tx, ref) for part in _parked(one, last))})
    return behind


def _parked(one: Segment, last: Segment) -> list[Segment]:
    """A planned segment without the nights that another slept there until the day of leaving."""
    if one.where != last.where or one.from_on >= last.to_on:
        return [one]
    away = one._replace(place_id=None, to_on=min(one.to_on, last.to_on), day_only=0)
    return [away, one._replace(from_on=last.to_on)] if one.to_on > last.to_on else [away]


@writes("stay")
def reopen_stay(tx: Tx, *, stay_id: int, reason: str, to_on: str | None = None, accept: bool = False) -> None:
    """The discharge was a mistake: the person is still in. At most REOPEN_DAYS afterwards, with the reason.

    to_on is when the stay is expected to end, tomorrow where it is not told; the place must be free until then.
    """
    now = stay_in(tx, stay_id, "discharged")
    if tx.today > plus(now["closed_on"], REOPEN_DAYS):
        raise Rejected(Why.TOO_LATE_TO_REOPEN, closed_on=now["closed_on"])
    reason = needed({"reason": reason}, "reason")
    laid = ending(segments(tx, stay_id), ensure_day(to_on, "to_on") or plus(tx.today, 1))
    if laid[-1].to_on < tx.today:
        raise Rejected(Why.NOT_LEFT_YET, "to_on")
    nothing = {"closed_on": None, "went_to": None, "went_to_note": "", "goal_result": None}
    lay(tx, {stay_id: free(tx, stay_id, laid, accept=accept)})
    tx.update("stay", stay_id, state="in", confirmed=0, **nothing)
    tell(tx, stay_id, reason=reason, **where(tx, laid))


@writes("stay")
def enter_past_stay(
    tx: Tx,
    *,
    person_id: int,
    purpose: str,
    site_id: int | None = None,
    place_id: int | None = None,
    from_on: str,
    to_on: str,
    late_reason: str,
    left: bool = True,
    went_to: str | None = None,
    accept: bool = False,
    **fields: Any,
) -> int:
    """Register a stay that was forgotten when it happened, with the reason; returns stay_id.

    With `left` it is over, and to_on the real day; else the person is still in, and to_on what is expected. fields
    as stays.STAY_FIELDS; the days of application and decision are that of arrival where none is told.
    """
    reason = needed({"late_reason": late_reason}, "late_reason")
    day = past_day(tx, from_on, "from_on")
    received = past_day(tx, fields.pop("received_on", None) or day, "received_on")
    over = {"closed_on": past_day(tx, to_on, "to_on"), "confirmed": 1} if left else {}
    fields |= {"late_reason": reason, "purpose": purpose} | ({"went_to": went_to or "home"} if left else {})
    laid = wanted(tx, fields.get("form", "night"), site_id, place_id, day, to_on)
    if not left and laid[0].to_on < tx.today:
        raise Rejected(Why.NOT_LEFT_YET, "to_on")
    stay_id = new_stay(tx, person_id, "granted", received, **fields)
    ensure_since(tx.row("stay", stay_id), day, "from_on")
    lay(tx, {stay_id: free(tx, stay_id, laid, accept=accept, happened={"closed", "reduced"}, arriving=not left)})
    tx.update("stay", stay_id, state="discharged" if left else "in", assessed_on=day, decided_on=day, **over)
    tell(tx, stay_id, on_day=day, reason=reason, **where(tx, laid))
    return stay_id


# the parts of them


def _pass_over(tx: Tx, stay_id: int, asked: Segment, passed: Mapping[int, str]) -> None:
    """Note who stood before and why they did not get the place."""
    first = stay_lists.ahead(
        tx, stay_id, place_id=asked.place_id, site_id=asked.site_id, from_on=asked.from_on, to_on=asked.to_on,
        today=tx.today,
    )  # fmt: skip
    unexplained = [row for row in first if not (passed.get(row["stay_id"]) or "").strip()]
    if unexplained:
        names = [{"first_name": row["first_name"], "last_name": row["last_name"]} for row in unexplained]
        ids = [row["stay_id"] for row in unexplained]
        raise Rejected(Why.OTHERS_FIRST, "passed", stay_ids=ids, people=names)
    for row in first:
        reason = text_of({"reason": passed[row["stay_id"]]}, "reason", needed=True)
        tx.insert("stay_pass", stay_id=row["stay_id"], instead_id=stay_id, on_day=tx.today, reason=reason)


def _from_arrival(laid: Sequence[Segment], day: str) -> list[Segment]:
    """The planned stay as it is when the person comes on a day; as long as planned where its time has passed."""
    if day < laid[-1].to_on:
        return starting(laid, day)
    length = nights(laid[0].from_on, laid[-1].to_on)
    return [laid[-1]._replace(from_on=day, to_on=plus(day, length))]


def _ensure_bed(tx: Tx, form: str, first: Segment) -> None:
    """Nobody comes in to a ward without a place there."""
    if form == "night" and first.place_id is None and tx.row("site", first.site_id)["kind"] == "ward":
        raise Rejected(Why.MISSING_VALUE, "place_id")


def _arriving(tx: Tx, stay_id: int, laid: Sequence[Segment], accept: bool) -> list[Segment]:
    """The segments of somebody at the door; Rejected while whoever had the place before is still there."""
    first = laid[0]
    if first.place_id is not None:
        meets = stay_rules.conflicts(
            tx, place_id=first.place_id, from_on=first.from_on, to_on=first.to_on, stay_id=stay_id, today=tx.today,
            arriving=True,
        )  # fmt: skip
        for one in meets:
            if one.kind == "held":
                raise one.fault
    return free(tx, stay_id, laid, accept=accept)


def _ensure_after(laid: Sequence[Segment], day: str, name: str) -> None:
    if day < laid[0].from_on:
        raise Rejected(Why.OUT_BEFORE_IN, name, from_on=laid[0].from_on, to_on=day)


def _leaves(tx: Tx, stay_id: int) -> list[Row]:
    return tx.rows("SELECT * FROM stay_leave WHERE stay_id = :stay ORDER BY from_on", stay=stay_id)


def _end_leaves(tx: Tx, stay_id: int, day: str) -> None:
    """Nobody is on leave after discharge."""
    for row in _leaves(tx, stay_id):
        if row["from_on"] > day:
            tx.delete("stay_leave", row["stay_leave_id"])
        elif row["to_on"] is None or row["to_on"] > day:
            tx.update("stay_leave", row["stay_leave_id"], to_on=day)
