"""The columns of what waits for service, and of every case there has been."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from desktop.columns import Column
from desktop.equipment.columns import place
from desktop.service import told
from desktop.words import _

Row = Mapping[str, Any]


def _why_blocked(row: Row) -> str:
    if row["service_case_id"]:
        return _("Smitte")
    return _("Tilbakekalt") if row["recalled"] else _("Sperret")


def _after(row: Row) -> str:
    """What a copy goes on to once it is clean, where that is not the shelf."""
    return _("Reparasjon") if row["repair_waits"] else ""


def _repair_status(row: Row) -> str:
    return row["case_status"] or "case_assess"


def _last_checked(row: Row) -> str | None:
    return row["checked_on"]


def _waited(row: Row) -> str:
    return told.waited(row["days"])


NUMBER = Column("number", _("Nummer"), width=12, sort="number", muted=True)
NAME = Column("name", _("Hjelpemiddel"), width=34, sort="name", strong=True)
DAYS = Column("days", _("Ventet"), width=10, sort="days", value=_waited)
SINCE = Column("since", _("Siden"), "day", 12, "since")
PLACE = Column("place", _("Plassering"), width=18, sort="place", value=place)
STATE = Column("state", _("Tilstand"), "state", 16, "state")
REST = (
    Column("hms_nr", _("HMS-nr"), width=9, shown=False),
    Column("group_name", _("Gruppe"), width=24, sort="group", shown=False),
    Column("serial", _("Serienummer"), width=16, shown=False),
)

CLEANING = (NUMBER, NAME, DAYS, SINCE, PLACE, Column("after", _("Etterpå"), width=14, value=_after), *REST)
REPAIR = (
    NUMBER, NAME, Column("case_status", _("Status"), "state", 16, "status", value=_repair_status), DAYS,
    Column("fault", _("Feil"), width=28), Column("parts", _("Deler"), width=20), replace(SINCE, shown=False),
    Column("cost_ore", _("Kostnad"), "money", 12, shown=False),
    Column("minutes", _("Minutter"), "number", 10, shown=False), replace(STATE, shown=False),
    replace(PLACE, shown=False), *REST,
)  # fmt: skip
BLOCKED = (
    NUMBER, NAME, Column("why", _("Hvorfor"), width=14, value=_why_blocked), DAYS, SINCE,
    Column("note", _("Merknad"), width=28), PLACE, replace(STATE, shown=False), *REST,
)  # fmt: skip
CHECK = (
    NUMBER, NAME, Column("check_status", _("Kontroll"), "state", 16),
    Column("due_on", _("Neste kontroll"), "day", 12, "due", due=True),
    STATE, Column("checked_on", _("Sist kontrollert"), "day", 12, shown=False),
    replace(DAYS, shown=False), replace(PLACE, shown=False), *REST,
)  # fmt: skip


def _kind(row: Row) -> str:
    return told.KINDS[row["kind"]]


def _method(row: Row) -> str:
    return told.METHODS.get(row["method"], "")


CASES: tuple[Column, ...] = (
    Column("number", _("Nummer"), width=12),
    Column("hms_nr", _("HMS-nr"), width=9, shown=False),
    Column("name", _("Hjelpemiddel"), width=34),
    Column("group_name", _("Gruppe"), width=24, shown=False),
    Column("kind", _("Sak"), width=14, value=_kind),
    Column("status", _("Status"), "state", 16),
    Column("opened_on", _("Åpnet"), "day", 12),
    Column("closed_on", _("Avsluttet"), "day", 12),
    Column("days", _("Dager"), "number", 9),
    Column("done_by", _("Utført av"), width=20),
    Column("method", _("Måte"), width=16, value=_method),
    Column("fault", _("Feil"), width=36),
    Column("parts", _("Deler"), width=28),
    Column("cost_ore", _("Kostnad"), "money", 12),
    Column("minutes", _("Minutter"), "number", 10),
    Column("note", _("Merknad"), width=36),
)
