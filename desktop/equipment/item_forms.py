"""New copies, several at a time, and what is known of one."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from db import equipment, products
from desktop import words
from desktop.equipment.fields import BoughtField, found_product, number_row, product_search, suggest
from desktop.parts.fields import ChoiceField, LongTextField, MoneyField, NumberField, TextField, Unreadable
from desktop.parts.lines_field import LinesField
from desktop.parts.record_form import RecordForm
from desktop.parts.search_field import Found, SearchField
from desktop.words import _, ngettext


class CopyForm(RecordForm):
    """The fields that new and old copies share."""

    product: SearchField

    def _product(self, hint: str = "") -> SearchField:
        search = product_search(self.store.read, tracking="single")
        nothing = _("Velg et produkt fra listen, eller lag et nytt nederst i den.")
        field = SearchField(_("Hjelpemiddel"), search, hint, needed=True, nothing=nothing,
                            placeholder=_("Søk etter navn, gruppe eller HMS-nummer"))  # fmt: skip
        field.picked.connect(self._picked)
        self.add("product_id", field)
        return field

    def _picked(self, found: Found) -> None:
        if isinstance(found.value, tuple):
            self.product.set_value(None)
            self._new_product(found.value[1])

    def _new_product(self, name: str) -> None:
        """Make the product without leaving the form."""
        from desktop.equipment.product_form import ProductForm

        form = ProductForm(self.store, name=name, parent=self)
        form.saved.connect(lambda receipt: self._made(receipt.result))
        form.open()

    def _made(self, product_id: int) -> None:
        row = self.store.read(products.product, product_id)
        if row["tracking"] == "single":
            self.product.pick(found_product(row))
        else:
            self.product.fault(_("{name} telles i antall og har ikke eksemplarer.").format(name=row["name"]))

    def _where_and_whose(self) -> None:
        room, shelf = TextField(_("Rom")), TextField(_("Hylle"))
        places = self.store.read(equipment.places)
        suggest(room.edit, [row["room"] for row in places if row["room"]])
        suggest(shelf.edit, [row["shelf"] for row in places if row["shelf"]])
        self.add("room", room, half=True)
        self.add("shelf", shelf, half=True)
        self.add("serial", TextField(_("Serienummer")), half=True)
        self.add("owner", ChoiceField(_("Eier"), list(words.OWNERS.items())), half=True)
        self.add("bought_on", BoughtField(_("Innkjøpt"), lambda: self.store.today), half=True)
        self.add("price_ore", MoneyField(_("Pris, kroner")), half=True)
        conditions = list(words.CONDITIONS.items())
        self.add("condition", ChoiceField(_("Stand"), conditions, none=_("Ikke vurdert")), half=True)
        self.add("codes", LinesField(_("Strekkoder"), _("Skann klistremerker som alt sitter på."),
                                     _("Skann eller skriv koden"), scans=True))  # fmt: skip
        self.add("note", LongTextField(_("Merknad"), lines=2))


class NewItemsForm(CopyForm):
    """Copies of one product with a row of numbers."""

    def __init__(self, store, product_id: int | None = None, parent: QWidget | None = None):
        super().__init__(store, _("Nytt utstyr"), _("Legg inn utstyr"), parent)
        self.product = self._product()
        self.count = NumberField(_("Antall"), least=1, needed=True)
        self.number = TextField(_("Nummer"), needed=True)
        self.add("number", self.number, half=True)
        self.add("count", self.count, half=True)
        self._where_and_whose()
        self.fill({"count": 1, "number": store.read(equipment.next_number)})
        if product_id is not None:
            self.product.set_value(found_product(store.read(products.product, product_id)))
            self.number.focus()
        for field in (self.number, self.count):
            field.changed.connect(self._foresee)
        self._foresee()

    def _foresee(self) -> None:
        """Say which numbers the copies get, and what holds for one copy only."""
        try:
            count = self.count.value() or 1
            row = number_row(self.number.value(), count)
        except Unreadable:
            return
        ends = _("{first} til {last}").format(first=row[0], last=row[-1])
        several, one = _("Får numrene {ends}").format(ends=ends), _("Forslag. Du kan skrive et annet.")
        self.number.hint(several if count > 1 else one)
        for key in ("serial", "codes"):
            self.fields[key].setEnabled(count == 1)
            self.fields[key].hint(_("Legges inn på hvert eksemplar etterpå.") if count > 1 else "")

    def values(self) -> dict[str, Any] | None:
        found = super().values()
        if found is None:
            return None
        try:
            found["numbers"] = number_row(found.pop("number"), found.pop("count"))
        except Unreadable as fault:
            self.number.fault(str(fault))
            self.number.focus()
            return None
        return found

    def command(self, values):
        if len(values["numbers"]) > 1:
            values |= {"serial": "", "codes": []}
        return equipment.add_items, values

    def told(self, item_ids: list[int]) -> str:
        """The receipt."""
        row = self.store.read(equipment.item, item_ids[0])
        said = ngettext("{name} ({number}) er lagt inn og står som ledig", "{n} eksemplarer av {name} er lagt inn",
                        len(item_ids))  # fmt: skip
        return said.format(n=words.number(len(item_ids)), name=row["name"], number=row["number"])


class ItemForm(CopyForm):
    """What is known of one copy; its number and state are not changed here."""

    def __init__(self, store, item_id: int, parent: QWidget | None = None):
        self.row = store.read(equipment.item, item_id)
        super().__init__(store, _("Rediger {number}").format(number=self.row["number"]), _("Lagre utstyr"), parent)
        self.product = self._product()
        self._where_and_whose()
        codes = [code["code"] for code in store.read(equipment.barcodes, item_id)]
        shown = {key: self.row[key] for key in ("serial", "owner", "bought_on", "price_ore", "condition", "note")}
        self.fill(shown | {"room": self.row["room"], "shelf": self.row["shelf"], "codes": codes})
        self.product.set_value(found_product(self.row))

    def command(self, values):
        stays = (values["room"], values["shelf"]) == (self.row["room"] or "", self.row["shelf"] or "")
        place = {} if stays else {"place_id": None}  # None lets the register look up or make the place
        return equipment.change_item, values | place | {"item_id": self.row["item_id"], "rev": self.row["rev"]}

    def told(self) -> str:
        """The receipt."""
        return _("{name} ({number}) er lagret").format(name=self.row["name"], number=self.row["number"])
