"""Plans as the municipality adopted them: their frame, and the focus areas and goals of their measures."""

from collections.abc import Mapping
from typing import Any

from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.norwegian import fold, sort_key
from db.values import past_day, text_of

KINDS = ("theme", "overarching", "strategy")
RHYTHMS = ("quarter", "tertial", "year")
YEARS = range(1990, 2201)
PLAN_FIELDS = ("name", "kind", "from_year", "to_year", "rhythm", "rollover_years", "adopted_by", "case_ref", "note")
_MADE = {"kind": "theme", "rhythm": "quarter", "rollover_years": 4}
_CHOICES = {"kind": KINDS, "rhythm": RHYTHMS}
_COUNTS = """(SELECT count(*) FROM measure m WHERE m.plan_id = p.plan_id) AS measures,
    (SELECT count(*) FROM measure m WHERE m.plan_id = p.plan_id AND m.status IN ('completed', 'stopped')) AS ended,
    (SELECT max(m.updated_on) FROM measure m WHERE m.plan_id = p.plan_id) AS updated_on,
    (SELECT n.plan_id FROM plan n WHERE n.version_of = p.plan_id) AS replaced_by"""


def plans(db: Reader, *, current_only: bool = False) -> list[Row]:
    """All plans with measures, ended, updated_on and replaced_by; those in force first, by name."""
    still = "WHERE p.replaced_on IS NULL" if current_only else ""
    return db.rows(f"SELECT p.*, {_COUNTS} FROM plan p {still} ORDER BY p.replaced_on IS NOT NULL, p.name_key")


def plan(db: Reader, plan_id: int) -> Row:
    """One plan as `plans` tells it, or Rejected."""
    found = db.one(f"SELECT p.*, {_COUNTS} FROM plan p WHERE p.plan_id = :ref", ref=plan_id)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="plan", ref=plan_id)
    return found


def outline(db: Reader, plan_id: int) -> list[Row]:
    """The focus areas and goals of a plan in its order: focus_area_id, focus_area, plan_goal_id, goal (or None)."""
    return db.rows(
        """SELECT f.focus_area_id, f.name AS focus_area, g.plan_goal_id, g.text AS goal FROM focus_area f
        LEFT JOIN plan_goal g ON g.focus_area_id = f.focus_area_id
        WHERE f.plan_id = :ref ORDER BY f.position, f.focus_area_id, g.position, g.plan_goal_id""",
        ref=plan_id,
    )


@writes("plan")
def add_plan(tx: Tx, **fields: Any) -> int:
    """Register a plan; returns plan_id. Fields as PLAN_FIELDS; name is needed. It is a draft until it is adopted."""
    columns = _columns(_MADE | fields)
    plan_id = tx.insert("plan", **columns)
    tx.note(plan_id=plan_id, name=columns["name"])
    return plan_id


@writes("plan")
def change_plan(tx: Tx, *, plan_id: int, rev: int | None = None, **fields: Any) -> None:
    """Change the frame of a plan; Rejected where a newer version has taken its place."""
    now = standing(tx, plan_id)
    columns = _columns({name: now[name] for name in PLAN_FIELDS} | fields)
    tx.update("plan", plan_id, rev=rev, **columns)
    tx.note(plan_id=plan_id, name=columns["name"])


@writes("plan", "measure")
def adopt_plan(
    tx: Tx, *, plan_id: int, on_day: str | None = None, adopted_by: str | None = None, case_ref: str | None = None
) -> None:
    """The plan was adopted on a day: from now on the words and costs of its measures are locked."""
    now = standing(tx, plan_id)
    if now["adopted_on"]:
        raise Rejected(Why.ADOPTED, "on_day", on_day=now["adopted_on"])
    given = {"adopted_by": adopted_by, "case_ref": case_ref}
    more: dict[str, Any] = {name: text_of(given, name) for name, value in given.items() if value is not None}
    day = past_day(tx, on_day)
    tx.update("plan", plan_id, adopted_on=day, **more)
    tx.note(on_day=day, plan_id=plan_id, name=now["name"])


