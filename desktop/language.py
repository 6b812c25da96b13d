"""Bokmål in what Qt itself says: dates, numbers, and the buttons and menus of its own dialogs."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

TABLE = Path(str(files("resources"))) / "i18n" / "qtbase_nb.qm"


def before_app() -> None:
    """Set the locale; call before the first date is written."""
    QLocale.setDefault(QLocale("nb_NO"))


def speak_bokmaal(app: QApplication) -> bool:
    """Give Qt's own texts bokmål; False when the table cannot be read, and then they stay English."""
    before_app()
    translator = QTranslator(app)
    return translator.load(str(TABLE)) and app.installTranslator(translator)
