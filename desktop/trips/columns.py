"""The columns of stops, of what waits for a stop, and of everything that was driven. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop import words
from desktop.columns import Column
from desktop.words import _

Row = Mapping[str, Any]
SECRET = _("skjermet – se kontoret")
OPEN = {"outcome": None, "end_reason": None, "request_outcome": None}


def borrower(row: Row) -> str:
    """'Nordmann, Kari', or the name of the unit."""
    return words.person_name(row) if row["last_name"] else row["unit_name"] or ""


def address(row: Row) -> str:
    """Where it is; a protected person's place is told by the office alone."""
    return SECRET if row["protected"] else row["address"] or ""


def kind(row: Row) -> str:
    """The kind of stop as a code of words.STATES."""
    return f"stop_{row['kind']}"


def status(row: Row) -> str:
    """How the stop stands, as a code of words.STATES."""
    return f"stop_{row['status']}"


def thing(row: Row) -> str:
    """'Rullator UT-0187', '4 Albuekrykker', 'Rullator UT-0187 → UT-0190' of a swap, or what was written."""
    if not row["name"]:
        return row["text"]
    if row["number"]:
        told = f"{row['name']} {row['number']}"
    else:
        told = f"{words.number(row['quantity'])} {row['name']}" if row["quantity"] > 1 else row["name"]
    return f"{told} → {row['bring_number']}" if row["kind"] == "swap" and row["bring_number"] else told


def is_stale(one: Row) -> bool:
    """Whether what the stop was about was settled in another way: returned, or the request closed."""
    return one["outcome"] is None and (one["end_reason"] is not None or one["request_outcome"] is not None)


def settled(one: Row) -> str:
    """How a thing was settled in another way, or that it was left; '' where it was not."""
    if one["outcome"] == "cancelled":
        return _("ikke utført")
    if not is_stale(one):
        return ""
    return _("levert inn allerede") if one["end_reason"] is not None else _("behovet er avsluttet")


def told(one: Row) -> str:
    """One thing of a stop, and that it was settled in another way, where it was."""
    return f"{thing(one)} ({settled(one)})" if settled(one) else thing(one)


def things(row: Row) -> str:
    """Everything of a stop in one line."""
    return ", ".join(told(one) for one in row["things"])


def attempts(row: Row) -> str:
    """'2. forsøk' after one that came to nothing; '' before."""
    return _("{n}. forsøk").format(n=row["attempts"] + 1) if row["attempts"] else ""


def driven_thing(row: Row) -> str:
    """What one row of the export is about, with the number it had and the one it got."""
    return " → ".join(part for part in (row["item_number"], row["new_number"]) if part)


STOPS: tuple[Column, ...] = (
    Column("number", _("Nr"), "number", 5, muted=True),
    Column("errand", _("Hva"), "state", 14, value=kind),
    Column("borrower", _("Navn"), width=24, value=borrower, strong=True),
    Column("where", _("Adresse"), width=26, value=address),
    Column("things", _("Utstyr"), width=32, value=things),
    Column("attempts", _("Forsøk"), width=10, value=attempts),
    Column("status", _("Status"), "state", 14, value=status, shown=False),
    Column("phone", _("Telefon"), width=13, shown=False),
    Column("floor", _("Etasje"), width=12, shown=False),
    Column("wanted_on", _("Ønsket dag"), "day", 12, shown=False),
    Column("note", _("Merknad"), width=30, shown=False),
)
WAITING: tuple[Column, ...] = (
    Column("wanted_on", _("Ønsket"), "day", 12),
    Column("errand", _("Hva"), "state", 14, value=kind),
    Column("borrower", _("Navn"), width=24, value=borrower, strong=True),
    Column("where", _("Adresse"), width=26, value=address),
    Column("things", _("Utstyr"), width=32, value=things),
    Column("attempts", _("Forsøk"), width=10, value=attempts),
)
TRIPS: tuple[Column, ...] = (
    Column("on_day", _("Dag"), "day", 12),
    Column("number", _("Stopp"), "number", 7),
    Column("errand", _("Hva"), "state", 14, value=kind),
    Column("borrower", _("Låner"), width=26, value=borrower),
    Column("where", _("Adresse"), width=30, value=address),
    Column("thing", _("Utstyr"), width=32),
    Column("item_number", _("Nummer"), width=18, value=driven_thing),
    Column("hms_nr", _("HMS-nr"), width=9),
    Column("quantity", _("Antall"), "number", 8),
    Column("outcome", _("Utfall"), "state", 16, value=lambda row: _outcome(row)),
    Column("attempts", _("Forsøk"), "number", 8, value=lambda row: row["attempts"] + (row["outcome"] == "done")),
    Column("done_on", _("Utført"), "day", 12),
    Column("driver", _("Sjåfør"), width=20),
    Column("wanted_on", _("Ønsket dag"), "day", 12),
)


def _outcome(row: Row) -> str:
    """How the thing ended where it ended, else how its stop stands."""
    return f"stop_{row['thing_outcome']}" if row["thing_outcome"] else status(row)


def waiting_requests(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Requests to deliver as rows of the list of what waits."""
    return [
        {**dict(row), "kind": "deliver", "attempts": 0, "ref": row["request_id"], "number": None,
         "things": [{"name": row["name"], "number": row["number"], "quantity": row["quantity"], "kind": "deliver",
                     **OPEN}]}
        for row in rows
    ]  # fmt: skip


def waiting_lines(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Lines to fetch as rows of the list of what waits."""
    return [
        {**dict(row), "kind": "fetch", "attempts": 0, "ref": row["line_id"], "number": None, "wanted_on": None,
         "things": [{"name": row["name"], "number": row["number"], "quantity": row["left_out"], "kind": "fetch",
                     **OPEN}]}
        for row in rows
    ]  # fmt: skip
