"""Scenes of the lists and forms of stays, over the ward of the demo."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from gallery import TODAY, Gallery, scene  # type: ignore[import-not-found]
from PySide6.QtWidgets import QWidget

from db import stay_lists, stays
from desktop.main_window import MainWindow
from desktop.stays.page import StaysPage
from desktop.stays.place_field import Where


def _day(days: int) -> str:
    return (date.fromisoformat(TODAY) + timedelta(days)).isoformat()


def _filled(made: Gallery) -> None:
    """The demo has a ward, and somebody in it."""
    assert made.store.read(stay_lists.chips, today=TODAY)["in"]


def _view(made: Gallery, kind: str, chip: str) -> Any:
    """A list of the page with the first row under a chip chosen."""
    page = made.page(StaysPage)
    page.show_kind(kind)
    page.current.show_chip(chip)
    page.current.start_focus()
    return page.current


def _in_a_room(made: Gallery) -> Any:
    """The list of who is in, with somebody in a room of the ward chosen."""
    view = _view(made, "stay", "in")
    rows = view.rows(list(view.model.ids))
    view.open_record(next(row["stay_id"] for row in rows if row["place"] and row["status"] == "in"))
    return view


@scene
def opphold(made: Gallery) -> MainWindow:
    _view(made, "stay", "open")
    return made.window


@scene
def venteliste(made: Gallery) -> MainWindow:
    _view(made, "waiting", "waiting")
    return made.window


@scene
def soknad(made: Gallery) -> QWidget:
    _view(made, "waiting", "waiting").apply()
    return made.form()


@scene
def vedtak(made: Gallery) -> QWidget:
    view = _view(made, "waiting", "applied")
    refs = made.store.read(stay_lists.ids, today=TODAY, chip="applied", order="state")
    if made.store.read(stay_lists.stay, refs[0], today=TODAY)["state"] == "applied":
        made.store.write(stays.assess_stays, stay_ids=refs[:1])
    refs = made.store.read(stay_lists.ids, today=TODAY, chip="applied")
    rows = made.store.read(stay_lists.rows, refs, today=TODAY)
    view.open_record(next(row["stay_id"] for row in rows if row["state"] == "assessed"))
    view.decide()
    return made.form()


@scene
def planlegg_opptatt(made: Gallery) -> Any:
    """The second on the list asks for a room that somebody has."""
    view = _view(made, "waiting", "waiting")
    view.table.choose(list(view.model.ids)[1:2])
    inside = made.store.read(stay_lists.ids, today=TODAY, chip="in", order="out", descending=True)
    rows = [made.store.read(stay_lists.stay, ref, today=TODAY) for ref in inside]
    taken = next(row for row in rows if row["place"] and row["site_kind"] == "ward")
    view.plan()
    form = made.form()
    form.place_field.set_value(Where(taken["site_id"], taken["stay_place_id"]))
    form.fill({"from_on": _day(1), "to_on": _day(8)})
    form.look()
    return form


@scene
def planlegg_ledig(made: Gallery) -> QWidget:
    """The second on the list asks for a room that is free: the first is passed over."""
    form: Any = planlegg_opptatt(made)
    form._pick(_free(form))
    return form


@scene
def ledig_plass(made: Gallery) -> QWidget:
    view = _view(made, "waiting", "waiting")
    view.offer()
    form = made.form()
    free = _free(form)
    form._pick(free)
    return form


def _free(form: Any) -> Any:
    """A place that is free the first week that has one; the form asks for that week then."""
    for week in range(1, 20):
        form.fill({"from_on": _day(7 * week), "to_on": _day(7 * week + 7)})
        found = form._offered(form.period())
        if found:
            return found[0]
    raise AssertionError("no place is ever free")


@scene
def nytt_opphold(made: Gallery) -> QWidget:
    _view(made, "stay", "open").book()
    return made.form()


@scene
def oyeblikkelig_hjelp(made: Gallery) -> QWidget:
    _view(made, "stay", "open").acute()
    return made.form()


@scene
def etterregistrer(made: Gallery) -> QWidget:
    _view(made, "stay", "open").past()
    return made.form()


@scene
def ankommet(made: Gallery) -> QWidget:
    _view(made, "stay", "planned").check_in()
    return made.form()


@scene
def skriv_ut_av_oppholdet(made: Gallery) -> QWidget:
    _in_a_room(made).discharge()
    return made.form()


@scene
def flytt_opphold(made: Gallery) -> QWidget:
    view = _in_a_room(made)
    view.move_on()
    return made.form()


@scene
def endre_utreise(made: Gallery) -> QWidget:
    view = _in_a_room(made)
    view.change_end()
    return made.form()


@scene
def bytt_plass(made: Gallery) -> QWidget:
    view = _in_a_room(made)
    view.swap()
    return made.form()
