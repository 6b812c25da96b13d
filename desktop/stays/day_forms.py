"""Forms of day rehab: begin it, plan one that was asked for, an extra day, another pattern, another way, the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from db import attendance, day_rehab, stay_lists, stay_places
from db.errors import Rejected, Why
from db.stay_days import plus
from desktop import words
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, Field, TextField, Unreadable
from desktop.stays import day_words, told
from desktop.stays import words as stay_words
from desktop.stays.passed_field import PassedField
from desktop.stays.person_field import PersonField
from desktop.stays.stay_form import StayForm
from desktop.stays.weekday_field import WeekdayField
from desktop.words import _

Row = Mapping[str, Any]
DRIVER_SEES = _("Sjåføren ser dette. Ikke diagnoser")
WAYS = list(stay_words.TRANSPORTS.items())


class PatternFields(StayForm):
    """What the forms of a pattern share: weekdays with the room of each, how the person comes, and the last day."""

    def add_days(self, first: str | None = None, last: str | None = None) -> None:
        """The first day and the last, which is one that the person comes."""
        today = self.store.today
        self.add("from_on", DayField(_("Fra og med"), lambda: today, needed=True), half=True).set_value(first or today)
        self.add("last_on", DayField(_("Til og med"), lambda: today, needed=True), half=True).set_value(last)

    def add_pattern(self, days: str = "12345") -> None:
        self.weekdays = self.add("weekdays", WeekdayField(_("Ukedager"), days=days, needed=True))
        self.add("transport", ChoiceField(_("Transport"), WAYS), half=True).changed.connect(self._open_what_fits)
        self.add("pickup_at", TextField(_("Hentes klokken"), placeholder="8.30"), half=True)
        note = TextField(_("Bil og hjelpemiddel"), DRIVER_SEES, placeholder=_("For eksempel: rullestol, trenger rampe"))
        self.add("transport_note", note)

    def show_pattern(self, row: Row) -> None:
        """Fill in what holds now."""
        self.fill({name: row[name] for name in day_rehab.PATTERN_FIELDS})
        self._open_what_fits()

    def _open_what_fits(self) -> None:
        self.fields["pickup_at"].setEnabled(self.fields["transport"].value() in attendance.DRIVEN)

    def centre(self) -> int | None:
        """The day centre that it is about."""
        return self.fields["site_id"].value() if "site_id" in self.fields else None

    def tell_room(self) -> None:
        """Under the weekdays: how much room each has from the first day."""
        site, first = self.centre(), _typed(self.fields["from_on"])
        found = self.store.read(attendance.weekday_room, site, first) if site and first else {}
        self.weekdays.hint(day_words.by_weekday(found))

    def to_on(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values with [from, to) in the place of the last day; a time is kept only of who is fetched."""
        last = values.pop("last_on")
        if values["transport"] not in attendance.DRIVEN:
            values["pickup_at"] = ""
        return {**values, "to_on": plus(last, 1)}


class StartDayForm(PatternFields):
    """StartDayForm(store): applies, grants and plans day rehab in one step. The receipt holds the stay_id."""

    title, save_text = _("Ny dagrehabilitering"), _("Planlegg dagrehabilitering")
    hint = _("Søknad, vedtak og plan registreres i ett.")

    def ask(self) -> None:
        known = lambda ref: told.known(self.store.read, ref, self.store.today)  # noqa: E731
        self.add("person_id", PersonField(self, note=known))
        self.add("purpose", ChoiceField(_("Formål"), list(stay_words.PURPOSES.items())), half=True)
        _add_centre(self)
        self.add_days()
        self.add_pattern(_open_days(self.store))
        self.add("reference", TextField(_("Vedtak, saksnummer")), half=True)
        self.add("asked_by", TextField(_("Hvem ba om det")), half=True)
        self.passed = self.add("passed", PassedField())
        _watch_room(self)
        self._open_what_fits()

    def command(self, values: dict[str, Any]):
        return day_rehab.start_day_rehab, {**self.to_on(values), **self.yes()}

    def refuse(self, fault: Rejected) -> None:
        _ask_reasons(self, fault)
        super().refuse(_beside_last(fault))


