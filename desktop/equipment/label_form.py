"""Labels for copies: on a sheet or on tape, and the page that shows whether the printer keeps sizes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import IO, Any

from PySide6.QtWidgets import QWidget

from db import equipment
from desktop import settings
from desktop.parts.fields import ChoiceField, NumberField
from desktop.parts.page import button
from desktop.parts.record_form import RecordForm
from desktop.words import _, ngettext

TAPE = "tape"
MEDIA = {
    "70x37": _("A4-ark, 24 etiketter 70 × 37 mm"),
    "70x36": _("A4-ark, 24 etiketter 70 × 36 mm"),
    "63x38": _("A4-ark, 21 etiketter 63,5 × 38,1 mm"),
    "63x34": _("A4-ark, 24 etiketter 63,5 × 33,9 mm"),
    TAPE: _("Tape, 62 mm bred"),
}
REMEMBERED = "labels/medium"
Print = Callable[[str, Callable[[IO[bytes]], Any], str], Any]


class LabelForm(RecordForm):
    """Asks where the labels go, then gives them to `show`(title, make, name) for the preview."""

    def __init__(self, store, item_ids: Sequence[int], show: Print, parent: QWidget | None = None):
        said = ngettext("{n} etikett med strekkode og nummer", "{n} etiketter med strekkode og nummer", len(item_ids))
        under = said.format(n=len(item_ids))
        super().__init__(store, _("Skriv ut etiketter"), _("Vis før utskrift"), parent, under)
        rows = {row["item_id"]: row["number"] for row in store.read(equipment.item_rows, item_ids)}
        self.numbers, self._print = [rows[ref] for ref in item_ids if ref in rows], show
        self.medium = ChoiceField(_("Ark eller tape"), list(MEDIA.items()))
        self.start = NumberField(_("Første ledige etikett"), _("Telt fra øverst til venstre, rad for rad."), least=1)
        self.add("medium", self.medium, half=True)
        self.add("start", self.start, half=True)
        self.place(button(_("Skriv ut en prøveside med linjal"), self.print_test, role="link"))
        self.fill({"medium": settings.value(REMEMBERED) or "70x37", "start": 1})
        self.medium.changed.connect(self._offer_start)
        self._offer_start()

    def _offer_start(self) -> None:
        self.start.setEnabled(self.medium.value() != TAPE)

    def _kind(self) -> dict[str, Any]:
        chosen = self.medium.value()
        settings.keep(REMEMBERED, chosen)
        return {"medium": TAPE} if chosen == TAPE else {"medium": "sheet", "sheet": chosen}

    def save(self) -> None:
        """Show the labels; nothing is written in the register."""
        values = self.values()
        if values is None:
            return
        kind = self._kind() | ({} if self.medium.value() == TAPE else {"start": values["start"] or 1})

        def make(out: IO[bytes]) -> int:
            from desktop.paper import printing

            return self.store.read(printing.print_labels, self.numbers, out, **kind)

        self.accept()
        self._print(_("Etiketter"), make, "etiketter")

    def print_test(self) -> None:
        """The page that shows whether sizes and positions are kept."""
        sheet = self._kind().get("sheet", "70x37")

        def make(out: IO[bytes]) -> int:
            from desktop.paper import printing

            return self.store.read(printing.print_test_labels, out, sheet=sheet)

        self._print(_("Prøveside"), make, "proveside")
