"""Two cards that may be one person: the pairs to look at, and the two side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from db import loan_lines, merging, people
from desktop import words
from desktop.parts.page import button, label
from desktop.parts.record_form import RecordForm
from desktop.parts.row_button import RowButton
from desktop.parts.style import look
from desktop.words import _, ngettext

COMPARED = {
    "born_on": _("Født"),
    "address": _("Adresse"),
    "phone": _("Telefon"),
    "kin_name": _("Pårørende"),
    "kin_phone": _("Pårørendes telefon"),
    "died_on": _("Død"),
    "note": _("Merknad"),
}
DAYS = ("born_on", "died_on")


class MergeForm(RecordForm):
    """Choose which of two cards is kept; it takes over the loans, and what it lacks is filled from the other."""

    def __init__(self, store, person_id: int, other_id: int, parent: QWidget | None = None):
        under = _("Kortet du beholder får alle lånene. Tomme felt fylles fra det andre. Det kan angres.")
        super().__init__(store, _("Slå sammen to kort"), _("Slå sammen kortene"), parent, under)
        self.cards = [store.read(people.person, ref) for ref in (person_id, other_id)]
        self.choice, self._table = QButtonGroup(self), QGridLayout()
        holder = QWidget()
        holder.setLayout(self._table)
        self._table.setContentsMargins(0, 0, 0, 0)
        self._table.setHorizontalSpacing(look.px(16))
        self._table.setVerticalSpacing(look.px(8))
        for column in (1, 2):
            self._table.setColumnStretch(column, 1)
        self._fill()
        self.place(holder)
        self.choice.button(0).setChecked(True)
        self.choice.button(0).setFocus()

    @property
    def kept_id(self) -> int:
        """The card that is chosen to stay."""
        return self.cards[self.choice.checkedId()]["person_id"]

    def _fill(self) -> None:
        for column, card in enumerate(self.cards):
            keep = QRadioButton(_("Behold {name}").format(name=words.full_name(card)))
            keep.setAccessibleName(_("Behold kort {n}, {name}").format(n=column + 1, name=words.full_name(card)))
            self.choice.addButton(keep, column)
            self._table.addWidget(keep, 0, column + 1)
        for key, name in COMPARED.items():
            values = [_shown(key, card) for card in self.cards]
            if any(values):
                self._compare(name, values, differs=all(values) and values[0] != values[1])
        self._compare(_("Lån"), [self._loans(card["person_id"]) for card in self.cards])

    def _compare(self, name: str, values: list[str], differs: bool = False) -> None:
        row = self._table.rowCount()
        self._table.addWidget(label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
        for column, value in enumerate(values, 1):
            made = label(value or words.NONE, "strong" if differs else "", wrap=True)
            self._table.addWidget(made, row, column, Qt.AlignmentFlag.AlignTop)

    def _loans(self, person_id: int) -> str:
        lines = self.store.read(loan_lines.of_borrower, person_id=person_id, today=self.store.today)
        held = sum(line["end_reason"] is None for line in lines)
        return _("{held} ute, {ended} levert inn").format(held=held, ended=len(lines) - held)

    def command(self, values):
        other = next(card["person_id"] for card in self.cards if card["person_id"] != self.kept_id)
        return merging.merge_people, {"person_id": self.kept_id, "other_id": other}


class PairsDialog(QDialog):
    """The pairs of cards with the same name and no contradicting birth date. `chosen` carries the two ids."""

    chosen = Signal(int, int)

    def __init__(self, store, parent: QWidget | None = None):
        super().__init__(parent)
        self.setWindowTitle(_("Slå sammen kort"))
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(20), look.px(24), look.px(20))
        column.setSpacing(look.px(12))
        column.addWidget(label(_("Slå sammen kort"), "title"))
        self.pairs = store.read(people.doubtful_pairs)
        column.addWidget(label(self._said(), "muted", wrap=True))
        column.addWidget(self._list(), 1)
        column.addWidget(button(_("Lukk"), self.reject), 0, Qt.AlignmentFlag.AlignRight)
        self.resize(look.px(620), look.px(460))

    def _said(self) -> str:
        if not self.pairs:
            return _("Ingen kort ligner på hverandre. Vil du slå sammen to andre, velg begge i listen først.")
        said = ngettext("{n} par har samme navn. Se om det er samme person.",
                        "{n} par har samme navn. Se om det er samme person.", len(self.pairs))  # fmt: skip
        return said.format(n=words.number(len(self.pairs)))

    def _list(self) -> QScrollArea:
        area, inner = QScrollArea(), QWidget()
        area.setObjectName("clear")
        inner.setObjectName("clear")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 0, 0)
        for pair in self.pairs:
            rows.addWidget(self._row(pair))
        rows.addStretch(1)
        area.setWidget(inner)
        return area

    def _row(self, pair: Mapping[str, Any]) -> RowButton:
        one = _side(pair["born_on"], pair["address"], pair["phone"])
        other = _side(pair["other_born_on"], pair["other_address"], pair["other_phone"])
        made = RowButton(words.full_name(pair), f"{one}  ↔  {other}", "merge", "reserved")
        made.clicked.connect(lambda: self._choose(pair["person_id"], pair["other_id"]))
        return made

    def _choose(self, person_id: int, other_id: int) -> None:
        self.accept()
        self.chosen.emit(person_id, other_id)


def _shown(key: str, card: Mapping[str, Any]) -> str:
    return words.day(card[key]) if key in DAYS else card[key]


def _side(born_on: str | None, address: str, phone: str) -> str:
    return ", ".join(part for part in (words.number_day(born_on), address, phone) if part) or _("bare navnet")
