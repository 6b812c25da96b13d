"""A form closes only when the register has said yes, and keeps what was typed until then."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from db import people
from db.connection import Register
from desktop.parts.day_field import DayField
from desktop.parts.fields import TextField
from desktop.parts.record_form import RecordForm
from desktop.store import Store


class PersonForm(RecordForm):
    def __init__(self, store, parent):
        super().__init__(store, "Ny person", "Lagre person", parent)
        self.add("first_name", TextField("Fornavn"), half=True)
        self.add("last_name", TextField("Etternavn", needed=True), half=True)
        self.add("born_on", DayField("Født", lambda: store.today, past=True))

    def command(self, values):
        return people.add_person, values


@pytest.fixture
def window(qtbot, dressed):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 700)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def form(store, window, qtbot):
    made = PersonForm(store, window)
    with qtbot.waitActive(made):
        made.open()
    return made


def count(store):
    return len(store.read(people.find, "kari"))


def test_ctrl_enter_saves_and_closes(form, store, qtbot):
    qtbot.keyClicks(form.fields["first_name"].edit, "Kari")
    qtbot.keyClicks(form.fields["last_name"].edit, "Nordmann")
    with qtbot.waitSignal(form.saved) as told:
        qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args[0].verb == "add_person"
    assert not form.isVisible()
    assert count(store) == 1


def test_what_is_missing_is_told_under_its_field_and_nothing_is_written(form, store, qtbot):
    qtbot.keyClicks(form.fields["first_name"].edit, "Kari")
    form.save()
    assert form.isVisible()
    assert form.fields["last_name"].under.text() == "Fyll ut etternavn"
    assert form.fields["last_name"].edit.hasFocus()
    assert form.fields["first_name"].edit.text() == "Kari"
    assert count(store) == 0
    qtbot.keyClicks(form.fields["last_name"].edit, "N")
    assert not form.fields["last_name"].under.isVisible()


def test_what_the_register_turns_down_is_told_beside_the_field(form, store, qtbot):
    qtbot.keyClicks(form.fields["last_name"].edit, "Nordmann")
    form.fields["born_on"].set_value("2031-01-01")
    form.save()
    assert form.isVisible()
    assert form.fields["born_on"].under.text()
    assert form.fields["born_on"].edit.property("fault")


def test_trouble_with_the_file_is_told_above_and_keeps_the_form(store, window, qtbot):
    looking = Store(Register.look(store.path), today=store.today)
    form = PersonForm(looking, window)
    form.open()
    qtbot.keyClicks(form.fields["last_name"].control, "Nordmann")
    form.save()
    assert form.isVisible()
    assert form.trouble.isVisible()
    assert "skrivebeskyttet" in form.trouble.text
    looking.close()


def test_esc_leaves_an_untouched_form(form, qtbot):
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert not form.isVisible()


def test_esc_asks_where_something_was_typed(form, qtbot):
    qtbot.keyClicks(form.fields["last_name"].edit, "Nordmann")
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    asked = form.findChild(QMessageBox)
    assert form.isVisible()
    assert asked.text() == "Forkaste det du har skrevet?"
    discard = next(b for b in asked.buttons() if b.text() == "Forkast")
    discard.click()
    assert not form.isVisible()


def test_halves_stand_side_by_side(form):
    first, last, born = (form.fields[key].geometry() for key in ("first_name", "last_name", "born_on"))
    assert first.y() == last.y()
    assert first.right() < last.left()
    assert born.width() > first.width() * 1.8
