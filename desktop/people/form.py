"""A person's card to fill in or change: no national identity number, no diagnosis."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from db import people, units
from desktop import words
from desktop.parts.day_field import DayField
from desktop.parts.fields import CheckField, ChoiceField, LongTextField, TextField
from desktop.parts.record_form import RecordForm
from desktop.timing import later
from desktop.words import _

WAIT_MS = 250


class PersonForm(RecordForm):
    """A new person, or one to change. `name` fills in what was searched for in vain. `saved` carries the Receipt,
    whose result is the id of a new person."""

    def __init__(self, store, person_id: int | None = None, name: str = "", parent: QWidget | None = None):
        title = _("Ny person") if person_id is None else _("Rediger person")
        under = _("Skriv bare det som trengs for å låne ut. Fødselsnummer skal ikke stå her.")
        super().__init__(store, title, _("Lagre person"), parent, under)
        self.row = None if person_id is None else store.read(people.person, person_id)
        self._who()
        self._more()
        self._wait = later(self, WAIT_MS, self.look_for_same)
        for key in ("first_name", "last_name"):
            self.fields[key].changed.connect(self._wait.start)
        self.fill(split_name(name) if self.row is None else self.row)

    def _who(self) -> None:
        self.add("first_name", TextField(_("Fornavn")), half=True)
        self.add("last_name", TextField(_("Etternavn"), needed=True), half=True)
        self.add("born_on", DayField(_("Født"), lambda: self.store.today, past=True), half=True)
        self.add("phone", TextField(_("Telefon")), half=True)
        self.add("address", TextField(_("Adresse")))
        hint = _("Adressen vises bare på kortet, aldri i lister og på papir.")
        self.add("protected", CheckField(_("Skjermet adresse"), hint))

    def _more(self) -> None:
        self.section(_("Pårørende"))
        self.add("kin_name", TextField(_("Navn")), half=True)
        self.add("kin_phone", TextField(_("Telefon")), half=True)
        if self.row is not None and self.row["died_on"]:  # the day is mended here; a death is told as an act of its own
            self.add("died_on", DayField(_("Død"), lambda: self.store.today, needed=True, past=True), half=True)
        hint = _("Avtaler om henting og lignende. Ingen diagnose eller andre helseopplysninger.")
        self.add("note", LongTextField(_("Merknad"), hint, lines=2))

    def look_for_same(self) -> None:
        """Say under the name when somebody of that name has a card already."""
        last = self.fields["last_name"]
        text = f"{self.fields['first_name'].value()} {last.value()}".strip()
        found = self.store.read(people.find, text, 3) if last.value() and self.row is None else ()
        names = [words.full_name(row) + _born(row) for row in found]
        last.hint(_("Finnes fra før: {names}. Er det samme person?").format(names=words.listed(names)) if names else "")

    def done(self, result: int) -> None:
        self._wait.stop()
        super().done(result)

    def command(self, values):
        if self.row is None:
            return people.add_person, values
        return people.change_person, values | {"person_id": self.row["person_id"], "rev": self.row["rev"]}


class UnitForm(RecordForm):
    """A ward or institution that borrows."""

    def __init__(self, store, unit_id: int | None = None, name: str = "", parent: QWidget | None = None):
        title = _("Ny avdeling") if unit_id is None else _("Rediger avdeling")
        super().__init__(store, title, _("Lagre avdeling"), parent)
        self.row = None if unit_id is None else store.read(units.unit, unit_id)
        self.add("name", TextField(_("Navn"), needed=True))
        self.add("kind", ChoiceField(_("Slag"), list(UNIT_KINDS.items())), half=True)
        self.add("phone", TextField(_("Telefon")), half=True)
        self.add("contact", TextField(_("Kontaktperson")), half=True)
        self.add("address", TextField(_("Adresse")), half=True)
        self.add("active", CheckField(_("I bruk"), _("Uten haken kan den ikke velges som låntaker.")))
        self.fill({"name": name, "kind": "ward", "active": True} if self.row is None else self.row)

    def command(self, values):
        if self.row is None:
            return units.add_unit, values
        return units.change_unit, values | {"unit_id": self.row["unit_id"], "rev": self.row["rev"]}


UNIT_KINDS = {"ward": _("Avdeling"), "institution": _("Institusjon"), "other": _("Annet")}


def split_name(text: str) -> dict[str, Any]:
    """'Kari Nordmann' or 'Nordmann, Kari' -> first_name and last_name."""
    if "," in text:
        last, first = text.split(",", 1)
    else:
        first, _blank, last = text.strip().rpartition(" ")
    return {"first_name": first.strip(), "last_name": last.strip()}


def _born(row: Any) -> str:
    return _(" (f. {year})").format(year=row["born_on"][:4]) if row["born_on"] else ""
