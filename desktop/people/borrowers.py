"""What the lists of people and of units have in common: both borrow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from db import loan_lines
from desktop.parts.record_form import RecordForm
from desktop.parts.record_page import RecordPage
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

    def lend(self) -> None:
        for ref in self.chosen_ids()[:1]:
            self.frame.start("lend", **{self.key: ref})

    def take_back(self) -> None:
        for ref in self.chosen_ids()[:1]:
            borrower = {self.key: ref}
            lines = self.store.read(loan_lines.of_borrower, today=self.store.today, open_only=True, **borrower)
            self.frame.start("take_back", line_ids=[line["line_id"] for line in lines])

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
