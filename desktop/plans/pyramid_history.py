"""How the levels of a pyramid were judged over time: a row of small pyramids, the oldest to the left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop import words
from desktop.parts import icons
from desktop.parts.style import look
from desktop.plans.pyramid_draw import TOP, sentence
from desktop.plans.words import LEVELS
from desktop.words import _

Level = Mapping[str, Any]
Days = Sequence[tuple[str, Sequence[Level]]]
MOST = 8  # days in sight, the newest ones


class PyramidHistory(QWidget):
    """One pyramid as it was on each day that something was judged."""

    def __init__(self, name: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.days: Days = ()
        self.setAccessibleName(_("{name} over tid").format(name=name))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_days(self, days: Days) -> None:
        """Draw these days, (day, levels from the ground up)."""
        self.days = days[-MOST:]
        self.setAccessibleDescription("; ".join(
            f"{words.number_day(day)}: " + ". ".join(sentence(level) for level in reversed(levels))
            for day, levels in self.days
        ))  # fmt: skip
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look.px(240), look.px(72))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(8))
        step = min(self.width() / max(len(self.days), 1), look.px(110))
        foot = self.height() - look.line_height
        for number, (day, levels) in enumerate(self.days):
            left = step * number
            for at, level in enumerate(levels):
                self._level(painter, level, QRectF(left + step * 0.12, 0, step * 0.76, foot), at, len(levels))
            painter.setPen(QColor(icons.theme["muted"]))
            below = QRectF(left, foot, step, look.line_height)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words.number_day(day))
        painter.end()

    def _level(self, painter: QPainter, level: Level, box: QRectF, at: int, count: int) -> None:
        token, tall = LEVELS[level["colour"] or "none"].colour, box.height() / count
        low, middle = box.bottom() - at * tall - 1, box.center().x()
        below, above = (box.width() * (1 - (1 - TOP) * step / count) / 2 for step in (at, at + 1))
        painter.setBrush(QColor(icons.theme.ground(token) if level["ours"] else icons.theme["sunken"]))
        painter.setPen(QPen(QColor(icons.theme[token] if level["ours"] else icons.theme["muted"]), 1))
        painter.drawPolygon(QPolygonF([QPointF(middle - below, low), QPointF(middle + below, low),
                                       QPointF(middle + above, low - tall + 1), QPointF(middle - above, low - tall + 1),
                                       ]))  # fmt: skip
        size = min(tall - 2, look.px(9))
        if level["ours"] and size > 3:
            mark = QRectF(middle - size / 2, low - tall / 2 - size / 2, size, size)
            icons.paint(painter, mark, LEVELS[level["colour"] or "none"].icon, icons.theme[token])
