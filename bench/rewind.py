"""Run a register's history backwards: every row must be as the journal says, and nothing may be left at the start."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from db.connection import Reader, Row
from db.keys import KEYS

Rows = dict[int, dict[str, Any]]


def rewind(reader: Reader) -> list[str]:
    """What does not agree between the rows and their journal; also every moment when a copy was lent twice."""
    tables = {table: _rows(reader, table, key) for table, key in KEYS.items()}
    found = []
    changes = reader.rows("SELECT * FROM change ORDER BY change_id DESC")
    for seq, of_operation in groupby(changes, key=lambda change: change["op_seq"]):
        steps = list(of_operation)
        found += [f"after {seq}: {told}" for told in _lent_twice(tables, {step["item_id"] for step in steps} - {None})]
        for step in steps:
            found += [f"in {seq}: {told}" for told in _step_back(tables[step["kind"]], step)]
    return found + [f"{table}: {len(rows)} rows that no operation made" for table, rows in tables.items() if rows]


def _rows(reader: Reader, table: str, key: str) -> Rows:
    return {row[key]: {name: row[name] for name in row.keys()} for row in reader.rows(f"SELECT * FROM {table}")}  # noqa: SIM118


def _lent_twice(tables: dict[str, Rows], items: set[int]) -> Iterator[str]:
    """The copies that the operation touched: one open line or none, and the state that goes with it."""
    if not items:
        return
    lines = [line["item_id"] for line in tables["loan_line"].values() if line["end_reason"] is None]
    for item in items & tables["item"].keys():
        state, count = tables["item"][item]["state"], lines.count(item)
        if count > 1:
            yield f"copy {item} is lent {count} times"
        if (state == "lent") != (count > 0):
            yield f"copy {item} is {state} with {count} open lines"


def _step_back(rows: Rows, step: Row) -> Iterator[str]:
    ref, action = step["ref_id"], step["action"]
    if (action == "delete") == (ref in rows):
        yield f"{step['kind']} {ref} is {'there' if ref in rows else 'not there'} after its {action}"
    elif action == "insert":
        del rows[ref]
    elif action == "delete":
        rows[ref] = json.loads(step["before"])
    else:
        after = json.loads(step["after"])
        if any(rows[ref][name] != value for name, value in after.items()):
            yield f"{step['kind']} {ref} is not as it was changed"
        rows[ref] |= json.loads(step["before"])
        if "rev" in rows[ref]:
            rows[ref]["rev"] -= 1
