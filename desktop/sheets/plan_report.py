"""A report on a plan as a workbook or a text: the lines as they were locked, and the counts. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop.columns import Column
from desktop.paper.sheet import deliver
from desktop.plans import report_told as told
from desktop.plans import words as plan_words
from desktop.sheets.export_book import Book, SheetFault
from desktop.words import _

Row = Mapping[str, Any]
LINES = (
    Column("number", _("Nr"), width=8),
    Column("focus_area", _("Satsingsområde"), width=34),
    Column("goal", _("Mål"), width=36),
    Column("text", _("Tiltak"), width=48),
    Column("responsible", _("Ansvarlig"), width=30),
    Column("kind", _("Type"), width=11, value=lambda line: plan_words.KINDS[line["kind"]]),
    Column("status", _("Status"), width=28, value=told.status),
    Column("changed", _("Endret siden sist"), width=30, value=told.changed),
    Column("light", _("Lys"), width=15, value=lambda line: told.light(line["light"])),
    Column("light_reason", _("Grunn til lyset"), width=28),
    Column("due_on", _("Frist"), width=18, value=plan_words.deadline),
    Column("deadline", _("Fristen er"), width=14, value=lambda line: plan_words.DEADLINES[line["deadline"]].word),
    Column("cost_adopted_ore", _("Kostnad vedtatt"), "money", 16),
    Column("cost_revised_ore", _("Kostnad revidert"), "money", 16),
    Column("cost_used_ore", _("Kostnad brukt"), "money", 15),
    Column("comment", _("Rapport"), width=50, value=told.said),
)
COUNTS = (Column("what", _("Hva"), width=30), Column("n", _("Antall tiltak"), "number", 14))


def export_plan_report(report: told.Report, out: Path | str, *, today: str, by: str = "") -> int:
    """Write a report to `out`; returns how many lines. Raises SheetFault."""
    with Book(out, f"{report.title} · {report.head['plan']}", by=by, today=today) as book:
        sheet = book.sheet(report.title, LINES, persons=False)
        sheet.add(report.lines)
        counts = book.sheet(_("Antall"), COUNTS, persons=False)
        counts.add({"what": word, "n": n} for word, n in (*told.counted(report), *told.lights(report)))
    return sheet.count


def save_case_text(report: told.Report, out: Path) -> None:
    """Write the text for the case file to `out`, with the marks that Windows' own programs read. Raises SheetFault."""
    try:
        deliver(told.case_text(report).replace("\n", "\r\n").encode("utf-8-sig"), out)
    except OSError as fault:
        raise SheetFault(_("Filen kunne ikke lagres. Prøv en annen mappe.")) from fault
