"""Day rehab from the first day to the last: begun, given other weekdays or transport, ended.

A day stay has one segment at a day centre and no place there. Its pattern can change while it runs; what held before
is kept with the day it held until, so that figures of the past stay as they were.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from db import attendance, stay_acts, stays, texts
from db.command import Tx, writes
from db.connection import Reader, Row
from db.day_plan import COUNTED, Patterns, centres
from db.errors import Rejected, Why
from db.stay_days import plus
from db.stay_segments import ending, lay, segments
from db.values import ensure_day, past_day, text_of

PATTERN_FIELDS = ("weekdays", "transport", "transport_note", "pickup_at")
_TIME = re.compile(r"(?:kl\.?\s*)?([01]?\d|2[0-3])(?:[.:]?([0-5]\d))?")


def time_of(text: str | None) -> str:
    """A time of day as people write it ('8.30', '830', 'kl 8') as '08.30'; '' without any. Rejected otherwise."""
    bare = str(texts.safe({"pickup_at": text or ""})["pickup_at"]).strip().lower()
    found = _TIME.fullmatch(bare)
    if bare and found is None:
        raise Rejected(Why.NOT_A_TIME, "pickup_at")
    return f"{int(found[1]):02}.{found[2] or '00'}" if bare and found is not None else ""


def day_stay(db: Reader, stay_id: int, *, today: str) -> Row | dict[str, Any]:
    """A day stay with in_on, out_on, its centre and person, and the pattern that holds today; or Rejected."""
    found = db.one(
        """SELECT s.*, p.first_name, p.last_name, p.born_on, p.protected, g.site_id, c.name AS site,
            min(g.from_on) AS in_on, max(g.to_on) AS out_on
        FROM stay s JOIN person p ON p.person_id = s.person_id LEFT JOIN stay_segment g ON g.stay_id = s.stay_id
        LEFT JOIN site c ON c.site_id = g.site_id WHERE s.stay_id = :ref AND s.form = 'day' GROUP BY s.stay_id""",
        ref=stay_id,
    )
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="stay", ref=stay_id)
    now = Patterns(db).on(found, today)
    return dict(found) | {name: getattr(now, name) for name in PATTERN_FIELDS} | {"next_weekdays": found["weekdays"]}


def finished(db: Reader, *, today: str) -> list[Row]:
    """The day stays whose last day has gone by and that nobody has ended, by name: stay_id, out_on and person."""
    return db.rows(
        f"""SELECT s.stay_id, s.person_id, p.first_name, p.last_name, max(g.to_on) AS out_on FROM stay s
        JOIN stay_segment g ON g.stay_id = s.stay_id JOIN person p ON p.person_id = s.person_id
        WHERE s.form = 'day' AND s.state IN {COUNTED[:2]} GROUP BY s.stay_id HAVING max(g.to_on) <= :today
        ORDER BY p.name_key, s.stay_id""",
        today=today,
    )


# commands


@writes("stay")
def start_day_rehab(
    tx: Tx,
    *,
    person_id: int,
    site_id: int,
    from_on: str,
    to_on: str,
    weekdays: str,
    purpose: str = "rehabilitation",
    transport: str = "none",
    transport_note: str = "",
    pickup_at: str = "",
    received_on: str | None = None,
    decided_on: str | None = None,
    reference: str = "",
    passed: Mapping[int, str] | None = None,
    accept: bool = False,
    **fields: Any,
) -> int:
    """Apply, grant and plan day rehab in [from_on, to_on) in one; returns stay_id.

    `weekdays` are digits of ISO weekdays on which the centre is open; `fields` as stays.STAY_FIELDS. Who stands
    before on the waiting list needs a reason in `passed`, as in stay_acts.plan_stay.
    """
    pattern = _pattern(tx, site_id, weekdays, transport, transport_note, pickup_at)
    first = ensure_day(from_on, "from_on")
    received = received_on or min(first or tx.today, tx.today)
    stay_id = stay_acts.book_stay(
        tx, person_id=person_id, purpose=purpose, form="day", site_id=site_id, from_on=from_on, to_on=to_on,
        received_on=received, decided_on=decided_on or received, reference=reference, passed=passed, accept=accept,
        **pattern, **fields,
    )  # fmt: skip
    _begin(tx, stay_id, first)
    return stay_id


@writes("stay")
def plan_day_stay(
    tx: Tx,
    *,
    stay_id: int,
    site_id: int,
    from_on: str,
    to_on: str,
    weekdays: str,
    transport: str = "none",
    transport_note: str = "",
    pickup_at: str = "",
    passed: Mapping[int, str] | None = None,
    accept: bool = False,
) -> None:
    """Give a day stay that was applied for its days in [from_on, to_on); what is not granted yet is granted with it."""
    now = stays.stay_in(tx, stay_id, "applied", "assessed", "granted", "waiting")
    if now["form"] != "day":
        raise Rejected(Why.STAY_STATE_FORBIDS, "stay_id", state=now["state"])
    pattern = _pattern(tx, site_id, weekdays, transport, transport_note, pickup_at)
    if now["state"] == "applied":
        stays.assess_stays(tx, stay_ids=[stay_id])
    if now["state"] in ("applied", "assessed"):
        stays.grant_stay(tx, stay_id=stay_id)
    tx.update("stay", stay_id, **pattern)
    stay_acts.plan_stay(
        tx, stay_id=stay_id, site_id=site_id, from_on=from_on, to_on=to_on, passed=passed, accept=accept
    )
    _begin(tx, stay_id, ensure_day(from_on, "from_on"))


@writes("stay", "attendance")
def change_pattern(
    tx: Tx,
    *,
    stay_id: int,
    from_on: str | None = None,
    rev: int | None = None,
    weekdays: str,
    transport: str = "none",
    transport_note: str = "",
    pickup_at: str = "",
) -> None:
    """Let somebody come on other weekdays or another way from a day on, today where none is told.

    What held before that day is kept; what was to hold after it is not.
    """
    now = stays.stay_in(tx, stay_id, "planned", "in")
    laid = segments(tx, stay_id)
    if now["form"] != "day" or not laid:
        raise Rejected(Why.STAY_STATE_FORBIDS, "stay_id", state=now["state"])
    day = max(ensure_day(from_on, "from_on") or tx.today, laid[0].from_on)
    if day >= laid[-1].to_on:
        raise Rejected(Why.NOT_IN_STAY, "from_on", from_on=laid[0].from_on, to_on=laid[-1].to_on)
    columns = _pattern(tx, laid[-1].site_id, weekdays, transport, transport_note, pickup_at)
    tx.update("stay", stay_id, rev=rev)
    _keep_until(tx, now, day, is_first=day == laid[0].from_on)
    tx.update("stay", stay_id, **columns)
    stays.tell(tx, stay_id, on_day=min(day, tx.today), from_on=day, weekdays=columns["weekdays"])


@writes("stay", "attendance")
def end_day_rehab(
    tx: Tx,
    *,
    stay_id: int,
    last_on: str | None = None,
    went_to: str = "home",
    went_to_note: str = "",
    goal_result: str | None = None,
) -> None:
    """End day rehab after its last day, today where none is told; extra days after it are taken out.

    A last day ahead is written down as certain, and the stay is ended when that day has come.
    """
    now, last = stays.stay_in(tx, stay_id, "planned", "in"), ensure_day(last_on, "last_on") or tx.today
    laid, out_on = segments(tx, stay_id), plus(last, 1)
    if now["form"] != "day" or not laid:
        raise Rejected(Why.STAY_STATE_FORBIDS, "stay_id", state=now["state"])
    if last < laid[0].from_on:
        raise Rejected(Why.OUT_BEFORE_IN, "last_on", from_on=laid[0].from_on, to_on=out_on)
    for row in tx.rows(_AHEAD, ref=stay_id, day=out_on):
        tx.delete("attendance", row["attendance_id"])
    if last > tx.today:
        stay_acts.change_end(tx, stay_id=stay_id, to_on=out_on, confirmed=True, accept=True)
        return
    stays.one_of(went_to, stays.WENT_TO, "went_to")
    columns = stays.columns_of({"went_to": went_to, "went_to_note": went_to_note, "goal_result": goal_result})
    lay(tx, {stay_id: ending(laid, out_on)})
    _end_leaves(tx, stay_id, out_on)
    closed = past_day(tx, min(out_on, tx.today))
    tx.update("stay", stay_id, state="discharged", confirmed=1, closed_on=closed, **columns)
    stays.tell(tx, stay_id, on_day=closed, went_to=went_to, form="day")


_AHEAD = "SELECT * FROM attendance WHERE stay_id = :ref AND on_day >= :day AND state <> 'attended'"


def _begin(tx: Tx, stay_id: int, first: str | None) -> None:
    """A stay whose first day has come has begun; nobody checks in to a day centre."""
    if first is not None and first <= tx.today:
        tx.update("stay", stay_id, state="in")


def _keep_until(tx: Tx, stay: Row, day: str, is_first: bool) -> None:
    """Write down what held before a day, and forget what was to hold after it."""
    before = Patterns(tx).on(stay, plus(day, -1))
    for row in tx.rows("SELECT * FROM stay_pattern WHERE stay_id = :ref AND until_on > :day", ref=stay["stay_id"],
                       day=day):  # fmt: skip
        tx.delete("stay_pattern", row["stay_pattern_id"])
    known = "SELECT 1 FROM stay_pattern WHERE stay_id = :ref AND until_on = :day"
    if not is_first and tx.value(known, ref=stay["stay_id"], day=day) is None:
        kept = {name: getattr(before, name) for name in PATTERN_FIELDS}
        tx.insert("stay_pattern", stay_id=stay["stay_id"], until_on=day, **kept)


def _end_leaves(tx: Tx, stay_id: int, day: str) -> None:
    for row in tx.rows("SELECT * FROM stay_leave WHERE stay_id = :ref", ref=stay_id):
        if row["from_on"] >= day:
            tx.delete("stay_leave", row["stay_leave_id"])
        elif row["to_on"] is None or row["to_on"] > day:
            tx.update("stay_leave", row["stay_leave_id"], to_on=day)


def _pattern(
    tx: Tx, site_id: int, weekdays: str, transport: str, transport_note: str, pickup_at: str
) -> dict[str, Any]:
    """The columns of a pattern at a day centre; Rejected with the field at fault."""
    centre = centres(tx, site_id).get(site_id) if site_id else None
    if centre is None:
        raise Rejected(Why.MISSING_VALUE, "site_id")
    chosen = "".join(sorted(set(weekdays or "")))
    if not chosen:
        raise Rejected(Why.MISSING_VALUE, "weekdays")
    if not _among(chosen, centre.weekdays):
        raise Rejected(Why.CENTRE_CLOSED, "weekdays", closed_as="weekday")
    stays.one_of(transport, attendance.TRANSPORTS, "transport")
    note = text_of({"transport_note": transport_note}, "transport_note")
    return {"weekdays": chosen, "transport": transport, "transport_note": note, "pickup_at": time_of(pickup_at)}


def _among(some: Sequence[str], known: str) -> bool:
    return all(one in known for one in some)
