"""Venteliste: putting a stay on it, changing its priority, days that the person asked to wait, and going back to it."""

from __future__ import annotations

from typing import Any

from db import stay_acts, stays
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, TextField
from desktop.stays import words as stay_words
from desktop.stays.stay_form import StayForm
from desktop.words import _

PRIORITIES = list(stay_words.PRIORITIES.items())


class WaitForm(StayForm):
    """WaitForm(store, stay_id): onto the waiting list, by need and with the latest day to begin."""

    title, save_text = _("Sett på venteliste"), _("Sett på venteliste")

    def ask(self) -> None:
        self.add("priority", ChoiceField(_("Prioritet"), PRIORITIES), half=True)
        self.add_day("on_day", _("På listen fra"))
        latest = DayField(_("Bør begynne senest"), lambda: self.store.today)
        self.add("latest_start_on", latest, half=True)
        self.add("follow_up_on", DayField(_("Følges opp"), lambda: self.store.today), half=True)
        self.add("reason", TextField(_("Grunn"), placeholder=_("For eksempel: ingen ledig plass")))
        self.fill({key: self.row[key] for key in ("priority", "latest_start_on", "follow_up_on")})

    def command(self, values: dict[str, Any]):
        return stays.put_on_waiting_list, {**values, "stay_id": self.stay_id}


class PriorityForm(StayForm):
    """PriorityForm(store, stay_id): another priority, with the reason that stays in the history."""

    title, save_text = _("Endre prioritet"), _("Endre prioritet")

    def ask(self) -> None:
        self.add("priority", ChoiceField(_("Prioritet"), PRIORITIES), half=True)
        self.add("reason", TextField(_("Grunn"), needed=True), half=True)
        self.fill({"priority": self.row["priority"]})

    def command(self, values: dict[str, Any]):
        return stays.prioritise, {**values, "stay_id": self.stay_id}


class PauseForm(StayForm):
    """PauseForm(store, stay_id): days that the person asked to wait; they do not count as waiting."""

    title, save_text = _("Pause i ventetiden"), _("Registrer pausen")
    hint = _("Dager som personen selv ba om å vente, trekkes fra ventetiden.")

    def ask(self) -> None:
        self.add_day("from_on", _("Fra"), past=False)
        self.add("to_on", DayField(_("Til (kan stå tomt)"), lambda: self.store.today), half=True)
        self.add("reason", TextField(_("Grunn"), placeholder=_("For eksempel: vil være hjemme til jul")))

    def command(self, values: dict[str, Any]):
        return stays.pause_wait, {**values, "stay_id": self.stay_id}


class PauseOverForm(StayForm):
    """PauseOverForm(store, stay_id): the person can come again from a day on."""

    title, save_text = _("Pausen er over"), _("Avslutt pausen")

    def ask(self) -> None:
        self.add_day("on_day", _("Kan komme fra"), past=False)

    def command(self, values: dict[str, Any]):
        return stays.end_pause, {**values, "stay_id": self.stay_id}


class BackForm(StayForm):
    """BackForm(store, stay_id): a planned stay that lost its place waits again."""

    title, save_text = _("Tilbake til ventelisten"), _("Legg tilbake på ventelisten")
    hint = _("Plassen blir ledig med en gang.")

    def ask(self) -> None:
        self.add("reason", TextField(_("Grunn"), needed=True, placeholder=_("For eksempel: plassen måtte stenges")))

    def command(self, values: dict[str, Any]):
        return stay_acts.back_to_waiting, {**values, "stay_id": self.stay_id}
