"""The plan for a stay in a window of its own: what is important first, then goals, what is done, and the way home."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from db import stay_checks, stay_plan
from db.errors import FileTrouble, Rejected
from desktop import faults, history_words
from desktop.parts import message
from desktop.parts.page import button, label
from desktop.parts.panel import StatePill
from desktop.parts.receipt import ReceiptStrip
from desktop.parts.record_form import RecordForm
from desktop.parts.scrolling import Tall, scrolling
from desktop.parts.shortcuts import on_keys
from desktop.parts.style import look
from desktop.stays import plan_lines, plan_words
from desktop.stays.cancel_form import CoordinatorForm
from desktop.stays.plan_check_forms import AidsForm, CheckForm, HomeVisitForm
from desktop.stays.plan_forms import (
    CloseGoalForm,
    EvaluationForm,
    GoalForm,
    ImportantForm,
    InterventionForm,
    PlanLineForm,
    ScoreForm,
    ScoresForm,
    StrikeForm,
)
from desktop.stays.plan_parts import PlanRow, Section
from desktop.words import _

Row = Mapping[str, Any]
WIDE = 860  # pixels at 10 pt from which two columns stand side by side
CLOSED = stay_checks.CLOSED


class PlanWindow(QDialog):
    """Opened from a stay wherever it stands; everything in it has a key. Open with `open_plan`."""

    def __init__(self, store, frame, stay_id: int, parent: QWidget | None = None):
        super().__init__(parent)
        self.store, self.frame, self.stay_id = store, frame, stay_id
        self.plan = store.read(stay_plan.plan, stay_id, today=store.today)
        self.may_write = not store.read_only and self.plan.head["state"] not in CLOSED
        self.setWindowTitle(_("Plan for oppholdet"))  # the title of a window is seen by others: no name in it
        self.setModal(True)
        self._build()
        self._keys()
        store.changed.connect(self._on_change)
        self.read()
        self._size()

    # building

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(16))
        whole.setSpacing(look.px(10))
        whole.addLayout(self._head())
        self.receipt = ReceiptStrip(self.undo)
        whole.addWidget(self.receipt)
        self._sections()
        self.area = scrolling(self.inside)
        whole.addWidget(self.area, 1)
        whole.addWidget(label(_("Enter endrer linjen, Delete stryker den, menytasten viser mer"), "muted", wrap=True))

    def _head(self) -> QVBoxLayout:
        texts, row = QVBoxLayout(), QHBoxLayout()
        self.pill = StatePill()
        row.addWidget(label(_("Plan for oppholdet"), "title"))
        row.addWidget(self.pill)
        row.addStretch(1)
        row.addWidget(button(_("Skriv ut Min plan"), self.print_plan, "printer", tip="Ctrl+P"))
        row.addWidget(button(_("Lukk"), self.reject, tip="Esc"))
        self.who = label("", "strong", wrap=True)
        texts.addLayout(row)
        texts.addWidget(self.who)
        texts.addWidget(label(plan_words.NOT_JOURNAL, "muted", wrap=True))
        return texts

    def _sections(self) -> None:
        adds: dict[str, tuple[str, list[tuple[str, str, Callable[[], Any]]]]] = {
            "important": (_("Hva er viktig for deg?"), [(_("Skriv eller endre"), "Ctrl+I", self.important)]),
            "goals": (_("Mål"), [(_("Nytt mål"), "Ctrl+G", self.add_goal)]),
            "interventions": (_("Tiltak"), [(_("Nytt tiltak"), "Ctrl+T", self.add_intervention)]),
            "evaluations": (_("Evaluering"), [(_("Ny evaluering"), "Ctrl+L", self.add_evaluation)]),
            "coordinators": (_("Koordinator"), [(_("Sett koordinator"), "Ctrl+K", self.coordinator)]),
            "checks": (_("Før utskriving"), [
                (_("Lag sjekklisten"), "Ctrl+U", self.plan_discharge), (_("Eget punkt"), "Ctrl+N", self.add_check),
                (_("Hjemmebesøk"), "Ctrl+H", self.home_visit), (_("Bestill hjelpemiddel"), "Ctrl+B", self.order_aids),
            ]),
            "scores": (_("Målt før og etter"), [(_("Nye skårer"), "Ctrl+M", self.add_scores)]),
        }  # fmt: skip
        self.sections = {key: Section(title, acts, may_write=self.may_write) for key, (title, acts) in adds.items()}
        self.inside = Tall()
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom, self.inside)
        self._columns.setContentsMargins(0, 0, look.px(8), 0)
        self._columns.setSpacing(look.px(12))
        for keys, share in ((("important", "goals", "interventions", "evaluations"), 5),
                            (("coordinators", "checks", "scores"), 4)):  # fmt: skip
            column = QVBoxLayout()
            column.setSpacing(look.px(12))
            for key in keys:
                column.addWidget(self.sections[key])
            column.addStretch(1)
            self._columns.addLayout(column, share)

    def _keys(self) -> None:
        acts = {"Ctrl+P": self.print_plan, "Ctrl+Z": self.undo, "Ctrl+Y": self.redo}
        if self.may_write:
            acts |= {
                "Ctrl+I": self.important, "Ctrl+G": self.add_goal, "Ctrl+T": self.add_intervention,
                "Ctrl+L": self.add_evaluation, "Ctrl+K": self.coordinator, "Ctrl+U": self.plan_discharge,
                "Ctrl+N": self.add_check, "Ctrl+H": self.home_visit, "Ctrl+B": self.order_aids,
                "Ctrl+M": self.add_scores,
            }  # fmt: skip
        for key, act in acts.items():
            on_keys(self, key, act)

    def _size(self) -> None:
        room = self.screen().availableGeometry()
        self.resize(min(look.px(1080), round(room.width() * 0.94)), min(look.px(760), round(room.height() * 0.92)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(across if self.width() >= look.px(WIDE) else down)
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in what is important."""
        super().showEvent(event)
        if self.focusWidget() is None or not isinstance(self.focusWidget(), PlanRow):
            self.sections["important"].rows[0].setFocus()

    # reading

    def _on_change(self, kinds: set[str]) -> None:
        if kinds & {"stay", "request", "person", "item"} and self.isVisible():
            self.read()

    def read(self) -> None:
        """Read the plan again; the focus stays on its line."""
        held, today = self._focused(), self.store.today
        self.plan = self.store.read(stay_plan.plan, self.stay_id, today=today)
        head = self.plan.head
        over = head["state"] == "in" and head["out_on"] and head["out_on"] < today
        self.pill.show_state("stay_overstay" if over else f"stay_{head['state']}")
        self.who.setText(plan_words.heading(head, today))
        for key, (lines, nothing, told) in plan_lines.sections(self).items():
            self.sections[key].show_lines(lines, nothing, told)
        if self.may_write:
            listed = {row["kind"] for row in self.plan.checks}
            self.sections["checks"].buttons[0].setVisible(not listed.issuperset(stay_checks.DAYS_BEFORE))
            self.sections["coordinators"].buttons[0].setVisible(head["state"] != "discharged")
        if held is not None:
            self.focus_line(held)

    def rows(self) -> list[PlanRow]:
        return [row for section in self.sections.values() for row in section.rows]

    def _focused(self) -> tuple[str, int] | None:
        held = self.focusWidget()
        return held.key if isinstance(held, PlanRow) else None

    def focus_line(self, key: tuple[str, int]) -> None:
        """Put the focus on a line, or on the first of what is important where it has gone."""
        rows = self.rows()
        found = next((row for row in rows if row.key == key), None)
        found = found or next((row for row in rows if row.key[0] == key[0]), rows[0])
        found.setFocus(Qt.FocusReason.OtherFocusReason)
        self._columns.activate()
        self.area.ensureWidgetVisible(found)

    # acts

    def _ask(self, form: RecordForm, said: str, kind: str = "") -> None:
        """Open a form above the plan; what was made gets the focus."""
        form.saved.connect(lambda receipt: self._done(said, (kind, receipt.result) if kind else None))
        form.setParent(self, form.windowFlags())
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.open()

    def _done(self, said: str, key: tuple[str, Any] | None = None) -> None:
        self.receipt.say(said)
        if key is not None:
            self.focus_line((key[0], key[1][0] if isinstance(key[1], list) else key[1]))

    def attempt(self, said: str, act: Callable[..., Any], **given: Any) -> None:
        """Write at once; what the register turns down is told."""
        try:
            self.store.write(act, **given)
        except (Rejected, FileTrouble) as fault:
            message.tell(faults.sentence(fault), self)
            self.read()
        else:
            self.receipt.say(said)

    def line_form(self, kind: type[PlanLineForm], title: str, row: Row, said: str) -> None:
        self._ask(kind(self.store, self.plan.head, row, title=title), said)

    def important(self) -> None:
        self._ask(ImportantForm(self.store, self.plan.head), _("Lagret"))

    def add_goal(self) -> None:
        self._ask(GoalForm(self.store, self.plan.head), _("Målet er lagret"), "goal")

    def change_goal(self, row: Row) -> None:
        self.line_form(GoalForm, _("Endre mål"), row, _("Målet er endret"))

    def close_goal(self, row: Row) -> None:
        self.line_form(CloseGoalForm, _("Avslutt mål"), row, _("Målet er avsluttet"))

    def move_goal(self, row: Row, steps: int) -> None:
        """Put a goal higher (-1) or lower (1)."""
        order = [goal["stay_goal_id"] for goal in self.plan.goals]
        at = order.index(row["stay_goal_id"])
        if 0 <= at + steps < len(order):
            order.insert(at + steps, order.pop(at))
            self.attempt(_("Rekkefølgen er endret"), stay_plan.order_goals, stay_id=self.stay_id, stay_goal_ids=order)

    def add_intervention(self) -> None:
        form = InterventionForm(self.store, self.plan.head, self.plan.goals)
        self._ask(form, _("Tiltaket er lagret"), "intervention")

    def change_intervention(self, row: Row) -> None:
        form = InterventionForm(self.store, self.plan.head, self.plan.goals, row, title=_("Endre tiltak"))
        self._ask(form, _("Tiltaket er endret"))

    def end_intervention(self, row: Row) -> None:
        ref = row["stay_intervention_id"]
        self.attempt(_("Tiltaket er avsluttet"), stay_plan.end_intervention, stay_intervention_id=ref)

    def add_evaluation(self) -> None:
        self._ask(EvaluationForm(self.store, self.plan.head), _("Evalueringen er lagret"), "evaluation")

    def change_evaluation(self, row: Row) -> None:
        self.line_form(EvaluationForm, _("Endre evaluering"), row, _("Evalueringen er endret"))

    def add_scores(self) -> None:
        self._ask(ScoresForm(self.store, self.plan.head), _("Skårene er lagret"), "score")

    def change_score(self, row: Row) -> None:
        self.line_form(ScoreForm, _("Endre skår"), row, _("Skåren er endret"))

    def coordinator(self) -> None:
        if self.plan.head["state"] == "discharged":
            self.receipt.say(_("Oppholdet er avsluttet og får ingen ny koordinator"), undo=False)
            return
        self._ask(CoordinatorForm(self.store, self.stay_id), _("Koordinatoren er lagret"), "coordinator")

    def plan_discharge(self) -> None:
        self.attempt(_("Sjekklisten er laget"), stay_checks.plan_discharge, stay_id=self.stay_id)

    def add_check(self) -> None:
        self._ask(CheckForm(self.store, self.plan.head), _("Punktet er lagret"), "check")

    def change_check(self, row: Row) -> None:
        if row["kind"] == "home_visit" and row["needed"]:
            self.home_visit()
        elif row["status"] in ("open", "late") and row["kind"] == "aids" and row["request_id"] is None:
            self.order_aids()
        else:
            self.mend_check(row)

    def mend_check(self, row: Row) -> None:
        self._ask(CheckForm(self.store, self.plan.head, row), _("Punktet er endret"))

    def tick(self, row: Row, done: bool) -> None:
        said = _("I orden: {what}") if done else _("Står igjen: {what}")
        self.attempt(said.format(what=plan_words.check_title(row)), stay_checks.tick_check,
                     stay_check_id=row["stay_check_id"], done=done)  # fmt: skip

    def home_visit(self) -> None:
        found = next((row for row in reversed(self.plan.checks) if row["kind"] == "home_visit"), None)
        self._ask(HomeVisitForm(self.store, self.plan.head, found), _("Hjemmebesøket er lagret"), "check")

    def order_aids(self) -> None:
        said = _("Bestilt. Behovet står hos hjelpemiddellageret")
        self._ask(AidsForm(self.store, self.plan.head), said)

    def strike(self, kind: str, ref: int) -> None:
        self._ask(StrikeForm(self.store, self.plan.head, kind, ref), _("Strøket fra planen"))

    # the window

    def undo(self) -> None:
        """Take back what was done last, as the main window does."""
        self._reverse(self.store.undo, _("Angret: {what}"))

    def redo(self) -> None:
        self._reverse(self.store.redo, _("Gjort om igjen: {what}"))

    def _reverse(self, act: Callable[[], Any], said: str) -> None:
        try:
            receipt = act()
        except (Rejected, FileTrouble) as fault:
            message.tell(faults.sentence(fault), self)
        else:
            self.receipt.say(said.format(what=history_words.act_of(receipt.data)), undo=False)

    def print_plan(self) -> None:
        """Show «Min plan» before it is printed."""
        read, stay_id, today, staff = self.store.read, self.stay_id, self.store.today, self.store.staff

        def make(out: IO[bytes]) -> int:
            from desktop.paper import printing

            return read(printing.print_plan, stay_id, out, today=today, staff=staff)

        self.frame.print_pdf(_("Min plan"), make, "min-plan")


def open_plan(store, frame, stay_id: int) -> PlanWindow:
    """Open the plan of a stay above the window."""
    made = PlanWindow(store, frame, stay_id)
    frame.show_form(made)
    return made
