"""The columns of a day at a day centre. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop import words
from desktop.columns import Column
from desktop.stays import day_words
from desktop.stays import words as stay_words
from desktop.words import _

Row = Mapping[str, Any]


def status(row: Row) -> str:
    """How the day stands, as a code of words.STATES."""
    return f"day_{row['day_state']}"


def _time(row: Row) -> str:
    return row["pickup_at"].replace(":", ".") if row["transport"] in ("car", "taxi") else ""


DAY: tuple[Column, ...] = (
    Column("pickup_at", _("Hentes"), width=8, sort="time", value=_time),
    Column("person", _("Navn"), width=26, sort="name", value=words.person_name, strong=True),
    Column("day_status", _("Oppmøte"), "state", 16, "state", value=status),
    Column(
        "transport",
        _("Transport"),
        width=15,
        sort="transport",
        value=lambda row: day_words.TRANSPORTS[row["transport"]],
    ),
    Column("transport_note", _("Bil og hjelpemiddel"), width=24),
    Column("extra", _("Ekstra"), "flag", 8),
    Column("day_note", _("Merknad"), width=22, shown=False),
    Column("phone", _("Telefon"), width=13, shown=False),
    Column("born_on", _("Født"), "day", 12, shown=False),
    Column("purpose", _("Formål"), width=18, value=lambda row: stay_words.PURPOSES[row["purpose"]], shown=False),
    Column("site", _("Dagsenter"), width=20, sort="site", shown=False),
)
