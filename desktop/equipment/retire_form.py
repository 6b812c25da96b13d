"""Taking copies out of use: never without a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from db import equipment
from desktop import words
from desktop.equipment import acts
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, TextField
from desktop.parts.record_form import RecordForm
from desktop.words import _


class RetireForm(RecordForm):
    """Asks why these copies leave the stock."""

    def __init__(self, store, rows: Sequence[Mapping[str, Any]], parent: QWidget | None = None):
        one = acts.what(rows[0]) if len(rows) == 1 else _("{n} gjenstander").format(n=words.number(len(rows)))
        under = _("Utstyret står i registeret med hele historikken, men kan ikke lånes ut mer. Det kan angres.")
        super().__init__(store, _("Kasser {what}").format(what=one), _("Kasser utstyret"), parent, under)
        self.rows = rows
        reasons = list(words.RETIRED_REASONS.items())
        self.add("reason", ChoiceField(_("Grunn"), reasons, none=_("Velg en grunn"), needed=True), half=True)
        day = DayField(_("Dato"), lambda: store.today, past=True)
        day.set_value(store.today)
        self.add("on_day", day, half=True)
        self.add("note", TextField(_("Merknad")))

    def command(self, values):
        ids = [row["item_id"] for row in self.rows]
        return equipment.act, {"item_ids": ids, "act": "retired", **values}
