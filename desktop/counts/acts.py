"""What can be done about what a count found: tell missing, move, tell found, take out, end it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from db import count_rows, counts, equipment
from db.errors import FileTrouble, Rejected
from desktop import words
from desktop.counts import papers
from desktop.counts.goods_form import GoodsForm
from desktop.counts.missing_form import MissingForm
from desktop.parts.panel import Act
from desktop.parts.record_page import RecordPage
from desktop.words import _, ngettext

Row = Mapping[str, Any]


class CountActs(RecordPage):
    """The acts of the page of one count."""

    def __init__(self, store, frame, parent: QWidget | None = None):
        self.count_id: int | None = None
        self._count: Row | None = None
        self._tally: dict[str, int] = {}
        super().__init__(store, frame, parent)

    @property
    def runs(self) -> bool:
        """Whether there is a count here that takes scans."""
        return self._count is not None and not self._count["closed_on"]

    def _acts(self, rows: Sequence[Row]) -> list[Act]:
        found: list[Act] = []
        if not self.store.read_only:
            offered: list[tuple[str, Sequence[Row], Callable[[], None]]] = [
                (_("Meld savnet …"), [row for row in rows if may_be_missing(row)], self.report_missing),
                (_("Flytt dit den ble sett"), [row for row in rows if may_be_moved(row)], self.move_there),
                (_("Meld funnet igjen"), [row for row in rows if may_be_found(row)], self.tell_found),
                (_("Ta imot retur"), [row for row in rows if row["line_id"] and row["seen_at"]], self.take_back),
            ]
            for text, fitting, slot in offered:
                if fitting:
                    found.append(Act(_numbered(text, len(fitting)), slot, primary=not found))
            if self.runs and any(row["seen_at"] for row in rows):
                found.append(Act(_("Ta ut av tellingen"), self.take_out))
        if len(rows) == 1 and rows[0]["item_id"]:
            found.append(Act(_("Vis i Lager"), self.show_item))
        return found

    def _of(self, ids: Sequence[int]) -> list[Row]:
        found = {row["count_row_id"]: row for row in self.rows(list(ids))}
        return [found[ref] for ref in ids if ref in found]

    def _fitting(self, fits: Callable[[Row], bool], outcome: str, nothing: str) -> list[Row]:
        """The chosen rows that an act fits; where it fits none of them, all of the count that it fits."""
        chosen = [row for row in self._of(self.chosen_ids()) if fits(row)]
        if chosen or self.count_id is None:
            return chosen
        every = self._of(list(self.store.read(count_rows.row_ids, self.count_id, chip=outcome)))
        found = [row for row in every if fits(row)]
        if not found:
            self.frame.tell(nothing, undo=False)
        return found

    def report_missing(self) -> None:
        """Ask since when the copies that were not found are gone."""
        rows = self._fitting(may_be_missing, "missing", _("Det er ingen å melde savnet"))
        if rows:
            form = MissingForm(self.store, rows)
            form.saved.connect(lambda receipt: self.frame.tell(_missing(len(receipt.result))))
            self.frame.show_form(form)

    def move_there(self) -> None:
        """Let what was seen in the wrong place belong where it was seen."""
        rows = self._fitting(may_be_moved, "wrong_place", _("Det er ingen å flytte"))
        self._carry_out(counts.move_to_seen, rows, _moved)

    def tell_found(self) -> None:
        """Tell missing copies that were seen found."""
        rows = self._fitting(may_be_found, "unexpected", _("Ingen av dem er meldt savnet"))
        self._carry_out(counts.mark_found, rows, _found)

    def take_out(self) -> None:
        """Take the chosen sightings back."""
        rows = [row for row in self._of(self.chosen_ids()) if row["seen_at"]]
        self._carry_out(counts.take_out, rows, _taken_out)

    def _carry_out(self, act: Callable[..., Any], rows: Sequence[Row], told: Callable[[int], str]) -> None:
        if not rows:
            return
        try:
            receipt = self.store.write(act, count_row_ids=[row["count_row_id"] for row in rows])
        except (Rejected, FileTrouble) as fault:
            self.frame.trouble(fault)
            return
        self.frame.tell(told(len(receipt.result)))

    def take_back(self) -> None:
        """Go to the page for returns with the chosen copies that stand as lent."""
        lines = [row["line_id"] for row in self._of(self.chosen_ids()) if row["line_id"]]
        if lines:
            self.frame.start("take_back", line_ids=lines)

    def count_goods(self) -> None:
        """Ask how many there are of goods that have no numbers."""
        if not self.runs or self._count is None:
            return
        form = GoodsForm(self.store, self._count["name"])
        form.saved.connect(
            lambda receipt: self.frame.tell(
                form.told(receipt.result), undo=bool(receipt.result), second=(_("Tell neste vare"), self.count_goods)
            )
        )
        self.frame.show_form(form)

    def show_item(self) -> None:
        for row in self._of(self.chosen_ids()[:1]):
            if row["item_id"]:
                self.frame.go("item", row["item_id"])

    def close_count(self) -> None:
        """End the count; what was not found can be told missing at once."""
        if not self.runs or self.count_id is None:
            return
        try:
            self.store.write(counts.close_count, stock_count_id=self.count_id)
        except (Rejected, FileTrouble) as fault:
            self.frame.trouble(fault)
            return
        missing = self._tally["missing"]
        second = (_("Meld {n} savnet …").format(n=words.number(missing)), self.report_missing) if missing else None
        said = _("Tellingen er avsluttet. {found} funnet, {missing} mangler").format(
            found=words.number(self._tally["found"]), missing=words.number(missing)
        )
        self.frame.tell(said, second=second)
        self.table.setFocus()

    def print_result(self) -> None:
        """Show the summary and the lists of this count on paper."""
        if self.count_id is not None:
            make = papers.result(self.store, self.count_id)
            self.frame.print_pdf(_("Telling"), make, f"telling-{self.count_id}")


def may_be_missing(row: Row) -> bool:
    """Whether a row is of a copy that was looked for and not seen, and that still stands as being there."""
    return row["outcome"] == "missing" and row["state"] in equipment.ACTS["missing"][0]


def may_be_moved(row: Row) -> bool:
    """Whether a copy stands in the register elsewhere than it was seen, and is in the house."""
    return row["outcome"] == "wrong_place" and not row["moved"] and row["state"] not in counts.AWAY


def may_be_found(row: Row) -> bool:
    return bool(row["seen_at"]) and row["state"] == "missing"


def _numbered(text: str, n: int) -> str:
    return text if n == 1 else f"{text.removesuffix(' …')} ({words.number(n)})"


def _missing(n: int) -> str:
    return ngettext("{n} gjenstand er meldt savnet", "{n} gjenstander er meldt savnet", n).format(n=words.number(n))


def _moved(n: int) -> str:
    return ngettext("{n} gjenstand er flyttet", "{n} gjenstander er flyttet", n).format(n=words.number(n))


def _found(n: int) -> str:
    said = ngettext("{n} gjenstand er funnet igjen", "{n} gjenstander er funnet igjen", n)
    return said.format(n=words.number(n))


def _taken_out(n: int) -> str:
    said = ngettext("{n} gjenstand er tatt ut av tellingen", "{n} gjenstander er tatt ut av tellingen", n)
    return said.format(n=words.number(n))
