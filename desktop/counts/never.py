"""Aldri talt: the copies that no finished count has ever seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db import count_rows, equipment
from desktop import words
from desktop.actions import Action
from desktop.equipment.columns import ITEMS, place
from desktop.finding import item_state
from desktop.parts.chips import Chip
from desktop.parts.panel import Act, Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.words import _

Row = Mapping[str, Any]
SHOWN = ("number", "name", "place", "state", "bought_on", "serial")


class NeverCountedView(RecordPage):
    """The list of what somebody should look for; the copy itself is opened in Lager."""

    title, icon, kind, key = _("Telling"), "clipboard-check", "never_counted", "item_id"
    kinds = frozenset({"count", "item", "loan", "product", "place"})
    list_name = "never_counted"
    columns = tuple(column for column in ITEMS if column.key in SHOWN)
    noun, order = (_("gjenstand"), _("gjenstander")), "place"
    empty_text = _("Alt utstyret er talt minst én gang")
    ACTIONS = (
        *RecordPage.ACTIONS[1:],
        Action(_("Vis i Lager"), "show_item", "Ctrl+Shift+I", "package", needs="chosen"),
    )

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            count_rows.never_counted, today=self.store.today, order=asked.order, descending=asked.descending,
            text=asked.text, chip=asked.chip or "all",
        )  # fmt: skip

    def rows(self, ids: list[int]) -> Iterable[Row]:
        today = self.store.today
        found = (dict(row) for row in self.store.read(equipment.item_rows, ids))
        return [row | {"state": item_state(row, today)} for row in found]

    def chips(self) -> Sequence[Chip]:
        self._counts = self.store.read(count_rows.never_chips)
        named = (("all", _("Alle")), ("in", _("På lager")), ("away", _("Utlånt eller savnet")))
        return [Chip(code, text, self._counts[code]) for code, text in named]

    def total(self) -> int | None:
        return self._counts["all"]

    def details(self, ids: list[int]) -> Details | None:
        rows = self.rows(ids[:1])
        if len(ids) != 1 or not rows:
            title = _("{n} valgt").format(n=words.number(len(ids)))
            return Details(title)
        row = next(iter(rows))
        facts = [
            (_("Plassering"), place(row)), (_("Serienummer"), row["serial"]), (_("HMS-nr."), row["hms_nr"] or ""),
            (_("Innkjøpt"), words.day(row["bought_on"])), (_("Merknad"), row["note"]),
        ]  # fmt: skip
        return Details(row["name"], row["number"], row["state"], facts, [Act(_("Vis i Lager"), self.show_item)])

    def open_form(self, ref: int) -> None:
        self.frame.go("item", ref)

    def show_item(self) -> None:
        """Show the chosen copy among the others."""
        for ref in self.chosen_ids()[:1]:
            self.frame.go("item", ref)
