"""Utlån: every loan line, what is overdue first, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import contacts, follow_up, loan_lines, loans
from db.errors import FileTrouble, Rejected
from desktop import words
from desktop.actions import FILE, Action
from desktop.follow_up.log import ADD_CONTACT, Log, change_contact, log_contact
from desktop.follow_up.reminding import PRINT_REMINDERS, print_letters
from desktop.loans import details, papers
from desktop.loans.agreement_form import AgreementForm
from desktop.loans.columns import GOODS, LOANS
from desktop.loans.extend_form import ExtendForm
from desktop.loans.lose_form import LoseForm
from desktop.loans.nav_slip import SLIP_OF_CHOSEN, show_slip
from desktop.loans.swap_form import SwapForm
from desktop.parts.chips import Chip
from desktop.parts.page import Listing, button
from desktop.parts.panel import Act, Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.trips import start
from desktop.trips.start import ON_TRIP
from desktop.words import _, ngettext

Row = Mapping[str, Any]
SHAPES: dict[str, Any] = {  # what the screen shows at first, in the room beside the panel
    "agreement_id": {"shown": False},
    "out_on": {"shown": False},
    "due_on": {"width": 23},
    "name": {"width": 30},
    "borrower": {"width": 20},
    "number": {"value": lambda row: row["number"] or details.standing(row)},  # goods have no number: how they stand
}


class LoansPage(RecordPage):
    """The page of loan lines; the panel tells one line whole, or many in sum."""

    title = _("Utlån")
    icon = "arrow-left-right"
    kind = "loan"
    kinds = frozenset({"loan", "item", "person", "unit", "product", "contact"})
    key = "line_id"
    list_name = "loans"
    columns = tuple(replace(column, **SHAPES.get(column.key, {})) for column in (*LOANS, *GOODS))
    noun = (_("utlån"), _("utlån"))
    order = "due_on"
    persons = True
    empty_text = _("Ingenting er lånt ut. Trykk F2 for å låne ut.")
    ACTIONS = (
        *RecordPage.ACTIONS,
        Action(_("Ta imot valgte i retur"), "take_back", "Ctrl+R", "corner-up-left", needs="chosen", writes=True),
        Action(_("Forleng frist …"), "extend", "F4", "calendar-plus", needs="chosen", writes=True),
        Action(_("Bytt eksemplar …"), "swap", "Ctrl+B", "arrow-left-right", needs="chosen", writes=True),
        Action(_("Meld savnet …"), "lose", "Ctrl+M", "circle-question-mark", needs="chosen", writes=True),
        Action(_("Endre avtale …"), "change_agreement", "Ctrl+Shift+E", "pencil", needs="chosen", writes=True),
        Action(_("Merk avtalen som signert"), "sign", "Ctrl+G", "check", needs="chosen", writes=True),
        Action(_("Skriv ut avtale"), "print_agreement", "Ctrl+Shift+A", "file-text", FILE, "chosen"),
        ON_TRIP,
        SLIP_OF_CHOSEN,
        PRINT_REMINDERS,
        ADD_CONTACT,
    )

    # what the list holds

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            loan_lines.ids, today=self.store.today, order=asked.order, descending=asked.descending, text=asked.text,
            chip=asked.chip or "open",
        )  # fmt: skip

    def rows(self, ids: list[int]) -> Iterable[Row]:
        return self.store.read(loan_lines.rows, ids, today=self.store.today)

    def chips(self) -> Sequence[Chip]:
        counts = self.store.read(loan_lines.chips, today=self.store.today)
        named = (
            ("open", _("Alle åpne")), ("overdue", _("Forfalt")), ("week", _("Denne uken")), ("later", _("Senere")),
            ("no_due", _("Uten frist")), ("ended", _("Avsluttet")),
        )  # fmt: skip
        self._counts = counts
        return [Chip(code, text, counts[code]) for code, text in named]

    def total(self) -> int | None:
        return self._counts["ended" if self.chip_row.current == "ended" else "open"]

    def sentence(self, row: Row) -> str:
        return details.sentence(row, self.store.today)

    def listing(self) -> Listing:
        """Sheets and paper keep the number column for numbers."""
        known = {column.key: column for column in LOANS}
        shown = super().listing()
        return replace(shown, columns=[known.get(column.key, column) for column in shown.columns])

    def open_record(self, ref: int) -> None:
        """Choose the line; an ended one stands under its own chip."""
        row = self.store.read(loan_lines.line, ref, today=self.store.today)
        self.catch_up()
        self.clear_filters()
        if row["end_reason"] is not None:
            self.chip_row.choose("ended")
            self.reread()
        super().open_record(ref)

    def new_record(self) -> None:
        self.frame.start("lend")

    def start_focus(self) -> None:
        """Begin with the first line, which is the one most overdue."""
        self.catch_up()
        super().start_focus()

    # the panel

    def one(self, row: Row) -> Details:
        acts: list[Act] = []
        if row["end_reason"] is None and not self.store.read_only:
            acts = [Act(_("Ta imot retur"), self.take_back, primary=True), Act(_("Forleng frist …"), self.extend)]
        facts = details.facts(self.store.read, row, self.store.today)
        over = row["number"] or _("Telles i antall")
        said = self.store.read(contacts.of_line, row["line_id"])
        log = Log(said, self.store.today, self.change_contact, None if self.store.read_only else self.add_contact)
        return Details(row["name"], over, row["status"], facts, acts, [self._links(self._rare(row)), log])

    def _rare(self, row: Row) -> list[tuple[str, Callable[[], Any], str]]:
        """The acts of one line that are seldom wanted: text, act, icon."""
        is_open, may_write = row["end_reason"] is None, not self.store.read_only
        found = []
        if is_open and may_write and row["item_id"] is not None:
            found.append((_("Bytt eksemplar …"), self.swap, "arrow-left-right"))
        if is_open and may_write:
            found.append((_("Meld savnet …"), self.lose, "circle-question-mark"))
            found.append((ON_TRIP.text, self.on_trip, ON_TRIP.icon))
        found.append((_("Skriv ut avtale"), self.print_agreement, "file-text"))
        if row["owner"] == "nav":
            found.append((SLIP_OF_CHOSEN.text, self.print_nav_slip, SLIP_OF_CHOSEN.icon))
        if self._late([row]):
            found.append((_("Skriv ut påminnelse"), self.print_reminders, "printer"))
        if may_write:
            text = _("Merk som ikke signert") if row["signed_on"] else _("Merk som signert")
            found.append((text, self.sign, "check"))
            found.append((_("Endre avtale …"), self.change_agreement, "pencil"))
        return found

    def _late(self, rows: Sequence[Row]) -> list[int]:
        """Which of the lines are overdue and may be written about."""
        today = self.store.today
        late = [row["line_id"] for row in rows if row["due_on"] and row["due_on"] < today]
        return self.store.read(follow_up.may_be_reminded, late, today=today)

    def _links(self, acts: Sequence[tuple[str, Callable[[], Any], str]]) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for text, act, icon in acts:
            column.addWidget(button(text, act, icon, role="link"))
        return box

    def many(self, rows: Sequence[Row]) -> Details:
        still = [row for row in rows if row["end_reason"] is None]
        late, acts = self._late(rows), []
        if still and not self.store.read_only:
            count = words.number(len(still))
            acts.append(Act(_("Ta imot {n} i retur").format(n=count), self.take_back, primary=True))
            acts.append(Act(_("Forleng {n} …").format(n=count), self.extend))
        if late:
            acts.append(Act(_("Skriv ut påminnelser"), self.print_reminders))
        title = ngettext("{n} utlån valgt", "{n} utlån valgt", len(rows)).format(n=words.number(len(rows)))
        return Details(title, facts=details.summary(rows), acts=acts)

    # acts

    def _still_open(self) -> list[Row]:
        """The chosen lines that are not ended; without any, say so."""
        rows = [row for row in self.chosen_rows() if row["end_reason"] is None]
        if not rows:
            self.frame.tell(_("Velg et utlån som ikke er avsluttet"), undo=False)
        return rows

    def take_back(self) -> None:
        """Go to the page for returns with the chosen lines in its list."""
        rows = self._still_open()
        if rows:
            self.frame.start("take_back", line_ids=[row["line_id"] for row in rows])

    def on_trip(self) -> None:
        """Order the chosen things fetched."""
        rows = self._still_open()
        if rows:
            start.on_trip(self, "fetch", rows)

    def extend(self) -> None:
        """Ask for a new due day for the chosen lines."""
        rows = self._still_open()
        if rows:
            form = ExtendForm(self.store, rows)
            form.saved.connect(lambda receipt: self.frame.tell(_extended(rows, receipt.data.get("due_on"))))
            self.frame.show_form(form)

    def swap(self) -> None:
        """Ask which copy takes the place of the chosen one."""
        rows = [row for row in self._still_open() if row["item_id"] is not None]
        if len(rows) != 1:
            self.frame.tell(_("Velg ett utlån av et eksemplar med nummer"), undo=False)
            return
        form = SwapForm(self.store, rows[0])
        form.saved.connect(self._swapped)
        self.frame.show_form(form)

    def _swapped(self, receipt) -> None:
        old, new = receipt.data["numbers"]
        self.frame.tell(_("{old} er byttet med {new}").format(old=old, new=new))
        self.open_record(receipt.result)

    def lose(self) -> None:
        """Ask since when the chosen things are gone."""
        rows = self._still_open()
        if rows:
            form = LoseForm(self.store, rows)
            form.saved.connect(lambda _receipt: self.frame.tell(_lost(rows, form.gone)))
            self.frame.show_form(form)

    def change_agreement(self) -> None:
        """Mend who asked for the chosen loan, and its note."""
        rows = self.chosen_rows()
        if rows:
            form = AgreementForm(self.store, rows[0]["agreement_id"])
            form.saved.connect(lambda _receipt: self.frame.tell(_("Avtalen er endret")))
            self.frame.show_form(form)

    def sign(self) -> None:
        """Tell that the paper of the chosen line came back signed, or that it did not after all."""
        rows = self.chosen_rows()
        if not rows:
            return
        signed = None if rows[0]["signed_on"] else self.store.today
        agreement = rows[0]["agreement_id"]
        try:
            self.store.write(loans.mark_signed, agreement_id=agreement, on_day=signed)
        except (Rejected, FileTrouble) as fault:
            self.frame.trouble(fault)
            return
        told = _("Avtale {n} er signert") if signed else _("Avtale {n} står som ikke signert")
        self.frame.tell(told.format(n=agreement))

    def print_nav_slip(self) -> None:
        """Show the slip that goes with the chosen things of NAV's."""
        show_slip(self.store, self.frame, self.chosen_ids())

    def print_agreement(self) -> None:
        """Show the agreement of the first chosen line on paper."""
        rows = self.chosen_rows()
        if rows:
            number = rows[0]["agreement_id"]
            make = papers.agreement(self.store.read, number, self.store.staff)
            self.frame.print_pdf(_("Utlånsavtale"), make, f"utlansavtale-{number}")

    def print_reminders(self) -> None:
        """Show a letter to each borrower of the chosen lines who has something overdue; what is printed is logged."""
        rows = [row for row in self.chosen_rows() if row["end_reason"] is None]
        if any(row["due_on"] and row["due_on"] < self.store.today for row in rows):
            print_letters(self.store, self.frame, line_ids=self._late(rows))
        else:
            self.frame.tell(_("Ingen av de valgte er forfalt. Det blir ingen påminnelse"), undo=False)

    def add_contact(self) -> None:
        """Ask what came of a contact about the chosen lines of one borrower."""
        rows = self.chosen_rows()
        owners = {(row["person_id"], row["unit_id"]) for row in rows}
        if len(owners) != 1:
            self.frame.tell(_("Velg utlån til én låner"), undo=False)
            return
        (person_id, unit_id), chosen = owners.pop(), [row["line_id"] for row in rows]
        log_contact(self.store, self.frame, person_id=person_id, unit_id=unit_id, chosen=chosen)

    def change_contact(self, contact_id: int) -> None:
        """Mend what is logged."""
        change_contact(self.store, self.frame, contact_id)


def _extended(rows: Sequence[Row], due_on: str | None) -> str:
    """'Rullator UT-0187 er forlenget. Ny frist 3. oktober 2026'."""
    until = _("Ny frist {day}").format(day=words.day(due_on)) if due_on else _("Nå uten frist")
    return _("{what} er forlenget. {until}").format(what=details.things(rows), until=until)


def _lost(rows: Sequence[Row], gone: int | None) -> str:
    if gone is not None:
        return _("{n} {name} er meldt borte").format(n=words.number(gone), name=rows[0]["name"])
    if len(rows) == 1:
        return _("{what} står som savnet").format(what=details.thing(rows[0]))
    return ngettext("{n} utlån er meldt savnet", "{n} utlån er meldt savnet", len(rows)).format(n=len(rows))
