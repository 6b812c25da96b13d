"""A scan anywhere finds the copy and changes nothing; typing anywhere is typing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget
from shiboken6 import Shiboken

from desktop import scanner
from desktop.parts.day_field import DayField

SLOW = 60  # milliseconds between two keys of a person


class Clock:
    """Time that stands until it is moved."""

    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def listening(qapp, monkeypatch):
    """A scanner with a clock of its own, and what it heard."""
    clock = Clock()
    monkeypatch.setattr(scanner, "monotonic", clock)
    made, heard = scanner.Scanner(qapp), []
    made.scanned.connect(heard.append)
    yield made, heard, clock
    Shiboken.delete(made)


class Desk(QWidget):
    def __init__(self):
        super().__init__()
        self.line, self.long = QLineEdit("Kari"), QPlainTextEdit("notat")
        self.box, self.day, self.spin, self.tick = QComboBox(), QDateEdit(), QSpinBox(), QCheckBox("Skriv ut")
        self.field = DayField("Frist", lambda: "2026-07-03")
        self.box.addItems(["Alle", "Utlånt", "5 dager"])
        self.spin.setValue(3)
        column = QVBoxLayout(self)
        for widget in (self.line, self.long, self.box, self.day, self.spin, self.tick, self.field):
            column.addWidget(widget)


@pytest.fixture
def desk(qtbot, dressed):
    """One of each widget that a scan could spoil."""
    whole = Desk()
    qtbot.addWidget(whole)
    with qtbot.waitActive(whole):
        whole.show()
    return whole


def scan(widget, code, clock, pause=5):
    """The keys of a scanner: `pause` milliseconds apart, Enter last."""
    for letter in code:
        clock.now += pause / 1000
        QTest.keyClick(widget, letter)
    clock.now += pause / 1000
    QTest.keyClick(widget, Qt.Key.Key_Return)
    clock.now += 1


def held(desk):
    """What all widgets hold."""
    return (desk.line.text(), desk.long.toPlainText(), desk.box.currentText(), desk.day.date(), desk.spin.value(),
            desk.tick.isChecked(), desk.field.edit.text())  # fmt: skip


@pytest.mark.parametrize("name", ["line", "long", "box", "day", "spin", "tick"])
def test_a_scan_is_heard_and_changes_nothing(desk, listening, name):
    _scanner, heard, clock = listening
    widget = getattr(desk, name)
    widget.setFocus()
    before = held(desk)
    scan(widget, "UT0503", clock)
    assert heard == ["UT0503"]
    assert held(desk) == before


def test_a_scan_into_a_day_field_leaves_the_day(desk, listening):
    _scanner, heard, clock = listening
    desk.field.set_value("2026-07-31")
    desk.field.edit.setFocus()
    scan(desk.field.edit, "503001", clock)
    assert heard == ["503001"]
    assert desk.field.value() == "2026-07-31"


def test_small_letters_come_as_capitals_and_scans_in_a_row_each_count(desk, listening):
    _scanner, heard, clock = listening
    desk.box.setFocus()
    scan(desk.box, "ut0001", clock)
    scan(desk.box, "ut0002", clock)
    assert heard == ["UT0001", "UT0002"]


def test_a_field_for_codes_keeps_the_scan(desk, listening):
    _scanner, heard, clock = listening
    scanner.keep_scans(desk.line)
    desk.line.setFocus()
    desk.line.clear()
    scan(desk.line, "7032069", clock)
    assert desk.line.text() == "7032069"
    assert heard == []


def test_typing_is_typing(desk, listening):
    _scanner, heard, clock = listening
    desk.line.setFocus()
    scan(desk.line, " Nordmann", clock, pause=SLOW)
    assert desk.line.text() == "Kari Nordmann"
    assert heard == []


def test_a_letter_typed_in_a_box_still_chooses_after_a_moment(desk, listening, qtbot):
    _scanner, heard, clock = listening
    desk.box.setFocus()
    clock.now += 1
    QTest.keyClicks(desk.box, "u")
    assert desk.box.currentText() == "Alle"
    qtbot.waitUntil(lambda: desk.box.currentText() == "Utlånt")
    assert heard == []


def test_space_ticks_a_box(desk, listening, qtbot):
    _scanner, _heard, clock = listening
    desk.tick.setFocus()
    clock.now += 1
    QTest.keyClick(desk.tick, Qt.Key.Key_Space)
    qtbot.waitUntil(desk.tick.isChecked)


@pytest.mark.parametrize("code", ["U", "12", "hei du", "!!!"])
def test_a_burst_that_is_no_code_is_handed_over(desk, listening, code):
    _scanner, heard, clock = listening
    desk.line.setFocus()
    desk.line.clear()
    scan(desk.line, code, clock)
    assert heard == []
    assert desk.line.text() == code


def test_a_key_with_ctrl_goes_through_at_once(desk, listening):
    _scanner, heard, clock = listening
    desk.line.setFocus()
    clock.now += 1
    QTest.keyClick(desk.line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert desk.line.selectedText() == "Kari"
    assert heard == []
