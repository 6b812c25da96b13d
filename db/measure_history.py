"""What has happened to a measure, field by field: who changed what, from what to what; older versions included."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db.connection import Reader
from db.history import STANDS

# The measure and those of older versions that it is a continuation of.
_SAME = """WITH RECURSIVE same (measure_id) AS (SELECT :ref
    UNION SELECT r.old_id FROM same s JOIN rollover r ON r.new_id = s.measure_id
        AND r.outcome IN ('continued', 'changed'))"""
PARTS = ("measure_year", "subtask", "measure_role", "measure_level", "report_entry")
_PARTS = " UNION ALL ".join(
    f"SELECT '{part}', p.{part}_id, p.measure_id FROM {part} p JOIN same s ON s.measure_id = p.measure_id"
    for part in PARTS
)
_GONE = f"""SELECT c.kind, c.ref_id, json_extract(c.before, '$.measure_id') FROM change c
    WHERE c.kind IN ({", ".join(f"'{part}'" for part in PARTS)}) AND c.action = 'delete'
    AND json_extract(c.before, '$.measure_id') IN (SELECT measure_id FROM same)"""
_CHANGES = f"""{_SAME}, owned (kind, ref_id, measure_id) AS (
        SELECT 'measure', measure_id, measure_id FROM same UNION {_PARTS} UNION {_GONE})
    SELECT o.seq, o.at, o.on_day, o.staff, o.verb, o.data, NOT {STANDS.format(op="o")} AS undone,
        c.kind, c.ref_id, c.action, c.before, c.after, w.measure_id, p.name AS plan
    FROM owned w JOIN change c ON c.kind = w.kind AND c.ref_id = w.ref_id JOIN op o ON o.seq = c.op_seq
    JOIN measure m ON m.measure_id = w.measure_id JOIN plan p ON p.plan_id = m.plan_id
    ORDER BY o.seq DESC, c.change_id DESC"""
_NAMES = {
    "role_id": "SELECT role_id, name FROM role",
    "pyramid_level_id": "SELECT pyramid_level_id, name FROM pyramid_level",
    "merged_into": "SELECT measure_id, trim(number || ' ' || adopted_text) FROM measure",
    "focus_area_id": "SELECT focus_area_id, name FROM focus_area",
    "plan_goal_id": "SELECT plan_goal_id, text FROM plan_goal",
}
Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One row that an operation touched: of `kind` (measure, or one of PARTS), as it was and as it became.

    Of a measure only the columns that changed, and before is None where it was made; of a part the whole row, None
    where it was not there. Ids of roles, levels, measures, focus areas and goals are told by their names.
    """

    kind: str
    before: Fields | None
    after: Fields | None


def of_measure(db: Reader, measure_id: int) -> list[dict[str, Any]]:
    """What has happened to a measure, newest first: the columns of history.listing, `changes` (Change), and plan, the

    older version that it happened in, '' for this one.
    """
    found: dict[int, dict[str, Any]] = {}
    names, standing = {column: dict(map(tuple, db.rows(sql))) for column, sql in _NAMES.items()}, _Standing(db)
    for row in db.rows(_CHANGES, ref=measure_id):
        event = found.setdefault(
            row["seq"],
            {name: row[name] for name in ("seq", "at", "on_day", "staff", "verb", "data", "undone")} | {"changes": []},
        )
        event["plan"] = "" if row["measure_id"] == measure_id else row["plan"]
        before, after = standing.around(row)
        event["changes"].insert(0, Change(row["kind"], _named(before, names), _named(after, names)))
    return list(found.values())


class _Standing:
    """How each part was before and after a change, worked out backwards from how it is now."""

    def __init__(self, db: Reader):
        self.db = db
        self.rows: dict[tuple[str, int], dict[str, Any] | None] = {}

    def around(self, change: Any) -> tuple[Fields | None, Fields | None]:
        kind, ref = change["kind"], change["ref_id"]
        told = [json.loads(change[side]) if change[side] else None for side in ("before", "after")]
        if kind == "measure":
            return told[0], told[1] or {}
        if (kind, ref) not in self.rows:
            now = self.db.one(f"SELECT * FROM {kind} WHERE {kind}_id = :ref", ref=ref)
            self.rows[kind, ref] = dict(now) if now else None
        after = self.rows[kind, ref]
        before = None if change["action"] == "insert" else {**(after or {}), **(told[0] or {})}
        self.rows[kind, ref] = before
        return before, after


def _named(fields: Fields | None, names: Mapping[str, Mapping[int, str]]) -> Fields | None:
    if fields is None:
        return None
    return {name: names[name].get(value, "") if name in names and value is not None else value
            for name, value in fields.items()}  # fmt: skip
