"""Returseddel for NAVs utstyr: what must accompany a thing on its way back, or its user stays registered with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Table

from db.errors import Rejected, Why
from desktop import words
from desktop.paper import house
from desktop.paper.blocks import Form, Ticks, facts, lender_facts, name_of, side_by_side, signatures, things
from desktop.paper.fault import told_plainly
from desktop.paper.house import gap, rule, text
from desktop.paper.list import SECRET
from desktop.paper.sheet import Out, Paper, Part, Stamp, print_story
from desktop.words import _

NATIONAL_ID, MUNICIPALITY = 11, 4  # digits to write by hand: neither is ever stored


@told_plainly
def print_nav_slip_forms(out: Out, forms: Sequence[Form], stamp: Stamp) -> int:
    """Print a slip for each borrower. `forms` are db.paperwork.nav_slips; Rejected without any. Returns pages.

    What NAV asks for on return: navno, innlevering av hjelpemidler (name, address, birth number, municipality).
    """
    if not forms:
        raise Rejected(Why.NOT_NAVS)
    paper = Paper(_("Returseddel til NAV"), stamp)
    story: list[Flowable] = []
    for form in forms:
        story += [*([PageBreak()] if story else []), Part(""), *_slip(form, paper.width)]
    return print_story(out, paper, story)


def _slip(form: Form, width: float) -> list[Flowable]:
    half = (width - 8 * mm) / 2
    return [
        text(_("Returseddel til NAV"), "title"),
        text(_("Følger utstyret til NAV Hjelpemiddelsentral. Legg den synlig i pakken."), "lead"),
        gap(4),
        rule(),
        gap(3),
        side_by_side(facts(_user(form), half), facts(lender_facts(form), half), width),
        text(_("Skrives for hånd"), "section"),
        text(_("Fødselsnummer og kommunenummer lagres ikke i Hverdag."), "under"),
        gap(2),
        Boxes(_("Fødselsnummer"), NATIONAL_ID, after=6),
        gap(2),
        Boxes(_("Kommunenummer"), MUNICIPALITY),
        gap(2),
        Boxes(_("Antall kolli"), 2),
        text(_("Utstyr som leveres ({n})").format(n=len(form["lines"])), "section"),
        _table(form["lines"]),
        gap(5),
        KeepTogether([
            Ticks(_("Rengjort"), (_("ja"), _("nei"))),
            Ticks(_("Defekt"), (_("nei"), _("ja, hva:"))),
            text(_("Utstyr med smittefare skal ikke sendes. Avtal med hjelpemiddelsentralen først."), "under"),
            gap(8),
            signatures(width, _("Levert for kommunen"), _("Mottatt for NAV")),
        ]),
    ]  # fmt: skip


def _user(form: Form) -> list[tuple[str, str]]:
    """Who is registered with the thing; a protected address is blank, and the office knows."""
    pairs = [(_("Bruker"), name_of(form))]
    if not form["unit_name"]:
        pairs.append((_("Født"), words.day(form["born_on"])))
    return [*pairs, (_("Adresse"), SECRET if form["protected"] else form["address"])]


def _table(lines: Sequence[Form]) -> Table:
    heads = (_("HMS-nr"), _("Serienr."), _("Hjelpemiddel"), _("Vårt nummer"), _("Levert"))
    rows = [
        (
            line["hms_nr"] or "",
            line["serial"] or "",
            _named(line),
            line["number"] or "",
            words.number_day(line["ended_on"]),
        )
        for line in lines
    ]
    return things(heads, rows, [mm * w for w in (20, 34, 76, 24, 20)])


def _named(line: Form) -> list[Flowable]:
    said: list[Flowable] = [text(line["name"], "cell_strong")]
    parts = [part["name"] for part in line["accessories"] if part["returned"] != 0]
    return [*said, text(_("Med: {parts}").format(parts=words.listed(parts)), "under")] if parts else said


class Boxes(Flowable):
    """A label and a row of boxes for digits written by hand, with a wider gap after the box of number `after`."""

    SIDE, BETWEEN, LABEL = 6.4 * mm, 0.8 * mm, 32 * mm

    def __init__(self, name: str, count: int, after: int = 0):
        super().__init__()
        self.name, self.count, self.after = name, count, after

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return aW, self.SIDE

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.setFont(house.BOLD, 8.5)
        canvas.setFillColor(house.TEXT)
        canvas.drawString(0, self.SIDE / 2 - 3, self.name)
        canvas.setStrokeColor(house.STRONG)
        canvas.setLineWidth(0.6)
        left = self.LABEL
        for number in range(1, self.count + 1):
            canvas.rect(left, 0, self.SIDE, self.SIDE)
            left += self.SIDE + self.BETWEEN + (3 * mm if number == self.after else 0)
