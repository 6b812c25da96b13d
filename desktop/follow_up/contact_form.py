"""Ny kontakt: how somebody was reached, what came of it, about which things, and when to be in touch again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from db import contacts, loan_lines, people, units
from desktop import words
from desktop.follow_up.contact_words import KINDS, OUTCOMES, POSSIBLE
from desktop.loans import details
from desktop.loans.draft import after
from desktop.loans.quick_days import QuickDays
from desktop.parts.day_field import DayField, parse_day
from desktop.parts.fields import ChoiceField, LongTextField, Unreadable
from desktop.parts.record_form import RecordForm
from desktop.trips.things_field import Offer, ThingsField
from desktop.words import _

Row = Mapping[str, Any]


class NextDays(QuickDays):
    """When to be in touch again: one week, two weeks, a month, or no day."""

    def offered(self) -> dict[str, tuple[str, Callable[[], str | None]]]:
        return {
            "1 week": (_("1 uke"), lambda: after(self._start(), 7)),
            "2 weeks": (_("2 uker"), lambda: after(self._start(), 14)),
            "1 month": (_("1 måned"), lambda: parse_day("1 mnd", self._start())),
            "none": (_("Ingen dag"), lambda: None),
        }


class NextField(DayField):
    """The day to be in touch again, as a field with its quick choices beside it."""

    def __init__(self, today: Callable[[], str]):
        super().__init__(_("Neste kontakt"), today, _("Til da står lånet under «Venter»."))
        self.quick = NextDays(today, _("Hurtigvalg for neste kontakt"))
        self.quick.picked.connect(self._choose)
        self.changed.connect(self._show_choice)

    def set_value(self, value: str | None) -> None:
        super().set_value(value)
        self._show_choice()

    def _choose(self, day: str | None) -> None:
        self.set_value(day)
        self.changed.emit()

    def _show_choice(self) -> None:
        try:
            self.quick.mark(self.value())
        except Unreadable:
            return


class ContactForm(RecordForm):
    """Logs a contact with one person or unit, or mends one that is logged (`contact_id`).

    `chosen` are the lines that are ticked at first.
    """

    def __init__(
        self,
        store,
        *,
        person_id: int | None = None,
        unit_id: int | None = None,
        chosen: Sequence[int] = (),
        contact_id: int | None = None,
        parent=None,
    ):
        self.before = store.read(contacts.contact, contact_id) if contact_id else None
        if self.before is not None:
            person_id, unit_id = self.before["person_id"], self.before["unit_id"]
            chosen = store.read(contacts.line_ids_of, contact_id)
        self.borrower = {"person_id": person_id, "unit_id": unit_id}
        card = store.read(people.person, person_id) if person_id else store.read(units.unit, unit_id)
        self.who = words.full_name(card) if person_id else card["name"]
        title = _("Endre kontakt") if self.before is not None else _("Ny kontakt")
        under = " · ".join(part for part in (self.who, card["phone"]) if part)
        super().__init__(store, title, _("Lagre kontakten"), parent, under=under)
        self._add_fields(chosen)
        self._show(chosen)

    def _add_fields(self, chosen: Sequence[int]) -> None:
        self.how = self.add("kind", ChoiceField(_("Hvordan"), list(KINDS.items())), half=True)
        self.outcome = self.add("outcome", ChoiceField(_("Hva kom ut av det"), ()), half=True)
        self.add("text", LongTextField(_("Hva ble sagt"), _("For eksempel: beholder til påske."), lines=2))
        self.next = self.add("next_on", NextField(lambda: self.store.today), half=True)
        self.add("on_day", DayField(_("Dato"), lambda: self.store.today, past=True, needed=True), half=True)
        self.place(self.next.quick)
        things = self._things(chosen)
        if things:
            self.add("line_ids", ThingsField(_("Gjaldt"), "")).offer(things)
        self.how.changed.connect(self._offer_outcomes)

    def _things(self, chosen: Sequence[int]) -> list[Offer]:
        """What the borrower has, and what a logged contact was about, with its due day."""
        today = self.store.today
        held = self.store.read(loan_lines.of_borrower, today=today, open_only=True, **self.borrower)
        known = {row["line_id"] for row in held}
        ended = self.store.read(loan_lines.rows, [ref for ref in chosen if ref not in known], today=today)
        return [Offer(row["line_id"], f"{details.thing(row)} · {_stands(row, today)}") for row in [*held, *ended]]

    def _show(self, chosen: Sequence[int]) -> None:
        at_first = {"kind": "phone", "outcome": "reached", "on_day": self.store.today, "next_on": None}
        values = (
            at_first if self.before is None else {key: self.before[key] for key in self.fields if key != "line_ids"}
        )
        self.how.set_value(values["kind"])
        self._offer_outcomes()
        self.fill(values | {"line_ids": list(chosen)})

    def _offer_outcomes(self) -> None:
        """Only what can come of the way that was chosen."""
        now, box = self.outcome.value(), self.outcome.box
        possible = POSSIBLE[self.how.value()]
        box.clear()
        for code in possible:
            box.addItem(OUTCOMES[code], code)
        self.outcome.set_value(now if now == "no_answer" else possible[0])

    def command(self, values: dict[str, Any]):
        given = {"line_ids": [], **values}
        if self.before is None:
            return contacts.add_contact, given | self.borrower
        return contacts.change_contact, given | {"contact_id": self.before["contact_id"], "rev": self.before["rev"]}


def _stands(row: Row, today: str) -> str:
    if row["end_reason"] is None:
        return words.deadline(row["due_on"], today)
    return words.LOAN_STATES[row["end_reason"]].word.lower()
