"""The card that makes a double-click open registers."""

from __future__ import annotations

from desktop import association
from desktop.parts.page import button
from desktop.setup.cards import Card
from desktop.words import _


class DoubleClick(Card):
    """One button; what it writes belongs to the signed-in user alone."""

    title = _("Dobbeltklikk")
    says = _(
        "La denne PC-en åpne registre med Hverdag når du dobbeltklikker på dem. Det gjelder bare for deg, og trenger "
        "ikke administrator. Flytter du programmet, trykker du på nytt."
    )

    def build(self) -> None:
        self.act = button(_("Åpne registre med dobbeltklikk"), self.associate, "file-text")
        self.act.setEnabled(association.possible())
        self.row(self.act)

    def associate(self) -> None:
        try:
            association.associate()
        except OSError:
            told = _("Det gikk ikke. Høyreklikk på registeret, velg «Åpne med» og pek på Hverdag")
        else:
            told = _("Nå åpner et dobbeltklikk registeret i Hverdag")
        self.frame.tell(told, undo=False)
