"""The catalogue: products with how many stand ready and are lent, goods by quantity, and NAV's list to start from."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from PySide6.QtWidgets import QWidget

from db import availability, catalogue, goods, products, requests
from db.errors import FileTrouble, Rejected
from desktop import words
from desktop.actions import EDIT, FILE, VIEW, Action
from desktop.equipment import iso
from desktop.equipment.columns import PRODUCTS
from desktop.equipment.item_forms import NewItemsForm
from desktop.equipment.movements import MovementsDialog
from desktop.equipment.product_form import ProductForm
from desktop.equipment.stock_form import StockForm
from desktop.parts.panel import Act, Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.requests.asked_for import ASK, ask
from desktop.requests.queue import Queue
from desktop.requests.told import standing
from desktop.service import told
from desktop.words import _, ngettext


class ProductsView(RecordPage):
    """Every product by name."""

    title, icon, kind, key = _("Produkter"), "tag", "product", "product_id"
    kinds = frozenset({"product", "item", "loan", "request"})
    columns, noun = PRODUCTS, (_("produkt"), _("produkter"))
    new_text, order, all_text = _("Nytt produkt"), "name", _("Alle grupper")
    ACTIONS = (
        *RecordPage.ACTIONS,
        Action(_("Rediger …"), "edit", "Ctrl+D", "pencil", EDIT, "chosen", True),
        Action(_("Vis historikk"), "show_history", "Ctrl+H", "history", VIEW, "chosen"),
        ASK,
        Action(_("Hent startkatalog"), "fetch_catalogue", "", "download", FILE, "", True),
    )

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            products.ids, order=asked.order, descending=asked.descending, text=asked.text,
            group=asked.choice or "",
        )  # fmt: skip

    def rows(self, ids: Sequence[int]) -> list[Any]:
        return self.store.read(availability.product_rows, ids, today=self.store.today)

    def total(self) -> int:
        return len(self.store.read(products.ids))

    def choices(self) -> Sequence[tuple[Any, str]]:
        return [(group, group) for group in self.store.read(products.groups)]

    def sentence(self, row: Mapping[str, Any]) -> str:
        """'Gemino 20, HMS-nr. 177946, 3 ledige, 2 utlånte'."""
        number = _("HMS-nr. {hms_nr}").format(hms_nr=row["hms_nr"]) if row["hms_nr"] else ""
        return ", ".join(part for part in (row["name"], number, _ready(row), _lent(row)) if part)

    def _say_empty(self, total: int | None) -> None:
        if total or self.store.read_only:
            super()._say_empty(total)
            return
        said = _("Katalogen er tom. Start med produktene i NAVs rammeavtaler, eller legg inn egne med Ctrl+N.")
        self.empty.say("tag", said, _("Hent startkatalog"), self.fetch_catalogue)

    # the panel

    def details(self, ids: list[int]) -> Details | None:
        rows = self.rows(ids)
        if len(rows) != 1:
            return Details(_("{n} valgt").format(n=words.number(len(rows)))) if rows else None
        row = rows[0]
        number = _("HMS-nr. {hms_nr}").format(hms_nr=row["hms_nr"]) if row["hms_nr"] else ""
        return Details(row["name"], number, facts=self._facts(row), acts=self._acts(row), more=self._queue(row))

    def _queue(self, row: Mapping[str, Any]) -> list[QWidget]:
        """Who waits for the product."""
        rows = self.store.read(requests.waiting, row["product_id"], today=self.store.today)
        return [Queue(rows, 0, self.store.today, lambda ref: self.frame.go("request", ref))] if rows else []

    def _facts(self, row: Mapping[str, Any]) -> list[tuple[str, str]]:
        parts = self.store.read(products.accessories, row["product_id"])
        kg = _("{n} kg").format(n=row["max_user_weight_kg"]) if row["max_user_weight_kg"] else ""
        cm = _("{n} cm").format(n=row["seat_width_cm"]) if row["seat_width_cm"] else ""
        return [
            (_("På lager nå"), standing(dict(row) | {"free": row["ready"] or 0})), (_("Ute"), _lent(row)),
            (_("Gruppe"), row["group_name"]),
            (_("Undergruppe"), row["subgroup"]), (_("Klasse i ISO 9999"), iso.title(row["iso_code"])),
            (_("Lånetid"), words.span(row["loan_days"]) if row["loan_days"] else ""),
            (_("Tåler brukervekt"), kg), (_("Setebredde"), cm), (_("Tilbehør"), ", ".join(parts)),
            (_("Kontroll"), told.every(row["check_months"])), (_("Telles"), words.TRACKING[row["tracking"]]),
            (_("Forbruksvare"), _("Ja, leveres ikke inn") if row["consumable"] else ""), (_("Merknad"), row["note"]),
        ]  # fmt: skip

    def _acts(self, row: Mapping[str, Any]) -> list[Act]:
        single = row["tracking"] == "single"
        shown = [Act(_("Vis eksemplarene"), self.show_items) if single else Act(_("Bevegelser …"), self.show_history)]
        if self.store.read_only:
            return shown
        if row["tracking"] == "quantity":
            first = [Act(_("Lån ut"), self.lend, primary=bool(row["ready"])),
                     Act(_("Endre beholdning …"), self.move_stock, primary=not row["ready"])]  # fmt: skip
        else:
            first = [Act(_("Nytt eksemplar …"), self.new_item, primary=True)]
        return [*first, *shown, Act(ASK.text, self.ask, half=True), Act(_("Rediger …"), self.edit, half=True)]

    # acts

    def lend(self) -> None:
        self.frame.start("lend", product_ids=self.chosen_ids()[:1])

    def ask(self) -> None:
        """Write down that somebody needs the product."""
        for ref in self.chosen_ids()[:1]:
            ask(self.store, self.frame, product_id=ref)

    def show_items(self) -> None:
        """The copies of the product in the other view."""
        for ref in self.chosen_ids()[:1]:
            self.frame.go("items_of", ref)

    def new_record(self) -> None:
        form = ProductForm(self.store)
        form.saved.connect(lambda receipt: self._saved(receipt.result))
        self.frame.show_form(form)

    def edit(self) -> None:
        for ref in self.chosen_ids()[:1]:
            form = ProductForm(self.store, product_id=ref)
            form.saved.connect(lambda _receipt, ref=ref: self._saved(ref))
            self.frame.show_form(form)

    def _saved(self, product_id: int) -> None:
        name = self.store.read(products.product, product_id)["name"]
        self.frame.tell(_("{name} er lagret").format(name=name))
        self.open_record(product_id)

    def new_item(self) -> None:
        for ref in self.chosen_ids()[:1]:
            form = NewItemsForm(self.store, product_id=ref)
            form.saved.connect(lambda receipt, form=form: self.frame.tell(form.told(receipt.result)))
            self.frame.show_form(form)

    def move_stock(self) -> None:
        for ref in self.chosen_ids()[:1]:
            form = StockForm(self.store, ref)
            form.saved.connect(lambda _receipt, form=form: self.frame.tell(form.told()))
            self.frame.show_form(form)

    def show_history(self) -> None:
        """Every movement of goods by quantity; copies have their history each."""
        for ref in self.chosen_ids()[:1]:
            row = self.store.read(products.product, ref)
            if row["tracking"] == "single":
                self.frame.tell(_("Velg et eksemplar for å se historikken"), undo=False)
                return
            told = self.store.read(goods.movements, ref)
            self.frame.show_form(MovementsDialog(row["name"], told, self.frame, self.store.today))

    def fetch_catalogue(self) -> None:
        """Add the products of NAV's framework agreements that are not here yet."""
        try:
            added = self.store.write(catalogue.add_catalogue, rows=starting_catalogue()).result
        except (Rejected, FileTrouble) as fault:
            self.frame.trouble(fault)
            return
        said = ngettext("{n} produkt er lagt til fra startkatalogen", "{n} produkter er lagt til fra startkatalogen",
                        added)  # fmt: skip
        none = _("Alle produktene i startkatalogen er her allerede")
        self.frame.tell(said.format(n=words.number(added)) if added else none, undo=bool(added))


def starting_catalogue() -> list[dict[str, str]]:
    """The products of resources/products.csv as products.PRODUCT_FIELDS name them."""
    lines = (files("resources") / "products.csv").read_text("utf-8").splitlines()
    return [
        {"hms_nr": row["hms_nr"], "name": row["name"], "group_name": row["group"], "subgroup": row["subgroup"]}
        for row in csv.DictReader(lines)
    ]


def _ready(row: Mapping[str, Any]) -> str:
    return ngettext("{n} ledig", "{n} ledige", row["ready"] or 0).format(n=words.number(row["ready"] or 0))


def _lent(row: Mapping[str, Any]) -> str:
    return ngettext("{n} utlånt", "{n} utlånte", row["lent"]).format(n=words.number(row["lent"])) if row["lent"] else ""
