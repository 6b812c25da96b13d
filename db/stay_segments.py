"""Where a stay is, from day to day: segments that meet, and how they are laid down in the register.

The dates of a stay live here only: in is the first from_on, out the last to_on.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from db import stay_rules
from db.command import Tx
from db.connection import Reader
from db.errors import Rejected, Why
from db.stay_rules import Conflict
from db.values import ensure_day

OF_PLACES = frozenset({"closed", "not_open", "reduced"})  # what is said of a place, not of who has it


class Segment(NamedTuple):
    """[from_on, to_on) on a site, with a place or without. day_only: the night is another's, who arrives that day."""

    site_id: int
    place_id: int | None
    from_on: str
    to_on: str
    day_only: int = 0

    @property
    def where(self) -> tuple[int, int | None]:
        return self.site_id, self.place_id


def segments(db: Reader, stay_id: int) -> list[Segment]:
    """The segments of a stay in order; empty where it has no days yet."""
    return [Segment(*row) for row in db.rows(_SEGMENTS, stay=stay_id)]


_SEGMENTS = """SELECT site_id, stay_place_id, from_on, to_on, day_only FROM stay_segment WHERE stay_id = :stay
    ORDER BY from_on, stay_segment_id"""


def from_day(laid: Sequence[Segment], day: str, site_id: int, place_id: int | None) -> list[Segment]:
    """The stay with all that comes from a day on in one place."""
    before = ending(laid, day) if day > laid[0].from_on else []
    start = max(day, laid[0].from_on)
    return joined([*before, Segment(site_id, place_id, start, max(laid[-1].to_on, start))])


def ending(laid: Sequence[Segment], day: str) -> list[Segment]:
    """The stay ended on a day: cut short, or the last segment drawn out. On the first day a same-day stay is left."""
    kept = [one for one in laid if one.from_on < day] or list(laid[:1])
    last = kept[-1]
    return [*kept[:-1], last._replace(to_on=day, day_only=last.day_only if last.to_on == day else 0)]


def starting(laid: Sequence[Segment], day: str) -> list[Segment]:
    """The stay begun on another day: what is before it is cut away, or the first segment begins earlier."""
    kept = [one for one in laid if one.to_on > day] or list(laid[-1:])
    first = kept[0]
    return [first._replace(from_on=day, day_only=first.day_only if first.from_on == day else 0), *kept[1:]]


def joined(laid: Iterable[Segment]) -> list[Segment]:
    """The same with neighbours in the same place made one, and without empty ones between others."""
    made: list[Segment] = []
    for one in laid:
        if made and made[-1].where == one.where:
            made[-1] = made[-1]._replace(to_on=max(one.to_on, made[-1].to_on))
        elif not made or one.to_on > one.from_on:
            made.append(one)
    return made


def place_on(laid: Sequence[Segment], day: str) -> Segment:
    """The segment that a stay is in on a day; the first before it begins, the last after it has ended."""
    return next((one for one in laid if one.to_on > day), laid[-1])


# asking for days, and laying them down


def wanted(tx: Tx, form: str, site_id: int | None, place_id: int | None, from_on: str, to_on: str) -> list[Segment]:
    """The one segment that is asked for; Rejected where site, place and days do not go together."""
    since, until = ensure_day(from_on, "from_on"), ensure_day(to_on, "to_on")
    if since is None or until is None:
        raise Rejected(Why.MISSING_VALUE, "from_on" if since is None else "to_on")
    if until < since:
        raise Rejected(Why.OUT_BEFORE_IN, "to_on", from_on=since, to_on=until)
    place = tx.row("stay_place", place_id) if place_id else None
    site_id = site_id or (place["site_id"] if place else None)
    if not site_id or (place and place["site_id"] != site_id):
        raise Rejected(Why.MISSING_VALUE, "site_id" if not site_id else "place_id")
    if (tx.row("site", site_id)["kind"] == "day_centre") != (form == "day"):
        raise Rejected(Why.WRONG_SITE, "site_id", form=form)
    return [Segment(site_id, place_id, since, until)]


def where(tx: Tx, laid: Sequence[Segment]) -> dict[str, Any]:
    """What the history's sentence needs: site, place and days; no names of people."""
    last = laid[-1]
    place = tx.row("stay_place", last.place_id)["name"] if last.place_id else ""
    days = {"from_on": laid[0].from_on, "to_on": last.to_on}
    return {"site": tx.row("site", last.site_id)["name"], "place": place} | days


