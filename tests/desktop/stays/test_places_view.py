"""Places from the key to the row on disk: made at once, closed with who is hit told first, opened, earmarked, ended."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from db import closures, stay_acts, stay_places
from desktop.stays import free_words
from desktop.stays.page import StaysPage

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TODAY = "2026-07-03"


@pytest.fixture
def view(ward):
    """The list of places, in sight."""
    page = ward.window.show_page(StaysPage)
    page.open_kind("stay_place", ward.rooms["Rom 1"])
    return page.view("stay_place")


def press(view, key, held=CTRL | SHIFT):
    """A key in the list of the view, also where a form has just gone."""
    view.window().activateWindow()
    view.table.setFocus()
    QApplication.processEvents()
    QTest.keyClick(view.table, key, held)
    QApplication.processEvents()


def confirm(form):
    """Ctrl+Enter in a form; whether it has closed."""
    QApplication.processEvents()
    QTest.keyClick(form, Qt.Key.Key_Return, CTRL)
    QApplication.processEvents()
    return not isValid(form) or not form.isVisible()


def told(form):
    """What a form says beside its fields of who is hit."""
    return form.told.texts


def choose(ward, view, *names):
    view.table.choose([ward.rooms[name] for name in names])


def test_the_list_tells_how_each_place_stands_tonight(ward, view):
    assert ward.shown(view, "name") == ["Rom 1", "Rom 2", "Rom 3", "Rom 4"]
    assert ward.shown(view, "status") == ["taken", "over", "free", "free"]
    view.show_chip("free")
    assert ward.shown(view, "name") == ["Rom 3", "Rom 4"]
    choose(ward, view, "Rom 3")
    facts = dict(view.panel.details.facts)
    assert (facts["Neste inn"], facts["Hvem"]) == ("9. juli 2026", "")
    assert "Rom 3, Korttid, tom" in view.sentence(view.chosen_rows()[0])


def test_the_stay_of_a_place_is_one_button_away(ward, view):
    choose(ward, view, "Rom 1")
    ward.buttons(view.panel)["Vis oppholdet"].click()
    assert ward.window.show_page(StaysPage).current.chosen_ids() == [ward.known["Kari"]]


def test_five_rooms_are_made_by_one_name(ward, view):
    press(view, Qt.Key.Key_N, CTRL)
    form = ward.form()
    form.names.edit.setText("Rom 5..9")
    form.names.changed.emit()
    assert form.names.under.text() == "5 plasser: Rom 5, Rom 6 … Rom 9"
    form.fill({"valid_from": "2026-07-01", "purpose": "respite"})
    assert confirm(form)
    assert ward.shown(view, "name")[4:] == ["Rom 5", "Rom 6", "Rom 7", "Rom 8", "Rom 9"]
    assert ward.shown(view, "earmark")[4:] == ["respite"] * 5
    assert "5 plasser er lagt til" in ward.told()
    ward.window.undo()
    assert len(view.model.ids) == 4


def test_too_many_rooms_are_told_while_they_are_typed(ward, view):
    press(view, Qt.Key.Key_N, CTRL)
    form = ward.form()
    form.names.set_value("Rom 1..900")
    form.names.changed.emit()
    assert "høyst 200" in form.names.under.text()
    assert not confirm(form)
    assert "høyst 200" in form.names.under.text()
    form.discard()


def test_who_is_hit_is_told_before_a_place_is_closed(ward, view):
    choose(ward, view, "Rom 3")
    press(view, Qt.Key.Key_S)
    form = ward.form()
    assert told(form) == ["Bjørg S., Rom 3, 9.–16. juli. Ledig i stedet: Rom 1, Rom 2 og Rom 4"]
    form.fill({"from_on": "2026-07-16"})
    form.look()
    assert told(form) == ["Ingen opphold blir berørt"]
    form.fill({"from_on": "2026-07-15", "to_on": "2026-07-20", "reason": "Maling"})
    assert not confirm(form)  # the list still says nobody: turned down, and told
    assert "1 opphold blir berørt" in form.fields["from_on"].under.text()
    assert told(form)[0].startswith("Bjørg S., Rom 3, 15.–16. juli")
    assert confirm(form)
    (row,) = closures.of_place(ward.store._register, ward.rooms["Rom 3"])
    assert (row["from_on"], row["to_on"], row["reason"]) == ("2026-07-15", "2026-07-20", "Maling")
    assert "Rom 3 er stengt. 1 opphold må flyttes" in ward.told()
    ward.window.undo()
    assert closures.of_place(ward.store._register, ward.rooms["Rom 3"]) == []


def test_fewer_on_duty_close_a_number_of_places(ward, view):
    choose(ward, view, "Rom 4")
    press(view, Qt.Key.Key_S)
    form = ward.form()
    form.what.set_value("some")
    form.what.changed.emit()
    form.look()
    assert told(form) == ["Velg dager, så står det her"]
    form.fill({"places": 3, "from_on": "2026-07-03", "to_on": "2026-07-05", "reason": "Ferie"})
    form.look()
    assert [line.split(",")[0] for line in told(form)] == ["Ola H.", "Kari N."]
    assert "(1 for mange)" in told(form)[0]
    assert confirm(form)
    (row,) = closures.open_places(ward.store._register, "2026-07-04", site_id=view.chosen_rows()[0]["site_id"])
    assert (row["places"], row["reduced"], row["open"]) == (4, 3, 1)
    assert view.head.line.text() == "4 plasser · 1 åpen plass · 1 mangler plass i natt"


def test_the_whole_site_is_closed_and_the_closure_changed_and_ended_by_keys(ward, view):
    choose(ward, view, "Rom 4")
    press(view, Qt.Key.Key_S)
    form = ward.form()
    form.what.set_value("all")
    form.fill({"from_on": "2026-09-01", "reason": "Lekkasje"})
    form.look()
    assert told(form) == ["Ingen opphold blir berørt"]
    assert confirm(form)
    press(view, Qt.Key.Key_J)
    form = ward.form()
    form.fill({"to_on": "2026-09-10"})
    assert confirm(form)
    assert ward.store.read(closures.closures, since=TODAY)[0]["to_on"] == "2026-09-10"
    press(view, Qt.Key.Key_Y)
    form = ward.form()
    form.fill({"on_day": "2026-09-05"})
    assert confirm(form)
    assert ward.store.read(closures.closures, since=TODAY)[0]["to_on"] == "2026-09-05"
    press(view, Qt.Key.Key_Y)
    assert confirm(ward.form())
    assert ward.store.read(closures.closures, since=TODAY) == []
    press(view, Qt.Key.Key_Y)
    assert "Ingenting er stengt" in ward.told()


def test_a_place_is_ended_and_tells_who_loses_it(ward, view):
    choose(ward, view, "Rom 3")
    press(view, Qt.Key.Key_D, CTRL)
    form = ward.form()
    assert told(form) == ["Ingen opphold blir berørt"]
    form.fill({"valid_to": "2026-07-12", "name": "Rom 3 A", "features": "Eget bad"})
    form.look()
    assert told(form)[0].startswith("Bjørg S., Rom 3, 12.–16. juli")
    assert confirm(form)
    row = stay_places.place(ward.store._register, ward.rooms["Rom 3"])
    assert (row["name"], row["features"], row["valid_to"]) == ("Rom 3 A", "Eget bad", "2026-07-12")


def test_places_are_earmarked_together_by_keys(ward, view):
    choose(ward, view, "Rom 1", "Rom 2")
    press(view, Qt.Key.Key_M)
    form = ward.form()
    form.fill({"purpose": "rehabilitation", "from_on": "2026-07-01", "to_on": "2026-10-01"})
    assert confirm(form)
    assert ward.shown(view, "earmark") == ["rehabilitation", "rehabilitation", None, None]
    choose(ward, view, "Rom 1")
    assert dict(view.panel.details.facts)["Øremerket"] == "Rehabilitering, til 1. okt."
    press(view, Qt.Key.Key_M)
    form = ward.form()
    assert form.fields["purpose"].value() == "rehabilitation"
    form.fill({"purpose": None, "from_on": "2026-07-03"})
    assert confirm(form)
    assert ward.shown(view, "earmark")[:2] == [None, "rehabilitation"]


def test_an_extra_place_needs_its_reason(ward, view):
    press(view, Qt.Key.Key_X)
    form = ward.form()
    form.fill({"name": "Stua"})
    assert not confirm(form)
    form.fill({"reason": "Influensa"})
    assert confirm(form)
    view.show_chip("extra")
    assert ward.shown(view, "name") == ["Stua"]


def test_a_site_is_made_and_changed_by_keys(ward, view):
    press(view, Qt.Key.Key_D)
    form = ward.form()
    assert form.fields["name"].value() == "Korttid"
    form.which.set_value("new")
    form.which.changed.emit()
    assert not form.active.isEnabled()
    form.fill({"name": "Dagsenteret", "kind": "day_centre", "weekdays": "135"})
    assert confirm(form)
    made = ward.store.read(stay_places.sites, kind="day_centre")[0]
    assert (made["name"], made["weekdays"]) == ("Dagsenteret", "135")
    press(view, Qt.Key.Key_D)
    form = ward.form()
    form.fill({"phone": "72 00 00 00"})
    assert confirm(form)
    assert ward.store.read(stay_places.sites, kind="ward")[0]["phone"] == "72 00 00 00"


def test_the_inhabitants_are_written_by_keys(ward, view):
    press(view, Qt.Key.Key_I)
    form = ward.form()
    form.fill({"inhabitants": 16_000, "source": "SSB"})
    assert confirm(form)
    assert stay_places.inhabitants(ward.store._register, 2026)["inhabitants"] == 16_000
    press(view, Qt.Key.Key_I)
    form = ward.form()
    assert form.fields["inhabitants"].value() == 16_000
    form.discard()


def test_the_first_place_of_an_empty_register_asks_for_its_site(stock, qtbot):
    for row in stock.store.read(stay_places.sites):
        stock.run(stay_places.change_site, site_id=row["site_id"], active=False)
    view = stock.window.show_page(StaysPage)
    view.open_kind("stay_place", 1)
    view.view("stay_place").new_record()
    form = stock.form()
    form.fill({"name": "Nyheim"})
    assert confirm(form)
    places = stock.form()
    places.names.set_value("Seng 1..2")
    assert confirm(places)
    made = next(row for row in stock.store.read(stay_places.sites) if row["name"] == "Nyheim")
    assert made["places"] == 2


def test_every_control_of_the_page_has_a_name(ward, view):
    assert ward.nameless(view) == []


def test_what_is_free_tonight_is_the_same_here_and_in_the_chart_with_its_rule_also_when_somebody_is_parked(ward, view):
    ward.run(stay_acts.park_stay, stay_id=ward.known["Kari"])
    ward.store.changed.emit({"stay"})
    view.refresh()
    page = ward.window.current
    assert view.head.line.text() == "4 plasser · 4 åpne plasser · 2 ledige i natt"
    assert view._counts["free"] == 3, "Rom 1 is empty as well, and somebody needs a place"
    assert view.head.line.accessibleDescription() == free_words.RULE
    page.show_kind("stay_chart")
    chart = page.view("stay_chart").head.line
    assert " · 1 parkert · 2 ledige i natt · " in chart.text()
    assert chart.accessibleDescription() == free_words.RULE
