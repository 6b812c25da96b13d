"""Day rehab day by day: who comes, what was registered of each, and the figures of a period."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db import stay_days
from db.command import Tx, writes
from db.connection import Reader, Row
from db.day_plan import COUNTED, Booked, Centre, Patterns, booked, centres, days, weekday
from db.errors import Rejected, Why
from db.norwegian import fold
from db.searched import ids as listed
from db.values import ensure_day, past_day, text_of

STATES = ("attended", "absent", "cancelled")
CANCELLED_BY = ("user", "us", "hospital")
TRANSPORTS = ("none", "car", "taxi", "family")
_TIME = re.compile(r"(\d{1,2})(?:[.:](\d\d))?")
DRIVEN = ("car", "taxi")  # whom a driver of the municipality's fetches


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A day centre in a period, in person-days. Shares are of 100, None where there is nothing to divide by.

    `capacity` is day places times opening days, without red days and closures. `booked` is who was expected when the
    day came: what was cancelled in time is kept apart. Source: shared definitions of the figures, "Day places".
    """

    site_id: int
    site: str
    opening_days: int = 0
    capacity: int = 0
    booked: int = 0
    attended: int = 0
    absent: int = 0
    cancelled_late: int = 0
    unregistered: int = 0
    cancelled_in_time: int = 0
    extra: int = 0
    persons: int = 0

    @property
    def used_percent(self) -> float | None:
        """Belegg day: attended of capacity."""
        return _share(self.attended, self.capacity)

    @property
    def booked_percent(self) -> float | None:
        """Planned use: booked of capacity; over 100 where more are booked than there is room for."""
        return _share(self.booked, self.capacity)

    @property
    def absence_percent(self) -> float | None:
        """Not attended of booked; what nobody has registered counts as neither."""
        return _share(self.absent + self.cancelled_late, self.booked)


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


# what is known


def planned(db: Reader, site_id: int, day: str) -> list[int]:
    """The stays that come to a day centre on a day: booked, and not cancelled. stay_id, the lowest first."""
    found = booked(db, day, stay_days.plus(day, 1), site_id=site_id)
    return sorted(one.stay_id for one in found if one.state != "cancelled")


def ids(db: Reader, day: str, *, site_id: int | None = None, order: str = "time", descending: bool = False,
        text: str = "") -> list[int]:  # fmt: skip
    """stay_id of all booked on a day in the order of a list; the words of the text all stand in the person."""
    found = [row for row in day_rows(db, day, site_id=site_id) if _fits(row, text)]
    found.sort(key=lambda row: (_ORDERS[order](row), row["name_key"], row["stay_id"]), reverse=descending)
    return [row["stay_id"] for row in found]


_ORDERS = {
    "time": lambda row: _minutes(row["pickup_at"]),
    "name": lambda row: row["name_key"],
    "transport": lambda row: TRANSPORTS.index(row["transport"]),
    "state": lambda row: row["day_state"],
    "site": lambda row: row["site"],
}


def _minutes(time: str) -> int:
    """'08.30' -> 510; what is no time of day, or none, comes last."""
    found = _TIME.fullmatch(time.strip())
    return int(found[1]) * 60 + int(found[2] or 0) if found else 24 * 60


def _fits(row: dict[str, Any], text: str) -> bool:
    return all(word in row["search_key"] for word in fold(text).replace(",", " ").split())


def day_rows(
    db: Reader, day: str, *, site_id: int | None = None, stay_ids: Sequence[int] | None = None, today: str = ""
) -> list[dict[str, Any]]:
    """All booked on a day, or those of some stays, each with its person and site, in no order.

    `day_state` is planned, missing (a day gone by that nobody has registered), attended, absent or cancelled_<by>.
    """
    found = booked(db, day, stay_days.plus(day, 1), site_id=site_id)
    chosen = [one for one in found if stay_ids is None or one.stay_id in stay_ids]
    people = {
        row["stay_id"]: row
        for row in db.rows(
            f"""SELECT s.stay_id, s.purpose, s.state, s.weekdays, s.rev, p.first_name, p.last_name, p.born_on,
                p.address, p.phone, p.protected, p.name_key, p.search_key
            FROM stay s JOIN person p ON p.person_id = s.person_id
            WHERE s.stay_id IN ({listed([one.stay_id for one in chosen])})"""
        )
    }
    names = {ref: centre.site["name"] for ref, centre in centres(db).items()}
    return [_row(one, people[one.stay_id], names[one.site_id], today) for one in chosen]


