"""The base of the forms about one stay: whose it is stands on top, and a warning can be accepted where it is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from db import stay_lists
from db.errors import Rejected
from desktop.parts.day_field import DayField
from desktop.parts.fields import CheckField
from desktop.parts.record_form import RecordForm
from desktop.stays import told
from desktop.words import _

Row = Mapping[str, Any]
ACCEPT = "accept"  # what a command calls its yes to what only asks; a rejection that names it can be accepted


class StayForm(RecordForm):
    """A form about one stay, read anew by its id (None: about a new one).

    A subclass says `title`, `save_text` and `hint`, adds fields in `ask`, and answers `command`; `self.row` is what
    stay_lists.stay gives.
    """

    title, save_text, hint = "", "", ""

    def __init__(self, store, stay_id: int | None = None, parent: QWidget | None = None):
        self.row: Row = store.read(stay_lists.stay, stay_id, today=store.today) if stay_id else {}
        whose = told.heading(self.row, store.today) if self.row else ""
        under = "\n".join(part for part in (whose, self.hint) if part)
        super().__init__(store, self.title, self.save_text, parent, under)
        self.stay_id = stay_id
        self.accept_box: CheckField | None = None
        self.ask()

    def ask(self) -> None:
        """Add the fields of the act."""
        raise NotImplementedError

    def add_day(self, key: str, name: str, half: bool = True, day: str | None = None, past: bool = True) -> DayField:
        """A day that must be written, today until another is."""
        made = self.add(key, DayField(name, lambda: self.store.today, needed=True, past=past), half=half)
        made.set_value(day or self.store.today)
        return made

    def yes(self) -> dict[str, bool]:
        """`accept` as the commands take it."""
        return {"accept": self.accept_box is not None and self.accept_box.value()}

    def values(self) -> dict[str, Any] | None:
        found = super().values()
        if found is not None:
            found.pop(ACCEPT, None)
        return found

    def refuse(self, fault: Rejected) -> None:
        """What is only a warning can be accepted, and then the same is asked again."""
        if fault.field == ACCEPT:
            self.ask_accept(True)
        super().refuse(fault)

    def ask_accept(self, wanted: bool) -> None:
        """Show the box that accepts what only asks, or take it away, unticked."""
        if self.accept_box is None and wanted:
            self.accept_box = self.add(ACCEPT, CheckField(_("Det er i orden, lagre likevel")))
        elif self.accept_box is not None and self.accept_box.isVisibleTo(self) != wanted:
            self.accept_box.set_value(False)
            self.accept_box.setVisible(wanted)
