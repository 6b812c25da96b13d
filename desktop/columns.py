"""How a column of any kind of record is told once, and read as a value or as bokmål text. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop import words
from desktop.words import _

GUARDED = ("address", "phone", "kin_")


@dataclass(frozen=True, slots=True)
class Column:
    """One column on screen, sheet and paper.

    `kind` is text, day, moment (UTC), money (øre), number, state (a code of words.STATES) or flag (0/1). `width` is in
    characters. `sort` names the order in db; None cannot be sorted. `value` reads the row where the key alone
    does not. `due` marks the day column whose cell says how late it is. `strong` is drawn in bold, `muted` in
    the colour of secondary text.
    """

    key: str
    heading: str
    kind: str = "text"
    width: int = 14
    sort: str | None = None
    value: Callable[[Mapping[str, Any]], object] | None = None
    shown: bool = True
    due: bool = False
    strong: bool = False
    muted: bool = False


def cell(column: Column, row: Mapping[str, Any]) -> Any:
    """The value behind the cell: ISO day, whole øre, number, state code, 0/1 or text; None where nothing is."""
    return column.value(row) if column.value else row[column.key]


def text(column: Column, row: Mapping[str, Any]) -> str:
    """What the cell says in bokmål; '' where nothing is."""
    value = cell(column, row)
    return "" if value is None else TEXTS[column.kind](value)


def guarded(column: Column) -> bool:
    """Whether the column could tell where a protected person lives or whom they know."""
    return any(mark in column.key for mark in GUARDED)


def shielded(row: Mapping[str, Any]) -> bool:
    """Whether the row is about a protected person; one that says nothing of it counts, unless it is a unit's."""
    keys = row.keys()
    marks = [row[key] for key in keys if key.endswith("protected")]
    return any(marks) if marks else not ("unit_id" in keys and row["unit_id"])


def _state(code: str) -> str:
    return words.STATES[code].word if code in words.STATES else code


def _moment(at: str) -> str:
    return f"{words.local(at):%d.%m.%Y %H.%M}"


def _flag(value: object) -> str:
    return _("Ja") if value else ""


TEXTS: dict[str, Callable[[Any], str]] = {
    "text": str,
    "day": words.number_day,
    "moment": _moment,
    "money": words.money,
    "number": words.number,
    "state": _state,
    "flag": _flag,
}
