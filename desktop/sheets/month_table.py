"""The table of figures on the month's sheets: each with its value and the rule it was counted by. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.styles import Alignment, Font

from desktop.sheets.export_book import (
    FONT,
    KRONER_FORMAT,
    Book,
    heading,
    set_up_page,
    set_widths,
    sheet_name,
    styled,
    text_cell,
)
from desktop.words import _

SERIES = sheet_name(_("Måned for måned"))  # the sheet that the charts of the months stand on
RULE_WIDTH = 72  # characters
FIRST = 5  # the row that the first figure stands in
Told = tuple[str, float | None, str, bool]  # name, value, rule, whether the value is money in øre


def write(book: Book, sheet: Any, title: str, said: str, rows: Sequence[Told]) -> None:
    """A title, a line under it, and the figures, upright on A4."""
    set_up_page(book, sheet, title, persons=False, orientation="portrait")
    set_widths(sheet, (28, 12, RULE_WIDTH))
    sheet.sheet_view.showGridLines = False
    sheet.append([_bold(sheet, title, 16)])
    sheet.append([text_cell(sheet, said)])
    sheet.append([])
    headings = ((_("Tall"), "text"), (_("Verdi"), "number"), (_("Slik er det talt"), "text"))
    sheet.append([heading(sheet, text, kind) for text, kind in headings])
    for at, (name, value, rule, money) in enumerate(rows, FIRST):
        sheet.row_dimensions[at].height = 4 + 15 * -(-len(rule) // (RULE_WIDTH + 8))
        sheet.append([_bold(sheet, name), _number(sheet, value, money), _wrapped(sheet, rule)])


def _bold(sheet: Any, text: str, size: int = 11) -> Any:
    cell = text_cell(sheet, text)
    cell.font, cell.alignment = Font(FONT, size, bold=True), Alignment(vertical="top")
    return cell


def _number(sheet: Any, value: float | None, money: bool) -> Any:
    cell = styled(sheet, KRONER_FORMAT if money else "General")
    cell.value, cell.alignment = value / 100 if money and value is not None else value, Alignment(vertical="top")
    return cell


def _wrapped(sheet: Any, text: str) -> Any:
    cell = text_cell(sheet, text)
    cell.alignment = Alignment("left", "top", wrap_text=True, indent=1)
    return cell
