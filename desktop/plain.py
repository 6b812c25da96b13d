"""The stock, the loans and the stays as plain values, for other programs (JSON). No Qt."""

from __future__ import annotations

from typing import Any

from db import equipment, loan_lines, measure_lists, stay_lists
from db.connection import Reader
from desktop import words
from desktop.stays.figures_plain import occupancy as occupancy

_ITEM = ("number", "hms_nr", "name", "group_name", "room", "shelf", "state", "bought_on", "price_ore", "due_on", "note")
_LOAN = ("agreement_id", "number", "hms_nr", "name", "quantity", "born_on", "out_on", "due_on", "ended_on", "status")
_MEASURE = ("measure_id", "plan", "number", "focus_area", "goal", "adopted_text", "kind", "status", "status_reason",
            "light", "light_reason", "deadline", "due_on", "due_text", "cost_adopted_ore", "cost_revised_ore",
            "cost_used_ore", "comment")  # fmt: skip


def items(db: Reader, *, today: str) -> list[dict[str, Any]]:
    """Every copy, also retired ones, with who has it."""
    keys = equipment.item_ids(db, today=today, chip="all") + equipment.item_ids(db, today=today, chip="retired")
    found = {row["item_id"]: row for row in equipment.item_rows(db, keys)}
    return [{name: found[key][name] for name in _ITEM} | {"borrower": borrower(found[key])} for key in keys]


def loans(db: Reader, *, today: str, open_only: bool = False) -> list[dict[str, Any]]:
    """Loan lines in the order of their agreements."""
    keys = loan_lines.ids(db, today=today, chip="open" if open_only else "all", order="agreement")
    found = {row["line_id"]: row for row in loan_lines.rows(db, keys, today=today)}
    return [{name: found[key][name] for name in _LOAN} | {"borrower": borrower(found[key])} for key in keys]


def stays(db: Reader, *, today: str) -> list[dict[str, Any]]:
    """Every stay in the order of arrival, those without days last; "in" and "out" are as told, [in, out)."""
    keys = stay_lists.ids(db, today=today, chip="all", order="in")
    found = {row["stay_id"]: row for row in stay_lists.rows(db, keys, today=today)}
    return [_stay(found[key]) for key in keys]


def _stay(row: Any) -> dict[str, Any]:
    return {
        "room": row["place"], "site": row["site"], "person": words.full_name(row), "born": row["born_on"],
        "purpose": row["purpose"], "state": row["state"], "in": row["in_on"], "out": row["out_on"],
        "confirmed": bool(row["confirmed"]), "coordinator": row["coordinator"] or "",
    }  # fmt: skip


def measures(db: Reader, *, today: str) -> list[dict[str, Any]]:
    """The measures of the plans in force, in their order; without what is noted for the municipality alone."""
    keys = measure_lists.ids(db, today=today, chip="all")
    found = {row["measure_id"]: row for row in measure_lists.rows(db, keys, today=today)}
    return [_measure(found[key]) for key in keys]


def _measure(row: Any) -> dict[str, Any]:
    responsible = (row["responsible"] or "").split("; ")
    return {name: row[name] for name in _MEASURE} | {"responsible": [name for name in responsible if name]}


def borrower(row: Any) -> str | None:
    """Who has it: the unit's name or the person's full name."""
    return row["unit_name"] or (words.full_name(row) if row["last_name"] else None)
