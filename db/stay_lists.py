"""Stays as lists and cards: how each stands, where and until when, and who waits for a place.

The days of a row come from its segments; nothing of them is stored twice.
"""

from collections.abc import Sequence
from typing import Any

from db import searched
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.stay_days import plus

# The segment that tells where somebody is: the one that has begun last, or the first of a stay ahead.
_PLACE_NOW = """(SELECT x.stay_segment_id FROM stay_segment x WHERE x.stay_id = s.stay_id
    ORDER BY x.from_on > :today, CASE WHEN x.from_on > :today THEN x.from_on END, x.from_on DESC LIMIT 1)"""
_SPAN = "(SELECT {which}(x.{day}) FROM stay_segment x WHERE x.stay_id = s.stay_id)"
# Who coordinates now: named last, or to begin first where the day lies ahead.
_COORDINATOR = """(SELECT k.stay_coordinator_id FROM stay_coordinator k WHERE k.stay_id = s.stay_id
    ORDER BY k.from_on > :today, CASE WHEN k.from_on > :today THEN k.from_on END, k.from_on DESC,
        k.stay_coordinator_id DESC LIMIT 1)"""
_BASE = f"""SELECT s.*, b.first_name, b.last_name, b.born_on, b.protected, b.died_on, b.name_key, b.search_key,
        {_SPAN.format(which="min", day="from_on")} AS in_on, {_SPAN.format(which="max", day="to_on")} AS out_on,
        {_PLACE_NOW} AS stay_segment_id, {_COORDINATOR} AS stay_coordinator_id
    FROM stay s JOIN person b ON b.person_id = s.person_id {{where}}"""
_PAUSED = """(SELECT coalesce(sum(max(0, julianday(min(coalesce(u.to_on, '9999'), {until})) - julianday(u.from_on))), 0)
    FROM stay_pause u WHERE u.stay_id = t.stay_id AND u.from_on < {until})"""
_WAITED_TO = "coalesce(t.in_on, t.closed_on, :today)"
_ROWS = f"""SELECT t.*, g.site_id, g.stay_place_id, i.name AS site, i.kind AS site_kind, l.name AS place,
        l.kind AS place_kind, l.features, k.name AS coordinator,
        CASE WHEN t.state = 'in' THEN max(t.out_on, :today) ELSE t.out_on END AS ends_on,
        CASE WHEN t.state = 'in' AND t.out_on < :today THEN 'overstay' ELSE t.state END AS status,
        CASE WHEN t.state = 'in' AND t.out_on < :today
            THEN CAST(julianday(:today) - julianday(t.out_on) AS INTEGER) ELSE 0 END AS days_over,
        CASE WHEN t.form = 'night'
            THEN CAST(julianday(CASE WHEN t.state = 'in' THEN max(t.out_on, :today) ELSE t.out_on END)
                - julianday(t.in_on) AS INTEGER) END AS nights,
        CAST(julianday(min({_WAITED_TO}, :today)) - julianday(t.received_on)
            - {_PAUSED.format(until=f"min({_WAITED_TO}, :today)")} AS INTEGER) AS days_waited,
        (SELECT a.kind FROM stay_leave a WHERE a.stay_id = t.stay_id AND t.state = 'in' AND a.from_on <= :today
            AND (a.to_on IS NULL OR a.to_on > :today) LIMIT 1) AS away,
        EXISTS (SELECT 1 FROM stay_pause u WHERE u.stay_id = t.stay_id AND t.closed_on IS NULL
            AND u.from_on <= :today AND (u.to_on IS NULL OR u.to_on > :today)) AS paused
    FROM ({_BASE}) t LEFT JOIN stay_segment g ON g.stay_segment_id = t.stay_segment_id
    LEFT JOIN site i ON i.site_id = g.site_id LEFT JOIN stay_place l ON l.stay_place_id = g.stay_place_id
    LEFT JOIN stay_coordinator k ON k.stay_coordinator_id = t.stay_coordinator_id"""
