"""Dødsfall, flytting, institusjon: one act ends, fetches or hands on all that a person has, and somebody sees to it.

A lapse is open until everything has come in or somebody closes it; meanwhile nobody is reminded of anything.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from db import effects as planned
from db import people, searched, trips
from db.command import Tx, writes
from db.connection import Reader, Row
from db.effects import Effects
from db.errors import Rejected, Why
from db.values import ensure_day, past_day, text_of

KINDS = ("death", "moved", "institution")
_HELD = """(SELECT count(*) FROM agreement ha JOIN loan_line hl ON hl.agreement_id = ha.agreement_id
    WHERE ha.person_id = l.person_id AND hl.end_reason IS NULL)"""
_STATUS = f"""CASE WHEN l.closed_on IS NOT NULL THEN 'lapse_closed' WHEN {_HELD} = 0 THEN 'lapse_ready'
    WHEN l.grace_until < :today THEN 'lapse_late' ELSE 'lapse_open' END"""
_ROWS = f"""SELECT l.*, {_HELD} AS held, {_STATUS} AS status, b.first_name, b.last_name, b.born_on, b.died_on,
        b.moved_on, b.protected, b.phone, b.kin_name, b.kin_phone, b.name_key, u.name AS to_unit,
        s.outcome AS stop_outcome, t.on_day AS stop_on,
        CASE WHEN l.closed_on IS NOT NULL THEN 'closed' END AS end_reason
    FROM lapse l JOIN person b ON b.person_id = l.person_id LEFT JOIN unit u ON u.unit_id = l.unit_id
    LEFT JOIN stop s ON s.stop_id = l.stop_id LEFT JOIN trip t ON t.trip_id = s.trip_id"""
_CHIPS = {
    "open": "status <> 'lapse_closed'",
    "late": "status = 'lapse_late'",
    "ready": "status = 'lapse_ready'",
    "closed": "status = 'lapse_closed'",
}
_ORDERS = {
    "name": "name_key",
    "kind": "kind",
    "day": "on_day",
    "responsible": "responsible",
    "held": "held",
    "grace": "grace_until",
    "closed": "closed_on",
}


def ids(
    db: Reader, *, today: str, order: str = "grace", descending: bool = False, text: str = "", chip: str = "open"
) -> list[int]:
    """Ids of the lapses in a list; chip is open, late (the grace is over), ready (nothing is held) or closed."""
    where, params = searched.every_word(db, "person", "b", text)
    direction = "DESC" if descending else "ASC"
    return db.column(
        f"""SELECT lapse_id FROM ({_ROWS} WHERE {where}) WHERE {_CHIPS[chip]}
        ORDER BY {_ORDERS[order]} {direction} NULLS LAST, name_key, lapse_id""",
        today=today,
        **params,
    )


def rows(db: Reader, keys: Sequence[int], *, today: str) -> list[Row]:
    """The list rows of lapses: the person and next of kin, how many lines are held, the pick-up, and the status."""
    chosen = ",".join(str(int(key)) for key in keys)
    return db.rows(f"{_ROWS} WHERE l.lapse_id IN ({chosen})", today=today)


def chips(db: Reader, *, today: str) -> dict[str, int]:
    """How many lapses each chip holds."""
    counts = ", ".join(f"coalesce(sum({where}), 0) AS {chip}" for chip, where in _CHIPS.items())
    row = db.one(f"SELECT {counts} FROM ({_ROWS})", today=today)
    return dict(row) if row else {}


def lapse(db: Reader, lapse_id: int, *, today: str) -> Row:
    """One lapse with its person, or Rejected."""
    found = db.one(f"{_ROWS} WHERE l.lapse_id = :ref", ref=lapse_id, today=today)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="lapse", ref=lapse_id)
    return found


def of_person(db: Reader, person_id: int, *, today: str) -> list[Row]:
    """A person's lapses, newest first."""
    return db.rows(f"{_ROWS} WHERE l.person_id = :ref ORDER BY l.lapse_id DESC", ref=person_id, today=today)


def annulment(db: Reader, person_id: int, *, today: str, kind: str = "death") -> tuple[Effects, list[int]]:
    """What annulling a death or a move does, and the requests that it called off: these are to be asked for anew."""
    found = next((row for row in of_person(db, person_id, today=today) if row["kind"] == kind), None)
    if found is None:
        return Effects(), []
    stops = (found["stop_id"],) if found["stop_id"] and found["stop_outcome"] is None else ()
    closed = (found["lapse_id"],) if found["closed_on"] is None else ()
    sql = """SELECT request_id FROM request WHERE person_id = :person AND outcome = 'cancelled'
        AND closed_on = :day ORDER BY request_id"""
    return Effects(stops=stops, lapses=closed), db.column(sql, person=person_id, day=found["made_on"])


