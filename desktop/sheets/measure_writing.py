"""Turn what a book tells of a measure into plain fields: of a new one, or what it changes of one that is there."""

from dataclasses import dataclass
from typing import Any

from db.measures import ENDED, NEXT
from db.norwegian import fold
from desktop import words
from desktop.plans.words import STATUSES, deadline
from desktop.sheets.measure_reading import Told

_NEVER_ENDS = ("yearly", "running")
_LOCKED = {"number": "adopted_number", "adopted_text": "adopted_words", "cost_adopted_ore": "adopted_cost"}


@dataclass(frozen=True, slots=True, eq=False)
class Stand:
    """A measure of the register; `row` is as measure_imports.known_measures tells it."""

    ref: int
    number: str
    text: str
    area: str
    goal: str
    responsible: list[str]
    years: list[int]
    row: Any


def fields_of(told: Told) -> dict[str, Any]:
    """A new measure, as db.measure_imports.write takes it."""
    kind = told.kind or told.likely
    due_on, due_text = told.deadline
    status = _reached(told, kind, None) or "not_started"
    fields = {
        "number": told.number, "adopted_text": told.text, "focus_area": told.area, "goal": told.goal,
        "responsible": told.responsible, "kind": kind, "start_on": told.starts, "due_on": due_on, "due_text": due_text,
        "comment": told.comment, "status": status, **told.costs,
    }  # fmt: skip
    return fields | _reasons(told, kind, status, "") | _light(told, None) | _year(told, kind, [])


def changes_of(told: Told, now: Stand, *, adopted: bool) -> dict[str, Any]:
    """What a row changes of a measure. A blank cell tells nothing; adopted words and cost stand, and are told of."""
    changed = _plain(told, now)
    locked = {name: value for name, value in _words(told, now).items() if adopted}
    if not adopted:
        changed |= _words(told, now) | _place(told, now)
    for name, what in _LOCKED.items():
        if name in locked:
            told.plan.remark(told.planned.row, what)
    if adopted and _place(told, now):
        told.plan.remark(told.planned.row, "adopted_place")
    if told.responsible and list(map(fold, told.responsible)) != list(map(fold, now.responsible)):
        changed["responsible"] = told.responsible
    kind = changed.get("kind", now.row["kind"])
    return changed | _status(told, now, kind) | _light(told, now) | _year(told, kind, now.years)


def _plain(told: Told, now: Stand) -> dict[str, Any]:
    """Fields that may change at any time."""
    costs = {name: ore for name, ore in told.costs.items() if name != "cost_adopted_ore"}
    given = {"kind": told.kind, "comment": told.comment, "start_on": told.starts} | costs
    changed = {name: value for name, value in given.items() if value not in (None, "") and value != now.row[name]}
    due_on, due_text = told.deadline
    if (due_on or due_text) and deadline({"due_on": due_on, "due_text": due_text}) != deadline(now.row):
        changed |= {"due_on": due_on, "due_text": due_text}
    return changed


def _words(told: Told, now: Stand) -> dict[str, Any]:
    """What stands fast once the plan is adopted."""
    cost = told.costs.get("cost_adopted_ore")
    given = {"number": told.number, "adopted_text": told.text, "cost_adopted_ore": cost}
    return {name: value for name, value in given.items() if value not in (None, "") and value != now.row[name]}


def _place(told: Told, now: Stand) -> dict[str, Any]:
    area, goal = told.area or now.area, told.goal or now.goal
    moved = fold(area) != fold(now.area) or fold(goal) != fold(now.goal)
    return {"focus_area": area, "goal": goal} if moved else {}


def _status(told: Told, now: Stand, kind: str) -> dict[str, Any]:
    """The status that the book tells, where a measure can come there from where it stands."""
    status, was = _reached(told, kind, now.row["status"]), now.row["status"]
    if status in (None, was):
        needs = kind == "assess" and was == "completed" and not now.row["conclusion"]
        return {"conclusion": told.comment or words.FROM_BOOK} if needs else {}
    through = () if was in ENDED else ("in_progress",)
    if now.row["merged_into"] or not any(status in NEXT[one] for one in (was, *through)):
        facts = {"told": STATUSES[status].word, "now": STATUSES[was].word}
        told.plan.remark(told.planned.row, "status_here", **facts)
        return {}
    reopened = {"status_reason": words.FROM_BOOK} if was in ENDED else {"status_reason": ""}
    return {"status": status} | reopened | _reasons(told, kind, status, now.row["conclusion"], now.row["due_on"])


def _reached(told: Told, kind: str, was: str | None) -> str | None:
    """The status that the row means: what is done each year or all the time is never finished."""
    if told.status == "completed" and kind in _NEVER_ENDS and was != "completed":
        if told.year is None:
            told.plan.remark(told.planned.row, "never_ends")
        return "in_progress"
    return told.status


def _reasons(told: Told, kind: str, status: str, conclusion: str, due_on: str | None = None) -> dict[str, Any]:
    """What a status needs besides its word."""
    if status == "postponed" and not (told.deadline[0] or told.deadline[1] or due_on):
        told.plan.remark(told.planned.row, "postponed_no_date")
    if status in ("postponed", "stopped"):
        return {"status_reason": told.reason}
    if status == "completed" and kind == "assess" and not conclusion:
        return {"conclusion": told.comment or words.FROM_BOOK}
    return {}


def _light(told: Told, now: Stand | None) -> dict[str, Any]:
    """The light that the row tells, where it is another than before."""
    light = None if told.light == "none" else told.light
    if told.light is None or light == (now.row["light"] if now else None):
        return {}
    return {"light": light, "light_reason": (told.comment or words.FROM_BOOK) if light == "red" else ""}


def _year(told: Told, kind: str, years: list[int]) -> dict[str, Any]:
    done = told.status == "completed" and kind in _NEVER_ENDS and told.year is not None
    return {"year": told.year} if done and told.year not in years else {}
