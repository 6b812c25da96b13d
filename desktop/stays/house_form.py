"""Out of the house: leaving for good, leave with the place kept, coming back, and mending a discharge."""

from __future__ import annotations

from typing import Any

from db import stay_acts
from db.stay_days import plus
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, TextField
from desktop.stays import words as stay_words
from desktop.stays.stay_form import StayForm
from desktop.words import _


class DischargeForm(StayForm):
    """DischargeForm(store, stay_id): the day the person really left, where to, and what came of the goals."""

    title, save_text = _("Skriv ut av oppholdet"), _("Skriv ut")
    hint = _("Plassen blir ledig fra dagen personen reiste. Utreisedagen regnes ikke med i døgnene.")

    def ask(self) -> None:
        self.add_day("on_day", _("Reiste"))
        ways = list(stay_words.WENT_TO.items())
        self.add("went_to", ChoiceField(_("Reiste til"), ways, needed=True), half=True)
        self.add("went_to_note", TextField(_("Hvor"), placeholder=_("For eksempel hvilket sykehus")), half=True)
        results = list(stay_words.GOAL_RESULTS.items())
        self.add("goal_result", ChoiceField(_("Målet med oppholdet"), results), half=True)
        self.fill({"goal_result": "not_assessed"})

    def command(self, values: dict[str, Any]):
        return stay_acts.discharge, {**values, "stay_id": self.stay_id}


class LeaveForm(StayForm):
    """LeaveForm(store, stay_id): away for some nights while the place is kept; the way back may be unknown."""

    title, save_text = _("Permisjon"), _("Registrer permisjonen")
    hint = _("Plassen holdes. Døgnene telles som holdt plass, ikke som liggedøgn.")

    def ask(self) -> None:
        self.add("kind", ChoiceField(_("Hvor"), list(stay_words.LEAVES.items())), half=True)
        self.add_day("from_on", _("Fra"))
        back = DayField(_("Tilbake (kan stå tomt)"), lambda: self.store.today)
        self.add("to_on", back, half=True)
        self.add("note", TextField(_("Merknad"), _("Ikke diagnoser")), half=True)

    def command(self, values: dict[str, Any]):
        return stay_acts.take_leave, {**values, "stay_id": self.stay_id}


class BackFromLeaveForm(StayForm):
    """BackFromLeaveForm(store, stay_id): the person is back from leave."""

    title, save_text = _("Tilbake fra permisjon"), _("Registrer at personen er tilbake")

    def ask(self) -> None:
        self.add_day("on_day", _("Kom tilbake"))

    def command(self, values: dict[str, Any]):
        return stay_acts.end_leave, {**values, "stay_id": self.stay_id}


class ReopenForm(StayForm):
    """ReopenForm(store, stay_id): a discharge that was wrong is taken back, within seven days."""

    title, save_text = _("Gjenåpne oppholdet"), _("Gjenåpne")
    hint = _("Personen står som inne igjen på plassen, hvis den ennå er ledig. Går i sju dager etter utskrivning.")

    def ask(self) -> None:
        self.add("reason", TextField(_("Grunn"), needed=True, placeholder=_("For eksempel: feil person skrevet ut")))
        self.add_day("to_on", _("Forventet ut"), day=plus(self.store.today, 1), past=False)

    def command(self, values: dict[str, Any]):
        return stay_acts.reopen_stay, {**values, "stay_id": self.stay_id, **self.yes()}
