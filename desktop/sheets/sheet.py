"""A book in memory: plain values, whichever kind of file they came from."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Sheet:
    """One sheet. `rows[0]` is Excel's row 1; a cell is str, float, bool, date, datetime, time, timedelta or ''.

    `merged` holds (first row, first column, last row, last column) from 0. `notes` tells of cells that could not be
    read: {(row, column): "error" (#REF! and the like) or "uncounted" (a formula that Excel has never worked out)}.
    """

    name: str
    rows: list[list[Any]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: bool = False


@dataclass(slots=True)
class Book:
    """An open book: its file name without folder or suffix, and its sheets in order."""

    name: str
    path: Path
    sheets: list[Sheet]
