"""A morning at the desk in the whole window, with keys and scanner alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import Shiboken

from db import history, loan_lines, people
from desktop.loans.extend_form import ExtendForm
from desktop.loans.lend_page import LendPage
from desktop.loans.page import LoansPage
from desktop.loans.return_page import ReturnPage
from desktop.main_window import MainWindow
from desktop.scanner import Scanner

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def main(store, qtbot):
    made = MainWindow(store, [LoansPage, LendPage, ReturnPage])
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.show_page(LoansPage)
    return made


@pytest.fixture
def scanner(main):
    """The real scanner filter, as the program installs it."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = Scanner(app)
    made.scanned.connect(main.scanned)
    yield made
    Shiboken.delete(made)


def held():
    """The widget with the focus. Without a window manager nobody wakes the window when a form has closed."""
    QApplication.processEvents()
    if QApplication.focusWidget() is None:
        windows = (one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible())
        window = next(windows)
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def types(text):
    QTest.keyClicks(held(), text)


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(held(), key, modifiers)
    QApplication.processEvents()


def scan(code):
    """Keys as a scanner sends them: after a pause all at once, then Enter."""
    QTest.qWait(60)
    QTest.keyClicks(held(), code)
    QTest.keyClick(held(), Qt.Key.Key_Return)


def said(main):
    return main.receipt.text.text() if main.receipt.isVisible() else ""


def test_lending_with_keys_alone_from_f2_to_the_row_on_disk_to_the_receipt_and_back(main, depot):
    press(Qt.Key.Key_F2)
    types("kari")
    press(Qt.Key.Key_Return)  # the first of the list is chosen, and the focus goes on to the things
    types("187")
    press(Qt.Key.Key_Return)
    types("UT-0042")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CTRL)
    assert said(main) == "2 gjenstander er lånt ut til Kari N. Frist 25. sep."
    line = loan_lines.open_line(depot.register, depot.items["UT-0187"], today=depot.day)
    assert line is not None
    assert (line["person_id"], line["due_on"], line["out_on"]) == (depot.people["Kari"], "2026-09-25", "2026-07-03")
    press(Qt.Key.Key_Z, CTRL)
    assert depot.state("UT-0187") == "available"
    assert said(main) == "Angret: utlån"


def test_a_borrower_who_is_new_is_registered_with_keys_alone(main, depot):
    press(Qt.Key.Key_F2)
    types("Liv Strand")
    press(Qt.Key.Key_Return)  # nobody fits: the last row, "Ny person", is the one that is marked
    press(Qt.Key.Key_Return, CTRL)
    types("187")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CTRL)
    assert said(main).startswith("1 gjenstand er lånt ut til Liv S.")
    [liv] = people.find(depot.register, "liv strand")
    assert liv["open_lines"] == 1


def test_ctrl_n_on_the_page_opens_the_card_of_a_new_person(main):
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_N, CTRL)
    form = QApplication.activeModalWidget()
    assert form is not None
    assert form.windowTitle() == "Ny person"
    press(Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


def test_scanning_back_from_any_place_on_the_page(main, depot, scanner):
    press(Qt.Key.Key_F3)
    scan("UT0240")
    press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)  # of the one scanned last: clean and whole
    scan("ut0119")
    press(Qt.Key.Key_Return, CTRL)
    assert said(main) == "2 gjenstander er tatt imot"
    assert (depot.state("UT-0240"), depot.state("UT-0119")) == ("available", "cleaning")
    assert history.last(depot.register)["verb"] == "take_back"


def test_a_scan_in_the_borrower_field_is_a_thing_and_not_a_name(main, scanner):
    press(Qt.Key.Key_F2)
    scan("UT0187")
    page = main.current
    assert page.who.borrower.edit.text() == ""
    assert [line.item["number"] for line in page.draft.lines] == ["UT-0187"]


def test_a_copy_that_is_out_is_told_at_the_scan(main, depot, scanner):
    press(Qt.Key.Key_F2)
    scan("UT0240")
    row = next(iter(main.current.list.rows.values()))
    assert row.said.text() == "Er allerede lånt ut til Ola H. Ta imot retur først?"
    assert main.current.side.figure.text() == "0 klare"


def test_the_draft_waits_while_the_list_is_looked_at(main, depot):
    press(Qt.Key.Key_F2)
    types("kari")
    press(Qt.Key.Key_Return)
    types("187")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_1, CTRL)
    assert isinstance(main.current, LoansPage)
    press(Qt.Key.Key_F2)
    page = main.page(LendPage)
    assert page.side.figure.text() == "1 klar"
    assert held() is page.entry.edit


def test_esc_goes_back_to_the_list_and_the_draft_waits(main, depot):
    press(Qt.Key.Key_F3)
    types("240")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)
    assert isinstance(main.current, LoansPage)
    assert [back.row["number"] for back in main.page(ReturnPage).draft.lines] == ["UT-0240"]
    assert depot.state("UT-0240") == "lent"


def test_extending_with_keys_alone(main, depot):
    press(Qt.Key.Key_F4)  # the first row, the one most overdue, is chosen at the start
    assert isinstance(QApplication.activeModalWidget(), ExtendForm)
    press(Qt.Key.Key_Return, CTRL)
    assert said(main) == "Rullestol, transport UT-0240 er forlenget. Ny frist 31. juli 2026"
    press(Qt.Key.Key_Z, CTRL)
    line = loan_lines.open_line(depot.register, depot.items["UT-0240"], today=depot.day)
    assert line is not None
    assert line["due_on"] == "2026-06-24"


def test_a_swap_is_scanned_into_the_open_form(main, depot, scanner):
    main.current.open_record(depot.open_lines()[-1])
    press(Qt.Key.Key_B, CTRL)
    scan("UT0118")
    press(Qt.Key.Key_Return, CTRL)
    assert said(main) == "UT-0119 er byttet med UT-0118"
    assert depot.state("UT-0118") == "lent"


def test_from_the_list_to_the_return_and_home_again(main, depot):
    press(Qt.Key.Key_R, CTRL)
    assert isinstance(main.current, ReturnPage)
    press(Qt.Key.Key_Return, CTRL)
    assert said(main) == "Rullestol, transport (UT-0240) er tatt imot og står som til rengjøring"
