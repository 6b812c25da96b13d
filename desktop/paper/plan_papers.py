"""What the window and the command line call to print plans: gather from the register, draw, deliver."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from db import plan_reports, plans, pyramids
from desktop.paper.plan_letters import Asked, print_letters, print_start
from desktop.paper.plan_report import print_plan_report_sheet
from desktop.paper.printing import stamp
from desktop.paper.pyramid import print_pyramid_sheet
from desktop.paper.sheet import Out, Stamp
from desktop.plans import report_told

if TYPE_CHECKING:
    from db.connection import Reader


def _stamp(db: Reader, staff: str, at: str | None = None) -> Stamp:
    """Who prints: plans are the municipality's, and not of the department that lends."""
    return replace(stamp(db, staff, at), depot="")


def print_plan_report(
    db: Reader, plan_report_id: int, out: Out, *, today: str, staff: str = "", at: str | None = None
) -> int:
    """A report on a plan; `at` is the UTC moment that the paper tells, now where none is given. Returns pages."""
    found = report_told.report(db, plan_report_id, today=today)
    return print_plan_report_sheet(out, found, _stamp(db, staff, at))


def print_report_reminders(
    db: Reader, plan_report_id: int, out: Out, *, today: str, staff: str = "", at: str | None = None
) -> int:
    """A page to each role that has not said it is done, with the measures that it has not written of. Returns pages;

    Rejected where nobody lacks anything.
    """
    return print_letters(out, _asked(db, plan_report_id, today), today, _stamp(db, staff, at))


def print_start_list(
    db: Reader, plan_report_id: int, out: Out, *, today: str, staff: str = "", at: str | None = None
) -> int:
    """All measures of the plan of a report by who answers for them, with how they stand and what was said last."""
    return print_start(out, _asked(db, plan_report_id, today), _stamp(db, staff, at))


def _asked(db: Reader, plan_report_id: int, today: str) -> Asked:
    found = report_told.report(db, plan_report_id, today=today)
    answering = plan_reports.by_role(db, plan_report_id, today=today)
    return Asked(found, answering, plan_reports.last_said(db, plan_report_id))


def print_pyramids(db: Reader, plan_id: int, out: Out, *, today: str, staff: str = "") -> int:
    """The pyramids of a plan as they are judged today, and on each day that something was judged. Returns pages."""
    drawn = pyramids.pyramids(db, plan_id)

    def as_of(day: str) -> list[tuple[str, Any]]:
        return [(row["kind"], pyramids.levels(db, row["pyramid_id"], day=day)) for row in drawn]

    history = [(day, as_of(day)) for day in pyramids.days(db, plan_id)]
    return print_pyramid_sheet(out, plans.plan(db, plan_id)["name"], as_of(today), history, _stamp(db, staff))
