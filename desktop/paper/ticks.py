"""Boxes to tick by hand beside a text, and a line to sign on: what a sheet that is carried around needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table

from desktop.paper import house
from desktop.paper.blocks import FLUSH

SIDE = 8.5  # points of a box


class Box(Flowable):
    """An empty box."""

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return SIDE, SIDE + 1

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.setStrokeColor(house.STRONG)
        canvas.setLineWidth(0.8)
        canvas.rect(0, 0, SIDE, SIDE)


class Line(Flowable):
    """A line to write on, with what belongs there in small letters under it."""

    def __init__(self, said: str, width: float, height: float = 26):
        super().__init__()
        self.said, self.width, self.height = said, width, height

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.setStrokeColor(house.STRONG)
        canvas.setLineWidth(0.6)
        canvas.line(0, 10, self.width, 10)
        canvas.setFont(house.FACE, 7)
        canvas.setFillColor(house.MUTED)
        canvas.drawString(0, 2, self.said)


def ticked(said: Sequence[Flowable], width: float) -> Table:
    """A box with paragraphs beside it."""
    table = Table([[Box(), list(said)]], colWidths=[5 * mm, width - 5 * mm], hAlign="LEFT")
    table.setStyle([*FLUSH, ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5), ("TOPPADDING", (0, 0), (0, 0), 0.2)])
    return table
