"""Utstyrsliste: all that somebody has, to read aloud to the next of kin and tick off when it is fetched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table

from desktop import words
from desktop.paper import house
from desktop.paper.blocks import Form, amount, borrower_facts, facts, side_by_side, thing, things
from desktop.paper.fault import told_plainly
from desktop.paper.house import gap, rule, text
from desktop.paper.sheet import Out, Paper, Stamp, print_story
from desktop.words import _


@told_plainly
def print_held_form(out: Out, form: Form, stamp: Stamp) -> int:
    """Print the list. `form` is db.paperwork.held. Returns pages."""
    paper = Paper(_("Utstyrsliste"), stamp)
    half = (paper.width - 8 * mm) / 2
    lines = form["lines"]
    return print_story(out, paper, [
        text(_("Utstyrsliste"), "title"),
        text(_("Alt som er lånt fra kommunen. Les opp, og kryss av det som er funnet."), "lead"),
        gap(4),
        rule(),
        gap(3),
        side_by_side(facts(borrower_facts(form), half), facts(_seen_to(form), half), paper.width),
        text(_("Har nå ({n})").format(n=len(lines)), "section"),
        _table(lines) if lines else text(_("Ingenting. Alt er levert."), "body"),
        gap(4),
        text(_("Utstyr som ikke står her, er ikke lånt fra kommunen. Merket med NAV går tilbake til NAV."), "under"),
    ])  # fmt: skip


def _seen_to(form: Form) -> list[tuple[str, str]]:
    """What happened, who sees to it, and until when the things may stay."""
    lapse = form["lapse"]
    told = [(_("Ansvarlig"), lapse["responsible"] if lapse else ""), (_("Telefon"), form["lender"]["phone"])]
    if lapse and lapse["grace_until"]:
        told.append((_("Hentes innen"), words.day(lapse["grace_until"])))
    day = form["died_on"] or form["moved_on"]
    if day:
        told.append((_("Død") if form["died_on"] else _("Flyttet"), words.day(day)))
    return [*told, (_("Avtalt med"), "")]


def _table(lines: Sequence[Form]) -> Table:
    heads = (_("Funnet"), _("Nummer"), _("Hjelpemiddel"), _("Antall"), _("Lånt"), _("Merknad"))
    rows = [
        ([Box()], line["number"] or "", thing(line), amount(line), words.number_day(line["out_on"]), "")
        for line in lines
    ]
    return things(heads, rows, [mm * w for w in (14, 24, 76, 13, 20, 27)])


class Box(Flowable):
    """A box to tick by hand."""

    SIDE = 11

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return self.SIDE, self.SIDE

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.setStrokeColor(house.STRONG)
        canvas.setLineWidth(0.8)
        canvas.rect(2, 0, self.SIDE - 2, self.SIDE - 2)
