"""The rows of a list as one flowable that reads its source as pages are filled: linear in time, a page in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from desktop.paper import house
from desktop.paper.grid import Field
from desktop.paper.lines import broken

UP, DOWN = 2.4, 2.9  # points of air above and below the text of a row


class Cell(NamedTuple):
    """What stands in a cell: its lines, its face and its ink."""

    lines: tuple[str, ...]
    face: str
    ink: Color


class Row(NamedTuple):
    """A row ready to be drawn; a group heading has one cell and no zebra."""

    cells: tuple[Cell, ...]
    height: float
    shaded: bool
    group: bool = False


@dataclass(slots=True)
class Grid:
    """The shape all rows of one list share, and how many have been drawn."""

    fields: tuple[Field, ...]
    width: float
    size: float = 8.0
    count: int = 0
    stripe: int = 0

    @property
    def leading(self) -> float:
        return self.size + 2.4

    @property
    def heading_height(self) -> float:
        return max((len(f.heading) for f in self.fields), default=1) * (self.leading - 0.5) + UP + DOWN

    def row(self, said: list[tuple[str, str, Color]]) -> Row:
        """A row from the text, face and ink of each cell."""
        self.count += 1
        self.stripe += 1
        cells = tuple(
            Cell(broken(text, face, self.size, f.room), face, ink)
            for f, (text, face, ink) in zip(self.fields, said, strict=True)
        )
        most = max((len(cell.lines) for cell in cells), default=1) or 1
        return Row(cells, most * self.leading + UP + DOWN, self.stripe % 2 == 0)

    def group(self, name: str) -> Row:
        """A heading between rows, such as «Forfalt»; the zebra starts anew under it."""
        self.stripe = 0
        lines = broken(name, house.BOLD, self.size, self.width - 8, 1)
        return Row((Cell(lines, house.BOLD, house.PETROL),), self.leading + UP + DOWN + 4, False, True)


class Rows(Flowable):
    """All rows that are left; splits into a full page and the rest, and repeats the heading on each."""

    def __init__(self, grid: Grid, source: Iterable[Row]):
        super().__init__()
        self.grid, self.source = grid, iter(source)
        self.taken: list[Row] = []

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        used = self.grid.heading_height + sum(row.height for row in self.taken)
        while used <= aH and (row := next(self.source, None)):
            self.taken.append(row)
            used += row.height
        return self.grid.width, used

    def split(self, aW: float, aH: float) -> list[Flowable]:
        used, fitting = self.grid.heading_height, 0
        for row in self.taken:
            used += row.height
            if used > aH:
                break
            fitting += 1
        while fitting and self.taken[fitting - 1].group:
            fitting -= 1  # a group heading goes with its first row
        if not fitting:
            return []
        return [_Page(self.grid, self.taken[:fitting]), self._rest(fitting)]

    def _rest(self, fitting: int) -> Rows:
        rest = Rows(self.grid, self.source)
        rest.taken = self.taken[fitting:]
        return rest

    def draw(self) -> None:
        _draw(self.canv, self.grid, self.taken, self.height_of(self.taken))

    def height_of(self, rows: list[Row]) -> float:
        return self.grid.heading_height + sum(row.height for row in rows)


class _Page(Rows):
    """The rows of one page: nothing left to read."""

    def __init__(self, grid: Grid, rows: list[Row]):
        super().__init__(grid, ())
        self.taken = rows


def _draw(canvas: Any, grid: Grid, rows: list[Row], height: float) -> None:
    _grounds(canvas, grid, rows, height)
    pen = canvas.beginText()
    _heading(pen, grid, height)
    top = height - grid.heading_height
    for row in rows:
        _cells(pen, grid, row, top - UP - (3 if row.group else 0))
        top -= row.height
    canvas.drawText(pen)


def _grounds(canvas: Any, grid: Grid, rows: list[Row], height: float) -> None:
    """The zebra, and the lines under the heading and at the end."""
    top = height - grid.heading_height
    canvas.setStrokeColor(house.STRONG)
    canvas.setLineWidth(0.7)
    canvas.line(0, top, grid.width, top)
    canvas.setFillColor(house.ALT)
    for row in rows:
        top -= row.height
        if row.shaded:
            canvas.rect(0, top, grid.width, row.height, stroke=0, fill=1)
    canvas.setStrokeColor(house.BORDER)
    canvas.line(0, top, grid.width, top)


def _heading(pen: Any, grid: Grid, height: float) -> None:
    size, leading = grid.size - 0.5, grid.leading - 0.5
    base = height - UP - size
    most = max((len(f.heading) for f in grid.fields), default=1)
    pen.setFont(house.BOLD, size)
    pen.setFillColor(house.MUTED)
    for f in grid.fields:
        lift = (most - len(f.heading)) * leading
        for at, line in enumerate(f.heading):
            pen.setTextOrigin(_start(f, line, house.BOLD, size), base - lift - at * leading)
            pen.textOut(line)


def _cells(pen: Any, grid: Grid, row: Row, top: float) -> None:
    face, ink = "", None
    for f, cell in zip(grid.fields, row.cells, strict=False):
        if cell.face != face:
            face = cell.face
            pen.setFont(face, grid.size)
        if cell.ink is not ink:
            ink = cell.ink
            pen.setFillColor(ink)
        base = top - grid.size
        for line in cell.lines:
            pen.setTextOrigin(f.left if row.group else _start(f, line, face, grid.size), base)
            pen.textOut(line)
            base -= grid.leading


def _start(f: Field, line: str, face: str, size: float) -> float:
    return f.left + f.room - _width(line, face, size) if f.right else f.left


@lru_cache(maxsize=4_000)
def _width(line: str, face: str, size: float) -> float:
    return stringWidth(line, face, size)


def rows_of(grid: Grid, source: Iterable[Any], read: Any) -> Iterator[Row]:
    """Rows from records: `read(record)` gives the cells; a plain text in the source is a group heading."""
    for record in source:
        yield grid.group(record) if isinstance(record, str) else grid.row(read(record))
