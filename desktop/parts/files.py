"""Asking for a file or a folder without waiting, beginning where the last one was chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop import settings
from desktop.places import BOOKS, is_book
from desktop.words import _

LAST = "files/folder"
Chosen = Callable[[Path], Any]


def ask_open(parent: QWidget | None, title: str, kinds: str, chosen: Chosen, folder: Path | None = None) -> None:
    """Let a file be chosen that is there; `kinds` is as 'Excel (*.xlsx)'. `folder` is where such files always lie."""
    start = folder if folder and folder.is_dir() else last_folder()
    dialog = QFileDialog(parent, title, str(start), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _open(dialog, chosen, remembered=folder is None)


def ask_table(parent: QWidget | None, chosen: Chosen) -> None:
    """Let a book, or a table kept as text, be chosen to be brought in."""
    kinds = _("Excel og CSV ({kinds})").format(kinds=" ".join(f"*{kind}" for kind in BOOKS))
    ask_open(parent, _("Hent fra Excel"), kinds, chosen)


def ask_save(parent: QWidget | None, title: str, name: str, kinds: str, chosen: Chosen) -> None:
    """Let a place be chosen for a new file, called `name` (or lying at that path) until somebody says otherwise."""
    dialog = QFileDialog(parent, title, str(last_folder() / name), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix[1:])
    _open(dialog, chosen, remembered=True)


def ask_folder(parent: QWidget | None, title: str, chosen: Chosen) -> None:
    """Let a folder be chosen. It is not where the next paper with a name on it should be saved, so it is forgotten."""
    dialog = QFileDialog(parent, title, str(last_folder()))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    _open(dialog, chosen, remembered=False)


def last_folder() -> Path:
    """Where a file was chosen last, else the user's documents."""
    kept = settings.value(LAST)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(kept) if kept and Path(kept).is_dir() else Path(documents or Path.home())


def _open(dialog: QFileDialog, chosen: Chosen, remembered: bool) -> None:
    def take(path: str) -> None:
        if remembered:
            settings.keep(LAST, str(Path(path).parent))
        chosen(Path(path))

    dialog.fileSelected.connect(take)
    dialog.open()


def books_among(data: QMimeData) -> list[Path]:
    """The tables that can be brought in among the files that were dropped or copied."""
    paths = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return [path for path in paths if is_book(path)]
