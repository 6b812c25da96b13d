"""What was done with places, closures and bought nights, as the history tells it. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desktop import words
from desktop.stays.words import PURPOSES, period
from desktop.words import _, ngettext

Facts = Mapping[str, Any]
MARK = " · "


def _joined(*parts: str) -> str:
    return MARK.join(part for part in parts if part)


def when(from_on: str | None, to_on: str | None, today: str | None = None) -> str:
    """'1.–8. des.', 'fra 1. des.' without an end; '' without days. The end is the day that is open again."""
    if not from_on:
        return ""
    if not to_on:
        return _("fra {day}").format(day=words.short_day(from_on, today))
    return period(from_on, to_on, today)


def _named(said: str) -> Callable[[Facts, Facts, str | None], str]:
    """The act and the site it concerned."""
    return lambda facts, _row, _today: _joined(said, facts.get("name") or facts.get("site") or "")


def _added(facts: Facts, _row: Facts, _today: str | None) -> str:
    count = facts.get("count", 1)
    said = ngettext("{n} ny plass", "{n} nye plasser", count).format(n=count)
    return _joined(said, facts.get("site") or "")


def _place_changed(facts: Facts, _row: Facts, today: str | None) -> str:
    ends = words.short_day(facts.get("valid_to"), today)
    return _joined(_("Plass endret"), _("ikke i bruk fra {day}").format(day=ends) if ends else "")


def _earmarked(facts: Facts, _row: Facts, _today: str | None) -> str:
    purpose = PURPOSES.get(facts.get("purpose") or "")
    return _("Øremerket {purpose}").format(purpose=purpose.lower()) if purpose else _("Øremerking tatt bort")


def _closed(said: str) -> Callable[[Facts, Facts, str | None], str]:
    """The act, how much it concerned where that was no single place, and the days."""

    def tell(facts: Facts, _row: Facts, today: str | None) -> str:
        count, what = facts.get("count"), ""
        if count:
            what = ngettext("{n} plass", "{n} plasser", count).format(n=count)
        elif not facts.get("numbers"):
            what = facts.get("site") or ""
        return _joined(said, what, when(facts.get("from_on"), facts.get("to_on"), today))

    return tell


def _reopened(facts: Facts, _row: Facts, today: str | None) -> str:
    return _joined(_("Åpnet igjen"), when(facts.get("from_on"), None, today))


def _inhabitants(facts: Facts, _row: Facts, _today: str | None) -> str:
    number, year = facts.get("inhabitants"), facts.get("year")
    return _("Innbyggertall {year}: {n}").format(year=year, n=words.number(number)) if number else _("Innbyggertall")


def _quota(said: str) -> Callable[[Facts, Facts, str | None], str]:
    return lambda facts, _row, _today: _joined(said, facts.get("site") or "", str(facts.get("year") or ""))


VERBS: dict[str, Callable[[Facts, Facts, str | None], str]] = {
    "add_site": _named(_("Nytt sted")),
    "change_site": _named(_("Sted endret")),
    "add_stay_places": _added,
    "add_extra_place": _named(_("Ekstraplass")),
    "change_stay_place": _place_changed,
    "set_earmarks": _earmarked,
    "close_places": _closed(_("Stengt")),
    "change_closure": _closed(_("Stenging endret")),
    "reopen_places": _reopened,
    "set_population": _inhabitants,
    "add_quota": _quota(_("Avtale om kjøpte døgn")),
    "change_quota": _quota(_("Avtale om kjøpte døgn endret")),
}
