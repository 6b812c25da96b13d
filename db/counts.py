"""Stock counts: what should stand in a place is written down, then what is seen there, copy by copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db import equipment
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.norwegian import code_key
from db.values import past_day, text_of

AWAY = ("lent", "missing", "retired")  # a copy in one of these states is not expected on any shelf
_AWAY = ", ".join(f"'{state}'" for state in AWAY)
_IN_SCOPE = """(c.room IS NULL OR (pl.room = c.room AND (c.shelf IS NULL OR pl.shelf = c.shelf)))"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one scan did: the row it fell on, and whether nothing was new in it."""

    count_row_id: int
    again: bool = False


def stock_count(db: Reader, stock_count_id: int) -> Row:
    """One count's own row, or Rejected."""
    found = db.one("SELECT * FROM stock_count WHERE stock_count_id = :ref", ref=stock_count_id)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="stock_count", ref=stock_count_id)
    return found


def expected_number(db: Reader, *, room: str | None = None, shelf: str | None = None) -> int:
    """How many copies a count of that room or shelf (None is all) would look for now."""
    return len(_expected(db, {"room": room, "shelf": shelf}))


@writes("count")
def start_count(tx: Tx, *, name: str, room: str | None = None, shelf: str | None = None, note: str = "") -> int:
    """Begin a count of a shelf, a room (shelf None) or everything (room None); returns stock_count_id.

    Every copy that should stand there now is written down with its state and place.
    """
    scope = {"room": room, "shelf": shelf if room is not None else None}
    if room is not None and not tx.one(
        "SELECT 1 FROM place WHERE room = :room AND (:shelf IS NULL OR shelf = :shelf)", **scope
    ):
        raise Rejected(Why.MISSING_VALUE, "place")
    columns = {"name": text_of({"name": name}, "name", needed=True), "note": text_of({"note": note}, "note")}
    stock_count_id = tx.insert("stock_count", **columns, **scope, started_on=tx.today)
    names = ("stock_count_id", "item_id", "expected", "expected_state", "expected_place_id")
    rows = [(stock_count_id, row["item_id"], 1, row["state"], row["place_id"]) for row in _expected(tx, scope)]
    tx.insert_many("count_row", names, rows)
    tx.note(name=columns["name"], count=len(rows))
    return stock_count_id


@writes("count", "place")
def scan(tx: Tx, *, stock_count_id: int, code: str = "", item_id: int | None = None, place_id: int | None = None):
    """Tell that a copy, by its code or id, is seen in a place (None: somewhere in what is counted). Returns Seen.

    A code that nobody has is kept too. The same scan twice changes nothing; at another place it moves the sighting.
    """
    now = _open(tx, stock_count_id)
    found = equipment.item(tx, item_id) if item_id else equipment.scanned(tx, code)
    if found is None and not code_key(code):
        raise Rejected(Why.MISSING_VALUE, "code")
    if found is None:
        return _see_unknown(tx, now, code, place_id)
    tx.note(numbers=[found["number"]], name=now["name"])
    known = tx.one(
        "SELECT * FROM count_row WHERE stock_count_id = :count AND item_id = :item",
        count=stock_count_id,
        item=found["item_id"],
    )
    away, inside = found["state"] in AWAY, _stands_in(tx, now, found["item_id"])
    where = place_id or _place_counted(tx, now, outside=not away and not inside)
    if known and _nothing_new(known, found, where):
        return Seen(known["count_row_id"], again=True)
    sighting = {"seen_at": _moment(tx), "seen_place_id": where}
    looked_for = {
        "expected": int(not away and inside),
        "expected_state": found["state"],
        "expected_place_id": found["place_id"],
    }
    if known is None:
        return Seen(
            tx.insert("count_row", stock_count_id=stock_count_id, item_id=found["item_id"], **looked_for, **sighting)
        )
    changed = looked_for if away or not known["expected"] else {}
    tx.update("count_row", known["count_row_id"], **sighting, **changed)
    return Seen(known["count_row_id"])


@writes("count")
def take_out(tx: Tx, *, count_row_ids: Sequence[int]) -> list[int]:
    """Take sightings back: a wrong code, or a copy scanned in the wrong place."""
    if not count_row_ids:
        raise Rejected(Why.MISSING_VALUE, "items")
    for ref in count_row_ids:
        _open(tx, tx.row("count_row", ref)["stock_count_id"])
        tx.update("count_row", ref, seen_at=None, seen_place_id=None)
    tx.note(numbers=_numbers(tx, count_row_ids))
    return list(count_row_ids)


@writes("count")
def close_count(tx: Tx, *, stock_count_id: int) -> None:
    """End a count. What was lent or retired meanwhile without being seen has left, and is not missing."""
    now = _open(tx, stock_count_id)
    gone = tx.rows(
        """SELECT r.count_row_id, i.state FROM count_row r JOIN item i ON i.item_id = r.item_id
        WHERE r.stock_count_id = :ref AND r.expected = 1 AND r.seen_at IS NULL AND i.state IN ('lent', 'retired')""",
        ref=stock_count_id,
    )
    for row in gone:
        tx.update("count_row", row["count_row_id"], expected_state=row["state"])
    tx.update("stock_count", stock_count_id, closed_on=tx.today)
    tx.note(name=now["name"])


