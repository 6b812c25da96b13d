"""The pyramids of a plan on paper: each level with shape, word and measures, and how they were judged before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether

from desktop import words
from desktop.paper import house
from desktop.paper.blocks import side_by_side
from desktop.paper.fault import told_plainly
from desktop.paper.house import gap, text
from desktop.paper.lines import broken
from desktop.paper.shapes import FORMS, draw, ink_of
from desktop.paper.sheet import Out, Paper, Stamp, print_story
from desktop.plans.words import LEVELS, PYRAMIDS
from desktop.words import _

Level = Mapping[str, Any]
Pyramids = Sequence[tuple[str, Sequence[Level]]]  # kind, and levels from the ground up
TALL, BESIDE = 112 * mm, 78 * mm  # height of a pyramid alone, and with its history below
GROUND, TOP = 1.0, 0.42  # how wide the lowest level begins and the highest ends
SMALL = 18 * mm  # height of a small pyramid in the history


@told_plainly
def print_pyramid_sheet(
    out: Out, plan: str, pyramids: Pyramids, history: Sequence[tuple[str, Pyramids]], stamp: Stamp
) -> int:
    """Print pyramids, and `history`: of each day the pyramids as they were then. Returns pages."""
    paper = Paper(_("Pyramider · {plan}").format(plan=plan), stamp, persons=False, size=landscape(A4))
    half = (paper.width - 8 * mm) / 2
    tall = BESIDE if len(history) > 1 else TALL
    drawn = [[text(PYRAMIDS[kind], "section"), Pyramid(levels, half, tall)] for kind, levels in pyramids]
    story: list[Flowable] = [text(_("Tjenestene, trinn for trinn"), "title"), text(plan, "lead"), gap(2)]
    if not drawn:
        story.append(text(_("Planen har ingen pyramider"), "lead"))
    for at in range(0, len(drawn), 2):
        story.append(side_by_side(drawn[at], drawn[at + 1] if at + 1 < len(drawn) else "", paper.width))
    story += [gap(2), Legend(paper.width)]
    if len(history) > 1:
        head = text(_("Slik er trinnene vurdert over tid"), "section")
        story.append(KeepTogether([head, *_history(history, paper.width)]))
    return print_story(out, paper, story)


def _history(days: Sequence[tuple[str, Pyramids]], width: float) -> list[Flowable]:
    """A row of small pyramids for each kind, the oldest to the left."""
    kinds = list(dict.fromkeys(kind for _day, pyramids in days for kind, _levels in pyramids))
    rows = []
    for kind in kinds:
        shown = [(words.short_day(day, day) + f" {day[:4]}", dict(pyramids).get(kind, ())) for day, pyramids in days]
        rows += [text(PYRAMIDS[kind], "under"), History(shown, width)]
    return rows


class Pyramid(Flowable):
    """The levels as a pyramid: name, shape and word of each, and the numbers of its measures."""

    def __init__(self, levels: Sequence[Level], width: float, height: float):
        super().__init__()
        self.levels, self.width, self.height = levels, width, height
        self.row = height / max(len(levels), 1)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        house.faces()
        for at, level in enumerate(self.levels):
            self._level(self.canv, level, at)

    def _share(self, at: float) -> float:
        """How wide the pyramid is at a height counted in levels."""
        return self.width * (GROUND - (GROUND - TOP) * at / max(len(self.levels), 1))

    def _level(self, canvas: Any, level: Level, at: int) -> None:
        below, above, bottom = self._share(at), self._share(at + 1), self.row * at + 1.2
        middle, tall = self.width / 2, self.row - 2.4
        canvas.setFillColor(house.WHITE if level["ours"] else house.ALT)
        canvas.setStrokeColor(ink_of(level["colour"]) if level["ours"] else house.BORDER)
        canvas.setLineWidth(2 if level["colour"] == "red" else 1.1)
        path = canvas.beginPath()
        path.moveTo(middle - below / 2, bottom)
        for across, up in ((below, 0), (above, tall), (-above, tall)):
            path.lineTo(middle + across / 2, bottom + up)
        path.close()
        canvas.drawPath(path, fill=1)
        self._said(canvas, level, middle, bottom, above - 12 * mm)

    def _said(self, canvas: Any, level: Level, middle: float, bottom: float, room: float) -> None:
        lines = broken(level["name"], house.BOLD, 8.5, room, 2 if self.row > 40 else 1)
        canvas.setFillColor(house.TEXT)
        canvas.setFont(house.BOLD, 8.5)
        for number, line in enumerate(lines):
            canvas.drawCentredString(middle, bottom + self.row - 13 - 10 * number, line)
        self._word(canvas, level, middle, bottom + min(6, self.row / 6))

    def _word(self, canvas: Any, level: Level, middle: float, base: float) -> None:
        said = LEVELS[level["colour"] or "none"].word if level["ours"] else _("Ikke kommunens eget")
        if level["numbers"]:
            said += " · " + _("tiltak {numbers}").format(numbers=level["numbers"])
        wide = canvas.stringWidth(said, house.FACE, 7.5)
        left = middle - wide / 2 + 5
        if level["ours"]:
            draw(canvas, FORMS[level["colour"] or "none"], left - 11, base - 0.5, 7.5, ink_of(level["colour"]))
        canvas.setFillColor(house.TEXT)
        canvas.setFont(house.FACE, 7.5)
        canvas.drawString(left, base, said)


class History(Flowable):
    """Small pyramids with their days under them: shapes alone, in the order of the levels."""

    def __init__(self, days: Sequence[tuple[str, Sequence[Level]]], width: float):
        super().__init__()
        self.days, self.width = days[-8:], width

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return self.width, SMALL + 14

    def draw(self) -> None:
        house.faces()
        step = self.width / 8
        for number, (day, levels) in enumerate(self.days):
            middle, row = step * (number + 0.5), SMALL / max(len(levels), 1)
            self._outline(middle, step)
            for at, level in enumerate(levels):
                size = min(row - 1.5, 8)
                draw(self.canv, FORMS[level["colour"] or "none"], middle - size / 2, 12 + at * row, size,
                     ink_of(level["colour"]))  # fmt: skip
            self.canv.setFillColor(house.MUTED)
            self.canv.setFont(house.FACE, 7)
            self.canv.drawCentredString(middle, 2, day)

    def _outline(self, middle: float, step: float) -> None:
        self.canv.setStrokeColor(house.BORDER)
        self.canv.setLineWidth(0.8)
        path = self.canv.beginPath()
        path.moveTo(middle - step * 0.36, 10)
        for across, up in ((0.36, 10), (0.12, SMALL + 12), (-0.12, SMALL + 12)):
            path.lineTo(middle + step * across, up)
        path.close()
        self.canv.drawPath(path, fill=0)


class Legend(Flowable):
    """What each shape says, by need."""

    def __init__(self, width: float):
        super().__init__()
        self.width = width

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return self.width, 14

    def draw(self) -> None:
        house.faces()
        left = 0.0
        for code, state in LEVELS.items():
            draw(self.canv, FORMS[code], left, 2, 8, ink_of(code))
            self.canv.setFillColor(house.TEXT)
            self.canv.setFont(house.FACE, 8)
            self.canv.drawString(left + 12, 2.5, state.word)
            left += 26 + self.canv.stringWidth(state.word, house.FACE, 8)
