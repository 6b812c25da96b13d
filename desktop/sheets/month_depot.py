"""The month's sheets on the depot's own work: figures with their rules, charts, and the same by group. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from db.figures import MonthFigures
from db.figures_depot import MONEY, RULES
from desktop import figures_words
from desktop.columns import Column
from desktop.sheets import month_charts, month_table
from desktop.sheets.export_book import Book
from desktop.sheets.month_hidden import FEW, Secret, follow, secrets, told
from desktop.sheets.month_table import SERIES
from desktop.words import _

# The figures that tell of people's needs and loans, and what goes with them.
OF_PEOPLE = ("asked", "delivered", "waiting", "year_loans")
MEASURES = ("delivery_days", "ordinary_days", "urgent_days", "delivery_longest")
WITH = {"loans_per_copy": "year_loans", "value_out": "open"}


def write(book: Book, sheet: Any, found: MonthFigures, *, hide: bool) -> None:
    """Fill the sheet of figures and add that of the groups; `hide` hides what is so small that it points at someone."""
    rows = [(figures_words.NAMES[rule], found.value(rule), figures_words.RULES[rule], rule in MONEY) for rule in RULES]
    said = figures_words.counted_until(found.last, found.complete)
    month_table.write(book, sheet, figures_words.DEPOT, said, rows)
    months = len(found.series)
    series, below = book.workbook[SERIES], len(rows) + month_table.FIRST + 1
    sheet.add_chart(month_charts.delivery_by_month(series, months), f"A{below}")
    sheet.add_chart(month_charts.cleaning_by_month(series, months), f"A{below + 21}")
    _write_groups(book, _hidden(found) if hide else _groups(found))


def _write_groups(book: Book, rows: Iterable[Mapping[str, Any]]) -> None:
    columns = (
        Column("name", _("Gruppe"), width=30, value=lambda row: figures_words.group(row["name"])),
        *(Column(rule, figures_words.NAMES[rule], "money" if rule in MONEY else "number", 13) for rule in RULES),
    )
    book.sheet(_("Behov og bruk per gruppe"), columns, persons=False).add(rows)


def _groups(found: MonthFigures) -> list[dict[str, Any]]:
    depot = found.depot
    return [{"name": name} | {rule: depot.value(rule, name) for rule in RULES} for name in depot.groups]


def _hidden(found: MonthFigures) -> list[dict[str, Any]]:
    """The groups with small counts hidden; a sum of money or a measure is left empty where its count is small."""
    secret = _secrets(found)
    return [
        {rule: _shown(rule, value, name in secret.get(rule, ())) for rule, value in row.items()}
        for row in _groups(found)
        for name in (row["name"],)
    ]


def _secrets(found: MonthFigures) -> Secret:
    entries, names = found.depot.entries, found.depot.groups
    counts = {rule: {name: int(found.depot.value(rule, name) or 0) for name in names} for rule in OF_PEOPLE}
    counts["open"] = {group.name: group.open for group in found.groups}
    few = {rule: {name for name in names if sum(group == name for group, _days in entries[rule]) < FEW}
           for rule in MEASURES}  # fmt: skip
    return follow(secrets(counts), WITH) | few


def _shown(rule: str, value: Any, hide: bool) -> Any:
    if not hide or not value:
        return value
    return told(value) if rule in OF_PEOPLE else None
