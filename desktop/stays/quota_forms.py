"""Forms of bought nights: the agreement of a supplier for a year, and what the supplier has invoiced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from db import quotas, stay_places
from desktop import words
from desktop.parts.fields import CheckField, ChoiceField, LongTextField, MoneyField, NumberField, TextField, Unreadable
from desktop.parts.record_form import RecordForm
from desktop.stays.quota_columns import COUNTINGS, nights
from desktop.words import _

Row = Mapping[str, Any]


class QuotaForm(RecordForm):
    """An agreement; without a row a new one, filled in from the supplier's last."""

    def __init__(self, store, row: Row | None = None, site_id: int | None = None, parent: QWidget | None = None):
        title = _("Ny avtale om kjøpte døgn") if row is None else _("Avtale om kjøpte døgn")
        super().__init__(store, title, _("Lagre avtalen"), parent)
        self.row = row
        self._who(row)
        self._what()
        if row is not None:
            self.add("invoiced_nights", NumberField(_("Fakturerte døgn til nå")), half=True)
        self.add("note", LongTextField(_("Merknad"), lines=2))
        if row is None:
            first = self.site.box.itemData(0)
            self.fill({"site_id": site_id or first, "year": int(store.today[:4]), "counting": "nights"})
            self.site.changed.connect(self._from_last)
            self._from_last()
        else:
            self.fill(row)
        for field in (self.site, self.year, self.counting, self.carried, *self.price):
            field.changed.connect(self._explain)
        self._explain()

    def _who(self, row: Row | None) -> None:
        suppliers = self.store.read(stay_places.sites, kind="external", active_only=row is None)
        offered = [(one["site_id"], one["name"]) for one in suppliers]
        self.site = self.add("site_id", ChoiceField(_("Leverandør"), offered, needed=True), half=True)
        self.year = self.add("year", NumberField(_("År"), needed=True, least=1990), half=True)

    def _what(self) -> None:
        bought = self.add("nights", NumberField(_("Kjøpte døgn"), needed=True, least=1), half=True)
        amount = self.add("amount_ore", MoneyField(_("Fast beløp, kroner"), needed=True), half=True)
        self.price = (bought, amount)
        hint = _("For døgn ut over kvoten")
        self.add("outside_ore", MoneyField(_("Pris per døgn over kvoten, kroner"), hint), half=True)
        hint = _("Bare når det kommer i tillegg til det faste beløpet")
        self.add("inside_ore", MoneyField(_("Pris per døgn i kvoten, kroner"), hint), half=True)
        self.counting = self.add("counting", ChoiceField(_("Døgn telles som"), list(COUNTINGS.items())), half=True)
        self.manual = self.add("manual_used", NumberField(_("Brukte døgn, ført for hånd")), half=True)
        self.carried = self.add("carried_nights", NumberField(_("Overført fra året før")), half=True)
        self.add("carry_over", CheckField(_("Ubrukte døgn kan overføres til neste år")), half=True)
        self.add("reference", TextField(_("Avtalens saksnummer")), half=True)

    def _from_last(self) -> None:
        """What the supplier's last agreement said, as a beginning for the next."""
        found = self.store.read(quotas.ids, today=self.store.today, site_id=self.site.value())
        if not found:
            return
        last = self.store.read(quotas.quota, found[0], today=self.store.today)
        same = ("nights", "amount_ore", "outside_ore", "inside_ore", "counting", "carry_over")
        self.fill({name: last[name] for name in same} | {"year": max(last["year"] + 1, int(self.store.today[:4]))})

    def _number(self, field: NumberField | MoneyField) -> int | None:
        try:
            return field.value()
        except Unreadable:
            return None

    def _explain(self) -> None:
        """What a døgn costs, what the year before left, and what is counted by hand."""
        bought, amount = (self._number(field) for field in self.price)
        each = words.money(round(amount / bought)) if bought and amount is not None else ""
        self.price[1].hint(_("{price} per døgn").format(price=each) if each else "")
        self.manual.setEnabled(self.counting.value() == "manual")
        year, site_id, left = self._number(self.year), self.site.value(), 0
        if year and site_id:
            left = self.store.read(quotas.carried, site_id, year, today=self.store.today)
        told = _("Avtalen året før har {n} igjen å overføre")
        self.carried.hint(told.format(n=nights(left)) if left else "")

    def command(self, values: dict[str, Any]):
        if values["counting"] != "manual":
            values["manual_used"] = None
        if self.row is None:
            return quotas.add_quota, values
        return quotas.change_quota, {**values, "quota_id": self.row["quota_id"], "rev": self.row["rev"]}


class InvoiceForm(RecordForm):
    """What the supplier has invoiced so far this year, beside our own count."""

    def __init__(self, store, row: Row, parent: QWidget | None = None):
        under = _("{name} {year}. Vi har telt {n} til nå").format(
            name=row["site_name"], year=row["year"], n=nights(row["used"])
        )
        super().__init__(store, _("Fakturerte døgn"), _("Lagre fakturerte døgn"), parent, under)
        self.row = row
        self.invoiced = self.add("invoiced_nights", NumberField(_("Fakturerte døgn til nå"), needed=True), half=True)
        if row["counting"] == "manual":
            self.add("manual_used", NumberField(_("Brukte døgn, ført for hånd")), half=True)
        self.fill(row)
        self.invoiced.changed.connect(self._compare)
        self._compare()

    def _compare(self) -> None:
        """Say the deviation while it is typed."""
        try:
            said = self.invoiced.value()
        except Unreadable:
            said = None
        off = None if said is None else said - self.row["used"]
        self.invoiced.hint("" if off is None else _("Avvik fra egen telling: {n}").format(n=words.number(off)))

    def command(self, values: dict[str, Any]):
        return quotas.change_quota, {**values, "quota_id": self.row["quota_id"], "rev": self.row["rev"]}
