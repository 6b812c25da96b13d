"""Forslag til ledig plass: who waits and could have it then, in the order of need, with what speaks against each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import stay_lists
from db.stay_days import plus
from db.stay_openings import WEEK
from desktop import words
from desktop.parts.page import label
from desktop.parts.panel import empty
from desktop.parts.row_button import RowButton
from desktop.stays import told
from desktop.stays import words as stay_words
from desktop.stays.place_field import Where
from desktop.stays.placed_form import PlacedForm
from desktop.words import _

Row = Mapping[str, Any]
MOST = 10


class OfferForm(PlacedForm):
    """OfferForm(store, where=, from_on=, to_on=): nothing is written; `chosen` carries stay_id, Where, from and to."""

    chosen = Signal(int, object, str, str)
    title, save_text = _("Forslag til ledig plass"), _("Planlegg den første som passer")
    hint = _("Prioritet først, så hvem som må begynne tidligst, så hvem som søkte først. Velg en for å planlegge.")
    form = ""

    def ask(self) -> None:
        today = self.store.today
        self.propose(from_on=today, to_on=plus(today, WEEK))
        self.add_place(_("Ledig plass"), since=today)
        self.add_period(_("Fra"), _("Til"))
        self.add_verdict()
        self.rows: list[Row] = []
        self.queue = QWidget()
        self._lines = QVBoxLayout(self.queue)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        self.place(self.queue)

    def say_verdict(self, where: Where | None, period: tuple[str, str] | None) -> None:
        super().say_verdict(where, period)
        self.rows = self._candidates(where, period)
        empty(self._lines)
        self._lines.addWidget(label(self._heading(where, period), "muted"))
        for place, row in enumerate(self.rows[:MOST], 1):
            self._lines.addWidget(self._line(place, row))

    def _heading(self, where: Where | None, period: tuple[str, str] | None) -> str:
        if where is None or period is None:
            return _("Velg en plass for å se hvem som kan få den")
        if not self.rows:
            return _("Ingen venter på en slik plass")
        return _("Venter og kan få plassen") if any(map(_could, self.rows)) else _("Venter, men ingen passer da")

    def _candidates(self, where: Where | None, period: tuple[str, str] | None) -> list[Row]:
        if where is None or period is None:
            return []
        return self.store.read(
            stay_lists.candidates, place_id=where.place_id, site_id=where.site_id, from_on=period[0],
            to_on=period[1], today=self.store.today,
        )  # fmt: skip

    def _line(self, place: int, row: Row) -> RowButton:
        against = objections(row, self.store.today)
        icon, colour = ("circle-check", "free") if _could(row) else ("triangle-alert", "repair")
        title = f"{place}. {words.full_name(row)} · {stay_words.PRIORITIES[row['priority']]}"
        made = RowButton(title, against or _fit(row), icon, colour)
        made.clicked.connect(lambda _on=False: self._choose(row))
        return made

    def _choose(self, row: Row) -> None:
        where, period = self.where(), self.period()
        if where is not None and period is not None:
            self.accept()
            self.chosen.emit(row["stay_id"], where, row["from_then"] or period[0], period[1])

    def save(self) -> None:
        """Go on with the first that fits."""
        if self.values() is None:
            return
        first = next(filter(_could, self.rows), None)
        if first is None:
            self._say(_("Ingen på ventelisten passer da. Velg en fra listen likevel, eller andre dager"))
        else:
            self._choose(first)


def _could(row: Row) -> bool:
    """Whether they fit, from the first day or from one of those asked for."""
    return bool(row["fits"] or row["from_then"])


def objections(row: Row, today: str) -> str:
    """What speaks against giving somebody the place: 'plassen er til noe annet, ønsker fra 1. aug.'."""
    wished = words.short_day(row["wished_from"], today), words.short_day(row["wished_to"], today)
    said = (
        (row["other_purpose"], _("plassen er øremerket noe annet")),
        (row["not_yet"], _("ønsker fra {day}").format(day=wished[0])),
        (row["over"], _("ønsket til {day}").format(day=wished[1])),
        (row["paused_then"], _("har bedt om å vente")),
        (row["too_late"], _("skulle begynt {day}").format(day=words.short_day(row["latest_start_on"], today))),
    )
    return ", ".join(text for applies, text in said if applies).capitalize()


def _fit(row: Row) -> str:
    """'Rehabilitering · ventet 12 dager · krever takheis'."""
    needs = _("krever {what}").format(what=row["room_need"]) if row["room_need"] else ""
    waited = _("ventet {days}").format(days=told.waited(row).lower())
    return " · ".join(part for part in (stay_words.PURPOSES[row["purpose"]], waited, needs) if part)
