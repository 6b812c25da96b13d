"""Forms of the plan for a stay: what is important, goals, interventions, evaluations, scores, striking out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from db import people, stay_plan, stay_scores
from desktop.equipment.fields import suggest
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, LongTextField, TextField, Unreadable
from desktop.parts.record_form import RecordForm
from desktop.stays.plan_words import GOALS, INSTRUMENTS, MOMENTS, NO_DIAGNOSES, RANGES, STRUCK, score
from desktop.words import _

Row = Mapping[str, Any]
OWN_WORDS = _("Med personens egne ord. Ikke diagnoser")
OWN_SCORES = [(n, str(n)) for n in range(11)]


class ScoreField(TextField):
    """A score as people write it ("4,6"), a number or None."""

    def value(self) -> float | None:
        text = self.edit.text().strip().replace(",", ".")
        if not text:
            return None
        if not re.fullmatch(r"\d{1,2}(\.\d{1,2})?", text):
            raise Unreadable(_("Skriv et tall, for eksempel 4,6"))
        return float(text)

    def set_value(self, value: Any) -> None:
        super().set_value(score(value))


class PlanLineForm(RecordForm):
    """The base: for whom it is stands under the title, and names of those who work here are offered."""

    title, save_text = "", ""

    def __init__(self, store, head: Row, row: Row | None = None, parent: QWidget | None = None, title: str = ""):
        under = " ".join(part for part in (head["first_name"], head["last_name"]) if part)
        super().__init__(store, title or self.title, self.save_text, parent, under)
        self.head, self.row, self.stay_id = head, row, head["stay_id"]
        self.ask()

    def ask(self) -> None:
        """Add the fields."""

    def add_name(self, key: str, name: str) -> TextField:
        made = self.add(key, TextField(name), half=True)
        known = self.store.read(stay_plan.therapists)
        suggest(made.edit, [*known, *(row["name"] for row in self.store.read(people.staff))])
        return made

    def add_day(self, key: str, name: str, past: bool = True, needed: bool = False, half: bool = True) -> DayField:
        return self.add(key, DayField(name, lambda: self.store.today, past=past, needed=needed), half=half)


class ImportantForm(PlanLineForm):
    """Hva er viktig for deg? In the person's words."""

    title, save_text = _("Hva er viktig for deg?"), _("Lagre")

    def ask(self) -> None:
        self.add("text", LongTextField(_("Hva er viktig for deg?"), OWN_WORDS, lines=6))
        self.fill({"text": self.head["important"]})

    def command(self, values: dict[str, Any]):
        return stay_plan.tell_important, {**values, "stay_id": self.stay_id}


class GoalForm(PlanLineForm):
    """A new goal, or the change of one: how it went and the score after stand there too."""

    title, save_text = _("Nytt mål"), _("Lagre målet")

    def ask(self) -> None:
        self.add("text", LongTextField(_("Mål"), OWN_WORDS, lines=3))
        self.add_day("set_on", _("Satt"), needed=True)
        self.add("score_before", ChoiceField(_("Egen skår før (0–10)"), OWN_SCORES, none=_("Ikke skåret")), half=True)
        self.fill({"set_on": self.store.today})
        if self.row is not None:
            self.add("status", ChoiceField(_("Hvordan det går"), [(code, one.word) for code, one in GOALS.items()]),
                     half=True)  # fmt: skip
            self.add("score_after", ChoiceField(_("Egen skår etter (0–10)"), OWN_SCORES, none=_("Ikke skåret")),
                     half=True)  # fmt: skip
            self.add_day("closed_on", _("Avsluttet"))
            self.fill(dict(self.row))

    def command(self, values: dict[str, Any]):
        if self.row is None:
            return stay_plan.add_goal, {**values, "stay_id": self.stay_id}
        return stay_plan.change_goal, values | {"stay_goal_id": self.row["stay_goal_id"], "rev": self.row["rev"]}


class CloseGoalForm(PlanLineForm):
    """How a goal went, and the person's own score now."""

    title, save_text = _("Avslutt mål"), _("Avslutt målet")

    def ask(self) -> None:
        states = [(code, GOALS[code].word) for code in stay_plan.CLOSED_STATES]
        self.add("status", ChoiceField(_("Hvordan det gikk"), states), half=True)
        self.add("score_after", ChoiceField(_("Egen skår etter (0–10)"), OWN_SCORES, none=_("Ikke skåret")), half=True)
        self.add_day("on_day", _("Dato"), needed=True).set_value(self.store.today)

    def command(self, values: dict[str, Any]):
        assert self.row is not None
        return stay_plan.close_goal, values | {"stay_goal_id": self.row["stay_goal_id"]}


