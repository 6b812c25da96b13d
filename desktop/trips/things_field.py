"""What a stop is about: the borrower's open requests or lines, each with a box to tick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.parts.fields import Field
from desktop.parts.page import label
from desktop.parts.panel import empty
from desktop.words import _


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the field: what it is, whether it is ticked, and why it cannot be ("" where it can)."""

    ref: int
    text: str
    ticked: bool = False
    taken: str = ""
    number: str = ""
    product_id: int = 0


class ThingsField(Field):
    """Gives the refs of what is ticked, in order."""

    def __init__(self, name: str, nothing: str):
        self.box, self._nothing = QWidget(), nothing
        self._column = QVBoxLayout(self.box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.offers: Sequence[Offer] = ()
        self.ticks: dict[int, QCheckBox] = {}
        super().__init__(name, self.box)

    def offer(self, offers: Sequence[Offer], nothing: str = "") -> None:
        """Show these instead of what stood there."""
        empty(self._column)
        self.offers, self.ticks = offers, {}
        for one in offers:
            tick = QCheckBox(" · ".join(part for part in (one.text, one.taken) if part))
            tick.setChecked(one.ticked)
            tick.setEnabled(not one.taken)
            tick.clicked.connect(lambda _on: self.changed.emit())
            self.ticks[one.ref] = tick
            self._column.addWidget(tick)
        for before, after in pairwise([_stop_before(self.box), *self.ticks.values()]):  # Tab comes to them in place
            QWidget.setTabOrder(before, after)
        if not offers:
            self._column.addWidget(label(nothing or self._nothing, "muted", wrap=True))

    def value(self) -> list[int]:
        return [ref for ref, tick in self.ticks.items() if tick.isChecked()]

    def set_value(self, value: Sequence[int]) -> None:
        for ref, tick in self.ticks.items():
            tick.setChecked(ref in value)

    def chosen(self) -> list[Offer]:
        """The offers that are ticked."""
        return [one for one in self.offers if self.ticks[one.ref].isChecked()]

    def tick_number(self, number: str) -> bool:
        """Tick the line of the copy with this number; False where there is none."""
        found = next((one for one in self.offers if one.number == number and not one.taken), None)
        if found is not None and not self.ticks[found.ref].isChecked():
            self.ticks[found.ref].click()
        return found is not None

    def focus(self) -> None:
        first = next((tick for tick in self.ticks.values() if tick.isEnabled()), None)
        (first or self.box).setFocus()


def _stop_before(box: QWidget) -> QWidget:
    """The place that Tab leaves for the box; the box itself takes no focus, and none can be put after it."""
    before = box.previousInFocusChain()
    while before is not None and before is not box and before.focusPolicy() == Qt.FocusPolicy.NoFocus:
        before = before.previousInFocusChain()
    return before or box


def of_requests(rows: Sequence[Mapping], taken: Mapping[int, int], own: Sequence[int], tick_all: bool) -> list[Offer]:
    """Open requests as lines; those on another stop cannot be ticked."""
    return [
        Offer(
            row["request_id"],
            _thing(row, row["quantity"]),
            row["request_id"] in own or (tick_all and row["request_id"] not in taken and row["delivery"] == "deliver"),
            _elsewhere(row["request_id"], taken, own),
            row["number"] or "",
            row["product_id"],
        )
        for row in rows
    ]


def of_lines(rows: Sequence[Mapping], taken: Mapping[int, int], own: Sequence[int]) -> list[Offer]:
    """Open lines as lines of the field; those on another stop cannot be ticked."""
    return [
        Offer(
            row["line_id"],
            _thing(row, row["left_out"]),
            row["line_id"] in own,
            _elsewhere(row["line_id"], taken, own),
            row["number"] or "",
            row["of_product_id"],
        )
        for row in rows
    ]


def _thing(row: Mapping, quantity: int) -> str:
    if row["number"]:
        return f"{row['name']} {row['number']}"
    return f"{quantity} {row['name']}" if quantity > 1 else row["name"]


def _elsewhere(ref: int, taken: Mapping[int, int], own: Sequence[int]) -> str:
    return _("står på et annet stopp") if ref in taken and ref not in own else ""
