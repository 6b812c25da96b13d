"""The program as a whole: start, two windows, looking from afar, copies, restoring, and what each page lets one do."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton

from db import backup, command, equipment, people, products, publish
from db import settings as chosen
from db.connection import SCHEMA_VERSION
from db.errors import FileIsDamaged
from desktop.incoming.window import ImportWindow
from desktop.listed import LISTED, pages
from desktop.main_window import MainWindow
from desktop.start_screen import StartScreen

BOOK = Path(__file__).parents[1] / "data" / "lagerliste-a.xlsx"
TODAY = "2026-11-16"


@pytest.fixture
def register(tmp_path, new_register):
    """A register with one rollator."""
    made = new_register(tmp_path / "lager.hverdag")
    product = run(made, products.add_product, name="Rullator", group_name="Ganghjelpemidler")
    run(made, equipment.add_items, numbers=["UT-0187"], product_id=product, room="Lager", shelf="A2")
    yield made
    made.close()


def run(register, act, /, **given):
    return command.run(register, act, staff="Berit", today=TODAY, **given).result


def test_without_a_register_the_start_screen_offers_four_ways(program):
    program.begin()
    assert isinstance(program.window, StartScreen)
    wanted = []
    program.window.wanted.disconnect()
    program.window.wanted.connect(lambda what, path: wanted.append(what))
    for key in ("I", "N", "O", "T"):
        shortcut(program.window, f"Ctrl+{key}")
    assert wanted == ["book", "new", "open", "demo"]


def shortcut(window, key):
    next(found for found in window.findChildren(QShortcut) if found.key().toString() == key).activated.emit()


def test_a_book_dropped_on_the_start_screen_becomes_a_register(program, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.places.standard_register", lambda: tmp_path / "Hverdag" / "Hverdag.hverdag")
    program.begin()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(BOOK))])
    program.window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                                        Qt.KeyboardModifier.NoModifier))  # fmt: skip
    assert isinstance(program.window, MainWindow)
    form = program.window.findChild(ImportWindow)
    qtbot.waitUntil(lambda: form.plan is not None, timeout=10_000)
    with qtbot.waitSignal(form.imported, timeout=10_000):
        form.take_in()
    assert program.desk.store.read(equipment.item_chips, today=TODAY)["all"] == 73
    assert "lagerliste-a.xlsx" in program.window.receipt.text.text()
    assert "Sikkerhetskopi " in program.window.status._place.text()
    program.window.undo()
    assert program.desk.store.read(equipment.item_chips, today=TODAY)["all"] == 0


@pytest.mark.parametrize("content", [b"", b"hei", b"SQLite format 3\0" + bytes(100)])
def test_a_foreign_file_is_told_and_left_as_it_was(program, tmp_path, content):
    path = tmp_path / "annet.hverdag"
    path.write_bytes(content)
    program.begin(data=path)
    assert isinstance(program.window, StartScreen)
    assert "ikke et Hverdag-register" in program.window._trouble.text()
    assert path.read_bytes() == content


def newer(content):
    content[60:64] = (SCHEMA_VERSION + 1).to_bytes(4, "big")


def damaged(content):
    content[4096 * 8 : 4096 * 9] = bytes(byte ^ 0xFF for byte in content[4096 * 8 : 4096 * 9])


@pytest.mark.parametrize(("happened", "says"), [(newer, "nyere versjon av Hverdag"), (damaged, "er skadet")])
def test_a_newer_or_damaged_register_is_told_and_left_as_it_was(program, register, happened, says):
    register.close()
    content = bytearray(register.path.read_bytes())
    happened(content)
    register.path.write_bytes(content)
    program.begin(data=register.path)
    assert isinstance(program.window, StartScreen)
    assert says in program.window._trouble.text()
    assert register.path.read_bytes() == content


def test_every_page_opens_on_an_empty_register_and_on_the_demo_which_leaves_nothing_behind(program, qtbot, tmp_path):
    program.open(tmp_path / "tom.hverdag", make=True)
    visit_all(program.window)
    program.open_demo()
    visit_all(program.window)
    folder = program.desk.store.path.parent
    assert program.desk.store.read(equipment.item_chips, today=TODAY)["all"] > 300
    program.window.close()
    program.start_screen()
    qtbot.waitUntil(lambda: not folder.exists(), timeout=5000)


def visit_all(window):
    for page in pages():
        assert window.show_page(page) is not None
        QApplication.processEvents()
        assert window.current is window.page(page)


def test_another_window_shows_the_change_within_three_seconds(program, register, qtbot):
    program.open(register.path)
    program.window.go("item")
    run(register, equipment.act, item_ids=[1], act="to_cleaning")
    with qtbot.waitSignal(program.desk.store.changed, timeout=3000):
        pass
    chips = [chip.text() for chip in program.window.current.findChildren(QPushButton) if chip.isVisible()]
    assert "Til rengjøring  1" in chips


def test_a_register_that_was_taken_away_is_told_once(program, register, qtbot, monkeypatch):
    program.open(register.path)
    told = []
    monkeypatch.setattr(program.window, "trouble", told.append)
    register.path.rename(register.path.with_suffix(".borte"))
    program.desk.store.look_around()
    program.desk.store.look_around()
    assert [type(fault).__name__ for fault in told] == ["FileIsMissing"]
    register.path.with_suffix(".borte").rename(register.path)


def test_closing_the_window_takes_a_copy_when_something_changed(program, register):
    program.open(register.path)
    program.desk.store.write(equipment.act, item_ids=[1], act="to_cleaning")
    program.window.close()
    assert [copy.reason for copy in backup.copies(register.path)] == ["close"]


def test_closing_an_untouched_window_takes_no_copy(program, register):
    program.open(register.path)
    program.window.close()
    assert backup.copies(register.path) == []


def test_a_restored_copy_is_what_the_window_shows(program, register, qtbot):
    copy = backup.make(register, reason="manual")
    program.open(register.path)
    program.desk.store.write(equipment.act, item_ids=[1], act="to_cleaning")
    program.desk.restore(copy)
    assert program.desk.store.read(equipment.item, 1)["state"] == "available"
    assert "1 registrering gjort etter kopien, er ikke med" in program.window.receipt.text.text()
    program.desk.store.write(equipment.act, item_ids=[1], act="to_repair")
    assert program.desk.store.read(equipment.item, 1)["state"] == "repair"


def test_a_copy_that_is_no_register_restores_nothing(program, register, tmp_path, monkeypatch):
    broken = tmp_path / "kopi.hverdag"
    broken.write_bytes(b"SQLite format 3\0" + bytes(5000))
    program.open(register.path)
    told = []
    monkeypatch.setattr(program.window, "trouble", told.append)
    program.desk.restore(broken)
    assert len(told) == 1
    assert program.desk.store.read(equipment.item, 1)["number"] == "UT-0187"


def test_a_therapist_looks_and_the_newest_copy_comes_by_itself(program, register, tmp_path, qtbot):
    publish.publish(register, tmp_path / "delt")
    program.begin(look=tmp_path / "delt")
    store = program.desk.store
    assert store.read_only
    assert store.read(equipment.item, 1)["state"] == "available"
    run(register, equipment.act, item_ids=[1], act="to_cleaning")
    publish.publish(register, tmp_path / "delt")
    program.desk.look()
    assert program.desk.store.read(equipment.item, 1)["state"] == "cleaning"
    assert "nå nettopp" in program.window.status._now.text()


def test_an_empty_shared_folder_is_told(program, tmp_path):
    program.begin(look=tmp_path)
    assert isinstance(program.window, StartScreen)


def test_the_shared_copy_follows_a_change(program, register, tmp_path, qtbot):
    program.open(register.path)
    program.desk.store.write(chosen.choose, values={"publish_folder": str(tmp_path / "delt")})
    program.desk.rhythm.beat()
    qtbot.waitUntil(lambda: publish.newest(tmp_path / "delt") is not None, timeout=5000)
    first = publish.newest(tmp_path / "delt")
    program.desk.store.write(equipment.act, item_ids=[1], act="to_cleaning")
    program.desk.rhythm.beat()
    qtbot.waitUntil(lambda: publish.newest(tmp_path / "delt").number > first.number, timeout=5000)


def test_half_an_hour_with_changes_brings_a_copy(program, register, qtbot, monkeypatch):
    program.open(register.path)
    rhythm = program.desk.rhythm
    program.desk.store.write(equipment.act, item_ids=[1], act="to_cleaning")
    rhythm.beat()
    assert backup.copies(register.path) == []
    rhythm._copied_at -= 31 * 60
    with qtbot.waitSignal(rhythm.copied, timeout=5000):
        rhythm.beat()
    assert [copy.reason for copy in backup.copies(register.path)] == ["auto"]


def test_who_is_on_duty_stands_in_the_history(program, register):
    program.open(register.path)
    program.desk.on_duty("Anne Ergo")
    program.desk.store.write(people.add_person, last_name="Nordmann")
    assert register.value("SELECT staff FROM op ORDER BY seq DESC LIMIT 1") == "Anne Ergo"


def test_the_newest_copy_can_be_rehearsed_from_the_settings(program, register, qtbot):
    backup.make(register)
    program.open(register.path)
    program.window.start("rehearse")
    qtbot.waitUntil(lambda: "kan hentes tilbake" in program.window.receipt.text.text(), timeout=5000)


def test_a_nearly_full_disk_is_told(program, register, monkeypatch):
    monkeypatch.setattr(backup, "SPARE", 10**18)
    program.open(register.path)
    program.desk.settle()
    assert "lite plass" in program.window.status._now.text()


def test_a_shared_copy_that_is_up_to_date_is_left_alone(program, register, tmp_path, qtbot):
    program.open(register.path)
    program.desk.store.write(chosen.choose, values={"publish_folder": str(tmp_path / "delt")})
    program.desk.rhythm.share(str(tmp_path / "delt"))
    qtbot.waitUntil(lambda: publish.newest(tmp_path / "delt") is not None, timeout=5000)
    first = publish.newest(tmp_path / "delt").number
    program.desk.rhythm.share(str(tmp_path / "delt"))
    qtbot.waitUntil(lambda: not program.desk.rhythm._jobs, timeout=5000)
    assert publish.newest(tmp_path / "delt").number == first


def test_a_large_file_is_looked_through_once_it_is_shown(program, register, qtbot, monkeypatch):
    monkeypatch.setattr("db.connection.CHECKED_AT_ONCE", 0)
    monkeypatch.setattr("db.check.CHECKED_AT_ONCE", 0)
    root = register.value("SELECT rootpage FROM sqlite_master WHERE name = 'product'")
    size = register.value("PRAGMA page_size")
    register.close()
    with register.path.open("r+b") as file:
        file.seek((root - 1) * size + 8)  # the list of cells of the page, after its own head
        file.write(b"\xff" * 40)
    program.open(register.path)
    assert isinstance(program.window, MainWindow)
    told = []
    monkeypatch.setattr(program.window, "trouble", told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=5_000)
    assert isinstance(told[0], FileIsDamaged)
    assert len(told) == 1


def test_what_the_side_list_says_of_a_page_is_what_the_page_says():
    for listed in LISTED:
        page = listed.load()
        for name in ("title", "icon", "at_bottom", "does", "beneath"):
            assert getattr(listed, name) == getattr(page, name), (page.__name__, name)


def test_the_window_is_seen_before_the_pages_are_loaded_and_has_all_their_acts_at_once_after(program, tmp_path, qtbot):
    program.open(tmp_path / "a.hverdag", make=True)
    window = program.window
    assert window.loaded == ()
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: window.loaded == pages())
    listed = window.menus.keys()
    assert "Utlån" in [name for name, _keys in listed]


def test_no_key_of_a_page_means_something_else_in_the_program(program, tmp_path):
    program.open(tmp_path / "a.hverdag", make=True)
    window = program.window
    window.gather()
    for page in pages():
        window.show_page(page)
        keys = [action.shortcut().toString() for action in window.actions() if action.isVisible()]
        keys = [key for key in keys if key]
        assert sorted(keys) == sorted(set(keys)), page.__name__
