"""The pictures that a tape chart is made of, drawn once: a frame of the chart is then little more than placing them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QPixmap

from desktop.parts.style import look

CENTRE = Qt.AlignmentFlag.AlignCenter
HATCH = 8  # pixels between two lines of a hatching


@lru_cache(64)
def hatching(colour: str, gap: int, ratio: float, thick: float = 1.4) -> QBrush:
    """Slanted lines as a brush: one fill instead of a line each."""
    tile = QPixmap(round(gap * ratio), round(gap * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), thick))
    for shift in (-gap, 0, gap):
        painter.drawLine(QPointF(shift - 1, gap + 1), QPointF(shift + gap + 1, -1))
    painter.end()
    return QBrush(tile)


@lru_cache(128)
def framed(letter: str, colour: str, side: int, font: str, ratio: float) -> QPixmap:
    """A letter in a rounded frame of `side` pixels."""
    made, face = QPixmap(round(side * ratio), round(side * ratio)), QFont()
    face.fromString(font)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 1))
    painter.drawRoundedRect(QRectF(0.5, 0.5, side - 1, side - 1), 3, 3)
    painter.setFont(face)
    painter.drawText(QRectF(0, 0, side, side), CENTRE, letter)
    painter.end()
    return made


@lru_cache(160)
def boxed(ground: str, edge: str, dashed: bool, hatched: bool, wide: int, high: int, ratio: float) -> QPixmap:
    """The body of a bar: most bars in sight have one of a few widths, and a picture is drawn ten times as fast."""
    made = QPixmap(round(wide * ratio), round(high * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    box(painter, QRectF(0, 0, wide, high), QColor(ground), QColor(edge), dashed, hatched, ratio)
    painter.end()
    return made


def box(
    painter: QPainter, rect: QRectF, ground: QColor, edge: QColor, dashed: bool, hatched: bool, ratio: float
) -> None:
    """Draw the body of a bar."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(ground)
    painter.setPen(QPen(edge, 1.3, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine))
    round_by = min(6.0, rect.width() / 3)
    painter.drawRoundedRect(rect.adjusted(0.7, 0.7, -0.7, -0.7), round_by, round_by)
    if hatched:
        hatch(painter, rect, edge, 60, ratio)


def hatch(painter: QPainter, rect: QRectF, colour: QColor, alpha: int, ratio: float) -> None:
    """Slanted lines a little inside the edge."""
    pale = QColor(colour)
    pale.setAlpha(alpha)
    painter.setBrushOrigin(rect.topLeft())
    inside = rect.adjusted(2, 2, -2, -2).toAlignedRect()
    painter.fillRect(inside, hatching(pale.name(QColor.NameFormat.HexArgb), look.px(HATCH), ratio))
