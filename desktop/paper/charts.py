"""Bar charts for paper: values printed on the bars, the second series hatched so that it survives a grey printer."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Literal

from reportlab.graphics.shapes import Drawing, Group, Line, Rect, String
from reportlab.lib.colors import Color

from desktop import words
from desktop.paper import house
from desktop.paper.lines import broken

ROUND = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
Anchor = Literal["start", "middle", "end"]
HATCH = 3.2  # points between the lines of a hatched bar


def columns(
    labels: Sequence[str],
    series: Sequence[Sequence[float | None]],
    names: Sequence[str],
    width: float,
    height: float = 132,
) -> Drawing:
    """One or two series side by side for each label, such as loans and returns for twelve months; None has no bar."""
    house.faces()
    drawing = Drawing(width, height)
    left, bottom, top = 26.0, 16.0, height - (30 if names[1:] else 12)
    ceiling = rounded_up(ceil(max([1, *(value or 0 for values in series for value in values)])))
    _scale(drawing, ceiling, left, bottom, width, top)
    step = (width - left) / max(len(labels), 1)
    bar = min(step * 0.36, 22)
    for at, label in enumerate(labels):
        start = left + step * (at + 0.5) - len(series) * (bar + 1) / 2
        for number, values in enumerate(series):
            _column(drawing, (start + number * (bar + 1), bottom, bar, top - bottom), values[at], ceiling, number > 0)
        drawing.add(_text(left + step * (at + 0.5), 4, label, "middle", house.MUTED))
    drawing.add(Line(left, bottom, width, bottom, strokeColor=house.STRONG, strokeWidth=0.6))
    if names[1:]:
        _legend(drawing, names, left, height - 12)
    return drawing


def _column(
    drawing: Drawing, room: tuple[float, float, float, float], value: float | None, ceiling: int, hatched: bool
) -> None:
    """One bar with its value above, in the room (left, bottom, width, height) that a full one would take."""
    left, bottom, wide, full = room
    if value is None:
        return
    tall = full * value / ceiling
    drawing.add(filled(left, bottom, wide, tall, hatched))
    drawing.add(_text(left + wide / 2, bottom + tall + 2.5, words.number(value), "middle", house.TEXT, 6.5))


def bars(labels: Sequence[str], values: Sequence[int], width: float, row: float = 14) -> Drawing:
    """One series lying down, for names too long to stand under a column."""
    house.faces()
    drawing = Drawing(width, row * len(labels) + 2)
    left = min(width * 0.42, 190)
    most = max([*values, 1])
    for at, (label, value) in enumerate(zip(labels, values, strict=True)):
        bottom = row * (len(labels) - at - 1) + 2
        long = (width - left - 34) * value / most
        name = broken(house.clean(label), house.FACE, 8, left - 8, 1)
        drawing.add(_text(left - 6, bottom + 3, name[0] if name else "", "end", house.TEXT, 8))
        drawing.add(filled(left, bottom, long, row - 4, False))
        drawing.add(_text(left + long + 4, bottom + 2.6, words.number(value), "start", house.TEXT, 8))
    drawing.add(Line(left, 0, left, row * len(labels) + 2, strokeColor=house.STRONG, strokeWidth=0.6))
    return drawing


def rounded_up(value: int) -> int:
    """The top of a scale of four whole and round steps: 66 -> 80, 7 -> 8, 431 -> 480; never under four."""
    step = max(ceil(value / 4), 1)
    power = 10 ** (len(str(step)) - 1)
    return 4 * next(int(nice * power) for nice in ROUND if nice * power >= step and nice * power % 1 == 0)


def filled(left: float, bottom: float, wide: float, tall: float, hatched: bool) -> Group:
    """A bar in the first colour, or framed and hatched in the second."""
    if not hatched:
        return Group(_rect(left, bottom, wide, tall, house.PETROL, None))
    group = Group()
    for near, far in hatching(wide, tall):
        group.add(
            Line(
                left + near[0],
                bottom + near[1],
                left + far[0],
                bottom + far[1],
                strokeColor=house.SECOND,
                strokeWidth=0.7,
            )
        )
    group.add(_rect(left, bottom, wide, tall, None, house.SECOND))
    return group


def hatching(wide: float, tall: float) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The slanted lines inside a bar, each from a lower left to an upper right point on its edge."""
    count = ceil((wide + tall) / HATCH)
    found = []
    for at in range(1, count):
        along = at * HATCH - tall  # where the line would meet the bottom edge
        near = (max(along, 0), max(-along, 0))
        far = (min(along + tall, wide), min(tall, wide - along))
        if far[0] > near[0]:
            found.append((near, far))
    return found


def _scale(drawing: Drawing, ceiling: int, left: float, bottom: float, right: float, top: float) -> None:
    for part in range(5):
        height = bottom + (top - bottom) * part / 4
        drawing.add(Line(left, height, right, height, strokeColor=house.BORDER, strokeWidth=0.4))
        drawing.add(_text(left - 4, height - 2.5, words.number(ceiling * part // 4), "end", house.MUTED))


def _rect(left: float, bottom: float, wide: float, tall: float, fill: Color | None, stroke: Color | None) -> Rect:
    drawn = Rect(left, bottom, wide, tall)
    drawn.fillColor, drawn.strokeColor, drawn.strokeWidth = fill, stroke, 0.8
    return drawn


def _legend(drawing: Drawing, names: Sequence[str], left: float, bottom: float) -> None:
    for number, name in enumerate(names):
        drawing.add(filled(left, bottom, 9, 9, number > 0))
        drawing.add(_text(left + 13, bottom + 1.4, name, "start", house.TEXT, 8))
        left += 80


def _text(x: float, y: float, said: str, anchor: Anchor, ink: Color, size: float = 7) -> String:
    return String(x, y, said, fontName=house.FACE, fontSize=size, fillColor=ink, textAnchor=anchor)
