"""A ward of four rooms and a supplier behind a real window, with somebody in every state; every name is invented."""

import shutil

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog

from db import history, people, stay_acts, stay_lists, stay_places, stays
from desktop.parts import style
from desktop.stays.page import StaysPage

TODAY = "2026-07-03"
NAMES = {
    "Bjørg": ("Bjørg", "Solli", "1938-04-02"), "Kari": ("Kari", "Nordmann", "1941-02-03"),
    "Ola": ("Ola", "Hansen", "1944-09-12"), "Nils": ("Nils", "Pettersen", "1935-01-30"),
    "Signe": ("Signe", "Moe", "1947-11-08"), "Per": ("Per", "Østby", "1950-06-21"),
    "Åse": ("Åse", "Berg", "1939-12-24"), "Liv": ("Liv", "Åsen", "1942-03-03"),
}  # fmt: skip


class Ward:
    """A stock with a ward: rooms, people and stays by name. What it does not know itself the stock answers."""

    def __init__(self, stock, rooms=None, guests=None, known=None):
        self.stock, self.rooms, self.guests, self.known = stock, rooms or {}, guests or {}, known or {}

    def __getattr__(self, name):
        return getattr(self.stock, name)

    def stay(self, name):
        """The stay of somebody as the lists tell it."""
        return self.stock.store.read(stay_lists.stay, self.known[name], today=TODAY)

    def of(self, name):
        """Every stay of somebody, the open ones first."""
        return self.stock.store.read(stay_lists.of_person, self.guests[name], today=TODAY)

    def apply(self, name, day="2026-06-20", **given):
        fields = {"person_id": self.guests[name], "purpose": "rehabilitation", "received_on": day} | given
        self.known[name] = self.stock.run(stays.apply_for_stay, **fields)
        return self.known[name]

    def grant(self, name, **given):
        ref = self.apply(name, **given)
        self.stock.run(stays.assess_stays, stay_ids=[ref])
        self.stock.run(stays.grant_stay, stay_id=ref)
        return ref

    def book(self, name, room, since, until, day=TODAY, **given):
        fields = {"person_id": self.guests[name], "purpose": "rehabilitation", "place_id": self.rooms[room],
                  "from_on": since, "to_on": until} | given  # fmt: skip
        self.known[name] = self.stock.run(stay_acts.book_stay, day=day, **fields)
        return self.known[name]


def fill_ward(stock):
    """Bjørg is planned in Rom 3, Kari is in Rom 1, Ola stays over time in Rom 2, Signe and Nils wait, Per applied."""
    made = Ward(stock)
    for key, (first, last, born) in NAMES.items():
        made.guests[key] = stock.run(people.add_person, first_name=first, last_name=last, born_on=born)
    site = stock.run(stay_places.add_site, name="Korttid", kind="ward")
    stock.run(stay_places.add_site, name="Skogli", kind="external")
    rooms = stock.run(stay_places.add_stay_places, site_id=site, names="Rom 1..4", valid_from="2026-01-01")
    made.rooms |= {f"Rom {n}": ref for n, ref in enumerate(rooms, 1)}
    made.book("Bjørg", "Rom 3", "2026-07-09", "2026-07-16")
    made.book("Kari", "Rom 1", "2026-06-29", "2026-07-08", day="2026-06-20")
    stock.run(stay_acts.check_in, day="2026-06-29", stay_id=made.known["Kari"])
    made.book("Ola", "Rom 2", "2026-06-10", "2026-06-30", day="2026-06-05")
    stock.run(stay_acts.check_in, day="2026-06-10", stay_id=made.known["Ola"])
    for name, priority in (("Nils", 2), ("Signe", 1)):
        stock.run(stays.put_on_waiting_list, stay_id=made.grant(name, priority=priority))
    made.apply("Per")
    return made


@pytest.fixture(scope="session")
def filled_ward(filled, tmp_path_factory):
    """The stock that other tests start from, with a ward, filled once."""
    path = shutil.copy(filled.store.path, tmp_path_factory.mktemp("ward") / "opphold.hverdag")
    made = type(filled)(path)
    vars(made).update(items=filled.items, people=filled.people)
    made.ward_of = fill_ward(made)
    made.store.close()
    return made


@pytest.fixture(scope="module")
def opened(filled_ward, tmp_path_factory, qapp):
    """A ward behind a window that the tests of a file share; each takes back what it did."""
    style.apply(qapp, "light")
    path = tmp_path_factory.mktemp("opened") / "opphold.hverdag"
    made = type(filled_ward)(shutil.copy(filled_ward.store.path, path))
    made.open()
    yield made
    made.window.close()
    made.window.deleteLater()
    made.store.close()
    made.store.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def ward(opened, filled_ward):
    """A ward as it was filled; afterwards every act of the test is undone, and then all is as it was."""
    known, register = filled_ward.ward_of, opened.store._register
    before, base = contents(register), history.latest(register)
    yield Ward(opened, known.rooms, known.guests, dict(known.known))
    while isinstance(form := QApplication.activeModalWidget(), QDialog):
        form.done(0)
        QApplication.processEvents()
    while (last := history.last(register)) is not None and last["seq"] > base:
        history.undo_last(register, staff="Jon Vakt", today=TODAY)
    assert contents(register) == before
    opened.store.look_around()


def contents(register):
    """What stands of people and stays, without how often it was changed."""
    tables = (
        "person",
        "stay",
        "stay_segment",
        "stay_night",
        "stay_leave",
        "stay_pause",
        "stay_pass",
        "stay_coordinator",
    )
    found = {table: [dict(row) for row in register.rows(f"SELECT * FROM {table} ORDER BY 1, 2")] for table in tables}
    return {table: [{**row, "rev": 0} for row in rows] for table, rows in found.items()}


def shown(ward, kind, name):
    """A list of the page, in sight and unfiltered, with somebody's stay chosen."""
    page = ward.window.show_page(StaysPage)
    ward.window.activateWindow()
    page.show_kind(kind)
    page.current.clear_filters()
    page.current.open_record(ward.known[name])
    return page.current


@pytest.fixture
def listed(ward):
    """The list of all stays, with Kari's chosen."""
    return shown(ward, "stay", "Kari")


@pytest.fixture
def queue(ward):
    """The waiting list, with Signe chosen."""
    return shown(ward, "waiting", "Signe")