@writes("count", "item", "service", "request")
def mark_missing(tx: Tx, *, count_row_ids: Sequence[int], on_day: str | None = None, note: str = "") -> list[int]:
    """Tell the copies that a count did not find missing since a day; one that is lent or gone already is left alone.

    Returns their item ids.
    """
    rows = [row for row in _facts(tx, count_row_ids) if row["expected"] and row["seen_at"] is None]
    starts = equipment.ACTS["missing"][0]
    items = [row["item_id"] for row in rows if row["state"] in starts]
    equipment.act(tx, item_ids=items, act="missing", on_day=on_day, note=note)
    return items


@writes("count", "item", "service")
def mark_found(tx: Tx, *, count_row_ids: Sequence[int], on_day: str | None = None) -> list[int]:
    """Tell missing copies that a count has seen found: they stand where they were seen. Returns their item ids."""
    rows = [row for row in _facts(tx, count_row_ids) if row["seen_at"] and row["state"] == "missing"]
    items = [row["item_id"] for row in rows]
    equipment.act(tx, item_ids=items, act="found", on_day=past_day(tx, on_day))
    _move(tx, rows)
    return items


@writes("count", "item")
def move_to_seen(tx: Tx, *, count_row_ids: Sequence[int]) -> list[int]:
    """Let copies belong where a count saw them. Returns their item ids."""
    rows = [row for row in _facts(tx, count_row_ids) if row["seen_place_id"] and row["state"] not in AWAY]
    rows = [row for row in rows if row["seen_place_id"] != row["place_id"]]
    if not rows:
        raise Rejected(Why.MISSING_VALUE, "items")
    _move(tx, rows)
    tx.note(numbers=[row["number"] for row in rows])
    return [row["item_id"] for row in rows]


def _expected(db: Reader, scope: dict[str, Any]) -> Sequence[Row]:
    return db.rows(
        f"""SELECT i.item_id, i.state, i.place_id FROM item i LEFT JOIN place pl ON pl.place_id = i.place_id
        JOIN (SELECT :room AS room, :shelf AS shelf) c WHERE i.state NOT IN ({_AWAY}) AND {_IN_SCOPE}""",
        **scope,
    )


def _stands_in(tx: Tx, now: Row, item_id: int) -> bool:
    """Whether the copy's own place is one of those that are counted."""
    sql = f"""SELECT 1 FROM item i LEFT JOIN place pl ON pl.place_id = i.place_id
        JOIN stock_count c ON c.stock_count_id = :ref WHERE i.item_id = :item AND {_IN_SCOPE}"""
    return tx.one(sql, ref=now["stock_count_id"], item=item_id) is not None


def _place_counted(tx: Tx, now: Row, outside: bool) -> int | None:
    """The place of a sighting without one: the shelf that is counted, or for a copy of another room this room."""
    if now["room"] is None or (now["shelf"] is None and not outside):
        return None
    return equipment.place_id(tx, now["room"], now["shelf"] or "")


def _nothing_new(known: Row, found: Row, where: int | None) -> bool:
    """Whether the copy was seen there before, and stands in the register as it did then."""
    same_place = known["seen_at"] is not None and where in (None, known["seen_place_id"])
    return same_place and (found["state"] in AWAY) == (known["expected_state"] in AWAY)


def _see_unknown(tx: Tx, now: Row, code: str, place_id: int | None) -> Seen:
    """A sticker that no copy has; somebody must find out whose it is."""
    key = code_key(code)
    if len(key) > equipment.LONGEST_CODE:
        raise Rejected(Why.TOO_LONG, "code", longest=equipment.LONGEST_CODE)
    where = place_id or _place_counted(tx, now, outside=False)
    sighting = {"seen_at": _moment(tx), "seen_place_id": where}
    sql = "SELECT * FROM count_row WHERE stock_count_id = :count AND item_id IS NULL AND code = :code"
    known = tx.one(sql, count=now["stock_count_id"], code=key)
    tx.note(code=key, name=now["name"])
    if known is None:
        made = tx.insert("count_row", stock_count_id=now["stock_count_id"], code=key, expected=0, **sighting)
        return Seen(made)
    again = bool(known["seen_at"]) and where in (None, known["seen_place_id"])
    if not again:
        tx.update("count_row", known["count_row_id"], **sighting)
    return Seen(known["count_row_id"], again)


def _moment(tx: Tx) -> str:
    """When the running command began, UTC."""
    return tx.value("SELECT at FROM op WHERE seq = :seq", seq=tx.op_seq)


def _open(tx: Tx, stock_count_id: int) -> Row:
    now = tx.row("stock_count", stock_count_id)
    if now["closed_on"] is not None:
        raise Rejected(Why.COUNT_CLOSED, closed_on=now["closed_on"])
    return now


def _facts(tx: Tx, count_row_ids: Sequence[int]) -> list[Row]:
    """Rows of copies with how each stands now, in the order asked for."""
    sql = """SELECT r.*, i.number, i.state, i.place_id FROM count_row r JOIN item i ON i.item_id = r.item_id
        WHERE r.count_row_id IN ({ids})"""
    found = {row["count_row_id"]: row for row in tx.by_ids(sql, count_row_ids)}
    return [found[ref] for ref in count_row_ids if ref in found]


def _numbers(tx: Tx, count_row_ids: Sequence[int]) -> list[str]:
    return [row["number"] for row in _facts(tx, count_row_ids)]


def _move(tx: Tx, rows: Sequence[Row]) -> None:
    for row in rows:
        if row["seen_place_id"]:
            tx.update("item", row["item_id"], place_id=row["seen_place_id"])
