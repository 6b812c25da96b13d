"""What the register holds of stays already, read once, and the sites and places that the book adds to it."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from db import settings, stay_imports
from db.connection import Reader
from db.norwegian import fold, sort_key
from db.stay_days import collide, plus
from desktop.sheets import names
from desktop.sheets.plan import StayOrders
from desktop.stays.words import PURPOSES
from desktop.words import _

WARD = _("Korttidsavdelingen")
_OPENED_WITH = 60  # a room first used so many days after the ward's first day has been there all the time
_NEVER = "9999-12-31"
_DAY = re.compile(r"\bdag|dagsenter|dagtilbud|dagrehab", re.IGNORECASE)


@dataclass(slots=True)
class Place:
    """A place: `ref` is its id, or -n once planned as new. `first` is the first day the book tells of it."""

    ref: int
    site: int
    name: str
    valid_from: str
    valid_to: str | None = None
    first: str = _NEVER


@dataclass(slots=True, eq=False)
class Stay:
    """A stay of the register with its segments in order."""

    ref: int
    person: int
    purpose: str
    state: str
    confirmed: int
    came_from: str | None
    coordinators: list[str]
    goals: int
    segments: list[Any] = field(default_factory=list)

    @property
    def came(self) -> str:
        return self.segments[0]["from_on"] if self.segments else ""

    @property
    def left(self) -> str:
        return self.segments[-1]["to_on"] if self.segments else ""


class StaysKnown:
    """Sites, places, stays and closures of the register, and what the plan adds. References: ids, or -n for new."""

    def __init__(self, db: Reader, today: str, orders: StayOrders):
        self.db, self.today, self.orders = db, today, orders
        self.sites: dict[str, int] = {}
        self.kinds: dict[int, str] = {}
        self.places: dict[tuple[int, str], Place] = {}
        self.by_ref: dict[int, Place] = {}
        self.new_places: list[Place] = []
        self.stays: dict[int, Stay] = {}
        self.gone: list[Stay] = []
        self.closures: list[Any] = []
        self.usual: dict[str, int] = {}

    def load(self) -> None:
        """Read the register; done only for a book that tells of stays."""
        for row in stay_imports.sites(self.db):
            self.sites[fold(row["name"])] = row["site_id"]
            self.kinds[row["site_id"]] = row["kind"]
        for row in stay_imports.stay_places(self.db):
            self._remember(Place(row["stay_place_id"], row["site_id"], row["name"], row["valid_from"], row["valid_to"]))
        for row in stay_imports.stays(self.db):
            self.stays[row["stay_id"]] = Stay(
                row["stay_id"], row["person_id"], row["purpose"], row["state"], row["confirmed"], row["came_from"],
                json.loads(row["coordinators"]), row["goals"],
            )  # fmt: skip
        for row in stay_imports.segments(self.db):
            self.stays[row["stay_id"]].segments.append(row)
        self.gone = [stay for stay in self.stays.values() if stay.state == "cancelled"]
        self.closures = stay_imports.closures(self.db)
        chosen = settings.settings(self.db)
        self.usual = {purpose: int(chosen[f"usual_nights_{purpose}"]) for purpose in PURPOSES}

    def _remember(self, place: Place) -> Place:
        self.places[(place.site, fold(place.name))] = self.by_ref[place.ref] = place
        return place

    def ward_of(self, title: str, rooms: Iterable[str]) -> str:
        """The name of the ward that a sheet without such a column tells of: the register's own where it has one that
        is called so or has most of the rooms, else what the sheet's title calls it.
        """
        if fold(title) in self.sites:
            return title
        wanted = {fold(room) for room in rooms if room}
        wards = [site for site, kind in self.kinds.items() if kind == "ward"]
        shared = Counter(site for site, room in self.places if room in wanted and site in wards)
        called = {site: name for name, site in self.sites.items()}
        if shared and 2 * shared.most_common(1)[0][1] >= len(wanted):
            return called[shared.most_common(1)[0][0]]
        if not title and len(wards) == 1:
            return called[wards[0]]
        return title or WARD

    def site(self, name: str, kind: str = "ward") -> int:
        """The site of that name, planned where there is none."""
        if fold(name) not in self.sites:
            self.orders.sites.append((name, sort_key(name), kind))
            self.sites[fold(name)] = -len(self.orders.sites)
            self.kinds[self.sites[fold(name)]] = kind
        return self.sites[fold(name)]

    def where(self, site_name: str, room: str, own: bool) -> tuple[int, str]:
        """(site, room or ''): our own export names the site where a stay has no room of its own there."""
        if own and fold(room) in self.sites:
            return self.sites[fold(room)], ""
        if own and room and names.is_unit(room) and (self.site(site_name), fold(room)) not in self.places:
            return self.site(room, "day_centre" if _DAY.search(room) else "external"), ""
        return self.site(site_name), room

    def place(self, site: int, room: str) -> Place | None:
        """The room on a site, planned where there is none; None for nowhere."""
        if not room:
            return None
        found = self.places.get((site, fold(room)))
        if found is None:
            found = self._remember(Place(-len(self.new_places) - 1, site, room, _NEVER))
            self.new_places.append(found)
        return found

    def closed(self, place: Place, came: str, left: str) -> Any | None:
        """The closure that a stay on the place meets, or None."""
        return next(
            (
                row
                for row in self.closures
                if row["stay_place_id"] in (None, place.ref)
                and row["site_id"] == place.site
                and collide(came, left, row["from_on"], row["to_on"] or _NEVER)
            ),
            None,
        )

    def open_places(self, seen: Iterable[Place]) -> None:
        """Plan the new places that are used, in use from the first day seen of them, or of their site just before."""
        firsts: dict[int, str] = {}
        used = {place.ref: place for place in seen}
        for place in used.values():
            firsts[place.site] = min(firsts.get(place.site, _NEVER), place.first)
        new = [place for place in self.new_places if place.ref in used]
        for number, place in enumerate(new, 1):
            first = firsts[place.site] if place.first <= plus(firsts[place.site], _OPENED_WITH) else place.first
            self.orders.stay_places.append((place.site, place.name, sort_key(place.name), first))
            place.ref = -number
        self.orders.stay_place_changes.extend(
            (place.ref, {"valid_from": place.first})
            for place in used.values() if place.ref > 0 and place.first < place.valid_from
        )  # fmt: skip
