"""A stay that is planned or in gets other days or another place; told through db.stay_acts.

Split and move are one act: from a day on the stay is elsewhere, and it stays one stay.
"""

from db.command import Tx, writes
from db.connection import Row
from db.errors import Rejected, Why
from db.stay_days import plus
from db.stay_segments import OF_PLACES, Segment, ending, free, from_day, lay, place_on, segments, wanted, where
from db.stays import ensure_since, needed, stay_in, tell
from db.values import ensure_day

MOVABLE = ("planned", "in")


@writes("stay")
def replan_stay(
    tx: Tx,
    *,
    stay_id: int,
    from_on: str,
    to_on: str,
    site_id: int | None = None,
    place_id: int | None = None,
    confirmed: bool | None = None,
    accept: bool = False,
) -> None:
    """Give a planned stay other days or another place; what was planned before it is gone. confirmed None: as it was.

    Site and place stay where neither is told: a place is left by telling its site alone.
    """
    now, old = stay_in(tx, stay_id, "planned"), segments(tx, stay_id)[0]
    if site_id is None and place_id is None:
        site_id, place_id = old.where
    laid = wanted(tx, now["form"], site_id, place_id, from_on, to_on)
    ensure_since(now, laid[0].from_on, "from_on")
    lay(tx, {stay_id: free(tx, stay_id, laid, accept=accept)})
    if confirmed is not None:
        tx.update("stay", stay_id, confirmed=int(confirmed))
    tell(tx, stay_id, **where(tx, laid))


@writes("stay")
def move_stay(
    tx: Tx,
    *,
    stay_id: int,
    place_id: int | None = None,
    site_id: int | None = None,
    from_on: str | None = None,
    accept: bool = False,
) -> None:
    """From a day on (today where none is told) the stay is on another place, at any site; before that as it was.

    site_id alone is for a site without places. Somebody whose time is over is expected to stay one night more.
    """
    now = stay_in(tx, stay_id, *MOVABLE)
    old, day = _moved_from(tx, now, from_on)
    there = wanted(tx, now["form"], site_id, place_id, day, old[-1].to_on)[0]
    laid = from_day(old, day, *there.where)
    lay(tx, {stay_id: free(tx, stay_id, laid, accept=accept, arriving=_now(tx, now, day))})
    tell(tx, stay_id, on_day=min(day, tx.today), **where(tx, laid) | {"from_on": max(day, laid[0].from_on)})


@writes("stay")
def park_stay(tx: Tx, *, stay_id: int, from_on: str | None = None) -> None:
    """From a day on the stay is at its site without a place, while others are moved; its place is free."""
    now = stay_in(tx, stay_id, *MOVABLE)
    old, day = _moved_from(tx, now, from_on)
    laid = from_day(old, day, place_on(old, day).site_id, None)
    lay(tx, {stay_id: free(tx, stay_id, laid, accept=True, happened=OF_PLACES)})
    tell(tx, stay_id, on_day=min(day, tx.today), **where(tx, laid))


@writes("stay")
def change_end(tx: Tx, *, stay_id: int, to_on: str, confirmed: bool | None = None, accept: bool = False) -> None:
    """Extend or shorten a stay; nights that are not used are free at once. confirmed None: as it was.

    Rejected(PLACE_TAKEN) names who comes after. Somebody who is in leaves by discharge: to_on is today or later.
    """
    now, old = stay_in(tx, stay_id, *MOVABLE), segments(tx, stay_id)
    day = ensure_day(to_on, "to_on")
    if day is None:
        raise Rejected(Why.MISSING_VALUE, "to_on")
    if day < old[0].from_on:
        raise Rejected(Why.OUT_BEFORE_IN, "to_on", from_on=old[0].from_on, to_on=day)
    if now["state"] == "in" and day < tx.today:
        raise Rejected(Why.NOT_LEFT_YET, "to_on")
    laid = ending(old, day)
    lay(tx, {stay_id: free(tx, stay_id, laid, accept=accept)})
    if confirmed is not None:
        tx.update("stay", stay_id, confirmed=int(confirmed))
    tell(tx, stay_id, **where(tx, laid), before=old[-1].to_on)


@writes("stay")
def swap_stays(tx: Tx, *, stay_id: int, other_id: int, from_on: str | None = None, accept: bool = False) -> None:
    """From a day on (today where none is told) two stays have each other's places; each keeps its own days."""
    if stay_id == other_id:
        raise Rejected(Why.SAME_PERSON)
    stays = [stay_in(tx, ref, *MOVABLE) for ref in (stay_id, other_id)]
    (one, day), (other, other_day) = (_moved_from(tx, now, from_on) for now in stays)
    ours, theirs = place_on(one, day), place_on(other, other_day)
    if ours.where == theirs.where:
        raise Rejected(Why.SAME_PLACE, "other_id")
    laid = {
        stay_id: from_day(one, day, *theirs.where),
        other_id: from_day(other, other_day, *ours.where),
    }
    both = (stay_id, other_id)
    lay(tx, {ref: free(tx, ref, segs, accept=accept, without=both) for ref, segs in laid.items()})
    tell(tx, stay_id, on_day=min(day, tx.today), **where(tx, laid[stay_id]), other_id=other_id,
         other_place=where(tx, laid[other_id])["place"], other_person=stays[1]["person_id"])  # fmt: skip


@writes("stay")
def back_to_waiting(tx: Tx, *, stay_id: int, reason: str) -> None:
    """A planned stay has lost its place and waits again, from the day it first waited; the reason is needed."""
    now = stay_in(tx, stay_id, "planned")
    reason = needed({"reason": reason}, "reason")
    laid = segments(tx, stay_id)
    wished = {} if now["wished_from"] or now["wished_to"] else {"wished_from": laid[0].from_on}
    lay(tx, {stay_id: []})
    since = now["waiting_since"] or tx.today
    tx.update("stay", stay_id, None, state="waiting", waiting_since=since, confirmed=0, **wished)
    tell(tx, stay_id, reason=reason)


def _moved_from(tx: Tx, stay: Row, from_on: str | None) -> tuple[list[Segment], str]:
    """The stay's segments and the day from which it is elsewhere; who is over time gets one night more."""
    day = ensure_day(from_on, "from_on") or tx.today
    laid = segments(tx, stay["stay_id"])
    day = max(day, laid[0].from_on)
    if day >= laid[-1].to_on and day > laid[0].from_on:
        if stay["state"] != "in" or day > tx.today:
            raise Rejected(Why.NOT_IN_STAY, "from_on", from_on=laid[0].from_on, to_on=laid[-1].to_on)
        laid = ending(laid, plus(day, 1))
    return laid, day


def _now(tx: Tx, stay: Row, day: str) -> bool:
    """Whether somebody in the house changes places today or has done so, and not on a day ahead."""
    return stay["state"] == "in" and day <= tx.today
