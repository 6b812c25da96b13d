"""The pyramids of a plan: the levels of habilitation and rehabilitation, from the ground up, and how each is judged.

The four colours belong to the level, never to a measure: green satisfactory, orange needs improvement, yellow being
developed, red not good or not there. Yellow does not stand between green and orange; by need: red, orange, yellow,
green (Melhus, plan for habilitering og rehabilitering, figures 1-1 and 1-2).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from db import measures, plans
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.values import past_day, text_of

KINDS = ("habilitation", "rehabilitation")
COLOURS = ("red", "orange", "yellow", "green")  # by need
_LATEST = """(SELECT a.level_assessment_id FROM level_assessment a WHERE a.pyramid_level_id = v.pyramid_level_id
    AND a.on_day <= :day ORDER BY a.on_day DESC, a.level_assessment_id DESC LIMIT 1)"""
_NUMBERS = """(SELECT group_concat(number, ', ') FROM (SELECT m.number FROM measure_level x
    JOIN measure m ON m.measure_id = x.measure_id WHERE x.pyramid_level_id = v.pyramid_level_id ORDER BY m.position))"""


def pyramids(db: Reader, plan_id: int) -> list[Row]:
    """The pyramids of a plan, habilitation first."""
    return db.rows("SELECT * FROM pyramid WHERE plan_id = :plan ORDER BY kind", plan=plan_id)


def levels(db: Reader, pyramid_id: int, *, day: str) -> list[Row]:
    """The levels of a pyramid from the ground up as they were judged on a day: name, ours, colour (None: not yet),

    on_day, reason, by_name of the judgement, and numbers, the measures that belong there ("1, 2").
    """
    return db.rows(
        f"""SELECT v.*, t.colour, t.on_day, t.reason, t.by_name, {_NUMBERS} AS numbers
        FROM pyramid_level v LEFT JOIN level_assessment t ON t.level_assessment_id = {_LATEST}
        WHERE v.pyramid_id = :ref ORDER BY v.position""",
        ref=pyramid_id,
        day=day,
    )


def days(db: Reader, plan_id: int) -> list[str]:
    """The days on which some level of a plan was judged, the first first."""
    return db.column(
        """SELECT DISTINCT a.on_day FROM level_assessment a
        JOIN pyramid_level v ON v.pyramid_level_id = a.pyramid_level_id
        JOIN pyramid y ON y.pyramid_id = v.pyramid_id WHERE y.plan_id = :plan ORDER BY a.on_day""",
        plan=plan_id,
    )


def assessments(db: Reader, pyramid_level_id: int) -> list[Row]:
    """How a level has been judged: on_day, colour, reason, by_name; newest first."""
    return db.rows(
        "SELECT * FROM level_assessment WHERE pyramid_level_id = :ref ORDER BY on_day DESC, level_assessment_id DESC",
        ref=pyramid_level_id,
    )


def levels_of(db: Reader, measure_id: int) -> list[int]:
    """The levels that a measure belongs to."""
    sql = "SELECT pyramid_level_id FROM measure_level WHERE measure_id = :ref ORDER BY pyramid_level_id"
    return db.column(sql, ref=measure_id)


def measures_of(db: Reader, pyramid_level_id: int) -> list[int]:
    """The measures that belong to a level."""
    sql = "SELECT measure_id FROM measure_level WHERE pyramid_level_id = :ref ORDER BY measure_id"
    return db.column(sql, ref=pyramid_level_id)


@writes("pyramid")
def add_pyramid(
    tx: Tx, *, plan_id: int, kind: str, name: str, levels: Sequence[Mapping[str, Any]], on_day: str | None = None
) -> int:
    """Draw a pyramid of a plan; returns pyramid_id. levels from the ground up: name, ours, and, where it is judged

    already, colour with reason and by_name, on on_day.
    """
    plans.standing(tx, plan_id)
    if kind not in KINDS:
        raise Rejected(Why.MISSING_VALUE, "kind")
    if not levels:
        raise Rejected(Why.MISSING_VALUE, "levels")
    made = tx.insert("pyramid", plan_id=plan_id, kind=kind, name=text_of({"name": name}, "name", needed=True))
    for position, level in enumerate(levels, start=1):
        ref = _level(tx, made, position, level)
        if level.get("colour"):
            _judge(tx, ref, level["colour"], past_day(tx, on_day), level.get("reason", ""), level.get("by_name", ""))
    tx.note(plan_id=plan_id, name=name, count=len(levels))
    return made


@writes("pyramid")
def change_levels(tx: Tx, *, pyramid_id: int, levels: Sequence[Mapping[str, Any]], rev: int | None = None) -> None:
    """Name the levels anew from the ground up; those with a pyramid_level_id keep what was judged of them."""
    now = _standing(tx, pyramid_id)
    if rev is not None and rev != now["rev"]:
        raise Rejected(Why.OVERTAKEN, table="pyramid", theirs=dict(now), yours={})
    if not levels:
        raise Rejected(Why.MISSING_VALUE, "levels")
    kept = {level.get("pyramid_level_id") for level in levels}
    known = tx.rows("SELECT * FROM pyramid_level WHERE pyramid_id = :ref", ref=pyramid_id)
    for row in known:
        if row["pyramid_level_id"] not in kept:
            _take_away(tx, row)
    for position, level in enumerate(levels, start=1):
        if level.get("pyramid_level_id"):
            named = text_of({"name": level["name"]}, "name", needed=True)
            tx.update("pyramid_level", level["pyramid_level_id"], position=position, name=named,
                      ours=int(level.get("ours", True)))  # fmt: skip
        else:
            _level(tx, pyramid_id, position, level)
    tx.touch("pyramid", pyramid_id)
    tx.note(plan_id=now["plan_id"], name=now["name"], count=len(levels))


@writes("pyramid")
def assess_level(
    tx: Tx, *, pyramid_level_id: int, colour: str, reason: str, on_day: str | None = None, by_name: str = ""
) -> int:
    """Judge a level on a day, with a reason; what was judged before stays. Returns level_assessment_id."""
    level = tx.row("pyramid_level", pyramid_level_id)
    now, day = _standing(tx, level["pyramid_id"]), past_day(tx, on_day)
    if not level["ours"]:
        raise Rejected(Why.LEVEL_NOT_OURS, "pyramid_level_id", name=level["name"])
    made = _judge(tx, pyramid_level_id, colour, day, reason, by_name)
    tx.note(on_day=day, plan_id=now["plan_id"], name=level["name"], colour=colour)
    return made


@writes("measure", "pyramid")
def link_levels(tx: Tx, *, measure_id: int, pyramid_level_ids: Sequence[int]) -> None:
    """Say which levels of the plan's pyramids a measure is for; [] is none of them."""
    now = measures.standing(tx, measure_id)
    for ref in pyramid_level_ids:
        if tx.row("pyramid", tx.row("pyramid_level", ref)["pyramid_id"])["plan_id"] != now["plan_id"]:
            raise Rejected(Why.NO_SUCH, "pyramid_level_ids", kind="pyramid_level", ref=ref)
    sql = "SELECT * FROM measure_level WHERE measure_id = :ref"
    for row in tx.rows(sql, ref=measure_id):
        if row["pyramid_level_id"] not in pyramid_level_ids:
            tx.delete("measure_level", row["measure_level_id"])
    known = levels_of(tx, measure_id)
    for ref in dict.fromkeys(pyramid_level_ids):
        if ref not in known:
            tx.insert("measure_level", measure_id=measure_id, pyramid_level_id=ref)
    tx.touch("measure", measure_id)
    tx.note(plan_id=now["plan_id"], measure_id=measure_id, number=now["number"])


