"""A list page as a person uses it: chips, words, keys, columns, clipboard, and a change from elsewhere."""

import pytest
from parts_sample import Copies
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.parts import style


@pytest.fixture
def page(store, frame, qtbot):
    made = Copies(store, frame)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    with qtbot.waitExposed(made):
        made.show()
    return made


def again(page, frame, qtbot):
    """The same page as it would be the next day."""
    other = Copies(page.store, frame)
    qtbot.addWidget(other)
    other.resize(1280, 720)
    other.show()
    return other


def test_it_says_how_many(page):
    assert page.head.line.text() == "42 gjenstander"
    page.chip_row._buttons["lent"].click()
    assert page.head.line.text() == "7 av 42 gjenstander vises"


def test_words_narrow_the_list_and_an_empty_one_offers_the_way_back(page, qtbot):
    qtbot.keyClicks(page.words, "krakk")
    qtbot.waitUntil(lambda: page.head.line.text() == "21 av 42 gjenstander vises")
    page.words.setText("hjul")
    page.reread()
    assert page.empty.isVisible()
    assert page.empty._text.text() == "Ingen treff på «hjul»"
    assert page.empty._button.text() == "Fjern filtre"
    page.empty._button.click()
    assert len(page.model.ids) == 42
    assert page.table.isVisible()


def test_an_empty_register_offers_to_begin(page):
    page.held = range(0)
    page.refresh()
    assert page.empty._button.text() == "Nytt utstyr"
    page.empty._button.click()
    assert page.made == 1


def test_the_box_narrows_the_list(page):
    page.choice.setCurrentIndex(2)
    page.choice.activated.emit(2)
    assert len(page.model.ids) == 21
    assert page.asked_for.choice == 1
    assert page.listing().note == "Alle · Krakker"


def test_a_click_on_the_heading_sorts_and_is_remembered(page, frame, qtbot):
    head = page.table.horizontalHeader()
    x = head.sectionViewportPosition(1) + 30
    for _click in range(2):
        qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=head.rect().center().__class__(x, 10))
    assert (page.asked_for.order, page.asked_for.descending) == ("name", True)
    page.table.remember()
    assert again(page, frame, qtbot).asked_for.order == "name"


def test_columns_are_moved_hidden_and_remembered(page, frame, qtbot):
    head = page.table.horizontalHeader()
    assert "Merknad" not in [column.heading for column in page.table.shown_columns()]
    page.table.show_column(6, True)
    page.table.show_column(3, False)
    head.moveSection(head.visualIndex(4), 0)
    page.table.setColumnWidth(1, 300)
    page.table.remember()
    other = again(page, frame, qtbot)
    assert [column.key for column in other.table.shown_columns()] == [
        "due_on", "number", "name", "state", "price_ore", "note"]  # fmt: skip
    assert other.table.columnWidth(1) == pytest.approx(300, abs=2)
    other.table.reset_columns()
    assert [c.key for c in other.table.shown_columns()][:4] == ["number", "name", "state", "borrower"]


def test_the_last_visible_column_cannot_be_hidden(page):
    for number in range(1, 7):
        page.table.show_column(number, False)
    ticked = [action for action in page.table.columns_menu().actions() if action.isChecked()]
    assert len(ticked) == 1
    assert not ticked[0].isEnabled()


def test_rows_are_copied_with_headings_as_they_stand(page, qtbot):
    page.table.choose([6, 12])
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["Nummer", "Hjelpemiddel", "Tilstand", "Låner", "Frist", "Pris"]
    assert lines[1] == "UT-0006\tRullator, innendørs\tUtlånt\tKari N.\t24. juni · 9 dager over\t600 kr"
    assert len(lines) == 3


