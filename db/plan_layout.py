"""A whole plan written at once: from a book, or from an example that the program brings."""

from collections.abc import Iterable, Mapping
from typing import Any

from db import measures, plans
from db.command import Tx, writes


@writes("plan", "measure", "role")
def lay_out_plan(
    tx: Tx, *, rows: Iterable[Mapping[str, Any]], plan_id: int | None = None, frame: Mapping[str, Any] | None = None,
    adopted_on: str | None = None,
) -> int:  # fmt: skip
    """Write the measures of a plan in their order, in a plan that is there or in a new one of `frame`; returns plan_id.

    rows: fields as measures.MEASURE_FIELDS with adopted_text, and focus_area, goal and responsible (names, the main
    one first), each made where it is not there yet. adopted_on locks the plan when all of it is written.
    """
    made = plan_id or plans.add_plan(tx, **(frame or {}))
    count = 0
    for fields in rows:
        measures.add_measure(tx, plan_id=made, **fields)
        count += 1
    if adopted_on:
        plans.adopt_plan(tx, plan_id=made, on_day=adopted_on)
    tx.note(on_day=tx.today, plan_id=made, name=tx.row("plan", made)["name"], count=count)
    return made