class PlanDayForm(PatternFields):
    """PlanDayForm(store, stay_id): weekdays and days for one that was asked for; it is granted with it if need be."""

    title, save_text = _("Planlegg dagrehabilitering"), _("Planlegg")

    def ask(self) -> None:
        wished = (self.row["wished_from"], self.row["wished_to"])
        _add_centre(self, half=False)
        self.add_days(*wished)
        self.add_pattern(_open_days(self.store))
        self.passed = self.add("passed", PassedField())
        self.show_pattern(self.row)
        _watch_room(self)
        if self.row["state"] in ("applied", "assessed"):
            self.fields["site_id"].hint(_("Søknaden blir innvilget med dagens dato"))

    def command(self, values: dict[str, Any]):
        given = self.to_on(values)
        return day_rehab.plan_day_stay, {**given, "stay_id": self.stay_id, **self.yes()}

    def refuse(self, fault: Rejected) -> None:
        _ask_reasons(self, fault)
        super().refuse(_beside_last(fault))


class WhoWaitsForm(StayForm):
    """WhoWaitsForm(store): choose who of those that have asked for day rehab gets days now; `chosen` is the stay."""

    title, save_text = _("Søkt om dagrehabilitering"), _("Velg")

    def ask(self) -> None:
        rows = self.store.read(attendance.waiting)
        said = [(row["stay_id"], " · ".join((told.who(row), stay_words.STATES[row["state"]].word,
                 words.short_day(row["received_on"], self.store.today)))) for row in rows]  # fmt: skip
        self.add("chosen", ChoiceField(_("Hvem"), said, needed=True))
        self.chosen: int | None = None

    def save(self) -> None:
        """Nothing is written here: the next form asks for the days."""
        self.chosen = self.fields["chosen"].value()
        self.accept()
        self.saved.emit(None)


class PatternForm(PatternFields):
    """PatternForm(store, stay_id, day): other weekdays or another way from a day on."""

    title, save_text = _("Endre ukemønster"), _("Lagre mønsteret")
    hint = _("Dagene før denne datoen står som de var.")

    def __init__(self, store, stay_id: int, day: str = "", parent: QWidget | None = None):
        self.now = store.read(day_rehab.day_stay, stay_id, today=max(day, store.today))
        self.day = max(day, store.today, self.now["in_on"] or "")
        super().__init__(store, stay_id, parent)

    def ask(self) -> None:
        first = DayField(_("Fra og med"), lambda: self.store.today, needed=True)
        self.add("from_on", first, half=True).set_value(self.day)
        self.add_pattern(_open_days(self.store))
        self.show_pattern(self.now)
        first.changed.connect(self.tell_room)
        self.tell_room()

    def centre(self) -> int | None:
        return self.now["site_id"]

    def command(self, values: dict[str, Any]):
        if values["transport"] not in attendance.DRIVEN:
            values["pickup_at"] = ""
        return day_rehab.change_pattern, {**values, "stay_id": self.stay_id, "rev": self.now["rev"]}


class ExtraDayForm(StayForm):
    """ExtraDayForm(store, day, site_id, stay_id): one day more than the pattern has, and what room it has."""

    title, save_text = _("Ekstra dag"), _("Legg til dagen")

    def __init__(self, store, day: str, site_id: int | None = None, stay_id: int | None = None,
                 parent: QWidget | None = None):  # fmt: skip
        self.day, self.site_id, self.first = day, site_id, stay_id
        super().__init__(store, None, parent)

    def ask(self) -> None:
        self.who = self.add("stay_id", ChoiceField(_("Hvem"), (), needed=True))
        self.on_day = self.add("on_day", DayField(_("Dag"), lambda: self.store.today, needed=True), half=True)
        self.add("transport", ChoiceField(_("Transport"), WAYS, none=_("Som ellers")), half=True)
        self.add("note", TextField(_("Merknad"), _("Ikke diagnoser")))
        self.on_day.set_value(self.day)
        self._show_day()
        self.who.set_value(self.first)
        self.on_day.changed.connect(self._show_day)

    def _show_day(self) -> None:
        """Offer those who do not come on the day already, and tell what room it has."""
        day, chosen = _typed(self.on_day) or self.day, self.who.value()
        booked = set(self.store.read(attendance.ids, day, site_id=self.site_id))
        self.who.box.clear()
        for row in self.store.read(attendance.going, day, site_id=self.site_id):
            if row["stay_id"] not in booked:
                self.who.box.addItem(told.who(row), row["stay_id"])
        self.who.set_value(chosen)
        self._tell_room()

    def _tell_room(self) -> None:
        day = _typed(self.on_day)
        found = [row for row in self.store.read(attendance.week, day, site_id=self.site_id) if row["day"] == day] \
            if day else []  # fmt: skip
        said = ""
        for row in found:
            said = day_words.closed(row["closed_as"]) if row["closed"] else day_words.room(row["left"], row["capacity"])
        self.who.hint(_("{day}: {room}").format(day=words.weekday_day(day).capitalize(), room=said) if said else "")

    def command(self, values: dict[str, Any]):
        return attendance.add_extra_day, values


