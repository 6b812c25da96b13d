"""Belegg on A3 lying down: every place and day of a period, to hang in the duty room or bring to a meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from reportlab.lib.pagesizes import A3, landscape
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak

from db.stay_chart import Chart, SiteOf, Span
from db.stay_days import collide, nights, plus
from desktop import words
from desktop.paper.fault import told_plainly
from desktop.paper.house import gap, text
from desktop.paper.sheet import Out, Paper, Stamp, print_story
from desktop.paper.tape import Bar, Lane, Tape, fitting
from desktop.stays.words import LETTERS, PURPOSES, fewer, period
from desktop.words import _, ngettext

SIDE, TITLE = 12 * mm, 24 * mm
INK = {"planned": "confirmed"}  # a state of the chart whose ink has another name
WITHOUT = {"parked": _("Parkert"), "bought": _("Uten fast plass")}


@told_plainly
def print_stay_chart_sheet(out: Out, chart: Chart, stamp: Stamp, *, free: Sequence[str], today: str) -> int:
    """Print `chart` of db.stay_chart; `free` are the red days of the period. Returns pages."""
    title = _("Belegg {when}").format(when=period(chart.since, plus(chart.until, -1)))
    paper = Paper(title, stamp, size=landscape(A3), side=SIDE)
    room = (paper.width, paper.height - TITLE)
    days = nights(chart.since, chart.until)
    letters = " · ".join(f"{LETTERS[purpose]} {word.lower()}" for purpose, word in PURPOSES.items())
    lead = _("{n}. {letters}. Ankomst og avreise tegnes midt på dagen").format(n=words.span(days), letters=letters)
    story: list[Flowable] = []
    for lanes in fitting(list(_lanes(chart)), room[1]):
        tape = Tape(lanes, chart.since, days, room, free=free, today=today)
        story += [PageBreak()] * bool(story) + [text(paper.title, "title"), text(lead, "lead"), gap(2), tape]
    return print_story(out, paper, story or [text(paper.title, "title"), text(_("Ingen plasser er lagt inn"), "lead")])


def _lanes(chart: Chart) -> Iterator[Lane]:
    for site in chart.sites:
        yield Lane(site.name, heading=True)
        yield from _reduced(chart, site)
        for number in range(site.first, site.end):
            lane = chart.lanes[number]
            spans = [span for span in chart.spans if span.lane == number]
            bars = tuple(_bar(span, chart, _half(span, spans)) for span in spans)
            if bars or lane.place_id is not None:
                yield Lane(lane.name or WITHOUT[lane.kind], bars)


def _reduced(chart: Chart, site: SiteOf) -> Iterator[Lane]:
    """What closes a number of places of a site, a line for each, so that the words after a short bar have room."""
    for row in (one for one in chart.reduced if one["site_id"] == site.site_id):
        to_on = min(row["to_on"] or chart.until, plus(chart.until, 1))
        yield Lane(_("Færre plasser"), (Bar(row["from_on"], to_on, fewer(row), "closed"),))


def _half(span: Span, spans: Sequence[Span]) -> str:
    """A closure under the stays that it meets, and who is to come under who has not left: so that both can be read."""
    met = [one for one in spans if one is not span and collide(one.from_on, one.to_on, span.from_on, span.to_on)]
    if span.closure_id is not None:
        return "under" if any(one.closure_id is None for one in met) else ""
    if any(one.closure_id is not None for one in met):
        return "over"
    return ("over" if span.over else "under") if any(one.over or span.over for one in met) else ""


def _bar(span: Span, chart: Chart, half: str) -> Bar:
    to_on = min(span.to_on, plus(chart.until, 1))  # a closure may last for ever
    return Bar(span.from_on, to_on, _says(span), INK.get(span.state, span.state), half)


def _says(span: Span) -> str:
    """'R · Kari N.'; of one who should have left, how many days ago."""
    if span.stay_id is None:
        return _("Stengt: {why}").format(why=span.text)
    said = [LETTERS[span.purpose], words.short_name(asdict(span))]
    if span.over:
        said.append(ngettext("{n} dag over", "{n} dager over", span.over).format(n=span.over))
    elif span.from_on == span.to_on:
        said.append(_("samme dag"))
    said += [_("holdt plass {when}").format(when=period(*leave)) for leave in span.leaves]
    return " · ".join(said)
