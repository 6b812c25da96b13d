"""The top bar: one field to scan into or search the whole register with, and the two acts of the day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop.parts import icons
from desktop.parts.page import button, label
from desktop.parts.search_field import Found, Results
from desktop.parts.style import look
from desktop.words import _

INVITING = (  # the longest that there is room for
    _("Skann strekkode, eller søk etter nummer, navn eller låntaker"),
    _("Skann, eller søk etter nummer eller navn"),
    _("Skann eller søk"),
)


class Finder(QLineEdit):
    """The search line. Ctrl+Z goes to the register while nothing has been typed here; Esc empties it, then leaves."""

    entered = Signal(str)
    left = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - look.px(64)
        fitting = (text for text in INVITING if self.fontMetrics().horizontalAdvance(text) <= room)
        self.setPlaceholderText(next(fitting, INVITING[-1]))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            if undo or redo:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(self.text().strip())
        elif event.key() == Qt.Key.Key_Escape:
            self.clear() if self.text() else self.left.emit()
        else:
            super().keyPressEvent(event)


class TopBar(QFrame):
    """`chosen` carries a Found from the popup; `entered` carries text on which Enter was pressed with no result."""

    chosen = Signal(object)
    entered = Signal(str)

    def __init__(self, find: Callable[[str], Sequence[Found]], parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("topbar")
        self.finder = Finder()
        self.finder.setObjectName("finder")
        self.finder.setAccessibleName(_("Skann eller søk"))
        mark = QAction(self.finder)
        icons.put(mark, "scan-barcode", "primary", 20)
        self.finder.addAction(mark, QLineEdit.ActionPosition.LeadingPosition)
        for inner in self.finder.findChildren(QWidget):
            inner.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results = Results(self.finder, find)
        self.results.chosen.connect(self._choose)
        self.finder.entered.connect(self.entered)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(12)
        self._row.addWidget(self.finder, 1)
        self._row.addWidget(label(_("Ctrl+K"), "muted"))
        look.changed.connect(self._measure)
        self._measure()

    def add_act(self, text: str, slot: Callable[[], Any], icon: str, role: str = "", key: str = "") -> QPushButton:
        """A button to the right."""
        made = button(text, slot, icon, role, tip=f"{text} ({key})" if key else "")
        self._row.addWidget(made)
        return made

    def _measure(self) -> None:
        self._row.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(12))

    def _choose(self, found: Found) -> None:
        self.finder.clear()
        self.chosen.emit(found)

    def focus(self) -> None:
        """Begin a search, with what stands there marked."""
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.selectAll()