class WayForm(StayForm):
    """WayForm(store, rows, day): another way to come on one day, for some of those who come."""

    title, save_text = _("Transport denne dagen"), _("Lagre transporten")

    def __init__(self, store, rows: Sequence[Row], day: str, parent: QWidget | None = None):
        self.stay_ids, self.day, self.way = [row["stay_id"] for row in rows], day, rows[0]["transport"]
        whom = words.full_name(rows[0]) if len(rows) == 1 else day_words.names(rows)
        self.hint = _("{who}, {day}. De andre dagene står som før.").format(who=whom, day=words.weekday_day(day))
        super().__init__(store, None, parent)

    def ask(self) -> None:
        self.add("transport", ChoiceField(_("Transport"), WAYS)).set_value(self.way)

    def command(self, values: dict[str, Any]):
        return attendance.change_transport, {**values, "stay_ids": self.stay_ids, "on_day": self.day}


class EndDayForm(StayForm):
    """EndDayForm(store, stay_id): the last day somebody comes, gone by or ahead, and what came of the goals."""

    title, save_text = _("Avslutt dagrehabilitering"), _("Avslutt")
    hint = _("Er dagen kommet, skrives personen ut. En dag fram i tid står som avtalt til den kommer.")

    def ask(self) -> None:
        last = DayField(_("Siste dag"), lambda: self.store.today, needed=True)
        ended = self.row["out_on"] and self.row["out_on"] <= self.store.today
        self.add("last_on", last, half=True).set_value(plus(self.row["out_on"], -1) if ended else self.store.today)
        results = list(stay_words.GOAL_RESULTS.items())
        self.add("goal_result", ChoiceField(_("Målet med oppholdet"), results), half=True)
        self.add("went_to", ChoiceField(_("Videre til"), list(stay_words.WENT_TO.items())), half=True)
        self.add("went_to_note", TextField(_("Hva"), placeholder=_("For eksempel: treningsgruppe")), half=True)
        self.fill({"goal_result": "not_assessed", "went_to": "home"})

    def command(self, values: dict[str, Any]):
        return day_rehab.end_day_rehab, {**values, "stay_id": self.stay_id}


def centres(store) -> list[tuple[int, str]]:
    """The day centres in use, as choices."""
    return [(row["site_id"], row["name"]) for row in store.read(stay_places.sites, kind="day_centre")]


def _open_days(store) -> str:
    """The weekdays that any day centre is open."""
    rows = store.read(stay_places.sites, kind="day_centre")
    return "".join(sorted({digit for row in rows for digit in row["weekdays"]})) or "12345"


def _add_centre(form: PatternFields, half: bool = True) -> None:
    form.add("site_id", ChoiceField(_("Dagsenter"), centres(form.store), needed=True), half=half)


def _watch_room(form: PatternFields) -> None:
    for key in ("site_id", "from_on"):
        form.fields[key].changed.connect(form.tell_room)
    form.tell_room()


def _ask_reasons(form: StartDayForm | PlanDayForm, fault: Rejected) -> None:
    if fault.why is Why.OTHERS_FIRST:
        rows = form.store.read(stay_lists.rows, fault.facts["stay_ids"], today=form.store.today)
        form.passed.show_rows(rows)


def _beside_last(fault: Rejected) -> Rejected:
    """The field of the last day stands for the first day after it."""
    return Rejected(fault.why, "last_on", **fault.facts) if fault.field == "to_on" else fault


def _typed(field: Field) -> str | None:
    try:
        return field.value()
    except Unreadable:
        return None
