"""Measures of a plan: what was adopted, how it goes (status), how it looks (light), and what it costs.

Status, light and deadline are three answers that are never merged into one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from db import plans, roles, settings
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.norwegian import search_key
from db.values import ensure_day, past_day, text_of

KINDS = ("single", "yearly", "running", "assess")
STATUSES = ("not_started", "in_progress", "postponed", "completed", "stopped")
LIGHTS = ("green", "yellow", "red")
COSTS = ("cost_adopted_ore", "cost_revised_ore", "cost_used_ore")
# Where a measure may go from each status, and from which of them only with a reason.
NEXT = {
    "not_started": ("in_progress", "postponed", "stopped"),
    "in_progress": ("completed", "postponed", "stopped"),
    "postponed": ("in_progress", "stopped"),
    "completed": ("in_progress",),
    "stopped": ("in_progress",),
}
ENDED = ("completed", "stopped")
LOCKED = ("number", "adopted_text", "cost_adopted_ore")  # once the plan is adopted
MEASURE_FIELDS = (
    "number", "adopted_text", "working_title", "kind", "priority", "start_on", "due_on", "due_text", *COSTS, "comment",
    "internal_note",
)  # fmt: skip
_TEXTS = ("number", "adopted_text", "working_title", "due_text", "comment", "internal_note")
_DAYS = ("start_on", "due_on")


def status_words(db: Reader) -> dict[str, str]:
    """What the municipality calls the statuses, by status; those that have no word of its own are left out."""
    chosen = settings.settings(db)
    return {status: word for status in STATUSES if (word := chosen[f"measure_{status}"])}


def subtasks(db: Reader, measure_id: int) -> list[Row]:
    """The sub-tasks of a measure in their order."""
    return db.rows("SELECT * FROM subtask WHERE measure_id = :ref ORDER BY position, subtask_id", ref=measure_id)


def years_done(db: Reader, measure_id: int) -> list[Row]:
    """The years in which a yearly or running measure was done: year, done_on, note; newest first."""
    return db.rows("SELECT * FROM measure_year WHERE measure_id = :ref ORDER BY year DESC", ref=measure_id)


@writes("measure", "plan", "role")
def add_measure(
    tx: Tx, *, plan_id: int, focus_area: str = "", goal: str = "", responsible: Sequence[str] = (),
    status: str = "not_started", status_reason: str = "", conclusion: str = "", **fields: Any,
) -> int:  # fmt: skip
    """Register a measure at the end of a plan; returns measure_id. Fields as MEASURE_FIELDS; adopted_text is needed.

    focus_area, goal and responsible (roles, the main one first) are names, made where they are not there yet.
    """
    plans.standing(tx, plan_id)
    columns = columns_of({"kind": "single"} | fields)
    words = {name: text_of({name: value, "note": value}, "note") for name, value in
             (("status_reason", status_reason), ("conclusion", conclusion))}  # fmt: skip
    _ensure_status(columns["kind"], status, words)
    position = tx.value("SELECT coalesce(max(position), 0) + 1 FROM measure WHERE plan_id = :plan", plan=plan_id)
    told = {} if status == "not_started" else {"status_on": tx.today}
    measure_id = tx.insert(
        "measure", plan_id=plan_id, position=position, status=status, **words, **told, **columns,
        **plans.placed(tx, plan_id, focus_area, goal), search_key=_found_by(columns),
    )  # fmt: skip
    roles.answer(tx, measure_id, responsible, None)
    tx.note(plan_id=plan_id, measure_id=measure_id, number=columns.get("number", ""))
    return measure_id


@writes("measure")
def change_measure(tx: Tx, *, measure_id: int, rev: int | None = None, **fields: Any) -> None:
    """Change what stands about a measure; Rejected(ADOPTED) for number, words and cost once it is adopted."""
    now = standing(tx, measure_id)
    merged = {name: now[name] for name in MEASURE_FIELDS} | fields
    columns = columns_of(merged)
    _ensure_kind(now, columns["kind"])
    if tx.row("plan", now["plan_id"])["adopted_on"]:
        for name in LOCKED:
            if columns[name] != now[name]:
                raise Rejected(Why.ADOPTED, name)
    tx.update("measure", measure_id, rev=rev, updated_on=tx.today, search_key=_found_by(columns), **columns)
    tx.note(plan_id=now["plan_id"], measure_id=measure_id, number=columns["number"])


@writes("measure")
def set_status(
    tx: Tx, *, measure_ids: Sequence[int], status: str, reason: str = "", due_on: str | None = None,
    conclusion: str = "", merged_into: int | None = None, on_day: str | None = None,
) -> None:  # fmt: skip
    """Tell how measures go. Postponed and stopped need a reason, postponed a new deadline as well, and so does going
    back from what has ended; "assess" is completed by a conclusion. merged_into says which measure took over.
    """
    if not measure_ids:
        raise Rejected(Why.MISSING_VALUE, "measure_ids")
    day, due = past_day(tx, on_day), ensure_day(due_on, "due_on")
    words = {"status_reason": text_of({"note": reason}, "note"), "conclusion": text_of({"note": conclusion}, "note")}
    for measure_id in dict.fromkeys(measure_ids):
        now = standing(tx, measure_id)
        _ensure_next(now, status, words, due)
        more: dict[str, Any] = {"due_on": due, "due_text": ""} if due else {}
        more |= {"conclusion": words["conclusion"]} if words["conclusion"] else {}
        if merged_into is not None:
            _ensure_other(tx, now, merged_into, status)
        tx.update("measure", measure_id, status=status, status_on=day, status_reason=words["status_reason"],
                  merged_into=merged_into if status == "stopped" else None, updated_on=tx.today, **more)  # fmt: skip
        tx.note(on_day=day, plan_id=now["plan_id"], measure_id=measure_id, number=now["number"], status=status,
                count=len(measure_ids))  # fmt: skip


@writes("measure")
def set_light(
    tx: Tx, *, measure_ids: Sequence[int], light: str | None, reason: str = "", on_day: str | None = None
) -> None:
    """Judge the progress of measures: green, yellow, red (needs a reason), or None for not judged."""
    if light is not None and light not in LIGHTS:
        raise Rejected(Why.MISSING_VALUE, "light")
    said = text_of({"note": reason}, "note")
    if light == "red" and not said:
        raise Rejected(Why.REASON_NEEDED, "reason")
    day = past_day(tx, on_day)
    for measure_id in dict.fromkeys(measure_ids):
        now = standing(tx, measure_id)
        tx.update("measure", measure_id, light=light, light_on=day if light else None, light_reason=said,
                  updated_on=tx.today)  # fmt: skip
        tx.note(on_day=day, plan_id=now["plan_id"], measure_id=measure_id, number=now["number"], light=light,
                count=len(measure_ids))  # fmt: skip


@writes("measure")
def tick_year(tx: Tx, *, measure_id: int, year: int, on_day: str | None = None, note: str = "") -> int:
    """A yearly or running measure was done in a year; it stays in progress. Returns measure_year_id."""
    now, day = standing(tx, measure_id), past_day(tx, on_day)
    if now["kind"] not in ("yearly", "running"):
        raise Rejected(Why.STATUS_FORBIDS, "year", status=now["status"])
    plans.ensure_year(year, "year")
    if tx.value("SELECT 1 FROM measure_year WHERE measure_id = :ref AND year = :year", ref=measure_id, year=year):
        raise Rejected(Why.YEAR_TICKED, "year", year=year)
    if now["status"] == "not_started":
        tx.update("measure", measure_id, status="in_progress", status_on=day)
    tx.update("measure", measure_id, updated_on=tx.today)
    made = tx.insert(
        "measure_year", measure_id=measure_id, year=year, done_on=day, note=text_of({"note": note}, "note")
    )
    tx.touch("measure", measure_id)
    tx.note(on_day=day, plan_id=now["plan_id"], measure_id=measure_id, number=now["number"], year=year)
    return made


@writes("measure")
def set_subtasks(tx: Tx, *, measure_id: int, rows: Sequence[Mapping[str, Any]], rev: int | None = None) -> None:
    """Write the sub-tasks of a measure anew in this order: text, due_on, done_on; those with a subtask_id are kept."""
    now = standing(tx, measure_id)
    if rev is not None and rev != now["rev"]:
        raise Rejected(Why.OVERTAKEN, table="measure", theirs=dict(now), yours={})
    kept = {row.get("subtask_id") for row in rows}
    for row in subtasks(tx, measure_id):
        if row["subtask_id"] not in kept:
            tx.delete("subtask", row["subtask_id"])
    for position, row in enumerate(rows, start=1):
        columns = {"position": position, "text": text_of(dict(row), "text", needed=True)}
        columns |= {name: ensure_day(row.get(name), name) for name in ("due_on", "done_on")}
        if row.get("subtask_id"):
            tx.update("subtask", row["subtask_id"], **columns)
        else:
            tx.insert("subtask", measure_id=measure_id, **columns)
    tx.update("measure", measure_id, updated_on=tx.today)
    tx.touch("measure", measure_id)
    tx.note(plan_id=now["plan_id"], measure_id=measure_id, number=now["number"])


def standing(tx: Tx, measure_id: int) -> Row:
    """The measure, or Rejected where its plan has been replaced by a newer version."""
    now = tx.row("measure", measure_id)
    plans.standing(tx, now["plan_id"])
    return now


def columns_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of measure from what was typed; Rejected with the field at fault. A cost is øre, or None: not known."""
    unknown = fields.keys() - set(MEASURE_FIELDS)
    if unknown:
        raise TypeError(f"no field of a measure: {sorted(unknown)}")
    columns = dict(fields)
    for name in _TEXTS:
        if name in fields or name == "adopted_text":
            columns[name] = text_of(dict(fields), name, needed=name == "adopted_text")
    for name in _DAYS:
        if name in fields:
            columns[name] = ensure_day(fields[name], name)
    if columns.get("kind", "single") not in KINDS:
        raise Rejected(Why.MISSING_VALUE, "kind")
    if columns.get("priority") not in (None, 1, 2, 3):
        raise Rejected(Why.MISSING_VALUE, "priority")
    for name in COSTS:
        if (columns.get(name) or 0) < 0:
            raise Rejected(Why.MISSING_VALUE, name)
    _ensure_span(columns.get("start_on"), columns.get("due_on"))
    return columns


