"""Fields of a form: a label, something to type or choose in, a hint, and the fault under it with an icon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop import words
from desktop.parts import icons
from desktop.parts.page import label
from desktop.parts.style import look
from desktop.words import _


class Unreadable(ValueError):
    """What stands in the field cannot be read; its text says why, for the person who typed it."""


class Field(QWidget):
    """The base of all fields. `value()` raises Unreadable; `changed` comes when a person changes something."""

    changed = Signal()
    missing = _("Fyll ut {name}")

    def __init__(self, name: str, control: QWidget, hint: str = "", needed: bool = False):
        super().__init__()
        self.name, self.control, self.needed, self._hint = name, control, needed, hint
        self.label, self.under = label(name, "fieldname"), label(hint, "hint", wrap=True)
        self.label.setBuddy(control)
        control.setAccessibleName(name + (_(", må fylles ut") if needed else ""))
        self._mark = QLabel()
        icons.put(self._mark, "circle-alert", "overdue", 16)
        self._mark.hide()
        self._lay()
        self.under.setVisible(bool(hint))  # once it has a parent: without one it would be a window of its own

    def _lay(self) -> None:
        column, foot = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        foot.setSpacing(6)
        foot.addWidget(self._mark)
        foot.addWidget(self.under, 1)
        column.addWidget(self.label)
        column.addWidget(self.control)
        column.addLayout(foot)

    def value(self) -> Any:
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        raise NotImplementedError

    def read(self) -> Any:
        """The value; Unreadable also where something that is needed is missing."""
        value = self.value()
        if self.needed and value in (None, "", []):
            raise Unreadable(self.missing.format(name=self.name.lower()))
        return value

    def hint(self, text: str) -> None:
        """What stands under the field while nothing is wrong."""
        self._hint = text
        if not self._mark.isVisibleTo(self):
            self._say(text, fault=False)

    def fault(self, text: str) -> None:
        """Say what is wrong under the field; '' takes it away."""
        self._say(text or self._hint, fault=bool(text))
        self.control.setAccessibleDescription(text)

    def _say(self, text: str, fault: bool) -> None:
        self.under.setText(text)
        self.under.setVisible(bool(text))
        self.under.setObjectName("fault" if fault else "hint")
        self._mark.setVisible(fault)
        self.control.setProperty("fault", fault)
        for widget in (self.under, self.control):
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def focus(self) -> None:
        self.control.setFocus()


class TextField(Field):
    """One line of text, read without blanks around it."""

    def __init__(self, name: str, hint: str = "", needed: bool = False, placeholder: str = ""):
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(placeholder)
        super().__init__(name, self.edit, hint, needed)
        self.edit.textEdited.connect(lambda _text: self.changed.emit())

    def value(self) -> Any:
        return self.edit.text().strip()

    def set_value(self, value: Any) -> None:
        self.edit.setText("" if value is None else str(value))


class LongTextField(Field):
    """Several lines; Tab goes on to the next field."""

    def __init__(self, name: str, hint: str = "", lines: int = 3):
        self.edit = QPlainTextEdit()
        self.edit.setTabChangesFocus(True)
        self._lines = lines
        super().__init__(name, self.edit, hint)
        self.edit.textChanged.connect(self.changed)
        look.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.edit.setFixedHeight(round(look.line_height * self._lines) + look.px(22))

    def value(self) -> str:
        return self.edit.toPlainText().strip()

    def set_value(self, value: Any) -> None:
        self.edit.blockSignals(True)
        self.edit.setPlainText(value or "")
        self.edit.blockSignals(False)


class NumberField(TextField):
    """A whole number, or None. `least` is the smallest that makes sense."""

    def __init__(self, name: str, hint: str = "", needed: bool = False, least: int = 0):
        super().__init__(name, hint, needed)
        self.least = least

    def value(self) -> int | None:
        text = re.sub(r"\s", "", self.edit.text())
        if not text:
            return None
        if not re.fullmatch(r"\d{1,9}", text) or int(text) < self.least:
            raise Unreadable(_("Skriv et helt tall, {least} eller mer").format(least=self.least))
        return int(text)

    def set_value(self, value: Any) -> None:
        super().set_value(value)


class MoneyField(TextField):
    """Kroner as people write them ("kr 4 200,-", "4200,50"), read as whole øre or None."""

    def value(self) -> int | None:
        text = self.edit.text().strip()
        return ore(text) if text else None

    def set_value(self, value: int | None) -> None:
        self.edit.setText(words.money(value).removesuffix(f"{words.NBSP}kr").replace(words.NBSP, " "))


def ore(text: str) -> int:
    """'kr 4 200,-' -> 420000. Unreadable where it is no sum."""
    bare = re.sub(r"\s|kr\.?|,-$|,–$", "", text.lower().replace(words.NBSP, ""))
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:[,.](\d{1,2}))?", bare)
    if not found:
        raise Unreadable(_("Skriv beløpet i kroner, for eksempel 4 200"))
    return int(found[1].replace(".", "")) * 100 + int((found[2] or "0").ljust(2, "0"))


class ChoiceBox(QComboBox):
    """A box to choose in that the wheel rolls past: who rolls down a form must not change what lies under the mouse."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceField(Field):
    """One of a few: `choices` are (value, text) pairs. With `none` there is a first line for no choice."""

    missing = _("Velg {name}")

    def __init__(
        self, name: str, choices: Sequence[tuple[Any, str]], hint: str = "", none: str = "", needed: bool = False
    ):
        self.box = ChoiceBox()
        super().__init__(name, self.box, hint, needed)
        if none:
            self.box.addItem(none, None)
        for value, text in choices:
            self.box.addItem(text, value)
        self.box.activated.connect(lambda _n: self.changed.emit())

    def value(self) -> Any:
        return self.box.currentData()

    def set_value(self, value: Any) -> None:
        self.box.setCurrentIndex(max(0, self.box.findData(value)))


class CheckField(Field):
    """Yes or no."""

    def __init__(self, name: str, hint: str = ""):
        self.box = QCheckBox(name)
        super().__init__(name, self.box, hint)
        self.label.hide()
        self.box.clicked.connect(lambda _on: self.changed.emit())

    def value(self) -> bool:
        return self.box.isChecked()

    def set_value(self, value: Any) -> None:
        self.box.setChecked(bool(value))
