"""The places of rehab stays as a tape: what each bar, lane and day is called, on the screen and read aloud."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from db import red_days
from db.stay_chart import Chart, Lane, SiteOf, Span
from db.stay_days import nights
from desktop import words
from desktop.parts import tape_model as tape
from desktop.parts.tape_model import Ink
from desktop.stays import words as stay_words
from desktop.stays.red_days import RED_DAYS
from desktop.words import _, ngettext

INKS = {
    "in": Ink(_("Inne nå"), "", "bed"),
    "overstay": Ink(_("Over tiden"), "", "bed"),
    "planned": Ink(_("Bekreftet"), "lent", "circle-check"),
    "provisional": Ink(_("Foreløpig"), "reserved", "circle-question-mark", dashed=True, hatched=True),
    "discharged": Ink(_("Avsluttet"), "done"),
    "closed": Ink(_("Stengt"), "scrapped", "lock", hatched=True),
}
SAID = {"in": _("inne"), "overstay": _("inne"), "planned": _("planlagt, bekreftet"),
        "provisional": _("planlagt, foreløpig"), "discharged": _("utskrevet")}  # fmt: skip
LOOK_AT = _("Må ses på")
HELD, TWICE, NOT_FREE = _("holdt plass"), _("to steder samtidig"), _("plassen er ikke fri ennå")


class Shown(NamedTuple):
    """A tape, and what of the register its rows and bars are."""

    tape: tape.Tape
    lanes: dict[int, Lane]
    spans: dict[Hashable, Span]

    def row_of(self, key: Hashable) -> int:
        """The row of a bar."""
        return next(bar.lane for bar in self.tape.bars if bar.key == key)

    def of_stay(self, stay_id: int, today: str) -> Hashable:
        """The key of the bar where a stay is now: the part that has begun last, else its first; None without one."""
        parts = {key: span for key, span in self.spans.items() if span.stay_id == stay_id}
        begun = {key: span.from_on for key, span in parts.items() if span.from_on <= today}
        ahead = {key: span.from_on for key, span in parts.items()}
        return max(begun, key=lambda key: begun[key]) if begun else min(ahead, key=lambda key: ahead[key], default=None)


def of(chart: Chart, today: str, site_id: int | None = None) -> Shown:
    """All of a chart or one site of it; over the places of each stands a line with what is free each night."""
    lanes: list[tape.Lane] = []
    row_of: dict[int, int] = {}
    days = len(chart.sites[0].free) if chart.sites else 0
    for site in (one for one in chart.sites if site_id in (None, one.site_id)):
        lanes.append(_heading(site, chart))
        for number in range(site.first, site.end):
            row_of[number] = len(lanes)
            lanes.append(_lane(chart.lanes[number], site, number - site.first))
    spans = [span for span in chart.spans if span.lane in row_of]
    bars = [_bar(span, row_of[span.lane], today) for span in spans]
    red = {day: RED_DAYS[name] for day, name in red_days.between(chart.since, chart.until).items()}
    shown = tape.Tape(chart.since, days, lanes, bars, red, today)
    return Shown(shown, {row: chart.lanes[number] for number, row in row_of.items()},
                 {bar.key: span for bar, span in zip(bars, spans, strict=True)})  # fmt: skip


def _heading(site: SiteOf, chart: Chart) -> tape.Lane:
    wards = any(lane.place_id is not None for lane in chart.lanes[site.first : site.end])
    if not wards:
        return tape.Lane(("site", site.site_id), site.name, heading=True)
    why = _fewer(site, chart)
    notes = [_note(*night, why.get(at, "")) for at, night in enumerate(zip(site.free, site.open, strict=True))]
    return tape.Lane(("site", site.site_id), site.name, heading=True, notes=notes, hatched=why)


def _fewer(site: SiteOf, chart: Chart) -> dict[int, str]:
    """The nights, by their number, that a closure takes a number of places, and why."""
    found: dict[int, str] = {}
    for row in (one for one in chart.reduced if one["site_id"] == site.site_id):
        first = max(0, nights(chart.since, row["from_on"]))
        for night in range(first, min(len(site.free), nights(chart.since, row["to_on"] or chart.until))):
            found[night] = ", ".join(part for part in (found.get(night), stay_words.fewer(row)) if part)
    return found


def _note(free: int, room: int, why: str) -> tuple[str, str, bool]:
    """The number of free places in the head of a site, in words, and whether it asks for attention."""
    why = f". {why}" if why else ""
    if free < 0:
        many = ngettext("{n} mer enn det er plass til", "{n} flere enn det er plass til", -free)
        return words.number(free), many.format(n=-free) + why, True
    said = _("{free} av {room} plasser ledig").format(free=free, room=room)
    return words.number(free), said + why, False


def _lane(lane: Lane, site: SiteOf, number: int) -> tape.Lane:
    if lane.place_id is None:
        title = _("Parkert") if lane.kind == "parked" else _("Kjøpte døgn")
        return tape.Lane((lane.kind, site.site_id, number), title, quiet=True)
    marks = [_short(purpose) for purpose in lane.earmarks]
    extra = _("ekstraplass") if lane.kind == "extra" else ""
    under = " · ".join(part for part in (*marks, extra, lane.features) if part)
    return tape.Lane(("place", lane.place_id), lane.name, under)


def _short(purpose: str) -> str:
    """'R Rehabilitering': what the place is for, with the letter of its bars."""
    return f"{stay_words.LETTERS[purpose]} {stay_words.PURPOSES[purpose].lower()}"


def _bar(span: Span, row: int, today: str) -> tape.Bar:
    if span.closure_id is not None:
        text = _("Stengt: {why}").format(why=span.text)
        return tape.Bar(("closure", span.closure_id, row), row, span.from_on, span.to_on, "closed", text,
                        spoken=f"{text[:1].lower()}{text[1:]}, {_days(span, today)}", behind=True)  # fmt: skip
    late = over(span)
    return tape.Bar(
        ("stay", span.segment_id), row, span.from_on, span.to_on, span.state, words.short_name(_who(span)),
        stay_words.LETTERS[span.purpose], said(span, today), span.told_on if late else "", late, span.leaves, HELD,
        span.twice is not None or span.waits_for is not None,
    )  # fmt: skip


def _who(span: Span) -> dict[str, str]:
    return {"first_name": span.first_name, "last_name": span.last_name}


def over(span: Span) -> str:
    """'3 dager over'; '' in time."""
    return ngettext("{n} dag over", "{n} dager over", span.over).format(n=span.over) if span.over else ""


def said(span: Span, today: str) -> str:
    """'Kari N., 1.–9. jan., inne, rehabilitering', with what is special about it."""
    parts = [words.short_name(_who(span)), _days(span, today), SAID[span.state],
             stay_words.PURPOSES[span.purpose].lower(), over(span)]  # fmt: skip
    parts += [f"{HELD} {stay_words.period(a, b, today)}" for a, b in span.leaves]
    parts += marks(span)
    return ", ".join(part for part in parts if part)


def _days(span: Span, today: str) -> str:
    """The days of the whole stay as told; of a closure its own."""
    since, until = span.in_on or span.from_on, span.out_on or span.told_on
    if since == until:
        return _("{day}, samme dag").format(day=words.short_day(since, today))
    return stay_words.period(since, until, today)


def marks(span: Span) -> list[str]:
    """What asks for attention about a stay, besides its days."""
    twice = [TWICE] if span.twice is not None else []
    return [*twice, NOT_FREE] if span.waits_for is not None else twice
