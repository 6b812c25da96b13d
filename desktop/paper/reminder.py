"""Påminnelsesbrev: a kind letter on what should have come back, placed for a window envelope."""

from __future__ import annotations

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Table

from db.errors import Rejected, Why
from desktop import words
from desktop.paper import house
from desktop.paper.blocks import FLUSH, Form, amount, name_of, thing, things
from desktop.paper.fault import told_plainly
from desktop.paper.house import gap, led, text
from desktop.paper.list import SECRET
from desktop.paper.sheet import Out, Paper, Stamp, print_story
from desktop.words import _

WINDOW_TOP, WINDOW_LEFT, WINDOW_WIDTH, WINDOW_HEIGHT = 50.0, 22.0, 82.0, 32.0  # mm; left window of C5 and E65


@told_plainly
def print_reminder_form(out: Out, form: Form, stamp: Stamp) -> int:
    """Print the letter. `form` is db.paperwork.reminder; never for the dead, nor for what is back. Returns pages."""
    if form["died_on"]:
        raise Rejected(Why.PERSON_IS_DEAD, died_on=form["died_on"])
    late = [line for line in form["lines"] if not line["end_reason"] and "" < (line["due_on"] or "") < form["today"]]
    if not late:
        raise Rejected(Why.NOT_LENT)
    paper = Paper(_("Påminnelse om lån"), stamp)
    return print_story(out, paper, [*addressed(form, paper.width), *_body(form, late), *_end(form, stamp)])


def addressed(form: Form, width: float) -> list[Flowable]:
    """The address where the window of the envelope is, the day beside it."""
    address = SECRET if form["protected"] else form["address"]
    lines = [name_of(form), *(part.strip() for part in address.replace("\n", ",").split(",") if part.strip())]
    left = [text(line, "body") for line in lines[:5]]
    day = text(words.day(form["today"]), "day")
    inset = WINDOW_LEFT * mm - house.SIDE
    table = Table(
        [["", left, "", day]],
        rowHeights=[WINDOW_HEIGHT * mm],
        colWidths=[inset, WINDOW_WIDTH * mm, width - inset - (WINDOW_WIDTH + 40) * mm, 40 * mm],
    )
    table.setStyle(FLUSH)
    return [gap(WINDOW_TOP - house.TOP / mm), table, gap(10)]


def _body(form: Form, late: list[Form]) -> list[Flowable]:
    you = _("dere") if form["unit_name"] else _("du")
    said = _(
        "{You} har lånt hjelpemidler av oss, og fristen for det som står under, har gått ut. Kanskje {you} "
        "fortsatt trenger det. Det er i orden, men vi vil gjerne høre fra {you_object}."
    )
    you_object = _("dere") if form["unit_name"] else _("deg")
    heads = (_("Nummer"), _("Hjelpemiddel"), _("Antall"), _("Lånt"), _("Frist"), "")
    rows = [
        (
            line["number"] or "",
            thing(line),
            amount(line),
            words.number_day(line["out_on"]),
            words.number_day(line["due_on"]),
            _late(line, form),
        )
        for line in late
    ]
    return [
        text(_title(form), "title"),
        gap(3),
        text(_("Hei"), "body"),
        gap(2),
        text(said.format(You=you.capitalize(), you=you, you_object=you_object)),
        gap(4),
        things(heads, rows, [mm * w for w in (24, 72, 13, 20, 20, 25)]),
        gap(5),
    ]


def _title(form: Form) -> str:
    """'Påminnelse om lån av hjelpemidler', and from the second on which it is."""
    number = form.get("reminder", 1)
    return _("{n}. påminnelse om lån av hjelpemidler").format(n=number) if number > 1 else _HEADING


def _late(line: Form, form: Form) -> str:
    """How late a thing is, and which reminder of it this is where that is another than the letter's."""
    said, number = words.days_over(line["due_on"], form["today"]), line.get("reminder", 1)
    if number == form.get("reminder", 1):
        return said
    return f"{said}\n" + _("{n}. påminnelse").format(n=number)


_HEADING = _("Påminnelse om lån av hjelpemidler")


def _end(form: Form, stamp: Stamp) -> list[Flowable]:
    lender = form["lender"]
    you = _("dere") if form["unit_name"] else _("du")
    call = _("Ring oss på {phone}").format(phone=lender["phone"]) if lender["phone"] else _("Ta kontakt")
    where = ", ".join(part for part in (lender["department"] or _("hjelpemiddellageret"), lender["address"]) if part)
    hours = _(" Åpningstider: {hours}.").format(hours=lender["opening_hours"]) if lender["opening_hours"] else ""
    advice = [
        (_("Trenger {you} det fortsatt?"), _("{call}, så forlenger vi lånet. Det er ikke nødvendig å søke på nytt.")),
        (
            _("Er {you} ferdig med det?"),
            _("Lever det rengjort og med tilbehøret til {where}.{hours} Kan {you} ikke komme, avtaler vi henting."),
        ),
        (_("Er alt levert?"), _("Da kan {you} se bort fra brevet. Si gjerne fra, så retter vi det hos oss.")),
    ]
    facts = {"you": you, "call": call, "where": where, "hours": hours}
    said = [part for head, rest in advice for part in (led(head.format(**facts), rest.format(**facts), "body"), gap(2))]
    names = [name for name in (stamp.printed_by, lender["department"], lender["municipality"]) if name]
    return [*said, KeepTogether([gap(4), text(_("Vennlig hilsen"), "body"), gap(9), text("\n".join(names), "body")])]
