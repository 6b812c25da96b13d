"""Invented forms and a small register for the tests of paper, and how a PDF is read back."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, NamedTuple

import pytest

from db import command, equipment, loans, people, products, settings, units
from db.connection import Register
from desktop.paper.pages import Pages
from desktop.paper.sheet import Stamp

TODAY = "2026-11-22"
SECRET_STREET, SECRET_PHONE, SECRET_KIN = "Skjulveien 9", "99 88 77 66", "Fetter Hemmelig"
LENDER = {
    "municipality": "Fjordheim kommune", "department": "Hjelpemiddellageret", "address": "Verkstedvegen 4",
    "phone": "72 00 00 00", "opening_hours": "mandag–fredag 9–15", "terms": "",
}  # fmt: skip


@pytest.fixture
def stamp():
    return Stamp("Fjordheim kommune", "Hjelpemiddellageret", "Jon Berg", "22. november 2026 kl. 14.05")


@pytest.fixture
def line():
    """A maker of lines as db.paperwork gives them."""

    def make(at, **other):
        return {
            "line_id": at, "agreement_id": 123, "quantity": 1, "back": 0, "out_on": "2026-11-20",
            "original_due_on": "2027-02-12", "due_on": "2027-02-12", "ended_on": None, "end_reason": None,
            "condition_in": None, "number": f"UT-{at:04}", "serial": "", "owner": "own", "condition": "B",
            "hms_nr": f"{100000 + at}", "name": "Rullator Gemino 30", "accessories": [],
        } | other  # fmt: skip

    return make


@pytest.fixture
def form(line):
    """An agreement as db.paperwork.agreement gives it."""
    return {
        "agreement_id": 123, "person_id": 1, "unit_id": None, "out_on": "2026-11-20", "signed_on": None,
        "requested_by": "Ergoterapeut Siv Myhre", "lent_by": "Jon Berg", "first_name": "Åse-Marie",
        "last_name": "Čearru", "unit_name": None, "born_on": "1941-05-17", "died_on": None, "protected": 0,
        "address": "Storgata 4, 7200 Fjordheim", "phone": "900 00 000", "contact": "Per Ødegård",
        "contact_phone": "911 11 111", "lender": dict(LENDER), "lines": [line(42), line(187)], "open_lines": [],
    }  # fmt: skip


@pytest.fixture
def printed():
    """Print with a function that takes `out` first, and read the pages back: (bytes, [text of each page])."""

    def make(draw, *args, **named):
        out = BytesIO()
        pages = draw(out, *args, **named)
        texts = read(out.getvalue())
        assert pages == len(texts)
        return out.getvalue(), texts

    return make


def read(data):
    """The text of each page, with every run of blanks and line ends as one space."""
    with Pages(data) as pages:
        return [" ".join(pages.text(at).split()) for at in range(len(pages))]


@pytest.fixture
def texts_of():
    return read


class Desk(NamedTuple):
    """An open register, how to carry out a command on it, and the ids of what it holds."""

    register: Register
    do: Callable[..., Any]
    kari: int
    siri: int
    ward: int
    items: list[int]
    loan: int


@pytest.fixture
def desk(tmp_path, new_register):
    """A register with two people (one protected), a ward, copies, goods, and one open agreement."""
    register = new_register(tmp_path / "lager.hverdag")

    def do(command_, **given):
        return command.run(register, command_, staff="Jon Berg", today=TODAY, **given).result

    do(settings.choose, values={key: value for key, value in LENDER.items() if value})
    kari = do(people.add_person, first_name="Kari", last_name="Nordmann", born_on="1941-05-17", address="Storgata 4",
              phone="900 00 000")  # fmt: skip
    siri = do(people.add_person, first_name="Siri", last_name="Skjult", address=SECRET_STREET, phone=SECRET_PHONE,
              kin_name=SECRET_KIN, kin_phone=SECRET_PHONE, protected=1)  # fmt: skip
    ward = do(units.add_unit, name="Solsida sykehjem", address="Solvegen 1")
    rollator = do(products.add_product, name="Rullator Gemino 30", hms_nr="012345", accessory_names=["kurv", "brett"])
    crutch = do(products.add_product, name="Albuekrykker", tracking="quantity")
    do(products.move_stock, product_id=crutch, kind="in", quantity=10)
    numbers = [f"UT-{at}" for at in range(1, 13)]
    items = do(equipment.add_items, numbers=numbers, product_id=rollator, state="available")
    loan = do(loans.lend, item_ids=items[:2], goods={crutch: 4}, person_id=kari, due_on="2026-11-30")
    yield Desk(register, do, kari, siri, ward, items, loan)
    register.close()