_CHIPS = {
    "open": "closed_on IS NULL",
    "in": "state = 'in'",
    "overstay": "status = 'overstay'",
    "leaving": "state = 'in' AND out_on <= :soon",
    "planned": "state = 'planned'",
    "waiting": "state = 'waiting'",
    "applied": "state IN ('applied', 'assessed', 'granted')",
    "discharged": "state = 'discharged'",
    "refused": "state = 'refused'",
    "cancelled": "state = 'cancelled'",
    "all": "1",
}
_AMONG = {  # read by index, so that the closed stays of many years are not looked at for the open ones
    "discharged": "'discharged'",
    "refused": "'refused'",
    "cancelled": "'cancelled'",
    "in": "'in'",
    "overstay": "'in'",
    "leaving": "'in'",
    "planned": "'planned'",
    "waiting": "'waiting'",
    "applied": "'applied', 'assessed', 'granted'",
    "open": "'applied', 'assessed', 'granted', 'waiting', 'planned', 'in'",
}
_ORDERS = {
    "person": ("name_key",),
    "born": ("born_on",),
    "place": ("site", "place"),
    "purpose": ("purpose",),
    "state": ("status",),
    "in": ("in_on",),
    "out": ("out_on",),
    "nights": ("nights",),
    "coordinator": ("nullif(coordinator, '')",),
    "received": ("received_on",),
    "waited": ("days_waited",),
    "queue": ("priority", "coalesce(latest_start_on, '9999')", "received_on"),
    "priority": ("priority",),
    "latest": ("latest_start_on",),
    "follow_up": ("follow_up_on",),
    "wished": ("wished_from",),
    "decided": ("decided_on",),
    "closed": ("closed_on",),
    "asked_by": ("nullif(asked_by, '')",),
    "number": ("stay_id",),
}
LEAVING_DAYS = 3  # who leaves within so many days is told on a chip of its own


def stay(db: Reader, stay_id: int, *, today: str) -> Row:
    """One stay with its person, days, place and coordinator, as `rows`; or Rejected."""
    found = rows(db, [stay_id], today=today)
    if not found:
        raise Rejected(Why.NO_SUCH, kind="stay", ref=stay_id)
    return found[0]


def ids(
    db: Reader, *, today: str, order: str = "in", descending: bool = False, text: str = "", chip: str = "open",
    form: str | None = None, purpose: str | None = None,
) -> list[int]:  # fmt: skip
    """Ids of the stays under a chip: open, in, overstay, leaving, planned, waiting, applied (not yet on the list or
    planned), discharged, refused, cancelled or all. form and purpose narrow them; "queue" is the waiting list's order.
    """
    words, params = searched.every_word(db, "person", "b", text)
    narrowed = [words, *(f"s.{name} = :{name}" for name, value in (("form", form), ("purpose", purpose)) if value)]
    if chip in _AMONG:
        narrowed.append(f"s.state IN ({_AMONG[chip]})")
    given = {name: value for name, value in (("form", form), ("purpose", purpose)) if value}
    way = "DESC" if descending else "ASC"
    by = ", ".join(f"{one} {way} NULLS LAST" for one in _ORDERS[order])
    return db.column(
        f"""SELECT stay_id FROM ({_rows(f"WHERE {' AND '.join(narrowed)}")}) WHERE {_CHIPS[chip]}
        ORDER BY {by}, name_key, stay_id""",
        **_days(today, chip), **params, **given,
    )  # fmt: skip


def rows(db: Reader, keys: Sequence[int], *, today: str) -> list[Row]:
    """The list rows of stays for ids, in no order: the columns of stay and of its person, and

    in_on, out_on (as told), ends_on (as it looks: today where somebody has stayed over time), nights of [in_on,
    ends_on), None of day rehab, status (the state, or "overstay"), days_over, site, site_kind, place, place_kind,
    features of where the stay is now, first is, or last was; coordinator; days_waited without pauses; away (the kind
    of leave) and paused.
    """
    return db.rows(_rows(f"WHERE s.stay_id IN ({searched.ids(list(keys))})"), today=today)


def chips(db: Reader, *, today: str, form: str | None = None) -> dict[str, int]:
    """How many stays each chip holds; of the closed ones only their state is read."""
    of_form = {"form": form} if form else {}
    narrowed = "s.form = :form AND" if form else ""
    still = [chip for chip in _CHIPS if chip not in ("discharged", "refused", "cancelled", "all")]
    counts = ", ".join(f'coalesce(sum({_CHIPS[chip]}), 0) AS "{chip}"' for chip in still)
    source = _rows(f"WHERE {narrowed} s.state IN ({_AMONG['open']})")
    row = db.rows(f"SELECT {counts} FROM ({source})", **_days(today, "leaving"), **of_form)[0]
    ended = db.rows(f"SELECT state, count(*) AS n FROM stay s WHERE {narrowed} 1 GROUP BY state", **of_form)
    states = {one["state"]: one["n"] for one in ended}
    closed = {state: states.get(state, 0) for state in ("discharged", "refused", "cancelled")}
    return {chip: row[chip] for chip in still} | closed | {"all": sum(states.values())}


