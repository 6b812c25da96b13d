"""Which day of day rehab is shown: the arrows go to the days that a day centre is open."""

from __future__ import annotations

from collections.abc import Callable

from desktop.trips.day_bar import DayBar
from desktop.words import _


class OpenDayBar(DayBar):
    """A DayBar that steps by opening days. `next_open` answers (day, 1 or -1) with the day to go to."""

    def __init__(self, today: Callable[[], str], next_open: Callable[[str, int], str]):
        self._next_open = next_open
        super().__init__(today)
        for arrow, name, key in ((self.before, _("Forrige åpningsdag"), _("Alt+venstre")),
                                 (self.after, _("Neste åpningsdag"), _("Alt+høyre"))):  # fmt: skip
            arrow.setAccessibleName(name)
            arrow.setToolTip(f"{name} ({key})")
        self.now.setToolTip(_("Gå til i dag (Alt+Home)"))

    def step(self, days: int) -> None:
        self.show_day(self._next_open(self.day, days))