class InterventionForm(PlanLineForm):
    """What is done, how much, by whom, and which goal it serves."""

    title, save_text = _("Nytt tiltak"), _("Lagre tiltaket")

    def __init__(self, store, head: Row, goals: Sequence[Row], row: Row | None = None, parent=None, title: str = ""):
        self.goals = goals
        super().__init__(store, head, row, parent, title)

    def ask(self) -> None:
        self.add("text", LongTextField(_("Tiltak"), NO_DIAGNOSES, lines=2))
        dose = TextField(_("Hvor mye"), placeholder=_("For eksempel 3 ganger i uken, 30 minutter"))
        self.add("dose", dose, half=True)
        self.add_name("who", _("Hvem"))
        goals = [(goal["stay_goal_id"], goal["text"].splitlines()[0][:60]) for goal in self.goals]
        self.add("stay_goal_id", ChoiceField(_("Mål det hører til"), goals, none=_("Ikke knyttet til et mål")))
        self.add_day("from_on", _("Fra"), past=False)
        self.fill({"from_on": self.store.today})
        if self.row is not None:
            self.add_day("ended_on", _("Avsluttet"))
            self.fill(dict(self.row))

    def command(self, values: dict[str, Any]):
        if self.row is None:
            return stay_plan.add_intervention, {**values, "stay_id": self.stay_id}
        ref = self.row["stay_intervention_id"]
        return stay_plan.change_intervention, values | {"stay_intervention_id": ref, "rev": self.row["rev"]}


class EvaluationForm(PlanLineForm):
    """How it goes or went, by whom and when."""

    title, save_text = _("Ny evaluering"), _("Lagre evalueringen")

    def ask(self) -> None:
        self.add_day("on_day", _("Dato"), needed=True)
        self.add_name("by_name", _("Evaluert av"))
        hint = _("Hva ble oppnådd, og hva står igjen? Ikke diagnoser")
        self.add("text", LongTextField(_("Evaluering"), hint, lines=6))
        self.fill({"on_day": self.store.today, "by_name": self.store.staff} if self.row is None else dict(self.row))

    def command(self, values: dict[str, Any]):
        if self.row is None:
            return stay_plan.add_evaluation, {**values, "stay_id": self.stay_id}
        ref = self.row["stay_evaluation_id"]
        return stay_plan.change_evaluation, values | {"stay_evaluation_id": ref, "rev": self.row["rev"]}


class ScoresForm(PlanLineForm):
    """What was measured on one day; what was not used stays empty. Only numbers and days are kept."""

    title, save_text = _("Nye skårer"), _("Lagre skårene")

    def ask(self) -> None:
        self.add("moment", ChoiceField(_("Når"), list(MOMENTS.items())), half=True)
        self.add_day("on_day", _("Målt dato"), needed=True).set_value(self.store.today)
        for code, name in INSTRUMENTS.items():
            self.add(code, ScoreField(_("{name} ({range})").format(name=name, range=RANGES[code])), half=True)

    def command(self, values: dict[str, Any]):
        scores = {code: values.pop(code) for code in INSTRUMENTS}
        return stay_scores.add_scores, {**values, "scores": scores, "stay_id": self.stay_id}


class ScoreForm(PlanLineForm):
    """One score that was written, to be mended."""

    title, save_text = _("Endre skår"), _("Lagre skåren")

    def ask(self) -> None:
        row = self.row or {}
        self.add("moment", ChoiceField(_("Når"), list(MOMENTS.items())), half=True)
        self.add_day("on_day", _("Målt dato"), needed=True)
        name = _("{name} ({range})").format(name=INSTRUMENTS[row["instrument"]], range=RANGES[row["instrument"]])
        self.add("score", ScoreField(name, needed=True), half=True)
        self.fill(dict(row))

    def command(self, values: dict[str, Any]):
        row = self.row or {}
        return stay_scores.change_score, values | {"stay_score_id": row["stay_score_id"], "rev": row["rev"]}


class StrikeForm(PlanLineForm):
    """Takes out what was written by mistake; why is kept in the history."""

    title, save_text = _("Stryk fra planen"), _("Stryk")

    def __init__(self, store, head: Row, kind: str, ref: int, parent: QWidget | None = None):
        self.kind, self.ref = kind, ref
        super().__init__(store, head, None, parent, _("Stryk {what}").format(what=STRUCK[kind]))

    def ask(self) -> None:
        self.add("reason", TextField(_("Hvorfor"), needed=True, placeholder=_("For eksempel: skrevet på feil person")))

    def command(self, values: dict[str, Any]):
        return stay_plan.strike_from_plan, values | {"kind": self.kind, "ref": self.ref}
