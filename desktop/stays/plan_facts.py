"""What the panel of a stay tells of its plan: what must be followed up, what is important, and how the goals stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from db import stay_plan, stay_warnings
from desktop import words
from desktop.stays.plan_words import GOALS
from desktop.stays.warning_words import WARNINGS
from desktop.words import _, ngettext

Row = Mapping[str, Any]
STATES = ("planned", "in", "discharged")


def plan_facts(read: Callable[..., Any], row: Row, today: str) -> list[tuple[str, str]]:
    """(label, text) pairs of a stay that has a plan or should have one."""
    told = read(stay_warnings.warnings, today=today, stay_id=row["stay_id"])
    found = [(_("Varsler"), "\n".join(WARNINGS[one["kind"]].word for one in told))]
    if row["state"] in STATES:
        plan = read(stay_plan.plan, row["stay_id"], today=today)
        said = plan.head["important"]
        found += [(_("Viktig for personen"), f"«{said}»" if said else ""), (_("Mål"), _goals(plan.goals))]
    return found


def _goals(goals: Sequence[Row]) -> str:
    """'3 mål: 1 nådd, 2 pågår'; '' without any."""
    if not goals:
        return ""
    counts = {state: sum(goal["status"] == state for goal in goals) for state in GOALS}
    parts = [f"{words.number(n)} {GOALS[state].word.lower()}" for state, n in counts.items() if n]
    many = ngettext("{n} mål", "{n} mål", len(goals)).format(n=words.number(len(goals)))
    return _("{many}: {parts}").format(many=many, parts=", ".join(parts))
