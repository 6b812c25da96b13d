"""The figures of stays in a period as a workbook: per site and month, each with its rule. No Qt."""

from __future__ import annotations

from pathlib import Path

from db import stay_report
from db.connection import Reader
from db.stay_report import ALL_RULES, SiteReport
from desktop.sheets import stay_tables
from desktop.sheets.export_book import Book, sheet_name
from desktop.stays import figures_hidden
from desktop.stays import figures_words as said
from desktop.stays.figures_hidden import Hidden
from desktop.words import _

OWN = _("Egne avdelinger")


def export_occupancy(
    db: Reader, since: str, until: str, out: Path | str, *, today: str, by: str = ""
) -> list[SiteReport]:
    """Write the figures of [since, until) to `out` and return them, own wards first. Raises SheetFault.

    Figures of one to four persons are hidden, with what would give them away.
    """
    found = stay_report.reports(db, since, until, today=today)
    whole = found[0]
    title = _("{what} {period}").format(what=said.TITLE, period=said.period(since, until))
    with Book(out, title, by=by, today=today) as book:
        summary = book.workbook.create_sheet(sheet_name(_("Sammendrag")))
        last = len(whole.months)
        leaving = figures_hidden.Leaving([[*one.months, one.whole] for one in found], told={(0, last)})
        hidden = leaving.columns
        wholes = {rule: _last(hidden, rule, last) for rule in ALL_RULES}
        columns = [(one.whole.name or OWN, one.whole) for one in found]
        stay_tables.write_figures(book, summary, title, said.counted_to(whole.whole), columns, wholes)
        for (name, reading), one, secret in zip(columns, found, hidden, strict=True):
            sheet = book.workbook.create_sheet(sheet_name(name))
            stay_tables.write_months(book, sheet, f"{name} · {title}", one.months, (_("I alt"), reading), secret)
        stay_tables.write_series(book, [one.figures for one in whole.months], leaving)
        stay_tables.write_cross(book, leaving.cells(0, last))
        stay_tables.write_purposes(book, leaving.purposes(0, last))
        stay_tables.write_effects(book, whole.effects)
    return found


def _last(hidden: list[Hidden], rule: str, last: int) -> dict[int, str]:
    """What is hidden of the whole period, site by site."""
    return {at: one[rule][last] for at, one in enumerate(hidden) if last in one[rule]}
