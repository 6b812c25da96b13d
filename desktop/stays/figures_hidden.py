"""Which figures of small groups are hidden when figures of stays leave the unit, so that no sum gives them away."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from db.stay_figures import EARMARKS, PURPOSES, Cell, StayFigures
from db.stay_report import SiteReport
from desktop.stays.figures_words import HIDDEN, few, rounded

Key = TypeVar("Key", bound=Hashable)
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


def cells(found: StayFigures) -> dict[Cell, int | str]:
    """The nights by earmark and purpose as they may leave the unit."""
    rows = [[(earmark, purpose) for purpose in PURPOSES] for earmark in EARMARKS]
    columns = [[(earmark, purpose) for earmark in EARMARKS] for purpose in PURPOSES]
    secret = secrets(found.cells, found.cell_people, [*rows, *columns])
    return {cell: HIDDEN if cell in secret else nights for cell, nights in found.cells.items()}


def purposes(found: StayFigures) -> list[dict[str, float | str | None]]:
    """What each purpose had, as it may leave the unit: a row for each purpose that had anything."""
    rows = [one for one in found.purposes if one.persons]
    people = {one.purpose: one.persons for one in rows}
    told = []
    for one in rows:
        row: dict[str, float | str | None] = {"purpose": one.purpose}
        for name in PURPOSE_FIGURES:
            numbers = {other.purpose: getattr(other, name) or 0 for other in rows}
            secret = one.purpose in secrets(numbers, people, [list(numbers)])
            value = getattr(one, name)
            row[name] = HIDDEN if secret and value is not None else rounded(name, value)
        told.append(row)
    return told


PURPOSE_FIGURES = ("nights", "held", "stays", "persons", "arrived", "ended", "length_mean", "wait_median")


def months(sites: Sequence[SiteReport], rule: str) -> set[tuple[int, int]]:
    """(site, month), by their places in the lists, whose figure must be hidden."""
    numbers, people = {}, {}
    for at, site in enumerate(sites):
        for number, reading in enumerate(site.months):
            numbers[at, number] = reading.value(rule) or 0
            people[at, number] = reading.group(rule)
    if rule not in SUMMED:
        return secrets(numbers, people, [])
    by_site = [[key for key in numbers if key[0] == at] for at in range(len(sites))]
    wards = [at for at, site in enumerate(sites) if site.whole.kind == "ward"]
    by_month = [[(at, number) for at in wards] for number in range(len(sites[0].months))]
    return secrets(numbers, people, [*by_site, *by_month])
