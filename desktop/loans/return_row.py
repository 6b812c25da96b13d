"""One thing that comes back: who had it, what belongs with it, and how it looks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QSizePolicy, QWidget

from desktop.loans import answers
from desktop.loans.goods_boxes import GoodsBoxes
from desktop.loans.return_draft import TELLS_FAULT, Back
from desktop.loans.scan_list import ScanRow
from desktop.parts.chips import FlowLayout
from desktop.parts.panel import StatePill
from desktop.parts.style import look
from desktop.words import _


class ReturnRow(ScanRow):
    """Shows a Back. `changed` says that something was chosen; what is typed on the row is left to the page."""

    changed = Signal()

    def __init__(self, back: Back, today: str):
        number = back.row["number"] or ""
        super().__init__(back.row["name"], number)
        self.back, self._today = back, today
        self.buttons: dict[str, QPushButton] = {}
        self.leads_to = StatePill()
        self.acts.addWidget(self.leads_to, 0, Qt.AlignmentFlag.AlignTop)
        self.boxes = GoodsBoxes(back, self.name) if back.is_counted else None
        if self.boxes is not None:
            self.boxes.changed.connect(self._counted)
        self.under.addWidget(self.boxes or self._conditions())
        self.fault = self._fault()
        self.under.addWidget(self.fault)
        self.refresh()

    def _fault(self) -> QLineEdit:
        """What is wrong, asked for where a case is opened for it."""
        made = QLineEdit()
        made.setMaxLength(500)
        made.setAccessibleName(_("Hva er galt med {thing}").format(thing=self.called))
        made.setText(self.back.fault)
        made.textEdited.connect(lambda text: setattr(self.back, "fault", text.strip()))
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
        made.setToolTip(_("Alt+{key}. Blir: {state}").format(key=key, state=answers.after_return(condition.code)))
        made.clicked.connect(lambda _on: self.choose(condition.code))
        group.addButton(made)
        self.buttons[condition.code] = made
        return made

    def choose(self, condition: str) -> None:
        """Say how the thing looks; of goods only their numbers are told."""
        if self.back.is_counted:
            return
        self.back.condition = condition
        self.refresh()
        self.changed.emit()

    def refresh(self) -> None:
        """Show what the line says now."""
        self.show_answer(answers.coming_back(self.back, self._today))
        self.show_accessories(self.back.accessories, self.back.missing, self._missing_changed)
        if self.boxes is not None:
            self.boxes.show_numbers()
        else:
            self.buttons[self.back.condition].setChecked(True)
            self.leads_to.show_state(answers.leads_to(self.back))
        self.leads_to.setVisible(self.boxes is None)
        self.fault.setVisible(self.boxes is None and self.back.condition in TELLS_FAULT)
        hint = _("Hva er galt") if self.back.condition == "damaged" else _("Merknad til sperringen, uten navn")
        self.fault.setPlaceholderText(hint)

    def _missing_changed(self) -> None:
        """What lacks a part is incomplete; with all of it back, it goes to cleaning as usual."""
        if self.back.missing and self.back.condition in ("clean", "dirty"):
            self.back.condition = "incomplete"
        elif not self.back.missing and self.back.condition == "incomplete":
            self.back.condition = "dirty"
        self.refresh()
        self.changed.emit()

    def _counted(self) -> None:
        self.show_answer(answers.coming_back(self.back, self._today))
        self.changed.emit()
