"""Lights and levels on paper: a shape, filled where something is judged, beside its word; the grey copy keeps both."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable

from desktop.paper import house
from desktop.paper.lines import on_one

INKS = {"green": "free", "yellow": "yellow", "orange": "orange", "red": "overdue"}
FORMS = {"green": "circle", "yellow": "diamond", "orange": "triangle", "red": "square", "none": "ring"}
LIGHT_FORMS = FORMS | {"yellow": "triangle"}  # of the three lights of a measure


def draw(canvas: Any, form: str, left: float, base: float, size: float, ink: Color) -> None:
    """Draw a form (circle, diamond, triangle, square, ring) in a square of `size` points."""
    canvas.setFillColor(ink)
    canvas.setStrokeColor(ink)
    canvas.setLineWidth(0.9)
    half = size / 2
    if form in ("circle", "ring"):
        canvas.circle(left + half, base + half, half * 0.92, fill=form == "circle")
        return
    points = {
        "square": ((0.06, 0.06), (0.94, 0.06), (0.94, 0.94), (0.06, 0.94)),
        "triangle": ((0, 0.05), (1, 0.05), (0.5, 0.98)),
        "diamond": ((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)),
    }[form]
    path = canvas.beginPath()
    path.moveTo(left + points[0][0] * size, base + points[0][1] * size)
    for across, up in points[1:]:
        path.lineTo(left + across * size, base + up * size)
    path.close()
    canvas.drawPath(path, fill=1)


def ink_of(code: str | None) -> Color:
    """The colour of a light or a level; grey where nothing is judged."""
    return house.STATE_INK[INKS[code]] if code in INKS else house.STRONG


class Marked(Flowable):
    """A shape and a word on one line of a cell."""

    def __init__(self, code: str | None, word: str, forms: dict[str, str] = FORMS, size: float = 8.5):
        super().__init__()
        self.code, self.word, self.form, self.size = code, word, forms[code or "none"], size

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.width = aW
        return aW, self.size + 4

    def draw(self) -> None:
        house.faces()
        draw(self.canv, self.form, 0, 2, self.size - 1, ink_of(self.code))
        self.canv.setFillColor(house.TEXT)
        self.canv.setFont(house.BOLD, self.size)
        said = on_one(self.word, house.BOLD, self.size, self.width - self.size - 3)
        self.canv.drawString(self.size + 3, 2.4, said)
