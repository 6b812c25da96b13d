"""Lån ut (F2): choose who and until when, scan on and on, confirm once. Nothing is stored before that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from db import equipment, loan_lines, loans, paperwork, people, products
from db.norwegian import code_key
from desktop import finding, words
from desktop.actions import FILE, Action
from desktop.loans import answers, draft, papers, wanted_row
from desktop.loans.answers import Answer
from desktop.loans.desk import Desk, Notice, card
from desktop.loans.draft import LendDraft, Line
from desktop.loans.lend_row import LendRow
from desktop.loans.lend_who import WhoCard
from desktop.loans.new_person import NewPersonForm
from desktop.loans.scan_list import ScanList
from desktop.loans.wanted import Wanted
from desktop.loans.wanted_row import WantedList
from desktop.parts.fields import Field, Unreadable
from desktop.parts.receipt import announce
from desktop.parts.search_field import Found, SearchField
from desktop.requests.asked_for import ask
from desktop.words import _

TO, UNTIL = _("Til"), _("Frist")


class LendPage(Desk):
    """The page of F2."""

    title = _("Lån ut")
    lead = _("Velg låntaker, skann utstyret og bekreft. Ingenting lagres før du bekrefter.")
    side_title = _("3  Bekreft")
    icon = "user-round-arrow-right"
    does, beneath = "lend", "loan"
    kinds = frozenset({"item", "loan", "person", "unit", "product", "package", "task", "request"})
    ACTIONS = (
        Action(_("Bekreft utlånet (Ctrl+Enter)"), "confirm", icon="check", writes=True),
        Action(_("Ny person …"), "new_person", "Ctrl+N", "user-round-plus", FILE, writes=True),
        Action(_("Ta de foreslåtte delene i pakken"), "take_suggested", "Ctrl+T", "package-plus", writes=True),
        Action(_("Skriv ut kvittering for siste utlån"), "print_receipt", "Ctrl+P", "printer", FILE),
    )

    def __init__(self, store, frame, parent: QWidget | None = None):
        super().__init__(store, frame, parent)
        self.draft = LendDraft(store.read, lambda: store.today)
        self.last_agreement: int | None = None
        self.who = WhoCard(self.draft, store, self.pair)
        self.who.changed.connect(self._terms_changed)
        self.who.settled.connect(lambda: self.entry.focus())
        self.who.stranger.connect(self.new_person)
        self.column.addWidget(self.who)
        self.column.addWidget(self._what(), 1)
        self._confirmation()
        self.leave_undo_to_the_window()
        self.tab_through([*self.who.in_order(), self.entry.edit])
        self._show()

    # building

    def _what(self) -> QWidget:
        frame, column = card(
            _("2  Skann utstyret"), _("Skann hvor som helst på siden, eller skriv nummeret og trykk Enter.")
        )
        self.entry = SearchField(_("Nummer eller navn på utstyr"), self._things,
                                 placeholder=_("Nummer, strekkode eller navn"))  # fmt: skip
        self.entry.label.hide()
        self.entry.picked.connect(self._pick_thing)
        self.entry.edit.returnPressed.connect(self._enter)
        self.notice, self.list = Notice(), ScanList(_("Utstyr som skal lånes ut"))
        column.addWidget(self.entry)
        self.parts = WantedList()
        self.parts.taken.connect(self._take_part)
        self.parts.let_go.connect(self.let_go)
        self.parts.asked.connect(self._ask_for)
        column.addWidget(self.notice)
        column.addWidget(self.parts)
        column.addWidget(self.list)
        column.addStretch(1)
        return frame

    def _confirmation(self) -> None:
        for name in (TO, UNTIL):
            self.side.add_fact(name)
        self.wants_paper = self.side.add_check(_("Skriv ut kvittering"), on=False)
        self.wants_next = self.side.add_check(_("Ny tom liste etterpå"), on=True)
        self.add_feet(_("Lån ut"))

    def fields(self) -> dict[str, Field]:
        return self.who.fields()

    # reading

    def read(self) -> None:
        self.who.asker.offer(self.store.read(people.requesters))
        self.draft.ask_again()
        for row in self._rows():
            row.refresh()
        self._show()

    def _rows(self) -> list[LendRow]:
        return [row for row in self.list.rows.values() if isinstance(row, LendRow)]

    def _show(self) -> None:
        """Let everything say what the draft holds."""
        lines = {line.key: line for line in self.draft.lines}
        self.list.sync(list(reversed(lines)), lambda key: self._row(lines[key]))
        self.parts.show_parts(self.draft.wanted)
        self.who.show_draft()
        self._show_count()
        self.say_if_shut()

    def _row(self, line: Line) -> LendRow:
        row = LendRow(line)
        row.removed.connect(lambda: self.remove(line))
        row.changed.connect(self._line_changed)
        row.reasoned.connect(self.entry.focus)
        row.returned.connect(lambda condition: self._return_first(line, condition))
        row.fills.connect(lambda: self._fill(line))
        return row

    def _show_count(self) -> None:
        ready, side = self.draft.pieces, self.side
        side.figure.setText(answers.ready(ready))
        side.note.setText(wanted_row.in_doubt(self.draft))
        side.note.setVisible(bool(side.note.text()))
        who, due = self.draft.borrower, self.draft.due_on
        side.say_fact(TO, answers.borrower(who) if who is not None else words.NONE)
        side.say_fact(UNTIL, words.weekday_day(due).capitalize() if due else _("Uten frist"))
        self.confirm_button.setText(_("Lån ut {things}").format(things=answers.pieces(ready)) if ready else _("Lån ut"))

    # who

    def new_person(self, written: str | None = None) -> None:
        """Register somebody who borrows for the first time, and choose them."""
        form = NewPersonForm(self.store, self.who.unknown_name() if written is None else written)
        form.saved.connect(lambda receipt: self.choose("person", receipt.result))
        self.frame.show_form(form)

    def choose(self, kind: str, ref: int) -> None:
        """Let this person or unit be the borrower."""
        self.draft.borrow_to(kind, ref)
        self._show()
        self.entry.focus()

    # what

    def _things(self, text: str) -> list[Found]:
        """Copies and goods by quantity that fit what is typed; an exact number comes first."""
        today = self.store.today
        copies = [
            _copy_found(row["number"], finding.item_hit(row, today))
            for row in self.store.read(equipment.find_items, text)
        ]
        goods = [
            Found(("product", row["product_id"]), row["name"],
                  _("{n} på lager").format(n=words.number(row["ready"])), _("Telles i antall"))
            for row in self.store.read(products.find, text) if row["tracking"] == "quantity"
        ]  # fmt: skip
        return copies + goods + wanted_row.found(self.store.read, text)

    def _pick_thing(self, found: Found) -> None:
        kind, ref = found.value
        self.entry.set_value(None)
        if kind == "product":
            self._added(*self.draft.add_goods(ref))
        elif kind == "package":
            self.add_package(ref)
        else:
            self._added(*self.draft.scan(ref))

    def add_package(self, package_id: int) -> None:
        """Let the parts of a package into the list; copies wait there until one is scanned or taken."""
        self.draft.add_package(package_id)
        self.notice.say(None)
        self._show()
        announce(self, wanted_row.in_wait(self.draft.wanted))

    def let_go(self, part: Wanted) -> None:
        """Lend the package without this part."""
        self.draft.let_go(part)
        self._show()

    def _ask_for(self, part: Wanted) -> None:
        """Write down that the borrower still needs what the package lacks."""
        who = self.draft.borrower
        given = {f"{who['kind']}_id": who["ref"]} if who is not None else {}
        ask(self.store, self.frame, product_id=part.product_id, **given)

    def _take_part(self, number: str) -> None:
        """Take the suggested copy; after the last one the work goes on in the field."""
        self.scanned(number)
        if not self.draft.wanted:
            self.entry.focus()

    def take_suggested(self) -> None:
        """Take the suggested copy of every part that waits and has one."""
        for number in self.parts.suggestions():
            self.scanned(number)

    def _enter(self) -> None:
        """Enter on what fits nothing: the line says so."""
        code = self.entry.text()
        if code:
            self.entry.set_value(None)
            self.scanned(code)

    def scanned(self, code: str) -> bool:
        """Take a scan; the paper of an agreement is no equipment and goes to the window."""
        if paperwork.agreement_of(code) is not None or not code_key(code):
            return False
        self._added(*self.draft.scan(code))
        return True

    def takes(self, kind: str, ref: int) -> bool:
        """Take what was chosen in the search field of the window."""
        if kind in ("person", "unit"):
            self.choose(kind, ref)
        elif kind == "item":
            self._added(*self.draft.scan(self.store.read(equipment.item, ref)["number"]))
        elif kind == "package":
            self.add_package(ref)
        else:
            return False
        return True

    def _added(self, line: Line, is_new: bool) -> None:
        already = not is_new and line.product is None
        self.notice.say(Answer("info", "lent", _("{thing}: Denne ligger allerede i listen").format(
            thing=f"{answers.name(line)} {answers.number(line)}")) if already else None)  # fmt: skip
        self._show()
        row = self.list.rows[line.key]
        if isinstance(row, LendRow):
            row.refresh()
            row.ask_how_many()
        self.list.show_row(line.key)
        if line.answer != draft.READY:
            QApplication.beep()
        if not already:
            announce(row, row.accessibleName())

    def remove(self, line: Line) -> None:
        """Take a line out of the draft."""
        self.draft.remove(line)
        self.notice.say(None)
        self._show()
        if not self.draft.lines:
            self.entry.focus()

    def _terms_changed(self) -> None:
        """Who borrows and until when decides who waits for what is in the list."""
        self.draft.plan()
        for row in self._rows():
            row.refresh()
        self.parts.show_parts(self.draft.wanted)
        self._show_count()

    def _line_changed(self) -> None:
        self.draft.ask_again()
        for row in self._rows():
            row.refresh()
        self.who.show_due()
        self._show_count()

    def _fill(self, line: Line) -> None:
        """Lend it to the one who waits for it, or let it meet the borrower's request for one like it."""
        if line.alike is not None:
            line.fills = line.alike["request_id"]
        elif self.draft.borrower is None:
            kind = "person" if line.facts.get("person_id") else "unit"
            self.choose(kind, line.facts[f"{kind}_id"])
        self._terms_changed()

    def _return_first(self, line: Line, condition: str) -> None:
        """Take the copy back from whoever has it; the line then answers anew."""
        if line.item is None:
            return
        held = self.store.read(loan_lines.open_line, line.item["item_id"], today=self.store.today)
        if held is None:
            self.read()
            return
        if self.attempt(loans.take_back, returns=[loans.Return(held["line_id"], condition)]) is not None:
            self.frame.tell(_("{name} ({number}) er tatt imot fra {who} og står som {state}").format(
                name=held["name"], number=held["number"], who=answers.holder(held).rstrip("."),
                state=answers.after_return(condition).lower()))  # fmt: skip
            self.read()

    # storing

    def confirm(self) -> None:
        """Lend what is ready."""
        if self.store.read_only or not self._is_whole() or not self._takes_what_is_written():
            return
        count, left = self.draft.pieces, [line for line in self.draft.lines if line.answer != draft.READY]
        lacking = wanted_row.stayed(self.draft.wanted)
        receipt = self.attempt(loans.lend, **self.draft.arguments())
        if receipt is None:
            return
        who, due = self.draft.borrower or {}, self.draft.due_on
        name = words.short_name(who)
        self.last_agreement = receipt.result
        self.clear()
        told = _told(count, left, name, due, self.store.today)
        self.frame.tell(f"{told}. {lacking}" if lacking else told, True,
                        (_("Skriv ut (Ctrl+P)"), self.print_receipt))  # fmt: skip
        if self.wants_paper.isChecked():
            self.print_receipt()
        if self.wants_next.isChecked():
            self.start_focus()
        else:
            line = self.store.read(loan_lines.of_agreement, receipt.result, today=self.store.today)[0]
            self.frame.go("loan", line["line_id"])

    def _takes_what_is_written(self) -> bool:
        """A number that stands in the field is taken as with Enter; one that is not ready must be seen first."""
        code = self.entry.text()
        if not code:
            return True
        self.entry.set_value(None)
        line, is_new = self.draft.scan(code)
        self._added(line, is_new)
        return line.answer == draft.READY

    def _is_whole(self) -> bool:
        """Whether the fields can be read; the first that cannot says why."""
        for field in self.who.fields().values():
            try:
                field.read()
            except Unreadable as fault:
                field.fault(str(fault))
                field.focus()
                announce(field, str(fault))
                return False
        return True

    def clear(self) -> None:
        self.draft.clear()
        self.who.clear()
        self.entry.set_value(None)
        self.notice.say(None)
        self.side.say_trouble("")
        self._show()

    def print_receipt(self) -> None:
        """Show the agreement of the latest loan on paper."""
        if self.last_agreement is None:
            self.frame.tell(_("Ingenting er lånt ut herfra ennå. Avtaler ligger under Utlån"), undo=False)
            return
        make = papers.agreement(self.store.read, self.last_agreement, self.store.staff)
        self.frame.print_pdf(_("Utlånsavtale"), make, f"utlansavtale-{self.last_agreement}")

    # coming and going

    def begin(self, **given: Any) -> None:
        """Begin with what is known already; a draft that was left stays."""
        self._take_up(**given)

    def _take_up(self, codes: Sequence[str] = (), item_ids: Sequence[int] = (), product_ids: Sequence[int] = (),
              package_ids: Sequence[int] = (), goods: Mapping[int, int] | None = None, person_id: int | None = None,
              unit_id: int | None = None, due_on: str | None = None) -> None:  # fmt: skip
        if person_id is not None:
            self.draft.borrow_to("person", person_id)
        elif unit_id is not None:
            self.draft.borrow_to("unit", unit_id)
        numbers = [self.store.read(equipment.item, item_id)["number"] for item_id in item_ids]
        for code in (*codes, *numbers):
            self._added(*self.draft.scan(code))
        for product_id in product_ids:
            self._added(*self.draft.add_goods(product_id))
        for product_id, quantity in (goods or {}).items():
            self._added(*self.draft.add_goods(product_id, quantity))
        for package_id in package_ids:
            self.draft.add_package(package_id)
        if due_on is not None:
            self.draft.choose_due(due_on)
            self.draft.plan()
        self._show()
        self.start_focus()

    def start_focus(self) -> None:
        (self.who.borrower if self.draft.borrower is None else self.entry).focus()


def _copy_found(number: str, hit: finding.Hit) -> Found:
    under = " · ".join(part for part in (words.STATES[hit.state].word if hit.state else "", hit.detail) if part)
    return Found(("item", number), hit.title, under, _("Eksemplarer"), hit.icon)


def _told(count: int, left: Sequence[Line], name: str, due: str | None, today: str) -> str:
    """The receipt; what was not ready and stayed behind is told too."""
    told = answers.lent(count, name, due, today)
    return f"{told}. {answers.stayed(left)}" if left else told
