"""The five plans that the program brings: adopted by Norwegian municipalities, as their tables print them. No Qt."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

SOURCE = "plans.csv"
_YEARLY = re.compile(r"\bårlig|\bhvert år\b|\bhver vår\b", re.IGNORECASE)
_RUNNING = re.compile(r"\bkontinuerlig|\bløpende\b|\bfortsette\b|\bvidereføre\b", re.IGNORECASE)
_ASSESS = re.compile(r"^(vurdere|utrede)\b", re.IGNORECASE)
_YEARS = re.compile(r"(\d{4})\D(\d{4})$")
MILLION = 100_000_000  # øre


def names() -> list[str]:
    """The names of the plans, in the order of the file."""
    return list(dict.fromkeys(row["plan"] for row in _rows()))


def rows(plan: str) -> list[dict[str, Any]]:
    """The measures of a plan as plan_layout.lay_out_plan takes them."""
    return [_measure(row) for row in _rows() if row["plan"] == plan]


def frame(plan: str) -> dict[str, Any]:
    """What is known of a plan besides its measures: its name and years."""
    years = _YEARS.search(plan)
    return {"name": plan} | ({"from_year": int(years[1]), "to_year": int(years[2])} if years else {})


def kind_of(text: str) -> str:
    """What kind of measure the words tell of: what is done each year or all the time never ends."""
    if _ASSESS.search(text):
        return "assess"
    return "yearly" if _YEARLY.search(text) else "running" if _RUNNING.search(text) else "single"


def cost(mill_kr: str) -> int | None:
    """'0.58' million kroner in øre; None where the plan says nothing, which is not 0."""
    return round(float(mill_kr) * MILLION) if mill_kr else None


@cache
def _rows() -> tuple[dict[str, str], ...]:
    return tuple(_read())


def _read() -> Iterator[dict[str, str]]:
    with (files("resources") / SOURCE).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _measure(row: dict[str, str]) -> dict[str, Any]:
    return {
        "number": row["number"], "focus_area": row["focus_area"], "goal": row["goal"], "adopted_text": row["measure"],
        "responsible": [name for name in row["responsible"].split("; ") if name], "kind": kind_of(row["measure"]),
        "cost_adopted_ore": cost(row["cost_mill_kr"]), "comment": row["comment"],
    }  # fmt: skip
