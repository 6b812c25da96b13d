"""The columns of requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop import words
from desktop.columns import Column
from desktop.words import _

Row = Mapping[str, Any]


def borrower(row: Row) -> str:
    """'Nordmann, Kari', or the name of the unit."""
    return words.person_name(row) if row["last_name"] else row["unit_name"] or ""


def status(row: Row) -> str:
    """The code in words.STATES of how a request stands."""
    return f"request_{row['status']}"


def _delivery(row: Row) -> str:
    return words.DELIVERIES[row["delivery"]]


REQUESTS: tuple[Column, ...] = (
    Column("wanted_on", _("Trengs"), "day", 22, "wanted", due=True),
    Column("urgency", _("Hast"), "state", 18, "urgency"),
    Column("name", _("Hjelpemiddel"), width=32, sort="name", strong=True),
    Column("borrower", _("Til"), width=24, sort="borrower", value=borrower),
    Column("quantity", _("Antall"), "number", 8, "quantity"),
    Column("status", _("Status"), "state", 17, "status", value=status),
    Column("place", _("Plass i kø"), "number", 11, "place"),
    Column("number", _("Klargjort"), width=12, sort="number", muted=True),
    Column("delivery", _("Levering"), width=12, sort="delivery", value=_delivery),
    Column("asked_by", _("Bedt om av"), width=20, sort="asked_by"),
    Column("asked_on", _("Meldt"), "day", 12, "asked"),
    Column("days_waited", _("Ventet (dager)"), "number", 14, "waited"),
    Column("until_on", _("Trengs til"), "day", 12, shown=False),
    Column("hms_nr", _("HMS-nr"), width=9, shown=False),
    Column("group_name", _("Gruppe"), width=24, shown=False),
    Column("born_on", _("Født"), "day", 12, shown=False),
    Column("phone", _("Telefon"), width=13, shown=False),
    Column("note", _("Merknad"), width=36, shown=False),
    Column("packed_on", _("Klargjort dato"), "day", 14, shown=False),
    Column("closed_on", _("Avsluttet"), "day", 12, "closed", shown=False),
    Column("close_reason", _("Avlyst fordi"), width=24, shown=False),
)
