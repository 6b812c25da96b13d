"""How many of some goods come in, how many of these are thrown away, and how many will never come."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpinBox, QWidget

from desktop import words
from desktop.loans.return_draft import Back
from desktop.parts.chips import FlowLayout
from desktop.parts.page import label
from desktop.parts.style import look
from desktop.words import _


class GoodsBoxes(QWidget):
    """Three numbers that never ask for more than is out. They write into the Back; `changed` says so."""

    changed = Signal()

    def __init__(self, back: Back, called: str):
        super().__init__()
        self.back, self._called = back, called
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._flow = FlowLayout(self, look.px(16))
        of = _(" av {n}").format(n=words.number(back.left))
        self.came = self._box(_("Inn"), of, _("Antall {thing} som kommer tilbake"))
        self.scrapped = self._box(_("Av dem kassert"), "", _("Antall {thing} som kasseres"))
        self.lost = self._box(_("Borte"), "", _("Antall {thing} som er borte"))
        self.came.valueChanged.connect(lambda n: self._set(quantity=n, lost=min(back.lost, back.left - n)))
        self.scrapped.valueChanged.connect(lambda n: self._set(scrapped=n))
        self.lost.valueChanged.connect(lambda n: self._set(lost=n, quantity=min(back.quantity, back.left - n)))
        self.show_numbers()

    def _box(self, name: str, suffix: str, spoken: str) -> QSpinBox:
        holder, made = QWidget(), QSpinBox()
        made.setRange(0, self.back.left)
        made.setSuffix(suffix)
        made.setAccessibleName(spoken.format(thing=self._called))
        made.lineEdit().setAccessibleName(made.accessibleName())
        made.setFixedWidth(look.px(116 if suffix else 80))
        made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(look.px(6))
        line.addWidget(label(name, "muted"))
        line.addWidget(made)
        self._flow.addWidget(holder)
        return made

    def _set(self, **numbers: int) -> None:
        for name, number in numbers.items():
            setattr(self.back, name, number)
        self.back.scrapped = min(self.back.scrapped, self.back.quantity)
        self.show_numbers()
        self.changed.emit()

    def show_numbers(self) -> None:
        """Let the boxes say what the Back says."""
        back = self.back
        for box, number, most in (
            (self.came, back.quantity, back.left),
            (self.scrapped, back.scrapped, back.quantity),
            (self.lost, back.lost, back.left),
        ):
            box.blockSignals(True)
            box.setMaximum(most)
            box.setValue(number)
            box.blockSignals(False)
