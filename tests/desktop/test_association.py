"""A double-click on a register opens the program, set up for the user alone."""

import configparser
import shutil
import subprocess
import sys

import pytest
from PySide6.QtCore import QSettings

from desktop import association
from desktop.setup.double_click import DoubleClick
from desktop.setup.page import SetupPage


@pytest.fixture
def where(tmp_path, monkeypatch):
    """A place for the program with signs that shells and desktops read otherwise."""
    program = tmp_path / "Mine $programmer 100 %" / "hverdag"
    monkeypatch.setattr("sys.executable", str(program.with_name("python3")))
    return program


def test_windows_is_told_the_suffix_and_the_command(where, tmp_path):
    classes = QSettings(str(tmp_path / "classes.ini"), QSettings.Format.IniFormat)
    association.tell_windows(classes)
    kind = classes.value(".hverdag/Default")
    assert classes.value(f"{kind}/shell/open/command/Default") == f'"{where}" "%1"'


def test_a_desktop_is_told_the_kind_of_file_and_the_program(where, tmp_path):
    association.tell_desktop(tmp_path / "share")
    entry = configparser.RawConfigParser()
    entry.read(tmp_path / "share" / "applications" / "hverdag.desktop", encoding="utf-8")
    told = entry["Desktop Entry"]
    assert told["exec"] == f'"{where}" %f'.replace("$", r"\$").replace("100 %", "100 %%")
    assert told["mimetype"] == f"{association.KIND};"
    assert "*.hverdag" in (tmp_path / "share" / "mime" / "packages" / "hverdag.xml").read_text("utf-8")


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="no desktop here to ask")
def test_the_entry_is_one_that_desktops_accept(where, tmp_path):
    association.tell_desktop(tmp_path / "share")
    entry = tmp_path / "share" / "applications" / "hverdag.desktop"
    assert subprocess.run(["desktop-file-validate", entry], capture_output=True, text=True).stdout == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="writes where Linux keeps such things")
def test_the_button_says_what_came_of_it(where, qtbot, stock, tmp_path, monkeypatch):
    """What cannot be written is told with another way."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    card = next(card for card in stock.window.show_page(SetupPage).cards if isinstance(card, DoubleClick))
    card.act.click()
    assert "dobbeltklikk" in stock.window.receipt.text.text()
    assert (tmp_path / "share" / "applications" / "hverdag.desktop").exists()
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    card.act.click()
    assert "Åpne med" in stock.window.receipt.text.text()
