"""Goods that are counted: more in, some thrown away or lost, or counted right."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from db import products
from desktop import words
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, NumberField, TextField
from desktop.parts.record_form import RecordForm
from desktop.words import _

KINDS = {
    "in": _("Inn på lager"),
    "adjusted": _("Talt opp, så mange er det"),
    "scrapped": _("Kassert"),
    "lost": _("Tapt"),
}


class StockForm(RecordForm):
    """One movement of a product by quantity."""

    def __init__(self, store, product_id: int, parent: QWidget | None = None):
        self.product_id = product_id
        self.name = store.read(products.product, product_id)["name"]
        self.now = store.read(products.stock, product_id)
        under = _("{name}: {n} på lager nå").format(name=self.name, n=words.number(self.now))
        super().__init__(store, _("Endre beholdning"), _("Lagre beholdning"), parent, under)
        self.kind = ChoiceField(_("Hva har skjedd"), list(KINDS.items()))
        self.quantity = NumberField(_("Antall"), needed=True)
        self.add("kind", self.kind, half=True)
        self.add("quantity", self.quantity, half=True)
        day = DayField(_("Dato"), lambda: store.today, past=True)
        day.set_value(store.today)
        self.add("on_day", day, half=True)
        self.add("note", TextField(_("Merknad")), half=True)
        for field in (self.kind, self.quantity):
            field.changed.connect(self._foresee)

    def change(self) -> int:
        """How much the shelf gains (negative: loses) by what is typed."""
        typed = self.quantity.value() or 0
        kind = self.kind.value()
        return typed - self.now if kind == "adjusted" else typed if kind == "in" else -typed

    def _foresee(self) -> None:
        try:
            after = self.now + self.change()
        except ValueError:
            return
        self.quantity.hint(_("Da står {n} på lager").format(n=words.number(after)))

    def values(self) -> dict[str, Any] | None:
        found = super().values()
        if found is not None and self.change() == 0:
            self.quantity.fault(_("Antallet stemmer alt. Det er ingenting å endre."))
            return None
        return found

    def command(self, values):
        kind = values["kind"]
        quantity = self.change() if kind == "adjusted" else values["quantity"]
        return products.move_stock, values | {"product_id": self.product_id, "quantity": quantity}

    def told(self) -> str:
        """The receipt."""
        after = self.store.read(products.stock, self.product_id)
        return _("{name}: {n} på lager").format(name=self.name, n=words.number(after))
