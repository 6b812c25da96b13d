"""A bar chart with one or two series: every value printed, the second series hatched, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop import words
from desktop.parts.fields import ChoiceBox
from desktop.parts.page import label
from desktop.parts.receipt import announce
from desktop.parts.style import look
from desktop.words import _

STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Series:
    """A name and one value for each group; None where there is none."""

    name: str
    values: Sequence[float | None]


class BarChart(QWidget):
    """Bars in groups. Left and right move from group to group and say it aloud."""

    def __init__(self, name: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.name = name
        self.groups: Sequence[str] = ()
        self.series: Sequence[Series] = ()
        self.chosen, self.nothing = -1, ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)
        look.changed.connect(self.update)

    def show_bars(self, groups: Sequence[str], series: Sequence[Series], nothing: str = "") -> None:
        """Show these groups and series instead of the old ones; `nothing` is said where no group has a value."""
        self.groups, self.series, self.chosen = groups, series, -1
        self.nothing = "" if any(value is not None for one in series for value in one.values) else nothing
        self.setAccessibleDescription(self.nothing or ". ".join(self.sentence(n) for n in range(len(groups))))
        self.update()

    def sentence(self, number: int) -> str:
        """'jan: Utlån 42, Returer 35'."""
        told = (f"{one.name} {_value(one.values[number])}" for one in self.series)
        return f"{self.groups[number]}: {', '.join(told)}"

    def sizeHint(self) -> QSize:
        return QSize(look.px(420), look.px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(240), look.px(160))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is None or not self.groups:
            super().keyPressEvent(event)
            return
        self.chosen = (self.chosen + step) % len(self.groups) if self.chosen >= 0 else 0
        announce(self, self.sentence(self.chosen))
        self.update()

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.groups:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(9))
        high = ceil(max((value or 0 for one in self.series for value in one.values), default=0))
        step = nice_step(high)
        top = max(step, -(-high // step) * step)
        line = QFontMetricsF(look.font(9)).height()
        left = QFontMetricsF(look.font(9)).horizontalAdvance(words.number(top)) + look.px(12)
        plot = QRectF(left, self._legend(painter, left, line) + line, self.width() - left - 4, 0)
        plot.setBottom(self.height() - line - look.px(10))
        self._grid(painter, plot, top, step, left)
        self._bars(painter, plot, top, line)
        if self.nothing:
            painter.setPen(look.colour("muted"))
            painter.drawText(plot, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.nothing)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _legend(self, painter: QPainter, left: float, line: float) -> float:
        """Draws the names of the series; gives the height used."""
        x, side = left, look.px(15)
        for number, one in enumerate(self.series):
            self._bar(painter, QRectF(x, (line - side) / 2 + 2, side, side), number)
            painter.setPen(look.colour("text"))
            width = QFontMetricsF(look.font(9)).horizontalAdvance(one.name)
            painter.drawText(QPointF(x + side + look.px(6), line - 2), one.name)
            x += side + width + look.px(30)
        return line + look.px(6)

    def _grid(self, painter: QPainter, plot: QRectF, top: int, step: int, left: float) -> None:
        for value in range(0, top + 1, step):
            y = plot.bottom() - plot.height() * value / top
            painter.setPen(QPen(look.colour("grid" if value else "strong"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(look.colour("muted"))
            where = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, y - 10, left - look.px(8), 20), where, words.number(value))

    def _bars(self, painter: QPainter, plot: QRectF, top: int, line: float) -> None:
        share = plot.width() / len(self.groups)
        width = min(look.px(28), share * 0.8 / max(1, len(self.series)))
        for place, name in enumerate(self.groups):
            middle = plot.left() + share * (place + 0.5)
            if place == self.chosen:
                painter.fillRect(QRectF(middle - share / 2, plot.top(), share, plot.height()), look.colour("soft"))
            x = middle - width * len(self.series) / 2
            for number, one in enumerate(self.series):
                value = one.values[place]
                if value is not None:
                    height = plot.height() * value / top
                    bar = QRectF(x + 1, plot.bottom() - height, width - 2, height)
                    self._bar(painter, bar, number)
                    self._value(painter, bar, value, line)
                x += width
            painter.setPen(look.colour("muted"))
            under = QRectF(middle - share / 2, plot.bottom() + look.px(4), share, line)
            painter.drawText(under, Qt.AlignmentFlag.AlignHCenter, name)

    def _value(self, painter: QPainter, bar: QRectF, value: float, line: float) -> None:
        painter.setPen(look.colour("text"))
        above = QRectF(bar.center().x() - 40, bar.top() - line - 1, 80, line)
        painter.drawText(above, Qt.AlignmentFlag.AlignHCenter, words.number(value))

    def _bar(self, painter: QPainter, rect: QRectF, number: int) -> None:
        colour = look.colour("series2" if number else "primary")
        painter.setPen(QPen(colour, 1.4 if number else 1))
        painter.setBrush(QBrush(colour))
        if number:
            fill = QColor(colour)
            fill.setAlphaF(0.22)
            painter.setBrush(fill)
        painter.drawRoundedRect(rect, 2, 2)
        if number:
            _hatch(painter, rect, colour)


def _value(value: float | None) -> str:
    return words.NONE if value is None else words.number(value)


def _hatch(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    painter.save()
    painter.setClipRect(rect)
    painter.setPen(QPen(colour, 1.5))
    x, gap = rect.left() - rect.height(), look.px(5)
    while x < rect.right():
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
        x += gap
    painter.restore()


def nice_step(high: int) -> int:
    """The distance between two grid lines: 1, 2 or 5 times a power of ten, at most five lines."""
    scale = 1
    while True:
        for step in STEPS:
            if high <= step * scale * 5:
                return step * scale
        scale *= 10


class ChartOrTable(QWidget):
    """A bar chart that turns into a table with the same figures; with `choices`, (key, name) pairs, one of several.

    The chosen one is `key`; `chosen` tells that the user took another.
    """

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]] = (), parent: QWidget | None = None):
        super().__init__(parent)
        self.choice = ChoiceBox()
        self.chart, self.table, self.stack = BarChart(name), QTableWidget(), QStackedWidget()
        self.table.setAccessibleName(name)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.toggle = QPushButton(_("Vis som tabell"))
        self.toggle.setObjectName("link")
        self.toggle.clicked.connect(self.turn)
        head, column = QHBoxLayout(), QVBoxLayout(self)
        if choices:
            self._offer(name, choices)
            head.addWidget(self.choice)
            head.addStretch(1)
        else:
            head.addWidget(label(name, "section"), 1)
        head.addWidget(self.toggle)
        for widget in (self.chart, self.table):
            self.stack.addWidget(widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        column.addLayout(head)
        column.addWidget(self.stack, 1)

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.choice.setAccessibleName(name)
        for key, said in choices:
            self.choice.addItem(said, key)
        self.choice.activated.connect(lambda _n: self.chosen.emit(self.key))

    @property
    def key(self) -> str:
        """Which of the choices is shown."""
        return self.choice.currentData() or ""

    def choose(self, key: str) -> None:
        """Show another of the choices; one that is none is passed over."""
        self.choice.setCurrentIndex(max(0, self.choice.findData(key)))

    def turn(self) -> None:
        """Show the other one."""
        as_table = self.stack.currentWidget() is self.chart
        self.stack.setCurrentWidget(self.table if as_table else self.chart)
        self.toggle.setText(_("Vis som diagram") if as_table else _("Vis som tabell"))

    def show_bars(self, first: str, groups: Sequence[str], series: Sequence[Series], nothing: str = "") -> None:
        """`first` is the heading of the column that names the groups."""
        if self.choice.count():
            self.chart.setAccessibleName(self.choice.currentText())
            self.table.setAccessibleName(self.choice.currentText())
        self.chart.show_bars(groups, series, nothing)
        self.table.setRowCount(len(groups))
        self.table.setColumnCount(1 + len(series))
        self.table.setHorizontalHeaderLabels([first, *(one.name for one in series)])
        for row, group in enumerate(groups):
            texts = (group, *(_value(one.values[row]) for one in series))
            for column, text in enumerate(texts):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.table.horizontalHeader().setStretchLastSection(True)
