"""Where the program keeps things on this PC: the register, its log and its settings."""

from __future__ import annotations

import getpass
from pathlib import Path

from db import location
from desktop.words import _

SUFFIX = ".hverdag"
BOOKS = (".xlsx", ".xlsm", ".csv", ".tsv", ".txt")  # tables that can be brought in


def is_book(path: Path) -> bool:
    """Whether the name says that the file is a table that can be brought in."""
    return path.suffix.lower() in BOOKS


def user_name() -> str:
    """Who is signed in on this PC, for the history, until a name on duty is chosen."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # Windows without USERNAME, a user id without an account
        return _("ukjent")


def standard_register() -> Path:
    """The register's usual place: Documents/Hverdag, or a folder at home where Documents is kept in a cloud."""
    from PySide6.QtCore import QStandardPaths

    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    folder = documents if documents.name and not location.unsuitable(documents / "x") else Path.home()
    return folder / "Hverdag" / f"Hverdag{SUFFIX}"
