"""Månedsoversikten: figures with the rule behind each, the stock equation, charts, groups, and the lists behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Table

from db.measure_figures import MonthPlans
from db.stay_report import MonthReport
from desktop import words
from desktop.columns import Column
from desktop.figures_words import title as month_title
from desktop.paper import charts, house, month_plans, month_stays
from desktop.paper.fault import told_plainly
from desktop.paper.house import gap, text
from desktop.paper.list import list_block
from desktop.paper.sheet import Out, Paper, Stamp, print_story
from desktop.words import _

IN_A_ROW = 4
NEEDED = 90  # points that a list needs below its heading; else it starts on the next page


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what it is called, its value as people read it, and the rule it is counted by."""

    label: str
    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class Behind:
    """A list that stands behind a figure."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Mapping[str, Any]]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """An equation that is checked: first + second − third = fourth, what each is called, and how they are counted."""

    labels: tuple[str, str, str, str]
    values: tuple[int, int, int, int]
    rule: str = ""

    @property
    def holds(self) -> bool:
        opening, came, went, closing = self.values
        return opening + came - went == closing


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart month by month: a title, a name and the values of each of one or two series, None for no value."""

    title: str
    names: Sequence[str]
    series: Sequence[Sequence[float | None]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the sheet after the first: its figures, its charts by month, and its table by group."""

    title: str
    figures: Sequence[Figure]
    charts: Sequence[Bars] = ()
    columns: Sequence[Column] = ()
    groups: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """What the sheet says of one month (ISO 'YYYY-MM').

    `months`, `loans` and `returns` are the series of the chart, oldest first. `group_heads` and `groups` are the
    table of groups, name first and numbers (or None) after; `group_bars` says which of its columns the bars show.
    `parts` follow on pages of their own, their charts over the same months; then stays and measures, if any.
    """

    month: str
    figures: Sequence[Figure]
    sums: Sequence[Sum] = ()
    lead: str = ""
    months: Sequence[str] = ()
    loans: Sequence[int] = ()
    returns: Sequence[int] = ()
    group_heads: Sequence[str] = ()
    groups: Sequence[Sequence[Any]] = ()
    group_bars: int = 1
    parts: Sequence[Part] = ()
    lists: Sequence[Behind] = field(default=())
    stays: MonthReport | None = None
    plans: MonthPlans | None = None


@told_plainly
def print_month_sheet(out: Out, sheet: MonthSheet, stamp: Stamp, today: str = "") -> int:
    """Print the overview. Returns pages."""
    title = month_title(sheet.month)
    paper = Paper(title, stamp, persons=bool(sheet.lists))
    story = [
        text(title, "title"),
        text(sheet.lead or _("Utlån av hjelpemidler"), "lead"),
        gap(4),
        *_figures(sheet.figures, paper.width),
        gap(2),
        *_sums(sheet, paper.width),
        *_chart(sheet, paper.width),
        *_groups(sheet, paper.width),
        *(flowable for part in sheet.parts for flowable in _part(part, sheet.months, paper.width)),
        *(month_stays.story(sheet.stays, paper.width) if sheet.stays else []),
        *(month_plans.story(sheet.plans, paper.width) if sheet.plans else []),
        *_lists(sheet, paper, today),
    ]
    return print_story(out, paper, story)


def _part(part: Part, months: Sequence[str], width: float) -> list[Flowable]:
    """A part on a page of its own."""
    story: list[Flowable] = [PageBreak(), text(part.title, "section"), gap(2), *_figures(part.figures, width)]
    for bars in part.charts:
        if all(value is None for values in bars.series for value in values):
            continue  # an empty chart says less than the dash among the figures
        drawn = charts.columns(months, bars.series, bars.names, width, 118)
        story.append(KeepTogether([text(bars.title, "section"), gap(1), drawn]))
    if part.groups:
        table = list_block(part.columns, part.groups, width)[:1]
        story += [CondPageBreak(NEEDED), text(_("Per gruppe"), "section"), *table]
    return story


def _figures(figures: Sequence[Figure], width: float) -> list[Flowable]:
    """The figures in rows of four: label, figure, and in small print what was counted."""
    cells = [
        [text(figure.label, "label"), text(figure.value, "figure"), text(figure.rule, "under")] for figure in figures
    ]
    cells += [[] for _empty in range(-len(cells) % IN_A_ROW)]
    rows = [cells[at : at + IN_A_ROW] for at in range(0, len(cells), IN_A_ROW)]
    if not rows:
        return []
    table = Table(rows, colWidths=[width / IN_A_ROW] * IN_A_ROW)
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 8),
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("TOPPADDING", (0, 0), (-1, -1), 6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
            ("BOX", (0, 0), (-1, -1), 0.6, house.BORDER),
            ("INNERGRID", (0, 0), (-1, -1), 0.6, house.BORDER),
        ]
    )
    return [table]


def _sums(sheet: MonthSheet, width: float) -> list[Flowable]:
    """The equations below each other, each with whether it holds."""
    if not sheet.sums:
        return []
    widths = [mm * w for w in (34, 8, 20, 8, 20, 8, 34)]
    rows: list[list[Any]] = []
    spans = []
    for one in sheet.sums:
        rows.append(_sum_row(one))
        if one.rule:
            spans.append(("SPAN", (0, len(rows)), (-1, len(rows))))
            rows.append([text(one.rule, "under"), *[""] * len(widths)])
    table = Table(rows, colWidths=[*widths, width - sum(widths)])
    table.setStyle(
        [
            *spans,
            ("BACKGROUND", (0, 0), (-1, -1), house.ALT),
            ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (-1, -1), 8),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ]
    )
    return [table]


def _sum_row(one: Sum) -> list[Any]:
    cells: list[Any] = []
    for sign, label, value in zip(("", "+", "−", "="), one.labels, one.values, strict=True):
        if sign:
            cells.append(text(sign, "sum"))
        cells.append([text(label, "label"), text(words.number(value), "sum")])
    if one.holds:
        return [*cells, text(_("Går opp. Hvert tall er talt for seg."), "under")]
    return [*cells, text(_("Går ikke opp. Kjør kontroll av registeret."), "alarm")]


def _chart(sheet: MonthSheet, width: float) -> list[Flowable]:
    if not sheet.months:
        return []
    drawn = charts.columns(sheet.months, (sheet.loans, sheet.returns), (_("Utlån"), _("Returer")), width)
    return [KeepTogether([text(_("Utlån og returer per måned"), "section"), gap(1), drawn])]


def _groups(sheet: MonthSheet, width: float) -> list[Flowable]:
    if not sheet.groups:
        return []
    shown = sorted(sheet.groups, key=lambda row: -(row[sheet.group_bars] or 0))[:12]
    shown = [row for row in shown if row[sheet.group_bars]]
    heading = _("{what} per gruppe").format(what=sheet.group_heads[sheet.group_bars])
    drawn = charts.bars([row[0] for row in shown], [row[sheet.group_bars] for row in shown], width)
    chart = [KeepTogether([text(heading, "section"), gap(1), drawn])] if shown else []
    return [text(_("Per gruppe"), "section"), *_group_table(sheet, width), *chart]


def _group_table(sheet: MonthSheet, width: float) -> list[Flowable]:
    """The groups as a list like any other, so that headings break between words."""
    columns = [Column(str(at), head, "number" if at else "text") for at, head in enumerate(sheet.group_heads)]
    rows = [{str(at): said for at, said in enumerate(row)} for row in sheet.groups]
    return list_block(columns, rows, width)[:1]


def _lists(sheet: MonthSheet, paper: Paper, today: str) -> list[Flowable]:
    """The lists behind the figures, below them where a good part of the page is left."""
    story: list[Flowable] = []
    for behind in sheet.lists:
        rule = [text(behind.rule, "under")] if behind.rule else []
        room = NEEDED if story else paper.height * 0.4
        story += [gap(3), CondPageBreak(room), text(behind.title, "section"), *rule, gap(1)]
        story += list_block(behind.columns, behind.rows, paper.width, today)
    return story
