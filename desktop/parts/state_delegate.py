"""Cells of a record table: the state as colour, icon and word together, a passed deadline in red, calm text."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop import columns, words
from desktop.parts import icons
from desktop.parts.record_model import COLUMN_ROLE, ROW_ROLE, RecordModel
from desktop.parts.style import look

SIDE = 12


def pill_width(word: str) -> int:
    """The width of a state pill with this word, in pixels."""
    return round(QFontMetricsF(look.font()).horizontalAdvance(word)) + look.px(42)


def paint_pill(painter: QPainter, left: float, middle: float, code: str, framed: bool = False) -> None:
    """Draw the state `code` of words.STATES from `left`, its middle at height `middle`."""
    state, height = words.STATES[code], look.px(25)
    rect = QRectF(left, middle - height / 2, pill_width(state.word), height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outlined = framed or look.theme.border > 1
    painter.setPen(QPen(look.colour(state.colour), look.theme.border) if outlined else Qt.PenStyle.NoPen)
    painter.setBrush(look.ground(state.colour))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2)
    side = look.px(16)
    icon = icons.picture(state.icon, look.theme[state.colour], side, painter.device().devicePixelRatio())
    painter.drawPixmap(QPointF(round(left + look.px(9)), round(middle - side / 2)), icon)
    painter.setPen(look.colour(state.colour))
    painter.setFont(look.font())
    painter.drawText(rect.adjusted(look.px(30), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, state.word)
    painter.restore()


class CellDelegate(QStyledItemDelegate):
    """Draws every cell of a record table."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        column, row = index.data(COLUMN_ROLE), index.data(ROW_ROLE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        _ground(painter, option, index, chosen)
        if row is not None and column.kind == "state" and columns.cell(column, row) in words.STATES:
            left = option.rect.left() + look.px(SIDE)
            paint_pill(painter, left, option.rect.center().y() + 0.5, columns.cell(column, row), chosen)
        elif row is not None:
            self._text(painter, option, index, column, row)
        if option.state & QStyle.StateFlag.State_HasFocus:
            _ring(painter, option)

    def _text(self, painter, option, index, column, row) -> None:
        model = index.model()
        late = isinstance(model, RecordModel) and model.late(column, row)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        rect = option.rect.adjusted(look.px(SIDE), 0, -look.px(SIDE), 0)
        font = look.font(strong=column.strong or late)
        painter.save()
        painter.setFont(font)
        quiet = column.muted or text == words.NONE
        painter.setPen(look.colour("overdue" if late else "muted" if quiet else "text"))
        cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, index.data(Qt.ItemDataRole.TextAlignmentRole), cut)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        column = index.data(COLUMN_ROLE)
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        if column.kind == "state":
            width = pill_width(text)
        else:
            width = round(QFontMetricsF(look.font(strong=column.strong or column.due)).horizontalAdvance(text)) + 1
        return QSize(width + 2 * look.px(SIDE), look.row_height())


def _ground(painter: QPainter, option: QStyleOptionViewItem, index, chosen: bool) -> None:
    token = "soft" if chosen else "alt" if index.row() % 2 else "surface"
    painter.fillRect(option.rect, look.colour(token))
    table = option.widget  # type: ignore[attr-defined]
    if chosen and _is_leftmost(table, index):
        painter.fillRect(option.rect.adjusted(0, 0, look.px(3) - option.rect.width(), 0), look.colour("primary"))


def _is_leftmost(table: QWidget | None, index) -> bool:
    header = getattr(table, "horizontalHeader", None)
    if header is None:
        return index.column() == 0
    bar = header()
    shown = (bar.logicalIndex(n) for n in range(bar.count()) if not bar.isSectionHidden(bar.logicalIndex(n)))
    return next(shown, 0) == index.column()


def _ring(painter: QPainter, option: QStyleOptionViewItem) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("focus"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(option.rect).adjusted(2, 2, -2, -2), 4, 4)
    painter.restore()
