"""The small forms behind a request: which copy to set aside, and why a request is needed no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db import requests
from db.errors import Rejected
from desktop import faults
from desktop.parts.fields import ChoiceField, TextField
from desktop.parts.record_form import RecordForm
from desktop.requests import told
from desktop.words import _

Row = Mapping[str, Any]


class PackForm(RecordForm):
    """Asks which copy is set aside. The first of `copies` is the suggested one; another needs a reason."""

    def __init__(self, store, row: Row, copies: Sequence[Row], fault: Rejected | None = None, parent=None):
        under = _("{what} til {name}").format(what=row["name"], name=told.borrower(row))
        super().__init__(store, _("Klargjør"), _("Klargjør"), parent, under=under)
        self.request_id = row["request_id"]
        self.copy = self.add("item_id", ChoiceField(_("Eksemplar"), _choices(copies), needed=True))
        self.copy.changed.connect(self._ask_why)
        self.suggested = copies[0]["item_id"] if copies and copies[0]["same_product"] else None
        self.reason = self.add("reason", TextField(_("Grunn")))
        self._ask_why()
        if fault is not None:
            self.reason.fault(faults.sentence(fault))
            self.reason.focus()

    def _ask_why(self) -> None:
        other = self.copy.value() != self.suggested
        self.reason.hint(_("Skriv hvorfor det foreslåtte ikke går ut") if other else "")

    def command(self, values: dict[str, Any]):
        return requests.pack, {"request_id": self.request_id, **values}


class CancelForm(RecordForm):
    """Asks why requests are needed no more."""

    def __init__(self, store, rows: Sequence[Row], parent=None):
        super().__init__(store, _("Avlys behov"), _("Avlys"), parent, under=told.things(rows))
        self.request_ids = [row["request_id"] for row in rows]
        self.add("reason", TextField(_("Grunn"), needed=True, placeholder=_("For eksempel: fikk det et annet sted")))

    def command(self, values: dict[str, Any]):
        return requests.cancel_requests, {"request_ids": self.request_ids, **values}


def _choices(copies: Sequence[Row]) -> list[tuple[int, str]]:
    """'UT-0002 · Hylle A2 (foreslått)'; another product is named."""
    found = []
    for at, row in enumerate(copies):
        name = "" if row["same_product"] else row["name"]
        text = " · ".join(part for part in (row["number"], name, told.copy(row)) if part)
        first = at == 0 and row["same_product"]
        found.append((row["item_id"], _("{copy} (foreslått)").format(copy=text) if first else text))
    return found
