"""Pictures of every page of loans in light and dark, at 100 % and 150 % text, with no button or name cut off."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from db import loans
from desktop.loans.lend_page import LendPage
from desktop.loans.page import LoansPage
from desktop.loans.return_page import ReturnPage
from desktop.main_window import MainWindow
from desktop.parts import style

PICTURES = Path(__file__).parents[3] / "build" / "pictures"
LOOKS = [("light", 100, 1360, 820), ("dark", 100, 1360, 820), ("light", 150, 1360, 820), ("dark", 150, 1360, 820),
         ("light", 100, 1024, 640), ("dark", 150, 1024, 640)]  # fmt: skip


def settle():
    for _turn in range(4):
        QApplication.processEvents()


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}-{look[2]}")
def look(request):
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style.apply(app, *request.param[:2])
    return request.param


@pytest.fixture
def main(store, qtbot, look):
    made = MainWindow(store, [LoansPage, LendPage, ReturnPage])
    qtbot.addWidget(made)
    made.resize(*look[2:])
    with qtbot.waitActive(made):
        made.show()
    return made


def cut(page):
    """Buttons and one-line labels in sight that have less room than their words need."""
    return [
        widget.text()
        for kind in (QPushButton, QLabel)
        for widget in page.findChildren(kind)
        if widget.isVisible() and widget.text() and not (isinstance(widget, QLabel) and widget.wordWrap())
        and widget.width() < widget.sizeHint().width() - 1
    ]  # fmt: skip


def nameless(page):
    """What can take the focus and has nothing to call itself."""
    found = []
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            spoken = QAccessible.queryAccessibleInterface(widget)
            if spoken is not None and not spoken.text(QAccessible.Text.Name):
                found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def keep(main, name, look):
    """Keep the picture, and return what is wrong with the page in it."""
    settle()
    PICTURES.mkdir(parents=True, exist_ok=True)
    assert main.grab().save(str(PICTURES / f"loans-{name}-{look[0]}-{look[1]}-{look[2]}.png"))
    return cut(main.current) + nameless(main.current)


def test_lending(main, depot, look):
    main.start("lend", person_id=depot.people["Kari"], codes=["UT0999", "UT-0240", "UT-0009", "UT-0220", "UT-0042",
                                                              "UT-0187"], product_ids=[depot.crutches])  # fmt: skip
    main.current.who.pick_due("2026-07-31")
    assert keep(main, "lend", look) == []


def test_taking_back(main, depot, look):
    main.start("take_back", codes=["UT-0240", "UT-0119", "UT-0042"])
    assert keep(main, "return", look) == []


def test_the_list(main, depot, look):
    depot.run(loans.lend, item_ids=[depot.items["UT-0187"]], unit_id=depot.unit_id, due_on=None)
    depot.run(loans.lend, goods={depot.crutches: 4}, person_id=depot.people["Åse"], due_on="2026-07-08")
    depot.run(loans.take_back, returns=[loans.Return(depot.lent("UT-0042", "Åse", "2026-06-01", "2026-06-20"))])
    main.show_page(LoansPage)
    settle()
    assert keep(main, "list", look) == []


@pytest.mark.parametrize("act", ["extend", "swap", "lose"])
def test_the_forms(main, depot, look, act):
    main.show_page(LoansPage)
    settle()
    getattr(main.current, act)()
    settle()
    form = QApplication.activeModalWidget()
    assert form is not None
    assert form.grab().save(str(PICTURES / f"loans-{act}-{look[0]}-{look[1]}-{look[2]}.png"))
    assert cut(form) + nameless(form) == []
    form.close()
