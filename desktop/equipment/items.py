"""The list of copies: chips by state, the panel with the act that fits, and acts on many at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from db import equipment, history, loan_lines, overview, products
from db.command import Receipt
from db.errors import FileTrouble, Rejected
from desktop import words
from desktop.actions import EDIT, VIEW, Action
from desktop.columns import Column
from desktop.equipment import acts
from desktop.equipment.columns import ITEMS, borrower, place
from desktop.equipment.item_forms import ItemForm, NewItemsForm
from desktop.equipment.retire_form import RetireForm
from desktop.finding import item_state
from desktop.history_dialog import HistoryDialog
from desktop.loans.extend_form import ExtendForm
from desktop.loans.lose_form import LoseForm
from desktop.loans.swap_form import SwapForm
from desktop.parts import icons
from desktop.parts.chips import Chip
from desktop.parts.page import Listing
from desktop.parts.panel import Act, Details
from desktop.parts.record_form import RecordForm
from desktop.parts.record_page import Asked, RecordPage
from desktop.words import STATES, _, ngettext

ALWAYS = ("all", "available", "lent", "overdue", "cleaning")
SOMETIMES = ("repair", "blocked", "missing", "control", "new", "packed", "retired")
ACTED = ("cleaned", "repaired", "released", "found", "to_cleaning", "to_repair", "missing", "retired")


OF_PRODUCT = "items_of"
ON_SCREEN = ("number", "name", "state", "borrower", "due_on", "place")  # first on screen; sheets keep their order


def _screen_columns() -> tuple[Column, ...]:
    known = {column.key: column for column in ITEMS}
    known["borrower"] = replace(known["borrower"], value=_short, width=16)  # others can see the screen
    return (*(known.pop(key) for key in ON_SCREEN), *known.values())


def _short(row: Mapping[str, Any]) -> str:
    return row["unit_name"] or words.short_name(row)


class ItemsView(RecordPage):
    """Every copy, what is overdue first."""

    title, icon, kind, key = _("Lager"), "package", "item", "item_id"
    kinds = frozenset({"item", "loan", "product", "place", "person", "unit"})
    columns, noun, persons = _screen_columns(), (_("gjenstand"), _("gjenstander")), True
    new_text, order, all_text = _("Nytt utstyr"), "due_on", _("Alle grupper")
    empty_text = _("Her er det tomt foreløpig. Legg inn utstyr ett og ett, eller hent en liste fra Excel.")
    ACTIONS = (
        *RecordPage.ACTIONS,
        Action(_("Gjør det som passer nå"), "do_next", "Ctrl+Return", "check", EDIT, "chosen", True),
        Action(_("Meld rengjort"), "do_cleaned", "Ctrl+R", "circle-check", EDIT, "chosen", True),
        Action(_("Meld reparert"), "do_repaired", "", "circle-check", EDIT, "chosen", True),
        Action(_("Meld savnet"), "do_missing", "", "circle-question-mark", EDIT, "chosen", True),
        Action(_("Kasser …"), "do_retired", "Delete", "ban", EDIT, "chosen", True),
        Action(_("Forleng frist …"), "extend", "F4", "calendar-plus", EDIT, "chosen", True),
        Action(_("Rediger …"), "edit", "Ctrl+D", "pencil", EDIT, "chosen", True),
        Action(_("Skriv ut etikett"), "print_labels", "Ctrl+L", "tag", EDIT, "chosen"),
        Action(_("Vis historikk"), "show_history", "Ctrl+H", "history", VIEW, "chosen"),
    )

    def __init__(self, store, frame, parent: QWidget | None = None):
        super().__init__(store, frame, parent)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._context)

    # the list

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            equipment.item_ids, today=self.store.today, order=asked.order, descending=asked.descending,
            text=asked.text, chip=asked.chip, group=asked.choice or "",
        )  # fmt: skip

    def rows(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        """List rows; `state` says overdue where it is, `stored_state` is what the register holds."""
        today = self.store.today
        found = (dict(row) for row in self.store.read(equipment.item_rows, ids))
        return [row | {"stored_state": row["state"], "state": item_state(row, today)} for row in found]

    def total(self) -> int:
        return self._counts["all"]

    @classmethod
    def serves(cls, kind: str) -> bool:
        return kind == OF_PRODUCT or super().serves(kind)

    def open_kind(self, kind: str, ref: int) -> None:
        """Show a copy, the list under a chip, or with OF_PRODUCT the copies of a product."""
        if kind != OF_PRODUCT:
            super().open_kind(kind, ref)
            return
        row = self.store.read(products.product, ref)
        self.clear_filters()
        self.words.setText(row["hms_nr"] or row["name"])
        self.reread()

    def chips(self) -> Sequence[Chip]:
        self._counts = self.store.read(equipment.item_chips, today=self.store.today)
        shown = [*ALWAYS, *(code for code in SOMETIMES if self._counts.get(code) or code == self.chip_row.current)]
        return [Chip(code, _("Alle") if code == "all" else STATES[code].word, self._counts.get(code, 0))
                for code in shown]  # fmt: skip

    def choices(self) -> Sequence[tuple[Any, str]]:
        return [(group, group) for group in self.store.read(products.groups)]

    def sentence(self, row: Mapping[str, Any]) -> str:
        """'Rullator UT-0187, Forfalt, Kari N., 24. juni · 9 dager over.'"""
        due = words.deadline(row["due_on"], self.store.today) if row["line_id"] else ""
        said = (f"{row['name']} {row['number']}", STATES[row["state"]].word, borrower(row), due or place(row))
        return ", ".join(part for part in said if part)

    def listing(self) -> Listing:
        """Sheets and paper get the whole names."""
        known = {column.key: column for column in ITEMS}
        shown = super().listing()
        return replace(shown, columns=[known[column.key] for column in shown.columns])

    # the panel

    def details(self, ids: list[int]) -> Details | None:
        rows = self.rows(ids)
        if not rows:
            return None
        return self._one(rows[0]) if len(rows) == 1 else self._many(rows)

    def _one(self, row: Mapping[str, Any]) -> Details:
        return Details(row["name"], row["number"], row["state"], self._facts(row), self._acts(row))

    def _facts(self, row: Mapping[str, Any]) -> list[tuple[str, str]]:
        due = words.deadline(row["due_on"], self.store.today)
        lent = [(_("Lånt ut til"), _full(row)), (_("Utlånt"), words.day(row["out_on"])), (_("Frist"), due)]
        since = words.day(row["state_on"]) if row["stored_state"] not in ("lent", "available") else ""
        reason = words.RETIRED_REASONS.get(row["retired_reason"], "")
        codes = ", ".join(code["code"] for code in self.store.read(equipment.barcodes, row["item_id"]))
        return [
            *(lent if row["line_id"] else ()), (_("Siden"), since), (_("Kassert fordi"), reason),
            (_("Plassering"), place(row)), (_("HMS-nr."), row["hms_nr"] or ""), (_("Serienummer"), row["serial"]),
            (_("Merknad"), row["note"]), (_("Stand"), words.CONDITIONS.get(row["condition"], "")),
            (_("Eier"), words.OWNERS[row["owner"]] if row["owner"] != "own" else ""),
            (_("Innkjøpt"), words.day(row["bought_on"])), (_("Pris"), words.money(row["price_ore"])),
            (_("Strekkoder"), codes),
        ]  # fmt: skip

    def _acts(self, row: Mapping[str, Any]) -> list[Act]:
        shown: list[Act] = []
        if not self.store.read_only:
            following = acts.NEXT.get(row["stored_state"], "")
            if following:
                shown.append(Act(_next_text(following), self.do_next, primary=True))
            if row["line_id"]:
                shown.append(Act(_("Forleng frist …"), self.extend))
        shown.append(Act(_("Historikk"), self.show_history, half=True))
        if not self.store.read_only:
            shown.append(Act(_("Rediger …"), self.edit, half=True))
        return [*shown, Act(_("Etikett"), self.print_labels, half=True), Act(_("Mer …"), self.more, half=True)]

    def _many(self, rows: Sequence[Mapping[str, Any]]) -> Details:
        counts = Counter(row["state"] for row in rows)
        facts = [(STATES[state].word, words.number(n)) for state, n in counts.most_common()]
        return Details(_("{n} valgt").format(n=words.number(len(rows))), facts=facts, acts=self._acts_on_many(rows))

    def _acts_on_many(self, rows: Sequence[Mapping[str, Any]]) -> list[Act]:
        labels = Act(_("Skriv ut {n} etiketter").format(n=len(rows)), self.print_labels)
        if self.store.read_only:
            return [labels]
        lent = [row for row in rows if row["line_id"]]
        ready = [row for row in rows if row["stored_state"] == "available"]
        offered = [(_("Lån ut {n}"), len(ready), self.lend), (_("Ta imot {n}"), len(lent), self.take_back),
                   (_("Forleng {n} …"), len(lent), self.extend)]  # fmt: skip
        for act in ("cleaned", "repaired", "released", "found", "retired"):
            offered.append((acts.WORDS[act].many, len(acts.fitting(rows, act)), self._doing(act)))
        shown = [(text, n, slot) for text, n, slot in offered if n]
        first = next((text for text, n, _slot in shown if n == len(rows)), "")
        made = [Act(text.format(n=n), slot, primary=text == first) for text, n, slot in shown]
        return [*made, labels, Act(_("Mer …"), self.more)]

    # acts

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
        self.frame.start("lend", item_ids=ready)

    def take_back(self) -> None:
        self.frame.start("take_back", item_ids=[row["item_id"] for row in self._chosen() if row["line_id"]])

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
        elif fitting:
            self.carry_out(act, [row for row in rows if row["item_id"] in fitting])

    def carry_out(self, act: str, rows: Sequence[Mapping[str, Any]], **given: str) -> None:
        """Write the act on all rows and tell it."""
        try:
            self.store.write(equipment.act, item_ids=[row["item_id"] for row in rows], act=act, **given)
        except (Rejected, FileTrouble) as fault:
            self.frame.trouble(fault)
            return
        self.frame.tell(acts.told(act, rows))

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

    def show_history(self) -> None:
        """All that has happened to the copy, in words."""
        rows = self._chosen()
        if len(rows) == 1:
            events = self.store.read(overview.events, self.store.read(history.of_item, rows[0]["item_id"]))
            self.frame.show_form(HistoryDialog(acts.what(rows[0]), events, self.store.today))

    def _chosen(self) -> list[dict[str, Any]]:
        return self.rows(self.chosen_ids())


def _full(row: Mapping[str, Any]) -> str:
    """'Kari Nordmann (f. 1941)', or the unit."""
    if row["unit_name"]:
        return row["unit_name"]
    name = words.full_name(row)
    return _("{name} (f. {year})").format(name=name, year=row["born_on"][:4]) if row["born_on"] else name


def _extended(rows: Sequence[Mapping[str, Any]], due_on: str | None) -> str:
    due = _("Ny frist {day}").format(day=words.day(due_on)) if due_on else _("Uten frist")
    said = ngettext("{n} utlån er forlenget", "{n} utlån er forlenget", len(rows)).format(n=words.number(len(rows)))
    return f"{said}. {due}"


def _swapped(receipt: Receipt) -> str:
    old, new = receipt.data["numbers"]
    return _("{old} er byttet med {new}").format(old=old, new=new)


def _next_text(act: str) -> str:
    window = {"lend": _("Lån ut"), "take_back": _("Ta imot retur")}
    return window[act] if act in window else acts.WORDS[act].one
