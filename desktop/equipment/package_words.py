"""What is told of a package's parts: what each is, how many stand ready, and what one package lacks. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop import words
from desktop.words import _, ngettext

Row = Mapping[str, Any]


def what(part: Row) -> str:
    """'Madrass', or '2 Forhøyningsklosser'."""
    return part["name"] if part["quantity"] == 1 else f"{words.number(part['quantity'])} {part['name']}"


def stands(part: Row) -> str:
    """'3 ledige', or '40 på lager' of goods; with '2 reservert' where others wait for some."""
    if part["tracking"] == "quantity":
        told = _("{n} på lager").format(n=words.number(part["free"]))
    else:
        told = ngettext("{n} ledig", "{n} ledige", part["free"]).format(n=words.number(part["free"]))
    if not part["reserved"]:
        return told
    kept = ngettext("{n} reservert", "{n} reservert", part["reserved"]).format(n=words.number(part["reserved"]))
    return f"{told}, {kept}"


def lacking(parts: Sequence[Row]) -> str:
    """'Madrass og 2 Forhøyningsklosser' for what one package lacks; '' where it is whole."""
    short = [(part["name"], part["quantity"] - part["ready"]) for part in parts if part["ready"] < part["quantity"]]
    return words.listed([name if n == 1 else f"{words.number(n)} {name}" for name, n in short])


def holds(parts: Sequence[Row]) -> str:
    """'Seng, madrass og 2 klosser. Nå mangler madrass'."""
    told = words.listed([what(part) for part in parts])
    short = lacking(parts)
    return _("{parts}. Nå mangler {short}").format(parts=told, short=short) if short else told
