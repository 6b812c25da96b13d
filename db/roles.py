"""Who answers for a measure: a role, so that reports survive that people change, and who has held it when."""

from collections.abc import Sequence
from typing import Any

from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.norwegian import fold
from db.values import ensure_day, text_of

# A row of measure_role that holds on a day: it has begun, and has not ended.
ANSWERS = "(k.from_on IS NULL OR k.from_on <= :today) AND (k.to_on IS NULL OR k.to_on > :today)"
_HOLDER = """(SELECT h.name FROM role_holder h WHERE h.role_id = r.role_id AND h.from_on <= :today
    AND (h.to_on IS NULL OR h.to_on > :today) ORDER BY h.from_on DESC, h.role_holder_id DESC LIMIT 1)"""
_OPEN = f"""(SELECT count(DISTINCT m.measure_id) FROM measure_role k JOIN measure m ON m.measure_id = k.measure_id
    JOIN plan p ON p.plan_id = m.plan_id WHERE k.role_id = r.role_id AND {ANSWERS}
    AND p.replaced_on IS NULL AND m.status NOT IN ('completed', 'stopped'))"""


def roles(db: Reader, *, today: str) -> list[Row]:
    """All roles with `holder` today and how many open measures each answers for; by name."""
    return db.rows(f"SELECT r.*, {_HOLDER} AS holder, {_OPEN} AS open FROM role r ORDER BY r.name_key", today=today)


def role(db: Reader, role_id: int, *, today: str) -> Row:
    """One role, or Rejected."""
    sql = f"SELECT r.*, {_HOLDER} AS holder, {_OPEN} AS open FROM role r WHERE r.role_id = :ref"
    found = db.one(sql, ref=role_id, today=today)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="role", ref=role_id)
    return found


def holders(db: Reader, role_id: int) -> list[Row]:
    """Who has held a role: name, from_on, to_on; newest first."""
    sql = "SELECT * FROM role_holder WHERE role_id = :ref ORDER BY from_on DESC, role_holder_id DESC"
    return db.rows(sql, ref=role_id)


def of_measure(db: Reader, measure_id: int, *, today: str) -> list[Row]:
    """The roles that answer for a measure today, the main one first: role_id, name, is_main, from_on."""
    return db.rows(
        f"""SELECT r.role_id, r.name, k.is_main, k.from_on, k.measure_role_id FROM measure_role k
        JOIN role r ON r.role_id = k.role_id WHERE k.measure_id = :ref AND {ANSWERS}
        ORDER BY k.is_main DESC, k.position, k.measure_role_id""",
        ref=measure_id,
        today=today,
    )


@writes("role")
def add_role(tx: Tx, *, name: str) -> int:
    """Register a role; returns role_id. One whose name is there in other letters is Rejected."""
    role_id = tx.insert("role", **_named(name))
    tx.note(name=tx.row("role", role_id)["name"])
    return role_id


@writes("role", "measure")
def rename_role(tx: Tx, *, role_id: int, name: str, rev: int | None = None) -> None:
    """Mend the name of a role wherever it answers for something; reports that are locked keep theirs."""
    tx.update("role", role_id, rev=rev, **_named(name))
    tx.note(name=tx.row("role", role_id)["name"])


@writes("role")
def hand_role_over(tx: Tx, *, role_id: int, holder: str, from_on: str | None = None) -> int:
    """Somebody has a role from a day on, and whoever had it until then has it no longer; returns role_holder_id."""
    day, name = ensure_day(from_on, "from_on") or tx.today, text_of({"name": holder}, "name", needed=True)
    for row in tx.rows("SELECT * FROM role_holder WHERE role_id = :ref AND to_on IS NULL", ref=role_id):
        if row["from_on"] >= day:
            raise Rejected(Why.ENDS_BEFORE_START, "from_on", from_on=row["from_on"], to_on=day)
        tx.update("role_holder", row["role_holder_id"], to_on=day)
    made = tx.insert("role_holder", role_id=role_id, name=name, from_on=day)
    tx.touch("role", role_id)
    tx.note(on_day=min(day, tx.today), name=tx.row("role", role_id)["name"])
    return made


@writes("measure", "role")
def set_responsible(tx: Tx, *, measure_id: int, names: Sequence[str], from_on: str | None = None) -> None:
    """These roles answer for a measure from a day on, the first of them as the main one; [] is nobody.

    Until that day those answer who do so today.
    """
    day = ensure_day(from_on, "from_on") or tx.today
    sql = "SELECT * FROM measure_role WHERE measure_id = :ref AND (to_on IS NULL OR to_on > :day)"
    for row in tx.rows(sql, ref=measure_id, day=day):
        if row["from_on"] is not None and row["from_on"] >= day:
            tx.delete("measure_role", row["measure_role_id"])
        else:
            tx.update("measure_role", row["measure_role_id"], to_on=day)
    answer(tx, measure_id, names, day)
    tx.touch("measure", measure_id)
    tx.note(on_day=min(day, tx.today), number=tx.row("measure", measure_id)["number"])


def answer(tx: Tx, measure_id: int, names: Sequence[str], from_on: str | None) -> None:
    """Let roles answer for a measure, by their names in any letters; a role that is not there yet is made."""
    found = dict.fromkeys(known(tx, name) for name in names if name.strip())
    for position, role_id in enumerate(found):
        tx.insert("measure_role", measure_id=measure_id, role_id=role_id, position=position,
                  is_main=int(position == 0), from_on=from_on)  # fmt: skip


def known(tx: Tx, name: str) -> int:
    """The role of a name, made where it is not there yet."""
    columns = _named(name)
    found = tx.value("SELECT role_id FROM role WHERE name_key = :key", key=columns["name_key"])
    return found or tx.insert("role", **columns)


def _named(name: str) -> dict[str, Any]:
    said = text_of({"name": name}, "name", needed=True)
    return {"name": said, "name_key": fold(said)}
