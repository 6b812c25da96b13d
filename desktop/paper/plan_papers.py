"""What the window and the command line call to print plans: gather from the register, draw, deliver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db import plans, pyramids
from desktop.paper.plan_report import print_plan_report_sheet
from desktop.paper.printing import stamp
from desktop.paper.pyramid import print_pyramid_sheet
from desktop.paper.sheet import Out
from desktop.plans import report_told

if TYPE_CHECKING:
    from db.connection import Reader


def print_plan_report(
    db: Reader, plan_report_id: int, out: Out, *, today: str, staff: str = "", at: str | None = None
) -> int:
    """A report on a plan; `at` is the UTC moment that the paper tells, now where none is given. Returns pages."""
    found = report_told.report(db, plan_report_id, today=today)
    return print_plan_report_sheet(out, found, stamp(db, staff, at))


def print_pyramids(db: Reader, plan_id: int, out: Out, *, today: str, staff: str = "") -> int:
    """The pyramids of a plan as they are judged today, and on each day that something was judged. Returns pages."""
    drawn = pyramids.pyramids(db, plan_id)

    def as_of(day: str) -> list[tuple[str, Any]]:
        return [(row["kind"], pyramids.levels(db, row["pyramid_id"], day=day)) for row in drawn]

    history = [(day, as_of(day)) for day in pyramids.days(db, plan_id)]
    return print_pyramid_sheet(out, plans.plan(db, plan_id)["name"], as_of(today), history, stamp(db, staff))
