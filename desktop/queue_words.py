"""What is said where somebody waits in line for what another is about to get. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop import words
from desktop.words import _

Facts = Mapping[str, Any]


def waits(facts: Facts) -> str:
    """'Kari N. (spurte 3. nov.)', who waits and since when; '' where the facts do not tell."""
    holder = facts.get("unit_name") or (words.short_name(facts) if facts.get("last_name") else "")
    if not holder:
        return ""
    return _("{holder} (spurte {day})").format(holder=holder, day=words.short_day(facts.get("asked_on")))


def reserved(facts: Facts) -> str:
    """Why a thing is not free: others wait for all that stand ready."""
    who = waits(facts)
    said = _("Er reservert til {who}").format(who=who) if who else _("Er reservert til andre")
    return _numbered(facts, _("{said}. Skriv hvorfor den likevel skal ut").format(said=said))


def passed_over(facts: Facts) -> str:
    """Somebody stands before the one who is to get it."""
    who = waits(facts)
    said = _("{who} står foran i køen").format(who=who) if who else _("Andre står foran i køen")
    return _numbered(facts, _("{said}. Skriv hvorfor den går til denne").format(said=said))


def packed_for(facts: Facts) -> str:
    """A copy that is set aside goes to nobody else."""
    who = waits(facts)
    said = _("Er klargjort til {who}").format(who=who) if who else _("Er klargjort til en annen")
    return _numbered(facts, _("{said}. Legg den tilbake på lager under Behov først").format(said=said))


def not_oldest(facts: Facts) -> str:
    """Another copy should go out first."""
    said = _("{number} skal ut først. Skriv hvorfor denne går i stedet").format(number=facts.get("suggested"))
    return _numbered(facts, said)


def _numbered(facts: Facts, text: str) -> str:
    return f"{facts['number']}: {text}" if facts.get("number") else text
