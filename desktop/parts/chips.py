"""A row of chips: one is chosen, each says how many it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from desktop import words
from desktop.parts.style import look


@dataclass(frozen=True, slots=True)
class Chip:
    """`count` None shows no number."""

    code: str
    text: str
    count: int | None = None


class FlowLayout(QLayout):
    """Widgets side by side, and on a new line where the width ends."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 8):
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # by width; the layouts around ask the same again and again
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._lay(QRect(0, 0, width, 0), place=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, place=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        shown = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(max((s.width() for s in shown), default=0), max((s.height() for s in shown), default=0))

    def _lay(self, rect: QRect, place: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x > rect.x() and x + size.width() > rect.right() + 1:
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if place:
                item.setGeometry(QRect(QPoint(x, y), size))
            x, line = x + size.width() + self.spacing(), max(line, size.height())
        return y + line - rect.y()


class Chips(QWidget):
    """`picked` carries the code that a person chose; `current` is the one that holds. Arrow keys move.

    Where the chips would need more than two lines, a box with the same choices stands instead.
    """

    picked = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.setAccessibleName(name)
        self._row, self.box = QWidget(), QComboBox()
        self._flow = FlowLayout(self._row)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self.current = ""
        self.box.setAccessibleName(name)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.box.activated.connect(lambda number: self._pick(self.box.itemData(number)))
        self.box.hide()
        look.changed.connect(self._measure)
        _grow(self._row)
        _grow(self)
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.addWidget(self._row, 1)
        both.addWidget(self.box, 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Show these chips; the one that was chosen stays chosen, else the first is."""
        codes = [chip.code for chip in chips]
        if list(self._buttons) != codes:
            self._rebuild(codes)
        self.box.clear()
        for chip in chips:
            number = "" if chip.count is None else f"  {words.number(chip.count)}"
            self._buttons[chip.code].setText(chip.text + number)
            self._buttons[chip.code].setMinimumWidth(_width(chip.text + number))
            self._buttons[chip.code].setAccessibleName(f"{chip.text}{number.replace('  ', ', ')}")
            self.box.addItem(chip.text + number, chip.code)
        if codes:
            self.choose(self.current if self.current in codes else codes[0])
        self._fold()
        self.updateGeometry()

    def _measure(self) -> None:
        for made in self._buttons.values():
            made.setMinimumWidth(_width(made.text()))

    def choose(self, code: str) -> None:
        """Mark a chip without telling anybody."""
        if code in self._buttons:
            self.current = code
            self._buttons[code].setChecked(True)
            self.box.setCurrentIndex(self.box.findData(code))

    def first(self) -> str:
        """The code of the first chip, which filters nothing away; '' without chips."""
        return next(iter(self._buttons), "")

    def _rebuild(self, codes: Sequence[str]) -> None:
        for old in self._buttons.values():
            self._group.removeButton(old)
            self._flow.removeWidget(old)
            old.deleteLater()
        self._buttons = {code: self._made(code) for code in codes}
        for before, after in pairwise([self.box, *self._buttons.values()]):  # Tab comes to them in their place
            QWidget.setTabOrder(before, after)

    def _made(self, code: str) -> QPushButton:
        made = QPushButton(self._row)
        made.setObjectName("chip")
        made.setCheckable(True)
        made.clicked.connect(lambda: self._pick(code))
        self._group.addButton(made)
        self._flow.addWidget(made)
        made.show()
        return made

    def _pick(self, code: str) -> None:
        self.choose(code)
        self.picked.emit(code)

    def _fold(self) -> None:
        line = self._flow.sizeHint().height()
        folded = self._flow.heightForWidth(self.width()) > 2 * line + self._flow.spacing()
        self.box.setVisible(folded)
        self._row.setVisible(not folded)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        codes = list(self._buttons)
        if step is None or self.current not in codes:
            super().keyPressEvent(event)
            return
        code = codes[(codes.index(self.current) + step) % len(codes)]
        self._buttons[code].setFocus()
        self._buttons[code].click()


def _width(text: str) -> int:
    """The width in pixels of a chip: the one that is chosen is written in bold."""
    return round(QFontMetricsF(look.font(strong=True)).horizontalAdvance(text)) + look.px(26)


def _grow(widget: QWidget) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)
