"""Plan the rows of loan lists: what, who, when, back; against the register and against each other."""

import re
from dataclasses import dataclass
from typing import Any

from db.norwegian import code_key, fold
from desktop import words
from desktop.sheets import days, names, repair, status, values
from desktop.sheets.book import Sheet
from desktop.sheets.crowd import Crowd, Sighting
from desktop.sheets.days import Unreadable
from desktop.sheets.known import Copy, Known, Line, Product
from desktop.sheets.plan import CHANGED, LENT_NOTE, NEW, UNCHANGED, RowPlan, RowRejected, SheetPlan
from desktop.sheets.rows import data_rows
from desktop.words import _

_DATE_WITHIN = re.compile(r"\b\d{1,2}[./]\s?\d{1,2}[-./]\s?(?:\d{4}|\d{2})\b")
_ENDED_STATUS = re.compile(r"levert|returnert|tilbake|avsluttet|innlevert|byttet|tapt|overført", re.IGNORECASE)
_DEAD = re.compile(r"\b(?:død|døde|avgått|mors)\b", re.IGNORECASE)
EXTENDED = _("Forlenget før importen, dagen er ukjent")
_UNLENDABLE = ("retired", "missing", "blocked")


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


class LoanPlanner:
    """Reads wishes row by row; settles who everybody is; then fits each wish to what is known."""

    def __init__(self, known: Known, crowd: Crowd):
        self.known, self.crowd, self.orders = known, crowd, known.orders
        self.wishes: list[Wish] = []
        self.agreements: dict[tuple, int] = {}
        self.people: list[tuple[RowPlan, Sighting, dict[str, Any]]] = []

    def read(self, plan: SheetPlan, sheet: Sheet) -> None:
        """Take in a loan list."""
        year = None
        for row, cells in data_rows(sheet, plan.recognition):
            planned = RowPlan(row)
            plan.rows.append(planned)
            try:
                wish = self._wish(plan, planned, cells, cells["year"] or year)
            except RowRejected as fault:
                planned.reject(fault)
                continue
            year = int(wish.out[:4])
            self.wishes.append(wish)

    def read_row(self, plan: SheetPlan, planned: RowPlan, cells: dict[str, Any], copy: Copy) -> None:
        """Take in the loan that a stock sheet tells on a copy's own row."""
        if repair.is_blank(cells.get("borrower", "")) or repair.is_blank(cells.get("out", "")):
            return
        try:
            wish = self._wish(plan, planned, cells, cells["year"], copy)
        except RowRejected as fault:
            plan.remark(planned.row, "loan_left_out", reason=str(fault))
            return
        wish.in_stock_sheet, wish.note = True, ""
        self.wishes.append(wish)

    # --- reading a row ---------------------------------------------------------------------------------------

    def _wish(self, plan: SheetPlan, planned: RowPlan, cells: dict[str, Any], year: int | None,
              copy: Copy | None = None) -> Wish:  # fmt: skip
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
            first_due or due, _agreement_number(cells), sighting, unit, self._quiet_day(cells, "signed_on", out), extensions,
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
            found = self.known.add_product(hms_nr, name, "", "", "quantity")
        if found is None or found.tracking != "quantity":
            raise RowRejected("unknown_goods" if name else "no_number", text=name)
        return found, quantity

    def _out(self, plan: SheetPlan, row: int, cells: dict[str, Any], year: int | None) -> str:
        day = values.day_of(cells, "out", self.known.today, year)
        if not day:
            raise RowRejected("no_out")
        if len(day) < 10:
            plan.remark(row, "month_only", column=values.HEADINGS["out"])
        return days.month_start(day)

    def _near(self, value: Any, field: str, out: str) -> str | None:
        """A day that may lack its year: the first one from the day of the loan on. RowRejected, Unreadable."""
        try:
            return days.iso_day(value, today=self.known.today)
        except Unreadable as fault:
            if fault.why != "no_year":
                raise
        year = int(out[:4])
        day = days.iso_day(value, today=self.known.today, year=year)
        return day if not day or day >= out else days.iso_day(value, today=self.known.today, year=year + 1)

    def _due(self, plan: SheetPlan, row: int, cells: dict[str, Any], out: str) -> str | None:
        value = cells.get("due", "")
        try:
            day = self._near(value, "due", out)
        except Unreadable as fault:
            if fault.why != "not_a_day":
                raise RowRejected(fault.why, text=fault.text, column=values.HEADINGS["due"]) from fault
            if not status.is_no_deadline(repair.text(value)):
                plan.remark(row, "due_unread", text=repair.text(value)[:40])
            return None
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
            day = self._near(value, "due", out)
        except Unreadable:
            plan.remark(row, "extended_unread", text=repair.text(value)[:40])
            return due, first_due, 0
        if not day or (due and days.month_end(day) <= due) or days.month_end(day) < out:
            return due, first_due, 0
        return days.month_end(day), first_due or due, 1

    def _quiet_day(self, cells: dict[str, Any], field: str, out: str) -> str | None:
        """A whole day that other books seldom have; None where it is not one."""
        try:
            day = self._near(cells.get(field, ""), "due", out)
        except Unreadable:
            return None
        return day if day and len(day) == 10 else None

    def _ended(self, plan: SheetPlan, row: int, cells: dict[str, Any], out: str) -> tuple[str | None, str | None]:
        """(day or None, end reason or None): a loan that is back on an unknown day is back."""
        value, told = cells.get("returned", ""), repair.text(cells.get("state", "")) if "state" in cells else ""
        if repair.is_blank(value):
            ended = _ENDED_STATUS.search(told)
            return None, (status.end_reason(told) or "returned") if ended and status.return_word(told) != "open" else None
        try:
            day = self._near(value, "returned", out)
        except Unreadable as fault:
            return self._ended_in_words(plan, row, repair.text(value), told, fault)
        if day and len(day) < 10:
            plan.remark(row, "return_day_unknown", text=repair.text(value))
            return None, status.end_reason(told) or "returned"
        return day, (status.end_reason(told) or "returned") if day else None

    def _ended_in_words(
        self, plan: SheetPlan, row: int, written: str, told: str, fault: Unreadable
    ) -> tuple[str | None, str | None]:
        column = values.HEADINGS["returned"]
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

    # --- fitting the wishes ----------------------------------------------------------------------------------

    def fit(self) -> None:
        """Give every wish its place, in the order of the book."""
        self.crowd.settle()
        self.known.load_lines({wish.copy.ref for wish in self.wishes if wish.copy})
        for wish in self.wishes:
            try:
                told = self._fit(wish)
            except RowRejected as fault:
                if wish.in_stock_sheet:
                    wish.plan.remark(wish.planned.row, "loan_left_out", reason=str(fault))
                else:
                    wish.planned.reject(fault)
                continue
            if not wish.in_stock_sheet or wish.planned.status == UNCHANGED:
                wish.planned.status = told if not wish.in_stock_sheet or told == UNCHANGED else CHANGED

    def _fit(self, wish: Wish) -> str:
        thing = ("item", wish.copy.ref) if wish.copy else ("product", wish.product.ref if wish.product else 0)
        lines = self.known.lines.setdefault(thing, [])
        borrower = self._known_borrower(wish)
        same = next((line for line in lines if line.out_on == wish.out and line.borrower == borrower), None)
        if same is not None:
            told = self._same(wish, same)
            filled = wish.sighting is not None and wish.sighting.person is not None and self.crowd.fill(wish.sighting.person)
            return CHANGED if filled else told
        self._refuse(wish, lines)
        self._add(wish, lines)
        return NEW

    def _known_borrower(self, wish: Wish) -> tuple[str, int]:
        if wish.sighting is None:
            return "unit", self.crowd.units.get(fold(wish.unit[0]), 0)
        return "person", (wish.sighting.person.ref or 0) if wish.sighting.person else 0

    def _refuse(self, wish: Wish, lines: list[Line]) -> None:
        if wish.copy is None:
            return
        if wish.end_reason is None:
            if still := next((line for line in lines if line.end_reason is None), None):
                raise RowRejected("out_already", number=wish.number or wish.copy.values["number"],
                                  out=words.day(still.out_on), where=_where(still, wish))  # fmt: skip
            state = wish.copy.values["state"]
            if wish.copy.ref > 0 and state in _UNLENDABLE:
                word = words.ITEM_STATES[state].word.lower()
                raise RowRejected("not_lendable", number=wish.number, state=word)
        if any(_overlap(wish, line) for line in lines):
            wish.plan.remark(wish.planned.row, "overlap", number=wish.number)

    def _same(self, wish: Wish, line: Line) -> str:
        """The loan is known: take over what the book knows better."""
        if line.row is not None:
            wish.plan.remark(wish.planned.row, "same_loan", row=line.row[1], sheet=line.row[0])
        changed: dict[str, Any] = {}
        if wish.end_reason and line.end_reason is None:
            changed |= {"ended_on": wish.ended, "end_reason": wish.end_reason}
        elif wish.ended and line.ended_on is None and line.end_reason:
            changed["ended_on"] = wish.ended
        if wish.due and wish.due not in (line.due_on, line.original_due_on) and line.end_reason is None:
            changed["due_on"] = wish.due
        if wish.note and wish.note not in line.note:
            changed["note"] = wish.note
        line.row = line.row or (wish.plan.name, wish.planned.row)
        if not changed:
            return UNCHANGED
        self._change_line(wish, line, changed)
        return CHANGED

    def _change_line(self, wish: Wish, line: Line, changed: dict[str, Any]) -> None:
        for key, value in changed.items():
            setattr(line, key, value)
        if line.ref is not None:
            self.orders.line_changes.append((line.ref, changed))
        elif line.order is not None:
            self.orders.lines[line.order] = self.orders.lines[line.order][:5] + (
                line.original_due_on, line.due_on, line.ended_on, line.end_reason, line.note)  # fmt: skip
        if "end_reason" in changed:
            self._back(wish, line)

    def _back(self, wish: Wish, line: Line) -> None:
        """A line that was open has ended."""
        if wish.product is not None:
            ref = line.ref if line.ref is not None else -(line.order or 0) - 1
            self.known.move(wish.product.ref, "back", line.quantity, ref, line.ended_on)
        elif wish.copy is not None:
            wish.copy.lent = False
            if wish.copy.ref > 0:
                state = wish.copy.book_state if wish.copy.book_state not in ("", "lent", "retired") else "cleaning"
                changed = {"state": state, "state_on": line.ended_on or self.known.today}
                self.known.change_copy(wish.copy, changed)

    def _add(self, wish: Wish, lines: list[Line]) -> None:
        if wish.sighting is None:
            borrower = ("unit", self.crowd.unit(*wish.unit))
        else:
            assert wish.sighting.person is not None
            self.crowd.fill(wish.sighting.person)
            borrower = ("person", self.crowd.use(wish.sighting.person))
        order = len(self.orders.lines)
        item, product = wish.copy.ref if wish.copy else None, wish.product.ref if wish.product else None
        if wish.product:
            self._move_goods(wish, wish.product, order)
        self.orders.lines.append((self._agreement(wish, borrower), item, product, wish.quantity, wish.out, wish.first_due,
                                  wish.due, wish.ended, wish.end_reason, wish.note))  # fmt: skip
        lines.append(Line(None, borrower, wish.out, wish.due, wish.first_due, wish.ended, wish.end_reason, wish.note,
                          None, wish.quantity, (wish.plan.name, wish.planned.row), order))  # fmt: skip
        self._extend(wish, order)
        if wish.copy and wish.end_reason is None:
            wish.copy.lent = True

    def _extend(self, wish: Wish, order: int) -> None:
        """The book tells that the due day has moved, not when: the old due day stands for it."""
        made_on = min(wish.first_due or wish.out, self.known.today)
        for number in range(wish.extensions):
            old = wish.due if number else wish.first_due
            self.orders.extensions.append((-order - 1, made_on, old, wish.due, EXTENDED))

    def _agreement(self, wish: Wish, borrower: tuple[str, int]) -> int:
        """Lines of one agreement number, or of one borrower, day and lender in a sheet, are one agreement."""
        key = (borrower, wish.agreement) if wish.agreement else (borrower, wish.out, wish.lent_by, wish.plan.name)
        if key not in self.agreements:
            person, unit = (borrower[1], None) if borrower[0] == "person" else (None, borrower[1])
            self.orders.agreements.append((wish.agreement, person, unit, wish.out, wish.requested_by, wish.lent_by,
                                           wish.signed_on))  # fmt: skip
            self.agreements[key] = -len(self.orders.agreements)
        return self.agreements[key]

    def _move_goods(self, wish: Wish, product: Product, order: int) -> None:
        if self.known.stock.get(product.ref, 0) < wish.quantity:
            if product.row is not None or product.ref > 0:
                raise RowRejected("too_few", text=product.name)
            self.known.move(product.ref, "in", wish.quantity, None, wish.out)
        self.known.move(product.ref, "lent", -wish.quantity, -order - 1, wish.out)
        if wish.end_reason is not None:
            self.known.move(product.ref, "back", wish.quantity, -order - 1, wish.ended or wish.out)


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
        raise RowRejected(fault.why, text=fault.text[:40], column=values.HEADINGS["born"]) from fault
    if isinstance(value, str | float) and len(digits := repair.text(value).replace(" ", "")) == 11 and digits.isdigit():
        plan.remark(row, "national_id")
    return born


