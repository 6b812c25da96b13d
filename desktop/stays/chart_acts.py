"""What is done in the chart: stays booked, moved, given other days, split, swapped, parked, and places closed.

A bar is carried with arrows or the mouse and told at each step how it fits; a small form confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from db import stay_lists, stay_place_lists, stay_rules
from db.command import Receipt
from db.stay_chart import Lane, Span
from db.stay_days import plus
from desktop import words
from desktop.actions import EDIT, FILE, VIEW, Action
from desktop.parts import icons
from desktop.parts.tape_chart import TapeChart
from desktop.parts.tape_hold import END, REST, WHOLE, Ghost, Grip
from desktop.parts.tape_model import Bar
from desktop.stays import acts, chart_fit, fitting, told
from desktop.stays import words as stay_words
from desktop.stays.acting import PLANNED_FOR, StayActs
from desktop.stays.chart_fit import Target
from desktop.stays.chart_line import ChartLine
from desktop.stays.chart_tape import Shown
from desktop.stays.closure_forms import ChangeClosureForm, CloseForm, ReopenPlacesForm, open_closures
from desktop.stays.move_form import EndForm, MoveForm, ParkForm, SwapForm
from desktop.stays.place_field import Where
from desktop.stays.places import CLOSE, CLOSURE, REOPEN
from desktop.stays.planning_form import PlanForm, ReplanForm
from desktop.stays.stay_form import StayForm
from desktop.words import _, ngettext

SPLIT = Action(_("Del oppholdet på denne dagen …"), "split", "Alt+D", "split", EDIT, "chosen", True)
TODAY = Action(_("Til i dag"), "to_today", "Alt+Home", "calendar", VIEW)
BEFORE = Action(_("Tidligere"), "earlier", "Ctrl+PgUp", "chevron-left", VIEW)
AFTER = Action(_("Senere"), "later", "Ctrl+PgDown", "chevron-right", VIEW)
LEGEND = Action(_("Tegnforklaring"), "show_legend", "Alt+T", "info", VIEW)
WEEK = Action(_("Skriv ut ukelisten"), "print_week", "Alt+U", "printer", FILE)
CHART_ACTS = (SPLIT, CLOSE, CLOSURE, REOPEN, TODAY, BEFORE, AFTER, LEGEND, WEEK)
HOW = {
    WHOLE: _("Piltastene flytter, Enter går videre, Esc avbryter"),
    REST: _("Opp og ned velger plass, venstre og høyre velger dag. Enter går videre, Esc avbryter"),
    END: _("Venstre og høyre endrer utreisedagen, Enter går videre, Esc avbryter"),
}
SENTENCE = re.compile(r"(?<=\.) (?=[A-ZÆØÅ])")
MOST_WAITING = 8  # of the waiting list in a menu


class ChartActs(StayActs):
    """The acts of the chart. Its view has the `chart`, the `line` under it and what is `shown`."""

    chart: TapeChart
    line: ChartLine
    shown: Shown

    # what is chosen

    def span(self, bar: Bar | None = None) -> Span | None:
        """What of the register a bar is, or the chosen one."""
        bar = bar or self.chart.chosen
        return self.shown.spans.get(bar.key) if bar is not None else None

    def chosen_ids(self) -> list[int]:
        span = self.span()
        return [span.stay_id] if span is not None and span.stay_id is not None else []

    def marked(self) -> Target | None:
        """The lane of the keys and the marked days; None on the line of a site."""
        index = self.chart.currentIndex()
        lane = self.shown.lanes.get(index.row()) if index.isValid() else None
        return Target(lane, *self.chart.marked_days()) if lane is not None else None

    def name(self, lane: Lane) -> str:
        """What a lane is called."""
        row = next(row for row, one in self.shown.lanes.items() if one is lane)
        return self.shown.tape.lanes[row].title

    # carrying a bar

    def grip_of(self, bar: Bar, part: str) -> Grip | None:
        span = self.span(bar)
        if self.store.read_only or span is None:
            return None
        return chart_fit.grip(span, part, self.chart.tape, self.store.today, self.chart.current_day())

    def move_on(self) -> None:
        """Take hold of the chosen stay."""
        self._hold(WHOLE, _("Velg et opphold som er planlagt eller inne"))

    def change_end(self) -> None:
        """Take hold of the end of the chosen stay."""
        self._hold(END, _("Velg siste del av et opphold som er planlagt eller inne"))

    def split(self) -> None:
        """Take hold of the chosen stay from the day of the keys on."""
        self._hold(REST, _("Stå på en dag inne i et opphold, etter den første"))

    def _hold(self, part: str, otherwise: str) -> None:
        self.chart.setFocus()
        if not self.chart.hold(part):
            self.frame.tell(otherwise, undo=False)

    def target(self, ghost: Ghost, span: Span) -> Target:
        """Where a held stay is now."""
        days = self.chart.tape
        return chart_fit.target(
            span, ghost.part, self.shown.lanes[ghost.lane], days.day(ghost.first), days.day(ghost.last)
        )

    def judge(self, ghost: Ghost) -> None:
        """Say how what is held fits where it is, in the chart and under it."""
        span = self.shown.spans[ghost.key]
        at = self.target(ghost, span)
        home, whole = self.shown.lanes[self.shown.row_of(ghost.key)].site_id, chart_fit.replans(span, ghost.part)
        fit, text, self.in_the_way = chart_fit.judge(
            self.store.read, span, home, at, whole, self.name(at.lane), self.store.today
        )
        if ghost.part == END and not self.in_the_way:  # the place is theirs, it is the day that is chosen
            text = _("Reiser {when}").format(when=told.until(at.from_on, at.to_on))
        self.chart.judge(fit, SENTENCE.split(text)[0])
        self.line.judge(fit, text, HOW[ghost.part])

    def settle(self, ghost: Ghost) -> None:
        """Confirm in a small form; until it is closed the ghost stays where it is."""
        span = self.shown.spans[ghost.key]
        at = self.target(ghost, span)
        where = Where(at.lane.site_id, at.lane.place_id)
        if ghost.part == END:
            self._confirm(span, EndForm, _("Utreisedagen er endret: {who}, {when}"), to_on=at.to_on)
        elif chart_fit.replans(span, ghost.part):
            given = {"where": where, "from_on": at.from_on, "to_on": at.to_on}
            self._confirm(span, ReplanForm, _("{who} er planlagt: {where}"), **given)
        elif at.lane.kind == "parked":
            form = ParkForm(self.store, span.stay_id or 0)
            form.fields["from_on"].set_value(at.from_on)
            self._above(span, form, _("{who} er parkert"))
        else:
            self._confirm(span, MoveForm, _("{who} er flyttet: {where}"), where=where, from_on=at.from_on)

    def _confirm(self, span: Span, kind: type[StayForm], said: str, **given: Any) -> None:
        self._above(span, kind(self.store, span.stay_id, **given), said)

    def _above(self, span: Span, form: StayForm, said: str) -> None:
        form.finished.connect(lambda _result: self.chart.let_go())
        self.open_above(form, lambda done: self._tell(span.stay_id or 0, said, done))

    def refuse_there(self, ghost: Ghost) -> None:
        """It clashes there: say so, and offer to change places with the one who is in the way."""
        span, text = self.shown.spans[ghost.key], self.line.title.whole
        others = {one.stay_id for one in self.in_the_way if one.kind == "taken" and one.stay_id}
        self.chart.let_go()
        self.line.tell(text, _("Ingenting er flyttet"), "circle-x", "overdue")
        if ghost.part != END and len(others) == 1:
            said = _("{who} har byttet plass: {where}")
            other = others.pop()
            self.line.offer(_("Bytt plass …"), lambda: self._confirm(span, SwapForm, said, other_id=other))

    # new stays, closures

    def wanted(self, row: int, from_on: str, to_on: str) -> None:
        """Something new on these days of a lane."""
        if row in self.shown.lanes and not self.store.read_only:
            self.book()

    def book(self, **given: Any) -> None:
        """A new stay on the marked days."""
        super().book(**(self._given() | given))

    def new_record(self) -> None:
        self.book()

    def acute(self, **given: Any) -> None:
        """Somebody is taken in at once, on the place of the keys."""
        at = self.marked()
        super().acute(**({"where": Where(at.lane.site_id, at.lane.place_id)} if at else {}) | given)

    def _given(self) -> dict[str, Any]:
        """Place and days as marked; one day alone tells when the stay begins."""
        at = self.marked()
        if at is None:
            return {}
        days = {"from_on": at.from_on} | ({"to_on": at.to_on} if at.to_on > at.from_on else {})
        return {"where": Where(at.lane.site_id, at.lane.place_id)} | days

    def place_here(self) -> dict[str, Any]:
        """The place of the keys with the marked days from today on, a week where only one is marked."""
        given = self._given()
        if not given or given["where"].place_id is None:
            return {}
        since, until = max(given["from_on"], self.store.today), given.get("to_on", "")
        return given | {"from_on": since, "to_on": until if until > since else plus(since, 7)}

    def from_waiting_list(self, stay_id: int) -> None:
        """Plan somebody who waits on the marked days."""
        form = PlanForm(self.store, stay_id, **self._given())
        self.open_above(form, lambda _receipt: self._tell(stay_id, _("{who} er planlagt: {where}")))

    def close_places(self) -> None:
        """Close the place of the keys on the marked days."""
        at = self.marked()
        if at is None or at.lane.place_id is None:
            self.frame.tell(_("Stå på en plass, og merk dagene den skal være stengt"), undo=False)
            return
        form = CloseForm(self.store, self._places(at.lane.place_id), from_on=at.from_on)
        if at.to_on > at.from_on:
            form.fields["to_on"].set_value(at.to_on)
        form.look()
        self.open_above(form, lambda _receipt: self._tell_closed(form, at))

    def change_closure(self) -> None:
        """Change the closure of the keys, or one of those of their place."""
        self._of_closure(ChangeClosureForm, _("Stengingen av {place} er endret"))

    def reopen_places(self) -> None:
        """End the closure of the keys, or one of those of their place."""
        self._of_closure(ReopenPlacesForm, _("Stengingen av {place} er avsluttet"))

    def _of_closure(self, kind: type[ChangeClosureForm] | type[ReopenPlacesForm], said: str) -> None:
        at, span = self.marked(), self.span()
        place = at.lane.place_id if at is not None else None
        rows = open_closures(self.store, self._places(place)) if place is not None else []
        one = [row for row in rows if span is not None and row["closure_id"] == span.closure_id]
        if at is None or not rows:
            self.frame.tell(_("Stå på en plass som er stengt"), undo=False)
        else:
            self.open_above(kind(self.store, one or rows), lambda done: self._tell_closure(said, at, done))

    def _places(self, place_id: int) -> list[Any]:
        return self.store.read(stay_place_lists.rows, [place_id], today=self.store.today)

    def _tell_closed(self, form: CloseForm, at: Target) -> None:
        """Who has to be moved now is one key away."""
        hits = form.hits
        if not hits:
            self._tell_closure(_("{place} er stengt"), at)
            return
        said = ngettext("{{place}} er stengt. {n} opphold må flyttes", "{{place}} er stengt. {n} opphold må flyttes",
                        len(hits)).format(n=words.number(len(hits)))  # fmt: skip
        self._tell_closure(said, at, second=(_("Vis oppholdet"), lambda: self.open_record(hits[0].stay_id)))

    def _tell_closure(self, said: str, at: Target, done: Receipt | None = None, **more: Any) -> None:
        row = next(row for row, lane in self.shown.lanes.items() if lane.place_id == at.lane.place_id)
        self.chart.setFocus()
        self.tell_opened(said.format(place=self.shown.tape.lanes[row].title), done, **more)

    def judge_marked(self, at: Target) -> tuple[str, str]:
        """How a new stay would fit on the marked days."""
        found = self.store.read(
            stay_rules.conflicts, place_id=at.lane.place_id, site_id=at.lane.site_id, from_on=at.from_on,
            to_on=at.to_on, today=self.store.today,
        )  # fmt: skip
        return chart_fit.verdict(found, self.name(at.lane), at, self.store.today)

    # the menu

    def menu(self) -> QMenu:
        """What fits where the keys are."""
        menu, chosen = QMenu(self), self.chosen_ids()
        menu.setAccessibleName(_("Valg i belegget"))
        if chosen:
            self._of_stay(menu, chosen[0])
        else:
            self._of_free(menu)
        menu.addSeparator()
        for action in (TODAY, LEGEND):
            self._entry(menu, action.text, action.icon, getattr(self, action.slot))
        return menu

    def _of_stay(self, menu: QMenu, stay_id: int) -> None:
        row = self.store.read(stay_lists.stay, stay_id, today=self.store.today)
        fits = [] if self.store.read_only else fitting.acts_for(row, self.store.today)
        for action in fits:
            self._entry(menu, fitting.text(action, row), action.icon, getattr(self, action.slot))
        if acts.MOVE in fits:
            self._entry(menu, SPLIT.text, SPLIT.icon, self.split)
        at = self.marked()
        if at is not None and at.lane.place_id is not None and not self.store.read_only:
            self._entry(menu, _("Steng plassen …"), CLOSE.icon, self.close_places)
        planned = [acts.OPEN_PLAN] if row["state"] in PLANNED_FOR else []
        for action in (*planned, acts.SHOW_CARD, acts.HISTORY):
            self._entry(menu, action.text, action.icon, getattr(self, action.slot))

    def _of_free(self, menu: QMenu) -> None:
        at, span = self.marked(), self.span()
        if at is None or self.store.read_only:
            return
        if span is not None and span.closure_id is not None:
            for action in (CLOSURE, REOPEN):
                self._entry(menu, action.text, action.icon, getattr(self, action.slot))
        for action in (acts.BOOK, acts.ACUTE):
            self._entry(menu, action.text, action.icon, getattr(self, action.slot))
        if at.lane.place_id is not None:
            self._waiting(menu, at)
            self._entry(menu, _("Steng plassen …"), CLOSE.icon, self.close_places)

    def _waiting(self, menu: QMenu, at: Target) -> None:
        """Those of the waiting list that the place and the days fit."""
        rows = self.store.read(
            stay_lists.candidates, place_id=at.lane.place_id, from_on=at.from_on,
            to_on=at.to_on if at.to_on > at.from_on else None, today=self.store.today,
        )  # fmt: skip
        if not rows:
            return
        under = menu.addMenu(_("Fra ventelisten"))
        for row in rows[:MOST_WAITING]:
            text = f"{told.who(row)} · {stay_words.PURPOSES[row['purpose']]}"
            self._entry(under, text, "hourglass", lambda ref=row["stay_id"]: self.from_waiting_list(ref))

    def _entry(self, menu: QMenu, text: str, icon: str, act: Callable[[], Any]) -> None:
        icons.put(menu.addAction(text, lambda: act()), icon)

    def open_menu(self, at: QPoint | None = None) -> None:
        """Open the menu at a point of the screen, or under the line."""
        self.opened_menu = self.menu()
        self.opened_menu.popup(at or self.line.more.mapToGlobal(QPoint(0, self.line.more.height())))
