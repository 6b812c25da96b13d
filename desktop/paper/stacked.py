"""Lying bars in parts, such as nights by purpose: parts told apart by fill, frame and letter, on a grey printer too."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics.shapes import Drawing, Group, Line, Rect, String
from reportlab.lib.colors import Color

from desktop import words
from desktop.paper import house
from desktop.paper.charts import Anchor, filled

GREY = house.HexColor("#C9D2DA")
NAMES, ROW, TALL, LEGEND = 120.0, 20.0, 14.0, 22.0  # points


def bars(labels: Sequence[str], values: Sequence[Sequence[int]], names: Sequence[str], width: float) -> Drawing:
    """A bar for each label with a part for each of up to four names; the value stands in a part with room for it."""
    house.faces()
    drawing = Drawing(width, LEGEND + ROW * len(labels))
    most = max([*(sum(line) for line in values), 1])
    for at, (label, line) in enumerate(zip(labels, values, strict=True)):
        bottom = ROW * (len(labels) - at - 1) + (ROW - TALL) / 2
        drawing.add(_said(NAMES - 6, bottom + 4, label, "end"))
        left = NAMES
        for number, value in enumerate(line):
            long = (width - NAMES - 4) * value / most
            if value:
                drawing.add(_part(left, bottom, long, TALL, number))
                _value(drawing, left, bottom, long, value, number)
            left += long
    drawing.add(Line(NAMES, 0, NAMES, ROW * len(labels), strokeColor=house.STRONG, strokeWidth=0.6))
    _legend(drawing, names, ROW * len(labels) + 8)
    return drawing


def _part(left: float, bottom: float, wide: float, tall: float, number: int) -> Group:
    """Full, hatched, empty and grey, in this order."""
    if number < 2:
        return filled(left, bottom, wide, tall, number == 1)
    shape = Rect(left, bottom, wide, tall)
    shape.fillColor, shape.strokeColor, shape.strokeWidth = (house.WHITE, GREY)[number - 2], house.TEXT, 0.8
    return Group(shape)


def _value(drawing: Drawing, left: float, bottom: float, wide: float, value: int, number: int) -> None:
    text = words.number(value)
    if wide < 6 * len(text) + 6:
        return
    if number == 1:  # a number on hatching needs a ground of its own
        ground = Rect(left + wide / 2 - 3 * len(text) - 2, bottom + 2, 6 * len(text) + 4, TALL - 4)
        ground.fillColor, ground.strokeColor = house.WHITE, None
        drawing.add(ground)
    drawing.add(_said(left + wide / 2, bottom + 4, text, "middle", house.TEXT if number else house.WHITE))


def _legend(drawing: Drawing, names: Sequence[str], bottom: float) -> None:
    left = NAMES
    for number, name in enumerate(names):
        drawing.add(_part(left, bottom, 10, 10, number))
        drawing.add(_said(left + 14, bottom + 2, name, "start"))
        left += 96


def _said(x: float, y: float, said: str, anchor: Anchor, ink: Color = house.TEXT) -> String:
    return String(x, y, said, fontName=house.FACE, fontSize=8, fillColor=ink, textAnchor=anchor)
