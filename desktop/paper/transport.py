"""Transportlisten: whom a driver fetches to day rehab, and no more of each than the drive needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Table

from desktop import words
from desktop.paper.blocks import things
from desktop.paper.fault import told_plainly
from desktop.paper.house import gap, text
from desktop.paper.list import SECRET
from desktop.paper.sheet import Out, Paper, Stamp, print_story
from desktop.paper.ticks import Box
from desktop.stays import day_words
from desktop.words import _, ngettext

Row = Mapping[str, Any]
WIDTHS = tuple(mm * width for width in (16, 44, 46, 42, 13, 13))
ROOM = 38 * mm  # a heading stands on no page alone


@told_plainly
def print_transport_list(out: Out, day: str, rows: Sequence[Row], sites: Mapping[int, Row], stamp: Stamp) -> int:
    """Print the list of a day. `rows` are db.attendance.driven, `sites` rows of site by id. Returns pages."""
    paper = Paper(_("Transportliste {day}").format(day=words.day(day)), stamp)
    count = ngettext("{n} skal hentes", "{n} skal hentes", len(rows)).format(n=words.number(len(rows)))
    lead = " · ".join((words.weekday_day(day).capitalize(), count))
    head: list[Flowable] = [text(_("Transportliste"), "title"), text(lead, "lead"), text(_TAKE_CARE, "under"), gap(2)]
    return print_story(out, paper, [*head, *_groups(rows, sites)])


_TAKE_CARE = _("Opplysningene er bare til kjøringen. Lever listen tilbake, eller makuler den når dagen er over.")


def _groups(rows: Sequence[Row], sites: Mapping[int, Row]) -> Iterator[Flowable]:
    """A table for each day centre and way to get there."""
    for (site_id, way), group in groupby(rows, key=lambda row: (row["site_id"], row["transport"])):
        some = list(group)
        heading = _("{way} til {site}").format(way=day_words.TRANSPORTS[way], site=sites[site_id]["name"])
        where = [sites[site_id]["address"], _phone(sites[site_id]["phone"])]
        told = " · ".join(part for part in where if part)
        head = [text(heading, "section"), *([text(told, "under")] if told else []), gap(1)]
        yield CondPageBreak(ROOM)
        yield from (*head, _table(some))


def _table(rows: Sequence[Row]) -> Table:
    heads = (_("Hentes"), _("Navn og telefon"), _("Adresse"), _("Bil og hjelpemiddel"), _("Hentet"), _("Hjem"))
    return things(heads, [_cells(row) for row in rows], WIDTHS)


def _cells(row: Row) -> list[Any]:
    hidden = row["protected"]
    name = [text(words.full_name(row), "cell_strong")]
    phone = SECRET if hidden else row["phone"]
    if phone:
        name.append(text(phone, "cell"))
    at = row["pickup_at"].replace(":", ".")
    return [[text(at or _("ikke avtalt"), "cell_strong" if at else "cell")], name,
            SECRET if hidden else row["address"], "" if hidden else row["transport_note"],
            [Box()], [Box()]]  # fmt: skip


def _phone(phone: str) -> str:
    return _("tlf. {phone}").format(phone=phone) if phone else ""
