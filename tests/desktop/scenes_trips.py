"""Scenes of the driving list; the demo register has a day with stops, and others that wait."""

from gallery import TODAY, Gallery, scene
from PySide6.QtWidgets import QWidget

from db import stops
from db.errors import Rejected, Why
from desktop.main_window import MainWindow
from desktop.trips.page import TripsPage


@scene
def kjoreliste(made: Gallery) -> MainWindow:
    page = made.page(TripsPage)
    page.table.choose([page.model.ids[2]])
    return made.window


@scene
def kjoreliste_venter(made: Gallery) -> MainWindow:
    page = made.page(TripsPage)
    page.switch_lists()
    page.pool.show_sort("deliver")
    page.pool.table.choose(page.pool.model.ids[:1])
    return made.window


@scene
def kjoreliste_tom(made: Gallery) -> MainWindow:
    made.bare.show_page(TripsPage)
    return made.bare


@scene
def nytt_stopp(made: Gallery) -> QWidget:
    page = made.page(TripsPage)
    row = made.store.read(stops.rows, [page.model.ids[2]], today=TODAY)[0]
    page.begin(kind="fetch", who=("person", row["person_id"]))
    return made.form()


@scene
def endre_stopp(made: Gallery) -> QWidget:
    page = made.page(TripsPage)
    page.open_form(page.model.ids[2])
    return made.form()


@scene
def avslutt_kjoreliste(made: Gallery) -> QWidget:
    made.page(TripsPage).finish()
    return made.form()


@scene
def avslutt_kjoreliste_feil(made: Gallery) -> QWidget:
    """A delivery that is turned down, one stop in vain, and something that came back damaged."""
    made.page(TripsPage).finish()
    form = made.form()
    form.blocks[1].outcome.setCurrentIndex(1)
    condition = form.blocks[2].rows[0].condition
    condition.setCurrentIndex(condition.findData("damaged"))
    stop = form.blocks[0].stop
    form.refuse(Rejected(Why.RESERVED, "items", stop_id=stop["stop_id"], stop=stop["number"]))
    return form


@scene
def ikke_utfort(made: Gallery) -> QWidget:
    page = made.page(TripsPage)
    page.table.choose([page.model.ids[0]])
    page.fail()
    return made.form()


@scene
def sjafor(made: Gallery) -> QWidget:
    made.page(TripsPage).drive()
    return made.form()
