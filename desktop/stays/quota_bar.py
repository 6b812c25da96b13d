"""An agreement as a bar: what is used, reserved and left of what was bought, and where a straight line would be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop import words
from desktop.parts.style import look
from desktop.stays.quota_columns import nights
from desktop.words import _

Row = Mapping[str, Any]
BAR, GAP = 18, 6  # pixels at 10 pt


class QuotaBar(QWidget):
    """Used is full, reserved hatched, what is beyond the quota red; a line stands where the day of the year is."""

    def __init__(self, row: Row):
        super().__init__()
        self._row = row
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.told())
        look.changed.connect(self.updateGeometry)

    def told(self) -> str:
        """The bar in words: 'Brukt 33, reservert 21, igjen 139 av 193 døgn. Rett linje i dag: 168,7 døgn'."""
        row = self._row
        said = _("Brukt {used}, reservert {reserved}, igjen {left} av {total}").format(
            used=words.number(row["used"]), reserved=words.number(row["reserved"]),
            left=words.number(row["left"]), total=nights(row["total"]),
        )  # fmt: skip
        return _("{said}. Rett linje i dag: {line}").format(said=said, line=nights(row["straight"]))

    def sizeHint(self) -> QSize:
        return QSize(look.px(180), look.px(BAR + 2 * GAP))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(80), look.px(BAR + 2 * GAP))

    def paintEvent(self, event: QPaintEvent) -> None:
        row, painter = self._row, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        booked = row["used"] + row["reserved"]
        scale = (self.width() - 2) / max(row["total"], booked, row["straight"], 1)
        top, high = look.px(GAP), look.px(BAR)
        painter.setPen(QPen(look.colour("strong"), 1))
        painter.setBrush(look.colour("surface"))
        painter.drawRect(QRectF(1, top, row["total"] * scale, high))
        self._part(painter, 0, row["used"] * scale, QBrush(look.colour("lent")))
        painter.fillRect(QRectF(1 + row["used"] * scale, top, row["reserved"] * scale, high), look.ground("lent"))
        self._part(painter, row["used"] * scale, row["reserved"] * scale,
                   QBrush(look.colour("lent"), Qt.BrushStyle.BDiagPattern))  # fmt: skip
        if booked > row["total"]:
            self._part(painter, row["total"] * scale, (booked - row["total"]) * scale,
                       QBrush(look.colour("overdue"), Qt.BrushStyle.DiagCrossPattern))  # fmt: skip
        painter.setPen(QPen(look.colour("text"), look.px(2)))
        at = 1 + row["straight"] * scale
        painter.drawLine(round(at), 0, round(at), top * 2 + high)
        painter.end()

    def _part(self, painter: QPainter, start: float, wide: float, brush: QBrush) -> None:
        """One part of the bar, with the line around it that tells it apart without colour."""
        if wide > 0:
            painter.setBrush(brush)
            painter.drawRect(QRectF(1 + start, look.px(GAP), wide, look.px(BAR)))
