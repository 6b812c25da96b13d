"""The columns of tasks: what is missing or must be done, with whom, since when and until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop import words
from desktop.columns import Column
from desktop.words import _

Row = Mapping[str, Any]
KINDS = {"missing_accessory": _("Manglende tilbehør"), "other": _("Annet")}


def what(row: Row) -> str:
    """'Kurv mangler' for an accessory, else the words of whoever wrote it down."""
    return _("{part} mangler").format(part=row["text"]) if row["kind"] == "missing_accessory" else row["text"]


def thing(row: Row) -> str:
    """'Rullator, innendørs UT-0187'; '' where it concerns no thing."""
    return " ".join(part for part in (row["name"], row["number"]) if part)


def borrower(row: Row) -> str:
    """'Nordmann, Kari', or the name of the unit."""
    return words.person_name(row) if row["last_name"] else row["unit_name"] or ""


TASKS: tuple[Column, ...] = (
    Column("text", _("Hva"), width=28, sort="text", value=what, strong=True),
    Column("borrower", _("Hos"), width=22, sort="borrower", value=borrower),
    Column("phone", _("Telefon"), width=13),
    Column("due_on", _("Frist"), "day", 22, "due", due=True),
    Column("thing", _("Hører til"), width=26, sort="name", value=thing),
    Column("made_on", _("Siden"), "day", 12, "made"),
    Column("status", _("Status"), "state", 13, shown=False),
    Column("kind", _("Slag"), width=18, value=lambda row: KINDS[row["kind"]], shown=False),
    Column("number", _("Nummer"), width=12, sort="number", shown=False),
    Column("done_on", _("Avsluttet"), "day", 12, "done", shown=False),
    Column("done_note", _("Hvordan det gikk"), width=30, shown=False),
)
