"""Bytt eksemplar: another copy in place of the one that is out, on the same agreement and with the same due day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db import equipment, hand_over, loans
from db.errors import Rejected, Why
from desktop import faults
from desktop.equipment.copy_field import CopyField, found_copy
from desktop.loans import answers, details
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, TextField
from desktop.parts.record_form import RecordForm
from desktop.words import _

Row = Mapping[str, Any]


def new_copy(store, product_id: int = 0) -> CopyField:
    """The field for the copy that is to go out instead; those of the product come first."""
    return CopyField(store, _("Nytt eksemplar"), _("Skann det nye, eller skriv nummeret"), ("available",), product_id)


class SwapForm(RecordForm):
    """Ends the line of the old copy and opens one for the new, in one step."""

    def __init__(self, store, row: Row, parent=None):
        super().__init__(store, _("Bytt eksemplar"), _("Bytt eksemplar"), parent,
                         under=f"{details.thing(row)} · {details.borrower(row)}")  # fmt: skip
        self.line_id = row["line_id"]
        self.add("items", new_copy(store, row["of_product_id"]))
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
        if isinstance(field, CopyField) and row is not None:
            field.pick(found_copy(row))
        elif row is None:
            field.fault(faults.sentence(Rejected(Why.NO_SUCH, code=code)))

    def command(self, values: dict[str, Any]):
        return loans.swap, {"line_id": self.line_id, "item_id": values.pop("items"), **values}
