"""What the figures of a month are called, and the rule that each was counted by. Sheet and paper print both."""

from __future__ import annotations

from desktop import words
from desktop.words import _

NAMES = {
    "stock_open": _("Beholdning ved start"),
    "came": _("Kommet til"),
    "left": _("Gått ut"),
    "stock_close": _("Beholdning ved slutt"),
    "loans": _("Utlån"),
    "returns": _("Returer"),
    "other_ends": _("Avsluttet på annen måte"),
    "open": _("Ute ved slutten"),
    "overdue": _("Forfalt ved slutten"),
    "extended": _("Forlengelser"),
    "loan_days": _("Utlånstid, dager"),
    "cleaning_days": _("Dager til rengjøring"),
}
RULES = {
    "stock_open": _("Eksemplarer med eget nummer som ikke var kassert da måneden begynte. Et eksemplar teller fra "
                    "dagen det ble registrert her, også når det kom fra Excel. Varer i antall er ikke med."),
    "came": _("Eksemplarer registrert i måneden, og kasserte som er funnet igjen."),
    "left": _("Eksemplarer kassert i måneden, etter dagen de ble kassert."),
    "stock_close": _("Eksemplarer som ikke var kassert da måneden sluttet. Skal være start + kommet til − gått ut."),
    "loans": _("Utlånslinjer med utlånsdag i måneden. Et bytte er ett nytt utlån og én retur."),
    "returns": _("Utlånslinjer som kom inn i måneden, bytter medregnet. Returer på ukjent dag er ikke med."),
    "other_ends": _("Linjer avsluttet uten retur: tapt, ikke fått tilbake eller overført til NAV."),
    "open": _("Linjer som fortsatt var ute da månedens siste dag var over."),
    "overdue": _("Av dem som var ute: linjer med frist før månedens siste dag, slik fristen var den dagen."),
    "extended": _("Forlengelser registrert i måneden. En linje som er forlenget to ganger, teller to."),
    "loan_days": _("Median: den midterste av utlånstidene for linjene som kom inn i måneden."),
    "cleaning_days": _("Median av dagene i tilstanden Til rengjøring for eksemplarer som gikk videre i måneden."),
}  # fmt: skip
NO_GROUP = _("Uten gruppe")


def group(name: str) -> str:
    """A group's name as people read it."""
    return name or NO_GROUP


def title(month: str) -> str:
    """'2026-10' -> 'Månedsoversikt oktober 2026'."""
    return _("Månedsoversikt {month}").format(month=words.month(month))


def counted_until(last: str, complete: bool) -> str:
    """Said of a month that still runs; '' for one that is over."""
    return "" if complete else _("Måneden er ikke over. Talt til og med {day}.").format(day=words.day(last))


def equation(start: int, came: int, left: int, end: int, holds: bool) -> str:
    """'342 + 4 − 2 = 344 · stemmer'."""
    sums = f"{words.number(start)} + {words.number(came)} {words.MINUS} {words.number(left)} = {words.number(end)}"
    return f"{sums} · {_('stemmer') if holds else _('stemmer ikke. Kjør kontroll av registeret')}"
