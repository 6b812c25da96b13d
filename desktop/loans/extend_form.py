"""Forleng frist: a new due day for one or many lines, with the reason and who asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db import loan_lines, loans, people
from desktop import words
from desktop.loans import details
from desktop.loans.asker_field import AskerField
from desktop.loans.draft import after
from desktop.loans.quick_days import QuickDays
from desktop.parts.day_field import DayField
from desktop.parts.fields import TextField, Unreadable
from desktop.parts.page import label
from desktop.parts.record_form import RecordForm
from desktop.words import _, ngettext

Row = Mapping[str, Any]
NAMES = 3  # more borrowers than this are counted, not named


class ExtendForm(RecordForm):
    """Moves the due day of open lines, overdue ones as well. `rows` are rows of loan_lines.LINE_ROWS."""

    def __init__(self, store, rows: Sequence[Row], parent=None):
        count = len(rows)
        save = ngettext("Forleng {n} utlån", "Forleng {n} utlån", count).format(n=count)
        super().__init__(store, _("Forleng frist"), save, parent, under=_what(rows))
        self.seen = {row["line_id"]: row["due_on"] for row in rows}
        self.place(label(_was(rows, store.today), wrap=True))
        self.due = self.add("due_on", DayField(_("Ny frist"), lambda: store.today))
        self.quick = QuickDays(lambda: store.today, _("Hurtigvalg for ny frist"))
        self.place(self.quick)
        self.add("reason", TextField(_("Grunn"), placeholder=_("For eksempel: trenger det lenger")))
        self.asker = AskerField()
        self.add("asked_by", self.asker)
        self.asker.offer(store.read(people.requesters))
        self._offer_days(rows)

    def _offer_days(self, rows: Sequence[Row]) -> None:
        usual = self.store.read(loan_lines.default_days, [row["of_product_id"] for row in rows])
        self.quick.show_usual(usual)
        self.quick.picked.connect(self._pick)
        self.due.changed.connect(self._mark)
        self.due.set_value(after(self.store.today, usual))
        self._mark()
        self.due.focus()

    def _pick(self, day: str | None) -> None:
        self.touched = True
        self.due.set_value(day)
        self._mark()

    def _mark(self) -> None:
        try:
            day = self.due.value()
        except Unreadable:
            return
        self.quick.mark(day)
        if day is None:
            self.due.hint(_("Uten frist"))

    def command(self, values: dict[str, Any]):
        return loans.extend, {"line_ids": list(self.seen), "seen": self.seen, **values}


def _what(rows: Sequence[Row]) -> str:
    """What is extended, and for whom."""
    names = list(dict.fromkeys(details.borrower(row) for row in rows))
    who = words.listed(names) if len(names) <= NAMES else _("{n} låntakere").format(n=len(names))
    return f"{details.things(rows)} · {who}"


def _was(rows: Sequence[Row], today: str) -> str:
    """The old due day, or between which days they lie."""
    days = sorted(row["due_on"] for row in rows if row["due_on"])
    if not days:
        return _("Nå: uten frist")
    if days[0] == days[-1]:
        return _("Nå: {due}").format(due=words.deadline(days[0], today))
    return _("Nå: mellom {first} og {last}").format(first=words.day(days[0]), last=words.day(days[-1]))