@writes("lapse", "person", "loan", "item", "product", "request", "trip", "service", "task", "nav_case", "stay")
def tell_death(
    tx: Tx,
    *,
    person_id: int,
    died_on: str | None = None,
    responsible: str = "",
    grace_days: int | None = None,
    fates: Mapping[int, str] | None = None,
    conditions: Mapping[int, str] | None = None,
    reason: str = "",
    note: str = "",
    seen: Effects | None = None,
) -> int:
    """Register a death: what was asked for is called off, what is held gets a pick-up, nobody is reminded, stays end.

    fates: line_id → one of effects.FATES["death"], "fetch" where nothing is said. reason stands on what is called
    off. seen: what the preview said; Rejected(CHANGED_SINCE_SEEN) where it no longer holds. Returns lapse_id.
    """
    card = people.standing(tx, person_id)
    _refuse_second_death(tx, card)
    day = past_day(tx, died_on, "died_on")
    if card["born_on"] and day < card["born_on"]:
        raise Rejected(Why.NOT_A_DAY, "died_on", day=day)
    effects = _planned(tx, seen, act="death", person_id=person_id, fates=fates, days=grace_days)
    tx.update("person", person_id, died_on=day)
    return _begin(tx, "death", person_id, day, effects, responsible, reason, note, conditions)


@writes("lapse", "person", "loan", "item", "product", "request", "trip", "service", "task", "nav_case")
def tell_moved(
    tx: Tx,
    *,
    person_id: int,
    moved_on: str | None = None,
    responsible: str = "",
    grace_days: int | None = None,
    fates: Mapping[int, str] | None = None,
    conditions: Mapping[int, str] | None = None,
    reason: str = "",
    note: str = "",
    seen: Effects | None = None,
) -> int:
    """Register that a person moves out of the municipality; the day may lie ahead. As tell_death otherwise."""
    card = _standing_alone(tx, person_id)
    day = ensure_day(moved_on, "moved_on") or tx.today
    if card["moved_on"] == day:
        raise Rejected(Why.MOVED_ALREADY, "moved_on", moved_on=day)
    effects = _planned(tx, seen, act="moved", person_id=person_id, fates=fates, days=grace_days, before=day)
    tx.update("person", person_id, moved_on=day)
    return _begin(tx, "moved", person_id, day, effects, responsible, reason, note, conditions)


@writes("lapse", "person", "unit", "loan", "item", "product", "request", "trip", "service", "task", "nav_case")
def to_institution(
    tx: Tx,
    *,
    person_id: int,
    unit_id: int | None,
    on_day: str | None = None,
    responsible: str = "",
    grace_days: int | None = None,
    fates: Mapping[int, str] | None = None,
    conditions: Mapping[int, str] | None = None,
    reason: str = "",
    note: str = "",
    seen: Effects | None = None,
) -> int:
    """Register that a person stays in an institution: the unit borrows what goes along ("transfer"), as proposed."""
    _standing_alone(tx, person_id)
    if not unit_id:
        raise Rejected(Why.MISSING_VALUE, "unit_id")
    tx.row("unit", unit_id)
    day = past_day(tx, on_day, "on_day")
    effects = _planned(tx, seen, act="institution", person_id=person_id, fates=fates, days=grace_days)
    return _begin(tx, "institution", person_id, day, effects, responsible, reason, note, conditions, unit_id)


@writes("lapse", "person", "loan", "trip")
def annul_death(tx: Tx, *, person_id: int, reason: str = "") -> None:
    """The person lives after all: the day of death is taken off the card, and the pick-up that waits is called off.

    What came in meanwhile stays in, and what was asked for is asked for anew; reminders begin again.
    """
    card = people.standing(tx, person_id)
    if not card["died_on"]:
        raise Rejected(Why.NOT_DEAD)
    _call_off(tx, annulment(tx, person_id, today=tx.today)[0], reason)
    tx.update("person", person_id, died_on=None)
    tx.note(person_id=person_id)


@writes("lapse", "person", "loan", "trip")
def moved_back(tx: Tx, *, person_id: int, reason: str = "") -> None:
    """The person lives in the municipality again, or never left: the day is taken off the card, as annul_death."""
    card = people.standing(tx, person_id)
    if not card["moved_on"]:
        raise Rejected(Why.NO_SUCH, kind="person", ref=person_id)
    _call_off(tx, annulment(tx, person_id, today=tx.today, kind="moved")[0], reason)
    tx.update("person", person_id, moved_on=None)
    tx.note(person_id=person_id)


@writes("lapse")
def change_lapse(
    tx: Tx, *, lapse_id: int, rev: int | None = None, responsible: str, grace_until: str | None, note: str = ""
) -> None:
    """Change who sees to it, until when it may wait, and the note."""
    now = _open(tx, lapse_id)
    columns = {"responsible": text_of({"name": responsible}, "name"), "note": text_of({"note": note}, "note")}
    tx.update("lapse", lapse_id, rev=rev, grace_until=ensure_day(grace_until, "grace_until"), **columns)
    tx.note(person_id=now["person_id"])


