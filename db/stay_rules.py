"""What stands in the way of a stay on a place: who has it, what is closed, and what is to be thought of first.

The same answer for chart, form, import and command. Days are ISO days and periods half-open, as db.stay_days says.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from db import searched
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.stay_days import collide, held_until, nights, plus

BLOCKS = frozenset({"taken", "closed", "not_open", "held"})
ASKS = frozenset({"same_day", "same_person", "reduced"})  # may be done when somebody has said yes to it
_WHYS = {
    "taken": Why.PLACE_TAKEN,
    "closed": Why.PLACE_CLOSED,
    "not_open": Why.PLACE_NOT_OPEN,
    "held": Why.PLACE_HELD,
    "same_day": Why.SAME_DAY_MEETS,
    "same_person": Why.STAYS_THEN,
    "reduced": Why.TOO_FEW_STAFFED,
    "earmark": Why.EARMARKED,
}
_ORDER = tuple(_WHYS)


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that stands in the way in [from_on, to_on), to_on None where it has no end.

    kind: taken (by another stay), closed, not_open (the place is not in use), held (somebody whose time is over is
    still there): these block. same_day (somebody comes and leaves on the day another arrives), same_person (has
    another stay then), reduced (more than `count` staffed places): these ask. earmark (the place is for another
    purpose) is a notice. The person is who has the other stay; reason that of a closure.
    """

    kind: str
    from_on: str
    to_on: str | None
    stay_id: int | None = None
    person_id: int | None = None
    first_name: str = ""
    last_name: str = ""
    state: str | None = None
    place: str = ""
    site: str = ""
    purpose: str | None = None
    reason: str = ""
    count: int = 0
    segment_id: int | None = None

    @property
    def blocks(self) -> bool:
        """Whether nobody may say yes to it."""
        return self.kind in BLOCKS

    @property
    def asks(self) -> bool:
        """Whether somebody has to say yes to it first (`accept` of the commands)."""
        return self.kind in ASKS

    @property
    def fault(self) -> Rejected:
        """The rejection that says it; also of a notice, so that desktop.faults.sentence tells it."""
        names = (
            "stay_id",
            "first_name",
            "last_name",
            "place",
            "site",
            "from_on",
            "to_on",
            "purpose",
            "reason",
            "count",
        )
        facts = {name: getattr(self, name) for name in names}
        return Rejected(_WHYS[self.kind], "place_id" if self.blocks else "accept", **facts)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked for, with the names of place and site."""

    place: Row | None
    site_id: int
    site: str
    from_on: str
    to_on: str
    today: str
    arriving: bool
    without: frozenset[int]
    person_id: int | None
    purpose: str | None

    @property
    def place_name(self) -> str:
        return self.place["name"] if self.place else ""

    @property
    def until(self) -> str:
        return held_until(self.from_on, self.to_on)

    def conflict(self, kind: str, from_on: str, to_on: str | None, **more: Any) -> Conflict:
        names: dict[str, Any] = {"place": self.place_name, "site": self.site} | more
        return Conflict(kind, from_on, to_on, **names)


def conflicts(
    db: Reader,
    *,
    place_id: int | None,
    site_id: int | None = None,
    from_on: str,
    to_on: str,
    stay_id: int | None = None,
    person_id: int | None = None,
    purpose: str | None = None,
    today: str,
    arriving: bool = False,
    without: Iterable[int] = (),
) -> list[Conflict]:
    """Everything in the way of [from_on, to_on) on a place, or on a site without one; what blocks comes first.

    The stay itself, and those of `without`, are in nobody's way. Its person and purpose are known by stay_id. With
    `arriving` somebody comes in at the door: then whoever was to leave that day and has not, is in the way too.
    """
    known = db.one("SELECT person_id, purpose FROM stay WHERE stay_id = :stay", stay=stay_id) if stay_id else None
    place = db.one("SELECT * FROM stay_place WHERE stay_place_id = :place", place=place_id) if place_id else None
    at = place["site_id"] if place else site_id or 0
    wanted = _Wanted(
        place, at, db.value("SELECT name FROM site WHERE site_id = :site", site=at) or "", from_on, to_on,
        today, arriving, frozenset([stay_id or 0, *without]),
        person_id or (known["person_id"] if known else None), purpose or (known["purpose"] if known else None),
    )  # fmt: skip
    found = [
        *(_of_holders(db, wanted) if place else ()),
        *_of_closures(db, wanted),
        *(_of_place(wanted, place) if place else ()),
        *_of_person(db, wanted),
        *(_of_staffing(db, wanted) if not place or place["kind"] == "night" else ()),
        *(_of_earmarks(db, wanted) if place else ()),
    ]
    return sorted(found, key=lambda one: (_ORDER.index(one.kind), one.from_on))


def holders(
    db: Reader, place_id: int, *, from_on: str, to_on: str, today: str, without: Iterable[int] = ()
) -> list[Row]:
    """The segments on a place that may touch [from_on, to_on], with their stay's state and person; `last` of each."""
    return db.rows(
        f"""{_HOLDERS} WHERE g.stay_place_id = :place AND g.stay_id NOT IN ({searched.ids(list(without))})
            AND g.from_on <= :until AND (g.to_on >= :since OR (s.state = 'in' AND :since <= :today))
        ORDER BY g.from_on, g.stay_segment_id""",
        place=place_id,
        since=from_on,
        until=to_on,
        today=today,
    )