def _row(one: Booked, person: Row, site: str, today: str) -> dict[str, Any]:
    state = "missing" if one.state == "planned" and one.day < today else one.state
    told = f"cancelled_{one.cancelled_by}" if state == "cancelled" else state
    return dict(person) | {
        "person_id": one.person_id, "site_id": one.site_id, "site": site, "day": one.day, "day_state": told,
        "extra": int(one.extra), "in_time": int(one.in_time), "comes": int(one.comes),
        "transport": one.pattern.transport, "transport_note": one.pattern.transport_note,
        "pickup_at": one.pattern.pickup_at, "pattern": one.pattern.weekdays, "day_note": one.note,
    }  # fmt: skip


def week(db: Reader, day: str, *, site_id: int | None = None) -> list[dict[str, Any]]:
    """The opening days of the week that a day lies in: day, coming, capacity, left, closed, and `closed_as`.

    `coming` counts who is expected or was there; `left` is negative where more come than there is room for. A day
    that every centre is closed on for another reason than the weekday has `closed` 1, and why in `closed_as`
    (Centre.why_closed).
    """
    monday = stay_days.plus(day, 1 - int(weekday(day)))
    following, found = stay_days.plus(monday, 7), _in_use(db, site_id)
    coming: dict[str, int] = defaultdict(int)
    for one in booked(db, monday, following, site_id=site_id):
        coming[one.day] += one.comes
    told = []
    for each in days(monday, following):
        reasons = [centre.why_closed(each) for centre in found]
        is_open, room = "" in reasons, sum(centre.capacity(each) for centre in found)
        why = next((reason for reason in reasons if reason not in ("", "weekday")), "")
        if is_open or coming[each] or (why and any(weekday(each) in centre.weekdays for centre in found)):
            told.append({"day": each, "coming": coming[each], "capacity": room, "left": room - coming[each],
                         "closed": int(not is_open), "closed_as": "" if is_open else why})  # fmt: skip
    return told


def weekday_room(db: Reader, site_id: int, from_on: str) -> dict[str, tuple[int, int]]:
    """For each weekday of a day centre, on its first open day from a day on: who is booked, and the capacity."""
    centre, found = centres(db, site_id)[site_id], {}
    until = stay_days.plus(from_on, 29)  # Christmas and Easter close no weekday four weeks running
    everybody = booked(db, from_on, until, site_id=site_id)
    for day in days(from_on, until):
        if centre.is_open(day) and weekday(day) not in found:
            found[weekday(day)] = (sum(one.day == day and one.comes for one in everybody), centre.capacity(day))
    return dict(sorted(found.items()))


def going(db: Reader, day: str, *, site_id: int | None = None) -> list[Row]:
    """The day stays that are under way or planned on a day, by name: stay_id, site_id, in_on, out_on and person."""
    return db.rows(
        f"""SELECT s.*, g.site_id, c.name AS site, g.from_on AS in_on, g.to_on AS out_on, p.first_name, p.last_name,
            p.born_on, p.protected
        FROM stay s JOIN stay_segment g ON g.stay_id = s.stay_id JOIN site c ON c.site_id = g.site_id
        JOIN person p ON p.person_id = s.person_id
        WHERE s.form = 'day' AND s.state IN {COUNTED} AND c.kind = 'day_centre' AND g.from_on <= :day AND g.to_on > :day
            AND (:site IS NULL OR g.site_id = :site) ORDER BY p.name_key, s.stay_id""",
        day=day,
        site=site_id,
    )


def waiting(db: Reader) -> list[Row]:
    """Day stays that are asked for or granted and have no days yet, the first received at the top."""
    return db.rows(
        """SELECT s.*, p.first_name, p.last_name, p.born_on, p.protected FROM stay s
        JOIN person p ON p.person_id = s.person_id
        WHERE s.form = 'day' AND s.state IN ('applied', 'assessed', 'granted', 'waiting')
        ORDER BY s.priority, s.received_on, s.stay_id"""
    )


def unregistered(db: Reader, since: str, today: str) -> list[str]:
    """The days of [since, today) on which somebody was booked and nobody has told how it went."""
    return sorted({one.day for one in booked(db, since, today) if one.state == "planned"})


def driven(db: Reader, day: str, *, site_id: int | None = None, today: str = "") -> list[dict[str, Any]]:
    """Whom the municipality's car or a taxi fetches on a day: rows of day_rows by site, transport, time and name."""
    rows = [row for row in day_rows(db, day, site_id=site_id, today=today)
            if row["comes"] and row["transport"] in DRIVEN]  # fmt: skip
    return sorted(rows, key=lambda row: (row["site"], row["transport"], _minutes(row["pickup_at"]), row["name_key"]))


