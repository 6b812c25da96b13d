"""A report on a plan on paper: the counts, what changed, and a line for every measure; colour is never alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable

from desktop.paper.blocks import facts, things
from desktop.paper.fault import told_plainly
from desktop.paper.house import gap, text
from desktop.paper.shapes import LIGHT_FORMS, Marked
from desktop.paper.sheet import Out, Paper, Stamp, print_story
from desktop.plans import report_told as told
from desktop.plans import words as plan_words
from desktop.plans.report_told import Line, Report
from desktop.words import _

WIDTHS = tuple(mm * width for width in (12, 84, 42, 42, 26, 55))
HEADS = (_("Nr"), _("Tiltak"), _("Ansvarlig"), _("Status"), _("Lys"), _("Rapport"))


@told_plainly
def print_plan_report_sheet(out: Out, report: Report, stamp: Stamp) -> int:
    """Print the report. Nothing of it is internal, and nobody's name is in it. Returns pages."""
    paper = Paper(f"{report.title} · {report.head['plan']}", stamp, persons=False, size=landscape(A4))
    story: list[Flowable] = [
        text(report.title, "title"),
        text(f"{report.head['plan']} · {report.standing}", "lead"),
        gap(2),
        facts(_counts(report), paper.width / 2),
        gap(1),
    ]
    if report.head["summary"]:
        story += [text(_("Sammendrag"), "section"), text(report.head["summary"])]
    for area, lines in groupby(report.lines, key=lambda line: line["focus_area"]):
        story += [CondPageBreak(40 * mm), text(area or _("Uten satsingsområde"), "section"), _table(list(lines))]
    return print_story(out, paper, story)


def _counts(report: Report) -> list[tuple[str, str]]:
    return [
        (_("Status"), ", ".join(f"{word.lower()} {n}" for word, n in told.counted(report))),
        (_("Lys"), ", ".join(f"{word[2:].lower()} {n}" for word, n in told.lights(report))),  # no shapes in the font
    ]


def _table(lines: Sequence[Line]) -> Flowable:
    return things(HEADS, [_row(line) for line in lines], WIDTHS)


def _row(line: Line) -> list[Any]:
    goal = [text(line["goal"], "under")] if line["goal"] else []
    state: list[Flowable] = [text(told.status(line), "cell_strong")]
    if told.changed(line):
        state.append(text(_("Endret {change}").format(change=_plain(told.changed(line))), "under"))
    if plan_words.deadline(line):
        late = line["deadline"] == "over"
        frist = _("Frist {day}").format(day=plan_words.deadline(line))
        state.append(text(f"{frist} – {plan_words.DEADLINES['over'].word.lower()}" if late else frist,
                          "alarm" if late else "under"))  # fmt: skip
    light: list[Flowable] = [Marked(line["light"], plan_words.LIGHTS[line["light"] or "none"].word, LIGHT_FORMS)]
    if line["light_reason"]:
        light.append(text(line["light_reason"], "under"))
    said: list[Flowable] = [text(told.said(line), "cell")]
    if told.costs(line):
        said.append(text(told.costs(line), "under"))
    return [line["number"], [text(line["text"], "cell_strong"), *goal], line["responsible"], state, light, said]


def _plain(said: str) -> str:
    """The words without the shapes and arrows that the face of the paper lacks."""
    return " ".join("".join(sign for sign in said if sign not in _SHAPES).split())


_SHAPES = frozenset("→" + "".join(plan_words.SHAPES.values()))
