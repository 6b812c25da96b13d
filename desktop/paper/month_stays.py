"""The month's paper on stays: figures with their rules, belegg month by month, and earmarks against purposes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Table

from db.stay_report import MonthReport, Reading
from db.stay_scores import GroupChange
from db.stay_values import EARMARKS, PURPOSES, Cell, StayFigures
from desktop import words
from desktop.paper import charts, house, stacked
from desktop.paper.house import gap, text
from desktop.stays import figures_hidden
from desktop.stays import figures_words as said
from desktop.stays.figures_hidden import Hidden, Leaving
from desktop.stays.words import PURPOSES as PURPOSE_NAMES
from desktop.words import _

LINE, MOST = 26, 230  # points that a line of a section needs, and that a section is kept together for


Row = Sequence[str]


def story(found: MonthReport, width: float) -> list[Flowable]:
    """The pages of stays in the month's paper; groups of one to four persons are hidden."""
    heads = (words.month(found.month.figures.since), said.so_far(found.year))
    leaving, last = figures_hidden.of_month(found), len(found.year_months)
    lead = said.counted_to(found.month) or words.month(found.month.figures.since).capitalize()
    return [
        PageBreak(),
        text(said.TITLE, "section"),
        text(lead, "under"),
        *_belegg(found.series, leaving, width),
        *_sections(found, heads, figures_hidden.last_two(leaving), width),
        *_cross(leaving.cells(0, last - 1), heads[0], width),
        *_cross(leaving.cells(0, last), heads[1], width),
        *_purposes(leaving.purposes(0, last - 1), heads[0], width),
        *_purposes(leaving.purposes(0, last), heads[1], width),
        *_effects(found.effects[0], heads[0], width),
        *_effects(found.effects[1], heads[1], width),
        gap(2),
        text(said.HIDDEN_RULE, "under"),
    ]


def _belegg(series: Sequence[StayFigures], leaving: Leaving, width: float) -> list[Flowable]:
    """Belegg and that of the rehab places, month by month; what is hidden has no bar."""
    shown = [[None if isinstance(value, str) else value for value in figures_hidden.series(series, leaving, rule)]
             for rule in ("belegg", "rehab_belegg")]  # fmt: skip
    if all(value is None for values in shown for value in values):
        return []
    months = [words.SHORT_MONTHS[int(one.since[5:7]) - 1] for one in series]
    names = (_("Alle plasser"), _("Rehab-plasser"))
    drawn = charts.columns(months, shown, names, width, 118)
    return [KeepTogether([text(said.BELEGG_CHART, "section"), gap(1), drawn])]


def _sections(found: MonthReport, heads: Row, hidden: Hidden, width: float) -> list[Flowable]:
    flowables: list[Flowable] = []
    for name, rules in said.SECTIONS:
        if rows := _lines((found.month, found.year), rules, hidden):
            table = _table([name, *heads, _("Slik er det talt")], rows, (0.24, 0.13, 0.13, 0.5), width, rule=True)
            flowables += [gap(3), CondPageBreak(min(MOST, LINE * (len(rows) + 1))), table]
    return flowables


def _lines(both: Sequence[Reading], rules: Sequence[str], hidden: Hidden) -> list[Row]:
    """The figures of a section that were there to measure; none where all of them are nought."""
    if not any(reading.value(rule) for rule in rules for reading in both):
        return []
    told = [rule for rule in rules if said.told(rule, both)]
    return [[said.NAMES[rule], *_values(both, rule, hidden[rule]), said.rule_of(rule, both[0])] for rule in told]


def _values(both: Sequence[Reading], rule: str, hidden: Mapping[int, str]) -> list[str]:
    return [hidden.get(at, said.text(rule, reading.value(rule))) for at, reading in enumerate(both)]


def _cross(cells: Mapping[Cell, int | str], when: str, width: float) -> list[Flowable]:
    """The table of earmarks and purposes, and the same as bars."""
    rows = [earmark for earmark in EARMARKS if any(cell[0] == earmark for cell in cells)]
    if not rows:
        return []
    names, purposes = [said.EARMARKS[one] for one in rows], [PURPOSE_NAMES[one] for one in PURPOSES]
    values = [[cells.get((earmark, purpose), 0) for purpose in PURPOSES] for earmark in rows]
    told = [[name, *map(_said, line)] for name, line in zip(names, values, strict=True)]
    table = _table([_("Øremerket"), *purposes], told, (0.28, *[0.18] * len(PURPOSES)), width)
    numbers = [[value if isinstance(value, int) else 0 for value in line] for line in values]
    head = [text(f"{said.CROSS}, {when}", "section"), text(f"{said.CROSS_RULE} {said.CHART_RULE}", "under"), gap(1)]
    return [gap(2), KeepTogether([*head, table, gap(3), stacked.bars(names, numbers, purposes, width)])]


def _purposes(shown: Sequence[figures_hidden.Row], when: str, width: float) -> list[Flowable]:
    names = figures_hidden.PURPOSE_FIGURES
    rows = [[PURPOSE_NAMES[str(row["purpose"])], *(_said(row[name]) for name in names)] for row in shown]
    if not rows:
        return []
    shares = (0.19, 0.1, 0.08, 0.09, 0.095, 0.115, 0.11, 0.095, 0.125)
    table = _table([_("Formål"), *(said.NAMES[name] for name in names)], rows, shares, width)
    head = [text(f"{said.PER_PURPOSE}, {when}", "section"), text(said.PURPOSE_RULE, "under"), gap(1)]
    return [gap(2), KeepTogether([*head, table])]


def _effects(found: Sequence[GroupChange], when: str, width: float) -> list[Flowable]:
    """Scores before and after over those who left."""
    if not found:
        return []
    rows = [[str(first), *map(_said, values)] for first, *values in figures_hidden.effects(found)]
    table = _table(said.EFFECT_HEADS, rows, (0.28, *[0.12] * 6), width)
    head = [text(f"{said.EFFECTS}, {when}", "section"), text(said.EFFECTS_RULE, "under"), gap(1)]
    return [gap(2), KeepTogether([*head, table])]


def _table(heads: Row, rows: Sequence[Row], shares: Sequence[float], width: float, rule: bool = False) -> Table:
    """Names to the left, values to the right; with `rule` the last column says how they were counted."""
    styles = ["cell_strong", *["cell_right"] * (len(heads) - 1)]
    tops = ["head", *["head_right"] * (len(heads) - 1)]
    if rule:
        styles[-1], tops[-1] = "under", "head"
    cells = [[text(said_, style) for said_, style in zip(row, styles, strict=True)] for row in rows]
    head = [text(said_, style) for said_, style in zip(heads, tops, strict=True)]
    table = Table([head, *cells], colWidths=[width * share for share in shares], repeatRows=1)
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BACKGROUND", (0, 0), (-1, 0), house.SOFT),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, house.BORDER),
            ("LEFTPADDING", (0, 0), (-1, -1), 5),
            ("RIGHTPADDING", (0, 0), (-1, -1), 5),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
    )
    return table


def _said(value: float | str | None) -> str:
    if isinstance(value, str):
        return value
    return words.NONE if value is None else words.number(value)
