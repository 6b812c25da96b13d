"""The side list of pages. In a narrow window it shrinks to icons with tooltips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from desktop.parts import icons
from desktop.parts.page import label
from desktop.parts.style import look
from desktop.words import _

WIDE, NARROW = 208, 56


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the side list."""

    title: str
    icon: str
    at_bottom: bool = False
    keys: str = ""


class Navigation(QFrame):
    """`wanted` carries the number of the place that a person chose."""

    wanted = Signal(int)

    def __init__(self, brand: str, places: Sequence[Place], parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setAccessibleName(_("Sider"))
        self.places, self._narrow = places, False
        self._brand, self._group = label(brand, "brand"), QButtonGroup(self)
        self.buttons = [self._made(number, place) for number, place in enumerate(places)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(0)
        column.addWidget(self._brand)
        for button, place in zip(self.buttons, places, strict=True):
            if not place.at_bottom:
                column.addWidget(button)
        column.addStretch(1)
        for button, place in zip(self.buttons, places, strict=True):
            if place.at_bottom:
                column.addWidget(button)
        self._group.idClicked.connect(self.wanted)
        look.changed.connect(self._measure)
        self._measure()

    def _made(self, number: int, place: Place) -> QToolButton:
        made = QToolButton()
        made.setObjectName("place")
        made.setCheckable(True)
        made.setAccessibleName(place.title)
        made.setText(f"  {place.title}")
        made.setToolTip(f"{place.title} ({place.keys})" if place.keys else place.title)
        icons.put(made, place.icon, "text", 20, checked="primary")
        self._group.addButton(made, number)
        return made

    def mark(self, number: int) -> None:
        """Show which page is in sight."""
        self.buttons[number].setChecked(True)

    def shrink(self, narrow: bool) -> None:
        """Show icons alone, or icons with words."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._measure()

    def _measure(self) -> None:
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if self._narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        width = look.px(NARROW if self._narrow else WIDE)
        self.setFixedWidth(width)
        self._brand.setVisible(not self._narrow)
        self._brand.setContentsMargins(look.px(16), look.px(14), 0, look.px(12))
        column = self.layout()
        if column is not None:
            column.setContentsMargins(0, look.px(12) if self._narrow else 0, 0, look.px(12))
        for button in self.buttons:
            button.setToolButtonStyle(style)
            button.setFixedWidth(width - look.theme.border)
