"""What a tape chart shows: lanes down, days across, bars from the middle of one day to the middle of another."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop import words
from desktop.words import _

Index = QModelIndex | QPersistentModelIndex
OVER, UNDER = "over", "under"
SPOKEN = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


@dataclass(frozen=True, slots=True)
class Ink:
    """How a sort of bar looks: `token` is a state of the theme, or "" for the solid colour of bars."""

    word: str
    token: str = ""
    icon: str = ""
    dashed: bool = False
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """A row. A `heading` stands over those that follow and has a note for each day, (text, spoken, alarm).

    `hatched` are the days, by their number, whose note is hatched, for there is a reason to read it.
    """

    key: Hashable
    title: str
    under: str = ""
    heading: bool = False
    quiet: bool = False
    notes: Sequence[tuple[str, str, bool]] = ()
    hatched: Container[int] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that lies on a lane from `from_on` to `to_on` (ISO); both the same is within one day.

    `tail_on` is the day from which it is over its time, told by `tail`. `gaps` are (from, to) within it. `marked`
    asks for attention, and what is `behind` lies under those that it meets. `spoken` is what a screen reader says.
    """

    key: Hashable
    lane: int
    from_on: str
    to_on: str
    ink: str
    text: str = ""
    letter: str = ""
    spoken: str = ""
    tail_on: str = ""
    tail: str = ""
    gaps: Sequence[tuple[str, str]] = ()
    gap_text: str = ""
    marked: bool = False
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Tape:
    """Everything that is shown of [since, since + days); `red` are holidays by ISO day."""

    since: str = "2000-01-01"
    days: int = 0
    lanes: Sequence[Lane] = ()
    bars: Sequence[Bar] = ()
    red: Mapping[str, str] = field(default_factory=dict)
    today: str = ""


def _halves(lane: Sequence[Bar]) -> Iterator[tuple[Hashable, str]]:
    """Which bars of a lane share its height: what is behind, and those that it meets; who is over the time, and who
    comes before they have left."""
    for late in (bar for bar in lane if bar.tail_on):
        met = [bar for bar in lane if not bar.behind and bar.from_on > late.from_on and _meet(bar, late)]
        yield from ((late.key, OVER) for _one in met[:1])
        yield from ((bar.key, UNDER) for bar in met)
    for under in (bar for bar in lane if bar.behind):
        met = [bar for bar in lane if not bar.behind and _meet(bar, under)]
        yield from ((bar.key, OVER) for bar in met)
        yield from ((under.key, UNDER) for _one in met[:1])


def _meet(bar: Bar, under: Bar) -> bool:
    """Whether they touch more than in the middle of a day."""
    within = bar.from_on == bar.to_on
    return bar.from_on < under.to_on and (under.from_on < bar.to_on or (within and under.from_on == bar.to_on))


class TapeModel(QAbstractTableModel):
    """One row for each lane and one column for each day. What lies in a cell is said in full."""

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.tape = Tape()
        self._first = date.fromisoformat(self.tape.since).toordinal()
        self.of_lane: list[list[Bar]] = []
        self.halves: dict[Hashable, str] = {}  # where bars lie one over the other: OVER and UNDER
        self._columns: dict[str, int] = {}  # asked for by every bar of every frame

    def show(self, tape: Tape) -> None:
        """Show this instead of what was shown."""
        self.beginResetModel()
        self.tape, self._first = tape, date.fromisoformat(tape.since).toordinal()
        self._columns = {}
        self.of_lane = [[] for _lane in tape.lanes]
        for bar in sorted(tape.bars, key=lambda one: (one.from_on, one.to_on)):
            self.of_lane[bar.lane].append(bar)
        self.halves = {key: half for lane in self.of_lane for key, half in _halves(lane)}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.tape.lanes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.tape.days

    def day(self, column: int) -> str:
        """The ISO day of a column, also of one outside what is shown."""
        return (date.fromordinal(self._first) + timedelta(days=column)).isoformat()

    def column(self, day: str) -> int:
        """The column of an ISO day; below 0 or past the last one where it is outside."""
        found = self._columns.get(day)
        if found is None:
            found = self._columns[day] = date.fromisoformat(day).toordinal() - self._first
        return found

    def today(self) -> int:
        """The column of today; -1 without one."""
        return self.column(self.tape.today) if self.tape.today else -1

    def is_red(self, column: int) -> bool:
        """Whether it is a holiday or a Sunday."""
        day = self.day(column)
        return day in self.tape.red or date.fromisoformat(day).weekday() == 6

    def drawn(self, row: int) -> list[Bar]:
        """The bars of a lane as they are laid over each other."""
        return sorted(self.of_lane[row], key=lambda bar: not bar.behind)

    def bars_at(self, row: int, column: int) -> list[Bar]:
        """What lies in a cell, with who keeps the night last: at a turnover both are there."""
        if not 0 <= row < len(self.of_lane):
            return []
        day = self.day(column)
        return [bar for bar in self.drawn(row) if bar.from_on <= day <= bar.to_on]

    def is_split(self, row: int) -> bool:
        """Whether something lies under another bar of the lane, which needs room for both."""
        return any(bar.key in self.halves for bar in self.of_lane[row])

    def bar(self, key: Hashable) -> Bar | None:
        """The bar with this key."""
        return next((bar for bar in self.tape.bars if bar.key == key), None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role not in SPOKEN or not index.isValid():
            return None
        lane = self.tape.lanes[index.row()]
        where = f"{lane.title}, {self._said(index.column())}"
        if lane.heading:
            note = lane.notes[index.column()][1] if index.column() < len(lane.notes) else ""
            return f"{where}: {note}" if note else where
        lying = "; ".join(bar.spoken for bar in self.bars_at(index.row(), index.column()))
        return f"{where}: {lying or _('ledig')}"

    def _said(self, column: int) -> str:
        """'lørdag 3. januar', with what sort of day it is."""
        day = self.day(column)
        told = f"{words.WEEKDAYS[date.fromisoformat(day).weekday()]} {words.day(day)[:-5]}"
        more = [self.tape.red.get(day, ""), _("i dag") if day == self.tape.today else ""]
        return ", ".join(part for part in (told, *more) if part)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if role not in (Qt.ItemDataRole.DisplayRole, *SPOKEN) or section < 0:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self._said(section)
        if section >= len(self.tape.lanes):
            return None
        lane = self.tape.lanes[section]
        return ", ".join(part for part in (lane.title, lane.under) if part)
