"""The same morning with keys alone where the file is read-only, busy or on a full disk: told, and nothing lost."""

from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db import check, command, loan_lines, loans
from db.connection import Register
from db.errors import DiskIsFull
from desktop.loans.lend_page import LendPage
from desktop.loans.page import LoansPage
from desktop.main_window import MainWindow
from desktop.store import Store

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def begin(qtbot, dressed):
    """A function that opens the window of a store, takes Kari and the copy UT-0187, and presses Ctrl+Enter."""

    def lend(store):
        made = MainWindow(store, [LoansPage, LendPage])
        qtbot.addWidget(made)
        with qtbot.waitActive(made):
            made.show()
        made.show_page(LoansPage)
        press(Qt.Key.Key_F2)
        QTest.keyClicks(held(), "kari")
        press(Qt.Key.Key_Return)
        QTest.keyClicks(held(), "187")
        press(Qt.Key.Key_Return)
        press(Qt.Key.Key_Return, CTRL)
        return made, made.current

    return lend


def held():
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(held(), key, modifiers)
    QApplication.processEvents()


def is_lent(depot):
    return loan_lines.open_line(depot.register, depot.items["UT-0187"], today=depot.day) is not None


def fill_up(depot, register):
    """Let the file grow no further, and use what room is left in it by other loans, as on a full disk."""
    depot.product("Krykke", [f"K-{number}" for number in range(90)], "Hylle A1")
    copies = [item for number, item in depot.items.items() if number.startswith("K-")]
    no_growth = f"PRAGMA max_page_count = {register.value('PRAGMA page_count')}"
    for length in (1900, 200, 0):
        register.conn.execute(no_growth)
        with pytest.raises(DiskIsFull):
            lend_all(register, depot, copies, "x" * length)
    register.conn.execute(no_growth)  # again: after the error the file is opened anew


def lend_all(register, depot, copies, note):
    while copies:
        command.run(register, loans.lend, staff="Jon", today=depot.day, item_ids=copies[-1:],
                    person_id=depot.people["Ola"], due_on=None, note=note)  # fmt: skip
        copies.pop()


def test_a_read_only_register_says_so_and_lets_nobody_begin(begin, depot):
    before = depot.register.path.read_bytes()
    with closing(Store(Register(depot.register.path, read_only=True), "Jon Vakt", depot.day)) as store:
        window, page = begin(store)
        assert "bare til lesing" in window.status._place.text()
        assert isinstance(page, LoansPage)
        assert not window.receipt.isVisible()
    assert depot.register.path.read_bytes() == before


def test_a_busy_register_is_told_and_the_same_key_tries_again(begin, depot, store):
    store._register.conn.execute("PRAGMA busy_timeout = 50")
    depot.register.conn.execute("BEGIN IMMEDIATE")
    window, page = begin(store)
    assert "Et annet vindu bruker registeret akkurat nå" in page.side.trouble.text
    assert not window.receipt.isVisible()
    depot.register.conn.execute("ROLLBACK")
    assert not is_lent(depot)
    press(Qt.Key.Key_Return, CTRL)
    assert is_lent(depot)
    assert "er lånt ut til Kari N." in window.receipt.text.text()


def test_a_full_disk_is_told_and_the_draft_is_lent_when_there_is_room_again(begin, depot, store):
    fill_up(depot, store._register)
    window, page = begin(store)
    assert "Disken er full" in page.side.trouble.text
    assert not window.receipt.isVisible()
    assert not is_lent(depot)
    assert check.problems(depot.register) == []
    store._register.conn.execute("PRAGMA max_page_count = 100000")
    press(Qt.Key.Key_Return, CTRL)
    assert is_lent(depot)
