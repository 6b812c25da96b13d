"""Dagrehab: who comes on a day, how each gets there, and a key for how it went; the week above with its free places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from db import attendance, day_plan, day_rehab
from desktop import words
from desktop.actions import EDIT, FILE, VIEW, Action
from desktop.loans.answers import Answer
from desktop.loans.desk import Notice
from desktop.parts.chips import Chip
from desktop.parts.page import button
from desktop.parts.panel import Act, Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.parts.shortcuts import on_keys
from desktop.parts.style import look
from desktop.stays import acts, chart_acts, day_forms, day_told, day_words, told
from desktop.stays.day_acts import DayActs
from desktop.stays.day_bar import OpenDayBar
from desktop.stays.day_columns import DAY, status
from desktop.stays.offers import OFFER
from desktop.words import _

Row = Mapping[str, Any]
MARKS = (
    Action(_("Møtt (M)"), "mark_attended", "", "circle-check", EDIT, "chosen", True),
    Action(_("Borte (B)"), "mark_absent", "", "circle-x", EDIT, "chosen", True),
    Action(_("Avlyst av bruker (U)"), "mark_by_user", "", "ban", EDIT, "chosen", True),
    Action(_("Avlyst av oss (O)"), "mark_by_us", "", "ban", EDIT, "chosen", True),
    Action(_("Avlyst av sykehus (S)"), "mark_by_hospital", "", "hospital", EDIT, "chosen", True),
    Action(_("Fjern det som er registrert (Delete)"), "clear_mark", "", "undo-2", EDIT, "chosen", True),
)
LOW, NARROW = 400, 720  # pixels at 10 pt of a page where what a key can do gives way
OPEN = ("planned", "missing")  # nobody has told how the day went
KEYS = ("M", "B", "U", "O", "S", "Delete")


class DayRehabView(DayActs):
    """One day at a time, today first. M, B, U, O, S and Delete mark the chosen rows."""

    title, icon, kind, key = _("Dagrehab"), "bed", "day_rehab", "stay_id"
    list_name = "day_rehab"
    kinds = frozenset({"stay", "attendance", "stay_place", "person"})
    columns, noun, persons = DAY, (_("person"), _("personer")), True
    new_text, order, all_text = _("Ny dagrehab"), "pickup_at", _("Alle dagsentre")
    ACTIONS = (
        *RecordPage.ACTIONS, *MARKS,
        Action(_("Skriv ut transportlisten"), "print_transport", "F9", "truck", FILE),
        Action(_("Ekstra dag …"), "extra_day", "F6", "calendar-plus", EDIT, writes=True),
        Action(_("Transport denne dagen …"), "change_way", "F7", "truck", EDIT, "chosen", True),
        Action(_("Planlegg en som har søkt om dagrehab …"), "plan_asked", "F8", "bed", EDIT, writes=True),
        Action(_("Satser for egenandel"), "show_rates", "", "settings-2", VIEW),
        chart_acts.BEFORE, chart_acts.AFTER, chart_acts.TODAY, acts.NEXT, acts.EDIT_STAY, acts.DISCHARGE, acts.END,
        OFFER, acts.LEAVE, acts.COORDINATOR, acts.SHOW_CARD, acts.HISTORY,
    )  # fmt: skip

    # building

    def _filters(self) -> None:
        """The day stands where other lists have their chips, and the chips of the week have a line of their own."""
        super()._filters()
        store = self.store
        self.days = OpenDayBar(
            lambda: store.today, lambda day, step: store.read(day_plan.next_open, day, step, self.choice.currentData())
        )
        self.days.picked.connect(self.refresh)
        self.chip_row.picked.connect(lambda day: self.days.show_day(day))
        row = self.filters.layout()
        assert isinstance(row, QBoxLayout)
        row.removeWidget(self.chip_row)
        row.insertWidget(0, self.days)
        self.notice = Notice()
        self.body.addWidget(self.chip_row)
        self.body.addWidget(self.notice)

    def _build(self) -> None:
        super()._build()
        for name, action in zip(KEYS, MARKS, strict=True):
            on_keys(self.table, name, getattr(self, action.slot), inside=True)
        for name, act in (("Alt+Left", self.earlier), ("Alt+Right", self.later)):
            on_keys(self, name, act, inside=True)

    def _buttons(self) -> None:
        """The paper of the day stands where other lists have their sheet; that one is in the menu (Ctrl+E)."""
        self.head.add(button(_("Transportliste"), self.print_transport, "truck", tip="F9"))
        self.extra = button(_("Ekstra dag"), self.extra_day, "calendar-plus", tip="F6")
        new = button(self.new_text, self.new_record, "plus", tip="Ctrl+N")
        for made in (self.extra, new):
            made.setEnabled(not self.store.read_only)
            self.head.add(made)
        self.body.addWidget(self.head)

    def _give_room(self, alone: bool) -> None:
        super()._give_room(alone)
        self._share()

    def _share(self) -> None:
        """Leave the rows their room where the window is low or narrow: the week and an extra day are a key away."""
        low, alone = self.height() < look.px(LOW), self.places.alone
        self.chip_row.setVisible(not low and not alone)
        self.notice.setVisible(not low and not alone and bool(self.notice.text.text()))
        narrow = self.width() < look.px(NARROW)
        self.extra.setHidden(narrow)
        self.words.setFixedWidth(look.px(120 if narrow else 180))
        self.choice.setMaximumWidth(look.px(150 if narrow else 240))
        self.days.make_room(low)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    # the day

    def earlier(self) -> None:
        self.days.step(-1)

    def later(self) -> None:
        self.days.step(1)

    def to_today(self) -> None:
        self.days.show_day(self.store.today)

    def read(self) -> None:
        super().read()
        self._mark_day()

    def reread(self) -> None:
        super().reread()
        self._mark_day()
        self._warn()

    def _mark_day(self) -> None:
        self.chip_row.show_chips(self.chips())
        self.chip_row.choose(self.day)
        self._share()

    def _warn(self) -> None:
        """Say what is wrong with the day, or what waits to be seen to."""
        found = day_told.warnings(self.store.read, self.day, self.site_id, self.store.today)
        self.notice.say(Answer("triangle-alert", "repair", " · ".join(found)) if found else None)
        if not found:
            self.notice.text.setText("")
        self._share()

    # the list

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            attendance.ids, self.day, site_id=asked.choice, order=asked.order, descending=asked.descending,
            text=asked.text,
        )  # fmt: skip

    def rows(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        return self.store.read(attendance.day_rows, self.day, stay_ids=set(ids), today=self.store.today)

    def chips(self) -> Sequence[Chip]:
        """The opening days of the week; the day that is shown is among them also when it is none."""
        week = self._week()
        if all(row["day"] != self.day for row in week):
            week = sorted([*week, day_told.closed_day(self.day)], key=lambda row: row["day"])
        return [Chip(row["day"], day_words.week_day(row)) for row in week]

    def _week(self) -> list[dict[str, Any]]:
        return self.store.read(attendance.week, self.day, site_id=self.site_id)

    def choices(self) -> Sequence[tuple[Any, str]]:
        found = day_forms.centres(self.store)
        return found if len(found) > 1 else ()

    def count_line(self, shown: int, total: int | None) -> str:
        rows, week = self.rows(self.model.ids.tolist()), self._week()
        return day_told.day_line(self.day, rows, week)

    def filtered(self) -> bool:
        return bool(self.words.text().strip() or self.choice.currentData() is not None)

    def _filter_note(self) -> str:
        chosen = self.choice.currentText() if self.site_id is not None else ""
        return " · ".join(part for part in (words.weekday_day(self.day).capitalize(), chosen) if part)

    def _say_empty(self, total: int | None) -> None:
        if self.words.text().strip():
            super()._say_empty(None)
        else:
            open_day = any(row["day"] == self.day and not row["closed"] for row in self._week())
            there = bool(day_forms.centres(self.store))
            slot = self.new_record if (open_day or not there) and not self.store.read_only else None
            said = day_told.nobody(self.store.read, self.day)
            text = self.new_text if there else _("Nytt dagsenter")
            self.empty.say("bed", said, text if slot else "", slot)

    def clear_filters(self) -> None:
        """The day stays."""
        self.words.clear()
        self.choice.setCurrentIndex(0)
        self.reread()
        self.table.setFocus()

    def sentence(self, row: Row) -> str:
        """'Kari Nordmann, møtt, drosje 08.30'."""
        state = words.STATES[status(row)].word.lower()
        return ", ".join((words.full_name(row), state, day_words.way(row)))

    def open_record(self, ref: int) -> None:
        """Choose a stay where it comes on the day that is shown, else on its next day."""
        if self.model.position(ref) < 0:
            self.days.show_day(day_told.next_day(self.store.read, ref, self.day))
        self.catch_up()
        self.table.choose([ref])
        self.table.setFocus()

    # the panel

    def one(self, row: Row) -> Details:
        stay = self.store.read(day_rehab.day_stay, row["stay_id"], today=self.day)
        facts = day_told.facts(row, stay, self.store.today)
        return Details(told.who(row), day_words.way(row), status(row), facts, self._acts([row]))

    def many(self, rows: Sequence[Row]) -> Details:
        facts = [(_("Hvem"), day_words.names(rows, 6)), (_("Oppmøte"), day_told.tally(rows))]
        return Details(_("{n} valgt").format(n=words.number(len(rows))), facts=facts, acts=self._acts(rows))

    def _acts(self, rows: Sequence[Row]) -> list[Act]:
        """The next step filled: to say who came, and ahead who does not."""
        if self.store.read_only:
            return []
        ahead = self.day > self.store.today
        states = [row["day_state"] for row in rows]
        marked = any(state not in OPEN for state in states)
        came = [Act(_("Møtt (M)"), self.mark_attended, primary=any(state in OPEN for state in states)),
                Act(_("Borte (B)"), self.mark_absent, half=True)]  # fmt: skip
        removes = marked or any(row["extra"] for row in rows)
        shown = [
            *([] if ahead else came),
            Act(_("Avlyst …"), self.cancel_menu, half=not ahead),
            *([Act(_("Fjern (Delete)"), self.clear_mark, half=True)] if removes else []),
            Act(_("Transport …"), self.change_way, half=True),
        ]
        more = [Act(_("Mønster …"), self.edit, half=True), Act(_("Avslutt …"), self.discharge, half=True)]
        return [*shown, *(more if len(rows) == 1 else [])]
