"""What a value may be, whatever record it stands in: days that exist, texts that fit."""

from datetime import date
from typing import Any

from db import texts
from db.command import Tx
from db.errors import Rejected, Why

_LONGEST = {
    "first_name": 120, "last_name": 120, "name": 120, "address": 200, "phone": 40, "note": 2000, "fault": 500,
    "parts": 500, "goal": 2000, "adopted_text": 2000, "working_title": 500, "comment": 2000, "internal_note": 2000,
    "need": 500,
}  # fmt: skip


def ensure_day(day: str | None, name: str) -> str | None:
    """An ISO day that exists, or None; Rejected otherwise."""
    if not day:
        return None
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError as fault:
        raise Rejected(Why.NOT_A_DAY, name, day=day) from fault


def past_day(tx: Tx, day: str | None, name: str = "on_day") -> str:
    """A day that is today or earlier; today where none is given."""
    found = ensure_day(day, name) or tx.today
    if found > tx.today:
        raise Rejected(Why.DAY_IN_FUTURE, name, day=found)
    return found


def text_of(fields: dict[str, Any], name: str, needed: bool = False) -> str:
    """One line of text (a note may have several) that fits its field; Rejected where it is missing or too long."""
    given = texts.cleaned(str(fields.get(name) or ""))
    text = " ".join(given.split()) if name != "note" else given.strip()
    if needed and not text:
        raise Rejected(Why.MISSING_VALUE, name)
    if len(text) > _LONGEST.get(name, 200):
        raise Rejected(Why.TOO_LONG, name, longest=_LONGEST.get(name, 200))
    return text
