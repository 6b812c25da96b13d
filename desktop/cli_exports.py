"""The workbooks of the command line: a list, a plan's measures, the figures of stays, or the monthly overview."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from db import measure_lists, plan_reports, plans
from db.connection import Reader, Row
from desktop import cli_words
from desktop.faults import Told
from desktop.plans import report_told
from desktop.sheets import export, month, occupancy, plan_report
from desktop.words import _


def write(db: Reader, asked: argparse.Namespace, *, today: str) -> None:
    """Write the workbook that was asked for."""
    if asked.what == "month":
        month.export_month(db, asked.month or today[:7], asked.out, today=today)
    elif asked.what == "occupancy":
        occupancy.export_occupancy(db, **cli_words.period(asked, today), out=asked.out, today=today)
    elif asked.what == "report":
        ref = report_of(db, asked.plan, asked.period)
        plan_report.export_plan_report(report_told.report(db, ref, today=today), asked.out, today=today)
    else:
        ids = _measures_of(db, asked.plan, today) if asked.what == "measures" and asked.plan else None
        export.export(db, asked.what, asked.out, today=today, ids=ids)


def plan_named(db: Reader, said: str) -> int:
    """The plan that a number, a name or the beginning of a name stands for; one in force before one replaced."""
    known = plans.plans(db)
    fits = _fitting(known, said.casefold())
    if len(fits) != 1:
        names = ", ".join(f"{row['plan_id']} {row['name']}" for row in fits or known) or _("ingen")
        raise Told(_("Fant ikke én plan for «{said}». Velg blant: {names}").format(said=said, names=names))
    return fits[0]["plan_id"]


def _fitting(known: Sequence[Row], said: str) -> Sequence[Row]:
    """The plans of this number, else of this name, else whose names begin so; those in force where there are any."""
    fits = [row for row in known if str(row["plan_id"]) == said]
    fits = fits or [row for row in known if row["name"].casefold() == said]
    fits = fits or [row for row in known if row["name"].casefold().startswith(said)]
    return [row for row in fits if not row["replaced_on"]] or fits


def report_of(db: Reader, plan: str | None, period: str | None) -> int:
    """The newest revision of a plan's report for a period, or of its newest period where none is told."""
    if plan is None:
        raise Told(_("Skriv også --plan"))
    plan_id = plan_named(db, plan)
    known = plan_reports.reports(db, plan_id)
    found = next((row for row in known if period in (None, row["period"])), None)
    if found is None:
        periods = ", ".join(dict.fromkeys(row["period"] for row in known)) or _("ingen")
        raise Told(_("Planen har ingen rapport for perioden. Velg blant: {periods}").format(periods=periods))
    return found["plan_report_id"]


def _measures_of(db: Reader, said: str, today: str) -> list[int]:
    return measure_lists.ids(db, today=today, chip="all", order="number", plan_id=plan_named(db, said))
