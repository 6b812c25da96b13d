"""Scenes of places, closures and bought nights, over the ward of the other scenes of stays."""

from __future__ import annotations

from typing import Any

import scenes_stays
from gallery import TODAY, Gallery, scene  # type: ignore[import-not-found]
from PySide6.QtWidgets import QWidget

from db import closures, people, quotas, stay_acts, stay_place_lists, stay_places
from desktop.main_window import MainWindow
from desktop.stays.page import StaysPage


def _view(made: Gallery, kind: str) -> Any:
    """A view of the page, with places of every sort and agreements of two suppliers behind it."""
    scenes_stays._filled(made)
    _shut(made)
    _bought(made)
    page = made.page(StaysPage)
    page.show_kind(kind)
    return page.view(kind)


def _rooms(made: Gallery, chip: str = "now") -> list[int]:
    wards = {row["site_id"] for row in made.store.read(stay_places.sites, kind="ward")}
    ids = made.store.read(stay_place_lists.ids, today=TODAY, order="name", chip=chip)
    rows = {row["stay_place_id"]: row for row in made.store.read(stay_place_lists.rows, ids, today=TODAY)}
    return [ref for ref in ids if rows[ref]["site_id"] in wards]


def _shut(made: Gallery) -> None:
    if made.store.read(closures.closures, since=TODAY):
        return
    rooms = _rooms(made)
    site = made.store.read(stay_places.place, rooms[0])["site_id"]
    made.store.write(stay_places.set_earmarks, stay_place_ids=rooms[:3], purpose="rehabilitation",
                     from_on=scenes_stays._day(-100))  # fmt: skip
    made.store.write(stay_places.set_earmarks, stay_place_ids=rooms[2:3], purpose="respite",
                     from_on=scenes_stays._day(30))  # fmt: skip
    made.store.write(closures.close_places, site_id=site, stay_place_ids=_rooms(made, "free")[:1],
                     from_on=scenes_stays._day(-2), to_on=scenes_stays._day(12), reason="Nytt gulv")  # fmt: skip
    made.store.write(closures.close_places, site_id=site, places=2, from_on=scenes_stays._day(60),
                     to_on=scenes_stays._day(81), reason="Redusert bemanning i ferien")  # fmt: skip
    made.store.write(stay_places.add_extra_place, site_id=site, name="Stua", reason="Fullt etter influensa")


def _bought(made: Gallery) -> None:
    if made.store.read(quotas.chips, today=TODAY)["all"] > 2:
        return
    year, add, write = int(TODAY[:4]), stay_places.add_site, made.store.write
    name = {"kind": "external"}
    centre = write(add, name="Fjordgløtt rehabiliteringssenter", **name).result
    other = write(add, name="Heimdal opptrening", **name).result
    write(quotas.add_quota, site_id=centre, year=year, nights=193, amount_ore=58_000_000, outside_ore=350_000,
          reference="24/1187", invoiced_nights=34)  # fmt: skip
    write(quotas.add_quota, site_id=centre, year=year - 1, nights=193, amount_ore=56_000_000, outside_ore=340_000)
    write(quotas.add_quota, site_id=other, year=year, nights=20, amount_ore=5_400_000)
    guests = made.store.read(people.ids, today=TODAY)[-8:]
    stays = ((centre, -60, -46), (centre, -30, -11), (centre, 20, 41), (other, -25, -8))
    for person, (site, since, until) in zip(guests, stays, strict=False):
        given = {"person_id": person, "purpose": "rehabilitation", "site_id": site,
                 "from_on": scenes_stays._day(since), "to_on": scenes_stays._day(until)}  # fmt: skip
        if until < 0:
            write(stay_acts.enter_past_stay, late_reason="Fra fakturaen", went_to="home", **given)
        else:
            passed = made.store.read(_waiting)
            write(stay_acts.book_stay, passed=passed, accept=True, **given)


def _waiting(db) -> dict[int, str]:
    return {row["stay_id"]: "Bor for langt unna" for row in db.rows("SELECT stay_id FROM stay WHERE state = 'waiting'")}


@scene
def plasser(made: Gallery) -> MainWindow:
    view = _view(made, "stay_place")
    view.table.choose(view.model.ids[:1].tolist())
    return made.window


@scene
def plasser_stengt(made: Gallery) -> MainWindow:
    view = _view(made, "stay_place")
    view.show_chip("closed")
    view.start_focus()
    return made.window


def _form(made: Gallery, act: str, kind: str = "stay_place") -> Any:
    view = _view(made, kind)
    view.table.choose(view.model.ids[:1].tolist())
    getattr(view, act)()
    return made.form()


@scene
def steng_plasser(made: Gallery) -> QWidget:
    """Half of the ward is to be closed: who is hit, and where they could go."""
    view = _view(made, "stay_place")
    view.show_chip("taken")
    view.table.choose(view.model.ids[:3].tolist())
    view.close_places()
    form = made.form()
    form.fill({"to_on": scenes_stays._day(20), "reason": "Oppussing"})
    form.look()
    return form


@scene
def endre_stenging(made: Gallery) -> QWidget:
    return _form(made, "change_closure")


@scene
def apne_plass_igjen(made: Gallery) -> QWidget:
    return _form(made, "reopen_places")


@scene
def nye_plasser(made: Gallery) -> QWidget:
    form = _form(made, "new_record")
    form.names.edit.setText("Rom 21..35")
    form.names.changed.emit()
    return form


@scene
def rediger_plass(made: Gallery) -> QWidget:
    form = _form(made, "edit")
    form.fill({"valid_to": scenes_stays._day(1)})
    form.look()
    return form


@scene
def ekstraplass(made: Gallery) -> QWidget:
    return _form(made, "add_extra")


@scene
def oremerking(made: Gallery) -> QWidget:
    return _form(made, "set_earmark")


@scene
def steder(made: Gallery) -> QWidget:
    return _form(made, "edit_sites")


@scene
def innbyggertall(made: Gallery) -> QWidget:
    return _form(made, "set_inhabitants")


@scene
def kjopte_dogn(made: Gallery) -> MainWindow:
    view = _view(made, "quota")
    view.table.choose(view.model.ids[:1].tolist())
    return made.window


@scene
def ny_avtale(made: Gallery) -> QWidget:
    return _form(made, "new_record", "quota")


@scene
def fakturerte_dogn(made: Gallery) -> QWidget:
    return _form(made, "write_invoice", "quota")
