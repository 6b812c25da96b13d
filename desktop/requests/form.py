"""Nytt behov: who needs what by when, how urgent it is and how it gets there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from db import availability, packages, products, requests
from desktop import words
from desktop.equipment import package_words
from desktop.equipment.fields import found_product, product_search
from desktop.loans import answers
from desktop.loans.asker_field import AskerField
from desktop.loans.borrower_field import BorrowerField
from desktop.loans.draft import after, known_borrower
from desktop.loans.new_person import NewPersonForm
from desktop.loans.quick_days import QuickDays
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, LongTextField, NumberField, Unreadable
from desktop.parts.record_form import RecordForm
from desktop.parts.search_field import Found, SearchField
from desktop.requests import told
from desktop.words import _

Row = Mapping[str, Any]


class WantedDays(QuickDays):
    """Quick choices for the day that something is needed."""

    def offered(self) -> dict[str, tuple[str, Callable[[], str | None]]]:
        return {
            "today": (_("I dag"), lambda: self._start()),
            "tomorrow": (_("I morgen"), lambda: after(self._start(), 1)),
            "week": (_("Om en uke"), lambda: after(self._start(), 7)),
            "2 weeks": (_("Om 2 uker"), lambda: after(self._start(), 14)),
        }


class RequestForm(RecordForm):
    """A new request, or the change of an open one (`row` as requests.request gives it)."""

    def __init__(self, store, frame, row: Row | None = None, parent=None, **given: Any):
        title = _("Nytt behov") if row is None else _("Endre behov")
        save = _("Meld behovet") if row is None else _("Lagre")
        super().__init__(store, title, save, parent, under=_("Behovet reserverer produktet. Eksemplaret velges når "
                                                             "det klargjøres eller lånes ut."))  # fmt: skip
        self.frame, self.row = frame, row
        self._whom_and_what()
        self._when()
        self._how()
        self._begin(given)

    # building

    def _whom_and_what(self) -> None:
        self.borrower = BorrowerField(self.store, _("Til hvem"), _("Registreres uten å forlate behovet"))
        self.add("borrower", self.borrower, half=True)
        self.borrower.stranger.connect(self.new_person)
        self.product = SearchField(_("Hjelpemiddel"), self._things, needed=True, placeholder=_("Navn eller HMS-nr"))
        self.add("product_id", self.product, half=True)
        self.product.picked.connect(lambda _found: self._show_stock())
        self.quantity = self.add("quantity", NumberField(_("Antall"), needed=True, least=1), half=True)
        urgencies = [(code, state.word) for code, state in words.URGENCIES.items()]
        self.urgency = self.add("urgency", ChoiceField(_("Hast"), urgencies), half=True)

    def _when(self) -> None:
        self.wanted = self.add("wanted_on", DayField(_("Trengs"), lambda: self.store.today, needed=True), half=True)
        self.until = self.add("until_on", DayField(_("Trengs til (kan stå tomt)"), lambda: self.store.today), half=True)
        self.quick = WantedDays(lambda: self.store.today, _("Hurtigvalg for når det trengs"))
        self.quick.picked.connect(self._pick_day)
        self.wanted.changed.connect(self._mark)
        self.place(self.quick)

    def _how(self) -> None:
        self.add("delivery", ChoiceField(_("Levering"), list(words.DELIVERIES.items())), half=True)
        self.asker = self.add("asked_by", AskerField(), half=True)
        self.asker.offer(self.store.read(requests.askers))
        asked = self.add("asked_on", DayField(_("Meldt dato"), lambda: self.store.today, past=True), half=True)
        asked.set_value(self.store.today)
        self.add("note", LongTextField(_("Merknad"), _("Ikke diagnose eller fødselsnummer"), lines=2))

    def _begin(self, given: dict[str, Any]) -> None:
        self.quantity.set_value(1)
        self.urgency.set_value("ordinary")
        if self.row is not None:
            known = {key: self.row[key] for key in requests.REQUEST_FIELDS if key in self.fields}
            self.fill(known | {"product_id": found_product(self.row)})
            kind = "person" if self.row["person_id"] else "unit"
            self.show_borrower(kind, self.row[f"{kind}_id"])
        for kind in ("person", "unit"):
            if given.get(f"{kind}_id"):
                self.show_borrower(kind, given[f"{kind}_id"])
        if given.get("product_id"):
            self.product.set_value(found_product(self.store.read(products.product, given["product_id"])))
        if given.get("package_id"):
            name = self.store.read(packages.package, given["package_id"])["name"]
            self.product.set_value(Found(("package", given["package_id"]), name))
        self._show_stock()
        self._mark()
        wanting = (field for field in (self.borrower, self.product) if field.found is None)
        next(wanting, self.wanted).focus()

    # what is typed

    def _things(self, text: str) -> list[Found]:
        """Products, and for a new request packages as well."""
        found = product_search(self.store.read, offer_new=False)(text)
        whole = self.store.read(packages.find, text) if self.row is None else []
        return found + [
            Found(("package", row["package_id"]), row["name"], _("Pakke, gir ett behov for hver del"), _("Pakker"))
            for row in whole
        ]

    def _show_stock(self) -> None:
        """Say how the chosen product stands, so that nobody is promised what is not there."""
        chosen = self.product.found.value if self.product.found is not None else None
        self.quantity.setEnabled(not isinstance(chosen, tuple))
        if isinstance(chosen, tuple):
            parts = self.store.read(packages.standing, chosen[1], today=self.store.today)
            self.product.hint(package_words.holds(parts))
            return
        if chosen is None:
            self.product.hint("")
            return
        row = self.store.read(availability.availability, chosen, since=self.store.today)
        self.product.hint(told.standing(row) if row is not None else "")

    def _pick_day(self, day: str | None) -> None:
        self.touched = True
        self.wanted.set_value(day)
        self.wanted.fault("")
        self._mark()

    def _mark(self) -> None:
        try:
            self.quick.mark(self.wanted.value() or "")
        except Unreadable:
            self.quick.mark("")

    def new_person(self, written: str) -> None:
        """Register somebody who borrows for the first time, and choose them."""
        form = NewPersonForm(self.store, written)
        form.saved.connect(lambda receipt: self.show_borrower("person", receipt.result))
        form.setParent(self, form.windowFlags())
        form.open()

    def show_borrower(self, kind: str, ref: int) -> None:
        """Let this person or unit be whom it is for."""
        who = known_borrower(self.store.read, kind, ref, self.store.today)
        self.borrower.set_value(Found(who, answers.borrower(who)))
        self.borrower.edit.setCursorPosition(0)
        self.borrower.hint(answers.borrower_note(who))

    # saving

    def command(self, values: dict[str, Any]):
        who, what = values.pop("borrower"), values.pop("product_id")
        values |= {"person_id": None, "unit_id": None, f"{who['kind']}_id": who["ref"]}
        if isinstance(what, tuple):
            del values["quantity"]
            return packages.request_package, {"package_id": what[1], **values}
        values["product_id"] = what
        if self.row is None:
            return requests.add_request, values
        return requests.change_request, {"request_id": self.row["request_id"], "rev": self.row["rev"], **values}
