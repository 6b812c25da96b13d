"""A list with its panel beside it; where the window is narrow the panel is a page of its own, with a way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.parts.page import button
from desktop.parts.panel import DetailPanel
from desktop.parts.style import look
from desktop.words import _

PANEL_WIDTH = 268
PANEL_ROOM = 160  # how much wider than its least the panel may be
UNBOUND = 16_777_215  # Qt's own "no largest width"


class Beside(QStackedWidget):
    """`alone_changed` tells that the panel has taken the whole page (True) or given it back (False)."""

    alone_changed = Signal(bool)

    def __init__(self, shown: QWidget, panel: DetailPanel, room: int = PANEL_ROOM, parent: QWidget | None = None):
        super().__init__(parent)
        self.panel, self._room = panel, room
        self._split, self._page = QSplitter(Qt.Orientation.Horizontal, self), QWidget(self)
        self._split.setChildrenCollapsible(False)
        for widget in (shown, panel):
            self._split.addWidget(widget)
        self._split.setStretchFactor(0, 1)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        self.back = button(_("Tilbake til listen"), self.show_list, "arrow-left")
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self._split, self._page):
            self.addWidget(widget)

    @property
    def alone(self) -> bool:
        """Whether the panel has the whole page now."""
        return self.currentWidget() is self._page

    def narrow(self) -> bool:
        """Whether the window has no room for both."""
        return look.narrow(self.window().width())

    def measure(self) -> None:
        """Take the sizes of today's text."""
        if not self.alone:
            self.panel.setMinimumWidth(look.px(PANEL_WIDTH))
            self.panel.setMaximumWidth(look.px(PANEL_WIDTH + self._room))
        self._split.setHandleWidth(look.px(16))
        self.place()

    def place(self) -> None:
        """Put the panel where it belongs: hidden when empty, beside the list where there is room."""
        filled = self.panel.details is not None
        if not self.narrow() or not filled:
            self.show_list()
        self.panel.setVisible(filled and (not self.narrow() or self.alone))
        if filled and not self.alone:
            self.panel.setMinimumWidth(max(look.px(PANEL_WIDTH), min(self.panel.needed(), self.panel.maximumWidth())))

    def show_panel(self) -> None:
        """Bring the panel forward: as a page where the window is narrow, else by moving the focus to it."""
        if self.panel.details is None:
            return
        if self.narrow():
            column = self._page.layout()
            assert isinstance(column, QVBoxLayout)
            column.addWidget(self.panel, 1)
            self.panel.setMaximumWidth(UNBOUND)
            self._tell(True)
            self.setCurrentWidget(self._page)
        self.panel.show()
        self.panel.begin()

    def show_list(self) -> None:
        """Go back from the panel to the list."""
        if self.panel.parentWidget() is not self._split:
            self._split.addWidget(self.panel)
            self.setCurrentWidget(self._split)
            self._tell(False)
            self.measure()
            self.panel.setVisible(not self.narrow())

    def _tell(self, alone: bool) -> None:
        self.panel.spread(alone)
        self.alone_changed.emit(alone)
