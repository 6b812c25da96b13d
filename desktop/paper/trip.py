"""Kjørelisten: what the driver carries, stop by stop, with boxes to tick and a line to sign at each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table

from desktop import words
from desktop.paper.blocks import facts, things
from desktop.paper.fault import told_plainly
from desktop.paper.house import gap, led, text
from desktop.paper.sheet import Out, Paper, Stamp, print_story
from desktop.paper.ticks import Line, ticked
from desktop.trips import columns, details
from desktop.words import _, ngettext

Row = Mapping[str, Any]
WIDTHS = tuple(mm * width for width in (12, 66, 64, 32))
MOST = 12  # things of a stop in one row of the table: a row is never torn in two


@told_plainly
def print_trip_sheet(out: Out, trip: Row, stops: Sequence[Row], brought: Mapping[int, Row], stamp: Stamp) -> int:
    """Print the sheet of a trip. `stops` are rows of db.stops.stops, `brought` those of copies_to_bring by
    stop_thing_id. Returns pages."""
    paper = Paper(_("Kjøreliste {day}").format(day=words.day(trip["on_day"])), stamp)
    heads = (_("Stopp"), _("Hvem og hvor"), _("Utstyr"), _("Utført"))
    rows = [row for stop in stops for row in _rows(stop, brought)]
    return print_story(out, paper, [*_head(trip, stops, paper.width), things(heads, rows, WIDTHS)])


def _head(trip: Row, stops: Sequence[Row], width: float) -> list[Flowable]:
    count = ngettext("{n} stopp", "{n} stopp", len(stops)).format(n=words.number(len(stops)))
    lead = " · ".join((words.weekday_day(trip["on_day"]).capitalize(), count))
    known = [(_("Sjåfør"), trip["driver"])]
    if trip["note"]:
        known.append((_("Merknad"), trip["note"]))
    return [text(_("Kjøreliste"), "title"), text(lead, "lead"), gap(2), facts(known, width / 2), gap(4)]


def _rows(stop: Row, brought: Mapping[int, Row]) -> list[list[Any]]:
    """A stop as rows of the table: one, and one more for every dozen things after the first."""
    number = [text(stop["number"], "sum")]
    told = [_thing(one, brought.get(one["stop_thing_id"]), WIDTHS[2] - 6) for one in stop["things"]]
    parts = [told[start : start + MOST] for start in range(0, len(told), MOST)] or [[text("", "cell")]]
    first = [number, _who(stop), parts[0], _signed(WIDTHS[3] - 6)]
    more = [[[text(stop["number"], "cell")], [text(_("{name}, resten").format(name=details.name(stop)), "under")],
             part, [text("", "cell")]] for part in parts[1:]]  # fmt: skip
    return [first, *more]


def _who(stop: Row) -> list[Flowable]:
    """Name, place and what the driver must know; of a protected person no more than the office has given."""
    said: list[Flowable] = [
        text(words.STATES[columns.kind(stop)].word.upper(), "head"),
        text(details.name(stop), "cell_strong"),
        text(columns.address(stop), "cell"),
    ]
    known = ((_("Tlf."), stop["phone"]), (_("Etasje"), stop["floor"]), (_("Nøkkel"), stop["key_note"]))
    said += [led(f"{label}:", value, "cell") for label, value in known if value]
    if stop["attempts"]:
        said.append(text(columns.attempts(stop), "alarm"))
    if stop["note"]:
        said.append(text(stop["note"], "under"))
    return said


def _thing(thing: Row, bring: Row | None, width: float) -> Table:
    """One thing with its number and shelf beside a box to tick."""
    said: list[Flowable] = [text(thing["name"] or thing["text"], "cell_strong")]
    settled = columns.settled(thing)
    under = " · ".join(part for part in (_numbers(thing, bring), _count(thing)) if part)
    if under:
        said.append(text(under, "under"))
    if settled:
        said.append(text(settled, "alarm"))
    return ticked(said, width)


def _numbers(thing: Row, bring: Row | None) -> str:
    """'UT-0187 · Lager, A2'; of a swap both the one that comes back and the new one."""
    row = bring or thing
    taken = row["number"] if bring else thing["bring_number"]
    where = ", ".join(part for part in (row["room"], row["shelf"]) if part)
    new = " · ".join(part for part in (taken, where) if part)
    if thing["kind"] == "swap" and thing["held_number"]:
        return _("Hent {old}, lever {new}").format(old=thing["held_number"], new=new or "…")
    return thing["held_number"] or new


def _count(thing: Row) -> str:
    return _("Antall: {n}").format(n=words.number(thing["quantity"])) if thing["quantity"] > 1 else ""


def _signed(width: float) -> list[Flowable]:
    """What became of the stop, and who received or handed over."""
    ticks = [ticked([text(said, "cell")], width) for said in (_("utført"), _("ingen hjemme"))]
    return [*ticks, Line(_("Underskrift"), width)]


def places(rows: Sequence[Row]) -> dict[int, Row]:
    """Rows of copies_to_bring by the thing of a stop that each is for."""
    return {row["stop_thing_id"]: row for row in rows}