def finish(known: Known, plans: dict[str, SheetPlan]) -> None:
    """Give every copy the state that its loans tell, and turn the copies into rows to be written."""
    from db.imports import ITEM

    for copy in known.copies.values():
        if copy.row is None and not copy.lent:
            continue
        out_on = next((line.out_on for line in known.lines.get(("item", copy.ref), ()) if line.end_reason is None), None)
        newly = any(line.ref is None and line.end_reason is None for line in known.lines.get(("item", copy.ref), ()))
        if newly and out_on:
            _lend(known, plans, copy, out_on)
        elif copy.ref < 0 and copy.values["state"] == "lent":
            _unexplained(plans, copy)
        elif copy.ref > 0 and copy.row is not None:
            _remark_state(plans, copy)
    known.orders.items.extend(tuple(copy.values[name] for name in ITEM) for copy in known.new_copies)
    known.orders.item_changes.extend(known.copy_changes.items())


def _lend(known: Known, plans: dict[str, SheetPlan], copy: Copy, out_on: str) -> None:
    known.orders.lent.append((copy.ref, out_on))
    if copy.row is not None and copy.book_state not in ("lent", "") and copy.row[0] in plans:
        word = words.ITEM_STATES[copy.book_state].word.lower()
        plans[copy.row[0]].remark(copy.row[1], "lent_after_all", text=word, number=copy.values["number"])
    if copy.ref < 0:
        copy.values |= {"state": "available", "retired_reason": None}
    elif LENT_NOTE in copy.values["note"]:
        known.change_copy(copy, {"note": copy.values["note"].replace(LENT_NOTE, "").strip(" ·")})