@writes("lapse", "loan", "item", "product", "trip", "service", "task", "nav_case")
def finish_lapse(
    tx: Tx,
    *,
    lapse_id: int,
    fates: Mapping[int, str] | None = None,
    conditions: Mapping[int, str] | None = None,
    reason: str = "",
    seen: Effects | None = None,
) -> None:
    """Close a lapse. What is still held came in, is kept (not after a death), or was not recovered: that needs a
    reason, and the copies are missing. fates: line_id → one of effects.FATES["finish"] or ["finish_death"].
    """
    now = _open(tx, lapse_id)
    effects = _planned(tx, seen, act=finish_act(now["kind"]), person_id=now["person_id"], fates=fates)
    if effects.lines("not_recovered") and not reason.strip():
        raise Rejected(Why.REASON_NEEDED, "reason")
    numbers = _numbers(tx, effects)
    planned.carry_out(tx, now["person_id"], effects, reason=reason.strip(), note=reason, conditions=conditions)
    tx.update("lapse", lapse_id, closed_on=tx.today)
    tx.note(on_day=tx.today, person_id=now["person_id"], numbers=numbers, kind=now["kind"], reason=reason.strip())


def finish_act(kind: str) -> str:
    """The key of effects.FATES by which a lapse of this kind is closed."""
    return "finish_death" if kind == "death" else "finish"


def _begin(
    tx: Tx,
    kind: str,
    person_id: int,
    day: str,
    effects: Effects,
    responsible: str,
    reason: str,
    note: str,
    conditions: Mapping[int, str] | None,
    unit_id: int | None = None,
) -> int:
    numbers = _numbers(tx, effects)
    stop_id = planned.carry_out(
        tx, person_id, effects, reason=reason.strip() or kind, note=note, on_day=day, unit_id=unit_id,
        conditions=conditions,
    )  # fmt: skip
    texts = {"responsible": text_of({"name": responsible}, "name"), "note": text_of({"note": note}, "note")}
    lapse_id = tx.insert(
        "lapse", person_id=person_id, kind=kind, on_day=day, grace_until=effects.wanted_on, unit_id=unit_id,
        stop_id=stop_id, made_on=tx.today, closed_on=None if effects.open else tx.today, **texts,
    )  # fmt: skip
    tx.note(on_day=min(day, tx.today), person_id=person_id, numbers=numbers, count=len(effects.fates), day=day)
    return lapse_id


def _planned(tx: Tx, seen: Effects | None, **how: Any) -> Effects:
    """What is to be done as it stands now, which is what was seen, or Rejected."""
    effects = planned.of_act(tx, today=tx.today, **how)
    if seen is not None and seen != effects:
        raise Rejected(Why.CHANGED_SINCE_SEEN)
    return effects


def _call_off(tx: Tx, effects: Effects, reason: str) -> None:
    if effects.stops:
        trips.cancel_stops(tx, stop_ids=effects.stops, reason=reason)
    for lapse_id in effects.lapses:
        tx.update("lapse", lapse_id, closed_on=tx.today)


def _refuse_second_death(tx: Tx, card: Row) -> None:
    """A day of death that stands on the card without a lapse (imported, or typed) does not hinder the act."""
    known = [row for row in of_person(tx, card["person_id"], today=tx.today) if row["kind"] == "death"]
    told = any(row["closed_on"] is None or row["on_day"] == card["died_on"] for row in known)
    if card["died_on"] and told:
        raise Rejected(Why.DEAD_ALREADY, "died_on", died_on=card["died_on"])


def _standing_alone(tx: Tx, person_id: int) -> Row:
    """A living person's card without an open lapse, or Rejected."""
    card = people.standing(tx, person_id)
    if card["died_on"]:
        raise Rejected(Why.PERSON_IS_DEAD, died_on=card["died_on"])
    if any(row["closed_on"] is None for row in of_person(tx, person_id, today=tx.today)):
        raise Rejected(Why.LAPSE_OPEN)
    return card


def _open(tx: Tx, lapse_id: int) -> Row:
    now = tx.row("lapse", lapse_id)
    if now["closed_on"] is not None:
        raise Rejected(Why.LAPSE_CLOSED, closed_on=now["closed_on"])
    return now


def _numbers(tx: Tx, effects: Effects) -> list[str]:
    """The numbers of the copies that the act is about, for the history."""
    sql = """SELECT i.number FROM loan_line l JOIN item i ON i.item_id = l.item_id
        WHERE l.line_id IN ({ids}) ORDER BY i.number_sort"""
    return [row["number"] for row in tx.by_ids(sql, [line_id for line_id, _fate in effects.fates])]
