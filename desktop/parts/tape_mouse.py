"""Bars under the mouse: dragged as a whole, by their end, or with Shift from the day that was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from desktop.parts.style import look
from desktop.parts.tape_hold import END, REST, WHOLE, Ghost, moved
from desktop.parts.tape_model import Bar

if TYPE_CHECKING:
    from desktop.parts.tape_chart import TapeChart

EDGE = 8  # pixels at 10 pt of a bar's end that move its end alone


class TapeMouse:
    """What the mouse has taken; every method answers whether the event is used up."""

    def __init__(self, chart: TapeChart):
        self.chart = chart
        self._pressed: QPoint | None = None
        self._part, self._start = WHOLE, None

    def forget(self) -> None:
        self._pressed, self._start = None, None

    def press(self, event: QMouseEvent) -> bool:
        """Choose the bar under the mouse; it may be dragged from here."""
        point, chart = event.position().toPoint(), self.chart
        bar = chart.bar_at(point)
        if chart.ghost is not None:
            chart.let_go()
        if bar is None:
            return False
        index = chart.indexAt(point)
        chart.selectionModel().setCurrentIndex(index, chart.selectionModel().SelectionFlag.ClearAndSelect)
        chart.take(bar)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._start = point, None
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._part = REST if shift else END if self._at_end(bar, point) else WHOLE
        return True

    def _at_end(self, bar: Bar, point: QPoint) -> bool:
        rect = self.chart.rect_of(bar)
        return rect.right() - point.x() <= min(look.px(EDGE), rect.width() / 3)

    def move(self, event: QMouseEvent) -> bool:
        point = event.position().toPoint()
        if self._pressed is None:
            self._shape(point)
            return False
        if self._start is None and not self._begin(point):
            return True
        self._carry(point)
        return True

    def _shape(self, point: QPoint) -> None:
        bar = self.chart.bar_at(point)
        at_end = bar is not None and self._at_end(bar, point)
        part = END if at_end else WHOLE
        held = bar is not None and self.chart.grip_of(bar, part) is not None
        shape = Qt.CursorShape.SizeHorCursor if at_end else Qt.CursorShape.OpenHandCursor
        self.chart.viewport().setCursor(shape if held else Qt.CursorShape.ArrowCursor)

    def _begin(self, point: QPoint) -> bool:
        assert self._pressed is not None
        if (point - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return False
        pressed = self._pressed
        if not self.chart.hold(self._part):
            self._pressed = None
            return False
        self._pressed, self._start = pressed, self.chart.ghost
        return self._start is not None

    def _carry(self, point: QPoint) -> None:
        chart = self.chart
        assert self._pressed is not None
        if chart.ghost is None or not isinstance(self._start, Ghost):
            return
        self._scroll(point)
        days = round((point.x() - self._pressed.x()) / max(1, chart.columnWidth(0)))
        row = chart.rowAt(max(0, min(point.y(), chart.viewport().height() - 1)))
        lanes = chart.tape.tape.lanes
        lane = row if 0 <= row < len(lanes) and not lanes[row].heading else chart.ghost.lane
        ghost = moved(self._start, chart.grip, days, lane)
        if not ghost.is_at(chart.ghost):
            chart.propose(ghost)

    def _scroll(self, point: QPoint) -> None:
        """Bring what lies beyond the edge in sight; the point of the press goes along."""
        chart, wide = self.chart, max(1, self.chart.columnWidth(0))
        step = -1 if point.x() < 0 else 1 if point.x() > chart.viewport().width() else 0
        bar = chart.horizontalScrollBar()
        before = bar.value()
        bar.setValue(before + step * wide)
        if self._pressed is not None:
            self._pressed -= QPoint(bar.value() - before, 0)

    def release(self) -> bool:
        """Let go: what was carried elsewhere is settled there, what lies where it was is not touched."""
        if self._pressed is None:
            return False
        start, ghost = self._start, self.chart.ghost
        self.forget()
        if isinstance(start, Ghost) and ghost is not None:
            if ghost.is_at(start):
                self.chart.let_go()
            else:
                self.chart.settle()
        return True
