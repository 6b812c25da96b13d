"""What the chart of places and days shows, on the screen and on paper: lanes, what lies in them, and what is free.

Days are ISO, a window and everything in it is half-open: [since, until). A stay that outstays its day is drawn until
today and keeps its place. Day rehab has no place for the night and is not here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, combinations
from typing import Any

from db.connection import Reader
from db.stay_days import collide, held_until, nights, plus

_PLACES = """SELECT p.*, s.name AS site_name, s.kind AS site_kind,
        (SELECT group_concat(purpose) FROM (SELECT e.purpose FROM earmark e WHERE e.stay_place_id = p.stay_place_id
            AND e.from_on <= :today AND (e.to_on IS NULL OR e.to_on > :today) ORDER BY e.earmark_id)) AS earmarks
    FROM stay_place p JOIN site s ON s.site_id = p.site_id
    WHERE p.kind <> 'day' AND p.valid_from < :until AND (p.valid_to IS NULL OR p.valid_to > :since)
    ORDER BY p.site_id, p.kind = 'extra', p.name_key"""
_SITES = """SELECT site_id, name, kind FROM site s WHERE kind <> 'day_centre' AND (active = 1 OR EXISTS (
        SELECT 1 FROM stay_segment g WHERE g.site_id = s.site_id AND g.from_on < :until AND g.to_on >= :since))
    ORDER BY kind = 'external', name_key"""
_SPANS = """SELECT g.stay_segment_id, g.stay_id, g.site_id, g.stay_place_id, g.from_on, g.to_on, g.day_only,
        t.state, t.form, t.purpose, t.confirmed, t.person_id, b.first_name, b.last_name, b.born_on, b.protected,
        (SELECT min(x.from_on) FROM stay_segment x WHERE x.stay_id = g.stay_id) AS in_on,
        (SELECT max(x.to_on) FROM stay_segment x WHERE x.stay_id = g.stay_id) AS out_on
    FROM stay_segment g JOIN stay t ON t.stay_id = g.stay_id JOIN person b ON b.person_id = t.person_id
    WHERE t.state IN ('planned', 'in', 'discharged') AND g.from_on < :until
        AND (g.to_on >= :since OR t.state = 'in') ORDER BY g.from_on, g.to_on, g.stay_segment_id"""
_CLOSURES = """SELECT * FROM closure WHERE from_on < :until AND (to_on IS NULL OR to_on > :since)
    ORDER BY from_on, closure_id"""
_LEAVES = """SELECT l.* FROM stay_leave l JOIN stay t ON t.stay_id = l.stay_id
    WHERE l.from_on < :until AND (l.to_on IS NULL OR l.to_on >= :since) ORDER BY l.from_on"""


@dataclass(frozen=True, slots=True)
class Lane:
    """A line of the chart: a place, or one of those for stays without a place at a site (`place_id` None)."""

    site_id: int
    place_id: int | None
    name: str
    kind: str
    features: str = ""
    earmarks: tuple[str, ...] = ()
    valid_from: str = ""
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a stay on one lane, or a closure (`stay_id` None).

    `state` is planned, provisional (planned, the out day not certain), in, overstay, discharged or closed. `to_on` is
    as drawn, `told_on` the last day that was told. `leaves` are (from, to) with the place held. `twice` is a stay of
    the same person at the same time, `waits_for` one that still holds the place.
    """

    lane: int
    state: str
    from_on: str
    to_on: str
    told_on: str
    text: str = ""
    stay_id: int | None = None
    segment_id: int | None = None
    person_id: int | None = None
    first_name: str = ""
    last_name: str = ""
    born_on: str | None = None
    purpose: str = ""
    in_on: str = ""
    out_on: str = ""
    leaves: tuple[tuple[str, str], ...] = ()
    twice: int | None = None
    waits_for: int | None = None
    closure_id: int | None = None

    @property
    def over(self) -> int:
        """Whole days past the told day; 0 where the stay is in time."""
        return nights(self.told_on, self.to_on)

    @property
    def is_first(self) -> bool:
        return self.from_on == self.in_on

    @property
    def is_last(self) -> bool:
        return self.told_on == self.out_on


@dataclass(frozen=True, slots=True)
class SiteOf:
    """A site with its lanes [first, end) and, for each night of the window, how many places are open and free."""

    site_id: int
    name: str
    kind: str
    first: int
    end: int
    open: tuple[int, ...] = ()
    free: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    since: str
    until: str
    sites: Sequence[SiteOf]
    lanes: Sequence[Lane]
    spans: Sequence[Span]
    reduced: Sequence[Any] = field(default=())


