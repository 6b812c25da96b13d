"""Rullering: a plan becomes a new version; of each measure it is told what becomes of it, and both can be compared."""

from collections.abc import Mapping, Sequence
from typing import Any

from db import measures, plans, pyramids
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.values import text_of

OUTCOMES = ("continued", "changed", "merged", "ended")
_KEPT = (
    "number", "adopted_text", "working_title", "kind", "priority", "start_on", "due_on", "due_text",
    "cost_adopted_ore", "cost_revised_ore", "cost_used_ore", "comment", "internal_note",
)  # fmt: skip
_GOES_ON = ("status", "status_on", "status_reason", "conclusion", "light", "light_on", "light_reason", "updated_on")


def lineage(db: Reader, measure_id: int) -> list[Row]:
    """The measures that one came from, version by version, the newest first: plan, number, text, outcome, reason."""
    return db.rows(
        """WITH RECURSIVE older (measure_id, outcome, reason, depth) AS (
            SELECT old_id, outcome, reason, 1 FROM rollover WHERE new_id = :ref
            UNION SELECT r.old_id, r.outcome, r.reason, o.depth + 1 FROM rollover r
                JOIN older o ON o.measure_id = r.new_id)
        SELECT o.*, m.number, m.adopted_text, p.name AS plan, p.plan_id FROM older o
        JOIN measure m ON m.measure_id = o.measure_id JOIN plan p ON p.plan_id = m.plan_id
        ORDER BY o.depth, m.position""",
        ref=measure_id,
    )


def comparison(db: Reader, plan_id: int) -> list[Row]:
    """A version beside the one before: outcome ('new' where nothing was before), reason, old and new number and text,

    in the order of the new version; what ended stands last. Empty for a first version.
    """
    return db.rows(
        """SELECT * FROM (
            SELECT coalesce(r.outcome, 'new') AS outcome, coalesce(r.reason, '') AS reason, o.measure_id AS old_id,
                o.number AS old_number, o.adopted_text AS old_text, n.measure_id AS new_id, n.number AS new_number,
                n.adopted_text AS new_text, n.position AS at
            FROM measure n LEFT JOIN rollover r ON r.new_id = n.measure_id
            LEFT JOIN measure o ON o.measure_id = r.old_id WHERE n.plan_id = :plan
            UNION ALL
            SELECT r.outcome, r.reason, o.measure_id, o.number, o.adopted_text, NULL, '', '', 100000 + o.position
            FROM plan p JOIN measure o ON o.plan_id = p.version_of
            JOIN rollover r ON r.old_id = o.measure_id AND r.outcome = 'ended' WHERE p.plan_id = :plan)
        WHERE EXISTS (SELECT 1 FROM plan p WHERE p.plan_id = :plan AND p.version_of IS NOT NULL) ORDER BY at""",
        plan=plan_id,
    )


@writes("plan", "measure", "role", "pyramid")
def roll_over(
    tx: Tx, *, plan_id: int, name: str, outcomes: Mapping[int, Mapping[str, Any]],
    new: Sequence[Mapping[str, Any]] = (), **frame: Any,
) -> int:  # fmt: skip
    """Make a new version of a plan, and the old one read-only; returns the new plan_id.

    outcomes: of every measure {"outcome": a key of OUTCOMES, "reason"}; "changed" may have "fields" (as
    measures.MEASURE_FIELDS), "merged" has "into", the old id of the measure that takes it over. new: rows as
    measures.add_measure. frame: plans.PLAN_FIELDS of the new version. The version is a draft until it is adopted.
    """
    old = plans.standing(tx, plan_id)
    rows = tx.rows("SELECT * FROM measure WHERE plan_id = :plan ORDER BY position", plan=plan_id)
    _ensure_told(rows, outcomes)
    kept = {field: old[field] for field in ("kind", "rhythm", "rollover_years")}
    made = plans.add_plan(tx, **(kept | frame), name=name)
    tx.update("plan", made, version_of=plan_id)
    levels = _copy_pyramids(tx, plan_id, made)
    new_of = {row["measure_id"]: _carry(tx, row, made, outcomes[row["measure_id"]], levels) for row in rows
              if outcomes[row["measure_id"]]["outcome"] in ("continued", "changed")}  # fmt: skip
    became = {row["measure_id"]: new_of.get(_target(row["measure_id"], outcomes)) for row in rows}
    for row in rows:
        ref, told = row["measure_id"], outcomes[row["measure_id"]]
        tx.insert("rollover", old_id=ref, new_id=became[ref], outcome=told["outcome"],
                  reason=text_of({"note": told.get("reason", "")}, "note"))  # fmt: skip
        if told["outcome"] == "merged":
            _carry_belongings(tx, ref, new_of[told["into"]], levels)
    _point_at_new(tx, rows, new_of, became)
    for fields in new:
        measures.add_measure(tx, plan_id=made, **fields)
    tx.update("plan", plan_id, replaced_on=tx.today)
    tx.note(plan_id=made, name=tx.row("plan", made)["name"], count=len(new_of) + len(new))
    return made


