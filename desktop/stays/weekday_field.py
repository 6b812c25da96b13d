"""Which days of the week: one box to tick for each."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from desktop import words
from desktop.parts.fields import Field
from desktop.parts.style import look


class WeekdayField(Field):
    """Gives digits of ISO weekdays, '135' for Monday, Wednesday and Friday; '' where none is ticked."""

    def __init__(self, name: str, hint: str = "", days: str = "12345", needed: bool = False):
        """`days` are those to choose among."""
        self.row = QWidget()
        across = QHBoxLayout(self.row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(look.px(16))
        super().__init__(name, self.row, hint, needed)
        self.boxes = {digit: QCheckBox(words.WEEKDAYS[int(digit) - 1][:3].capitalize()) for digit in days}
        for digit, box in self.boxes.items():
            box.setAccessibleName(f"{name}: {words.WEEKDAYS[int(digit) - 1]}")
            box.clicked.connect(lambda _on: self.changed.emit())
            across.addWidget(box)
        across.addStretch(1)

    def value(self) -> str:
        return "".join(digit for digit, box in self.boxes.items() if box.isChecked())

    def set_value(self, value: str | None) -> None:
        for digit, box in self.boxes.items():
            box.setChecked(digit in (value or ""))

    def focus(self) -> None:
        next(iter(self.boxes.values())).setFocus()
