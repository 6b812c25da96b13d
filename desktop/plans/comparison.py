"""Two versions of a plan side by side: what became of each measure, and what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop import words
from desktop.columns import Column
from desktop.parts.page import Frame, Listing, button, label
from desktop.parts.record_model import RecordModel
from desktop.parts.record_table import RecordTable
from desktop.parts.shortcuts import on_keys
from desktop.parts.style import look
from desktop.plans import words as plan_words
from desktop.words import _

Row = Mapping[str, Any]
COMPARED = (
    Column("old_number", _("Nr før"), width=8),
    Column("old_text", _("Tiltak før"), width=44),
    Column("outcome_state", _("Hva skjedde"), "state", 17, value=lambda row: f"outcome_{row['outcome']}"),
    Column("new_number", _("Nr nå"), width=8),
    Column("new_text", _("Tiltak nå"), width=44, strong=True),
    Column("reason", _("Grunn"), width=28),
)


class ComparisonDialog(QDialog):
    """The rows of rollovers.comparison to look at, save as Excel or print. Esc closes."""

    def __init__(self, name: str, rows: Sequence[Row], frame: Frame, today: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.name, self.frame = name, frame
        self.rows = {at: {**dict(row), "at": at} for at, row in enumerate(rows, 1)}
        self.setWindowTitle(_("Sammenlign versjoner"))
        self.setModal(True)
        self.model = RecordModel(
            COMPARED, "at", lambda _order, _down: self.rows, self._some, lambda: today, parent=self
        )
        self.model.read()
        self.table = RecordTable(self.model, _("Versjonene av {name}").format(name=name), "plan_comparison")
        self._lay()
        self.table.choose([1])

    def _lay(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(20), look.px(24), look.px(20))
        column.setSpacing(look.px(12))
        column.addWidget(label(self.title(), "title", wrap=True))
        column.addWidget(label(counted(list(self.rows.values())), "muted", wrap=True))
        column.addWidget(self.table, 1)
        feet = QHBoxLayout()
        feet.addWidget(button(_("Excel"), self.export, "file-spreadsheet", tip="Ctrl+E"))
        feet.addWidget(button(_("Skriv ut"), self.print_list, "printer", tip="Ctrl+P"))
        feet.addStretch(1)
        feet.addWidget(button(_("Lukk"), self.reject, tip="Esc"), 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(feet)
        on_keys(self, "Ctrl+E", self.export)
        on_keys(self, "Ctrl+P", self.print_list)
        room = self.screen().availableGeometry()
        self.resize(min(look.px(1180), round(room.width() * 0.94)), min(look.px(600), round(room.height() * 0.94)))
        self.table.setFocus()

    def _some(self, ids: list[int]) -> list[Row]:
        return [self.rows[ref] for ref in ids]

    def title(self) -> str:
        """'Plan 2027, mot versjonen før'."""
        return _("{name}, mot versjonen før").format(name=self.name)

    def export(self) -> None:
        self.frame.export(self.listing())

    def print_list(self) -> None:
        self.frame.print_list(self.listing())

    def listing(self) -> Listing:
        """The comparison for the spreadsheet and the paper."""
        note = counted(list(self.rows.values()))
        return Listing("plan_comparison", self.title(), COMPARED, self.rows.values, len(self.rows), note)


def counted(rows: Sequence[Row]) -> str:
    """'38 videreføres · 2 endres · 1 nytt', each measure of either version once."""
    found = [(state.word, sum(row["outcome"] == code for row in rows)) for code, state in plan_words.OUTCOMES.items()]
    return " · ".join(f"{words.number(n)} {word.lower()}" for word, n in found if n)