def day_figures(db: Reader, since: str, until: str) -> list[DayFigures]:
    """The figures of every day centre in [since, until), those with neither room nor people left out."""
    by_site: dict[int, list[Booked]] = defaultdict(list)
    for one in booked(db, since, until):
        by_site[one.site_id].append(one)
    found = [_figures(centre, by_site[ref], since, until) for ref, centre in centres(db).items()]
    return [one for one in found if one.capacity or one.persons]


def _figures(centre: Centre, all_booked: Sequence[Booked], since: str, until: str) -> DayFigures:
    def count(state: str) -> int:
        return sum(one.state == state for one in all_booked)

    in_time = sum(one.state == "cancelled" and one.in_time for one in all_booked)
    open_days = [day for day in days(since, until) if centre.is_open(day)]
    return DayFigures(
        site_id=centre.site_id,
        site=centre.site["name"],
        opening_days=len(open_days),
        capacity=sum(centre.capacity(day) for day in open_days),
        booked=len(all_booked) - in_time,
        attended=count("attended"),
        absent=count("absent"),
        cancelled_late=count("cancelled") - in_time,
        unregistered=count("planned"),
        cancelled_in_time=in_time,
        extra=sum(one.extra for one in all_booked),
        persons=len({one.person_id for one in all_booked}),
    )


def _in_use(db: Reader, site_id: int | None) -> list[Centre]:
    return [centre for ref, centre in centres(db, site_id).items() if centre.site["active"] or ref == site_id]


# commands


@writes("attendance", "stay")
def register_attendance(
    tx: Tx, *, stay_ids: Sequence[int], on_day: str | None = None, state: str, cancelled_by: str | None = None,
    in_time: bool | None = None, note: str = "",
) -> list[int]:  # fmt: skip
    """Tell how a day went for some stays (one of STATES), or ahead that somebody cancels; returns attendance ids.

    A cancellation needs who cancelled; where nobody says, it was in time when it came before the day, or from us.
    Who attends a planned stay is in it from then on.
    """
    day = ensure_day(on_day, "on_day") or tx.today
    if state not in STATES:
        raise Rejected(Why.MISSING_VALUE, "state")
    if state != "cancelled":
        cancelled_by, in_time = None, False
        past_day(tx, day)
    elif cancelled_by not in CANCELLED_BY:
        raise Rejected(Why.MISSING_VALUE, "cancelled_by")
    elif in_time is None:
        in_time = cancelled_by == "us" or day > tx.today
    columns = {"state": state, "cancelled_by": cancelled_by, "in_time": int(in_time or False)}
    found = [_register(tx, ref, day, columns | ({"note": text_of({"note": note}, "note")} if note else {}))
             for ref in some(stay_ids)]  # fmt: skip
    tx.note(on_day=day, state=state, cancelled_by=cancelled_by, count=len(found), **whose(tx, stay_ids))
    return found


def _register(tx: Tx, stay_id: int, day: str, columns: dict[str, Any]) -> int:
    stay, _centre = ensure_in_stay(tx, stay_id, day)
    if columns["state"] == "attended" and stay["state"] == "planned":
        tx.update("stay", stay_id, state="in")
    return _write(tx, stay_id, day, **columns)


@writes("attendance")
def clear_attendance(tx: Tx, *, stay_ids: Sequence[int], on_day: str | None = None) -> list[int]:
    """Take back what was registered of some stays on a day; an extra day of which nothing was registered goes.

    Returns the stays of which there was something to take back; Rejected where there is none.
    """
    day, found = ensure_day(on_day, "on_day") or tx.today, []
    known = {one.stay_id: one for one in booked(tx, day, stay_days.plus(day, 1))}
    for stay_id in some(stay_ids):
        row = _row_of(tx, stay_id, day)
        if row is None:
            continue
        one, found = known.get(stay_id), [*found, stay_id]
        kept = one is not None and _in_stay(tx, stay_id, day) and (one.extra or row["transport"] is not None)
        if kept and row["state"] != "planned":
            tx.update("attendance", row["attendance_id"], state="planned", cancelled_by=None, in_time=0)
        else:
            tx.delete("attendance", row["attendance_id"])
    if not found:
        raise Rejected(Why.NOTHING_REGISTERED, "on_day")
    tx.note(on_day=day, count=len(found), **whose(tx, found))
    return found


