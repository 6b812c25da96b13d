"""What stands where a list is empty: an icon, one sentence on why, one button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.parts import icons
from desktop.parts.page import label


class EmptyState(QFrame):
    """Fill with `say`; without a slot there is no button."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("card")
        self._slot: Callable[[], Any] | None = None
        self._icon, self._text, self._button = QLabel(), label("", wrap=True), QPushButton()
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._button.clicked.connect(lambda: self._slot() if self._slot else None)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._text)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def say(self, icon: str, text: str, act: str = "", slot: Callable[[], Any] | None = None) -> None:
        self._slot = slot
        icons.put(self._icon, icon, "muted", 32)
        self._text.setText(text)
        self._button.setText(act)
        self._button.setVisible(bool(act and slot))
        self.setFocusProxy(self._button if act and slot else None)  # type: ignore[arg-type]
