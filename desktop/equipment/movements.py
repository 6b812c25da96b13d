"""Every movement of goods by quantity: what, when, at whom, by whom, and how many then stood on the shelf."""

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
from desktop.parts.style import look
from desktop.words import _

Row = Mapping[str, Any]
KINDS = {
    "in": _("Inn på lager"),
    "lent": _("Utlånt"),
    "back": _("Levert inn"),
    "lost": _("Tapt"),
    "scrapped": _("Kassert"),
    "adjusted": _("Talt opp"),
}


def what(row: Row) -> str:
    """'Levert inn', or 'Tapt hos låner: 2' for what never came to the shelf."""
    if row["kind"] == "lost" and row["line_id"] is not None:
        return _("Tapt hos låner: {n}").format(n=words.number(row["count"]))
    return KINDS[row["kind"]]


def change(row: Row) -> str:
    """'+5' or '−4'; '' where the shelf did not change."""
    if not row["quantity"]:
        return ""
    return words.number(row["quantity"]) if row["quantity"] < 0 else f"+{words.number(row['quantity'])}"


def borrower(row: Row) -> str:
    """'Nordmann, Kari', or the name of the unit."""
    return words.person_name(row) if row["last_name"] else row["unit_name"] or ""


MOVEMENTS: tuple[Column, ...] = (
    Column("on_day", _("Dato"), "day", 12),
    Column("kind", _("Hva"), width=20, value=what, strong=True),
    Column("quantity", _("Endring"), width=9, value=change),
    Column("balance", _("På lager"), "number", 10),
    Column("borrower", _("Låner"), width=20, value=borrower),
    Column("agreement_id", _("Avtale"), "number", 9, muted=True),
    Column("staff", _("Registrert av"), width=18),
    Column("note", _("Merknad"), width=24),
)


class MovementsDialog(QDialog):
    """The movements of one product, newest first, to look at, save as Excel or print. Esc closes."""

    def __init__(self, name: str, rows: Sequence[Row], frame: Frame, today: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.name, self.rows, self.frame = name, {row["movement_id"]: row for row in rows}, frame
        self.setWindowTitle(_("Bevegelser"))
        self.setModal(True)
        self.model = RecordModel(
            MOVEMENTS, "movement_id", lambda _order, _down: self.rows, self._some, lambda: today, parent=self
        )
        self.model.read()
        self.table = RecordTable(self.model, _("Bevegelser for {name}").format(name=name), "movements")
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(20), look.px(24), look.px(20))
        column.setSpacing(look.px(12))
        column.addWidget(label(name, "title", wrap=True))
        column.addWidget(label(self._sum(), "muted", wrap=True))
        column.addWidget(self.table, 1)
        column.addLayout(self._feet())
        self.resize(look.px(900), look.px(520))

    def _feet(self) -> QHBoxLayout:
        feet = QHBoxLayout()
        feet.addWidget(button(_("Excel"), lambda: self.frame.export(self.listing()), "file-spreadsheet"))
        feet.addWidget(button(_("Skriv ut"), lambda: self.frame.print_list(self.listing()), "printer"))
        feet.addStretch(1)
        feet.addWidget(button(_("Lukk"), self.reject), 0, Qt.AlignmentFlag.AlignRight)
        return feet

    def _some(self, ids: list[int]) -> list[Row]:
        return [self.rows[ref] for ref in ids]

    def _sum(self) -> str:
        """'12 bevegelser. 14 på lager nå'."""
        count = words.counted(len(self.rows), _("bevegelse"), _("bevegelser"))
        now = next(iter(self.rows.values()))["balance"] if self.rows else 0
        return _("{count}. {n} på lager nå").format(count=count, n=words.number(now))

    def listing(self) -> Listing:
        """The movements for the spreadsheet and the paper."""
        title = _("Bevegelser: {name}").format(name=self.name)
        return Listing("movements", title, MOVEMENTS, self.rows.values, len(self.rows), persons=True)