def chart(db: Reader, *, since: str, until: str, today: str) -> Chart:
    """Everything of [since, until): own places first, bought ones after them."""
    window = {"since": since, "until": until}
    places = db.rows(_PLACES, **window, today=today)
    stays = [_drawn(row, today) for row in db.rows(_SPANS, **window)]
    stays = [one for one in stays if one["to_on"] >= since]
    closures = db.rows(_CLOSURES, **window)
    marks = _Marks(_leaves(db.rows(_LEAVES, **window), today), _twice(stays), _waiting(stays))
    sites, lanes, spans = [], [], []
    for site in db.rows(_SITES, **window):
        here = [one for one in stays if one["site_id"] == site["site_id"] and one["form"] == "night"]
        own = [row for row in closures if row["site_id"] == site["site_id"]]
        first = len(lanes)
        lanes += [_place(row) for row in places if row["site_id"] == site["site_id"]]
        lane_of = {lane.place_id: first + n for n, lane in enumerate(lanes[first:])}
        rest = _packed([one for one in here if one["stay_place_id"] not in lane_of], len(lanes))
        kind = "parked" if site["kind"] == "ward" else "bought"
        lanes += [Lane(site["site_id"], None, "", kind)] * max(1, len(set(rest.values())))
        spans += [_span(one, lane_of.get(one["stay_place_id"], rest.get(one["stay_segment_id"], first)), marks)
                  for one in here]  # fmt: skip
        spans += _closed(own, lane_of, until)
        nights_of = _Nights(since, until)
        nights_of.count(lanes[first:], here, own)
        sites.append(SiteOf(site["site_id"], site["name"], site["kind"], first, len(lanes), *nights_of.told()))
    spans.sort(key=lambda one: (one.lane, one.from_on, one.to_on))
    reduced = tuple(row for row in closures if row["places"] is not None)
    return Chart(since, until, tuple(sites), tuple(lanes), tuple(spans), reduced)


def tonight(db: Reader, today: str) -> list[SiteOf]:
    """The own wards with how many places are open and free tonight: the one count of what is free.

    Free are the open places less everybody who is there or to come, those without a place included; extra places and
    those in them do not count. Below 0 somebody has no place.
    """
    found = chart(db, since=today, until=plus(today, 1), today=today).sites
    return [site for site in found if site.kind == "ward"]


@dataclass(frozen=True, slots=True)
class _Marks:
    """What is told of segments besides their days: leaves by stay, and by segment the stays they meet."""

    leaves: dict[int, list[tuple[str, str]]]
    twice: dict[int, int]
    waiting: dict[int, int]


def _place(row: Any) -> Lane:
    earmarks = tuple(row["earmarks"].split(",")) if row["earmarks"] else ()
    return Lane(row["site_id"], row["stay_place_id"], row["name"], row["kind"], row["features"], earmarks,
                row["valid_from"], row["valid_to"])  # fmt: skip


def _drawn(row: Any, today: str) -> dict[str, Any]:
    """The segment with `told_on` and, for the last one of a stay that is over its day, until today, with tonight."""
    kept_to = held_until(row["from_on"], row["to_on"])
    one = dict(row) | {"told_on": row["to_on"], "day": row["state"], "kept_to": kept_to}
    if row["state"] == "planned" and not row["confirmed"]:
        one["day"] = "provisional"
    elif row["state"] == "in" and row["to_on"] == row["out_on"] < today:
        one |= {"day": "overstay", "to_on": today, "kept_to": plus(today, 1)}
    return one


def _twice(stays: Iterable[Any]) -> dict[int, int]:
    """segment id → a stay of the same person elsewhere on the same day."""
    of_person: dict[int, list[Any]] = {}
    for one in stays:
        if one["form"] == "night" and one["state"] != "discharged":
            of_person.setdefault(one["person_id"], []).append(one)
    found = {}
    for several in of_person.values():
        for one, other in combinations(several, 2):
            if one["stay_id"] != other["stay_id"] and _meet(one, other):
                found[one["stay_segment_id"]] = other["stay_id"]
                found[other["stay_segment_id"]] = one["stay_id"]
    return found


def _meet(one: Any, other: Any) -> bool:
    return collide(one["from_on"], _there_until(one), other["from_on"], _there_until(other))


def _there_until(one: Any) -> str:
    """Who has stayed over time is there tonight as well."""
    return plus(one["to_on"], 1) if one["day"] == "overstay" else one["to_on"]


