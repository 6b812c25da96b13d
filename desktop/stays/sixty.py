"""What a stay costs the person and how many of the 60 nights of the year are used, for panels and warnings. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import stay_rates
from db.stay_rates import Charge, SixtyDays
from desktop import words
from desktop.stays import day_words
from desktop.words import _, ngettext

if TYPE_CHECKING:
    from desktop.store import Store

RULE = _("Telles per kalenderår over alle korttidsopphold, uten avlastning og øyeblikkelig hjelp")


def facts(store: Store, person_id: int) -> list[tuple[str, str]]:
    """(label, text) of the counter of this year; nothing for somebody without such nights."""
    year = int(store.today[:4])
    told = store.read(stay_rates.sixty_day_count, person_id, year, store.today)
    return [(_("60 døgn i {year}").format(year=year), counter(told))] if told.used or told.ahead else []


def counter(told: SixtyDays) -> str:
    """'52 av 60 brukt · 8 igjen · døgn 60 er natten til 28. nov.'."""
    used = _("{n} av 60 brukt").format(n=words.number(told.used))
    if told.used >= stay_rates.LIMIT:
        return _("{used}. Betaling etter døgn 60 følger andre regler").format(used=used)
    left = _("{n} igjen").format(n=words.number(told.left))
    reached = _("døgn 60 er {day}").format(day=words.short_day(told.sixtieth_on)) if told.sixtieth_on else ""
    near = _("nær grensen") if told.warns else ""
    return " · ".join(part for part in (used, left, near, reached) if part)


def charge_facts(store: Store, stay_id: int) -> list[tuple[str, str]]:
    """(label, text) of what a stay has cost the person until today; nothing while no day is billed."""
    told = store.read(stay_rates.charge_of_stay, stay_id, today=store.today)
    said = charge(told)
    return [(_("Egenandel hittil"), said)] if said else []


def charge(told: Charge) -> str:
    """'1 950 kr · 10 døgn à 195 kr', and what is left out of it: days without a rate, and nights after the 60th."""
    if not (told.lines or told.missing or told.beyond):
        return ""
    lines = [_("{days} à {rate}").format(days=_days(line.kind, line.days), rate=words.money(line.rate_ore))
             for line in told.lines]  # fmt: skip
    missing = len(told.missing)
    lacks = _("sats mangler for {n} døgn").format(n=words.number(missing)) if missing else ""
    over = _("{n} døgn etter døgn 60 er ikke med").format(n=words.number(told.beyond)) if told.beyond else ""
    amount = words.money(told.amount_ore) if told.lines else ""
    return " · ".join(part for part in (amount, *lines, lacks, over) if part)


def _days(kind: str, count: int) -> str:
    if kind == "full_day":
        return ngettext("{n} døgn", "{n} døgn", count).format(n=words.number(count))
    return ngettext("{n} dag", "{n} dager", count).format(n=words.number(count))


def rate(row) -> str:
    """A rate on a line: 'Døgnopphold · 195 kr fra 1. januar 2026 · forskriften'."""
    since = _("{amount} fra {day}").format(amount=words.money(row["amount_ore"]), day=words.day(row["from_on"]))
    return " · ".join(part for part in (day_words.RATE_KINDS[row["kind"]], since, row["source"]) if part)
