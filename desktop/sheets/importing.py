"""A book into the register: read, recognise, plan, apply; and the plan as JSON for other programs."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import command, imports
from db.connection import Reader
from db.errors import Rejected, Why
from desktop import words
from desktop.sheets import catalogue_plan, days, loan_plan, loan_reading, repair, status, stock_plan, values
from desktop.sheets.book import Book, Sheet, read_book
from desktop.sheets.crowd import Crowd
from desktop.sheets.known import Known
from desktop.sheets.measure_plan import MeasurePlanner
from desktop.sheets.plan import CHANGED, NEW, UNCHANGED, ImportPlan, Orders, RowPlan, RowRejected, SheetPlan
from desktop.sheets.recognise import Recognition, recognise, settle_mended
from desktop.sheets.rows import cell_remarks, data_rows
from desktop.sheets.stay_known import StaysKnown
from desktop.sheets.stay_plan import StayPlanner

if TYPE_CHECKING:
    from db.connection import Register

_TRIES = 3


def recognise_book(db: Reader, book: Book, *, today: str) -> list[Recognition]:
    """How each sheet would be read, with what the register remembers of earlier books."""
    shapes = {key: json.loads(data) for key, data in imports.shapes(db).items()}
    return [recognise(sheet, book, today=today, shapes=shapes) for sheet in book.sheets]


def plan_book(
    db: Reader, path: Path | str, *, today: str, mended: Mapping[str, Recognition] | None = None
) -> ImportPlan:
    """Read a book and plan it against the register. `mended` are recognitions by sheet name. Raises BookRefused."""
    return plan_sheets(db, read_book(path), today=today, mended=mended)


def plan_sheets(db: Reader, book: Book, *, today: str, mended: Mapping[str, Recognition] | None = None) -> ImportPlan:
    """Plan an open book: the catalogue first, then copies, then people and loans, in whatever order they stand."""
    seen_op = imports.latest_op(db)
    found = recognise_book(db, book, today=today)
    plans = [SheetPlan(one, source=sheet) for one, sheet in zip(found, book.sheets, strict=True)]
    for plan, sheet in zip(plans, book.sheets, strict=True):
        if mended and plan.name in mended:
            plan.recognition = settle_mended(mended[plan.name], sheet, book, today=today)
    orders = Orders()
    known = Known(db, today, orders)
    known.load()
    crowd = Crowd(db, orders)
    planner = loan_plan.LoanPlanner(known, crowd)
    stays = StayPlanner(StaysKnown(db, today, orders.of_stays), crowd)
    measures = MeasurePlanner(db, today, book.name, orders.of_measures)
    for kind, plan_one in (("products", _products), ("items", _items), ("people", _people), ("loans", _loans),
                           ("stays", lambda _planner, plan, sheet: stays.read(plan, sheet)),
                           ("measures", lambda _planner, plan, sheet: measures.read(plan, sheet))):  # fmt: skip
        for plan, sheet in zip(plans, book.sheets, strict=True):
            if plan.kind == kind:
                plan_one(planner, plan, sheet)
                plan.remarks.extend(cell_remarks(sheet, plan.recognition))
    planner.fit()
    stays.fit()
    measures.fit()
    _fill_people(planner)
    loan_plan.finish(known, {plan.name: plan for plan in plans})
    for plan in plans:
        plan.remarks.sort()
    return ImportPlan(book.path.name, plans, crowd.pairs(), orders, seen_op)


def _products(planner: loan_plan.LoanPlanner, plan: SheetPlan, sheet: Sheet) -> None:
    catalogue_plan.plan_products(planner.known, plan, sheet)


def _items(planner: loan_plan.LoanPlanner, plan: SheetPlan, sheet: Sheet) -> None:
    own_export = "agreement" in plan.recognition.columns.values()  # its loans stand in the book of loans
    for planned, cells, copy in stock_plan.plan_items(planner.known, plan, sheet):
        if not own_export:
            planner.read_row(plan, planned, cells, copy)


def _loans(planner: loan_plan.LoanPlanner, plan: SheetPlan, sheet: Sheet) -> None:
    planner.read(plan, sheet)


def _people(planner: loan_plan.LoanPlanner, plan: SheetPlan, sheet: Sheet) -> None:
    for row, cells in data_rows(sheet, plan.recognition):
        planned = RowPlan(row)
        plan.rows.append(planned)
        try:
            _written, name = values.borrower_of(cells, plan, row)
            born = loan_reading.born_of(cells, plan, row, planner.known.today)
            address, phone = (values.text_of(cells, field, plan, row) for field in ("address", "phone"))
            kin = tuple(values.text_of(cells, field, plan, row) for field in ("kin_name", "kin_phone"))
            note = values.text_of(cells, "note", plan, row)
        except RowRejected as fault:
            plan.reject(planned, fault)
            continue
        told = {"kin": kin, "note": note, "died": _died(cells, planner.known.today)}
        told["protected"] = int(status.return_word(repair.text(cells.get("protected", ""))) == "returned")
        planner.people.append((planned, planner.crowd.see(name, born, address, phone, ""), told))


def _died(cells: dict[str, Any], today: str) -> str | None:
    """A whole day in the column of death dates, or None."""
    try:
        day = days.iso_day(cells.get("died", ""), today=today)
    except days.Unreadable:
        return None
    return day if day and len(day) == 10 and day <= today else None


def _fill_people(planner: loan_plan.LoanPlanner) -> None:
    """Rows of a people sheet: cards to add, or to fill where they lack something."""
    for planned, sighting, told in planner.people:
        person = sighting.person
        assert person is not None
        person.kin = (person.kin[0] or told["kin"][0], person.kin[1] or told["kin"][1])
        person.note, person.died = person.note or told["note"], person.died or told["died"]
        person.protected = person.protected or told["protected"]
        if person.ref is None:
            planner.crowd.use(person)
            planned.status = NEW
        else:
            planned.status = CHANGED if planner.crowd.fill(person) else UNCHANGED


def apply(register: "Register", plan: ImportPlan, *, today: str, staff: str, op_id: str | None = None) -> ImportPlan:
    """Write a plan's good rows in one transaction. Rejected(OVERTAKEN) where the register has changed meanwhile."""
    if plan.orders:
        receipt = command.run(register, imports.apply_import, staff=staff, today=today, op_id=op_id, **arguments(plan))
        plan.op_seq = receipt.op_seq
    plan.applied = True
    return plan


