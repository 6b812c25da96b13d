"""Timers that say what they do in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer


def later(parent: QObject, milliseconds: int, slot: Callable[[], Any]) -> QTimer:
    """A timer that fires once, that long after its last `start()`."""
    timer = every(parent, milliseconds, slot)
    timer.setSingleShot(True)
    return timer


def every(parent: QObject, milliseconds: int, slot: Callable[[], Any]) -> QTimer:
    """A timer that fires again and again once it is started."""
    timer = QTimer(parent)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer
