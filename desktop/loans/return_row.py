"""One thing that comes back: who had it, what belongs with it, and how it looks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QSpinBox, QWidget

from desktop import words
from desktop.loans import answers
from desktop.loans.return_draft import Back
from desktop.loans.scan_list import ScanRow
from desktop.parts.chips import FlowLayout
from desktop.parts.panel import StatePill
from desktop.parts.style import look
from desktop.words import _


class ReturnRow(ScanRow):
    """Shows a Back. The keys 1–5 choose its condition; `changed` says that something was chosen."""

    changed = Signal()

    def __init__(self, back: Back, today: str):
        number = back.row["number"] or ""
        super().__init__(back.row["name"], number)
        self.back, self._today = back, today
        self.buttons: dict[str, QPushButton] = {}
        self.leads_to = StatePill()
        self.acts.addWidget(self.leads_to, 0, Qt.AlignmentFlag.AlignTop)
        if back.is_counted:
            self.acts.insertWidget(0, self._number_box(), 0, Qt.AlignmentFlag.AlignTop)
        self.under.addWidget(self._conditions())
        self.refresh()

    def _number_box(self) -> QSpinBox:
        made = QSpinBox()
        made.setRange(1, max(1, self.back.row["left_out"]))
        made.setValue(self.back.quantity)
        made.setSuffix(_(" av {n}").format(n=words.number(self.back.row["left_out"])))
        made.setAccessibleName(_("Antall {thing} som kommer tilbake").format(thing=self.name))
        made.lineEdit().setAccessibleName(made.accessibleName())
        made.setFixedWidth(look.px(116))
        made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        made.valueChanged.connect(self._count)
        return made

    def _conditions(self) -> QWidget:
        box = QWidget()
        box.setAccessibleName(_("Tilstand for {thing}").format(thing=self.called))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        box.setSizePolicy(policy)
        flow, group = FlowLayout(box, look.px(6)), QButtonGroup(box)
        for key, condition in enumerate(answers.CONDITIONS, 1):
            flow.addWidget(self._condition(key, condition, group))
        return box

    def _condition(self, key: int, condition: answers.Condition, group: QButtonGroup) -> QPushButton:
        made = QPushButton(f"{key}  {condition.text}")
        made.setObjectName("chip")
        made.setCheckable(True)
        made.setAccessibleName(_("{condition}, blir {state}").format(
            condition=condition.text, state=answers.after_return(condition.code).lower()))  # fmt: skip
        made.setToolTip(_("Tast {key}. Blir: {state}").format(key=key, state=answers.after_return(condition.code)))
        made.clicked.connect(lambda _on: self.choose(condition.code))
        group.addButton(made)
        self.buttons[condition.code] = made
        return made

    def choose(self, condition: str) -> None:
        """Say how the thing looks."""
        self.back.condition = condition
        self.refresh()
        self.changed.emit()

    def refresh(self) -> None:
        """Show what the line says now."""
        self.show_answer(answers.coming_back(self.back, self._today))
        self.show_accessories(self.back.accessories, self.back.missing, self._missing_changed)
        self.buttons[self.back.condition].setChecked(True)
        self.leads_to.show_state(answers.leads_to(self.back))
        self.leads_to.setVisible(not self.back.is_counted)

    def _missing_changed(self) -> None:
        """What lacks a part is incomplete; with all of it back, it goes to cleaning as usual."""
        if self.back.missing and self.back.condition in ("clean", "dirty"):
            self.back.condition = "incomplete"
        elif not self.back.missing and self.back.condition == "incomplete":
            self.back.condition = "dirty"
        self.refresh()
        self.changed.emit()

    def _count(self, number: int) -> None:
        self.back.quantity = number
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - Qt.Key.Key_1
        if 0 <= place < len(answers.CONDITIONS) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.choose(answers.CONDITIONS[place].code)
        else:
            super().keyPressEvent(event)
