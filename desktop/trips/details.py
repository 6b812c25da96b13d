"""What is told of a stop beside the list, and of a day in its head. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop import words
from desktop.trips import columns
from desktop.words import _, ngettext

Row = Mapping[str, Any]


def name(row: Row) -> str:
    """'Kari Nordmann', or the name of the unit."""
    return row["unit_name"] or words.full_name(row)


def urgency(row: Row) -> str:
    """'Utskrivning'; '' for what does not press, and for what is to be fetched."""
    code = row.get("urgency", "ordinary")
    return "" if code == "ordinary" else words.URGENCIES[code].word


def facts(row: Row, own: Row, attempts: Sequence[Row]) -> list[tuple[str, str]]:
    """(label, text) pairs of a stop; `own` is its own row with everything that the office wrote."""
    return [
        (_("Adresse"), columns.address(row)),
        (_("Telefon"), own["phone"]),
        (_("Etasje"), own["floor"]),
        (_("Nøkkel og adkomst"), own["key_note"]),
        (_("Utstyr"), "\n".join(columns.told(one) for one in row["things"])),
        (_("Dag"), words.weekday_day(row["on_day"]).capitalize()),
        (_("Ønsket dag"), words.day(row["wanted_on"])),
        (_("Forsøk"), "\n".join(attempt(one, n) for n, one in enumerate(attempts, 1))),
        (_("Merknad"), own["note"]),
    ]


def attempt(one: Row, number: int) -> str:
    """'1. forsøk 21. november 2026: ingen hjemme · Banket på'."""
    told = _("{n}. forsøk {day}: {why}").format(
        n=number, day=words.day(one["on_day"]), why=words.STOP_FAILURES[one["reason"]].lower()
    )
    return " · ".join(part for part in (told, one["note"]) if part)


def sentence(row: Row) -> str:
    """A row read aloud: '2, Levering, Kari Nordmann, Storgata 4, Rullator UT-0187, 2. forsøk'."""
    number = _("Stopp {n}").format(n=row["number"]) if row.get("number") else ""
    word = words.STATES[columns.kind(row)].word
    told = (number, word, name(row), columns.address(row), columns.things(row), columns.attempts(row))
    return ", ".join(part for part in told if part)


def day_line(trips: Sequence[Row], rows: Sequence[Row]) -> str:
    """'5 stopp · Sjåfør: Jon · Avsluttet', for the head of the day."""
    count = ngettext("{n} stopp", "{n} stopp", len(rows)).format(n=words.number(len(rows)))
    parts = [count if rows else ""]
    if trips:
        parts.append(_("Sjåfør: {name}").format(name=trips[-1]["driver"]) if trips[-1]["driver"] else "")
        parts.append(_("Avsluttet") if trips[-1]["finished_on"] else "")
        failed = sum(trip["failed"] for trip in trips)
        parts.append(ngettext("{n} forgjeves", "{n} forgjeves", failed).format(n=failed) if failed else "")
        parts.append(trips[-1]["note"])
    return " · ".join(part for part in parts if part)


def finished(counts: Mapping[str, int]) -> str:
    """'Kjørelisten er avsluttet: 2 levert, 1 hentet, 1 uten resultat'."""
    named = (
        ("handed_over", _("{n} levert")), ("returned", _("{n} hentet")), ("swapped", _("{n} byttet")),
        ("failed", _("{n} forgjeves")),
    )  # fmt: skip
    told = [text.format(n=words.number(counts[code])) for code, text in named if counts.get(code)]
    head = _("Kjørelisten er avsluttet")
    return f"{head}: {', '.join(told)}" if told else head
