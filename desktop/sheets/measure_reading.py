"""Read the rows of a plan's table as what they tell of a measure; what the register makes of it comes later."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from db import texts
from db.norwegian import fold
from desktop import words
from desktop.plans.examples import kind_of
from desktop.sheets import days, measure_headings, measure_words, repair, values
from desktop.sheets.book import Sheet
from desktop.sheets.days import Unreadable
from desktop.sheets.measure_rows import Cells, measure_rows
from desktop.sheets.plan import RowPlan, RowRejected, SheetPlan

NAME_LIMIT = 120  # letters of the name of a plan
_SMALL = 100  # kroner, below which a cost may be millions
_BULLET = re.compile(r"^[-•·*▪‣–—]\s+(?=\S)")
_MANY = 0.5  # so many of the measures begin with a number where numbers stand inside the text


@dataclass(slots=True, eq=False)
class Told:
    """A measure as a row tells it. None is what the row says nothing of, and so is an empty text.

    `kind` is what a column says, `likely` what the words tell of; costs are øre by column of the register. `deadline`
    is (day or None, words); `year` the one in which a measure that never ends was done.
    """

    planned: RowPlan
    plan: SheetPlan
    number: str
    text: str
    area: str
    goal: str
    responsible: list[str]
    kind: str | None
    likely: str
    status: str | None
    year: int | None
    reason: str
    light: str | None
    starts: str | None
    deadline: tuple[str | None, str]
    comment: str
    costs: dict[str, int] = field(default_factory=dict)


def read(plan: SheetPlan, sheet: Sheet, today: str, called: Mapping[str, str]) -> list[Told]:
    """The measures of a table; a row that cannot be taken in is rejected with its sentence.

    `called` is what the municipality calls the statuses, by status.
    """
    rows, found = list(measure_rows(sheet, plan.recognition)), []
    reader = Reader(plan, today, [cells for _row, cells in rows], called)
    for row, cells in rows:
        planned = RowPlan(row)
        plan.rows.append(planned)
        try:
            found.append(reader.told(planned, cells))
        except RowRejected as fault:
            plan.reject(planned, fault)
    return found


class Reader:
    """Reads one row at a time, and knows how the whole table is written."""

    def __init__(self, plan: SheetPlan, today: str, rows: list[Cells], called: Mapping[str, str]):
        self.plan, self.today, recognised = plan, today, plan.recognition
        self.status_of = {fold(word): status for status, word in called.items()}
        self.own = measure_headings.is_own(recognised.columns)
        self.units = {
            name: 1 if self.own else measure_headings.unit_of(_heading(recognised.headings, column))
            for column, name in recognised.columns.items() if name in measure_headings.COSTS
        }  # fmt: skip
        said = [repair.text(cells.get("measure")) for cells in rows if not repair.is_blank(cells.get("measure"))]
        numbered = sum(bool(measure_words.number_in(text)[0]) for text in said)
        self.numbers_inside = not self.own and numbered > 0 and numbered >= _MANY * len(said)

    def told(self, planned: RowPlan, cells: Cells) -> Told:
        """What a row tells. RowRejected with what is wrong."""
        row = planned.row
        number, text = self._called(cells, row)
        if not text:
            raise RowRejected("no_measure")
        area, goal, comment = (self._text(cells, name, row) for name in ("focus_area", "goal", "note"))
        deadline = self._deadline(cells, row)
        status, comment = self._status(cells, row, comment)
        written = self._text(cells, "status", row)
        return Told(
            planned, self.plan, number, text, area, goal, self._responsible(cells, row),
            measure_words.kind(repair.text(cells.get("measure_kind"))), _likely(text, deadline[1]), status,
            self._year(written), written if len(written.split()) > 2 else words.FROM_BOOK, self._light(cells, row),
            self._starts(cells), deadline, comment, self._costs(cells, row),
        )  # fmt: skip

    def _text(self, cells: Cells, name: str, row: int) -> str:
        """A text as the register keeps it."""
        return " ".join(texts.cleaned(values.text_of(cells, name, self.plan, row)).split())

    def _called(self, cells: Cells, row: int) -> tuple[str, str]:
        """(number, words): the number from its own column, or from the beginning of the words."""
        number = repair.without_national_id(measure_words.number(cells.get("number", "")))[0]
        text = self._text(cells, "measure", row)
        if len(number) > 40:
            raise RowRejected("too_long", text=number[:30] + "…", column="number", limit=40)
        if not self.own:
            text = _BULLET.sub("", text)
        if self.numbers_inside:
            inside, rest = measure_words.number_in(text)
            if inside and number in ("", inside):
                return inside, rest
        return number, text

    def _responsible(self, cells: Cells, row: int) -> list[str]:
        names = []
        for name in measure_words.responsible(cells.get("responsible", ""), self.own):
            names.append(self._text({"responsible": name}, "responsible", row))
        return names if any(sign.isalpha() for name in names for sign in name) else []

    def _status(self, cells: Cells, row: int, comment: str) -> tuple[str | None, str]:
        """(status or None, comment): words that tell how it goes at length are kept in the comment."""
        written = self._text(cells, "status", row)
        status = self.status_of.get(fold(written)) or measure_words.status(written)
        if status is None and written.strip(" -–?."):
            self.plan.remark(row, "status_words", text=written[:40])
        told_at_length = len(written.split()) > 3 and status not in ("postponed", "stopped")  # those have a reason
        if told_at_length or (status is None and written.strip(" -–?.")):
            comment = f"{comment} Status: {written}" if comment else written
        if len(comment) > 2000:
            raise RowRejected("too_long", text=comment[:30] + "…", column="note", limit=2000)
        if status == "stopped" and not self.own and re.match(r"avslutt", written, re.IGNORECASE):
            self.plan.remark(row, "ended_word", text=written[:40])
        return status, comment

    def _year(self, written: str) -> int | None:
        year = measure_words.year_in(written) or self.plan.recognition.year
        return year if year and 1990 <= year <= int(self.today[:4]) else None

    def _light(self, cells: Cells, row: int) -> str | None:
        written = repair.text(cells.get("light"))
        light = measure_words.light(written)
        if light is None and written.strip(" -–?"):
            self.plan.remark(row, "light_unknown", text=repair.without_national_id(written)[0][:40])
        return light

    def _starts(self, cells: Cells) -> str | None:
        try:
            day = days.iso_day(cells.get("starts", ""), today=self.today)
        except Unreadable:
            return None
        return days.month_start(day) if day else None

    def _deadline(self, cells: Cells, row: int) -> tuple[str | None, str]:
        said = self._text(cells, "deadline", row)
        value = cells.get("deadline", "")
        try:
            return measure_words.deadline(said if isinstance(value, str) else value, today=self.today)
        except Unreadable:
            self.plan.remark(row, "deadline_unread", text=said[:40])
            return None, said

    def _costs(self, cells: Cells, row: int) -> dict[str, int]:
        costs = {}
        for name, column in measure_headings.COSTS.items():
            try:
                ore = measure_words.cost(cells.get(name), self.units.get(name))
            except ValueError as fault:
                self.plan.remark(row, "cost_unread", text=repair.without_national_id(str(fault))[0][:40])
                continue
            if ore is None:
                continue
            costs[column] = ore
            if self.units[name] is None and 0 < ore < _SMALL * 100:
                self.plan.remark(row, "cost_small", text=repair.text(cells[name]))
        return costs


def _likely(text: str, due: str) -> str:
    """The kind of measure that its words tell of, or its deadline: 'Årlig' is none."""
    told = kind_of(text)
    return (measure_words.kind(due) or told) if told == "single" and due else told


def _heading(labels: list[str], column: int) -> str:
    return labels[column] if column < len(labels) else ""


def title_of(plan: SheetPlan, sheet: Sheet, book: str) -> tuple[str, bool]:
    """(what the plan is called, whether a line above the headings says so); else the sheet's or the book's name."""
    above: list[tuple[Any, bool]] = []
    for row in sheet.rows[: max(plan.recognition.heading_row - 1, 0)]:
        filled = [repair.text(cell) for cell in row if not repair.is_blank(cell)]
        above += [(filled[0], True)] if len(filled) == 1 else []
    for name, told in (*above, (sheet.name, False), (book, False)):
        plain = _fitting(repair.without_national_id(repair.text(name))[0])
        if re.search(r"[^\W\d]{3}", plain) and not _GENERIC.fullmatch(plain.casefold()):
            return plain, told
    return _fitting(repair.text(book)) or sheet.name, False


_GENERIC = re.compile(
    r"(?:ark|sheet|tabell|side|fane)? ?\d*|(?:tiltak\w*|handlingsplan|handlingsdel|status|plan|oversikt|liste|tabell)"
    r"(?: ?-? ?(?:status|tabell|oversikt|liste|(?:19|20)\d{2}))*"
)


def _fitting(name: str) -> str:
    """A name that fits a plan: whole words."""
    return name if len(name) <= NAME_LIMIT else name[: NAME_LIMIT - 1].rsplit(" ", 1)[0] + "…"
