"""Which figures of small groups are hidden when figures of stays leave the unit, so that no sum gives them away."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from db.stay_report import ALL_RULES, MonthReport, Reading
from db.stay_scores import GroupChange
from db.stay_values import EARMARKS, PURPOSES, Cell, StayFigures
from desktop.stays.figures_words import COVERED, HIDDEN, few, instrument, rounded

Key = TypeVar("Key", bound=Hashable)
Hidden = dict[str, dict[int, str]]  # figure → the columns, by their place, and what stands there instead
# The figures that add up: over the months of a period, and over the sites of the same kind.
SUMMED = ("nights", "held", "extra_nights", "parked_nights", "booked_nights", "arrived", "ended", "same_day",
          "length_n", "refused", "cancelled", "bought_nights", "day_booked", "day_attended", "day_absent",
          "day_in_time", "day_unregistered")  # fmt: skip


def secrets(numbers: Mapping[Key, float], people: Mapping[Key, int | None], lines: Iterable[Sequence[Key]]) -> set[Key]:
    """The numbers of groups under five, and where one stands alone in a line with a known sum, its smallest fellow."""
    secret, lines, before = {key for key in numbers if few(people.get(key))}, list(lines), -1
    while before != len(secret):
        before = len(secret)
        for line in lines:
            there = [key for key in line if numbers.get(key)]
            shown = [key for key in there if key not in secret]
            if len(there) - len(shown) == 1 and shown:
                secret.add(min(shown, key=lambda key: numbers[key]))
    return secret


def cover(persons: int | None) -> str:
    """What stands in place of a figure that is hidden: '<5', or a word where it would only tell of another."""
    return HIDDEN if few(persons) else COVERED


def cells(found: StayFigures) -> dict[Cell, int | str]:
    """The nights by earmark and purpose as they may leave the unit."""
    rows = [[(earmark, purpose) for purpose in PURPOSES] for earmark in EARMARKS]
    columns = [[(earmark, purpose) for earmark in EARMARKS] for purpose in PURPOSES]
    secret = secrets(found.cells, found.cell_people, [*rows, *columns])
    return {cell: cover(found.cell_people[cell]) if cell in secret else nights for cell, nights in found.cells.items()}


def purposes(found: StayFigures) -> list[dict[str, float | str | None]]:
    """What each purpose had, as it may leave the unit: a row for each purpose that had anything."""
    rows = [one for one in found.purposes if one.persons or any(one.people.values())]
    told: list[dict[str, float | str | None]] = [{"purpose": one.purpose} for one in rows]
    for name in PURPOSE_FIGURES:
        numbers = {one.purpose: getattr(one, name) or 0 for one in rows}
        people = {one.purpose: one.group(name) for one in rows}
        secret = secrets(numbers, people, [list(numbers)] if name not in MEASURES else [])
        for one, row in zip(rows, told, strict=True):
            shown = rounded(name, getattr(one, name))
            row[name] = cover(one.group(name)) if one.purpose in secret else shown
    return told


MEASURES = ("length_mean", "wait_median")
PURPOSE_FIGURES = ("nights", "held", "stays", "persons", "arrived", "ended", "length_mean", "wait_median")


def columns(sites: Sequence[Sequence[Reading]]) -> list[Hidden]:
    """For each site, figure → the columns that are hidden and what stands there.

    A site is its columns: the months, and last the whole they add up to. The first site is all wards together.
    """
    found: list[Hidden] = [{} for _site in sites]
    for rule in ALL_RULES:
        for at, hidden in enumerate(_columns(sites, rule)):
            found[at][rule] = hidden
    return found


def _columns(sites: Sequence[Sequence[Reading]], rule: str) -> list[dict[int, str]]:
    there = {(at, number): one for at, parts in enumerate(sites) for number, one in enumerate(parts)}
    numbers = {key: one.value(rule) or 0 for key, one in there.items()}
    people = {key: one.group(rule) for key, one in there.items()}
    lines: list[list[tuple[int, int]]] = []
    if rule in SUMMED:
        lines = [[key for key in there if key[0] == at] for at in range(len(sites))]
        wards = [key for key, one in there.items() if key[0] == 0 or one.kind == "ward"]
        lines += [[key for key in wards if key[1] == number] for number in range(len(sites[0]))]
    secret = secrets(numbers, people, lines)
    return [{key[1]: cover(people[key]) for key in secret if key[0] == at} for at in range(len(sites))]


def of_month(found: MonthReport) -> tuple[Hidden, Hidden]:
    """What is hidden of the month and the year beside it, and of all months of the year with the year last."""
    [year] = columns([[*found.year_months, found.year]])
    last = len(found.year_months) - 1
    both = {rule: {at - last: text for at, text in hidden.items() if at >= last} for rule, hidden in year.items()}
    return both, year


def effects(found: Sequence[GroupChange]) -> list[list[float | str | None]]:
    """Scores before and after as they may leave the unit: in each row a score's name, then as EFFECT_HEADS."""
    rows: list[list[float | str | None]] = []
    for one in found:
        counts = [HIDDEN if few(number) else number for number in (one.better, one.worse)]
        shown = [one.stays, one.before, one.after, one.difference, *counts]
        rows.append([instrument(one.instrument), *([HIDDEN] * len(shown) if few(one.stays) else shown)])
    return rows
