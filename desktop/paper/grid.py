"""How wide the columns of a printed list are, and whether the sheet stands or lies: measured, not guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfbase.pdfmetrics import stringWidth

from desktop.columns import Column
from desktop.paper import house
from desktop.paper.lines import broken

PAD = 7.0  # points between two columns
LONGEST = 260.0  # points that one column may ask for before others have got theirs
LONGEST_WORD = 92.0
RIGHT = {"money", "number"}


@dataclass(frozen=True, slots=True)
class Field:
    """One column on the sheet: its left edge and the room for text, in points."""

    column: Column
    left: float
    room: float
    right: bool
    heading: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """The width a column would like and the least it can live with."""

    natural: float
    least: float


def wish(column: Column, texts: Sequence[str], size: float) -> Wish:
    """Measured on a sample of cell texts; a heading may break between words."""
    face = house.BOLD if column.strong else house.FACE
    heading = max((stringWidth(word, house.BOLD, size) for word in column.heading.split()), default=0)
    whole = max((stringWidth(said, face, size) for said in texts), default=0)
    word = max((stringWidth(word, face, size) for said in texts for word in said.split()), default=0)
    if column.kind != "text":
        word = whole
    natural = max(min(whole, LONGEST), heading)
    return Wish(natural + PAD, min(natural, max(min(word, LONGEST_WORD), heading)) + PAD)


def shared(wishes: Sequence[Wish], room: float) -> list[float]:
    """Widths that fill the room: what is over goes to the wide columns, what lacks is taken from the widest."""
    total, least = sum(w.natural for w in wishes), sum(w.least for w in wishes)
    if total <= room:
        slack = [max(w.natural - 50, 0) + 1 for w in wishes]
        return [w.natural + (room - total) * part / sum(slack) for w, part in zip(wishes, slack, strict=True)]
    if least >= room:
        return [w.least * room / least for w in wishes]
    low, high = 0.0, max(w.natural for w in wishes)
    while high - low > 0.1:  # the ceiling at which the widest columns have given what is missing
        ceiling = (low + high) / 2
        low, high = (ceiling, high) if sum(_under(w, ceiling) for w in wishes) <= room else (low, ceiling)
    return [_under(w, low) for w in wishes]


def _under(wished: Wish, ceiling: float) -> float:
    return min(wished.natural, max(wished.least, ceiling))


def fits(wishes: Sequence[Wish], room: float) -> bool:
    """Whether every column keeps at least most of what it asks for."""
    least, total = sum(w.least for w in wishes), sum(w.natural for w in wishes)
    return least + 0.75 * (total - least) <= room


def bearable(wishes: Sequence[Wish], room: float) -> bool:
    """Whether no word has to be cut."""
    return sum(w.least for w in wishes) <= room


def fields(columns: Sequence[Column], widths: Sequence[float], size: float) -> tuple[Field, ...]:
    laid, left = [], 0.0
    for column, width in zip(columns, widths, strict=True):
        heading = broken(column.heading, house.BOLD, size - 0.5, width - PAD, 3)
        laid.append(Field(column, left + PAD / 2, width - PAD, column.kind in RIGHT, heading))
        left += width
    return tuple(laid)
