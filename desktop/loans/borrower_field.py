"""The field for who borrows: people and units that fit what is typed, and last the way to register a new person."""

from __future__ import annotations

from PySide6.QtCore import Signal

from db import people
from desktop.loans import answers
from desktop.parts.receipt import announce
from desktop.parts.search_field import Found, SearchField
from desktop.words import _

NEW_PERSON = "new person"


class BorrowerField(SearchField):
    """Gives a row of people.borrowers, or None. `stranger` carries the name of somebody who is not registered."""

    stranger = Signal(str)

    def __init__(self, store, name: str, stays: str):
        """`stays` says that what is being written is kept meanwhile."""
        self.store, self._stays = store, stays
        super().__init__(name, self.found_borrowers, needed=True, placeholder=_("Navn, fødselsdato eller adresse"),
                         nothing=_("Velg fra listen, eller registrer en ny person"))  # fmt: skip

    def found_borrowers(self, text: str) -> list[Found]:
        """People and units that fit, and last the way to register a new person."""
        found = [
            Found(dict(row), answers.borrower(row), answers.borrower_note(row) if row["open_lines"] else "",
                  icon="user-round" if row["kind"] == "person" else "building")
            for row in self.store.read(people.borrowers, text, today=self.store.today)
        ]  # fmt: skip
        new = Found(NEW_PERSON, _("Ny person «{name}»").format(name=text), self._stays, icon="user-round-plus")
        return found if self.store.read_only else [*found, new]

    def pick(self, found: Found) -> None:
        """Take what was chosen in the list; the last line of it asks for a new person."""
        if found.value != NEW_PERSON:
            super().pick(found)
            announce(self, answers.borrower_note(found.value))
            return
        written = found.text[found.text.index("«") + 1 : -1]
        self.set_value(None)
        self.edit.setText(written)
        self.stranger.emit(written)

    def unknown_name(self) -> str:
        """What is written of somebody who was not chosen from the list."""
        return self.text() if self.found is None else ""
