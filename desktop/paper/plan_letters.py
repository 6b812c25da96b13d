"""What is sent to those who report on a plan: the list when a report begins, and a letter on what they lack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, PageBreak

from db.connection import Row
from db.errors import Rejected, Why
from desktop import words
from desktop.paper.blocks import things
from desktop.paper.fault import told_plainly
from desktop.paper.house import gap, text
from desktop.paper.shapes import LIGHT_FORMS, Marked
from desktop.paper.sheet import Out, Paper, Part, Stamp, print_story
from desktop.plans import words as plan_words
from desktop.plans.report_told import Line, Report
from desktop.words import _

LETTER = tuple(mm * width for width in (12, 84, 36, 42))
START = tuple(mm * width for width in (12, 92, 40, 28, 89))


@dataclass(frozen=True, slots=True)
class Asked:
    """A report that is being written, who answers (plan_reports.by_role), and what was said last time."""

    report: Report
    answering: Sequence[Row]
    last: Mapping[int, Row]

    def by_role(self, lacking: bool) -> Iterator[tuple[Row, list[Line]]]:
        """Each role with its lines; with `lacking` those it has not written, and not of roles that are done."""
        lines = {line["measure_id"]: line for line in self.report.lines}
        for _role, rows in groupby(self.answering, key=lambda row: row["role_id"]):
            found = list(rows)
            wanted = [row for row in found if not lacking or _lacks(row)]
            if wanted:
                yield found[0], [lines[row["measure_id"]] for row in wanted]


def _lacks(row: Row) -> bool:
    return row["role_id"] is not None and not row["is_written"] and not row["done_on"]


@told_plainly
def print_letters(out: Out, asked: Asked, today: str, stamp: Stamp) -> int:
    """Print a letter to each role that lacks lines; Rejected where none does, or the report is locked."""
    if asked.report.head["state"] == "locked":
        raise Rejected(Why.REPORT_LOCKED)
    paper = Paper(_("Påminnelse: {report}").format(report=asked.report.title), stamp, persons=False)
    story: list[Flowable] = []
    for role, lines in asked.by_role(lacking=True):
        story += [*([PageBreak()] if story else []), Part(role["role"]), *_letter(asked, role, lines, today)]
    if not story:
        raise Rejected(Why.ALL_REPORTED)
    return print_story(out, paper, story)


def _letter(asked: Asked, role: Row, lines: Sequence[Line], today: str) -> list[Flowable]:
    head = asked.report.head
    said = _("Vi mangler det du skal rapportere om {n} tiltak.").format(n=words.number(len(lines)))
    if head["due_on"]:
        late = _("Fristen var {day}.") if head["due_on"] < today else _("Fristen er {day}.")
        said += " " + late.format(day=words.day(head["due_on"]))
    rows = [[line["number"], _what(line), _state(line), _last(asked, line)] for line in lines]
    return [
        text(_who(role), "section"),
        text(words.day(today), "day"),
        gap(4),
        text(asked.report.title, "title"),
        text(head["plan"], "lead"),
        gap(4),
        text(said),
        gap(1),
        text(_("Skriv kort hva som er gjort, hvordan det går, og om fristen holder. Ikke skriv om enkeltpersoner.")),
        gap(4),
        things((_("Nr"), _("Tiltak"), _("Nå"), _("Sist rapportert")), rows, LETTER),
        gap(5),
        text(_("Har tiltaket stått stille, er det også en rapport. Skriv det.")),
    ]


@told_plainly
def print_start(out: Out, asked: Asked, stamp: Stamp) -> int:
    """Print all the measures by who answers for them, with room to write what is new."""
    head = asked.report.head
    paper = Paper(_("Oppstart: {report}").format(report=asked.report.title), stamp, persons=False, size=landscape(A4))
    due = _("Frist for linjene: {day}").format(day=words.day(head["due_on"])) if head["due_on"] else ""
    story: list[Flowable] = [
        text(_("Oppstart: {report}").format(report=asked.report.title), "title"),
        text(" · ".join(part for part in (head["plan"], due) if part), "lead"),
        gap(2),
    ]
    heads = (_("Nr"), _("Tiltak"), _("Status og frist"), _("Lys"), _("Sist rapportert"))
    for role, lines in asked.by_role(lacking=False):
        rows = [[line["number"], _what(line), _state(line), [_light(line)], _last(asked, line)] for line in lines]
        story += [CondPageBreak(40 * mm), text(_who(role), "section"), things(heads, rows, START)]
    return print_story(out, paper, story)


def _who(role: Row) -> str:
    """'Enhetsleder helse, Anne Haug'."""
    if role["role_id"] is None:
        return _("Ingen ansvarlig")
    return ", ".join(part for part in (role["role"], role["holder"]) if part)


def _what(line: Line) -> list[Flowable]:
    return [text(line["text"], "cell_strong"), *([text(line["goal"], "under")] if line["goal"] else [])]


def _state(line: Line) -> list[Flowable]:
    found: list[Flowable] = [text(plan_words.STATUSES[line["status"]].word, "cell_strong")]
    if plan_words.deadline(line):
        found.append(text(_("Frist {day}").format(day=plan_words.deadline(line)), "under"))
    if line["deadline"] == "over":
        found.append(text(plan_words.DEADLINES["over"].word, "alarm"))
    return found


def _light(line: Line) -> Flowable:
    return Marked(line["light"], plan_words.LIGHTS[line["light"] or "none"].word, LIGHT_FORMS)


def _last(asked: Asked, line: Line) -> list[Flowable]:
    """What was said in the newest locked report that had something to say."""
    last = asked.last.get(line["measure_id"])
    if last is None:
        return [text(_("Ikke rapportert før"), "under")]
    said = last["comment"] or _("Uten merknad")
    return [text(said, "cell"), text(plan_words.period(last["period"]), "under")]
