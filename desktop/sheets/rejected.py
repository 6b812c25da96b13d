"""The rejected rows of an import as a book of their own, with the reason beside each row, to mend and import again."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from desktop.sheets.plan import ImportPlan, SheetPlan
from desktop.words import _


def save(plan: ImportPlan, path: Path | str) -> int:
    """Write the book; returns how many rows it holds. What looks like a formula stays text."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for sheet in plan.sheets:
        if sheet.rejected:
            _write(book, sheet)
    if not book.worksheets:
        book.create_sheet(_("Ingen avviste rader"))
    book.save(path)
    return plan.rejected


def _write(book: Any, plan: SheetPlan) -> None:
    sheet = book.create_sheet(plan.name)
    title = plan.recognition.group if plan.kind == "measures" else ""  # which plan they are to come into
    sheet.freeze_panes = "C3" if title else "C2"
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 8, 60
    if title:
        sheet.append([_cell(sheet, title)])
    labels = plan.recognition.headings
    sheet.append([_cell(sheet, text) for text in (_("Rad"), _("Hvorfor raden ble avvist"), *labels)])
    rows = plan.source.rows if plan.source else []
    for row in plan.rejected:
        cells = rows[row.row - 1] if row.row <= len(rows) else []
        sheet.append([row.row, _cell(sheet, row.reason), *(_cell(sheet, cell) for cell in cells)])


def _cell(sheet: Any, value: Any) -> Any:
    """Numbers and days as they are; every text as text, never a formula."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, bool | int | float | date | datetime | time | timedelta):
        return value
    if not value:
        return None
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value)))
    cell.data_type = "s"
    return cell
