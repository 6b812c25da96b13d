"""Venteliste: who waits in the order of need, what has been applied for and is not decided, and what is free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from db import stay_lists
from desktop import words
from desktop.parts.chips import Chip
from desktop.parts.panel import Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.stays import acts, facts, told
from desktop.stays import words as stay_words
from desktop.stays.acting import StayActs
from desktop.stays.columns import WAITING, status
from desktop.stays.offers import OFFER
from desktop.words import _

Row = Mapping[str, Any]
CHIPS = (("waiting", _("Venteliste")), ("applied", _("Søknader")), ("refused", _("Avslått")))
HIDDEN = ("wished_from", "days_waited", "received_on")
SHAPES: dict[str, Any] = {  # what the screen shows at first, in the room beside the panel
    **{key: {"shown": False} for key in HIDDEN},
    "person": {"width": 15}, "purpose": {"width": 14}, "status": {"key": "stay_state"}, "priority": {"width": 12},
    "latest_start_on": {"heading": _("Senest"), "width": 20}, "rank": {"kind": "text", "width": 5},
}  # fmt: skip


class WaitingView(StayActs):
    """The waiting list: priority, then the latest day to begin, then the day the application came."""

    title, icon, kind, key = _("Venteliste"), "bed", "waiting", "stay_id"
    list_name = "waiting"
    kinds = frozenset({"stay", "stay_place", "person"})
    columns = tuple(replace(column, **SHAPES.get(column.key, {})) for column in WAITING)
    noun, persons = (_("person venter"), _("personer venter")), True
    new_text, order, all_text = _("Ny søknad"), "rank", _("Alle formål")
    empty_text = _("Ingen venter. Er en søknad innvilget og ingen plass ledig, velger du Venteliste … på søknaden.")
    ACTIONS = (*RecordPage.ACTIONS, OFFER, *acts.STAY_ACTS)

    def _buttons(self) -> None:
        super()._buttons()
        self.add_wide(_("Ledig plass"), self.offer, OFFER)

    def ids(self, asked: Asked) -> Iterable[int]:
        given = {"purpose": asked.choice, "text": asked.text, "chip": asked.chip or "waiting"}
        found = self.store.read(
            stay_lists.ids, today=self.store.today, order=asked.order, descending=asked.descending, **given
        )
        queue = self.store.read(stay_lists.ids, today=self.store.today, order="queue", chip="waiting")
        self._ranks = {stay_id: place for place, stay_id in enumerate(queue, 1)}
        return found

    def rows(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        return [{**row, "rank": self._ranks.get(row["stay_id"])} for row in super().rows(ids)]

    def chips(self) -> Sequence[Chip]:
        self._counts = self.store.read(stay_lists.chips, today=self.store.today)
        return [Chip(code, text, self._counts[code]) for code, text in CHIPS]

    def choices(self) -> Sequence[tuple[Any, str]]:
        return list(stay_words.PURPOSES.items())

    def total(self) -> int:
        return self._counts[self.chip_row.current or "waiting"]

    def count_line(self, shown: int, total: int | None) -> str:
        if self.chip_row.current not in ("", "waiting"):
            return words.counted(shown, _("søknad"), _("søknader"))
        return facts.queue(self.rows(list(self.model.ids))) if shown else ""

    def sentence(self, row: Row) -> str:
        """'1, Kari Nordmann, 1 – haster, Rehabilitering, ventet 12 dager'."""
        place = str(row["rank"]) if row["rank"] else ""
        waited = _("ventet {days}").format(days=told.waited(row).lower())
        need = stay_words.PRIORITIES[row["priority"]]
        parts = (place, words.full_name(row), need, stay_words.PURPOSES[row["purpose"]], waited)
        return ", ".join(part for part in parts if part)

    def open_record(self, ref: int) -> None:
        """Choose the stay where it waits here; one that has gone on is left to the list of all."""
        state = self.store.read(stay_lists.stay, ref, today=self.store.today)["state"]
        chip = "applied" if state in ("applied", "assessed", "granted") else state
        if chip not in dict(CHIPS):
            return
        if chip != self.chip_row.current:
            self.show_chip(chip)
        super().open_record(ref)

    def one(self, row: Row) -> Details:
        found = facts.facts(self.store.read, row, self.store.today)
        over = stay_words.PURPOSES[row["purpose"]]
        return Details(told.who(row), over, status(row), found, self.buttons(row))
