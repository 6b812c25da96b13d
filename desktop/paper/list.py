"""Any list as it is shown: the columns that drive the screen drive the paper, whatever kind of record it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A3, A4, landscape
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
SIZES = (8.0, 7.2, 6.4)  # points; smaller letters only where the columns would not have room for a word
SAMPLE = 300  # records that the widths are measured on
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
    today: str = "",
) -> int:
    """Print a list. `shown` tells filter and order; a text among the rows is a group heading. With `today` a day
    that is past stands in red. Returns pages."""
    house.faces()
    sample, source = _sampled(rows)
    page, size, wishes = chosen(columns, sample)
    paper = Paper(title, stamp, persons, page, SIDE)
    grid = Grid(grids.fields(columns, grids.shared(wishes, paper.width), size), paper.width, size)
    head = [house.text(title, "title"), *([house.text(shown, "lead")] if shown else []), house.gap(3)]
    return print_story(out, paper, [*head, Rows(grid, rows_of(grid, source, reader(columns, today))), Tally(grid)])


def list_block(
    columns: Sequence[Column], rows: Iterable[Record | str], width: float, today: str = ""
) -> list[Flowable]:
    """The same list as a block in another document that is `width` points wide."""
    house.faces()
    sample, source = _sampled(rows)
    size, wishes = _smallest_needed(columns, sample, width)
    grid = Grid(grids.fields(columns, grids.shared(wishes, width), size), width, size)
    return [Rows(grid, rows_of(grid, source, reader(columns, today))), Tally(grid)]


def _sampled(rows: Iterable[Record | str]) -> tuple[list[Record], Iterable[Record | str]]:
    source = iter(rows)
    first = list(islice(source, SAMPLE))
    return [row for row in first if not isinstance(row, str)], chain(first, source)


def chosen(columns: Sequence[Column], sample: Sequence[Record]) -> tuple[tuple[float, float], float, list[grids.Wish]]:
    """Page, letter size and column wishes: A4 upright, else lying; A3 only where no word would have room on A4."""
    wishes = _wishes(columns, sample, SIZES[0])
    if grids.fits(wishes, A4[0] - 2 * SIDE):
        return A4, SIZES[0], wishes
    for page in (landscape(A4), landscape(A3)):
        size, wishes = _smallest_needed(columns, sample, page[0] - 2 * SIDE)
        if grids.bearable(wishes, page[0] - 2 * SIDE):
            return page, size, wishes
    return landscape(A3), SIZES[-1], wishes


def _smallest_needed(
    columns: Sequence[Column], sample: Sequence[Record], room: float
) -> tuple[float, list[grids.Wish]]:
    """The largest of the letter sizes at which every word has room, else the smallest."""
    for size in SIZES[:-1]:
        if grids.bearable(wishes := _wishes(columns, sample, size), room):
            return size, wishes
    return SIZES[-1], _wishes(columns, sample, SIZES[-1])


def _wishes(columns: Sequence[Column], sample: Sequence[Record], size: float) -> list[grids.Wish]:
    return [grids.wish(column, [said_in(column, row) for row in sample], size) for column in columns]


def said_in(column: Column, row: Record) -> str:
    """The text of a cell on paper; one place decides that a protected address is on none."""
    if told.guarded(column) and told.shielded(row):
        return SECRET if column.key.endswith("address") else ""
    return house.clean(told.text(column, row))


def reader(columns: Sequence[Column], today: str = "") -> Callable[[Record], Said]:
    """A function from a record to the text, face and ink of its cells."""
    faces = [(column, house.BOLD if column.strong else house.FACE, _inks(column, today)) for column in columns]

    def read(row: Record) -> Said:
        return [(said_in(column, row), face, ink(row)) for column, face, ink in faces]

    return read


def _inks(column: Column, today: str) -> Callable[[Record], Color]:
    """How a column chooses its ink: by the state, by a day that is past, or always the same."""
    if column.kind == "state":
        return lambda row: _state_ink(told.cell(column, row))
    if column.due and today:
        return lambda row: house.STATE_INK["overdue"] if _late(told.cell(column, row), row, today) else house.TEXT
    return lambda row: house.TEXT


def _state_ink(code: Any) -> Color:
    state = words.STATES.get(code)
    return house.STATE_INK.get(state.colour, house.TEXT) if state else house.TEXT


def _late(due: Any, row: Record, today: str) -> bool:
    return bool(due) and due < today and not ("end_reason" in row.keys() and row["end_reason"])  # noqa: SIM118


class Tally(Flowable):
    """How many rows there were, known when they have been drawn."""

    def __init__(self, grid: Grid):
        super().__init__()
        self.grid = grid

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return aW, 16

    def draw(self) -> None:
        n = self.grid.count
        said = ngettext("{n} rad", "{n} rader", n).format(n=words.number(n)) if n else _("Ingen rader")
        self.canv.setFont(house.FACE, 8)
        self.canv.setFillColor(house.MUTED)
        self.canv.drawString(grids.PAD / 2, 4, said)
