"""The strip under the top bar that says what was done, and offers to take it back. It stays until the next act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from desktop.parts import icons
from desktop.parts.page import label
from desktop.parts.style import look
from desktop.words import _


class ReceiptStrip(QFrame):
    """Show with `say`. `undo` is what "Angre" does."""

    def __init__(self, undo: Callable[[], Any], parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("receipt")
        self.setAccessibleName(_("Kvittering"))
        self._second: Callable[[], Any] | None = None
        self._undo, self._more, self._close = QPushButton(_("Angre (Ctrl+Z)")), QPushButton(), QToolButton()
        mark, self.text = QLabel(), label("", wrap=True)
        icons.put(mark, "circle-check", "free", 20)
        icons.put(self._close, "x", "free", 16)
        self._close.setObjectName("quiet")
        self._close.setAccessibleName(_("Lukk kvitteringen"))
        self._close.setToolTip(_("Lukk"))
        self._undo.clicked.connect(lambda: undo())
        self._more.clicked.connect(lambda: self._second() if self._second else None)
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setSpacing(8)
        row.addWidget(mark)
        row.addWidget(self.text, 1)
        for widget in (self._more, self._undo, self._close):
            row.addWidget(widget)
        look.changed.connect(self._measure)
        self._measure()
        self.hide()

    def _measure(self) -> None:
        row = self.layout()
        if row is not None:
            row.setContentsMargins(look.px(26), look.px(5), look.px(16), look.px(5))

    def say(self, text: str, undo: bool = True, second: tuple[str, Callable[[], Any]] | None = None) -> None:
        """Show and announce what was done."""
        self.text.setText(text)
        self._undo.setVisible(undo)
        self._more.setVisible(second is not None)
        self._more.setText(second[0] if second else "")
        self._second = second[1] if second else None
        self.show()
        announce(self, text)


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say it without moving the focus."""
    event = QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
    QAccessible.updateAccessibility(event)
