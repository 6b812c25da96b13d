"""What is offered when copies come back or are cleaned: to set them aside for the one who waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db import equipment, requests
from db.errors import FileTrouble, Rejected
from desktop.parts import icons
from desktop.parts.page import button, label
from desktop.parts.receipt import announce
from desktop.parts.style import look
from desktop.requests import told
from desktop.words import ITEM_STATES, _

if TYPE_CHECKING:
    from desktop.store import Store

Row = Mapping[str, Any]


def waited_for(store: Store, item_ids: Sequence[int]) -> list[tuple[Row, Row]]:
    """The copies of these that somebody waits for, each with the request; no request twice."""
    found: dict[int, tuple[Row, Row]] = {}
    for item_id in item_ids:
        row = store.read(requests.first_in_line, item_id, today=store.today)
        if row is not None and row["request_id"] not in found:
            found[row["request_id"]] = (store.read(equipment.item, item_id), row)
    return list(found.values())


def offer(store: Store, frame, item_ids: Sequence[int], key: str = "") -> tuple[str, Callable[[], Any]] | None:
    """The second button of a receipt: 'Klargjør UT-0002 til Kari N.'; None where nobody waits for what is ready."""
    for item, row in waited_for(store, item_ids):
        if item["state"] == "available":
            said = _("Klargjør {number} til {name}").format(number=item["number"], name=told.short(row))
            return f"{said} ({key})" if key else said, lambda item=item, row=row: pack(store, frame, item, row)
    return None


def pack(store: Store, frame, item: Row, row: Row) -> bool:
    """Set a copy aside for a request, and tell so; where the rules want a reason, go to the request instead."""
    try:
        store.write(requests.pack, request_id=row["request_id"], item_id=item["item_id"])
    except Rejected as fault:
        if fault.field == "reason":
            frame.go("request", row["request_id"])
        else:
            frame.trouble(fault)
        return False
    except FileTrouble as fault:
        frame.trouble(fault)
        return False
    frame.tell(_("{number} er klargjort til {name}").format(number=item["number"], name=told.short(row)))
    return True


class WaitingStrip(QFrame):
    """Who waits for what just came back; what stands ready can be set aside with a button of its own."""

    def __init__(self, store: Store, frame):
        super().__init__()
        self._store, self._frame = store, frame
        self._items: Sequence[int] = ()
        self.setAccessibleName(_("Noen venter på dette"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.px(6), look.px(4), look.px(6), look.px(4))
        self._column.setSpacing(look.px(4))
        self._rows: list[QWidget] = []
        self.hide()

    def show_for(self, item_ids: Sequence[int]) -> None:
        """Tell who waits for these copies; nothing is shown where nobody does."""
        self._items = list(item_ids)
        for old in self._rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        pairs = waited_for(self._store, self._items)
        self._rows = [self._row(item, row) for item, row in pairs]
        for made in self._rows:
            self._column.addWidget(made)
        self.setVisible(bool(self._rows))
        if pairs:
            announce(self, ". ".join(_said(item, row) for item, row in pairs))

    def pack_first(self) -> bool:
        """Set the first copy that stands ready aside; False where there is none."""
        for item, row in waited_for(self._store, self._items):
            if item["state"] == "available":
                self._pack(item, row)
                return True
        return False

    def _row(self, item: Row, row: Row) -> QWidget:
        made, mark = QWidget(), QLabel()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(look.px(12))
        icons.put(mark, "hourglass", "repair", 20)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(label(_said(item, row), wrap=True), 1)
        if item["state"] == "available" and not self._store.read_only:
            act = button(_("Klargjør (Ctrl+G)"), lambda: self._pack(item, row), "package-check")
            act.setAccessibleName(_("Klargjør {number} til {name}").format(number=item["number"], name=told.short(row)))
            line.addWidget(act)
        return made

    def _pack(self, item: Row, row: Row) -> None:
        if pack(self._store, self._frame, item, row):
            self.show_for([one for one in self._items if one != item["item_id"]])


def _said(item: Row, row: Row) -> str:
    """'Kari N. venter på Rullator UT-0002, som står til rengjøring'."""
    said = _("{name} venter på {thing} {number}").format(
        name=told.short(row), thing=item["name"], number=item["number"]
    )
    if item["state"] == "available":
        return said
    return _("{said}. Den kan klargjøres når den ikke lenger er {state}").format(
        said=said, state=ITEM_STATES[item["state"]].word.lower()
    )
