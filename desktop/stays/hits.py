"""Forms that can take a place from somebody: who is hit, and where they could go, stands beside the fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db.closures import Hit
from db.errors import Rejected, Why
from desktop import words
from desktop.follow_up.fates import Happenings
from desktop.follow_up.lapse_words import Happening
from desktop.parts.fields import Unreadable
from desktop.parts.record_form import RecordForm
from desktop.stays.place_history import when
from desktop.timing import later
from desktop.words import _, ngettext

WAIT_MS = 60  # after a key, before the register is asked
MOST = 8


def told(hit: Hit, today: str) -> Happening:
    """'Kari N., Rom 1, 5.–7. des. Ledig i stedet: Rom 3 og Rom 5'."""
    if hit.days:
        return _told_days(hit, today)
    name = words.short_name({"first_name": hit.first_name, "last_name": hit.last_name})
    when_hit = when(hit.from_on, hit.to_on, today)
    said = ", ".join((name, hit.place_name or _("uten plass"), when_hit))
    if hit.over:
        said += _(" ({n} for mange)").format(n=hit.over)
    said = said.rstrip(".")
    if not hit.free:
        return Happening(_("{said}. Ingen annen plass er ledig").format(said=said), "triangle-alert", "overdue")
    free = words.listed([row["name"] for row in hit.free])
    return Happening(_("{said}. Ledig i stedet: {free}").format(said=said, free=free), "bed", "repair")


def _told_days(hit: Hit, today: str) -> Happening:
    """'Kari N., 3 dager fra 3. juli' for who comes to day rehab."""
    name = words.short_name({"first_name": hit.first_name, "last_name": hit.last_name})
    days = ngettext("{n} dag", "{n} dager", hit.days).format(n=words.number(hit.days))
    said = _("{name}, {days} fra {day}").format(name=name, days=days, day=words.short_day(hit.from_on, today))
    said += _(" ({n} for mange)").format(n=hit.over) if hit.over else ""
    return Happening(said, "calendar-x", "repair")


class HitForm(RecordForm):
    """A form that tells who is hit while days are typed. A subclass adds fields, calls `watch` and answers `found`.

    Saving is turned down while somebody is hit who has not been shown; then they are, and the next time it saves.
    """

    def watch(self) -> None:
        """Show who is hit, and look again at every change."""
        self.hits: Sequence[Hit] = ()
        self.told = Happenings(_("Hvem blir berørt"))
        self.beside(self.told, 290)
        self._wait, self._settled = later(self, WAIT_MS, self.look), later(self, 0, self._fit)
        for field in self.fields.values():
            field.changed.connect(self._wait.start)
        self.look()

    def found(self) -> Sequence[Hit] | None:
        """Who is hit by what is typed now; None while that cannot be told."""
        raise NotImplementedError

    def typed(self, key: str) -> Any:
        """What a field says now; None where it cannot be read."""
        try:
            return self.fields[key].value() if key in self.fields else None
        except Unreadable:
            return None

    def look(self) -> None:
        """Ask the register, and show the answer."""
        self._wait.stop()
        hits = self.found()
        self.hits = hits or ()
        if hits is None:
            happenings = [Happening(_("Velg dager, så står det her"), "calendar", "scrapped")]
        elif not hits:
            happenings = [Happening(_("Ingen opphold blir berørt"), "circle-check", "free")]
        else:
            happenings = [told(hit, self.store.today) for hit in hits[:MOST]]
        if len(self.hits) > MOST:
            rest = _("og {n} til").format(n=len(self.hits) - MOST)
            happenings.append(Happening(rest, "users", "repair"))
        self.told.say(happenings)
        if self.isVisible():
            self._settled.start()  # new lines count once they are shown

    def seen(self) -> list[int]:
        """The stays that stand in the list now."""
        return [hit.stay_id for hit in self.hits]

    def refuse(self, fault: Rejected) -> None:
        if fault.why is Why.STAYS_HIT:
            self.look()
        super().refuse(fault)
