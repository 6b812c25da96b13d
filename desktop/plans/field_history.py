"""The history of a measure field by field, in words: 'Status: Ikke startet → I gang'. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from db.measure_history import Change
from desktop import words
from desktop.plans import words as plan_words
from desktop.words import NONE, _

Fields = Mapping[str, Any]


def _light(code: str | None) -> str:
    return f"{plan_words.LIGHT_SHAPES[code]} {plan_words.LIGHTS[code].word}" if code else ""


def _money(ore: int | None) -> str:
    return "" if ore is None else words.money(ore)


_FIELDS: dict[str, tuple[str, Callable[[Any], str]]] = {  # column: what it is called, and how its value reads
    "number": (_("Nr"), str),
    "adopted_text": (_("Tiltak"), str),
    "working_title": (_("Arbeidstittel"), str),
    "focus_area_id": (_("Satsingsområde"), str),
    "plan_goal_id": (_("Mål"), str),
    "kind": (_("Type"), lambda code: plan_words.KINDS[code]),
    "priority": (_("Prioritet"), lambda code: plan_words.PRIORITIES[code]),
    "status": (_("Status"), lambda code: plan_words.STATUSES[code].word),
    "status_reason": (_("Grunn til statusen"), str),
    "merged_into": (_("Slått sammen med"), str),
    "conclusion": (_("Konklusjon"), str),
    "light": (_("Lys"), _light),
    "light_reason": (_("Grunn til lyset"), str),
    "start_on": (_("Start"), words.day),
    "due_on": (_("Frist"), words.day),
    "due_text": (_("Frist med planens ord"), str),
    "cost_adopted_ore": (_("Kostnad vedtatt"), _money),
    "cost_revised_ore": (_("Kostnad revidert"), _money),
    "cost_used_ore": (_("Kostnad brukt"), _money),
    "comment": (_("Kommentar"), str),
    "internal_note": (_("Internt notat"), str),
}


def _year(row: Fields) -> str:
    return " – ".join(part for part in (str(row["year"]), row["note"]) if part)


def _subtask(row: Fields) -> str:
    due = _("frist {day}").format(day=words.day(row["due_on"])) if row["due_on"] else ""
    done = _("ferdig {day}").format(day=words.day(row["done_on"])) if row["done_on"] else ""
    return ", ".join(part for part in (row["text"], due, done) if part)


def _answering(row: Fields) -> str:
    since = _("fra {day}").format(day=words.day(row["from_on"])) if row["from_on"] else ""
    until = _("til {day}").format(day=words.day(row["to_on"])) if row["to_on"] else ""
    return ", ".join(
        part for part in (row["role_id"], _("hovedansvar") if row["is_main"] else "", since, until) if part
    )


_PARTS: dict[str, tuple[str, Callable[[Fields], str]]] = {
    "measure_year": (_("Gjort i"), _year),
    "subtask": (_("Deltiltak"), _subtask),
    "measure_role": (_("Ansvarlig"), _answering),
    "measure_level": (_("Trinn"), lambda row: row["pyramid_level_id"]),
    "report_entry": (_("Rapport"), lambda row: row["comment"] or _("uten merknad")),
}


def told(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of measure_history.of_measure with `fields`, a line for each thing that was changed."""
    return [{**event, "fields": list(_lines(event))} for event in events]


def _lines(event: Fields) -> Iterator[str]:
    if event["plan"]:
        yield _("I {plan}").format(plan=event["plan"])
    made = any(change.kind == "measure" and change.before is None for change in event["changes"])
    for change in event["changes"]:
        if change.kind != "measure":
            yield from _part(change)
        elif not made:
            yield from _fields(change)


def _fields(change: Change) -> Iterator[str]:
    for column, (name, tell) in _FIELDS.items():
        if change.before and change.after and column in change.after:
            yield _from_to(name, *(_said(tell, side[column]) for side in (change.before, change.after)))


def _part(change: Change) -> Iterator[str]:
    name, tell = _PARTS[change.kind]
    before, after = ("" if side is None else tell(side) for side in (change.before, change.after))
    if before != after:
        yield _from_to(name, before, after)


def _said(tell: Callable[[Any], str], value: Any) -> str:
    return "" if value in (None, "") else tell(value)


def _from_to(name: str, before: str, after: str) -> str:
    return _("{name}: {before} → {after}").format(name=name, before=before or NONE, after=after or NONE)
