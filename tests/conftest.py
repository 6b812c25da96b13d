"""What every test stands on: no screen, folders of its own, no dialog that waits for a person."""

import os
import shutil

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt

import pytest
from hypothesis import settings
from PySide6.QtCore import QLocale, QSettings
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QMessageBox

from db import connection
from db.connection import Register

settings.register_profile("hverdag", deadline=None, print_blob=True)
settings.load_profile("hverdag")

WAITING = {
    QDialog: ("exec",),
    QMessageBox: ("exec", "question", "warning", "information", "critical", "about"),
    QFileDialog: ("exec", "getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"),
    QInputDialog: ("exec", "getText", "getItem", "getInt", "getDouble", "getMultiLineText"),
}


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory):
    """Settings, documents and logs of the tests lie in a temporary folder; the user's own are never touched."""
    folder = tmp_path_factory.mktemp("person")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        for kind in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
            QSettings.setPath(kind, scope, str(folder))
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        os.environ[name] = str(folder)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = str(folder / name.lower())
    QLocale.setDefault(QLocale("nb_NO"))
    return folder


def refusal(name):
    """A stand-in for a dialog that waits; it tells the test which one it was."""

    def waits(*_args, **_kwargs):
        raise AssertionError(f"{name} waits for a person: use open() and a signal")

    return waits


@pytest.fixture(scope="session", autouse=True)
def hasty_disk():
    """No test pulls the plug, so none waits for the disk; processes of their own open registers as the program does."""
    with pytest.MonkeyPatch.context() as patch:
        careful = connection._PRAGMAS
        hasty = (pragma.replace("synchronous=EXTRA", "synchronous=OFF") for pragma in careful)
        patch.setattr(connection, "_PRAGMAS", tuple(hasty))
        yield careful


@pytest.fixture(scope="session")
def empty_register(tmp_path_factory, hasty_disk):
    """The file of an empty register, made once: a copy is opened in a third of the time that making one takes."""
    path = tmp_path_factory.mktemp("empty") / "tomt.hverdag"
    Register.create(path).close()
    return path


@pytest.fixture
def new_register(empty_register):
    """Opens an empty register at a path."""
    return lambda path: Register.open(shutil.copy(empty_register, path))


@pytest.fixture(autouse=True)
def no_waiting_dialogs(monkeypatch):
    """An unexpected modal dialog fails the test at once instead of hanging it."""
    for kind, names in WAITING.items():
        for name in names:
            monkeypatch.setattr(kind, name, refusal(f"{kind.__name__}.{name}"))
