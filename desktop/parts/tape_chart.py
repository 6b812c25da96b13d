"""A tape chart to work in, by keys and mouse: days are marked, bars chosen, taken hold of and carried."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from desktop.parts.tape_hold import CLASHES, Ghost, Grip, moved, next_lane
from desktop.parts.tape_model import Bar, Ink, Tape
from desktop.parts.tape_mouse import TapeMouse
from desktop.parts.tape_view import TapeView

ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class TapeChart(TapeView):
    """A TapeView to work in. What happens with a bar is its owner's business; `grip_of(bar, part)` says how it may be
    held.

    `opened` carries a bar, `wanted` a lane and two ISO days where something new is asked for. While a bar is held,
    `proposed` carries the Ghost at each new place and the owner calls `judge`; `settled` carries it where the user
    lets go, `refused` where it clashes there, `released` tells that nothing is held any more. `menu_wanted` carries a
    point of the screen.
    """

    opened = Signal(object)
    wanted = Signal(int, str, str)
    proposed = Signal(object)
    settled = Signal(object)
    refused = Signal(object)
    released = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(
        self,
        name: str,
        inks: Mapping[str, Ink],
        grip_of: Callable[[Bar, str], Grip | None],
        parent: QWidget | None = None,
    ):
        super().__init__(name, inks, parent)
        self.grip_of, self.grip = grip_of, Grip()
        self._mouse = TapeMouse(self)

    def show_tape(self, tape: Tape) -> None:
        self.let_go()
        super().show_tape(tape)

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
