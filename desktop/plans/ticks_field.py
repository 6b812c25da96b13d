"""A field to tick several of many in a list; the space bar ticks the one that is marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from desktop.parts.fields import Field
from desktop.parts.style import look

SHOWN = 9  # lines in sight


class TicksField(Field):
    """Gives the values of the lines that are ticked, in their order. `choices` are (value, text) pairs."""

    def __init__(self, name: str, choices: Sequence[tuple[Any, str]], hint: str = ""):
        self.list = QListWidget()
        super().__init__(name, self.list, hint)
        for value, text in choices:
            line = QListWidgetItem(text, self.list)
            line.setData(Qt.ItemDataRole.UserRole, value)
            line.setFlags(line.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            line.setCheckState(Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(lambda _line: self.changed.emit())
        self.list.setFixedHeight(round(look.line_height * 1.7 * min(SHOWN, max(len(choices), 2))))

    def _lines(self) -> list[QListWidgetItem]:
        return [self.list.item(at) for at in range(self.list.count())]

    def value(self) -> list[Any]:
        ticked = (line for line in self._lines() if line.checkState() == Qt.CheckState.Checked)
        return [line.data(Qt.ItemDataRole.UserRole) for line in ticked]

    def set_value(self, value: Sequence[Any] | None) -> None:
        self.list.blockSignals(True)
        for line in self._lines():
            ticked = line.data(Qt.ItemDataRole.UserRole) in (value or ())
            line.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
