"""To be cleaned: scan what is clean, press one key, and all of it is on the shelf."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel

from db import equipment, service
from db.errors import FileTrouble, Rejected
from desktop import settings, words
from desktop.actions import EDIT, Action
from desktop.parts.fields import ChoiceBox
from desktop.parts.page import label
from desktop.parts.panel import Act
from desktop.requests.waiting import offer
from desktop.service import columns, told
from desktop.service.forms import NO_METHOD, CleanForm
from desktop.service.queue import QueueView, Row
from desktop.words import _, ngettext

METHOD = "service/method"  # what this PC's cleaning is usually done with


class CleaningView(QueueView):
    """The copies that wait to be cleaned, the longest first."""

    title, kind, queue, list_name = _("Rengjøring"), "cleaning", "cleaning", "service_cleaning"
    icon, columns = "droplet", columns.CLEANING
    named = (("all", _("Alle")), ("long", _("Over en uke")))
    hint = _("Skann det som er rengjort, og trykk Ctrl+R")
    empty_text = _("Ingenting venter på rengjøring")
    ACTIONS = (*QueueView.ACTIONS, Action(_("Send til reparasjon"), "to_repair", "", "wrench", EDIT, "chosen", True))

    def _filters(self) -> None:
        super()._filters()
        self.method, name = ChoiceBox(), label(_("Måte"), "fieldname")
        self.method.addItem(NO_METHOD, "")
        for code, text in told.METHODS.items():
            self.method.addItem(text, code)
        self.method.setAccessibleName(_("Måten det rengjøres på"))
        self.method.setCurrentIndex(max(0, self.method.findData(settings.value(METHOD))))
        self.method.activated.connect(lambda _n: settings.keep(METHOD, self.method.currentData()))
        self._beside(name, self.method)

    def _beside(self, name: QLabel, box: ChoiceBox) -> None:
        name.setBuddy(box)
        row = self.strip.layout()
        if row is not None:
            row.addWidget(name)
            row.addWidget(box)
        box.setEnabled(not self.store.read_only)

    def facts(self, row: Row) -> list[tuple[str, str]]:
        return [(_("Etterpå"), _("Til reparasjon, for en sak er åpen") if row["repair_waits"] else "")]

    def acts(self, rows: Sequence[Row]) -> list[Act]:
        count = len(rows)
        text = ngettext("Rengjort", "Meld {n} rengjort", count).format(n=words.number(count))
        return [
            Act(text, self.finish, primary=True, icon="circle-check"),
            Act(_("Annen dag …"), self.edit, half=True),
            Act(_("Til reparasjon"), self.to_repair, half=True),
        ]

    def finish(self) -> None:
        """The chosen copies are clean."""
        rows = self.chosen_rows()
        if rows:
            receipt = self.attempt(
                service.clean, item_ids=[row["item_id"] for row in rows], method=self.method.currentData()
            )
            if receipt is not None:
                self._tell(rows, receipt)

    def edit(self) -> None:
        """The chosen copies were cleaned on another day, or in another way."""
        rows = self.chosen_rows()
        if rows:
            form = CleanForm(self.store, rows, self.method.currentData())
            self.open_above(form, lambda receipt: self._tell(rows, receipt))

    def _tell(self, rows: Sequence[Row], receipt) -> None:
        said = told.done(rows, receipt.result, _("{what} er rengjort"), _("{n} gjenstander er rengjort"))
        self.frame.tell(said, second=offer(self.store, self.frame, [row["item_id"] for row in rows]))

    def to_repair(self) -> None:
        """What turns out to be broken while it is cleaned goes to repair."""
        rows = self.chosen_rows()
        if not rows:
            return
        try:
            self.store.write(equipment.act, item_ids=[row["item_id"] for row in rows], act="to_repair")
        except (Rejected, FileTrouble) as fault:
            self.frame.trouble(fault)
            return
        self.clear()
        said = ngettext("{what} står til reparasjon", "{n} gjenstander står til reparasjon", len(rows))
        self.frame.tell(said.format(what=told.what(rows[0]), n=words.number(len(rows))))
