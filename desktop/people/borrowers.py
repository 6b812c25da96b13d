"""What the lists of people and of units have in common: both borrow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from db import contacts, loan_lines, tasks
from desktop.follow_up.log import Log, change_contact, log_contact
from desktop.follow_up.task_columns import thing, what
from desktop.parts.record_form import RecordForm
from desktop.parts.record_page import RecordPage
from desktop.requests.asked_for import ask, asked_for
from desktop.words import _


class BorrowersView(RecordPage):
    """A list whose records hold loans. A subclass says `form` and answers `name`; its `key` is what db calls the id."""

    form: Callable[..., RecordForm]

    def name(self, ref: int) -> str:
        """What the record is called in a receipt."""
        raise NotImplementedError

    def go_to(self, line: Mapping[str, Any]) -> None:
        """Show the thing of a loan line where it stands in the stock."""
        if line["item_id"]:
            self.frame.go("item", line["item_id"])
        else:
            self.frame.go("product", line["product_id"])

    def ask(self) -> None:
        """Write down what the chosen one needs."""
        for ref in self.chosen_ids()[:1]:
            ask(self.store, self.frame, **{self.key: ref})

    def needs(self, ref: int, may_ask: bool = True) -> QWidget:
        """What the record waits for, and the way to ask for more where it may."""
        return asked_for(self.store, self.frame, self.ask if may_ask else None, **{self.key: ref})

    def missing(self, ref: int) -> str:
        """What the record is still asked for, one to a line: 'Kurv mangler, Rullator UT-0187'."""
        found = self.store.read(tasks.of_borrower, today=self.store.today, **{self.key: ref})
        return "\n".join(", ".join(part for part in (what(row), thing(row)) if part) for row in found)

    def lend(self) -> None:
        for ref in self.chosen_ids()[:1]:
            self.frame.start("lend", **{self.key: ref})

    def take_back(self) -> None:
        for ref in self.chosen_ids()[:1]:
            borrower = {self.key: ref}
            lines = self.store.read(loan_lines.of_borrower, today=self.store.today, open_only=True, **borrower)
            self.frame.start("take_back", line_ids=[line["line_id"] for line in lines])

    def log(self, ref: int) -> Log:
        """What contact there has been with a borrower."""
        said = self.store.read(contacts.of_borrower, **{self.key: ref})
        return Log(said, self.store.today, self.change_contact, None if self.store.read_only else self.add_contact)

    def add_contact(self) -> None:
        """Ask what came of a contact with the chosen borrower, about what they have now."""
        for ref in self.chosen_ids()[:1]:
            owner = {"person_id": None, "unit_id": None, self.key: ref}
            held = self.store.read(loan_lines.of_borrower, today=self.store.today, open_only=True, **{self.key: ref})
            log_contact(self.store, self.frame, chosen=[line["line_id"] for line in held], **owner)

    def change_contact(self, contact_id: int) -> None:
        """Mend what is logged."""
        change_contact(self.store, self.frame, contact_id)

    def new_record(self) -> None:
        form = self.form(self.store)
        form.saved.connect(lambda receipt: self._saved(receipt.result))
        self.frame.show_form(form)

    def edit(self) -> None:
        for ref in self.chosen_ids()[:1]:
            form = self.form(self.store, **{self.key: ref})
            form.saved.connect(lambda _receipt, ref=ref: self._saved(ref))
            self.frame.show_form(form)

    def _saved(self, ref: int) -> None:
        self.frame.tell(_("{name} er lagret").format(name=self.name(ref)))
        self.open_record(ref)
