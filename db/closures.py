"""Places that are closed for a time: which stays that hits, where those could go instead, and what is left open.

A closure is of one place, of a whole site, or of a number of its places ("redusert bemanning": nobody has said
which). Days are [from_on, to_on); an open end is None. Closed is counted from these rows, never stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from db import day_closures, searched
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.stay_days import plus
from db.values import ensure_day, text_of

FOREVER = "9999-12-31"
CLOSURE_FIELDS = ("from_on", "to_on", "places", "reason")

# Who is or will be somewhere. Who should have left and has not been discharged is there tonight as well.
_HELD = """CASE WHEN st.state = 'in' AND g.to_on <= :today AND NOT EXISTS (
            SELECT 1 FROM stay_segment o WHERE o.stay_id = g.stay_id AND o.from_on > g.from_on)
        THEN date(:today, '+1 day') ELSE max(g.to_on, date(g.from_on, '+1 day')) END"""
_THERE = f"""SELECT g.*, {_HELD} AS held_until, st.state, st.purpose, st.person_id, b.first_name, b.last_name,
        b.protected, l.name AS place_name
    FROM stay_segment g JOIN stay st ON st.stay_id = g.stay_id JOIN person b ON b.person_id = st.person_id
    LEFT JOIN stay_place l ON l.stay_place_id = g.stay_place_id
    WHERE st.state IN ('planned', 'in') AND st.form = 'night'"""
_SHUT = """(c.from_on < :until AND coalesce(c.to_on, '9999-12-31') > :since AND c.places IS NULL
    AND (c.stay_place_id = p.stay_place_id OR (c.stay_place_id IS NULL AND c.site_id = p.site_id)))"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A stay that a closure or the end of a place touches, in [from_on, to_on), and places that are free for it.

    leaves_on is the day it leaves the place that it has; a move is for all days until then. `over` is how many too
    many there are at the most, where a number of places is closed. `days` is how many days of day rehab are lost.
    """

    stay_id: int
    person_id: int
    first_name: str
    last_name: str
    protected: int
    state: str
    purpose: str
    stay_place_id: int | None
    place_name: str | None
    from_on: str
    to_on: str
    leaves_on: str
    over: int = 0
    free: tuple[Row, ...] = ()
    days: int = 0


# what is known


def closures(db: Reader, *, since: str, until: str | None = None, site_id: int | None = None) -> list[Row]:
    """Closures that reach into [since, until), with site_name and place_name; the first to begin at the top."""
    return db.rows(
        """SELECT c.*, s.name AS site_name, p.name AS place_name FROM closure c
        JOIN site s ON s.site_id = c.site_id LEFT JOIN stay_place p ON p.stay_place_id = c.stay_place_id
        WHERE coalesce(c.to_on, :forever) > :since AND c.from_on < :until AND (:site IS NULL OR c.site_id = :site)
        ORDER BY c.from_on, s.name_key, p.name_key, c.closure_id""",
        since=since,
        until=until or FOREVER,
        site=site_id,
        forever=FOREVER,
    )


def of_place(db: Reader, stay_place_id: int) -> list[Row]:
    """Every closure that a place has had part in, its own and those of its whole site, the newest first."""
    return db.rows(
        """SELECT c.*, p.name AS place_name FROM stay_place p JOIN closure c ON c.site_id = p.site_id
        WHERE p.stay_place_id = :ref AND (c.stay_place_id IS NULL OR c.stay_place_id = p.stay_place_id)
        ORDER BY c.from_on DESC, c.closure_id DESC""",
        ref=stay_place_id,
    )


def open_places(db: Reader, day: str, *, kind: str = "night", site_id: int | None = None) -> list[Row]:
    """The capacity of every site on a day: `open` = places − closed − reduced, and never below 0.

    places: in use that day, of the kind; closed: those that a closure of theirs or of the whole site shuts; reduced:
    the sum of closures of a number of places; extra: open places of kind "extra", which are never capacity.
    """
    return db.rows(
        f"""SELECT *, max(0, places - closed - reduced) AS open FROM (
            SELECT s.site_id, s.name, s.kind,
                count(CASE WHEN p.kind = :kind THEN 1 END) AS places,
                count(CASE WHEN p.kind = :kind AND p.shut THEN 1 END) AS closed,
                count(CASE WHEN p.kind = 'extra' AND NOT p.shut THEN 1 END) AS extra,
                (SELECT coalesce(sum(c.places), 0) FROM closure c WHERE c.site_id = s.site_id
                    AND c.from_on <= :since AND coalesce(c.to_on, :forever) > :since) AS reduced
            FROM site s LEFT JOIN (
                SELECT p.*, EXISTS (SELECT 1 FROM closure c WHERE {_SHUT}) AS shut FROM stay_place p
                WHERE p.valid_from <= :since AND coalesce(p.valid_to, :forever) > :since) p ON p.site_id = s.site_id
            WHERE :site IS NULL OR s.site_id = :site GROUP BY s.site_id ORDER BY s.kind, s.name_key)""",
        since=day,
        until=plus(day, 1),
        kind=kind,
        site=site_id,
        forever=FOREVER,
    )


def free_places(
    db: Reader, *, from_on: str, to_on: str, today: str, site_id: int | None = None, purpose: str | None = None,
    limit: int = 50,
) -> list[Row]:  # fmt: skip
    """Places of wards that a stay could have every night of [from_on, to_on): in use, open, and no stay there.

    Those of the site come first, then those that are earmarked for the purpose; extra places last. A site that is
    short of staff some night is left out when its staffed places are taken. With site_name and `earmark` on the day.
    """
    until = max(to_on, plus(from_on, 1))
    found = db.rows(
        f"""SELECT p.*, s.name AS site_name, e.purpose AS earmark FROM stay_place p
        JOIN site s ON s.site_id = p.site_id AND s.active = 1 AND s.kind = 'ward'
        LEFT JOIN earmark e ON e.stay_place_id = p.stay_place_id AND e.from_on <= :since
            AND coalesce(e.to_on, :forever) > :since
        WHERE p.kind IN ('night', 'extra') AND p.valid_from <= :since AND coalesce(p.valid_to, :forever) >= :until
        AND NOT EXISTS (SELECT 1 FROM closure c WHERE {_SHUT})
        AND NOT EXISTS (SELECT 1 FROM stay_night n WHERE n.stay_place_id = p.stay_place_id
            AND n.night >= :since AND n.night < :until)
        AND NOT EXISTS ({_THERE} AND g.stay_place_id = p.stay_place_id AND g.from_on < :until
            AND {_HELD} > :since)
        ORDER BY p.site_id IS NOT :site, p.kind = 'extra', e.purpose IS NOT :purpose, s.name_key, p.name_key""",
        since=from_on,
        until=until,
        today=today,
        site=site_id,
        purpose=purpose,
        forever=FOREVER,
    )
    short = {site for site in {row["site_id"] for row in found} if _is_short(db, site, from_on, until, today)}
    return [row for row in found if row["site_id"] not in short][:limit]


def hit_by(
    db: Reader, *, site_id: int, stay_place_ids: Sequence[int] = (), places: int | None = None, from_on: str,
    to_on: str | None = None, today: str, but: int | None = None,
) -> list[Hit]:  # fmt: skip
    """The stays, planned or in the house, that a closure in [from_on, to_on) would hit, each with free places.

    Without places it is the whole site, those without a room included. Of a number of places everybody is told who
    is there a night when more people than staffed places would be. Nights that have passed hit nobody. Of a day
    centre it is who loses days (day_closures). `but` is a closure that is not counted, because it is to be changed.
    """
    until, since = to_on or FOREVER, max(from_on, today)
    if until <= since:
        return []
    if db.value("SELECT kind FROM site WHERE site_id = :site", site=site_id) == "day_centre":
        return _of_day_centre(db, site_id, since, until, stay_place_ids, places, but)
    there = _segments(db, site_id, since, until, today)
    if stay_place_ids:
        there = [one for one in there if one.stay_place_id in stay_place_ids]
    elif places:
        there = _too_many(db, site_id, places, there, but)
    return [replace(one, free=tuple(_instead(db, one, site_id, stay_place_ids, today))) for one in there]


def hit_by_end(db: Reader, stay_place_id: int, valid_to: str, *, today: str) -> list[Hit]:
    """The stays that would lose their place if it was in use no more from a day on."""
    site_id = db.value("SELECT site_id FROM stay_place WHERE stay_place_id = :ref", ref=stay_place_id)
    return hit_by(db, site_id=site_id, stay_place_ids=[stay_place_id], from_on=valid_to, today=today)


# commands


@writes("stay_place", "stay")
def close_places(
    tx: Tx, *, site_id: int, stay_place_ids: Sequence[int] = (), places: int | None = None, from_on: str,
    to_on: str | None = None, reason: str, seen: Sequence[int] = (),
) -> list[int]:  # fmt: skip
    """Close places of a site, a number of them, or all of it, from a day until another; returns the closures' ids.

    `seen` are the stays that somebody was told it hits (hit_by): Rejected(STAYS_HIT) where there are others.
    """
    given = {"from_on": from_on, "to_on": to_on, "places": places, "reason": reason}
    columns = _columns(tx, site_id, given, stay_place_ids)
    _ensure_seen(tx, site_id, stay_place_ids, columns, seen)
    refs: Sequence[int | None] = stay_place_ids or (None,)
    made = [tx.insert("closure", site_id=site_id, stay_place_id=ref, **columns) for ref in refs]
    _note(tx, site_id, stay_place_ids, columns)
    return made


@writes("stay_place", "stay")
def change_closure(tx: Tx, *, closure_id: int, rev: int | None = None, seen: Sequence[int] = (), **fields: Any) -> None:
    """Change the days, the number or the reason of a closure (CLOSURE_FIELDS); `seen` as in close_places."""
    now = tx.row("closure", closure_id)
    of = [now["stay_place_id"]] if now["stay_place_id"] else []
    columns = _columns(tx, now["site_id"], {name: now[name] for name in CLOSURE_FIELDS} | fields, of)
    _ensure_seen(tx, now["site_id"], of, columns, seen, closure_id)
    tx.update("closure", closure_id, rev=rev, **columns)
    _note(tx, now["site_id"], of, columns)


@writes("stay_place", "stay")
def reopen_places(tx: Tx, *, closure_ids: Sequence[int], on_day: str | None = None) -> None:
    """End closures on a day (today), which is open again; one that has not begun by then is taken away."""
    day = ensure_day(on_day, "on_day") or tx.today
    if not closure_ids:
        raise Rejected(Why.MISSING_VALUE, "closure_ids")
    names = []
    for closure_id in closure_ids:
        now = tx.row("closure", closure_id)
        names.append(tx.row("stay_place", now["stay_place_id"])["name"] if now["stay_place_id"] else None)
        if day <= now["from_on"]:
            tx.delete("closure", closure_id)
        elif now["to_on"] is None or now["to_on"] > day:
            tx.update("closure", closure_id, to_on=day)
    tx.note(on_day=min(day, tx.today), numbers=[name for name in names if name], from_on=day)


# the parts of them


def _segments(db: Reader, site_id: int, since: str, until: str, today: str) -> list[Hit]:
    rows = db.rows(
        f"""SELECT * FROM ({_THERE} AND g.site_id = :site) WHERE from_on < :until AND held_until > :since
        ORDER BY from_on, stay_id""",
        site=site_id,
        since=since,
        until=until,
        today=today,
    )
    return [
        Hit(row["stay_id"], row["person_id"], row["first_name"], row["last_name"], row["protected"], row["state"],
            row["purpose"], row["stay_place_id"], row["place_name"], max(row["from_on"], since),
            min(row["held_until"], until), row["held_until"])
        for row in rows
    ]  # fmt: skip


def _of_day_centre(
    db: Reader, site_id: int, since: str, until: str, shut: Sequence[int], places: int | None, but: int | None
) -> list[Hit]:
    """The day stays that lose days, the first to lose one at the top."""
    known = db.one("SELECT * FROM closure WHERE closure_id = :ref", ref=but) if but else None
    lost = day_closures.hit_days(db, site_id, since, until, shut=shut, places=places, but=known)
    rows = db.rows(
        f"""SELECT st.*, b.first_name, b.last_name, b.protected FROM stay st
        JOIN person b ON b.person_id = st.person_id WHERE st.stay_id IN ({searched.ids(list(lost))})"""
    )
    hits = [
        Hit(row["stay_id"], row["person_id"], row["first_name"], row["last_name"], row["protected"], row["state"],
            row["purpose"], None, None, days[0], plus(days[-1], 1), plus(days[-1], 1), over=over, days=len(days))
        for row in rows
        for days, over in [lost[row["stay_id"]]]
    ]  # fmt: skip
    return sorted(hits, key=lambda one: (one.from_on, one.stay_id))


def _too_many(db: Reader, site_id: int, places: int, there: list[Hit], but: int | None) -> list[Hit]:
    """Those who are there a night when more are than there would be staffed places for, clipped to such nights."""
    hit: dict[int, Hit] = {}
    for night in _nights(there):
        tonight = [one for one in there if one.from_on <= night < one.to_on]
        over = len(tonight) - max(0, _staffed(db, site_id, night, but) - places)
        for one in tonight if over > 0 else ():
            known = hit.get(id(one), replace(one, from_on=night))
            hit[id(one)] = replace(known, to_on=plus(night, 1), over=max(known.over, over))
    return list(hit.values())


def _nights(there: list[Hit]) -> Iterator[str]:
    """Every night that somebody is there."""
    night, last = min((one.from_on for one in there), default=""), max((one.to_on for one in there), default="")
    while night < last:
        yield night
        night = plus(night, 1)


def _staffed(db: Reader, site_id: int, night: str, but: int | None = None) -> int:
    """The places of a site that are open and staffed, without what one closure takes."""
    row = open_places(db, night, site_id=site_id)[0]
    own = db.value("SELECT places FROM closure WHERE closure_id = :ref", ref=but) if but else None
    return max(0, row["places"] - row["closed"] - row["reduced"] + (own or 0))


def _is_short(db: Reader, site_id: int, since: str, until: str, today: str) -> bool:
    """Whether one more would be too many for the staff some night of a time with fewer staffed places."""
    reduced = [row for row in closures(db, since=since, until=until, site_id=site_id) if row["places"]]
    if not reduced:
        return False
    there, night = _segments(db, site_id, since, until, today), since
    while night < until:
        in_bed = sum(one.from_on <= night < one.to_on for one in there)
        short = any(row["from_on"] <= night < (row["to_on"] or FOREVER) for row in reduced)
        if short and in_bed >= _staffed(db, site_id, night):
            return True
        night = plus(night, 1)
    return False


def _instead(db: Reader, one: Hit, site_id: int, shut: Sequence[int], today: str) -> list[Row]:
    """Up to three places for the rest of a stay; none that the closure itself would shut."""
    found = free_places(db, from_on=one.from_on, to_on=one.leaves_on, today=today, site_id=site_id, purpose=one.purpose)
    if shut:
        found = [row for row in found if row["stay_place_id"] not in shut]
    else:  # the whole site, or nobody has said which of its places
        found = [row for row in found if row["site_id"] != site_id]
    return found[:3]


def _columns(tx: Tx, site_id: int, fields: dict[str, Any], places: Sequence[int]) -> dict[str, Any]:
    since, until = ensure_day(fields["from_on"], "from_on"), ensure_day(fields["to_on"], "to_on")
    reason, number = text_of(fields, "reason"), fields["places"]
    if since is None:
        raise Rejected(Why.MISSING_VALUE, "from_on")
    if until is not None and until <= since:
        raise Rejected(Why.ENDS_BEFORE_START, "to_on", from_on=since)
    if not reason:
        raise Rejected(Why.REASON_NEEDED, "reason")
    if number is not None and (number < 1 or places):
        raise Rejected(Why.MISSING_VALUE, "places")
    if any(tx.row("stay_place", ref)["site_id"] != site_id for ref in places):
        raise Rejected(Why.NO_SUCH, "place_id", kind="stay_place")
    return {"from_on": since, "to_on": until, "places": number, "reason": reason}


def _ensure_seen(
    tx: Tx, site_id: int, of: Sequence[int], columns: dict[str, Any], seen: Sequence[int], but: int | None = None
) -> None:
    hits = hit_by(tx, site_id=site_id, stay_place_ids=of, places=columns["places"], from_on=columns["from_on"],
                  to_on=columns["to_on"], today=tx.today, but=but)  # fmt: skip
    unseen = sorted({one.stay_id for one in hits} - set(seen))
    if unseen:
        raise Rejected(Why.STAYS_HIT, "from_on", stay_ids=unseen)


def _note(tx: Tx, site_id: int, places: Sequence[int], columns: dict[str, Any]) -> None:
    names = [tx.row("stay_place", ref)["name"] for ref in places]
    day = columns["from_on"] if columns["from_on"] <= tx.today else None
    tx.note(on_day=day, numbers=names, site=tx.row("site", site_id)["name"], count=columns["places"],
            from_on=columns["from_on"], to_on=columns["to_on"])  # fmt: skip
