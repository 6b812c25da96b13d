"""A part of a package that waits for its copy: scan one, take the suggested, or let the package go without."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from db import packages
from desktop import words
from desktop.finding import place
from desktop.loans import answers
from desktop.loans.answers import Answer
from desktop.loans.draft import LendDraft
from desktop.loans.scan_list import ScanList, ScanRow
from desktop.loans.wanted import Wanted
from desktop.parts.page import button
from desktop.parts.search_field import Found
from desktop.words import _, ngettext


class WantedRow(ScanRow):
    """Shows a Wanted. `taken` carries the number of the suggested copy; Enter on the row takes it.

    Where nothing stands free, `asked` says that the borrower is to wait for it.
    """

    taken = Signal(str)
    asked = Signal()

    def __init__(self, part: Wanted):
        super().__init__(part.product["name"], "")
        self.part = part
        self.take = button("", self._take, "plus")
        self.ask = button(_("Meld behov …"), self.asked.emit, "clipboard-list")
        self.ask.setAccessibleDescription(self.called)
        for act in (self.take, self.ask):
            self.acts.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        self.refresh()

    def refresh(self) -> None:
        """Show what the part says now."""
        self.show_answer(waiting(self.part))
        suggested = self.part.suggested
        self.take.setVisible(suggested is not None)
        self.ask.setVisible(suggested is None)
        if suggested is not None:
            said = _("Ta {number}").format(number=suggested["number"])
            self.take.setText(f" {said}")
            self.take.setAccessibleName(_("{said} som {part}").format(said=said, part=self.name))

    def _take(self) -> None:
        if self.part.suggested is not None:
            self.taken.emit(self.part.suggested["number"])
        else:
            self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._take()
        else:
            super().keyPressEvent(event)


class WantedList(ScanList):
    """The parts that wait. `taken` carries the number of a copy; `let_go` a part that the package goes without;
    `asked` a part that the borrower is to wait for."""

    taken = Signal(str)
    let_go = Signal(object)
    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Deler av pakken som venter"))

    def show_parts(self, parts: Sequence[Wanted]) -> None:
        """Let there be a row for each of these."""
        known = {id(part): part for part in parts}
        self.sync(list(known), lambda key: self._row(known[key]))
        for row in self.rows.values():
            if isinstance(row, WantedRow):
                row.refresh()

    def _row(self, part: Wanted) -> WantedRow:
        row = WantedRow(part)
        row.taken.connect(self.taken)
        row.removed.connect(lambda: self.let_go.emit(part))
        row.asked.connect(lambda: self.asked.emit(part))
        return row

    def suggestions(self) -> list[str]:
        """The numbers of the suggested copies."""
        parts = (row.part for row in self.rows.values() if isinstance(row, WantedRow))
        return [part.suggested["number"] for part in parts if part.suggested is not None]


def waiting(part: Wanted) -> Answer:
    """What a part that waits says."""
    if part.suggested is None:
        none = _("{package}: ingen ledige. Pakken går uten denne delen")
        return Answer("triangle-alert", "overdue", none.format(package=part.package))
    where = " · ".join(text for text in (part.suggested["number"], place(part.suggested)) if text)
    said = _("{package}: skann et eksemplar, eller ta {where}")
    return Answer("package-open", "reserved", said.format(package=part.package, where=where))


def in_wait(parts: Sequence[Wanted]) -> str:
    """'2 deler venter'; '' where none does."""
    return ngettext("{n} del venter", "{n} deler venter", len(parts)).format(n=len(parts)) if parts else ""


def in_doubt(lend: LendDraft) -> str:
    """'1 må vurderes, 2 deler venter'; '' where everything is ready."""
    return ", ".join(filter(None, (answers.in_doubt(lend), in_wait(lend.wanted))))


def stayed(parts: Sequence[Wanted]) -> str:
    """'Pakken gikk uten Madrass og Sengebord'; '' where nothing is lacking."""
    if not parts:
        return ""
    return _("Pakken gikk uten {parts}").format(parts=words.listed([part.product["name"] for part in parts]))


def found(read: Callable[..., Any], text: str) -> list[Found]:
    """The packages that fit what is typed, for the search field of a loan."""
    return [
        Found(("package", row["package_id"]), row["name"], row["holds"], _("Pakker"), "package-plus")
        for row in read(packages.find, text)
    ]
