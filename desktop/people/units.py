"""Wards and institutions that borrow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db import loan_lines, units
from desktop import words
from desktop.actions import EDIT, Action
from desktop.columns import Column
from desktop.follow_up.log import ADD_CONTACT
from desktop.parts.chips import Chip
from desktop.parts.panel import Act, Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.people.borrowers import BorrowersView
from desktop.people.form import UNIT_KINDS, UnitForm
from desktop.people.holdings import Holdings
from desktop.requests.asked_for import ASK
from desktop.words import _

CHIPS = {"active": _("I bruk"), "borrowing": _("Har lån"), "inactive": _("Ikke i bruk")}


def _kind(row: Mapping[str, Any]) -> str:
    return UNIT_KINDS[row["kind"]]


UNITS: tuple[Column, ...] = (
    Column("name", _("Navn"), width=30, sort="name", strong=True),
    Column("kind", _("Slag"), width=14, sort="kind", value=_kind),
    Column("contact", _("Kontaktperson"), width=24, sort="contact"),
    Column("phone", _("Telefon"), width=13, sort="phone"),
    Column("open_lines", _("Lån ute"), "number", 9, "open"),
    Column("overdue", _("Forfalt"), "number", 9, "late"),
    Column("address", _("Adresse"), width=30, shown=False),
)


class UnitsView(BorrowersView):
    """Every ward and institution by name."""

    title, icon, kind, key = _("Avdelinger"), "building", "unit", "unit_id"
    kinds = frozenset({"unit", "loan", "contact", "task", "request"})
    columns, noun = UNITS, (_("avdeling"), _("avdelinger"))
    new_text, order = _("Ny avdeling"), "name"
    empty_text = _("Ingen avdelinger ennå. Legg inn sykehjem og avdelinger som låner utstyr.")
    ACTIONS = (
        *RecordPage.ACTIONS,
        Action(_("Lån ut til …"), "lend", "Ctrl+Return", "hand-helping", EDIT, "chosen", True),
        Action(_("Rediger …"), "edit", "Ctrl+D", "pencil", EDIT, "chosen", True),
        ADD_CONTACT,
        ASK,
    )

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            units.ids, today=self.store.today, order=asked.order, descending=asked.descending, text=asked.text,
            chip=asked.chip,
        )  # fmt: skip

    def rows(self, ids: Sequence[int]) -> list[Any]:
        return self.store.read(units.rows, ids, today=self.store.today)

    def total(self) -> int:
        return self._counts["active"]

    def chips(self) -> Sequence[Chip]:
        self._counts = self.store.read(units.chips)
        return [Chip(code, text, self._counts[code]) for code, text in CHIPS.items()]

    def details(self, ids: list[int]) -> Details | None:
        rows = self.rows(ids)
        if len(rows) != 1:
            return Details(_("{n} valgt").format(n=words.number(len(rows)))) if rows else None
        row = rows[0]
        lines = self.store.read(loan_lines.of_borrower, unit_id=row["unit_id"], today=self.store.today)
        facts = [
            (_("Kontaktperson"), row["contact"]), (_("Telefon"), row["phone"]), (_("Adresse"), row["address"]),
            (_("Mangler"), self.missing(row["unit_id"])), (_("I bruk"), "" if row["active"] else _("Nei")),
        ]  # fmt: skip
        return Details(row["name"], _kind(row), "overdue" if row["overdue"] else "", facts, self._acts(row, lines),
                       (self.needs(row["unit_id"]), Holdings(lines, self.store.today, self.go_to),
                        self.log(row["unit_id"])))  # fmt: skip

    def _acts(self, row: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> list[Act]:
        if self.store.read_only:
            return []
        shown = [Act(_("Lån ut hit"), self.lend, primary=True)] if row["active"] else []
        if any(line["end_reason"] is None for line in lines):
            shown.append(Act(_("Ta imot retur"), self.take_back))
        return [*shown, Act(_("Rediger …"), self.edit)]

    form = UnitForm

    def name(self, ref: int) -> str:
        return self.store.read(units.unit, ref)["name"]
