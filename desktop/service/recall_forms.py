"""Forms of recalls: a new one with what it hits, what became of copies, and what was agreed about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from db import recalls
from db.errors import Rejected
from desktop import words
from desktop.equipment.fields import product_search
from desktop.parts.day_field import DayField
from desktop.parts.fields import CheckField, ChoiceField, LongTextField, TextField, Unreadable
from desktop.parts.page import label
from desktop.parts.record_form import RecordForm
from desktop.parts.search_field import SearchField
from desktop.service import told
from desktop.words import _, ngettext

Row = Mapping[str, Any]
NAMED = 6  # as many holders as the preview names


class RecallForm(RecordForm):
    """Asks for a product and a range of serial numbers, and shows what would be hit before anything is saved."""

    def __init__(self, store, parent: QWidget | None = None):
        under = _("Det som står inne, blir sperret med en gang. Det som er utlånt, kommer på en ringeliste.")
        super().__init__(store, _("Ny tilbakekalling"), _("Start tilbakekallingen"), parent, under)
        self.product = SearchField(
            _("Hjelpemiddel"), product_search(store.read, tracking="single", offer_new=False), needed=True,
            placeholder=_("Søk etter navn, gruppe eller HMS-nummer"),
        )  # fmt: skip
        self.add("product_id", self.product)
        self.low = self.add("serial_from", TextField(_("Serienummer fra"), _("Tomt gjelder alle")), half=True)
        self.high = self.add("serial_to", TextField(_("Serienummer til")), half=True)
        self.without = self.add("without_serial", CheckField(_("Ta med dem uten serienummer i registeret")))
        self.without.set_value(True)
        self.hits = label("", wrap=True)
        self.hits.setAccessibleName(_("Dette blir tilbakekalt"))
        self.place(self.hits)
        self.add("title", TextField(_("Hva gjelder det"), needed=True, placeholder=_("For eksempel: bremser")))
        self.add("reason", LongTextField(_("Grunn, og hva låneren skal gjøre"), _("Står i brevet til låneren"), 3))
        for field in (self.product, self.low, self.high, self.without):
            field.changed.connect(self._foresee)
        self._foresee()

    def _foresee(self) -> None:
        """Count what the recall would hit now, and name who holds some of it."""
        try:
            product = self.product.value()
        except Unreadable:
            product = None
        if product is None:
            self.hits.setText(_("Velg hjelpemiddelet, så vises det som blir tilbakekalt"))
            return
        rows = self.store.read(recalls.hit, product, serial_from=self.low.value(), serial_to=self.high.value(),
                               without_serial=self.without.value())  # fmt: skip
        self.hits.setText(foreseen(rows))
        self._fit()

    def command(self, values: dict[str, Any]):
        return recalls.open_recall, values


def foreseen(rows: Sequence[Row]) -> str:
    """'12 eksemplarer: 7 sperres nå, 5 er utlånt til Kari N. og Solbakken. 2 mangler serienummer'."""
    if not rows:
        return _("Ingen eksemplarer i bruk blir tilbakekalt")
    out = [row for row in rows if row["state"] == "lent"]
    shelf = [row for row in rows if row["state"] in recalls.BLOCKS]
    bare = sum(not row["serial"] for row in rows)
    count = ngettext("{n} eksemplar", "{n} eksemplarer", len(rows)).format(n=words.number(len(rows)))
    parts = [_("{n} sperres nå").format(n=words.number(len(shelf)))] if shelf else []
    if out:
        said = _("{n} er utlånt til {who}")
        parts.append(said.format(n=words.number(len(out)), who=_holders(out)))
    rest = len(rows) - len(out) - len(shelf)
    if rest:
        parts.append(_("{n} er savnet, sperret eller til reparasjon").format(n=words.number(rest)))
    told_of = f"{count}: {', '.join(parts)}".rstrip(".")
    missing = ngettext("{n} mangler serienummer", "{n} mangler serienummer", bare).format(n=words.number(bare))
    return f"{told_of}. {missing}" if bare else told_of


def _holders(rows: Sequence[Row]) -> str:
    names = list(dict.fromkeys(row["unit_name"] or words.short_name(row) for row in rows))
    rest = len(names) - NAMED
    if rest > 0:
        names = [*names[:NAMED], ngettext("{n} til", "{n} til", rest).format(n=words.number(rest))]
    return words.listed(names)


class HandleForm(RecordForm):
    """What became of recalled copies, one or many."""

    def __init__(self, store, rows: Sequence[Row], parent: QWidget | None = None):
        super().__init__(store, _("Behandle tilbakekalling"), _("Lagre"), parent, under=_what(rows))
        self.refs = [row["recall_item_id"] for row in rows]
        self.lent = [row for row in rows if row["line_id"]]
        offered = [(code, state.word) for code, state in words.RECALL_OUTCOMES.items()]
        self.outcome = self.add("outcome", ChoiceField(_("Hva ble gjort"), offered), half=True)
        day = self.add("on_day", DayField(_("Dato"), lambda: store.today, past=True), half=True)
        day.set_value(store.today)
        self.add("note", TextField(_("Merknad"), placeholder=_("For eksempel: ny brems satt på")))
        self.outcome.changed.connect(self._explain)
        self._explain()

    def _explain(self) -> None:
        self.outcome.hint(_HINTS[self.outcome.value()])
        self._fit()

    def refuse(self, fault: Rejected) -> None:
        if fault.facts.get("state") == "lent":
            number = fault.facts["number"]
            self.outcome.fault(_("{number} er utlånt. Ta den imot i retur først").format(number=number))
        else:
            super().refuse(fault)

    def command(self, values: dict[str, Any]):
        return recalls.handle_recalled, {"recall_item_ids": self.refs, **values}


_HINTS = {
    "fixed": _("Går tilbake dit det sto, eller til rengjøring hvis det har vært ute"),
    "not_affected": _("Går tilbake dit det sto, eller til rengjøring hvis det har vært ute"),
    "scrapped": _("Blir kassert som ødelagt"),
    "replaced": _("Det gamle eksemplaret blir kassert. Det nye registreres som nytt utstyr"),
}


class NoteForm(RecordForm):
    """What was agreed about recalled copies, for the list of calls."""

    def __init__(self, store, rows: Sequence[Row], parent: QWidget | None = None):
        super().__init__(store, _("Avtalt med låneren"), _("Lagre merknaden"), parent, under=_what(rows))
        self.refs = [row["recall_item_id"] for row in rows]
        self.note = self.add("note", LongTextField(_("Merknad"), _("For eksempel: ringt, kommer innom fredag")))
        self.note.set_value(rows[0]["note"] if len({row["note"] for row in rows}) == 1 else "")

    def command(self, values: dict[str, Any]):
        return recalls.note_recalled, {"recall_item_ids": self.refs, **values}


def _what(rows: Sequence[Row]) -> str:
    if len(rows) == 1:
        return f"{told.what(rows[0])} · {rows[0]['title']}"
    return ngettext("{n} eksemplar", "{n} eksemplarer", len(rows)).format(n=words.number(len(rows)))
