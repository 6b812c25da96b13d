"""The forms of measures: a measure, how it goes, how it looks, who answers, its sub-tasks, a year that was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QLayout

from db import measure_lists, measures, plans, roles
from desktop.equipment.fields import suggest
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, LongTextField, MoneyField, NumberField, TextField
from desktop.parts.lines_field import LinesField
from desktop.parts.record_form import RecordForm
from desktop.plans import told
from desktop.plans import words as plan_words
from desktop.words import _

Row = Mapping[str, Any]
STATUS_NAMES = plan_words.StatusNames()
LIGHT_CHOICES = [(code, f"{plan_words.LIGHT_SHAPES[code]} {state.word}") for code, state in plan_words.LIGHTS.items()
                 if code != "none"]  # fmt: skip


def statuses_of(row: Row) -> list[tuple[str, str]]:
    """The status of a measure and where it may go from there; what is done year by year is never completed."""
    ways = {row["status"], *measures.NEXT[row["status"]]}
    if row["kind"] in plan_words.BY_YEAR and row["status"] != "completed":
        ways.discard("completed")
    return [choice for choice in STATUS_NAMES.items() if choice[0] in ways]


class MeasureForm(RecordForm):
    """A new measure of a plan, or the change of one (`row` as measure_lists.measure gives it)."""

    def __init__(self, store, row: Row | None = None, plan_id: int | None = None, parent=None):
        title = _("Nytt tiltak") if row is None else _("Endre tiltaket")
        super().__init__(store, title, _("Lagre tiltaket"), parent, under=told.named(row) if row else "")
        self.row = row
        self._what(row)
        self._when_and_cost()
        if row is not None and row["adopted_on"]:
            self._lock()
        self.fill({key: row[key] for key in measures.MEASURE_FIELDS if key in self.fields} if row
                  else {"plan_id": plan_id, "kind": "single"})  # fmt: skip

    def _what(self, row: Row | None) -> None:
        if row is None:
            offered = [(one["plan_id"], one["name"]) for one in self.store.read(plans.plans, current_only=True)]
            self.add("plan_id", ChoiceField(_("Plan"), offered, needed=True))
            self.add("focus_area", TextField(_("Satsingsområde")), half=True)
            self.add("goal", TextField(_("Mål")), half=True)
            self.add("responsible", LinesField(_("Ansvarlige"), _("Én rolle på hver linje, hovedansvarlig først")))
        self.add("number", TextField(_("Nr"), _("Slik planen skriver det")), half=True)
        self.add("kind", ChoiceField(_("Type"), list(plan_words.KINDS.items())), half=True)
        self.add("adopted_text", LongTextField(_("Tiltak, slik det er vedtatt"), lines=3))
        self.add("working_title", TextField(_("Arbeidstittel"), _("Det dere kaller tiltaket til daglig")))

    def _lock(self) -> None:
        """What was adopted stands; a new number or other words come with the next version."""
        for name in measures.LOCKED:
            self.fields[name].setEnabled(False)
            self.fields[name].hint(_("Låst da planen ble vedtatt"))

    def _when_and_cost(self) -> None:
        for key, name in (("start_on", _("Start")), ("due_on", _("Frist"))):
            self.add(key, DayField(name, lambda: self.store.today), half=True)
        self.add(
            "due_text", TextField(_("Frist med planens ord"), placeholder=_("For eksempel: høsten 2026")), half=True
        )
        self.add(
            "priority", ChoiceField(_("Prioritet"), list(plan_words.PRIORITIES.items()), none=_("Ingen")), half=True
        )
        for key, name in (("cost_adopted_ore", _("Kostnad vedtatt, kroner")),
                          ("cost_revised_ore", _("Kostnad revidert, kroner")),
                          ("cost_used_ore", _("Kostnad brukt, kroner"))):  # fmt: skip
            self.add(key, MoneyField(name, _("Tomt er ikke kjent, og er ikke 0")), half=True)
        self.add("comment", LongTextField(_("Kommentar"), lines=2))
        self.add("internal_note", LongTextField(_("Internt notat"), _("Kommer aldri med i rapporter"), lines=2))

    def command(self, values: dict[str, Any]):
        if self.row is None:
            return measures.add_measure, values
        return measures.change_measure, {"measure_id": self.row["measure_id"], "rev": self.row["rev"], **values}


class StatusForm(RecordForm):
    """How measures go now; it asks for what the chosen status needs."""

    def __init__(self, store, rows: Sequence[Row], parent=None):
        super().__init__(store, _("Ny status"), _("Lagre statusen"), parent, under=told.things(rows))
        self.rows, self.measure_ids = rows, [row["measure_id"] for row in rows]
        self.status = self.add("status", ChoiceField(_("Status"), self._offered(), needed=True), half=True)
        self.add("on_day", DayField(_("Fra dato"), lambda: store.today, past=True), half=True).set_value(store.today)
        self.reason = self.add("reason", LongTextField(_("Grunn"), lines=2))
        self.due = self.add("due_on", DayField(_("Ny frist"), lambda: store.today), half=True)
        self.conclusion = self.add("conclusion", LongTextField(_("Hva vurderingen kom fram til"), lines=2))
        self.into = self.add("merged_into", ChoiceField(_("Slått sammen med"), self._others(), none=_("Nei")))
        self.status.changed.connect(self._open_what_fits)
        self._open_what_fits()

    def _offered(self) -> list[tuple[str, str]]:
        ways = [statuses_of(row) for row in self.rows]
        return [choice for choice in STATUS_NAMES.items() if all(choice in way for way in ways)]

    def _others(self) -> list[tuple[int, str]]:
        plan, today = self.rows[0]["plan_id"], self.store.today
        keys = self.store.read(measure_lists.ids, today=today, chip="open", plan_id=plan, order="number")
        found = self.store.read(measure_lists.rows, keys, today=today)
        return [(row["measure_id"], told.named(row)) for row in sorted(found, key=lambda row: row["position"])
                if row["measure_id"] not in self.measure_ids]  # fmt: skip

    def _open_what_fits(self) -> None:
        status = self.status.value()
        was_over = any(row["status"] in measures.ENDED for row in self.rows)
        needs = status in ("postponed", "stopped") or (status == "in_progress" and was_over)
        self.reason.hint(_("Må fylles ut") if needs else "")
        self.due.setVisible(status == "postponed")
        self.conclusion.setVisible(status == "completed" and any(row["kind"] == "assess" for row in self.rows))
        self.into.setVisible(status == "stopped")
        if self.isVisible():
            for layout in self.findChildren(QLayout):  # a hint that went away is still counted until then
                layout.activate()
            self._fit()

    def command(self, values: dict[str, Any]):
        if values["status"] != "stopped":
            values["merged_into"] = None
        if values["status"] != "postponed":
            values["due_on"] = None
        return measures.set_status, {**values, "measure_ids": self.measure_ids}


class LightForm(RecordForm):
    """How somebody judges the progress of measures: colour, shape and word."""

    def __init__(self, store, rows: Sequence[Row], parent=None):
        super().__init__(store, _("Lys"), _("Lagre lyset"), parent, under=told.things(rows))
        self.measure_ids = [row["measure_id"] for row in rows]
        self.add("light", ChoiceField(_("Lys på framdriften"), LIGHT_CHOICES, none=_("○ Ikke vurdert")), half=True)
        self.add("on_day", DayField(_("Dato"), lambda: store.today, past=True), half=True).set_value(store.today)
        self.add("reason", LongTextField(_("Grunn"), _("Må fylles ut når lyset er rødt"), lines=2))
        self.fill({"light": rows[0]["light"]})

    def command(self, values: dict[str, Any]):
        return measures.set_light, {**values, "measure_ids": self.measure_ids}


class YearForm(RecordForm):
    """A yearly or running measure was done."""

    def __init__(self, store, row: Row, parent=None):
        super().__init__(store, _("Gjort i år"), _("Kryss av"), parent, under=told.named(row))
        self.measure_id = row["measure_id"]
        self.add("year", NumberField(_("År"), needed=True, least=1990), half=True).set_value(int(store.today[:4]))
        self.add("on_day", DayField(_("Gjort dato"), lambda: store.today, past=True), half=True).set_value(store.today)
        self.add("note", TextField(_("Merknad")))

    def command(self, values: dict[str, Any]):
        return measures.tick_year, {**values, "measure_id": self.measure_id}


class ResponsibleForm(RecordForm):
    """Who answers for a measure from a day on."""

    def __init__(self, store, row: Row, parent=None):
        super().__init__(store, _("Ansvarlige"), _("Lagre"), parent, under=told.named(row))
        self.measure_id = row["measure_id"]
        self.names = self.add("names", LinesField(_("Roller"), _("Én på hver linje, hovedansvarlig først")))
        self.add("from_on", DayField(_("Fra dato"), lambda: store.today), half=True).set_value(store.today)
        now = store.read(roles.of_measure, row["measure_id"], today=store.today)
        self.names.set_value([one["name"] for one in now])

    def command(self, values: dict[str, Any]):
        return roles.set_responsible, {**values, "measure_id": self.measure_id}


class HolderForm(RecordForm):
    """Somebody takes a role over."""

    def __init__(self, store, row: Row, parent=None):
        super().__init__(store, _("Overlever rollen"), _("Lagre"), parent, under=row["name"])
        self.role_id = row["role_id"]
        self.holder = self.add("holder", TextField(_("Navn"), needed=True), half=True)
        suggest(self.holder.edit, [one["name"] for one in store.read(roles.holders, row["role_id"])])
        self.add("from_on", DayField(_("Fra dato"), lambda: store.today), half=True).set_value(store.today)

    def command(self, values: dict[str, Any]):
        return roles.hand_role_over, {**values, "role_id": self.role_id}
