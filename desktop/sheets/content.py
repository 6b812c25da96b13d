"""What a column holds, told from its cells when the heading says nothing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desktop.sheets import days, names, repair, status

_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares (0–1) of the filled cells that look like something; `filled` is how many were looked at, `total` how
    many are filled at all.
    """

    filled: int
    total: int
    hms: float
    day: float
    name: float
    phone: float
    state: float
    address: float
    code: float
    text: float
    distinct: float


def profile(cells: Iterable[Any], today: str) -> Profile:
    """Look at the first cells of a column that hold something."""
    there = [cell for cell in cells if not repair.is_blank(cell)]
    sample = there[:_SAMPLE]
    count = len(sample) or 1
    texts = [repair.text(cell) for cell in sample]
    return Profile(
        filled=len(sample),
        total=len(there),
        hms=sum(map(_is_hms, sample)) / count,
        day=sum(_is_day(cell, today) for cell in sample) / count,
        name=sum(map(_is_name, texts)) / count,
        phone=sum(len(text) >= 8 and bool(re.fullmatch(r"[+\d ]{8,15}", text)) for text in texts) / count,
        state=sum(len(text) < 25 and status.item_state(text) is not None for text in texts) / count,
        address=sum(bool(re.search(r"[^\W\d]{3,} ?\d+ ?[A-Za-z]?\b(?:,| \d{4}|$)", text)) for text in texts) / count,
        code=sum(bool(re.fullmatch(r"[A-Za-zÆØÅæøå]{0,4}[- ]?\d{1,6}[A-Za-z]?", text)) for text in texts) / count,
        text=sum(sum(sign.isalpha() for sign in text) >= 3 for text in texts) / count,
        distinct=len(set(texts)) / count,
    )


def _is_hms(cell: Any) -> bool:
    text = repair.text(cell).replace(" ", "")
    return text.isdigit() and (len(text) == 6 or (isinstance(cell, float) and len(text) == 5))


def _is_day(cell: Any, today: str) -> bool:
    if isinstance(cell, date | datetime):
        return True
    if not isinstance(cell, str):
        return False
    try:
        return len(days.iso_day(cell, today=today, year=2000) or "") == 10
    except days.Unreadable as fault:
        return fault.why == "no_such_day"


def _is_name(text: str) -> bool:
    parts = names.person(text)
    words = (parts.first + " " + parts.last).split()
    return (
        bool(parts.first)
        and 2 <= len(words) <= 5
        and all(
            word[0].isupper() and word.replace("-", "").replace("'", "").replace(".", "").isalpha() for word in words
        )
    )
