"""Labels: A4 sheet with a first free place, or 62 mm tape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import IO, Any

from PySide6.QtWidgets import QWidget

from db import equipment
from desktop.paper.labels import SHEETS
from desktop.parts.fields import ChoiceField, NumberField
from desktop.parts.record_form import RecordForm
from desktop.store import Store
from desktop.words import _, ngettext


class LabelForm(RecordForm):
    """Asks what the labels are printed on. `print_pdf` shows them."""

    def __init__(
        self, store: Store, item_ids: Sequence[int], print_pdf: Callable[..., Any], parent: QWidget | None = None
    ):
        count = len(item_ids)
        title = ngettext("Skriv ut {n} etikett", "Skriv ut {n} etiketter", count).format(n=count)
        super().__init__(store, title, _("Forhåndsvis"), parent)
        self._item_ids, self._print_pdf = list(item_ids), print_pdf
        media = [(name, _("A4-ark, {size} mm").format(size=name.replace("x", " × "))) for name in SHEETS]
        self.add("sheet", ChoiceField(_("Skrives på"), [*media, ("tape", _("Etikettrull, 62 mm"))]))
        self.add("start", NumberField(_("Første ledige etikett"), _("1 er øverst til venstre"), least=1)).set_value(1)

    def save(self) -> None:
        """Show the labels; nothing is written to the register."""
        from desktop.paper import printing

        values = self.values()
        if values is None:
            return
        numbers = [row["number"] for row in self.store.read(equipment.item_rows, self._item_ids)]

        def make(out: IO[bytes]) -> int:
            given = {"sheet": values["sheet"], "start": values["start"] or 1}
            return self.store.read(printing.print_labels, numbers, out, **given)

        self.touched = False
        self.accept()
        self._print_pdf(self.windowTitle(), make, "etiketter")
