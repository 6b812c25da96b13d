"""Forms that close places and open them again; who is hit stands beside the fields before anything is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from db import closures
from desktop import words
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, NumberField, TextField
from desktop.parts.record_form import RecordForm
from desktop.stays.hits import HitForm
from desktop.stays.place_history import when
from desktop.words import _, ngettext

Row = Mapping[str, Any]
CHOSEN, SOME, ALL = "chosen", "some", "all"


def told(row: Row, today: str) -> str:
    """'Rom 3 · 1.–8. des. · Maling'; of a number '2 plasser', of the whole site its name."""
    what = row["place_name"] or row["site_name"]
    if row["places"]:
        what = ngettext("{n} plass på {site}", "{n} plasser på {site}", row["places"]).format(
            n=row["places"], site=row["site_name"]
        )
    return " · ".join((what, when(row["from_on"], row["to_on"], today), row["reason"]))


class ClosureFields(HitForm):
    """The days and the reason of a closure."""

    def add_days(self, from_on: str | None = None) -> None:
        since = DayField(_("Stengt fra"), lambda: self.store.today, needed=True, past=True)
        self.add("from_on", since, half=True).set_value(from_on or self.store.today)
        until = DayField(_("Åpner igjen"), lambda: self.typed("from_on") or self.store.today, _("Tomt: til videre"))
        self.add("to_on", until, half=True)
        reason = TextField(_("Grunn"), needed=True, placeholder=_("For eksempel: oppussing, redusert bemanning"))
        self.add("reason", reason)

    def asked(self, **what: Any):
        """Who is hit by the days as typed; None while they cannot be read."""
        since, until = self.typed("from_on"), self.typed("to_on")
        if since is None or (until is not None and until <= since):
            return None
        return self.store.read(closures.hit_by, from_on=since, to_on=until, today=self.store.today, **what)


class CloseForm(ClosureFields):
    """Closes the chosen places, a number of them, or the whole site. `rows` are places of one site."""

    def __init__(self, store, rows: Sequence[Row], parent: QWidget | None = None, from_on: str | None = None):
        self.rows, self.site_id, site = rows, rows[0]["site_id"], rows[0]["site_name"]
        super().__init__(store, _("Steng plasser"), _("Steng"), parent, under=site)
        names = words.listed([row["name"] for row in rows[:4]])
        chosen = names if len(rows) <= 4 else _("{n} plasser").format(n=len(rows))
        ways = [(CHOSEN, chosen), (SOME, _("Et antall plasser (redusert bemanning)")),
                (ALL, _("Hele {site}").format(site=site))]  # fmt: skip
        self.what = self.add("what", ChoiceField(_("Hva stenges"), ways), half=True)
        self.number = self.add("places", NumberField(_("Antall plasser"), least=1), half=True)
        self.add_days(from_on)
        self.what.changed.connect(self._fitting)
        self._fitting()
        self.watch()

    def _fitting(self) -> None:
        """Only a number of places has a number."""
        some = self.what.value() == SOME
        self.number.setEnabled(some)
        self.number.needed = some

    def _of(self) -> list[int]:
        return [row["stay_place_id"] for row in self.rows] if self.what.value() == CHOSEN else []

    def found(self):
        some = self.what.value() == SOME
        number = self.typed("places") if some else None
        if some and number is None:
            return None
        return self.asked(site_id=self.site_id, stay_place_ids=self._of(), places=number)

    def command(self, values: dict[str, Any]):
        if values.pop("what") != SOME:
            values["places"] = None
        own = {"site_id": self.site_id, "stay_place_ids": self._of(), "seen": self.seen()}
        return closures.close_places, {**values, **own}


class ChangeClosureForm(ClosureFields):
    """Changes one of the closures that are now or to come."""

    def __init__(self, store, rows: Sequence[Row], parent: QWidget | None = None):
        super().__init__(store, _("Endre stenging"), _("Lagre stengingen"), parent)
        self.rows = {row["closure_id"]: row for row in rows}
        offered = [(row["closure_id"], told(row, store.today)) for row in rows]
        self.which = self.add("closure_id", ChoiceField(_("Stenging"), offered))
        self.add_days()
        self.number = self.add("places", NumberField(_("Antall plasser"), least=1), half=True)
        self.which.changed.connect(self._show)
        self._show()
        self.watch()

    def _show(self) -> None:
        row = self.rows[self.which.value()]
        self.fill({name: row[name] for name in ("places", "from_on", "to_on", "reason")})
        self.number.setVisible(row["places"] is not None)

    def found(self):
        row = self.rows[self.which.value()]
        of = [row["stay_place_id"]] if row["stay_place_id"] else []
        number = self.typed("places") if row["places"] else None
        if row["places"] and number is None:
            return None
        return self.asked(site_id=row["site_id"], stay_place_ids=of, places=number, but=row["closure_id"])

    def command(self, values: dict[str, Any]):
        row = self.rows[values["closure_id"]]
        if row["places"] is None:
            values.pop("places")
        return closures.change_closure, {**values, "rev": row["rev"], "seen": self.seen()}


class ReopenPlacesForm(RecordForm):
    """Ends a closure on a day."""

    def __init__(self, store, rows: Sequence[Row], parent: QWidget | None = None):
        under = _("Plassen kan brukes fra dagen du velger. En stenging som ikke har begynt, faller bort.")
        super().__init__(store, _("Åpne igjen"), _("Åpne igjen"), parent, under)
        offered = [(row["closure_id"], told(row, store.today)) for row in rows]
        self.add("closure_id", ChoiceField(_("Stenging"), offered))
        self.add("on_day", DayField(_("Åpen fra"), lambda: store.today, needed=True), half=True)
        self.fill({"on_day": store.today})

    def command(self, values: dict[str, Any]):
        return closures.reopen_places, {"closure_ids": [values["closure_id"]], "on_day": values["on_day"]}


def open_closures(store, rows: Sequence[Row]) -> list[Row]:
    """The closures that are now or to come on these places, those of their sites included; of all without rows."""
    found = store.read(closures.closures, since=store.today)
    places, sites = {row["stay_place_id"] for row in rows}, {row["site_id"] for row in rows}
    if not rows:
        return list(found)
    return [row for row in found if row["site_id"] in sites and row["stay_place_id"] in (None, *places)]
