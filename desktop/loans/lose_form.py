"""Savnet: things that will not come back, or that nobody finds; of goods perhaps only some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db import loans
from desktop import words
from desktop.loans import details
from desktop.parts.day_field import DayField
from desktop.parts.fields import LongTextField, NumberField
from desktop.parts.record_form import RecordForm
from desktop.words import _

Row = Mapping[str, Any]


class LoseForm(RecordForm):
    """Ends lines whose things are gone. It can be undone, and what turns up again is told found in Lager.

    Of a line of goods `gone` says afterwards how many were lost; the line stays open while others are out.
    """

    def __init__(self, store, rows: Sequence[Row], parent=None):
        super().__init__(store, _("Meld savnet"), _("Meld savnet"), parent, under=_under(rows))
        self.line_ids = [row["line_id"] for row in rows]
        self.gone: int | None = None
        if len(rows) == 1 and rows[0]["item_id"] is None:
            of = _("{n} er ute").format(n=words.number(rows[0]["left_out"]))
            self.add("quantity", NumberField(_("Hvor mange er borte"), of, needed=True, least=1), half=True)
            self.fill({"quantity": rows[0]["left_out"]})
        self.day = self.add("on_day", DayField(_("Savnet fra"), lambda: store.today, past=True), half=True)
        self.day.set_value(store.today)
        self.add("note", LongTextField(_("Merknad"), _("For eksempel hvem du snakket med")))
        if "quantity" not in self.fields:
            self.day.focus()

    def command(self, values: dict[str, Any]):
        self.gone = values.pop("quantity", None)
        quantities = None if self.gone is None else {self.line_ids[0]: self.gone}
        return loans.lose, {"line_ids": self.line_ids, "quantities": quantities, **values}


def _under(rows: Sequence[Row]) -> str:
    if len(rows) == 1 and rows[0]["item_id"] is None:
        said = _("{what}. Det som er borte, kommer ikke på lager igjen. Resten står som utlånt.")
    else:
        said = _("{what}. Utlånet avsluttes, og eksemplaret står som savnet til det blir meldt funnet.")
    return said.format(what=details.things(rows))
