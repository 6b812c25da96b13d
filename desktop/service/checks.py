"""To be checked: hoists, beds and what is powered, by the day their next check is due."""

from __future__ import annotations

from collections.abc import Sequence

from desktop import words
from desktop.parts.panel import Act
from desktop.service import columns, told
from desktop.service.forms import CheckForm
from desktop.service.queue import QueueView, Row
from desktop.words import STATES, _, ngettext


class CheckView(QueueView):
    """Every copy that is checked at intervals, what is most overdue first, and what stands to be checked."""

    title, kind, queue, list_name = _("Kontroll"), "check", "check", "service_check"
    icon, columns, order, descending = "list-checks", columns.CHECK, "due_on", False
    named = (
        ("all", _("Alle")), ("waiting", _("Til kontroll")), ("overdue", _("Forfalt")), ("soon", _("Innen 30 dager")),
        ("later", _("Senere")),
    )  # fmt: skip
    hint = _("Skann det som er kontrollert, og trykk Ctrl+R. Intervallet står på produktet i Lager")
    empty_text = _("Ingenting skal kontrolleres. Skriv «Kontroll hver … måned» på produktet i Lager")

    def sentence(self, row: Row) -> str:
        status = STATES[row["check_status"]].word if row["check_status"] else ""
        return ", ".join(part for part in (super().sentence(row), status, told.checked(row)) if part)

    def facts(self, row: Row) -> list[tuple[str, str]]:
        return [(_("Kontrolleres"), told.every(row["check_months"]))]

    def acts(self, rows: Sequence[Row]) -> list[Act]:
        count = len(rows)
        text = ngettext("Registrer kontroll …", "Registrer kontroll av {n} …", count).format(n=words.number(count))
        return [Act(text, self.finish, primary=True, icon="list-checks")]

    def finish(self) -> None:
        """The chosen copies were checked."""
        rows = self.chosen_rows()
        if rows:
            form = CheckForm(self.store, rows)
            self.open_above(form, lambda receipt: self.frame.tell(told.checked_now(rows, receipt)))

    edit = finish
