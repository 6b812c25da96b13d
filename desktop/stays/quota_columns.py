"""The columns of agreements on bought nights, and each figure of one with the rule it is counted by. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from desktop import words
from desktop.columns import Column
from desktop.words import NONE, _

Row = Mapping[str, Any]
COUNTINGS = {
    "nights": _("Netter"),
    "both_days": _("Både innreise- og utreisedag"),
    "manual": _("Ført for hånd"),
}
_USED = {
    "nights": _("Netter på stedet til og med natten som var. Utreisedagen telles ikke"),
    "both_days": _("Dager på stedet til og med i går. Både innreise- og utreisedag telles"),
    "manual": _("Ført for hånd på avtalen"),
}


_NOT_YET = _("Vises når 60 dager av året er gått")
RULES = {
    "total": (_("Kjøpt"), _("Avtalens døgn + døgn overført fra året før")),
    "used": (_("Brukt"), " · ".join(f"{COUNTINGS[code]}: {rule}" for code, rule in _USED.items())),
    "reserved": (_("Reservert"), _("Innvilget og planlagt fra i dag og ut året")),
    "left": (_("Igjen"), _("Kjøpt − brukt − reservert")),
    "straight": (_("Rett linje"), _("Kjøpt × dager gått / dager i året")),
    "forecast_a": (_("Prognose A"), _("Brukt + reservert")),
    "forecast_b": (_("Prognose B"), _("Brukt / dager gått × dager i året")),
    "forecast": (_("Prognose"), _("Den høyeste av A og B")),
    "reached_on": (_("Kvoten er nådd"), _("Det første døgnet utenfor kvoten, med det som er reservert")),
    "agreed_ore": (_("Avtalt pris per døgn"), _("Fast beløp / avtalens døgn")),
    "price_ore": (_("Virkelig pris per døgn"), _("Fast beløp / brukte døgn")),
    "cost_a": (_("Kostnad etter A"), _("Fast beløp + døgn over kvoten × pris utenfor")),
    "cost_b": (_("Kostnad etter B"), _("Fast beløp + døgn over kvoten × pris utenfor")),
    "unused_ore": (_("Ubrukt verdi"), _("(Kjøpt − prognose) × avtalt pris per døgn, aldri under 0")),
    "invoiced_nights": (_("Fakturert"), _("Avvik = fakturert − brukt")),
}


class Figure(NamedTuple):
    """One figure of an agreement: what it is called, what it is, and the rule it is counted by."""

    name: str
    value: str
    rule: str


def status(row: Row) -> str:
    """The code in words.STATES of how an agreement stands."""
    return f"quota_{row['status']}"


def nights(number: float | None) -> str:
    """'12 døgn', '180,5 døgn'; a dash for what cannot be told."""
    return NONE if number is None else _("{n} døgn").format(n=words.number(number))


def figures(row: Row) -> list[Figure]:
    """Every figure of an agreement (a row of db.quotas), each with its rule."""
    return [*_of_nights(row), *_of_money(row), *_of_invoice(row)]


def _of_nights(row: Row) -> list[Figure]:
    share = _("{used} ({share} %)").format(used=nights(row["used"]), share=row["share"])
    line = _("{rule}: {n} av {days}").format(rule=RULES["straight"][1], n=row["elapsed"], days=row["days"])
    reached = [_figure("reached_on", words.day(row["reached_on"]))] if row["reached_on"] else []
    return [
        _figure("total", nights(row["total"]), _bought(row)),
        _figure("used", share, _used(row)),
        *(_figure(name, nights(row[name])) for name in ("reserved", "left")),
        _figure("straight", nights(row["straight"]), line),
        _figure("forecast_a", nights(row["forecast_a"])),
        _figure("forecast_b", nights(row["forecast_b"]), _NOT_YET if row["forecast_b"] is None else ""),
        _figure("forecast", nights(row["forecast"])),
        *reached,
    ]


def _of_money(row: Row) -> list[Figure]:
    return [
        _figure("agreed_ore", words.money(row["agreed_ore"])),
        _figure("price_ore", words.money(row["price_ore"]) or NONE),
        _figure("cost_a", words.money(row["cost_a"]) or NONE, _cost_rule(row, "a")),
        _figure("cost_b", words.money(row["cost_b"]) or NONE, _cost_rule(row, "b")),
        _figure("unused_ore", words.money(row["unused_ore"])),
    ]


def _figure(name: str, value: str, rule: str = "") -> Figure:
    """A figure by its name in RULES, under the rule as it says for this agreement."""
    heading, general = RULES[name]
    return Figure(heading, value, rule or general)


def _bought(row: Row) -> str:
    if not row["carried_nights"]:
        return _("Avtalens døgn")
    return _("Avtalens {n} + {m} overført").format(n=row["nights"], m=row["carried_nights"])


def _used(row: Row) -> str:
    rule = _USED[row["counting"]]
    if row["counting"] != "manual":
        return rule
    return _("{rule}. Egen telling: {n}").format(rule=rule, n=nights(row["own_count"]))


def _cost_rule(row: Row, which: str) -> str:
    """The rule with the prices of the agreement, or why there is no sum."""
    if row[f"forecast_{which}"] is None:
        return _NOT_YET
    if row[f"cost_{which}"] is None:
        return _("Prisen utenfor kvoten mangler på avtalen")
    if row["outside_ore"] is None:
        return _("Fast beløp; ingen døgn over kvoten")
    rule = _("Fast beløp + døgn over kvoten × {price}").format(price=words.money(row["outside_ore"]))
    if row["inside_ore"]:
        rule += _(" + døgn innenfor × {price}").format(price=words.money(row["inside_ore"]))
    return rule


def _of_invoice(row: Row) -> list[Figure]:
    if row["invoiced_nights"] is None:
        return []
    off, said = row["deviation"], nights(row["invoiced_nights"])
    if off:
        more = _("{n} døgn mer enn telt") if off > 0 else _("{n} døgn mindre enn telt")
        said = f"{said}, {more.format(n=words.number(abs(off)))}"
    return [_figure("invoiced_nights", said)]


def _counting(row: Row) -> str:
    return COUNTINGS[row["counting"]]


QUOTAS: tuple[Column, ...] = (
    Column("site_name", _("Leverandør"), width=26, sort="name", strong=True),
    Column("year", _("År"), width=7, sort="year"),
    Column("status", _("Status"), "state", 18, "status", value=status),
    Column("total", _("Kjøpt"), "number", 9, "total"),
    Column("used", _("Brukt"), "number", 9, "used"),
    Column("reserved", _("Reservert"), "number", 11, "reserved"),
    Column("left", _("Igjen"), "number", 9, "left"),
    Column("straight", _("Rett linje"), "number", 11, "straight", shown=False),
    Column("forecast", _("Prognose"), "number", 11, "forecast"),
    Column("forecast_a", _("Prognose A"), "number", 12, "forecast_a", shown=False),
    Column("forecast_b", _("Prognose B"), "number", 12, "forecast_b", shown=False),
    Column("amount_ore", _("Fast beløp"), "money", 14, "amount_ore", shown=False),
    Column("outside_ore", _("Pris utenfor"), "money", 13, "outside_ore", shown=False),
    Column("price_ore", _("Pris per døgn"), "money", 14, "price_ore", shown=False),
    Column("cost_a", _("Kostnad A"), "money", 14, "cost_a", shown=False),
    Column("cost_b", _("Kostnad B"), "money", 14, "cost_b", shown=False),
    Column("unused_ore", _("Ubrukt verdi"), "money", 14, "unused_ore", shown=False),
    Column("counting", _("Telles som"), width=16, value=_counting, shown=False),
    Column("own_count", _("Egen telling"), "number", 13, "own_count", shown=False),
    Column("invoiced_nights", _("Fakturert"), "number", 11, "invoiced_nights", shown=False),
    Column("deviation", _("Avvik"), "number", 9, "deviation", shown=False),
    Column("reached_on", _("Kvoten er nådd"), "day", 14, "reached_on", shown=False),
    Column("reference", _("Avtale"), width=18, shown=False),
)