def _unexplained(plans: dict[str, SheetPlan], copy: Copy) -> None:
    """Out in the book without a borrower: neither on the shelf nor missing, so it waits for somebody to look."""
    note = " · ".join(part for part in (copy.values["note"], LENT_NOTE) if part)
    copy.values |= {"state": "control", "note": note}
    if copy.row is not None:
        plans[copy.row[0]].remark(copy.row[1], "lent_without_loan", number=copy.values["number"])


def _remark_state(plans: dict[str, SheetPlan], copy: Copy) -> None:
    assert copy.row is not None
    sheet, row = copy.row
    if copy.book_state == "lent" and copy.values["state"] != "lent" and LENT_NOTE not in copy.values["note"]:
        plans[sheet].remark(row, "lent_here_only", number=copy.values["number"])
    if copy.book_state not in ("lent", "") and copy.values["state"] == "lent":
        word = words.ITEM_STATES[copy.book_state].word.lower()
        plans[sheet].remark(row, "lent_after_all", text=word, number=copy.values["number"])


def _agreement_number(cells: dict[str, Any]) -> int | None:
    digits = re.search(r"\d{1,9}", repair.text(cells.get("agreement", "")))
    return int(digits[0]) if digits and int(digits[0]) else None


def _where(line: Line, wish: Wish) -> str:
    if line.row is None:
        return _("i registeret")
    if line.row[0] == wish.plan.name:
        return _("rad {row}").format(row=line.row[1])
    return _("rad {row} i arket «{sheet}»").format(row=line.row[1], sheet=line.row[0])


def _overlap(wish: Wish, line: Line) -> bool:
    """Both were out at once, as far as the days are known."""
    wish_end = wish.ended if wish.end_reason else "9999"
    line_end = line.ended_on if line.end_reason else "9999"
    return bool(wish_end and line_end and wish.out < line_end and line.out_on < wish_end)
