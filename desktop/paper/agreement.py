"""Utlånsavtale: two copies of the agreement on one loan, for the borrower and for the municipality."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Table

from desktop import words
from desktop.paper import terms
from desktop.paper.blocks import (
    FLUSH,
    Form,
    Ticks,
    amount,
    borrower_facts,
    facts,
    lender_facts,
    side_by_side,
    signatures,
    thing,
    things,
)
from desktop.paper.codes import bars
from desktop.paper.fault import told_plainly
from desktop.paper.house import gap, led, rule, text
from desktop.paper.sheet import Out, Paper, Part, Stamp, print_story
from desktop.words import _, ngettext

COPIES = (_("Lånerens eksemplar"), _("Kommunens eksemplar"))
WIDTHS = [mm * w for w in (23, 16, 67, 22, 10, 18, 18)]


@told_plainly
def print_agreement_form(out: Out, form: Mapping[str, Any], stamp: Stamp, code: str) -> int:
    """Print both copies. `form` is db.paperwork.agreement, `code` what the barcode says. Returns pages."""
    paper = Paper(_("Utlånsavtale {number}").format(number=form["agreement_id"]), stamp)
    first, second = (_copy(form, name, code, paper.width) for name in COPIES)
    return print_story(out, paper, [*first, PageBreak(), *second])


def _copy(form: Form, name: str, code: str, width: float) -> list[Flowable]:
    return [
        Part(name),
        _title(form, name, code, width),
        gap(4),
        rule(),
        gap(3),
        side_by_side(
            facts([*borrower_facts(form), *_asked(form)], (width - 8 * mm) / 2),
            facts([*lender_facts(form), *_made(form)], (width - 8 * mm) / 2),
            width,
        ),
        *_things(form),
        gap(3),
        *_closing(form, width),
    ]


def _title(form: Form, name: str, code: str, width: float) -> Table:
    room = 62 * mm
    symbol = bars(code, room, 10 * mm, 0.3 * mm, quiet=False)
    left = [
        text(_("Utlånsavtale"), "title"),
        text(_("Kommunalt korttidslån av hjelpemidler"), "lead"),
        led(name, "", "cell"),
    ]
    right = [
        symbol or gap(10),
        gap(1),
        text(_("Avtale nr. {number} · {code}").format(number=form["agreement_id"], code=code), "under_right"),
    ]
    table = Table([[left, right]], colWidths=[width - room, room])
    table.setStyle([*FLUSH, ("ALIGN", (1, 0), (1, 0), "RIGHT"), ("TOPPADDING", (1, 0), (1, 0), 3)])
    return table


def _made(form: Form) -> list[tuple[str, str]]:
    pairs = [(_("Utlånt"), words.day(form["out_on"])), (_("Utlånt av"), form["lent_by"])]
    return [pair for pair in pairs if pair[1]]


def _asked(form: Form) -> list[tuple[str, str]]:
    return [(_("Bestilt av"), form["requested_by"])] if form["requested_by"] else []


def _things(form: Form) -> list[Flowable]:
    """The lines; where some are back, what is still borrowed stands apart from what is not."""
    out = [line for line in form["lines"] if not line["end_reason"]]
    back = [line for line in form["lines"] if line["end_reason"]]
    if not back:
        return [text(_("Hjelpemidler"), "section"), _out_table(out)]
    blocks: list[Flowable] = []
    if out:
        blocks += [text(_("Fortsatt utlånt ({n})").format(n=len(out)), "section"), _out_table(out)]
    return [*blocks, text(_("Ikke lenger utlånt ({n})").format(n=len(back)), "section"), _back_table(back)]


def _out_table(lines: list[Form]) -> Table:
    heads = (_("Nummer"), _("HMS-nr"), _("Hjelpemiddel"), _("Tilstand ved utlån"), _("Antall"), _("Utlånt"), _("Frist"))
    rows = [
        (
            line["number"] or "",
            line["hms_nr"] or "",
            thing(line),
            words.CONDITIONS.get(line["condition"], ""),
            amount(line),
            words.number_day(line["out_on"]),
            words.number_day(line["due_on"]) or _("Uten frist"),
        )
        for line in lines
    ]
    return things(heads, rows, WIDTHS)


def _back_table(lines: list[Form]) -> Table:
    heads = (_("Nummer"), _("HMS-nr"), _("Hjelpemiddel"), _("Hva skjedde"), _("Antall"), _("Utlånt"), _("Avsluttet"))
    rows = [
        (
            line["number"] or "",
            line["hms_nr"] or "",
            thing(line, ticks=True),
            words.STATES[line["end_reason"]].word,
            amount(line),
            words.number_day(line["out_on"]),
            words.number_day(line["ended_on"]) or _("ukjent dag"),
        )
        for line in lines
    ]
    return things(heads, rows, WIDTHS)


def _closing(form: Form, width: float) -> list[Flowable]:
    """Training, terms and the two signatures, which stay on one page."""
    count = sum(line["quantity"] - line["back"] for line in form["lines"] if not line["end_reason"])
    said = ngettext(
        "Jeg har fått {n} hjelpemiddel som nevnt over og godtar vilkårene.",
        "Jeg har fått {n} hjelpemidler som nevnt over og godtar vilkårene.",
        count,
    ).format(n=count)
    return [
        KeepTogether(
            [
                Ticks(_("Opplæring i bruk er gitt"), (_("ja"), _("nei"))),
                text(_("Vilkår"), "section"),
                *terms.blocks(form["lender"], width),
                gap(4),
                *([text(said, "cell")] if count else []),
                gap(2),
                signatures(width, _("Låner, eller den som henter for låner"), _("For kommunen")),
            ]
        )
    ]
