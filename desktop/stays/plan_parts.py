"""Parts of the plan window: a row that shows its whole text, and a section with its rows and its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetricsF, QPainter
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.parts.page import button, label
from desktop.parts.panel import empty
from desktop.parts.row_button import ARROW, CIRCLE, GAP, SIDE, RowButton
from desktop.parts.shortcuts import sequence
from desktop.parts.style import look
from desktop.words import _

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
Slot = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A row: what a click or Enter opens, and more acts with their keys while the row has the focus.

    `tick` gets True or False from the box before the row; `ticked` None means that there is no box.
    """

    key: tuple[str, int]
    title: str
    under: str
    icon: str
    colour: str
    open: Slot
    acts: Sequence[tuple[str, str, Slot]] = ()
    late: bool = False
    ticked: bool | None = None
    tick: Callable[[bool], Any] | None = None


class PlanRow(RowButton):
    """A RowButton whose words are never cut: it grows with them."""

    def __init__(self, line: Line):
        super().__init__(line.title, line.under, line.icon, line.colour, line.late)
        self.key = line.key
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda _on=False: line.open())
        self._offer(line.acts)

    def _offer(self, acts: Sequence[tuple[str, str, Slot]]) -> None:
        """The acts of the row by their keys and in its menu."""
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for text, key, slot in acts:
            action = QAction(text, self)
            if key:
                action.setShortcut(sequence(key))
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _on=False, slot=slot: slot())
            self.addAction(action)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        words = sum(height for _text, _colour, _strong, height in self._wrapped(self._room(width)))
        return max(round(words), look.px(CIRCLE)) + look.px(12)

    def sizeHint(self) -> QSize:
        width = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else look.px(420)
        return QSize(look.px(160), self.heightForWidth(max(width, look.px(160))))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(120), self.heightForWidth(max(self.width(), look.px(120))))

    def _room(self, width: int) -> float:
        return width - look.px(SIDE + CIRCLE + GAP) - look.px(ARROW + SIDE + GAP)

    def _wrapped(self, width: float) -> list[tuple[str, str, bool, float]]:
        """Every text of the row: what it says, its colour, its weight and how high it is at this width."""
        found = []
        for text, colour, strong in (
            (self.text(), "text", True), (self.under, "overdue" if self._late else "muted", False),
        ):  # fmt: skip
            if text:
                metrics = QFontMetricsF(look.font(strong=strong))
                high = metrics.boundingRect(QRectF(0, 0, width, 100_000), int(_WRAP), text).height()
                found.append((text, colour, strong, high))
        return found

    def _texts(self, painter: QPainter, left: int) -> None:
        width = self._room(self.width())
        shown = self._wrapped(width)
        top = (self.height() - sum(high for *_rest, high in shown)) / 2
        for text, colour, strong, high in shown:
            painter.setFont(look.font(strong=strong))
            painter.setPen(look.colour(colour))
            painter.drawText(QRectF(left, top, width, high + 1), int(_WRAP), text)
            top += high


class Section(QFrame):
    """A heading with what can be added, words on how it stands, and its rows."""

    filled = Signal()

    def __init__(self, title: str, adds: Sequence[tuple[str, str, Slot]], hint: str = "", may_write: bool = True):
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(title)
        self.rows: list[PlanRow] = []
        whole, head = QVBoxLayout(self), QHBoxLayout()
        whole.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        whole.setSpacing(look.px(4))
        head.addWidget(label(title, "section", wrap=True), 1)
        whole.addLayout(head)
        if hint:
            whole.addWidget(label(hint, "muted", wrap=True))
        self._inside = QVBoxLayout()
        self._inside.setSpacing(look.px(2))
        whole.addLayout(self._inside)
        self.buttons = [self._button(*add) for add in adds] if may_write else []
        feet = QVBoxLayout()
        feet.setSpacing(0)
        for made in self.buttons:
            feet.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addLayout(feet)

    def _button(self, text: str, key: str, slot: Slot) -> QWidget:
        return button(_("{text} ({key})").format(text=text, key=key), slot, "plus", role="link")

    def show_lines(self, lines: Sequence[Line], nothing: str, told: Sequence[str] = ()) -> None:
        """Show these rows instead of what stood there; `told` are sentences before them."""
        empty(self._inside)
        self.rows = []
        shown = [*(_sentence(text) for text in told), *(self._with_box(line) for line in lines)]
        for widget in shown or [label(nothing, "muted", wrap=True)]:
            self._inside.addWidget(widget)
            widget.show()  # at once, for one of them gets the focus now

    def _with_box(self, line: Line) -> QWidget:
        row = PlanRow(line)
        self.rows.append(row)
        if line.ticked is None:
            return row
        whole, box = QWidget(), QCheckBox()
        beside = QHBoxLayout(whole)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(look.px(2))
        box.setAccessibleName(_("I orden: {what}").format(what=line.title))
        box.setToolTip(_("Kryss av når det er i orden"))
        box.setChecked(line.ticked)
        box.setEnabled(line.tick is not None)
        if line.tick is not None:
            box.clicked.connect(line.tick)
        beside.addWidget(box)
        beside.addWidget(row, 1)
        return whole


def _sentence(text: str) -> QLabel:
    return label(text, wrap=True)
