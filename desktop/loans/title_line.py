"""A name in bold with its number after it in calm text, over as many lines as it takes. Always plain text."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.parts.style import look

LEAST = 60  # pixels at 100 %


class TitleLine(QWidget):
    """Says 'Rullator, innendørs UT-0187'."""

    def __init__(self, name: str, number: str):
        super().__init__()
        self.name, self.number = " ".join(name.split()), number
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.text())
        look.changed.connect(self.updateGeometry)

    def text(self) -> str:
        """All of it as one text."""
        return f"{self.name} {self.number}".strip()

    def _laid(self, width: float) -> tuple[QTextLayout, float, float]:
        """The text in lines of this width, its height and its widest line."""
        layout = QTextLayout(self.text(), look.font())
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        layout.setFormats([_range(0, len(self.name), strong=True), _range(len(self.name), len(self.number) + 1)])
        layout.beginLayout()
        height, widest = 0.0, 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1.0, width))
            line.setPosition(QPointF(0, height))
            height, widest = height + line.height(), max(widest, line.naturalTextWidth())
        layout.endLayout()
        return layout, height, widest

    def sizeHint(self) -> QSize:
        _layout, height, widest = self._laid(100_000)
        return QSize(math.ceil(widest), math.ceil(height))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(LEAST), self.sizeHint().height())

    def heightForWidth(self, width: int) -> int:
        return math.ceil(self._laid(width)[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(look.colour("muted"))
        self._laid(self.width())[0].draw(painter, QPointF(0, 0))
        painter.end()


def _range(start: int, length: int, strong: bool = False) -> QTextLayout.FormatRange:
    made, shape = QTextLayout.FormatRange(), QTextCharFormat()
    shape.setForeground(look.colour("text" if strong else "muted"))
    if strong:
        shape.setFontWeight(600)
    made.start, made.length, made.format = start, length, shape  # type: ignore[assignment]
    return made
