"""The first card of lending: who borrows, who asked, until when, and since when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.loans import answers
from desktop.loans.asker_field import AskerField
from desktop.loans.borrower_field import BorrowerField
from desktop.loans.desk import card
from desktop.loans.draft import LendDraft
from desktop.loans.quick_days import QuickDays
from desktop.parts.day_field import DayField
from desktop.parts.fields import Field, Unreadable
from desktop.parts.page import button, label
from desktop.parts.search_field import Found
from desktop.parts.style import look
from desktop.words import _

if TYPE_CHECKING:
    from desktop.store import Store

Pair = Callable[[QWidget, QWidget], QBoxLayout]


class WhoCard(QFrame):
    """Writes into the draft. `changed`: it says something else now; `settled`: a borrower was chosen;
    `stranger` carries the name of somebody who is not registered."""

    changed = Signal()
    settled = Signal()
    stranger = Signal(str)

    def __init__(self, draft: LendDraft, store: Store, pair: Pair):
        super().__init__()
        self.draft, self.store = draft, store
        self.other_day = button(_("Utlånt en annen dag …"), self._unfold_day, role="link")
        self.borrower = BorrowerField(store, _("Låntaker"), _("Registreres uten å forlate utlånet"))
        self.due = DayField(_("Frist"), lambda: draft.starts_on)
        self.asker = AskerField()
        self.out = DayField(_("Utlånt dato"), lambda: store.today, past=True)
        self.quick = QuickDays(lambda: draft.starts_on, _("Hurtigvalg for frist"))
        self._build(pair)
        self._listen()

    def _build(self, pair: Pair) -> None:
        self.borrower.label.setText(_("&Låntaker"))
        self.due.label.setText(_("Fri&st"))
        self.asker.label.setText(_("Hvem &ba om det"))
        column = card(_("1  Hvem og hvor lenge"), beside=self.other_day, frame=self)[1]
        column.addLayout(pair(self.borrower, self.due))
        column.addLayout(self._quick_row())
        column.addLayout(pair(self.asker, self._out_box()))

    def _quick_row(self) -> QHBoxLayout:
        row, name = QHBoxLayout(), label(_("Hurtigvalg for frist"), "muted")
        row.setSpacing(look.px(8))
        name.setFixedHeight(look.px(32))
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.quick, 1)
        return row

    def _out_box(self) -> QWidget:
        """Keeps the place of the day of the loan while that is folded away."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.out)
        self.out.hide()
        return box

    def _listen(self) -> None:
        self.borrower.picked.connect(self._picked_borrower)
        self.borrower.stranger.connect(self.stranger)
        self.borrower.changed.connect(self._typed_borrower)
        self.due.changed.connect(self.typed_due)
        self.out.changed.connect(self.typed_out)
        self.asker.changed.connect(self._typed_asker)
        self.quick.picked.connect(self.pick_due)

    def fields(self) -> dict[str, Field]:
        """The fields by the name that a Rejected calls them."""
        return {"borrower": self.borrower, "due_on": self.due, "out_on": self.out}

    def in_order(self) -> Sequence[QWidget]:
        """What takes the focus, as Tab goes."""
        return [self.borrower.edit, self.due.edit, *self.quick.buttons.values(), self.asker.box, self.other_day,
                self.out.edit]  # fmt: skip

    def show_draft(self) -> None:
        """Say what the draft holds."""
        self._show_borrower()
        self.show_due()

    def _show_borrower(self) -> None:
        who = self.draft.borrower
        if who is not None:
            self.borrower.set_value(Found(who, answers.borrower(who)))
            self.borrower.hint(answers.borrower_note(who))
        else:
            self.borrower.hint(_("Ny person: skriv navnet, eller Ctrl+N"))

    def show_due(self) -> None:
        """Say the due day, which may follow the things in the list."""
        self.quick.show_usual(self.draft.default_days)
        due = self.draft.due_on
        if not self.due.edit.hasFocus():
            self.due.set_value(due)
        self._mark_due()

    def _mark_due(self) -> None:
        self.quick.mark(self.draft.due_on)
        if self.draft.due_on is None:
            self.due.hint(_("Uten frist"))

    def clear(self) -> None:
        """Show empty fields."""
        for field in (self.borrower, self.due, self.out):
            field.set_value(None)
        self.asker.set_value("")
        self.out.hide()
        self.other_day.show()

    # what a person does

    def _picked_borrower(self, found: Found) -> None:
        self.draft.borrower = found.value
        self._show_borrower()
        self.changed.emit()
        self.settled.emit()

    def unknown_name(self) -> str:
        """What is written of somebody who was not chosen from the list."""
        return self.borrower.unknown_name()

    def _typed_borrower(self) -> None:
        if self.borrower.found is None:
            self.draft.borrower = None
            self._show_borrower()
            self.changed.emit()

    def typed_due(self) -> None:
        """Take the day as it is written, once it can be read."""
        try:
            self.draft.choose_due(self.due.value())
        except Unreadable:
            return
        self._mark_due()
        self.changed.emit()

    def pick_due(self, day: str | None) -> None:
        """Take one of the quick choices."""
        self.draft.choose_due(day)
        self.due.set_value(day)
        self._mark_due()
        self.changed.emit()

    def _typed_asker(self) -> None:
        self.draft.requested_by = self.asker.value()

    def _unfold_day(self) -> None:
        self.out.show()
        self.other_day.hide()
        self.out.set_value(self.draft.starts_on)
        self.out.focus()
        self.out.edit.selectAll()

    def typed_out(self) -> None:
        """Take the day of the loan as it is written, once it can be read."""
        try:
            self.draft.out_on = self.out.value()
        except Unreadable:
            return
        self.show_due()
        self.changed.emit()
