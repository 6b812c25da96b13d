"""Where a stay is: a place of a ward, a ward without a place ("parkert"), a supplier, or a day centre."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from db import stay_places
from desktop.parts.fields import ChoiceField
from desktop.words import _

Read = Callable[..., Any]


class Where(NamedTuple):
    """A site, and a place of it or none."""

    site_id: int
    place_id: int | None = None


class PlaceField(ChoiceField):
    """Gives a Where. `since` leaves out places in use no more by then; `form` is "night", "day", or "" for both;
    `parked` offers a ward without a place there, which nobody can arrive to.
    """

    def __init__(self, read: Read, *, since: str | None = None, form: str = "night", name: str = "", hint: str = "",
                 parked: bool = True):  # fmt: skip
        offered = list(wheres(read, since=since, form=form, parked=parked))
        super().__init__(name or _("Plass"), offered, hint, none=_("Velg plass"), needed=True)
        self.offered = dict(offered)

    def set_value(self, value: Where | None) -> None:
        """Show a place; Qt finds plain values only by itself."""
        places = (n for n in range(self.box.count()) if self.box.itemData(n) == value)
        self.box.setCurrentIndex(next(places, 0))


def wheres(read: Read, *, since: str | None, form: str, parked: bool = True) -> Iterator[tuple[Where, str]]:
    """Everywhere a stay can be, places first, each with what it is called: 'Rom 3 · Tilpasset bad'."""
    sites = read(stay_places.sites)
    named = sum(site["kind"] == "ward" for site in sites) > 1
    without: list[tuple[Where, str]] = []
    for site in sites:
        if form and (site["kind"] == "day_centre") != (form == "day"):
            continue
        if site["kind"] == "ward":
            for row in read(stay_places.places_of, site["site_id"], since=since):
                if row["kind"] != "day":
                    yield Where(site["site_id"], row["stay_place_id"]), called(row, site["name"] if named else "")
        if parked or site["kind"] != "ward":
            without.append((Where(site["site_id"]), _without(site)))
    yield from without


def elsewhere(where: Where) -> dict[str, int]:
    """A place, or a site without places, as the commands of the register ask for it."""
    return {"place_id": where.place_id} if where.place_id is not None else {"site_id": where.site_id}


def called(row: Any, site: str = "") -> str:
    """A place as it is chosen: 'Rom 3 · Tilpasset bad · Korttid'."""
    extra = _("ekstraplass") if row["kind"] == "extra" else ""
    return " · ".join(part for part in (row["name"], row["features"], extra, site) if part)


def _without(site: Any) -> str:
    if site["kind"] == "ward":
        return _("Uten plass, parkert på {site}").format(site=site["name"])
    return _("{site}, kjøpte døgn").format(site=site["name"]) if site["kind"] == "external" else site["name"]
