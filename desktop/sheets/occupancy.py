"""The figures of stays in a period as a workbook: per site and month, each with its rule. No Qt."""

from __future__ import annotations

from pathlib import Path

from db import stay_report
from db.connection import Reader
from db.stay_report import SiteReport
from desktop.sheets import stay_tables
from desktop.sheets.export_book import Book, sheet_name
from desktop.stays import figures_words as said
from desktop.words import _


def export_occupancy(
    db: Reader, since: str, until: str, out: Path | str, *, today: str, by: str = ""
) -> list[SiteReport]:
    """Write the figures of [since, until) to `out` and return them, own wards first. Raises SheetFault.

    Figures of one to four persons are hidden, with what would give them away.
    """
    found = stay_report.reports(db, since, until, today=today)
    whole, *sites = found
    title = _("{what} {period}").format(what=said.TITLE, period=said.period(since, until))
    with Book(out, title, by=by, today=today) as book:
        summary = book.workbook.create_sheet(sheet_name(_("Sammendrag")))
        columns = [(_("Egne avdelinger"), whole.whole), *((one.whole.name, one.whole) for one in sites)]
        stay_tables.write_figures(book, summary, title, said.counted_to(whole.whole), columns)
        stay_tables.write_sites(book, found)
        stay_tables.write_series(book, [one.figures for one in whole.months])
        stay_tables.write_cross(book, whole.whole.figures)
        stay_tables.write_purposes(book, whole.whole.figures)
    return found
