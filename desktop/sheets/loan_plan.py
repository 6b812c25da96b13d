"""Fit the loans that a book tells to the register and to each other, and give every copy its state."""

from typing import Any

from db.norwegian import fold
from desktop import words
from desktop.sheets import repair
from desktop.sheets.book import Sheet
from desktop.sheets.crowd import Crowd, Sighting
from desktop.sheets.known import Copy, Known, Line, Product
from desktop.sheets.loan_reading import LoanReader, Wish
from desktop.sheets.plan import CHANGED, LENT_NOTE, NEW, UNCHANGED, RowPlan, RowRejected, SheetPlan
from desktop.sheets.rows import data_rows
from desktop.words import _

EXTENDED = _("Forlenget før importen, dagen er ukjent")
_UNLENDABLE = ("retired", "missing", "blocked")


class LoanPlanner:
    """Reads wishes row by row; settles who everybody is; then fits each wish to what is known."""

    def __init__(self, known: Known, crowd: Crowd):
        self.known, self.crowd, self.orders = known, crowd, known.orders
        self.reader = LoanReader(known, crowd)
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
                wish = self.reader.wish(plan, planned, cells, cells["year"] or year)
            except RowRejected as fault:
                plan.reject(planned, fault)
                continue
            year = int(wish.out[:4])
            self.wishes.append(wish)

    def read_row(self, plan: SheetPlan, planned: RowPlan, cells: dict[str, Any], copy: Copy) -> None:
        """Take in the loan that a stock sheet tells on a copy's own row."""
        if repair.is_blank(cells.get("borrower", "")) or repair.is_blank(cells.get("out", "")):
            return
        try:
            wish = self.reader.wish(plan, planned, cells, cells["year"], copy)
        except RowRejected as fault:
            plan.remark(planned.row, "loan_left_out", reason=str(fault))
            return
        wish.in_stock_sheet, wish.note = True, ""
        self.wishes.append(wish)

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
                    wish.plan.reject(wish.planned, fault)
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
            filled = (
                wish.sighting is not None and wish.sighting.person is not None and self.crowd.fill(wish.sighting.person)
            )
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
            terms = (line.original_due_on, line.due_on, line.ended_on, line.end_reason, line.note)
            self.orders.lines[line.order] = (*self.orders.lines[line.order][:5], *terms)
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
                state = "blocked" if wish.copy.values.get("held") else state
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
        terms = (wish.quantity, wish.out, wish.first_due, wish.due, wish.ended, wish.end_reason, wish.note)
        self.orders.lines.append((self._agreement(wish, borrower), item, product, *terms))
        lines.append(Line(None, borrower, wish.out, wish.due, wish.first_due, wish.ended, wish.end_reason, wish.note,
                          wish.quantity, (wish.plan.name, wish.planned.row), order))  # fmt: skip
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


def finish(known: Known, plans: dict[str, SheetPlan]) -> None:
    """Give every copy the state that its loans tell, and turn the copies into rows to be written."""
    from db.imports import ITEM

    for copy in known.copies.values():
        if copy.row is None and not copy.lent:
            continue
        out_on = next(
            (line.out_on for line in known.lines.get(("item", copy.ref), ()) if line.end_reason is None), None
        )
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
