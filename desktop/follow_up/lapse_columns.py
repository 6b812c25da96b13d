"""The columns of lapses and of cases with NAV."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop import words
from desktop.columns import Column
from desktop.follow_up.lapse_words import KINDS
from desktop.words import _, ngettext

Row = Mapping[str, Any]
MONTH = 365 / 12  # days, as db.nav_cases counts them


def _kind(row: Row) -> str:
    return KINDS[row["kind"]]


def _status(row: Row) -> str:
    return row["status"]


def months(days: int) -> str:
    """548 -> '18 måneder'; under one month '20 dager'."""
    whole = int(days / MONTH + 0.001)
    if not whole:
        return ngettext("{n} dag", "{n} dager", days).format(n=days)
    return ngettext("{n} måned", "{n} måneder", whole).format(n=whole)


def _held(row: Row) -> str:
    return months(row["days"])


LAPSES: tuple[Column, ...] = (
    Column("name", _("Navn"), width=22, sort="name", value=words.person_name, strong=True),
    Column("kind", _("Hva"), width=15, sort="kind", value=_kind),
    Column("on_day", _("Dato"), "day", 12, "day", shown=False),
    Column("held", _("Har ennå"), "number", 10, "held"),
    Column("responsible", _("Ansvarlig"), width=18, sort="responsible"),
    Column("grace_until", _("Hentes innen"), "day", 22, "grace", due=True),
    Column("lapse_state", _("Status"), "state", 17, value=_status),
    Column("to_unit", _("Institusjon"), width=20, shown=False),
    Column("kin_name", _("Pårørende"), width=22, shown=False),
    Column("kin_phone", _("Pårørendes telefon"), width=18, shown=False),
    Column("closed_on", _("Avsluttet"), "day", 12, "closed", shown=False),
    Column("note", _("Merknad"), width=30, shown=False),
)
NAV_CASES: tuple[Column, ...] = (
    Column("number", _("Nummer"), width=11, sort="number", muted=True),
    Column("name", _("Hjelpemiddel"), width=25, sort="name", strong=True),
    Column("borrower", _("Låner"), width=20, sort="borrower", value=words.person_name),
    Column("days", _("Varighet"), width=12, sort="days", value=_held),
    Column("nav_state", _("Status"), "state", 16, value=_status),
    Column("sent_on", _("Søkt"), "day", 12, "sent"),
    Column("waits", _("Ventet"), "number", 8, "waits"),
    Column("answered_on", _("Svar"), "day", 12, "answered", shown=False),
    Column("due_on", _("Frist"), "day", 20, "due", due=True, shown=False),
    Column("swapped_on", _("Byttet"), "day", 12, shown=False),
    Column("hms_nr", _("HMS-nr"), width=9, shown=False),
    Column("born_on", _("Født"), "day", 12, shown=False),
    Column("note", _("Merknad"), width=30, shown=False),
)
