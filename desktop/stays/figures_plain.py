"""The figures of stays as plain values, for other programs (JSON). No Qt."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from db import stay_report
from db.connection import Reader
from db.stay_report import ALL_RULES, COVERAGE_RULES, Reading, SiteReport
from desktop.stays import figures_words

DECIMALS = 4


def occupancy(db: Reader, *, since: str, until: str, today: str) -> dict[str, Any]:
    """The figures of [since, until): all own wards, each site, every month, and the rule of each figure.

    Nothing is hidden here; `few` names the figures that stand on one to four persons, which must not be published.
    """
    whole, *sites = stay_report.reports(db, since, until, today=today)
    return {
        "since": since,
        "until": until,
        "today": today,
        "all": _site(whole),
        "sites": [_site(one) for one in sites],
        "effects": [asdict(one) for one in whole.effects],
        "rules": {rule: figures_words.RULES[rule] for rule in ALL_RULES},
    }


def _site(found: SiteReport) -> dict[str, Any]:
    named = {"site": found.whole.name, "kind": found.whole.kind} if found.site_id is not None else {}
    return named | _reading(found.whole) | {"months": [_reading(one) for one in found.months]}


def _reading(reading: Reading) -> dict[str, Any]:
    found = reading.figures
    cells: dict[str, dict[str, int]] = {}
    for (earmark, purpose), nights in sorted(found.cells.items()):
        cells.setdefault(earmark, {})[purpose] = nights
    rules = [rule for rule in ALL_RULES if reading.coverage or rule not in COVERAGE_RULES]
    return {
        "since": found.since,
        "until": found.until,
        "counted_to": found.counted_to,
        "figures": {rule: _number(reading.value(rule)) for rule in rules},
        "need_standing": reading.coverage.standing if reading.coverage else "",
        "few": [rule for rule in rules if figures_words.few(reading.group(rule))],
        "earmark_purpose": cells,
        "purposes": {one.purpose: _purpose(one) for one in found.purposes},
    }


def _purpose(one: Any) -> dict[str, float | None]:
    names = ("nights", "held", "stays", "persons", "arrived", "ended", "length_mean", "wait_median")
    return {name: _number(getattr(one, name)) for name in names}


def _number(value: float | None) -> float | None:
    return round(value, DECIMALS) if isinstance(value, float) else value
