"""What can be done with stops: planned, put in order, moved, failed, called off, and the day driven to its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from db import stops, trips
from db.command import Receipt
from db.errors import FileTrouble, Rejected
from desktop import words
from desktop.loans.answers import holder
from desktop.parts.record_form import RecordForm
from desktop.parts.record_page import RecordPage
from desktop.trips import details, papers
from desktop.trips.day_bar import DayBar
from desktop.trips.finish_form import FinishForm
from desktop.trips.forms import CancelForm, DriverForm, FailForm, PlanForm, rows_of
from desktop.trips.pool import Pool
from desktop.trips.stop_form import ChangeStopForm, StopForm
from desktop.words import _, ngettext

Row = Mapping[str, Any]


class StopActs(RecordPage):
    """The acts of the driving list. Its page has the day in `days` and what waits in `pool`."""

    days: DayBar
    pool: Pool

    # what is chosen

    @property
    def day(self) -> str:
        return self.days.day

    def trip(self) -> Row | None:
        """The trip of the day that is still to drive, else the last one driven."""
        return self.store.read(stops.trip_of_day, self.day)

    def chosen_stops(self) -> list[Row]:
        """The chosen stops, of the day or of those that wait; none while requests or lines are chosen."""
        waiting = self.pool.table.chosen_ids()
        ids = self.table.chosen_ids() or (waiting if self.pool.sort_of == "pool" else [])
        return list(rows_of(self.store, ids))

    def _some_stops(self) -> list[Row]:
        """The chosen stops that are still to drive; without any, say so."""
        found = [row for row in self.chosen_stops() if row["outcome"] is None]
        if not found:
            self.frame.tell(_("Velg et stopp som ikke er utført"), undo=False)
        return found

    def _write(self, act: Callable[..., Any], **given: Any) -> Receipt | None:
        """Carry out a command; where a rule turns it down, say so."""
        try:
            return self.store.write(act, **given)
        except (Rejected, FileTrouble) as fault:
            self.frame.trouble(fault)
            return None

    def _show(self, form: RecordForm, told: Callable[[Receipt], str]) -> None:
        form.saved.connect(lambda receipt: self.frame.tell(told(receipt)))
        self.frame.show_form(form)

    # the day

    def day_before(self) -> None:
        self.days.step(-1)

    def day_after(self) -> None:
        self.days.step(1)

    def to_today(self) -> None:
        self.days.show_day(self.store.today)

    # new and changed stops

    def new_record(self) -> None:
        """Ask for a new stop on the day."""
        if self.store.read_only:
            return
        self._new_stop(StopForm(self.store, self.day))

    def begin(self, **given: Any) -> None:
        """A stop for what another page has chosen: who, kind, request_ids or line_ids."""
        self._new_stop(StopForm(self.store, None, **given))

    def _new_stop(self, form: StopForm) -> None:
        form.saved.connect(lambda receipt: self.open_record(receipt.result))
        self._show(form, lambda receipt: self._added(receipt.result))

    def _added(self, ref: int) -> str:
        """The receipt of a new stop: at whom."""
        (row,) = rows_of(self.store, [ref])
        return _("Stoppet hos {name} er lagt til").format(name=holder(row))

    def open_form(self, ref: int) -> None:
        """Change the stop under Enter; one that is over only shows itself."""
        rows = rows_of(self.store, [ref])
        if self.store.read_only or not rows or rows[0]["outcome"] is not None:
            self.show_panel()
        else:
            self._show(ChangeStopForm(self.store, ref), lambda _receipt: _("Stoppet er endret"))

    def change(self) -> None:
        """Change the chosen stop."""
        rows = self._some_stops()
        if rows:
            self.open_form(rows[0]["stop_id"])

    # planning

    def plan(self) -> None:
        """Put what is chosen among those that wait on the day that is shown."""
        ids = self.pool.table.chosen_ids()
        if not ids:
            self.frame.tell(_("Velg noe av det som venter"), undo=False)
        else:
            self.put_on_day(self.pool.model.sort_of, ids, self.day)

    def put_on_day(self, sort: str, ids: Sequence[int], day: str | None) -> list[int]:
        """Put stops on a day, or make stops of requests or lines there (in the pool without a day)."""
        if sort == "stops" and day is not None:
            receipt, made = self._write(trips.plan_stops, stop_ids=list(ids), day=day), list(ids)
        else:
            refs = {"request_ids" if sort == "deliver" else "line_ids": list(ids)}
            receipt = self._write(trips.stops_for, day=day, **refs)
            made = receipt.result if receipt else []
        if receipt is None:
            return []
        self.frame.tell(_planned(len(made), day))
        self.table.choose(made)
        return made

    def make_waiting(self) -> None:
        """Make stops without a day of the chosen requests or lines."""
        if self.pool.sort_of != "pool":
            self.put_on_day(self.pool.sort_of, self.pool.table.chosen_ids(), None)

    def move_day(self) -> None:
        """Ask for another day for the chosen stops."""
        rows = self._some_stops()
        if rows:
            self._show(PlanForm(self.store, rows, self.day), lambda receipt: _planned(
                receipt.data["count"], receipt.data["day"]))  # fmt: skip

    def to_pool(self) -> None:
        """Take the chosen stops off the day."""
        rows = [row for row in self._some_stops() if row["trip_id"] is not None]
        ids = [row["stop_id"] for row in rows]
        if ids and self._write(trips.to_pool, stop_ids=ids):
            told = ngettext("{n} stopp venter på en dag", "{n} stopp venter på en dag", len(ids))
            self.frame.tell(told.format(n=len(ids)))

    # the order

    def move_up(self) -> None:
        self._move(-1)

    def move_down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        """Let the chosen stops change places with the one before or after them."""
        trip, chosen = self.trip(), self.table.chosen_ids()
        if trip is None or trip["finished_on"] is not None or not chosen:
            return
        order = self.store.read(stops.of_trip, trip["trip_id"])
        moved = stepped(order, set(chosen), step)
        if moved != order:
            self._order(trip, moved)

    def _order(self, trip: Row, order: Sequence[int]) -> None:
        chosen = self.table.chosen_ids()
        if self._write(trips.order_stops, trip_id=trip["trip_id"], stop_ids=list(order)):
            self.table.choose(chosen)

    def gather(self) -> None:
        """Put stops of the same place after each other."""
        trip = self.trip()
        if trip is None or trip["finished_on"] is not None:
            self.frame.tell(_("Det er ingen stopp å samle"), undo=False)
            return
        rows = self.store.read(stops.stops, trip["trip_id"], today=self.store.today)
        self._order(trip, stops.by_place(rows))
        hidden = sum(bool(row["protected"]) for row in rows)
        told = _("Stoppene er samlet per sted")
        last = ngettext("{n} skjermet står sist", "{n} skjermede står sist", hidden).format(n=hidden)
        self.frame.tell(f"{told}. {last}" if hidden else told)

    def dropped_on_day(self, sort: str, ids: list[int], place: int) -> None:
        """Rows were dragged to the day: from what waits, or to another place of the order."""
        if self.store.read_only:
            return
        before = self.model.ids[place] if place < len(self.model.ids) else None
        standing = set(self.model.ids)
        if sort != "stops" or not standing.issuperset(ids):
            ids = self.put_on_day(sort, ids, self.day)
        trip = self.trip()
        if ids and trip is not None and trip["finished_on"] is None:
            order = [ref for ref in self.store.read(stops.of_trip, trip["trip_id"]) if ref not in ids]
            at = order.index(before) if before in order else len(order)
            self.table.choose(ids)
            if before not in ids:
                self._order(trip, [*order[:at], *ids, *order[at:]])

    def dropped_on_pool(self, sort: str, ids: list[int], _place: int) -> None:
        """Stops of the day were dragged to those that wait."""
        if sort == "stops" and not self.store.read_only and set(self.model.ids).issuperset(ids):
            self.table.choose(ids)
            self.to_pool()

    # how it went

    def fail(self) -> None:
        """Ask why the chosen stop came to nothing."""
        rows = [row for row in self._some_stops() if row["trip_id"] is not None]
        if rows:
            self._show(FailForm(self.store, rows[0]), lambda receipt: _("{n}. forsøk er registrert").format(
                n=receipt.result))  # fmt: skip

    def cancel(self) -> None:
        """Ask why the chosen stops are called off."""
        rows = self._some_stops()
        if rows:
            told = ngettext("Stoppet er avlyst", "{n} stopp er avlyst", len(rows)).format(n=len(rows))
            self._show(CancelForm(self.store, rows), lambda _receipt: told)

    def finish(self) -> None:
        """Ask how every stop went, and register all of it at once."""
        trip = self._trip_to_drive()
        if trip is not None:
            self._show(FinishForm(self.store, trip), lambda receipt: details.finished(receipt.result))

    def drive(self) -> None:
        """Ask who drives."""
        trip = self._trip_to_drive()
        if trip is not None:
            self._show(DriverForm(self.store, trip), lambda _receipt: _("Kjørelisten er endret"))

    def _trip_to_drive(self) -> Row | None:
        """The day's trip with stops that is not finished; where there is none, say so."""
        trip = self.trip()
        if trip is not None and trip["stops"] and trip["finished_on"] is None:
            return trip
        self.frame.tell(_("Det er ingen stopp å kjøre {day}").format(day=words.day(self.day)), undo=False)
        return None

    # papers

    def print_trip(self) -> None:
        """Show the driving sheet of the day."""
        make = papers.trip(self.store.read, self.day, self.store.today, self.store.staff)
        self._print(_("Kjøreliste"), make, f"kjoreliste-{self.day}")

    def print_picking(self) -> None:
        """Show what to take along."""
        make = papers.picking(self.store.read, self.day, self.store.today, self.store.staff)
        self._print(_("Plukkliste"), make, f"plukkliste-{self.day}")

    def _print(self, title: str, make: papers.Make, name: str) -> None:
        if not len(self.store.read(stops.ids, today=self.store.today, day=self.day)):
            self.frame.tell(_("Det er ingen stopp {day}").format(day=words.day(self.day)), undo=False)
        else:
            self.frame.print_pdf(title, make, name)


def stepped(order: Sequence[int], chosen: set[int], step: int) -> list[int]:
    """The order with the chosen one place further up (−1) or down (1); those at the end stay there."""
    moved = list(order) if step < 0 else list(reversed(order))
    for place in range(1, len(moved)):
        if moved[place] in chosen and moved[place - 1] not in chosen:
            moved[place - 1], moved[place] = moved[place], moved[place - 1]
    return moved if step < 0 else list(reversed(moved))


def _planned(count: int, day: str | None) -> str:
    if day is None:
        return ngettext("{n} stopp venter på en dag", "{n} stopp venter på en dag", count).format(n=count)
    told = ngettext("{n} stopp er lagt på {day}", "{n} stopp er lagt på {day}", count)
    return told.format(n=count, day=words.weekday_day(day))
