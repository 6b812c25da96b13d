"""The columns of stock counts, and of what one count tells of each copy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop import words
from desktop.columns import Column
from desktop.words import _

Row = Mapping[str, Any]
PLACE_MARK = " · "


def counted_place(row: Row) -> str:
    """What a count covers: 'Kjeller · B2', 'Kjeller', or 'Alle plasser'."""
    if row["room"] is None:
        return _("Alle plasser")
    return PLACE_MARK.join(part for part in (row["room"], row["shelf"]) if part)


def expected_place(row: Row) -> str:
    """Where the register said that the copy stood."""
    return PLACE_MARK.join(part for part in (row["expected_room"], row["expected_shelf"]) if part)


def seen_place(row: Row) -> str:
    """Where it was seen; '' where nobody said, or it was not seen."""
    return PLACE_MARK.join(part for part in (row["seen_room"], row["seen_shelf"]) if part)


def state(row: Row) -> str:
    """How a count stands, as a code of words.STATES."""
    return "count_closed" if row["closed_on"] else "count_open"


def outcome(row: Row) -> str:
    """What a count says of a copy, as a code of words.STATES."""
    return f"count_{row['outcome']}"


def number(row: Row) -> str:
    """The number of the copy, or the code that nobody has."""
    return row["number"] or f"«{row['code']}»"


def name(row: Row) -> str:
    return row["name"] or _("Ukjent nummer")


COUNTS: tuple[Column, ...] = (
    Column("name", _("Telling"), width=26, sort="name", strong=True),
    Column("place", _("Plass"), width=15, sort="place", value=counted_place),
    Column("started_on", _("Startet"), "day", 12, "started"),
    Column("closed_on", _("Avsluttet"), "day", 12, "closed", shown=False),
    Column("expected", _("Skal stå"), "number", 9),
    Column("seen", _("Sett"), "number", 8),
    Column("found", _("Funnet"), "number", 9, shown=False),
    Column("missing", _("Mangler"), "number", 9),
    Column("wrong_place", _("Feil plass"), "number", 11, shown=False),
    Column("unexpected", _("Uventet"), "number", 10),
    Column("left", _("Gått ut"), "number", 9, shown=False),
    Column("state", _("Status"), "state", 14, value=state),
    Column("note", _("Merknad"), width=30, shown=False),
)
COUNT_ROWS: tuple[Column, ...] = (
    Column("number", _("Nummer"), width=12, sort="number", value=number, muted=True),
    Column("name", _("Hjelpemiddel"), width=30, sort="name", value=name, strong=True),
    Column("outcome", _("Resultat"), "state", 14, "outcome", value=outcome),
    Column("place", _("Skal stå"), width=15, sort="place", value=expected_place),
    Column("seen_place", _("Sett på"), width=15, sort="seen_place", value=seen_place),
    Column("state", _("Tilstand nå"), "state", 16),
    Column("seen_at", _("Sett"), "moment", 16, "seen_at", shown=False),
    Column("count_name", _("Telling"), width=26, shown=False),
    Column("started_on", _("Startet"), "day", 12, shown=False),
    Column("hms_nr", _("HMS-nr"), width=9, shown=False),
    Column("serial", _("Serienummer"), width=16, shown=False),
    Column("group_name", _("Gruppe"), width=24, shown=False),
)


def pieces(n: int) -> str:
    return words.counted(n, _("gjenstand"), _("gjenstander"))
