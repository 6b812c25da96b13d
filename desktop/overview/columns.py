"""The columns of the history: who did what, when, with what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop import history_words
from desktop.columns import Column
from desktop.words import _


def _undone(row: Mapping[str, Any]) -> str:
    return _("Angret siden") if row["undone"] else ""


EVENTS: tuple[Column, ...] = (
    Column("on_day", _("Dag"), "day", 12),
    Column("at", _("Registrert"), "moment", 17, muted=True),
    Column("staff", _("Hvem"), width=20),
    Column("what", _("Hva"), width=46, value=history_words.sentence, strong=True),
    Column("concerns", _("Gjelder"), width=34, value=history_words.concerns),
    Column("undone", _("Angret"), width=14, value=_undone),
    Column("seq", _("Løpenr."), "number", 9, shown=False),
)
