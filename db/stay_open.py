"""How many places are open in which nights: places with their dates, earmarks, and closures, as intervals."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise

from db import stay_days
from db.connection import Reader, Row
from db.stay_spans import ENDLESS

REHAB = "rehabilitation"
NO_EARMARK, SEVERAL, NO_PLACE = "none", "several", "no_place"


@dataclass(frozen=True, slots=True)
class Open:
    """Place-nights of a period: night places that exist and no closure reduces, and those earmarked for rehab."""

    nights: int
    rehab: int


class Places:
    """The sites and their places as they are registered, read once."""

    def __init__(self, db: Reader):
        self.sites = {row["site_id"]: row for row in db.rows("SELECT site_id, name, kind, active FROM site")}
        self.places = {row["stay_place_id"]: row for row in db.rows(_PLACES)}
        self.closures = db.rows("SELECT site_id, stay_place_id, places, from_on, to_on FROM closure")
        self._earmarks: dict[int, list[Row]] = {}
        for row in db.rows("SELECT stay_place_id, purpose, from_on, to_on FROM earmark"):
            self._earmarks.setdefault(row["stay_place_id"], []).append(row)

    def of_kind(self, kind: str) -> frozenset[int]:
        """The sites of a kind: ward, day_centre or external."""
        return frozenset(key for key, row in self.sites.items() if row["kind"] == kind)

    def kind(self, place_id: int | None) -> str | None:
        """night, day or extra; None without a place."""
        return self.places[place_id]["kind"] if place_id is not None else None

    def purposes(self, place_id: int, night: str) -> set[str]:
        """What a place is earmarked for in a night."""
        return {row["purpose"] for row in self._earmarks.get(place_id, ()) if _covers(row, night)}

    def earmark(self, place_id: int | None, night: str) -> str:
        """The same as one word: a purpose, or NO_EARMARK, SEVERAL or NO_PLACE."""
        if place_id is None:
            return NO_PLACE
        found = self.purposes(place_id, night)
        return NO_EARMARK if not found else SEVERAL if len(found) > 1 else found.pop()

    def earmark_pieces(self, place_id: int | None, since: str, until: str) -> list[tuple[str, str]]:
        """The period cut where an earmark of the place begins or ends."""
        edges = (day for row in self._earmarks.get(place_id or 0, ()) for day in (row["from_on"], row["to_on"]))
        return _cut(since, until, edges)

    def open(self, since: str, until: str, sites: Collection[int]) -> Open:
        """Open place-nights of the sites together in [since, until)."""
        nights = rehab = 0
        for start, stop in _cut(since, until, self._edges()):
            days = stay_days.nights(start, stop)
            for site in sites:
                there = self.open_on(start, site)
                nights, rehab = nights + days * there.nights, rehab + days * there.rehab
        return Open(nights, rehab)

    def open_on(self, night: str, site_id: int) -> Open:
        """Open places of a site in one night. Where a number of places is closed, nobody knows which ones."""
        shut = [row for row in self.closures if row["site_id"] == site_id and _covers(row, night)]
        if any(row["stay_place_id"] is None and row["places"] is None for row in shut):
            return Open(0, 0)
        closed = {row["stay_place_id"] for row in shut}
        there = [key for key in self.existing(night, site_id) if key not in closed]
        left = max(0, len(there) - sum(row["places"] or 0 for row in shut))
        return Open(left, min(left, sum(REHAB in self.purposes(key, night) for key in there)))

    def existing(self, night: str, site_id: int) -> list[int]:
        """The night places of a site that are in use in a night, closed or not."""
        return [key for key, row in self.places.items()
                if row["site_id"] == site_id and row["kind"] == "night" and _covers(row, night)]  # fmt: skip

    def _edges(self) -> Iterable[str | None]:
        rows = (*self.places.values(), *self.closures, *(row for rows in self._earmarks.values() for row in rows))
        return (day for row in rows for day in (row["from_on"], row["to_on"]))


_PLACES = """SELECT stay_place_id, site_id, name, kind, valid_from AS from_on, valid_to AS to_on FROM stay_place
    ORDER BY stay_place_id"""


def _covers(row: Row, night: str) -> bool:
    return row["from_on"] <= night < (row["to_on"] or ENDLESS)


def _cut(since: str, until: str, edges: Iterable[str | None]) -> list[tuple[str, str]]:
    """[since, until) in pieces within which none of the edges lies."""
    if since >= until:
        return []
    days = sorted({since, until, *(day for day in edges if day and since < day < until)})
    return list(pairwise(days))
