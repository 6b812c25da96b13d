"""The rows of a sheet that say something: group rows, blank rows, totals and repeated headings told apart."""

import re
from collections.abc import Iterator
from typing import Any

from desktop.sheets.book import Sheet
from desktop.sheets.group_names import capitalised
from desktop.sheets.names import is_unit
from desktop.sheets.recognise import Recognition
from desktop.sheets.refusal import column_letters
from desktop.sheets.repair import is_blank, text
from desktop.words import _

_TOTAL = re.compile(r"(?:del)?sum\b|total|i alt\b|til ?sammen\b|antall\b|snitt\b|gjennomsnitt\b", re.IGNORECASE)
_FILLED_DOWN = ("group", "subgroup")
_OWN_EXPORT = {"agreement", "serial", "owner"}  # in our own sheets an empty cell is an empty cell
_SPARSE = 0.6  # a group column filled in fewer rows than this says its word once for the rows below

Cells = dict[str, Any]


def data_rows(sheet: Sheet, found: Recognition) -> Iterator[tuple[int, Cells]]:
    """(Excel's row number, {field: raw cell}) for every row of data.

    "group" and "subgroup" are filled in from group rows, from above and from the sheet's name; "year" from a row
    that holds nothing but a year, else from the sheet's name.
    """
    pairs = sorted(found.columns.items())
    own = set(found.columns.values()) >= _OWN_EXPORT
    sparse = {name: not own and _is_sparse(sheet, found, column) for column, name in pairs if name in _FILLED_DOWN}
    above: dict[str, str] = {"group": found.group}
    year = found.year
    for at in range(found.heading_row, len(sheet.rows)):
        row = sheet.rows[at]
        filled = [
            column for column, cell in enumerate(row) if cell != "" and not (cell.__class__ is str and cell.isspace())
        ]
        if not filled or _is_total(row, filled, found) or _is_heading(row, filled, found):
            continue
        if len(filled) == 1 and (alone := _alone(row[filled[0]], found.columns.get(filled[0]), found)):
            above, year = _after_lone(alone, row[filled[0]], above, year, found)
            continue
        cells = {name: row[column] for column, name in pairs if column < len(row)}
        for name, is_sparse in sparse.items():
            written = text(cells[name])
            if written or not is_sparse:
                above[name] = capitalised(written) if name == "group" else written
        if all(found.columns.get(column) in (*_FILLED_DOWN, "lot", None) for column in filled):
            continue
        yield at + 1, cells | above | {"year": year}


def cell_remarks(sheet: Sheet, found: Recognition) -> list[tuple[int, str]]:
    """(row, sentence) for cells of data that Excel itself could not work out."""
    sentences = {
        "error": _("Celle {cell} viser en feil i Excel og er lest som tom."),
        "uncounted": _("Celle {cell} har en formel som Excel ikke har regnet ut, og er lest som tom. "
                       "Åpne og lagre boken i Excel for å få den med."),
    }  # fmt: skip
    return [
        (row + 1, sentences[why].format(cell=f"{column_letters(column + 1)}{row + 1}"))
        for (row, column), why in sorted(sheet.notes.items())
        if column in found.columns and row >= found.heading_row and row < len(sheet.rows)
        and not _is_total(sheet.rows[row], [c for c, cell in enumerate(sheet.rows[row]) if not is_blank(cell)], found)
    ]  # fmt: skip


def _is_sparse(sheet: Sheet, found: Recognition, column: int) -> bool:
    others = [c for c, name in found.columns.items() if name in ("name", "number", "hms_nr")]
    rows = [
        row for row in sheet.rows[found.heading_row :] if any(c < len(row) and not is_blank(row[c]) for c in others)
    ]
    filled = sum(1 for row in rows if column < len(row) and not is_blank(row[column]))
    return filled < _SPARSE * len(rows)


def _is_total(row: list[Any], filled: list[int], found: Recognition) -> bool:
    if not filled or not isinstance(row[filled[0]], str) or not _TOTAL.match(row[filled[0]].strip()):
        return False
    number = next((column for column, name in found.columns.items() if name == "number"), None)
    return found.columns.get(filled[0]) != "name" or number is None or is_blank(row[number])


def _is_heading(row: list[Any], filled: list[int], found: Recognition) -> bool:
    """The heading again, as on the top of a new page."""
    if len(filled) < 2 or not found.headings or not isinstance(row[filled[0]], str):
        return False
    first = filled[0]
    if first >= len(found.headings) or text(row[first]) != found.headings[first]:
        return False
    same = [column for column in filled if column < len(found.headings) and text(row[column]) == found.headings[column]]
    return len(same) >= max(2, len(filled) - 1)


def _alone(cell: Any, field: str | None, found: Recognition) -> str:
    """What a cell means that is the only one in its row: "group", "year", "stray" or "" (a row of data)."""
    written = text(cell)
    if found.kind == "stays" and field != "borrower" and is_unit(written) and not re.search(r"\d{4}", written):
        return "group"
    if found.kind in ("loans", "stays"):
        return "year" if re.fullmatch(r"(?:19|20)\d{2}|(?:år|utlån) (?:19|20)\d{2}", written.casefold()) else "stray"
    if field == "note" or isinstance(cell, float) or not isinstance(cell, str):
        return "stray"
    if found.kind == "people":
        return "stray"
    names = set(found.columns.values())
    if field == "name" and ("lot" in names or ("number" not in names and not _looks_like_group(written))):
        return ""
    return "stray" if field == "number" and re.search(r"\d", written) else "group"


def _looks_like_group(written: str) -> bool:
    return written.isupper() or written.endswith(":")


def _after_lone(
    alone: str, cell: Any, above: dict[str, str], year: int | None, found: Recognition
) -> tuple[dict[str, str], int | None]:
    if alone == "year":
        return above, int(re.search(r"\d{4}", text(cell))[0])  # type: ignore[index]
    if alone == "group" and len(text(cell)) <= 80:
        if "subgroup" in found.columns.values() and found.columns.get(0) == "lot":
            return above | {"subgroup": text(cell)}, year
        return above | {"group": capitalised(text(cell))}, year
    return above, year
