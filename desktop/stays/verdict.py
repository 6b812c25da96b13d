"""What the register says of a place and its days while they are typed: what stands in the way, and what is free."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.stay_rules import Conflict
from desktop import faults
from desktop.follow_up.fates import Happenings
from desktop.follow_up.lapse_words import Happening
from desktop.parts.chips import FlowLayout
from desktop.parts.page import button, label
from desktop.parts.receipt import announce
from desktop.words import _

MOST_FREE = 6


class Verdict(QWidget):
    """Says it in words with an icon each; under them a button for each place that is free. `pick` gets its row."""

    def __init__(self, pick: Callable[[Any], Any]):
        super().__init__()
        self._pick = pick
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.lines = Happenings(_("Plassen og dagene"))
        self.heading = label(_("Ledig hele tiden"), "muted")
        self.row = QWidget()
        self._flow = FlowLayout(self.row)
        for widget in (self.lines, self.heading, self.row):
            column.addWidget(widget)
        self.offer([])

    @property
    def texts(self) -> list[str]:
        """What it says now, line by line."""
        return self.lines.texts

    def say(self, conflicts: Sequence[Conflict] | None, free: str = "") -> None:
        """Tell these; `free` when there are none, and what is missing yet when `conflicts` is None."""
        told = [Happening(faults.sentence(one.fault), *_mark(one)) for one in conflicts or ()]
        if not told and free:
            told = [Happening(free, "circle-check", "free") if conflicts is not None
                    else Happening(free, "info", "scrapped")]  # fmt: skip
        before = self.texts
        self.lines.say(told)
        if self.isVisible() and before != self.texts:
            announce(self, ". ".join(self.texts))

    def offer(self, places: Sequence[Any]) -> None:
        """Show these places to choose among instead."""
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in places[:MOST_FREE]:
            made = button(row["name"], lambda row=row: self._pick(row), "bed")
            made.setAccessibleName(_("Velg {place}").format(place=row["name"]))
            self._flow.addWidget(made)
        for widget in (self.heading, self.row):
            widget.setVisible(bool(places))


def _mark(one: Conflict) -> tuple[str, str]:
    """The icon and the colour of a conflict: it blocks, it must be accepted, or it is good to know."""
    if one.blocks:
        return "circle-alert", "overdue"
    return ("triangle-alert", "repair") if one.asks else ("info", "reserved")
