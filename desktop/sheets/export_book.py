"""A workbook on its way out: typed cells by columns, text that is never a formula, one atomic write. No Qt."""

from __future__ import annotations

import errno
import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from desktop import words
from desktop.columns import Column
from desktop.faults import Told
from desktop.words import _

DAY_FORMAT = "dd.mm.yyyy"
MOMENT_FORMAT = "dd.mm.yyyy hh:mm"
KRONER_FORMAT, ORE_FORMAT = '#,##0 "kr"', '#,##0.00 "kr"'
NUMBER_FORMAT = "#,##0"
SHIELDED = ("address", "phone", "kin_")  # what could lead to a person whose address is protected
SECRET = _("Taushetsbelagt")
LONGEST = 32_767  # characters in a cell of Excel
_FIRST_DAY = "1900-03-01"  # Excel counts a 29 February 1900 that never was, and knows nothing before 1900
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*\x7f]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
FONT = "Calibri"  # what openpyxl writes for cells without a font of their own
_INK, _HEAD = "FF0B4F66", PatternFill("solid", fgColor="FFDCEBF1")
Row = Mapping[str, Any]
Value = Callable[[Any], Any]


class SheetFault(Told):
    """The workbook could not be written; the text is the sentence for people, and what stood there stands."""


def safe_name(wanted: str) -> str:
    """A file name that every system takes, out of any text: 'Utlån 3/4' -> 'Utlån 3-4.xlsx'."""
    name = _UNSAFE.sub("-", wanted).strip(" .-") or _("Uten navn")
    name = name.removesuffix(".xlsx")[:100].rstrip(" .")
    return ("_" if _RESERVED.fullmatch(name) else "") + name + ".xlsx"


def plain(text: str) -> str:
    """Text without the control characters that a workbook cannot hold."""
    if not text.isprintable():
        text = _ILLEGAL.sub("", text)
    return text[:LONGEST]


def sheet_name(title: str) -> str:
    """A title as the name of a sheet: 31 characters, none of those that Excel refuses."""
    return re.sub(r"[\[\]:*?/\\]", "-", plain(title)).strip("'")[:31] or _("Ark")


class Book:
    """A workbook that appears under its name when the `with` block ends well, and not at all otherwise."""

    def __init__(self, out: Path | str, title: str, *, by: str = "", today: str = ""):
        self.out, self.title, self.by, self.today = _with_suffix(Path(out)), title, by, today
        self.workbook = Workbook(write_only=True)
        self.workbook.properties.creator = "Hverdag"
        self.workbook.properties.title = plain(title)

    def __enter__(self) -> Book:
        return self

    def __exit__(self, kind, fault, trace) -> None:
        try:
            if kind is None:
                self._save()
        finally:
            for sheet in self.workbook.worksheets:
                _clean(sheet)

    def sheet(self, title: str, columns: Sequence[Column], *, persons: bool) -> ColumnSheet:
        """A sheet with the headings of the columns; rows are added with `add`."""
        return ColumnSheet(self, title, columns, persons)

    def _save(self) -> None:
        draft = self.out.with_name(f".{secrets.token_hex(8)}.tmp")
        try:
            self.workbook.save(draft)
            draft.replace(self.out)
        except OSError as fault:
            raise SheetFault(_reason(fault, self.out)) from fault
        finally:
            draft.unlink(missing_ok=True)


def set_up_page(book: Book, sheet: Any, title: str, persons: bool, orientation: str = "landscape") -> None:
    """A4, as wide as the paper, page x of y; "Taushetsbelagt" where people stand. Before the first row."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = orientation, Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.oddHeader.left.text = _coded(title)
    if persons:
        sheet.oddHeader.right.text = SECRET
    said = [_("Hentet ut {day}").format(day=words.number_day(book.today)) if book.today else "", book.by]
    sheet.oddFooter.left.text = _coded(" · ".join(part for part in said if part))
    sheet.oddFooter.right.text = _("Side {page} av {pages}").format(page="&P", pages="&N")


class ColumnSheet:
    """One sheet by columns: heading frozen, filter, widths, and every cell of its own type."""

    def __init__(self, book: Book, title: str, columns: Sequence[Column], persons: bool):
        self.columns, self.count = tuple(columns), 0
        self._sheet: Any = book.workbook.create_sheet(sheet_name(title))
        set_up_page(book, self._sheet, title, persons)
        self._sheet.freeze_panes = "A2"
        self._sheet.print_title_rows = "1:1"
        set_widths(self._sheet, [max(column.width, len(column.heading) + 3) for column in columns])
        self._sheet.append([heading(self._sheet, column.heading, column.kind) for column in columns])
        self._cells = [_reader(self._sheet, column) for column in columns]
        self._set_filter()

    def add(self, rows: Iterable[Row]) -> None:
        """Write rows; each cell is read by its column."""
        cells, append = self._cells, self._sheet.append
        for row in rows:
            append([typed(row[key]) if key else typed(read(row)) for typed, key, read in cells])
            self.count += 1
        self._set_filter()

    def _set_filter(self) -> None:
        last = get_column_letter(len(self.columns))
        self._sheet.auto_filter.ref = f"A1:{last}{self.count + 1}"


def set_widths(sheet: Any, widths: Sequence[float]) -> None:
    """Column widths in characters, from column A."""
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width


def heading(sheet: Any, text: str, kind: str = "text") -> Any:
    """A cell of the heading row; over numbers it stands to the right as they do."""
    cell = text_cell(sheet, text)
    cell.font, cell.fill = Font(FONT, 11, bold=True, color=_INK), _HEAD
    cell.border = Border(bottom=Side("thin", color=_INK))
    cell.alignment = Alignment("right" if kind in ("number", "money", "day", "moment") else None, "center")
    return cell


def text_cell(sheet: Any, text: str) -> Any:
    """Text as text, whatever it begins with."""
    cell: Any = WriteOnlyCell(sheet)
    cell.value = plain(text)
    cell.data_type = "s"
    return cell


def styled(sheet: Any, number_format: str) -> Any:
    """A cell for one column's values, used again row after row: a new one for each value costs most of the time."""
    cell: Any = WriteOnlyCell(sheet)
    cell.number_format = number_format
    return cell


