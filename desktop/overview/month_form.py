"""The report of one month, as a workbook or on paper."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from db.overview import months_until
from desktop import words
from desktop.parts.fields import ChoiceField
from desktop.parts.page import button, label
from desktop.parts.shortcuts import on_confirm
from desktop.parts.style import look
from desktop.words import _

OFFERED = 36  # months back in time


class MonthForm(QDialog):
    """Asks which month, then hands the report to the window to save or show."""

    def __init__(self, store, frame, parent: QWidget | None = None):
        super().__init__(parent)
        self.store, self.frame = store, frame
        self.setWindowTitle(_("Månedsoversikt"))
        self.setModal(True)
        months = list(reversed(months_until(store.today[:7], OFFERED)))
        choices = [(month, words.month(month).capitalize()) for month in months]
        self.month = ChoiceField(_("Måned"), choices, _("Måneden som ikke er over, telles til og med i dag."))
        self.month.set_value(months[1] if store.today[8:] < "15" else months[0])
        self._lay()

    def _lay(self) -> None:
        column, feet = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(look.px(24), look.px(20), look.px(24), look.px(20))
        column.setSpacing(look.px(12))
        column.addWidget(label(_("Månedsoversikt"), "title"))
        said = _("Beholdning, utlån, behov, tap, kostnader og opphold. Listene bak tallene om utstyr er med.")
        column.addWidget(label(said, "muted", wrap=True))
        column.addWidget(self.month)
        feet.addStretch(1)
        feet.addWidget(button(_("Avbryt"), self.reject, tip="Esc"))
        feet.addWidget(button(_("Lagre som Excel"), self.save, "file-spreadsheet"))
        showing = button(_("Vis som PDF"), self.show_paper, "printer", "primary", tip="Ctrl+Enter")
        showing.setDefault(True)
        on_confirm(self, self.show_paper)
        feet.addWidget(showing)
        column.addSpacing(look.px(4))
        column.addLayout(feet)
        self.resize(look.px(520), self.sizeHint().height())

    def _name(self) -> str:
        return _("Månedsoversikt {month}").format(month=words.month(self.month.value()))

    def save(self) -> None:
        """Let the window ask where the workbook goes."""
        month = self.month.value()

        def write(path: Path) -> Any:
            from desktop.sheets.month import export_month

            return self.store.read(export_month, month, path, today=self.store.today, by=self.store.staff)

        self.accept()
        self.frame.start("save_workbook", name=self._name(), save=write)

    def show_paper(self) -> None:
        """Let the window show the pages; there they are printed or saved as PDF."""
        month = self.month.value()

        def make(out: IO[bytes]) -> int:
            from desktop.paper import printing

            return self.store.read(printing.print_month, month, out, today=self.store.today, staff=self.store.staff)

        self.accept()
        self.frame.print_pdf(self._name(), make, f"manedsoversikt-{month}")