def _waiting(stays: Iterable[Any]) -> dict[int, int]:
    """segment id of a planned stay → the stay that has not left its place yet."""
    held = [one for one in stays if one["day"] == "overstay" and one["stay_place_id"] is not None]
    return {
        one["stay_segment_id"]: other["stay_id"]
        for other in held
        for one in stays
        if one["state"] == "planned" and one["stay_place_id"] == other["stay_place_id"]
        and one["from_on"] <= other["to_on"]
    }  # fmt: skip


def _leaves(rows: Iterable[Any], today: str) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    for row in rows:
        found.setdefault(row["stay_id"], []).append((row["from_on"], row["to_on"] or max(today, row["from_on"])))
    return found


def _packed(stays: Sequence[Any], first: int) -> dict[int, int]:
    """segment id → lane, as few lanes as go without two in one; the stays come in the order of their days."""
    ends: list[str] = []
    found = {}
    for one in stays:
        at = next((n for n, end in enumerate(ends) if end <= one["from_on"]), len(ends))
        ends[at : at + 1] = [held_until(one["from_on"], one["to_on"])]
        found[one["stay_segment_id"]] = first + at
    return found


def _span(one: Any, lane: int, marks: _Marks) -> Span:
    away = [(max(a, one["from_on"]), min(b, one["to_on"])) for a, b in marks.leaves.get(one["stay_id"], ())]
    kept = {name: one[name] for name in ("from_on", "to_on", "told_on", "stay_id", "person_id", "first_name",
                                         "last_name", "born_on", "purpose", "in_on", "out_on")}  # fmt: skip
    ref = one["stay_segment_id"]
    return Span(lane, one["day"], segment_id=ref, leaves=tuple((a, b) for a, b in away if a < b),
                twice=marks.twice.get(ref), waits_for=marks.waiting.get(ref), **kept)  # fmt: skip


def _closed(rows: Iterable[Any], lane_of: dict[int | None, int], until: str) -> list[Span]:
    """Closures of one place, and of the whole site on each of its places."""
    found = []
    for row in rows:
        one = row["stay_place_id"]
        lanes = list(lane_of.values()) if one is None else [lane_of[one]] if one in lane_of else []
        end = row["to_on"] or until
        found += [Span(lane, "closed", row["from_on"], end, end, row["reason"], closure_id=row["closure_id"])
                  for lane in lanes if row["places"] is None]  # fmt: skip
    return found


class _Nights:
    """Open and free places of a site, night by night. Extra places are no room; who is parked needs some."""

    def __init__(self, since: str, until: str):
        self.since, self.until, self.days = since, until, nights(since, until)
        self._open, self._taken = [0] * (self.days + 1), [0] * (self.days + 1)

    def count(self, lanes: Sequence[Lane], stays: Iterable[Any], closures: Sequence[Any]) -> None:
        """Count the lanes of one site, its stays and its closures."""
        for lane in lanes:
            if lane.kind == "night":
                self._add(self._open, lane.valid_from, lane.valid_to, 1)
                for a, b in _apart(_closed_days(closures, lane, self.until)):
                    self._add(self._open, max(a, lane.valid_from), min(b, lane.valid_to or b), -1)
        for row in closures:
            if row["places"] is not None:
                self._add(self._open, row["from_on"], row["to_on"], -row["places"])
        extra = {lane.place_id for lane in lanes if lane.kind == "extra"}
        for one in stays:
            if one["stay_place_id"] not in extra and not one["day_only"]:
                self._add(self._taken, one["from_on"], one["kept_to"], 1)

    def _add(self, steps: list[int], from_on: str, to_on: str | None, step: int) -> None:
        a, b = max(0, nights(self.since, from_on)), min(self.days, nights(self.since, to_on or self.until))
        if a < b:
            steps[a] += step
            steps[b] -= step

    def told(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """(open, free) for each night; free is below 0 where more are in than there is room for."""
        opened = [max(0, n) for n in accumulate(self._open[: self.days])]
        free = (room - taken for room, taken in zip(opened, accumulate(self._taken[: self.days]), strict=True))
        return tuple(opened), tuple(free)


def _closed_days(closures: Iterable[Any], lane: Lane, until: str) -> list[tuple[str, str]]:
    return [(row["from_on"], row["to_on"] or until) for row in closures
            if row["places"] is None and row["stay_place_id"] in (None, lane.place_id)]  # fmt: skip


def _apart(periods: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same days without counting one twice."""
    found: list[tuple[str, str]] = []
    for a, b in sorted(periods):
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(b, found[-1][1]))
        else:
            found.append((a, b))
    return found
