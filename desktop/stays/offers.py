"""A place that has opened is offered to those who wait: a receipt tells how many it fits, one key shows who."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from db import stay_lists, stay_openings
from db.command import Receipt
from db.stay_openings import Opening
from desktop import words
from desktop.actions import EDIT, Action
from desktop.parts.record_form import RecordForm
from desktop.parts.record_page import RecordPage
from desktop.stays import told
from desktop.stays import words as stay_words
from desktop.stays.day_forms import PlanDayForm
from desktop.stays.offer_form import OfferForm
from desktop.stays.place_field import Where
from desktop.stays.planning_form import PlanForm
from desktop.words import _, ngettext

OFFER = Action(_("Forslag til ledig plass …"), "offer", "Ctrl+Shift+T", "user-round-search", EDIT, writes=True)
SHOW = _("Se forslag (Ctrl+Shift+T)")
Second = tuple[str, Callable[[], Any]] | None


class Offers(RecordPage):
    """A page with acts that may open a place. `place_here` answers where its keys are, as OfferForm is given it."""

    _opened_by, _told_at = 0, None  # the operation that opened something, and where the keys were then

    def place_here(self) -> dict[str, Any]:
        """Site and place, and days where they are known, that the keys are on; nothing in a list of stays."""
        return {}

    def open_above(self, form: RecordForm, then: Callable[[Receipt], Any]) -> None:
        """Open a form; `then` tells what it did."""
        form.saved.connect(then)
        self.frame.show_form(form)

    def tell_opened(self, said: str, receipt: Receipt | None, second: Second = None) -> None:
        """The receipt, and how many of those who wait fit what the act has opened; of nobody it says nothing."""
        found = self._openings(receipt.op_seq) if receipt is not None else []
        self._opened_by = receipt.op_seq if receipt is not None and found else 0
        self._told_at = self.place_here()
        if found:
            self.frame.tell(f"{said} · {opened(found, self.store.today)}", second=second or (SHOW, self.offer))
        else:
            self.frame.tell(said, second=second)

    def _openings(self, op_seq: int) -> list[Opening]:
        if self.store.read_only:
            return []
        return self.store.read(stay_openings.of_op, op_seq, today=self.store.today)

    def offer(self, **given: Any) -> None:
        """Who could have a place that is free, in the order of the list; the one that is chosen is planned.

        It is the place that the act just told of has opened, if nothing has happened to it since, else that of the
        keys.
        """
        here = self.place_here()
        found = self._openings(self._opened_by) if self._opened_by and here == self._told_at else []
        form = OfferForm(self.store, **(_asked(found[0]) if found else here) | given)
        form.chosen.connect(self._plan_offered)
        self.frame.show_form(form)

    def _plan_offered(self, stay_id: int, where: Where, since: str, until: str) -> None:
        row = self.store.read(stay_lists.stay, stay_id, today=self.store.today)
        if row["form"] == "day":
            form: RecordForm = PlanDayForm(self.store, stay_id)
            form.fill({"site_id": where.site_id, "from_on": since})
        else:
            form = PlanForm(self.store, stay_id, where=where, from_on=since, to_on=until)
        self.open_above(form, lambda _receipt: self.tell_planned(stay_id))

    def tell_planned(self, stay_id: int) -> None:
        """The receipt of somebody who was given the place."""
        row = self.store.read(stay_lists.stay, stay_id, today=self.store.today)
        self._opened_by = 0
        where = ", ".join(part for part in (told.where(row), told.when(row, self.store.today)) if part)
        self.frame.tell(_("{who} er planlagt: {where}").format(who=told.short(row), where=where))


def _asked(one: Opening) -> dict[str, Any]:
    return {"where": Where(one.site_id, one.stay_place_id), "from_on": one.from_on, "to_on": one.to_on}


def opened(found: Sequence[Opening], today: str) -> str:
    """'Rom 3 er ledig 12.–20. juli. 2 på ventelisten passer'; of several places how many."""
    fits = len({stay_id for one in found for stay_id in one.waiting})
    who = ngettext("{n} på ventelisten passer", "{n} på ventelisten passer", fits).format(n=words.number(fits))
    if len(found) > 1:
        free = _("{n} plasser er ledige").format(n=words.number(len(found)))
    else:
        when = stay_words.period(found[0].from_on, found[0].to_on, today)
        free = _("{place} er ledig {when}").format(place=found[0].place, when=when)
    return f"{free}{'' if free.endswith('.') else '.'} {who}"
