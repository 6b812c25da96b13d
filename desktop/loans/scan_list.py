"""A list of scanned things: each row answers with icon, colour and words, and is reached and removed by key."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.loans.answers import Answer
from desktop.loans.title_line import TitleLine
from desktop.parts import icons
from desktop.parts.chips import FlowLayout
from desktop.parts.page import label
from desktop.parts.panel import empty
from desktop.parts.style import look
from desktop.words import _

ROOMY = 520  # pixels at 100 %: from here words and acts stand side by side


class Badge(QWidget):
    """A round ground with the icon of an answer, in the colour of a state."""

    def __init__(self) -> None:
        super().__init__()
        self._icon, self._colour = "circle-check", "free"
        look.changed.connect(self.updateGeometry)

    def show_icon(self, icon: str, colour: str) -> None:
        self._icon, self._colour = icon, colour
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look.px(32), look.px(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, side = QPainter(self), look.px(32)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour(self._colour)) if look.theme.border > 1 else Qt.PenStyle.NoPen)
        painter.setBrush(look.ground(self._colour))
        painter.drawEllipse(QRectF(0.5, 0.5, side - 1, side - 1))
        inset = (side - look.px(18)) / 2
        icons.paint(painter, QRectF(inset, inset, look.px(18), look.px(18)), self._icon, look.theme[self._colour])
        painter.end()


class ScanRow(QFrame):
    """One thing: its name and number, what it answers, its accessories, and what can be done with it."""

    removed = Signal()

    def __init__(self, name: str, number: str):
        super().__init__()
        self.name, self.number = name, number
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.badge, self.said = Badge(), label("", wrap=True)
        self.act_box, self.texts, self.below_box = QWidget(), QVBoxLayout(), QWidget()
        self.acts, self._row, self.under = QHBoxLayout(self.act_box), QHBoxLayout(), QVBoxLayout()
        self._parts: tuple[str, ...] = ()
        self.remove_button = self._remove_button()
        self._build()

    def _build(self) -> None:
        row = self._row
        self.texts.setSpacing(0)
        self.texts.addWidget(TitleLine(self.name, self.number))
        self.texts.addWidget(self.said)
        self._below = QVBoxLayout(self.below_box)
        self._below.setContentsMargins(0, 0, 0, 0)
        self.below_box.hide()
        self.texts.addWidget(self.below_box)
        self.acts.setContentsMargins(0, 0, 0, 0)
        self.acts.setSpacing(look.px(8))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.px(4), look.px(6), look.px(4), look.px(6))
        whole.setSpacing(look.px(6))
        row.setSpacing(look.px(12))
        row.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self.texts, 1)
        row.addWidget(self.act_box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignTop)
        self.under.setContentsMargins(look.px(44), 0, 0, 0)
        whole.addLayout(row)
        whole.addLayout(self.under)

    def _remove_button(self) -> QToolButton:
        made = QToolButton()
        made.setObjectName("quiet")
        icons.put(made, "x", "text", 16)
        made.setToolTip(_("Ta bort fra listen (Delete)"))
        made.setAccessibleName(_("Ta bort {thing}").format(thing=self.called))
        made.clicked.connect(lambda _checked=False: self.removed.emit())
        return made

    @property
    def called(self) -> str:
        """'Rullator, innendørs UT-0187'."""
        return f"{self.name} {self.number}".strip()

    def show_answer(self, answer: Answer) -> None:
        """Say this, in its colour unless it is nothing to stop at."""
        self.badge.show_icon(answer.icon, answer.colour)
        self.said.setText(answer.text)
        ink = look.theme["muted" if answer.calm else answer.colour]
        self.said.setStyleSheet(f"color: {ink}")
        self.setAccessibleName(f"{self.called}: {answer.text}")

    def show_accessories(self, names: Sequence[str], left_out: set[str], changed: Callable[[], None]) -> None:
        """Ticks for what belongs with it; `left_out` is kept up to date with those that are not ticked."""
        if tuple(names) == self._parts:
            return
        self._parts = tuple(names)
        box = QWidget()
        flow = FlowLayout(box, look.px(14))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        box.setSizePolicy(policy)
        for name in names:
            flow.addWidget(_tick(name, left_out, changed, self.called))
        empty(self._below)
        self._below.addWidget(box)
        self.below_box.setVisible(bool(names))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow list the acts stand under the words."""
        super().resizeEvent(event)
        below, is_below = self.width() < look.px(ROOMY), self._row.indexOf(self.act_box) < 0
        if below and not is_below:
            self._row.removeWidget(self.act_box)
            self.texts.addWidget(self.act_box, 0, Qt.AlignmentFlag.AlignLeft)
        elif is_below and not below:
            self.texts.removeWidget(self.act_box)
            self._row.insertWidget(2, self.act_box, 0, Qt.AlignmentFlag.AlignTop)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("focus"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), look.px(6), look.px(6))
        painter.end()


def _tick(name: str, left_out: set[str], changed: Callable[[], None], owner: str) -> QCheckBox:
    made = QCheckBox(name.replace("&", "&&"))
    made.setChecked(name not in left_out)
    made.setAccessibleName(_("{part} til {thing}").format(part=name, thing=owner))

    def keep(on: bool) -> None:
        (left_out.discard if on else left_out.add)(name)
        changed()

    made.toggled.connect(keep)
    return made


class ScanList(QWidget):
    """Rows by key. Up and Down go between them; the scroll area around it follows."""

    def __init__(self, name: str):
        super().__init__()
        self.setObjectName("clear")
        self.setAccessibleName(name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(2))
        self.rows: dict[Hashable, ScanRow] = {}
        self._wanted: Hashable = None

    def sync(self, keys: Sequence[Any], make: Callable[[Any], ScanRow]) -> None:
        """Let there be one row for each key, in this order; known rows stay as they are."""
        for key in [key for key in self.rows if key not in keys]:
            self._drop(key)
        for place, key in enumerate(keys):
            if key not in self.rows:
                self.rows[key] = row = make(key)
                self._column.insertWidget(place, row)
        self.rows = {key: self.rows[key] for key in keys}

    def _drop(self, key: Hashable) -> None:
        row, place = self.rows[key], list(self.rows).index(key)
        held = QApplication.focusWidget()
        had_focus = held is not None and (held is row or row.isAncestorOf(held))
        del self.rows[key]
        left = list(self.rows.values())
        if had_focus and left:
            left[min(place, len(left) - 1)].setFocus()
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def show_row(self, key: Hashable, focus: bool = False) -> None:
        """Bring a row into sight once it has its place."""
        self._wanted = key
        if focus:
            self.rows[key].setFocus()
        QTimer.singleShot(0, self, self._show_wanted)

    def _show_wanted(self) -> None:
        row = self.rows.get(self._wanted)
        if row is not None:
            _in_sight(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A new row has its place only now."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._show_wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        rows = list(self.rows.values())
        here = next((n for n, row in enumerate(rows) if row.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        row = rows[max(0, min(len(rows) - 1, here + step))]
        row.setFocus()
        _in_sight(row)


def _in_sight(row: QWidget) -> None:
    area = row.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if isinstance(area, QScrollArea):
        area.ensureWidgetVisible(row, 0, look.px(12))
