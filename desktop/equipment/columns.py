"""The columns of copies and of the catalogue. The first headings are fixed: others build on the exported sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop import words
from desktop.columns import Column
from desktop.words import _

PLACE_MARK = " · "


def borrower(row: Mapping[str, Any]) -> str:
    """Who holds it: 'Nordmann, Kari', the name of the unit, or ''."""
    return words.person_name(row) if row["last_name"] else row["unit_name"] or ""


def place(row: Mapping[str, Any]) -> str:
    """'Kjeller · Hylle B2'; the room or the shelf alone where the other is empty."""
    return PLACE_MARK.join(part for part in (row["room"], row["shelf"]) if part)


def _owner(row: Mapping[str, Any]) -> str:
    return words.OWNERS[row["owner"]]


def _condition(row: Mapping[str, Any]) -> str | None:
    return words.CONDITIONS.get(row["condition"])


def _retired_reason(row: Mapping[str, Any]) -> str | None:
    return words.RETIRED_REASONS.get(row["retired_reason"])


ITEMS: tuple[Column, ...] = (
    Column("number", _("Nummer"), width=12, sort="number", muted=True),
    Column("hms_nr", _("HMS-nr"), width=9, sort="hms_nr", shown=False),
    Column("name", _("Hjelpemiddel"), width=34, sort="name", strong=True),
    Column("group_name", _("Gruppe"), width=24, sort="group", shown=False),
    Column("place", _("Plassering"), width=18, sort="place", value=place),
    Column("state", _("Tilstand"), "state", 16, "state"),
    Column("bought_on", _("Innkjøpt"), "day", 12, "bought", shown=False),
    Column("price_ore", _("Pris"), "money", 12, "price", shown=False),
    Column("borrower", _("Låner"), width=26, sort="borrower", value=borrower),
    Column("due_on", _("Forfall"), "day", 12, "due", due=True),
    Column("note", _("Merknad"), width=36, sort="note", shown=False),
    Column("serial", _("Serienummer"), width=16, sort="serial", shown=False),
    Column("owner", _("Eier"), width=12, sort="owner", value=_owner, shown=False),
    Column("condition", _("Stand"), width=12, value=_condition, shown=False),
    Column("state_on", _("Tilstand siden"), "day", 14, "state_on", shown=False),
    Column("subgroup", _("Undergruppe"), width=24, shown=False),
    Column("iso_code", _("ISO"), width=10, shown=False),
    Column("out_on", _("Utlånt"), "day", 12, shown=False),
    Column("agreement_id", _("Avtale"), "number", 9, shown=False),
    Column("retired_reason", _("Kassert fordi"), width=16, value=_retired_reason, shown=False),
)
# Only in the sheet: the register holds the stickers apart from the copies, and a list need not read them.
CODES = Column("codes", _("Strekkoder"), width=24, shown=False)


def _count(row: Mapping[str, Any]) -> int:
    """How many there are: copies in use, or what stands on the shelf and is out of goods by quantity."""
    return row["ready"] + row["lent"] if row["tracking"] == "quantity" else row["items"] or 0


def _loan_period(row: Mapping[str, Any]) -> str | None:
    return words.span(row["loan_days"]) if row["loan_days"] else None


def _tracking(row: Mapping[str, Any]) -> str:
    return words.TRACKING[row["tracking"]]


PRODUCTS: tuple[Column, ...] = (
    Column("hms_nr", _("HMS-nr"), width=9, sort="hms_nr", muted=True),
    Column("name", _("Hjelpemiddel"), width=38, sort="name", strong=True),
    Column("group_name", _("Gruppe"), width=26, sort="group"),
    Column("subgroup", _("Undergruppe"), width=26, shown=False),
    Column("iso_code", _("ISO"), width=10, sort="iso", shown=False),
    Column("count", _("Antall"), "number", 9, value=_count),
    Column("ready", _("Ledig"), "number", 9),
    Column("lent", _("Utlånt"), "number", 9),
    Column("reserved", _("Reservert"), "number", 10, shown=False),
    Column("available", _("Tilgjengelig"), "number", 12),
    Column("waiting", _("Venter"), "number", 9),
    Column("packed", _("Klargjort"), "number", 10, shown=False),
    Column("coming", _("Ventes inn"), "number", 11, shown=False),
    Column("loan_days", _("Lånetid"), width=12, value=_loan_period, shown=False),
    Column("max_user_weight_kg", _("Brukervekt, kg"), "number", 14, shown=False),
    Column("seat_width_cm", _("Setebredde, cm"), "number", 14, shown=False),
    Column("tracking", _("Telles"), width=28, value=_tracking, shown=False),
    Column("consumable", _("Forbruksvare"), "flag", 13, shown=False),
    Column("note", _("Merknad"), width=36, shown=False),
    Column("check_months", _("Kontroll, måneder"), "number", 14, shown=False),
)
