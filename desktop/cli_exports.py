"""The workbooks of the command line: a list, a plan's measures, the figures of stays, or the monthly overview."""

from __future__ import annotations

import argparse

from db import measure_lists, plans
from db.connection import Reader
from desktop import cli_words
from desktop.faults import Told
from desktop.sheets import export, month, occupancy
from desktop.words import _


def write(db: Reader, asked: argparse.Namespace, *, today: str) -> None:
    """Write the workbook that was asked for."""
    if asked.what == "month":
        month.export_month(db, asked.month or today[:7], asked.out, today=today)
    elif asked.what == "occupancy":
        occupancy.export_occupancy(db, **cli_words.period(asked, today), out=asked.out, today=today)
    else:
        ids = _measures_of(db, asked.plan, today) if asked.what == "measures" and asked.plan else None
        export.export(db, asked.what, asked.out, today=today, ids=ids)


def plan_named(db: Reader, said: str) -> int:
    """The plan that a number or the beginning of a name stands for."""
    known = plans.plans(db)
    fits = [row for row in known if str(row["plan_id"]) == said]
    fits = fits or [row for row in known if row["name"].casefold().startswith(said.casefold())]
    if len(fits) != 1:
        names = ", ".join(f"{row['plan_id']} {row['name']}" for row in fits or known) or _("ingen")
        raise Told(_("Fant ikke én plan for «{said}». Velg blant: {names}").format(said=said, names=names))
    return fits[0]["plan_id"]


def _measures_of(db: Reader, said: str, today: str) -> list[int]:
    return measure_lists.ids(db, today=today, chip="all", order="number", plan_id=plan_named(db, said))
