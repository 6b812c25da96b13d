"""Mend how a sheet was read: what it is, and what each column means. Remembered for the next book of that shape."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.incoming.reading import KINDS, field_choices, samples, width
from desktop.parts.fields import ChoiceBox, ChoiceField, NumberField, TextField, Unreadable
from desktop.parts.page import button, label
from desktop.parts.scrolling import Tall, scrolling
from desktop.parts.shortcuts import on_confirm
from desktop.parts.style import look
from desktop.sheets.plan import SheetPlan
from desktop.sheets.refusal import column_letters
from desktop.words import _

CHOSEN_KINDS = ("items", "loans", "products", "people", "stays", "measures", "unknown")


class Mending(QDialog):
    """`mended` carries the Recognition as it now should be."""

    mended = Signal(object)

    def __init__(self, sheet: SheetPlan, parent: QWidget | None = None):
        super().__init__(parent)
        self.sheet = sheet
        self.setWindowTitle(_("Rett lesingen av «{sheet}»").format(sheet=sheet.name))
        self.setModal(True)
        self.resize(look.px(760), look.px(640))
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(20), look.px(24), look.px(20))
        column.setSpacing(look.px(12))
        column.addWidget(label(self.windowTitle(), "title"))
        column.addWidget(
            label(_("Det du velger, huskes til neste bok med de samme overskriftene."), "muted", wrap=True)
        )
        self.kind = ChoiceField(_("Arket inneholder"), [(kind, KINDS[kind]) for kind in CHOSEN_KINDS])
        self.kind.set_value(sheet.kind)
        self.heading = NumberField(_("Overskriftene står på rad"), _("0 når arket ikke har overskrifter"))
        self.heading.set_value(sheet.recognition.heading_row)
        self.plan = TextField(_("Planen heter"), _("Skriv navnet på en plan dere har, så føres tabellen inn i den"))
        self._read = sheet.recognition.group if sheet.kind == "measures" else ""
        self.plan.set_value(sheet.recognition.plan or self._read)
        self.kind.changed.connect(self._show_plan)
        top = QHBoxLayout()
        for field in (self.kind, self.heading):
            top.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        column.addWidget(self.plan)
        self._show_plan()
        column.addWidget(self._columns(), 1)
        column.addLayout(self._feet())

    def _show_plan(self) -> None:
        self.plan.setVisible(self.kind.value() == "measures")

    def _named(self) -> str:
        """What somebody calls the plan; '' while it is left as it was read."""
        said = self.plan.value()
        return self.sheet.recognition.plan if said == self._read else said

    def _columns(self) -> QScrollArea:
        inside = Tall()
        grid = QGridLayout(inside)
        grid.setColumnStretch(2, 1)
        grid.setHorizontalSpacing(look.px(16))
        for at, heading in enumerate((_("Kolonne"), _("Betyr"), _("Her står det"))):
            grid.addWidget(label(heading, "muted"), 0, at)
        self.boxes = [self._box(column, grid) for column in range(width(self.sheet))]
        grid.setRowStretch(len(self.boxes) + 1, 1)
        return scrolling(inside)

    def _box(self, column: int, grid: QGridLayout) -> QComboBox:
        found, letters = self.sheet.recognition, column_letters(column + 1)
        heading = (found.headings[column] if column < len(found.headings) else "") or letters
        box = ChoiceBox()
        box.setAccessibleName(_("Kolonnen {heading} betyr").format(heading=heading))
        box.addItem(_("Ikke tatt med"), "")
        for field, word in field_choices():
            box.addItem(word, field)
        box.setCurrentIndex(max(0, box.findData(found.columns.get(column, ""))))
        grid.addWidget(label(heading[:40], "strong"), column + 1, 0)
        grid.addWidget(box, column + 1, 1)
        grid.addWidget(label(samples(self.sheet, column), "muted", wrap=True), column + 1, 2)
        return box

    def _feet(self) -> QHBoxLayout:
        feet = QHBoxLayout()
        feet.addStretch(1)
        feet.addWidget(button(_("Avbryt"), self.reject, tip="Esc"))
        feet.addWidget(button(_("Les på nytt"), self.accept, role="primary", tip="Ctrl+Enter"))
        on_confirm(self, self.accept)
        return feet

    def accept(self) -> None:
        try:
            heading_row = self.heading.read() or 0
        except Unreadable as fault:
            self.heading.fault(str(fault))
            return
        columns = {at: box.currentData() for at, box in enumerate(self.boxes) if box.currentData()}
        super().accept()
        self.mended.emit(replace(
            self.sheet.recognition, kind=self.kind.value(), heading_row=heading_row, columns=columns, remark="",
            plan=self._named(),
        ))  # fmt: skip
