"""The figures of measures as rows of a list, a sheet or a paper, and how each is counted. No Qt."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from db.measure_figures import DEADLINES, LIGHTS, STATUSES, MeasureCount, MonthPlans
from desktop import words
from desktop.columns import Column
from desktop.plans import words as plan_words
from desktop.words import _, ngettext

Row = Mapping[str, Any]
TITLE = _("Tiltak i planene")
WHOLE = _("Alle tiltak")
GROUPINGS = {"focus_area": _("Satsingsområder"), "role": _("Ansvarlige"), "plan": _("Planer")}
WITHOUT = {"focus_area": _("Uten satsingsområde"), "role": _("Ingen ansvarlig"), "plan": ""}
_NAMES = {
    "measures": _("Tiltak"),
    "open": _("Åpne"),
    "green": _("Grønt lys"),
    "yellow": _("Gult lys"),
    "red": _("Rødt lys"),
    "unjudged": _("Uten lys"),
    "on_time": _("I rute"),
    "soon": _("Nær frist"),
    "over": _("Over frist"),
    "undated": _("Uten frist"),
    "stale": _("Ikke oppdatert"),
    "adopted_ore": _("Kostnad vedtatt"),
    "frame_ore": _("Kostnadsramme"),
    "used_ore": _("Kostnad brukt"),
    "used_percent": _("Brukt av rammen"),
    "uncosted": _("Uten kostnad"),
}
NAMES: Mapping[str, str] = ChainMap(_NAMES, plan_words.StatusNames())  # type: ignore[arg-type]
RULES = {
    "measures": _("Alle tiltak i planene som gjelder."),
    "open": _("Ikke startet, i gang eller utsatt. Årlige og løpende tiltak er åpne så lenge de står i planen."),
    "completed": _("Meldt gjennomført."),
    "stopped": _("Avsluttet uten å være gjennomført."),
    "postponed": _("Utsatt med ny frist og begrunnelse."),
    "over": _("Åpne tiltak der fristen er passert."),
    "soon": _("Åpne tiltak med frist innen 30 dager."),
    "red": _("Åpne tiltak som noen har gitt rødt lys. Lys er vurdert, frist er regnet."),
    "unjudged": _("Åpne tiltak som ingen har gitt lys."),
    "stale": _("Åpne tiltak som ikke er oppdatert i perioden planen rapporterer på nå."),
    "frame_ore": _("Revidert kostnad der den finnes, ellers vedtatt. Tiltak uten kostnad er ikke med, og er ikke 0."),
    "used_ore": _("Det som er meldt brukt. Tiltak der ingen har meldt noe, er ikke med, og er ikke 0."),
    "used_percent": _("Brukt av kostnadsrammen, for tiltak som har en ramme."),
    "uncosted": _("Tiltak der kostnaden ikke er kjent."),
}
ROLE_RULE = _("Et tiltak med flere ansvarlige er talt hos hver av dem.")
CHARTS: dict[str, tuple[str, Mapping[str, str]]] = {
    "status": (_("Status"), plan_words.StatusNames()),
    "light": (_("Lys"), {code: NAMES[code] for code in LIGHTS}),
    "deadline": (_("Frist"), {code: NAMES[code] for code in DEADLINES}),
}
_SHOWN = ("measures", "open", "over", "red", "stale")  # on the screen at first


def percent(row: Row) -> str:
    """'34 %', or nothing where there is no frame or nobody has told what was used."""
    known = row["used_percent"]
    return "" if known is None else f"{words.number(round(known))}{words.NBSP}%"


def _number(code: str, width: int = 10) -> Column:
    return Column(code, NAMES[code], "number", width, code, shown=code in _SHOWN)


def _money(code: str) -> Column:
    return Column(code, NAMES[code], "money", 15, code, shown=code in _SHOWN)


_ON_PAPER = ("name", "measures", "open", "completed", "postponed", "over", "red", "stale", "frame_ore", "used_ore")


def columns() -> tuple[Column, ...]:
    """The columns of a list of groups, headed by what the statuses are called now."""
    return (
        Column("name", _("Gruppe"), width=34, sort="place", strong=True),
        Column("plan", _("Plan"), width=34, muted=True, shown=False),
        *(_number(code, 11) for code in ("measures", "open", *STATUSES)),
        *(_number(code) for code in (*LIGHTS, *DEADLINES, "stale")),
        *(_money(code) for code in ("adopted_ore", "frame_ore", "used_ore")),
        Column("used_percent", NAMES["used_percent"], width=10, value=percent, sort="used_percent", shown=False),
        _number("uncosted"),
    )


def paper() -> tuple[Column, ...]:
    """Those of the columns that a paper has room for."""
    return tuple(column for column in columns() if column.key in _ON_PAPER)


def rows(total: MeasureCount, groups: Iterable[MeasureCount], by: str) -> list[dict[str, Any]]:
    """The whole and its groups as rows, each with `place` in the list and `by`, one of GROUPINGS or ''."""
    found = [row(total, "", WHOLE), *(row(one, by, one.name or WITHOUT[by]) for one in groups)]
    return [{"place": at, **one} for at, one in enumerate(found, 1)]


def row(count: MeasureCount, by: str, name: str) -> dict[str, Any]:
    """One count as a row, with what is reckoned from it."""
    more = {key: getattr(count, key) for key in ("open", "uncosted", "used_percent")}
    return {**asdict(count), **more, "by": by, "name": name}


def facts(row: Row) -> list[tuple[str, str]]:
    """What the panel tells of a group; what is nought is left out, what a cost leaves out is told."""
    counted = [*STATUSES, *LIGHTS, *DEADLINES, "stale"]
    told = [(NAMES[code], words.number(row[code])) for code in ("measures", *counted) if row[code]]
    told += [(NAMES[code], plan_words.millions(row[code])) for code in ("adopted_ore", "frame_ore", "used_ore")]
    return [*told, (NAMES["used_percent"], percent(row)), (NAMES["uncosted"], _uncosted(row))]


def _uncosted(row: Row) -> str:
    said = ngettext("{n} av {total} tiltak", "{n} av {total} tiltak", row["measures"])
    return said.format(n=words.number(row["uncosted"]), total=words.number(row["measures"])) if row["uncosted"] else ""


def sentence(row: Row) -> str:
    """A row read aloud."""
    told = [f"{row[code]} {NAMES[code].lower()}" for code in ("open", "completed", "over", "red", "stale") if row[code]]
    count = ngettext("{n} tiltak", "{n} tiltak", row["measures"]).format(n=row["measures"])
    return f"{row['name']}: {', '.join([count, *told])}"


def note(by: Sequence[str]) -> str:
    """The rules that a list on paper needs under its name."""
    return " ".join([*((ROLE_RULE,) if "role" in by else ()), _("Tiltak uten kjent kostnad er ikke med i kostnadene.")])


# --- what the overview of a month says ---------------------------------------------------------------------------

MONTHLY = ("measures", "open", "completed", "stopped", "postponed", "over", "soon", "red", "unjudged", "stale",
           "frame_ore", "used_ore", "used_percent", "uncosted")  # fmt: skip
MOVED = {
    "in_progress": _("Satt i gang i måneden"),
    "completed": _("Gjennomført i måneden"),
    "postponed": _("Utsatt i måneden"),
    "stopped": _("Avsluttet i måneden"),
}
MOVED_RULE = _("Tiltak som fikk denne statusen i måneden og har den ennå.")
Told = tuple[str, str, float | None, str]  # code, name, value (øre, percent or a count), rule


def monthly(found: MonthPlans) -> list[Told]:
    """The figures of a month's overview: how the plans stand, then what was told in the month."""
    now = row(found.total, "", WHOLE)
    standing: list[Told] = [(code, NAMES[code], now[code], RULES[code]) for code in MONTHLY]
    return [*standing, *((status, moved(status), found.moved[status], MOVED_RULE) for status in MOVED)]


