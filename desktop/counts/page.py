"""Telling: the counts that have been begun, and what was never counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db import count_rows, counts
from db.errors import FileTrouble, Rejected
from desktop import words
from desktop.actions import FILE, Action
from desktop.counts import columns, papers
from desktop.counts.never import NeverCountedView
from desktop.counts.start_form import StartCountForm
from desktop.parts.chips import Chip
from desktop.parts.panel import Act, Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.parts.views import Views
from desktop.words import _

Row = Mapping[str, Any]


class CountsView(RecordPage):
    """Every count, the newest first; opening one goes on with it."""

    title, icon, kind, key = _("Telling"), "clipboard-check", "count", "stock_count_id"
    kinds = frozenset({"count", "item", "loan"})
    list_name = "stock_counts"
    columns, noun = columns.COUNTS, (_("telling"), _("tellinger"))
    new_text, order, descending = _("Ny telling"), "started_on", True
    empty_text = _("Ingen tellinger ennå. Start en for å se om alt står der det skal.")
    ACTIONS = (
        *RecordPage.ACTIONS,
        Action(_("Tell videre eller vis resultatet"), "go_on", "Ctrl+Return", "scan-barcode", needs="chosen"),
        Action(_("Avslutt tellingen"), "close_count", "Ctrl+Shift+Return", "check", needs="chosen", writes=True),
        Action(_("Skriv ut resultatet"), "print_result", "Ctrl+Shift+P", "printer", FILE, "chosen"),
        Action(_("Skriv ut telleliste til å krysse av"), "print_sheet", "Ctrl+Shift+L", "printer", FILE, "chosen"),
    )

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(count_rows.ids, order=asked.order, descending=asked.descending, text=asked.text,
                               chip=asked.chip or "all")  # fmt: skip

    def rows(self, ids: list[int]) -> Iterable[Row]:
        return self.store.read(count_rows.rows, ids)

    def chips(self) -> Sequence[Chip]:
        self._counts = self.store.read(count_rows.chips)
        named = (("all", _("Alle")), ("open", _("Pågår")), ("closed", _("Avsluttet")))
        return [Chip(code, text, self._counts[code]) for code, text in named]

    def total(self) -> int | None:
        return self._counts["all"]

    def details(self, ids: list[int]) -> Details | None:
        rows = list(self.rows(ids[:1]))
        if len(ids) != 1 or not rows:
            return Details(_("{n} valgt").format(n=words.number(len(ids))))
        row = rows[0]
        return Details(row["name"], columns.counted_place(row), columns.state(row), facts(row), self._acts(row))

    def _acts(self, row: Row) -> list[Act]:
        running = not row["closed_on"] and not self.store.read_only
        first = Act(_("Tell videre") if running else _("Vis resultatet"), self.go_on, primary=True)
        closing = [Act(_("Avslutt tellingen"), self.close_count)] if running else []
        printed = [
            Act(_("Skriv ut resultatet"), self.print_result),
            Act(_("Skriv ut telleliste"), self.print_sheet),
        ]
        return [first, *closing, *printed]

    # acts

    def new_record(self) -> None:
        form = StartCountForm(self.store)
        form.saved.connect(self._started)
        self.frame.show_form(form)

    def _started(self, receipt) -> None:
        self.frame.start("count", stock_count_id=receipt.result)
        said = _("{name} er startet. {things} skal stå der")
        self.frame.tell(said.format(name=receipt.data["name"], things=columns.pieces(receipt.data["count"])))

    def open_form(self, ref: int) -> None:
        self.frame.start("count", stock_count_id=ref)

    def go_on(self) -> None:
        """Count on in the chosen count, or look at how it went."""
        for ref in self.chosen_ids()[:1]:
            self.open_form(ref)

    def close_count(self) -> None:
        """End the chosen count."""
        for row in self.rows(self.chosen_ids()[:1]):
            try:
                self.store.write(counts.close_count, stock_count_id=row["stock_count_id"])
            except (Rejected, FileTrouble) as fault:
                self.frame.trouble(fault)
            else:
                self.frame.tell(_("{name} er avsluttet").format(name=row["name"]))

    def print_result(self) -> None:
        """Show the summary and the lists of the chosen count on paper."""
        for ref in self.chosen_ids()[:1]:
            self.frame.print_pdf(_("Telling"), papers.result(self.store, ref), f"telling-{ref}")

    def print_sheet(self) -> None:
        """Show on paper what should stand where the chosen count is, to be ticked by hand."""
        for row in self.rows(self.chosen_ids()[:1]):
            make = papers.blank(self.store, row["room"], row["shelf"])
            self.frame.print_pdf(_("Telleliste"), make, f"telleliste-{self.store.today}")


class CountsPage(Views):
    """Telling: one list of counts and one of what was never counted."""

    title, icon, kind = _("Telling"), "clipboard-check", "count"
    VIEWS = ((CountsView, _("Tellinger")), (NeverCountedView, _("Aldri talt")))
    ACTIONS = Views.joined(CountsView, NeverCountedView)


def facts(row: Row) -> list[tuple[str, str]]:
    """What one count came to: (label, text)."""
    number = words.number
    return [
        (_("Startet"), words.day(row["started_on"])),
        (_("Avsluttet"), words.day(row["closed_on"])),
        (_("Skal stå der"), number(row["expected"])),
        (_("Funnet"), number(row["found"])),
        (_("Mangler"), number(row["missing"])),
        (_("Feil plass"), number(row["wrong_place"])),
        (_("Uventet"), number(row["unexpected"])),
        (_("Gått ut mens tellingen pågikk"), number(row["left"]) if row["left"] else ""),
        (_("Merknad"), row["note"]),
    ]
