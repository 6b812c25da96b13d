"""A small card for somebody who borrows for the first time, without leaving the loan."""

from __future__ import annotations

from typing import Any

from db import people
from desktop.parts.day_field import DayField
from desktop.parts.fields import CheckField, TextField
from desktop.parts.record_form import RecordForm
from desktop.words import _


class NewPersonForm(RecordForm):
    """Asks for what a loan needs; the rest of the card can wait. `saved` carries a Receipt with the person_id."""

    def __init__(self, store, written: str = "", parent=None):
        super().__init__(
            store,
            _("Ny person"),
            _("Registrer og velg"),
            parent,
            _("Du kommer tilbake til utlånet. Fødselsnummer skal ikke skrives her."),
        )
        self.add("first_name", TextField(_("Fornavn")), half=True)
        self.add("last_name", TextField(_("Etternavn"), needed=True), half=True)
        self.add("born_on", DayField(_("Født"), lambda: store.today, past=True), half=True)
        self.add("phone", TextField(_("Telefon")), half=True)
        self.add("address", TextField(_("Adresse")))
        self.add("protected", CheckField(_("Skjermet adresse, skrives aldri på papir")))
        self.fill(split_name(written))
        self.fields["first_name"].focus()

    def command(self, values: dict[str, Any]):
        return people.add_person, values


def split_name(written: str) -> dict[str, str]:
    """'Kari Nordmann' and 'Nordmann, Kari' -> first_name and last_name."""
    last, comma, first = (part.strip() for part in written.partition(","))
    if not comma:
        first, _space, last = written.strip().rpartition(" ")
    return {"first_name": first.strip(), "last_name": last}
