"""«Min plan»: the plan for a stay on paper for the person, in large type and plain words, without codes and scales."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table

from db.stay_plan import Plan
from db.stay_scores import Change
from desktop import words
from desktop.paper import house
from desktop.paper.blocks import FLUSH, Form
from desktop.paper.fault import told_plainly
from desktop.paper.house import gap, led, rule, text
from desktop.paper.sheet import Out, Paper, Stamp, print_story
from desktop.stays.plan_words import score
from desktop.words import _

Row = Mapping[str, Any]
WENT = {
    "open": _("Dette jobber vi med nå."),
    "reached": _("Dette har jeg klart."),
    "partly": _("Her er jeg kommet et stykke på vei."),
    "not_reached": _("Dit kom jeg ikke denne gangen."),
    "dropped": _("Dette målet har jeg lagt bort."),
}
FELT = {
    ("copm_performance", "better"): _("Det jeg valgte å øve på, klarer jeg bedre enn da jeg kom."),
    ("copm_performance", "same"): _("Det jeg valgte å øve på, går omtrent som da jeg kom."),
    ("copm_performance", "worse"): _("Det jeg valgte å øve på, er tyngre nå enn da jeg kom. Det snakker vi om."),
    ("copm_satisfaction", "better"): _("Jeg er mer fornøyd med hvordan jeg klarer det."),
    ("copm_satisfaction", "same"): _("Jeg er omtrent like fornøyd som da jeg kom."),
    ("copm_satisfaction", "worse"): _("Jeg er mindre fornøyd enn da jeg kom. Det snakker vi om."),
    ("sppb", "better"): _("Beina og balansen er bedre enn da jeg kom."),
    ("sppb", "same"): _("Beina og balansen er omtrent som da jeg kom."),
    ("sppb", "worse"): _("Beina og balansen er svakere enn da jeg kom. Det snakker vi om."),
}
HOME = {
    "home_visit": _("Noen ser på hjemmet sammen med meg"),
    "aids": _("Hjelpemidler jeg trenger hjemme"),
    "home_services": _("Hjelp hjemme er avtalt"),
    "transport": _("Skyss hjem er ordnet"),
    "evaluation": _("Vi snakker om hvordan oppholdet har vært"),
}
SIDE = 12  # points of a box


@told_plainly
def print_plan_form(out: Out, plan: Plan, lender: Form, stamp: Stamp, *, today: str) -> int:
    """Print the plan. `lender` is db.paperwork.lender, for the telephone. Returns pages."""
    paper = Paper(_("Min plan"), stamp)
    return print_story(out, paper, _story(plan, lender, paper.width, today))


def _story(plan: Plan, lender: Form, width: float, today: str) -> Iterable[Flowable]:
    head = dict(plan.head)
    goals, interventions, checks = (
        [dict(row) for row in rows] for rows in (plan.goals, plan.interventions, plan.checks)
    )
    yield text(_("Min plan"), "large_title")
    yield text(words.full_name(head), "large_strong")
    yield text(_stay(head, today), "large")
    yield gap(4)
    yield rule()
    yield from _part(_("Dette er viktig for meg"), [_quoted(head["important"], width)])
    yield from _part(_("Dette vil jeg klare"), [one for n, row in enumerate(goals, 1) for one in _goal(n, row)])
    running = [row for row in interventions if row["ended_on"] is None or row["ended_on"] > today]
    yield from _part(_("Dette gjør vi"), [one for row in running for one in _intervention(row)])
    yield from _part(_("Slik har det gått"), [text(said, "large") for said in _felt(plan.changes)])
    lines = [row for row in checks if row["needed"]]
    yield from _part(_("Før jeg reiser hjem"), [_check(row, width) for row in lines])
    yield from _part(_("Den jeg kan spørre"), [text(_whom(head, lender), "large")])
    yield gap(4)
    yield text(_("Planen er min. Jeg sier fra når noe skal endres."), "large_strong")


def _part(title: str, said: Sequence[Flowable]) -> Iterable[Flowable]:
    """A heading that stays with what comes first under it; nothing where there is nothing."""
    if said:
        yield text(title, "large_section")
        yield from said


def _stay(head: Row, today: str) -> str:
    where = ", ".join(part for part in (head["site"], head["place"]) if part)
    if not head["in_on"]:
        return _("Dagene for oppholdet er ikke bestemt ennå.")
    days = {"where": where, "since": _unbroken(head["in_on"]), "until": _unbroken(head["out_on"])}
    if head["state"] == "discharged":
        return _("Jeg var på {where}, fra {since} til {until}.").format(**days)
    said = _("Jeg er på {where}, fra {since} til {until}.")
    if head["in_on"] > today:
        said = _("Jeg kommer til {where} {since} og reiser hjem {until}.")
    told = said.format(**days)
    return told if head["confirmed"] else told + " " + _("Dagen jeg reiser, kan bli endret.")


def _quoted(said: str, width: float) -> Flowable:
    """The person's own words, or lines to write them on."""
    if said:
        return text(f"«{said}»", "large_quote")
    lines = Table([[""]] * 3, colWidths=[width], rowHeights=[24] * 3)
    lines.setStyle([("LINEBELOW", (0, 0), (-1, -1), 0.6, house.STRONG)])
    return lines


