"""Read the rows of stay lists as wishes: who, where, why, in and out. Who the person is comes later."""

import re
from dataclasses import dataclass
from typing import Any

from db.stay_days import plus
from desktop import words
from desktop.sheets import days, repair, stay_words, values
from desktop.sheets.crowd import Crowd, Sighting
from desktop.sheets.days import Unreadable
from desktop.sheets.loan_reading import born_of
from desktop.sheets.plan import RowPlan, RowRejected, SheetPlan

PARKED = "parkert"
_FAR = 365 * 20  # days: no stay is so long ago or so far ahead
_DATE_WITHIN = re.compile(r"\b\d{1,2}[./]\s?\d{1,2}[-./]\s?(?:\d{4}|\d{2})\b")
_WITHOUT_DAYS = ("applied", "assessed", "granted", "waiting", "refused", "cancelled")


@dataclass(slots=True, eq=False)
class Wish:
    """A stay as a row tells it. `left` is None where the book does not know it; `room` '' where none is told. `given`
    says that `left` is the day they left or are to leave, not only when that is expected; `sure` that it is certain.

    `state` is what the book's own column says, or None. `came` is '' for one who has only asked.
    """

    planned: RowPlan
    plan: SheetPlan
    number: int | None
    site: str
    room: str
    sighting: Sighting
    purpose: str
    came: str
    left: str | None
    given: bool
    sure: bool
    state: str | None
    received: str | None
    came_from: tuple[str | None, str]
    goal: str
    coordinator: str
    note: str
    own: bool  # a row of our own export
    day_only: bool = False
    moved_on: str | None = None  # the day they came to the room, where that is not the day they came
    stay: Any = None  # the stay in the register that this is


class StayReader:
    """Reads one row at a time; keeps the year of the row above for days without one."""

    def __init__(self, crowd: Crowd, today: str):
        self.crowd, self.today = crowd, today

    def wish(self, plan: SheetPlan, planned: RowPlan, cells: dict[str, Any], year: int | None) -> Wish:
        """A row's stay. RowRejected with what is wrong."""
        row = planned.row
        _written, name = values.borrower_of(cells, plan, row)
        state = self._state(cells)
        came = self._came(plan, row, cells, year, state)
        left, given, sure = self._left(plan, row, cells, came) if came else (None, False, False)
        if left and left < came:
            raise RowRejected("out_before_in", left=words.day(left), came=words.day(came))
        for day in (came, left):
            if day and not plus(self.today, -_FAR) < day < plus(self.today, _FAR):
                raise RowRejected("far_day", day=words.day(day))
        texts = {field: values.text_of(cells, field, plan, row)
                 for field in ("address", "phone", "goal", "coordinator", "note", "came_from")}  # fmt: skip
        born = born_of(cells, plan, row, self.today, came or None)
        return Wish(
            planned, plan, _number(cells), repair.text(cells.get("site") or cells.get("group") or ""), room_of(cells),
            self.crowd.see(name, born, texts["address"], texts["phone"], came), self._purpose(plan, row, cells), came,
            left, given, sure, state, self._received(cells, came), stay_words.came_from(texts["came_from"]),
            texts["goal"], texts["coordinator"], texts["note"], is_own(cells),
        )  # fmt: skip

    def _state(self, cells: dict[str, Any]) -> str | None:
        return stay_words.state(repair.text(cells.get("state", "")))

    def _purpose(self, plan: SheetPlan, row: int, cells: dict[str, Any]) -> str:
        written = values.text_of(cells, "purpose", plan, row)
        found = stay_words.purpose(written)
        if found is None and "purpose" in cells:
            plan.remark(row, "purpose_unknown", text=written[:40])
        return found or "rehabilitation"

    def _came(self, plan: SheetPlan, row: int, cells: dict[str, Any], year: int | None, state: str | None) -> str:
        day = values.day_of(cells, "came", self.today, year)
        if not day:
            if state in _WITHOUT_DAYS:
                return ""
            raise RowRejected("no_in")
        if len(day) < 10:
            plan.remark(row, "month_only", column="came")
        return days.month_start(day)

    def _left(self, plan: SheetPlan, row: int, cells: dict[str, Any], came: str) -> tuple[str | None, bool, bool]:
        """(day or None, given, sure): the day they left or are to leave, else when it is expected."""
        day, sure = self._day(plan, row, cells, "left", came)
        if day is None:
            return self._day(plan, row, cells, "expected", came)[0], False, False
        return day, True, sure and (not is_own(cells) or not repair.is_blank(cells["confirmed"]))

    def _day(self, plan: SheetPlan, row: int, cells: dict[str, Any], field: str, came: str) -> tuple[str | None, bool]:
        value, written = cells.get(field, ""), repair.text(cells.get(field, ""))
        if stay_words.is_open(written):
            return None, False
        sure = not isinstance(value, str) or not stay_words.is_unsure(written)
        try:
            day = days.near(value, today=self.today, after=came)
        except Unreadable as fault:
            if fault.why != "not_a_day":
                raise RowRejected(fault.why, text=fault.text, column=field) from fault
            return self._day_in_words(plan, row, written, field, came)
        return (days.month_end(day) if day else None), sure and len(day or "") == 10

    def _day_in_words(self, plan: SheetPlan, row: int, written: str, field: str, came: str) -> tuple[str | None, bool]:
        """'3 uker', 'hjem 4.11.26': a span from the day they came, or a day among other words."""
        if within := _DATE_WITHIN.search(written):
            return values.day_of({field: within[0]}, field, self.today, None), not stay_words.is_unsure(written)
        span = days.after(came, written)
        if span is None:
            plan.remark(row, "left_unread", text=repair.without_national_id(written)[0][:40])
        return span, False

    def _received(self, cells: dict[str, Any], came: str) -> str | None:
        """The day the application came, where the book has it and it is not after the stay began."""
        try:
            day = days.iso_day(cells.get("received", ""), today=self.today)
        except Unreadable:
            return None
        return day if day and len(day) == 10 and day <= min(came or self.today, self.today) else None


def is_own(cells: dict[str, Any]) -> bool:
    """A row of our own export tells its number and whether the day to leave is certain."""
    return "stay" in cells and "confirmed" in cells


def says_nothing(cells: dict[str, Any]) -> bool:
    """A row for a room that nobody has: no person, and no day."""
    nobody = stay_words.is_empty_room(
        repair.text(cells.get("borrower", "")) + repair.text(cells.get("last_name", ""))
    )  # fmt: skip
    return nobody and repair.is_blank(cells.get("came", "")) and repair.is_blank(cells.get("left", ""))


def room_of(cells: dict[str, Any]) -> str:
    """'205', 'Rom 3', 'Rom 3 · seng 1'; '' where no room is told, or where the book says that there is none."""
    parts = (repair.without_national_id(repair.text(cells.get(field, "")))[0] for field in ("room", "place"))
    room = " · ".join(part for part in parts if part)[:120]
    return "" if room.casefold().strip(" -–?") in ("", PARKED, "ukjent", "uten rom") else room


def _number(cells: dict[str, Any]) -> int | None:
    digits = re.fullmatch(r"\d{1,9}", repair.text(cells.get("stay", "")))
    return int(digits[0]) or None if digits and is_own(cells) else None
