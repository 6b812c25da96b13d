"""The figures of stays as plain values, for other programs (JSON). No Qt."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from db import stay_report
from db.connection import Reader
from db.stay_report import ALL_RULES, COVERAGE_RULES, Reading, SiteReport
from db.stay_scores import GroupChange
from db.stay_values import OfPurpose
from desktop.small_groups import few
from desktop.stays import figures_words
from desktop.stays.figures_hidden import PURPOSE_FIGURES

DECIMALS = 4


def occupancy(db: Reader, *, since: str, until: str, today: str) -> dict[str, Any]:
    """The figures of [since, until): all own wards, each site, every month, and the rule of each figure.

    Nothing is hidden here; `few`, beside every group of figures, names those that stand on one to four persons. They
    must not be published, nor what they can be had from: the workbook hides both.
    """
    whole, *sites = stay_report.reports(db, since, until, today=today)
    return {
        "since": since,
        "until": until,
        "today": today,
        "all": _site(whole),
        "sites": [_site(one) for one in sites],
        "effects": [_effect(one) for one in whole.effects],
        "rules": {rule: figures_words.RULES[rule] for rule in ALL_RULES},
    }


def _site(found: SiteReport) -> dict[str, Any]:
    named = {"site": found.whole.name, "kind": found.whole.kind} if found.site_id is not None else {}
    return named | _reading(found.whole) | {"months": [_reading(one) for one in found.months]}


def _reading(reading: Reading) -> dict[str, Any]:
    found = reading.figures
    cells: dict[str, dict[str, int]] = {}
    few_cells: dict[str, list[str]] = {}
    for (earmark, purpose), nights in sorted(found.cells.items()):
        cells.setdefault(earmark, {})[purpose] = nights
        if few(found.cell_people[earmark, purpose]):
            few_cells.setdefault(earmark, []).append(purpose)
    rules = [rule for rule in ALL_RULES if reading.coverage or rule not in COVERAGE_RULES]
    return {
        "since": found.since,
        "until": found.until,
        "counted_to": found.counted_to,
        "figures": {rule: _number(reading.value(rule)) for rule in rules},
        "need_standing": reading.coverage.standing if reading.coverage else "",
        "few": [rule for rule in rules if few(reading.group(rule))],
        "earmark_purpose": cells,
        "few_earmark_purpose": few_cells,
        "purposes": {one.purpose: _purpose(one) for one in found.purposes},
    }


def _purpose(one: OfPurpose) -> dict[str, Any]:
    told: dict[str, Any] = {name: _number(getattr(one, name)) for name in PURPOSE_FIGURES}
    return told | {"few": [name for name in PURPOSE_FIGURES if few(one.group(name))]}


def _effect(one: GroupChange) -> dict[str, Any]:
    told = asdict(one)
    if few(one.stays):
        return told | {"few": [name for name in told if name != "instrument"]}
    return told | {"few": [name for name in ("better", "worse") if few(told[name])]}


def _number(value: float | None) -> float | None:
    return round(value, DECIMALS) if isinstance(value, float) else value
