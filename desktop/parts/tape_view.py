"""A tape on the screen: what of it is in sight, where the keys are, which bar is chosen, and how it is painted."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, QRectF, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from desktop.parts.style import look
from desktop.parts.tape_heads import DayHead, LaneHead
from desktop.parts.tape_hold import Ghost
from desktop.parts.tape_model import Bar, Ink, Tape, TapeModel
from desktop.parts.tape_paint import Geometry, TapePainter

ROW, LOW_ROW, HEADING = 40, 28, 26  # pixels at 10 pt
BOTH = 12  # and so many more for a lane with bars over each other


class TapeView(QTableView):
    """Shows a Tape. `chose` tells that another bar is chosen, `beyond` carries a day outside what is shown that is
    wanted in sight."""

    chose = Signal()
    beyond = Signal(str)

    def __init__(self, name: str, inks: Mapping[str, Ink], parent: QWidget | None = None):
        super().__init__(parent)
        self.tape, self.span = TapeModel(self), 30
        self.chosen: Bar | None = None
        self.ghost: Ghost | None = None
        self._painter, self._quiet = TapePainter(self.tape, inks), False
        self.setModel(self.tape)
        self.setAccessibleName(name)
        self.days, self.lanes = DayHead(self.tape, self), LaneHead(self.tape, self)
        self.setHorizontalHeader(self.days)
        self.setVerticalHeader(self.lanes)
        self._behave()
        self.selectionModel().currentChanged.connect(self._came_to)
        look.changed.connect(self._dress)

    def _behave(self) -> None:
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setAutoScroll(False)
        self.setProperty("tape", True)

    # what is shown

    def show_tape(self, tape: Tape) -> None:
        """Show this; the cell, the chosen bar and the day at the left edge stay where they are in it."""
        day, row_key, left = self.current_day(), self.current_lane_key(), self.left_day()
        chosen = self.chosen.key if self.chosen else None
        self._quiet = True
        self.tape.show(tape)
        self._quiet = False
        self.measure(left)
        rows = [n for n, lane in enumerate(tape.lanes) if lane.key == row_key]
        if day and tape.lanes and 0 <= self.tape.column(day) < tape.days:
            self.go_to(day, rows[0] if rows else self.first_lane(), scroll=False)
        self.chosen = self.tape.bar(chosen) if chosen is not None else None
        if self.chosen is None:
            self._choose_here()
        if left:
            self.scroll_to_day(left)
        self.chose.emit()

    def first_lane(self) -> int:
        """The first row that is no heading; 0 without one."""
        return next((n for n, lane in enumerate(self.tape.tape.lanes) if not lane.heading), 0)

    def show_days(self, span: int) -> None:
        """Let so many days fill the width."""
        if span != self.span:
            left, self.span = self.left_day(), span
            self.measure(left)

    def make_low(self, low: bool) -> None:
        """Let the lanes be low, with their names alone, where height is scarce."""
        if low != self.lanes.low:
            self.lanes.low = self.days.low = low
            self.measure()

    def measure(self, left: str = "") -> None:
        """Take the sizes of today's text and width; the day at the left edge stays."""
        left = left or self.left_day()
        self.days.setFixedHeight(2 * self.days.line())
        self.lanes.measure(look.px(150))
        high = look.px(LOW_ROW if self.lanes.low else ROW)
        self.lanes.setDefaultSectionSize(high)
        for row, lane in enumerate(self.tape.tape.lanes):
            both = look.px(BOTH) if self.tape.is_split(row) else 0
            self.lanes.resizeSection(row, look.px(HEADING) if lane.heading else high + both)
        self.updateGeometries()
        self._fit_days(left)

    def _dress(self) -> None:
        self.measure()

    def _fit_days(self, left: str) -> None:
        self.days.setDefaultSectionSize(max(6, self.viewport().width() // self.span))
        self.updateGeometries()
        self.horizontalScrollBar().setSingleStep(self.columnWidth(0) or 1)
        if left:
            self.scroll_to_day(left)
        self.viewport().update()
        self.days.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        left = self.left_day()
        super().resizeEvent(event)
        if max(6, self.viewport().width() // self.span) != self.days.defaultSectionSize():
            self._fit_days(left)

    def left_day(self) -> str:
        """The first day in sight; '' before anything is shown."""
        if not self.tape.columnCount():
            return ""
        return self.tape.day(max(0, round(-self.columnViewportPosition(0) / max(1, self.columnWidth(0)))))

    def scroll_to_day(self, day: str) -> None:
        """Let a day stand at the left edge."""
        self.horizontalScrollBar().setValue(max(0, self.tape.column(day)) * self.columnWidth(0))

    # where the keys are

    def current_day(self) -> str:
        index = self.currentIndex()
        return self.tape.day(index.column()) if index.isValid() else ""

    def current_lane_key(self) -> Hashable:
        index = self.currentIndex()
        return self.tape.tape.lanes[index.row()].key if index.isValid() else None

    def marked_days(self) -> tuple[str, str]:
        """The first and last day marked in the row of the keys; both the same where only one is."""
        index = self.currentIndex()
        columns = [one.column() for one in self.selectedIndexes() if one.row() == index.row()] or [index.column()]
        return self.tape.day(min(columns)), self.tape.day(max(columns))

    def go_to(self, day: str, row: int | None = None, scroll: bool = True) -> None:
        """Put the keys on a day, in the row they are in or another; a day outside what is shown is asked for."""
        column = self.tape.column(day)
        if not 0 <= column < self.tape.columnCount():
            self.beyond.emit(day)
            return
        row = max(0, self.currentIndex().row()) if row is None else row
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.tape.index(row, column), flag)
        if scroll:
            self.see(row, column)

    def see(self, row: int, column: int) -> None:
        """Bring a cell in sight: into the middle of the width where it was outside."""
        index, rect = self.tape.index(row, column), self.visualRect(self.tape.index(row, column))
        outside = rect.left() < 0 or rect.right() > self.viewport().width()
        hints = QAbstractItemView.ScrollHint
        self.scrollTo(index, hints.PositionAtCenter if outside else hints.EnsureVisible)
        top = self.rowViewportPosition(row - 1) if row > 0 and self.tape.tape.lanes[row - 1].heading else 0
        if top < 0:  # the first lane comes with what stands over it
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + top)

    def choose(self, key: Hashable) -> bool:
        """Choose a bar and go to it; False where there is none with this key."""
        bar = self.tape.bar(key)
        if bar is None:
            return False
        self.go_to(self._first_seen(bar), bar.lane)
        self.take(bar)
        return True

    def _first_seen(self, bar: Bar) -> str:
        """The first day of a bar, or of what is in sight of it."""
        first, last = self.tape.column(bar.from_on), self.tape.column(bar.to_on)
        left = self.tape.column(self.left_day())
        inside = first < left < last
        return self.tape.day(max(0, min(self.tape.columnCount() - 1, left if inside else first)))

    def _came_to(self, index: QModelIndex, _before: QModelIndex) -> None:
        if not self._quiet and index.isValid():
            self._choose_here()

    def _choose_here(self) -> None:
        """The bar of the cell; where one leaves and another arrives, the one that has the night."""
        index = self.currentIndex()
        here = self.tape.bars_at(index.row(), index.column()) if index.isValid() else []
        self.take(here[-1] if here else None)

    def take(self, bar: Bar | None) -> None:
        """Choose a bar, or none, where the keys are."""
        self.chosen = bar
        self.viewport().update()
        self.chose.emit()

    # bars and points

    def bar_at(self, point: QPoint) -> Bar | None:
        """The bar under a point of the viewport."""
        row = self.rowAt(point.y())
        if row < 0:
            return None
        geometry = Geometry(self)
        found = [bar for bar in self.tape.drawn(row) if self.rect_of(bar, geometry).contains(point)]
        return found[-1] if found else None

    def rect_of(self, bar: Bar, geometry: Geometry | None = None) -> QRectF:
        """Where a bar lies in the viewport."""
        at = geometry or Geometry(self)
        first, last = self.tape.column(bar.from_on), self.tape.column(bar.to_on)
        return at.bar(bar.lane, first, last, self.tape.halves.get(bar.key, ""))

    # painting

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.tape.rowCount():
            self.go_to(self.left_day(), self.first_lane(), scroll=False)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.tape.rowCount() or not self.tape.columnCount():
            return
        painter, made = QPainter(self.viewport()), self._painter
        made.begin(painter, Geometry(self), self.devicePixelRatioF())
        made.ground()
        marked = self._marked_rects()
        for rect in marked:
            painter.fillRect(rect, look.colour("soft"))
        made.bars(self.chosen if not marked else None)
        made.today()
        for rect in marked:
            made.marked(rect)
        if self.ghost is not None:
            made.ghost(self.ghost)
        elif self.currentIndex().isValid() and self.hasFocus():
            made.cell(self.visualRect(self.currentIndex()))
        painter.end()

    def _marked_rects(self) -> list[QRect]:
        """Where more than one cell is marked."""
        parts = [part for part in self.selectionModel().selection().toList() if part.width() > 1 or part.height() > 1]
        return [self.visualRect(part.topLeft()) | self.visualRect(part.bottomRight()) for part in parts]
