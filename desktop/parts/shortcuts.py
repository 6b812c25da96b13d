"""Keys that do an act while their window is in front, and Enter on the button that has the focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLineEdit, QWidget

CONFIRM = ("Ctrl+Return", "Ctrl+Enter")  # the second is the key of the number pad
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def sequence(name: str) -> QKeySequence:
    """The keys by their English name: in bokmål "Enter" is the name of two, and a key for two acts does neither."""
    return QKeySequence(name, QKeySequence.SequenceFormat.PortableText)


def on_keys(widget: QWidget, name: str, act: Callable[[], Any], inside: bool = False) -> None:
    """Do the act on these keys while the widget is in sight; with `inside` only while the focus is in it."""
    made = QShortcut(sequence(name), widget, act)
    if inside:  # PySide forgets a context that is given beside the act
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)


def on_confirm(widget: QWidget, act: Callable[[], Any]) -> None:
    """Do the act on Ctrl+Enter, whichever of the two keys it is."""
    for name in CONFIRM:
        on_keys(widget, name, act)


class UndoPasses(QObject):
    """Lets Ctrl+Z in a line where nothing can be undone reach the window, which takes back the last command."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(watched, QLineEdit):
            return False
        if not isinstance(event, QKeyEvent):
            return False
        undo = event.matches(QKeySequence.StandardKey.Undo) and not watched.isUndoAvailable()
        redo = event.matches(QKeySequence.StandardKey.Redo) and not watched.isRedoAvailable()
        if undo or redo:
            event.ignore()
        return undo or redo


class WhereKeysGo(QObject):
    """A filter of what comes to the widget that has the focus, and of everything while none has it.

    On the program itself it would be asked about every event, and a page that opens has thousands of them.
    """

    def __init__(self, app: QApplication):
        super().__init__(app)
        self._app = app
        app.focusChanged.connect(self._follow)
        self._follow(None, QApplication.focusWidget())

    def _follow(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if now is None:
            self._app.installEventFilter(self)
        else:
            self._app.removeEventFilter(self)
            now.installEventFilter(self)


class EnterPresses(WhereKeysGo):
    """Lets Enter press the button that has the focus, as it does on Windows; Qt does so in dialogs alone."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QAbstractButton):
            return False
        if event.type() != QEvent.Type.KeyPress or event.key() not in ENTER or isinstance(watched, QCheckBox):
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        watched.click()
        return True