def of_person(db: Reader, person_id: int, *, today: str) -> list[Row]:
    """A person's stays as `rows`, the open ones first, then the newest."""
    return db.rows(
        f"""{_rows("WHERE s.person_id = :person")}
        ORDER BY t.closed_on IS NOT NULL, coalesce(t.in_on, t.received_on) DESC, t.stay_id DESC""",
        person=person_id,
        today=today,
    )


def arrivals(db: Reader, day: str, *, today: str | None = None) -> list[Row]:
    """Who is to come on a day, and planned ones that should have come before where the day is today."""
    now = today or day
    late = "OR (:day = :now AND t.in_on < :day)"
    return db.rows(
        f"""{_rows("WHERE s.state IN ('planned', 'in')")}
        WHERE (t.in_on = :day OR (t.state = 'planned' {late.replace("OR ", "AND ", 1)}))
        ORDER BY i.name, l.name, t.name_key""",
        day=day,
        today=now,
        now=now,
    )


def departures(db: Reader, day: str, *, today: str | None = None) -> list[Row]:
    """Who is to leave on a day or left on it, and, where the day is today, who should have left before."""
    now = today or day
    return db.rows(
        f"""{_rows("WHERE s.state IN ('in', 'discharged', 'planned')")}
        WHERE t.out_on = :day OR (t.state = 'in' AND :day = :now AND t.out_on < :day)
        ORDER BY i.name, l.name, t.name_key""",
        day=day,
        today=now,
        now=now,
    )


def segments(db: Reader, stay_id: int) -> list[Row]:
    """Where a stay is, in order: from_on, to_on, day_only, site, place and their ids."""
    return db.rows(
        """SELECT g.*, i.name AS site, i.kind AS site_kind, l.name AS place FROM stay_segment g
        JOIN site i ON i.site_id = g.site_id LEFT JOIN stay_place l ON l.stay_place_id = g.stay_place_id
        WHERE g.stay_id = :stay ORDER BY g.from_on, g.stay_segment_id""",
        stay=stay_id,
    )


def leaves(db: Reader, stay_id: int) -> list[Row]:
    """The leaves of a stay, the newest first."""
    return db.rows("SELECT * FROM stay_leave WHERE stay_id = :stay ORDER BY from_on DESC", stay=stay_id)


def pauses(db: Reader, stay_id: int) -> list[Row]:
    """When the person asked to wait, the newest first."""
    return db.rows("SELECT * FROM stay_pause WHERE stay_id = :stay ORDER BY from_on DESC", stay=stay_id)


def coordinators(db: Reader, stay_id: int) -> list[Row]:
    """Who has coordinated a stay, the newest first."""
    return db.rows(
        "SELECT * FROM stay_coordinator WHERE stay_id = :stay ORDER BY from_on DESC, stay_coordinator_id DESC",
        stay=stay_id,
    )


def passes(db: Reader, stay_id: int) -> list[Row]:
    """When somebody else got a place before this stay, and why: on_day, reason, and who; newest first."""
    return db.rows(
        """SELECT x.*, b.person_id, b.first_name, b.last_name FROM stay_pass x
        JOIN stay s ON s.stay_id = x.instead_id JOIN person b ON b.person_id = s.person_id
        WHERE x.stay_id = :stay ORDER BY x.stay_pass_id DESC""",
        stay=stay_id,
    )


def priorities(db: Reader, stay_id: int) -> list[Row]:
    """Every priority that a stay has been given later, newest first: on_day, staff, before, priority, reason."""
    return db.rows(
        """SELECT o.on_day, o.staff, json_extract(c.before, '$.priority') AS before,
            json_extract(c.after, '$.priority') AS priority, coalesce(json_extract(o.data, '$.reason'), '') AS reason
        FROM change c JOIN op o ON o.seq = c.op_seq
        WHERE c.kind = 'stay' AND c.ref_id = :stay AND c.action = 'update'
            AND json_extract(c.after, '$.priority') IS NOT NULL AND o.reverses IS NULL
            AND NOT EXISTS (SELECT 1 FROM op r WHERE r.reverses = o.seq
                AND NOT EXISTS (SELECT 1 FROM op u WHERE u.reverses = r.seq))
        ORDER BY o.seq DESC""",
        stay=stay_id,
    )


