"""Forms of places: a site, its places, one of them, an extra one, what places are for, and the inhabitants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from db import closures, stay_places
from db.errors import Rejected
from desktop import faults, words
from desktop.parts.day_field import DayField
from desktop.parts.fields import CheckField, ChoiceField, LongTextField, NumberField, TextField
from desktop.parts.record_form import RecordForm
from desktop.stays.hits import HitForm
from desktop.stays.weekday_field import WeekdayField
from desktop.stays.words import PLACE_KINDS, PURPOSES, SITE_KINDS
from desktop.words import _, ngettext

Row = Mapping[str, Any]
NEW = "new"  # the choice of a site that is not there yet
NO_PURPOSE = _("Ikke øremerket")
TITLES = {"day_centre": _("Nytt dagsenter"), "external": _("Ny leverandør")}  # of the first of a kind


class SiteForm(RecordForm):
    """A site of any kind; without an id it is a new one. Among `kinds` only, where they are given."""

    def __init__(
        self, store, site_id: int | None = None, kinds: Sequence[str] = tuple(SITE_KINDS),
        parent: QWidget | None = None,
    ):  # fmt: skip
        under = _("Egen avdeling og dagsenter har plasser. Hos en ekstern leverandør kjøpes døgn.")
        alone = TITLES.get(kinds[0]) if len(kinds) == 1 else None
        super().__init__(store, alone or _("Steder"), _("Lagre stedet"), parent, "" if alone else under)
        self._first = kinds[0]
        rows = [row for row in store.read(stay_places.sites, active_only=False) if row["kind"] in kinds]
        self.sites = {row["site_id"]: row for row in rows}
        offered = [(NEW, _("Nytt sted")), *((ref, row["name"]) for ref, row in self.sites.items())]
        self.which = ChoiceField(_("Sted"), offered)
        if self.sites:
            self.add("site_id", self.which)
        self.add("name", TextField(_("Navn"), needed=True, placeholder=_("For eksempel: Solgløtt korttid")))
        self.add("kind", ChoiceField(_("Slag"), [(kind, SITE_KINDS[kind]) for kind in kinds]), half=True)
        self.add("phone", TextField(_("Telefon")), half=True)
        self.add("address", TextField(_("Adresse")))
        self.days = self.add("weekdays", WeekdayField(_("Åpent (dagsenter)"), days="1234567"))
        self.days.setVisible("day_centre" in kinds)
        self.add("note", LongTextField(_("Merknad"), lines=2))
        self.active = self.add("active", CheckField(_("I bruk"), _("Et sted som ikke er i bruk, tilbys ikke lenger")))
        self.which.changed.connect(self._show)
        self.fields["kind"].changed.connect(self._fitting)
        self.which.set_value(site_id or NEW)
        self._show()

    def _show(self) -> None:
        row = self.sites.get(self.which.value())
        self.fill(row or {"name": "", "phone": "", "address": "", "note": "", "weekdays": "12345", "active": 1,
                          "kind": self._first})  # fmt: skip
        self._fitting()

    def _fitting(self) -> None:
        """Only a day centre has opening days, and only what exists can go out of use."""
        self.days.setEnabled(self.fields["kind"].value() == "day_centre")
        self.active.setEnabled(self.which.value() != NEW)

    def command(self, values: dict[str, Any]):
        row = self.sites.get(values.pop("site_id", NEW))
        if row is None:
            return stay_places.add_site, values
        return stay_places.change_site, {**values, "site_id": row["site_id"], "rev": row["rev"]}


def _site_field(sites: Sequence[Row]) -> ChoiceField:
    return ChoiceField(_("Sted"), [(row["site_id"], row["name"]) for row in sites], needed=True)


def with_places(store) -> list[Row]:
    """The sites that can have places: wards first, then day centres."""
    return [row for row in store.read(stay_places.sites) if row["kind"] != "external"]


class PlacesForm(RecordForm):
    """New places of a site, several at once."""

    def __init__(self, store, site_id: int | None = None, parent: QWidget | None = None):
        super().__init__(store, _("Nye plasser"), _("Legg til plassene"), parent)
        self.sites = {row["site_id"]: row for row in with_places(store)}
        self.add("site_id", _site_field(list(self.sites.values())), half=True)
        self.add("valid_from", DayField(_("I bruk fra"), lambda: store.today, needed=True, past=True), half=True)
        self.names = self.add("names", TextField(_("Navn på plassene"), needed=True, placeholder=_("Rom 1..15")))
        self.add("features", TextField(_("Om plassene"), placeholder=_("For eksempel: eget bad, takheis")))
        self.add("purpose", ChoiceField(_("Øremerket"), list(PURPOSES.items()), none=NO_PURPOSE), half=True)
        self.names.changed.connect(self._explain)
        self.fill({"site_id": site_id or next(iter(self.sites), None), "valid_from": store.today})
        self._explain()

    def _explain(self) -> None:
        """Say what the names come to."""
        try:
            names = stay_places.spread(self.names.value())
        except Rejected as fault:
            self.names.hint(faults.sentence(fault))
            return
        hint = _("Flere på en gang: Rom 1..15. Du kan også skille med komma.")
        if len(names) > 1:
            shown = ", ".join(names) if len(names) <= 4 else f"{names[0]}, {names[1]} … {names[-1]}"
            hint = ngettext("{n} plass: {names}", "{n} plasser: {names}", len(names)).format(n=len(names), names=shown)
        self.names.hint(hint)

    def command(self, values: dict[str, Any]):
        day_centre = self.sites[values["site_id"]]["kind"] == "day_centre"
        return stay_places.add_stay_places, {**values, "kind": "day" if day_centre else "night"}


class ExtraPlaceForm(RecordForm):
    """A place beyond what the site is meant for, with its reason."""

    def __init__(self, store, site_id: int | None = None, parent: QWidget | None = None):
        under = _("En ekstraplass er bevisst overbelegg. Den øker ikke kapasiteten, så belegget kan bli over 100 %.")
        super().__init__(store, _("Ekstraplass"), _("Legg til ekstraplassen"), parent, under)
        wards = [row for row in with_places(store) if row["kind"] == "ward"]
        self.add("site_id", _site_field(wards), half=True)
        self.add("name", TextField(_("Navn"), needed=True, placeholder=_("For eksempel: Stua")), half=True)
        self.add("reason", TextField(_("Grunn"), needed=True, placeholder=_("Hvorfor trengs den?")))
        self.add("valid_from", DayField(_("I bruk fra"), lambda: store.today, needed=True), half=True)
        self.add("valid_to", DayField(_("Ikke i bruk fra (kan stå tomt)"), lambda: store.today), half=True)
        first = wards[0]["site_id"] if wards else None
        self.fill({"site_id": site_id if site_id in {row["site_id"] for row in wards} else first,
                   "valid_from": store.today})  # fmt: skip

    def command(self, values: dict[str, Any]):
        return stay_places.add_extra_place, values


class PlaceForm(HitForm):
    """What a place is called and the time it is in use; ending it tells who would lose it."""

    def __init__(self, store, stay_place_id: int, parent: QWidget | None = None):
        self.row: Row = store.read(stay_places.place, stay_place_id)
        super().__init__(store, _("Rediger plassen"), _("Lagre plassen"), parent, under=self.row["site_name"])
        kinds = ("day",) if self.row["site_kind"] == "day_centre" else ("night", "extra")
        self.add("name", TextField(_("Navn"), needed=True), half=True)
        self.add("kind", ChoiceField(_("Slag"), [(kind, PLACE_KINDS[kind]) for kind in kinds]), half=True)
        self.add("features", TextField(_("Om plassen"), placeholder=_("For eksempel: eget bad, takheis")))
        self.add("valid_from", DayField(_("I bruk fra"), lambda: store.today, needed=True, past=True), half=True)
        hint = _("Den første dagen plassen ikke finnes mer")
        self.add("valid_to", DayField(_("Ikke i bruk fra"), lambda: store.today, hint), half=True)
        self.add("reason", TextField(_("Grunn"), _("Må fylles ut for en ekstraplass")))
        self.fill(self.row)
        self.watch()

    def found(self):
        until = self.typed("valid_to")
        if until is None or until == self.row["valid_to"]:
            return ()
        return self.store.read(closures.hit_by_end, self.row["stay_place_id"], until, today=self.store.today)

    def command(self, values: dict[str, Any]):
        own = {"stay_place_id": self.row["stay_place_id"], "rev": self.row["rev"], "seen": self.seen()}
        return stay_places.change_stay_place, {**values, **own}


class EarmarkForm(RecordForm):
    """What the chosen places are for, from a day on or between two."""

    def __init__(self, store, rows: Sequence[Row], parent: QWidget | None = None):
        names = words.listed([row["name"] for row in rows[:4]])
        under = names if len(rows) <= 4 else _("{n} plasser").format(n=words.number(len(rows)))
        under = "\n".join(part for part in (under, self._known(store, rows)) if part)
        super().__init__(store, _("Øremerking"), _("Lagre øremerkingen"), parent, under)
        self.place_ids = [row["stay_place_id"] for row in rows]
        self.add("purpose", ChoiceField(_("Øremerket"), list(PURPOSES.items()), none=NO_PURPOSE))
        self.add("from_on", DayField(_("Fra"), lambda: store.today, needed=True, past=True), half=True)
        hint = _("Tomt: til noe annet blir sagt")
        self.add("to_on", DayField(_("Til (gjelder ikke den dagen)"), lambda: store.today, hint), half=True)
        self.fill({"purpose": rows[0]["earmark"], "from_on": store.today})

    @staticmethod
    def _known(store, rows: Sequence[Row]) -> str:
        """What has been said of one place: 'Avlastning fra 1. jan. 2026'."""
        if len(rows) != 1:
            return ""
        found = store.read(stay_places.earmarks, rows[0]["stay_place_id"])
        lines = [
            _("{purpose} fra {day}").format(purpose=PURPOSES[row["purpose"]], day=words.day(row["from_on"]))
            + (_(" til {day}").format(day=words.day(row["to_on"])) if row["to_on"] else "")
            for row in found[-4:]
        ]
        return "\n".join(lines)

    def command(self, values: dict[str, Any]):
        return stay_places.set_earmarks, {**values, "stay_place_ids": self.place_ids}


class PopulationForm(RecordForm):
    """The inhabitants of a year; a year that is known already is written over."""

    def __init__(self, store, parent: QWidget | None = None):
        known = store.read(stay_places.populations)
        lines = [f"{row['year']}: {words.number(row['inhabitants'])}" for row in known[:5]]
        under = _("Brukes til plasser per 1000 innbyggere. Et år uten eget tall bruker det siste før det.")
        super().__init__(store, _("Innbyggertall"), _("Lagre innbyggertallet"), parent, "\n".join((under, *lines)))
        self.known = {row["year"]: row for row in known}
        self.year = self.add("year", NumberField(_("År"), needed=True, least=1990), half=True)
        self.add("inhabitants", NumberField(_("Innbyggere"), needed=True, least=1), half=True)
        self.add("source", TextField(_("Kilde"), placeholder=_("For eksempel: SSB 1. januar")))
        self.fill({"year": int(store.today[:4])})
        self.year.edit.editingFinished.connect(self._show)
        self._show()

    def _show(self) -> None:
        row = self.known.get(int(self.year.edit.text() or 0)) if self.year.edit.text().isdigit() else None
        if row is not None:
            self.fill({"inhabitants": row["inhabitants"], "source": row["source"]})

    def command(self, values: dict[str, Any]):
        known = self.known.get(values["year"])
        return stay_places.set_population, {**values, "rev": known["rev"] if known else None}
