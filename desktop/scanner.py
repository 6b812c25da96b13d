"""A barcode scanner is a keyboard that types fast: a burst ending in Enter finds the copy and changes nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from desktop.parts.shortcuts import WhereKeysGo
from desktop.timing import later

BURST_MS = 40  # the longest pause between two keys of a scan; people type slower
CODE = re.compile(r"[0-9A-Za-zÆØÅæøå][0-9A-Za-zÆØÅæøå+/.\-]{2,63}")
_TEXT = (QLineEdit, QTextEdit, QPlainTextEdit)
_SIDE_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_SILENT = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Control)


KEEPS = "keepsScans"


def keep_scans(field: QWidget) -> None:
    """Let a scan stay in this field: it is one for codes."""
    field.setProperty(KEEPS, True)


@dataclass(slots=True)
class _Held:
    widget: QWidget
    key: int
    modifiers: Qt.KeyboardModifier
    text: str


class Scanner(WhereKeysGo):
    """Listens to the whole program. `scanned` carries the code in capitals.

    Text fields get the keys at once and are put back to what they held when it was a scan; one that asked for
    scans by `keep_scans` keeps the code, and nobody else hears of it. Every other widget gets nothing until the
    burst turns out to be typing, because a scan let through changes boxes, dates and ticks.
    """

    scanned = Signal(str)

    def __init__(self, app: QApplication, code: re.Pattern[str] = CODE, burst_ms: int = BURST_MS):
        super().__init__(app)
        self._code, self._burst = code, burst_ms / 1000
        self._typed, self._last, self._replaying = "", 0.0, False
        self._held: list[_Held] = []
        self._field: QWidget | None = None
        self._before: tuple[str, int] | None = None
        self._clock = later(self, burst_ms, self.release)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or self._replaying:
            return False
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        if watched is not (QApplication.focusWidget() or watched):
            return False  # ignored keys climb to the parents; each counts once
        if event.type() == QEvent.Type.ShortcutOverride:
            return self._override(event)
        return isinstance(watched, QWidget) and self._key(watched, event)

    def _override(self, event: QKeyEvent) -> bool:
        """Inside a burst a letter is never a shortcut."""
        inside = bool(self._typed) and monotonic() - self._last < self._burst
        if inside and event.text().isprintable() and event.text() and not event.modifiers() & _SIDE_KEYS:
            event.accept()
            return True
        return False

    def _key(self, widget: QWidget, event: QKeyEvent) -> bool:
        if event.key() in _SILENT:
            return False
        now = monotonic()
        fast, self._last = now - self._last < self._burst, now
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._end(fast)
        if not event.text() or not event.text().isprintable() or event.modifiers() & _SIDE_KEYS:
            self.release()
            return False
        if not fast or widget is not self._field:
            self._begin(widget)
        self._typed += event.text()
        if isinstance(widget, _TEXT):
            return False
        self._held.append(_Held(widget, event.key(), event.modifiers(), event.text()))
        self._clock.start()
        return True

    def _begin(self, widget: QWidget) -> None:
        self.release()
        self._field = widget
        self._before = (widget.text(), widget.cursorPosition()) if isinstance(widget, QLineEdit) else None

    def _end(self, fast: bool) -> bool:
        code = self._typed
        if not fast or not self._code.fullmatch(code):
            self.release()
            return False
        self._clock.stop()
        self._held.clear()
        self._typed = ""
        wanted = self._field is not None and self._field.property(KEEPS)
        if not wanted:
            self._restore(len(code))
        self._field = None
        if not wanted:
            self.scanned.emit(code.upper())
        return True

    def _restore(self, length: int) -> None:
        field = self._field
        if self._before is not None and isinstance(field, QLineEdit):
            field.setText(self._before[0])
            field.setCursorPosition(self._before[1])
        elif isinstance(field, (QTextEdit, QPlainTextEdit)):
            cursor = field.textCursor()
            for _letter in range(length):
                cursor.deletePreviousChar()

    def release(self) -> None:
        """It was typing: hand the held keys over."""
        self._clock.stop()
        held, self._held, self._typed, self._field = self._held, [], "", None
        self._replaying = True
        try:
            for one in held:
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    QCoreApplication.sendEvent(one.widget, QKeyEvent(kind, one.key, one.modifiers, one.text))
        finally:
            self._replaying = False
