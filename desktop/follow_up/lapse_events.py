"""What the history says of deaths, moves, stays in an institution and cases with NAV. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desktop import words
from desktop.words import _, ngettext

Facts = Mapping[str, Any]
Tell = Callable[[Facts, Facts, "str | None"], str]
MARK = " · "


def _told(said: str, dayed: str) -> Tell:
    """'Dødsfall meldt: død 20. nov. · 4 lån': what was told, its day, and how many lines it was about."""

    def tell(facts: Facts, _row: Facts, today: str | None) -> str:
        day = words.short_day(facts.get("day"), today)
        n = facts.get("count", 0)
        lines = ngettext("{n} lån", "{n} lån", n).format(n=words.number(n)) if n else ""
        return MARK.join(part for part in (dayed.format(day=day) if day else said, lines) if part)

    return tell


def _finished(facts: Facts, _row: Facts, _today: str | None) -> str:
    said = _("Oppfølging avsluttet")
    return f"{said}: {facts['reason']}" if facts.get("reason") else said


def _opened(facts: Facts, _row: Facts, _today: str | None) -> str:
    return _("Sak om varig behov: søknad sendt") if facts.get("sent") else _("Sak om varig behov åpnet")


def _answered(facts: Facts, _row: Facts, _today: str | None) -> str:
    return _("NAV innvilget") if facts.get("answer") == "granted" else _("NAV avslo, saken er avsluttet")


def _always(text: str) -> Tell:
    return lambda _facts, _row, _today: text


VERBS: dict[str, Tell] = {
    "tell_death": _told(_("Dødsfall meldt"), _("Dødsfall meldt: død {day}")),
    "annul_death": _always(_("Dødsfall opphevet")),
    "tell_moved": _told(_("Flytting meldt"), _("Flytting meldt: {day}")),
    "moved_back": _always(_("Flytting opphevet")),
    "to_institution": _told(_("Til institusjon"), _("Til institusjon fra {day}")),
    "change_lapse": _always(_("Oppfølging endret")),
    "finish_lapse": _finished,
    "open_nav_cases": _opened,
    "send_nav_application": _always(_("Søknad sendt til NAV")),
    "answer_nav_cases": _answered,
    "swap_to_nav": _always(_("Byttet med utstyr fra NAV")),
    "close_nav_cases": _always(_("Sak om varig behov avsluttet")),
}
