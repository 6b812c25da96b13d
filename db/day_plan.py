"""Who is booked at a day centre on a day, and how many it has room for: counted from patterns, never stored.

A day centre is open on its weekdays, but on no public holiday and not while the whole of it is closed. A stay of the
form "day" is booked there on the days of its pattern within [in, out) when the centre is open and the person has no
leave, and on any other open day that has a row in attendance (an extra day). Who has attended counts always.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from db import red_days
from db.connection import Reader, Row

FOREVER = "9999-12-31"
COUNTED = ("planned", "in", "discharged")  # states of a stay whose segments are real
FARTHEST = 400  # days to look for the next open one

_SEGMENTS = f"""SELECT g.stay_segment_id, g.stay_id, g.site_id, g.from_on, g.to_on, s.person_id, s.weekdays,
        s.transport, s.transport_note, s.pickup_at, p.died_on
    FROM stay_segment g JOIN stay s ON s.stay_id = g.stay_id JOIN site c ON c.site_id = g.site_id
    JOIN person p ON p.person_id = s.person_id
    WHERE s.form = 'day' AND c.kind = 'day_centre' AND s.state IN {COUNTED} AND (:site IS NULL OR g.site_id = :site)
    ORDER BY g.stay_id, g.from_on"""
_ROWS = """SELECT a.* FROM attendance a JOIN stay s ON s.stay_id = a.stay_id
    WHERE a.on_day >= :since AND a.on_day < :until AND s.form = 'day'"""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a day stay is on a day: the weekdays it comes ("135"), and how it gets there."""

    weekdays: str
    transport: str
    transport_note: str
    pickup_at: str


@dataclass(frozen=True, slots=True)
class Booked:
    """One stay on one day. `state` is planned, attended, absent or cancelled; `extra` says it is no pattern day."""

    stay_id: int
    person_id: int
    site_id: int
    day: str
    state: str
    extra: bool
    cancelled_by: str | None
    in_time: bool
    note: str
    pattern: Pattern

    @property
    def comes(self) -> bool:
        """Whether the person is expected, or was there."""
        return self.state in ("planned", "attended")


def weekday(day: str) -> str:
    """'1' of a Monday to '7' of a Sunday."""
    return str(date.fromisoformat(day).isoweekday())


def days(since: str, until: str) -> Iterator[str]:
    """Every ISO day of [since, until)."""
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    return ((first + timedelta(n)).isoformat() for n in range((last - first).days))


class Centre:
    """A day centre: when it is open and for how many."""

    def __init__(self, site: Row, places: Iterable[Row], closures: Iterable[Row]):
        self.site, self.site_id, self.weekdays = site, site["site_id"], site["weekdays"]
        self._places = [(row["stay_place_id"], row["valid_from"], row["valid_to"] or FOREVER) for row in places]
        self._closures = list(closures)

    def _closed(self, day: str) -> Iterator[Row]:
        return (row for row in self._closures if row["from_on"] <= day < (row["to_on"] or FOREVER))

    def why_closed(self, day: str) -> str:
        """'' of an open day, else "weekday", the key of the holiday, or the reason of the closure after "closed:"."""
        holiday = red_days.red_days(int(day[:4])).get(day)
        if weekday(day) not in self.weekdays:
            return holiday or "weekday"
        whole = (row for row in self._closed(day) if row["stay_place_id"] is None and row["places"] is None)
        closed = next(whole, None)
        return holiday or (f"closed:{closed['reason']}" if closed is not None else "")

    def is_open(self, day: str) -> bool:
        return not self.why_closed(day)

    def capacity(self, day: str, without: Collection[int] = ()) -> int:
        """Day places that can be used: those in use then without the closed ones; 0 where the centre is not open.

        `without` are places that are to be closed as well.

        Extra places count for nothing here, so that more than there is room for shows as more than 100 %.
        """
        if not self.is_open(day):
            return 0
        closures = list(self._closed(day))
        gone = {row["stay_place_id"] for row in closures} | set(without)
        open_places = sum(1 for ref, since, until in self._places if since <= day < until and ref not in gone)
        return max(0, open_places - sum(row["places"] or 0 for row in closures))


def centres(db: Reader, site_id: int | None = None) -> dict[int, Centre]:
    """The day centres, or one, by site_id in the order of their names; those out of use come last."""
    sites = db.rows(
        """SELECT * FROM site WHERE kind = 'day_centre' AND (:site IS NULL OR site_id = :site)
        ORDER BY active DESC, name_key""",
        site=site_id,
    )
    places, closures = defaultdict(list), defaultdict(list)
    for row in db.rows("SELECT * FROM stay_place WHERE kind = 'day'"):
        places[row["site_id"]].append(row)
    for row in db.rows("SELECT * FROM closure ORDER BY closure_id"):
        closures[row["site_id"]].append(row)
    return {row["site_id"]: Centre(row, places[row["site_id"]], closures[row["site_id"]]) for row in sites}


