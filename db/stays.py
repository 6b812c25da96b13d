"""Applications for a stay: asked for, assessed, decided, waiting. What happens on a place is in db.stay_acts.

A stay is one row from application to discharge, refusal or cancellation; `state` says how far it has come.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from db import people, stay_segments
from db.command import Tx, writes
from db.connection import Row
from db.errors import Rejected, Why
from db.stay_days import collide
from db.values import ensure_day, past_day, text_of

PURPOSES = ("rehabilitation", "respite", "assessment", "acute")
FORMS = ("night", "day")
SERVICE_TYPES = ("18", "19", "20", "8")  # IPLOS
CAME_FROM = ("home", "hospital", "long_term", "other")
WENT_TO = ("home", "hospital", "long_term", "dead", "other")
GOAL_RESULTS = ("reached", "partly", "not_reached", "not_assessed")
CANCEL_REASONS = ("user", "hospital", "us", "dead", "no_need")
TRANSPORTS = ("none", "car", "taxi", "family")
APPEAL_OUTCOMES = ("upheld", "reversed")
BEFORE = ("applied", "assessed", "granted", "waiting", "planned")  # the states of who has not come yet
CLOSED = ("discharged", "refused", "cancelled")
STAY_FIELDS = (
    "purpose", "service_type", "received_on", "asked_by", "need", "room_need", "wished_from", "wished_to",
    "decision_ref", "decision_reason", "appeal_by", "latest_start_on", "follow_up_on", "came_from", "came_from_note",
    "went_to", "went_to_note", "goal_result", "weekdays", "transport", "transport_note", "pickup_at", "note",
)  # fmt: skip
_DAYS = ("received_on", "wished_from", "wished_to", "appeal_by", "latest_start_on", "follow_up_on")
_CHOICES: Mapping[str, Sequence[Any]] = {
    "purpose": PURPOSES, "form": FORMS, "priority": (1, 2, 3), "transport": TRANSPORTS,
    "service_type": (None, *SERVICE_TYPES), "came_from": (None, *CAME_FROM), "went_to": (None, *WENT_TO),
    "goal_result": (None, *GOAL_RESULTS),
}  # fmt: skip


@writes("stay")
def apply_for_stay(
    tx: Tx,
    *,
    person_id: int,
    purpose: str,
    form: str = "night",
    received_on: str | None = None,
    asked_by: str = "",
    need: str = "",
    room_need: str = "",
    priority: int = 2,
    wished_from: str | None = None,
    wished_to: str | None = None,
    service_type: str | None = None,
    came_from: str | None = None,
    came_from_note: str = "",
    note: str = "",
    weekdays: str = "",
    transport: str = "none",
    transport_note: str = "",
    pickup_at: str = "",
) -> int:
    """Register an application that has come in; returns stay_id. received_on None is today."""
    day = past_day(tx, received_on, "received_on")
    stay_id = new_stay(
        tx, person_id, "applied", day, purpose=purpose, form=form, asked_by=asked_by, need=need, room_need=room_need,
        priority=priority, wished_from=wished_from, wished_to=wished_to, service_type=service_type,
        came_from=came_from, came_from_note=came_from_note, note=note, weekdays=weekdays, transport=transport,
        transport_note=transport_note, pickup_at=pickup_at,
    )  # fmt: skip
    tell(tx, stay_id, on_day=day, purpose=purpose)
    return stay_id


@writes("stay")
def change_stay(tx: Tx, *, stay_id: int, rev: int | None = None, **fields: Any) -> None:
    """Change what stands about a stay (STAY_FIELDS); state, priority and days have acts of their own."""
    now = tx.row("stay", stay_id)
    unknown = fields.keys() - set(STAY_FIELDS)
    if unknown:
        raise TypeError(f"no field of a stay: {sorted(unknown)}")
    columns = columns_of({"wished_from": now["wished_from"], "wished_to": now["wished_to"]} | fields)
    _ensure_received(tx, now, columns.get("received_on", now["received_on"]))
    tx.update("stay", stay_id, rev=rev, **columns)
    tell(tx, stay_id)


@writes("stay")
def assess_stays(tx: Tx, *, stay_ids: Sequence[int], on_day: str | None = None) -> None:
    """Applications have been assessed; what is decided comes next."""
    if not stay_ids:
        raise Rejected(Why.MISSING_VALUE, "stay_ids")
    for stay_id in dict.fromkeys(stay_ids):
        now = stay_in(tx, stay_id, "applied")
        tx.update("stay", stay_id, state="assessed", assessed_on=since_applied(tx, now, on_day))
        tell(tx, stay_id, count=len(stay_ids))


@writes("stay")
def grant_stay(tx: Tx, *, stay_id: int, on_day: str | None = None, reference: str = "", reason: str = "") -> None:
    """An assessed application is granted; reference is that of the case system."""
    now = stay_in(tx, stay_id, "assessed")
    day = since_applied(tx, now, on_day, now["assessed_on"])
    tx.update("stay", stay_id, None, state="granted", decided_on=day, **_decision(reference, reason))
    tell(tx, stay_id, on_day=day)


@writes("stay")
def refuse_stay(
    tx: Tx,
    *,
    stay_id: int,
    on_day: str | None = None,
    reason: str,
    reference: str = "",
    appeal_by: str | None = None,
) -> None:
    """An assessed application is refused, or one on the waiting list by a new decision; the reason is needed."""
    now = stay_in(tx, stay_id, "assessed", "waiting")
    day = since_applied(tx, now, on_day, now["assessed_on"])
    reason = needed({"reason": reason}, "reason")
    last_day = ensure_day(appeal_by, "appeal_by")
    if last_day and last_day < day:
        raise Rejected(Why.ENDS_BEFORE_START, "appeal_by", from_on=day, to_on=last_day)
    close(tx, stay_id, "refused", day, decided_on=day, appeal_by=last_day, **_decision(reference, reason))
    tell(tx, stay_id, on_day=day, reason=reason)


@writes("stay")
def appeal_refusal(tx: Tx, *, stay_id: int, on_day: str | None = None) -> None:
    """Somebody has appealed against a refusal, or against a stay being called off."""
    now = stay_in(tx, stay_id, "refused", "cancelled")
    if now["appealed_on"] and not now["appeal_outcome"]:
        raise Rejected(Why.STAY_STATE_FORBIDS, state=now["state"])
    day = since_applied(tx, now, on_day, now["closed_on"])
    tx.update("stay", stay_id, appealed_on=day, appeal_outcome=None, appeal_decided_on=None)
    tell(tx, stay_id, on_day=day)


@writes("stay")
def answer_appeal(tx: Tx, *, stay_id: int, outcome: str, on_day: str | None = None) -> None:
    """The appeal is decided: "upheld" leaves the refusal as it is, "reversed" grants the stay."""
    now = stay_in(tx, stay_id, "refused", "cancelled")
    if not now["appealed_on"] or now["appeal_outcome"]:
        raise Rejected(Why.STAY_STATE_FORBIDS, state=now["state"])
    one_of(outcome, APPEAL_OUTCOMES, "outcome")
    day = since_applied(tx, now, on_day, now["appealed_on"])
    granted = {"state": "granted", "closed_on": None, "cancel_reason": None, "decided_on": day}
    more = granted if outcome == "reversed" else {}
    tx.update("stay", stay_id, appeal_outcome=outcome, appeal_decided_on=day, **more)
    tell(tx, stay_id, on_day=day, outcome=outcome)


@writes("stay")
def put_on_waiting_list(
    tx: Tx,
    *,
    stay_id: int,
    on_day: str | None = None,
    priority: int | None = None,
    latest_start_on: str | None = None,
    follow_up_on: str | None = None,
    reason: str = "",
) -> None:
    """A granted stay waits for a place: how urgent, when it must begin at the latest, when to look at it again."""
    now = stay_in(tx, stay_id, "granted")
    day = since_applied(tx, now, on_day, now["decided_on"])
    days = {"latest_start_on": latest_start_on, "follow_up_on": follow_up_on}
    columns = {"waiting_since": day, "priority": _priority(now, priority)}
    columns |= columns_of({name: value for name, value in days.items() if value})
    tx.update("stay", stay_id, None, state="waiting", **columns)
    tell(tx, stay_id, on_day=day, priority=_priority(now, priority), reason=text_of({"reason": reason}, "reason"))


@writes("stay")
def prioritise(tx: Tx, *, stay_id: int, priority: int, reason: str) -> None:
    """Give an application another priority (1 is most urgent), with the reason."""
    now = stay_in(tx, stay_id, *BEFORE)
    reason = needed({"reason": reason}, "reason")
    tx.update("stay", stay_id, priority=_priority(now, priority))
    tell(tx, stay_id, reason=reason, priority=priority, before=now["priority"])


@writes("stay")
def pause_wait(tx: Tx, *, stay_id: int, from_on: str | None = None, to_on: str | None = None, reason: str = "") -> int:
    """The person asks to wait in [from_on, to_on), to_on None until told; it is no waiting time. Returns its id."""
    now = stay_in(tx, stay_id, *BEFORE)
    since, until = ensure_day(from_on, "from_on") or tx.today, ensure_day(to_on, "to_on")
    ensure_since(now, since, "from_on")
    if until is not None and until <= since:
        raise Rejected(Why.ENDS_BEFORE_START, "to_on", from_on=since, to_on=until)
    for row in tx.rows("SELECT * FROM stay_pause WHERE stay_id = :stay", stay=stay_id):
        if collide(since, until or "9999-12-30", row["from_on"], row["to_on"] or "9999-12-30"):
            raise Rejected(Why.PAUSED_ALREADY, "from_on", from_on=row["from_on"], to_on=row["to_on"])
    reason = text_of({"reason": reason}, "reason")
    tell(tx, stay_id, on_day=min(since, tx.today), reason=reason, from_on=since, to_on=until)
    return tx.insert("stay_pause", stay_id=stay_id, from_on=since, to_on=until, reason=reason)


@writes("stay")
def end_pause(tx: Tx, *, stay_id: int, on_day: str | None = None) -> None:
    """The person can come again: the pause that runs ends on the day."""
    stay_in(tx, stay_id, *BEFORE)
    day = ensure_day(on_day, "on_day") or tx.today
    if not end_pauses(tx, stay_id, day):
        raise Rejected(Why.STAY_STATE_FORBIDS, "on_day")
    tell(tx, stay_id, on_day=min(day, tx.today))


@writes("stay")
def confirm_acute(tx: Tx, *, stay_id: int, on_day: str | None = None, reference: str = "", reason: str = "") -> None:
    """The decision on somebody who was taken in at once, made afterwards."""
    now = stay_in(tx, stay_id, "in", "discharged")
    if now["decided_on"]:
        raise Rejected(Why.STAY_STATE_FORBIDS, state=now["state"])
    day = since_applied(tx, now, on_day)
    tx.update("stay", stay_id, None, decided_on=day, **_decision(reference, reason))
    tell(tx, stay_id, on_day=day)


@writes("stay")
def cancel_stay(tx: Tx, *, stay_id: int, reason: str, on_day: str | None = None) -> None:
    """Call off a stay that has not begun; reason is one of CANCEL_REASONS. Its place is free at once."""
    now = stay_in(tx, stay_id, *BEFORE)
    one_of(reason, CANCEL_REASONS, "reason")
    day = since_applied(tx, now, on_day)
    close(tx, stay_id, "cancelled", day, cancel_reason=reason)
    tell(tx, stay_id, on_day=day, reason=reason)


@writes("stay")
def set_coordinator(tx: Tx, *, stay_id: int, name: str, from_on: str | None = None, note: str = "") -> int:
    """Name who coordinates from a day on; the one before stays in the list, with the note of the hand-over."""
    now = stay_in(tx, stay_id, *BEFORE, "in")
    day = ensure_day(from_on, "from_on") or tx.today
    ensure_since(now, day, "from_on")
    texts = {"name": needed({"name": name}, "name"), "note": text_of({"note": note}, "note")}
    tell(tx, stay_id, on_day=min(day, tx.today))
    return tx.insert("stay_coordinator", stay_id=stay_id, from_on=day, **texts)


# the parts of them


def new_stay(tx: Tx, person_id: int, state: str, received_on: str, **fields: Any) -> int:
    """A row of stay for a living person in a state; Rejected with the field at fault. Fields as STAY_FIELDS."""
    living(tx, person_id, received_on)
    columns = {"received_on": received_on} | columns_of(fields)
    return tx.insert("stay", person_id=person_id, state=state, **columns)


def living(tx: Tx, person_id: int, day: str) -> None:
    """Rejected where nobody is chosen, the card was merged into another, or the person had died by the day."""
    person = people.standing(tx, person_id, "person_id") if person_id else None
    if person is None:
        raise Rejected(Why.MISSING_VALUE, "person_id")
    if person["died_on"] and person["died_on"] <= day:
        raise Rejected(Why.PERSON_IS_DEAD, "person_id", died_on=person["died_on"])


def columns_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of stay from what was typed and chosen; Rejected with the field at fault."""
    columns = dict(fields)
    for name, value in fields.items():
        if name in _CHOICES:
            columns[name] = value or None
            one_of(columns[name], _CHOICES[name], name)
        elif name in _DAYS:
            columns[name] = ensure_day(value, name)
        elif name == "weekdays":
            columns[name] = _weekdays(value)
        else:
            columns[name] = text_of({name: value}, name)
    since, until = columns.get("wished_from"), columns.get("wished_to")
    if since and until and until < since:
        raise Rejected(Why.OUT_BEFORE_IN, "wished_to")
    return columns


