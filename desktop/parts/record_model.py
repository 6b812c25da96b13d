"""One table model for every kind of record: ids in an array, rows read by pages of ids when they come in sight."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop import columns, words
from desktop.columns import Column
from desktop.parts.message import tip

PAGE = 128
KEPT_PAGES = 64
Index = QModelIndex | QPersistentModelIndex
Row = Mapping[str, Any]
COLUMN_ROLE = int(Qt.ItemDataRole.UserRole)
ROW_ROLE = COLUMN_ROLE + 1
_ROOT = QModelIndex()


class RecordModel(QAbstractTableModel):
    """Rows of one kind.

    `read_ids(order, descending)` gives every id in the order `Column.sort` names; `read_rows(ids)` gives the rows
    of some ids, in any order, each with its id under `key`. Rows are read a page at a time and forgotten again.
    """

    def __init__(
        self,
        shown: Sequence[Column],
        key: str,
        read_ids: Callable[[str | None, bool], Iterable[int]],
        read_rows: Callable[[list[int]], Iterable[Row]],
        today: Callable[[], str],
        say: Callable[[Row], str] | None = None,
        parent=None,
    ):
        super().__init__(parent)
        self.columns, self.key = tuple(shown), key
        self._read_ids, self._read_rows, self._today = read_ids, read_rows, today
        self._say = say or self.whole_row
        self.ids = array("q")
        self._pages: OrderedDict[int, dict[int, Row]] = OrderedDict()
        self.sorted_by: tuple[int, Qt.SortOrder] | None = None

    # reading

    def head(self, shown: Sequence[Column]) -> None:
        """Call the columns something else: the same ones by their keys, under other headings."""
        if tuple(shown) != self.columns:
            self.columns = tuple(shown)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def order_by(self, number: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Choose the order of the next reading without reading."""
        self.sorted_by = (number, order)

    def read(self) -> None:
        """Read the ids again and forget every row."""
        ids = array("q", self._read_ids(*self.asked_order()))
        if ids == self.ids and ids:
            self._pages.clear()
            self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self.ids = ids
        self._pages.clear()
        self.endResetModel()

    def asked_order(self) -> tuple[str | None, bool]:
        """The name of the order in db, None for the one it has by itself, and whether it goes down."""
        if self.sorted_by is None:
            return None, False
        number, order = self.sorted_by
        return self.columns[number].sort, order == Qt.SortOrder.DescendingOrder

    def row(self, number: int) -> Row | None:
        """The row in this position; None when its record has gone since the ids were read."""
        page = number // PAGE
        if page not in self._pages:
            self._pages[page] = self._page(page)
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        return self._pages[page].get(self.ids[number])

    def _page(self, page: int) -> dict[int, Row]:
        ids = self.ids[page * PAGE : (page + 1) * PAGE].tolist()
        return {row[self.key]: row for row in self._read_rows(ids)}

    def position(self, record: int) -> int:
        """Where the record stands; −1 when it is not in the list."""
        try:
            return self.ids.index(record)
        except ValueError:
            return -1

    # what Qt asks

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(_plain(index), self.CheckIndexOption.IndexIsValid):
            return None
        column, read = self.columns[index.column()], _ROLES.get(role)
        if role == COLUMN_ROLE:
            return column
        if read is None:
            return None
        row = self.row(index.row())
        return None if row is None else read(self, column, row, index.column())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.columns[section].heading
        return _alignment(self.columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(self.columns) and self.columns[column].sort and self.sorted_by != (column, order):
            self.sorted_by = (column, order)
            self.read()

    # what the cells say

    def text(self, column: Column, row: Row) -> str:
        if column.due and not row_ended(row):
            return words.deadline(columns.cell(column, row), self._today())
        return columns.text(column, row)

    def _shown(self, column: Column, row: Row, _number: int) -> str:
        return self.text(column, row) or words.NONE

    def _tip(self, column: Column, row: Row, number: int) -> str:
        return tip(self._shown(column, row, number))

    def _spoken(self, column: Column, row: Row, number: int) -> str:
        return self._say(row) if number == 0 else f"{column.heading}: {self.text(column, row) or words.NONE}"

    def whole_row(self, row: Row) -> str:
        """The shown columns of a row read as one sentence."""
        texts = (self.text(column, row) for column in self.columns if column.shown)
        return ", ".join(text for text in texts if text)

    def _raw(self, _column: Column, row: Row, _number: int) -> Row:
        return row

    def _aligned(self, column: Column, _row: Row, _number: int) -> Qt.AlignmentFlag:
        return _alignment(column)

    def late(self, column: Column, row: Row) -> bool:
        """Whether the cell is a deadline that has passed on something still out."""
        return bool(column.due and not row_ended(row) and words.days_late(columns.cell(column, row), self._today()) > 0)


def row_ended(row: Row) -> bool:
    """Whether the row is a loan that is over, or no loan at all (no line_id): then its deadline is only a day."""
    known = row.keys()
    if "end_reason" in known and row["end_reason"] is not None:
        return True
    return row["line_id"] is None if "line_id" in known else "end_reason" not in known and row["due_on"] is None


def _plain(index: Index) -> QModelIndex:
    return index if isinstance(index, QModelIndex) else QModelIndex(index)  # type: ignore[arg-type]


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.kind in ("money", "number") else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


_ROLES: dict[int, Callable[[RecordModel, Column, Row, int], Any]] = {
    int(Qt.ItemDataRole.DisplayRole): RecordModel._shown,
    int(Qt.ItemDataRole.ToolTipRole): RecordModel._tip,
    int(Qt.ItemDataRole.AccessibleTextRole): RecordModel._spoken,
    int(Qt.ItemDataRole.TextAlignmentRole): RecordModel._aligned,
    ROW_ROLE: RecordModel._raw,
}
