"""What this person has chosen on this PC: look, recent files, columns. Never a name from the register."""

from __future__ import annotations

import json

from PySide6.QtCore import QByteArray, QSettings

ORGANISATION, APPLICATION = "Hverdag", "Hverdag"
RECENT_KEPT = 8
DEFAULTS: dict[str, str | int] = {"look/theme": "system", "look/text": 100, "look/rows": "normal"}


def store() -> QSettings:
    """The settings of this user; tests point QSettings at a folder of their own."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, ORGANISATION, APPLICATION)


def value(key: str) -> str:
    return str(store().value(key, DEFAULTS.get(key, "")))


def keep(key: str, chosen: str | int) -> None:
    store().setValue(key, chosen)


def theme() -> str:
    return value("look/theme")


def text_percent() -> int:
    """The size of text in per cent, 90–150; 100 where nothing sensible is kept."""
    kept = value("look/text")
    return max(90, min(150, int(kept))) if kept.isdecimal() else 100


def rows() -> str:
    """How high rows are: compact, normal or large."""
    kept = value("look/rows")
    return kept if kept in ("compact", "normal", "large") else "normal"


def recent() -> list[str]:
    """Paths of the registers opened lately, the newest first."""
    return _list("files/recent")


def opened(path: str) -> None:
    """Put a register on top of the recent ones."""
    others = [known for known in recent() if known != path]
    keep("files/recent", json.dumps([path, *others][:RECENT_KEPT]))


def columns(table: str) -> list[tuple[str, int, bool]]:
    """(column key, width in pixels at 100 %, hidden) from the left; [] when nothing is kept."""
    kept = [entry for entry in _list(f"columns/{table}") if isinstance(entry, list) and len(entry) == 3]
    return [(str(name), int(width), bool(hidden)) for name, width, hidden in kept]


def keep_columns(table: str, layout: list[tuple[str, int, bool]]) -> None:
    keep(f"columns/{table}", json.dumps(layout))


def forget_columns(table: str) -> None:
    store().remove(f"columns/{table}")


def sorted_by(table: str) -> str:
    """'due_on:desc', or '' when nothing is kept."""
    return value(f"sorted/{table}")


def keep_sorted_by(table: str, order: str) -> None:
    keep(f"sorted/{table}", order)


def window() -> QByteArray | None:
    """Where the window stood, as QWidget.restoreGeometry takes it."""
    kept = store().value("window/geometry")
    return kept if isinstance(kept, QByteArray) else None


def keep_window(geometry: QByteArray) -> None:
    store().setValue("window/geometry", geometry)


def _list(key: str) -> list:
    try:
        kept = json.loads(value(key) or "[]")
    except ValueError:
        return []
    return kept if isinstance(kept, list) else []