def arguments(plan: ImportPlan) -> dict[str, Any]:
    """What db.imports.apply_import takes, for Store.write as well."""
    counts = dict(plan.counts())
    told = {"book": plan.book, "seen_op": plan.seen_op, "counts": counts, "out_reason": words.FROM_BOOK}
    return told | plan.orders.as_arguments()


def import_book(
    register: "Register",
    path: Path | str,
    *,
    today: str,
    staff: str,
    dry_run: bool = False,
    mended: Mapping[str, Recognition] | None = None,
) -> ImportPlan:
    """Plan a book and, unless it is a dry run, write it; planned anew where another window wrote in between.

    Mended recognitions are remembered for the next book of that shape.
    """
    plan = plan_book(register, path, today=today, mended=mended)
    if dry_run:
        return plan
    for attempt in range(_TRIES):
        try:
            apply(register, plan, today=today, staff=staff)
            break
        except Rejected as fault:
            if fault.why != Why.OVERTAKEN or attempt == _TRIES - 1:
                raise
            plan = plan_book(register, path, today=today, mended=mended)
    remember(register, mended or {}, today=today, staff=staff)
    return plan


def remember(register: "Register", mended: Mapping[str, Recognition], *, today: str, staff: str) -> None:
    """Keep mended recognitions for the next book of the same shape."""
    if shapes := shapes_of(mended):
        command.run(register, imports.remember_shapes, staff=staff, today=today, shapes=shapes)


def shapes_of(mended: Mapping[str, Recognition]) -> dict[str, str]:
    """What db.imports.remember_shapes takes."""
    return {one.shape_key: json.dumps(one.as_shape(), ensure_ascii=False) for one in mended.values() if one.shape_key}


def as_json(plan: ImportPlan) -> dict[str, Any]:
    """{"sheets": [{"sheet", "kind", "read", "added", "changed", "unchanged", "rejected": [{"row", "reason"}]}]}."""
    return {
        "sheets": [
            {
                "sheet": sheet.name,
                "kind": sheet.kind,
                "read": len(sheet.rows),
                "added": sheet.count(NEW),
                "changed": sheet.count(CHANGED),
                "unchanged": sheet.count(UNCHANGED),
                "rejected": [{"row": row.row, "reason": row.reason} for row in sheet.rejected],
            }
            for sheet in plan.sheets
        ]
    }
