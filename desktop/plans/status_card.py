"""What the municipality calls the five statuses of measures: a card of Innstillinger."""

from __future__ import annotations

from db.norwegian import fold
from desktop.parts.fields import Field, TextField
from desktop.parts.page import button
from desktop.plans.words import OUR_STATUSES
from desktop.setup.cards import Chosen
from desktop.words import _

LONGEST = 24  # letters that the mark of a status has room for


class StatusField(TextField):
    """A word for a status; empty is the program's own."""

    def __init__(self, code: str):
        super().__init__(OUR_STATUSES[code].word, placeholder=OUR_STATUSES[code].word)
        self.edit.setMaxLength(LONGEST)


class StatusWords(Chosen):
    """Five words, each of them for one status only."""

    title = _("Ord for status på tiltak")
    says = _("Skriv ordet kommunen bruker. Tomt: programmets eget ord. Låste rapporter beholder ordene de hadde.")

    def build(self) -> None:
        self.fields: dict[str, Field] = {f"measure_{code}": StatusField(code) for code in OUR_STATUSES}
        self.grid(self.fields)
        self.row(button(_("Lagre ordene"), self.save, "save"))

    def save(self) -> None:
        """Keep the words, unless two statuses would be called the same."""
        seen: set[str] = set()
        for field in self.fields.values():
            word = fold(str(field.value() or field.name))
            field.fault(_("Ordet er brukt på en annen status. Velg et annet") if word in seen else "")
            if word in seen:
                field.focus()
                return
            seen.add(word)
        super().save()
