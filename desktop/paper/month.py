"""Månedsoversikten: figures with the rule behind each, the stock equation, charts, groups, and the lists behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Table

from desktop import words
from desktop.columns import Column
from desktop.paper import charts, house
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
class MonthSheet:
    """What the sheet says of one month (ISO 'YYYY-MM').

    `stock` is opening, in, out, closing. `months`, `loans` and `returns` are the series of the chart, oldest first.
    `group_heads` and `groups` are the table of groups, name first and whole numbers (or None) after;
    `group_bars` says which of its columns the bars show.
    """

    month: str
    figures: Sequence[Figure]
    stock: tuple[int, int, int, int]
    months: Sequence[str] = ()
    loans: Sequence[int] = ()
    returns: Sequence[int] = ()
    group_heads: Sequence[str] = ()
    groups: Sequence[Sequence[Any]] = ()
    group_bars: int = 1
    lists: Sequence[Behind] = field(default=())

    @property
    def balanced(self) -> bool:
        opening, came, went, closing = self.stock
        return opening + came - went == closing


@told_plainly
def print_month_sheet(out: Out, sheet: MonthSheet, stamp: Stamp, today: str = "") -> int:
    """Print the overview. Returns pages."""
    title = _("Månedsoversikt {month}").format(month=words.month(sheet.month))
    paper = Paper(title, stamp, persons=bool(sheet.lists))
    story = [
        text(title, "title"),
        text(_("Utlån av hjelpemidler"), "lead"),
        gap(4),
        *_figures(sheet, paper.width),
        gap(2),
        _stock(sheet, paper.width),
        *_chart(sheet, paper.width),
        *_groups(sheet, paper.width),
        *_lists(sheet, paper.width, today),
    ]
    return print_story(out, paper, story)


def _figures(sheet: MonthSheet, width: float) -> list[Flowable]:
    """The figures in rows of four: label, figure, and in small print what was counted."""
    cells = [
        [text(figure.label, "label"), text(figure.value, "figure"), text(figure.rule, "under")]
        for figure in sheet.figures
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


def _stock(sheet: MonthSheet, width: float) -> Flowable:
    """Opening stock + in − out = closing stock, and whether the sum holds."""
    opening, came, went, closing = (words.number(n) for n in sheet.stock)
    parts = [
        (_("Beholdning ved start"), opening),
        ("", "+"),
        (_("Inn"), came),
        ("", "−"),
        (_("Ut"), went),
        ("", "="),
        (_("Beholdning ved slutt"), closing),
    ]
    cells = [[text(label, "label"), text(value, "sum")] for label, value in parts]
    check = (
        _("Regnestykket går opp og er kontrollert mot eksemplarene.")
        if sheet.balanced
        else _("Regnestykket går ikke opp. Kjør kontroll av registeret.")
    )
    widths = [mm * w for w in (34, 8, 18, 8, 18, 8, 34)]
    table = Table(
        [[*cells, text(check, "under" if sheet.balanced else "alarm")]], colWidths=[*widths, width - sum(widths)]
    )
    table.setStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), house.ALT),
            ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (-1, -1), 8),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ]
    )
    return table


def _chart(sheet: MonthSheet, width: float) -> list[Flowable]:
    if not sheet.months:
        return []
    drawn = charts.columns(sheet.months, sheet.loans, sheet.returns, (_("Utlån"), _("Returer")), width)
    return [KeepTogether([text(_("Utlån og returer per måned"), "section"), gap(1), drawn])]


def _groups(sheet: MonthSheet, width: float) -> list[Flowable]:
    if not sheet.groups:
        return []
    shown = sorted(sheet.groups, key=lambda row: -(row[sheet.group_bars] or 0))[:12]
    shown = [row for row in shown if row[sheet.group_bars]]
    heading = _("{what} per gruppe").format(what=sheet.group_heads[sheet.group_bars])
    drawn = charts.bars([row[0] for row in shown], [row[sheet.group_bars] for row in shown], width)
    chart = [KeepTogether([text(heading, "section"), gap(1), drawn])] if shown else []
    return [text(_("Per gruppe"), "section"), _group_table(sheet, width), *chart]


def _group_table(sheet: MonthSheet, width: float) -> Table:
    heads = [text(head, "head" if at == 0 else "head_right") for at, head in enumerate(sheet.group_heads)]
    rows = [
        [text(row[0], "cell"), *(text("–" if n is None else words.number(n), "cell_right") for n in row[1:])]
        for row in sheet.groups
    ]
    first = width * 0.34
    rest = (width - first) / max(len(heads) - 1, 1)
    table = Table([heads, *rows], colWidths=[first, *[rest] * (len(heads) - 1)], repeatRows=1)
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("VALIGN", (0, 1), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("LINEBELOW", (0, 0), (-1, 0), 0.7, house.STRONG),
            ("ROWBACKGROUNDS", (0, 1), (-1, -1), [house.WHITE, house.ALT]),
        ]
    )
    return table


def _lists(sheet: MonthSheet, width: float, today: str) -> list[Flowable]:
    """The lists behind the figures, from a new page."""
    story: list[Flowable] = []
    for behind in sheet.lists:
        rule = [text(behind.rule, "under")] if behind.rule else []
        story += [
            *([gap(3), CondPageBreak(NEEDED)] if story else [PageBreak()]),
            text(behind.title, "section"),
            *rule,
            *list_block(behind.columns, behind.rows, width, today),
        ]
    return story
