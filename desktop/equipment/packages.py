"""Pakker: templates of products that go out together, how many can be put together now, and what is lacking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from db import packages
from db.errors import FileTrouble, Rejected
from desktop import words
from desktop.actions import EDIT, Action
from desktop.columns import Column
from desktop.equipment import package_words
from desktop.equipment.package_form import PackageForm
from desktop.parts.chips import Chip
from desktop.parts.page import Listing
from desktop.parts.panel import Act, Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.requests.asked_for import ASK, ask
from desktop.words import _, ngettext

Row = Mapping[str, Any]
CHIPS = {"active": _("I bruk"), "retired": _("Ikke i bruk")}
PACKAGES: tuple[Column, ...] = (
    Column("name", _("Pakke"), width=26, sort="name", strong=True),
    Column("holds", _("Innhold"), width=70),
    Column("ready", _("Klare nå"), "number", 11),
    Column("note", _("Merknad"), width=26, sort="note", shown=False),
)


class PackagesView(RecordPage):
    """Every package by name."""

    title, icon, kind, key = _("Lager"), "package-plus", "package", "package_id"
    list_name = "packages"
    kinds = frozenset({"package", "product", "item", "loan", "request"})
    columns, noun = PACKAGES, (_("pakke"), _("pakker"))
    new_text, order = _("Ny pakke"), "name"
    empty_text = _("Ingen pakker ennå. En pakke er deler som lånes ut sammen, for eksempel seng, madrass og bord.")
    ACTIONS = (
        *RecordPage.ACTIONS,
        Action(_("Gjør det som passer nå"), "do_next", "Ctrl+Return", "check", EDIT, "chosen", True),
        Action(_("Rediger …"), "edit", "Ctrl+D", "pencil", EDIT, "chosen", True),
        ASK,
        Action(_("Ta pakken ut av bruk"), "retire_package", "", "archive", EDIT, "chosen", True),
        Action(_("Ta pakken i bruk igjen"), "restore_package", "", "archive-x", EDIT, "chosen", True),
    )

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            packages.ids, order=asked.order, descending=asked.descending, text=asked.text, chip=asked.chip or "active"
        )

    def rows(self, ids: Sequence[int]) -> list[Row]:
        return self.store.read(packages.rows, ids, today=self.store.today)

    def chips(self) -> Sequence[Chip]:
        self._counts = self.store.read(packages.chips)
        return [Chip(code, text, self._counts[code]) for code, text in CHIPS.items()]

    def total(self) -> int:
        return self._counts[self.chip_row.current or "active"]

    def sentence(self, row: Row) -> str:
        """'Sengepakke: seng, madrass og bord. 2 klare nå'."""
        return f"{row['name']}: {row['holds']}. {_ready(row['ready'])}"

    def open_record(self, ref: int) -> None:
        """Choose the package; one out of use stands under its own chip."""
        self.show_chip("active" if self.store.read(packages.package, ref)["active"] else "retired")
        super().open_record(ref)

    def listing(self) -> Listing:
        """On paper and in the sheet the list has its own name, not the page's."""
        return replace(super().listing(), title=_("Pakker"))

    # the panel

    def details(self, ids: list[int]) -> Details | None:
        rows = self.rows(ids)
        if len(rows) != 1:
            return Details(_("{n} valgt").format(n=words.number(len(rows)))) if rows else None
        row = rows[0]
        parts = self.store.read(packages.standing, row["package_id"], today=self.store.today)
        facts = [
            (_("Klare nå"), _ready(row["ready"])),
            (_("Mangler"), package_words.lacking(parts)),
            (_("Deler"), "\n".join(f"{package_words.what(part)}: {package_words.stands(part)}" for part in parts)),
            (_("Merknad"), row["note"]),
        ]
        return Details(row["name"], _("Pakke"), facts=facts, acts=self._acts(row))

    def _acts(self, row: Row) -> list[Act]:
        if self.store.read_only:
            return []
        if not row["active"]:
            return [Act(_("Ta i bruk igjen"), self.restore_package, primary=True)]
        return [
            Act(_("Lån ut pakken"), self.lend, primary=True),
            Act(_("Meld behov …"), self.ask),
            Act(_("Rediger …"), self.edit, half=True),
            Act(_("Ta ut av bruk"), self.retire_package, half=True),
        ]

    # acts

    def do_next(self) -> None:
        """Lend the package; one out of use is taken into use."""
        for row in self.rows(self.chosen_ids()[:1]):
            (self.lend if row["active"] else self.restore_package)()

    def lend(self) -> None:
        for ref in self.chosen_ids()[:1]:
            self.frame.start("lend", package_ids=[ref])

    def ask(self) -> None:
        """Ask for every part of the chosen package, for somebody by a day."""
        for ref in self.chosen_ids()[:1]:
            ask(self.store, self.frame, package_id=ref)

    def new_record(self) -> None:
        form = PackageForm(self.store)
        form.saved.connect(lambda receipt: self._saved(receipt.result))
        self.frame.show_form(form)

    def edit(self) -> None:
        for ref in self.chosen_ids()[:1]:
            form = PackageForm(self.store, ref)
            form.saved.connect(lambda _receipt, ref=ref: self._saved(ref))
            self.frame.show_form(form)

    def open_form(self, ref: int) -> None:
        """Enter on a package mends it."""
        if self.store.read_only:
            super().open_form(ref)
        else:
            self.edit()

    def _saved(self, package_id: int) -> None:
        name = self.store.read(packages.package, package_id)["name"]
        self.frame.tell(_("{name} er lagret").format(name=name))
        self.open_record(package_id)

    def retire_package(self) -> None:
        """Offer the chosen package no more."""
        self._write(packages.retire_package, _("{name} er tatt ut av bruk"))

    def restore_package(self) -> None:
        """Offer the chosen package again."""
        self._write(packages.restore_package, _("{name} er i bruk igjen"))

    def _write(self, act: Callable[..., Any], told: str) -> None:
        for row in self.rows(self.chosen_ids()[:1]):
            try:
                self.store.write(act, package_id=row["package_id"])
            except (Rejected, FileTrouble) as fault:
                self.frame.trouble(fault)
                return
            self.frame.tell(told.format(name=row["name"]))


def _ready(count: int) -> str:
    return ngettext("{n} hel pakke", "{n} hele pakker", count).format(n=words.number(count))
