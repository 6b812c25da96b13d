"""What is said of deaths, moves and stays in an institution: choices of a line, and what an act will do. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.effects import Effects
from desktop import words
from desktop.stays import words as stay_words
from desktop.words import _, ngettext

Row = Mapping[str, Any]
MOST_NAMED = 6
KINDS = {"death": _("Dødsfall"), "moved": _("Flytting"), "institution": _("Til institusjon")}
RETURNS = {  # how a thing looks that is here already, as a choice of its own
    "dirty": _("Er levert, til rengjøring"),
    "clean": _("Er levert, ren og hel"),
    "damaged": _("Er levert, skadet"),
    "infectious": _("Er levert, smittefare"),
}
_FATES = {
    "fetch": _("Hentes"),
    "transfer": _("Følger med, på avdelingens avtale"),
    "lost": _("Er tapt"),
    "not_recovered": _("Ikke fått tilbake"),
    "keeps": _("Beholdes inntil videre"),
}
_KEEPS = {"death": _("Avklares senere"), "finish": _("Beholdes videre")}
REASONS = {  # what stands on requests and errands that are called off; nothing of why in particular
    "death": _("Låneren er død"),
    "moved": _("Låneren har flyttet"),
    "institution": _("Låneren er flyttet til institusjon"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that an act does, in words, with its icon and the colour token of it."""

    text: str
    icon: str
    colour: str = "lent"


def choices(act: str, fates: Sequence[str]) -> list[tuple[str, str]]:
    """What may be chosen for a line: ("fate" or "returned:condition", text), the proposed one first."""
    offered: list[tuple[str, str]] = []
    for fate in fates:
        if fate == "returned":
            offered += [(f"{fate}:{condition}", text) for condition, text in RETURNS.items()]
        else:
            offered.append((fate, _KEEPS.get(act, _FATES[fate]) if fate == "keeps" else _FATES[fate]))
    return offered


def thing(line: Row) -> str:
    """'Rullator, innendørs UT-0187', or '4 Albuekrykker, par'."""
    return f"{line['name']} {line['number']}" if line["number"] else f"{words.number(line['left_out'])} {line['name']}"


def counted(n: int) -> str:
    """'3 ting'."""
    return ngettext("{n} ting", "{n} ting", n).format(n=words.number(n))


def kin(row: Row) -> str:
    """'Per Nordmann, 911 11 111'; '' where nobody is known."""
    return ", ".join(part for part in (row["kin_name"], row["kin_phone"]) if part)


def happenings(
    effects: Effects, act: str, lines: Mapping[int, Row], *, requests: Sequence[Row] = (), stays: Sequence[Row] = (),
    unit: str = "", who: str = "",
) -> list[Happening]:  # fmt: skip
    """All that the act does with what the person has and has asked for, in the order it matters."""
    found = [
        *_of_stays(stays),
        *_of_lines(effects, lines, unit),
        *_called_off(effects, act, requests),
        *_afterwards(effects, act, who),
    ]
    return found or [Happening(_("Ingenting er ute, og ingenting er bestilt. Bare kortet endres."), "info", "scrapped")]


def _of_lines(effects: Effects, lines: Mapping[int, Row], unit: str) -> list[Happening]:
    def named(ids: Sequence[int]) -> str:
        return _listed([thing(line) for ref, line in lines.items() if ref in ids])

    told = []
    if effects.fetched:
        day = words.day(effects.wanted_on)
        said = _("Nytt hentestopp, venter på dag, innen {day}: {what}").format(day=day, what=named(effects.fetched))
        told.append(Happening(said, "truck", "washing"))
    if effects.on_stop:
        said = _("Henting er bestilt fra før: {what}").format(what=named(effects.on_stop))
        told.append(Happening(said, "truck", "scrapped"))
    if effects.off_stop:
        said = _("Tas av hentestoppet som står: {what}").format(what=named(effects.off_stop))
        told.append(Happening(said, "truck", "repair"))
    for fate, text, icon, colour in _ENDS:
        if effects.lines(fate):
            told.append(
                Happening(text.format(what=named(effects.lines(fate)), unit=unit or _("avdelingen")), icon, colour)
            )
    return told


def _listed(names: list[str]) -> str:
    """'a, b og c'; of many the first, and how many more: each has its own choice beside it."""
    if len(names) <= MOST_NAMED:
        return words.listed(names)
    rest = _("{n} til").format(n=words.number(len(names) - MOST_NAMED + 1))
    return words.listed([*names[: MOST_NAMED - 1], rest])


_ENDS = (
    ("transfer", _("Ny avtale for {unit} med samme frister: {what}"), "building", "reserved"),
    ("returned", _("Tas imot nå: {what}"), "corner-up-left", "free"),
    ("lost", _("Avsluttes som tapt og står som savnet: {what}"), "circle-question-mark", "missing"),
    (
        "not_recovered",
        _("Avsluttes som ikke fått tilbake og står som savnet: {what}"),
        "circle-question-mark",
        "missing",
    ),
    ("keeps", _("Blir stående som utlånt: {what}"), "hand-helping", "lent"),
)


def _of_stays(stays: Sequence[Row]) -> list[Happening]:
    """A line for each stay that ends: 'Skrives ut som død: Rehabilitering, Rom 3, Korttid'."""
    told = []
    for row in stays:
        what = ", ".join(part for part in (stay_words.PURPOSES[row["purpose"]], row["place"], row["site"]) if part)
        state = words.STATES[f"stay_{row['state']}"].word.lower()
        if row["state"] == "in":
            told.append(Happening(_("Skrives ut som død: {what}").format(what=what), "log-out", "repair"))
        else:
            said = (
                _("Oppholdet avlyses, plassen blir ledig: {what}") if row["place"] else _("Oppholdet avlyses: {what}")
            )
            told.append(Happening(said.format(what=f"{what} ({state})"), "bed", "repair"))
    return told


def _called_off(effects: Effects, act: str, requests: Sequence[Row]) -> list[Happening]:
    told = []
    if effects.requests:
        names = _listed([row["name"] for row in requests])
        said = ngettext("Behovet avlyses: {what}", "{n} behov avlyses: {what}", len(effects.requests))
        told.append(Happening(said.format(n=len(effects.requests), what=names), "calendar", "repair"))
        if act == "institution":
            told.append(Happening(_("Trengs det fortsatt, meldes behovet på nytt for avdelingen"), "info", "repair"))
    if effects.stops:
        said = ngettext("{n} stopp på kjørelisten avlyses", "{n} stopp på kjørelisten avlyses", len(effects.stops))
        told.append(Happening(said.format(n=len(effects.stops)), "truck", "repair"))
    if effects.nav_cases:
        said = ngettext(
            "{n} sak om varig behov avsluttes", "{n} saker om varig behov avsluttes", len(effects.nav_cases)
        )
        told.append(Happening(said.format(n=len(effects.nav_cases)), "file-text", "repair"))
    if effects.lapses:
        told.append(Happening(_("Det som var under oppfølging fra før, avsluttes"), "list-checks", "scrapped"))
    return told


def _afterwards(effects: Effects, act: str, who: str) -> list[Happening]:
    told = []
    if act in ("death", "moved") or effects.open:
        lasting = act in ("death", "moved")
        said = _("Påminnelser stanser. Ingen brev skrives") if lasting else _("Påminnelser stanser til alt er inne")
        told.append(Happening(said, "bell-off", "scrapped"))
    if effects.open:
        said = _("{who} følger opp under Oppfølging til alt er inne").format(who=who) if who else ""
        told.append(Happening(said or _("Følges opp under Oppfølging til alt er inne"), "list-checks", "reserved"))
    return told