def _ensure_told(rows: Sequence[Row], outcomes: Mapping[int, Mapping[str, Any]]) -> None:
    """Of every measure it must be told what becomes of it; one is merged into one that goes on."""
    goes_on = {ref for ref, told in outcomes.items() if told["outcome"] in ("continued", "changed")}
    for row in rows:
        told = outcomes.get(row["measure_id"])
        if told is None or told["outcome"] not in OUTCOMES:
            raise Rejected(Why.OUTCOME_MISSING, "outcomes", number=row["number"])
        if told["outcome"] == "merged" and told.get("into") not in goes_on:
            raise Rejected(Why.OUTCOME_MISSING, "into", number=row["number"])
        if told["outcome"] in ("ended", "merged") and not str(told.get("reason") or "").strip():
            raise Rejected(Why.REASON_NEEDED, "reason", number=row["number"])


def _target(ref: int, outcomes: Mapping[int, Mapping[str, Any]]) -> int:
    """The measure of the old version that goes on for this one: itself, or the one that takes it over."""
    return outcomes[ref]["into"] if outcomes[ref]["outcome"] == "merged" else ref


def _carry(tx: Tx, row: Row, plan_id: int, told: Mapping[str, Any], levels: Mapping[int, int]) -> int:
    """The measure in the new version, with what has been told of it, who answers, sub-tasks and levels."""
    area = tx.row("focus_area", row["focus_area_id"])["name"] if row["focus_area_id"] else ""
    goal = tx.row("plan_goal", row["plan_goal_id"])["text"] if row["plan_goal_id"] else ""
    fields = {name: row[name] for name in _KEPT} | dict(told.get("fields") or {})
    made = measures.add_measure(tx, plan_id=plan_id, focus_area=area, goal=goal, **fields)
    if fields["kind"] == row["kind"]:
        tx.update("measure", made, status=row["status"], **{name: row[name] for name in _GOES_ON[1:]})
    _carry_belongings(tx, row["measure_id"], made, levels)
    for part in measures.subtasks(tx, row["measure_id"]):
        tx.insert("subtask", measure_id=made, position=part["position"], text=part["text"], due_on=part["due_on"],
                  done_on=part["done_on"])  # fmt: skip
    return made


def _carry_belongings(tx: Tx, old: int, made: int, levels: Mapping[int, int]) -> None:
    """Who answers, ticked years and levels, but for what the measure of the new version has already."""
    _carry_roles(tx, old, made)
    known = {year["year"] for year in measures.years_done(tx, made)}
    for year in measures.years_done(tx, old):
        if year["year"] not in known:
            tx.insert("measure_year", measure_id=made, year=year["year"], done_on=year["done_on"], note=year["note"])
    for level in {levels[ref] for ref in pyramids.levels_of(tx, old)} - set(pyramids.levels_of(tx, made)):
        tx.insert("measure_level", measure_id=made, pyramid_level_id=level)


def _carry_roles(tx: Tx, old: int, made: int) -> None:
    """Who answers now, and who will from a day that has been told already; those of a merged one stand last."""
    first = {row["role_id"] for row in _answering(tx, made)}
    for row in _answering(tx, old):
        if row["role_id"] not in first:
            tx.insert("measure_role", measure_id=made, role_id=row["role_id"], position=row["position"] + len(first),
                      is_main=0 if first else row["is_main"], from_on=row["from_on"],
                      to_on=row["to_on"])  # fmt: skip


def _answering(tx: Tx, ref: int) -> list[Row]:
    sql = "SELECT * FROM measure_role WHERE measure_id = :ref AND (to_on IS NULL OR to_on > :today)"
    return tx.rows(f"{sql} ORDER BY position", ref=ref, today=tx.today)


def _point_at_new(tx: Tx, rows: Sequence[Row], new_of: Mapping[int, int], became: Mapping[int, int | None]) -> None:
    """A stopped measure that another took over points at what became of that other, where something did."""
    took_over = {new_of[row["measure_id"]]: became[row["merged_into"]] for row in rows
                 if row["measure_id"] in new_of and row["merged_into"]}  # fmt: skip
    for ref, other in took_over.items():
        if other is not None and tx.row("measure", ref)["status"] == "stopped" and not _leads_to(took_over, other, ref):
            tx.update("measure", ref, merged_into=other)


def _leads_to(took_over: Mapping[int, int | None], start: int, ref: int) -> bool:
    """Whether one comes to `ref` from measure to measure: what was merged into itself was not taken over."""
    at: int | None = start
    for _step in range(len(took_over) + 1):
        if at == ref or at is None:
            return at == ref
        at = took_over.get(at)
    return False


def _copy_pyramids(tx: Tx, plan_id: int, made: int) -> dict[int, int]:
    """The pyramids of the old version for the new one, with all that was assessed; new level ids by old ones."""
    levels: dict[int, int] = {}
    for pyramid in tx.rows("SELECT * FROM pyramid WHERE plan_id = :plan", plan=plan_id):
        own = tx.insert("pyramid", plan_id=made, kind=pyramid["kind"], name=pyramid["name"])
        for level in tx.rows("SELECT * FROM pyramid_level WHERE pyramid_id = :ref", ref=pyramid["pyramid_id"]):
            ref = level["pyramid_level_id"]
            levels[ref] = tx.insert("pyramid_level", pyramid_id=own, position=level["position"], name=level["name"],
                                    ours=level["ours"])  # fmt: skip
            for told in tx.rows("SELECT * FROM level_assessment WHERE pyramid_level_id = :ref", ref=ref):
                tx.insert("level_assessment", pyramid_level_id=levels[ref], on_day=told["on_day"],
                          colour=told["colour"], reason=told["reason"], by_name=told["by_name"])  # fmt: skip
    return levels
