"""The columns of measures. The export of a plan is read in again by the import: its headings are fixed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.columns import Column
from desktop.plans import words as plan_words
from desktop.words import _

Row = Mapping[str, Any]


def status(row: Row) -> str:
    """The code in words.STATES of how a measure goes."""
    return f"measure_{row['status']}"


def light(row: Row) -> str:
    """The code in words.STATES of how somebody judges its progress."""
    return f"light_{row['light'] or 'none'}"


def deadline(row: Row) -> str:
    """The code in words.STATES of how near the deadline is."""
    return f"deadline_{row['deadline']}"


def _kind(row: Row) -> str:
    return plan_words.KINDS[row["kind"]]


MEASURES: tuple[Column, ...] = (
    Column("number", _("Nr"), width=8, sort="number"),
    Column("focus_area", _("Satsingsområde"), width=30, sort="focus_area"),
    Column("goal", _("Mål"), width=34, sort="goal"),
    Column("adopted_text", _("Tiltak"), width=46, sort="text", strong=True),
    Column("responsible", _("Ansvarlig"), width=28, sort="responsible"),
    Column("kind", _("Type"), width=11, sort="kind", value=_kind),
    Column("measure_state", _("Status"), "state", 15, "status", value=status),
    Column("light_state", _("Lys"), "state", 15, "light", value=light),
    Column("due_on", _("Frist"), width=18, sort="due", value=plan_words.deadline),
    Column("cost_adopted_ore", _("Kostnad vedtatt"), "money", 16, "adopted"),
    Column("cost_used_ore", _("Kostnad brukt"), "money", 15, "used"),
    Column("comment", _("Kommentar"), width=40),
)
