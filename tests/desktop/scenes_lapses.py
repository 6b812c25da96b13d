"""Scenes of deaths, moves, institutions and cases with NAV."""

from __future__ import annotations

from datetime import date, timedelta

from gallery import TODAY, Gallery, scene  # type: ignore[import-not-found]
from PySide6.QtWidgets import QWidget

from db import lapses, loan_lines, nav_cases, people, settings, units
from desktop.follow_up.page import FollowUpPage
from desktop.main_window import MainWindow
from desktop.people.page import PeoplePage


def _borrowers(made: Gallery) -> list[int]:
    """Living people with things out, who have the most first."""
    ids = made.store.read(people.ids, today=TODAY, chip="borrowing", order="open", descending=True)
    return [row["person_id"] for row in (made.store.read(people.person, ref) for ref in ids) if not row["died_on"]]


def _chosen(made: Gallery):
    view = made.page(PeoplePage, 0)
    view.open_record(_borrowers(made)[0])
    return view


def _filled(made: Gallery) -> None:
    """Two deaths and a move that are followed up, once for all scenes."""
    if made.store.read(lapses.chips, today=TODAY)["open"] > 1:
        return
    first, second, third = _borrowers(made)[1:4]
    soon = (date.fromisoformat(TODAY) - timedelta(days=3)).isoformat()
    made.store.write(lapses.tell_death, person_id=first, died_on=soon, responsible="Siv Moe", reason="Låneren er død")
    made.store.write(lapses.tell_death, person_id=second, died_on=soon, responsible="Jon Vaktmester", grace_days=0)
    made.store.write(lapses.tell_moved, person_id=third, moved_on="2026-12-01", responsible="Siv Moe")
    made.store.write(settings.choose, values={"nav_flag_months": "5", "nav_limit_months": "7"})
    lines = made.store.read(nav_cases.ids, today=TODAY, chip="flagged")
    made.store.write(nav_cases.open_nav_cases, line_ids=lines[:1], sent_on="2026-10-20")
    made.store.write(nav_cases.open_nav_cases, line_ids=lines[1:2])


@scene
def meld_dodsfall(made: Gallery) -> QWidget:
    _chosen(made).tell_death()
    form = made.form()
    form.fields["died_on"].set_value("2026-11-14")
    form.look()
    return form


@scene
def meld_flyttet(made: Gallery) -> QWidget:
    _chosen(made).tell_moved()
    return made.form()


@scene
def til_institusjon(made: Gallery) -> QWidget:
    _chosen(made).to_institution()
    form = made.form()
    ward = made.store.read(units.ids, today=TODAY)[0]
    name = made.store.read(units.unit, ward)["name"]
    found = form._units(name.split()[0])[0]
    form.fields["unit_id"].set_value(found)
    form.look()
    return form


@scene
def dodsfall_og_flytting(made: Gallery) -> MainWindow:
    _filled(made)
    view = made.page(FollowUpPage, 2)
    view.start_focus()
    return made.window


@scene
def avslutt_oppfolging(made: Gallery) -> QWidget:
    _filled(made)
    view = made.page(FollowUpPage, 2)
    view.start_focus()
    view.finish()
    return made.form()


@scene
def opphev_dodsfall(made: Gallery) -> QWidget:
    _filled(made)
    view = made.page(FollowUpPage, 2)
    view.start_focus()
    view.take_off()
    return made.form()


@scene
def endre_oppfolging(made: Gallery) -> QWidget:
    _filled(made)
    view = made.page(FollowUpPage, 2)
    view.start_focus()
    view.edit()
    return made.form()


@scene
def varig_behov(made: Gallery) -> MainWindow:
    _filled(made)
    view = made.page(FollowUpPage, 3)
    view.start_focus()
    return made.window


@scene
def sak_om_varig_behov(made: Gallery) -> QWidget:
    lines = made.store.read(loan_lines.ids, today=TODAY, chip="open")[:1]
    from desktop.follow_up.nav_forms import OpenForm

    form = OpenForm(made.store, made.store.read(nav_cases.rows, lines, today=TODAY))
    made.window.show_form(form)
    return made.form()


@scene
def byttet_med_nav(made: Gallery) -> QWidget:
    from desktop.follow_up.nav_forms import SwapForm

    lines = made.store.read(loan_lines.ids, today=TODAY, chip="open")[:1]
    form = SwapForm(made.store, made.store.read(nav_cases.rows, lines, today=TODAY)[0])
    made.window.show_form(form)
    return made.form()


@scene
def personer_dod(made: Gallery) -> MainWindow:
    _filled(made)
    view = made.page(PeoplePage, 0)
    view.show_chip("dead")
    view.start_focus()
    return made.window
