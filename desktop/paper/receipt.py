"""Returkvittering: what was handed in, in what state, and what the borrower still has."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Table

from db.errors import Rejected, Why
from desktop import words
from desktop.paper.blocks import (
    Form,
    Signature,
    amount,
    borrower_facts,
    facts,
    lender_facts,
    side_by_side,
    thing,
    things,
)
from desktop.paper.fault import told_plainly
from desktop.paper.house import gap, rule, text
from desktop.paper.sheet import Out, Paper, Part, Stamp, print_story
from desktop.words import _

CONDITIONS = {
    "clean": _("Ren og hel"),
    "dirty": _("Skal rengjøres"),
    "damaged": _("Skadet"),
    "infectious": _("Smittefare"),
    "incomplete": _("Ufullstendig"),
}


@told_plainly
def print_receipt_forms(out: Out, forms: Sequence[Form], stamp: Stamp) -> int:
    """Print a receipt for each borrower. `forms` are db.paperwork.receipts. Returns pages."""
    if not forms:
        raise Rejected(Why.NOT_LENT)
    paper = Paper(_("Returkvittering"), stamp)
    story: list[Flowable] = []
    for form in forms:
        story += [*([PageBreak()] if story else []), Part(""), *_receipt(form, paper.width)]
    return print_story(out, paper, story)


def _receipt(form: Form, width: float) -> list[Flowable]:
    half = (width - 8 * mm) / 2
    return [
        text(_("Returkvittering"), "title"),
        text(_("Kommunalt korttidslån av hjelpemidler"), "lead"),
        gap(4),
        rule(),
        gap(3),
        side_by_side(facts(borrower_facts(form), half), facts(lender_facts(form), half), width),
        text(_("Levert inn ({n})").format(n=len(form["lines"])), "section"),
        _back(form["lines"]),
        *_left(form["open_lines"]),
        gap(8),
        KeepTogether([Signature(_("Mottatt for kommunen"), half)]),
    ]


def _back(lines: Sequence[Form]) -> Table:
    heads = (_("Nummer"), _("HMS-nr"), _("Hjelpemiddel"), _("Tilstand ved retur"), _("Antall"), _("Levert"))
    rows = [
        (
            line["number"] or "",
            line["hms_nr"] or "",
            thing(line, ticks=True),
            _outcome(line),
            amount(line),
            words.number_day(line["ended_on"]) or _("ukjent dag"),
        )
        for line in lines
    ]
    return things(heads, rows, [mm * w for w in (24, 16, 72, 30, 12, 20)])


def _outcome(line: Form) -> str:
    if line["end_reason"] != "returned":
        return words.STATES[line["end_reason"]].word
    gone = _("{n} er borte").format(n=words.number(line["lost"])) if line.get("lost") else ""
    return ". ".join(part for part in (CONDITIONS.get(line["condition_in"], ""), gone) if part)


def _left(lines: Sequence[Form]) -> list[Flowable]:
    """What the borrower still has; said in words when that is nothing."""
    if not lines:
        return [gap(4), text(_("Alt er levert. Du har ikke flere hjelpemidler hos deg fra oss."), "body")]
    heads = (_("Nummer"), _("HMS-nr"), _("Hjelpemiddel"), _("Antall"), _("Frist"))
    rows = [
        (
            line["number"] or "",
            line["hms_nr"] or "",
            thing(line),
            amount(line),
            words.day(line["due_on"]) or _("Uten frist"),
        )
        for line in lines
    ]
    return [
        text(_("Fortsatt utlånt ({n})").format(n=len(lines)), "section"),
        things(heads, rows, [mm * w for w in (24, 16, 90, 12, 32)]),
    ]
