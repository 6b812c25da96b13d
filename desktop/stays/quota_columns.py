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
    "nights": _("Netter på stedet til og med i natt som var. Dagen for utreise telles ikke"),
    "both_days": _("Dager på stedet til og med i går. Både innreise- og utreisedag telles"),
    "manual": _("Ført for hånd på avtalen"),
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
    rule = _USED[row["counting"]]
    used = _("{used} ({share} %)").format(used=nights(row["used"]), share=row["share"])
    line = _("Kjøpt × dager gått / dager i året: {n} av {days}").format(n=row["elapsed"], days=row["days"])
    carried = _("Avtalens {n} + {m} overført").format(n=row["nights"], m=row["carried_nights"])
    later = _("Vises når 60 dager av året er gått") if row["forecast_b"] is None else ""
    if row["counting"] == "manual":
        rule = _("{rule}. Egen telling: {n}").format(rule=rule, n=nights(row["own_count"]))
    return [
        Figure(_("Kjøpt"), nights(row["total"]), carried if row["carried_nights"] else _("Avtalens døgn")),
        Figure(_("Brukt"), used, rule),
        Figure(_("Reservert"), nights(row["reserved"]), _("Innvilget og planlagt fra i dag og ut året")),
        Figure(_("Igjen"), nights(row["left"]), _("Kjøpt − brukt − reservert")),
        Figure(_("Rett linje"), nights(row["straight"]), line),
        Figure(_("Prognose A"), nights(row["forecast_a"]), _("Brukt + reservert")),
        Figure(_("Prognose B"), nights(row["forecast_b"]), later or _("Brukt / dager gått × dager i året")),
        Figure(_("Prognose"), nights(row["forecast"]), _("Den høyeste av A og B")),
        *([Figure(_("Kvoten er nådd"), words.day(row["reached_on"]), _("Det første døgnet utenfor, med reserverte"))]
          if row["reached_on"] else []),
    ]  # fmt: skip


def _of_money(row: Row) -> list[Figure]:
    rule = _("Fast beløp + døgn over kvoten × {price}").format(price=words.money(row["outside_ore"]))
    if row["inside_ore"]:
        rule += _(" + døgn innenfor × {price}").format(price=words.money(row["inside_ore"]))
    missing = _("Prisen utenfor kvoten mangler på avtalen")
    return [
        Figure(_("Avtalt pris per døgn"), words.money(row["agreed_ore"]), _("Fast beløp / avtalens døgn")),
        Figure(_("Virkelig pris per døgn"), words.money(row["price_ore"]) or NONE, _("Fast beløp / brukte døgn")),
        Figure(_("Kostnad etter A"), words.money(row["cost_a"]) or NONE, _cost_rule(row, "a", rule, missing)),
        Figure(_("Kostnad etter B"), words.money(row["cost_b"]) or NONE, _cost_rule(row, "b", rule, missing)),
        Figure(_("Ubrukt verdi"), words.money(row["unused_ore"]),
               _("(Kjøpt − prognose) × avtalt pris per døgn, aldri under 0")),
    ]  # fmt: skip


def _cost_rule(row: Row, which: str, rule: str, missing: str) -> str:
    """The rule, or why there is no sum."""
    if row[f"forecast_{which}"] is None:
        return _("Vises når 60 dager av året er gått")
    if row[f"cost_{which}"] is None:
        return missing
    return rule if row["outside_ore"] is not None else _("Fast beløp; ingen døgn over kvoten")


def _of_invoice(row: Row) -> list[Figure]:
    if row["invoiced_nights"] is None:
        return []
    off, said = row["deviation"], nights(row["invoiced_nights"])
    if off:
        more = _("{n} døgn mer enn telt") if off > 0 else _("{n} døgn mindre enn telt")
        said = f"{said}, {more.format(n=words.number(abs(off)))}"
    return [Figure(_("Fakturert"), said, _("Avvik = fakturert − brukt"))]


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
