"""The table of a list page: columns moved, hidden and remembered, rows copied with headings, selection by id."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from desktop import settings
from desktop.columns import Column, guarded, shielded
from desktop.parts.record_model import RecordModel
from desktop.parts.state_delegate import CellDelegate, pill_width
from desktop.parts.style import look
from desktop.timing import later
from desktop.words import (
    FOLLOW_STATES,
    ITEM_STATES,
    LAPSE_STATES,
    LOAN_STATES,
    NAV_STATES,
    PERSON_STATES,
    REQUEST_STATES,
    STATES,
    STOP_KINDS,
    URGENCIES,
    StateWord,
    _,
)

SAMPLE = "n"
_FORMULA = re.compile(r"[=@]|[+-](?![\d ])")  # what a spreadsheet would reckon out where it is pasted; no phone number
DEADLINE = "24. sep. · 24 dager over"
SAMPLED = 60  # rows whose texts say how wide the columns must be
NAME = 110  # pixels at 10 pt that a name keeps where texts give way
NARROW_TEXT = 16  # characters: columns of shorter texts keep their width


class RecordTable(QTableView):
    """Shows a RecordModel. `opened` carries the id under Enter or a double click.

    `chosen` follows the selection, and tells once that the rows were read anew.
    """

    opened = Signal(object)
    chosen = Signal()

    def __init__(self, model: RecordModel, name: str, memory: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.records, self._memory, self._own = model, memory, True
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(CellDelegate(self))
        self._behave()
        self._take_up_order()
        self._head()
        self._unfitted = True
        self._contents: list[int] = []
        self._kept: tuple[list[int], int, int] = ([], 0, 0)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._find_again)
        model.dataChanged.connect(lambda *_: self.chosen.emit())
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self.doubleClicked.connect(lambda index: self.opened.emit(model.ids[index.row()]))
        look.changed.connect(self._measure)
        model.headerDataChanged.connect(self._measure)
        self._measure()
        self.recall()

    def _behave(self) -> None:
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(1)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _head(self) -> None:
        head = self.horizontalHeader()
        head.setMinimumSectionSize(40)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionsMovable(True)
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        head.setAccessibleName(_("Kolonner"))
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._ask_columns)
        if self.records.sorted_by:
            head.setSortIndicator(*self.records.sorted_by)
        self.setSortingEnabled(True)
        self._save = later(self, 400, self.remember)
        for signal in (head.sectionMoved, head.sortIndicatorChanged):
            signal.connect(lambda *_: self._changed())
        head.sortIndicatorChanged.connect(lambda *_: self._fit())
        head.sectionResized.connect(self._resized)

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(look.row_height())
        self._contents = []
        self._fit()
        self.viewport().update()

    def _fit(self) -> None:
        """Columns as wide as what stands in sight needs, and no wider than told."""
        if settings.columns(self._memory):
            return
        head, widths = self.horizontalHeader(), {}
        self._contents = self._contents or self._content_widths()
        for number, column in enumerate(self.records.columns):
            content = self._contents[number] if self._contents and column.kind != "state" else 0
            widths[number] = max(self._heading(number), min(content or 9999, wide_enough(column)))
        shown = {n: width for n, width in widths.items() if not head.isSectionHidden(n)}
        self._own = True
        for number, width in (widths | self._fitted(shown)).items():
            self.setColumnWidth(number, width)
        self._own = False

    def _content_widths(self) -> list[int]:
        """The width in pixels that the first rows need in each column; [] while there are none."""
        if not self.isVisible():
            return []  # a hidden list reads nothing: its register may be closed by now
        rows = [row for n in range(min(SAMPLED, len(self.records.ids))) if (row := self.records.row(n)) is not None]
        return [self._content_width(column, rows) for column in self.records.columns] if rows else []

    def _content_width(self, column: Column, rows: list) -> int:
        """What nine of ten texts need where texts are long and not the name; else what all need."""
        metrics = QFontMetricsF(look.font(strong=column.strong or column.due))
        needed = sorted(metrics.horizontalAdvance(self.records.text(column, row)) for row in rows)
        most = _gives_way(column) and not column.strong
        return math.ceil(needed[(len(needed) - 1) * 9 // 10 if most else -1]) + look.px(26)

    def _fitted(self, widths: dict[int, int]) -> dict[int, int]:
        """Where the table is too narrow, the longest texts give way; what is left over goes to the names."""
        told = self.records.columns
        over = sum(widths.values()) - self.viewport().width()
        if over < 0:
            names = [n for n in widths if told[n].strong][:1]
            return {n: widths[n] + min(-over, max(widths[n] // 2, self._lacking(n, widths[n]))) for n in names}
        long = {n: width for n, width in widths.items() if _gives_way(told[n])}
        least = {n: max(self._heading(n), width * 2 // 5, min(width, look.px(NAME)) if told[n].strong else 0)
                 for n, width in long.items()}  # fmt: skip
        return levelled(long, least, over)

    def _lacking(self, number: int, width: int) -> int:
        """What the texts in sight need beyond this width."""
        return self._contents[number] - width if self._contents else 0

    def _heading(self, number: int) -> int:
        marked = number == self.horizontalHeader().sortIndicatorSection()
        return heading_width(self.records.columns[number], marked)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    # columns

    def _resized(self, _number: int, _old: int, _new: int) -> None:
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:  # a person drags; all else is our own fitting
            self._changed()

    def _changed(self) -> None:
        if not self._own:
            self._save.start()

    def _take_up_order(self) -> None:
        key, _colon, way = settings.sorted_by(self._memory).partition(":")
        for number, column in enumerate(self.records.columns):
            if column.key == key and column.sort:
                down = Qt.SortOrder.DescendingOrder if way == "desc" else Qt.SortOrder.AscendingOrder
                self.records.order_by(number, down)

    def recall(self) -> None:
        """Take the columns up again as they were left; the ones told as hidden stay hidden the first time."""
        head, self._own = self.horizontalHeader(), True
        for number, column in enumerate(self.records.columns):
            head.setSectionHidden(number, not column.shown)
        layout = settings.columns(self._memory)
        known = {column.key: number for number, column in enumerate(self.records.columns)}
        places = [known[key] for key, *_rest in layout if key in known]
        for place, number in enumerate(places):
            head.moveSection(head.visualIndex(number), place)
        for key, width, hidden in layout:
            if key in known:
                head.setSectionHidden(known[key], hidden)
                self.setColumnWidth(known[key], look.px(width))
        self._own = False

    def remember(self) -> None:
        """Keep the order, widths and hidden columns for the next time."""
        self._save.stop()
        head, shown = self.horizontalHeader(), self.records.columns
        order = [head.logicalIndex(place) for place in range(head.count())]
        one = look.px(1000) / 1000
        settings.keep_columns(
            self._memory,
            [
                (shown[n].key, round((head.sectionSize(n) or wide_enough(shown[n])) / one), head.isSectionHidden(n))
                for n in order
            ],
        )
        if self.records.sorted_by:
            number, way = self.records.sorted_by
            down = way == Qt.SortOrder.DescendingOrder
            settings.keep_sorted_by(self._memory, f"{shown[number].key}:{'desc' if down else 'asc'}")

    def _ask_columns(self, at: QPoint) -> None:
        menu = self.columns_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(at))

    def columns_menu(self) -> QMenu:
        """A menu of all columns with a tick at those that show."""
        menu, head = QMenu(self), self.horizontalHeader()
        for number, column in enumerate(self.records.columns):
            action = menu.addAction(column.heading)
            action.setCheckable(True)
            action.setChecked(not head.isSectionHidden(number))
            action.setEnabled(head.isSectionHidden(number) or head.count() - head.hiddenSectionCount() > 1)
            action.toggled.connect(lambda on, n=number: self.show_column(n, on))
        menu.addSeparator()
        menu.addAction(_("Vis kolonnene som fra starten"), self.reset_columns)
        return menu

    def show_column(self, number: int, on: bool) -> None:
        self.horizontalHeader().setSectionHidden(number, not on)
        if on and self.columnWidth(number) < 40:
            self.setColumnWidth(number, wide_enough(self.records.columns[number]))
        self.remember()

    def reset_columns(self) -> None:
        settings.forget_columns(self._memory)
        head = self.horizontalHeader()
        self._own = True
        for number in range(head.count()):
            head.moveSection(head.visualIndex(number), number)
        self.recall()
        self._measure()

    def shown_columns(self) -> list[Column]:
        """The columns as they stand on the screen, from the left."""
        head = self.horizontalHeader()
        order = (head.logicalIndex(place) for place in range(head.count()))
        return [self.records.columns[number] for number in order if not head.isSectionHidden(number)]

    # selection

    def chosen_ids(self) -> list[int]:
        """Ids of the selected rows, from the top."""
        spans = sorted((part.top(), part.bottom()) for part in self.selectionModel().selection().toList())
        found: dict[int, None] = {}
        for top, bottom in spans:
            found.update(dict.fromkeys(self.records.ids[top : bottom + 1].tolist()))
        return list(found)

    def choose(self, ids: Iterable[int], scroll: bool = True) -> None:
        """Select the records that are in the list."""
        places = sorted(place for place in map(self.records.position, ids) if place >= 0)
        picked, last = QItemSelection(), max(0, len(self.records.columns) - 1)
        for place in places:
            picked.select(self.records.index(place, 0), self.records.index(place, last))
        self.selectionModel().select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if places:
            first = self.records.index(places[0], self._first_column())
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            if scroll:
                self.scrollTo(first)

    def _first_column(self) -> int:
        head = self.horizontalHeader()
        shown = (n for n in map(head.logicalIndex, range(head.count())) if not head.isSectionHidden(n))
        return next(shown, 0)

    def _keep(self) -> None:
        self._kept = (self.chosen_ids(), self.verticalScrollBar().value(), self.currentIndex().column())

    def _find_again(self) -> None:
        ids, scrolled, _column = self._kept
        with QSignalBlocker(self):
            self.choose(ids, scroll=False)
        self.verticalScrollBar().setValue(scrolled)
        if self._unfitted and len(self.records.ids):
            self._unfitted = False
            self._fit()
        self.chosen.emit()

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.records.ids[self.currentIndex().row()])
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and len(self.records.ids) == 1 and not self.chosen_ids():
            self.choose(self.records.ids.tolist())  # no other row to go to, so the arrow chooses this one
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the selected rows on the clipboard with their headings, ready for a spreadsheet.

        As on paper, nothing goes along that leads to a protected person.
        """
        shown = self.shown_columns()
        lines = ["\t".join(column.heading for column in shown)]
        for record in self.chosen_ids():
            row = self.records.row(self.records.position(record))
            if row is not None:
                lines.append("\t".join(self._copied(column, row) for column in shown))
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    def _copied(self, column: Column, row: Mapping[str, Any]) -> str:
        if guarded(column) and shielded(row):
            return ""
        said = _flat(self.records.text(column, row))
        return f"'{said}" if column.kind == "text" and _FORMULA.match(said) else said


