"""A book as it stands: every sheet's cells as plain values, read safely. One error for everything: BookRefused."""

from pathlib import Path
from typing import Any

from desktop.sheets import text_table
from desktop.sheets.package import checked_parts
from desktop.sheets.refusal import BookRefused, ensure_size
from desktop.sheets.sheet import Book, Sheet

__all__ = ["Book", "BookRefused", "Sheet", "read_book"]
_MERGES, _MERGED_ROWS = 50_000, 2_000  # beyond these a merge is decoration, not a value for the rows below


def read_book(path: Path | str) -> Book:
    """Read every worksheet of an .xlsx or .xlsm book, or a table kept as text (.csv).

    BookRefused says what is wrong, where and what to do.
    """
    path = Path(path)
    if text_table.is_text(path):
        return text_table.read_text(path)
    notes = checked_parts(path)
    try:
        return Book(path.stem, path, _sheets(path, notes))
    except (BookRefused, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:
        raise BookRefused(_why(fault), path) from fault


def _why(fault: BaseException) -> str:
    if isinstance(fault, FileNotFoundError):
        return "missing"
    if isinstance(fault, PermissionError):
        return "locked"
    return "password" if type(fault).__name__ == "PasswordError" else "damaged"


def _sheets(path: Path, notes: dict[str, dict[tuple[int, int], str]]) -> list[Sheet]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    sheets = []
    with CalamineWorkbook.from_path(path) as workbook:
        for about in workbook.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            source = workbook.get_sheet_by_name(about.name)
            ensure_size(path, about.name, source.total_height, source.total_width)
            hidden = about.visible != SheetVisibleEnum.Visible
            rows = source.to_python(skip_empty_area=False)
            sheet = Sheet(about.name, rows, _merged(source), notes.get(about.name, {}), hidden)
            _fill_merged(sheet)
            sheets.append(sheet)
    return sheets


def _merged(source: Any) -> list[tuple[int, int, int, int]]:
    return [(top, left, bottom, right) for (top, left), (bottom, right) in source.merged_cell_ranges or ()]


def _fill_merged(sheet: Sheet) -> None:
    """Cells merged downwards all say what the first says; cells merged across stay one."""
    height = len(sheet.rows)
    for top, left, bottom, _right in sheet.merged[:_MERGES]:
        if top >= height or left >= len(sheet.rows[top]) or bottom - top > _MERGED_ROWS:
            continue
        for row in range(top + 1, min(bottom, height - 1) + 1):
            sheet.rows[row][left] = sheet.rows[top][left]
