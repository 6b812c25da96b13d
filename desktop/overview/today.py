"""What waits today, on the first page: each line leads to the page where it is done."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import follow_up, overview, tasks
from desktop.parts.cards import CountRow
from desktop.parts.page import label
from desktop.parts.style import look
from desktop.timing import later
from desktop.words import _, ngettext

LINES = (
    ("urgent", _("Behov som haster"), "request:urgent"),
    ("stops", _("Stopp i dag"), "trip"),
    ("contact", _("Lånere å kontakte"), "follow_up:now"),
    ("tasks", _("Mangler å følge opp"), "task:open"),
)


class Today(QWidget):
    """A heading and a line for each sort of work."""

    def __init__(self, store, frame):
        super().__init__()
        self.setObjectName("clear")
        self.store, self.frame, self.first_stop = store, frame, 0
        self.lines = {key: CountRow(name, lambda kind=kind: self._go(kind)) for key, name, kind in LINES}
        self._soon = later(self, 0, self._count_contacts)  # a hundred times slower than the others: after the painting
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(8), 0, 0)
        column.setSpacing(0)
        column.addWidget(label(_("I dag"), "section"))
        for line in self.lines.values():
            column.addWidget(line)

    def read(self) -> None:
        """Count again."""
        today = self.store.today
        work, missing = self.store.read(overview.day_work, today=today), self.store.read(tasks.chips, today=today)
        self.first_stop = work.first_stop
        counts = {
            "urgent": (work.urgent, _wanted(work.urgent_now)),
            "stops": (work.stops, _left(work.stops, work.stops_left)),
            "contact": (self.store.read(follow_up.to_contact, today=today), ""),
            "tasks": (missing["open"], _late(missing)),
        }
        for key, (number, under) in counts.items():
            self.lines[key].show_count(number, under)
        self._soon.start()

    def _count_contacts(self) -> None:
        self.lines["contact"].show_count(self.store.read(follow_up.chips, today=self.store.today)["now"])

    def showEvent(self, event: QShowEvent) -> None:
        self._soon.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._soon.stop()
        super().hideEvent(event)

    def _go(self, kind: str) -> None:
        self.frame.go(kind, self.first_stop if kind == "trip" else 0)


def _wanted(number: int) -> str:
    return ngettext("{n} trengs nå", "{n} trengs nå", number).format(n=number) if number else ""


def _left(stops: int, left: int) -> str:
    if not stops:
        return ""
    return ngettext("{n} gjenstår", "{n} gjenstår", left).format(n=left) if left else _("alle er kjørt")


def _late(missing: Mapping[str, int]) -> str:
    number = missing["overdue"]
    return ngettext("{n} over fristen", "{n} over fristen", number).format(n=number) if number else ""
