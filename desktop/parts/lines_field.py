"""A field that holds a list of short texts: accessories of a product, barcodes of a copy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop.parts import icons
from desktop.parts.fields import Field
from desktop.scanner import keep_scans
from desktop.words import _


class LinesField(Field):
    """Gives a list of texts, empty lines left out. A new line appears when the last one is written in.

    With `scans` the lines are for codes: a scan stays in the line where the cursor is.
    """

    def __init__(self, name: str, hint: str = "", placeholder: str = "", scans: bool = False):
        self._box, self._placeholder, self._scans = QWidget(), placeholder, scans
        self._column = QVBoxLayout(self._box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._rows: list[tuple[QWidget, QLineEdit]] = []
        super().__init__(name, self._box, hint)
        self._add("")

    def value(self) -> list[str]:
        return [text for _row, edit in self._rows if (text := edit.text().strip())]

    def set_value(self, value: Sequence[str] | None) -> None:
        for row, _edit in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = []
        for text in (*(value or ()), ""):
            self._add(text)

    def focus(self) -> None:
        self._rows[0][1].setFocus()

    def _add(self, text: str) -> None:
        row, edit, away = QWidget(), QLineEdit(text), QToolButton()
        edit.setPlaceholderText(self._placeholder)
        if self._scans:
            keep_scans(edit)
        away.setObjectName("quiet")
        icons.put(away, "x", "muted")
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(edit, 1)
        line.addWidget(away)
        edit.textEdited.connect(lambda _text: self._typed(edit))
        away.clicked.connect(lambda: self._take_away(row))
        self._rows.append((row, edit))
        self._column.addWidget(row)
        self._name_all()

    def _name_all(self) -> None:
        for number, (row, edit) in enumerate(self._rows, 1):
            edit.setAccessibleName(f"{self.name} {number}")
            row.findChildren(QToolButton)[-1].setAccessibleName(_("Ta bort linje {n}").format(n=number))
            row.findChildren(QToolButton)[-1].setToolTip(_("Ta bort"))

    def _typed(self, edit: QLineEdit) -> None:
        if edit is self._rows[-1][1] and edit.text():
            self._add("")
        self.changed.emit()

    def _take_away(self, row: QWidget) -> None:
        if len(self._rows) > 1 and row is not self._rows[-1][0]:
            self._rows = [kept for kept in self._rows if kept[0] is not row]
            row.hide()
            row.deleteLater()
            self._name_all()
            self._rows[-1][1].setFocus()
            self.changed.emit()
