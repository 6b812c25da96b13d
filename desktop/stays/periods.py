"""Which period figures are counted of: months and years at hand, or two days of one's own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from db.overview import month_after, months_until
from db.stay_days import plus
from desktop import words
from desktop.parts.day_field import DayField
from desktop.parts.fields import Unreadable
from desktop.parts.page import button, label
from desktop.parts.shortcuts import on_confirm
from desktop.parts.style import look
from desktop.words import _

Period = tuple[str, str]  # [since, until)
YEARS, MONTHS = 5, 24


def offered(today: str) -> list[tuple[Period, str]]:
    """This month and those before, then this year and those before."""
    months = list(reversed(months_until(today[:7], MONTHS)))
    found = [((f"{one}-01", f"{month_after(one)}-01"), words.month(one).capitalize()) for one in months]
    for year in range(int(today[:4]), int(today[:4]) - YEARS, -1):
        found.append(((f"{year}-01-01", f"{year + 1}-01-01"), _("Året {year}").format(year=year)))
    return found


def first(today: str) -> int:
    """Which is shown at first: the month before where this one has hardly begun."""
    return 1 if today[8:] < "08" else 0


class PeriodForm(QDialog):
    """Asks for the first and the last day; `chosen` carries [since, until)."""

    chosen = Signal(str, str)

    def __init__(self, store, since: str, until: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.setWindowTitle(_("Periode"))
        self.setModal(True)
        self.since = DayField(_("Fra og med"), lambda: store.today, needed=True, past=True)
        self.last = DayField(_("Til og med"), lambda: store.today, needed=True, past=True)
        self.since.set_value(since)
        self.last.set_value(plus(until, -1))
        column, feet = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(look.px(24), look.px(20), look.px(24), look.px(20))
        column.setSpacing(look.px(12))
        column.addWidget(label(_("Periode"), "title"))
        for widget in (self.since, self.last):
            column.addWidget(widget)
        feet.addStretch(1)
        feet.addWidget(button(_("Avbryt"), self.reject, tip="Esc"))
        showing = button(_("Vis tallene"), self.confirm, "chart-column", "primary", tip="Ctrl+Enter")
        showing.setDefault(True)
        on_confirm(self, self.confirm)
        feet.addWidget(showing)
        column.addLayout(feet)
        self.resize(look.px(480), self.sizeHint().height())

    def confirm(self) -> None:
        """Hand over the period, or say at the field what is wrong."""
        for field in (self.since, self.last):
            field.fault("")
            try:
                field.read()
            except Unreadable as fault:
                field.fault(str(fault))
                field.focus()
                return
        since, last = self.since.read(), self.last.read()
        if last < since:
            self.last.fault(_("Siste dag må være etter første dag."))
            self.last.focus()
            return
        self.accept()
        self.chosen.emit(since, plus(last, 1))
