"""A report on a plan in words: counts, what has changed since last time, and the text for the case file. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db import plan_reports
from db.connection import Reader
from db.measures import STATUSES
from desktop import words
from desktop.plans import words as plan_words
from desktop.words import _

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it is read: its head (a row of plan_reports.report) and its lines, frozen where it is locked."""

    head: Line
    lines: Sequence[Line]

    @property
    def title(self) -> str:
        """'Rapport 3. kvartal 2026'; with its revision where it was opened again."""
        said = _("Rapport {period}").format(period=plan_words.period(self.head["period"]))
        if self.head["revision"] > 1:
            said += _(", revisjon {n}").format(n=self.head["revision"])
        return said

    @property
    def standing(self) -> str:
        """'Låst 5. oktober 2026', or that it is not locked yet."""
        if self.head["state"] == "locked":
            return _("Låst {day}").format(day=words.day(self.head["locked_on"]))
        return _("Foreløpig, ikke låst")


def report(db: Reader, plan_report_id: int, *, today: str) -> Report:
    """A report by its id, or Rejected."""
    head = plan_reports.report(db, plan_report_id)
    return Report(dict(head), plan_reports.lines(db, plan_report_id, today=today))


def counted(report: Report) -> list[tuple[str, int]]:
    """How many measures have each status, those without any left out, and how many nobody has written of."""
    found = Counter(line["status"] for line in report.lines)
    said = [(_called(line, code), found[code]) for line in report.lines[:1] for code in STATUSES if found[code]]
    missing = sum(not (line["is_reported"] or line["is_settled"]) for line in report.lines)
    return [*said, (_("Ikke rapportert"), missing)] if missing else said


def lights(report: Report) -> list[tuple[str, int]]:
    """How many measures have each light, with the shape of each."""
    found = Counter(line["light"] or "none" for line in report.lines)
    return [(light(code), found[code]) for code in plan_words.LIGHTS if found[code]]


def _called(line: Line, status: str) -> str:
    """What a status is called, in a locked report what it was called then."""
    return line["status_words"].get(status, plan_words.OUR_STATUSES[status].word)


def light(code: str | None) -> str:
    """'■ Rødt'."""
    return f"{plan_words.LIGHT_SHAPES[code or 'none']} {plan_words.LIGHTS[code or 'none'].word}"


def status(line: Line) -> str:
    """'Utsatt: ingen midler', or with a conclusion, or with the measure that took over."""
    said = _called(line, line["status"])
    more = line["conclusion"] if line["status"] == "completed" and line["conclusion"] else line["status_reason"]
    other = line["merged_with"]
    said = f"{said}: {more}" if more else said
    return _("{status} – slått sammen med {other}").format(status=said, other=other) if other else said


def changed(line: Line) -> str:
    """What is other than in the report before; '' where nothing is.

    '→ fra ikke startet til i gang · lys fra ● grønt til ■ rødt'
    """
    found = []
    if line["before_status"] and line["before_status"] != line["status"]:
        was, now = (_called(line, line[name]).lower() for name in ("before_status", "status"))
        found.append(_("→ fra {was} til {now}").format(was=was, now=now))
    if line["before_status"] and (line["before_light"] or "none") != (line["light"] or "none"):
        was, now = (light(line[name]).lower() for name in ("before_light", "light"))
        found.append(_("lys fra {was} til {now}").format(was=was, now=now))
    return " · ".join(found)


def said(line: Line) -> str:
    """What was reported, or that nothing was, or had to be."""
    if line["is_reported"]:
        return line["comment"]
    return _("Uendret siden forrige rapport") if line["is_settled"] else _("Ikke rapportert")


def case_text(report: Report) -> str:
    """The report as plain text for the case file: a heading, the counts, and a paragraph for each measure."""
    return "\n".join(_case_lines(report)) + "\n"


def _case_lines(report: Report) -> Iterator[str]:
    yield f"{report.head['plan']}"
    yield f"{report.title}. {report.standing}."
    yield ""
    yield "; ".join(f"{word}: {n}" for word, n in (*counted(report), *lights(report)))
    if report.head["summary"]:
        yield from ("", report.head["summary"])
    area = None
    for line in report.lines:
        if line["focus_area"] != area:
            area = line["focus_area"]
            yield from ("", area.upper() if area else _("UTEN SATSINGSOMRÅDE"))
        yield ""
        yield " ".join(part for part in (line["number"], line["text"]) if part)
        yield from (f"  {label}: {value}" for label, value in _facts(line) if value)


def _facts(line: Line) -> list[tuple[str, str]]:
    return [
        (_("Ansvarlig"), line["responsible"]),
        (_("Status"), " · ".join(part for part in (status(line), changed(line)) if part)),
        (_("Lys"), light(line["light"]) + (f": {line['light_reason']}" if line["light_reason"] else "")),
        (_("Frist"), plan_words.deadline(line)),
        (_("Kostnad"), costs(line)),
        (_("Rapport"), said(line)),
    ]


def costs(line: Line) -> str:
    """'brukt 100 000 kr av revidert 500 000 kr'; what is not known is not told as 0."""
    if line["cost_revised_ore"] is not None:
        planned = _("revidert {cost}").format(cost=words.money(line["cost_revised_ore"]))
    elif line["cost_adopted_ore"] is not None:
        planned = _("vedtatt {cost}").format(cost=words.money(line["cost_adopted_ore"]))
    else:
        planned = ""
    if line["cost_used_ore"] is None:
        return planned
    used = _("brukt {cost}").format(cost=words.money(line["cost_used_ore"]))
    return _("{used} av {planned}").format(used=used, planned=planned) if planned else used
