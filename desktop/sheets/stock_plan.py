"""Plan the rows of stock sheets: copies, and goods that are counted."""

import re
from collections.abc import Iterator
from typing import Any

from db.equipment import LONGEST_CODE, number_keys
from db.norwegian import code_key, fold
from desktop.sheets import repair, values
from desktop.sheets.book import Sheet
from desktop.sheets.known import Copy, Known, Product
from desktop.sheets.plan import CHANGED, LENT_NOTE, NEW, UNCHANGED, RowPlan, RowRejected, SheetPlan
from desktop.sheets.rows import data_rows

_PARTED = re.compile(r"[,;|\n]")
_FREE = ("available", "new", "packed")
_STAYS_IN = ("blocked", "missing", "retired")  # where a copy may go that a recall or a quarantine holds
_COMPARED = ("serial", "owner", "place_id", "condition", "bought_on", "price_ore", "note")


def plan_items(known: Known, plan: SheetPlan, sheet: Sheet) -> Iterator[tuple[RowPlan, dict[str, Any], Copy]]:
    """Plan a stock sheet. Yields the rows that were taken in as copies, for a loan on the same row."""
    for row, cells in data_rows(sheet, plan.recognition):
        planned = RowPlan(row)
        try:
            copy = _item_row(known, plan, planned, cells)
        except RowRejected as fault:
            plan.reject(planned, fault)
            copy = None
        plan.rows.append(planned)
        if copy is not None:
            yield planned, cells, copy


def _item_row(known: Known, plan: SheetPlan, planned: RowPlan, cells: dict[str, Any]) -> Copy | None:
    number = repair.copy_number(cells.get("number", ""))
    if not number:
        planned.status = _goods(known, plan, planned.row, cells)
        return None
    key = code_key(number)
    if not key or len(number) > 40:
        raise RowRejected("number_form", text=number[:40])
    found = known.copies.get(key)
    if found is None:
        if key in known.codes:
            raise RowRejected("number_is_code", number=number)
        found = _new_copy(known, plan, planned.row, cells, number)
        planned.status = NEW
    else:
        _refuse_second(known, plan, found, number, cells)
        planned.status = _changed_copy(known, plan, planned.row, cells, found)
    if _stickers(known, plan, planned.row, cells, found) and planned.status == UNCHANGED:
        planned.status = CHANGED
    return found


def _stickers(known: Known, plan: SheetPlan, row: int, cells: dict[str, Any], copy: Copy) -> bool:
    """Plan the barcodes of a row, several parted by commas; whether the copy got one that it had not."""
    stuck, written = False, cells.get("barcode", "")
    for part in _PARTED.split(written) if isinstance(written, str) else [written]:
        code = repair.copy_number(part)
        key = code_key(code)
        owner = known.codes.get(key)
        if not code or owner == copy.ref or known.copies.get(key) is copy:
            continue
        if not key or len(key) > LONGEST_CODE:
            plan.remark(row, "code_unread", text=code[:40])
        elif owner is not None or key in known.copies:
            plan.remark(row, "code_taken", text=code[:40])
        else:
            known.stick(copy, code, key)
            stuck = True
    return stuck


def _refuse_second(known: Known, plan: SheetPlan, found: Copy, number: str, cells: dict[str, Any]) -> None:
    """The same number again: another sheet may tell the same copy once more, anything else is a second copy."""
    if found.row is None:
        return
    sheet, row = found.row
    product = known.products[found.values["product_id"]]
    same = repair.text(cells.get("name", "")) == product.name or (
        product.hms_nr and product.hms_nr in repair.text(cells.get("hms_nr", ""))
    )
    if sheet == plan.name or not same:
        raise RowRejected("number_twice", number=number, row=row, sheet=sheet)


def _goods(known: Known, plan: SheetPlan, row: int, cells: dict[str, Any]) -> str:
    """A row without a number: goods that are counted."""
    name = values.text_of(cells, "name", plan, row)
    try:
        number = repair.quantity(cells.get("quantity", ""))
    except ValueError as fault:
        raise RowRejected("no_number") from fault
    if not name:
        raise RowRejected("no_thing" if number else "no_number")
    if number is None:
        raise RowRejected("no_number")
    group, hms_nr = values.text_of(cells, "group", plan, row), values.hms_of(cells, plan, row)
    found = known.products_by_hms.get(hms_nr) if hms_nr else known.product_without_hms(name, group)
    if found is None:
        subgroup = values.text_of(cells, "subgroup", plan, row)
        found = known.add_product(hms_nr, name, group, subgroup, "quantity", (plan.name, row))
        if number:
            known.stock_up(found, number)
        return NEW
    if found.tracking != "quantity" or found.row is not None:
        raise RowRejected("no_number")
    found.row = (plan.name, row)
    return CHANGED if known.stock_up(found, number) else UNCHANGED


