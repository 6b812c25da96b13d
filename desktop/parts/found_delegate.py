"""Draws a result of a search: icon, what it is, and one quiet line under; headings between the groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.parts import icons
from desktop.parts.style import look
from desktop.words import STATES

VALUE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Found:
    """One result: `value` is what choosing gives (an id, a row); `group` is the heading it stands under.

    `icon` stands before it, in the colours of `state` (a code of words.STATES) when it has one.
    """

    value: Any
    text: str
    under: str = ""
    group: str = ""
    icon: str = ""
    state: str = ""


class FoundDelegate(QStyledItemDelegate):
    """Rows with a Found under VALUE; rows without one are headings."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem,
              index: QModelIndex | QPersistentModelIndex) -> None:  # fmt: skip
        one, text = index.data(VALUE), index.data(Qt.ItemDataRole.DisplayRole)
        rect = QRectF(option.rect).adjusted(look.px(10), 0, -look.px(10), 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if one is None:
            painter.setFont(look.font(9, strong=True))
            painter.setPen(look.colour("muted"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, text)
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.colour("soft"))
                painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 6, 6)
            self._found(painter, rect, one)
        painter.restore()

    def _found(self, painter: QPainter, rect: QRectF, one: Found) -> None:
        if one.icon:
            paint_badge(painter, rect.left(), rect.center().y(), one.icon, one.state)
            rect.setLeft(rect.left() + look.px(42))
        half = rect.height() / 2 if one.under else rect.height()
        _line(painter, QRectF(rect.left(), rect.top() + 2, rect.width(), half - 2), one.text, "text", True,
              Qt.AlignmentFlag.AlignBottom if one.under else Qt.AlignmentFlag.AlignVCenter)  # fmt: skip
        if one.under:
            _line(painter, QRectF(rect.left(), rect.center().y(), rect.width(), half - 2), one.under, "muted", False,
                  Qt.AlignmentFlag.AlignTop)  # fmt: skip

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        one = index.data(VALUE)
        lines = 1.5 if one is None else 2.6 if one.under or one.icon else 1.9
        return QSize(look.px(200), round(look.line_height * lines))


def paint_badge(painter: QPainter, left: float, middle: float, icon: str, state: str = "") -> None:
    """An icon on a round ground: in the colours of a state, and then with the icon of the state, or quiet."""
    side, inner = look.px(32), look.px(17)
    told = STATES.get(state)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.ground(told.colour) if told else look.colour("sunken"))
    painter.drawEllipse(QRectF(left, middle - side / 2, side, side))
    colour = look.theme[told.colour if told else "muted"]
    picture = icons.picture(told.icon if told else icon, colour, inner, painter.device().devicePixelRatio())
    painter.drawPixmap(QPointF(round(left + (side - inner) / 2), round(middle - inner / 2)), picture)


def _line(painter: QPainter, rect: QRectF, text: str, token: str, strong: bool, where: Qt.AlignmentFlag) -> None:
    font = look.font(strong=strong)
    painter.setFont(font)
    painter.setPen(look.colour(token))
    cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, where | Qt.AlignmentFlag.AlignLeft, cut)
