"""Plan the rows of catalogue sheets: products."""

from typing import Any

from db.norwegian import fold
from desktop.sheets import repair, values
from desktop.sheets.book import Sheet
from desktop.sheets.known import Known, Product
from desktop.sheets.plan import CHANGED, NEW, UNCHANGED, RowPlan, RowRejected, SheetPlan
from desktop.sheets.rows import data_rows


def plan_products(known: Known, plan: SheetPlan, sheet: Sheet) -> None:
    """Plan a catalogue: the first row of a HMS number tells the product, the same again changes nothing."""
    for row, cells in data_rows(sheet, plan.recognition):
        planned = RowPlan(row)
        plan.rows.append(planned)
        try:
            planned.status = _product(known, plan, row, cells)
        except RowRejected as fault:
            plan.reject(planned, fault)


def _product(known: Known, plan: SheetPlan, row: int, cells: dict[str, Any]) -> str:
    name = values.text_of(cells, "name", plan, row)
    try:
        hms_nr = repair.hms_number(cells.get("hms_nr", ""))
    except ValueError as fault:
        raise RowRejected("hms_form", text=str(fault)) from fault
    if not name:
        raise RowRejected("no_thing")
    if not hms_nr and "lot" in cells:
        raise RowRejected("hms_missing")
    told = {
        "group_name": values.text_of(cells, "group", plan, row),
        "subgroup": values.text_of(cells, "subgroup", plan, row),
        "note": values.text_of(cells, "note", plan, row),
        "iso_code": values.iso_code_of(cells),
        "loan_days": values.loan_days_of(cells),
        "max_user_weight_kg": values.whole_of(cells, "max_weight"),
        "seat_width_cm": values.whole_of(cells, "seat_width"),
    }
    found = known.products_by_hms.get(hms_nr) if hms_nr else known.product_without_hms(name, told["group_name"] or "")
    if found is None:
        return _new_product(known, plan, row, cells, (hms_nr, name), told)
    if found.row is not None:
        if fold(found.name) != fold(name) and found.row[0] == plan.name:
            plan.remark(row, "same_hms", hms=hms_nr, row=found.row[1])
        return UNCHANGED
    found.row = (plan.name, row)
    return _changed_product(known, found, name, told)


def _new_product(known, plan, row, cells, named, told) -> str:
    hms_nr, name = named
    counted = repair.text(cells.get("tracking", "")).casefold().startswith("telles")
    more = {key: told[key] for key in ("iso_code", "loan_days", "max_user_weight_kg", "seat_width_cm", "note")}
    product = known.add_product(hms_nr, name, told["group_name"], told["subgroup"], "quantity" if counted else "single",
                                (plan.name, row), **more)  # fmt: skip
    if counted and (number := values.whole_of(cells, "quantity")):
        known.stock_up(product, number)
    return NEW


def _changed_product(known: Known, found: Product, name: str, told: dict[str, Any]) -> str:
    now = known.cards.get(found.ref)
    if now is None:
        return UNCHANGED
    told = {"name": name} | {key: value for key, value in told.items() if value}
    changed = {key: value for key, value in told.items() if value != now[key]}
    if not changed:
        return UNCHANGED
    known.change_product(found, changed)
    return CHANGED
