"""Quick choices for a due day: the usual period of these things, 2 and 4 weeks, 3 months, or none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop import words
from desktop.loans.draft import after
from desktop.parts.chips import FlowLayout
from desktop.parts.day_field import parse_day
from desktop.words import _


class QuickDays(QWidget):
    """Buttons that each mean a day, counted from `start()`. `picked` carries an ISO day or None (no due day)."""

    picked = Signal(object)

    def __init__(self, start: Callable[[], str], name: str):
        super().__init__()
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._start, self._usual, self._flow = start, 0, FlowLayout(self)
        self.buttons = {key: self._made(text, day) for key, (text, day) in self.offered().items()}
        if "usual" in self.buttons:
            self.buttons["usual"].hide()

    def offered(self) -> dict[str, tuple[str, Callable[[], str | None]]]:
        """What can be chosen: name → text of the button and the day that it means."""
        return {
            "usual": ("", lambda: after(self._start(), self._usual)),
            "2 weeks": (_("2 uker"), lambda: after(self._start(), 14)),
            "4 weeks": (_("4 uker"), lambda: after(self._start(), 28)),
            "3 months": (_("3 måneder"), lambda: parse_day("3 mnd", self._start())),
            "none": (_("Uten frist"), lambda: None),
        }

    def _made(self, text: str, day: Callable[[], str | None]) -> QPushButton:
        made = QPushButton(text, self)
        made.setObjectName("chip")
        made.setCheckable(True)
        made.setAccessibleName(text)
        made.clicked.connect(lambda _on: self.picked.emit(day()))
        made.setProperty("day", day)
        self._flow.addWidget(made)
        return made

    def show_usual(self, days: int) -> None:
        """Offer the usual period too, where it is none of the others."""
        self._usual = days
        chip = self.buttons["usual"]
        chip.setText(words.span(days))
        chip.setAccessibleName(_("Vanlig lånetid, {span}").format(span=words.span(days)))
        chip.setToolTip(chip.accessibleName())
        chip.setVisible(days not in (0, 14, 28))

    def mark(self, day: str | None) -> None:
        """Show which choice, if any, this day is."""
        found = False
        for chip in self.buttons.values():
            on = not found and not chip.isHidden() and chip.property("day")() == day
            chip.setChecked(on)
            found = found or on