_HOLDERS = """SELECT g.*, s.state, s.purpose, s.person_id, p.first_name, p.last_name,
        NOT EXISTS (SELECT 1 FROM stay_segment n WHERE n.stay_id = g.stay_id AND n.from_on > g.from_on) AS last
    FROM stay_segment g JOIN stay s ON s.stay_id = g.stay_id JOIN person p ON p.person_id = s.person_id"""


def _of_holders(db: Reader, wanted: _Wanted) -> Iterator[Conflict]:
    assert wanted.place is not None
    rows = holders(
        db, wanted.place["stay_place_id"], from_on=wanted.from_on, to_on=wanted.until, today=wanted.today,
        without=wanted.without,
    )  # fmt: skip
    for row in rows:
        kind = _met(row, wanted)
        if kind is not None:
            yield wanted.conflict(kind, row["from_on"], row["to_on"], segment_id=row["stay_segment_id"], **_who(row))


def _met(row: Row, wanted: _Wanted) -> str | None:
    """What kind of conflict a segment on the same place is, if any."""
    here = row["state"] == "in" and row["last"]
    if collide(wanted.from_on, wanted.to_on, row["from_on"], row["to_on"]):
        if not _same_day(row, wanted):
            return "taken"
        return "held" if here and wanted.arriving else "same_day"
    over = row["to_on"] <= wanted.today if wanted.arriving else row["to_on"] < wanted.today
    tonight = plus(wanted.today, 1)  # whoever has not left has this night too
    held = here and over and collide(wanted.from_on, wanted.to_on, row["from_on"], tonight)
    return "held" if held else None


def _same_day(row: Row, wanted: _Wanted) -> bool:
    """Whether one of the two comes and leaves on the day that the other arrives, to stay the night."""
    theirs, ours = row["from_on"] == row["to_on"], wanted.from_on == wanted.to_on
    return theirs != ours and row["from_on"] == wanted.from_on


def _who(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("stay_id", "person_id", "first_name", "last_name", "state", "purpose")}


def _of_closures(db: Reader, wanted: _Wanted) -> Iterator[Conflict]:
    rows = db.rows(
        """SELECT * FROM closure WHERE site_id = :site AND places IS NULL
            AND (stay_place_id IS NULL OR stay_place_id = :place)
            AND from_on < :until AND (to_on IS NULL OR to_on > :since) ORDER BY from_on""",
        site=wanted.site_id,
        place=wanted.place["stay_place_id"] if wanted.place else None,
        since=wanted.from_on,
        until=wanted.until,
    )
    return (wanted.conflict("closed", row["from_on"], row["to_on"], reason=row["reason"]) for row in rows)


def _of_place(wanted: _Wanted, place: Row) -> Iterator[Conflict]:
    if wanted.from_on < place["valid_from"] or (place["valid_to"] and place["valid_to"] < wanted.until):
        yield wanted.conflict("not_open", place["valid_from"], place["valid_to"])


