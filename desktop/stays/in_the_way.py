"""What stands in the way of a stay, told with place, person and days. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from db.errors import Why
from desktop import words
from desktop.stays.words import PURPOSES, STATES, period
from desktop.words import _

Facts = Mapping[str, Any]


def _who(facts: Facts) -> str:
    """'Bjørg S', to be followed by a full stop or a word; '' where nobody is named."""
    return words.short_name(facts).rstrip(".") if facts.get("last_name") or facts.get("first_name") else ""


def _dotted(facts: Facts) -> str:
    return words.short_name(facts)


def _when(facts: Facts) -> str:
    """'9.–16. juli', '9. juli' or 'fra 9. juli'."""
    since, until = facts.get("from_on"), facts.get("to_on")
    if not since:
        return _("da")
    if not until:
        return _("fra {day}").format(day=words.short_day(since))
    return words.short_day(since) if since == until else period(since, until)


def _where(facts: Facts) -> str:
    return facts.get("place") or facts.get("site") or _("Plassen")


def _taken(facts: Facts) -> str:
    if not _who(facts):
        return _("{place} er opptatt {when}. Velg en annen plass, eller flytt datoene").format(
            place=_where(facts), when=_when(facts).rstrip(".")
        )
    return _("{place} er opptatt {when} av {who}. Velg en annen plass, eller flytt den som er der, først").format(
        place=_where(facts), when=_when(facts), who=_who(facts)
    )


def _closed(facts: Facts) -> str:
    said = _("{place} er stengt {when}").format(place=_where(facts), when=_when(facts))
    said += f": {facts['reason']}" if facts.get("reason") else ""
    return _("{said}. Velg en annen plass, eller flytt datoene").format(said=said.rstrip("."))


def _not_open(facts: Facts) -> str:
    since, until = facts.get("from_on"), facts.get("to_on")
    if not since:
        return _("Plassen er ikke i bruk hele tiden. Velg en annen plass, eller flytt datoene")
    when = _("fra {day}").format(day=words.day(since)) + (_(" til {day}").format(day=words.day(until)) if until else "")
    return _("{place} er i bruk bare {when}. Velg en annen plass, eller flytt datoene").format(
        place=_where(facts), when=when
    )


def _held(facts: Facts) -> str:
    if not _who(facts):
        return _("Den som var på plassen før, er ikke skrevet ut. Skriv ut eller flytt først")
    return _("{who} er fortsatt på {place} og skulle reist {day}. Skriv ut eller flytt først").format(
        who=_dotted(facts), place=_where(facts), day=words.short_day(facts.get("to_on")).rstrip(".")
    )


def _same_day(facts: Facts) -> str:
    if not _who(facts):
        return _("Noen kommer og reiser fra plassen samme dag. Bekreft at plassen er fri til kvelden")
    return _("{who} har {place} samme dag, {day}. Bekreft at plassen er fri til kvelden").format(
        who=_dotted(facts), place=_where(facts), day=words.short_day(facts.get("from_on")).rstrip(".")
    )


def _stays_then(facts: Facts) -> str:
    who = _dotted(facts) if _who(facts) else _("Personen")
    return _("{who} har et opphold fra før, {when} på {place}. Bekreft at begge skal stå").format(
        who=who, when=_when(facts), place=facts.get("place") or facts.get("site") or _("et annet sted")
    )


def _too_few(facts: Facts) -> str:
    return _("{site} har bare {n} bemannede plasser {when}, og alle er i bruk. Bekreft at det går likevel").format(
        site=facts.get("site") or _("Stedet"), n=words.number(facts.get("count", 0)), when=_when(facts)
    )


def _earmarked(facts: Facts) -> str:
    purpose = PURPOSES.get(facts.get("purpose") or "", _("noe annet"))
    return _("{place} er øremerket {purpose}").format(place=_where(facts), purpose=purpose.lower())


def _state(facts: Facts) -> str:
    known = STATES.get(facts.get("state") or "")
    if known is None:
        return _("Oppholdet er kommet for langt til det. Last listen på nytt")
    said = _("Oppholdet står som «{state}». Det går ikke nå").format(state=known.word.lower())
    return f"{_dotted(facts)}: {said}" if _who(facts) else said


def _others_first(facts: Facts) -> str:
    names = [words.short_name(row) for row in facts.get("people", ())]
    if not names:
        return _("Andre på ventelisten står foran. Skriv hvorfor de blir gått forbi")
    shown = words.listed(names[:3]) if len(names) <= 3 else _("{n} personer").format(n=len(names))
    return _("{names} står foran på ventelisten. Skriv hvorfor").format(names=shown)


def _before_applied(facts: Facts) -> str:
    first = facts.get("first_on")
    if not first or first == facts.get("received_on"):
        return _("Søknaden kom {day}. Velg den dagen eller en senere").format(day=words.day(first) or "–")
    return _("Velg {day} eller en senere dag").format(day=words.day(first))


SENTENCES: dict[Why, Callable[[Facts], str]] = {
    Why.PLACE_TAKEN: _taken,
    Why.PLACE_CLOSED: _closed,
    Why.PLACE_NOT_OPEN: _not_open,
    Why.PLACE_HELD: _held,
    Why.SAME_DAY_MEETS: _same_day,
    Why.STAYS_THEN: _stays_then,
    Why.TOO_FEW_STAFFED: _too_few,
    Why.EARMARKED: _earmarked,
    Why.STAY_STATE_FORBIDS: _state,
    Why.OTHERS_FIRST: _others_first,
    Why.BEFORE_APPLIED: _before_applied,
    Why.APPLIED_AFTER: lambda f: _("Søknaden må ha kommet {day} eller før").format(
        day=words.day(f.get("first_on")) or "–"
    ),
    Why.OUT_BEFORE_IN: lambda f: _("Avreise må være etter ankomst. Rett en av datoene"),
    Why.TOO_LATE_TO_REOPEN: lambda f: _("Utskrivningen er eldre enn 7 dager. Registrer et nytt opphold"),
    Why.WRONG_SITE: lambda f: _(
        "Døgnopphold er på avdeling eller hos leverandør, dagopphold på dagsenter. Velg et annet"
    ),
    Why.NOT_LEFT_YET: lambda f: _("Personen er inne. Velg i dag eller senere, eller skriv ut av oppholdet"),
    Why.AWAY_ALREADY: lambda f: _("Har permisjon fra før, {when}. Avslutt den først").format(when=_when(f)),
    Why.NOT_IN_STAY: lambda f: _("Dagen er utenfor oppholdet, {when}. Velg en annen dag").format(when=_when(f)),
    Why.NOT_AWAY: lambda f: _("Har ikke permisjon den dagen. Last listen på nytt"),
    Why.PAUSED_ALREADY: lambda f: _("Ventetiden har pause fra før, {when}. Velg andre dager").format(when=_when(f)),
    Why.SAME_PLACE: lambda f: _("De har samme plass. Velg et annet opphold eller en annen dag"),
}