@writes("measure", "pyramid")
def set_measures_of_level(tx: Tx, *, pyramid_level_id: int, measure_ids: Sequence[int]) -> None:
    """Say which measures of the plan belong to a level; [] is none."""
    level = tx.row("pyramid_level", pyramid_level_id)
    now = _standing(tx, level["pyramid_id"])
    wanted, known = set(measure_ids), set(measures_of(tx, pyramid_level_id))
    for ref in sorted(wanted ^ known):
        others = [one for one in levels_of(tx, ref) if one != pyramid_level_id]
        link_levels(tx, measure_id=ref, pyramid_level_ids=[*others, pyramid_level_id] if ref in wanted else others)
    tx.note(plan_id=now["plan_id"], name=level["name"], count=len(wanted), measure_id=None, number="")


def _standing(tx: Tx, pyramid_id: int) -> Row:
    """The pyramid, or Rejected where its plan has been replaced."""
    now = tx.row("pyramid", pyramid_id)
    plans.standing(tx, now["plan_id"])
    return now


def _level(tx: Tx, pyramid_id: int, position: int, level: Mapping[str, Any]) -> int:
    name = text_of({"name": level["name"]}, "name", needed=True)
    return tx.insert("pyramid_level", pyramid_id=pyramid_id, position=position, name=name,
                     ours=int(level.get("ours", True)))  # fmt: skip


def _judge(tx: Tx, ref: int, colour: str, day: str, reason: str, by_name: str) -> int:
    if colour not in COLOURS:
        raise Rejected(Why.MISSING_VALUE, "colour")
    said = text_of({"note": reason}, "note")
    if not said:
        raise Rejected(Why.REASON_NEEDED, "reason")
    return tx.insert("level_assessment", pyramid_level_id=ref, on_day=day, colour=colour, reason=said,
                     by_name=text_of({"by_name": by_name}, "by_name"))  # fmt: skip


def _take_away(tx: Tx, level: Row) -> None:
    """A level that was judged or has measures stays: it can be called another name, not be forgotten."""
    used = tx.value(
        """SELECT EXISTS (SELECT 1 FROM level_assessment WHERE pyramid_level_id = :ref)
        OR EXISTS (SELECT 1 FROM measure_level WHERE pyramid_level_id = :ref)""",
        ref=level["pyramid_level_id"],
    )
    if used:
        raise Rejected(Why.LEVEL_IN_USE, "levels", name=level["name"])
    tx.delete("pyramid_level", level["pyramid_level_id"])
