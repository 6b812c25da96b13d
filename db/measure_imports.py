"""Plan tables as part of an import: what the register holds of plans, and plain lists of rows written in one go."""

from collections.abc import Mapping, Sequence
from typing import Any

from db import measures, plans, roles
from db.command import Tx
from db.connection import Reader, Row

ORDERS = ("plans", "measures", "measure_changes")
_STATUS = ("status", "status_reason", "conclusion")
_LIGHT = ("light", "light_reason")


def known_plans(db: Reader) -> list[Row]:
    """Every plan: plan_id, name, from_year, to_year, adopted_on, replaced_on."""
    return db.rows("SELECT plan_id, name, from_year, to_year, adopted_on, replaced_on FROM plan ORDER BY plan_id")


def known_measures(db: Reader, *, today: str) -> list[Row]:
    """Every measure with focus_area and goal, `responsible` (today's names as JSON, the main one first) and `years`

    (JSON).
    """
    return db.rows(
        f"""SELECT m.*, f.name AS focus_area, g.text AS goal,
            (SELECT json_group_array(name) FROM (SELECT r.name FROM measure_role k JOIN role r ON r.role_id = k.role_id
                WHERE k.measure_id = m.measure_id AND {roles.ANSWERS}
                ORDER BY k.is_main DESC, k.position, k.measure_role_id)) AS responsible,
            (SELECT json_group_array(y.year) FROM measure_year y WHERE y.measure_id = m.measure_id) AS years
        FROM measure m LEFT JOIN focus_area f ON f.focus_area_id = m.focus_area_id
        LEFT JOIN plan_goal g ON g.plan_goal_id = m.plan_goal_id ORDER BY m.plan_id, m.position, m.measure_id""",
        today=today,
    )


def write(tx: Tx, orders: Mapping[str, Sequence[Any]]) -> dict[str, int]:
    """Write what ORDERS names. plans: fields as plans.PLAN_FIELDS. measures: (plan_id, or -n for the n-th new plan,

    fields as measures.add_measure, with light, light_reason and year). measure_changes: (measure_id, such fields as
    the book changes). A book tells how things stand, also where nobody has told the steps between.
    """
    told, on_day = dict(tx.data), tx.on_day
    made = [plans.add_plan(tx, **frame) for frame in orders.get("plans", ())]
    new = [_add(tx, made[-ref - 1] if ref < 0 else ref, dict(fields)) for ref, fields in orders.get("measures", ())]
    for ref, fields in orders.get("measure_changes", ()):
        _change(tx, ref, dict(fields))
    tx.data, tx.on_day = told, on_day  # the history tells of the book, not of the last of its measures
    return {"plan": len(made), "measure": len(new)}


def _add(tx: Tx, plan_id: int, fields: dict[str, Any]) -> int:
    light, year = _taken(fields, _LIGHT), fields.pop("year", None)
    measure_id = measures.add_measure(tx, plan_id=plan_id, **fields)
    _judge(tx, measure_id, light)
    _tick(tx, measure_id, year)
    return measure_id


def _change(tx: Tx, ref: int, fields: dict[str, Any]) -> None:
    now = measures.standing(tx, ref)
    light, status, year = _taken(fields, _LIGHT), _taken(fields, _STATUS), fields.pop("year", None)
    named, place = fields.pop("responsible", None), _taken(fields, ("focus_area", "goal"))
    if status:
        told = {"status_on": tx.today, "merged_into": None, "updated_on": tx.today}
        tx.update("measure", ref, **status, **told)
    if fields:
        measures.change_measure(tx, measure_id=ref, **fields)
    if place:
        tx.update("measure", ref, updated_on=tx.today, **plans.placed(tx, now["plan_id"], **place))
    if named is not None:
        roles.set_responsible(tx, measure_id=ref, names=named)
        tx.update("measure", ref, updated_on=tx.today)
    _judge(tx, ref, light)
    _tick(tx, ref, year)


def _taken(fields: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: fields.pop(name) for name in names if name in fields}


def _judge(tx: Tx, ref: int, light: Mapping[str, Any]) -> None:
    if light:
        measures.set_light(tx, measure_ids=[ref], light=light["light"], reason=light.get("light_reason", ""))


def _tick(tx: Tx, ref: int, year: int | None) -> None:
    if year is not None:
        measures.tick_year(tx, measure_id=ref, year=year)
