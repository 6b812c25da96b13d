"""Cards: a key figure that leads to its list, a frame with a title, and rows of what must be followed up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop import words
from desktop.parts import icons
from desktop.parts.found_delegate import paint_badge
from desktop.parts.message import tip
from desktop.parts.page import button, label
from desktop.parts.style import look

_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Card(QFrame):
    """A frame with a title, an optional link to the right of it, and a body to fill."""

    def __init__(self, title: str, link: str = "", slot: Callable[[], Any] | None = None):
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(title)
        self.title, self.body = label(title, "section"), QVBoxLayout()
        self.link = button(link, slot, role="link") if link and slot else None
        head, whole = QHBoxLayout(), QVBoxLayout(self)
        head.addWidget(self.title, 1)
        if self.link:
            head.addWidget(self.link)
        whole.addLayout(head)
        whole.addLayout(self.body, 1)
        self.body.setSpacing(look.px(4))
        whole.setContentsMargins(look.px(20), look.px(16), look.px(20), look.px(16))
        whole.setSpacing(look.px(8))


class _Painted(QAbstractButton):
    """A button that paints itself: hover, focus ring and name are the same for all."""

    def __init__(self):
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self.updateGeometry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _HELD:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, QRectF(self.rect()))
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        painter.end()

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        raise NotImplementedError

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class FigureCard(_Painted):
    """A key figure: icon, name, number and a line under. A click or Enter opens the list behind it."""

    def __init__(self, name: str, icon: str, state: str, slot: Callable[[], Any]):
        super().__init__()
        self.name, self.icon_name, self.state = name, icon, state
        self.figure, self.under = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: slot())
        self.show_figure("", "")

    def show_figure(self, figure: str, under: str) -> None:
        self.figure, self.under = figure, under
        self.setAccessibleName(", ".join(part for part in (f"{self.name}: {figure}", under) if part))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look.px(170), look.px(122))

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(QPen(look.colour("border"), look.theme.border))
        painter.setBrush(look.colour("soft" if self.underMouse() else "surface"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        inside = rect.adjusted(look.px(20), look.px(16), -look.px(20), -look.px(12))
        paint_badge(painter, inside.left(), inside.top() + look.px(16), self.icon_name, self.state)
        _say(painter, _strip(inside, 0, 32, 40), self.name, 11, True, "text")
        _say(painter, _strip(inside, 34, 36), self.figure, 22, True, "text")
        _say(painter, _strip(inside, 72, 22), self.under, 10, False, "muted")


@dataclass(frozen=True, slots=True)
class Follow:
    """Something to follow up: in the colours of a state, what it is, why, and what a click opens.

    `number` ends the text where it has one; it stays in sight when the name is too long.
    """

    state: str
    text: str
    under: str
    slot: Callable[[], Any]
    number: str = ""


class FollowRow(_Painted):
    """A row of the follow-up list; click or Enter opens it."""

    def __init__(self, one: Follow):
        super().__init__()
        self.one = one
        self.setAccessibleName(f"{one.text}, {one.under}")
        self.setToolTip(tip(one.text))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: one.slot())

    def sizeHint(self) -> QSize:
        return QSize(look.px(220), look.px(46))

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("soft"))
            painter.drawRoundedRect(rect, 6, 6)
        paint_badge(painter, look.px(2), rect.center().y(), "", self.one.state)
        left, side = look.px(46), look.px(16)
        width = rect.width() - left - side - look.px(10)
        half = rect.height() / 2 - 3
        above, below = QRectF(left, 3, width, half), QRectF(left, 3 + half, width, half)
        self._name(painter, above)
        _say(painter, below, self.one.under, 10, False, "muted", Qt.AlignmentFlag.AlignTop)
        arrow = QRectF(rect.right() - side - look.px(4), rect.center().y() - side / 2, side, side)
        icons.paint(painter, arrow, "chevron-right", look.theme["muted"])

    def _name(self, painter: QPainter, rect: QRectF) -> None:
        """The name gives way where there is little room, the number never."""
        bare, strong = QFontMetricsF(look.font(10)), QFontMetricsF(look.font(10, True))
        told = self.one.text.removesuffix(self.one.number).rstrip()
        number = bare.horizontalAdvance(f"  {self.one.number}") if self.one.number else 0
        name = min(strong.horizontalAdvance(told) + 1, rect.width() - number)
        _say(painter, QRectF(rect.left(), rect.top(), name, rect.height()), told, 10, True, "text",
             Qt.AlignmentFlag.AlignBottom)  # fmt: skip
        _say(painter, rect.adjusted(name + look.px(4), 0, look.px(4), 0), self.one.number, 10, False, "muted",
             Qt.AlignmentFlag.AlignBottom)  # fmt: skip


class CountRow(_Painted):
    """How many of something wait today, in one line; click or Enter opens them. None at all stands muted."""

    def __init__(self, name: str, slot: Callable[[], Any]):
        super().__init__()
        self.name, self.figure, self.under = name, 0, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: slot())

    def show_count(self, figure: int, under: str = "") -> None:
        self.figure, self.under = figure, under
        self.setAccessibleName(", ".join(part for part in (f"{self.name}: {figure}", under) if part))
        self.setToolTip(tip(" · ".join(part for part in (self.name, under) if part)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look.px(220), look.px(28))

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("soft"))
            painter.drawRoundedRect(rect, 6, 6)
        left, side, colour = look.px(46), look.px(16), "text" if self.figure else "muted"
        _say(painter, QRectF(look.px(2), 0, left - look.px(10), rect.height()), words.number(self.figure), 11,
             bool(self.figure), colour)  # fmt: skip
        room = rect.adjusted(left, 0, -side - look.px(10), 0)
        name = QFontMetricsF(look.font(10)).horizontalAdvance(f"{self.name}  ")
        _say(painter, room, self.name, 10, False, colour)
        _say(painter, room.adjusted(min(name, room.width()), 0, 0, 0), self.under, 10, False, "muted")
        arrow = QRectF(rect.right() - side - look.px(4), rect.center().y() - side / 2, side, side)
        icons.paint(painter, arrow, "chevron-right", look.theme["muted"])


class FollowList(QWidget):
    """Rows of Follow; with none, a sentence that all is well."""

    def __init__(self, well: str):
        super().__init__()
        self.setObjectName("clear")
        self._well, self._column = label(well, "muted", wrap=True), QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(self._well)
        self._column.addStretch(1)
        self.rows: list[FollowRow] = []

    def show_rows(self, follows: Sequence[Follow]) -> None:
        """Show these instead of what stood there; the focus stays on the line it was on."""
        held = next((n for n, row in enumerate(self.rows) if row.hasFocus()), -1)
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [FollowRow(one) for one in follows]
        for place, row in enumerate(self.rows):
            self._column.insertWidget(place, row)
        self._well.setVisible(not self.rows)
        if held >= 0 and self.rows:
            self.rows[min(held, len(self.rows) - 1)].setFocus()


def _strip(rect: QRectF, top: float, height: float, left: float = 0) -> QRectF:
    """A line of a card, in the sizes of the drawings."""
    return QRectF(rect.left() + look.px(left), rect.top() + look.px(top),
                  rect.width() - look.px(left), look.px(height))  # fmt: skip


def _say(painter: QPainter, rect: QRectF, text: str, points: float, strong: bool, token: str,
         where: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter) -> None:  # fmt: skip
    font = look.font(points, strong)
    painter.setFont(font)
    painter.setPen(look.colour(token))
    cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, where | Qt.AlignmentFlag.AlignLeft, cut)
