"""A field of boxes to tick: which of a borrower's things something was about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.parts.fields import Field


class ThingsField(Field):
    """Gives the ids of the boxes that are ticked; `choices` are (id, text) pairs."""

    def __init__(self, name: str, choices: Sequence[tuple[int, str]], hint: str = ""):
        self._box = QWidget()
        column = QVBoxLayout(self._box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.boxes = {ref: QCheckBox(text) for ref, text in choices}
        for box in self.boxes.values():
            column.addWidget(box)
        super().__init__(name, self._box, hint)
        for box in self.boxes.values():
            box.clicked.connect(lambda _on: self.changed.emit())

    def value(self) -> list[int]:
        return [ref for ref, box in self.boxes.items() if box.isChecked()]

    def set_value(self, value: Sequence[int] | None) -> None:
        for ref, box in self.boxes.items():
            box.setChecked(ref in (value or ()))

    def focus(self) -> None:
        for box in list(self.boxes.values())[:1]:
            box.setFocus()
