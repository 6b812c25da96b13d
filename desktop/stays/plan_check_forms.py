"""Forms of what must be in place before a discharge: a line of the list, the home visit, aids from the depot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db import availability, requests, stay_checks
from db.stay_days import plus
from desktop import words
from desktop.equipment.fields import product_search
from desktop.loans.asker_field import AskerField
from desktop.parts.day_field import DayField
from desktop.parts.fields import CheckField, ChoiceField, LongTextField, NumberField, TextField
from desktop.parts.search_field import SearchField
from desktop.requests import told
from desktop.stays.plan_forms import PlanLineForm
from desktop.stays.plan_words import NO_DIAGNOSES, check_title
from desktop.words import _

Row = Mapping[str, Any]


class CheckForm(PlanLineForm):
    """A line of one's own, or the change of any line: its day, since when it is in place, or that it is not needed."""

    title, save_text = _("Nytt punkt på sjekklisten"), _("Lagre punktet")

    def __init__(self, store, head: Row, row: Row | None = None, parent=None):
        super().__init__(store, head, row, parent, check_title(row) if row is not None else "")

    def ask(self) -> None:
        own = self.row is None or self.row["kind"] == "other"
        self.add("text", TextField(_("Hva") if own else _("Merknad"), NO_DIAGNOSES, needed=own))
        self.add("due_on", DayField(_("Skal være gjort"), lambda: self.store.today), half=True)
        if self.row is not None:
            done = DayField(_("I orden fra"), lambda: self.store.today, past=True)
            self.add("done_on", done, half=True)
            self.add("needed", CheckField(_("Trengs for denne personen")))
            self.fill(dict(self.row))

    def command(self, values: dict[str, Any]):
        if self.row is None:
            return stay_checks.add_check, {**values, "stay_id": self.stay_id}
        return stay_checks.change_check, values | {"stay_check_id": self.row["stay_check_id"], "rev": self.row["rev"]}


class HomeVisitForm(PlanLineForm):
    """Plans the visit to the home, or tells that it took place."""

    title, save_text = _("Hjemmebesøk"), _("Lagre hjemmebesøket")

    def ask(self) -> None:
        self.add("on_day", DayField(_("Dato"), lambda: self.store.today, needed=True), half=True)
        hint = _("Hvem drar, og hva skal ses på? Ikke diagnoser")
        self.add("text", TextField(_("Merknad"), hint), half=True)
        self.add("done", CheckField(_("Besøket er gjort")))
        if self.row is not None:
            done = self.row["done_on"]
            self.fill({"on_day": done or self.row["due_on"], "text": self.row["text"], "done": bool(done)})

    def command(self, values: dict[str, Any]):
        rev = self.row["rev"] if self.row is not None else None
        return stay_checks.plan_home_visit, {**values, "stay_id": self.stay_id, "rev": rev}


class AidsForm(PlanLineForm):
    """Asks the depot for what the person needs at home; it stands under Behov and on the list at once."""

    title, save_text = _("Bestill hjelpemiddel"), _("Bestill fra lageret")

    def ask(self) -> None:
        self.product = SearchField(_("Hjelpemiddel"), product_search(self.store.read, offer_new=False), needed=True,
                                   placeholder=_("Navn eller HMS-nr"))  # fmt: skip
        self.add("product_id", self.product)
        self.product.picked.connect(lambda _found: self._show_stock())
        self.add("quantity", NumberField(_("Antall"), needed=True, least=1), half=True)
        leaves = self.head["out_on"]
        hint = _("Utskriving {day}").format(day=words.day(leaves)) if leaves else ""
        wanted = DayField(_("Trengs"), lambda: self.store.today, hint=hint, needed=True)
        self.add("wanted_on", wanted, half=True)
        self.add("delivery", ChoiceField(_("Levering"), list(words.DELIVERIES.items())), half=True)
        asker = self.add("asked_by", AskerField(), half=True)
        asker.offer(self.store.read(requests.askers))
        self.add("note", LongTextField(_("Merknad"), NO_DIAGNOSES, lines=2))
        day = max(self.store.today, plus(leaves, -1)) if leaves else self.store.today
        coordinator = self.head["coordinator"] or self.store.staff
        self.fill({"quantity": 1, "wanted_on": day, "delivery": "deliver", "asked_by": coordinator})

    def _show_stock(self) -> None:
        chosen = self.product.found.value if self.product.found is not None else None
        row = self.store.read(availability.availability, chosen, since=self.store.today) if chosen else None
        self.product.hint(told.standing(row) if row is not None else "")

    def command(self, values: dict[str, Any]):
        return stay_checks.order_aids, {**values, "stay_id": self.stay_id}
