"""Tilbakekalling on paper: the list to call those who hold something, and a letter to each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Table

from db.errors import Rejected, Why
from desktop import words
from desktop.paper.blocks import Form, name_of, thing, things
from desktop.paper.fault import told_plainly
from desktop.paper.house import gap, led, text
from desktop.paper.list import SECRET
from desktop.paper.reminder import addressed
from desktop.paper.sheet import Out, Paper, Part, Stamp, print_story
from desktop.paper.ticks import Box
from desktop.words import _, ngettext


@told_plainly
def print_calls_form(out: Out, rows: Sequence[Form], stamp: Stamp) -> int:
    """Print the list of calls. `rows` are db.recalls.item_rows of copies that are out, by borrower. Returns pages."""
    if not rows:
        raise Rejected(Why.NOT_LENT)
    paper = Paper(_("Ringeliste"), stamp)
    titles = list(dict.fromkeys(row["title"] for row in rows))
    people = len({(row["person_id"], row["unit_id"]) for row in rows})
    told = ngettext("{n} skal ringes", "{n} skal ringes", people).format(n=words.number(people))
    story: list[Flowable] = [
        text(_("Ringeliste"), "title"),
        text(_("Tilbakekalling: {titles}. {told}.").format(titles=words.listed(titles), told=told), "lead"),
        gap(3),
        _calls(rows),
    ]
    return print_story(out, paper, story)


def _calls(rows: Sequence[Form]) -> Table:
    """One row to a copy; who holds several is named once."""
    heads = (_("Ringt"), _("Låner"), _("Telefon"), _("Adresse"), _("Nummer"), _("Hjelpemiddel"))
    body, before = [], None
    for row in rows:
        who = (row["person_id"], row["unit_id"])
        body.append(([Box()], *(_borrower(row) if who != before else ("", "", "")), row["number"], _thing(row)))
        before = who
    return things(heads, body, [mm * w for w in (12, 38, 24, 40, 20, 40)])


def _borrower(row: Form) -> tuple[Any, str, str]:
    """Name, phone and address; of a protected person none but the name, as on every paper."""
    name: list[Flowable] = [text(name_of(row), "cell_strong")]
    if row["died_on"]:
        name.append(text(_("Død {day}. Ring pårørende").format(day=words.day(row["died_on"])), "under"))
    shield = row["protected"]
    return name, SECRET if shield else row["phone"] or "", SECRET if shield else row["address"] or ""


def _thing(row: Form) -> list[Flowable]:
    """The name with its serial number, and what was agreed."""
    said = thing({**row, "accessories": []})
    return [*said, text(row["note"], "under")] if row["note"] else said


@told_plainly
def print_recall_letter_forms(out: Out, forms: Sequence[Form], lender: Form, today: str, stamp: Stamp) -> int:
    """Print a letter to each borrower. `forms` are db.recalls.letters: never to the dead. Returns pages."""
    if not forms:
        raise Rejected(Why.NOT_LENT)
    paper = Paper(_("Tilbakekalling"), stamp)
    story: list[Flowable] = []
    for form in forms:
        story += [*([PageBreak()] if story else []), Part(""), *addressed({**form, "today": today}, paper.width)]
        story += [*_body(form), *_end(form, lender, stamp)]
    return print_story(out, paper, story)


def _body(form: Form) -> list[Flowable]:
    said = _("Noe dere har lånt av oss, er tilbakekalt.") if form["unit_name"] else _(
        "Noe du har lånt av oss, er tilbakekalt."
    )  # fmt: skip
    heads = (_("Nummer"), _("Hjelpemiddel"), _("Lånt"))
    story: list[Flowable] = [
        text(_("Tilbakekalling av hjelpemiddel"), "title"),
        gap(3),
        text(_("Hei"), "body"),
        gap(2),
        text(said),
    ]
    for one in form["recalls"]:
        rows = [(line["number"], thing(line), words.number_day(line["out_on"])) for line in one["lines"]]
        told = [text(one["reason"]), gap(2)] if one["reason"] else []
        table = things(heads, rows, [mm * w for w in (26, 122, 26)])
        story += [text(one["title"], "section"), *told, table]
    return [*story, gap(5)]


def _end(form: Form, lender: Form, stamp: Stamp) -> list[Flowable]:
    you = _("dere") if form["unit_name"] else _("du")
    call = _("Ring oss på {phone}").format(phone=lender["phone"]) if lender["phone"] else _("Ta kontakt med oss")
    hours = _(" Åpningstider: {hours}.").format(hours=lender["opening_hours"]) if lender["opening_hours"] else ""
    advice = [
        (_("Hva skal {you} gjøre?"), _("{call}. Da avtaler vi om det skal rettes, byttes eller hentes.{hours}")),
        (_("Er det levert alt?"), _("Da kan {you} se bort fra brevet. Si gjerne fra, så retter vi det hos oss.")),
    ]
    facts = {"you": you, "call": call, "hours": hours}
    said = [part for head, rest in advice for part in (led(head.format(**facts), rest.format(**facts), "body"), gap(2))]
    names = [name for name in (stamp.printed_by, lender["department"], lender["municipality"]) if name]
    return [*said, KeepTogether([gap(4), text(_("Vennlig hilsen"), "body"), gap(9), text("\n".join(names), "body")])]
