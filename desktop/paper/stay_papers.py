"""What the window and the command line call to print stays: gather from the register, draw, deliver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import red_days, stay_chart
from db.stay_days import plus
from desktop import words
from desktop.paper.printing import stay_stamp
from desktop.paper.sheet import Out
from desktop.paper.stay_chart import print_stay_chart_sheet
from desktop.paper.ward import WEEK, print_ward_sheet

if TYPE_CHECKING:
    from db.connection import Reader


def print_ward(db: Reader, day: str, out: Out, *, today: str, staff: str = "") -> int:
    """The week that a day lies in, for every own ward. Returns pages."""
    monday = plus(day, -words.parse(day).weekday())
    found = stay_chart.chart(db, since=monday, until=plus(monday, WEEK), today=today)
    return print_ward_sheet(out, found, stay_stamp(db, staff), today=today)


def print_stay_chart(db: Reader, since: str, days: int, out: Out, *, today: str, staff: str = "") -> int:
    """Belegg of so many days on A3. Returns pages."""
    until = plus(since, days)
    found = stay_chart.chart(db, since=since, until=until, today=today)
    free = tuple(red_days.between(since, until))
    return print_stay_chart_sheet(out, found, stay_stamp(db, staff), free=free, today=today)
