"""The base of the forms that give a stay a place and days: what stands in the way is told while they are typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from db import closures, stay_days, stay_rules
from db.errors import Rejected
from db.stay_rules import Conflict
from desktop.parts.day_field import DayField
from desktop.parts.fields import Unreadable
from desktop.stays import told
from desktop.stays.place_field import PlaceField, Where
from desktop.stays.stay_form import StayForm
from desktop.stays.verdict import Verdict
from desktop.timing import later
from desktop.words import _

WAIT_MS = 60  # after a key, before the register is asked
NOT_YET = _("Velg plass og dager, så står det her om plassen er ledig")
FULL = _("Ingen plass er ledig alle dagene. Endre dagene, eller velg «Uten plass» nederst i listen")
FULL_NOW = _("Ingen plass er ledig. Flytt eller parker noen først, eller legg til en ekstraplass under «Plasser»")


class PlacedForm(StayForm):
    """A StayForm with a place and days. A subclass calls `add_place` and `add_verdict` in `ask`, and may answer
    `period`, `person`, `purpose` and `without`. `given`: `where` (Where), `from_on`, `to_on`, filled in already.
    """

    arriving = False
    form = "night"
    free_text = _("{place} er ledig {when}")

    def __init__(self, store, stay_id: int | None = None, parent: QWidget | None = None, **given: Any):
        self.given: dict[str, Any] = given
        self.conflicts: list[Conflict] | None = None
        super().__init__(store, stay_id, parent)
        self._wait = later(self, WAIT_MS, self.look)
        self._refit = later(self, 0, self._fit)  # when what has come or gone is laid out
        for field in self.fields.values():
            field.changed.connect(self._wait.start)
        self.look()

    # fields

    def propose(self, **values: Any) -> None:
        """What the fields say at first, where nothing else is given."""
        self.given = values | self.given

    def add_place(self, name: str = "", since: str | None = None) -> PlaceField:
        """The place; `since` leaves out those that are in use no more by then."""
        field = PlaceField(self.store.read, since=since, form=self.site_form(), name=name, parked=not self.arriving)
        self.place_field = self.add("where", field)
        self.place_field.set_value(self.given.get("where"))
        return self.place_field

    def add_period(self, in_name: str = "", out_name: str = "", past: bool = False) -> None:
        """The first day and the day of leaving, side by side."""
        today = self.store.today
        first = DayField(in_name or _("Inn"), lambda: today, needed=True, past=past)
        self.add("from_on", first, half=True).set_value(self.given.get("from_on"))
        last = DayField(out_name or _("Ut"), lambda: self._first() or today, needed=True, past=past)
        self.add("to_on", last, half=True).set_value(self.given.get("to_on"))

    def add_verdict(self) -> None:
        """What the register says of it, at this place in the form."""
        self.verdict = Verdict(self._pick)
        self.place(self.verdict)

    def _first(self) -> str | None:
        return self.typed("from_on")

    def typed(self, key: str) -> Any:
        """What a field says now; None where it cannot be read."""
        try:
            return self.fields[key].value() if key in self.fields else None
        except Unreadable:
            return None

    # what is asked of the register

    def period(self) -> tuple[str, str] | None:
        """[from, to) as typed; None while it cannot be asked for."""
        since, until = self.typed("from_on"), self.typed("to_on")
        return (since, until) if since and until and since <= until else None

    def where(self) -> Where | None:
        """The place as chosen now."""
        return self.typed("where")

    def person(self) -> int | None:
        return self.row["person_id"] if self.row else self.typed("person_id")

    def purpose(self) -> str | None:
        return self.row["purpose"] if self.row else self.typed("purpose")

    def site_form(self) -> str:
        """Whether it is about nights or days."""
        return self.row["form"] if self.row else self.form

    def without(self) -> tuple[int, ...]:
        """Other stays that are in nobody's way."""
        return ()

    def look(self) -> None:
        """Ask the register what stands in the way of what is typed now, and what is free then."""
        self._wait.stop()
        where, period = self.where(), self.period()
        self.conflicts = None
        if where is not None and period is not None:
            self.conflicts = self.store.read(
                stay_rules.conflicts, place_id=where.place_id, site_id=where.site_id, from_on=period[0],
                to_on=period[1], stay_id=self.stay_id, person_id=self.person(), purpose=self.purpose(),
                today=self.store.today, arriving=self.arriving, without=self.without(),
            )  # fmt: skip
        self.say_verdict(where, period)
        self.ask_accept(any(one.asks for one in self.conflicts or ()))
        if self.isVisible():
            self._refit.start()

    def say_verdict(self, where: Where | None, period: tuple[str, str] | None) -> None:
        """Tell the conflicts, and offer free places where there is none or the chosen one is not to be had."""
        blocked = any(one.blocks for one in self.conflicts or ())
        wanted = period is not None and (where is None or blocked)
        offered = self._offered(period) if period and wanted else []
        if self.conflicts is None:
            full = wanted and not offered and self.site_form() == "night" and "where" in self.fields
            self.verdict.say(None, (FULL_NOW if self.arriving else FULL) if full else NOT_YET)
        else:
            self.verdict.say(self.conflicts, self._free(where, period))
        self.verdict.offer(offered)

    def _free(self, where: Where | None, period: tuple[str, str] | None) -> str:
        """'Rom 3 er ledig 9.–16. juli · 7 døgn'."""
        if where is None or period is None:
            return ""
        name = self.place_name(where)
        form = self.site_form()
        count = stay_days.nights(*period) if form != "day" else None
        days = {"in_on": period[0], "out_on": period[1], "nights": count, "form": form}
        when = told.when(days, self.store.today)
        return (self.free_text if where.place_id else _("{place}: {when}")).format(place=name, when=when)

    def place_name(self, where: Where) -> str:
        """What the chosen place is called."""
        return self.place_field.offered.get(where, "").split(" · ")[0]

    def _offered(self, period: tuple[str, str]) -> list[Any]:
        if self.site_form() == "day":
            return []
        return self.store.read(
            closures.free_places, from_on=period[0], to_on=period[1], today=self.store.today, purpose=self.purpose(),
            site_id=(self.where() or Where(0)).site_id or None, limit=6,
        )  # fmt: skip

    def _pick(self, row: Any) -> None:
        self.place_field.set_value(Where(row["site_id"], row["stay_place_id"]))
        self.place_field.changed.emit()
        self.place_field.focus()
        self.look()

    # saving

    def values(self) -> dict[str, Any] | None:
        found = super().values()
        if found is not None and "where" in found:
            where = found.pop("where")
            found |= {"site_id": where.site_id, "place_id": where.place_id}
        return found

    def refuse(self, fault: Rejected) -> None:
        """The place is one field here; and others may have changed what stands in the way."""
        self.look()
        if fault.field in ("place_id", "site_id"):
            fault = Rejected(fault.why, "where", **fault.facts)
        super().refuse(fault)
