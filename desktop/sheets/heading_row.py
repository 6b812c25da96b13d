"""Find the heading row of a sheet: the row, or two rows, whose cells are headings that we know."""

from typing import Any

from desktop.sheets import headings, measure_headings, repair, stay_headings
from desktop.sheets.book import Sheet

DEPTH = 40  # rows from the top where the heading is looked for


def find_heading(sheet: Sheet) -> tuple[int, list[str]]:
    """(index of the last heading row, one label per column); (-1, []) where no row is a heading."""
    best, found = 1.5, (-1, [])
    for at in range(min(DEPTH, len(sheet.rows))):
        labels = labels_of(sheet.rows[at])
        for candidate in (labels, _joined(sheet, at, labels)):
            score = _score(candidate)
            if score > best:
                best, found = score, (at, candidate)
    return found


def labels_of(row: list[Any]) -> list[str]:
    return [repair.text(cell) if isinstance(cell, str) and len(cell) <= 60 else "" for cell in row]


def _joined(sheet: Sheet, at: int, labels: list[str]) -> list[str]:
    """Two heading rows as one: the upper speaks where the lower is silent or says what another column says."""
    if not at or sum(map(bool, labels)) < 2 or any(isinstance(cell, float) for cell in sheet.rows[at]):
        return []
    upper = labels_of(sheet.rows[at - 1])
    if sum(map(bool, upper)) < 2:
        return []
    joined, above = [], ""
    for column, label in enumerate(labels):
        own = upper[column] if column < len(upper) else ""
        above = own or (above if _merged_across(sheet, at - 1, column) else "")
        both = f"{above} {label}".strip()
        plain = headings.meanings(label) and not _doubled(labels, label)
        joined.append(label if plain else both if headings.meanings(both) else label or own)
    return joined


def _merged_across(sheet: Sheet, row: int, column: int) -> bool:
    return any(top <= row <= bottom and left < column <= right for top, left, bottom, right in sheet.merged)


def _doubled(labels: list[str], label: str) -> bool:
    return sum(headings.norm(other) == headings.norm(label) for other in labels) > 1 or headings.norm(label) in (
        "navn",
        "dato",
        "nr",
    )


def _score(labels: list[str]) -> float:
    """How many different fields the labels name, in a book of aids, of stays or of measures: whichever knows most."""
    return max(_score_of_aids(labels), _score_of_stays(labels), _score_of_measures(labels))


def _score_of_measures(labels: list[str]) -> float:
    columns = measure_headings.columns_of(labels)
    if not measure_headings.is_measures(labels, columns):
        return 0
    known = sum(1 if measure_headings.is_plain(labels[column]) else 0.6 for column in columns)
    return known - 0.25 * sum(1 for label in labels if label and not measure_headings.meaning(label))


def _score_of_stays(labels: list[str]) -> float:
    known = {stay_headings.meaning(label): stay_headings.is_plain(label) for label in labels if label}
    strangers = sum(1 for label in labels if label and not stay_headings.meaning(label))
    return sum(1 if plain else 0.6 for field, plain in known.items() if field) - 0.25 * strangers


def _score_of_aids(labels: list[str]) -> float:
    """A label nobody knows counts a little against."""
    known = {
        meaning[0]: headings.is_plain(label) for label in labels if label and (meaning := headings.meanings(label))
    }
    strangers = sum(1 for label in labels if label and not headings.meanings(label))
    return sum(1 if plain else 0.6 for plain in known.values()) - 0.25 * strangers
