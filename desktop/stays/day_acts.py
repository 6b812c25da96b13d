"""What can be done on the day that is shown: marks by one key, forms, and the list for the driver."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from db import attendance
from db.command import Receipt
from db.errors import FileTrouble, Rejected
from desktop import words
from desktop.stays import day_forms, day_papers, day_words, told
from desktop.stays.acting import StayActs
from desktop.stays.place_forms import PlacesForm, SiteForm
from desktop.trips.day_bar import DayBar
from desktop.words import _, ngettext

Row = Mapping[str, Any]


class DayActs(StayActs):
    """The acts of day rehab. Its view has the bar of days in `days`."""

    days: DayBar

    @property
    def day(self) -> str:
        """The day that is shown."""
        return self.days.day

    @property
    def site_id(self) -> int | None:
        """The day centre that is shown alone; None for all of them."""
        return self.choice.currentData()

    # marks

    def mark_attended(self) -> None:
        self._mark("attended")

    def mark_absent(self) -> None:
        self._mark("absent")

    def mark_by_user(self) -> None:
        self._mark("cancelled", "user")

    def mark_by_us(self) -> None:
        self._mark("cancelled", "us")

    def mark_by_hospital(self) -> None:
        self._mark("cancelled", "hospital")

    def _mark(self, state: str, by: str | None = None) -> None:
        """Register it of the chosen rows at once; they stay chosen for another key."""
        if state != "cancelled" and self.day > self.store.today:
            self.frame.tell(_("Dagen er ikke kommet ennå. Den kan bare avlyses: U, O eller S"), undo=False)
            return
        word = day_words.DAY_STATES[f"{state}_{by}" if by else state].word
        self._write(attendance.register_attendance, word, state=state, cancelled_by=by)

    def clear_mark(self) -> None:
        """Take back what was registered of the chosen rows; an extra day of which nothing was goes."""
        self._write(attendance.clear_attendance, _("Registreringen er fjernet"))

    def _write(self, act: Callable[..., Any], said: str, **given: Any) -> None:
        rows = [] if self.store.read_only else self.chosen_rows()
        if not rows:
            return
        try:
            self.store.write(act, stay_ids=[row["stay_id"] for row in rows], on_day=self.day, **given)
        except (Rejected, FileTrouble) as fault:
            self.frame.trouble(fault)
            return
        self.frame.tell(_("{said} · {names}").format(said=said, names=day_words.names(rows)))

    def cancel_menu(self) -> None:
        """Who cancelled, in a menu where the focus is."""
        menu, where = QMenu(self), self.focusWidget()
        for text, act in ((_("Bruker (U)"), self.mark_by_user), (_("Oss (O)"), self.mark_by_us),
                          (_("Sykehus (S)"), self.mark_by_hospital)):  # fmt: skip
            menu.addAction(text, act)
        menu.popup(where.mapToGlobal(QPoint(0, where.height())) if where else QCursor.pos())

    # forms

    def new_record(self) -> None:
        """Begin day rehab for somebody."""
        if self._has_centre():
            form = day_forms.StartDayForm(self.store)
            self.open_above(form, lambda receipt: self._planned(receipt.result))

    def plan_asked(self) -> None:
        """Give somebody who has asked for day rehab their days."""
        rows = self.store.read(attendance.waiting)
        if not rows:
            self.frame.tell(_("Ingen har søkt om dagrehabilitering nå"), undo=False)
        elif self._has_centre():
            form = day_forms.WhoWaitsForm(self.store)
            self.open_above(form, lambda _receipt: self.plan_stay(form.chosen))

    def plan_stay(self, stay_id: int | None) -> None:
        """Ask for the days of one that was applied for."""
        if stay_id is not None:
            self.open_above(day_forms.PlanDayForm(self.store, stay_id), lambda _receipt: self._planned(stay_id))

    def _planned(self, stay_id: int) -> None:
        self._tell(stay_id, _("{who} har plass i dagrehabilitering: {where}"))

    def _has_centre(self) -> bool:
        if self.store.read_only or day_forms.centres(self.store):
            return not self.store.read_only
        self.add_centre()
        return False

    def add_centre(self) -> None:
        """The first day centre, and then its places."""
        self.open_above(SiteForm(self.store, kinds=("day_centre",)), lambda receipt: self._add_places(receipt.result))

    def _add_places(self, site_id: int) -> None:
        told = _("Dagsenteret har fått plasser. Trykk Ny dagrehab når noen skal begynne")
        self.open_above(PlacesForm(self.store, site_id), lambda _receipt: self.frame.tell(told))

    def extra_day(self) -> None:
        """One more day for somebody who comes on others."""
        if not self.store.read(attendance.going, self.day, site_id=self.site_id):
            self.frame.tell(_("Ingen har dagrehabilitering {day}").format(day=words.day(self.day)), undo=False)
            return
        form = day_forms.ExtraDayForm(self.store, self.day, self.site_id)
        self.open_above(form, lambda receipt: self._added(receipt))

    def _added(self, receipt: Receipt) -> None:
        self.frame.tell(_("Ekstra dag er lagt til {day}").format(day=words.weekday_day(receipt.data["day"])))

    def change_way(self) -> None:
        """Another way to come on the day, for the chosen rows."""
        rows = self.chosen_rows()
        if rows and not self.store.read_only:
            form = day_forms.WayForm(self.store, rows, self.day)
            self.open_above(form, lambda _receipt: self.frame.tell(_("Transporten er endret denne dagen")))

    def edit(self) -> None:
        """Other weekdays or another way for the chosen stay, from a day on."""
        row = self._one_chosen()
        if row is not None:
            said = _("Ukemønsteret er endret: {who}").format(who=told.short(row))
            form = day_forms.PatternForm(self.store, row["stay_id"], self.day)
            self.open_above(form, lambda _receipt: self.frame.tell(said))

    def discharge(self) -> None:
        """The last day of the chosen stay."""
        row = self._one_chosen()
        if row is not None:
            said = _("Siste dag er registrert: {who}").format(who=told.short(row))
            form = day_forms.EndDayForm(self.store, row["stay_id"])
            self.open_above(form, lambda done: self.tell_opened(said, done))

    def change_end(self) -> None:
        self.discharge()

    def _one_chosen(self) -> Row | None:
        """The only row that is chosen; else says so."""
        rows = [] if self.store.read_only else self.chosen_rows()
        if len(rows) != 1:
            self.frame.tell(_("Velg én person"), undo=False)
        return rows[0] if len(rows) == 1 else None

    def show_rates(self) -> None:
        """What a day costs is entered in Innstillinger."""
        self.frame.go("setting")

    # the paper

    def print_transport(self) -> None:
        """Show the list for the driver; what goes to a printer, a file or another program is in the history."""
        rows = self.store.read(attendance.driven, self.day, site_id=self.site_id, today=self.store.today)
        if not rows:
            self.frame.tell(_("Ingen skal hentes {day}").format(day=words.day(self.day)), undo=False)
            return
        make = day_papers.transport(self.store.read, self.day, self.store.today, self.store.staff, self.site_id)
        handed = {"on_day": self.day, "stay_ids": [row["stay_id"] for row in rows]}
        self.frame.print_pdf(
            _("Transportliste"), make, f"transportliste-{self.day}", done=lambda: self._handed_out(handed)
        )

    def _handed_out(self, handed: dict[str, Any]) -> None:
        """A register that only can be read keeps no history of its own."""
        if self.store.read_only:
            return
        try:
            self.store.write(attendance.hand_out_transport, **handed)
        except FileTrouble as fault:
            self.frame.trouble(fault)
            return
        n = len(handed["stay_ids"])
        said = ngettext("Utleveringen er ført i historikken: {n} person", "Utleveringen er ført i historikken: "
                        "{n} personer", n)  # fmt: skip
        self.frame.tell(said.format(n=words.number(n)), undo=False)
