"""Which figures of small groups are hidden when figures of stays leave the unit, so that nothing told gives them away.

Three rules. A number of one to four persons is hidden. So are others, until all that is told together leaves it two
values at least (desktop/small_groups.py; here stands which numbers add up to which). And a ratio is hidden where a
number it is made of is hidden.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from db.stay_open import NO_PLACE, REHAB, SEVERAL
from db.stay_report import ALL_RULES, DAY_RULES, MonthReport, Reading
from db.stay_scores import GroupChange
from db.stay_values import EARMARKS, PURPOSES, RESPITE, YEAR_DAYS, Cell, OfPurpose, StayFigures
from desktop import small_groups
from desktop.small_groups import few
from desktop.stays.figures_words import COVERED, HIDDEN, instrument, rounded

Hidden = dict[str, dict[int, str]]  # figure → the columns, by their place, and what stands there instead
Row = dict[str, float | str | None]
Name = str | Cell | tuple[str, str, str]  # a figure or what is behind one, a cell, and (OF, purpose, figure)
Number = tuple[float, int | None]  # and how many persons are behind it
At = tuple[int, int, Name]  # which site, which of its columns, and what
OF = "purpose"

# The numbers that add up: over the months of a period, and over the sites of the same kind. Those that stand in no
# list can be had from a ratio and what it is a part of: belegg and open place-nights give the nights that were used.
SUMMED = ("nights", "held", "extra_nights", "parked_nights", "booked_nights", "arrived", "ended", "same_day",
          "length_n", "refused", "cancelled", "bought_nights", "day_booked", "day_attended", "day_absent",
          "day_in_time", "day_unregistered", "occupied", "expected", "rehab_nights", "rehab_for_rehab",
          "rehab_for_others")  # fmt: skip
OVER_WARDS = (*SUMMED, "stays", "persons", "year_nights", "year_respite", "year_stays", "year_respite_stays")
# Within one column: the numbers of each line add up to the first.
SUMS: tuple[tuple[str, ...], ...] = (
    ("occupied", "nights", "held"),
    ("expected", "occupied", "booked_nights"),
    ("rehab_nights", "rehab_for_rehab", "rehab_for_others"),
    ("ended", "length_n", "same_day"),
    ("nights", "year_nights", "year_respite"),
    ("stays", "year_stays", "year_respite_stays"),
    ("day_booked", "day_attended", "day_absent", "day_unregistered"),
)
# A ratio and the numbers of persons that it is made of.
RATIOS: Mapping[str, tuple[str, ...]] = {
    "belegg": ("occupied",), "forecast": ("expected",), "kostra_belegg": ("year_nights",),
    "rehab_belegg": ("rehab_nights",), "rehab_share": ("rehab_for_rehab", "rehab_nights"),
    "length_mean": ("length_n",), "kostra_length": ("year_nights", "year_stays"), "turnover": ("ended",),
    "possible_stays": ("length_n",), "day_belegg": ("day_attended",), "day_booked_share": ("day_booked",),
    "day_absence": ("day_absent", "day_booked"),
}  # fmt: skip
# Counted in nights or days of a person, of which one can have many; all else is persons, stays and applications.
IN_DAYS = {"nights", "held", "extra_nights", "parked_nights", "booked_nights", "bought_nights", "occupied", "expected",
           "rehab_nights", "rehab_for_rehab", "rehab_for_others", "year_nights", "year_respite", "day_booked",
           "day_attended", "day_absent", "day_in_time", "day_unregistered"}  # fmt: skip
PURPOSE_FIGURES = ("nights", "held", "stays", "persons", "arrived", "ended", "length_mean", "wait_median")
PURPOSE_SUMS = PURPOSE_FIGURES[:6]


def cover(persons: int | None) -> str:
    """What stands in place of a figure that is hidden: '<5', or a word where it would only tell of another."""
    return HIDDEN if few(persons) else COVERED


class Leaving:
    """Figures as they may leave the unit together.

    A site is its columns: the months, and last the whole they add up to. The first site is all wards together. `told`:
    the (site, column) whose nights by earmark and purpose, and purposes, are told beside the figures.
    """

    def __init__(self, sites: Sequence[Sequence[Reading]], told: Collection[tuple[int, int]]):
        self.sites = sites
        self.numbers: dict[At, float] = {}
        self.people: dict[At, int | None] = {}
        for at, parts in enumerate(sites):
            for column, reading in enumerate(parts):
                for name, (number, persons) in numbers_of(reading, (at, column) in told).items():
                    self.numbers[at, column, name], self.people[at, column, name] = number, persons
        self.secret: set[At] = small_groups.hidden(self.numbers, self.people, self.lines(), self._days())

    @property
    def columns(self) -> list[Hidden]:
        """For each site, figure → the columns that are hidden and what stands there."""
        return [
            {rule: {column: text for column in range(len(parts)) if (text := self.hidden(at, column, rule))}
             for rule in ALL_RULES}
            for at, parts in enumerate(self.sites)
        ]  # fmt: skip

    def hidden(self, at: int, column: int, rule: str) -> str:
        """What stands in place of a figure; '' where it may be told."""
        hidden = (at, column, rule) in self.secret
        if not hidden and self.numbers[at, column, rule]:
            hidden = any((at, column, name) in self.secret for name in RATIOS.get(rule, ()))
        return cover(self.people[at, column, rule]) if hidden else ""

    def cells(self, at: int, column: int) -> dict[Cell, int | str]:
        """The nights by earmark and purpose."""
        found = self.sites[at][column].figures
        return {cell: cover(found.cell_people[cell]) if (at, column, cell) in self.secret else nights
                for cell, nights in found.cells.items()}  # fmt: skip

    def purposes(self, at: int, column: int) -> list[Row]:
        """A row for each purpose that had anything."""
        found = self.sites[at][column].figures.purposes
        return [self._purpose(at, column, one) for one in found if one.persons or any(one.people.values())]

    def _purpose(self, at: int, column: int, one: OfPurpose) -> Row:
        row: Row = {"purpose": one.purpose}
        for name in PURPOSE_FIGURES:
            made_of = (name, "ended") if name == "length_mean" else (name,)
            hidden = any((at, column, (OF, one.purpose, part)) in self.secret for part in made_of)
            value = getattr(one, name)
            row[name] = cover(one.group(name)) if hidden and value is not None else rounded(name, value)
        return row

    # what adds up

    def lines(self) -> Iterator[list[At]]:
        """Every sum that a reader can do: the whole, then its parts."""
        for at, parts in enumerate(self.sites):
            for name in SUMMED:
                yield [(at, column, name) for column in (-1 % len(parts), *range(len(parts) - 1))]
            for column in range(len(parts)):
                for names in (*SUMS, *TABLE_SUMS):
                    yield [(at, column, name) for name in names]
        for column in range(len(self.sites[0])):
            yield from self._over_sites(column)

    def _over_sites(self, column: int) -> Iterator[list[At]]:
        wards, centres, bought = ([at for at, parts in enumerate(self.sites) if at and parts[column].kind == kind]
                                  for kind in ("ward", "day_centre", "external"))  # fmt: skip
        for name in OVER_WARDS:
            if name not in DAY_RULES:
                yield [(at, column, name) for at in (0, *wards)]
        for name in DAY_RULES:
            if name in SUMMED:
                yield [(at, column, name) for at in (0, *centres)]
        yield [(0, column, "bought_nights"), *((at, column, "nights") for at in bought)]
        for at in range(1, len(self.sites)):  # told again on the sheet of each site
            yield [(0, column, "bought_nights"), (at, column, "bought_nights")]

    def _days(self) -> dict[At, int]:
        """How many nights or days of each number one person can have had."""
        length = {(at, column): reading.figures.days or YEAR_DAYS  # a period to come has none that are over
                  for at, parts in enumerate(self.sites) for column, reading in enumerate(parts)}  # fmt: skip
        return {key: length[key[:2]] for key in self.numbers if _of_days(key[2])}


def _of_days(name: Name) -> bool:
    return name in IN_DAYS if isinstance(name, str) else len(name) == 2 or name[2] in IN_DAYS


def _table_sums() -> Iterator[Sequence[Name]]:
    """How the cells and the purposes add up, to each other and to the figures."""
    rows = {earmark: [(earmark, purpose) for purpose in PURPOSES] for earmark in EARMARKS}
    yield ["occupied", *(cell for row in rows.values() for cell in row)]
    yield ["parked_nights", *rows[NO_PLACE]]
    for several in ([], rows[SEVERAL]):  # which may be for rehab too, or for others only
        cells = [*rows[REHAB], *several]
        yield ["rehab_nights", *cells]
        yield ["rehab_for_rehab", *(cell for cell in cells if cell[1] == REHAB)]
        yield ["rehab_for_others", *(cell for cell in cells if cell[1] != REHAB)]
    for purpose in PURPOSES:
        yield [(OF, purpose, "occupied"), *((earmark, purpose) for earmark in EARMARKS)]
        yield [(OF, purpose, name) for name in ("occupied", "nights", "held")]
    for name in PURPOSE_SUMS:
        yield [name, *((OF, purpose, name) for purpose in PURPOSES)]


TABLE_SUMS: tuple[Sequence[Name], ...] = tuple(_table_sums())


def numbers_of(reading: Reading, tables: bool) -> dict[Name, Number]:
    """Every number of a column with its group: the figures, what is behind them, and the tables where they are told."""
    found: dict[Name, Number] = {rule: (reading.value(rule) or 0, reading.group(rule)) for rule in ALL_RULES}
    found |= _behind(reading.figures)
    if tables:
        counted = reading.figures
        found |= {cell: (nights, counted.cell_people[cell]) for cell, nights in counted.cells.items()}
        found |= {(OF, one.purpose, name): (getattr(one, name) or 0, one.group(name))
                  for one in counted.purposes for name in PURPOSE_FIGURES}  # fmt: skip
        found |= {(OF, one.purpose, "occupied"): (one.nights + one.held, one.persons) for one in counted.purposes}
    return found


def _behind(found: StayFigures) -> dict[Name, Number]:
    people, others = found.people, [purpose for purpose in PURPOSES if purpose != REHAB]
    told: dict[Name, Number] = {
        "occupied": (found.occupied, people["present"]),
        "expected": (found.occupied + found.booked_nights, people["expected"]),
        "rehab_nights": (found.rehab_nights, people["on_rehab"]),
        "rehab_for_rehab": (found.rehab_for_rehab, _on_rehab(found, [REHAB])),
        "rehab_for_others": (found.rehab_nights - found.rehab_for_rehab, _on_rehab(found, others)),
    }
    if found.year_nights is not None:
        respite = next(one for one in found.purposes if one.purpose == RESPITE)
        told |= {
            "year_nights": (found.year_nights, people["without_respite"]),
            "year_stays": (found.year_stays or 0, people["without_respite"]),
            "year_respite": (respite.nights, respite.persons),
            "year_respite_stays": (respite.stays, respite.persons),
        }
    return told


def _on_rehab(found: StayFigures, purposes: Collection[str]) -> int:
    """How many persons there were at least, with these purposes, on places for rehab."""
    there = [max(found.cell_people.get((earmark, one), 0) for one in purposes) for earmark in (REHAB, SEVERAL)]
    return there[0] or there[1]


# --- what is told together -----------------------------------------------------------------------------------


def of_month(found: MonthReport) -> Leaving:
    """The months of the year so far and the year, with the tables of the last month and of the year."""
    last = len(found.year_months)
    return Leaving([[*found.year_months, found.year]], told={(0, last - 1), (0, last)})


def last_two(leaving: Leaving) -> Hidden:
    """What is hidden of the month and the year beside it."""
    last = len(leaving.sites[0]) - 2
    return {rule: {at - last: text for at, text in hidden.items() if at >= last}
            for rule, hidden in leaving.columns[0].items()}  # fmt: skip


def series(found: Sequence[StayFigures], leaving: Leaving, rule: str) -> list[float | str | None]:
    """A ratio month by month; months that are not among the columns stand alone, with nothing to add them to."""
    known = {one.figures.since: at for at, one in enumerate(leaving.sites[0][:-1])}
    told: list[float | str | None] = []
    for one in found:
        hidden = cover(one.group(rule)) if few(one.group(rule)) and one.value(rule) else ""
        if one.since in known:
            hidden = leaving.hidden(0, known[one.since], rule)
        told.append(hidden or rounded(rule, one.value(rule)))
    return told


def effects(found: Sequence[GroupChange]) -> list[list[float | str | None]]:
    """Scores before and after as they may leave the unit: in each row a score's name, then as EFFECT_HEADS."""
    return [[instrument(one.instrument), *_effect(one)] for one in found]


def _effect(one: GroupChange) -> list[float | str | None]:
    if few(one.stays):
        return [HIDDEN] * 6
    told = {"stays": one.stays, "better": one.better, "worse": one.worse}
    counts = {name: number or 0 for name, number in told.items()}  # None where no limit counts
    counts |= {"as_before": 2 * one.stays - sum(counts.values())}
    secret = small_groups.hidden(counts, counts, [list(counts)])
    stays, better, worse = (cover(counts[name]) if name in secret else number for name, number in told.items())
    return [stays, one.before, one.after, one.difference, better, worse]
