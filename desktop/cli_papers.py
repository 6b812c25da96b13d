"""The papers of the command line: what each is made of, and which option it cannot be made without."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from db.connection import Reader
from desktop import cli_exports
from desktop.paper import plan_papers, printing, stay_papers


class Asked(NamedTuple):
    """What was asked for on the command line, with the day and the name that count."""

    register: Reader
    options: argparse.Namespace
    out: Path
    today: str
    staff: str

    @property
    def day(self) -> str:
        return self.options.date or self.today


def _labels(asked: Asked) -> int:
    options = asked.options
    medium = "tape" if options.tape else "sheet"
    return printing.print_labels(asked.register, options.items, asked.out, medium=medium, start=options.start)


def _report(asked: Asked) -> int:
    found = cli_exports.report_of(asked.register, asked.options.plan, asked.options.period)
    return plan_papers.print_plan_report(asked.register, found, asked.out, today=asked.today, staff=asked.staff)


def _pyramid(asked: Asked) -> int:
    plan = cli_exports.plan_named(asked.register, asked.options.plan)
    return plan_papers.print_pyramids(asked.register, plan, asked.out, today=asked.today, staff=asked.staff)


PAPERS: dict[str, Callable[[Asked], Any]] = {
    "agreement": lambda a: printing.print_agreement(a.register, a.options.id, a.out, today=a.today, staff=a.staff),
    "labels": _labels,
    "trip": lambda a: printing.print_trip(a.register, a.day, a.out, today=a.today, staff=a.staff),
    "picking": lambda a: printing.print_picking(a.register, a.day, a.out, today=a.today),
    "ward": lambda a: stay_papers.print_ward(a.register, a.day, a.out, today=a.today, staff=a.staff),
    "chart": lambda a: stay_papers.print_stay_chart(
        a.register, a.options.since or a.today, a.options.days, a.out, today=a.today, staff=a.staff
    ),
    "plan": lambda a: printing.print_plan(a.register, a.options.stay, a.out, today=a.today, staff=a.staff),
    "transport": lambda a: printing.print_transport(a.register, a.day, a.out, today=a.today, staff=a.staff),
    "report": _report,
    "pyramid": _pyramid,
    "count": lambda a: printing.print_count(a.register, a.options.id, a.out, today=a.today),
    "month": lambda a: printing.print_month(
        a.register, a.options.month or a.today[:7], a.out, today=a.today, staff=a.staff
    ),
}
WANTED = {"agreement": "id", "labels": "items", "count": "id", "plan": "stay", "report": "plan", "pyramid": "plan"}