def shielded(column: Column, row: Row) -> bool:
    """Whether the cell could tell where a person with a protected address lives."""
    return any(mark in column.key for mark in SHIELDED) and "protected" in row.keys() and bool(row["protected"])  # noqa: SIM118


def _reader(sheet: Any, column: Column) -> tuple[Value, str, Value]:
    """(value to cell, key or "", row to value): a key is read without a call, which is most of the columns."""
    typed, read = _KINDS[column.kind](sheet), column.value
    if any(mark in column.key for mark in SHIELDED):
        plainly = read or itemgetter(column.key)
        return typed, "", lambda row: None if shielded(column, row) else plainly(row)
    return (typed, "", read) if read else (typed, column.key, itemgetter(column.key))


def _texts(sheet: Any) -> Value:
    forced = text_cell(sheet, "")

    def typed(value: Any) -> Any:
        if value is None or value == "":
            return None
        said = value if value.__class__ is str and value.isprintable() and len(value) < LONGEST else plain(str(value))
        if said[:1] in "=#":  # what openpyxl would take for a formula or an error of Excel's
            forced._value, forced.data_type = said, "s"  # again: openpyxl writes the row's next values through it
            return forced
        return said

    return typed


def _days(sheet: Any) -> Value:
    cell, as_text = styled(sheet, DAY_FORMAT), _texts(sheet)

    def typed(value: Any) -> Any:
        if not value:
            return None
        if len(value) != 10 or value < _FIRST_DAY:
            return as_text(words.number_day(value))
        cell.value = date.fromisoformat(value)
        return cell

    return typed


def _moments(sheet: Any) -> Value:
    cell = styled(sheet, MOMENT_FORMAT)

    def typed(value: Any) -> Any:
        if not value:
            return None
        cell.value = words.local(value).replace(tzinfo=None, microsecond=0)
        return cell

    return typed


def _money(sheet: Any) -> Value:
    whole, parts = styled(sheet, KRONER_FORMAT), styled(sheet, ORE_FORMAT)

    def typed(value: Any) -> Any:
        if value is None:
            return None
        cell = parts if value % 100 else whole
        cell.value = value / 100 if value % 100 else value // 100
        return cell

    return typed


def _states(_sheet: Any) -> Value:
    return lambda value: words.STATES[value].word if value in words.STATES else value


def _flags(_sheet: Any) -> Value:
    return lambda value: _("Ja") if value else None


_KINDS: dict[str, Callable[[Any], Value]] = {
    "text": _texts, "day": _days, "moment": _moments, "money": _money,
    "number": lambda _sheet: lambda value: value, "state": _states, "flag": _flags,
}  # fmt: skip


def _coded(text: str) -> str:
    """Text for a page header, where & begins a code."""
    return plain(text).replace("&", "&&")


def _with_suffix(out: Path) -> Path:
    return out if out.suffix.lower() == ".xlsx" else out.with_name(out.name + ".xlsx")


def _clean(sheet: Any) -> None:
    """Close and take away openpyxl's draft of a sheet: it holds what the workbook holds."""
    writer = sheet._writer
    if writer is None:
        return
    if not sheet.closed:
        with suppress(Exception):
            sheet.close()
    Path(writer.out).unlink(missing_ok=True)


def _reason(fault: OSError, out: Path) -> str:
    if isinstance(fault, PermissionError):
        return _("Filen {name} er åpen i Excel eller skrivebeskyttet. Lukk den og prøv igjen.").format(name=out.name)
    if isinstance(fault, FileNotFoundError | NotADirectoryError):
        return _("Mappen finnes ikke lenger. Velg en annen mappe.")
    if fault.errno == errno.ENOSPC:
        return _("Det er ikke plass på disken. Frigjør plass og prøv igjen.")
    return _("Filen kunne ikke lagres. Prøv en annen mappe.")
