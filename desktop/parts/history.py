"""The history of a record: what was done, by whom and when, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.parts.page import label
from desktop.words import _


@dataclass(frozen=True, slots=True)
class Event:
    """One line: what happened, the day it counts for, and who registered it when."""

    text: str
    day: str
    under: str = ""
    undone: bool = False


class HistoryList(QWidget):
    """Shows events as lines; undone ones are quiet and say so."""

    def __init__(self, events: Sequence[Event], title: str = ""):
        super().__init__()
        self.setObjectName("clear")
        self.setAccessibleName(title or _("Historikk"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(title or _("Historikk"), "strong"))
        if not events:
            column.addWidget(label(_("Ingenting er registrert ennå"), "muted", wrap=True))
        for event in events:
            self._add(column, event)

    def _add(self, column: QVBoxLayout, event: Event) -> None:
        column.addSpacing(6)
        text = _("{text} (angret)").format(text=event.text) if event.undone else event.text
        column.addWidget(label(text, "muted" if event.undone else "", wrap=True))
        under = " · ".join(part for part in (event.day, event.under) if part)
        column.addWidget(label(under, "small", wrap=True))
