"""Moving about: to another place from a day on, another day to leave, two who change places, and out of the way."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from db import stay_acts, stay_lists
from db.stay_days import plus
from desktop.parts.day_field import DayField
from desktop.parts.fields import CheckField, ChoiceField
from desktop.stays import told
from desktop.stays.columns import place
from desktop.stays.place_field import Where, elsewhere
from desktop.stays.placed_form import PlacedForm
from desktop.stays.stay_form import StayForm
from desktop.words import _


class MoveForm(PlacedForm):
    """MoveForm(store, stay_id, where=, from_on=): on another place from a day on; it stays one stay."""

    title, save_text = _("Flytt til annen plass"), _("Flytt")

    def ask(self) -> None:
        first = max(self.store.today, self.row["in_on"])
        self.arriving = self.row["state"] == "in"
        self.add_place(_("Ny plass"), since=self.store.today)
        self.add_day("from_on", _("Fra"), day=self.given.get("from_on") or first, past=False)
        self.add_verdict()

    def period(self) -> tuple[str, str] | None:
        day = self.typed("from_on")
        if not day:
            return None
        day = max(day, self.row["in_on"])
        return day, max(self.row["out_on"], plus(day, 1) if day >= self.row["out_on"] else day)

    def command(self, values: dict[str, Any]):
        where = Where(values.pop("site_id"), values.pop("place_id"))
        return stay_acts.move_stay, {**values, **elsewhere(where), "stay_id": self.stay_id, **self.yes()}


class EndForm(PlacedForm):
    """EndForm(store, stay_id, to_on=): leaves later or earlier than planned; nights not used are free at once."""

    title, save_text = _("Endre utreisedag"), _("Lagre utreisedagen")
    hint = _("Må personen over på en annen plass, velg Flytt i stedet.")
    free_text = _("{place} er deres {when}")

    def ask(self) -> None:
        self.parts = self.store.read(stay_lists.segments, self.stay_id)
        day = self.given.get("to_on") or max(self.row["out_on"], self.store.today)
        last = DayField(_("Ut"), lambda: self.store.today, needed=True)
        self.add("to_on", last, half=True).set_value(day)
        self.add_verdict()
        self.add("confirmed", CheckField(_("Dagen er bekreftet"))).set_value(self.row["confirmed"])

    def _last(self) -> Any:
        """The part of the stay that the day of leaving falls in: a stay may have been moved."""
        day = self.typed("to_on") or ""
        return next((part for part in reversed(self.parts) if part["from_on"] <= day), self.parts[0])

    def where(self) -> Where | None:
        return Where(self._last()["site_id"], self._last()["stay_place_id"])

    def place_name(self, where: Where) -> str:
        return place(self._last())

    def period(self) -> tuple[str, str] | None:
        day, since = self.typed("to_on"), self._last()["from_on"]
        return (since, day) if day and day >= since else None

    def _offered(self, period: tuple[str, str]) -> list[Any]:
        return []  # the place is not what is chosen here

    def command(self, values: dict[str, Any]):
        return stay_acts.change_end, {**values, "stay_id": self.stay_id, **self.yes()}


class SwapForm(StayForm):
    """SwapForm(store, stay_id, other_id=): two stays have each other's places from a day on."""

    title, save_text = _("Bytt plass"), _("Bytt plass")
    hint = _("Hver beholder sine egne dager.")

    def __init__(self, store, stay_id: int, parent: QWidget | None = None, other_id: int | None = None):
        self.other_id = other_id
        super().__init__(store, stay_id, parent)

    def ask(self) -> None:
        today = self.store.today
        refs = [ref for chip in ("in", "planned") for ref in self.store.read(stay_lists.ids, today=today, chip=chip,
                                                                            order="place")]  # fmt: skip
        rows = self.store.read(stay_lists.rows, refs, today=today)
        offered = [(row["stay_id"], f"{told.who(row)} · {place(row)} · {told.when(row, today)}") for row in rows
                   if row["stay_id"] != self.stay_id and row["form"] == self.row["form"]]  # fmt: skip
        self.add("other_id", ChoiceField(_("Bytter med"), offered, none=_("Velg hvem"), needed=True))
        self.fields["other_id"].set_value(self.other_id)
        self.add_day("from_on", _("Fra"), day=max(today, self.row["in_on"]), past=False)

    def command(self, values: dict[str, Any]):
        return stay_acts.swap_stays, {**values, "stay_id": self.stay_id, **self.yes()}


class ParkForm(StayForm):
    """ParkForm(store, stay_id): out of the place while others are moved; the stay is shown as parked."""

    title, save_text = _("Parker"), _("Parker")
    hint = _("Plassen blir ledig. Oppholdet står som parkert til det får en ny plass.")

    def ask(self) -> None:
        self.add_day("from_on", _("Fra"), day=max(self.store.today, self.row["in_on"]), past=False)

    def command(self, values: dict[str, Any]):
        return stay_acts.park_stay, {**values, "stay_id": self.stay_id}
