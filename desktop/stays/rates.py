"""The rates of stays: a card of Innstillinger with what a day costs from which day on, and a form for each rate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db import settings as chosen_settings
from db import stay_rates
from db.errors import FileTrouble, Rejected
from desktop import words
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, MoneyField, TextField
from desktop.parts.page import button, label
from desktop.parts.panel import empty
from desktop.parts.record_form import RecordForm
from desktop.setup.cards import Card, written
from desktop.stays import day_words, sixty
from desktop.words import _

Row = Mapping[str, Any]
CHECK = _("Satsene står i forskrift om egenandel for kommunale helse- og omsorgstjenester. Sjekk satsen der hvert år.")


class RateForm(RecordForm):
    """RateForm(store, row): a new rate, or one that was entered wrongly (`row` as stay_rates.rates gives it)."""

    def __init__(self, store, row: Row | None = None, parent: QWidget | None = None):
        title = _("Ny sats") if row is None else _("Endre sats")
        super().__init__(store, title, _("Lagre satsen"), parent, under=CHECK)
        self.row = row
        self.add("kind", ChoiceField(_("Gjelder"), list(day_words.RATE_KINDS.items())), half=True)
        self.add("from_on", DayField(_("Fra og med"), lambda: store.today, needed=True), half=True)
        self.add("amount_ore", MoneyField(_("Kroner per dag"), needed=True), half=True)
        self.add("source", TextField(_("Kilde"), placeholder=_("For eksempel: forskriften")), half=True)
        self.fill(row if row is not None else {"from_on": f"{store.today[:4]}-01-01"})

    def command(self, values: dict[str, Any]):
        if self.row is None:
            return stay_rates.set_rate, values
        return stay_rates.change_rate, {
            **values, "stay_rate_id": self.row["stay_rate_id"], "rev": self.row["rev"],
        }  # fmt: skip


class Rates(Card):
    """What stays cost by day, the newest rate of each kind first, and which days are billed."""

    title = _("Egenandel for opphold")
    says = CHECK

    def build(self) -> None:
        self.billing = ChoiceField(_("Dager som betales"), list(day_words.BILLING.items()),
                                   _("Endrer bare egenandelen, aldri statistikken."))  # fmt: skip
        self.billing.changed.connect(self.keep)
        self.list = QWidget()
        self.lines = QVBoxLayout(self.list)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(2)
        self.column.addWidget(self.list)
        self.row(button(_("Ny sats …"), self.add, "plus"))
        self.column.addWidget(self.billing)

    def read(self) -> None:
        self.billing.set_value(self.store.read(chosen_settings.settings)["stay_billing_days"])
        self.billing.setEnabled(not self.store.read_only)
        empty(self.lines)
        rows = self.store.read(stay_rates.rates)
        for row in rows:
            self.lines.addWidget(self._line(row))
        if not rows:
            self.lines.addWidget(label(_("Ingen satser er lagt inn ennå. Egenandelen vises når de er der."), "muted"))

    def _line(self, row: Row) -> QWidget:
        line, told = QWidget(), sixty.rate(row)
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(label(told, wrap=True), 1)
        for text, act in ((_("Endre …"), self.change), (_("Fjern"), self.remove)):
            made = button(text, lambda act=act: act(row), role="link")
            made.setAccessibleName(_("{act} {rate}").format(act=text.rstrip(" …"), rate=told))
            made.setEnabled(not self.store.read_only)
            across.addWidget(made)
        return line

    def add(self) -> None:
        """Ask for a new rate."""
        self._show(RateForm(self.store))

    def change(self, row: Row) -> None:
        """Ask what was meant."""
        self._show(RateForm(self.store, row))

    def _show(self, form: RateForm) -> None:
        form.saved.connect(lambda _receipt: self.frame.tell(_("Satsen er lagret")))
        self.frame.show_form(form)

    def remove(self, row: Row) -> None:
        """Take out a rate that was entered by mistake; it can be undone."""
        try:
            self.store.write(stay_rates.remove_rate, stay_rate_id=row["stay_rate_id"])
        except (Rejected, FileTrouble) as fault:
            self.frame.trouble(fault)
            return
        amount = words.money(row["amount_ore"])
        self.frame.tell(_("Satsen {amount} er fjernet").format(amount=amount))

    def keep(self) -> None:
        """Bill by this from now on."""
        written(self, chosen_settings.choose, _("Lagret"), values={"stay_billing_days": self.billing.value()})
