"""A row's cells made into values, with a remark or a rejection where they cannot be."""

import re
from typing import Any

from desktop import words
from desktop.sheets import days, names, repair, status
from desktop.sheets.days import Unreadable
from desktop.sheets.plan import RowRejected, SheetPlan

_LONGEST = {"name": 300, "note": 2000, "address": 200, "phone": 40, "serial": 120, "lent_by": 120, "requested_by": 120,
            "borrower": 240, "group": 120, "subgroup": 300, "kin_name": 120, "kin_phone": 40,
            "goal": 2000, "coordinator": 120, "measure": 2000, "focus_area": 2000, "responsible": 120,
            "status": 2000}  # fmt: skip
_PLACE_MARK = " · "
_OWNERS = {"nav": "nav", "navs": "nav", "hmsnav": "nav", "privat": "private", "bruker": "private", "pasient": "private"}


def text_of(cells: dict[str, Any], field: str, sheet: SheetPlan, row: int) -> str:
    """A text that fits its column, without any national identity number."""
    value = cells.get(field, "")
    if value == "" or value is None:
        return ""
    plain = repair.text(value)
    if len(plain) >= 11:
        plain, removed = repair.without_national_id(plain, code=field == "serial")
        if removed:
            sheet.remark(row, "national_id")
    if len(plain) > _LONGEST.get(field, 200):
        raise RowRejected("too_long", text=plain[:30] + "…", column=field, limit=_LONGEST.get(field, 200))
    return plain


def day_of(cells: dict[str, Any], field: str, today: str, year: int | None) -> str | None:
    """A day of a row; RowRejected where it does not exist or is no day."""
    try:
        return days.iso_day(cells.get(field, ""), today=today, year=year)
    except Unreadable as fault:
        raise RowRejected(fault.why, text=fault.text, column=field) from fault


def hms_of(cells: dict[str, Any], sheet: SheetPlan, row: int) -> str | None:
    """The HMS number, or None with a remark where something else stands there."""
    try:
        return repair.hms_number(cells.get("hms_nr", ""))
    except ValueError as fault:
        sheet.remark(row, "hms_unread", text=str(fault))
        return None


def bought_of(cells: dict[str, Any], today: str, year: int | None, sheet: SheetPlan, row: int) -> str | None:
    """When it was bought, as exact as the book says; None with a remark where that is no day."""
    try:
        return days.iso_day(cells.get("bought", ""), today=today, year=year)
    except Unreadable as fault:
        sheet.remark(row, "bought_unread", text=fault.text)
        return None


def price_of(cells: dict[str, Any], sheet: SheetPlan, row: int) -> int | None:
    """The price in øre; None with a remark where it is no sum."""
    try:
        return repair.money(cells.get("price", ""))
    except ValueError as fault:
        sheet.remark(row, "price_unread", text=str(fault))
        return None


def place_of(cells: dict[str, Any]) -> tuple[str, str]:
    """(room, shelf): from their own columns, or from 'Kjeller · B2'; a short code alone is a shelf."""
    room, shelf = repair.text(cells.get("room", "")), repair.text(cells.get("shelf", ""))
    written = repair.text(cells.get("place", ""))
    if _PLACE_MARK in written:
        room, _mark, shelf = written.partition(_PLACE_MARK)
    elif written and not shelf and (len(written) <= 5 or written.casefold().startswith(("hylle", "reol"))):
        shelf = written
    elif written:
        room = room or written
    return repair.without_national_id(room)[0][:120], repair.without_national_id(shelf)[0][:120]


def owner_of(cells: dict[str, Any]) -> str | None:
    """'own', 'nav' or 'private'; None where the book says nothing."""
    written = re.sub(r"[^a-zæøå]", "", repair.text(cells.get("owner", "")).casefold())
    return _OWNERS.get(written, "own") if written else None


def condition_of(cells: dict[str, Any]) -> str | None:
    """The grade A–D; None where the book says something else."""
    written = repair.text(cells.get("condition", "")).upper()
    return written[0] if re.match(r"[A-D](?:\W|$)", written) else None


def retired_reason_of(cells: dict[str, Any]) -> str | None:
    """Why a copy was retired, in the words of our own export."""
    written = repair.text(cells.get("retired_reason", ""))
    return next((code for code, word in words.RETIRED_REASONS.items() if word == written), None)


def loan_days_of(cells: dict[str, Any]) -> int | None:
    """A loan period in days: '12 uker' -> 84, '3 måneder' -> 91, 30.0 -> 30."""
    found = re.match(r"(\d{1,4})\s*(uke|dag|m)?", repair.text(cells.get("loan_days", "")).casefold())
    if not found or int(found[1]) == 0:
        return None
    number = int(found[1])
    return {"uke": number * 7, "m": round(number * 30.4)}.get(found[2] or "", number)


def whole_of(cells: dict[str, Any], field: str) -> int | None:
    """A whole number above nothing, or None."""
    found = re.match(r"\d{1,4}", repair.text(cells.get(field, "")))
    return int(found[0]) or None if found else None


def borrower_of(cells: dict[str, Any], sheet: SheetPlan, row: int) -> tuple[str, names.Name]:
    """(as written, Name) of the borrower; RowRejected where nobody is named."""
    if "last_name" in cells:
        first, last = (text_of(cells, field, sheet, row) for field in ("first_name", "last_name"))
        written = ", ".join(part for part in (last, first) if part)
    else:
        written = text_of(cells, "borrower", sheet, row)
    name = names.person(written)
    if not name.last or not any(sign.isalpha() for sign in name.last):
        raise RowRejected("no_person" if sheet.kind == "stays" else "no_name")
    if len(name.first) > 120 or len(name.last) > 120:
        raise RowRejected("too_long", text=written[:30] + "…", column="borrower", limit=120)
    return written, name


def state_of(cells: dict[str, Any], sheet: SheetPlan, row: int) -> tuple[str, str | None] | None:
    """(state, retired reason); None where the book has no such column."""
    if "state" not in cells:
        return None
    written = repair.text(cells["state"])
    found = status.item_state(written)
    if found is None:
        sheet.remark(row, "state_unknown", text=written[:40])
        return "control", None
    state, reason = found
    return state, (retired_reason_of(cells) or reason) if state == "retired" else None


def iso_code_of(cells: dict[str, Any]) -> str | None:
    return "".join(sign for sign in repair.text(cells.get("iso_code", "")) if sign.isdigit()) or None
