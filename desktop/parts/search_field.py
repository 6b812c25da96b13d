"""A field to search and choose in: type, see what fits in a list below, choose with Enter or a click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem

from desktop.parts.fields import Field, Unreadable
from desktop.parts.found_delegate import VALUE, Found, FoundDelegate
from desktop.parts.style import look
from desktop.timing import later
from desktop.words import STATES, _

WAIT_MS = 80
SHORTEST = 2  # letters before it is worth telling that nothing fits


class Results(QListWidget):
    """The list under a search line. It never takes the focus, so typing goes on; the line sends it the arrows."""

    chosen = Signal(object)

    def __init__(self, line: QLineEdit, search: Callable[[str], Sequence[Found]]):
        super().__init__(line.window())
        self.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("results")
        self.setAccessibleName(_("Treff"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.Box)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.line, self._search = line, search
        self.setItemDelegate(FoundDelegate(self))
        self._wait = later(self, WAIT_MS, self.search)
        self.itemClicked.connect(self._take)
        self._asked = ""
        line.textEdited.connect(self._ask)
        line.textChanged.connect(self._put)
        line.installEventFilter(self)

    def _ask(self, text: str) -> None:
        self._asked = text
        self._wait.start()

    def _put(self, text: str) -> None:
        """A text that the program puts there, after a scan or a choice, is no question."""
        if text != self._asked:
            self._wait.stop()
            self.hide()

    def search(self) -> None:
        """Show what fits the words in the line now."""
        self._wait.stop()
        text = self.line.text().strip()
        found = self._search(text) if text else ()
        self.clear()
        group = ""
        for one in found:
            if one.group != group:
                group = one.group
                self._heading(group)
            self._row(one)
        if found:
            self.setCurrentRow(self._next(-1, 1))
            self._place()
        elif len(text) < SHORTEST:
            self.hide()
        else:
            self.say(_("Ingen treff på «{text}»").format(text=text))

    def say(self, text: str) -> None:
        """Show a sentence where results would stand."""
        self.clear()
        self._heading(text)
        self._place()

    def _heading(self, text: str) -> None:
        item = QListWidgetItem(text, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)

    def _row(self, one: Found) -> None:
        item = QListWidgetItem(one.text, self)
        item.setData(VALUE, one)
        state = STATES[one.state].word if one.state else ""
        told = (one.text, state, one.under, one.group)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(part for part in told if part))

    def _place(self) -> None:
        height = sum(self.sizeHintForRow(n) for n in range(self.count())) + look.px(12)
        self.setFixedSize(max(self.line.width(), look.px(320)), min(height, look.px(420)))
        self.move(self.line.mapToGlobal(QPoint(0, self.line.height() + 2)))
        self.show()

    def take(self) -> bool:
        """Choose the marked result; False when there is none."""
        if self._wait.isActive():
            self.search()
        item = self.currentItem() if self.isVisible() else None
        if item is None:
            return False
        self._take(item)
        return True

    def _take(self, item: QListWidgetItem) -> None:
        one = item.data(VALUE)
        if one is not None:
            self.hide()
            self.chosen.emit(one)

    def _next(self, row: int, step: int) -> int:
        for _try in range(self.count()):
            row = (row + step) % self.count()
            if self.item(row).flags() & Qt.ItemFlag.ItemIsEnabled:
                return row
        return row

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.hide()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step and self.isVisible():
            self.setCurrentRow(self._next(self.currentRow(), step))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            return self.take()
        if event.key() == Qt.Key.Key_Escape and self.isVisible():
            self.hide()
            return True
        return False


class SearchField(Field):
    """Gives the value of the chosen result, or None. `picked` carries the Found.

    Text that was typed without choosing is Unreadable.
    """

    picked = Signal(object)
    missing = _("Velg {name}")

    def __init__(
        self,
        name: str,
        search: Callable[[str], Sequence[Found]],
        hint: str = "",
        needed: bool = False,
        placeholder: str = "",
        nothing: str = "",
    ):
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(placeholder)
        super().__init__(name, self.edit, hint, needed)
        self.found: Found | None = None
        self._nothing = nothing or _("Velg fra listen")
        self.results = Results(self.edit, search)
        self.results.chosen.connect(self.pick)
        self.edit.textEdited.connect(self._typed)

    def value(self) -> Any:
        if self.found is None and self.edit.text().strip():
            raise Unreadable(self._nothing)
        return self.found.value if self.found else None

    def text(self) -> str:
        """What stands in the field, chosen or not."""
        return self.edit.text().strip()

    def set_value(self, value: Found | None) -> None:
        """Show a result as chosen."""
        self.found = value
        self.edit.setText(value.text if value else "")
        self.edit.setCursorPosition(0)  # a long text shows its name, not its end
        self.fault("")

    def pick(self, found: Found) -> None:
        self.set_value(found)
        self.picked.emit(found)
        self.changed.emit()

    def _typed(self, _text: str) -> None:
        self.found = None
        self.fault("")
        self.changed.emit()
