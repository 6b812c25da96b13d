"""What waits beside the day: stops without a day, requests to drive out, and what the dead and the moved still hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from db import loan_lines, stops
from desktop.parts.chips import Chip, Chips
from desktop.parts.page import button, label
from desktop.trips import columns, details
from desktop.trips.stop_table import StopModel, StopTable
from desktop.words import _

Row = Mapping[str, Any]
NOTHING = {
    "pool": _("Ingen stopp venter på en dag"),
    "deliver": _("Alle behov som skal kjøres ut, står på et stopp"),
    "fetch": _("Ingen som er døde eller har flyttet, har utstyr som ikke står på et stopp"),
}


class Pool(QWidget):
    """A list under the day. `sort_of` says what its rows are: "pool" (stops), "deliver" (requests), "fetch" (lines).

    `wanted` puts what is chosen on the day; `counted` says that `waiting` is told anew: how much waits in all.
    """

    wanted = Signal()
    counted = Signal()

    def __init__(self, store):
        super().__init__()
        self.store, self.words, self.waiting = store, "", 0
        self.chips = Chips(_("Venter"))
        self.model = StopModel(
            columns.WAITING, "ref", self._ids, self.rows, lambda: store.today, details.sentence, self
        )
        self.table = StopTable(self.model, _("Venter"), "waiting")
        self.plan_button = button(_("Legg på dagen"), self.wanted.emit, "chevron-up", tip="F8")
        self.plan_button.setEnabled(not store.read_only)
        self.title, self.nothing = label(_("Venter"), "section"), label("", "muted", wrap=True)
        self.lists = QStackedWidget()
        self._lay()
        self.chips.picked.connect(lambda _code: self.read(self.words))

    def _lay(self) -> None:
        column, head = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.chips, 1)
        head.addWidget(self.plan_button)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        for widget in (self.table, self.nothing):
            self.lists.addWidget(widget)
        column.addLayout(head)
        column.addWidget(self.lists, 1)

    @property
    def sort_of(self) -> str:
        return self.chips.current or "pool"

    def read(self, text: str = "") -> None:
        """Read counts and rows; stops that hold every word of the text."""
        self.words = text
        counts = self.store.read(stops.chips, today=self.store.today)
        self.chips.show_chips([
            Chip("pool", _("Uten dag"), counts["pool"]),
            Chip("deliver", _("Skal kjøres ut"), counts["deliver"]),
            Chip("fetch", _("Skal hentes"), counts["fetch"]),
        ])  # fmt: skip
        self.waiting = sum(counts[code] for code in NOTHING)
        self.counted.emit()
        self.reread()

    def reread(self) -> None:
        """Read the rows of the chosen sort."""
        self.model.sort_of = {"pool": "stops"}.get(self.sort_of, self.sort_of)
        self.table.clearSelection()
        self.model.read()
        self.nothing.setText(NOTHING[self.sort_of])
        self.lists.setCurrentWidget(self.table if len(self.model.ids) else self.nothing)

    def show_sort(self, code: str) -> None:
        """Show another sort of what waits."""
        self.chips.choose(code)
        self.read(self.words)

    def start_focus(self) -> None:
        """Begin with the first that waits; where nothing does, with the choice of what is shown."""
        first = self.chips.findChild(QPushButton)
        if len(self.model.ids):
            self.table.choose(self.table.chosen_ids() or self.model.ids[:1])
            self.table.setFocus()
        elif first is not None:
            first.setFocus()

    def _ids(self, _order: str | None, _down: bool) -> Iterable[int]:
        if self.sort_of == "deliver":
            return self.store.read(stops.deliveries_waiting)
        if self.sort_of == "fetch":
            return self.store.read(stops.pick_ups_wanted)
        return self.store.read(stops.pool, today=self.store.today, text=self.words)

    def rows(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        """Rows of the list for ids, whatever sort they are."""
        if self.sort_of == "deliver":
            return columns.waiting_requests(self.store.read(stops.request_rows, ids))
        if self.sort_of == "fetch":
            return columns.waiting_lines(self.store.read(loan_lines.rows, ids, today=self.store.today))
        found = self.store.read(stops.rows, ids, today=self.store.today)
        return [row | {"ref": row["stop_id"]} for row in found]
