"""The work list of loans that are due, late or unanswered, one row to each borrower."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import contacts, follow_up, loan_lines
from db.overview import DUE_SOON_DAYS
from desktop import words
from desktop.actions import EDIT, Action
from desktop.follow_up.columns import FOLLOWED, borrower, things
from desktop.follow_up.log import ADD_CONTACT, Log, change_contact, log_contact
from desktop.follow_up.reminding import PRINT_REMINDERS, print_letters
from desktop.follow_up.sms import SmsForm
from desktop.loans.extend_form import ExtendForm
from desktop.parts.chips import Chip
from desktop.parts.page import button
from desktop.parts.panel import Act, Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.parts.row_button import RowButton
from desktop.trips import start
from desktop.trips.start import ON_TRIP
from desktop.words import _, ngettext

Row = Mapping[str, Any]
CHIPS = {
    "now": _("Gjør nå"),
    "overdue": _("Forfalt"),
    "due_soon": _("Forfaller snart"),
    "no_answer": _("Mangler svar"),
    "snoozed": _("Venter"),
    "all": _("Alle"),
}
EXTEND = Action(_("Forleng frist …"), "extend", "F4", "calendar-plus", needs="chosen", writes=True)
TAKE_BACK = Action(_("Ta imot valgte i retur"), "take_back", "Ctrl+R", "corner-up-left", needs="chosen", writes=True)
CHOICES = (("never", _("Aldri kontaktet")), ("reminded", _("Har fått påminnelse")))


class FollowView(RecordPage):
    """Borrowers with something to follow up, the most urgent first; `ref` is a number of follow_up.borrower_key."""

    title, icon, kind, key = _("Oppfølging"), "bell", "follow_up", "borrower"
    kinds = frozenset({"contact", "loan", "lapse", "person", "unit", "item", "product", "setting"})
    columns, noun, order = FOLLOWED, (_("låner"), _("lånere")), "follow_state"
    all_text, persons = _("Alle lånere"), True
    empty_text = _("Ingenting å følge opp nå")
    ACTIONS = (
        *RecordPage.ACTIONS,
        ADD_CONTACT,
        EXTEND,
        TAKE_BACK,
        ON_TRIP,
        PRINT_REMINDERS,
        Action(_("SMS …"), "send_sms", "Ctrl+Shift+S", "message-square", EDIT, "chosen", True),
    )

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

    def start_focus(self) -> None:
        """Begin with the first borrower, who is the most urgent."""
        self.catch_up()
        super().start_focus()

    # the panel

    def one(self, row: Row) -> Details:
        owner = {"person_id": row["person_id"], "unit_id": row["unit_id"]}
        log = Log(self.store.read(contacts.of_borrower, **owner), self.store.today, self.change_contact)
        facts = [
            (_("Telefon"), row["phone"]),
            (_("Pårørende"), row["kin"]),
            (_("Neste kontakt"), words.deadline(row["next_on"], self.store.today) if row["next_on"] else ""),
            (_("Påminnelser"), words.number(row["reminders"]) if row["reminders"] else ""),
        ]
        name = row["unit_name"] or words.full_name(row)
        return Details(
            name, state=row["status"], facts=facts, acts=self._acts(row), more=(self._held(row), log, self._rare(row))
        )

    def _acts(self, row: Row) -> list[Act]:
        if self.store.read_only:
            return []
        acts = [Act(_("Ny kontakt …"), self.add_contact, primary=True), Act(_("Forleng frist …"), self.extend)]
        if row["status"] != "stopped":
            acts.append(Act(_("Brev …"), self.print_reminders, half=True, icon="mail"))
            acts.append(Act(_("SMS …"), self.send_sms, half=True, icon="message-square"))
        return acts

    def _held(self, row: Row) -> QWidget:
        """The things that the chip holds, each leading to its loan."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for line in row["lines"]:
            late = (line["due_on"] or self.store.today) < self.store.today
            number = line["number"] or _("{n} stk.").format(n=words.number(line["left_out"]))
            when = words.deadline(line["due_on"], self.store.today)
            made = RowButton(line["name"], f"{number} · {when}", late=late)
            made.clicked.connect(lambda _on=False, ref=line["line_id"]: self.frame.go("loan", ref))
            column.addWidget(made)
        return box

    def _rare(self, row: Row) -> QWidget:
        """What is seldom done from here."""
        kind = "unit" if row["unit_name"] else "person"
        acts = [(_("Vis låneren"), lambda: self.frame.go(kind, row[f"{kind}_id"]), "user-round")]
        if not self.store.read_only:
            acts.append((_("Ta imot retur"), self.take_back, TAKE_BACK.icon))
            acts.append((ON_TRIP.text, self.on_trip, ON_TRIP.icon))
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for text, act, icon in acts:
            column.addWidget(button(text, act, icon, role="link"))
        return box

    def many(self, rows: Sequence[Row]) -> Details:
        count = words.number(len(rows))
        states = Counter(words.STATES[row["status"]].word for row in rows)
        facts = [
            (_("Status"), ", ".join(f"{words.number(n)} {word.lower()}" for word, n in states.most_common())),
            (_("Ting"), words.number(sum(len(row["lines"]) for row in rows))),
        ]
        acts = []
        if not self.store.read_only:
            acts.append(Act(_("Skriv ut påminnelser"), self.print_reminders, primary=True))
            acts.append(Act(_("SMS …"), self.send_sms, icon="message-square"))
        return Details(_("{n} valgt").format(n=count), facts=facts, acts=acts)

    # acts

    def new_record(self) -> None:
        self.add_contact()

    def open_form(self, ref: int) -> None:
        self.add_contact()

    def add_contact(self) -> None:
        """Ask what came of a contact with the chosen borrower, about what the chip holds."""
        rows = self.chosen_rows()
        if len(rows) != 1:
            self.frame.tell(_("Velg én låner"), undo=False)
            return
        lines = [line["line_id"] for line in rows[0]["lines"]]
        owner = {"person_id": rows[0]["person_id"], "unit_id": rows[0]["unit_id"]}
        log_contact(self.store, self.frame, chosen=lines, **owner)

    def change_contact(self, contact_id: int) -> None:
        """Mend what is logged."""
        change_contact(self.store, self.frame, contact_id)

    def extend(self) -> None:
        """Ask for a new due day for what the chip holds of the chosen borrowers."""
        lines = self._chosen_lines()
        if not lines:
            return
        form = ExtendForm(self.store, lines)
        form.saved.connect(lambda receipt: self.frame.tell(_extended(len(lines), receipt.data.get("due_on"))))
        self.frame.show_form(form)

    def _chosen_lines(self) -> list[Row]:
        """What the chip holds of the chosen borrowers, as rows of loan_lines."""
        lines = [line["line_id"] for row in self.chosen_rows() for line in row["lines"]]
        held = {row["line_id"]: row for row in self.store.read(loan_lines.rows, lines, today=self.store.today)}
        return [held[ref] for ref in lines]

    def take_back(self) -> None:
        """Go to the page for returns with what the chip holds of the chosen borrowers."""
        lines = self._chosen_lines()
        if lines:
            self.frame.start("take_back", line_ids=[line["line_id"] for line in lines])

    def on_trip(self) -> None:
        """Let what the chip holds of the chosen borrowers be fetched."""
        lines = self._chosen_lines()
        if lines:
            start.on_trip(self, "fetch", lines)

    def print_reminders(self) -> None:
        """Show a letter to each chosen borrower who has something overdue; what is printed is logged."""
        chosen = self.chosen_ids()
        if chosen:
            print_letters(self.store, self.frame, keys=chosen)

    def send_sms(self) -> None:
        """Show the text to send to each chosen borrower, one after the other."""
        waiting = [(row, lines) for row in self.chosen_rows() if (lines := self._due(row))]
        if waiting:
            self._next_sms(waiting)
        else:
            self.frame.tell(_("Ingen av de valgte skal ha påminnelse. Det blir ingen melding"), undo=False)

    def _due(self, row: Row) -> list[Row]:
        """What a message is about: what is late, soon due or unanswered, and may be written about."""
        soon = follow_up.shifted(self.store.today, DUE_SOON_DAYS)
        asked = ("no_answer", "contact_day")
        return [line for line in row["lines"] if line["status"] in asked
                or (line["status"] != "stopped" and "" < (line["due_on"] or "") <= soon)]  # fmt: skip

    def _next_sms(self, waiting: Sequence[tuple[Row, list[Row]]]) -> None:
        (row, lines), *rest = waiting
        form = SmsForm(self.store, row, lines)
        form.saved.connect(lambda _receipt: self._sent(form.who, rest))
        self.frame.show_form(form)

    def _sent(self, who: str, rest: Sequence[tuple[Row, list[Row]]]) -> None:
        self.frame.tell(_("SMS til {name} er registrert som sendt").format(name=who))
        if rest:
            self._next_sms(rest)


def _extended(count: int, due_on: str | None) -> str:
    said = ngettext("{n} utlån er forlenget", "{n} utlån er forlenget", count).format(n=words.number(count))
    until = _("Ny frist {day}").format(day=words.day(due_on)) if due_on else _("Nå uten frist")
    return f"{said}. {until}"
