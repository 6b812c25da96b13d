"""Who a stay is for: a person that is registered, or one that is registered without leaving the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from db import people
from desktop.loans import answers
from desktop.loans.borrower_field import NEW_PERSON, BorrowerField
from desktop.loans.draft import known_borrower
from desktop.loans.new_person import NewPersonForm
from desktop.parts.record_form import RecordForm
from desktop.parts.search_field import Found
from desktop.words import _


class PersonField(BorrowerField):
    """Gives a person_id, or None. `form` is the form it stands in; `note` tells of a person_id what else is known."""

    def __init__(self, form: RecordForm, name: str = "", note: Callable[[int], str] | None = None):
        super().__init__(form.store, name or _("Person"), _("Registreres uten å forlate skjemaet"))
        self._form, self._note = form, note
        self.stranger.connect(self._register)

    def found_borrowers(self, text: str) -> list[Found]:
        """Living people that fit, and last the way to register a new one; wards stay in no place."""
        fit = [row for row in self.store.read(people.borrowers, text, today=self.store.today)
               if row["kind"] == "person" and not row["died_on"]]  # fmt: skip
        found = [Found(dict(row), answers.borrower(row), icon="user-round") for row in fit]
        new = Found(NEW_PERSON, _("Ny person «{name}»").format(name=text), self._stays, icon="user-round-plus")
        return found if self.store.read_only else [*found, new]

    def pick(self, found: Found) -> None:
        super().pick(found)
        self._say_note()

    def value(self) -> Any:
        chosen = super().value()
        return chosen["ref"] if chosen else None

    def show_person(self, person_id: int) -> None:
        """Let this person be the one it is for."""
        who = known_borrower(self.store.read, "person", person_id, self.store.today)
        self.set_value(Found(who, answers.borrower(who)))
        self._say_note()

    def _say_note(self) -> None:
        if self.found is not None and self._note is not None:
            self.hint(self._note(self.found.value["ref"]))

    def _register(self, written: str) -> None:
        form = NewPersonForm(self.store, written)
        form.saved.connect(lambda receipt: (self.show_person(receipt.result), self.changed.emit()))
        form.setParent(self._form, form.windowFlags())
        form.open()
