"""A printed document: the frame round every page, page x of y, and delivery to a path or an open file."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from desktop.paper import house
from desktop.paper.fault import told_plainly
from desktop.paper.lines import on_one
from desktop.words import _

Out = Path | str | BinaryIO


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who prints: municipality, depot, the person at the desk, and the local time as people write it."""

    municipality: str = ""
    depot: str = ""
    printed_by: str = ""
    printed_at: str = ""

    def sender(self) -> str:
        return " · ".join(part for part in (self.municipality, self.depot) if part)

    def trace(self) -> str:
        """'Skrevet ut av Jon Berg 22. november 2026 kl. 14.05'."""
        if self.printed_by:
            return _("Skrevet ut av {who} {when}").format(who=self.printed_by, when=self.printed_at).strip()
        return _("Skrevet ut {when}").format(when=self.printed_at).strip()


@dataclass(frozen=True, slots=True)
class Paper:
    """What every page of one document carries; `persons` puts «Taushetsbelagt» on it."""

    title: str
    stamp: Stamp = field(default_factory=Stamp)
    persons: bool = True
    size: tuple[float, float] = A4
    side: float = house.SIDE

    @property
    def width(self) -> float:
        return self.size[0] - 2 * self.side

    @property
    def height(self) -> float:
        return self.size[1] - house.TOP - house.BOTTOM


class Part(Flowable):
    """From here on pages count anew and carry this name, such as «Låners eksemplar». Draws nothing."""

    def __init__(self, name: str):
        super().__init__()
        self.name = name

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.canv.part = self  # pyright: ignore[reportAttributeAccessIssue]


class _Counting(Canvas):
    """A canvas that keeps its pages until the last is known, so that each can say «side 1 av 3»."""

    def __init__(self, *args: Any, paper: Paper, **named: Any):
        super().__init__(*args, **named)
        self.paper, self.part, self.kept = paper, Part(""), []

    def showPage(self) -> None:
        self.kept.append(dict(self.__dict__))
        self._startPage()  # pyright: ignore[reportAttributeAccessIssue]

    def save(self) -> None:
        kept, totals, seen = self.kept, Counter(page["part"] for page in self.kept), Counter()
        for page in kept:
            self.__dict__.update(page)
            seen[self.part] += 1
            _draw_frame(self, self.paper, self.part.name, seen[self.part], totals[self.part])
            Canvas.showPage(self)
        Canvas.save(self)


def _draw_frame(canvas: Canvas, paper: Paper, part: str, page: int, pages: int) -> None:
    width, height = paper.size
    left, right, top = paper.side, width - paper.side, height - 13 * mm
    count = _("side {page} av {pages}").format(page=page, pages=pages)
    canvas.setFillColor(house.PETROL)
    canvas.setFont(house.BOLD, 9)
    canvas.drawString(left, top, on_one(paper.stamp.sender() or paper.title, house.BOLD, 9, paper.width * 0.6))
    _mark(canvas, paper.persons, count, right, top)
    canvas.setStrokeColor(house.PETROL)
    canvas.setLineWidth(0.8)
    canvas.line(left, top - 2.4 * mm, right, top - 2.4 * mm)
    canvas.setFont(house.FACE, 7.5)
    canvas.setFillColor(house.MUTED)
    named = " · ".join(part for part in (paper.title, part) if part)
    room = paper.width - canvas.stringWidth(paper.stamp.trace(), house.FACE, 7.5) - 4 * mm
    canvas.drawString(left, 10 * mm, on_one(named, house.FACE, 7.5, room))
    canvas.drawRightString(right, 10 * mm, paper.stamp.trace())


def _mark(canvas: Canvas, persons: bool, count: str, right: float, top: float) -> None:
    canvas.setFont(house.FACE, 8)
    canvas.setFillColor(house.MUTED)
    canvas.drawRightString(right, top, count)
    if persons:
        canvas.setFont(house.BOLD, 8.5)
        canvas.setFillColor(house.TEXT)
        canvas.drawRightString(right - canvas.stringWidth(count, house.FACE, 8) - 4 * mm, top, _("Taushetsbelagt"))


@told_plainly
def print_story(out: Out, paper: Paper, story: Iterable[Flowable]) -> int:
    """Lay the flowables on pages and deliver the PDF. Returns the number of pages."""
    house.faces()
    made = BytesIO()
    document = BaseDocTemplate(
        made,
        pagesize=paper.size,
        title=paper.title,
        author=paper.stamp.municipality,
        creator="Hverdag",
        producer="Hverdag",
        lang="nb-NO",
    )
    frame = Frame(paper.side, house.BOTTOM, paper.width, paper.height, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate("page", [frame])])
    document.build(list(story), canvasmaker=partial(_Counting, paper=paper))
    deliver(made.getvalue(), out)
    return document.page


def deliver(data: bytes, out: Out) -> None:
    """Hand the bytes over whole: a path gets the new file in one step, never half a document."""
    if not isinstance(out, (str, Path)):
        out.write(data)
        return
    path = Path(out)
    part = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
