"""What is told of requests beside the list: how a product stands, the facts of one, who waits. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from db import packages, requests
from desktop import words
from desktop.finding import place
from desktop.words import _, ngettext

Row = Mapping[str, Any]
Read = Callable[..., Any]


def borrower(row: Row) -> str:
    """'Kari Nordmann (f. 1941)', or the name of the unit."""
    if row["unit_name"]:
        return row["unit_name"]
    born = _(" (f. {year})").format(year=row["born_on"][:4]) if row["born_on"] else ""
    return words.full_name(row) + born


def short(row: Row) -> str:
    """'Kari N.', or the name of the unit: what may stand on a screen that others see."""
    return row["unit_name"] or words.short_name(row)


def thing(row: Row) -> str:
    """'Rullator', or '4 Albuekrykker, par'."""
    return row["name"] if row["quantity"] == 1 else f"{words.number(row['quantity'])} {row['name']}"


def standing(row: Row) -> str:
    """'3 ledige, 1 reservert, 2 tilgjengelige' of a row of availability."""
    free, reserved, available = row["free"], row["reserved"], row["available"]
    parts = [ngettext("{n} ledig", "{n} ledige", free).format(n=words.number(free))]
    if reserved:
        parts.append(ngettext("{n} reservert", "{n} reservert", reserved).format(n=words.number(reserved)))
        parts.append(ngettext("{n} tilgjengelig", "{n} tilgjengelige", available).format(n=words.number(available)))
    if row["packed"]:
        parts.append(ngettext("{n} klargjort", "{n} klargjort", row["packed"]).format(n=words.number(row["packed"])))
    if row["waiting"]:
        parts.append(ngettext("{n} venter", "{n} venter", row["waiting"]).format(n=words.number(row["waiting"])))
    if row["coming"]:
        parts.append(_("{n} ventes inn").format(n=words.number(row["coming"])))
    return ", ".join(parts)


def facts(read: Read, row: Row, today: str) -> list[tuple[str, str]]:
    """(label, text) pairs of one request; empty texts are left out where they are shown."""
    urgent = "" if row["urgency"] == "ordinary" else words.URGENCIES[row["urgency"]].word
    return [
        (_("Til"), borrower(row)),
        (_("Telefon"), row["phone"] or ""),
        (_("Trengs"), wanted(row, today)),
        (_("Haster"), urgent),
        (_("Antall"), words.number(row["quantity"]) if row["tracking"] == "quantity" else ""),
        (_("Del av pakke"), read(packages.package, row["package_id"])["name"] if row["package_id"] else ""),
        (_("Levering"), words.DELIVERIES[row["delivery"]]),
        (_("Meldt"), asked(row)),
        (_("Kø"), queue_place(row)),
        (_("Klargjort"), packed(row)),
        (_("Lageret"), _stock(read, row, today)),
        (_("Gått forbi i køen"), _passes(read, row)),
        (_("Avsluttet"), _closed(row)),
        (_("Merknad"), row["note"]),
    ]


def wanted(row: Row, today: str) -> str:
    """'6. juli · om 3 dager, til 1. august'."""
    said = words.day(row["wanted_on"]) if row["outcome"] else words.deadline(row["wanted_on"], today)
    return _("{said}, til {day}").format(said=said, day=words.short_day(row["until_on"], today)) if row["until_on"] \
        else said  # fmt: skip


def asked(row: Row) -> str:
    """'1. juli 2026 av Ergoterapeut Lia · 2 dager siden'."""
    said = words.day(row["asked_on"])
    said = _("{day} av {name}").format(day=said, name=row["asked_by"]) if row["asked_by"] else said
    days = row["days_waited"]
    waited = ngettext("ventet {n} dag", "ventet {n} dager", days).format(n=words.number(days))
    return f"{said} · {waited}" if days else said


def queue_place(row: Row) -> str:
    """'Nummer 2 i køen'; '' for what waits no longer."""
    return _("Nummer {n} i køen").format(n=words.number(row["place"])) if row["place"] else ""


def packed(row: Row) -> str:
    """'UT-0002, 3. juli'."""
    if row["outcome"] is not None or not row["number"]:
        return ""
    return ", ".join((row["number"], words.short_day(row["packed_on"])))


def copy(row: Row) -> str:
    """'Hylle A2 · innkjøpt 2019' of a copy that could go out."""
    bought = _("innkjøpt {when}").format(when=words.day(row["bought_on"])) if row["bought_on"] else ""
    late = _("skulle vært kontrollert") if row["check_overdue"] else ""
    return " · ".join(part for part in (place(row), bought, late) if part)


def sentence(row: Row, today: str) -> str:
    """A row read aloud: 'Rullator, kan dekkes nå, Kari Nordmann, 6. juli · om 3 dager'."""
    state = words.STATES[f"request_{row['status']}"].word.lower()
    urgent = "" if row["urgency"] == "ordinary" else words.URGENCIES[row["urgency"]].word.lower()
    parts = (thing(row), state, urgent, borrower(row), wanted(row, today))
    return ", ".join(part for part in parts if part)


def state(row: Row) -> str:
    """The code in words.STATES of how a request stands."""
    return f"request_{row['status']}"


def things(rows: Sequence[Row]) -> str:
    """The one thing and whom it is for, or '3 behov'."""
    if len(rows) == 1:
        return _("{what} til {name}").format(what=thing(rows[0]), name=short(rows[0]))
    return ngettext("{n} behov", "{n} behov", len(rows)).format(n=words.number(len(rows)))


def _stock(read: Read, row: Row, today: str) -> str:
    if row["outcome"] is not None:
        return ""
    found = read(requests.availability, row["product_id"], since=today)
    return standing(found) if found is not None else ""


def _passes(read: Read, row: Row) -> str:
    told = [
        " · ".join(part for part in (words.short_day(one["on_day"]), one["number"], one["reason"]) if part)
        for one in read(requests.passes, row["request_id"])
    ]
    return "\n".join(told)


def _closed(row: Row) -> str:
    if row["outcome"] is None:
        return ""
    how = words.STATES[f"request_{row['status']}"].word
    said = _("{how} {day}").format(how=how, day=words.day(row["closed_on"]))
    return ": ".join(part for part in (said, row["close_reason"]) if part)