def _weekdays(days: str) -> str:
    """'531' -> '135'; 1 is Monday."""
    chosen = "".join(sorted(set(days or "")))
    if set(chosen) - set("1234567"):
        raise Rejected(Why.MISSING_VALUE, "weekdays")
    return chosen


def one_of(value: Any, choices: Sequence[Any], name: str) -> None:
    """Rejected unless the value is one of the choices."""
    if value not in choices:
        raise Rejected(Why.MISSING_VALUE, name)


def needed(fields: dict[str, Any], name: str) -> str:
    """A text that must be there."""
    if name == "reason" and not str(fields[name] or "").strip():
        raise Rejected(Why.REASON_NEEDED, name)
    return text_of(fields, name, needed=True)


def stay_in(tx: Tx, stay_id: int, *states: str) -> Row:
    """The stay as it stands; Rejected unless it is in one of the states."""
    now = tx.row("stay", stay_id)
    if now["state"] not in states:
        raise Rejected(Why.STAY_STATE_FORBIDS, state=now["state"], **who(tx, now["person_id"]))
    return now


def since_applied(tx: Tx, stay: Row, on_day: str | None, after: str | None = None, name: str = "on_day") -> str:
    """A day that is today or earlier, and not before the application came or what must be before it."""
    day = past_day(tx, on_day, name)
    ensure_since(stay, day, name, after)
    return day


