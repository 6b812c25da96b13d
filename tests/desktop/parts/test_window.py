"""The frame: pages, keys, menus, receipts, scans, drops, and a name on everything that takes the focus."""

from pathlib import Path

import pytest
from parts_sample import Copies, Lend, Overview
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from db import equipment, people, products
from db.errors import FileIsMissing
from desktop import settings
from desktop.main_window import MainWindow
from desktop.parts import style
from desktop.parts.keys import KeyList


@pytest.fixture
def window(store, qtbot):
    made = MainWindow(store, (Overview, Copies, Lend))
    qtbot.addWidget(made)
    made.resize(1360, 820)
    with qtbot.waitActive(made):
        made.show()
    made.show_page(Overview)
    return made


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def test_ctrl_and_a_number_leads_to_a_page(window, qtbot):
    press(qtbot, window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert type(window.current) is Copies
    assert window.navigation.buttons[1].isChecked()


def test_a_page_beneath_another_has_no_line_and_marks_that_one(window):
    assert [button.accessibleName() for button in window.navigation.buttons] == ["Oversikt", "Lager"]
    window.start("lend", person_id=4)
    assert window.current.given == {"person_id": 4}
    assert window.navigation.buttons[1].isChecked()


def test_f2_begins_to_lend(window, qtbot):
    press(qtbot, window, Qt.Key.Key_F2)
    assert type(window.current) is Lend
    assert window.current.given == {}


def test_a_page_with_unsaved_work_is_not_left(window):
    window.start("lend")
    window.current.busy = True
    window.navigation.buttons[0].click()
    assert type(window.current) is Lend
    assert window.navigation.buttons[1].isChecked()
    assert not window.close()
    window.current.busy = False
    window.navigation.buttons[0].click()
    assert type(window.current) is Overview


def test_acts_of_a_page_count_only_while_it_is_in_sight(window, qtbot):
    press(qtbot, window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    window.go("item", 6)
    press(qtbot, window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert window.current.cleaned == [[6]]
    window.current.table.clearSelection()
    window.menus.menu("Rediger").aboutToShow.emit()
    clean = next(a for a in window.menus.menu("Rediger").actions() if a.text() == "Meld til rengjøring")
    assert clean.isVisible()
    assert not clean.isEnabled()


def test_every_act_has_a_text_and_is_in_a_menu_and_no_key_means_two(window):
    window.go("item")
    everything = [action for menu in window.menus._menus.values() for action in menu.actions()]
    shown = [action for action in everything if action.isVisible() and not action.isSeparator()]
    assert all(action.text() for action in shown)
    assert {a for a in window.actions() if a.isVisible()} <= set(shown)
    keys = [action.shortcut().toString() for action in shown if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))


def test_undo_takes_back_and_offers_to_do_it_again(window, store, qtbot):
    store.write(people.add_person, first_name="Kari", last_name="Nordmann")
    window.tell("Kari N. er lagt inn")
    assert window.receipt.isVisible()
    assert window.status._now.text().startswith("Lagret kl. ")
    press(qtbot, window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert store.read(people.find, "kari") == []
    assert window.receipt.text.text() == "Angret: ny person"
    window.receipt._more.click()
    assert len(store.read(people.find, "kari")) == 1


def test_ctrl_z_reaches_the_register_from_the_empty_search_field(window, store, qtbot):
    store.write(people.add_person, first_name="Kari", last_name="Nordmann")
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.topbar.finder.hasFocus()
    press(qtbot, window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert store.read(people.find, "kari") == []


def test_what_is_done_again_is_named(window, store, stocked):
    store.write(equipment.act, item_ids=[stocked], act="to_cleaning")
    window.undo()
    assert window.receipt.text.text() == "Angret: satt til rengjøring"
    window.redo()
    assert window.receipt.text.text() == "Gjort om igjen: satt til rengjøring"


def test_nothing_to_undo_is_told(window, qtbot):
    window.undo()
    assert window.findChild(QMessageBox).text() == "Det er ikke noe å angre"


def test_trouble_with_the_file_is_one_calm_dialog(window, store):
    store.troubled.emit(FileIsMissing(Path("utlan.hverdag")))
    assert "utlan.hverdag" in window.findChild(QMessageBox).text()


def test_the_receipt_has_a_second_act(window):
    done = []
    window.tell("3 gjenstander er lånt ut", second=("Skriv ut kvittering", lambda: done.append("printed")))
    window.receipt._more.click()
    assert done == ["printed"]
    window.tell("Lagret", undo=False)
    assert not window.receipt._undo.isVisible()
    assert not window.receipt._more.isVisible()


@pytest.fixture
def stocked(store):
    """One copy, number UT-0042, in the register."""
    product = store.write(products.add_product, name="Dusjkrakk", tracking="single").result
    return store.write(equipment.add_items, numbers=["UT-0042"], product_id=product).result[0]


def test_the_search_field_finds_while_typing_and_leads_there(window, stocked, qtbot):
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.topbar.finder, "dusj")
    qtbot.waitUntil(window.topbar.results.isVisible)
    press(qtbot, window, Qt.Key.Key_Return)
    assert type(window.current) is Copies
    assert window.current.table.chosen_ids() == [stocked]
    assert window.topbar.finder.text() == ""


def test_a_scan_leads_to_the_copy(window, stocked):
    window.scanned("UT0042")
    assert window.current.table.chosen_ids() == [stocked]


def test_the_page_in_sight_takes_the_scan_first(window, stocked):
    window.start("lend")
    window.scanned("UT0042")
    assert window.current.codes == ["UT0042"]
    assert type(window.current) is Lend


def test_an_unknown_code_is_told_and_stands_ready_to_be_mended(window):
    window.scanned("UT0999")
    told = window.topbar.results
    assert told.isVisible()
    assert told.item(0).text() == "Fant ikke «UT0999». Sjekk etiketten, eller registrer nytt utstyr"
    assert window.topbar.finder.text() == "UT0999"


def test_esc_takes_away_the_results_then_the_words_and_then_leads_back_to_the_page(window, stocked, qtbot):
    window.go("item", stocked)
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.topbar.finder, "finnes ikke")
    qtbot.waitUntil(window.topbar.results.isVisible)
    assert window.topbar.results.item(0).text() == "Ingen treff på «finnes ikke»"
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not window.topbar.results.isVisible()
    assert window.topbar.finder.hasFocus()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.topbar.finder.text() == ""
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.current.table.hasFocus()


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    given = (QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(*given)
    entered.setAccepted(False)
    window.dragEnterEvent(entered)
    if entered.isAccepted():
        window.dropEvent(QDropEvent(*given))
    return entered.isAccepted()


def test_a_book_can_be_dropped_and_nothing_else(window, tmp_path, qtbot):
    with qtbot.waitSignal(window.dropped) as told:
        assert drop(window, tmp_path / "Lager.XLSX")
    assert told.args[0].name == "Lager.XLSX"
    assert not drop(window, tmp_path / "bilde.png")


def test_the_side_list_shrinks_to_icons_that_keep_their_names(window):
    window.resize(1030, 700)
    button = window.navigation.buttons[1]
    assert button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    assert window.navigation.width() < 70
    assert button.toolTip() == "Lager (Ctrl+2)"
    window.resize(1360, 700)
    assert button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon


def test_f1_lists_the_keys_of_everything(window, qtbot):
    window.go("item")
    press(qtbot, window, Qt.Key.Key_F1)
    listed = [found.text() for found in window.findChild(KeyList).findChildren(QWidget) if hasattr(found, "text")]
    for text in ("F2", "Lån ut", "Ctrl+K", "Meld til rengjøring", "Ctrl+E"):
        assert text in listed


def test_text_grows_by_key_between_its_limits_and_is_remembered(window, qtbot):
    for _press in range(8):
        press(qtbot, window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert style.look.percent == 150
    assert settings.text_percent() == 150
    press(qtbot, window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert style.look.percent == 100


def test_everything_that_takes_the_focus_has_a_name(window):
    window.go("item", 6)
    window.tell("Lagret", second=("Skriv ut", lambda: None))
    nameless = []
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(window):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is not None and not interface.text(QAccessible.Text.Name).strip():
            nameless.append(f"{type(widget).__name__} {widget.objectName()}")
    assert not nameless
