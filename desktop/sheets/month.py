"""The month as a workbook: figures with their rules, groups, charts, and the list behind every figure. No Qt."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from db import figures, figures_depot, measure_figures, settings, stay_report
from db.connection import Reader
from db.figures import Group, MonthFigures
from db.figures_depot import MonthDays
from desktop import figures_words, words
from desktop.columns import Column
from desktop.sheets import month_charts, month_depot, month_lists, month_plans, month_stays, month_table
from desktop.sheets.export_book import Book, sheet_name, text_cell
from desktop.sheets.month_hidden import FEW, Shown, follow, secrets
from desktop.sheets.month_table import SERIES
from desktop.words import _

# The figures that tell of people's loans; the stock and the cleaning tell of things.
OF_PEOPLE = ("loans", "returns", "other_ends", "open", "overdue", "extended")


def export_month(
    db: Reader, month: str, out: Path | str, *, today: str, by: str = "", lists: bool = True
) -> MonthFigures:
    """Write the month ('2026-10') to `out` and return its figures. Raises Rejected and SheetFault.

    Without the lists the workbook holds figures only, and hides counts that are so small that they could point at a
    person.
    """
    steps = month_steps(db, month=month, out=out, today=today, by=by, lists=lists)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def month_steps(
    db: Reader, *, month: str, out: Path | str, today: str, by: str = "", lists: bool = True
) -> Generator[str, None, MonthFigures]:
    """The same as long work: yields what it does now; closing the generator leaves no file."""
    yield _("Teller")
    found = figures.month(db, month, today=today)
    waits = figures_depot.series(db, today=found.last)
    stays = stay_report.month(db, month, today=today)
    plans = measure_figures.month(db, month, today=today)
    with Book(out, figures_words.title(month), by=by, today=today) as book:
        summary = book.workbook.create_sheet(_("Sammendrag"))
        work = book.workbook.create_sheet(sheet_name(figures_words.DEPOT))
        beds = book.workbook.create_sheet(month_stays.SHEET) if stays else None
        measures = book.workbook.create_sheet(month_plans.SHEET) if plans else None
        _write_series(book, found, waits)
        groups = found.groups if lists else hidden(found.groups)
        _write_groups(book, groups)
        month_depot.write(book, work, found, hide=not lists)
        if stays:
            month_stays.write(book, beds, stays)
        if plans:
            month_plans.write(book, measures, plans)
        _write_summary(book, summary, found, settings.settings(db)["municipality"], lists)
        if lists:
            yield from month_lists.write(book, db, found, today)
    return found


# --- the summary ---------------------------------------------------------------------------------------------


def _write_summary(book: Book, sheet: Any, found: MonthFigures, municipality: str, lists: bool) -> None:
    said = [municipality, figures_words.counted_until(found.last, found.complete)]
    rows = [(figures_words.NAMES[rule], found.value(rule), figures_words.RULES[rule], False) for rule in figures.RULES]
    rows.insert(4, (_("Kontroll av beholdningen"), None, _checked(found), False))
    line = " · ".join(part for part in said if part)
    month_table.write(book, sheet, figures_words.title(found.month), line, rows)
    if not lists:
        sheet.append([])
        few = _("Antall under {n} som gjelder lån, er skjult per gruppe, så ingen kan kjennes igjen.").format(n=FEW)
        sheet.append([None, None, text_cell(sheet, few)])
    sheet.add_chart(month_charts.by_month(book.workbook[SERIES], len(found.series)), f"A{len(rows) + 8}")
    if found.groups:
        chart = month_charts.by_group(book.workbook[_GROUPS], len(found.groups), _OPEN_COLUMN)
        sheet.add_chart(chart, f"A{len(rows) + 28}")


def _checked(found: MonthFigures) -> str:
    numbers = (len(found.stock_open), len(found.came), len(found.left), len(found.stock_close))
    return figures_words.equation(*numbers, holds=found.stock_holds)


# --- the tables that the charts stand on ---------------------------------------------------------------------

_GROUPS = sheet_name(_("Per gruppe"))
_OPEN_COLUMN = 2 + figures.RULES.index("open")


def _series_label(row: Mapping[str, Any]) -> str:
    return f"{words.SHORT_MONTHS[int(row['month'][5:7]) - 1]} {row['month'][:4]}"


def _write_series(book: Book, found: MonthFigures, waits: Sequence[MonthDays]) -> None:
    columns = (
        Column("month", _("Måned"), width=14, value=_series_label),
        Column("loans", _("Utlån"), "number", 10),
        Column("returns", _("Returer"), "number", 10),
        Column("ordinary", figures_words.NAMES["ordinary_days"], "number", 14),
        Column("urgent", figures_words.NAMES["urgent_days"], "number", 14),
        Column("cleaning", figures_words.NAMES["cleaning_days"], "number", 14),
    )
    rows = (asdict(one) | asdict(days) for one, days in zip(found.series, waits, strict=True))
    book.sheet(SERIES, columns, persons=False).add(rows)


def _write_groups(book: Book, groups: Iterable[Group]) -> None:
    columns = (
        Column("name", _("Gruppe"), width=30, value=lambda row: figures_words.group(row["name"])),
        *(Column(rule, figures_words.NAMES[rule], "number", 12) for rule in figures.RULES),
    )
    rows = ({name: getattr(group, name) for name in ("name", *figures.RULES)} for group in groups)
    book.sheet(_GROUPS, columns, persons=False).add(rows)


def hidden(groups: Sequence[Group]) -> list[Any]:
    """The groups with small counts of people's loans hidden; the median goes with the counts it was made of."""
    counts = {figure: {group.name: getattr(group, figure) for group in groups} for figure in OF_PEOPLE}
    secret = follow(secrets(counts), {"loan_days": "returns"})
    return [Shown(group, {figure for figure, names in secret.items() if group.name in names}) for group in groups]
