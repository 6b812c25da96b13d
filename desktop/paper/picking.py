"""Plukklisten: what to take along on a day, room by room and shelf by shelf, without a name on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable

from desktop import words
from desktop.paper.blocks import things
from desktop.paper.fault import told_plainly
from desktop.paper.house import gap, led, text
from desktop.paper.sheet import Out, Paper, Stamp, print_story
from desktop.paper.ticks import Box
from desktop.words import _, ngettext

Row = Mapping[str, Any]
WIDTHS = tuple(mm * width for width in (9, 28, 34, 69, 16, 18))
MISSING = _("Ingen ledig")


@told_plainly
def print_picking_sheet(out: Out, trip: Row, rows: Sequence[Row], stamp: Stamp) -> int:
    """Print the list. `rows` are those of db.stops.copies_to_bring, with `accessories`. Returns pages."""
    paper = Paper(_("Plukkliste {day}").format(day=words.day(trip["on_day"])), stamp, persons=False)
    count = ngettext("{n} ting å ta med", "{n} ting å ta med", len(rows)).format(n=words.number(len(rows)))
    lead = " · ".join((words.weekday_day(trip["on_day"]).capitalize(), count))
    story: list[Flowable] = [text(_("Plukkliste"), "title"), text(lead, "lead"), gap(3)]
    for room, inside in groupby(rows, key=_room):
        story += [CondPageBreak(28 * mm), text(room, "section"), _table(list(inside)), gap(2)]
    return print_story(out, paper, story)


def _room(row: Row) -> str:
    if row["room"]:
        return row["room"]
    return MISSING if _is_missing(row) else _("Uten plassering")


def _is_missing(row: Row) -> bool:
    return row["number"] is None and row["tracking"] == "single"


def _table(rows: Sequence[Row]) -> Flowable:
    heads = ("", _("Hylle"), _("Nummer"), _("Hjelpemiddel"), _("Antall"), _("Til stopp"))
    return things(heads, [_row(row) for row in rows], WIDTHS)


def _row(row: Row) -> list[Any]:
    name: list[Flowable] = [text(row["name"], "cell_strong")]
    if row["accessories"]:
        name.append(led(_("Tilbehør:"), words.listed(row["accessories"]), "under"))
    return [[Box()], row["shelf"] or "", [text(row["number"] or "", "cell_strong"), text(_how(row), "under")], name,
            words.number(row["quantity"]), [text(row["stop"], "cell_strong")]]  # fmt: skip


def _how(row: Row) -> str:
    """Whether the copy is set aside, chosen, or the oldest that is free."""
    if row["tracking"] == "quantity":
        return ""
    if _is_missing(row):
        return _("må skaffes")
    if row["bring_state"] == "packed":
        return _("klargjort")
    return _("valgt") if row["bring_number"] else _("forslag: eldste ledige")
