"""Things that come back, before they are registered: what each scan is, its condition, and what is still out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from db import equipment, loan_lines, loans, paperwork, requests, service

ADDED, ALREADY, NOT_OUT, UNKNOWN = "added", "already", "not_out", "unknown"
DEFAULT_CONDITION = "dirty"
TELLS_FAULT = ("damaged", "infectious")  # the conditions that open a case of service
Read = Callable[..., Any]
Row = Mapping[str, Any]


@dataclass(slots=True)
class Back:
    """One line that comes back. `row` is a row of loan_lines.LINE_ROWS."""

    row: Row
    accessories: tuple[str, ...] = ()
    condition: str = DEFAULT_CONDITION
    missing: set[str] = field(default_factory=set)
    quantity: int = 1
    scrapped: int = 0
    lost: int = 0
    waits: Row | None = None  # the request that the copy goes to next
    recalled: bool = False  # then it is blocked, however it looks
    fault: str = ""  # what is wrong, told where a case is opened for it

    @property
    def left(self) -> int:
        """How many of the goods are still out before this return."""
        return self.row["left_out"]

    @property
    def line_id(self) -> int:
        return self.row["line_id"]

    @property
    def is_counted(self) -> bool:
        """Goods by quantity, which may come back in part."""
        return self.row["item_id"] is None

    @property
    def is_infected(self) -> bool:
        """A copy that must be blocked, and marked so that everybody sees it."""
        return not self.is_counted and self.condition == "infectious"

    def told(self) -> loans.Return:
        """What the command is told; goods are whole unless some of them are thrown away."""
        missing = tuple(sorted(self.missing))
        if not self.is_counted:
            note = self.fault if self.condition in TELLS_FAULT else ""
            return loans.Return(self.line_id, self.condition, missing, note=note)
        condition = "damaged" if self.scrapped else "clean"
        return loans.Return(self.line_id, condition, missing, self.quantity, scrapped=self.scrapped, lost=self.lost)


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan turned out to be: ADDED, ALREADY, NOT_OUT (item is the copy as it stands) or UNKNOWN."""

    outcome: str
    code: str
    lines: tuple[Back, ...] = ()
    item: Row | None = None


class ReturnDraft:
    """What the return page shows. `read(query, …)` asks the register, as Store.read does."""

    def __init__(self, read: Read, today: Callable[[], str]):
        self._read, self._today = read, today
        self.clear()

    def clear(self) -> None:
        """Begin with an empty draft."""
        self.lines: list[Back] = []
        self.on_day: str | None = None
        self.looked_at: tuple[int | None, int | None] | None = None

    @property
    def day(self) -> str:
        """The day the things came back: today, unless another was chosen."""
        return self.on_day or self._today()

    def scan(self, code: str) -> Scan:
        """Find what a code means: a copy that is out, or a whole agreement by the code on its paper."""
        agreement_id = paperwork.agreement_of(code)
        if agreement_id is not None:
            return self._agreement(code, agreement_id)
        item = self._read(equipment.scanned, code)
        if item is None:
            return Scan(UNKNOWN, code)
        row = self._read(loan_lines.open_line, item["item_id"], today=self._today())
        return Scan(NOT_OUT, code, item=item) if row is None else self._put(code, [row])

    def add(self, line_id: int) -> Scan:
        """Take along a line that was pointed at."""
        return self._put("", [self._read(loan_lines.line, line_id, today=self._today())])

    def _agreement(self, code: str, agreement_id: int) -> Scan:
        rows = self._read(loan_lines.of_agreement, agreement_id, today=self._today())
        rows = [row for row in rows if row["end_reason"] is None]
        return self._put(code, rows) if rows else Scan(UNKNOWN, code)

    def _put(self, code: str, rows: list[Row]) -> Scan:
        known = {back.line_id: back for back in self.lines}
        fresh = [self._back(row) for row in rows if row["line_id"] not in known]
        self.lines += fresh
        if fresh:
            return Scan(ADDED, code, tuple(fresh))
        return Scan(ALREADY, code, tuple(known[row["line_id"]] for row in rows))

    def _back(self, row: Row) -> Back:
        parts = self._read(loan_lines.line_accessories, row["line_id"])
        names = tuple(part["name"] for part in parts if part["returned"] is None)
        back = Back(row, names, quantity=row["left_out"] if row["item_id"] is None else 1)
        self._look(back)
        return back

    def _look(self, back: Back) -> None:
        """Whether a copy is recalled, and if not, who waits for it."""
        ref = back.row["item_id"]
        back.recalled = ref is not None and self._read(service.is_recalled, ref)
        back.waits = None if back.recalled else self._waits(back.row)

    def _waits(self, row: Row) -> Row | None:
        """Who waits for a copy that is about to come back."""
        if row["item_id"] is None:
            return None
        return self._read(requests.first_in_line, row["item_id"], today=self._today())

    def remove(self, back: Back) -> None:
        self.lines.remove(back)

    def ask_again(self) -> list[Back]:
        """Read every line anew; those that somebody else has taken back meanwhile fall out and are returned."""
        rows = self._read(loan_lines.rows, [back.line_id for back in self.lines], today=self._today())
        still = {row["line_id"]: row for row in rows if row["end_reason"] is None}
        gone = [back for back in self.lines if back.line_id not in still]
        self.lines = [back for back in self.lines if back.line_id in still]
        for back in self.lines:
            back.row = still[back.line_id]
            self._look(back)
            if back.is_counted:
                back.lost = min(back.lost, back.left)
                back.quantity = min(back.quantity, back.left - back.lost)
                back.scrapped = min(back.scrapped, back.quantity)
        return gone

    def look_at(self, kind: str, ref: int) -> None:
        """Show what a person or a unit holds, also before anything of it is in the list."""
        self.looked_at = (ref, None) if kind == "person" else (None, ref)

    def still_out(self) -> list[Row]:
        """What the same borrowers hold besides the things in the list, newest first."""
        listed = {back.line_id for back in self.lines}
        who = dict.fromkeys((back.row["person_id"], back.row["unit_id"]) for back in self.lines)
        who |= {self.looked_at: None} if self.looked_at else {}
        found: list[Row] = []
        for person_id, unit_id in who:
            found += self._read(
                loan_lines.of_borrower, person_id=person_id, unit_id=unit_id, today=self._today(), open_only=True
            )
        return [row for row in found if row["line_id"] not in listed]

    @property
    def pieces(self) -> int:
        return sum(back.quantity for back in self.lines)

    def arguments(self) -> dict[str, Any]:
        """What loans.take_back is called with."""
        return {"returns": [back.told() for back in self.lines], "on_day": self.on_day}
