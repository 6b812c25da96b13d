"""Goods that are counted: more in, some thrown away or lost, or counted right."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from db import goods, products
from db.errors import Rejected, Why
from desktop import faults, words
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, NumberField, TextField
from desktop.parts.record_form import RecordForm
from desktop.words import _

COUNTED = "adjusted"
KINDS = {
    "in": _("Inn på lager"),
    COUNTED: _("Talt opp, så mange er det"),
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
        self.note = self.add("note", TextField(_("Merknad")), half=True)
        for field in (self.kind, self.quantity):
            field.changed.connect(self._foresee)

    def change(self) -> int:
        """How much the shelf gains (negative: loses) by what is typed."""
        typed = self.quantity.value() or 0
        kind = self.kind.value()
        return typed - self.now if kind == COUNTED else typed if kind == "in" else -typed

    def _foresee(self) -> None:
        try:
            change = self.change()
        except ValueError:
            return
        after = _("Da står {n} på lager").format(n=words.number(self.now + change))
        counted = self.kind.value() == COUNTED
        self.quantity.hint(self._differs(change) if counted else after)
        self.note.label.setText(_("Grunn") if counted else _("Merknad"))
        self.note.edit.setAccessibleName(_("Grunn, må fylles ut") if counted else _("Merknad"))
        self.note.fault("")
        self._fit()  # the hint takes a line

    def _differs(self, change: int) -> str:
        """'Telt: 14, står som 16. 2 færre'."""
        said = _("Telt: {counted}, står som {now}").format(
            counted=words.number(self.now + change), now=words.number(self.now)
        )
        if not change:
            return said
        more = _("{n} flere") if change > 0 else _("{n} færre")
        return f"{said}. {more.format(n=words.number(abs(change)))}"

    def values(self) -> dict[str, Any] | None:
        found = super().values()
        if found is not None and self.change() == 0:
            self.quantity.fault(_("Antallet stemmer alt. Det er ingenting å endre."))
            return None
        return found

    def command(self, values):
        if values["kind"] != COUNTED:
            return products.move_stock, values | {"product_id": self.product_id}
        return goods.count_stock, {
            "product_id": self.product_id, "counted": values["quantity"], "reason": values["note"],
            "on_day": values["on_day"], "seen": self.now,
        }  # fmt: skip

    def refuse(self, fault: Rejected) -> None:
        """A count beside which somebody moved goods is shown against what stands there now."""
        if fault.why is Why.OVERTAKEN:
            self.now = self.store.read(products.stock, self.product_id)
            self._foresee()
            self.quantity.fault(_("Beholdningen ble endret mens du talte. Nå står {n} på lager. Se over og lagre igjen")
                                .format(n=words.number(self.now)))  # fmt: skip
        elif fault.field == "reason":
            self.note.fault(faults.sentence(fault))
            self.note.focus()
        else:
            super().refuse(fault)

    def told(self) -> str:
        """The receipt."""
        after = self.store.read(products.stock, self.product_id)
        return _("{name}: {n} på lager").format(name=self.name, n=words.number(after))
