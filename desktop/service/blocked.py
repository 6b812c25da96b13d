"""Blocked: what may carry infection, until somebody lets it go by name; and what else must not go out."""

from __future__ import annotations

from collections.abc import Sequence

from desktop import words
from desktop.actions import FILE, Action
from desktop.parts.panel import Act
from desktop.service import columns, papers, told
from desktop.service.forms import QuarantineForm, ReleaseForm
from desktop.service.queue import QueueView, Row
from desktop.words import _, ngettext


class BlockedView(QueueView):
    """The copies that are blocked, the longest first."""

    title, kind, queue, list_name = _("Sperret"), "blocked", "blocked", "service_blocked"
    icon, columns, new_text = "lock", columns.BLOCKED, _("Sperr for smitte")
    named = (("all", _("Alle")), ("infection", _("Smitte")), ("other", _("Annet")))
    hint = _("Skann det som skal frigis, og trykk Ctrl+R. Den som frigir, må skrive navnet sitt")
    empty_text = _("Ingenting er sperret")
    ACTIONS = (
        *QueueView.ACTIONS,
        Action(_("Skriv ut rød lapp"), "print_tags", "Ctrl+L", "tag", FILE, "chosen"),
    )

    def facts(self, row: Row) -> list[tuple[str, str]]:
        why = _("Kan smitte. Frigis med navn") if row["service_case_id"] else ""
        recalled = _("Tilbakekallingen er ikke behandlet") if row["recalled"] else ""
        return [(_("Sperret fordi"), why or recalled), (_("Merknad"), row["note"] or "")]

    def acts(self, rows: Sequence[Row]) -> list[Act]:
        count = len(rows)
        text = ngettext("Frigi …", "Frigi {n} …", count).format(n=words.number(count))
        tags = ngettext("Skriv ut rød lapp", "Skriv ut {n} røde lapper", count).format(n=words.number(count))
        return [Act(text, self.finish, primary=True, icon="circle-check"), Act(tags, self.print_tags, icon="tag")]

    def new_record(self) -> None:
        self.open_above(QuarantineForm(self.store), self._blocked)

    def _blocked(self, receipt) -> None:
        number = receipt.data["numbers"][0]
        self.show_number(number)
        self.frame.tell(
            _("{number} er sperret for smitte").format(number=number),
            second=(_("Skriv ut rød lapp"), lambda: self._print([number])),
        )

    def finish(self) -> None:
        """Let the chosen copies go on, by name."""
        rows = self.chosen_rows()
        if rows:
            self.open_above(ReleaseForm(self.store, rows), lambda receipt: self._released(rows, receipt))

    edit = finish

    def _released(self, rows: Sequence[Row], receipt) -> None:
        self.frame.tell(told.done(rows, receipt.result, _("{what} er frigitt"), _("{n} gjenstander er frigitt")))

    def print_tags(self) -> None:
        """A red tag for each of the chosen copies."""
        numbers = [row["number"] for row in self.chosen_rows()]
        if numbers:
            self._print(numbers)

    def _print(self, numbers: Sequence[str]) -> None:
        make = papers.tags(self.store.read, numbers, self.store.staff)
        self.frame.print_pdf(_("Rød lapp"), make, "rod-lapp")
