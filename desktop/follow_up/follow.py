"""The work list of loans that are due, late or unanswered, one row to each borrower."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db import follow_up
from desktop import words
from desktop.follow_up.columns import FOLLOWED, borrower, things
from desktop.parts.chips import Chip
from desktop.parts.panel import Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.words import _

Row = Mapping[str, Any]
CHIPS = {
    "now": _("Gjør nå"),
    "overdue": _("Forfalt"),
    "due_soon": _("Forfaller snart"),
    "no_answer": _("Mangler svar"),
    "snoozed": _("Venter"),
    "all": _("Alle"),
}
CHOICES = (("never", _("Aldri kontaktet")), ("reminded", _("Har fått påminnelse")))


class FollowView(RecordPage):
    """Borrowers with something to follow up, the most urgent first; `ref` is a number of follow_up.borrower_key."""

    title, icon, kind, key = _("Oppfølging"), "bell", "follow_up", "borrower"
    kinds = frozenset({"contact", "loan", "lapse", "person", "unit", "item", "product", "setting"})
    columns, noun, order = FOLLOWED, (_("låner"), _("lånere")), "status"
    all_text, persons = _("Alle lånere"), True
    empty_text = _("Ingenting å følge opp nå")

    # the list

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            follow_up.ids, today=self.store.today, order=asked.order, descending=asked.descending, text=asked.text,
            chip=asked.chip or "now", choice=asked.choice,
        )  # fmt: skip

    def rows(self, ids: list[int]) -> Iterable[Row]:
        chip = self.chip_row.current or "now"
        return self.store.read(follow_up.rows, ids, today=self.store.today, chip=chip)

    def chips(self) -> Sequence[Chip]:
        self._counts = self.store.read(follow_up.chips, today=self.store.today)
        return [Chip(code, text, self._counts[code]) for code, text in CHIPS.items()]

    def choices(self) -> Sequence[tuple[Any, str]]:
        return CHOICES

    def sentence(self, row: Row) -> str:
        """'Nordmann, Kari, UT-0187 Rullator, forfalt, 24. juni · 9 dager over'."""
        status = words.STATES[row["status"]].word.lower()
        return ", ".join((borrower(row), things(row), status, words.deadline(row["due_on"], self.store.today)))

    def open_record(self, ref: int) -> None:
        """Choose the borrower, under "Alle" where no other chip holds it."""
        super().open_record(ref)
        if self.model.position(ref) < 0:
            self.show_chip("all")
            super().open_record(ref)

    # the panel

    def details(self, ids: list[int]) -> Details | None:
        return None