def _of_person(db: Reader, wanted: _Wanted) -> Iterator[Conflict]:
    """Other stays of the same person then, wherever they are."""
    rows = db.rows(
        f"""SELECT s.stay_id, s.person_id, s.state, s.purpose, p.first_name, p.last_name, i.name AS site,
            coalesce(l.name, '') AS place, min(g.from_on) AS from_on, max(g.to_on) AS to_on
        FROM stay s JOIN person p ON p.person_id = s.person_id JOIN stay_segment g ON g.stay_id = s.stay_id
        JOIN site i ON i.site_id = g.site_id LEFT JOIN stay_place l ON l.stay_place_id = g.stay_place_id
        WHERE s.person_id = :person AND s.stay_id NOT IN ({searched.ids(list(wanted.without))})
        GROUP BY s.stay_id ORDER BY from_on""",
        person=wanted.person_id,
    )
    for row in rows:
        there = plus(wanted.today, 1) if row["state"] == "in" and row["to_on"] < wanted.today else row["to_on"]
        if collide(wanted.from_on, wanted.to_on, row["from_on"], there):
            where = {"site": row["site"], "place": row["place"]}
            yield wanted.conflict("same_person", row["from_on"], row["to_on"], **_who(row), **where)


def _of_earmarks(db: Reader, wanted: _Wanted) -> Iterator[Conflict]:
    assert wanted.place is not None
    rows = db.rows(
        """SELECT * FROM earmark WHERE stay_place_id = :place AND from_on < :until
            AND (to_on IS NULL OR to_on > :since) ORDER BY from_on""",
        place=wanted.place["stay_place_id"],
        since=wanted.from_on,
        until=wanted.until,
    )
    if wanted.purpose and wanted.purpose not in {row["purpose"] for row in rows}:
        yield from (wanted.conflict("earmark", row["from_on"], row["to_on"], purpose=row["purpose"]) for row in rows)


# staffed places


def _of_staffing(db: Reader, wanted: _Wanted) -> Iterator[Conflict]:
    """The nights with fewer staffed places than would be used, where the site is reduced; one period."""
    period = {"site": wanted.site_id, "since": wanted.from_on, "until": wanted.until}
    closures = db.rows(_SITE_CLOSURES, **period)
    if not any(row["places"] for row in closures):
        return
    places, stays = db.rows(_NIGHT_PLACES, site=wanted.site_id), db.rows(_SITE_STAYS, **period, today=wanted.today)
    held = [row for row in stays if row["stay_id"] not in wanted.without]
    over = []
    for number in range(nights(wanted.from_on, wanted.until)):
        night = plus(wanted.from_on, number)
        open_places, reduced = _staffed(places, closures, night)
        if reduced and sum(row["from_on"] <= night < row["until_on"] for row in held) >= open_places:
            over.append((night, open_places))
    if over:
        fewest = min(count for _night, count in over)
        yield wanted.conflict("reduced", over[0][0], plus(over[-1][0], 1), place="", count=fewest)


_SITE_CLOSURES = """SELECT * FROM closure WHERE site_id = :site AND from_on < :until
    AND (to_on IS NULL OR to_on > :since)"""
_NIGHT_PLACES = "SELECT stay_place_id, valid_from, valid_to FROM stay_place WHERE site_id = :site AND kind = 'night'"
_SITE_STAYS = """SELECT g.stay_id, g.from_on, CASE WHEN s.state = 'in' AND g.to_on <= :today AND NOT EXISTS (
            SELECT 1 FROM stay_segment n WHERE n.stay_id = g.stay_id AND n.from_on > g.from_on)
        THEN date(:today, '+1 day') ELSE max(g.to_on, date(g.from_on, '+1 day')) END AS until_on
    FROM stay_segment g JOIN stay s ON s.stay_id = g.stay_id
    WHERE g.site_id = :site AND g.from_on < :until AND (g.to_on >= :since OR s.state = 'in')"""


def _staffed(places: Sequence[Row], closures: Sequence[Row], night: str) -> tuple[int, bool]:
    """How many places are open that night, and whether a number of them is taken off."""
    now = [row for row in closures if row["from_on"] <= night and (row["to_on"] is None or row["to_on"] > night)]
    shut = {row["stay_place_id"] for row in now if row["places"] is None}
    valid = [row for row in places if row["valid_from"] <= night and (not row["valid_to"] or row["valid_to"] > night)]
    left = 0 if None in shut else sum(row["stay_place_id"] not in shut for row in valid)
    fewer = sum(row["places"] or 0 for row in now)
    return max(left - fewer, 0), fewer > 0
