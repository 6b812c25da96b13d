"""The month's sheets on stays: the month beside the year so far, the year's months, charts and earmarks. No Qt."""

from __future__ import annotations

from typing import Any

from db.stay_report import MonthReport
from desktop import words
from desktop.sheets import stay_tables
from desktop.sheets.export_book import Book, sheet_name
from desktop.stays import figures_hidden
from desktop.stays import figures_words as said
from desktop.words import _

SHEET = sheet_name(said.TITLE)


def write(book: Book, sheet: Any, found: MonthReport) -> None:
    """Fill the sheet of figures and add the others. Groups of one to four persons are hidden, with lists or without."""
    month, year = found.month.figures.since[:7], found.month.figures.since[:4]
    columns = [(words.month(month), found.month), (said.so_far(found.year), found.year)]
    leaving, last = figures_hidden.of_month(found), len(found.year_months)
    both = figures_hidden.last_two(leaving)
    stay_tables.write_figures(book, sheet, said.TITLE, said.counted_to(found.month), columns, both)
    name = year_sheet(year)
    sheet = book.workbook.create_sheet(name)
    stay_tables.write_months(book, sheet, name, found.year_months, columns[1], leaving.columns[0])
    stay_tables.write_series(book, found.series, leaving)
    for column, more in ((last - 1, ""), (last, f" {year}")):
        stay_tables.write_cross(book, leaving.cells(0, column), more)
        stay_tables.write_purposes(book, leaving.purposes(0, column), more)
    for scored, more in zip(found.effects, ("", f" {year}"), strict=True):
        stay_tables.write_effects(book, scored, more)


def year_sheet(year: str) -> str:
    """The sheet with every month of the year so far."""
    return sheet_name(_("Opphold i {year}").format(year=year))
