"""A row to open with a click, Enter or Space: an icon in the colour of a state, what it is, and a line under it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.parts import icons
from desktop.parts.message import tip
from desktop.parts.style import look

CIRCLE, SIDE, GAP, ARROW = 32, 8, 12, 16


class RowButton(QAbstractButton):
    """`colour` is the state token of the icon's circle; `late` draws the line under in red."""

    def __init__(
        self,
        title: str,
        under: str = "",
        icon: str = "",
        colour: str = "",
        late: bool = False,
        parent: QWidget | None = None,
    ):
        super().__init__(parent)
        self.under, self._icon, self._colour, self._late = under, icon, colour, late
        self.setText(title)
        self.setAccessibleName(", ".join(part for part in (title, under) if part))
        self.setToolTip(tip("\n".join(part for part in (title, under) if part)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        lines = 2 if self.under else 1
        return QSize(look.px(160), max(round(look.line_height * lines), look.px(CIRCLE)) + look.px(12))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(80), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter)
        left = look.px(SIDE)
        if self._icon:
            self._circle(painter, left)
            left += look.px(CIRCLE + GAP)
        self._texts(painter, left)
        self._arrow(painter)
        painter.end()

    def _ground(self, painter: QPainter) -> None:
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(look.colour("focus"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("soft") if self.underMouse() or self.isDown() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, look.px(6), look.px(6))

    def _circle(self, painter: QPainter, left: int) -> None:
        size, side = look.px(CIRCLE), look.px(18)
        circle = QRectF(left, (self.height() - size) / 2, size, size)
        outlined = look.theme.border > 1
        painter.setPen(QPen(look.colour(self._colour), look.theme.border) if outlined else Qt.PenStyle.NoPen)
        painter.setBrush(look.ground(self._colour))
        painter.drawEllipse(circle)
        inner = QRectF(0, 0, side, side)
        inner.moveCenter(circle.center())
        icons.paint(painter, inner, self._icon, look.theme[self._colour])

    def _texts(self, painter: QPainter, left: int) -> None:
        width = self.width() - left - look.px(ARROW + SIDE + GAP)
        lines = [(self.text(), "text", True), (self.under, "overdue" if self._late else "muted", False)]
        shown = [line for line in lines if line[0]]
        top = (self.height() - look.line_height * len(shown)) / 2
        for number, (text, colour, strong) in enumerate(shown):
            font = look.font(strong=strong)
            painter.setFont(font)
            painter.setPen(look.colour(colour))
            cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
            rect = QRectF(left, top + number * look.line_height, width, look.line_height)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)

    def _arrow(self, painter: QPainter) -> None:
        side = look.px(ARROW)
        rect = QRectF(self.width() - side - look.px(SIDE), (self.height() - side) / 2, side, side)
        icons.paint(painter, rect, "chevron-right", look.theme["muted"])
