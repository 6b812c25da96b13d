"""A page with several lists under one name: one is in sight, a switch in its head leads to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QPushButton, QStackedWidget, QWidget

from desktop.actions import Action
from desktop.parts.page import Page
from desktop.parts.record_page import RecordPage
from desktop.parts.style import look

NARROW, MORE = 700, 110  # pixels at 10 pt of a page where two buttons would crowd its head, and for each one more


class Switch(QWidget):
    """Buttons of which one is down, or a box with the same choices where the width is scarce.

    `picked` carries the place of the one that a person chose.
    """

    picked = Signal(int)

    def __init__(self, name: str, texts: Sequence[str], parent: QWidget | None = None):
        super().__init__(parent)
        self.setAccessibleName(name)
        self.box, self._group, row = QComboBox(), QButtonGroup(self), QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(4)
        for place, text in enumerate(texts):
            made = QPushButton(text)
            made.setObjectName("chip")
            made.setCheckable(True)
            made.setAccessibleName(text)
            self._group.addButton(made, place)
            self.box.addItem(text)
            row.addWidget(made)
        row.addWidget(self.box)
        self.box.setAccessibleName(name)
        self.box.activated.connect(self.picked)
        self._group.idClicked.connect(self.picked)
        look.changed.connect(self._measure)
        self._measure()
        self.fold(False)

    def _measure(self) -> None:
        strong = QFontMetricsF(look.font(strong=True))  # the one that is down is written in bold
        for made in self._group.buttons():
            made.setMinimumWidth(round(strong.horizontalAdvance(made.text())) + look.px(28))

    def choose(self, place: int) -> None:
        """Put a button down without telling anybody."""
        self._group.button(place).setChecked(True)
        self.box.setCurrentIndex(place)

    def fold(self, narrow: bool) -> None:
        """Show the box instead of the buttons."""
        self.box.setVisible(narrow)
        for made in self._group.buttons():
            made.setVisible(not narrow)


class Views(Page):
    """Several RecordPages as one page. A subclass declares `VIEWS` (class and text of its button) and `title`.

    What the window asks of a page (acts, chosen rows, the list to export) is answered by the view in sight.
    """

    VIEWS: tuple[tuple[type[RecordPage], str], ...] = ()

    def __init__(self, store, frame, parent: QWidget | None = None):
        super().__init__(store, frame, parent)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.stack = QStackedWidget(self)
        self.body.addWidget(self.stack)
        self._made: dict[int, RecordPage] = {}
        self._switches: dict[int, Switch] = {}
        for slot in {action.slot for action in self.ACTIONS}:
            if not hasattr(self, slot):
                setattr(self, slot, self._answered_by_view(slot))
        self.show_view(0)

    def _at(self, place: int) -> RecordPage:
        """The view at a place, made when first wanted: most people use one or two of them."""
        if place not in self._made:
            made = self._made[place] = self.VIEWS[place][0](self.store, self.frame, self.stack)
            switch = self._switches[place] = Switch(self.title, [text for _kind, text in self.VIEWS])
            head = cast(QHBoxLayout, made.head.layout())
            head.insertWidget(1, switch, 0, Qt.AlignmentFlag.AlignBottom)
            switch.choose(place)
            switch.fold(self._crowded())
            switch.picked.connect(self.show_view)
            self.stack.addWidget(made)
        return self._made[place]

    @staticmethod
    def joined(*views: type[RecordPage]) -> tuple[Action, ...]:
        """The acts of all views, each once."""
        return tuple(dict.fromkeys(action for view in views for action in view.ACTIONS))

    @property
    def current(self) -> RecordPage:
        """The view in sight."""
        return cast(RecordPage, self.stack.currentWidget())

    @property
    def made(self) -> tuple[RecordPage, ...]:
        """The views that have been in sight or asked for."""
        return tuple(self._made.values())

    @property
    def views(self) -> list[RecordPage]:
        """Every view, in the order of their buttons."""
        return [self._at(place) for place in range(len(self.VIEWS))]

    @property
    def table(self):
        return self.current.table

    @classmethod
    def serves(cls, kind: str) -> bool:
        return any(view.serves(kind) for view, _text in cls.VIEWS)

    def view(self, kind: str) -> RecordPage:
        """The view of a kind of record."""
        return self._at(next(place for place, (view, _text) in enumerate(self.VIEWS) if view.kind == kind))

    def show_view(self, place: int) -> None:
        """Bring a view in sight."""
        self.stack.setCurrentWidget(self._at(place))
        self._switches[place].choose(place)
        self.current.start_focus()

    def show_kind(self, kind: str) -> RecordPage:
        """Bring the view that serves a kind of record in sight."""
        self.show_view(next(place for place, (view, _text) in enumerate(self.VIEWS) if view.serves(kind)))
        return self.current

    def open_kind(self, kind: str, ref: int) -> None:
        """Show what one of the views serves."""
        self.show_kind(kind).open_kind(kind, ref)

    def open_record(self, ref: int) -> None:
        self.open_kind(self.VIEWS[0][0].kind, ref)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for switch in self._switches.values():
            switch.fold(self._crowded())

    def _crowded(self) -> bool:
        """Whether the head has no room for a button for each view."""
        return self.width() < look.px(NARROW + MORE * max(0, len(self.VIEWS) - 2))

    def chosen_ids(self) -> list[int]:
        return self.current.chosen_ids()

    def start_focus(self) -> None:
        self.current.start_focus()

    def _answered_by_view(self, slot: str):
        def answer():
            found = getattr(self.current, slot, None)
            return found() if found else None

        return answer
