"""One line of a loan on the screen: what it answers, and the decision it may ask for."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSpinBox, QWidget

from db.errors import Why
from desktop.loans import answers
from desktop.loans.draft import Line
from desktop.loans.scan_list import ScanRow
from desktop.parts.page import button, label
from desktop.parts.style import look
from desktop.words import _


class ReasonLine(QWidget):
    """Asks why a copy goes out although it does not stand ready. Enter takes the reason, Esc leaves it."""

    given = Signal(str)
    left = Signal()

    def __init__(self, called: str):
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setMaxLength(200)
        self.edit.setPlaceholderText(_("Hvorfor kan den lånes ut?"))
        self.edit.setAccessibleName(_("Grunn til å låne ut {thing} likevel").format(thing=called))
        self.take = button(_("Lån ut likevel"), self._give)
        self.edit.returnPressed.connect(self._give)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, look.px(4), 0, 0)
        row.setSpacing(look.px(8))
        row.addWidget(self.edit, 1)
        row.addWidget(self.take)

    def _give(self) -> None:
        text = self.edit.text().strip()
        if text:
            self.given.emit(text)
        else:
            self.edit.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() not in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):  # those remove the row
            super().keyPressEvent(event)


class LendRow(ScanRow):
    """Shows a Line. `changed` says that the answer may be another now; `returned` asks for a return first.

    `reasoned` says that a reason was given, and that the next thing may be scanned.
    """

    changed = Signal()
    reasoned = Signal()
    returned = Signal(str)
    fills = Signal()

    def __init__(self, line: Line):
        super().__init__(answers.name(line), answers.number(line))
        self.line = line
        self.reason = ReasonLine(self.called)
        self.reason.given.connect(self._override)
        self.reason.left.connect(self._leave_reason)
        self.reason.hide()
        self.texts.addWidget(self.reason)
        self.let_through = button(_("Lån ut likevel …"), self._ask_reason)
        self.take_reason_back = button(_("Ta bort grunnen"), lambda: self._override(""))
        self.return_first = button(_("Ta imot retur …"), self._ask_condition, "corner-up-left")
        self.fill = button("", self.fills.emit)
        for act in (self.fill, self.let_through, self.take_reason_back, self.return_first):
            act.setAccessibleDescription(self.called)
            self.acts.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        self.number_box = self._number_box() if line.product is not None else None
        self.refresh()

    def _number_box(self) -> QSpinBox:
        made = QSpinBox()
        made.setRange(1, 9999)
        made.setValue(self.line.quantity)
        made.setSuffix(_(" stk."))
        made.setAccessibleName(_("Antall {thing}").format(thing=self.name))
        made.lineEdit().setAccessibleName(made.accessibleName())
        made.setFixedWidth(look.px(116))
        made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        made.valueChanged.connect(self._count)
        self.acts.addWidget(label(_("Antall"), "muted"))
        self.acts.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def refresh(self) -> None:
        """Show what the line answers now."""
        line = self.line
        self.show_answer(answers.lending(line))
        self.show_accessories(line.accessories, line.left_behind, self.changed.emit)
        self.below_box.setVisible(bool(line.accessories) and (line.why is None or line.may_be_overridden))
        told = answers.may_fill(line)
        self.fill.setText(told)
        self.fill.setVisible(bool(told))
        asking = not self.reason.isHidden()
        self.let_through.setVisible(line.may_be_overridden and not line.override and not asking)
        self.take_reason_back.setVisible(line.may_be_overridden and bool(line.override))
        self.return_first.setVisible(line.why is Why.LENT_ALREADY)
        if asking and not line.may_be_overridden:
            self.reason.hide()
        if self.number_box is not None and self.number_box.value() != line.quantity:
            self.number_box.setValue(line.quantity)

    def ask_how_many(self) -> None:
        """Let the number be written next, of what is counted; a copy needs none."""
        if self.number_box is not None:
            self.number_box.setFocus()
            self.number_box.selectAll()

    def _count(self, number: int) -> None:
        if self.line.quantity != number:
            self.line.quantity = number
            self.changed.emit()

    def _ask_reason(self) -> None:
        self.reason.show()
        self.refresh()
        self.reason.edit.setFocus()

    def _leave_reason(self) -> None:
        self.reason.hide()
        self.refresh()
        self.let_through.setFocus()

    def _override(self, reason: str) -> None:
        self.line.override = reason
        self.reason.hide()
        self.changed.emit()
        if reason:
            self.reasoned.emit()
        else:
            self.let_through.setFocus()

    def _ask_condition(self) -> None:
        menu = self.return_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.return_first.mapToGlobal(QPoint(0, self.return_first.height())))

    def return_menu(self) -> QMenu:
        """How the copy came back: each choice takes it back at once."""
        menu = QMenu(self)
        for condition in answers.CONDITIONS:
            menu.addAction(condition.text, lambda code=condition.code: self.returned.emit(code))
        return menu