def ensure_since(stay: Row, day: str, name: str, after: str | None = None) -> None:
    """Rejected where a day is before the application came."""
    first = max(stay["received_on"], after or "")
    if day < first:
        raise Rejected(Why.BEFORE_APPLIED, name, first_on=first, received_on=stay["received_on"])


def close(tx: Tx, stay_id: int, state: str, day: str, **more: Any) -> None:
    """End a stay that did not come about: no place is held, and no pause runs on."""
    stay_segments.lay(tx, {stay_id: []})
    end_pauses(tx, stay_id, day)
    tx.update("stay", stay_id, state=state, closed_on=day, confirmed=0, **more)


def who(tx: Tx, person_id: int) -> dict[str, str]:
    """The names of a person, for a sentence."""
    row = tx.row("person", person_id)
    return {"first_name": row["first_name"], "last_name": row["last_name"]}


def tell(tx: Tx, stay_id: int, on_day: str | None = None, **data: Any) -> None:
    """Note for the history which stay and whose it was; people's names are read from their cards later."""
    tx.note(on_day=on_day, stay_id=stay_id, person_id=tx.row("stay", stay_id)["person_id"], **data)


def end_pauses(tx: Tx, stay_id: int, day: str) -> int:
    """End what is paused on a day; a pause that has not begun falls away. Returns how many."""
    sql = "SELECT * FROM stay_pause WHERE stay_id = :stay AND (to_on IS NULL OR to_on > :day)"
    rows = tx.rows(sql, stay=stay_id, day=day)
    for row in rows:
        if row["from_on"] >= day:
            tx.delete("stay_pause", row["stay_pause_id"])
        else:
            tx.update("stay_pause", row["stay_pause_id"], to_on=day)
    return len(rows)


def _ensure_received(tx: Tx, stay: Row, day: str | None) -> None:
    """Rejected unless the application came before all that followed it."""
    if day is None:
        raise Rejected(Why.MISSING_VALUE, "received_on")
    past_day(tx, day, "received_on")
    laid = stay_segments.segments(tx, stay["stay_id"])
    later = [one for one in (stay["assessed_on"], stay["decided_on"], laid[0].from_on if laid else None) if one]
    if day > min(later, default=day):
        raise Rejected(Why.APPLIED_AFTER, "received_on", first_on=min(later))


def _priority(stay: Row, priority: int | None) -> int:
    one_of(priority, (None, 1, 2, 3), "priority")
    return priority or stay["priority"]


def _decision(reference: str, reason: str) -> dict[str, str]:
    texts = {"decision_ref": text_of({"reference": reference}, "reference")}
    return texts | {"decision_reason": text_of({"reason": reason}, "reason")}