def _goal(number: int, row: Row) -> list[Flowable]:
    under = " ".join(part for part in (WENT[row["status"]], _own(row)) if part)
    return [led(f"{number}.", row["text"].replace("\n", " "), "large_head"), text(under, "large_under")]


def _own(row: Row) -> str:
    before, after = row["score_before"], row["score_after"]
    if before is not None and after is not None:
        said = _("Da jeg kom, ga jeg dette {before}. Nå gir jeg det {after}. Ti er best.")
        return said.format(before=before, after=after)
    if before is not None:
        return _("Da jeg kom, ga jeg dette {before}. Ti er best.").format(before=before)
    return ""


def _intervention(row: Row) -> list[Flowable]:
    who = _("Sammen med: {who}").format(who=row["who"]) if row["who"] else ""
    more = " · ".join(part for part in (row["dose"], who) if part)
    said = led("•", row["text"].replace("\n", " "), "large_head" if more else "large")
    return [said, text(more, "large_under")] if more else [said]


def _felt(changes: Sequence[Change]) -> Iterable[str]:
    """What the measures mean for the person; where no limit is known, the person's own numbers."""
    for one in changes:
        if (one.instrument, one.counts) in FELT:
            yield FELT[one.instrument, one.counts]
        elif one.difference is not None:
            said = _("Det jeg valgte ut, ga jeg {before} da jeg kom og {after} nå. Ti er best.")
            yield said.format(before=score(one.before), after=score(one.after))


def _check(row: Row, width: float) -> Flowable:
    """A box, ticked where it is in place, beside what it is."""
    said = row["text"] if row["kind"] == "other" else HOME[row["kind"]]
    if row["kind"] == "aids" and row["text"]:
        said = _("{what}: {thing}").format(what=said, thing=row["text"])
    if row["status"] == "ordered":
        said += " " + _("(bestilt)")
    elif row["kind"] == "home_visit" and row["due_on"] and row["status"] != "done":
        said += f", {words.short_day(row['due_on'])}"
    table = Table([[Tick(row["status"] == "done"), text(said, "large")]], colWidths=[8 * mm, width - 8 * mm],
                  hAlign="LEFT")  # fmt: skip
    table.setStyle([*FLUSH, ("BOTTOMPADDING", (0, 0), (-1, -1), 3), ("TOPPADDING", (0, 0), (0, 0), 3)])
    return table


class Tick(Flowable):
    """A box, with a tick in it where something is in place."""

    def __init__(self, done: bool):
        super().__init__()
        self.done = done

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return SIDE, SIDE

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.setStrokeColor(house.TEXT)
        canvas.setLineWidth(1)
        canvas.rect(0, 0, SIDE, SIDE)
        if self.done:
            canvas.setLineWidth(2)
            canvas.lines([(2.5, 6, 5, 3), (5, 3, 10, 10)])


def _unbroken(day: str) -> str:
    """A day that no line ends in the middle of."""
    return words.day(day).replace(" ", words.NBSP)


def _whom(head: Row, lender: Form) -> str:
    phone = head["site_phone"] or lender["phone"]
    if head["coordinator"] and phone:
        return _("{name}, telefon {phone}").format(name=head["coordinator"], phone=phone)
    name = head["coordinator"] or head["site"] or lender["department"] or _("de som jobber her")
    return ", ".join(part for part in (name, phone) if part)
