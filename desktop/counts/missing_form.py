"""Meld savnet etter telling: the copies that nobody found, and since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from db import counts
from desktop import words
from desktop.parts.day_field import DayField
from desktop.parts.fields import LongTextField
from desktop.parts.page import label
from desktop.parts.record_form import RecordForm
from desktop.words import _, ngettext

Row = Mapping[str, Any]
NAMED = 12  # more copies than this are counted, not named


class MissingForm(RecordForm):
    """Makes what a count did not find missing in one command. `rows` are rows of count_rows."""

    def __init__(self, store, rows: Sequence[Row], parent: QWidget | None = None):
        save = ngettext("Meld {n} savnet", "Meld {n} savnet", len(rows)).format(n=words.number(len(rows)))
        under = _("De står som savnet til noen melder dem funnet. Det som er lånt ut i mellomtiden, blir stående.")
        super().__init__(store, _("Meld savnet"), save, parent, under)
        self.refs = [row["count_row_id"] for row in rows]
        self.place(label(_named(rows), wrap=True))
        self.day = self.add("on_day", DayField(_("Savnet fra"), lambda: store.today, past=True), half=True)
        self.day.set_value(store.today)
        self.add("note", LongTextField(_("Merknad"), lines=2))
        self.day.focus()

    def command(self, values: dict[str, Any]):
        return counts.mark_missing, {"count_row_ids": self.refs, **values}


def _named(rows: Sequence[Row]) -> str:
    """'UT-0001 Rullator, UT-0002 Dusjkrakk og 4 til'."""
    told = [f"{row['number']} {row['name']}" for row in rows[:NAMED]]
    rest = len(rows) - NAMED
    if rest > 0:
        told.append(ngettext("{n} til", "{n} til", rest).format(n=words.number(rest)))
    return words.listed(told)
