"""Read the rows of loan lists as wishes: what, who, when, back. Who the person is comes later."""

import re
from dataclasses import dataclass
from typing import Any

from db.norwegian import code_key
from desktop import words
from desktop.sheets import days, names, repair, status, values
from desktop.sheets.crowd import Crowd, Sighting
from desktop.sheets.days import Unreadable
from desktop.sheets.known import Copy, Known, Product
from desktop.sheets.plan import RowPlan, RowRejected, SheetPlan
from desktop.words import _

_DATE_WITHIN = re.compile(r"\b\d{1,2}[./]\s?\d{1,2}[-./]\s?(?:\d{4}|\d{2})\b")
_ENDED_STATUS = re.compile(r"levert|returnert|tilbake|avsluttet|innlevert|byttet|tapt|overført", re.IGNORECASE)
_DEAD = re.compile(r"\b(?:død|døde|avgått|mors)\b", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Wish:
    """A loan as a row tells it, before it is known who the person is."""

    planned: RowPlan
    plan: SheetPlan
    copy: Copy | None
    product: Product | None
    number: str
    quantity: int
    out: str
    due: str | None
    ended: str | None
    end_reason: str | None
    note: str
    lent_by: str
    requested_by: str
    first_due: str | None
    agreement: int | None
    sighting: Sighting | None
    unit: tuple[str, str, str]  # name, address, phone; '' for a person
    signed_on: str | None = None
    extensions: int = 0
    in_stock_sheet: bool = False


class LoanReader:
    """Reads one row at a time against what is known of copies, goods and wards."""

    def __init__(self, known: Known, crowd: Crowd):
        self.known, self.crowd = known, crowd

    def wish(self, plan: SheetPlan, planned: RowPlan, cells: dict[str, Any], year: int | None,
              copy: Copy | None = None) -> Wish:  # fmt: skip
        """A row's loan; `copy` where the row tells of the copy itself. RowRejected with what is wrong."""
        row, today = planned.row, self.known.today
        written, name = values.borrower_of(cells, plan, row)
        number = repair.copy_number(cells.get("number", ""))
        product, quantity = None, 1
        if copy is None and number:
            copy = self.known.copies.get(code_key(number) or "?")
            if copy is None:
                raise RowRejected("unknown_number", number=number)
        elif copy is None:
            product, quantity = self._goods(plan, row, cells)
        out = self._out(plan, row, cells, year)
        due, first_due = self._due(plan, row, cells, out), self._quiet_day(cells, "first_due", out)
        due, first_due, extensions = self._extended(plan, row, cells, (out, due, first_due))
        ended, reason = self._ended(plan, row, cells, out)
        if due and due < out:
            raise RowRejected("due_before_out", due=words.day(due), out=words.day(out))
        if ended and ended < out:
            raise RowRejected("back_before_out", back=words.day(ended), out=words.day(out))
        note = values.text_of(cells, "note", plan, row)
        if note and _DEAD.search(note):
            plan.remark(row, "dead", text=note[:60])
        if max(out, ended or "") > today:
            plan.remark(row, "future", day=words.day(max(out, ended or "")))
        sighting, unit = self._borrower(plan, row, cells, written, name, out)
        return Wish(
            planned, plan, copy, product, number, quantity, out, due, ended, reason, note,
            values.text_of(cells, "lent_by", plan, row), values.text_of(cells, "requested_by", plan, row),
            first_due if _is_own_export(cells) else first_due or due, _agreement_number(cells), sighting, unit,
            self._quiet_day(cells, "signed_on", out), extensions,
        )  # fmt: skip

    def _goods(self, plan: SheetPlan, row: int, cells: dict[str, Any]) -> tuple[Product, int]:
        """Counted goods of a row without number; our own export may tell of goods that are new here."""
        name, hms_nr = values.text_of(cells, "name", plan, row), values.hms_of(cells, plan, row)
        try:
            quantity = repair.quantity(cells.get("quantity", "")) or 1
        except ValueError as fault:
            raise RowRejected("no_number") from fault
        found = self.known.products_by_hms.get(hms_nr) if hms_nr else self.known.counted_by_name(name)
        if found is None and name and "agreement" in cells:
            group = values.text_of(cells, "group", plan, row)
            found = self.known.add_product(hms_nr, name, group, "", "quantity")
        if found is None or found.tracking != "quantity":
            raise RowRejected("unknown_goods" if name else "no_number", text=name)
        return found, quantity

    def _out(self, plan: SheetPlan, row: int, cells: dict[str, Any], year: int | None) -> str:
        day = values.day_of(cells, "out", self.known.today, year)
        if not day:
            raise RowRejected("no_out")
        if len(day) < 10:
            plan.remark(row, "month_only", column="out")
        return days.month_start(day)

    def _near(self, value: Any, out: str) -> str | None:
        """A day that may lack its year: the first one from the day of the loan on. Raises Unreadable."""
        return days.near(value, today=self.known.today, after=out)

    def _due(self, plan: SheetPlan, row: int, cells: dict[str, Any], out: str) -> str | None:
        value = cells.get("due", "")
        try:
            day = self._near(value, out)
        except Unreadable as fault:
            if fault.why != "not_a_day":
                raise RowRejected(fault.why, text=fault.text, column="due") from fault
            written = repair.text(value)
            span_ends = days.after(out, written)
            if not span_ends and not status.is_no_deadline(written):
                plan.remark(row, "due_unread", text=written[:40])
            return span_ends
        return days.month_end(day) if day else None

    def _extended(
        self, plan: SheetPlan, row: int, cells: dict[str, Any], told: tuple[str, str | None, str | None]
    ) -> tuple[str | None, str | None, int]:
        """(due, first due, how often extended): a new due day in a column of its own, or our own export's number."""
        out, due, first_due = told
        value = cells.get("extended", "")
        if repair.is_blank(value):
            return due, first_due, 0
        if "agreement" in cells and isinstance(value, float) and value < 100:
            return due, first_due, int(value)
        try:
            day = self._near(value, out)
        except Unreadable:
            plan.remark(row, "extended_unread", text=repair.text(value)[:40])
            return due, first_due, 0
        if not day or (due and days.month_end(day) <= due) or days.month_end(day) < out:
            return due, first_due, 0
        return days.month_end(day), first_due or due, 1

    def _quiet_day(self, cells: dict[str, Any], field: str, out: str) -> str | None:
        """A whole day that other books seldom have; None where it is not one."""
        try:
            day = self._near(cells.get(field, ""), out)
        except Unreadable:
            return None
        return day if day and len(day) == 10 else None

    def _ended(self, plan: SheetPlan, row: int, cells: dict[str, Any], out: str) -> tuple[str | None, str | None]:
        """(day or None, end reason or None): a loan that is back on an unknown day is back."""
        value, told = cells.get("returned", ""), repair.text(cells.get("state", "")) if "state" in cells else ""
        if repair.is_blank(value):
            ended = _ENDED_STATUS.search(told)
            return None, (status.end_reason(told) or "returned") if ended and status.return_word(
                told
            ) != "open" else None
        try:
            day = self._near(value, out)
        except Unreadable as fault:
            return self._ended_in_words(plan, row, repair.text(value), told, fault)
        if day and len(day) < 10:
            plan.remark(row, "return_day_unknown", text=repair.text(value))
            return None, status.end_reason(told) or "returned"
        return day, (status.end_reason(told) or "returned") if day else None

    def _ended_in_words(
        self, plan: SheetPlan, row: int, written: str, told: str, fault: Unreadable
    ) -> tuple[str | None, str | None]:
        column = "returned"
        if fault.why != "not_a_day":
            raise RowRejected(fault.why, text=written, column=column) from fault
        if within := _DATE_WITHIN.search(written):
            day = values.day_of({"returned": within[0]}, "returned", self.known.today, None)
            return day, status.end_reason(written) or "returned"
        word = status.return_word(written)
        if word is None:
            raise RowRejected("not_a_day", text=written, column=column)
        if word == "open":
            return None, None
        if written.casefold() != _("ja") or "agreement" not in plan.recognition.columns.values():
            plan.remark(row, "return_day_unknown", text=written)
        return None, (status.end_reason(told) if word == "returned" else None) or word

    def _borrower(self, plan: SheetPlan, row: int, cells: dict[str, Any], written: str, name: names.Name,
                  out: str) -> tuple[Sighting | None, tuple[str, str, str]]:  # fmt: skip
        born = born_of(cells, plan, row, self.known.today, out)
        own_unit = "agreement" in cells and "," not in written  # our own export writes people as "Nordmann, Kari"
        address, phone = values.text_of(cells, "address", plan, row), values.text_of(cells, "phone", plan, row)
        if born == (None, None) and (self.crowd.has_unit(written) or own_unit or names.is_unit(written)):
            return None, (written, address, phone)
        return self.crowd.see(name, born, address, phone, out), ("", "", "")


def born_of(
    cells: dict[str, Any], plan: SheetPlan, row: int, today: str, before: str | None = None
) -> tuple[str | None, str | None]:
    """A row's birth date and its other reading; RowRejected where the day does not exist or lies ahead."""
    value = cells.get("born", "")
    if repair.is_blank(value):
        return None, None
    try:
        born = days.birth_day(value, today=today, before=before)
    except Unreadable as fault:
        if fault.why in ("not_a_day", "no_year"):
            plan.remark(row, "born_unread", text=repair.without_national_id(repair.text(value))[0][:40])
            return None, None
        raise RowRejected(fault.why, text=fault.text[:40], column="born") from fault
    if isinstance(value, str | float) and len(digits := repair.text(value).replace(" ", "")) == 11 and digits.isdigit():
        plan.remark(row, "national_id")
    return born


def _agreement_number(cells: dict[str, Any]) -> int | None:
    digits = re.search(r"\d{1,9}", repair.text(cells.get("agreement", "")))
    return int(digits[0]) if digits and int(digits[0]) else None


def _is_own_export(cells: dict[str, Any]) -> bool:
    """Our own export tells the first due day in a column of its own: there an empty cell means that there was none."""
    return "first_due" in cells and "agreement" in cells
