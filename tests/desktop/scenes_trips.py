"""Scenes of the driving list."""

from gallery import TODAY, Gallery, scene
from PySide6.QtWidgets import QWidget

from db import command, equipment, loan_lines, people, requests, stops, trips
from desktop.trips.page import TripsPage

KEY = "Nøkkelboks 12 34 til høyre for døra"


def _planned(made: Gallery) -> TripsPage:
    """A day with stops of every sort, and others that wait; made once."""
    register = made.store._register

    def run(act, **given):
        return command.run(register, act, staff="Jon Vaktmester", today=TODAY, **given).result

    if not made.store.read(stops.ids, today=TODAY):
        _fill(made, run)
        made.store.changed.emit({"trip", "request", "person"})
    return made.page(TripsPage)


def _fill(made: Gallery, run) -> None:
    lines = made.store.read(loan_lines.rows, made.store.read(loan_lines.ids, today=TODAY), today=TODAY)
    out = list({row["person_id"]: row for row in lines if row["person_id"] and row["item_id"]}.values())
    ready = made.store.read(equipment.item_rows, made.store.read(equipment.item_ids, today=TODAY, chip="available"))
    singles = list(dict.fromkeys(row["product_id"] for row in ready))
    wanted = [
        run(requests.add_request, product_id=singles[n % 3], person_id=out[n]["person_id"], wanted_on=TODAY,
            delivery="deliver", asked_by="Ergoterapeut Siv Myhre", urgency="discharge" if n == 2 else "ordinary")
        for n in (1, 1, 2, 3, 4)
    ]  # fmt: skip
    made_stops = run(trips.stops_for, request_ids=wanted[:3], day=TODAY)
    hidden = run(people.add_person, first_name="Vigdis", last_name="Vern", address="Ukjent vei 1", protected=1)
    shown = out[5]
    for more in (
        {"kind": "fetch", "person_id": shown["person_id"], "line_ids": [shown["line_id"]], "floor": "3. etasje",
         "key_note": KEY, "note": "Ring på hos naboen hvis ingen åpner", "phone": "900 00 000"},
        {"kind": "swap", "person_id": out[6]["person_id"], "line_ids": [out[6]["line_id"]],
         "item_ids": [ready[-1]["item_id"]]},
        {"kind": "repair", "person_id": out[7]["person_id"], "line_ids": [out[7]["line_id"]],
         "text": "Bremsen tar ikke"},
        {"kind": "parcel", "person_id": hidden, "text": "2 pakker fra NAV"},
    ):  # fmt: skip
        made_stops.append(run(trips.add_stop, day=TODAY, **more))
    run(trips.fail_stop, stop_id=made_stops[2], reason="nobody_home", note="Banket på to ganger")
    run(trips.plan_stops, stop_ids=[made_stops[2]], day=TODAY)
    for n in (8, 9):
        run(trips.add_stop, kind="fetch", person_id=out[n]["person_id"], line_ids=[out[n]["line_id"]],
            wanted_on="2026-11-20")  # fmt: skip


@scene
def kjoreliste(made: Gallery) -> QWidget:
    page = _planned(made)
    page.table.choose([page.model.ids[2]])
    return made.window


@scene
def kjoreliste_venter(made: Gallery) -> QWidget:
    page = _planned(made)
    page.pool.show_sort("deliver")
    page.pool.table.choose(page.pool.model.ids[:1])
    return made.window


@scene
def kjoreliste_tom(made: Gallery) -> QWidget:
    made.bare.show_page(TripsPage)
    return made.bare


@scene
def nytt_stopp(made: Gallery) -> QWidget:
    page = _planned(made)
    row = made.store.read(stops.rows, [page.model.ids[2]], today=TODAY)[0]
    page.begin(kind="fetch", who=("person", row["person_id"]))
    return made.form()


@scene
def endre_stopp(made: Gallery) -> QWidget:
    page = _planned(made)
    page.open_form(page.model.ids[2])
    return made.form()


@scene
def avslutt_kjoreliste(made: Gallery) -> QWidget:
    _planned(made).finish()
    return made.form()


@scene
def ikke_utfort(made: Gallery) -> QWidget:
    page = _planned(made)
    page.table.choose([page.model.ids[0]])
    page.fail()
    return made.form()


@scene
def sjafor(made: Gallery) -> QWidget:
    _planned(made).drive()
    return made.form()
