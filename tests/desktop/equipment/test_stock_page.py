"""The list of copies: order, chips, the act that fits, many at once, history."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from db import equipment
from desktop.columns import text
from desktop.equipment.columns import ITEMS


def choose(items, stock, *numbers):
    items.table.choose([stock.items[number] for number in numbers])


def test_what_is_overdue_comes_first(items, stock):
    assert stock.shown(items, "number")[0] == "UT-0001"
    assert stock.shown(items, "state")[0] == "overdue"


def test_chips_show_the_states_that_are_there(items):
    texts = [made.text() for made in items.chip_row._buttons.values()]
    assert texts == ["Alle  7", "Ledig  2", "Utlånt  1", "Forfalt  1", "Til rengjøring  2", "Til reparasjon  1",
                     "Savnet  1", "Kassert  1"]  # fmt: skip


def test_a_chip_and_a_group_filter_together(items, stock):
    items.chip_row._buttons["available"].click()
    items.choice.setCurrentIndex(items.choice.findData("Hygiene"))
    items.choice.activated.emit(items.choice.currentIndex())
    assert stock.shown(items, "number") == ["UT-0007"]


@pytest.mark.parametrize(
    ("number", "act"),
    [("UT-0002", "Lån ut"), ("UT-0001", "Ta imot retur"), ("UT-0003", "Rengjort"), ("UT-0005", "Reparert"),
     ("UT-0006", "Funnet igjen")],
)  # fmt: skip
def test_the_panel_offers_the_act_that_fits(items, stock, number, act):
    choose(items, stock, number)
    assert [one.text for one in items.panel.details.acts if one.primary] == [act]
    assert act in stock.buttons(items.panel)


def test_a_retired_copy_has_no_next_act(items, stock):
    items.open_kind("item:retired", 0)
    choose(items, stock, "UT-0008")
    assert [one.text for one in items.panel.details.acts if one.primary] == []


def test_the_panel_tells_who_has_it_and_how_late(items, stock):
    choose(items, stock, "UT-0001")
    texts = [label.text() for label in items.panel.findChildren(QLabel)]
    assert {"UT-0001", "Rullator, innendørs", "Kari Nordmann (f. 1941)", "24. juni · 9 dager over"} <= set(texts)


def test_ctrl_enter_does_what_fits_and_ctrl_z_takes_it_back(items, stock, qtbot):
    choose(items, stock, "UT-0003")
    qtbot.keyClick(stock.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert stock.state("UT-0003") == "available"
    assert stock.told() == "Rullator, innendørs (UT-0003) er rengjort og står som ledig"
    qtbot.keyClick(stock.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stock.state("UT-0003") == "cleaning"


def test_several_are_cleaned_in_one_act(items, stock):
    choose(items, stock, "UT-0003", "UT-0004")
    stock.buttons(items.panel)["Meld 2 rengjort"].click()
    assert (stock.state("UT-0003"), stock.state("UT-0004")) == ("available", "available")
    stock.window.undo()
    assert (stock.state("UT-0003"), stock.state("UT-0004")) == ("cleaning", "cleaning")


def test_acts_on_many_touch_only_those_they_fit(items, stock):
    choose(items, stock, "UT-0001", "UT-0002", "UT-0003")
    texts = [act.text for act in items.panel.details.acts]
    assert texts[:4] == ["Lån ut 1", "Ta imot 1", "Forleng 1 …", "Meld 1 rengjort"]
    assert "Kasser 2 …" in texts


def test_nothing_is_retired_without_a_reason(items, stock):
    choose(items, stock, "UT-0002", "UT-0003")
    items.do_retired()
    form = stock.form()
    form.save()
    assert form.fields["reason"].under.text() == "Velg grunn"
    assert stock.state("UT-0002") == "available"
    form.fields["reason"].set_value("broken")
    form.save()
    assert (stock.state("UT-0002"), stock.item("UT-0003")["retired_reason"]) == ("retired", "broken")
    assert stock.told() == "2 gjenstander er kassert"


def test_a_copy_lost_with_its_borrower_ends_the_loan(items, stock):
    choose(items, stock, "UT-0001")
    items.do_missing()
    stock.form().save()
    assert (stock.state("UT-0001"), stock.item("UT-0001")["line_id"]) == ("missing", None)


def test_the_deadline_is_moved_from_the_panel(items, stock):
    choose(items, stock, "UT-0001")
    items.extend()
    form = stock.form()
    form.fields["due_on"].set_value("2026-08-01")
    form.save()
    assert stock.item("UT-0001")["due_on"] == "2026-08-01"
    assert stock.told() == "1 utlån er forlenget. Ny frist 1. august 2026"


def test_lending_takes_the_chosen_copies_along(items, stock):
    choose(items, stock, "UT-0002", "UT-0007")
    items.lend()
    assert [line.item["number"] for line in stock.window.current.draft.lines] == ["UT-0002", "UT-0007"]


def test_nothing_found_repeats_the_words_and_offers_a_way_out(items, stock):
    items.words.setText("sparkesykkel")
    items.reread()
    assert items.lists.currentWidget() is items.empty
    assert items.empty._text.text() == "Ingen treff på «sparkesykkel»"
    stock.buttons(items.empty)["Fjern filtre"].click()
    assert len(items.model.ids) == 7


def test_the_history_is_told_in_sentences(items, stock):
    choose(items, stock, "UT-0001")
    items.show_history()
    told = [(line.text, line.day) for line in stock.form().lines]
    assert told[0] == ("Lånt ut til Kari N. Frist 24. juni", "1. april 2026")
    assert told[-1][1] == "3. juli 2026"


def test_labels_are_asked_for_with_the_chosen_copies(items, stock):
    choose(items, stock, "UT-0002", "UT-0003")
    items.print_labels()
    assert stock.asked == [("print_labels", {"item_ids": [stock.items["UT-0002"], stock.items["UT-0003"]]})]


def test_the_screen_shows_short_names_and_the_sheet_whole_ones(items):
    row = items.model.row(0)
    on_screen = next(column for column in items.columns if column.key == "borrower")
    on_sheet = next(column for column in items.listing().columns if column.key == "borrower")
    assert (text(on_screen, row), text(on_sheet, row)) == ("Kari N.", "Nordmann, Kari")
    assert {column.key for column in items.columns} == {column.key for column in ITEMS}


def test_a_list_that_changed_elsewhere_is_read_again(items, stock):
    stock.elsewhere(equipment.act, item_ids=[stock.items["UT-0002"]], act="to_repair")
    stock.store.look_around()
    assert items.model.row(items.model.position(stock.items["UT-0002"]))["state"] == "repair"


def test_the_menu_of_acts_holds_what_the_state_allows(items, stock):
    choose(items, stock, "UT-0002")
    texts = [action.text() for action in items.acts_menu().actions() if action.text()]
    assert "Meld til reparasjon" in texts
    assert "Reparert" not in texts


def test_the_copies_of_a_product_are_shown_from_the_catalogue(catalogue, stock):
    catalogue.table.choose([stock.rollator])
    stock.buttons(catalogue.panel)["Vis eksemplarene"].click()
    view = stock.window.current.current
    assert view.kind == "item"
    assert stock.shown(view, "number") == ["UT-0001", "UT-0002", "UT-0003", "UT-0004"]


def test_the_catalogue_counts_copies_and_goods(catalogue, stock):
    rows = {row["name"]: row for row in catalogue.rows(catalogue.model.ids.tolist())}
    assert (rows["Rullator, innendørs"]["ready"], rows["Rullator, innendørs"]["lent"]) == (1, 1)
    assert rows["Albuekrykker, par"]["ready"] == 10


def test_every_widget_that_takes_the_focus_has_a_name(items, stock):
    choose(items, stock, "UT-0001")
    assert stock.nameless(stock.window.current) == []


def test_an_empty_stock_offers_one_way_on(bare):
    from desktop.equipment.page import EquipmentPage

    bare.open()
    items = bare.window.show_page(EquipmentPage).view("item")
    assert "Her er det tomt foreløpig" in items.empty._text.text()
    bare.buttons(items.empty)["Nytt utstyr"].click()
    assert bare.form().windowTitle() == "Nytt utstyr"
    assert bare.store.read(equipment.item_ids, today="2026-07-03") == []


def test_keys_work_after_a_menu_was_opened_with_nothing_chosen(items, stock, qtbot):
    items.table.clearSelection()
    menu = stock.window.menus.menu("Rediger")
    menu.aboutToShow.emit()
    menu.aboutToHide.emit()
    choose(items, stock, "UT-0003")
    qtbot.keyClick(stock.window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert stock.state("UT-0003") == "available"


def test_acts_without_a_choice_do_nothing(items, stock):
    items.table.clearSelection()
    for act in (items.do_next, items.lend, items.take_back, items.extend, items.swap, items.edit, items.do_retired,
                items.print_labels, items.show_history):  # fmt: skip
        act()
    assert stock.window.current.current is items
    assert stock.asked == []


def test_a_retired_copy_is_shown_under_its_own_chip(items, stock):
    stock.window.go("item", stock.items["UT-0008"])
    assert items.chip_row.current == "retired"
    assert items.chosen_ids() == [stock.items["UT-0008"]]
    assert items.panel.details.state == "retired"


def test_a_few_digits_find_the_number_that_ends_so_first(stock):
    stock.add("Rullator med 3 hjul", ["UT-0010"], hms_nr="300000")
    found = [row["number"] for row in stock.store.read(equipment.find_items, "3")]
    assert found[0] == "UT-0003"
    assert {"UT-0001", "UT-0010"} <= set(found[1:])
