"""Which day is shown: a field to write it in, and the days beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desktop import words
from desktop.parts import icons
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
        self._today, self.day, self._tight = today, today(), False
        self.field = DayField(_("Dag"), today)
        self.field.label.hide()
        self.before = self._arrow(-1, "chevron-left", _("Dagen før"), _("Alt+venstre"))
        self.after = self._arrow(1, "chevron-right", _("Dagen etter"), _("Alt+høyre"))
        self.now = button(_("I dag"), lambda: self.show_day(today()), tip=_("Dagens kjøreliste (Ctrl+T)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self.before, self.field, self.after, self.now):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self.field.changed.connect(self._typed)
        look.changed.connect(self._measure)
        self._measure()
        self.show_day(self.day, tell=False)

    def _arrow(self, days: int, icon: str, name: str, key: str) -> QToolButton:
        made = QToolButton()
        made.setObjectName("quiet")
        made.setAccessibleName(name)
        made.setToolTip(f"{name} ({key})")
        icons.put(made, icon)
        made.clicked.connect(lambda: self.step(days))
        return made

    def _measure(self) -> None:
        self.field.setFixedWidth(look.px(160 if self._tight else 210))
        for made in (self.before, self.after):
            made.setFixedSize(look.px(36), look.px(36))

    def make_room(self, tight: bool) -> None:
        """Take less of a row that is shared with more; today is a key away."""
        self._tight = tight
        self.now.setHidden(tight)
        self._measure()

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
