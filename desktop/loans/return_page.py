"""Ta imot retur (F3): scan on and on, say how each thing looks, confirm once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from db import equipment, loan_lines, loans, people
from db.norwegian import code_key
from desktop import words
from desktop.actions import FILE, Action
from desktop.loans import answers, details, papers, return_draft
from desktop.loans.desk import Desk, Notice, card
from desktop.loans.nav_slip import SLIP_OF_RETURN, show_slip
from desktop.loans.return_draft import Back, ReturnDraft, Scan
from desktop.loans.return_row import ReturnRow
from desktop.loans.scan_list import ScanList, ScanRow
from desktop.parts.day_field import DayField
from desktop.parts.fields import Field, Unreadable
from desktop.parts.page import button
from desktop.parts.receipt import announce
from desktop.parts.search_field import Found, SearchField
from desktop.parts.shortcuts import on_keys
from desktop.requests.waiting import WaitingStrip
from desktop.service.papers import tags
from desktop.words import _

SHIFTED = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
FROM, BECOMES = _("Fra"), _("Blir")
Row = Mapping[str, Any]


class StillOutRow(ScanRow):
    """A thing that the borrower still has, with a button to take it along."""

    def __init__(self, row: Row, today: str, take) -> None:
        super().__init__(row["name"], row["number"] or details.standing(row))
        self.show_answer(answers.still_out(row, today))
        self.remove_button.hide()
        self.take = button(_("Ta med"), take, "plus")
        self.take.setAccessibleName(_("Ta med {thing}").format(thing=self.called))
        self.acts.addWidget(self.take)


class ReturnPage(Desk):
    """The page of F3."""

    title = _("Ta imot retur")
    lead = _("Skann alt som kommer tilbake, og si hvordan det ser ut. Ingenting lagres før du bekrefter.")
    side_title = _("2  Bekreft")
    icon = "corner-up-left"
    does, beneath = "take_back", "loan"
    kinds = frozenset({"item", "loan", "person", "unit", "product", "request"})
    ACTIONS = (
        Action(_("Bekreft returen (Ctrl+Enter)"), "confirm", icon="check", writes=True),
        Action(_("Klargjør for den som venter"), "pack_waiting", "Ctrl+G", "package-check", writes=True),
        Action(_("Skriv ut kvittering for siste retur"), "print_receipt", "Ctrl+P", "printer", FILE),
        Action(_("Skriv ut rød lapp for siste retur"), "print_tags", "Ctrl+L", "tag", FILE),
        SLIP_OF_RETURN,
    )

    def __init__(self, store, frame, parent: QWidget | None = None):
        super().__init__(store, frame, parent)
        self.draft = ReturnDraft(store.read, lambda: store.today)
        self.last_lines: list[int] = []
        self.last_infected: list[str] = []
        self._latest = 0  # the line that was scanned last
        self.column.addWidget(self._what(), 1)
        self.column.addWidget(self._others())
        self._confirmation()
        self.leave_undo_to_the_window()
        for place, condition in enumerate(answers.CONDITIONS, 1):
            on_keys(self, f"Alt+{place}", lambda code=condition.code: self.say_condition(code))
        self._show()

    def _what(self) -> QWidget:
        frame, column = card(
            _("1  Skann utstyret"),
            _("Skann hvor som helst på siden, eller skriv nummeret. Velg tilstand med knappene eller Alt+1 til 5."),
        )
        self.entry = SearchField(_("Nummer, strekkode, navn eller låntaker"), self._lines_out,
                                 placeholder=_("Nummer, strekkode, navn eller låntaker"))  # fmt: skip
        self.entry.label.hide()
        self.entry.picked.connect(self._pick)
        self.entry.edit.returnPressed.connect(self._enter)
        self.notice, self.list = Notice(), ScanList(_("Utstyr som kommer tilbake"))
        self.waiting = WaitingStrip(self.store, self.frame)
        for part in (self.entry, self.notice, self.waiting, self.list):
            column.addWidget(part)
        column.addStretch(1)
        return frame

    def _others(self) -> QWidget:
        self.others, column = card(_("Låntakeren har fortsatt"))
        self.other_list = ScanList(_("Det låntakeren fortsatt har"))
        column.addWidget(self.other_list)
        return self.others

    def _confirmation(self) -> None:
        for name in (FROM, BECOMES):
            self.side.add_fact(name)
        self.day = DayField(_("Levert inn"), lambda: self.store.today, past=True)
        self.day.changed.connect(self._typed_day)
        self.side.more.addWidget(self.day)
        self.wants_paper = self.side.add_check(_("Skriv ut kvittering"), on=False)
        self.add_feet(_("Ta imot"))

    def fields(self) -> dict[str, Field]:
        return {"on_day": self.day}

    # reading

    def read(self) -> None:
        gone = self.draft.ask_again()
        if gone:
            self.notice.say(answers.taken_elsewhere(gone))
        for row in self._rows():
            row.refresh()
        self._show()

    def _rows(self) -> list[ReturnRow]:
        return [row for row in self.list.rows.values() if isinstance(row, ReturnRow)]

    def _show(self) -> None:
        """Let everything say what the draft holds."""
        backs = {back.line_id: back for back in self.draft.lines}
        self.list.sync(list(reversed(backs)), lambda key: self._row(backs[key]))
        still = {row["line_id"]: row for row in self.draft.still_out()}
        self.other_list.sync(list(still), lambda key: self._other(still[key]))
        self.others.setVisible(bool(still))
        if not self.day.edit.hasFocus():
            self.day.set_value(self.draft.day)
        self._show_count()
        self.say_if_shut()

    def _row(self, back: Back) -> ReturnRow:
        row = ReturnRow(back, self.store.today)
        row.removed.connect(lambda: self.remove(back))
        row.changed.connect(self._show_count)
        return row

    def _other(self, row: Row) -> StillOutRow:
        return StillOutRow(row, self.store.today, lambda: self._added(self.draft.add(row["line_id"])))

    def _show_count(self) -> None:
        count, backs = self.draft.pieces, self.draft.lines
        self.side.figure.setText(answers.ready(count))
        self.side.note.hide()
        holders = list(dict.fromkeys(details.borrower(back.row) for back in backs))
        self.side.say_fact(FROM, words.listed(holders) or words.NONE)
        self.side.say_fact(BECOMES, answers.outcome(backs).capitalize() or words.NONE)
        told = _("Ta imot {things}").format(things=answers.pieces(count))
        self.confirm_button.setText(told if count else _("Ta imot"))

    def _typed_day(self) -> None:
        try:
            self.draft.on_day = self.day.value()
        except Unreadable:
            return

    # scanning

    def _lines_out(self, text: str) -> list[Found]:
        """Open lines that fit what is typed, and borrowers whose things can be chosen from, with or without a code."""
        ids = self._line_ids(text)
        rows = {row["line_id"]: row for row in self.store.read(loan_lines.rows, ids, today=self.store.today)}
        lines = [
            Found(ref, f"{rows[ref]['number'] or ''} {details.counted_thing(rows[ref])}".strip(),
                  f"{details.borrower(rows[ref])} · {words.deadline(rows[ref]['due_on'], self.store.today)}")
            for ref in ids
        ]  # fmt: skip
        holders = [
            Found((row["kind"], row["ref"]), answers.borrower(row), answers.borrower_note(row), _("Vis alt de har"),
                  "user-round" if row["kind"] == "person" else "building")
            for row in self.store.read(people.borrowers, text, today=self.store.today, limit=4) if row["open_lines"]
        ]  # fmt: skip
        return lines + holders

    def _line_ids(self, text: str) -> list[int]:
        """Open lines for what is typed, the whole number first; none where that copy is in, so that Enter says so."""
        found = self.store.read(loan_lines.ids, today=self.store.today, text=text, order="due")
        copies = self.store.read(equipment.find_items, text) if code_key(text) else []
        meant = [row for row in copies if _is_number(row["number"], text)]
        if meant and not any(row["line_id"] for row in meant):
            return []
        first = [row["line_id"] for row in meant if row["line_id"]]
        return [*first, *(ref for ref in found if ref not in first)][:12]

    def _pick(self, found: Found) -> None:
        self.entry.set_value(None)
        if isinstance(found.value, tuple):
            self.look_at(*found.value)
        else:
            self._added(self.draft.add(found.value))

    def look_at(self, kind: str, ref: int) -> None:
        """Show what a borrower holds, to choose from; Tab leads to the first."""
        self.draft.look_at(kind, ref)
        self.notice.say(None)
        self._show()
        first = next(iter(self.other_list.rows.values()), None)
        if isinstance(first, StillOutRow):
            first.take.setFocus()

    def _takes_what_is_written(self) -> bool:
        """A number that stands in the field is taken as with Enter; one that adds nothing must be seen first."""
        if not self.entry.text():
            return True
        before = len(self.draft.lines)
        self._enter()
        return len(self.draft.lines) > before

    def _enter(self) -> None:
        code = self.entry.text()
        if code:
            self.entry.set_value(None)
            self._added(self.draft.scan(code))

    def scanned(self, code: str) -> bool:
        """Take a scan: a copy that is out, or the paper of an agreement with all that is left on it."""
        if not code_key(code):
            return False
        self._added(self.draft.scan(code), from_scanner=True)
        return True

    def takes(self, kind: str, ref: int) -> bool:
        """Take what was chosen in the search field of the window; of a person, show what they have."""
        if kind == "item":
            return self.scanned(self.store.read(equipment.item, ref)["number"])
        if kind not in ("person", "unit"):
            return False
        held = self.store.read(loan_lines.of_borrower, today=self.store.today, open_only=True, **{f"{kind}_id": ref})
        for row in held:
            self._added(self.draft.add(row["line_id"]))
        return bool(held)

    def _added(self, scan: Scan, from_scanner: bool = False) -> None:
        answer = answers.scanned(scan)
        self.notice.say(answer)
        self._show()
        if answer is not None:
            QApplication.beep()
        if not scan.lines:
            return
        last = scan.lines[-1].line_id
        typing = QApplication.focusWidget() is self.entry.edit and not from_scanner
        self._latest = last
        self.list.show_row(last, focus=not typing)
        if scan.outcome == return_draft.ADDED:
            announce(self, self.list.rows[last].accessibleName())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is typed beside the fields is a number written by hand, and never a condition."""
        if event.text().isalnum() and not event.modifiers() & ~SHIFTED:
            self.entry.focus()
            self.entry.edit.end(False)
            QApplication.sendEvent(self.entry.edit, event)
        else:
            super().keyPressEvent(event)

    def say_condition(self, condition: str) -> None:
        """Alt+1 to 5: the condition of the row with the focus, else of the one scanned last."""
        rows = self._rows()
        held = QApplication.focusWidget()
        here = next((row for row in rows if held is row or (held and row.isAncestorOf(held))), None)
        latest = self.list.rows.get(self._latest)
        if rows:
            (here or (latest if isinstance(latest, ReturnRow) else rows[0])).choose(condition)

    def remove(self, back: Back) -> None:
        """Take a line out of the draft."""
        self.draft.remove(back)
        self.notice.say(None)
        self._show()
        if not self.draft.lines:
            self.entry.focus()

    # storing

    def confirm(self) -> None:
        """Take back all in the list."""
        if self.store.read_only:
            return
        if not self._takes_what_is_written():
            return
        if not self.draft.lines:
            self.side.say_trouble(_("Skann det som kommer tilbake, eller skriv nummeret"))
            self.entry.focus()
            return
        try:
            self.day.read()
        except Unreadable as fault:
            self.day.fault(str(fault))
            self.day.focus()
            return
        backs = [replace(back) for back in self.draft.lines]  # the page reads them again when they are stored
        receipt = self.attempt(loans.take_back, **self.draft.arguments())
        if receipt is None:
            return
        self.last_lines = list(receipt.result)
        self.clear()
        self.last_infected = [back.row["number"] for back in backs if back.is_infected]
        paper = (_("Skriv ut (Ctrl+P)"), self.print_receipt)
        tag = (_("Skriv ut rød lapp (Ctrl+L)"), self.print_tags)
        if any(back.row["owner"] == "nav" for back in backs):
            paper = (_("Returseddel til NAV (Ctrl+Shift+N)"), self.print_nav_slip)
        self.frame.tell(answers.taken_back(backs, self._stands(backs[0])), True, tag if self.last_infected else paper)
        self.waiting.show_for([back.row["item_id"] for back in backs if not back.is_counted])
        if self.wants_paper.isChecked():
            self.print_receipt()
        self.start_focus()

    def pack_waiting(self) -> None:
        """Set what came back aside for the one who waits for it."""
        if not self.waiting.pack_first():
            self.frame.tell(_("Ingen venter på noe av det som sist kom tilbake og står klart"), undo=False)

    def clear(self) -> None:
        self.draft.clear()
        self.waiting.show_for(())
        self.notice.say(None)
        self.side.say_trouble("")
        self.day.set_value(None)
        self._show()

    def print_receipt(self) -> None:
        """Show the receipt for the latest return on paper."""
        if not self.last_lines:
            self.frame.tell(_("Ingenting er tatt imot herfra ennå"), undo=False)
            return
        make = papers.receipt(self.store.read, self.last_lines, self.store.staff)
        self.frame.print_pdf(_("Kvittering for retur"), make, "returkvittering")

    def _stands(self, back: Back) -> str:
        """The state of a copy that is back; '' for goods by quantity."""
        return "" if back.is_counted else self.store.read(equipment.item, back.row["item_id"])["state"]

    def print_tags(self) -> None:
        """Show the red tags for what came back infectious in the latest return."""
        if not self.last_infected:
            self.frame.tell(_("Ingenting i siste retur var meldt smittefarlig"), undo=False)
            return
        self.frame.print_pdf(_("Rød lapp"), tags(self.store.read, self.last_infected, self.store.staff), "rod-lapp")

    def print_nav_slip(self) -> None:
        """Show the slip that goes with what is NAV's in the latest return."""
        show_slip(self.store, self.frame, self.last_lines)

    # coming and going

    def begin(self, **given: Any) -> None:
        """Begin with what is known already; a draft that was left stays."""
        self._take_up(**given)

    def _take_up(self, codes: Sequence[str] = (), item_ids: Sequence[int] = (), line_ids: Sequence[int] = ()) -> None:
        for line_id in line_ids:
            self._added(self.draft.add(line_id))
        numbers = [self.store.read(equipment.item, item_id)["number"] for item_id in item_ids]
        for code in (*codes, *numbers):
            self._added(self.draft.scan(code), from_scanner=True)
        if not self.draft.lines:
            self.start_focus()

    def start_focus(self) -> None:
        self.entry.focus()


def _is_number(number: str, text: str) -> bool:
    """Whether the text is this number, or its digits without the letters and noughts before them."""
    key, whole = code_key(text), code_key(number)
    before = whole.removesuffix(key).rstrip("0")
    return whole == key or (key.isdecimal() and whole.endswith(key) and not before[-1:].isdecimal())
