"""Kjøpte døgn: what is bought of each supplier in a year, what is used and reserved, and how the year will end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import quotas, stay_places
from db.command import Receipt
from desktop import words
from desktop.actions import EDIT, Action
from desktop.parts.chips import Chip
from desktop.parts.page import Listing, label
from desktop.parts.panel import Act, Details
from desktop.parts.record_form import RecordForm
from desktop.parts.record_page import Asked, RecordPage
from desktop.stays.acts import EDIT_STAY
from desktop.stays.place_forms import SiteForm
from desktop.stays.place_history import when
from desktop.stays.places import SITES
from desktop.stays.quota_bar import QuotaBar
from desktop.stays.quota_columns import QUOTAS, RULES, Figure, figures, nights, status
from desktop.stays.quota_forms import InvoiceForm, QuotaForm
from desktop.words import _, ngettext

Row = Mapping[str, Any]
CHIPS = (("year", _("I år")), ("warned", _("Varsel")), ("all", _("Alle år")))
INVOICE = Action(_("Før fakturerte døgn …"), "write_invoice", "Ctrl+Shift+R", "wallet", EDIT, "chosen", True)
MOST = 12


class QuotasView(RecordPage):
    """The agreements with suppliers, this year's first."""

    title, icon, kind, key = _("Kjøpte døgn"), "wallet", "quota", "quota_id"
    kinds = frozenset({"quota", "stay", "stay_place", "person"})
    list_name = "quota"
    columns, noun = QUOTAS, (_("avtale"), _("avtaler"))
    new_text, order, all_text = _("Ny avtale"), "site_name", _("Alle leverandører")
    empty_text = _("Ingen avtale om kjøpte døgn i år. Legg inn leverandøren og det dere har kjøpt.")
    ACTIONS = (*RecordPage.ACTIONS, EDIT_STAY, INVOICE, SITES)

    # what the list holds

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            quotas.ids, today=self.store.today, order=asked.order, descending=asked.descending, text=asked.text,
            chip=asked.chip or "year", site_id=asked.choice,
        )  # fmt: skip

    def rows(self, ids: list[int]) -> list[Row]:
        return self.store.read(quotas.rows, ids, today=self.store.today)

    def chips(self) -> Sequence[Chip]:
        counts = self.store.read(quotas.chips, today=self.store.today)
        return [Chip(code, text, counts[code]) for code, text in CHIPS]

    def choices(self) -> Sequence[tuple[Any, str]]:
        suppliers = self.store.read(stay_places.sites, kind="external", active_only=False)
        return [(row["site_id"], row["name"]) for row in suppliers] if len(suppliers) > 1 else []

    def sentence(self, row: Row) -> str:
        state = words.STATES[status(row)].word.lower()
        used = _("brukt {used} av {total}, {left} igjen").format(
            used=words.number(row["used"]), total=nights(row["total"]), left=words.number(row["left"])
        )
        return ", ".join((row["site_name"], str(row["year"]), state, used))

    def listing(self) -> Listing:
        """With the rule of every figure that is shown, for the paper."""
        made = super().listing()
        rules = [f"{RULES[one.key][0]}: {RULES[one.key][1]}" for one in made.columns if one.key in RULES]
        return replace(made, note=". ".join((made.note, *rules)))

    # the panel

    def one(self, row: Row) -> Details:
        more = [QuotaBar(row), Figures(figures(row)), *self._stays(row)]
        facts = [(_("Avtale"), row["reference"]), (_("Merknad"), row["note"])]
        return Details(row["site_name"], str(row["year"]), status(row), facts, self._acts(), more)

    def _stays(self, row: Row) -> list[QWidget]:
        """Whose stays are counted, so that an invoice can be gone through line by line."""
        found = self.store.read(quotas.counted, row, today=self.store.today)
        if not found:
            return []
        lines = [_counted(one, self.store.today) for one in found[:MOST]]
        if len(found) > MOST:
            lines.append(_("og {n} til").format(n=words.number(len(found) - MOST)))
        return [Lines(_("Opphold i avtalen"), lines)]

    def _acts(self) -> list[Act]:
        if self.store.read_only:
            return []
        return [Act(_("Før fakturerte døgn …"), self.write_invoice, icon="wallet"), Act(_("Rediger …"), self.edit)]

    def many(self, rows: list[Any]) -> Details:
        """Several agreements in sum: of nights, which add up where forecasts do not."""
        names = {"total": _("Kjøpt"), "used": _("Brukt"), "reserved": _("Reservert"), "left": _("Igjen")}
        facts = [(text, nights(sum(row[name] for row in rows))) for name, text in names.items()]
        title = ngettext("{n} avtale valgt", "{n} avtaler valgt", len(rows)).format(n=words.number(len(rows)))
        return Details(title, facts=facts)

    # acts

    def _open(self, form: RecordForm, said: str | Callable[[Receipt], Any]) -> None:
        form.saved.connect(said if callable(said) else lambda _receipt: self.frame.tell(said))
        self.frame.show_form(form)

    def new_record(self) -> None:
        """A new agreement; without a supplier, the supplier first."""
        if self.store.read(stay_places.sites, kind="external"):
            self._new(self.choice.currentData())
        else:
            self._open(SiteForm(self.store, kinds=("external",)), lambda receipt: self._new(receipt.result))

    def _new(self, site_id: int | None) -> None:
        self._open(QuotaForm(self.store, site_id=site_id), self._told_new)

    def _told_new(self, receipt: Receipt) -> None:
        self.frame.tell(_("Avtalen er lagt inn"))
        self.open_record(receipt.result)

    def open_form(self, ref: int) -> None:
        rows = self.chosen_rows([ref])
        if self.store.read_only:
            self.show_panel()
        elif rows:
            self._open(QuotaForm(self.store, rows[0]), _("Avtalen er lagret"))

    def edit(self) -> None:
        self._with_one(lambda row: self.open_form(row["quota_id"]))

    def write_invoice(self) -> None:
        self._with_one(lambda row: self._open(InvoiceForm(self.store, row), _("Fakturerte døgn er ført")))

    def _with_one(self, act: Callable[[Row], Any]) -> None:
        rows = self.chosen_rows()
        if len(rows) == 1:
            act(rows[0])
        elif rows:
            self.frame.tell(_("Velg én avtale om gangen"), undo=False)

    def edit_sites(self) -> None:
        rows = self.chosen_rows()
        form = SiteForm(self.store, rows[0]["site_id"] if rows else None)
        self._open(form, _("Stedet er lagret"))


def _counted(one: quotas.Counted, today: str) -> str:
    """'Kari N. 5.–17. juli: 12 brukt, 3 reservert'."""
    name = words.short_name({"first_name": one.first_name, "last_name": one.last_name})
    parts = [_("{n} brukt").format(n=one.used)] if one.used else []
    parts += [_("{n} reservert").format(n=one.reserved)] if one.reserved else []
    return f"{name} {when(one.in_on, one.out_on, today)}: {', '.join(parts)}"


class Lines(QWidget):
    """A heading with lines of text under it."""

    def __init__(self, heading: str, lines: Sequence[str]):
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(label(heading, "muted"))
        for line in lines:
            column.addWidget(label(line, wrap=True))
        self.setAccessibleName(f"{heading}: {'. '.join(lines)}")


class Figures(QWidget):
    """Figures one under the other, the rule of each printed under it."""

    def __init__(self, shown: Sequence[Figure]):
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for one in shown:
            column.addWidget(label(one.name, "muted"))
            value = label(one.value, "strong")
            value.setAccessibleName(f"{one.name}: {one.value}. {one.rule}")
            column.addWidget(value)
            column.addWidget(label(one.rule, "hint", wrap=True))
            column.addSpacing(6)
