"""Any list as it is shown: the columns that drive the screen drive the paper, whatever kind of record it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from desktop import columns as told
from desktop import words
from desktop.columns import Column
from desktop.paper import grid as grids
from desktop.paper import house
from desktop.paper.fault import told_plainly
from desktop.paper.rows import Grid, Rows, rows_of
from desktop.paper.sheet import Out, Paper, Stamp, print_story
from desktop.words import _, ngettext

SIDE = 13 * mm
SIZE = 8.0
SAMPLE = 300  # records that the widths are measured on
SHIELDED = ("address", "phone", "kin")
SECRET = _("skjermet – se kontoret")

Record = Mapping[str, Any]
Said = list[tuple[str, str, Color]]


@told_plainly
def print_rows(
    out: Out,
    columns: Sequence[Column],
    rows: Iterable[Record | str],
    *,
    title: str,
    stamp: Stamp,
    shown: str = "",
    persons: bool = True,
) -> int:
    """Print a list. `shown` tells filter and order; a text among the rows is a group heading. Returns pages."""
    house.faces()
    sample, source = _sampled(rows)
    wishes = wishes_of(columns, sample)
    standing = grids.fits(wishes, A4[0] - 2 * SIDE)
    paper = Paper(title, stamp, persons, A4 if standing else landscape(A4), SIDE)
    grid = Grid(grids.fields(columns, grids.shared(wishes, paper.width), SIZE), paper.width, SIZE)
    head = [house.text(title, "title"), *([house.text(shown, "lead")] if shown else []), house.gap(3)]
    return print_story(out, paper, [*head, Rows(grid, rows_of(grid, source, reader(columns))), Tally(grid)])


def list_block(columns: Sequence[Column], rows: Iterable[Record | str], width: float) -> list[Flowable]:
    """The same list as a block in another document that is `width` points wide."""
    house.faces()
    sample, source = _sampled(rows)
    widths = grids.shared(wishes_of(columns, sample), width)
    grid = Grid(grids.fields(columns, widths, SIZE), width, SIZE)
    return [Rows(grid, rows_of(grid, source, reader(columns))), Tally(grid)]


def _sampled(rows: Iterable[Record | str]) -> tuple[list[Record], Iterable[Record | str]]:
    source = iter(rows)
    first = list(islice(source, SAMPLE))
    return [row for row in first if not isinstance(row, str)], chain(first, source)


def wishes_of(columns: Sequence[Column], sample: Sequence[Record]) -> list[grids.Wish]:
    return [grids.wish(column, [said_in(column, row) for row in sample], SIZE) for column in columns]


def shielded(column: Column, row: Record) -> bool:
    """Whether the cell could tell where a protected person lives; without a word on protection it is kept back."""
    if not any(mark in column.key for mark in SHIELDED):
        return False
    keys = row.keys()
    marks = [row[key] for key in keys if key.endswith("protected")]
    if marks:
        return any(marks)
    return not ("unit_id" in keys and row["unit_id"])


def said_in(column: Column, row: Record) -> str:
    """The text of a cell on paper; one place decides that a protected address is on none."""
    said = told.text(column, row)
    return SECRET if said and shielded(column, row) else house.clean(said)


def reader(columns: Sequence[Column]) -> Callable[[Record], Said]:
    """A function from a record to the text, face and ink of its cells."""
    faces = [(column, house.BOLD if column.strong else house.FACE) for column in columns]

    def read(row: Record) -> Said:
        return [(said_in(column, row), face, _ink(column, row)) for column, face in faces]

    return read


def _ink(column: Column, row: Record) -> Color:
    state = words.STATES.get(str(told.cell(column, row))) if column.kind == "state" else None
    return house.STATE_INK.get(state.colour, house.TEXT) if state else house.TEXT


class Tally(Flowable):
    """How many rows there were, known when they have been drawn."""

    def __init__(self, grid: Grid):
        super().__init__()
        self.grid = grid

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        return aW, 16

    def draw(self) -> None:
        n = self.grid.count
        said = ngettext("{n} rad", "{n} rader", n).format(n=words.number(n)) if n else _("Ingen rader")
        self.canv.setFont(house.FACE, 8)
        self.canv.setFillColor(house.MUTED)
        self.canv.drawString(grids.PAD / 2, 4, said)
