"""Ukelisten: who is in which place on every day of a week, for the ward; also what to fall back on without a PC."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak

from db.stay_chart import Chart, Lane, SiteOf, Span
from db.stay_days import plus
from desktop import words
from desktop.paper.blocks import things
from desktop.paper.fault import told_plainly
from desktop.paper.house import gap, text
from desktop.paper.sheet import Out, Paper, Stamp, print_story
from desktop.stays.told import who
from desktop.stays.words import PURPOSES, fewer
from desktop.words import _, ngettext

WEEK = 7
SHORT_DAYS = (_("ma."), _("ti."), _("on."), _("to."), _("fr."), _("lø."), _("sø."))
WIDTHS = tuple(mm * width for width in (26, 52, 32, 19, 19, *[16] * WEEK))


@told_plainly
def print_ward_sheet(out: Out, chart: Chart, stamp: Stamp, *, today: str) -> int:
    """Print the week of `chart`, a db.stay_chart of seven days from a Monday: one page or more for each own ward."""
    paper = Paper(_("Ukeliste {week}").format(week=words.week(chart.since, year=True)), stamp, size=landscape(A4))
    story: list[Flowable] = []
    for site in chart.sites:
        if site.kind == "ward":
            story += [PageBreak()] * bool(story) + _site(chart, site, paper, today)
    return print_story(out, paper, story or [text(paper.title, "title"), text(_("Ingen avdeling er lagt inn"), "lead")])


def _site(chart: Chart, site: SiteOf, paper: Paper, today: str) -> list[Flowable]:
    spans = [span for span in chart.spans if site.first <= span.lane < site.end]
    heads = (_("Plass"), _("Person"), _("Formål"), _("Inn"), _("Ut"), *_days(chart.since))
    rows = [*_reduced(chart, site), *_rows(chart, site, spans, today)]
    return [
        text(f"{site.name} · {paper.title.lower()}", "title"),
        text(_lead(chart, spans), "lead"),
        gap(3),
        things(heads, rows, WIDTHS) if rows else text(_("Ingen plasser er lagt inn"), "lead"),
    ]


def _days(monday: str) -> list[str]:
    return [f"{name} {int(plus(monday, number)[8:])}." for number, name in enumerate(SHORT_DAYS)]


def _lead(chart: Chart, spans: Sequence[Span]) -> str:
    """Who comes and who leaves within the week."""
    stays = [span for span in spans if span.stay_id is not None]
    come = sum(span.is_first and chart.since <= span.from_on < chart.until for span in stays)
    leave = sum(span.is_last and not span.over and chart.since <= span.to_on < chart.until for span in stays)
    return " · ".join(
        (
            f"{words.day(chart.since)} – {words.day(plus(chart.until, -1))}",
            ngettext("{n} ankomst", "{n} ankomster", come).format(n=come),
            ngettext("{n} avreise", "{n} avreiser", leave).format(n=leave),
        )
    )


def _reduced(chart: Chart, site: SiteOf) -> Iterator[list[object]]:
    """What closes a number of places of a ward."""
    for row in chart.reduced:
        if row["site_id"] == site.site_id:
            days = [plus(chart.since, number) for number in range(WEEK)]
            told = [_("færre") if row["from_on"] <= day < (row["to_on"] or chart.until) else "" for day in days]
            yield [[text(_("Avdelingen"), "cell_strong")], fewer(row), "", "", "", *told]


def _rows(chart: Chart, site: SiteOf, spans: Sequence[Span], today: str) -> Iterator[list[object]]:
    for number in range(site.first, site.end):
        lane = chart.lanes[number]
        here = [span for span in spans if span.lane == number]
        for at, span in enumerate(here):
            yield _row("" if at else _named(lane), span, chart.since, today)
        if not here and lane.place_id is not None:
            yield [[text(_named(lane), "cell_strong")], _("Ledig hele uken"), *[""] * (3 + WEEK)]


def _named(lane: Lane) -> str:
    return lane.name or _("Parkert")


def _row(place: str, span: Span, monday: str, today: str) -> list[object]:
    days = [_day(span, plus(monday, number), today) for number in range(WEEK)]
    if span.stay_id is None:
        return [[text(place, "cell_strong")], _("Stengt: {reason}").format(reason=span.text), "", "", "", *days]
    shown = [words.short_day(day, monday) for day in (span.in_on, span.out_on)]
    name = [text(who(asdict(span)), "cell_strong")]
    if span.over:
        said = ngettext("{n} dag over tiden", "{n} dager over tiden", span.over).format(n=span.over)
        name.append(text(said, "alarm"))
    return [[text(place, "cell_strong")], name, PURPOSES[span.purpose], *shown, *days]


def _day(span: Span, day: str, today: str) -> str:
    """What the cell of a day says; arrival and departure stand on their own days."""
    if not span.from_on <= day <= span.to_on or (span.stay_id is None and day == span.to_on):
        return ""
    if span.stay_id is None:
        return _("stengt")
    if span.state in ("planned", "provisional") and day < today:
        return _("ikke kommet")
    if day == span.from_on:
        return _in(span) if span.from_on < span.to_on else _("inn og ut")
    if day == span.to_on and not span.over:
        return _("ut") if span.is_last else _("flytter")
    if any(since <= day < until for since, until in span.leaves):
        return _("holdt plass")
    return _("inne") if day < span.told_on or not span.over else _("over tiden")


def _in(span: Span) -> str:
    if span.is_first:
        return _("inn") if span.state not in ("planned", "provisional") else _("kommer")
    return _("flytter hit")
