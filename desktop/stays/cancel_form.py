"""Avlys a stay that will not be, and name who coordinates one."""

from __future__ import annotations

from typing import Any

from db import people, stays
from desktop.equipment.fields import suggest
from desktop.parts.fields import ChoiceField, TextField
from desktop.stays import words as stay_words
from desktop.stays.stay_form import StayForm
from desktop.words import _


class CancelForm(StayForm):
    """CancelForm(store, stay_id): the stay will not be; a place that was kept is free at once."""

    title, save_text = _("Avlys oppholdet"), _("Avlys oppholdet")
    hint = _("En plass som er holdt av, blir ledig med en gang.")

    def ask(self) -> None:
        reasons = list(stay_words.CANCEL_REASONS.items())
        self.add("reason", ChoiceField(_("Grunn"), reasons, needed=True), half=True)
        self.add_day("on_day", _("Dato"))

    def command(self, values: dict[str, Any]):
        return stays.cancel_stay, {**values, "stay_id": self.stay_id}


class CoordinatorForm(StayForm):
    """CoordinatorForm(store, stay_id): who coordinates from a day on; the one before stays in the history."""

    title, save_text = _("Koordinator"), _("Lagre koordinatoren")

    def ask(self) -> None:
        name = self.add("name", TextField(_("Navn"), needed=True), half=True)
        suggest(name.edit, [row["name"] for row in self.store.read(people.staff)])
        self.add_day("from_on", _("Fra"), past=False)
        self.add("note", TextField(_("Overlevert"), placeholder=_("Hva den nye må vite. Ikke diagnoser")))

    def command(self, values: dict[str, Any]):
        return stays.set_coordinator, {**values, "stay_id": self.stay_id}
