"""What an act has opened: places that are free now in nights that were somebody's or closed, and who waits for them.

Read from the journal of the operation and from the register as it stands: what has been taken since, or what was
undone, is open to nobody.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from db import stay_chart, stay_lists
from db.closures import FOREVER, free_places
from db.connection import Reader
from db.keys import KEYS
from db.stay_days import held_until, nights, plus

WEEK, FOUR_WEEKS = 7, 28  # days that are asked for where nobody comes within four weeks: a night place, a day place
HORIZON = 60  # nights ahead that are looked at
Fields = dict[str, Any]
Night = tuple[int, int | None, str]  # site, place, night


@dataclass(frozen=True, slots=True)
class Opening:
    """A place that is free in [from_on, to_on), or room at a day centre (no place), and the stays that wait and fit."""

    site_id: int
    stay_place_id: int | None
    place: str
    from_on: str
    to_on: str
    waiting: tuple[int, ...]


def of_op(db: Reader, op_seq: int, *, today: str) -> list[Opening]:
    """What an operation opened that somebody on the waiting list fits, the first night at the top.

    Moving or parking opens nothing: as many need a place as before. A place is no opening while its site has not room
    for one more (stay_chart: people without a place need one, reduced staffing takes some).
    """
    waits = db.value("SELECT EXISTS (SELECT 1 FROM stay WHERE state = 'waiting')")
    act = _Act(db, op_seq, today) if waits else None
    found = [] if act is None else [*act.places(), *act.reopened(), *act.day_places()]
    by_place = {(one.site_id, one.stay_place_id): one for one in reversed(found) if one.waiting}
    return sorted(by_place.values(), key=lambda one: (one.from_on, one.site_id, one.stay_place_id or 0))


class _Act:
    """One operation: the stays, segments and closures that it touched, as they were before and as they are."""

    def __init__(self, db: Reader, op_seq: int, today: str):
        self.db, self.op_seq, self.today = db, op_seq, today
        stays, segments = self._before("stay"), self._before("stay_segment")
        self.stays = set(stays) | {row["stay_id"] for row in segments.values() if row}
        now = db.by_ids("SELECT * FROM stay_segment WHERE stay_id IN ({ids})", [*self.stays])
        self.now = [dict(row) for row in now]
        self.old = [row for row in self.now if row["stay_segment_id"] not in segments]
        self.old += [row for row in segments.values() if row]
        rows = db.by_ids("SELECT stay_id, state, form FROM stay WHERE stay_id IN ({ids})", [*self.stays])
        self.states = {row["stay_id"]: row["state"] for row in rows}
        self.before = self.states | {ref: row["state"] for ref, row in stays.items() if row}
        self.kinds = {row["site_id"]: row["kind"] for row in db.rows("SELECT site_id, kind FROM site")}

    def _before(self, table: str) -> dict[int, Fields | None]:
        """id → a row that the operation touched as it was before; None where it was made by it."""
        changes = self.db.rows(
            "SELECT * FROM change WHERE op_seq = :op AND kind = :kind ORDER BY change_id DESC",
            op=self.op_seq, kind=table,
        )  # fmt: skip
        found: dict[int, Fields | None] = {}
        for change in changes:
            ref = change["ref_id"]
            row = found[ref] if ref in found else self._row(table, ref)
            made = change["action"] == "insert"
            found[ref] = None if made else (row or {}) | json.loads(change["before"] or "{}")
        return found

    def _row(self, table: str, ref: int) -> Fields:
        return dict(self.db.one(f"SELECT * FROM {table} WHERE {KEYS[table]} = :ref", ref=ref) or {})

    # night places

    def places(self) -> Iterator[Opening]:
        """The places that were somebody's in nights when fewer need one now."""
        had, have = self._nights(self.old, self.before), self._nights(self.now, self.states)
        freed = Counter((site, night) for site, _place, night in had)
        freed -= Counter((site, night) for site, _place, night in have)
        for site, place_id in dict.fromkeys((site, place) for site, place, _night in had if place):
            here = sorted(night for _site, place, night in had if place == place_id and freed[site, night])
            yield from self._opened(place_id, site, here)

    def _nights(self, rows: Sequence[Fields], states: Mapping[int, str]) -> list[Night]:
        """Every night from today on that somebody has at a ward, in a place or waiting for one there."""
        found: list[Night] = []
        last = {row["stay_id"]: row["from_on"] for row in sorted(rows, key=lambda row: row["from_on"])}
        for row in rows:
            state = states[row["stay_id"]]
            if self.kinds[row["site_id"]] != "ward" or state not in ("planned", "in"):
                continue
            until = min(held_until(row["from_on"], row["to_on"]), plus(self.today, HORIZON))
            if state == "in" and row["from_on"] == last[row["stay_id"]]:
                until = max(until, plus(self.today, 1))  # whoever has not left has this night too
            since = max(row["from_on"], self.today)
            found += [(row["site_id"], row["stay_place_id"], night) for night in _days(since, until)]
        return found

    def _opened(self, place_id: int, site: int, freed: list[str]) -> Iterator[Opening]:
        """The opening of a place in the first of these nights that it can be had."""
        start = next((night for night in freed if self._is_free(place_id, site, night)), None)
        if start is None:
            return
        known = set(freed)
        end = next(night for night in _days(start, plus(start, HORIZON + 1)) if night not in known)
        next_on = self._next(place_id, site, start)
        until = next_on if next_on <= plus(start, FOUR_WEEKS) else max(end, plus(start, WEEK))
        name = self.db.value("SELECT name FROM stay_place WHERE stay_place_id = :ref", ref=place_id)
        yield Opening(site, place_id, name, start, until, self._waiting(place_id, site, start, until, next_on))

    def _is_free(self, place_id: int, site: int, night: str) -> bool:
        """Whether a place is free that night and meant for it: an extra place is not given to the next one."""
        if not self._room.get((site, night)):
            return False
        found = free_places(self.db, from_on=night, to_on=plus(night, 1), today=self.today, site_id=site)
        return any(row["stay_place_id"] == place_id and row["kind"] == "night" for row in found)

    @cached_property
    def _room(self) -> dict[tuple[int, str], bool]:
        """Whether a site has room for one more, night by night: people without a place need one as well."""
        found = stay_chart.chart(self.db, since=self.today, until=plus(self.today, HORIZON), today=self.today)
        return {(site.site_id, plus(self.today, ahead)): free > 0
                for site in found.sites for ahead, free in enumerate(site.free)}  # fmt: skip

    def _next(self, place_id: int, site: int, start: str) -> str:
        """The first day after the start that the place is taken, closed or no more in use."""
        return self.db.value(_NEXT, place=place_id, site=site, start=start) or FOREVER

    def _waiting(self, place_id: int | None, site: int, since: str, until: str, next_on: str) -> tuple[int, ...]:
        """Who fits from the first day, and who wishes to come later and then has a week before somebody else comes."""
        found = stay_lists.candidates(
            self.db, place_id=place_id, site_id=site, from_on=since, to_on=until, today=self.today
        )
        last = min(next_on, plus(until, HORIZON))
        fits = (row for row in found if row["fits"] or (row["from_then"] and plus(row["from_then"], WEEK) <= last))
        return tuple(row["stay_id"] for row in fits if row["stay_id"] not in self.stays)

    # closures, day places

    def reopened(self) -> Iterator[Opening]:
        """The places of closures that were ended, taken away or made smaller."""
        for ref, old in self._before("closure").items():
            if not old or self.kinds[old["site_id"]] != "ward":
                continue
            site, now = old["site_id"], self._row("closure", ref)
            as_many = bool(now) and (now["places"] or 0) >= (old["places"] or 0)
            still = set(_days(now["from_on"], self._end(now))) if as_many else set()
            freed = [day for day in _days(max(old["from_on"], self.today), self._end(old)) if day not in still]
            for place_id in self._of_closure(old):
                found = self._opened(place_id, site, freed)
                yield from (one for one in found if old["stay_place_id"] or one.from_on == freed[0])

    def _end(self, closure: Fields) -> str:
        return min(closure["to_on"] or FOREVER, plus(self.today, HORIZON))

    def _of_closure(self, closure: Fields) -> list[int]:
        if closure["stay_place_id"]:
            return [closure["stay_place_id"]]
        sql = "SELECT stay_place_id FROM stay_place WHERE site_id = :site AND kind = 'night' ORDER BY name_key"
        return self.db.column(sql, site=closure["site_id"])

    def day_places(self) -> Iterator[Opening]:
        """Room at a day centre: somebody comes no more, or not so long."""
        for row in self.old:
            if self.kinds[row["site_id"]] != "day_centre" or self.before[row["stay_id"]] not in ("planned", "in"):
                continue
            new = max((one["to_on"] for one in self.now if one["stay_id"] == row["stay_id"]), default="")
            left = self.states[row["stay_id"]] == "discharged" != self.before[row["stay_id"]]
            start = max(self.today, row["from_on"], new)
            if left or new < row["to_on"]:
                until = max(row["to_on"], plus(start, FOUR_WEEKS))
                waiting = self._waiting(None, row["site_id"], start, until, FOREVER)
                name = self.db.value("SELECT name FROM site WHERE site_id = :ref", ref=row["site_id"])
                yield Opening(row["site_id"], None, name, start, until, waiting)


_NEXT = """SELECT min(day) FROM (
    SELECT min(night) AS day FROM stay_night WHERE stay_place_id = :place AND night > :start
    UNION ALL SELECT min(from_on) FROM closure WHERE site_id = :site AND places IS NULL AND from_on > :start
        AND (stay_place_id IS NULL OR stay_place_id = :place)
    UNION ALL SELECT valid_to FROM stay_place WHERE stay_place_id = :place)"""


def _days(since: str, until: str) -> Iterator[str]:
    """Every day of [since, until)."""
    return (plus(since, number) for number in range(nights(since, until)))
