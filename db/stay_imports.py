"""Stay lists as part of an import: what the register holds of stays, and plain lists of good rows written in one go."""

from collections.abc import Mapping, Sequence
from typing import Any

from db import stays as stays_acts
from db.command import Tx
from db.connection import Reader, Row

SITE = ("name", "name_key", "kind")
STAY_PLACE = ("site_id", "name", "name_key", "valid_from")
STAY = ("person_id", "form", "purpose", "state", "received_on", "assessed_on", "decided_on", "waiting_since",
        "confirmed", "came_from", "came_from_note", "closed_on", "cancel_reason", "wished_from", "wished_to",
        "late_reason", "note")  # fmt: skip
SEGMENT = ("stay_id", "site_id", "stay_place_id", "from_on", "to_on", "day_only")
COORDINATOR = ("stay_id", "name", "from_on")
GOAL = ("stay_id", "position", "text", "set_on")
ORDERS = ("sites", "stay_places", "stay_place_changes", "stays", "stay_changes", "segments", "segment_changes",
          "segment_removals", "coordinators", "goals")  # fmt: skip


def sites(db: Reader) -> list[Row]:
    """Every site: site_id, name, kind."""
    return db.rows("SELECT site_id, name, kind FROM site ORDER BY site_id")


def stay_places(db: Reader) -> list[Row]:
    """Every place with the time it is in use."""
    return db.rows("SELECT stay_place_id, site_id, name, valid_from, valid_to FROM stay_place ORDER BY stay_place_id")


def closures(db: Reader) -> list[Row]:
    """When a place or a whole site is closed; a smaller number of places closes none of them by name."""
    return db.rows("SELECT site_id, stay_place_id, from_on, to_on, reason FROM closure WHERE places IS NULL")


def stays(db: Reader) -> list[Row]:
    """Every stay, with all who have coordinated it (JSON) and how many goals it has."""
    return db.rows(
        """SELECT s.stay_id, s.person_id, s.purpose, s.state, s.confirmed, s.came_from, s.came_from_note, s.closed_on,
            (SELECT json_group_array(c.name) FROM stay_coordinator c WHERE c.stay_id = s.stay_id) AS coordinators,
            (SELECT count(*) FROM stay_goal g WHERE g.stay_id = s.stay_id) AS goals
        FROM stay s ORDER BY s.stay_id"""
    )


def segments(db: Reader) -> list[Row]:
    """Every segment, each stay's in the order of its days."""
    return db.rows("SELECT * FROM stay_segment ORDER BY stay_id, from_on, to_on, stay_segment_id")


def write(tx: Tx, orders: Mapping[str, Sequence[Any]], persons: Sequence[int]) -> dict[str, int]:
    """Write what ORDERS names; rows are tuples in the order of SITE … GOAL, a stay's with its number or None before.

    A negative id -n is the n-th new row of its table; `persons` are those that the same import made.
    """
    made: dict[str, Sequence[int]] = {"person": persons}
    made["site"] = tx.insert_many("site", SITE, orders.get("sites", ()))
    made["stay_place"] = tx.insert_many("stay_place", STAY_PLACE, _linked(orders, "stay_places", {0: "site"}, made))
    for ref, columns in orders.get("stay_place_changes", ()):
        tx.update("stay_place", ref, **columns)
    for ref, columns in orders.get("stay_changes", ()):
        tx.update("stay", ref, **columns)
        _end_waits(tx, ref, columns)
    for ref in orders.get("segment_removals", ()):
        tx.delete("stay_segment", ref)
    _move(tx, orders.get("segment_changes", ()), made)
    made["stay"] = _stays(tx, _linked(orders, "stays", {1: "person"}, made))
    links = {0: "stay", 1: "site", 2: "stay_place"}
    made["stay_segment"] = tx.insert_many("stay_segment", SEGMENT, _linked(orders, "segments", links, made))
    tx.insert_many("stay_coordinator", COORDINATOR, _linked(orders, "coordinators", {0: "stay"}, made))
    tx.insert_many("stay_goal", GOAL, _linked(orders, "goals", {0: "stay"}, made))
    return {table: len(ids) for table, ids in made.items() if table != "person"}


def _end_waits(tx: Tx, stay_id: int, columns: Mapping[str, Any]) -> None:
    """Who has come waits no more, and who has left is on no leave."""
    if columns.get("state") in ("in", "discharged", "cancelled"):
        stays_acts.end_pauses(tx, stay_id, columns.get("closed_on") or tx.today)
    if columns.get("state") == "discharged":
        for row in tx.rows(_RUNNING_LEAVES, stay=stay_id, day=columns["closed_on"]):
            tx.update("stay_leave", row["stay_leave_id"], to_on=max(columns["closed_on"], row["from_on"]))


_RUNNING_LEAVES = "SELECT * FROM stay_leave WHERE stay_id = :stay AND (to_on IS NULL OR to_on > :day)"


def _linked(
    orders: Mapping[str, Sequence[Any]], name: str, links: dict[int, str], made: dict[str, Sequence[int]]
) -> list[tuple]:
    """The rows with references to new rows made into ids."""
    linked = []
    for row in orders.get(name, ()):
        values = list(row)
        for at, table in links.items():
            values[at] = _real(values[at], made[table])
        linked.append(tuple(values))
    return linked


def _real(ref: int | None, ids: Sequence[int]) -> int | None:
    return ids[-ref - 1] if ref is not None and ref < 0 else ref


def _stays(tx: Tx, rows: Sequence[tuple]) -> Sequence[int]:
    """New stays; numbers from our own export are kept where they have never been used here."""
    numbers, free = [row[0] for row in rows], tx.next_id("stay")
    if None in numbers or len(set(numbers)) < len(numbers) or any(number < free for number in numbers):
        return tx.insert_many("stay", STAY, [row[1:] for row in rows])
    return [tx.insert("stay", stay_id=row[0], **dict(zip(STAY, row[1:], strict=True))) for row in rows]


def _move(tx: Tx, changes: Sequence[tuple[int, dict[str, Any]]], made: dict[str, Sequence[int]]) -> None:
    """Change segments; all of them leave their places first, so that none meets the old nights of another."""
    for ref, _columns in changes:
        tx.update("stay_segment", ref, stay_place_id=None)
    for ref, columns in changes:
        links = {"site_id": _real(columns["site_id"], made["site"]),
                 "stay_place_id": _real(columns["stay_place_id"], made["stay_place"])}  # fmt: skip
        tx.update("stay_segment", ref, **(columns | links))
