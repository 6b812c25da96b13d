"""A field for one copy by its number, for the forms of every kind that asks for one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from db import equipment
from db.errors import Rejected, Why
from db.norwegian import code_key
from desktop import faults
from desktop.finding import place
from desktop.parts.fields import Unreadable
from desktop.parts.search_field import Found, SearchField
from desktop.words import STATES

MOST = 12  # results at a time


class CopyField(SearchField):
    """A copy in one of some states, scanned or typed; those of `product_id` come first. Gives its item_id."""

    def __init__(self, store, label: str, placeholder: str, states: Collection[str], product_id: int = 0):
        self._store, self._states, self._product_id = store, states, product_id
        super().__init__(label, self._fitting, placeholder, needed=True)

    def _fitting(self, text: str) -> list[Found]:
        rows = [row for row in self._store.read(equipment.find_items, text, 40) if row["state"] in self._states]
        rows.sort(key=lambda row: row["product_id"] != self._product_id)
        return [found_copy(row) for row in rows[:MOST]]

    def value(self) -> int | None:
        """The chosen copy; an exact number is taken without choosing, whatever state the copy is in."""
        if self.found is None and code_key(self.text()):
            row = self._store.read(equipment.scanned, self.text())
            if row is None:
                raise Unreadable(faults.sentence(Rejected(Why.NO_SUCH, code=self.text())))
            return row["item_id"]
        return super().value()


def found_copy(row: Mapping[str, Any]) -> Found:
    """A copy as a result: 'UT-0187 Rullator', 'Ledig · Hylle A2'."""
    under = " · ".join(part for part in (STATES[row["state"]].word, place(row)) if part)
    return Found(row["item_id"], f"{row['number']} {row['name']}", under)
