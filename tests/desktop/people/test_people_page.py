"""People and units: lists, the card, new cards, and two cards made one."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from db import loan_lines, loans, people, units
from desktop.parts.row_button import RowButton
from desktop.people.form import split_name
from desktop.people.holdings import ProtectedAddress
from desktop.people.page import PeoplePage

TODAY = "2026-07-03"


def texts(widget):
    return {label.text() for label in widget.findChildren(QLabel)}


def test_chips_count_who_borrows_and_who_is_late(persons, stock):
    found = [made.text() for made in persons.chip_row._buttons.values()]
    assert found == ["Alle  2", "Har lån  1", "Forfalt  1", "Flyttet  0", "Døde  0"]
    persons.chip_row._buttons["overdue"].click()
    assert stock.shown(persons, "first_name") == ["Kari"]


def test_an_arrow_chooses_the_only_row(persons, stock, qtbot):
    persons.chip_row._buttons["overdue"].click()
    persons.table.choose([])
    qtbot.keyClick(persons.table, Qt.Key.Key_Down)
    assert persons.chosen_ids() == [stock.people["Kari"]]


def test_the_card_tells_what_is_held_and_leads_there(persons, stock):
    persons.table.choose([stock.people["Kari"]])
    assert {"Kari Nordmann", "900 00 001", "Storgata 4", "Har nå"} <= texts(persons.panel)
    held = persons.panel.findChildren(RowButton)
    assert [row.accessibleName() for row in held] == ["Rullator, innendørs, UT-0001 · 24. juni · 9 dager over"]
    held[0].click()
    assert stock.window.current.current.chosen_ids() == [stock.items["UT-0001"]]


def test_enter_opens_what_a_row_stands_for(persons, stock, qtbot):
    persons.table.choose([stock.people["Kari"]])
    qtbot.keyClick(persons.panel.findChildren(RowButton)[0], Qt.Key.Key_Return)
    assert stock.window.current.current.kind == "item"


def test_what_was_held_stands_below(persons, stock):
    line = stock.item("UT-0001")["line_id"]
    stock.run(loans.take_back, returns=[loans.Return(line, "clean")])
    persons.refresh()
    persons.table.choose([stock.people["Kari"]])
    assert {"Har nå", "Ingenting", "Har hatt"} <= texts(persons.panel)


def test_what_leads_to_a_protected_person_is_not_copied_either(persons, stock):
    told = {"phone": "955 00 001", "kin_name": "Eva Hemmelig", "kin_phone": "911 00 001", "address": "Lia 4"}
    stock.run(people.add_person, first_name="Liv", last_name="Vern", protected=1, note="=1+1", **told)
    stock.run(people.add_person, first_name="Åse", last_name="Vid", phone="+47 922 00 001", note="-Ring først")
    persons.refresh()
    for index in range(persons.model.columnCount()):
        persons.table.setColumnHidden(index, False)
    persons.table.selectAll()
    persons.table.copy()
    said = QGuiApplication.clipboard().text()
    assert {"Vern, Liv", "+47 922 00 001", "'=1+1", "'-Ring først"} <= set(said.replace("\n", "\t").split("\t"))
    assert "Hemmelig" not in said
    assert "55 00 001" not in said
    assert "911 00 001" not in said
    assert "Lia 4" not in said


def test_a_protected_address_stands_on_the_card_only(persons, stock):
    kari = stock.store.read(people.person, stock.people["Kari"])
    stock.run(people.change_person, person_id=kari["person_id"], rev=kari["rev"], protected=True)
    persons.refresh()
    persons.table.choose([kari["person_id"]])
    mark = persons.panel.findChild(ProtectedAddress)
    assert mark.accessibleName() == "Skjermet adresse: Storgata 4"
    place = persons.model.position(kari["person_id"])
    in_list = [persons.model.index(place, n).data() for n in range(len(persons.columns))]
    assert "Storgata 4" not in in_list


def test_a_person_is_registered_with_the_keys_alone(persons, stock, qtbot):
    qtbot.keyClick(stock.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = stock.form()
    qtbot.waitUntil(form.isActiveWindow)
    qtbot.keyClicks(form.focusWidget(), "Åse")
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClicks(form.focusWidget(), "Ærlend")
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClicks(form.focusWidget(), "3.2.41")
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    found = stock.store.read(people.find, "Ærlend")[0]
    assert (found["first_name"], found["born_on"]) == ("Åse", "1941-02-03")
    assert stock.told() == "Åse Ærlend er lagret"
    assert persons.chosen_ids() == [found["person_id"]]


def test_a_national_identity_number_is_refused_beside_the_field(persons, stock):
    persons.new_record()
    form = stock.form()
    form.fill({"last_name": "Lie", "note": "01014112345"})
    form.save()
    assert "fødselsnummer" in form.fields["note"].under.text()
    assert stock.store.read(people.find, "Lie") == []


def test_somebody_of_the_same_name_is_pointed_out(persons, stock):
    persons.new_record()
    form = stock.form()
    form.fill({"first_name": "Kari", "last_name": "Nordmann"})
    form.look_for_same()
    assert form.fields["last_name"].under.text() == "Finnes fra før: Kari Nordmann (f. 1941). Er det samme person?"


def test_the_dead_are_not_offered_a_loan(persons, stock):
    kari = stock.store.read(people.person, stock.people["Kari"])
    stock.run(people.change_person, person_id=kari["person_id"], rev=kari["rev"], died_on="2026-07-01")
    persons.refresh()
    persons.table.choose([kari["person_id"]])
    assert persons.panel.details.acts[0].text == "Ta imot retur"


def test_the_dead_are_asked_for_nothing(persons, stock):
    kari = stock.store.read(people.person, stock.people["Kari"])
    persons.table.choose([kari["person_id"]])
    assert "Meld behov …" in stock.buttons(persons.panel)
    stock.run(people.change_person, person_id=kari["person_id"], rev=kari["rev"], died_on="2026-07-01")
    persons.refresh()
    persons.table.choose([stock.people["Ola"]])
    persons.table.choose([kari["person_id"]])
    assert "Meld behov …" not in stock.buttons(persons.panel)


def test_lending_starts_with_the_person_on_the_card(persons, stock):
    persons.table.choose([stock.people["Ola"]])
    stock.buttons(persons.panel)["Lån ut til Ola"].click()
    assert stock.window.current.draft.borrower["ref"] == stock.people["Ola"]


def test_two_cards_become_one_and_two_again(persons, stock):
    twin = stock.run(people.add_person, first_name="Kari", last_name="Nordmann", phone="", kin_name="Per")
    persons.refresh()
    persons.merge()
    pairs = stock.form()
    pairs.findChildren(RowButton)[0].click()
    form = stock.form()
    assert form.kept_id == stock.people["Kari"]
    form.save()
    assert stock.told() == "Kortene er slått sammen til Kari Nordmann"
    kept = stock.store.read(people.person, stock.people["Kari"])
    assert (kept["kin_name"], stock.store.read(people.person, twin)["merged_into"]) == ("Per", kept["person_id"])
    assert persons.total() == 2
    stock.window.undo()
    assert stock.store.read(people.person, twin)["merged_into"] is None
    assert persons.total() == 3


def test_the_other_card_may_be_the_one_to_keep(persons, stock):
    persons.compare(stock.people["Kari"], stock.people["Ola"])
    form = stock.form()
    form.choice.button(1).click()
    form.save()
    lines = stock.store.read(loan_lines.of_borrower, person_id=stock.people["Ola"], today=TODAY)
    assert [line["number"] for line in lines] == ["UT-0001"]


def test_units_have_a_list_and_a_form(stock):
    page = stock.window.show_page(PeoplePage)
    page.show_view(1)
    assert stock.shown(page.current, "name") == ["Solbakken sykehjem"]
    page.new_record()
    stock.form().fill({"name": "Avdeling 2", "kind": "ward"})
    stock.form().save()
    assert stock.shown(page.current, "name") == ["Avdeling 2", "Solbakken sykehjem"]
    assert stock.told() == "Avdeling 2 er lagret"


def test_a_unit_out_of_use_stands_under_its_own_chip(stock):
    ward = stock.store.read(units.unit, stock.ward)
    stock.run(units.change_unit, unit_id=stock.ward, rev=ward["rev"], active=False)
    assert stock.store.read(units.ids, today=TODAY) == []
    assert stock.store.read(units.ids, today=TODAY, chip="inactive") == [stock.ward]
    assert stock.store.read(units.chips) == {"active": 0, "borrowing": 0, "inactive": 1}


def test_units_are_found_and_ordered_by_what_they_hold(stock):
    other = stock.run(units.add_unit, name="Åsheim bofellesskap")
    stock.run(loans.lend, item_ids=[stock.items["UT-0002"]], unit_id=other, due_on="2026-08-01")
    assert stock.store.read(units.ids, today=TODAY, text="åsheim") == [other]
    assert stock.store.read(units.ids, today=TODAY, order="open", descending=True) == [other, stock.ward]
    assert stock.store.read(units.rows, [other], today=TODAY)[0]["open_lines"] == 1


def test_every_widget_that_takes_the_focus_has_a_name(persons, stock):
    persons.table.choose([stock.people["Kari"]])
    assert stock.nameless(stock.window.current) == []


def test_names_are_split_as_people_write_them():
    assert split_name("Nordmann, Kari Anne") == {"first_name": "Kari Anne", "last_name": "Nordmann"}
    assert split_name("Kari Anne Nordmann") == {"first_name": "Kari Anne", "last_name": "Nordmann"}