def moved(status: str) -> str:
    """'Satt i gang i måneden', or with the municipality's own word."""
    word = plan_words.STATUSES[status].word
    own = word != plan_words.OUR_STATUSES[status].word
    return _("«{word}» i måneden").format(word=word) if own else MOVED[status]


def standing(found: MonthPlans) -> str:
    """The day that the figures tell of, and the reports that were locked in the month."""
    locked = [f"{line['plan']}, {plan_words.period(line['period'])}" for line in found.locked]
    said = _("Slik planene står {day}.").format(day=words.day(found.day))
    return f"{said} {_('Låst i måneden: {reports}.').format(reports='; '.join(locked))}" if locked else said


def text(code: str, value: float | None) -> str:
    """A figure of the month as people read it; a cost that is not known is a dash."""
    if value is None:
        return words.NONE
    if code.endswith("_ore"):
        return plan_words.millions(int(value))
    return f"{words.number(round(value))}{words.NBSP}%" if code == "used_percent" else words.number(value)


def month_groups(found: MonthPlans) -> list[dict[str, Any]]:
    """Every focus area, role and plan as a row, with what it is grouped by."""
    groups = {"focus_area": found.areas, "role": found.roles, "plan": found.plans}
    return [{**row(one, by, one.name or WITHOUT[by]), "grouping": GROUPINGS[by]} for by, counts in groups.items()
            for one in counts]  # fmt: skip
