"""All stays, from the application to the discharge: who, where, until when, and the next step of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from db import stay_lists
from desktop.parts.chips import Chip
from desktop.parts.panel import Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.stays import acts, facts, sixty, told
from desktop.stays import words as stay_words
from desktop.stays.acting import StayActs
from desktop.stays.columns import STAYS, status
from desktop.stays.offers import OFFER
from desktop.words import _

Row = Mapping[str, Any]
CHIPS = (
    ("open", _("Åpne")), ("in", _("Inne")), ("overstay", _("Over tiden")), ("leaving", _("Reiser snart")),
    ("planned", _("Planlagt")), ("waiting", _("Venteliste")), ("applied", _("Søknader")),
    ("discharged", _("Utskrevet")), ("refused", _("Avslått")), ("cancelled", _("Avlyst")),
)  # fmt: skip
CLOSED = ("discharged", "refused", "cancelled")
SHAPES: dict[str, Any] = {  # what the screen shows at first, in the room beside the panel
    **{key: {"shown": False} for key in ("stay_id", "born_on", "confirmed", "nights", "coordinator")},
    "person": {"width": 15}, "status": {"key": "stay_state"}, "place": {"width": 9}, "purpose": {"width": 14},
    "out_on": {"due": True, "width": 20},
}  # fmt: skip


class StaysView(StayActs):
    """Everybody's stays, one row each."""

    title, icon, kind, key = _("Opphold"), "bed", "stay", "stay_id"
    list_name = "stays"
    kinds = frozenset({"stay", "stay_place", "person"})
    columns = tuple(replace(column, **SHAPES.get(column.key, {})) for column in STAYS)
    noun, persons = (_("opphold"), _("opphold")), True
    new_text, order, all_text = _("Ny søknad"), "out_on", _("Alle formål")
    empty_text = _("Ingen opphold er registrert ennå. Trykk Ctrl+N når det kommer en søknad.")
    ACTIONS = (*RecordPage.ACTIONS, OFFER, *acts.STAY_ACTS)

    def _buttons(self) -> None:
        super()._buttons()
        self.add_wide(_("Nytt opphold"), self.book, acts.BOOK)

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            stay_lists.ids, today=self.store.today, order=asked.order, descending=asked.descending, text=asked.text,
            chip=asked.chip or "open", purpose=asked.choice,
        )  # fmt: skip

    def rows(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        """Who has no days yet has no deadline either."""
        return [row if row["out_on"] else {**row, "end_reason": row["state"]} for row in super().rows(ids)]

    def chips(self) -> Sequence[Chip]:
        self._counts = self.store.read(stay_lists.chips, today=self.store.today)
        return [Chip(code, text, self._counts[code]) for code, text in CHIPS]

    def choices(self) -> Sequence[tuple[Any, str]]:
        return list(stay_words.PURPOSES.items())

    def total(self) -> int:
        chip = self.chip_row.current
        return self._counts[chip if chip in CLOSED else "open"]

    def sentence(self, row: Row) -> str:
        return told.sentence(row, self.store.today)

    def open_record(self, ref: int) -> None:
        """Choose the stay; a closed one stands under its own chip."""
        state = self.store.read(stay_lists.stay, ref, today=self.store.today)["state"]
        if state in CLOSED:
            self.show_chip(state)
        elif self.chip_row.current in CLOSED:
            self.show_chip("open")
        super().open_record(ref)

    def one(self, row: Row) -> Details:
        found = [
            *facts.facts(self.store.read, row, self.store.today), *sixty.facts(self.store, row["person_id"]),
            *sixty.charge_facts(self.store, row["stay_id"]),
        ]  # fmt: skip
        over = stay_words.PURPOSES[row["purpose"]]
        return Details(told.who(row), over, status(row), found, self.buttons(row))
