"""A tape chart: lanes by days, for keys, mouse and screen reader, where bars can be taken hold of and moved."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from desktop.parts.style import look
from desktop.parts.tape_heads import DayHead, LaneHead
from desktop.parts.tape_hold import CLASHES, Ghost, Grip, moved, next_lane
from desktop.parts.tape_model import Bar, Ink, Tape, TapeModel
from desktop.parts.tape_mouse import TapeMouse
from desktop.parts.tape_paint import Geometry, TapePainter

ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
ROW, LOW_ROW, HEADING = 40, 28, 26  # pixels at 10 pt


class TapeChart(QTableView):
    """Shows a Tape. What happens with a bar is the owner's business; `grip_of(bar, part)` says how it may be held.

    `opened` carries a bar, `wanted` a lane and two ISO days where something new is asked for, `chose` tells that
    another bar is chosen. While one is held, `proposed` carries the Ghost at each new place and the owner calls
    `judge`; `settled` carries it where the user lets go, `released` tells that nothing is held any more. `beyond`
    carries a day outside what is shown that the keys want to go to. `menu_wanted` carries a point of the screen.
    """

    opened = Signal(object)
    wanted = Signal(int, str, str)
    chose = Signal()
    proposed = Signal(object)
    settled = Signal(object)
    refused = Signal(object)
    released = Signal()
    beyond = Signal(str)
    menu_wanted = Signal(QPoint)

    def __init__(
        self,
        name: str,
        inks: Mapping[str, Ink],
        grip_of: Callable[[Bar, str], Grip | None],
        parent: QWidget | None = None,
    ):
        super().__init__(parent)
        self.tape, self.grip_of, self.span = TapeModel(self), grip_of, 30
        self.chosen: Bar | None = None
        self.ghost: Ghost | None = None
        self.grip = Grip()
        self._painter, self._mouse, self._quiet = TapePainter(self.tape, inks), TapeMouse(self), False
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
        self.let_go()
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
        left = self.left_day()
        self.span = span
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
            self.lanes.resizeSection(row, look.px(HEADING) if lane.heading else high)
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
        rect = self.visualRect(self.tape.index(row, column))
        if rect.left() < 0 or rect.right() > self.viewport().width():
            self.scrollTo(self.tape.index(row, column), QAbstractItemView.ScrollHint.PositionAtCenter)
        else:
            self.scrollTo(self.tape.index(row, column), QAbstractItemView.ScrollHint.EnsureVisible)

    def choose(self, key: Hashable) -> bool:
        """Choose a bar and go to it; False where there is none with this key."""
        bar = self.tape.bar(key)
        if bar is None:
            return False
        shown = max(0, min(self.tape.columnCount() - 1, self.tape.column(bar.from_on)))
        self.go_to(self.tape.day(shown), bar.lane)
        self._take(bar)
        return True

    def _came_to(self, index: QModelIndex, _before: QModelIndex) -> None:
        if not self._quiet and index.isValid():
            self._choose_here()

    def _choose_here(self) -> None:
        """The bar of the cell; where one leaves and another arrives, the one that has the night."""
        index = self.currentIndex()
        here = self.tape.bars_at(index.row(), index.column()) if index.isValid() else []
        self._take(here[-1] if here else None)

    def _take(self, bar: Bar | None) -> None:
        self.chosen = bar
        self.viewport().update()
        self.chose.emit()

    # holding a bar

    def hold(self, part: str, bar: Bar | None = None) -> bool:
        """Take hold of the chosen bar, or another; False where its owner says no."""
        bar = bar or self.chosen
        grip = self.grip_of(bar, part) if bar is not None else None
        if bar is None or grip is None:
            return False
        first, last = self.tape.column(bar.from_on), self.tape.column(bar.to_on)
        first = first if grip.first is None else grip.first
        self.grip, self.ghost = grip, Ghost(bar.key, part, bar.lane, first, max(first, last))
        self.propose(self.ghost)
        return True

    def propose(self, ghost: Ghost) -> None:
        """Show what is held at a place, and ask how it fits there."""
        self.ghost = ghost
        self.proposed.emit(ghost)
        self.viewport().update()

    def judge(self, fit: str, text: str) -> None:
        """The owner's answer for the place that was proposed."""
        if self.ghost is not None:
            self.ghost = self.ghost.judged(fit, text)
            self.viewport().update()

    def settle(self) -> None:
        """Let go where it is: the owner goes on, unless it clashes there."""
        if self.ghost is None:
            return
        (self.refused if self.ghost.fit == CLASHES else self.settled).emit(self.ghost)

    def let_go(self) -> None:
        """Hold nothing any more."""
        if self.ghost is not None:
            self.ghost = None
            self._mouse.forget()
            self.released.emit()
            self.viewport().update()

    def _carry(self, days: int, lanes: int) -> None:
        if self.ghost is None:
            return
        lane = next_lane(list(self.tape.tape.lanes), self.ghost.lane, lanes) if lanes else self.ghost.lane
        ghost = moved(self.ghost, self.grip, days, lane)
        if not ghost.is_at(self.ghost):
            self.propose(ghost)
            edge = ghost.last if self.grip.days == "last" else ghost.first
            self.see(ghost.lane, max(0, min(self.tape.columnCount() - 1, edge)))

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self.ghost is not None:
            self._held_key(key, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in ENTERS and not control:
            self.open_here()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and control:
            self.next_bar(-1 if key == Qt.Key.Key_Left else 1)
        elif key == Qt.Key.Key_T and not control and self.tape.tape.today:
            self.go_to(self.tape.tape.today)
        elif not self._past_the_edge(key):
            super().keyPressEvent(event)

    def _held_key(self, key: Qt.Key, wide: bool) -> None:
        if key in STEPS:
            days, lanes = STEPS[key]
            self._carry(days * (7 if wide else 1), lanes)
        elif key in ENTERS:
            self.settle()
        elif key == Qt.Key.Key_Escape:
            self.let_go()

    def event(self, event: QEvent) -> bool:
        """While something is held, Enter and Esc are its own, whatever else they do in the window."""
        asked = event.type() == QEvent.Type.ShortcutOverride and self.ghost is not None
        if asked and isinstance(event, QKeyEvent) and event.key() in (*ENTERS, *STEPS, Qt.Key.Key_Escape):
            event.accept()
            return True
        return super().event(event)

    def _past_the_edge(self, key: Qt.Key) -> bool:
        column = self.currentIndex().column()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        if step is None or 0 <= column + step < self.tape.columnCount():
            return False
        self.beyond.emit(self.tape.day(column + step))
        return True

    def open_here(self) -> None:
        """Open what lies in the cell, or ask for something new on the marked days."""
        index = self.currentIndex()
        if not index.isValid():
            return
        first, last = self.marked_days()
        if self.chosen is not None and first == last:
            self.opened.emit(self.chosen)
        elif not self.tape.tape.lanes[index.row()].heading:
            self.wanted.emit(index.row(), first, last)

    def next_bar(self, step: int) -> None:
        """Go to the next bar of the lane, or the one before."""
        index = self.currentIndex()
        if not index.isValid():
            return
        bars = self.tape.of_lane[index.row()]
        if self.chosen in bars:
            at = bars.index(self.chosen) + step
            found = bars[at] if 0 <= at < len(bars) else None
        else:
            day = self.current_day()
            ahead = [bar for bar in bars if (bar.from_on > day if step > 0 else bar.to_on < day)]
            found = ahead[0 if step > 0 else -1] if ahead else None
        if found is not None:
            self.choose(found.key)

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._mouse.press(event):
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._mouse.move(event):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._mouse.release():
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.open_here()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self.visualRect(self.currentIndex())
            self.menu_wanted.emit(self.viewport().mapToGlobal(rect.center()))
        else:
            self.menu_wanted.emit(event.globalPos())

    def bar_at(self, point: QPoint) -> Bar | None:
        """The bar under a point of the viewport."""
        row = self.rowAt(point.y())
        if row < 0:
            return None
        geometry = Geometry(self)
        found = [bar for bar in self.tape.of_lane[row] if self.rect_of(bar, geometry).contains(point)]
        return found[-1] if found else None

    def rect_of(self, bar: Bar, geometry: Geometry | None = None):
        """Where a bar lies in the viewport."""
        at = geometry or Geometry(self)
        return at.bar(bar.lane, self.tape.column(bar.from_on), self.tape.column(bar.to_on))

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
        for part in self.selectionModel().selection().toList():
            if part.width() > 1 or part.height() > 1:
                rect = self.visualRect(part.topLeft()) | self.visualRect(part.bottomRight())
                painter.fillRect(rect, look.colour("soft"))
        made.bars(self.chosen)
        made.today()
        if self.ghost is not None:
            made.ghost(self.ghost)
        elif self.currentIndex().isValid() and self.hasFocus():
            made.cell(self.visualRect(self.currentIndex()))
        painter.end()
