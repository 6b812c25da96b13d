"""The columns of places. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop import words
from desktop.columns import Column
from desktop.stays.place_history import when
from desktop.stays.words import PLACE_KINDS, PURPOSES
from desktop.words import _

Row = Mapping[str, Any]


def status(row: Row) -> str:
    """The code in words.STATES of how a place stands tonight."""
    return f"place_{row['status']}"


def who(row: Row) -> str:
    """'Kari N.' for who has the place tonight; '' for nobody."""
    return words.short_name(row) if row["stay_id"] is not None else ""


def earmark(row: Row) -> str:
    """'Rehabilitering', with the next one where it changes: 'Rehabilitering, Avlastning fra 1. des.'."""
    now, coming = PURPOSES.get(row["earmark"] or "", ""), PURPOSES.get(row["next_earmark"] or "", "")
    if coming:
        coming = _("{purpose} fra {day}").format(purpose=coming, day=words.short_day(row["next_earmark_on"]))
    elif row["earmark_until"]:
        coming = _("til {day}").format(day=words.short_day(row["earmark_until"]))
    return ", ".join(part for part in (now, coming) if part)


def closed(row: Row) -> str:
    """'1.–8. des. · Maling' for the closure that is now or comes first; '' without one."""
    if row["closure_id"] is None:
        return ""
    return f"{when(row['closed_from'], row['closed_until'])} · {row['closed_reason']}"


def _kind(row: Row) -> str:
    return PLACE_KINDS[row["kind"]]


PLACES: tuple[Column, ...] = (
    Column("name", _("Plass"), width=16, sort="name", strong=True),
    Column("status", _("Status"), "state", 20, "status", value=status),
    Column("who", _("Hvem"), width=15, sort="who", value=who),
    Column("out_on", _("Ut"), "day", 12, "out"),
    Column("next_in", _("Neste inn"), "day", 12, "next"),
    Column("earmark", _("Øremerket"), width=22, sort="earmark", value=earmark),
    Column("site_name", _("Sted"), width=22, sort="site"),
    Column("closed", _("Stenging"), width=24, value=closed, shown=False),
    Column("features", _("Om plassen"), width=22, shown=False),
    Column("kind", _("Slag"), width=13, sort="kind", value=_kind, shown=False),
    Column("valid_from", _("I bruk fra"), "day", 12, "from", shown=False),
    Column("valid_to", _("Ikke i bruk fra"), "day", 14, "to", shown=False),
    Column("reason", _("Grunn"), width=22, shown=False),
)
