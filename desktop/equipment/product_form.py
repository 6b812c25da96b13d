"""A product of the catalogue: what it is, how it is counted, how long it is lent, what belongs with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from db import products
from desktop import words
from desktop.equipment.fields import found_class, iso_search, suggest
from desktop.parts.fields import CheckField, ChoiceField, LongTextField, NumberField, TextField
from desktop.parts.lines_field import LinesField
from desktop.parts.record_form import RecordForm
from desktop.parts.search_field import SearchField
from desktop.words import _


class ProductForm(RecordForm):
    """A new product, or one to change. `name` fills in what was searched for in vain."""

    def __init__(self, store, product_id: int | None = None, name: str = "", parent: QWidget | None = None):
        title = _("Nytt produkt") if product_id is None else _("Rediger produkt")
        super().__init__(store, title, _("Lagre produkt"), parent)
        self.row = None if product_id is None else store.read(products.rows, [product_id])[0]
        self._what()
        self._lending()
        if self.row is None:
            self.fill({"name": name})
        else:
            self._show(self.row)

    def _what(self) -> None:
        self.add("name", TextField(_("Navn"), needed=True))
        self.add("hms_nr", TextField(_("HMS-nummer"), _("Seks sifre. Kan stå tomt.")), half=True)
        self.iso = SearchField(_("Klasse i ISO 9999"), iso_search, placeholder=_("Søk, for eksempel rullator"))
        self.add("iso_code", self.iso, half=True)
        group, subgroup = TextField(_("Gruppe")), TextField(_("Undergruppe"))
        suggest(group.edit, self.store.read(products.groups))
        self.add("group_name", group, half=True)
        self.add("subgroup", subgroup, half=True)

    def _lending(self) -> None:
        self.section(_("Utlån"))
        self.tracking = ChoiceField(_("Telles"), list(words.TRACKING.items()))
        self.add("tracking", self.tracking, half=True)
        usual = _("Tom betyr det som er vanlig hos dere.")
        self.add("loan_days", NumberField(_("Lånetid i dager"), usual, least=1), half=True)
        self.add("max_user_weight_kg", NumberField(_("Tåler brukervekt, kg"), least=1), half=True)
        self.add("seat_width_cm", NumberField(_("Setebredde, cm"), least=1), half=True)
        checked = _("Personløftere, senger og det som går på strøm. Tom betyr aldri.")
        self.add("check_months", NumberField(_("Kontroll hver … måned"), checked, least=1))
        self.add("accessory_names", LinesField(_("Tilbehør"), _("Det som følger med, og skal være med tilbake.")))
        self.add("consumable", CheckField(_("Forbruksvare som ikke leveres inn")))
        self.add("note", LongTextField(_("Merknad"), lines=2))

    def _show(self, row: Mapping[str, Any]) -> None:
        parts = self.store.read(products.accessories, row["product_id"])
        self.fill({key: row[key] for key in products.PRODUCT_FIELDS} | {"accessory_names": parts})
        self.iso.set_value(found_class(row["iso_code"]))
        if row["items"] or row["ready"] or row["lent"]:
            self.tracking.setEnabled(False)
            self.tracking.hint(_("Kan ikke endres når det finnes noe på lager."))

    def fill(self, values: Mapping[str, Any]) -> None:
        super().fill({key: value for key, value in values.items() if key != "iso_code"})

    def command(self, values):
        if self.row is None:
            return products.add_product, values
        return products.change_product, values | {"product_id": self.row["product_id"], "rev": self.row["rev"]}
