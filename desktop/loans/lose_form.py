"""Savnet: things that will not come back, or that nobody finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db import loans
from desktop.loans import details
from desktop.parts.day_field import DayField
from desktop.parts.fields import LongTextField
from desktop.parts.record_form import RecordForm
from desktop.words import _

Row = Mapping[str, Any]


class LoseForm(RecordForm):
    """Ends lines whose things are gone. It can be undone, and what turns up again is told found in Lager."""

    def __init__(self, store, rows: Sequence[Row], parent=None):
        under = _("{what}. Utlånet avsluttes, og eksemplaret står som savnet til det blir meldt funnet.")
        super().__init__(
            store, _("Meld savnet"), _("Meld savnet"), parent, under=under.format(what=details.things(rows))
        )
        self.line_ids = [row["line_id"] for row in rows]
        self.day = self.add("on_day", DayField(_("Savnet fra"), lambda: store.today, past=True), half=True)
        self.day.set_value(store.today)
        self.add("note", LongTextField(_("Merknad"), _("For eksempel hvem du snakket med")))
        self.day.focus()

    def command(self, values: dict[str, Any]):
        return loans.lose, {"line_ids": self.line_ids, **values}
