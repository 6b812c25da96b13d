"""Telling on paper: what a count came to, list by list, and the list to tick by hand before one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether

from desktop import words
from desktop.columns import Column
from desktop.counts import columns as told
from desktop.counts.columns import COUNT_ROWS, PLACE_MARK
from desktop.paper.blocks import facts, side_by_side, signatures
from desktop.paper.fault import told_plainly
from desktop.paper.house import gap, text
from desktop.paper.list import list_block
from desktop.paper.sheet import Out, Paper, Stamp, print_story
from desktop.words import _

Row = Mapping[str, Any]
NEEDED = 90  # points that a list needs below its heading; else it starts on the next page
LISTS = {  # in the order of the paper: what must be looked into first
    "missing": (_("Mangler"), ("number", "name", "place", "state")),
    "wrong_place": (_("Feil plass"), ("number", "name", "place", "seen_place", "state")),
    "unexpected": (_("Uventet"), ("number", "name", "place", "seen_place", "state")),
    "left": (_("Gått ut mens tellingen pågikk"), ("number", "name", "place", "state")),
    "found": (_("Funnet"), ("number", "name", "place", "seen_place", "state")),
}
BOX = "[     ]"  # the embedded face has no square
NARROW_ROOM = words.NBSP * 40  # as wide as a note written by hand
SHEET: tuple[Column, ...] = (
    Column("seen", _("Sett"), width=7, value=lambda _row: BOX),
    Column("number", _("Nummer"), width=12),
    Column("name", _("Hjelpemiddel"), width=34, strong=True),
    Column("serial", _("Serienummer"), width=16),
    Column("state", _("Tilstand"), "state", 16),
    Column("remark", _("Merknad"), width=22, value=lambda _row: NARROW_ROOM),
)


@told_plainly
def print_count_form(out: Out, count: Row, tally: Mapping[str, int], rows: Sequence[Row], stamp: Stamp) -> int:
    """Print a count. `count` is its row, `tally` and `rows` are of db.count_rows. Returns pages."""
    paper = Paper(_("Telling"), stamp, persons=False)
    story = [
        text(count["name"], "title"),
        text(told.counted_place(count), "lead"),
        gap(3),
        _summary(count, tally, paper.width),
    ]
    for outcome, (title, keys) in LISTS.items():
        chosen = [row for row in rows if row["outcome"] == outcome]
        if chosen:
            story += _section(f"{title} ({words.number(len(chosen))})", keys, chosen, paper.width)
    if not rows:
        story += [gap(4), text(_("Ingenting skulle stå her, og ingenting ble sett."))]
    return print_story(out, paper, [*story, *_signed(paper.width)])


def _summary(count: Row, tally: Mapping[str, int], width: float) -> Flowable:
    half = (width - 8 * mm) / 2
    days = [
        (_("Startet"), words.day(count["started_on"])),
        (_("Avsluttet"), words.day(count["closed_on"]) or _("Pågår")),
        (_("Merknad"), count["note"] or words.NONE),
    ]
    figures = [
        (_("Skal stå der"), words.number(tally["expected"])),
        *((title, words.number(tally[outcome])) for outcome, (title, _keys) in LISTS.items() if _told(tally, outcome)),
    ]
    return side_by_side(facts(days, half), facts(figures, half, 52 * mm), width)


def _told(tally: Mapping[str, int], outcome: str) -> bool:
    """Copies that left are told only where there are any."""
    return outcome != "left" or bool(tally["left"])


def _section(title: str, keys: Sequence[str], rows: Sequence[Row], width: float) -> list[Flowable]:
    known = {column.key: column for column in COUNT_ROWS}
    shown = tuple(known[key] for key in keys)
    return [CondPageBreak(NEEDED), text(title, "section"), *list_block(shown, rows, width)]


def _signed(width: float) -> list[Flowable]:
    return [gap(10), KeepTogether([signatures(width, _("Talt av"), _("Kontrollert av"))])]


@told_plainly
def print_count_sheet_form(out: Out, title: str, rows: Iterable[Row], stamp: Stamp) -> int:
    """Print what should stand in a place, shelf by shelf, with boxes. `rows` are count_rows.sheet. Returns pages."""
    paper = Paper(_("Telleliste"), stamp, persons=False)
    listed = list(rows)
    head = [
        text(_("Telleliste"), "title"),
        text(_("{place}. Kryss av det som står der, og skriv opp det som ikke er på listen.").format(place=title),
             "lead"),
        gap(3),
    ]  # fmt: skip
    if not listed:
        return print_story(out, paper, [*head, text(_("Etter registeret skal ingenting stå her.")), *_blank()])
    body = list_block(SHEET, _by_shelf(listed), paper.width)
    return print_story(out, paper, [*head, *body, *_blank(), *_signed(paper.width)])


def _by_shelf(rows: Sequence[Row]) -> Iterator[Row | str]:
    """The rows with a heading before each shelf."""
    shelf = None
    for row in rows:
        here = PLACE_MARK.join(part for part in (row["room"], row["shelf"]) if part) or _("Uten plass")
        if here != shelf:
            shelf = here
            yield here
        yield row


def _blank() -> list[Flowable]:
    """Room to write what stands there and is not on the list."""
    lines = [("", "") for _line in range(4)]
    return [KeepTogether([text(_("Står her, men er ikke på listen"), "section"), facts(lines, 174 * mm, 1 * mm)])]
