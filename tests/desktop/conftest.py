"""A small stock behind a real window, for tests of its pages; every name is invented."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from db import command, equipment, loans, people, products, units
from db.connection import Register
from desktop import app, language, settings
from desktop.equipment.page import EquipmentPage
from desktop.incoming.window import ImportWindow
from desktop.listed import pages
from desktop.main_window import MainWindow
from desktop.overview.page import OverviewPage
from desktop.parts import style
from desktop.parts.style import look
from desktop.people.page import PeoplePage
from desktop.store import Store

TODAY = "2026-07-03"


class Stock:
    """The register, its store and window, and the ids that tests speak of."""

    def __init__(self, path):
        register = Register.open(path) if path.exists() else Register.create(path)
        self.store = Store(register, staff="Jon Vakt", today=TODAY)
        self.items: dict[str, int] = {}
        self.people: dict[str, int] = {}
        self.asked: list[tuple[str, dict]] = []
        self.window: MainWindow

    def run(self, verb, *, day=TODAY, **given):
        return command.run(self.store._register, verb, staff="Jon Vakt", today=day, **given).result

    def add(self, name, numbers, shelf="A1", **fields):
        """A product with copies in the room Lager."""
        product_id = self.run(products.add_product, name=name, **fields)
        if numbers:
            added = self.run(equipment.add_items, numbers=numbers, product_id=product_id, room="Lager", shelf=shelf)
            self.items |= dict(zip(numbers, added, strict=True))
        return product_id

    def lend(self, number, first, out_on, due_on):
        self.run(loans.lend, item_ids=[self.items[number]], person_id=self.people[first], out_on=out_on, due_on=due_on)

    def act(self, number, act, day=TODAY, **given):
        self.run(equipment.act, item_ids=[self.items[number]], act=act, day=day, **given)

    def elsewhere(self, verb, **given):
        """A command from another window on the same file."""
        other = Register.open(self.store.path)
        command.run(other, verb, staff="Berit", today=TODAY, **given)
        other.close()

    def item(self, number):
        return self.store.read(equipment.item, self.items[number])

    def state(self, number):
        return self.item(number)["state"]

    def open(self):
        """The window with every page; what it asks of the program is written down in `asked`."""
        self.window = MainWindow(self.store, pages())
        for errand in ("print_labels", "print_pdf", "save_workbook", "import"):
            self.window.errands[errand] = lambda errand=errand, **given: self.asked.append((errand, given))
        self.window.resize(1360, 820)
        self.window.show()
        self.window.activateWindow()
        return self.window

    def told(self):
        """What the receipt strip says."""
        return self.window.receipt.text.text()

    def form(self) -> Any:
        """The form that stands above the window."""
        found = QApplication.activeModalWidget()
        assert found is not None
        return found

    @staticmethod
    def shown(view, key):
        """The values of one column from the top."""
        return [view.model.row(n)[key] for n in range(len(view.model.ids))]

    @staticmethod
    def buttons(widget):
        """The buttons that can be seen, by what they say: name → button."""
        QApplication.processEvents()
        seen = (made for made in widget.findChildren(QAbstractButton) if made.isVisible())
        return {made.accessibleName() or made.text(): made for made in seen}

    @staticmethod
    def nameless(page):
        """Widgets that take the focus and tell a screen reader nothing."""
        found = []
        for widget in page.findChildren(QWidget):
            if widget.focusPolicy().value and widget.isVisibleTo(page):
                spoken = QAccessible.queryAccessibleInterface(widget)
                if not spoken.text(QAccessible.Text.Name):
                    found.append(f"{type(widget).__name__} {widget.objectName()}")
        return found


def fill(stock):
    """Copies in every state, one of them nine days late with Kari, goods by quantity, two people and a ward."""
    stock.rollator = stock.add("Rullator, innendørs", [f"UT-{n:04}" for n in range(1, 5)], "A2", hms_nr="177946",
                               group_name="Ganghjelpemidler", accessory_names=("Kurv",))  # fmt: skip
    stock.add("Dusjkrakk, justerbar", ["UT-0005", "UT-0006", "UT-0007", "UT-0008"], "B1", group_name="Hygiene")
    stock.crutches = stock.add("Albuekrykker, par", [], tracking="quantity")
    stock.run(products.move_stock, product_id=stock.crutches, kind="in", quantity=10)
    stock.people["Kari"] = stock.run(people.add_person, first_name="Kari", last_name="Nordmann", born_on="1941-02-03",
                                     address="Storgata 4", phone="900 00 001")  # fmt: skip
    stock.people["Ola"] = stock.run(people.add_person, first_name="Ola", last_name="Hansen", address="Kirkeveien 12")
    stock.ward = stock.run(units.add_unit, name="Solbakken sykehjem", phone="900 00 009")
    stock.lend("UT-0001", "Kari", "2026-04-01", "2026-06-24")
    stock.act("UT-0003", "to_cleaning", "2026-06-20")
    stock.act("UT-0004", "to_cleaning")
    stock.act("UT-0005", "to_repair")
    stock.act("UT-0006", "missing")
    stock.act("UT-0008", "retired", reason="worn")


@pytest.fixture(scope="session")
def filled(tmp_path_factory, qapp):
    """The stock that every test starts from, filled once."""
    made = Stock(tmp_path_factory.mktemp("stock") / "lager.hverdag")
    fill(made)
    made.store.close()
    return made


def dress(qapp):
    language.before_app()
    settings.store().clear()
    if not qapp.styleSheet() or (look.choice, look.percent, look.rows) != ("light", 100, "normal"):
        style.apply(qapp, "light")


def clear_away(made):
    """Every widget left behind would be dressed again by each test that follows."""
    if hasattr(made, "window"):
        made.window.close()
        made.window.deleteLater()
    made.store.close()
    made.store.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def bare(tmp_path, qapp, empty_register):
    """An empty register behind a window."""
    dress(qapp)
    made = Stock(shutil.copy(empty_register, tmp_path / "lager.hverdag"))
    yield made
    clear_away(made)


@pytest.fixture
def stock(filled, tmp_path, qapp):
    """A filled register behind a window."""
    dress(qapp)
    path = Path(shutil.copy(filled.store.path, tmp_path / "lager.hverdag"))
    made = Stock(path)
    kept = {name: value for name, value in vars(filled).items() if name not in ("store", "asked", "window")}
    vars(made).update(kept, items=dict(filled.items), people=dict(filled.people))
    made.open()
    yield made
    clear_away(made)


@pytest.fixture
def items(stock):
    """The list of copies, in sight."""
    return stock.window.show_page(EquipmentPage).view("item")


@pytest.fixture
def catalogue(stock):
    """The catalogue, in sight."""
    page = stock.window.show_page(EquipmentPage)
    page.show_view(1)
    return page.current


@pytest.fixture
def persons(stock):
    """The list of people, in sight."""
    return stock.window.show_page(PeoplePage).view("person")


@pytest.fixture
def front(stock):
    """The first page, in sight."""
    return stock.window.show_page(OverviewPage)


@pytest.fixture
def program(qapp, qtbot):
    """A program that is closed again, with nothing known of earlier registers."""
    settings.store().clear()
    running = app.Program(app.dress(["hverdag"]), staff="Jon", today="2026-11-16")
    yield running
    window, running.window = running.window, None
    if window is not None:
        window.close()
        window.deleteLater()
    running.scanner.deleteLater()
    running.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def previewed(bare, qtbot):
    """A function that opens the preview of a book over an empty register, when it has been read."""

    def open_book(path):
        form = ImportWindow(bare.store, path, bare.window)
        form.open()
        qtbot.waitUntil(lambda: form.plan is not None, timeout=20_000)
        return form

    bare.open()
    return open_book
