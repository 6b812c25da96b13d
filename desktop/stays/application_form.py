"""Søknad: who asks for a stay, for what, when and how much it hurries; the same form mends it until the discharge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from db import stays
from desktop.equipment.fields import suggest
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, LongTextField, TextField
from desktop.parts.record_form import RecordForm
from desktop.stays import told
from desktop.stays import words as stay_words
from desktop.stays.person_field import PersonField
from desktop.stays.weekday_field import WeekdayField
from desktop.words import _

Row = Mapping[str, Any]
DAY_REHAB = ("weekdays", "transport", "pickup_at", "transport_note")
NOT_DIAGNOSES = _("Ikke diagnoser. Ikke fødselsnummer")
ASKERS = (_("Sykehuset"), _("Fastlegen"), _("Hjemmetjenesten"), _("Ergoterapeut"), _("Fysioterapeut"), _("Pårørende"))


class ApplicationForm(RecordForm):
    """A new application, or the change of a stay (`row` as stay_lists.stay gives it).

    `person_id` is chosen already, where it is known. The receipt holds the stay_id of a new one.
    """

    def __init__(self, store, row: Row | None = None, person_id: int | None = None, parent: QWidget | None = None):
        title = _("Ny søknad om opphold") if row is None else _("Endre søknaden")
        save = _("Registrer søknaden") if row is None else _("Lagre")
        super().__init__(store, title, save, parent, under=told.who(row) if row else "")
        self.row = row
        if row is None:
            self.person = self.add(
                "person_id", PersonField(self, note=lambda ref: told.known(store.read, ref, store.today))
            )
        self._what()
        self._when()
        self._why()
        if row is None or (row["form"] == "day" and row["in_on"] is None):  # with days it has a form of its own
            self._by_day()
        if row is not None:
            self._so_far(row)
        self._begin(person_id)

    # building

    def _what(self) -> None:
        self.add("purpose", ChoiceField(_("Formål"), list(stay_words.PURPOSES.items())), half=True)
        if self.row is None:
            form = ChoiceField(_("Døgn eller dag"), list(stay_words.FORMS.items()))
            self.add("form", form, half=True).changed.connect(self._open_what_fits)
            self.add("priority", ChoiceField(_("Prioritet"), list(stay_words.PRIORITIES.items())), half=True)
        types = list(stay_words.SERVICE_TYPES.items())
        self.add("service_type", ChoiceField(_("Tjenestetype (IPLOS)"), types, none=_("Ikke oppgitt")), half=True)

    def _when(self) -> None:
        received = DayField(_("Mottatt"), lambda: self.store.today, needed=True, past=True)
        self.add("received_on", received, half=True)
        asker = self.add("asked_by", TextField(_("Søkt av"), placeholder=_("Hvem som sendte søknaden")), half=True)
        suggest(asker.edit, ASKERS)
        self.add("wished_from", DayField(_("Ønsket fra"), lambda: self.store.today), half=True)
        self.add("wished_to", DayField(_("Ønsket til"), lambda: self.store.today), half=True)
        origins = list(stay_words.CAME_FROM.items())
        self.add("came_from", ChoiceField(_("Kommer fra"), origins, none=_("Ikke oppgitt")), half=True)
        self.add("came_from_note", TextField(_("Hvor"), placeholder=_("For eksempel sykehus og post")), half=True)

    def _why(self) -> None:
        self.add("need", LongTextField(_("Behov"), NOT_DIAGNOSES, lines=2))
        self.add("room_need", TextField(_("Krav til plassen"), placeholder=_("For eksempel eget bad, takheis")))
        self.add("note", LongTextField(_("Merknad"), NOT_DIAGNOSES, lines=2))

    def _by_day(self) -> None:
        self.add("weekdays", WeekdayField(_("Dager i uken")))
        ways = list(stay_words.TRANSPORTS.items())
        self.add("transport", ChoiceField(_("Skyss"), ways), half=True)
        self.add("pickup_at", TextField(_("Hentes kl."), placeholder=_("For eksempel 9.30")), half=True)
        self.add("transport_note", TextField(_("Til sjåføren"), placeholder=_("For eksempel rullestol, følge inn")))

    def _so_far(self, row: Row) -> None:
        """What was written at acts that are done; the acts themselves are mended by undoing them."""
        today = self.store.today
        if row["state"] in ("granted", "waiting"):
            self.add("latest_start_on", DayField(_("Bør begynne senest"), lambda: today), half=True)
            self.add("follow_up_on", DayField(_("Følges opp"), lambda: today), half=True)
        if row["decided_on"]:
            self.add("decision_ref", TextField(_("Vedtakets referanse")), half=True)
        if row["state"] == "refused":
            self.add("appeal_by", DayField(_("Klagefrist"), lambda: today), half=True)
        if row["state"] == "discharged":
            self.add("went_to", ChoiceField(_("Reiste til"), list(stay_words.WENT_TO.items())), half=True)
            self.add("went_to_note", TextField(_("Hvor")), half=True)
            self.add("goal_result", ChoiceField(_("Målet"), list(stay_words.GOAL_RESULTS.items())), half=True)

    def _begin(self, person_id: int | None) -> None:
        self.fill({"purpose": "rehabilitation", "form": "night", "priority": 2, "received_on": self.store.today,
                   "transport": "none"})  # fmt: skip
        if self.row is not None:
            self.fill({key: self.row[key] for key in self.fields})
        elif person_id is not None:
            self.person.show_person(person_id)
        self._open_what_fits()

    def _open_what_fits(self) -> None:
        """Days of the week and transport belong to day rehab alone."""
        if "form" not in self.fields:
            return
        by_day = self.fields["form"].value() == "day"
        for key in DAY_REHAB:
            self.fields[key].setVisible(by_day)
        if self.isVisible():
            self._fit()

    # saving

    def command(self, values: dict[str, Any]):
        if self.row is None:
            if values["form"] == "night":
                values |= {"weekdays": "", "transport": "none", "pickup_at": "", "transport_note": ""}
            return stays.apply_for_stay, values
        return stays.change_stay, {"stay_id": self.row["stay_id"], "rev": self.row["rev"], **values}
