"""What can be done with the chosen copies: the act that follows, the others in a menu, and the forms behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from db import equipment, history, loan_lines, overview, service
from db.command import Receipt
from db.errors import FileTrouble, Rejected
from desktop import words
from desktop.equipment import acts
from desktop.equipment.item_forms import ItemForm, NewItemsForm
from desktop.equipment.retire_form import RetireForm
from desktop.history_dialog import HistoryDialog
from desktop.loans.extend_form import ExtendForm
from desktop.loans.lose_form import LoseForm
from desktop.loans.nav_slip import SLIP_OF_CHOSEN, line_of_copy, show_slip
from desktop.loans.swap_form import SwapForm
from desktop.parts import icons
from desktop.parts.record_form import RecordForm
from desktop.parts.record_page import RecordPage
from desktop.requests.waiting import offer
from desktop.service import told
from desktop.service.forms import CheckForm, ReleaseForm
from desktop.words import _, ngettext

ACTED = ("cleaned", "repaired", "checked", "released", "found", "to_cleaning", "to_repair", "missing", "retired")


class ItemActs(RecordPage):
    """The acts of the list of copies. Its rows carry `stored_state` beside the state that shows."""

    def __init__(self, store, frame, parent: QWidget | None = None):
        super().__init__(store, frame, parent)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._context)

    def do_next(self) -> None:
        """The act that usually follows the state of the chosen copies."""
        rows = self._chosen()
        following = Counter(acts.NEXT.get(row["stored_state"], "") for row in rows).most_common(1)
        if following and following[0][0] == "lend":
            self.lend()
        elif following and following[0][0] == "take_back":
            self.take_back()
        elif following and following[0][0]:
            self.do(following[0][0])

    def lend(self) -> None:
        ready = [row["item_id"] for row in self._chosen() if row["stored_state"] in ("available", "packed")]
        if ready:
            self.frame.start("lend", item_ids=ready)

    def take_back(self) -> None:
        lines = self._lines()
        if lines:
            self.frame.start("take_back", line_ids=[line["line_id"] for line in lines])

    def extend(self) -> None:
        rows = self._lines()
        if rows:
            self._open(ExtendForm(self.store, rows), lambda receipt: _extended(rows, receipt.data.get("due_on")))

    def swap(self) -> None:
        rows = self._lines()
        if len(rows) == 1:
            self._open(SwapForm(self.store, rows[0]), _swapped)

    def lose(self) -> None:
        """Copies that are lost while lent: their loans end."""
        rows, chosen = self._lines(), [row for row in self._chosen() if row["line_id"]]
        if rows:
            self._open(LoseForm(self.store, rows), lambda _receipt: acts.told("missing", chosen))

    def _lines(self) -> list[Any]:
        """The open loan lines of the chosen copies."""
        ids = [row["line_id"] for row in self._chosen() if row["line_id"]]
        return self.store.read(loan_lines.rows, ids, today=self.store.today)

    def do(self, act: str) -> None:
        """Carry out an act on those of the chosen copies that it fits."""
        rows = self._chosen()
        fitting = set(acts.fitting(rows, act))
        if act == "missing" and any(row["line_id"] for row in rows):
            self.lose()
        if act == "retired" and fitting:
            self._ask_reason([row for row in rows if row["item_id"] in fitting])
        elif act == "checked" and fitting:
            self._check([row for row in rows if row["item_id"] in fitting])
        elif act == "released" and any(self._quarantined(row) for row in rows):
            self._release([row for row in rows if row["stored_state"] == "blocked"])
        elif fitting:
            self.carry_out(act, [row for row in rows if row["item_id"] in fitting])

    def _quarantined(self, row: Mapping[str, Any]) -> bool:
        return self.store.read(service.is_quarantined, row["item_id"])

    def _release(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """What may carry infection is let go by name only."""
        done = (_("{what} er frigitt"), _("{n} gjenstander er frigitt"))
        self._open(ReleaseForm(self.store, rows), lambda receipt: told.done(rows, receipt.result, *done))

    def _check(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._open(CheckForm(self.store, rows), lambda receipt: told.checked_now(rows, receipt))

    def carry_out(self, act: str, rows: Sequence[Mapping[str, Any]], **given: str) -> None:
        """Write the act on all rows and tell it."""
        try:
            self.store.write(equipment.act, item_ids=[row["item_id"] for row in rows], act=act, **given)
        except (Rejected, FileTrouble) as fault:
            self.frame.trouble(fault)
            return
        after = self.store.read(equipment.item_rows, [row["item_id"] for row in rows])
        ready = [row["item_id"] for row in after if row["state"] == "available"]
        second = offer(self.store, self.frame, ready)
        self.frame.tell(acts.told(act, rows, {row["item_id"]: row["state"] for row in after}), second=second)

    def _ask_reason(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._open(RetireForm(self.store, rows), lambda _receipt: acts.told("retired", rows))

    def _open(self, form: RecordForm, told: Callable[[Receipt], str]) -> None:
        form.saved.connect(lambda receipt: self.frame.tell(told(receipt)))
        self.frame.show_form(form)

    def _doing(self, act: str):
        return lambda: self.do(act)

    def do_cleaned(self) -> None:
        self.do("cleaned")

    def do_repaired(self) -> None:
        self.do("repaired")

    def do_missing(self) -> None:
        self.do("missing")

    def do_retired(self) -> None:
        self.do("retired")

    def more(self) -> None:
        """The other acts, in a menu where the focus is."""
        where = self.focusWidget()
        self._menu(where.mapToGlobal(QPoint(0, where.height())) if where else QCursor.pos())

    def _context(self, at: QPoint) -> None:
        if self.chosen_ids():
            self._menu(self.table.viewport().mapToGlobal(at))

    def _menu(self, at: QPoint) -> None:
        menu = self.acts_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def acts_menu(self) -> QMenu:
        """Everything that can be done with the chosen copies."""
        menu, rows = QMenu(self), self._chosen()
        if not self.store.read_only:
            for act in (act for act in ACTED if acts.fitting(rows, act)):
                self._add(menu, acts.WORDS[act].one, acts.WORDS[act].icon, self._doing(act))
            if any(row["line_id"] for row in rows):
                self._add(menu, _("Forleng frist …"), "calendar-plus", self.extend)
                self._add(menu, _("Meld savnet hos låner …"), "circle-question-mark", self.lose)
            if len(rows) == 1 and rows[0]["line_id"]:
                self._add(menu, _("Bytt eksemplar …"), "arrow-left-right", self.swap)
            menu.addSeparator()
            if len(rows) == 1:
                self._add(menu, _("Rediger …"), "pencil", self.edit)
                self._add(menu, _("Nytt eksemplar av samme produkt …"), "plus", self.new_of_same)
        self._add(menu, _("Skriv ut etikett"), "tag", self.print_labels)
        if any(row["owner"] == "nav" for row in rows):
            self._add(menu, SLIP_OF_CHOSEN.text, SLIP_OF_CHOSEN.icon, self.print_nav_slip)
        if len(rows) == 1:
            self._add(menu, _("Vis historikk"), "history", self.show_history)
            self._add(menu, _("Vis produktet"), "package-open", lambda: self.frame.go("product", rows[0]["product_id"]))
            if rows[0]["person_id"]:
                self._add(menu, _("Vis låneren"), "user-round", lambda: self.frame.go("person", rows[0]["person_id"]))
        return menu

    def _add(self, menu: QMenu, text: str, icon: str, slot) -> None:
        icons.put(menu.addAction(text, slot), icon)

    def new_record(self) -> None:
        self._new()

    def new_of_same(self) -> None:
        for row in self._chosen()[:1]:
            self._new(row["product_id"])

    def _new(self, product_id: int | None = None) -> None:
        form = NewItemsForm(self.store, product_id)
        form.saved.connect(lambda receipt: self._added(form, receipt.result))
        self.frame.show_form(form)

    def _added(self, form: NewItemsForm, item_ids: list[int]) -> None:
        labels = (_("Skriv ut etiketter"), lambda: self.frame.start("print_labels", item_ids=item_ids))
        self.frame.tell(form.told(item_ids), second=labels)
        self.open_record(item_ids[0])

    def edit(self) -> None:
        rows = self._chosen()
        if len(rows) == 1:
            form = ItemForm(self.store, rows[0]["item_id"])
            self._open(form, lambda _receipt: form.told())

    def print_labels(self) -> None:
        if self.chosen_ids():
            self.frame.start("print_labels", item_ids=self.chosen_ids())

    def print_nav_slip(self) -> None:
        """Show the slip that goes with the chosen copies that are NAV's."""
        lines = [ref for row in self._chosen() for ref in line_of_copy(self.store, row["item_id"])]
        show_slip(self.store, self.frame, lines)

    def show_history(self) -> None:
        """All that has happened to the copy, in words."""
        rows = self._chosen()
        if len(rows) == 1:
            events = self.store.read(overview.events, self.store.read(history.of_item, rows[0]["item_id"]))
            events = self.store.read(service.with_cases, events, rows[0]["item_id"])
            self.frame.show_form(HistoryDialog(acts.what(rows[0]), events, self.store.today))

    def _chosen(self) -> list[dict[str, Any]]:
        return [dict(row) for row in self.rows(self.chosen_ids())]


def _extended(rows: Sequence[Mapping[str, Any]], due_on: str | None) -> str:
    due = _("Ny frist {day}").format(day=words.day(due_on)) if due_on else _("Uten frist")
    said = ngettext("{n} utlån er forlenget", "{n} utlån er forlenget", len(rows)).format(n=words.number(len(rows)))
    return f"{said}. {due}"


def _swapped(receipt: Receipt) -> str:
    old, new = receipt.data["numbers"]
    return _("{old} er byttet med {new}").format(old=old, new=new)