def lay(tx: Tx, wanted: Mapping[int, Sequence[Segment]]) -> None:
    """Make the segments of stays (stay_id → all of its segments) what is wanted, in one go.

    Whoever moves leaves the place first, so that two can change places; an id of a row is never used for another stay.
    """
    moves = [(stay_id, [*_rows(tx, stay_id)], list(laid)) for stay_id, laid in wanted.items()]
    for _stay_id, rows, laid in moves:
        for row in rows[len(laid) :]:
            tx.delete("stay_segment", row[0])
    pairs = [pair for _stay_id, rows, laid in moves for pair in zip(rows, laid, strict=False) if pair[0][1] != pair[1]]
    if len(pairs) > 1:
        for (segment_id, _old), _new in pairs:
            tx.update("stay_segment", segment_id, stay_place_id=None)
    for (segment_id, _old), new in pairs:
        tx.update("stay_segment", segment_id, **_columns(new))
    for stay_id, rows, laid in moves:
        for new in laid[len(rows) :]:
            tx.insert("stay_segment", stay_id=stay_id, **_columns(new))


def _rows(tx: Tx, stay_id: int) -> Iterator[tuple[int, Segment]]:
    sql = _SEGMENTS.replace("SELECT ", "SELECT stay_segment_id, ", 1)
    return ((row[0], Segment(*tuple(row)[1:])) for row in tx.rows(sql, stay=stay_id))


def _columns(one: Segment) -> dict[str, Any]:
    days = {"from_on": one.from_on, "to_on": one.to_on, "day_only": one.day_only}
    return {"site_id": one.site_id, "stay_place_id": one.place_id} | days


def free(
    tx: Tx,
    stay_id: int,
    wanted: Sequence[Segment],
    *,
    accept: bool,
    arriving: bool = False,
    without: Iterable[int] = (),
    happened: Collection[str] = (),
) -> list[Segment]:
    """The wanted segments as they may be laid; Rejected with what stands in the way of the days that are new.

    What only asks is passed over with `accept`; somebody who comes and leaves the day another arrives gives up the
    night. happened: kinds of conflict that cannot be in the way of what has been.
    """
    laid, found = segments(tx, stay_id), []
    for one in wanted:
        meets = [
            conflict if since == one.from_on else _not_arriving(conflict)
            for since, until in _new_parts(one, laid)
            for conflict in stay_rules.conflicts(
                tx, place_id=one.place_id, site_id=one.site_id, from_on=since, to_on=until, stay_id=stay_id,
                today=tx.today, arriving=arriving, without=without,
            )
        ]  # fmt: skip
        _refuse([conflict for conflict in meets if conflict.kind not in happened], accept)
        found.append(_give_night(tx, one, meets))
    return found


def _new_parts(one: Segment, laid: Sequence[Segment]) -> Iterator[tuple[str, str]]:
    """What of a segment the stay did not have in that place before."""
    known = next((old for old in laid if old.where == one.where and _shares(old, one)), None)
    if known is None:
        yield one.from_on, one.to_on
        return
    if one.from_on < known.from_on:
        yield one.from_on, known.from_on
    if one.to_on > known.to_on:
        yield known.to_on, one.to_on


def _shares(old: Segment, new: Segment) -> bool:
    return (old.from_on < old.to_on and new.from_on <= old.to_on and old.from_on <= new.to_on) or old[:4] == new[:4]


def _not_arriving(conflict: Conflict) -> Conflict:
    """Who has had the place until then does not come in the evening: a same-day stay is in the way."""
    return replace(conflict, kind="taken") if conflict.kind == "same_day" else conflict


def _refuse(meets: Sequence[Conflict], accept: bool) -> None:
    for one in meets:
        if one.blocks or (one.asks and not accept):
            raise one.fault


def _give_night(tx: Tx, one: Segment, meets: Sequence[Conflict]) -> Segment:
    for conflict in meets:
        if conflict.kind != "same_day":
            continue
        if one.from_on == one.to_on:
            return one._replace(day_only=1)
        tx.update("stay_segment", conflict.segment_id or 0, day_only=1)
    return one
