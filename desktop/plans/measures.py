"""Tiltak: every measure of the plans in force, how it goes, how it looks, how near its deadline is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from db import measure_history, measure_lists, plans, roles
from db.norwegian import fold
from desktop import words
from desktop.history_dialog import HistoryDialog
from desktop.parts.chips import Chip
from desktop.parts.page import Listing
from desktop.parts.panel import Act, Details
from desktop.parts.record_form import RecordForm
from desktop.parts.record_page import Asked, RecordPage
from desktop.plans import field_history, told
from desktop.plans import words as plan_words
from desktop.plans.acts import ANSWER, CHANGE, HISTORY, LIGHT, NEXT, SUBTASKS, TICK
from desktop.plans.columns import MEASURES, deadline, status
from desktop.plans.forms import LightForm, MeasureForm, ResponsibleForm, StatusForm, YearForm
from desktop.plans.led import LedList
from desktop.plans.subtasks import SubtasksForm
from desktop.words import _

Row = Mapping[str, Any]
CHIPS = (
    ("open", _("Åpne")), ("over", _("Over frist")), ("red", _("Rødt lys")), ("stale", _("Ikke oppdatert")),
    ("postponed", ""), ("completed", ""), ("all", _("Alle")),
)  # fmt: skip  # a status is called what the municipality calls it
SHAPES: dict[str, Any] = {  # what the screen shows at first, in the room beside the panel
    **{key: {"shown": False} for key in ("focus_area", "goal", "kind", "cost_adopted_ore", "cost_used_ore", "comment")},
    "responsible": {"shown": False},
    "adopted_text": {"width": 40, "value": lambda row: row["working_title"] or row["adopted_text"]},
    "due_on": {"key": "deadline_state", "kind": "state", "value": deadline, "sort": "deadline", "width": 15},
}  # fmt: skip


class MeasuresView(LedList):
    """The measures by plan; the panel tells one whole."""

    title, icon, kind, key = _("Tiltak"), "target", "measure", "measure_id"
    kinds = frozenset({"measure", "plan", "role", "report", "pyramid", "setting"})
    columns = tuple(replace(column, **SHAPES.get(column.key, {})) for column in MEASURES)
    list_name, noun = "measures", (_("tiltak"), _("tiltak"))
    new_text, order, all_text = _("Nytt tiltak"), "number", _("Alle planer")
    empty_text = _("Ingen tiltak ennå. Hent en plan fra Excel (Ctrl+I), lim den inn (Ctrl+V), eller se «Planer».")
    ACTIONS = (*RecordPage.ACTIONS, NEXT, LIGHT, TICK, ANSWER, CHANGE, SUBTASKS, HISTORY)
    leads_here = "measures_of"  # what `Frame.go` calls the list of one plan

    # what the list holds

    def narrowed(self, choice: Any) -> dict[str, Any]:
        """What the choice of the box means for the list."""
        return {"plan_id": choice}

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            measure_lists.ids, today=self.store.today, order=asked.order, descending=asked.descending, text=asked.text,
            chip=asked.chip or "open", **self.narrowed(asked.choice),
        )  # fmt: skip

    def rows(self, ids: list[int]) -> list[Row]:
        return self.store.read(measure_lists.rows, ids, today=self.store.today)

    def chips(self) -> Sequence[Chip]:
        chosen = self.narrowed(self.choice.currentData())
        self._counts = self.store.read(measure_lists.chips, today=self.store.today, **chosen)
        return [Chip(code, text or plan_words.STATUSES[code].word, self._counts[code]) for code, text in CHIPS]

    def total(self) -> int:
        return self._counts["all"]

    def sentence(self, row: Row) -> str:
        return told.sentence(row)

    def listing(self) -> Listing:
        """Sheets and paper have the adopted words and the day of the deadline: they are read in again."""
        known = {shaped.key: column for shaped, column in zip(self.columns, MEASURES, strict=True)}
        shown = super().listing()
        return replace(shown, columns=[known[column.key] for column in shown.columns])

    # the panel

    def one(self, row: Row) -> Details:
        acts = []
        if not (self.store.read_only or row["replaced_on"]):
            acts = [Act(_("Ny status …"), self.tell_status, primary=True), Act(_("Lys …"), self.judge, half=True)]
            acts += [Act(_("Gjort i år …"), self.tick, half=True)] if _by_year(row) else []
            acts += [Act(_("Ansvarlige …"), self.answer, half=True), Act(_("Endre …"), self.edit, half=True)]
            acts.append(Act(_("Deltiltak …"), self.divide, half=True))
        acts.append(Act(_("Historikk"), self.show_history, half=True))
        return Details(told.named(row), "", status(row), told.facts(self.store.read, row, self.store.today),
                       acts)  # fmt: skip

    def many(self, rows: list[Row]) -> Details:
        plans_of = words.listed(list(dict.fromkeys(row["plan"] for row in rows)))
        acts = [Act(_("Ny status …"), self.tell_status, primary=True), Act(_("Lys …"), self.judge)]
        return Details(told.things(rows), plans_of, acts=[] if self.store.read_only else acts)

    # acts

    def new_record(self) -> None:
        if not self.store.read(plans.plans, current_only=True):
            self.frame.tell(_("Legg inn en plan først, under «Planer»"), undo=False)
            return
        form = MeasureForm(self.store, plan_id=self.narrowed(self.choice.currentData()).get("plan_id"))
        form.saved.connect(lambda receipt: self._saved(_("Tiltaket er lagt inn"), receipt.result))
        self.frame.show_form(form)

    def tell_status(self) -> None:
        self._ask(StatusForm, _("Ny status: {what}"))

    def judge(self) -> None:
        self._ask(LightForm, _("Nytt lys: {what}"))

    def tick(self) -> None:
        rows = [row for row in self.chosen_rows() if _by_year(row)]
        if not rows:
            self.frame.tell(_("Bare årlige og løpende tiltak som ikke er avsluttet, krysses av for et år"), undo=False)
        else:
            self._show(YearForm(self.store, rows[0]), rows[:1], _("Krysset av: {what}"))

    def answer(self) -> None:
        self._ask_one(ResponsibleForm, _("Ansvarlig er endret: {what}"))

    def edit(self) -> None:
        self._ask_one(MeasureForm, _("Tiltaket er endret: {what}"))

    def divide(self) -> None:
        """Write the steps of the chosen measure."""
        self._ask_one(SubtasksForm, _("Deltiltakene er lagret: {what}"))

    def show_history(self) -> None:
        """All that has happened to the chosen measure: who changed what, and when."""
        for row in self.chosen_rows()[:1]:
            events = field_history.told(self.store.read(measure_history.of_measure, row["measure_id"]))
            self.frame.show_form(HistoryDialog(told.named(row), events, self.store.today))

    def open_form(self, ref: int) -> None:
        self.edit()

    def _ask(self, form: Callable[..., RecordForm], said: str) -> None:
        rows = self.chosen_rows()
        if rows:
            self._show(form(self.store, rows), rows, said)

    def _ask_one(self, form: Callable[..., RecordForm], said: str) -> None:
        for row in self.chosen_rows()[:1]:
            self._show(form(self.store, row), [row], said)

    def _show(self, form: RecordForm, rows: Sequence[Row], said: str) -> None:
        form.saved.connect(lambda _receipt: self._saved(said.format(what=told.things(rows)), rows[0]["measure_id"]))
        self.frame.show_form(form)

    def _saved(self, said: str, measure_id: int) -> None:
        self.frame.tell(said)
        self.open_record(measure_id)


def _by_year(row: Row) -> bool:
    """Whether it may be ticked for a year."""
    return row["kind"] in plan_words.BY_YEAR and row["status"] != "stopped"


class MineView(MeasuresView):
    """The measures of one who answers for them; at first of whoever is on duty, where they hold a role."""

    title, kind, list_name = _("Mine tiltak"), "my_measures", "my_measures"
    all_text, leads_here = _("Alle ansvarlige"), "measures_by"
    _chosen_own = False

    def narrowed(self, choice: Any) -> dict[str, Any]:
        return {"role_id": choice}

    def offered(self, current_only: bool) -> Sequence[tuple[Any, str]]:
        rows = self.store.read(roles.roles, today=self.store.today)
        return [(row["role_id"], f"{row['name']} ({held})" if (held := row["holder"]) else row["name"]) for row in rows]

    def _show_choices(self) -> None:
        super()._show_choices()
        if not self._chosen_own:
            self._chosen_own = True
            self.choice.setCurrentIndex(max(0, self.choice.findData(self._own_role())))

    def _own_role(self) -> int | None:
        """The role that whoever is on duty holds today."""
        who, rows = fold(self.store.staff), self.store.read(roles.roles, today=self.store.today)
        return next((row["role_id"] for row in rows if row["holder"] and fold(row["holder"]) == who), None)
