"""Plasser: which there are, how each stands tonight, what it is for, and when it is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from db import stay_chart, stay_place_lists
from db.command import Receipt
from db.stay_days import plus
from desktop import words
from desktop.actions import EDIT, Action
from desktop.parts.chips import Chip
from desktop.parts.panel import Act, Details
from desktop.parts.record_form import RecordForm
from desktop.parts.record_page import Asked, RecordPage
from desktop.stays import free_words
from desktop.stays.acts import EDIT_STAY
from desktop.stays.closure_forms import ChangeClosureForm, CloseForm, ReopenPlacesForm, open_closures
from desktop.stays.offers import OFFER, Offers
from desktop.stays.place_columns import PLACES, closed, earmark, status, who
from desktop.stays.place_field import Where
from desktop.stays.place_forms import (
    EarmarkForm,
    ExtraPlaceForm,
    PlaceForm,
    PlacesForm,
    PopulationForm,
    SiteForm,
    with_places,
)
from desktop.stays.words import PLACE_KINDS, PURPOSES
from desktop.words import _, ngettext

Row = Mapping[str, Any]
CHIPS = {
    "now": _("I bruk"),
    "free": _("Tomme"),
    "taken": _("Opptatt"),
    "closed": _("Stengt"),
    "extra": _("Ekstra"),
    "later": _("Kommer"),
    "ended": _("Ikke i bruk"),
}
CLOSE = Action(_("Steng …"), "close_places", "Ctrl+Shift+S", "lock", EDIT, "chosen", True)
REOPEN = Action(_("Åpne igjen …"), "reopen_places", "Ctrl+Shift+Y", "door-open", EDIT, writes=True)
CLOSURE = Action(_("Endre stenging …"), "change_closure", "Ctrl+Shift+J", "calendar-range", EDIT, writes=True)
EARMARK = Action(_("Øremerking …"), "set_earmark", "Ctrl+Shift+M", "tag", EDIT, "chosen", True)
EXTRA = Action(_("Ekstraplass …"), "add_extra", "Ctrl+Shift+X", "plus", EDIT, writes=True)
SITES = Action(_("Steder …"), "edit_sites", "Ctrl+Shift+D", "building", EDIT, writes=True)
INHABITANTS = Action(_("Innbyggertall …"), "set_inhabitants", "Ctrl+Shift+I", "users", EDIT, writes=True)
SHOW_STAY = Action(_("Vis oppholdet"), "show_stay", "", "bed", EDIT, "chosen")


class PlacesView(Offers):
    """Every place of wards and day centres."""

    title, icon, kind, key = _("Plasser"), "bed", "stay_place", "stay_place_id"
    kinds = frozenset({"stay_place", "stay", "person", "population"})
    list_name = "stay_places"
    columns, noun, persons = PLACES, (_("plass"), _("plasser")), True
    new_text, order, all_text = _("Nye plasser"), "site_name", _("Alle steder")
    count_rule = free_words.RULE
    empty_text = _("Ingen plasser ennå. Legg inn stedet, og så alle plassene på en gang, for eksempel «Rom 1..15».")
    ACTIONS = (
        *RecordPage.ACTIONS, EDIT_STAY, CLOSE, REOPEN, CLOSURE, EARMARK, EXTRA, SITES, INHABITANTS, SHOW_STAY, OFFER,
    )  # fmt: skip

    # what the list holds

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            stay_place_lists.ids, today=self.store.today, order=asked.order, descending=asked.descending,
            text=asked.text, chip=asked.chip or "now", site_id=asked.choice,
        )  # fmt: skip

    def rows(self, ids: list[int]) -> list[Row]:
        return self.store.read(stay_place_lists.rows, ids, today=self.store.today)

    def chips(self) -> Sequence[Chip]:
        self._counts = self.store.read(stay_place_lists.chips, today=self.store.today)
        always = ("now", "free", "closed")
        return [Chip(code, text, n) for code, text in CHIPS.items() if (n := self._counts[code]) or code in always]

    def choices(self) -> Sequence[tuple[Any, str]]:
        sites = with_places(self.store)
        return [(row["site_id"], row["name"]) for row in sites] if len(sites) > 1 else []

    def total(self) -> int:
        return self._counts["now"]

    def count_line(self, shown: int, total: int | None) -> str:
        """With how many places are open tonight, and how many are free, as the chart counts them."""
        said, wards = super().count_line(shown, total), self.store.read(stay_chart.tonight, self.store.today)
        return " · ".join((said, free_words.open_places(wards), free_words.free(wards))) if wards else said

    def sentence(self, row: Row) -> str:
        state = words.STATES[status(row)].word.lower()
        parts = (row["name"], row["site_name"], state, who(row), earmark(row), closed(row))
        return ", ".join(part for part in parts if part)

    # the panel

    def one(self, row: Row) -> Details:
        return Details(
            row["name"], PLACE_KINDS[row["kind"]], status(row), self._facts(row), self._acts([row]),
        )  # fmt: skip

    def _facts(self, row: Row) -> list[tuple[str, str]]:
        there = words.short_day(row["out_on"], self.store.today)
        stay = " · ".join((who(row), PURPOSES[row["purpose"]], _("ut {day}").format(day=there))) if who(row) else ""
        shut = "\n".join(self._closures(row))
        return [
            (_("Hvem"), stay), (_("Neste inn"), words.day(row["next_in"])), (_("Øremerket"), earmark(row)),
            (_("Stengt"), shut), (_("Sted"), row["site_name"]), (_("Om plassen"), row["features"]),
            (_("Grunn"), row["reason"]),
            (_("I bruk fra"), words.day(row["valid_from"])), (_("Ikke i bruk fra"), words.day(row["valid_to"])),
        ]  # fmt: skip

    def _closures(self, row: Row) -> list[str]:
        """What is closed now and to come, those of the whole site and of a number of its places included."""
        found = self.store.read(stay_place_lists.closed_rows, row["stay_place_id"], today=self.store.today)
        said = []
        for one in found:
            shown = {"closure_id": 1, "closed_from": one["from_on"], "closed_until": one["to_on"],
                     "closed_reason": one["reason"]}  # fmt: skip
            number = _(" ({n} plasser)").format(n=one["places"]) if one["places"] else ""
            said.append(closed(shown) + number)
        return said

    def many(self, rows: list[Any]) -> Details:
        title = ngettext("{n} plass valgt", "{n} plasser valgt", len(rows)).format(n=words.number(len(rows)))
        return Details(title, acts=self._acts(rows))

    def _acts(self, rows: Sequence[Row]) -> list[Act]:
        """What fits the chosen places, the likeliest first."""
        one = rows[0] if len(rows) == 1 else None
        shown = [Act(_("Vis oppholdet"), self.show_stay, icon="bed")] if one and one["stay_id"] else []
        if self.store.read_only:
            return shown
        shut = any(row["closure_id"] for row in rows)
        acts = [Act(_("Åpne igjen …"), self.reopen_places, icon="door-open")] if shut else []
        acts += [Act(_("Endre stenging …"), self.change_closure)] if shut else []
        acts += [Act(_("Steng …"), self.close_places, icon="lock", half=True),
                 Act(_("Øremerking …"), self.set_earmark, icon="tag", half=True)]  # fmt: skip
        return [
            *shown,
            *acts,
            *([Act(_("Rediger …"), self.edit, half=True)] if one else []),
            Act(_("Steder …"), self.edit_sites, icon="building", half=one is not None),
        ]

    # acts

    def _open(self, form: RecordForm, said: str | Callable[[Receipt], Any]) -> None:
        """Open a form; `said` is what is told when it has been saved, or what happens then."""
        form.saved.connect(said if callable(said) else lambda _receipt: self.frame.tell(said))
        self.frame.show_form(form)

    def _site(self) -> int | None:
        """The site of what is chosen, or the one the list is narrowed to."""
        rows = self.chosen_rows()
        return rows[0]["site_id"] if rows else self.choice.currentData()

    def place_here(self) -> dict[str, Any]:
        """The chosen night place, from tonight on."""
        rows = self.chosen_rows()
        if len(rows) != 1 or rows[0]["kind"] == "day":
            return {}
        where = Where(rows[0]["site_id"], rows[0]["stay_place_id"])
        return {"where": where, "from_on": self.store.today, "to_on": plus(self.store.today, 7)}

    def new_record(self) -> None:
        """New places; without a site to put them in, the site first."""
        if with_places(self.store):
            self._new_places(self._site())
            return
        form = SiteForm(self.store, kinds=("ward", "day_centre"))
        self._open(form, lambda receipt: self._new_places(receipt.result))

    def _new_places(self, site_id: int | None) -> None:
        self._open(PlacesForm(self.store, site_id), self._told_new)

    def _told_new(self, receipt: Receipt) -> None:
        n = len(receipt.result)
        self.frame.tell(ngettext("{n} plass er lagt til", "{n} plasser er lagt til", n).format(n=words.number(n)))

    def add_extra(self) -> None:
        if not any(row["kind"] == "ward" for row in with_places(self.store)):
            self.frame.tell(_("Legg inn en avdeling med plasser først"), undo=False)
            return
        self._open(ExtraPlaceForm(self.store, self._site()), _("Ekstraplassen er lagt til"))

    def open_form(self, ref: int) -> None:
        if self.store.read_only:
            self.show_panel()
        else:
            self._open(PlaceForm(self.store, ref), _("Plassen er lagret"))

    def edit(self) -> None:
        chosen = self.chosen_ids()
        if len(chosen) == 1:
            self.open_form(chosen[0])
        elif chosen:
            self.frame.tell(_("Velg én plass om gangen"), undo=False)

    def close_places(self) -> None:
        rows = self.chosen_rows()
        if len({row["site_id"] for row in rows}) > 1:
            self.frame.tell(_("Velg plasser på ett sted om gangen"), undo=False)
        elif rows:
            form = CloseForm(self.store, rows)
            self._open(form, lambda receipt: self._told_closed(form, receipt))

    def _told_closed(self, form: CloseForm | ChangeClosureForm, receipt: Receipt) -> None:
        """Who has to be moved now is one key away."""
        hits = form.hits
        names = words.listed(receipt.data["numbers"]) or receipt.data["site"]
        said = _("{what} er stengt").format(what=names)
        if not hits:
            self.tell_opened(said, receipt)
            return
        told = ngettext("{said}. {n} opphold må flyttes", "{said}. {n} opphold må flyttes", len(hits))
        self.frame.tell(told.format(said=said, n=len(hits)),
                        second=(_("Vis oppholdet"), lambda: self.frame.go("stay", hits[0].stay_id)))  # fmt: skip

    def change_closure(self) -> None:
        found = self._known_closures()
        if found:
            form = ChangeClosureForm(self.store, found)
            self._open(form, lambda receipt: self._told_closed(form, receipt))

    def reopen_places(self) -> None:
        found = self._known_closures()
        if found:
            said = _("Stengingen er avsluttet")
            self._open(ReopenPlacesForm(self.store, found), lambda receipt: self.tell_opened(said, receipt))

    def _known_closures(self) -> list[Row]:
        """Those of what is chosen, else all."""
        found = open_closures(self.store, self.chosen_rows()) or open_closures(self.store, ())
        if not found:
            self.frame.tell(_("Ingenting er stengt"), undo=False)
        return found

    def set_earmark(self) -> None:
        rows = self.chosen_rows()
        if rows:
            self._open(EarmarkForm(self.store, rows), _("Øremerkingen er lagret"))

    def edit_sites(self) -> None:
        self._open(SiteForm(self.store, self._site()), _("Stedet er lagret"))

    def set_inhabitants(self) -> None:
        self._open(PopulationForm(self.store), _("Innbyggertallet er lagret"))

    def show_stay(self) -> None:
        for row in self.chosen_rows()[:1]:
            if row["stay_id"] is not None:
                self.frame.go("stay", row["stay_id"])
