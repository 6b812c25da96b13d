"""Which day is shown: a field to write it in, and the days beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop import words
from desktop.parts.day_field import DayField
from desktop.parts.fields import Unreadable
from desktop.parts.page import button
from desktop.parts.style import look
from desktop.words import _


class DayBar(QWidget):
    """`picked` says that another day is shown now; `day` is that day."""

    picked = Signal()

    def __init__(self, today: Callable[[], str]):
        super().__init__()
        self._today, self.day = today, today()
        self.field = DayField(_("Dag"), today)
        self.field.label.hide()
        self.before = button("", lambda: self.step(-1), "chevron-left", tip=_("Dagen før (Alt+venstre)"))
        self.after = button("", lambda: self.step(1), "chevron-right", tip=_("Dagen etter (Alt+høyre)"))
        self.now = button(_("I dag"), lambda: self.show_day(today()), tip=_("Dagens kjøreliste (Ctrl+T)"))
        self.before.setAccessibleName(_("Dagen før"))
        self.after.setAccessibleName(_("Dagen etter"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self.before, self.field, self.after, self.now):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        self.field.changed.connect(self._typed)
        look.changed.connect(self._measure)
        self._measure()
        self.show_day(self.day, tell=False)

    def _measure(self) -> None:
        self.field.setFixedWidth(look.px(210))
        for made in (self.before, self.after):
            made.setFixedWidth(look.px(44))

    def show_day(self, day: str, tell: bool = True) -> None:
        """Show this day."""
        self.day = day
        self.field.set_value(day)
        if tell:
            self.picked.emit()

    def step(self, days: int) -> None:
        """Go some days on, or back."""
        self.show_day((words.parse(self.day) + timedelta(days=days)).isoformat())

    def _typed(self) -> None:
        try:
            day = self.field.value()
        except Unreadable:
            return
        if day and day != self.day:
            self.day = day
            self.picked.emit()
