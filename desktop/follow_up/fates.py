"""The lines of somebody in a guided form, each with its choice; and the card that says what will happen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop import words
from desktop.follow_up import lapse_words
from desktop.follow_up.lapse_words import Happening
from desktop.parts import icons
from desktop.parts.fields import ChoiceField
from desktop.parts.page import label
from desktop.parts.panel import empty
from desktop.parts.style import look
from desktop.words import _

Row = Mapping[str, Any]
SEVERAL = 3  # from so many lines on there is a choice for all of them


class Fates(QWidget):
    """A choice for each line, two side by side. `changed` comes when a person chooses."""

    changed = Signal()

    def __init__(self, act: str, fates: Sequence[str]):
        super().__init__()
        self.offered = lapse_words.choices(act, fates)
        self.fields: dict[int, ChoiceField] = {}
        self.all: ChoiceField | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.px(16))
        self._grid.setVerticalSpacing(look.px(10))
        for half in (0, 1):
            self._grid.setColumnStretch(half, 1)

    def show_lines(self, rows: Sequence[Row], today: str) -> None:
        """Show these lines; what was chosen for one that is still there stays."""
        kept = {ref: field.value() for ref, field in self.fields.items()}
        empty(self._grid)
        self.fields, self.all = {}, None
        if len(rows) >= SEVERAL:
            self.all = ChoiceField(_("Sett alle til"), self.offered, none=_("Velg for hver"))
            self.all.changed.connect(self._choose_all)
            self._grid.addWidget(self.all, 0, 0, 1, 2)
        for number, row in enumerate(rows):
            field = ChoiceField(lapse_words.thing(row), self.offered, hint=_hint(row, today))
            field.set_value(kept.get(row["line_id"], self.offered[0][0]))
            field.changed.connect(self._chosen)
            self.fields[row["line_id"]] = field
            self._grid.addWidget(field, 1 + number // 2, number % 2, Qt.AlignmentFlag.AlignTop)

    def fates(self) -> dict[int, str]:
        """line_id → what becomes of it."""
        return {ref: field.value().partition(":")[0] for ref, field in self.fields.items()}

    def conditions(self) -> dict[int, str]:
        """line_id → how it looks, of what is here already."""
        chosen = {ref: field.value().partition(":")[2] for ref, field in self.fields.items()}
        return {ref: condition for ref, condition in chosen.items() if condition}

    def _choose_all(self) -> None:
        chosen = self.all.value() if self.all else None
        if chosen is not None:
            for field in self.fields.values():
                field.set_value(chosen)
            self.changed.emit()

    def _chosen(self) -> None:
        if self.all is not None:
            self.all.set_value(None)
        self.changed.emit()


def _hint(row: Row, today: str) -> str:
    owner = _("Eies av NAV") if row["owner"] == "nav" else ""
    return " · ".join(part for part in (words.deadline(row["due_on"], today), owner) if part)


class Happenings(QFrame):
    """What will happen when the form is confirmed, one line each with an icon."""

    def __init__(self, title: str):
        super().__init__()
        self.setObjectName("card")
        self.texts: list[str] = []
        self._title = title
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        self._column.setSpacing(look.px(6))
        self._column.addWidget(label(title, "section"))
        self._rows: list[QWidget] = []

    def say(self, happenings: Sequence[Happening]) -> None:
        """Show these instead of what stood there."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [_row(one) for one in happenings]
        for row in self._rows:
            self._column.addWidget(row)
        self.texts = [one.text for one in happenings]
        self.setAccessibleName(f"{self._title}: {'. '.join(self.texts)}")


def _row(one: Happening) -> QWidget:
    row, mark = QWidget(), QLabel()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(look.px(10))
    icons.put(mark, one.icon, one.colour, 18)
    line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(label(one.text, wrap=True), 1)
    return row
