"""Coming in: a planned stay begins, somebody is taken in at once, and a stay that was forgotten when it happened."""

from __future__ import annotations

from typing import Any

from db import stay_acts
from db.stay_days import plus
from desktop.parts.fields import CheckField, ChoiceField, LongTextField, TextField
from desktop.stays import told
from desktop.stays import words as stay_words
from desktop.stays.person_field import PersonField
from desktop.stays.place_field import Where, elsewhere
from desktop.stays.placed_form import PlacedForm
from desktop.words import _


class CheckInForm(PlacedForm):
    """CheckInForm(store, stay_id): the person has come, today or on an earlier day, to the planned place or another."""

    title, save_text = _("Ankommet"), _("Registrer ankomsten")
    arriving = True

    def ask(self) -> None:
        self.propose(where=Where(self.row["site_id"], self.row["stay_place_id"]))
        self.add_day("on_day", _("Kom"), day=min(self.row["in_on"], self.store.today))
        self.add_place(since=self.store.today)
        self.add_verdict()

    def period(self) -> tuple[str, str] | None:
        day = self.typed("on_day")
        return (day, max(self.row["out_on"], plus(day, 1))) if day else None

    def command(self, values: dict[str, Any]):
        where = Where(values.pop("site_id"), values.pop("place_id"))
        moved = where != (self.row["site_id"], self.row["stay_place_id"])
        return stay_acts.check_in, {
            **values,
            "stay_id": self.stay_id,
            **(elsewhere(where) if moved else {}),
            **self.yes(),
        }


class AcuteForm(PlacedForm):
    """AcuteForm(store, person_id=, where=, to_on=): øyeblikkelig hjelp; the decision is written afterwards."""

    title, save_text = _("Øyeblikkelig hjelp"), _("Skriv inn nå")
    hint = _("Søknad og ankomst registreres på én gang. Vedtaket skrives i etterkant, og står som en oppgave til da.")
    arriving = True

    def ask(self) -> None:
        person = self.add("person_id", PersonField(self, note=lambda ref: told.known(self.store.read, ref,
                                                                                  self.store.today)))  # fmt: skip
        today = self.store.today
        self.propose(from_on=today, to_on=plus(today, 3))
        self.add_place(since=today)
        self.add_period(_("Kom"), _("Forventet ut"), past=True)
        self.add_verdict()
        self.add("came_from", ChoiceField(_("Kom fra"), list(stay_words.CAME_FROM.items()), none=_("Ikke oppgitt")),
                 half=True)  # fmt: skip
        self.add("asked_by", TextField(_("Meldt av"), placeholder=_("For eksempel legevakten")), half=True)
        self.add("need", LongTextField(_("Behov"), _("Ikke diagnoser. Ikke fødselsnummer"), lines=2))
        if self.given.get("person_id"):
            person.show_person(self.given["person_id"])

    def purpose(self) -> str:
        return "acute"

    def command(self, values: dict[str, Any]):
        values["on_day"] = values.pop("from_on")
        return stay_acts.admit_acute, {**values, **self.yes()}


class PastForm(PlacedForm):
    """PastForm(store, person_id=, where=, from_on=, to_on=): etterregistrert, with the reason."""

    title, save_text = _("Etterregistrer opphold"), _("Registrer oppholdet")
    hint = _("For et opphold som har vært, og som ikke ble registrert da. Det merkes som etterregistrert.")

    def ask(self) -> None:
        person = self.add("person_id", PersonField(self))
        purposes = list(stay_words.PURPOSES.items())
        self.add("purpose", ChoiceField(_("Formål"), purposes), half=True)
        self.left = self.add("left", CheckField(_("Personen har reist")), half=True)
        self.fill({"purpose": "rehabilitation", "left": True})
        self.left.changed.connect(self._open_what_fits)
        self.add_place()
        self.add_period(_("Kom"), _("Reiste"), past=True)
        self.add_verdict()
        self.went_to = self.add("went_to", ChoiceField(_("Reiste til"), list(stay_words.WENT_TO.items())), half=True)
        self.add("late_reason", TextField(_("Hvorfor nå"), needed=True), half=True)
        if self.given.get("person_id"):
            person.show_person(self.given["person_id"])

    def _open_what_fits(self) -> None:
        self.went_to.setEnabled(self.left.value())

    def command(self, values: dict[str, Any]):
        return stay_acts.enter_past_stay, {**values, **self.yes()}
