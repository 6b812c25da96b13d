"""Bytt eksemplar: another copy in place of the one that is out, on the same agreement and with the same due day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db import equipment, hand_over, loans
from db.errors import Rejected, Why
from db.norwegian import code_key
from desktop import faults, finding, words
from desktop.loans import answers, details
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, TextField, Unreadable
from desktop.parts.record_form import RecordForm
from desktop.parts.search_field import Found, SearchField
from desktop.words import _

Row = Mapping[str, Any]


class NewCopyField(SearchField):
    """A copy that stands ready: scanned or typed, of the same product first. Gives its item_id."""

    def __init__(self, store, product_id: int):
        self._store, self._product_id = store, product_id
        super().__init__(_("Nytt eksemplar"), self._ready, _("Skann det nye, eller skriv nummeret"), needed=True)

    def _ready(self, text: str) -> list[Found]:
        rows = [row for row in self._store.read(equipment.find_items, text, 40) if row["state"] == "available"]
        rows.sort(key=lambda row: row["product_id"] != self._product_id)
        return [_found(row) for row in rows[:12]]

    def value(self) -> int | None:
        """The chosen copy; an exact number is taken without choosing, whatever state the copy is in."""
        if self.found is None and code_key(self.text()):
            row = self._store.read(equipment.scanned, self.text())
            if row is None:
                raise Unreadable(faults.sentence(Rejected(Why.NO_SUCH, code=self.text())))
            return row["item_id"]
        return super().value()


def _found(row: Row) -> Found:
    where = finding.place(row)
    word = words.ITEM_STATES[row["state"]].word
    return Found(row["item_id"], f"{row['number']} {row['name']}", " · ".join(p for p in (word, where) if p))


class SwapForm(RecordForm):
    """Ends the line of the old copy and opens one for the new, in one step."""

    def __init__(self, store, row: Row, parent=None):
        super().__init__(store, _("Bytt eksemplar"), _("Bytt eksemplar"), parent,
                         under=f"{details.thing(row)} · {details.borrower(row)}")  # fmt: skip
        self.line_id = row["line_id"]
        self.add("items", NewCopyField(store, row["of_product_id"]))
        conditions = [(condition.code, condition.text) for condition in answers.CONDITIONS]
        self.add("condition", ChoiceField(_("Tilstanden til det gamle"), conditions), half=True).set_value("dirty")
        self.day = self.add("on_day", DayField(_("Byttet dato"), lambda: store.today, past=True), half=True)
        self.day.set_value(store.today)
        self.add("note", TextField(_("Merknad")))
        self.reason = self.add("out_reason", TextField(_("Hvorfor det nye likevel skal ut")))
        self.reason.hide()
        self.fields["items"].focus()

    def refuse(self, fault: Rejected) -> None:
        """Where others wait for the new copy, or it should have been checked, ask why it goes out all the same."""
        if fault.why not in hand_over.REASONED:
            super().refuse(fault)
            return
        self.reason.show()
        self.reason.fault(faults.sentence(fault))
        self._lead_to(self.reason)

    def scanned(self, code: str) -> None:
        """Take a scan while the form is open: it means the new copy."""
        field = self.fields["items"]
        row = self.store.read(equipment.scanned, code)
        if isinstance(field, NewCopyField) and row is not None:
            field.pick(_found(row))
        elif row is None:
            field.fault(faults.sentence(Rejected(Why.NO_SUCH, code=code)))

    def command(self, values: dict[str, Any]):
        return loans.swap, {"line_id": self.line_id, "item_id": values.pop("items"), **values}
