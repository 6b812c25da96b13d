"""Tell en vare i antall: goods without numbers are counted by hand, in the midst of a count."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from db import goods, products
from db.errors import Rejected, Why
from desktop import words
from desktop.equipment.fields import product_search
from desktop.parts.fields import NumberField, TextField, Unreadable
from desktop.parts.record_form import RecordForm
from desktop.parts.search_field import SearchField
from desktop.words import _


class GoodsForm(RecordForm):
    """Sets the shelf of one product right after what was counted. `reason` is the name of the count."""

    def __init__(self, store, reason: str, parent: QWidget | None = None):
        under = _("For varer uten nummer. Beholdningen rettes til det du har talt, med tellingen som grunn.")
        super().__init__(store, _("Tell en vare i antall"), _("Lagre antallet"), parent, under)
        search = product_search(store.read, tracking="quantity", offer_new=False)
        self.product = self.add(
            "product_id", SearchField(_("Vare"), search, needed=True, placeholder=_("Søk etter navn eller HMS-nummer"))
        )
        self.counted = self.add("counted", NumberField(_("Talt"), needed=True), half=True)
        self.add("reason", TextField(_("Grunn"), needed=True), half=True).set_value(reason)
        self.seen: int | None = None
        self.product.picked.connect(lambda _found: self._look())
        self.counted.changed.connect(self._foresee)

    def _look(self) -> None:
        """What the register says that there is."""
        self.seen = self.store.read(products.stock, self.product.value())
        self._foresee()

    def _foresee(self) -> None:
        if self.seen is None:
            return
        try:
            counted = self.counted.value()
        except Unreadable:
            return
        stands = _("Står som {n}").format(n=words.number(self.seen))
        self.counted.hint(stands if counted is None else f"{stands}. {difference(counted - self.seen)}")

    def command(self, values: dict[str, Any]):
        return goods.count_stock, {**values, "seen": self.seen}

    def refuse(self, fault: Rejected) -> None:
        """Goods that somebody moved meanwhile are shown as they stand now."""
        super().refuse(fault)
        if fault.why is Why.OVERTAKEN:
            self._look()

    def told(self, change: int) -> str:
        """'Albuekrykker, par: 9 på lager. 1 færre'."""
        name = self.store.read(products.product, self.product.value())["name"]
        now = self.store.read(products.stock, self.product.value())
        said = _("{name}: {n} på lager").format(name=name, n=words.number(now))
        return f"{said}. {difference(change)}"


def difference(change: int) -> str:
    """'2 færre', '1 flere', or that it is right."""
    if not change:
        return _("Det stemmer")
    return (_("{n} flere") if change > 0 else _("{n} færre")).format(n=words.number(abs(change)))
