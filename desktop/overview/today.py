"""What waits today, on the first page: each line leads to the page where it is done."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout

from db import follow_up, measure_figures, overview, stay_lists, stay_places, stay_warnings, tasks
from desktop.parts.cards import Card, CountRow
from desktop.parts.style import look
from desktop.timing import later
from desktop.words import _, ngettext

STAYS = (
    ("arrivals", _("Ankommer i dag"), "stay:planned"),
    ("departures", _("Reiser i dag"), "stay:leaving"),
    ("warnings", _("Opphold å følge opp"), "stay_warning:all"),
)  # where there is a ward
PLANS = (
    ("over", _("Tiltak over frist"), "measure:over"),
    ("lacking", _("Ansvarlige som må rapportere"), "report:current"),
)  # where there are plans; the second while somebody has a report to write
LINES = (
    ("urgent", _("Behov som haster"), "request:urgent"),
    ("stops", _("Stopp i dag"), "trip"),
    ("contact", _("Lånere å kontakte"), "follow_up:now"),
    ("tasks", _("Mangler å følge opp"), "task:open"),
)


class Today(Card):
    """A line for each sort of work, in as many columns as there is room for."""

    def __init__(self, store, frame):
        super().__init__(_("I dag"))
        self.store, self.frame, self.first_stop = store, frame, 0
        self.has_stays = self.has_plans = False
        self.lines = {key: CountRow(name, lambda kind=kind: self._go(kind)) for key, name, kind in LINES}
        self.guests = {key: CountRow(name, lambda kind=kind: self._go(kind)) for key, name, kind in STAYS}
        self.plans = {key: CountRow(name, lambda kind=kind: self._go(kind)) for key, name, kind in PLANS}
        self._soon = later(self, 0, self._count_the_rest)  # a hundred times slower than the others: after the painting
        self.columns, self.grid = 1, QGridLayout()
        self.grid.setHorizontalSpacing(look.px(32))
        self.grid.setVerticalSpacing(0)
        self.body.addLayout(self.grid)
        for line in self._all():
            line.setParent(self)

    def _all(self) -> tuple[CountRow, ...]:
        return (*self.guests.values(), *self.lines.values(), *self.plans.values())

    def arrange(self, columns: int) -> None:
        """Lay the lines that are in sight down one column after the other."""
        shown = [line for line in self._all() if not line.isHidden()]
        down = -(-len(shown) // columns)
        for place, line in enumerate(shown):
            self.grid.addWidget(line, place % down, place // down)
        for column in range(max(self.columns, columns)):
            self.grid.setColumnStretch(column, int(column < columns))
        self.columns = columns

    def read(self) -> None:
        """Count again."""
        today = self.store.today
        work, missing = self.store.read(overview.day_work, today=today), self.store.read(tasks.chips, today=today)
        self.first_stop = work.first_stop
        counts = {
            "urgent": (work.urgent, _wanted(work.urgent_now)),
            "stops": (work.stops, _left(work.stops, work.stops_left, _("alle er kjørt"))),
            "contact": (self.store.read(follow_up.to_contact, today=today), ""),
            "tasks": (missing["open"], _late(missing)),
        }
        self._count_guests()
        self._count_measures()
        for key, (number, under) in counts.items():
            self.lines[key].show_count(number, under)
        self.arrange(self.columns)
        self._soon.start()

    def _count_guests(self) -> None:
        """Who comes and who leaves, where the register knows somewhere to stay."""
        today = self.store.today
        self.has_stays = bool(self.store.read(stay_places.sites))
        for line in self.guests.values():
            line.setVisible(self.has_stays)
        if not self.has_stays:
            return
        coming = self.store.read(stay_lists.arrivals, today, today=today)
        leaving = self.store.read(stay_lists.departures, today, today=today)
        gone = [row for row in leaving if row["state"] != "planned"]
        left = sum(row["state"] == "planned" for row in coming), sum(row["state"] == "in" for row in gone)
        self.guests["arrivals"].show_count(len(coming), _left(len(coming), left[0], _("alle er kommet")))
        self.guests["departures"].show_count(len(gone), _left(len(gone), left[1], _("alle har reist")))

    def _count_measures(self) -> None:
        """Deadlines that have passed, and who has not reported, where the register has plans."""
        self.has_plans = self.store.read(measure_figures.exists)
        found = self.store.read(measure_figures.to_follow, today=self.store.today) if self.has_plans else None
        self.plans["over"].setVisible(found is not None)
        self.plans["lacking"].setVisible(found is not None and found.lacking > 0)
        if found is not None:
            self.plans["over"].show_count(found.over, _red(found.red))
            self.plans["lacking"].show_count(found.lacking, _past(found.late_reports))

    def _count_the_rest(self) -> None:
        today = self.store.today
        self.lines["contact"].show_count(self.store.read(follow_up.chips, today=today)["now"])
        if self.has_stays:
            found = stay_warnings.counted(self.store.read(stay_warnings.warnings, today=today))
            self.guests["warnings"].show_count(found["all"], _urgent(found["late"]))

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


def _urgent(number: int) -> str:
    return ngettext("{n} haster", "{n} haster", number).format(n=number) if number else ""


def _left(number: int, left: int, done: str) -> str:
    if not number:
        return ""
    return ngettext("{n} gjenstår", "{n} gjenstår", left).format(n=left) if left else done


def _red(number: int) -> str:
    return ngettext("{n} med rødt lys", "{n} med rødt lys", number).format(n=number) if number else ""


def _past(reports: int) -> str:
    return _("fristen er ute") if reports else ""


def _late(missing: Mapping[str, int]) -> str:
    number = missing["overdue"]
    return ngettext("{n} over fristen", "{n} over fristen", number).format(n=number) if number else ""
