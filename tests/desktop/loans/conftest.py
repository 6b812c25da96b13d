"""A small depot with people, shelves and loans, all made through the commands; every name is invented."""

import copy
import shutil

import pytest
from PySide6.QtWidgets import QApplication

from db import command, equipment, loan_lines, loans, people, products, units
from db.connection import Register
from desktop.parts import style
from desktop.store import Store

TODAY = "2026-07-03"


class Depot:
    """The register of a test, with its store and the ids that tests speak of."""

    def __init__(self, path):
        self.register = Register.create(path)
        self.day = TODAY
        self.items: dict[str, int] = {}
        self.people: dict[str, int] = {}

    def run(self, verb, *, day: str | None = None, **given):
        return command.run(self.register, verb, staff="Jon Vakt", today=day or self.day, **given).result

    def product(self, name: str, numbers: list[str], shelf: str, weeks: int | None = 12, parts=(), **fields) -> int:
        product_id = self.run(
            products.add_product, name=name, loan_days=weeks and weeks * 7, accessory_names=parts, **fields
        )
        if numbers:
            added = self.run(equipment.add_items, numbers=numbers, product_id=product_id, room="Lager", shelf=shelf)
            self.items |= dict(zip(numbers, added, strict=True))
        return product_id

    def person(self, first: str, last: str, **fields) -> int:
        self.people[first] = self.run(people.add_person, first_name=first, last_name=last, **fields)
        return self.people[first]

    def lent(self, number: str, first: str, out_on: str, due_on: str | None) -> int:
        """Lend a copy on a day gone by; returns the line's id."""
        self.run(loans.lend, item_ids=[self.items[number]], person_id=self.people[first], due_on=due_on,
                 out_on=out_on, requested_by="Ergoterapeut Moe")  # fmt: skip
        line = loan_lines.open_line(self.register, self.items[number], today=self.day)
        assert line is not None
        return line["line_id"]

    def state(self, number: str) -> str:
        return equipment.item(self.register, self.items[number])["state"]

    def open_lines(self) -> list[int]:
        return loan_lines.ids(self.register, today=self.day)


def fill(depot: Depot) -> None:
    """Shelves and people as in the drawings of the pages."""
    depot.product("Rullator, innendørs", ["UT-0187", "UT-0188"], "Hylle A2", parts=("Kurv", "Brett"), hms_nr="123456")
    depot.product("Dusjkrakk, justerbar", ["UT-0042"], "Hylle B1", weeks=None)
    depot.product("Ståheis, batteri", ["UT-0220"], "Verksted")
    depot.product("Arbeidsstol med brems", ["UT-0009"], "Hylle C4")
    depot.product("Toalettforhøyer 10 cm", ["UT-0118", "UT-0119"], "Hylle B2", weeks=None, parts=("Armlener",))
    depot.product("Rullestol, transport", ["UT-0240", "UT-0241"], "Garasje", weeks=4)
    depot.crutches = depot.product("Albuekrykker, par", [], "", tracking="quantity")  # type: ignore[attr-defined]
    depot.run(products.move_stock, product_id=depot.crutches, kind="in", quantity=12)  # type: ignore[attr-defined]
    depot.run(equipment.act, item_ids=[depot.items["UT-0220"]], act="to_repair")
    depot.run(equipment.act, item_ids=[depot.items["UT-0009"]], act="to_cleaning")
    depot.person("Kari", "Nordmann", born_on="1941-02-03", address="Storgata 4", phone="900 00 001")
    depot.person("Ola", "Hansen", born_on="1938-11-20", address="Kirkeveien 12", phone="900 00 002")
    depot.person("Åse", "Berg", born_on="1950-05-17", address="Åsveien 1")
    depot.unit_id = depot.run(units.add_unit, name="Solbakken sykehjem", address="Solbakken 2")  # type: ignore[attr-defined]
    depot.lent("UT-0119", "Kari", "2026-05-20", "2026-08-01")
    depot.lent("UT-0240", "Ola", "2026-05-26", "2026-06-24")
    depot.lent("UT-0241", "Ola", "2026-06-12", "2026-07-10")


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """The register that every test starts from, filled once."""
    made = Depot(tmp_path_factory.mktemp("depot") / "lager.hverdag")
    fill(made)
    made.register.close()
    return made


@pytest.fixture
def depot(filled, tmp_path, qapp):
    """A filled register on disk, the test's own."""
    made = copy.copy(filled)
    made.items, made.people = dict(filled.items), dict(filled.people)
    made.register = Register.open(shutil.copy(filled.register.path, tmp_path / "lager.hverdag"))
    yield made
    made.register.close()


class Window:
    """Stands in for the window: keeps what a page asked of it."""

    def __init__(self):
        self.told: list[tuple] = []
        self.asked: list[tuple] = []
        self.forms: list = []
        self.papers: list[tuple] = []
        self.done = None  # what the last paper wanted done when it is printed

    def tell(self, text, undo=True, second=None):
        self.told.append((text, undo, second))

    def trouble(self, fault):
        self.asked.append(("trouble", fault))

    def go(self, kind, ref=None):
        self.asked.append(("go", kind, ref))

    def start(self, act, **given):
        self.asked.append(("start", act, given))

    def export(self, listing):
        self.asked.append(("export", listing))

    def print_list(self, listing):
        self.asked.append(("print_list", listing))

    def show_form(self, form):
        self.forms.append(form)
        form.open()

    def print_pdf(self, title, make, name, done=None):
        self.papers.append((title, make, name))
        self.done = done


@pytest.fixture
def window():
    made = Window()
    yield made
    for form in made.forms:  # one that stands open would take the keys of the next test
        form.done(0)


@pytest.fixture
def store(depot, qapp):
    """The door to the register, on the test's own day."""
    made = Store(depot.register.again(), "Jon Vakt", depot.day)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def dressed(qapp):
    """The look of the program, so that sizes are those of the screen."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style.apply(app, "light", 100)
