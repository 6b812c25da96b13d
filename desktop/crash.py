"""The last net: a fault that nobody foresaw is logged and shown with class names and line numbers, nothing personal."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QStandardPaths, Qt, QtMsgType, qInstallMessageHandler, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from db.errors import FileTrouble, Rejected
from desktop.parts.page import button, label
from desktop.parts.style import look
from desktop.report import report
from desktop.words import _

LOG_BYTES, LOG_FILES = 500_000, 3
log = logging.getLogger("hverdag")
_shown: list[str] = []


def log_file() -> Path:
    """Where the log lies: the program's own folder for this user."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(folder) / "hverdag.log"


def start_log() -> None:
    """Write the log to a file that never grows past LOG_BYTES times LOG_FILES."""
    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8")
    except OSError:
        return  # a profile that cannot be written must not keep the program from starting
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


def catch(trouble: Callable[[Exception], None], window: Callable[[], QWidget | None]) -> None:
    """Catch what no page caught: trouble with the file goes to `trouble`, anything else is logged and shown."""

    def caught(kind: type[BaseException], fault: BaseException, where: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.exit(1)
        elif isinstance(fault, FileTrouble | Rejected):
            trouble(fault)
        else:
            text = report(fault, f"Qt {qVersion()}")
            log.error("%s", text)
            if text not in _shown:  # the same fault once a session, however often it is painted
                _shown.append(text)
                CrashDialog(text, window()).open()

    sys.excepthook = caught
    qInstallMessageHandler(_from_qt)


def _from_qt(kind: QtMsgType, _context, _message: str) -> None:
    """Qt's messages may quote what a user typed: only that one came is kept."""
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        log.warning("Qt %s", kind.name)


class CrashDialog(QDialog):
    """Says that something went wrong, that nothing half-done was saved, and shows what to send on."""

    def __init__(self, text: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.setWindowTitle(_("Noe gikk galt"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._text = text
        said = _("Hverdag møtte en feil som ikke var ventet. Det du hadde bekreftet, er lagret. Det siste du gjorde, "
                 "er kanskje ikke gjort. Du kan fortsette, men start programmet på nytt når det passer.")  # fmt: skip
        what = _("Rapporten under har ingen personopplysninger. Kopier den og send den til den som hjelper deg.")
        shown = QPlainTextEdit(text)
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setAccessibleName(_("Feilrapport"))
        column, feet = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(look.px(24), look.px(20), look.px(24), look.px(20))
        column.setSpacing(look.px(12))
        column.addWidget(label(_("Noe gikk galt"), "title"))
        column.addWidget(label(said, wrap=True))
        column.addWidget(label(what, "muted", wrap=True))
        column.addWidget(shown, 1)
        column.addLayout(feet)
        feet.addStretch(1)
        feet.addWidget(button(_("Kopier rapporten"), self.copy, "copy"))
        feet.addWidget(button(_("Fortsett"), self.accept, role="primary"))
        self.resize(look.px(560), look.px(440))

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
