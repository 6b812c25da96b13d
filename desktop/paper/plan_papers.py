"""What the window and the command line call to print plans: gather from the register, draw, deliver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.paper.plan_report import print_plan_report_sheet
from desktop.paper.printing import stamp
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