def next_open(db: Reader, day: str, step: int, site_id: int | None = None) -> str:
    """The next (1) or previous (-1) day that a day centre in use is open; without any the next day."""
    found = [centre for centre in centres(db, site_id).values() if centre.site["active"]]
    start = date.fromisoformat(day)
    later = ((start + timedelta(step * n)).isoformat() for n in range(1, FARTHEST))
    return next((one for one in later if any(centre.is_open(one) for centre in found)),
                (start + timedelta(step)).isoformat())  # fmt: skip


class Patterns:
    """What every day stay was and is, by day: the change of a pattern leaves what held before it."""

    def __init__(self, db: Reader):
        self._earlier: dict[int, list[Row]] = defaultdict(list)
        for row in db.rows("SELECT * FROM stay_pattern ORDER BY stay_id, until_on"):
            self._earlier[row["stay_id"]].append(row)

    def on(self, stay: Row, day: str) -> Pattern:
        """The pattern of a stay (a row with stay_id and the columns of Pattern) on a day."""
        earlier = self._earlier.get(stay["stay_id"], ())
        at = bisect_right(earlier, day, key=lambda row: row["until_on"])
        row = earlier[at] if at < len(earlier) else stay
        return Pattern(row["weekdays"], row["transport"], row["transport_note"], row["pickup_at"])


def booked(db: Reader, since: str, until: str, *, site_id: int | None = None) -> list[Booked]:
    """Every stay on every day of [since, until) that it is booked, also what was cancelled; by stay and day."""
    patterns, leaves, rows = Patterns(db), _leaves(db), _rows(db, since, until)
    open_days = {ref: {day for day in days(since, until) if centre.is_open(day)}
                 for ref, centre in centres(db, site_id).items()}  # fmt: skip
    found: list[Booked] = []
    seen: set[tuple[int, str]] = set()
    segments = db.rows(_SEGMENTS, site=site_id)
    for segment in segments:
        of_stay, away = rows.get(segment["stay_id"], {}), leaves.get(segment["stay_id"], ())
        for day in days(max(segment["from_on"], since), min(segment["to_on"], until)):
            row, pattern = of_stay.get(day), patterns.on(segment, day)
            in_pattern = weekday(day) in pattern.weekdays
            expected = in_pattern and not any(first <= day < last for first, last in away)
            alive = not segment["died_on"] or day < segment["died_on"]
            if day in open_days[segment["site_id"]] and ((expected and alive) or row is not None):
                found.append(_booked(segment, day, row, pattern, extra=not in_pattern))
                seen.add((segment["stay_id"], day))
    return [*found, *_unexpected(segments, rows, seen, patterns)]


def _unexpected(segments: list[Row], rows, seen: set[tuple[int, str]], patterns: Patterns) -> Iterator[Booked]:
    """Who was there though nobody could expect it any more: the centre closed, or the stay ends earlier now."""
    last = {segment["stay_id"]: segment for segment in segments}
    for stay_id, segment in last.items():
        for day, row in rows.get(stay_id, {}).items():
            if row["state"] == "attended" and (stay_id, day) not in seen:
                yield _booked(segment, day, row, patterns.on(segment, day), extra=True)


def _booked(segment: Row, day: str, row: Row | None, pattern: Pattern, extra: bool) -> Booked:
    if row is not None and row["transport"] is not None:
        pattern = Pattern(pattern.weekdays, row["transport"], pattern.transport_note, pattern.pickup_at)
    return Booked(
        segment["stay_id"], segment["person_id"], segment["site_id"], day,
        row["state"] if row is not None else "planned", extra,
        row["cancelled_by"] if row is not None else None, bool(row is not None and row["in_time"]),
        row["note"] if row is not None else "", pattern,
    )  # fmt: skip


def _leaves(db: Reader) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in db.rows("SELECT stay_id, from_on, to_on FROM stay_leave"):
        found[row["stay_id"]].append((row["from_on"], row["to_on"] or FOREVER))
    return found


def _rows(db: Reader, since: str, until: str) -> dict[int, dict[str, Row]]:
    found: dict[int, dict[str, Row]] = defaultdict(dict)
    for row in db.rows(_ROWS, since=since, until=until):
        found[row["stay_id"]][row["on_day"]] = row
    return found
