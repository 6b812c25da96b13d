"""What the figures of a month are called, and the rule that each was counted by. Sheet and paper print both."""

from __future__ import annotations

from db.figures_depot import IDLE_DAYS, MONEY
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
    "asked": _("Behov meldt"),
    "delivered": _("Behov dekket"),
    "waiting": _("Behov som ventet"),
    "delivery_days": _("Dager til levering"),
    "ordinary_days": _("Dager til levering, vanlig"),
    "urgent_days": _("Dager til levering, haster"),
    "delivery_longest": _("Lengst til levering, dager"),
    "cleaning_longest": _("Lengst til rengjøring, dager"),
    "year_loans": _("Utlån siste tolv måneder"),
    "loans_per_copy": _("Utlån per eksemplar og år"),
    "idle": _("Står ubrukt"),
    "value_out": _("Verdi ute"),
    "lost": _("Tapt eller savnet"),
    "lost_value": _("Verdi av det tapte"),
    "repairs": _("Reparasjoner avsluttet"),
    "repair_cost": _("Kostnad til reparasjon"),
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
    "asked": _("Behov meldt i måneden, også de som senere ble avlyst."),
    "delivered": _("Behov som ble dekket av et utlån i måneden."),
    "waiting": _("Behov som var meldt, og verken dekket eller avlyst da månedens siste dag var over."),
    "delivery_days": _("Median av dagene fra behovet ble meldt til utlånet, for behov dekket i måneden."),
    "ordinary_days": _("Det samme for behov uten hast."),
    "urgent_days": _("Det samme for behov som haster: trykksår, terminal, utskrivning og rask forverring."),
    "delivery_longest": _("Flest dager fra et behov ble meldt til utlånet, av dem som ble dekket i måneden."),
    "cleaning_longest": _("Flest dager i tilstanden Til rengjøring, av eksemplarer som gikk videre i måneden."),
    "year_loans": _("Utlån av eksemplarene i beholdningen ved slutt, i de tolv månedene som slutter med denne."),
    "loans_per_copy": _("Utlån siste tolv måneder delt på beholdningen ved slutt."),
    "idle": _("Eksemplarer som var ledige da måneden sluttet, ikke hadde vært ute de siste {n} dagene, og var "
              "registrert før det.").format(n=IDLE_DAYS),
    "value_out": _("Innkjøpspris for eksemplarene som var ute ved slutten. Uten kjent pris teller de 0."),
    "lost": _("Eksemplarer som ble savnet eller kassert som tapt i måneden, og fortsatt var borte da den sluttet. "
              "Varer i antall er ikke med."),
    "lost_value": _("Innkjøpspris for dem. Uten kjent pris teller de 0."),
    "repairs": _("Reparasjonssaker avsluttet i måneden, også de som endte med kassering."),
    "repair_cost": _("Summen av kostnadene på dem. En sak uten beløp teller 0."),
}  # fmt: skip
NO_GROUP = _("Uten gruppe")
DEPOT = _("Behov, bruk og kostnader")
REQUESTS = _("Behov meldt og ventende")


def group(name: str) -> str:
    """A group's name as people read it."""
    return name or NO_GROUP


def title(month: str) -> str:
    """'2026-10' -> 'Månedsoversikt oktober 2026'."""
    return _("Månedsoversikt {month}").format(month=words.month(month))


def value(rule: str, number: float | None) -> str:
    """A figure as people read it, sums of money in kroner; a dash where there was nothing to measure."""
    if number is None:
        return words.NONE
    return words.money(int(number)) if rule in MONEY else words.number(number)


def urgency(code: str) -> str:
    """Whether a request was urgent, in a word."""
    return _("Vanlig") if code == "ordinary" else _("Haster")


def counted_until(last: str, complete: bool) -> str:
    """Said of a month that still runs; '' for one that is over."""
    return "" if complete else _("Måneden er ikke over. Talt til og med {day}.").format(day=words.day(last))


def equation(start: int, came: int, left: int, end: int, holds: bool) -> str:
    """'342 + 4 − 2 = 344 · stemmer'."""
    sums = f"{words.number(start)} + {words.number(came)} {words.MINUS} {words.number(left)} = {words.number(end)}"
    return f"{sums} · {_('stemmer') if holds else _('stemmer ikke. Kjør kontroll av registeret')}"
