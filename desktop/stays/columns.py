"""The columns of stays. The export of the whole kind is read in again by the import: its headings are fixed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop import words
from desktop.columns import Column
from desktop.stays import words as stay_words
from desktop.words import _

Row = Mapping[str, Any]


def status(row: Row) -> str:
    """The code in words.STATES of how a stay stands, an overstay among them."""
    return f"stay_{row['status']}"


def place(row: Row) -> str:
    """'Rom 3'; the site where no place is named, 'Parkert' on a ward of our own."""
    if row["place"]:
        return row["place"]
    return _("Parkert") if row["site_kind"] == "ward" else row["site"] or ""


def _nights(row: Row) -> int | None:
    """Liggedøgn until the day it ends as it looks now; day rehab has none."""
    return row["nights"] if row["form"] == "night" else None


def _purpose(row: Row) -> str:
    return stay_words.PURPOSES[row["purpose"]]


STAYS: tuple[Column, ...] = (
    Column("stay_id", _("Opphold"), "number", 9),
    Column("person", _("Person"), width=24, sort="person", value=words.person_name, strong=True),
    Column("born_on", _("Født"), "day", 12, "born"),
    Column("place", _("Plass"), width=14, sort="place", value=place),
    Column("purpose", _("Formål"), width=18, sort="purpose", value=_purpose),
    Column("status", _("Status"), "state", 15, "state", value=status),
    Column("in_on", _("Inn"), "day", 12, "in"),
    Column("out_on", _("Ut"), "day", 12, "out"),
    Column("confirmed", _("Bekreftet"), "flag", 10),
    Column("nights", _("Døgn"), "number", 8, "nights", value=_nights),
    Column("coordinator", _("Koordinator"), width=20, sort="coordinator"),
)


def priority(row: Row) -> str:
    """'1 – haster'."""
    return stay_words.PRIORITIES[row["priority"]]


def _rank(row: Row) -> int | None:
    return row["rank"]


WAITING: tuple[Column, ...] = (
    Column("rank", _("Nr."), "number", 6, "queue", value=_rank, muted=True),
    Column("person", _("Person"), width=24, sort="person", value=words.person_name, strong=True),
    Column("priority", _("Prioritet"), width=15, sort="priority", value=priority),
    Column("purpose", _("Formål"), width=18, sort="purpose", value=_purpose),
    Column("status", _("Status"), "state", 15, "state", value=status),
    Column("latest_start_on", _("Bør begynne senest"), "day", 22, "latest", due=True),
    Column("wished_from", _("Ønsket fra"), "day", 12, "wished"),
    Column("days_waited", _("Ventet (dager)"), "number", 14, "waited"),
    Column("received_on", _("Mottatt"), "day", 12, "received"),
    Column("asked_by", _("Søkt av"), width=20, sort="asked_by", shown=False),
    Column("follow_up_on", _("Følges opp"), "day", 12, "follow_up", shown=False),
    Column("decided_on", _("Vedtak"), "day", 12, "decided", shown=False),
    Column("room_need", _("Krav til plassen"), width=24, shown=False),
    Column("born_on", _("Født"), "day", 12, shown=False),
    Column("coordinator", _("Koordinator"), width=20, sort="coordinator", shown=False),
)
