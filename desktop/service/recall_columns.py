"""The columns of recalled copies."""

from __future__ import annotations

from desktop.columns import Column
from desktop.loans.columns import borrower
from desktop.words import _

RECALLED: tuple[Column, ...] = (
    Column("number", _("Nummer"), width=12, sort="number", muted=True),
    Column("name", _("Hjelpemiddel"), width=26, sort="name", strong=True),
    Column("serial", _("Serienummer"), width=14, sort="serial"),
    Column("borrower", _("Låner"), width=20, sort="holder", value=borrower),
    Column("phone", _("Telefon"), width=13),
    Column("state", _("Tilstand"), "state", 16, "state"),
    Column("status", _("Tilbakekalling"), "state", 16, "status", shown=False),
    Column("title", _("Gjelder"), width=24, sort="title", shown=False),
    Column("address", _("Adresse"), width=30, shown=False),
    Column("note", _("Merknad"), width=30, shown=False),
    Column("opened_on", _("Tilbakekalt"), "day", 12, "opened", shown=False),
    Column("handled_on", _("Behandlet"), "day", 12, "handled", shown=False),
    Column("due_on", _("Frist"), "day", 12, shown=False),
    Column("hms_nr", _("HMS-nr"), width=9, shown=False),
)