def _product_of(known: Known, plan: SheetPlan, row: int, cells: dict[str, Any], now: Product | None) -> Product | None:
    """The product of a copy's row; a copy without HMS number in the book stays without one."""
    name, hms_nr = values.text_of(cells, "name", plan, row), values.hms_of(cells, plan, row)
    group, subgroup = values.text_of(cells, "group", plan, row), values.text_of(cells, "subgroup", plan, row)
    if now is not None:
        told_nothing_new = not hms_nr and (not name or fold(name) == fold(now.name))
        if told_nothing_new or (hms_nr and hms_nr == now.hms_nr):
            return now
    if hms_nr:
        found = known.products_by_hms.get(hms_nr)
        return found or known.add_product(
            hms_nr, name or f"HMS {hms_nr}", group, subgroup, iso_code=values.iso_code_of(cells)
        )
    if not name:
        raise RowRejected("no_thing")
    found = known.product_without_hms(name, group)
    return found or known.add_product(None, name, group, subgroup, iso_code=values.iso_code_of(cells))


def _told(known: Known, plan: SheetPlan, row: int, cells: dict[str, Any]) -> dict[str, Any]:
    """What a row says of a copy, empty cells left out."""
    year = cells.get("year")
    told = {
        "serial": values.text_of(cells, "serial", plan, row),
        "owner": values.owner_of(cells),
        "condition": values.condition_of(cells),
        "bought_on": values.bought_of(cells, known.today, year, plan, row),
        "price_ore": values.price_of(cells, plan, row),
        "note": values.text_of(cells, "note", plan, row),
    }
    return {key: value for key, value in told.items() if value not in (None, "")}


def _placed(known: Known, cells: dict[str, Any]) -> dict[str, int]:
    place = known.place(*values.place_of(cells))
    return {} if place is None else {"place_id": place}


def _new_copy(known: Known, plan: SheetPlan, row: int, cells: dict[str, Any], number: str) -> Copy:
    told = _told(known, plan, row, cells)
    product = _product_of(known, plan, row, cells, None)
    told |= _placed(known, cells)
    keys = number_keys(number, told.get("serial", ""))
    told_state = values.state_of(cells, plan, row)
    state, reason = told_state or ("available", None)
    state_on = _state_day(known, cells)
    item = {
        **keys,
        "product_id": product.ref if product else None,
        **dict.fromkeys(_COMPARED),
        "serial": "",
        "owner": "own",
        "note": "",
        **told,
        "state": state,
        "state_on": state_on,
        "retired_reason": reason,
    }
    copy = Copy(-len(known.new_copies) - 1, item, (plan.name, row), told_state[0] if told_state else "")
    known.new_copies.append(copy)
    known.copies[keys["number_key"]] = copy
    return copy


def _state_day(known: Known, cells: dict[str, Any]) -> str:
    """Since when a copy stands in its state: our own export says it, other books do not."""
    try:
        day = values.day_of({"out": cells.get("state_on", "")}, "out", known.today, None)
    except RowRejected:
        day = None
    return day if day and len(day) == 10 else known.today


def _changed_copy(known: Known, plan: SheetPlan, row: int, cells: dict[str, Any], found: Copy) -> str:
    told = _told(known, plan, row, cells)
    product = _product_of(known, plan, row, cells, known.products[found.values["product_id"]])
    if product:
        told["product_id"] = product.ref
    told |= _placed(known, cells)
    if told.get("note") and LENT_NOTE in found.values["note"] and told["note"] in found.values["note"]:
        del told["note"]
    found.row = (plan.name, row)
    told |= _changed_state(known, plan, row, cells, found)
    changed = {key: value for key, value in told.items() if value != found.values[key]}
    if not changed:
        return UNCHANGED
    if "serial" in changed:
        changed["search_key"] = number_keys(found.values["number"], changed["serial"])["search_key"]
    known.change_copy(found, changed)
    return CHANGED


def _changed_state(known: Known, plan: SheetPlan, row: int, cells: dict[str, Any], found: Copy) -> dict[str, Any]:
    """A state that the book tells anew. Whether a copy is out is told by its loan alone."""
    told = values.state_of(cells, plan, row)
    if told is None:
        return {}
    state, reason = told
    found.book_state = state
    now = found.values["state"]
    if "lent" in (state, now) or state == now or (state in _FREE and now in _FREE):
        return {}
    if found.values.get("held") and state not in _STAYS_IN:
        plan.remark(row, "held", number=found.values["number"])
        return {}
    return {"state": state, "state_on": known.today, "retired_reason": reason}
