"""The base of a list page: title, count, chips, filter, table and detail panel, built from what a subclass declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QSpacerItem,
    QStackedWidget,
    QWidget,
)

from desktop import words
from desktop.actions import FILE, Action
from desktop.columns import Column
from desktop.parts.beside import PANEL_ROOM, Beside
from desktop.parts.chips import Chip, Chips
from desktop.parts.empty import EmptyState
from desktop.parts.fields import ChoiceBox
from desktop.parts.page import Head, Listing, Page, button
from desktop.parts.panel import DetailPanel, Details
from desktop.parts.record_model import PAGE, RecordModel
from desktop.parts.record_table import RecordTable
from desktop.parts.shortcuts import on_keys
from desktop.parts.style import look
from desktop.timing import later
from desktop.words import _


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for: a chip, a choice of the box (None is all), words, and an order of db."""

    chip: str
    choice: Any
    text: str
    order: str
    descending: bool


class RecordPage(Page):
    """A page with one list.

    A subclass declares `kind`, `key` (the id in its rows), `columns`, `noun` ("gjenstand", "gjenstander"),
    `new_text` ("" for none), `order` (the key of the column that sorts at first), `all_text` (of the choice box)
    and answers `ids`, `rows`, and as it needs `total`, `chips`, `choices`, `details`, `new_record`, `open_form`,
    `sentence` and `empty_text`.
    """

    key = ""
    list_name = ""
    columns: Sequence[Column] = ()
    noun = ("", "")
    new_text = ""
    order = ""
    descending = False
    all_text = _("Alle")
    count_rule = ""
    persons = False
    panel_room = PANEL_ROOM
    model_class: type[RecordModel] = RecordModel
    table_class: type[RecordTable] = RecordTable
    empty_text = _("Her er det tomt foreløpig")
    ACTIONS = (
        Action(_("Nytt …"), "new_record", "Ctrl+N", "plus", FILE, writes=True),
        Action(_("Lagre listen som Excel …"), "export", "Ctrl+E", "file-spreadsheet", FILE),
        Action(_("Skriv ut listen …"), "print_list", "Ctrl+P", "printer", FILE),
        Action(_("Kopier radene"), "copy_rows", "", "copy", needs="chosen"),
        Action(_("Søk i listen"), "find_in_list", "Ctrl+F", "search"),
    )

    # what a subclass answers

    def ids(self, asked: Asked) -> Iterable[int]:
        """Every id that the list holds, in order."""
        raise NotImplementedError

    def rows(self, ids: list[int]) -> Iterable[Mapping[str, Any]]:
        """The rows of these ids, in any order."""
        raise NotImplementedError

    def total(self) -> int | None:
        """How many there are without any filter; None when the count line should not compare."""
        return None

    def chips(self) -> Sequence[Chip]:
        return ()

    def choices(self) -> Sequence[tuple[Any, str]]:
        """What the box offers besides all: (value, text)."""
        return ()

    def details(self, ids: list[int]) -> Details | None:
        """What the panel shows when these are selected: `one` of a single row, `many` of more."""
        rows = self.chosen_rows(ids)
        return (self.one(rows[0]) if len(rows) == 1 else self.many(rows)) if rows else None

    def one(self, row: Mapping[str, Any]) -> Details | None:
        """What the panel tells of a row."""

    def many(self, rows: list[Any]) -> Details | None:
        """What the panel tells of several rows in sum."""

    def new_record(self) -> None:
        """Begin a new record."""

    def open_form(self, ref: int) -> None:
        """Open the record; without an answer the panel comes forward."""
        self.show_panel()

    def sentence(self, row: Mapping[str, Any]) -> str:
        """A row read aloud as one sentence; empty for all its columns."""
        return ""

    # building

    def __init__(self, store, frame, parent: QWidget | None = None):
        super().__init__(store, frame, parent)
        made = self.model_class
        self.model = made(self.columns, self.key, self._ids, self.rows, lambda: store.today, self._say, self)
        first = next((n for n, column in enumerate(self.columns) if column.key == self.order), 0)
        order = Qt.SortOrder.DescendingOrder if self.descending else Qt.SortOrder.AscendingOrder
        self.model.order_by(first, order)
        self.table = self.table_class(self.model, self.title, self.list_name or self.kind)
        self.panel = DetailPanel()
        self.head, self.chip_row = Head(self.title, self), Chips(_("Vis"))
        self.choice, self.words = ChoiceBox(), QLineEdit()
        self._wait = later(self, 120, self.reread)
        self._build()

    def _build(self) -> None:
        self._buttons()
        self._filters()
        self.empty = EmptyState()
        self.lists = QStackedWidget()
        for widget in (self.table, self.empty):
            self.lists.addWidget(widget)
        self.places = Beside(self.left(), self.panel, self.panel_room, self)
        self.places.alone_changed.connect(self._give_room)
        self.body.addWidget(self.places, 1)
        self.table.opened.connect(self.open_form)
        self.table.chosen.connect(self._fill_panel)
        on_keys(self, "Esc", self._escape, inside=True)
        look.changed.connect(self._measure)
        self._measure()

    def left(self) -> QWidget:
        """What stands to the left of the panel: the list, and what a page puts beside it."""
        return self.lists

    def _buttons(self) -> None:
        self.head.add(button(_("Excel"), self.export, "file-spreadsheet", tip=_("Lagre listen som vist (Ctrl+E)")))
        self.head.add(button(_("Skriv ut"), self.print_list, "printer", tip=_("Skriv ut listen som vist (Ctrl+P)")))
        if self.new_text:
            made = button(self.new_text, self.new_record, "plus", tip="Ctrl+N")
            made.setEnabled(not self.store.read_only)
            self.head.add(made)
        self.body.addWidget(self.head)

    def _filters(self) -> None:
        self.filters, row = QWidget(self), QHBoxLayout()
        self.filters.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.words.setPlaceholderText(_("Søk i listen"))
        self.words.setAccessibleName(_("Søk i listen"))
        self.words.setClearButtonEnabled(True)
        self.choice.setAccessibleName(self.all_text)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        row.addWidget(self.chip_row, 1)
        row.addSpacerItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding))  # for a list without chips
        row.addWidget(self.words, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.filters)
        self.chip_row.picked.connect(lambda _code: self.reread())
        self.choice.activated.connect(lambda _n: self.reread())
        self.words.textChanged.connect(lambda _text: self._wait.start())
        self.words.returnPressed.connect(self._into_list)
        on_keys(self.words, "Down", self._into_list, inside=True)

    def _measure(self) -> None:
        self.words.setFixedWidth(look.px(180))
        self.choice.setMaximumWidth(look.px(240))
        self.places.measure()

    # reading

    def read(self) -> None:
        chips = self.chips()
        self.chip_row.show_chips(chips)
        self.chip_row.setVisible(bool(chips))
        self._show_choices()
        self.reread()

    def reread(self) -> None:
        """Read the list for what is asked now."""
        self._wait.stop()
        self.model.read()
        shown, total = len(self.model.ids), self.total()
        self.head.say(self.count_line(shown, total), self.count_rule)
        self.lists.setCurrentWidget(self.table if shown else self.empty)
        if not shown:
            self._say_empty(total)

    def asked(self) -> Asked:
        order, down = self.model.asked_order()
        return Asked(
            self.chip_row.current,
            self.choice.currentData(),
            self.words.text().strip(),
            order or self._first_order(),
            down,
        )

    def _first_order(self) -> str:
        return next((column.sort for column in self.columns if column.sort), "")

    def _ids(self, _order: str | None, _down: bool) -> Iterable[int]:
        return self.ids(self.asked())

    def _say(self, row: Mapping[str, Any]) -> str:
        return self.sentence(row) or self.model.whole_row(row)

    def _show_choices(self) -> None:
        offered, chosen = list(self.choices()), self.choice.currentData()
        self.choice.setVisible(bool(offered))
        self.choice.clear()
        self.choice.addItem(self.all_text, None)
        for value, text in offered:
            self.choice.addItem(text, value)
        self.choice.setCurrentIndex(max(0, self.choice.findData(chosen) if chosen is not None else 0))

    def count_line(self, shown: int, total: int | None) -> str:
        one, many = self.noun
        if total is None or total == shown:
            return words.counted(shown, one, many)
        return _("{n} av {total} vises").format(n=words.number(shown), total=words.counted(total, one, many))

    def _say_empty(self, total: int | None) -> None:
        if self.filtered() and total != 0:
            text = self.words.text().strip()
            said = _("Ingen treff på «{text}»").format(text=text) if text else _("Ingen treff med disse filtrene")
            self.empty.say("search", said, _("Fjern filtre"), self.clear_filters)
        else:
            slot = self.new_record if self.new_text and not self.store.read_only else None
            self.empty.say(self.icon, self.empty_text, self.new_text, slot)

    def filtered(self) -> bool:
        narrowed = self.chip_row.current != self.chip_row.first()
        return bool(self.words.text().strip() or self.choice.currentData() is not None or narrowed)

    def clear_filters(self) -> None:
        self.words.clear()
        self.choice.setCurrentIndex(0)
        self.chip_row.choose(self.chip_row.first())
        self.reread()
        self.table.setFocus()

    # the panel

    def chosen_ids(self) -> list[int]:
        return self.table.chosen_ids()

    def chosen_rows(self, ids: Sequence[int] | None = None) -> list[Any]:
        """The rows of the selection, or of these ids, in their order; what has gone meanwhile is left out."""
        wanted = list(self.chosen_ids() if ids is None else ids)
        found = {row[self.key]: row for row in self.rows(wanted)}
        return [found[ref] for ref in wanted if ref in found]

    def _fill_panel(self) -> None:
        ids = self.chosen_ids()
        details = self.details(ids) if ids else None
        focused = self.window().focusWidget()
        inside = focused is not None and self.panel.isAncestorOf(focused)
        self.panel.fill(details)
        self.places.place()
        if inside:  # what had the focus is gone, and Qt would give it to the navigation
            self.panel.begin() if self.places.alone else self.table.setFocus()

    def show_panel(self) -> None:
        """Bring the panel of the chosen record forward."""
        self.places.show_panel()

    def _give_room(self, alone: bool) -> None:
        """The panel as a page stands without head and filters."""
        for widget in (self.head, self.filters):
            widget.setVisible(not alone)
        if not alone:
            self.table.setFocus()

    def _escape(self) -> None:
        if self.places.alone:
            self.places.show_list()
        elif self.filtered():
            self.clear_filters()
        else:
            self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.places.place()

    # acts

    def do_next(self) -> None:
        """Do what the filled button of the panel does, where it has one."""
        shown = self.details(self.chosen_ids())
        for act in shown.acts if shown is not None else ():
            if act.primary:
                act.slot()
                return

    def _into_list(self) -> None:
        """Go on from the words to the rows that fit them."""
        if self._wait.isActive():
            self.reread()
        self.start_focus()

    def start_focus(self) -> None:
        nothing = self.words if self.empty.focusProxy() is None else self.empty
        (self.table if self.lists.currentWidget() is self.table else nothing).setFocus()
        if len(self.model.ids) and not self.chosen_ids():
            self.table.choose([self.model.ids[0]])

    @classmethod
    def serves(cls, kind: str) -> bool:
        return super().serves(kind) or (bool(cls.kind) and kind.startswith(f"{cls.kind}:"))

    def open_kind(self, kind: str, ref: int) -> None:
        """Show a record, or with "item:overdue" and the like the list under that chip."""
        _name, colon, chip = kind.partition(":")
        if colon:
            self.show_chip(chip)
        else:
            self.open_record(ref)

    def show_chip(self, code: str) -> None:
        """Show what one chip holds, whatever was filtered before."""
        self.catch_up()
        self.clear_filters()
        self.chip_row.choose(code)
        self.reread()

    def open_record(self, ref: int) -> None:
        """Choose the record; filters that hide it are taken away, and at last the chip «Alle» may hold it."""
        self.catch_up()
        if self.model.position(ref) < 0:
            self.clear_filters()
        if self.model.position(ref) < 0:
            self.show_chip("all")
        self.table.choose([ref])
        self.table.setFocus()

    def find_in_list(self) -> None:
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def copy_rows(self) -> None:
        self.table.copy()

    def listing(self) -> Listing:
        """The list as shown now."""
        kind = self.list_name or self.kind
        return Listing(
            kind,
            self.title,
            self.table.shown_columns(),
            self._all_rows,
            len(self.model.ids),
            self._filter_note(),
            self.persons,
        )

    def _all_rows(self) -> Iterator[Mapping[str, Any]]:
        ids = self.model.ids.tolist()
        for start in range(0, len(ids), PAGE * 4):
            part = ids[start : start + PAGE * 4]
            found = {row[self.key]: row for row in self.rows(part)}
            yield from (found[ref] for ref in part if ref in found)

    def _filter_note(self) -> str:
        chip = next((c.text for c in self.chips() if c.code == self.chip_row.current), "")
        chosen = self.choice.currentText() if self.choice.currentData() is not None else ""
        text = f"«{self.words.text().strip()}»" if self.words.text().strip() else ""
        return " · ".join(part for part in (chip, chosen, text) if part)

    def export(self) -> None:
        self.frame.export(self.listing())

    def print_list(self) -> None:
        self.frame.print_list(self.listing())
