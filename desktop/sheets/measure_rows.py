"""The rows of a table of measures: headings of areas and goals said once for those below, sums and repeats left out."""

import re
from collections.abc import Iterator
from typing import Any

from desktop.sheets import measure_headings
from desktop.sheets.book import Sheet
from desktop.sheets.recognise import Recognition
from desktop.sheets.repair import is_blank, text

_TOTAL = re.compile(r"(?:del)?sum(?:mer)?\b|totalt?(?: |$|:)|totale?\b|i alt\b|til ?sammen\b", re.IGNORECASE)
_GROUP = re.compile(r"(?:satsn?ings|fokus|innsats)område|(?:hoved|del)?mål\b", re.IGNORECASE)
_GOAL = re.compile(r"(?:hoved|del)?mål\b", re.IGNORECASE)
_SPARSE = 0.6  # an area or a goal that stands in fewer rows than this is said once for the rows below
_PLACES = ("focus_area", "goal")

Cells = dict[str, Any]


def measure_rows(sheet: Sheet, found: Recognition) -> Iterator[tuple[int, Cells]]:
    """(Excel's row number, {field: raw cell}) for every row that should hold a measure."""
    own = measure_headings.is_own(found.columns)
    sparse = set() if own else {name for name in _PLACES if _is_sparse(sheet, found, name)}
    above: dict[str, str] = dict.fromkeys(_PLACES, "")
    for at in range(found.heading_row, len(sheet.rows)):
        row = sheet.rows[at]
        cells = {name: row[column] for column, name in found.columns.items() if column < len(row)}
        filled = {name for name, cell in cells.items() if not is_blank(cell)}
        alone = [column for column, cell in enumerate(row) if not is_blank(cell)]
        if at == found.heading_row and _is_under(sheet, at, alone):
            continue
        if not alone or _is_total(cells, row[alone[0]]) or _is_heading(cells, found):
            continue
        if len(alone) == 1 and not own and _is_group(row[alone[0]], found.columns.get(alone[0])):
            _remember(above, "goal" if _GOAL.match(text(row[alone[0]])) else "focus_area", row[alone[0]])
            continue
        for name in _PLACES:
            if name in filled:
                _remember(above, name, cells[name])
        if filled <= {*_PLACES}:
            continue
        yield at + 1, cells | {name: above[name] for name in _PLACES if name in sparse and name not in filled}


def _remember(above: dict[str, str], name: str, cell: Any) -> None:
    if name == "focus_area" and text(cell) != above[name]:
        above["goal"] = ""
    above[name] = text(cell)


def _is_sparse(sheet: Sheet, found: Recognition, name: str) -> bool:
    at = {field: column for column, field in found.columns.items()}
    if name not in at or "measure" not in at:
        return True
    rows = [row for row in sheet.rows[found.heading_row :] if _cell(row, at["measure"])]
    return sum(bool(_cell(row, at[name])) for row in rows) < _SPARSE * len(rows)


def _cell(row: list[Any], column: int) -> str:
    return text(row[column]) if column < len(row) else ""


def _is_total(cells: Cells, first: Any) -> bool:
    """'Sum kostnader', which nobody answers for and which has no number of its own."""
    if any(not is_blank(cells.get(name)) for name in ("responsible", "status", "deadline")):
        return False
    words = text(cells.get("measure"))
    return bool(_TOTAL.match(words) and is_blank(cells.get("number"))) or bool(not words and _TOTAL.match(text(first)))


def _is_heading(cells: Cells, found: Recognition) -> bool:
    """The heading again, as on the top of a new page."""
    said = {name: found.headings[column] for column, name in found.columns.items() if column < len(found.headings)}
    same = sum(bool(said.get(name)) and text(cell) == said[name] for name, cell in cells.items())
    return same >= 2 and text(cells.get("measure")) == said.get("measure")


def _is_under(sheet: Sheet, at: int, filled: list[int]) -> bool:
    """The second row of a heading: it says only what the parts of a heading merged across are."""
    across = [(left, right) for top, left, bottom, right in sheet.merged if top <= at - 1 <= bottom and right > left]
    return bool(filled) and all(any(left <= column <= right for left, right in across) for column in filled)


def _is_group(cell: Any, field: str | None) -> bool:
    """The only cell of its row names an area or a goal: it stands outside the measures, or is written as a heading."""
    said = text(cell)
    if field in _PLACES or not re.search(r"[^\W\d]{2}", said):
        return False
    return field != "measure" or bool(_GROUP.match(said)) or (said.isupper() and len(said) > 8) or said.endswith(":")
