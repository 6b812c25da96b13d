"""The page Innstillinger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.parts.page import Frame, Head, Page
from desktop.parts.scrolling import Tall, scrolling
from desktop.parts.style import look
from desktop.plans.status_card import StatusWords
from desktop.setup.cards import CARDS, About, Scanner
from desktop.setup.double_click import DoubleClick
from desktop.stays.rates import Rates
from desktop.words import _

if TYPE_CHECKING:
    from desktop.store import Store


class SetupPage(Page):
    """Cards below each other, one for each matter."""

    title = _("Innstillinger")
    icon = "settings-2"
    kind = "setting"
    kinds = frozenset({"setting", "staff", "rate"})
    at_bottom = True

    def __init__(self, store: Store, frame: Frame, parent: QWidget | None = None):
        super().__init__(store, frame, parent)
        self.body.addWidget(Head(self.title))
        inside = Tall()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.px(8), 0)
        column.setSpacing(look.px(16))
        self.cards = [card(store, frame) for card in (*CARDS, Rates, StatusWords, DoubleClick, About)]
        for card in self.cards:
            column.addWidget(card)
        column.addStretch(1)
        self.area = scrolling(inside)
        self.body.addWidget(self.area, 1)

    def read(self) -> None:
        for card in self.cards:
            card.read()

    def scanned(self, code: str) -> bool:
        """A scan here is a trial of the scanner, whichever field has the focus."""
        trial = next(card for card in self.cards if isinstance(card, Scanner))
        trial.show_scan(code)
        return True
