"""The list of stops in the order they are driven: rows are dragged, and never sorted by a heading."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop.parts.record_model import RecordModel
from desktop.parts.record_table import RecordTable

MIME = "application/x-hverdag-stop"
Index = QModelIndex | QPersistentModelIndex


class StopModel(RecordModel):
    """Rows that can be dragged; `sort_of` says what their ids are: "stops", "deliver" (requests), "fetch" (lines)."""

    sort_of = "stops"

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows are dragged and let go between rows, never on one."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        ids = dict.fromkeys(self.ids[index.row()] for index in sorted(indexes, key=lambda one: one.row()))
        data = QMimeData()
        data.setData(MIME, f"{self.sort_of}:{','.join(map(str, ids))}".encode())
        return data


class StopTable(RecordTable):
    """`dropped` carries what the ids are, the ids, and the place that they are put before."""

    dropped = Signal(str, list, int)

    def __init__(self, model: RecordModel, name: str, memory: str, parent: QWidget | None = None):
        super().__init__(model, name, memory, parent)
        self.setSortingEnabled(False)
        self.horizontalHeader().setSortIndicatorShown(False)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropOverwriteMode(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        super().dragEnterEvent(event)
        _welcome(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        _welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell who was put where; the page asks the register, and the list reads again."""
        sort, _colon, ids = bytes(event.mimeData().data(MIME).data()).decode().partition(":")
        event.setDropAction(Qt.DropAction.CopyAction)  # else Qt takes the dragged rows out of the model itself
        event.accept()
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()
        if ids:
            self.dropped.emit(sort, [int(ref) for ref in ids.split(",")], self._place(event))

    def _place(self, event: QDropEvent) -> int:
        """Before which row: the one under the middle of which it was dropped, or after the last."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        if not index.isValid():
            return self.model().rowCount()
        return index.row() + (at.y() > self.visualRect(index).center().y())


def _welcome(event: QDragMoveEvent) -> None:
    if event.mimeData().hasFormat(MIME):
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
