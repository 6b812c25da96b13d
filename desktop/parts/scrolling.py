"""What scrolls down where it must, and never sideways."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class Tall(QWidget):
    """As high as its words need at the width it gets; without this, wrapped words leave a scroll area half empty."""

    def __init__(self, inside: QWidget | None = None):
        super().__init__()
        self.setObjectName("clear")
        if inside is not None:
            column = QVBoxLayout(self)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(inside)

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        wraps = layout is not None and layout.hasHeightForWidth()
        return QSize(0, 0 if wraps else super().minimumSizeHint().height())


def scrolling(inside: QWidget, name: str = "") -> QScrollArea:
    """An area without a frame around this; with a name it can be told, and takes the focus to scroll by keys."""
    area = QScrollArea()
    area.setObjectName("clear")
    area.setAccessibleName(name)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if name else Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside if isinstance(inside, Tall) else Tall(inside))
    return area