def _gives_way(column: Column) -> bool:
    """Whether a column may be narrower than its longest text."""
    return column.kind == "text" and not column.due and column.width >= NARROW_TEXT


def levelled(widths: dict[int, int], least: dict[int, int], over: int) -> dict[int, int]:
    """Take `over` pixels away, always from the widest that may still give, so that short texts stay whole."""
    left = dict(widths)
    while over > 0 and (giving := [n for n in left if left[n] > least[n]]):
        widest = max(left[n] for n in giving)
        at_top = [n for n in giving if left[n] == widest]
        below = max([left[n] for n in giving if left[n] < widest] + [least[n] for n in at_top])
        step = max(1, min(widest - below, math.ceil(over / len(at_top))))
        for n in at_top:
            left[n] -= step
        over -= step * len(at_top)
    return left


def _flat(text: str) -> str:
    return " ".join(text.split())


def heading_width(column: Column, marked: bool = False) -> int:
    """The width in pixels that the heading needs, and its sort mark where it has one."""
    bare = QFontMetricsF(look.font(strong=True)).horizontalAdvance(column.heading)
    return round(bare) + look.px(26 + (22 if marked else 0))


_STATES_OF = {  # by the key of the column
    "state": ITEM_STATES,
    "follow_state": FOLLOW_STATES,
    "errand": STOP_KINDS,
    "urgency": URGENCIES,
    "request_state": REQUEST_STATES,
    "standing": PERSON_STATES,
    "nav_state": NAV_STATES,
    "lapse_state": LAPSE_STATES,
}


def _marked(key: str) -> dict[str, StateWord]:
    """The states of a kind that words does not know by itself, by the mark of their codes: 'stay_state' → stay_…"""
    mark = key.removesuffix("state")
    return {code: one for code, one in STATES.items() if mark not in ("", key) and code.startswith(mark)}


def wide_enough(column: Column) -> int:
    """The width in pixels of a column that holds what it is told to hold, and its heading."""
    if column.kind == "state":
        states = _STATES_OF.get(column.key) or _marked(column.key) or LOAN_STATES
        return max(heading_width(column), max(pill_width(one.word) for one in states.values()) + look.px(24))
    if column.due:
        deadline = QFontMetricsF(look.font(strong=True)).horizontalAdvance(DEADLINE)
        return max(heading_width(column), round(deadline) + look.px(26))
    sample = QFontMetricsF(look.font(strong=True)).horizontalAdvance(SAMPLE) * column.width
    return max(heading_width(column), round(sample) + look.px(24))
