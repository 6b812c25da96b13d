"""A red frame that says what stands in the way, above what the user is doing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop.parts import icons
from desktop.parts.page import label


class Banner(QFrame):
    """Hidden until `say` gives it a sentence; '' hides it again."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("trouble")
        mark, self._text = QLabel(), label("", wrap=True)
        icons.put(mark, "circle-alert", "overdue", 18)
        row = QHBoxLayout(self)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; '' while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def say(self, text: str) -> None:
        """Show this sentence, or nothing."""
        self._text.setText(text)
        self.setVisible(bool(text))
