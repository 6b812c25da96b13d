"""The page Innstillinger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.actions import VIEW, Action
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
    ACTIONS = (
        Action(_("Neste kort"), "next_card", "F6", menu=VIEW),
        Action(_("Forrige kort"), "card_before", "Shift+F6", menu=VIEW),
    )

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

    def next_card(self, step: int = 1) -> None:
        """Put the focus on the first field of the card below the one that has it, or above it with −1."""
        stops = [(card, field) for card in self.cards for field in _fields(card)[:1]]
        inside = [
            at for at, (card, _field) in enumerate(stops) if card.isAncestorOf(self.window().focusWidget() or self)
        ]
        at = (inside[0] + step) % len(stops) if inside else 0
        card, field = stops[at]
        self.area.ensureWidgetVisible(card, 0, look.px(16))
        field.setFocus(Qt.FocusReason.TabFocusReason)

    def card_before(self) -> None:
        """The same upwards."""
        self.next_card(-1)

    def scanned(self, code: str) -> bool:
        """A scan here is a trial of the scanner, whichever field has the focus."""
        trial = next(card for card in self.cards if isinstance(card, Scanner))
        trial.show_scan(code)
        return True


def _fields(card: QWidget) -> list[QWidget]:
    """What the Tab key stops at in a card, from the top."""
    found = (one for one in card.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return [one for one in found if one.isVisibleTo(card) and one.isEnabled()]
