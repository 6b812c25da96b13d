"""The whole history of one record in a window of its own, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop import history_words, words
from desktop.parts.history import Event, HistoryList
from desktop.parts.page import button, label
from desktop.parts.style import look
from desktop.words import _


class HistoryDialog(QDialog):
    """Shows rows of db.history, told with names by db.overview.events; Esc closes."""

    def __init__(self, title: str, events: Iterable[Mapping[str, Any]], today: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.setWindowTitle(_("Historikk"))  # the title of a window is seen by others: no name in it
        self.setAccessibleName(_("Historikk for {what}").format(what=title))
        self.setModal(True)
        self.lines = [told(row, today) for row in events]
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(20), look.px(24), look.px(20))
        column.setSpacing(look.px(12))
        column.addWidget(label(title, "title", wrap=True))
        self.area = _Area(HistoryList(self.lines))
        column.addWidget(self.area, 1)
        column.addWidget(button(_("Lukk"), self.reject), 0, Qt.AlignmentFlag.AlignRight)
        self.resize(look.px(560), look.px(520))


class _Area(QScrollArea):
    """Scrolls with the keys, so that the whole history can be read without a mouse."""

    def __init__(self, inside: QWidget):
        super().__init__()
        self.setObjectName("clear")
        self.setAccessibleName(_("Historikk"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder, column = QWidget(), QVBoxLayout()
        holder.setLayout(column)
        holder.setObjectName("clear")
        column.setContentsMargins(0, 0, look.px(8), 0)
        column.addWidget(inside)
        column.addStretch(1)
        self.setWidget(holder)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        ends = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}.get(Qt.Key(event.key()))
        if ends is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(ends)


def told(row: Mapping[str, Any], today: str) -> Event:
    """One operation as a line: what, the day it counts for, who, and when it was registered if that was later.

    Where the row has `fields`, a line for each thing that was changed stands under what was done.
    """
    registered = words.local(row["at"]).date().isoformat()
    late = "" if registered == row["on_day"] else _("registrert {day}").format(day=words.day(registered))
    under = " · ".join(part for part in (row["staff"], late) if part)
    said = "\n".join([history_words.sentence(row, today), *row.get("fields", ())])
    return Event(said, words.day(row["on_day"]), under, bool(row["undone"]))
