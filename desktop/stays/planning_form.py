"""Planlegg plass: a granted stay gets a place and days, a planned one other days, and a new one all of it at once."""

from __future__ import annotations

from typing import Any

from db import stay_acts, stay_lists
from db.stay_days import plus
from desktop.parts.fields import CheckField, ChoiceField, TextField
from desktop.stays import told
from desktop.stays import words as stay_words
from desktop.stays.passed_field import PassedField
from desktop.stays.person_field import PersonField
from desktop.stays.place_field import Where
from desktop.stays.placed_form import PlacedForm
from desktop.words import _

CONFIRMED = _("Utreisedagen er bekreftet")


class PlannedForm(PlacedForm):
    """What the forms that plan share: whoever stands before on the waiting list is shown, and why they must wait."""

    def add_passed(self) -> None:
        self.passed = self.add("passed", PassedField())

    def say_verdict(self, where: Where | None, period: tuple[str, str] | None) -> None:
        super().say_verdict(where, period)
        self.passed.show_rows(self._ahead(where, period))

    def _ahead(self, where: Where | None, period: tuple[str, str] | None) -> list[Any]:
        if where is None or period is None or any(one.blocks for one in self.conflicts or ()):
            return []
        asked = {"place_id": where.place_id, "site_id": where.site_id, "from_on": period[0], "to_on": period[1]}
        if self.stay_id:
            return self.store.read(stay_lists.ahead, self.stay_id, today=self.store.today, **asked)
        priority = self.typed("priority") or 2
        return self.store.read(stay_lists.before, priority=priority, today=self.store.today, form=self.form, **asked)


class PlanForm(PlannedForm):
    """PlanForm(store, stay_id, where=, from_on=, to_on=): a granted or waiting stay is planned."""

    title, save_text = _("Planlegg plass"), _("Planlegg oppholdet")

    def ask(self) -> None:
        self.propose(**self.wished())
        self.add_place(since=self.store.today)
        self.add_period()
        self.add_verdict()
        self.add_passed()
        self.add("confirmed", CheckField(CONFIRMED))

    def wished(self) -> dict[str, Any]:
        """The days that were asked for, a week where only one is told."""
        since = self.row["wished_from"]
        until = self.row["wished_to"] or (plus(since, 7) if since else None)
        return {"from_on": since, "to_on": until}

    def command(self, values: dict[str, Any]):
        return stay_acts.plan_stay, {**values, "stay_id": self.stay_id, **self.yes()}


class ReplanForm(PlacedForm):
    """ReplanForm(store, stay_id, where=, from_on=, to_on=): a planned stay gets another place or other days."""

    title, save_text = _("Endre planen"), _("Lagre planen")

    def ask(self) -> None:
        where = Where(self.row["site_id"], self.row["stay_place_id"])
        self.propose(where=where, from_on=self.row["in_on"], to_on=self.row["out_on"])
        self.add_place(since=self.store.today)
        self.add_period()
        self.add_verdict()
        self.add("confirmed", CheckField(CONFIRMED)).set_value(self.row["confirmed"])

    def command(self, values: dict[str, Any]):
        return stay_acts.replan_stay, {**values, "stay_id": self.stay_id, **self.yes()}


class BookForm(PlannedForm):
    """BookForm(store, person_id=, where=, from_on=, to_on=): a new stay on a place, agreed on and granted already."""

    title, save_text = _("Nytt opphold"), _("Opprett oppholdet")
    hint = _("For det som er avtalt og innvilget. Er det bare søkt, registrer en søknad.")

    def ask(self) -> None:
        person = self.add("person_id", PersonField(self, note=lambda ref: told.known(self.store.read, ref,
                                                                                  self.store.today)))  # fmt: skip
        purposes = list(stay_words.PURPOSES.items())
        self.add("purpose", ChoiceField(_("Formål"), purposes), half=True)
        self.add("priority", ChoiceField(_("Prioritet"), list(stay_words.PRIORITIES.items())), half=True)
        self.fill({"purpose": self.given.get("purpose", "rehabilitation"), "priority": 2})
        self.add_place(since=self.store.today)
        self.add_period()
        self.add_verdict()
        self.add_passed()
        self.add("confirmed", CheckField(CONFIRMED))
        self.add("asked_by", TextField(_("Søkt av")), half=True)
        self.add("reference", TextField(_("Vedtakets referanse")), half=True)
        if self.given.get("person_id"):
            person.show_person(self.given["person_id"])

    def command(self, values: dict[str, Any]):
        return stay_acts.book_stay, {**values, **self.yes()}
