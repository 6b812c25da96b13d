"""What can be done with the chosen stay, in every list of stays: each act opens its form and tells what it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton

from db import history, overview, stay_lists, stays
from db.command import Receipt
from db.errors import FileTrouble, Rejected
from desktop import words
from desktop.actions import Action
from desktop.history_dialog import HistoryDialog
from desktop.parts import icons
from desktop.parts.page import button
from desktop.parts.panel import Act, Details
from desktop.parts.record_form import RecordForm
from desktop.parts.style import look
from desktop.stays import acts, fitting, plan_window, told
from desktop.stays.application_form import ApplicationForm
from desktop.stays.arrival_form import AcuteForm, CheckInForm, PastForm
from desktop.stays.cancel_form import CancelForm, CoordinatorForm
from desktop.stays.day_forms import EndDayForm, PlanDayForm
from desktop.stays.decision_form import AppealAnswerForm, AppealForm, ConfirmAcuteForm, DecisionForm
from desktop.stays.house_form import BackFromLeaveForm, DischargeForm, LeaveForm, ReopenForm
from desktop.stays.move_form import EndForm, MoveForm, ParkForm, SwapForm
from desktop.stays.offers import Offers
from desktop.stays.planning_form import BookForm, PlanForm, ReplanForm
from desktop.stays.stay_form import StayForm
from desktop.stays.waiting_form import BackForm, PauseForm, PauseOverForm, PriorityForm, WaitForm
from desktop.words import _, ngettext

Row = Mapping[str, Any]
MOST_NAMED = 4
PLANNED_FOR = ("planned", "in", "discharged")  # states in which the plan for the stay has a button
ROOMY = 900  # pixels at 10 pt of a page whose head has room for one more button
IN_SIGHT = 4  # acts that have a button of their own; the rest stand in a menu


class StayActs(Offers):
    """A list whose rows are stays, or tell of one. A subclass answers `chosen_stays` where its ids are others."""

    _wide: QPushButton | None = None

    def rows(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        """The rows of these stays; `end_reason` tells a table of deadlines that one is over."""
        found = self.store.read(stay_lists.rows, list(ids), today=self.store.today)
        return [{**row, "end_reason": row["state"] if row["closed_on"] else None} for row in found]

    def add_wide(self, text: str, slot: Callable[[], Any], action: Action) -> None:
        """A button in the head for an act of the list, in sight where the head has room for it."""
        self._wide = button(text, slot, action.icon, tip=f"{action.text} ({action.key})")
        self._wide.setEnabled(not self.store.read_only)
        self.head.add(self._wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wide is not None:
            self._wide.setVisible(self.width() >= look.px(ROOMY))

    def chosen_stays(self) -> list[int]:
        """The stay_ids of what is chosen."""
        return self.chosen_ids()

    def chosen_stay(self, *fits: Action) -> Row | None:
        """The one chosen stay, if one of these acts fits it now; else says so."""
        chosen = self.chosen_stays()
        if len(chosen) != 1:
            self.frame.tell(_("Velg ett opphold"), undo=False)
            return None
        row = self.store.read(stay_lists.stay, chosen[0], today=self.store.today)
        if fits and not any(fitting.fits(action, row, self.store.today) for action in fits):
            state = words.STATES[f"stay_{row['status']}"].word.lower()
            said = _("Det går ikke med et opphold som er {state}").format(state=state)
            self.frame.tell(said, undo=False)
            return None
        return row

    # acts on the chosen stay

    def assess(self) -> None:
        """The chosen applications have been assessed."""
        rows = self.store.read(stay_lists.rows, self.chosen_stays(), today=self.store.today)
        refs = [row["stay_id"] for row in rows if row["state"] == "applied"]
        if not refs:
            self.frame.tell(_("Velg en søknad som ikke er vurdert"), undo=False)
            return
        try:
            self.store.write(stays.assess_stays, stay_ids=refs)
        except (Rejected, FileTrouble) as fault:
            self.frame.trouble(fault)
            return
        n = len(refs)
        said = ngettext("{n} søknad er vurdert", "{n} søknader er vurdert", n).format(n=words.number(n))
        self.frame.tell(said)

    def decide(self) -> None:
        row = self.chosen_stay(acts.DECIDE)
        if row is not None:
            acute = row["state"] in ("in", "discharged")
            self._about(row, ConfirmAcuteForm if acute else DecisionForm, _("Vedtaket er lagret: {who}"))

    def appeal(self) -> None:
        row = self.chosen_stay(acts.APPEAL)
        if row is not None:
            kind = AppealAnswerForm if row["appealed_on"] and not row["appeal_outcome"] else AppealForm
            self._about(row, kind, _("Klagen er registrert: {who}"))

    def wait(self) -> None:
        self._one(acts.WAIT, WaitForm, _("{who} står på ventelisten"))

    def prioritise(self) -> None:
        self._one(acts.PRIORITISE, PriorityForm, _("Prioriteten er endret: {who}"))

    def pause(self) -> None:
        row = self.chosen_stay(acts.PAUSE)
        if row is not None:
            over = bool(row["paused"])
            said = _("Pausen er avsluttet: {who}") if over else _("Pausen er registrert: {who}")
            self._about(row, PauseOverForm if over else PauseForm, said)

    def plan(self) -> None:
        row = self.chosen_stay(acts.PLAN)
        if row is not None:
            first = PlanDayForm if row["form"] == "day" else PlanForm
            self._about(row, ReplanForm if row["state"] == "planned" else first, _("{who} er planlagt: {where}"))

    def check_in(self) -> None:
        self._one(acts.CHECK_IN, CheckInForm, _("{who} er kommet: {where}"))

    def discharge(self) -> None:
        row = self.chosen_stay(acts.DISCHARGE)
        if row is not None:
            by_day = row["form"] == "day"
            if by_day:
                self._about(row, EndDayForm, _("Siste dag er registrert: {who}"))
            else:
                self.open_above(DischargeForm(self.store, row["stay_id"]), lambda done: self._left(row, done))

    def _left(self, row: Row, done: Receipt) -> None:
        """The receipt, and how many lost nights in the place because this one stayed on."""
        said, parked = _("{who} er skrevet ut: {where}"), done.result
        if parked:
            said += " · " + ngettext("{n} som ventet på plassen, står parkert til den ble ledig",
                                     "{n} som ventet på plassen, står parkert til den ble ledig",
                                     len(parked)).format(n=len(parked))  # fmt: skip
        self._tell(row["stay_id"], said, done)

    def move_on(self) -> None:
        self._one(acts.MOVE, MoveForm, _("{who} er flyttet: {where}"))

    def change_end(self) -> None:
        self._one(acts.END, EndForm, _("Utreisedagen er endret: {who}, {when}"))

    def swap(self) -> None:
        self._one(acts.SWAP, SwapForm, _("{who} har byttet plass: {where}"))

    def park(self) -> None:
        self._one(acts.PARK, ParkForm, _("{who} er parkert"))

    def leave(self) -> None:
        row = self.chosen_stay(acts.LEAVE)
        if row is not None:
            away = bool(row["away"])
            said = _("{who} er tilbake") if away else _("Permisjonen er registrert: {who}")
            self._about(row, BackFromLeaveForm if away else LeaveForm, said)

    def back_to_waiting(self) -> None:
        self._one(acts.BACK, BackForm, _("{who} står på ventelisten igjen"))

    def cancel(self) -> None:
        self._one(acts.CANCEL, CancelForm, _("Avlyst: {who}"))

    def reopen(self) -> None:
        self._one(acts.REOPEN, ReopenForm, _("{who} står som inne igjen: {where}"))

    def coordinator(self) -> None:
        self._one(acts.COORDINATOR, CoordinatorForm, _("Koordinatoren er lagret: {who}"))

    def edit(self) -> None:
        row = self.chosen_stay()
        if row is not None:
            self.open_above(ApplicationForm(self.store, row), lambda _receipt: self._tell(row["stay_id"], _SAVED))

    def _one(self, action: Action, kind: type[StayForm], said: str) -> None:
        row = self.chosen_stay(action)
        if row is not None:
            self._about(row, kind, said)

    def _about(self, row: Row, kind: type[StayForm], said: str) -> None:
        self.open_above(kind(self.store, row["stay_id"]), lambda done: self._tell(row["stay_id"], said, done))

    def _tell(self, stay_id: int, said: str, done: Receipt | None = None) -> None:
        """The receipt: {who}, {where} and {when} of the stay as it is now, and what it has opened for others."""
        row, today = self.store.read(stay_lists.stay, stay_id, today=self.store.today), self.store.today
        where = ", ".join(part for part in (told.where(row), told.when(row, today)) if part)
        self.open_record(stay_id)
        self.tell_opened(said.format(who=told.short(row), where=where, when=told.when(row, today)), done)

    # new ones

    def apply(self, **given: Any) -> None:
        self._new(ApplicationForm(self.store, **given), _("Søknaden er registrert: {who}"))

    def book(self, **given: Any) -> None:
        self._new(BookForm(self.store, **given), _("{who} er planlagt: {where}"))

    def acute(self, **given: Any) -> None:
        self._new(AcuteForm(self.store, **given), _("{who} er skrevet inn: {where}"))

    def past(self, **given: Any) -> None:
        self._new(PastForm(self.store, **given), _("Oppholdet er etterregistrert: {who}, {where}"))

    def _new(self, form: RecordForm, said: str) -> None:
        self.open_above(form, lambda receipt: self._tell(receipt.result, said))

    def new_record(self) -> None:
        self.apply()

    # what shows

    def open_plan(self) -> None:
        """What is important to the person, goals, what is done, and what must be in place before the discharge."""
        row = self.chosen_stay()
        if row is not None:
            plan_window.open_plan(self.store, self.frame, row["stay_id"])

    def show_card(self) -> None:
        """The card of the person."""
        row = self.chosen_stay()
        if row is not None:
            self.frame.go("person", row["person_id"])

    def show_history(self) -> None:
        """All that has happened to the person and their stays, in words."""
        row = self.chosen_stay()
        if row is not None:
            events = self.store.read(overview.events, self.store.read(history.of_person, row["person_id"]))
            self.frame.show_form(HistoryDialog(words.full_name(row), events, self.store.today))

    # the buttons

    def buttons(self, row: Row) -> list[Act]:
        """The acts that fit one stay: the next step filled, some beside it, the rest in a menu."""
        fitting_now = [] if self.store.read_only else fitting.acts_for(row, self.store.today)
        shown = [Act(fitting.text(one, row), self._doing(one), primary=True) for one in fitting_now[:1]]
        shown += [Act(fitting.short(one, row), self._doing(one), half=True) for one in fitting_now[1:IN_SIGHT]]
        plan = [Act(_("Plan"), self.open_plan, half=True)] if row["state"] in PLANNED_FOR else []
        return [*shown, *plan, Act(_("Mer …"), self.more, half=True)]

    def more(self) -> None:
        """The acts that are seldom wanted, in a menu where the focus is."""
        where = self.focusWidget()
        menu = self.acts_menu()
        menu.popup(where.mapToGlobal(QPoint(0, where.height())) if where else QCursor.pos())

    def acts_menu(self) -> QMenu:
        """The acts that fit the chosen stay and have no button, and what can be shown of it."""
        menu, row = QMenu(self), self.chosen_stay()
        fitting_now = [] if row is None or self.store.read_only else fitting.acts_for(row, self.store.today)
        for action in (*fitting_now[IN_SIGHT:], acts.OPEN_PLAN, acts.SHOW_CARD, acts.HISTORY):
            icons.put(menu.addAction(fitting.text(action, row), self._doing(action)), action.icon)
        return menu

    def _doing(self, action: Action) -> Callable[[], Any]:
        return lambda: getattr(self, action.slot)()

    def many(self, rows: Sequence[Row]) -> Details:
        """Who several are and how they stand; applications are assessed together."""
        states = Counter(words.STATES[f"stay_{row['status']}"].word.lower() for row in rows)
        names = list(dict.fromkeys(told.short(row) for row in rows))
        counted = words.counted(len(names), _("person"), _("personer"))
        whole = words.listed(names) if len(names) <= MOST_NAMED else counted
        stand = words.listed([f"{words.number(n)} {word}" for word, n in states.most_common()])
        may = not self.store.read_only and any(row["state"] == "applied" for row in rows)
        assess = [Act(acts.ASSESS.text, self.assess, primary=True)] if may else []
        said = _("{n} valgt").format(n=words.number(len(rows)))
        return Details(said, facts=[(_("Hvem"), whole), (_("Status"), stand)], acts=assess)


_SAVED = _("Lagret: {who}")
