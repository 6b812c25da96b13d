"""Scenes of day rehab and of the rates, over a day centre with room for six."""

from __future__ import annotations

from typing import Any

from gallery import TODAY, Gallery, scene  # type: ignore[import-not-found]
from PySide6.QtWidgets import QWidget

from db import attendance, day_rehab, people, stay_places, stays
from db.stay_days import plus
from desktop.main_window import MainWindow
from desktop.setup.page import SetupPage
from desktop.stays.page import StaysPage
from desktop.stays.rates import RateForm

NAME = "Dagsenteret i Storgata"
WAYS = (
    ("135", "car", "8.30", "Rullestol, trenger rampe"), ("135", "car", "8.45", "Rullator"), ("13", "taxi", "9.00", ""),
    ("1", "car", "8.15", "Følge til døren"), ("135", "family", "", ""), ("145", "none", "", ""),
    ("15", "taxi", "9.10", "Maksitaxi"), ("24", "car", "8.30", ""),
)  # fmt: skip


def _filled(made: Gallery) -> int:
    """The day centre, made by the first scene that needs it; TODAY is a Monday on which one too many comes."""
    known = {row["name"]: row["site_id"] for row in made.store.read(stay_places.sites, kind="day_centre")}
    if NAME in known:
        return known[NAME]
    site = made.store.write(stay_places.add_site, name=NAME, kind="day_centre", address="Storgata 40",
                            phone="70 00 00 60").result  # fmt: skip
    made.store.write(stay_places.add_stay_places, site_id=site, names="Dagplass 1..6", kind="day",
                     valid_from="2026-01-01")  # fmt: skip
    persons = made.store.read(people.ids, today=TODAY)[20:30]
    going = [_start(made, site, person, *way) for person, way in zip(persons, WAYS, strict=False)]
    register = attendance.register_attendance
    made.store.write(register, stay_ids=going[:2], state="attended", on_day=TODAY)
    made.store.write(register, stay_ids=going[2:3], state="cancelled", cancelled_by="user", on_day=TODAY)
    made.store.write(register, stay_ids=going[4:5], state="absent", on_day=TODAY)
    made.store.write(attendance.add_extra_day, stay_id=going[7], on_day=TODAY)
    made.store.write(stays.apply_for_stay, person_id=persons[9], purpose="rehabilitation", form="day", weekdays="24")
    return site


def _start(made: Gallery, site: int, person: int, weekdays: str, transport: str, at: str, note: str) -> int:
    first = stays_waiting(made)
    return made.store.write(
        day_rehab.start_day_rehab, person_id=person, site_id=site, from_on=plus(TODAY, -28), to_on=plus(TODAY, 40),
        weekdays=weekdays, transport=transport, pickup_at=at, transport_note=note, accept=True,
        passed=dict.fromkeys(first, "Annet behov"),
    ).result  # fmt: skip


def stays_waiting(made: Gallery) -> list[int]:
    """Those that have asked for day rehab already."""
    return [row["stay_id"] for row in made.store.read(attendance.waiting)]


def _view(made: Gallery) -> Any:
    site = _filled(made)
    page = made.page(StaysPage)
    view = page.show_kind("day_rehab")
    view.choice.setCurrentIndex(max(0, view.choice.findData(site)))
    view.to_today()
    view.start_focus()
    return view


@scene
def dagrehab(made: Gallery) -> MainWindow:
    """A day with one too many, some of it registered."""
    view = _view(made)
    view.table.choose(view.model.ids[:1].tolist())
    return made.window


@scene
def dagrehab_flere(made: Gallery) -> MainWindow:
    view = _view(made)
    view.table.choose(view.model.ids[2:6].tolist())
    return made.window


@scene
def dagrehab_stengt(made: Gallery) -> MainWindow:
    _view(made).days.show_day("2026-12-25")
    return made.window


@scene
def dagrehab_ny(made: Gallery) -> QWidget:
    _view(made).new_record()
    form = made.form()
    form.fields["last_on"].set_value(plus(TODAY, 60))
    form.save()  # the weekdays and the person are forced
    return form


@scene
def dagrehab_sokt(made: Gallery) -> QWidget:
    view = _view(made)
    view.plan_stay(stays_waiting(made)[-1])
    return made.form()


@scene
def dagrehab_monster(made: Gallery) -> QWidget:
    view = _view(made)
    view.table.choose(view.model.ids[:1].tolist())
    view.edit()
    return made.form()


@scene
def dagrehab_ekstra(made: Gallery) -> QWidget:
    _view(made).extra_day()
    return made.form()


@scene
def dagrehab_avslutt(made: Gallery) -> QWidget:
    view = _view(made)
    view.table.choose(view.model.ids[:1].tolist())
    view.discharge()
    return made.form()


@scene
def egenandel(made: Gallery) -> MainWindow:
    """The card of the rates in Innstillinger."""
    _filled(made)
    page = made.page(SetupPage)
    card = next(card for card in page.cards if hasattr(card, "billing"))
    page.area.ensureWidgetVisible(card)
    return made.window


@scene
def sats(made: Gallery) -> QWidget:
    _filled(made)
    form = RateForm(made.store)
    made.window.show_form(form)
    form.save()  # the amount is forced
    return form
