"""Avslutt kjørelisten: every stop with how it went, and one act that registers all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db import equipment, trips
from db.errors import Rejected, Why
from db.stop_things import Result
from desktop import faults, words
from desktop.parts.fields import Unreadable
from desktop.parts.record_form import RecordForm
from desktop.parts.style import look
from desktop.trips.finish_rows import StopBlock, ThingRow, blocks
from desktop.words import _, ngettext


class FinishForm(RecordForm):
    """Ends a trip: nothing is registered before all of it can be."""

    def __init__(self, store, trip: Mapping[str, Any], parent=None):
        self.trip, self.blocks = trip, blocks(store, trip["trip_id"])
        count = ngettext("{n} stopp", "{n} stopp", len(self.blocks)).format(n=len(self.blocks))
        under = _("{day} · {count}. Alt registreres samlet, og kan angres samlet.")
        under = under.format(day=words.weekday_day(trip["on_day"]).capitalize(), count=count)
        super().__init__(store, _("Avslutt kjørelisten"), _("Avslutt kjørelisten"), parent, under)
        for block in self.blocks:
            self.place(block)
            block.outcome.activated.connect(lambda _n: self._changed())
            for row in block.rows:
                row.tick.clicked.connect(lambda _on: self._changed())
                row.changed.connect(self._fit)
        self.resize(look.px(820), self.height())
        for block in self.blocks[:1]:
            block.outcome.setFocus()

    def _changed(self) -> None:
        self.touched = True
        self._fit()

    def block(self, stop_id: int) -> StopBlock | None:
        """The block of a stop."""
        return next((one for one in self.blocks if one.stop["stop_id"] == stop_id), None)

    def scanned(self, code: str) -> None:
        """A scan while the form is open means the copy that was handed over."""
        row = self.store.read(equipment.scanned, code)
        rows: list[ThingRow] = [one for block in self.blocks for one in block.rows]
        if row is None:
            self._say(faults.sentence(Rejected(Why.NO_SUCH, code=code)))
        elif not any(one.take(row["item_id"]) for one in rows if one.tick.isChecked()):
            self._say(_("{number} står ikke på noe stopp som skal leveres").format(number=row["number"]))

    def values(self) -> dict[str, Any] | None:
        for block in self.blocks:
            block.say("")
        found: list[Result] = []
        for block in self.blocks:
            try:
                found.append(block.read())
            except Unreadable:
                self.area.ensureWidgetVisible(block)
                return None
        return {"results": found}

    def command(self, values: dict[str, Any]):
        return trips.finish_trip, {"trip_id": self.trip["trip_id"], **values}

    def refuse(self, fault: Rejected) -> None:
        """Say it at the stop it concerns, and lead there."""
        block = self.block(fault.facts.get("stop_id", 0))
        if block is None:
            super().refuse(fault)
            return
        for row in block.rows:
            row.ask_reason(True)
        block.say(_told(fault))
        self._say(_("{stop}: {why}. Ingenting er registrert").format(stop=block.name, why=_told(fault)))
        self.area.ensureWidgetVisible(block)
        block.outcome.setFocus()


def _told(fault: Rejected) -> str:
    if fault.why == Why.MISSING_VALUE and fault.field == "items":
        return _("Velg hvilket eksemplar som ble levert")
    return faults.sentence(fault)
