"""Kjøreliste: the stops of a day in the order they are driven, and under them what waits for a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSplitter, QWidget

from db import stops
from desktop import words
from desktop.actions import FILE, Action
from desktop.parts.page import button
from desktop.parts.panel import Act, Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.parts.record_table import RecordTable
from desktop.parts.style import look
from desktop.trips import columns, details
from desktop.trips.acts import StopActs
from desktop.trips.day_bar import DayBar
from desktop.trips.pool import Pool
from desktop.trips.stop_table import StopModel, StopTable
from desktop.words import _, ngettext

Row = Mapping[str, Any]
LOW = 400  # pixels at 10 pt for the page: with less there is room for one list


class TripsPage(StopActs):
    """One day at a time. What waits stands under the day, and goes there with F8 or by dragging."""

    title, icon, kind, key = _("Kjøreliste"), "truck", "trip", "stop_id"
    kinds = frozenset({"trip", "request", "loan", "item", "person", "unit", "product"})
    does = "plan_stop"
    list_name = "stops"
    columns = columns.STOPS
    noun, new_text = (_("stopp"), _("stopp")), _("Nytt stopp")
    persons = True
    model_class, table_class = StopModel, StopTable
    empty_text = _("Ingen stopp denne dagen. Legg til et stopp, eller hent av det som venter under.")
    ACTIONS = (
        *(action for action in RecordPage.ACTIONS if action.slot != "print_list"),
        Action(_("Skriv ut kjørelisten"), "print_trip", "Ctrl+P", "printer", FILE),
        Action(_("Skriv ut plukklisten"), "print_picking", "Ctrl+Shift+P", "list-checks", FILE),
        Action(_("Avslutt kjørelisten …"), "finish", "Ctrl+Return", "check", writes=True),
        Action(_("Legg på dagen"), "plan", "F8", "chevron-up", needs="chosen", writes=True),
        Action(_("Flytt opp"), "move_up", "Alt+Up", "chevron-up", needs="chosen", writes=True),
        Action(_("Flytt ned"), "move_down", "Alt+Down", "chevron-down", needs="chosen", writes=True),
        Action(_("Samle per sted"), "gather", "Ctrl+G", "map-pin", writes=True),
        Action(_("Endre stopp …"), "change", "Ctrl+D", "pencil", needs="chosen", writes=True),
        Action(_("Flytt til en annen dag …"), "move_day", "Ctrl+M", "calendar", needs="chosen", writes=True),
        Action(_("Ta av dagen"), "to_pool", "Delete", "hourglass", needs="chosen", writes=True),
        Action(_("Ikke utført …"), "fail", "F9", "refresh-cw", needs="chosen", writes=True),
        Action(_("Avlys stopp …"), "cancel", "Ctrl+Shift+D", "ban", needs="chosen", writes=True),
        Action(_("Sjåfør og merknad …"), "drive", "Ctrl+B", "truck", writes=True),
        Action(_("Dagen før"), "day_before", "Alt+Left", "chevron-left"),
        Action(_("Dagen etter"), "day_after", "Alt+Right", "chevron-right"),
        Action(_("I dag"), "to_today", "Ctrl+T", "calendar"),
        Action(_("Mellom dagen og det som venter"), "switch_lists", "F6", "arrow-left-right"),
    )

    _on_pool = False  # whether what waits stands in the place of the day

    # building

    def _filters(self) -> None:
        """The day stands where other lists have their chips."""
        super()._filters()
        self.days = DayBar(lambda: self.store.today)
        self.days.picked.connect(self.refresh)
        row = self.filters.layout()
        assert isinstance(row, QBoxLayout)
        row.removeWidget(self.chip_row)
        self.switch = button("", self.switch_lists, tip="F6")
        row.insertWidget(0, self.days)
        row.insertWidget(1, self.switch, 0, Qt.AlignmentFlag.AlignTop)

    def _buttons(self) -> None:
        """The papers of the day stand where other lists have their sheet; that one is in the menu (Ctrl+E)."""
        for text, act, icon, key in (
            (_("Plukkliste"), self.print_picking, "list-checks", "Ctrl+Shift+P"),
            (_("Kjøreliste"), self.print_trip, "printer", "Ctrl+P"),
            (self.new_text, self.new_record, "plus", "Ctrl+N"),
        ):
            self.head.add(button(text, act, icon, tip=key))
        end = button(_("Avslutt …"), self.finish, "check", "primary", tip=_("Si hvordan det gikk (Ctrl+Enter)"))
        end.setEnabled(not self.store.read_only)
        self.head.add(end)
        self.body.addWidget(self.head)

    def left(self) -> QWidget:
        """The day above what waits."""
        self.pool = Pool(self.store)
        self.pool.wanted.connect(self.plan)
        self.pool.table.opened.connect(self._open_waiting)
        self.pool.table.chosen.connect(lambda: self._took(self.pool.table, self.table))
        self.pool.table.dropped.connect(self.dropped_on_pool)
        self.table.chosen.connect(lambda: self._took(self.table, self.pool.table))
        if isinstance(self.table, StopTable):
            self.table.dropped.connect(self.dropped_on_day)
        self.pool.counted.connect(self._name_switch)
        both = self._both = QSplitter(Qt.Orientation.Vertical)
        both.setChildrenCollapsible(False)
        both.setHandleWidth(16)
        both.addWidget(self.lists)
        both.addWidget(self.pool)
        both.setStretchFactor(0, 3)
        both.setStretchFactor(1, 2)
        return both

    def _share(self, waiting: bool | None = None) -> None:
        """Give both lists their room, or the whole of it to one where the window is low."""
        self._on_pool = self._on_pool if waiting is None else waiting
        low, alone = self._is_low(), self.places.alone
        self._on_pool = self._on_pool and low
        self.lists.setVisible(not self._on_pool)
        self.pool.setVisible(not low or self._on_pool)
        self.pool.title.setVisible(not low)
        self.head.setVisible(not alone and not self._on_pool)
        self.switch.setVisible(low)
        self.days.make_room(low)
        self.words.setFixedWidth(look.px(140 if low else 180))
        self._name_switch()

    def _is_low(self) -> bool:
        return self.height() < look.px(LOW)

    def _name_switch(self) -> None:
        waits = _("Venter {n}").format(n=words.number(self.pool.waiting))
        self.switch.setText(_("Vis dagen") if self._on_pool else waits)

    def switch_lists(self) -> None:
        """Go from the day to what waits, or back."""
        inside = self.focusWidget()
        if self._on_pool or (inside is not None and self.pool.isAncestorOf(inside)):
            self._share(waiting=False)
            self.start_focus()
            return
        self._share(waiting=True)
        self.pool.start_focus()

    def _measure(self) -> None:
        super()._measure()
        self._share()

    def _give_room(self, alone: bool) -> None:
        super()._give_room(alone)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _escape(self) -> None:
        """The day comes first again."""
        if self._on_pool and not self.places.alone:
            self._share(waiting=False)
            self.start_focus()
        else:
            super()._escape()

    def _took(self, table: RecordTable, other: RecordTable) -> None:
        """Something is chosen in one of the two lists at a time."""
        if table.chosen_ids():
            other.clearSelection()
        if table is self.pool.table:
            self._fill_panel()

    # what the lists hold

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(stops.ids, today=self.store.today, chip="day", day=self.day, text=asked.text)

    def rows(self, ids: list[int]) -> Iterable[Row]:
        return self.store.read(stops.rows, ids, today=self.store.today)

    def sentence(self, row: Row) -> str:
        return details.sentence(row)

    def reread(self) -> None:
        """Read the day, and what waits with the same words."""
        super().reread()
        self.pool.read(self.words.text().strip())

    def count_line(self, shown: int, total: int | None) -> str:
        trips = self.store.read(stops.trips_of_day, self.day)
        rows = list(self.rows(self.model.ids.tolist()))
        return details.day_line(trips, rows) or _("Ingen stopp")

    def chosen_ids(self) -> list[int]:
        """What is chosen in the one list or the other."""
        return self.table.chosen_ids() or self.pool.table.chosen_ids()

    def open_record(self, ref: int) -> None:
        """Show a stop on its day, or among those that wait."""
        row = next(iter(self.rows([ref])), None)
        if row is None:
            return
        if row["on_day"] and row["on_day"] != self.day:
            self.days.show_day(row["on_day"])
        self._read()
        if row["trip_id"] is not None:
            super().open_record(ref)
        else:
            self._share(waiting=True)
            self.pool.show_sort("pool")
            self.pool.table.choose([ref])
            self.pool.table.setFocus()

    def _open_waiting(self, ref: int) -> None:
        if self.pool.sort_of == "pool":
            self.open_form(ref)
        else:
            self.plan()

    # the panel

    def details(self, ids: list[int]) -> Details | None:
        if not self.table.chosen_ids() and self.pool.sort_of != "pool":
            return self._waiting(self.pool.rows(ids))
        rows = self.chosen_stops()
        if len(rows) == 1:
            return self._one(rows[0])
        told = ngettext("{n} stopp valgt", "{n} stopp valgt", len(rows)).format(n=words.number(len(rows)))
        return Details(told, acts=self._acts(rows)) if rows else None

    def _one(self, row: Row) -> Details:
        own = self.store.read(stops.stop, row["stop_id"])
        tried = self.store.read(stops.attempts, row["stop_id"])
        number = _("Stopp {n}").format(n=row["number"]) if row["number"] else ""
        over = " · ".join(part for part in (number, words.STATES[columns.kind(row)].word) if part)
        facts = details.facts(row, own, tried)
        return Details(details.name(row), over, columns.status(row), facts, self._acts([row]))

    def _acts(self, rows: Sequence[Row]) -> list[Act]:
        """What fits the chosen stops now."""
        if self.store.read_only or any(row["outcome"] is not None for row in rows):
            return []
        one, planned = len(rows) == 1, all(row["trip_id"] is not None for row in rows)
        change = [Act(_("Endre …"), self.change, half=planned)] if one else []
        if not planned:
            return [Act(_("Legg på dagen"), self.plan, primary=True), *change, Act(_("Avlys …"), self.cancel)]
        return [
            *change, *([Act(_("Ikke utført …"), self.fail, half=True)] if one else []),
            Act(_("Opp"), self.move_up, icon="chevron-up", half=True),
            Act(_("Ned"), self.move_down, icon="chevron-down", half=True),
            Act(_("Annen dag …"), self.move_day, half=True), Act(_("Ta av dagen"), self.to_pool, half=True),
        ]  # fmt: skip

    def _waiting(self, rows: Sequence[Row]) -> Details | None:
        """What is chosen among requests to drive out, or among what is to be fetched."""
        if not rows:
            return None
        row, names = rows[0], list(dict.fromkeys(details.name(row) for row in rows))
        title = names[0] if len(names) == 1 else words.listed(names[:3])
        facts = [(_("Adresse"), columns.address(row) if len(names) == 1 else ""),
                 (_("Utstyr"), "\n".join(columns.things(one) for one in rows)),
                 (_("Ønsket dag"), words.day(row["wanted_on"])),
                 (_("Haster"), details.urgency(row))]  # fmt: skip
        acts = [] if self.store.read_only else [
            Act(_("Legg på dagen"), self.plan, primary=True), Act(_("Lag stopp uten dag"), self.make_waiting),
        ]  # fmt: skip
        return Details(title, words.STATES[columns.kind(row)].word, facts=facts, acts=acts)
