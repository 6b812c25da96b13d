"""Who stands before on the waiting list, each with a line for why they do not get the place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desktop import words
from desktop.parts.fields import Field
from desktop.parts.page import label
from desktop.parts.panel import empty
from desktop.stays import words as stay_words
from desktop.words import _


class PassedField(Field):
    """Gives stay_id → reason; an empty line says the same as the first. Hidden while nobody stands before."""

    def __init__(self) -> None:
        self.box = QWidget()
        self._grid = QGridLayout(self.box)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.lines: dict[int, QLineEdit] = {}
        hint = _("Grunnen står på ventelisten til den som blir gått forbi.")
        super().__init__(_("Står foran på ventelisten"), self.box, hint)
        self.show_rows([])

    def show_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Ask for these (rows of stay_lists); what is written for one that is still there stays."""
        written = {ref: line.text() for ref, line in self.lines.items()}
        if [row["stay_id"] for row in rows] != list(self.lines):
            empty(self._grid)
            self.lines = {row["stay_id"]: self._line(place, row) for place, row in enumerate(rows)}
            for ref, line in self.lines.items():
                line.setText(written.get(ref, ""))
        self.setVisible(bool(rows))

    def _line(self, place: int, row: Mapping[str, Any]) -> QLineEdit:
        line, name = QLineEdit(), words.full_name(row)
        line.setPlaceholderText(_("Hvorfor ikke nå") if place == 0 else _("Samme grunn"))
        line.setAccessibleName(_("Grunn til å gå forbi {name}").format(name=name))
        line.textEdited.connect(lambda _text: self.changed.emit())
        self._grid.addWidget(label(f"{name} · {stay_words.PRIORITIES[row['priority']]}"), place, 0)
        self._grid.addWidget(line, place, 1)
        self._grid.setColumnStretch(1, 1)
        return line

    def value(self) -> dict[int, str]:
        written = {ref: line.text().strip() for ref, line in self.lines.items()}
        first = next(iter(written.values()), "")
        return {ref: text or first for ref, text in written.items()}

    def set_value(self, value: Mapping[int, str] | None) -> None:
        for ref, text in (value or {}).items():
            if ref in self.lines:
                self.lines[ref].setText(text)

    def focus(self) -> None:
        for line in list(self.lines.values())[:1]:
            line.setFocus()
