"""The base of every form: it closes only when the register has said yes, and keeps what was typed until then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from db.errors import FileTrouble, Rejected
from desktop import faults
from desktop.parts import message
from desktop.parts.banner import Banner
from desktop.parts.fields import Field, Unreadable
from desktop.parts.page import button, label
from desktop.parts.scrolling import Tall, scrolling
from desktop.parts.shortcuts import on_confirm
from desktop.parts.style import look
from desktop.words import _

if TYPE_CHECKING:
    from desktop.store import Store

AnyField = TypeVar("AnyField", bound=Field)


class RecordForm(QDialog):
    """A form above the window; open it with `open()`.

    A subclass adds its fields in `__init__` and answers `command(values)` with a command of db and its arguments.
    `saved` carries the Receipt. Ctrl+Enter saves; Esc leaves, and asks first when something was typed.
    """

    saved = Signal(object)

    def __init__(self, store: Store, title: str, save_text: str, parent: QWidget | None = None, under: str = ""):
        super().__init__(parent)
        self.store, self.touched, self._row, self._taken = store, False, 0, 0
        self.fields: dict[str, Field] = {}
        self.setWindowTitle(title)
        self.setModal(True)
        self._build(title, under, save_text)
        self.resize(look.px(640), self.sizeHint().height())

    # building

    def _build(self, title: str, under: str, save_text: str) -> None:
        column = self._whole = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(20), look.px(24), look.px(20))
        column.setSpacing(look.px(12))
        column.addWidget(label(title, "title", wrap=True))
        if under:
            column.addWidget(label(under, "muted", wrap=True))
        self.trouble = Banner()
        column.addWidget(self.trouble)
        inside = Tall()
        self.grid = QGridLayout(inside)
        self.grid.setContentsMargins(2, 2, look.px(8), 2)
        self.grid.setHorizontalSpacing(look.px(16))
        self.grid.setVerticalSpacing(look.px(12))
        for half in (0, 1):
            self.grid.setColumnStretch(half, 1)
        self.area = scrolling(inside)
        column.addWidget(self.area, 1)
        column.addLayout(self._feet(save_text))

    def _feet(self, save_text: str) -> QHBoxLayout:
        feet = QHBoxLayout()
        self.save_button = button(save_text, self.save, role="primary", tip="Ctrl+Enter")
        self.save_button.setDefault(False)
        self.save_button.setAutoDefault(False)
        leave = button(_("Avbryt"), self.reject, tip="Esc")
        leave.setAutoDefault(False)
        feet.addWidget(label(_("Ctrl+Enter: {act}").format(act=save_text[:1].lower() + save_text[1:]), "muted"))
        feet.addStretch(1)
        feet.addWidget(leave)
        feet.addWidget(self.save_button)
        on_confirm(self, self.save)
        return feet

    def section(self, title: str) -> None:
        """A heading before the fields that follow."""
        self._next_row()
        self.grid.addWidget(label(title, "section"), self._row, 0, 1, 2)
        self._row += 1

    def add(self, key: str, field: AnyField, half: bool = False) -> AnyField:
        """Add a field under the name that the command knows; `half` puts two side by side."""
        self.fields[key] = field
        field.changed.connect(lambda: self._touch(field))
        taken = self.grid.itemAtPosition(self._row, 0)
        if half and taken is not None and self.grid.itemAtPosition(self._row, 1) is None:
            self.grid.addWidget(field, self._row, 1, Qt.AlignmentFlag.AlignTop)
            self._row += 1
        else:
            self._next_row()
            self.grid.addWidget(field, self._row, 0, 1, 1 if half else 2, Qt.AlignmentFlag.AlignTop)
            self._row += 0 if half else 1
        return field

    def place(self, widget: QWidget) -> None:
        """Add something that is no field, over the whole width."""
        self._next_row()
        self.grid.addWidget(widget, self._row, 0, 1, 2)
        self._row += 1

    def beside(self, widget: QWidget, pixels: float) -> None:
        """Put something beside the fields, this wide at 10 pt; under them where the screen has no room for both."""
        wide = look.px(640 + pixels + 16)
        if wide > self.screen().availableGeometry().width() * 0.94:
            self.place(widget)
            return
        row, at = QHBoxLayout(), self._whole.indexOf(self.area)
        row.setSpacing(look.px(16))
        self._whole.removeWidget(self.area)
        row.addWidget(self.area, 1)
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        widget.setFixedWidth(look.px(pixels))
        self._whole.insertLayout(at, row, 1)
        self._taken = look.px(pixels + 16)
        self.resize(wide, self.height())

    def _next_row(self) -> None:
        if self.grid.itemAtPosition(self._row, 0) is not None:
            self._row += 1

    def _touch(self, field: Field) -> None:
        self.touched = True
        field.fault("")

    def fill(self, values: Mapping[str, Any]) -> None:
        """Show these values; keys without a field are left out."""
        known = values.keys()
        for key, field in self.fields.items():
            if key in known:
                field.set_value(values[key])

    def _fit(self) -> None:
        """Be as high as the fields need, as far as the screen reaches."""
        for widget in self.findChildren(QWidget):
            widget.ensurePolished()
        for layout in (self.grid, self._whole):
            layout.invalidate()
            layout.activate()
        around = self.height() - self.area.height()
        width = self.width() - look.px(2 * 24) - self._taken
        wrapped, plain = self.grid.totalHeightForWidth(width), self.grid.totalSizeHint().height()
        fields = wrapped if self.grid.hasHeightForWidth() else plain
        room = round(self.screen().availableGeometry().height() * 0.94)
        self.resize(self.width(), min(around + fields + look.px(4), room))

    # saving

    def command(self, values: dict[str, Any]) -> tuple[Callable[..., Any], dict[str, Any]]:
        """The command of db and its arguments for what was typed."""
        raise NotImplementedError

    def values(self) -> dict[str, Any] | None:
        """What was typed by field; None where a field cannot be read, and then the field says so."""
        found, first = {}, None
        for key, field in self.fields.items():
            try:
                found[key] = field.read()
                field.fault("")
            except Unreadable as fault:
                field.fault(str(fault))
                first = first or field
        if first is None:
            return found
        self._lead_to(first)
        return None

    def save(self) -> None:
        """Ask the register; close on yes, say why on no."""
        self.trouble.say("")
        values = self.values()
        if values is None:
            return
        act, arguments = self.command(values)
        try:
            receipt = self.store.write(act, **arguments)
        except Rejected as fault:
            self.refuse(fault)
        except FileTrouble as fault:
            self._say(faults.sentence(fault))
        else:
            self.accept()
            self.saved.emit(receipt)

    def refuse(self, fault: Rejected) -> None:
        """Say which rule was broken, beside the field it concerns if there is one."""
        field = self.fields.get(fault.field or "")
        if field is None:
            self._say(faults.sentence(fault))
        else:
            field.fault(faults.sentence(fault))
            self._lead_to(field)

    def _lead_to(self, field: Field) -> None:
        self._fit()
        field.focus()
        self.area.ensureWidgetVisible(field)

    def _say(self, text: str) -> None:
        self.trouble.say(text)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the first field, unless the form has chosen another place."""
        self._fit()
        super().showEvent(event)
        held = self.focusWidget()
        if held is None or not self.area.isAncestorOf(held):
            first = next((field for field in self.fields.values() if field.isEnabled()), None)
            if first is not None:
                first.focus()

    # leaving

    def reject(self) -> None:
        if not self.touched:
            super().reject()
            return
        asked = message.box(_("Forkaste det du har skrevet?"), self, self.windowTitle())
        stay = asked.addButton(_("Fortsett å skrive"), QMessageBox.ButtonRole.RejectRole)
        asked.addButton(_("Forkast"), QMessageBox.ButtonRole.DestructiveRole).clicked.connect(self.discard)
        asked.setDefaultButton(stay)
        asked.open()

    def discard(self) -> None:
        """Leave without asking."""
        self.touched = False
        super().reject()
