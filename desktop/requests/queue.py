"""Who waits for a product, in the order of the queue; each row leads to its request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import words
from desktop.parts.page import label
from desktop.parts.row_button import RowButton
from desktop.requests import told
from desktop.words import _, ngettext

MOST = 8


class Queue(QWidget):
    """`rows` as requests.waiting gives them; the request in sight is marked (0 for none)."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], here: int, today: str, go: Callable[[int], Any]):
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(_("Køen for dette produktet"), "muted"))
        for row in rows[:MOST]:
            state = words.URGENCIES[row["urgency"]]
            mark = _(" (dette behovet)") if row["request_id"] == here else ""
            made = RowButton(f"{row['place']}. {told.short(row)}{mark}", _under(row, today), state.icon, state.colour)
            made.clicked.connect(lambda _on=False, ref=row["request_id"]: go(ref))
            column.addWidget(made)
        if len(rows) > MOST:
            rest = len(rows) - MOST
            column.addWidget(label(ngettext("og {n} til", "og {n} til", rest).format(n=words.number(rest)), "muted"))


def _under(row: Mapping[str, Any], today: str) -> str:
    """'Trykksår · trengs 6. juli · kan dekkes nå'."""
    urgent = "" if row["urgency"] == "ordinary" else words.URGENCIES[row["urgency"]].word
    day = _("trengs {day}").format(day=words.short_day(row["wanted_on"], today))
    covered = _("kan dekkes nå") if row["coverable"] else ""
    return " · ".join(part for part in (urgent, day, covered) if part)