@writes("plan")
def rename_focus_area(tx: Tx, *, focus_area_id: int, name: str) -> None:
    """Mend the name of a focus area of a plan that is not adopted."""
    _rename(tx, "focus_area", focus_area_id, tx.row("focus_area", focus_area_id)["plan_id"], "name", name)


@writes("plan")
def rename_plan_goal(tx: Tx, *, plan_goal_id: int, text: str) -> None:
    """Mend the words of a goal of a plan that is not adopted."""
    area = tx.row("focus_area", tx.row("plan_goal", plan_goal_id)["focus_area_id"])
    _rename(tx, "plan_goal", plan_goal_id, area["plan_id"], "text", text)


def standing(tx: Tx, plan_id: int) -> Row:
    """The plan, or Rejected where a newer version has taken its place."""
    now = tx.row("plan", plan_id)
    if now["replaced_on"]:
        raise Rejected(Why.PLAN_REPLACED, "plan_id", name=now["name"])
    return now


def ensure_year(year: int | None, name: str) -> None:
    """A year that a plan may count with; Rejected otherwise."""
    if year is not None and year not in YEARS:
        raise Rejected(Why.MISSING_VALUE, name)


def placed(tx: Tx, plan_id: int, focus_area: str, goal: str) -> dict[str, int | None]:
    """The ids of a focus area and a goal of a plan by their words, made where they are not there yet."""
    if not focus_area.strip() and not goal.strip():
        return {"focus_area_id": None, "plan_goal_id": None}
    area = _found_or_made(tx, "focus_area", {"plan_id": plan_id}, "name", focus_area.strip() or goal)
    if not goal.strip():
        return {"focus_area_id": area, "plan_goal_id": None}
    return {"focus_area_id": area,
            "plan_goal_id": _found_or_made(tx, "plan_goal", {"focus_area_id": area}, "text", goal)}  # fmt: skip


def _found_or_made(tx: Tx, table: str, owner: dict[str, int], column: str, words: str) -> int:
    (key, ref), said = next(iter(owner.items())), text_of({"goal": words}, "goal", needed=True)
    rows = tx.rows(f"SELECT * FROM {table} WHERE {key} = :ref ORDER BY position", ref=ref)
    found = next((row[f"{table}_id"] for row in rows if fold(row[column]) == fold(said)), None)
    return found or tx.insert(table, **owner, position=len(rows) + 1, **{column: said})


def _rename(tx: Tx, table: str, ref: int, plan_id: int, column: str, words: str) -> None:
    now = standing(tx, plan_id)
    if now["adopted_on"]:
        raise Rejected(Why.ADOPTED, column, on_day=now["adopted_on"])
    renamed: dict[str, Any] = {column: text_of({"goal": words}, "goal", needed=True)}
    tx.update(table, ref, **renamed)
    tx.note(plan_id=plan_id, name=now["name"])


def _columns(fields: Mapping[str, Any]) -> dict[str, Any]:
    unknown = fields.keys() - set(PLAN_FIELDS)
    if unknown:
        raise TypeError(f"no field of a plan: {sorted(unknown)}")
    columns = dict(fields)
    for name in ("name", "adopted_by", "case_ref", "note"):
        if name in fields:
            columns[name] = text_of(dict(fields), name, needed=name == "name")
    for name, choices in _CHOICES.items():
        if columns[name] not in choices:
            raise Rejected(Why.MISSING_VALUE, name)
    first, last = columns.get("from_year"), columns.get("to_year")
    for name in ("from_year", "to_year"):
        ensure_year(columns.get(name), name)
    if columns["rollover_years"] < 1:
        raise Rejected(Why.MISSING_VALUE, "rollover_years")
    if first and last and last < first:
        raise Rejected(Why.ENDS_BEFORE_START, "to_year", from_on=str(first), to_on=str(last))
    return columns | {"name_key": sort_key(columns["name"])}