def _ensure_span(start: str | None, due: str | None) -> None:
    if start and due and due < start:
        raise Rejected(Why.ENDS_BEFORE_START, "due_on", from_on=start, to_on=due)


def _ensure_kind(now: Row, kind: str) -> None:
    """A measure that is completed may become only what can be."""
    if kind == now["kind"] or now["status"] != "completed":
        return
    if kind in ("yearly", "running"):
        raise Rejected(Why.NEVER_FINISHED, "kind", number=now["number"])
    if kind == "assess" and not now["conclusion"]:
        raise Rejected(Why.CONCLUSION_NEEDED, "kind", number=now["number"])


def _ensure_status(kind: str, status: str, words: Mapping[str, str]) -> None:
    """What a status needs, wherever it comes from."""
    if status not in STATUSES:
        raise Rejected(Why.MISSING_VALUE, "status")
    if status in ("postponed", "stopped") and not words["status_reason"]:
        raise Rejected(Why.REASON_NEEDED, "reason")
    if kind == "assess" and status == "completed" and not words["conclusion"]:
        raise Rejected(Why.CONCLUSION_NEEDED, "conclusion")


def _ensure_next(now: Row, status: str, words: Mapping[str, str], due: str | None) -> None:
    if status != now["status"] and status not in NEXT[now["status"]]:
        raise Rejected(Why.STATUS_FORBIDS, "status", status=now["status"], number=now["number"])
    if status == "completed" and now["kind"] in ("yearly", "running"):
        raise Rejected(Why.NEVER_FINISHED, "status", number=now["number"])
    if now["status"] in ENDED and status == "in_progress" and not words["status_reason"]:
        raise Rejected(Why.REASON_NEEDED, "reason")
    if status == "postponed" and not due:
        raise Rejected(Why.MISSING_VALUE, "due_on")
    _ensure_span(now["start_on"], due)
    known = words["conclusion"] or now["conclusion"]
    _ensure_status(now["kind"], status, {**words, "conclusion": known})


def _ensure_other(tx: Tx, now: Row, merged_into: int, status: str) -> None:
    other = tx.row("measure", merged_into)
    if status != "stopped" or other["plan_id"] != now["plan_id"] or merged_into == now["measure_id"]:
        raise Rejected(Why.STATUS_FORBIDS, "merged_into", status=now["status"], number=now["number"])
    seen = {now["measure_id"]}
    while other["merged_into"] is not None and other["measure_id"] not in seen:
        seen.add(other["measure_id"])
        other = tx.row("measure", other["merged_into"])
    if other["measure_id"] in seen:  # what took over was itself taken over, and so on, back to this one
        raise Rejected(Why.STATUS_FORBIDS, "merged_into", status=other["status"], number=other["number"])


def _found_by(columns: Mapping[str, Any]) -> str:
    return search_key(columns.get("number"), columns["adopted_text"], columns.get("working_title"))
