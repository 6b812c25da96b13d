"""The columns of loan lines. The first headings are fixed: others build on the exported sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop import words
from desktop.columns import Column
from desktop.words import _


def borrower(row: Mapping[str, Any]) -> str:
    """'Nordmann, Kari', or the name of the unit."""
    return words.person_name(row) if row["last_name"] else row["unit_name"] or ""


def ended(row: Mapping[str, Any]) -> str | None:
    """The day it ended; 'ja' where it came back on a day nobody knows; None while it is out."""
    return row["ended_on"] or (_("ja") if row["end_reason"] else None)


def _owner(row: Mapping[str, Any]) -> str | None:
    return words.OWNERS.get(row["owner"])


def _left_out(row: Mapping[str, Any]) -> int | None:
    """How many of some goods are still out; None for copies, and for what has ended."""
    return row["left_out"] if row["item_id"] is None and row["end_reason"] is None else None


def _lost(row: Mapping[str, Any]) -> int | None:
    """How many of some goods the borrower lost; None where none are."""
    return row["lost"] or None if row["item_id"] is None else None


LOANS: tuple[Column, ...] = (
    Column("agreement_id", _("Avtale"), "number", 9, "agreement", muted=True),
    Column("number", _("Nummer"), width=12, sort="number", muted=True),
    Column("hms_nr", _("HMS-nr"), width=9, sort="hms_nr", shown=False),
    Column("name", _("Hjelpemiddel"), width=34, sort="name", strong=True),
    Column("quantity", _("Antall"), "number", 8, shown=False),
    Column("borrower", _("Låner"), width=26, sort="borrower", value=borrower),
    Column("born_on", _("Født"), "day", 12, "born", shown=False),
    Column("address", _("Adresse"), width=30, shown=False),
    Column("phone", _("Telefon"), width=13, shown=False),
    Column("out_on", _("Utlånt"), "day", 12, "out"),
    Column("due_on", _("Forfall"), "day", 12, "due", due=True),
    Column("ended", _("Levert inn"), "day", 12, "ended", value=ended, shown=False),
    Column("lent_by", _("Utlånt av"), width=20, sort="lent_by", shown=False),
    Column("status", _("Status"), "state", 16),
    Column("note", _("Merknad"), width=36, shown=False),
    Column("requested_by", _("Bedt om av"), width=20, sort="requested_by", shown=False),
    Column("original_due_on", _("Første frist"), "day", 12, shown=False),
    Column("extensions", _("Forlenget"), "number", 10, shown=False),
    Column("signed_on", _("Signert"), "day", 12, shown=False),
    Column("group_name", _("Gruppe"), width=24, sort="group", shown=False),
    Column("serial", _("Serienummer"), width=16, shown=False),
    Column("owner", _("Eier"), width=12, value=_owner, shown=False),
)
# How goods by quantity stand: for the list on the screen only, for a sheet with them is no longer read as it was.
GOODS: tuple[Column, ...] = (
    Column("left_out", _("Fortsatt ute"), "number", 13, value=_left_out, shown=False),
    Column("lost", _("Borte"), "number", 9, value=_lost, shown=False),
)
