"""Figures that only the change journal knows: which copies came and left, and how long each waited for cleaning."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from db.connection import Reader, Row
from db.overview import days_between

Moves = list[tuple[str, bool]]  # (day, whether the copy came in), earliest first


@dataclass(frozen=True, slots=True)
class StockMove:
    """One copy that came into the stock or left it, with the day."""

    item_id: int
    on_day: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One stay of a copy in the state cleaning that ended in the month; `days` from the day it began."""

    item_id: int
    from_on: str
    until_on: str
    days: int


@dataclass(frozen=True, slots=True)
class Stock:
    """The copies that were there at both ends of a period, and the moves between."""

    opening: frozenset[int]
    came: tuple[StockMove, ...]
    left: tuple[StockMove, ...]
    closing: frozenset[int]


_STANDS = """o.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM op r WHERE r.reverses = o.seq
    AND NOT EXISTS (SELECT 1 FROM op s WHERE s.reverses = r.seq))"""
# What moves a copy in or out: its registration, and the turns into and out of the state retired.
_MOVES = """c.kind = 'item' AND (c.action = 'insert' OR (c.action = 'update'
    AND (c.before LIKE '%"state":"retired"%' OR c.after LIKE '%"state":"retired"%')))"""
COPIES_QUERY = """SELECT i.item_id, i.state, i.retired_reason, i.price_ore, p.group_name
    FROM item i JOIN product p ON p.product_id = i.product_id"""
# All moves of the copies that have one since a day.
STOCK_QUERY = f"""SELECT c.ref_id AS item_id, o.on_day, c.action, c.before FROM (
        SELECT DISTINCT c.ref_id FROM op o JOIN change c ON c.op_seq = o.seq
        WHERE o.on_day >= :since AND {_STANDS} AND {_MOVES}) moved
    JOIN change c ON c.ref_id = moved.ref_id AND {_MOVES} JOIN op o ON o.seq = c.op_seq
    WHERE {_STANDS} ORDER BY c.change_id"""
_UPDATED = "op o JOIN change c ON c.op_seq = o.seq AND c.kind = 'item' AND c.action = 'update'"
_ENDED = "coalesce(json_extract(c.after, '$.state_on'), o.on_day)"
CLEANING_QUERY = f"""SELECT c.ref_id AS item_id, coalesce(json_extract(c.before, '$.state_on'), {_ENDED}) AS began,
        {_ENDED} AS ended
    FROM {_UPDATED}
    WHERE o.on_day >= :since AND o.on_day < :until AND {_STANDS} AND c.before LIKE '%"state":"cleaning"%'
    ORDER BY o.on_day, c.change_id"""
# Every turn of a copy from one state to another since a day.
STATES_QUERY = f"""SELECT c.ref_id AS item_id, o.on_day, json_extract(c.before, '$.state') AS state,
        json_extract(c.before, '$.retired_reason') AS reason
    FROM {_UPDATED}
    WHERE o.on_day >= :since AND {_STANDS} AND c.before LIKE '%"state":%' ORDER BY c.change_id"""


@dataclass(frozen=True, slots=True)
class States:
    """The state of each copy now, and what each turn since a day turned it from: (day, state, why retired)."""

    now: Mapping[int, tuple[str, str | None]]
    turns: Mapping[int, Sequence[tuple[str, str, str | None]]]

    def at(self, item_id: int, day: str) -> tuple[str, str | None]:
        """State of a copy, and why it was retired, when `day` began; no earlier than the turns were read from."""
        later = ((state, reason) for on, state, reason in self.turns.get(item_id, ()) if on >= day)
        return next(later, self.now[item_id])


def states(db: Reader, copies: Iterable[Row], *, since: str) -> States:
    """The states of all copies on any day from `since` on; copies: COPIES_QUERY."""
    turns: dict[int, list[tuple[str, str, str | None]]] = {}
    for row in db.rows(STATES_QUERY, since=since):
        turns.setdefault(row["item_id"], []).append((row["on_day"], row["state"], row["reason"]))
    return States({row["item_id"]: (row["state"], row["retired_reason"]) for row in copies}, turns)


def stock(db: Reader, copies: Iterable[Row], *, since: str, until: str) -> Stock:
    """The stock when the days [since, until) began and ended, and what came and left; copies: COPIES_QUERY.

    A copy is in the stock from the day it was registered here (for imported ones the day of the import, not of
    the purchase) until the day it was retired, and again from the day a retired one was found. Both ends are read
    backwards from the copies as they are now; what came and left is read from the month's own operations.
    """
    now = {row["item_id"]: row["state"] != "retired" for row in copies}
    moves = _moves(db, since, now)
    steps = sorted((on, item, coming) for item, own in moves.items() for on, coming in own if since <= on < until)
    return Stock(
        opening=_stood(now, moves, since),
        came=tuple(StockMove(item, on) for on, item, coming in steps if coming),
        left=tuple(StockMove(item, on) for on, item, coming in steps if not coming),
        closing=_stood(now, moves, until),
    )


def _stood(now: dict[int, bool], moves: dict[int, Moves], day: str) -> frozenset[int]:
    """The copies in the stock when `day` began: the first move since then tells, else how they stand now."""
    return frozenset(
        item for item, stands in now.items()
        if next((not coming for on, coming in moves.get(item, ()) if on >= day), stands)
    )  # fmt: skip


def _moves(db: Reader, since: str, now: dict[int, bool]) -> dict[int, Moves]:
    by_copy: dict[int, list[Row]] = {}
    for row in db.rows(STOCK_QUERY, since=since):
        by_copy.setdefault(row["item_id"], []).append(row)
    return {item: _by_day(own, now.get(item, False)) for item, own in by_copy.items()}


def _by_day(rows: Sequence[Row], stands_now: bool) -> Moves:
    """The moves of one copy; one that was backdated beyond the move before it counts on that one's day.

    A copy that was registered as retired never came in: its first later turn, or its state now, tells.
    """
    turns = ['"state":"retired"' in row["before"] for row in rows if row["action"] == "update"]
    coming_first = [not turns[0] if turns else stands_now] if rows[0]["action"] == "insert" else []
    days = list(accumulate((row["on_day"] for row in rows), max))
    moves = list(zip(days, [*coming_first, *turns], strict=True))
    return moves if not coming_first or coming_first[0] else moves[1:]


def cleaned(db: Reader, *, since: str, until: str) -> tuple[Cleaned, ...]:
    """How long each copy that left the state cleaning in the days [since, until) had been in it."""
    rows = db.rows(CLEANING_QUERY, since=since, until=until)
    return tuple(Cleaned(item, began, ended, max(0, days_between(began, ended))) for item, began, ended in rows)
