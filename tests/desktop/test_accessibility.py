"""A walk over every page and dialog by name and by key: nothing without a name, nothing out of reach, no key twice."""

from collections import Counter

import gallery
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QColor, QImage, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget
from walk import nameless, spoken, unreached

from db import equipment
from desktop import settings, words
from desktop.counts.counting import CountPage
from desktop.equipment.page import EquipmentPage
from desktop.listed import pages
from desktop.loans.lend_page import LendPage
from desktop.loans.page import LoansPage
from desktop.loans.return_page import ReturnPage
from desktop.main_window import MainWindow
from desktop.parts import icons, style, tokens
from desktop.parts.keys import KeyList
from desktop.parts.panel import StatePill
from desktop.parts.style import look

PAGES = pages()
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


# states


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_a_state_is_colour_and_icon_and_word(qapp, theme):
    style.apply(qapp, theme, 100)
    assert [code for code in words.STATES if not is_told(code)] == []
    style.apply(qapp, "light", 100)


def is_told(code: str) -> bool:
    """Whether the pill of a state shows and says all three."""
    state, pill = words.STATES[code], StatePill(code)
    pill.resize(pill.sizeHint())
    image, ink = pill.grab().toImage(), look.colour(state.colour)
    icon, word = QRect(9, 5, 17, image.height() - 10), QRect(30, 5, image.width() - 38, image.height() - 10)
    return bool(
        state.word
        and spoken(pill) == state.word
        and (icons.FOLDER / f"{state.icon}.svg").is_file()
        and near(image, icon, ink)
        and near(image, word, ink)
        and near(image, QRect(4, image.height() // 2, 4, 2), look.ground(state.colour))
    )


def near(image: QImage, part: QRect, ink: QColor) -> bool:
    """Whether some point of this part of a picture has this colour."""
    points = (
        image.pixelColor(x, y) for x in range(part.left(), part.right()) for y in range(part.top(), part.bottom())
    )
    return any(
        abs(p.red() - ink.red()) + abs(p.green() - ink.green()) + abs(p.blue() - ink.blue()) < 40 for p in points
    )


ITEMS = ["new", "available", "packed", "lent", "cleaning", "control", "repair", "blocked", "missing", "retired"]
# what stands in one list begins alike
LISTS = ("request_", "stop_", "count_", "recall_", "task_", "nav_", "lapse_", "warn_")


@pytest.mark.parametrize("family", [ITEMS, *([c for c in words.STATES if c.startswith(name)] for name in LISTS)])
def test_states_that_stand_in_one_list_look_different(family):
    looks = {(words.STATES[code].icon, words.STATES[code].colour) for code in family}
    assert len(family) > 1
    assert len(looks) == len(family)
    assert all(words.STATES[code].colour in tokens.LIGHT.states for code in family)


# names


@pytest.fixture(scope="module")
def shown(qapp, tmp_path_factory):
    """The gallery over the demo register."""
    settings.store().clear()
    made = gallery.hang(tmp_path_factory)
    style.apply(qapp, "light", 100)
    made.window.gather()  # else when it is first painted
    yield made
    made.close()


@pytest.fixture
def scene(request, shown):
    """The widget of a scene."""
    widget = gallery.SCENES[request.param](shown)
    QTest.qWait(5)
    yield widget
    shown.tidy()


@pytest.mark.parametrize("scene", sorted(gallery.WHOLE), indirect=True)
def test_everything_that_takes_the_focus_has_a_name_and_tab_comes_to_it(scene):
    """In the window; dialogs are walked through where their pictures are taken."""
    assert isinstance(scene, MainWindow)
    assert [*nameless(scene), *unreached(scene)] == []


# states in lists


@pytest.mark.parametrize(("page", "key"), [(EquipmentPage, "state"), (LoansPage, "status")])
def test_a_screen_reader_hears_the_word_of_every_state_in_a_list(shown, page, key):
    view = shown.page(page, 0) if page is EquipmentPage else shown.page(page)
    place = next(n for n, column in enumerate(view.columns) if column.key == key)
    heard = set()
    for number in range(len(view.model.ids)):
        word = words.STATES[view.model.row(number)[key]].word
        assert view.model.index(number, place).data(Qt.ItemDataRole.AccessibleTextRole).endswith(word)
        assert word.lower() in view.model.index(number, 0).data(Qt.ItemDataRole.AccessibleTextRole).lower()
        heard.add(word)
    assert len(heard) >= 2
    shown.tidy()


def test_tab_goes_as_the_eye_does(shown):
    view = shown.page(EquipmentPage, 0)
    QTest.qWait(5)
    chip, following = view.chip_row.findChildren(QAbstractButton)[0], [view.words, view.choice, view.table]
    place, met = chip, []
    while not met or place is not chip:
        met.append(place)
        place = place.nextInFocusChain()
    acts = view.panel.findChildren(QAbstractButton)
    assert [met.index(one) for one in following] == sorted(met.index(one) for one in following)
    assert met.index(view.table) < min(met.index(one) for one in acts)
    shown.tidy()


# keys and menus


def in_menus(window):
    """Every action that the menus list now."""
    return [action for bar in window.menuBar().actions() for action in bar.menu().actions() if not action.isSeparator()]


@pytest.mark.parametrize("page", PAGES)
def test_every_act_of_a_page_has_a_text_and_stands_in_a_menu(shown, page):
    shown.page(page)
    listed = {action.text() for action in in_menus(shown.window) if action.isVisible()}
    assert all(action.text for action in page.ACTIONS)
    assert {action.text for action in page.ACTIONS} <= listed
    assert all(action.text().strip() for action in in_menus(shown.window))
    shown.tidy()


def active_keys(window):
    """Every key that counts now in the window, with who has it."""
    acts = [(key.toString(), action.text()) for action in window.findChildren(QAction)
            if action.isVisible() and action.isEnabled() for key in action.shortcuts()]  # fmt: skip
    own = [(key.toString(), type(made.parent()).__name__) for made in window.findChildren(QShortcut)
           if isinstance(made.parent(), QWidget) and made.parent().isVisible() and made.parent().window() is window
           and made.isEnabled() for key in made.keys()]  # fmt: skip  # noqa: SIM118  a shortcut is no mapping
    return acts + own


@pytest.mark.parametrize("page", PAGES)
def test_no_key_means_two_things_at_once(shown, page):
    made = shown.page(page)
    for view in range(len(getattr(made, "views", [made]))):
        if hasattr(made, "show_view"):
            made.show_view(view)
        times = Counter(key for key, _who in active_keys(shown.window))
        assert {key: n for key, n in times.items() if n > 1} == {}
        assert {"F2", "F3", "Ctrl+K", "Ctrl+Z", "F1"} <= times.keys()
    shown.tidy()


@pytest.mark.parametrize("name", ["forleng", "ny-person", "papir", "rett-lesingen", "hent-fra-excel", "etiketter"])
def test_no_key_of_a_dialog_means_two_things(shown, name):
    dialog = gallery.SCENES[name](shown)
    keys = Counter(key for key, _who in active_keys(dialog))
    assert {key: n for key, n in keys.items() if n > 1} == {}
    shown.tidy()


@pytest.fixture
def active(shown):
    """The window with the focus of the keyboard."""
    shown.window.activateWindow()
    assert QTest.qWaitForWindowActive(shown.window, 2000)
    yield shown.window
    shown.tidy()


def held():
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(held(), key, modifiers)
    QTest.qWait(2)


def test_every_page_is_a_key_away(active):
    reached = []
    listed = [kind for kind in PAGES if not kind.beneath]
    digits = [Qt.Key(Qt.Key.Key_1 + n) for n in range(9)]
    for key in (*digits, Qt.Key.Key_Period, Qt.Key.Key_Apostrophe, Qt.Key.Key_Comma):
        press(key, CTRL)
        reached.append(type(active.current))
    press(Qt.Key.Key_F2)
    reached.append(type(active.current))
    press(Qt.Key.Key_F3)
    reached.append(type(active.current))
    assert reached == [*listed, LendPage, ReturnPage]
    assert [kind for kind in PAGES if kind.beneath and kind not in reached] == [CountPage]  # a count leads there
    press(Qt.Key.Key_K, CTRL)
    assert held() is active.topbar.finder


def test_f1_tells_every_key_that_the_menus_have(active):
    press(Qt.Key.Key_1, CTRL)
    press(Qt.Key.Key_F1)
    dialog = active.findChild(KeyList)
    told = [label.text() for label in dialog.findChildren(QLabel)]
    native = QKeySequence.SequenceFormat.NativeText
    missing = [action.text() for action in in_menus(active)
               if not action.shortcut().isEmpty() and (action.text() not in told
                                                       or action.shortcut().toString(native) not in told)]  # fmt: skip
    assert missing == []
    press(Qt.Key.Key_Escape)
    assert not active.findChildren(QDialog) or not dialog.isVisible()


def test_several_copies_are_told_clean_with_keys_alone_and_taken_back(shown, active):
    press(Qt.Key.Key_2, CTRL)
    view = active.current.view("item")
    assert held() is view.table
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert view.panel.isAncestorOf(held())
    press(Qt.Key.Key_Escape)
    while not spoken(held()).startswith("Alle, "):
        press(Qt.Key.Key_Tab, SHIFT)
    while view.chip_row.current != "cleaning":
        press(Qt.Key.Key_Right)
    while held() is not view.table:
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Home, CTRL)
    for _row in range(2):
        press(Qt.Key.Key_Down, SHIFT)
    chosen = view.chosen_ids()
    assert len(chosen) == 3
    press(Qt.Key.Key_R, CTRL)
    assert [state_of(shown, ref) for ref in chosen] == ["available"] * 3
    assert active.receipt.isVisible()
    press(Qt.Key.Key_Z, CTRL)
    assert [state_of(shown, ref) for ref in chosen] == ["cleaning"] * 3


def state_of(shown, ref):
    return shown.store.read(equipment.item, ref)["state"]
