"""The detail panel beside a list: what a record is, how it stands, and the acts that fit now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop import words
from desktop.parts.page import button, label
from desktop.parts.scrolling import Tall, scrolling
from desktop.parts.state_delegate import paint_pill, pill_width
from desktop.parts.style import look


@dataclass(frozen=True, slots=True)
class Act:
    """A button of the panel: what it says, what it does; one may be primary. Two `half` ones stand side by side."""

    text: str
    slot: Callable[[], Any]
    primary: bool = False
    danger: bool = False
    icon: str = ""
    half: bool = False


@dataclass(frozen=True, slots=True)
class Details:
    """What the panel shows. `facts` are (label, text) pairs; empty texts are left out. `more` are own widgets."""

    title: str
    over: str = ""
    state: str = ""
    facts: Sequence[tuple[str, str]] = ()
    acts: Sequence[Act] = ()
    more: Sequence[QWidget] = field(default_factory=tuple)


class StatePill(QWidget):
    """A state as colour, icon and word."""

    def __init__(self, code: str = ""):
        super().__init__()
        self.code = ""
        look.changed.connect(self.updateGeometry)
        self.show_state(code)

    def show_state(self, code: str) -> None:
        self.code = code
        self.setAccessibleName(words.STATES[code].word if code else "")
        if self.parentWidget() is not None or not code:  # shown without a parent it would be a window of its own
            self.setVisible(bool(code))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(pill_width(words.STATES[self.code].word) if self.code else 0, look.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.code:
            painter = QPainter(self)
            paint_pill(painter, 0, self.height() / 2, self.code)
            painter.end()


class DetailPanel(QFrame):
    """Shows Details; empties itself with None."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAccessibleName(words._("Detaljer"))
        self._whole = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._whole.setSpacing(6)
        self._inside: list[QWidget] = []
        self.details: Details | None = None
        look.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self._whole.setContentsMargins(look.px(20), look.px(18), look.px(20), look.px(18))

    def sizeHint(self) -> QSize:
        return super().sizeHint().boundedTo(self.maximumSize())

    def needed(self) -> int:
        """The width in pixels at which no button, no state and no heading of a fact is cut."""
        margins, inside = self._whole.contentsMargins(), [one.minimumSizeHint().width() for one in self._inside[1:]]
        for area in self.findChildren(QScrollArea):
            for facts in area.findChildren(Tall):
                bar = area.verticalScrollBar().sizeHint().width()
                inside.append(cast(QVBoxLayout, facts.layout()).minimumSize().width() + bar)
        frame = self.width() - self.contentsRect().width()
        return max(inside, default=0) + margins.left() + margins.right() + frame

    def fill(self, details: Details | None) -> None:
        """Show these details instead of what stood there."""
        scrolled = self._scrolled()
        self._clear()
        self.details = details
        if details is None:
            return
        self._add(self._facts(details), 1)
        self._add(self._buttons(details.acts), 0)
        area = self.findChild(QScrollArea)
        if area is not None:
            area.verticalScrollBar().setValue(scrolled)

    def begin(self) -> None:
        """Put the focus on the first act, else on the first thing that takes it."""
        acts = self._inside[-1].findChildren(QPushButton) if self._inside else []
        others = [one for one in self.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for target in [*acts, *others][:1]:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def spread(self, wide: bool) -> None:
        """Put the acts beside the facts instead of under them."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._whole.setDirection(across if wide else down)

    def _buttons(self, acts: Sequence[Act]) -> QWidget:
        box, column = QWidget(), QVBoxLayout()
        box.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._whole.spacing())
        column.addStretch(1)
        beside: QHBoxLayout | None = None
        for act in acts:
            beside = self._act(column, act, beside)
        return box

    def _act(self, column: QVBoxLayout, act: Act, beside: QHBoxLayout | None) -> QHBoxLayout | None:
        """Place the button; gives the row that has room for one more half."""
        role = "primary" if act.primary else "danger" if act.danger else ""
        made = button(act.text, act.slot, act.icon, role)
        made.setAutoDefault(True)  # Enter presses it, as Space does
        if not act.half:
            column.addWidget(made)
            return None
        if beside is not None:
            beside.addWidget(made, 1)
            return None
        beside = QHBoxLayout()
        beside.setSpacing(self._whole.spacing())
        beside.addWidget(made, 1)
        column.addLayout(beside)
        return beside

    def _facts(self, details: Details) -> QScrollArea:
        inside = Tall()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.px(4), 0)
        column.setSpacing(3)
        self._heading(column, details)
        for name, text in details.facts:
            if text:
                column.addSpacing(look.px(6))
                column.addWidget(label(name, "muted"))
                column.addWidget(_value(text))
        for widget in details.more:
            column.addSpacing(look.px(10))
            column.addWidget(widget)
        column.addStretch(1)
        return scrolling(inside)

    def _heading(self, column: QVBoxLayout, details: Details) -> None:
        if details.over:
            column.addWidget(label(details.over, "muted"))
        column.addWidget(label(details.title, "section", wrap=True))
        if details.state:
            column.addSpacing(look.px(2))
            column.addWidget(StatePill(details.state), 0, Qt.AlignmentFlag.AlignLeft)

    def _add(self, widget: QWidget, stretch: int = 0) -> None:
        self._inside.append(widget)
        self._whole.addWidget(widget, stretch)

    def _clear(self) -> None:
        for widget in self._inside:
            self._whole.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._inside = []

    def _scrolled(self) -> int:
        area = next((w for w in self._inside if isinstance(w, QScrollArea)), None)
        return area.verticalScrollBar().value() if area else 0


def _value(text: str) -> QWidget:
    made = label(text, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def empty(layout: QLayout) -> None:
    """Take every widget out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
