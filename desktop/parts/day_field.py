"""A field for a day: typed as people write it, or picked from a calendar; the weekday and week stand below."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop import words
from desktop.parts import icons
from desktop.parts.fields import Field, Unreadable
from desktop.parts.style import look
from desktop.words import MONTHS, WEEKDAYS, _

_NUMBERS = re.compile(r"(\d{1,2})[.,/\-\s]+(\d{1,2})(?:[.,/\-\s]+(\d{4}|\d{2}))?\.?")
_WORDS = re.compile(r"(\d{1,2})\.?\s*([a-zæøå]{3,})\.?\s*(\d{4}|\d{2})?")
_SOON = re.compile(r"(?:\+|om\b)?\s*(\d{1,3})\s*(d|dag|dager|u|uke|uker|m|mnd|md|måned|måneder)\.?")


def parse_day(text: str, today: str, past: bool = False) -> str:
    """A day as people write it -> ISO. Without a year it is the nearest to come, or with `past` the nearest gone by.

    Reads 3.7.26, 3/7, 03072026, 2026-07-03, 3. juli, i dag, i morgen, i går, fredag, om 4 uker, 3 mnd.
    Raises Unreadable.
    """
    bare, now = " ".join(text.lower().split()), words.parse(today)
    named = {_("i dag"): 0, _("i morgen"): 1, _("i går"): -1}
    if bare in named:
        return (now + timedelta(days=named[bare])).isoformat()
    for read in (_iso, _run, _numbers, _named_month, _weekday, _ahead):
        found = read(bare, now, past)
        if found is not None:
            return found.isoformat()
    raise Unreadable(_("Skriv dagen som 3.7.2026, eller velg i kalenderen"))


def _iso(text: str, _now: date, _past: bool) -> date | None:
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    return _date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _run(text: str, _now: date, past: bool) -> date | None:
    found = re.fullmatch(r"(\d{2})(\d{2})(\d{4}|\d{2})", text)
    return _date(_year(found[3], past), int(found[2]), int(found[1])) if found else None


def _numbers(text: str, now: date, past: bool) -> date | None:
    found = _NUMBERS.fullmatch(text)
    return _near(int(found[1]), int(found[2]), found[3], now, past) if found else None


def _named_month(text: str, now: date, past: bool) -> date | None:
    found = _WORDS.fullmatch(text)
    month = next((n for n, name in enumerate(MONTHS, 1) if found and name.startswith(found[2])), None)
    return _near(int(found[1]), month, found[3], now, past) if found and month else None


def _weekday(text: str, now: date, past: bool) -> date | None:
    """The next one to come, or with past the last gone by; never today."""
    if text not in WEEKDAYS:
        return None
    ahead = (WEEKDAYS.index(text) - now.weekday()) % 7
    return now + timedelta(days=ahead - 7 if past else ahead or 7)


def _ahead(text: str, now: date, past: bool) -> date | None:
    found = _SOON.fullmatch(text)
    if not found:
        return None
    count, unit, way = int(found[1]), found[2][0], -1 if past else 1
    if unit == "m":
        return _months_on(now, count * way)
    return now + timedelta(days=count * way * (7 if unit == "u" else 1))


def _months_on(day: date, months: int) -> date:
    """The same day some months on, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _near(day: int, month: int, year: str | None, now: date, past: bool) -> date:
    if year:
        return _date(_year(year, past), month, day)
    found = _date(now.year, month, day)
    if past and found > now:
        return _date(now.year - 1, month, day)
    return _date(now.year + 1, month, day) if not past and found < now else found


def _year(text: str, past: bool) -> int:
    """'26' -> 2026; a day of birth ('41', past) -> 1941."""
    if len(text) == 4:
        return int(text)
    return 1900 + int(text) if past and 2000 + int(text) > date.today().year else 2000 + int(text)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as fault:
        raise Unreadable(_("Den dagen finnes ikke i kalenderen")) from fault


class DayEdit(QLineEdit):
    """A line that opens the calendar with Alt+Down or F4."""

    def __init__(self, open_calendar: Callable[[], None]):
        super().__init__()
        self._open = open_calendar

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_F4 or (event.key() == Qt.Key.Key_Down and alt):
            self._open()
        else:
            super().keyPressEvent(event)


def _colour(calendar: QCalendarWidget) -> None:
    """Only Sunday is red, and all of it in the colours of the theme."""
    for number, token in ((6, "text"), (7, "overdue")):
        form = QTextCharFormat()
        form.setForeground(look.colour(token))
        calendar.setWeekdayTextFormat(Qt.DayOfWeek(number), form)
    head = QTextCharFormat()
    head.setForeground(look.colour("muted"))
    calendar.setHeaderTextFormat(head)
    for name, icon, told in (("prevmonth", "chevron-left", _("Forrige måned")),
                             ("nextmonth", "chevron-right", _("Neste måned"))):  # fmt: skip
        button = calendar.findChild(QToolButton, f"qt_calendar_{name}")
        if button is not None:
            icons.put(button, icon)
            button.setAccessibleName(told)
            button.setToolTip(told)


class DayField(Field):
    """Gives an ISO day or None. `past` reads days without a year, and two-digit years, as gone by."""

    def __init__(self, name: str, today: Callable[[], str], hint: str = "", needed: bool = False, past: bool = False):
        self._today, self._past, self._given = today, past, hint
        self.edit = DayEdit(self.open_calendar)
        super().__init__(name, self.edit, hint, needed)
        pick = QAction(_("Velg i kalenderen"), self.edit)
        icons.put(pick, "calendar", "muted")
        pick.triggered.connect(self.open_calendar)
        self.edit.addAction(pick, QLineEdit.ActionPosition.TrailingPosition)
        for tool in self.edit.findChildren(QWidget):
            tool.setAccessibleName(_("Velg {name} i kalenderen").format(name=name.lower()))
        self.edit.textEdited.connect(self._typed)
        self.edit.editingFinished.connect(self._tidy)

    def value(self) -> str | None:
        text = self.edit.text().strip()
        return parse_day(text, self._today(), self._past) if text else None

    def set_value(self, value: str | None) -> None:
        self.edit.setText(words.day(value))
        self.fault("")
        self._explain()

    def _typed(self, _text: str) -> None:
        self.fault("")
        self._explain()
        self.changed.emit()

    def _explain(self) -> None:
        try:
            self.hint(words.day_hint(self.value(), self._today()) or self._given)
        except Unreadable:
            self.hint(self._given)

    def _tidy(self) -> None:
        try:
            self.edit.setText(words.day(self.value()))
        except Unreadable as fault:
            self.fault(str(fault))

    def open_calendar(self) -> None:
        """Show a calendar under the field; a click or Enter chooses, Esc leaves it."""
        popup = QWidget(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = calendar = QCalendarWidget(popup)
        calendar.setAccessibleName(self.name)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        _colour(calendar)
        calendar.setSelectedDate(QDate.fromString(self._shown_day(), Qt.DateFormat.ISODate))
        column = QVBoxLayout(popup)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(calendar)
        for signal in (calendar.activated, calendar.clicked):
            signal.connect(lambda day: self._pick(day, popup))
        popup.move(self.edit.mapToGlobal(QPoint(0, self.edit.height())))
        popup.show()
        calendar.setFocus()

    def _shown_day(self) -> str:
        try:
            return self.value() or self._today()
        except Unreadable:
            return self._today()

    def _pick(self, day: QDate, popup: QWidget) -> None:
        self.set_value(day.toString(Qt.DateFormat.ISODate))
        popup.close()
        self.edit.setFocus()
        self.changed.emit()
