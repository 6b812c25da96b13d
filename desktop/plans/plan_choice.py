"""Choosing a plan for a list: those in force at first, and the ones that have been replaced when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db import plans
from desktop.parts.message import tip
from desktop.parts.record_page import RecordPage
from desktop.timing import later
from desktop.words import _

FIRST = _("Ingen planer ennå. Hent en fra Excel (Ctrl+I), lim den inn (Ctrl+V), eller begynn under «Planer».")
ROOM = 52  # pixels that a card may be wider than its least: texts of plans are long, and the list needs them
MORE = "more"  # the line of the box that shows the rest


class PlanChoice(RecordPage):
    """A list whose box offers plans; the last line of the box brings those that are in force no longer."""

    panel_room = ROOM
    with_replaced = False
    _chosen: Any = None

    def offered(self, current_only: bool) -> Sequence[tuple[Any, str]]:
        """The lines of the box, with or without what belongs to plans that have been replaced."""
        rows = self.store.read(plans.plans, current_only=current_only)
        return [(row["plan_id"], named(row["name"], row)) for row in rows]

    def choices(self) -> Sequence[tuple[Any, str]]:
        found = self.offered(not self.with_replaced)
        if self.with_replaced or len(found) == len(self.offered(False)):
            return found
        return [*found, (MORE, _("Vis også planer som ikke gjelder lenger"))]

    def show_replaced(self) -> None:
        """Offer every plan there is; what was chosen stays."""
        self.with_replaced = True
        self._show_choices()
        self.choice.setCurrentIndex(max(0, self.choice.findData(self._chosen)))

    def clear_filters(self) -> None:
        self.with_replaced = False
        self._show_choices()
        super().clear_filters()

    def reread(self) -> None:
        if self.choice.currentData() == MORE:
            self.show_replaced()
            later(self, 0, self.choice.showPopup).start()
        self._chosen = self.choice.currentData()
        self.choice.setToolTip(tip(self.choice.currentText()))  # the box is shorter than the names of plans
        super().reread()

    def _say_empty(self, total: int | None) -> None:
        if self.store.read(plans.plans):
            super()._say_empty(total)
        else:  # nothing can be done here before there is a plan
            self.empty.say(self.icon, FIRST, _("Gå til «Planer»"), lambda: self.frame.go("plan:current", 0))


def named(name: str, row: Any) -> str:
    """The name of a plan, or what is called by it, and whether it has been replaced."""
    return _("{name} (avløst)").format(name=name) if row["replaced_on"] else name