@writes("attendance")
def add_extra_day(tx: Tx, *, stay_id: int, on_day: str, transport: str | None = None, note: str = "") -> int:
    """Book a stay on an open day outside its pattern; returns attendance_id."""
    day = ensure_day(on_day, "on_day")
    if day is None:
        raise Rejected(Why.MISSING_VALUE, "on_day")
    stay, _centre = ensure_in_stay(tx, stay_id, day)
    if _row_of(tx, stay_id, day) is not None or weekday(day) in Patterns(tx).on(stay, day).weekdays:
        raise Rejected(Why.BOOKED_ALREADY, "on_day", day=day)
    _ensure_transport(transport)
    tx.note(on_day=day, day=day, **whose(tx, [stay_id]))
    note = text_of({"note": note}, "note")
    return tx.insert("attendance", stay_id=stay_id, on_day=day, state="planned", transport=transport, note=note)


@writes("attendance")
def change_transport(tx: Tx, *, stay_ids: Sequence[int], on_day: str, transport: str) -> list[int]:
    """Let some stays come another way on one day; returns attendance ids."""
    day = ensure_day(on_day, "on_day") or tx.today
    _ensure_transport(transport)
    for stay_id in some(stay_ids):
        ensure_in_stay(tx, stay_id, day)
    tx.note(on_day=day, transport=transport, count=len(stay_ids), **whose(tx, stay_ids))
    return [_write(tx, stay_id, day, transport=transport) for stay_id in some(stay_ids)]


@writes("attendance")
def hand_out_transport(tx: Tx, *, on_day: str, stay_ids: Sequence[int]) -> None:
    """Write down that the list of these stays went to a driver on a day. What was handed out is not taken back."""
    tx.note(on_day=on_day, count=len(stay_ids), stay_ids=list(stay_ids))


def _ensure_transport(transport: str | None) -> None:
    if transport is not None and transport not in TRANSPORTS:
        raise Rejected(Why.MISSING_VALUE, "transport")


def _write(tx: Tx, stay_id: int, day: str, **columns: Any) -> int:
    row = _row_of(tx, stay_id, day)
    if row is None:
        return tx.insert("attendance", **{"stay_id": stay_id, "on_day": day, "state": "planned"} | columns)
    tx.update("attendance", row["attendance_id"], **columns)
    return row["attendance_id"]


def _row_of(tx: Tx, stay_id: int, day: str) -> Row | None:
    return tx.one("SELECT * FROM attendance WHERE stay_id = :ref AND on_day = :day", ref=stay_id, day=day)


def _in_stay(tx: Tx, stay_id: int, day: str) -> bool:
    sql = "SELECT 1 FROM stay_segment WHERE stay_id = :ref AND from_on <= :day AND to_on > :day"
    return tx.value(sql, ref=stay_id, day=day) is not None


def ensure_in_stay(tx: Tx, stay_id: int, day: str) -> tuple[Row, Centre]:
    """The day stay and the centre it comes to on a day; Rejected where it does not, or where that is closed then."""
    stay = tx.row("stay", stay_id)
    sql = "SELECT * FROM stay_segment WHERE stay_id = :ref ORDER BY from_on <= :day AND to_on > :day DESC, from_on"
    segment = tx.one(sql, ref=stay_id, day=day)
    if stay["form"] != "day" or stay["state"] not in COUNTED or segment is None:
        raise Rejected(Why.STAY_STATE_FORBIDS, "stay_id")
    if not segment["from_on"] <= day < segment["to_on"]:
        raise Rejected(Why.NOT_IN_STAY, "on_day", from_on=segment["from_on"], to_on=segment["to_on"])
    centre = centres(tx, segment["site_id"]).get(segment["site_id"])
    if centre is None or not centre.is_open(day):
        raise Rejected(Why.CENTRE_CLOSED, "on_day", day=day, closed_as=centre.why_closed(day) if centre else "")
    return stay, centre


def some(stay_ids: Sequence[int]) -> list[int]:
    """The stays, each once; Rejected without any."""
    if not stay_ids:
        raise Rejected(Why.MISSING_VALUE, "stay_ids")
    return list(dict.fromkeys(stay_ids))


def whose(tx: Tx, stay_ids: Sequence[int]) -> dict[str, int]:
    """What the history's sentence needs: the person, where it is one."""
    persons = {tx.row("stay", ref)["person_id"] for ref in stay_ids}
    return {"person_id": persons.pop()} if len(persons) == 1 else {}
