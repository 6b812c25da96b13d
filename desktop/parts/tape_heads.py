"""The heads of a tape chart: two rows of days (week and month, weekday and date), and the names of the lanes."""

from __future__ import annotations

from datetime import date
from math import ceil

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop import words
from desktop.parts.style import look
from desktop.parts.tape_model import TapeModel
from desktop.words import _

LETTERS = "mtotfls"
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class DayHead(QHeaderView):
    """Weeks over days. Where a day has no room for its letter it shows its date, and where not for that, Mondays."""

    def __init__(self, model: TapeModel, parent: QWidget):
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.tape, self.low = model, False
        self.setMinimumSectionSize(4)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setAccessibleName(_("Dager"))

    def sizeHint(self) -> QSize:
        """Qt's own asks for the text of many days each time."""
        return QSize(self.length(), 2 * self.line())

    def line(self) -> int:
        """The height of one of the two rows in pixels."""
        return round(look.line_height * (1.2 if self.low else 1.5))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.tape.columnCount():
            return
        painter, wide, line = QPainter(self.viewport()), self.sectionSize(0), self.line()
        painter.fillRect(self.viewport().rect(), look.colour("surface"))
        painter.fillRect(0, 0, self.width(), line, look.colour("sunken"))
        painter.setFont(look.font(9))
        first = max(0, self.visualIndexAt(0))
        last = self.visualIndexAt(self.viewport().width() - 1)
        last = last if last >= 0 else self.tape.columnCount() - 1
        sort = self._sort(wide)
        reach = round(QFontMetricsF(look.font(9, strong=True)).horizontalAdvance("30")) + look.px(8) - wide
        more = max(0, reach) // 2 if sort == "monday" else 0
        now = self.tape.today()
        others = (column for column in range(first, last + 1) if column != now)
        for column in (*others, *([now] if first <= now <= last else [])):  # today's mark lies over its neighbours
            self._day(painter, column, QRect(self.sectionViewportPosition(column), line, wide, line), sort, more)
        painter.setFont(look.font(9, strong=True))
        monday = first - date.fromisoformat(self.tape.day(first)).weekday()
        for column in range(monday, last + 1, 7):
            self._week(painter, column, wide, line)
        painter.setPen(look.colour("border"))
        painter.drawLine(0, 2 * line - 1, self.width(), 2 * line - 1)
        painter.end()

    def _sort(self, wide: int) -> str:
        metrics = QFontMetricsF(look.font(9, strong=True))
        if metrics.horizontalAdvance("m 30") + 4 <= wide:
            return "letter"
        return "date" if metrics.horizontalAdvance("30") + 3 <= wide else "monday"

    def _day(self, painter: QPainter, column: int, rect: QRect, sort: str, more: int) -> None:
        """`more` is how far its text reaches out of the column on each side."""
        day = date.fromisoformat(self.tape.day(column))
        room = rect.adjusted(-more, 0, more, 0)
        now, red = column == self.tape.today(), self.tape.is_red(column)
        if red or day.weekday() == 5:
            painter.fillRect(rect, look.colour("sunken"))
        if now:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("primary"))
            painter.drawRoundedRect(QRectF(room).adjusted(1, 2, -1, -2), 4, 4)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if sort == "monday" and day.weekday() and not now:
            return
        text = f"{LETTERS[day.weekday()]} {day.day}" if sort == "letter" else str(day.day)
        painter.setPen(look.colour("onprimary" if now else "overdue" if red else "text"))
        painter.setFont(look.font(9, strong=now))
        if sort == "monday" and not now:  # beside the line of its week
            painter.drawText(rect.adjusted(look.px(3), 0, 7 * rect.width(), 0), LEFT, text)
        else:
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def _week(self, painter: QPainter, column: int, wide: int, line: int) -> None:
        """Drawn from the visible edge, so that a week never loses its name."""
        left = self.sectionViewportPosition(0) + column * wide
        painter.setPen(look.colour("border"))
        painter.drawLine(left, 0, left, 2 * line)
        start = max(left, 0) + look.px(6)
        room = QRect(start, 0, left + 7 * wide - start - 2, line)
        _year, week, _weekday = date.fromisoformat(self.tape.day(column)).isocalendar()
        long = f"{_('Uke')} {week} · {words.month(self.tape.day(column + 3))}"
        metrics = painter.fontMetrics()
        fits = next((text for text in (long, f"{_('Uke')} {week}", str(week))
                     if metrics.horizontalAdvance(text) <= room.width()), "")  # fmt: skip
        painter.setPen(look.colour("text"))
        painter.drawText(room, LEFT, fits)


class LaneHead(QHeaderView):
    """The name of a lane and, unless they are `low`, a line under it; a heading stands out."""

    def __init__(self, model: TapeModel, parent: QWidget):
        super().__init__(Qt.Orientation.Vertical, parent)
        self.tape, self.low, self._wide = model, False, look.px(72)
        self.setMinimumSectionSize(4)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setAccessibleName(_("Plasser"))

    def sizeHint(self) -> QSize:
        return QSize(self._wide, self.length())

    def measure(self, most: int) -> None:
        """Be as wide as the names need, and at most so wide in pixels."""
        strong, small = QFontMetricsF(look.font(strong=True)), QFontMetricsF(look.font(9))
        widths = [max(strong.horizontalAdvance(lane.title), 0 if self.low else small.horizontalAdvance(lane.under))
                  for lane in self.tape.tape.lanes]  # fmt: skip
        self._wide = max(look.px(72), min(most, ceil(max(widths, default=0)) + look.px(26)))
        self.setFixedWidth(self._wide)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        lane = self.tape.tape.lanes[section]
        painter.save()
        painter.fillRect(rect, look.colour("sunken" if lane.heading else "surface"))
        painter.setPen(look.colour("grid"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(look.colour("border"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        room = rect.adjusted(look.px(12), 0, -look.px(4), 0)
        under = "" if self.low else lane.under
        half = room.height() // 2 if under else room.height()
        top = look.px(2) if under else 0
        self._text(painter, room.adjusted(0, top, 0, half - room.height()), lane.title, strong=True)
        if under:
            self._text(painter, room.adjusted(0, half - look.px(1), 0, -look.px(3)), under, strong=False)
        painter.restore()

    def _text(self, painter: QPainter, room: QRect, text: str, strong: bool) -> None:
        painter.setFont(look.font(10 if strong else 9, strong))
        painter.setPen(look.colour("text" if strong else "muted"))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, LEFT, shown)
