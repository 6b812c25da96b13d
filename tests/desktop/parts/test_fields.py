"""Fields read what people type, and say kindly what they cannot read."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parts_sample import TODAY
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop import words
from desktop.parts.day_field import DayField, parse_day
from desktop.parts.fields import ChoiceField, LongTextField, NumberField, TextField, Unreadable, ore
from desktop.parts.lines_field import LinesField
from desktop.parts.search_field import WAIT_MS, Found, SearchField


@pytest.mark.parametrize(("typed", "day"), [
    ("3.7.26", "2026-07-03"), ("3/7", "2026-07-03"), ("3.7", "2026-07-03"), ("2/7", "2027-07-02"),
    ("030726", "2026-07-03"), ("03072026", "2026-07-03"), ("2026-07-03", "2026-07-03"), ("3. juli", "2026-07-03"),
    ("3 jul 27", "2027-07-03"), ("12/3-2026", "2026-03-12"), ("i dag", "2026-07-03"), ("I morgen", "2026-07-04"),
    ("4 uker", "2026-07-31"), ("3 mnd", "2026-10-03"), ("+10 d", "2026-07-13"), ("29.2.28", "2028-02-29"),
    ("om 3 uker", "2026-07-24"), ("mandag", "2026-07-06"), ("Fredag", "2026-07-10"),
])  # fmt: skip
def test_days_as_people_write_them(typed, day):
    assert parse_day(typed, TODAY) == day


@pytest.mark.parametrize(("typed", "day"), [("12.3.41", "1941-03-12"), ("4/7", "2025-07-04"), ("3/7", "2026-07-03"),
                                            ("2 uker", "2026-06-19"), ("1.1.26", "2026-01-01"),
                                            ("mandag", "2026-06-29"), ("fredag", "2026-06-26")])  # fmt: skip
def test_days_gone_by(typed, day):
    assert parse_day(typed, TODAY, past=True) == day


@pytest.mark.parametrize("typed", ["31.2.26", "uke", "3", "40/7", "3.13.26", "juli", "3.7.26.1", "0.7.26"])
def test_what_is_no_day_is_told(typed):
    with pytest.raises(Unreadable):
        parse_day(typed, TODAY)


def test_months_on_end_in_the_month():
    assert parse_day("1 mnd", "2026-01-31") == "2026-02-28"
    assert parse_day("2 mnd", "2026-12-31") == "2027-02-28"


@given(st.dates(datetime.date(1930, 1, 1), datetime.date(2120, 12, 31)))
def test_what_the_field_writes_it_reads(day):
    iso = day.isoformat()
    for text in (words.day(iso), words.number_day(iso), iso):
        assert parse_day(text, TODAY) == iso


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading_of_days(text):
    try:
        found = parse_day(text, TODAY)
    except Unreadable:
        return
    assert words.parse(found).year >= 1900


@pytest.mark.parametrize(("typed", "sum_ore"), [("kr 4 200,-", 420_000), ("4200,5", 420_050), ("1.200,50", 120_050),
                                                ("4\u00a0200 kr", 420_000), ("0", 0)])  # fmt: skip
def test_sums_as_people_write_them(typed, sum_ore):
    assert ore(typed) == sum_ore


@pytest.mark.parametrize("typed", ["mye", "-5", "4,200,1", "12,345", "1.20.5"])
def test_what_is_no_sum_is_told(typed):
    with pytest.raises(Unreadable):
        ore(typed)


@given(st.integers(0, 10**10))
def test_a_sum_that_is_shown_is_read_back(amount):
    assert ore(words.money(amount)) == amount


@pytest.fixture
def day_field(dressed, qtbot):
    field = DayField("Frist", lambda: TODAY)
    qtbot.addWidget(field)
    field.show()
    return field


def test_a_day_field_tells_weekday_and_week_while_typing(day_field, qtbot):
    qtbot.keyClicks(day_field.edit, "31/7")
    assert day_field.under.text() == "Fredag i uke 31 · 4 uker"
    day_field.edit.editingFinished.emit()
    assert day_field.edit.text() == "31. juli 2026"
    assert day_field.value() == "2026-07-31"


def test_a_day_that_does_not_exist_is_told_under_the_field(day_field, qtbot):
    qtbot.keyClicks(day_field.edit, "31/2")
    day_field.edit.editingFinished.emit()
    assert day_field.under.text() == "Den dagen finnes ikke i kalenderen"
    assert day_field.edit.text() == "31/2"
    assert day_field.edit.property("fault")


def test_the_calendar_opens_by_key_and_chooses(day_field, qtbot):
    day_field.set_value("2026-07-31")
    qtbot.keyClick(day_field.edit, Qt.Key.Key_F4)
    assert day_field.calendar.selectedDate() == QDate(2026, 7, 31)
    with qtbot.waitSignal(day_field.changed):
        day_field.calendar.activated.emit(QDate(2026, 8, 14))
    assert day_field.value() == "2026-08-14"


def test_a_needed_field_says_so(dressed, qtbot):
    field = TextField("Etternavn", needed=True)
    qtbot.addWidget(field)
    with pytest.raises(Unreadable, match="Fyll ut etternavn"):
        field.read()
    assert field.control.accessibleName() == "Etternavn, må fylles ut"


def test_tab_leaves_a_long_text(dressed, qtbot):
    field = LongTextField("Merknad")
    qtbot.addWidget(field)
    field.edit.setFocus()
    qtbot.keyClick(field.edit, Qt.Key.Key_Tab)
    assert field.value() == ""
    assert field.edit.tabChangesFocus()


def test_number_and_choice(dressed, qtbot):
    number, choice = NumberField("Antall", least=1), ChoiceField("Eier", [("own", "Kommunen"), ("nav", "NAV")])
    for field in (number, choice):
        qtbot.addWidget(field)
    number.edit.setText("0")
    with pytest.raises(Unreadable, match="1 eller mer"):
        number.value()
    number.edit.setText("12")
    choice.set_value("nav")
    assert (number.value(), choice.value()) == (12, "nav")


def test_lines_grow_as_they_are_written(dressed, qtbot):
    field = LinesField("Tilbehør")
    qtbot.addWidget(field)
    field.set_value(["Bakke"])
    qtbot.keyClicks(field.findChildren(QLineEdit)[-1], "Kurv")
    assert field.value() == ["Bakke", "Kurv"]
    assert len([edit for edit in field.findChildren(QLineEdit) if edit.isVisibleTo(field)]) == 3


@pytest.fixture
def search(dressed, qtbot):
    people = [Found(1, "Kari Nordmann", "f. 1941", "Personer"), Found(2, "Karl Hansen", "", "Personer"),
              Found(9, "Karlsvik sykehjem", "", "Avdelinger")]  # fmt: skip
    field = SearchField("Låntaker", lambda text: [p for p in people if p.text.lower().startswith(text.lower())])
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    field.edit.setFocus()
    return field


def test_letters_arrows_and_enter_choose(search, qtbot):
    qtbot.keyClicks(search.edit, "kar")
    qtbot.waitUntil(search.results.isVisible)
    qtbot.keyClick(search.edit, Qt.Key.Key_Down)
    qtbot.keyClick(search.edit, Qt.Key.Key_Down)
    with qtbot.waitSignal(search.picked) as told:
        qtbot.keyClick(search.edit, Qt.Key.Key_Return)
    assert told.args[0].value == 9
    assert search.value() == 9
    assert search.edit.text() == "Karlsvik sykehjem"
    assert not search.results.isVisible()


def test_enter_right_after_the_last_letter_takes_what_fits_it(search, qtbot):
    qtbot.keyClicks(search.edit, "karl ")
    qtbot.keyClick(search.edit, Qt.Key.Key_Return)
    assert search.results.isVisible() is False
    assert search.value() == 2


def test_text_that_chose_nothing_is_no_value(search, qtbot):
    qtbot.keyClicks(search.edit, "kari")
    with pytest.raises(Unreadable):
        search.value()
    search.edit.clear()
    assert search.value() is None


def test_typing_on_after_choosing_takes_the_choice_away(search, qtbot):
    search.pick(Found(1, "Kari Nordmann"))
    qtbot.keyClicks(search.edit, "x")
    with pytest.raises(Unreadable):
        search.value()


def test_esc_closes_the_list_and_keeps_the_text(search, qtbot):
    qtbot.keyClicks(search.edit, "kar")
    qtbot.waitUntil(search.results.isVisible)
    qtbot.keyClick(search.edit, Qt.Key.Key_Escape)
    assert not search.results.isVisible()
    assert search.text() == "kar"


def test_what_the_program_puts_in_the_field_is_not_searched_for(search, qtbot):
    qtbot.keyClicks(search.edit, "kar")
    search.set_value(Found(5, "UT-0005 Dusjkrakk"))
    qtbot.wait(WAIT_MS * 2)
    assert not search.results.isVisible()


def test_a_word_that_fits_nothing_is_told_and_chooses_nothing(search, qtbot):
    qtbot.keyClicks(search.edit, "xy")
    qtbot.waitUntil(search.results.isVisible)
    assert search.results.item(0).text() == "Ingen treff på «xy»"
    qtbot.keyClick(search.edit, Qt.Key.Key_Return)
    with pytest.raises(Unreadable):
        search.value()


def test_the_wheel_rolls_past_a_choice_and_changes_nothing(dressed, qtbot):
    field = ChoiceField("Tilstand", [(1, "Ren og hel"), (2, "Til rengjøring"), (3, "Skadet")])
    qtbot.addWidget(field)
    field.set_value(2)
    spot, nothing = QPointF(9, 9), (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier)
    roll = QWheelEvent(spot, spot, QPoint(), QPoint(0, -120), *nothing, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(field.box, roll)
    assert field.value() == 2
    assert not roll.isAccepted()