def test_enter_and_a_double_click_open(page, qtbot):
    page.table.choose([3])
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    spot = page.table.visualRect(page.model.index(4, 1)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert page.opened == [3, 5]


def test_no_key_edits_a_cell(page, qtbot):
    page.table.choose([3])
    for key in (Qt.Key.Key_F2, Qt.Key.Key_A, Qt.Key.Key_5):
        qtbot.keyClick(page.table, key)
    assert page.table.state() == page.table.State.NoState


def test_the_panel_follows_the_selection(page):
    page.table.choose([6])
    assert page.panel.isVisible()
    assert page.panel.details.title == "Rullator, innendørs"
    page.table.clearSelection()
    assert not page.panel.isVisible()


def test_a_change_elsewhere_is_read_and_the_selection_stays(page):
    page.table.choose([20, 21])
    page.held = [n for n in range(1, 43) if n not in (3, 20)]
    page.store.changed.emit({"item"})
    assert page.table.chosen_ids() == [21]
    assert len(page.model.ids) == 40


def test_a_change_of_another_kind_is_not_read(page):
    reads = page.reads
    page.store.changed.emit({"person"})
    assert page.reads == reads


def test_a_hidden_page_reads_when_it_is_seen_again(page):
    page.hide()
    reads = page.reads
    page.store.changed.emit({"item"})
    page.store.changed.emit({"item"})
    assert page.reads == reads
    page.show()
    assert page.reads == reads + 1


def test_a_record_is_found_though_filtered_away(page):
    page.chip_row._buttons["repair"].click()
    page.words.setText("krakk")
    page.reread()
    page.open_record(6)
    assert page.table.chosen_ids() == [6]


def test_export_and_print_get_the_list_as_shown(page, frame):
    page.table.show_column(3, False)
    page.chip_row._buttons["lent"].click()
    page.export()
    page.print_list()
    (first, listing), (second, _same) = frame.listings
    assert (first, second) == ("export", "print")
    assert [row["item_id"] for row in listing.rows()] == [6, 12, 18, 24, 30, 36, 42]
    assert listing.note == "Utlånt"
    assert "borrower" not in [column.key for column in listing.columns]


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Return])
def test_from_the_words_an_arrow_or_enter_leads_to_the_first_row_that_fits(page, qtbot, key):
    page.find_in_list()
    qtbot.keyClicks(page.words, "krakk")
    qtbot.keyClick(page.words, key)
    assert page.table.hasFocus()
    assert page.chosen_ids() == [page.model.ids[0]]
    assert "krakk" in page.model.row(0)["name"].lower()


def test_the_list_gets_the_focus_when_the_button_that_had_it_is_replaced(page):
    page.table.choose([6])
    page.show_panel()
    assert page.panel.isAncestorOf(page.window().focusWidget())
    page.reread()
    assert page.table.hasFocus()


def test_in_a_narrow_window_the_panel_is_a_page_of_its_own(page, qtbot):
    page.resize(1000, 700)
    page.table.choose([6])
    assert not page.panel.isVisible()
    page.show_panel()
    assert page.panel.isVisible()
    assert not page.table.isVisible()
    qtbot.keyClick(page.places.back, Qt.Key.Key_Escape)
    assert page.table.isVisible()
    assert page.table.chosen_ids() == [6]
    page.resize(1280, 700)
    assert page.panel.isVisible()


def test_chips_move_by_arrow_keys_and_fold_into_a_box_where_there_is_no_room(page, dressed, qtbot):
    chips = page.chip_row
    chips._buttons["all"].setFocus()
    qtbot.keyClick(chips._buttons["all"], Qt.Key.Key_Right)
    assert chips.current == "lent"
    assert not chips.box.isVisible()
    style.apply(dressed, "light", 150)
    page.resize(600, 500)
    qtbot.waitUntil(chips.box.isVisible)
    chips.box.setCurrentIndex(2)
    chips.box.activated.emit(2)
    assert page.asked_for.chip == "repair"


def test_larger_text_gives_higher_rows(page, dressed):
    before = page.table.rowHeight(0)
    style.apply(dressed, "light", 150)
    assert page.table.rowHeight(0) > before * 1.4


def test_the_panel_is_filled_once_for_each_reading(page, monkeypatch):
    page.table.choose([page.model.ids[0]])
    filled = []
    fill = page.panel.fill
    monkeypatch.setattr(page.panel, "fill", lambda details: (filled.append(details.title), fill(details)))
    page.refresh()
    assert len(filled) == 1
    page.held = page.held[:-1]
    page.refresh()
    assert len(filled) == 2
