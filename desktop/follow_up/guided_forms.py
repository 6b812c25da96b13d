"""Guided acts: a death, a move, a stay in an institution. Everything that will happen is shown before one confirm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO, Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from db import effects, lapses, loan_lines, people, requests, stay_lists, units
from db.effects import FATES, Effects
from db.errors import Rejected, Why
from desktop import words
from desktop.follow_up import lapse_words
from desktop.follow_up.fates import Fates, Happenings
from desktop.follow_up.lapse_words import REASONS, Happening
from desktop.parts.day_field import DayField
from desktop.parts.fields import NumberField, TextField, Unreadable
from desktop.parts.page import button, label
from desktop.parts.receipt import announce
from desktop.parts.record_form import RecordForm
from desktop.parts.search_field import Found, SearchField
from desktop.parts.style import look
from desktop.words import _

Row = Mapping[str, Any]
Make = Callable[[IO[bytes]], int]


class GuidedForm(RecordForm):
    """The base: what a person has, each line with its choice, and what the act does, read anew at every change.

    A subclass says `act` (a key of effects.FATES), adds its own fields in `ask`, and answers `command`.
    """

    act = ""
    heading, save_text, under = "", "", ""

    def __init__(self, store, person_id: int, print_held: Callable[[], Any] | None = None, parent=None):
        self.card: Row = store.read(people.person, person_id)
        born = _(" (f. {year})").format(year=self.card["born_on"][:4]) if self.card["born_on"] else ""
        under = f"{words.full_name(self.card)}{born}. {self.under}"
        super().__init__(store, self.heading, self.save_text, parent, under)
        self.person_id, self.effects = person_id, Effects()
        self._looked_at: list[str] = []
        self.ask()
        self._kin(print_held)
        self.section(_("Har nå"))
        self.nothing = label(_("Ingenting er utlånt til personen."), "muted", wrap=True)
        self.place(self.nothing)
        self.fates = Fates(self.act, FATES[self.act])
        self.place(self.fates)
        self.preview = Happenings(_("Dette skjer når du bekrefter"))
        self.beside(self.preview, 300)
        self.fates.changed.connect(self._chosen)
        for field in self.fields.values():
            field.changed.connect(self.look)
        self.read()

    # what a subclass answers

    def ask(self) -> None:
        """Add the fields of the act."""

    def days(self) -> int | None:
        """Days until the pick-up, as typed; None for the setting."""
        return self.typed("grace_days")

    def before(self) -> str | None:
        """A day ahead by which everything is to be fetched."""
        return None

    def told_of_card(self) -> list[Happening]:
        """What happens to the card itself."""
        return []

    # building

    def _kin(self, print_held: Callable[[], Any] | None) -> None:
        said = lapse_words.kin(self.card)
        if self.act == "death":
            text = _("Pårørende: {kin}").format(kin=said) if said else _("Ingen pårørende står på kortet.")
            self.place(label(text, "strong" if said else "muted", wrap=True))
        if print_held is not None:
            text = _("Skriv ut utstyrslisten til å lese opp")
            self.print_button = button(text, print_held, "printer", role="link")
            self.place(self.print_button)

    def _grace(self) -> None:
        field = self.add("grace_days", NumberField(_("Dager til det skal være hentet")), half=True)
        field.set_value(self.store.read(effects.grace_days))

    def _responsible(self) -> None:
        self.add("responsible", TextField(_("Ansvarlig for oppfølging"), needed=True), half=True)
        self.fields["responsible"].set_value(self.store.staff)

    # the preview

    def read(self) -> None:
        """Read what the person has now, and what the act would do."""
        rows = self.store.read(loan_lines.of_borrower, person_id=self.person_id, today=self.store.today, open_only=True)
        self.lines = {row["line_id"]: row for row in rows}
        self.fates.show_lines(rows, self.store.today)
        self.nothing.setVisible(not rows)
        self.look()

    def look(self) -> None:
        """Say what the act would do with what is chosen now."""
        try:
            self.effects = self.store.read(
                effects.of_act, act=self.act, person_id=self.person_id, today=self.store.today,
                fates=self.fates.fates(), days=self.days(), before=self.before(),
            )  # fmt: skip
        except Rejected:  # a line came in meanwhile: it leaves the form
            self.read()
            return
        asked = self.store.read(requests.rows, self.effects.requests, today=self.store.today)
        ended = self.store.read(stay_lists.rows, self.effects.stays, today=self.store.today)
        happenings = lapse_words.happenings(
            self.effects, self.act, self.lines, requests=asked, stays=ended, unit=self.unit(),
            who=self.typed("responsible") or "",
        )  # fmt: skip
        self.preview.say([*self.told_of_card(), *happenings])
        self.save_button.setAccessibleDescription(self.preview.accessibleName())
        if self.isVisible():
            self._fit()

    def unit(self) -> str:
        """The name of the unit that takes over."""
        return ""

    def typed(self, key: str) -> Any:
        """What a field says now; None where it cannot be read."""
        try:
            return self.fields[key].value() if key in self.fields else None
        except Unreadable:
            return None

    def _chosen(self) -> None:
        self.touched = True
        self.look()

    # confirming

    def save(self) -> None:
        """Confirm what was seen; a preview below the edge comes forward first, and is confirmed the next time."""
        if self.values() is not None and not self._is_seen():
            self._looked_at = list(self.preview.texts)
            self.area.ensureWidgetVisible(self.preview, 0, 0)
            self.save_button.setFocus()
            announce(self, self.preview.accessibleName())
        else:
            super().save()

    def _is_seen(self) -> bool:
        """Whether the end of the preview is in sight, or it has been brought forward as it says now."""
        if not self.area.isAncestorOf(self.preview) or self._looked_at == self.preview.texts:
            return True
        end = self.preview.mapTo(self.area.viewport(), QPoint(0, self.preview.height()))
        return end.y() <= self.area.viewport().height() + look.px(8)

    def arguments(self) -> dict[str, Any]:
        """What every act is told: the choices, and what the preview said."""
        return {
            "fates": self.fates.fates(), "conditions": self.fates.conditions(), "reason": REASONS.get(self.act, ""),
            "seen": self.effects,
        }  # fmt: skip

    def refuse(self, fault: Rejected) -> None:
        super().refuse(fault)
        if fault.why is Why.CHANGED_SINCE_SEEN:
            self.read()


class DeathForm(GuidedForm):
    """Meld dødsfall."""

    act = "death"
    heading, save_text = _("Meld dødsfall"), _("Meld dødsfallet")
    under = _("Ingenting lagres før du bekrefter, og alt kan angres.")

    def ask(self) -> None:
        self.add("died_on", DayField(_("Død"), lambda: self.store.today, needed=True, past=True), half=True)
        if self.card["died_on"]:
            self.fields["died_on"].set_value(self.card["died_on"])
        self._grace()
        self._responsible()
        self.add("note", TextField(_("Merknad"), placeholder=_("For eksempel hvem du avtalte med")), half=True)

    def told_of_card(self) -> list[Happening]:
        day = words.day(self.typed("died_on"))
        said = _("Kortet får dødsdag {day}").format(day=day) if day else _("Kortet får dødsdagen du skriver")
        return [Happening(said, "user-round", "scrapped")]

    def command(self, values: dict[str, Any]):
        return lapses.tell_death, values | self.arguments() | {"person_id": self.person_id}


class MovedForm(GuidedForm):
    """Meld flyttet."""

    act = "moved"
    heading, save_text = _("Meld flyttet"), _("Meld flyttet")
    under = _("Ut av kommunen. Si for hver ting hva som skjer med den. Alt kan angres.")

    def ask(self) -> None:
        self.add("moved_on", DayField(_("Flytter eller flyttet"), lambda: self.store.today, needed=True), half=True)
        self.fields["moved_on"].set_value(self.store.today)
        self._grace()
        self._responsible()
        self.add("note", TextField(_("Merknad"), placeholder=_("For eksempel ny kommune")), half=True)

    def before(self) -> str | None:
        return self.typed("moved_on")

    def told_of_card(self) -> list[Happening]:
        day = self.typed("moved_on")
        later = day is not None and day > self.store.today
        said = _("Kortet viser at personen flytter {day}") if later else _("Kortet viser at personen flyttet {day}")
        return [Happening(said.format(day=words.day(day)).rstrip(), "log-out", "reserved")]

    def command(self, values: dict[str, Any]):
        return lapses.tell_moved, values | self.arguments() | {"person_id": self.person_id}


class InstitutionForm(GuidedForm):
    """Til institusjon."""

    act = "institution"
    heading, save_text = _("Til institusjon"), _("Flytt til institusjonen")
    under = _("Avdelingen overtar det som følger med, med samme frister. Alt kan angres.")

    def ask(self) -> None:
        search = SearchField(_("Institusjon eller avdeling"), self._units, _("Skriv navnet"), needed=True)
        self.add("unit_id", search)
        search.picked.connect(lambda _found: self.look())
        self.add("on_day", DayField(_("Fra"), lambda: self.store.today, needed=True, past=True), half=True)
        self.fields["on_day"].set_value(self.store.today)
        self._grace()
        self._responsible()
        self.add("note", TextField(_("Merknad"), placeholder=_("For eksempel rom")), half=True)

    def _units(self, text: str) -> list[Found]:
        return [Found(row["unit_id"], row["name"], row["address"], icon="building")
                for row in self.store.read(units.find, text)]  # fmt: skip

    def unit(self) -> str:
        ref = self.typed("unit_id")
        return self.store.read(units.unit, ref)["name"] if ref else ""

    def told_of_card(self) -> list[Happening]:
        name = self.unit()
        said = _("Kortet viser {unit} som institusjon").format(unit=name) if name else _("Velg avdelingen som overtar")
        return [Happening(said, "building", "reserved")]

    def command(self, values: dict[str, Any]):
        return lapses.to_institution, values | self.arguments() | {"person_id": self.person_id}


class FinishForm(GuidedForm):
    """Avslutt: what is still held came in, is kept, or was not recovered."""

    heading, save_text = _("Avslutt oppfølgingen"), _("Avslutt")
    under = _("Det som ikke er fått tilbake, avsluttes og står som savnet. Det trenger en grunn. Alt kan angres.")

    def __init__(self, store, row: Row, print_held: Callable[[], Any] | None = None, parent: QWidget | None = None):
        self.act, self.lapse_id = lapses.finish_act(row["kind"]), row["lapse_id"]
        super().__init__(store, row["person_id"], print_held, parent)

    def ask(self) -> None:
        self.add("reason", TextField(_("Grunn"), placeholder=_("For eksempel at boligen er tømt")))

    def command(self, values: dict[str, Any]):
        return lapses.finish_lapse, self.arguments() | {"lapse_id": self.lapse_id, "reason": values["reason"]}


def held_paper(read: Callable[..., Any], person_id: int, today: str, staff: str) -> Make:
    """The list to read aloud, made when the preview asks for it."""

    def make(out: IO[bytes]) -> int:
        from desktop.paper import printing

        return read(printing.print_held, person_id, out, today=today, staff=staff)

    return make
