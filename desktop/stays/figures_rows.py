"""The figures of a period as rows of a list: those of the report, nights by earmark and purpose, and each purpose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from db.stay_report import Reading, SiteReport
from db.stay_values import EARMARKS, PURPOSES
from desktop import words
from desktop.small_groups import few
from desktop.stays import figures_hidden
from desktop.stays import figures_words as said
from desktop.stays.figures_hidden import Leaving
from desktop.stays.words import PURPOSES as PURPOSE_NAMES
from desktop.words import _


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what it is called, its value as text and as it may leave the unit, and its rule.

    `code` is one of ALL_RULES, or '' for what has no months.
    """

    figure_id: int
    code: str
    name: str
    section: str
    text: str
    leaving: str
    rule: str


def figures(report: SiteReport) -> list[Figure]:
    """All figures that there was something to measure for, in the order of the sections."""
    reading = report.whole
    leaving = figures_hidden.Leaving([[reading]], told={(0, 0)})
    rows = [*_sections(reading, leaving), *_cells(reading, leaving), *_purposes(reading, leaving), *_effects(report)]
    return [Figure(at, *row) for at, row in enumerate(rows, 1)]


Told = tuple[str, str, str, str, str, str]  # a Figure without its id


def _sections(reading: Reading, leaving: Leaving) -> Iterator[Told]:
    for section, rules in said.SECTIONS:
        if any(reading.value(rule) for rule in rules):
            for rule in rules:
                if said.told(rule, [reading]):
                    text = said.text(rule, reading.value(rule))
                    outside = leaving.hidden(0, 0, rule) or text
                    yield rule, said.NAMES[rule], section, text, outside, said.rule_of(rule, reading)


def _cells(reading: Reading, leaving: Leaving) -> Iterator[Told]:
    found, told = reading.figures.cells, leaving.cells(0, 0)
    for earmark in EARMARKS:
        for purpose in PURPOSES:
            if nights := found.get((earmark, purpose)):
                name = f"{said.EARMARKS[earmark]} → {PURPOSE_NAMES[purpose].lower()}"
                shown = told[earmark, purpose]
                outside = shown if isinstance(shown, str) else words.number(shown)
                yield "", name, said.CROSS, words.number(nights), outside, said.CROSS_RULE


def _purposes(reading: Reading, leaving: Leaving) -> Iterator[Told]:
    found = {one.purpose: one for one in reading.figures.purposes}
    for row in leaving.purposes(0, 0):
        purpose = str(row["purpose"])
        for name in figures_hidden.PURPOSE_FIGURES:
            value = getattr(found[purpose], name)
            if value:
                text, shown = said.text(name, value), row[name]
                outside = shown if isinstance(shown, str) else said.text(name, shown)
                title = f"{PURPOSE_NAMES[purpose]}: {said.NAMES[name].lower()}"
                yield "", title, said.PER_PURPOSE, text, outside, said.RULES[name]


def _effects(report: SiteReport) -> Iterator[Told]:
    """The change of each score, with how many it was measured for."""
    for one in report.effects:
        text = _("{change} (n = {n})").format(change=_signed(one.difference), n=words.number(one.stays))
        leaving = said.HIDDEN if few(one.stays) else text
        yield "", said.instrument(one.instrument), said.EFFECTS, text, leaving, said.EFFECTS_RULE


def _signed(change: float) -> str:
    return f"+{words.number(change)}" if change > 0 else words.number(change)