# who waits


def candidates(
    db: Reader,
    *,
    place_id: int | None = None,
    site_id: int | None = None,
    from_on: str,
    to_on: str | None = None,
    today: str,
    form: str | None = None,
) -> list[Row]:
    """Who waits and could have a place from a day on, in the order of the list: priority, latest start, application.

    As `rows`, with fits (0 or 1: nothing speaks against it), and what does: other_purpose (the place is earmarked for
    another one), not_yet or over (the wished days), asked_later (after that day), paused_then; too_late (the latest
    start has passed) does not. Who fits comes first, then who could have it from a later day before `to_on`, told in
    from_then; the room need is for people to judge.
    """
    centre = db.value("SELECT kind = 'day_centre' FROM site WHERE site_id = :site", site=_site(db, place_id, site_id))
    return db.rows(
        f"""{_CANDIDATES.format(rows=_rows("WHERE s.state = 'waiting' AND s.form = :form AND b.died_on IS NULL"))}
        ORDER BY fits DESC, from_then IS NULL, {_QUEUE}""",
        form=form or ("day" if centre else "night"),
        place=place_id,
        since=from_on,
        until=to_on or plus(from_on, 1),
        today=today,
    )


_CANDIDATES = """SELECT *, NOT (other_purpose OR not_yet OR asked_later OR over OR paused_then) AS fits,
        iif(not_yet AND wished_from < :until AND NOT (other_purpose OR asked_later OR over OR paused_then), wished_from,
            NULL) AS from_then
    FROM (SELECT w.*,
        EXISTS (SELECT 1 FROM earmark e WHERE e.stay_place_id = :place AND e.from_on < :until
            AND (e.to_on IS NULL OR e.to_on > :since)) AND NOT EXISTS (
            SELECT 1 FROM earmark e WHERE e.stay_place_id = :place AND e.from_on < :until
            AND (e.to_on IS NULL OR e.to_on > :since) AND e.purpose = w.purpose) AS other_purpose,
        coalesce(w.wished_from > :since, 0) AS not_yet, w.received_on > :since AS asked_later,
        coalesce(w.wished_to < :since, 0) AS over,
        coalesce(w.latest_start_on < :since, 0) AS too_late,
        EXISTS (SELECT 1 FROM stay_pause u WHERE u.stay_id = w.stay_id AND u.from_on <= :since
            AND (u.to_on IS NULL OR u.to_on > :since)) AS paused_then
    FROM ({rows}) w)"""
_QUEUE = "priority, coalesce(latest_start_on, '9999'), received_on, stay_id"


def ahead(
    db: Reader,
    stay_id: int,
    *,
    place_id: int | None = None,
    site_id: int | None = None,
    from_on: str,
    to_on: str | None = None,
    today: str,
) -> list[Row]:
    """Who waits, could have the place then, and stands before this stay: each needs a reason to be passed over."""
    now = stay(db, stay_id, today=today)
    return before(
        db, place_id=place_id, site_id=site_id, from_on=from_on, to_on=to_on, today=today, form=now["form"],
        priority=now["priority"], latest_start_on=now["latest_start_on"], received_on=now["received_on"],
        stay_id=stay_id,
    )  # fmt: skip


def before(
    db: Reader, *, priority: int = 2, latest_start_on: str | None = None, received_on: str | None = None,
    stay_id: int | None = None, today: str, **where: Any,
) -> list[Row]:  # fmt: skip
    """The same for a stay that is not there yet (received today where nothing is told); where as candidates."""
    mine = (priority, latest_start_on or "9999", received_on or today, stay_id or 1 << 62)
    return [row for row in candidates(db, today=today, **where) if row["fits"] and _rank(row) < mine]


def _rank(row: Row) -> tuple[int, str, str, int]:
    return row["priority"], row["latest_start_on"] or "9999", row["received_on"], row["stay_id"]


def _site(db: Reader, place_id: int | None, site_id: int | None) -> int | None:
    return site_id or db.value("SELECT site_id FROM stay_place WHERE stay_place_id = :place", place=place_id)


def _rows(where: str) -> str:
    return _ROWS.replace("{where}", where)


def _days(today: str, chip: str) -> dict[str, str]:
    return {"today": today} | ({"soon": plus(today, LEAVING_DAYS)} if chip == "leaving" else {})
