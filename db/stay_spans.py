"""Who was where in which nights, as intervals: the stays that the figures of a period are counted from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db import stay_days
from db.connection import Reader, Row

HOUSED = ("in", "discharged")
ENDLESS = "9999-12-31"
Interval = tuple[str, str]  # [from, to)


@dataclass(frozen=True, slots=True)
class Span:
    """Nights [from_on, to_on) of a stay on one site, in one place or in none; `held` ones are a leave."""

    site_id: int
    place_id: int | None
    from_on: str
    to_on: str
    held: bool

    def nights(self, since: str, until: str) -> int:
        """Its nights within a period."""
        return stay_days.clipped(self.from_on, self.to_on, since, until)


@dataclass(frozen=True, slots=True)
class Stay:
    """A night stay: in and out are None while it has no segment; out is today for who should have left before."""

    stay_id: int
    person_id: int
    purpose: str
    state: str
    received_on: str
    decided_on: str | None
    closed_on: str | None
    in_on: str | None
    out_on: str | None
    spans: tuple[Span, ...]
    pauses: tuple[Interval, ...]
    late: bool = False

    @property
    def housed(self) -> bool:
        """Whether the person has come, and may have left again."""
        return self.state in HOUSED and self.in_on is not None

    @property
    def asked(self) -> bool:
        """Whether it is known when the stay was asked for: of one registered afterwards it may not be."""
        return not (self.late and self.received_on == self.in_on)

    @property
    def same_day(self) -> bool:
        return self.in_on == self.out_on

    @property
    def length(self) -> int:
        """Liggedøgn of the whole stay, nights on leave left out."""
        return sum(stay_days.nights(span.from_on, span.to_on) for span in self.spans if not span.held)

    def waited(self, since: str, until: str) -> int:
        """Whole days between two days, those left out that the person asked to wait; never under 0."""
        days = max(0, stay_days.nights(since, until))
        return days - sum(stay_days.clipped(*pause, since, until) for pause in self.pauses)


def read(db: Reader, since: str, until: str, *, today: str) -> list[Stay]:
    """The night stays that were asked for before `until` and not over before `since`."""
    found = db.rows(_STAYS, since=since, until=until)
    ids = [row["stay_id"] for row in found]
    segments, leaves, pauses = (_by_stay(db.by_ids(sql, ids)) for sql in (_SEGMENTS, _LEAVES, _PAUSES))
    return [
        _stay(row, segments.get(row["stay_id"], ()), leaves.get(row["stay_id"], ()),
              pauses.get(row["stay_id"], ()), today)
        for row in found
    ]  # fmt: skip


# Asked for in good time, or come although registered as asked for later; a discharged stay ended on its last day.
_STAYS = """SELECT s.stay_id, s.person_id, s.purpose, s.state, s.received_on, s.decided_on, s.closed_on,
        s.late_reason <> '' AS late, min(g.from_on) AS in_on, max(g.to_on) AS out_on
    FROM stay s LEFT JOIN stay_segment g ON g.stay_id = s.stay_id
    WHERE s.form = 'night' GROUP BY s.stay_id
    HAVING min(s.received_on, coalesce(min(g.from_on), s.received_on)) < :until
        AND (s.closed_on IS NULL OR s.closed_on >= :since OR max(g.to_on) >= :since)
    ORDER BY s.stay_id"""
_SEGMENTS = """SELECT stay_id, site_id, stay_place_id, from_on, to_on FROM stay_segment
    WHERE stay_id IN ({ids}) ORDER BY stay_id, from_on, to_on, stay_segment_id"""
_LEAVES = "SELECT stay_id, from_on, to_on FROM stay_leave WHERE stay_id IN ({ids})"
_PAUSES = "SELECT stay_id, from_on, to_on FROM stay_pause WHERE stay_id IN ({ids})"


def _by_stay(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["stay_id"], []).append(row)
    return found


def _stay(row: Row, segments: Sequence[Row], leaves: Sequence[Row], pauses: Sequence[Row], today: str) -> Stay:
    out: str | None = row["out_on"]
    if out is not None and row["state"] == "in":
        out = stay_days.ends_on(out, False, today)  # a person is there until told to have left
    away = merged((leave["from_on"], leave["to_on"] or ENDLESS) for leave in leaves)
    spans: list[Span] = []
    for at, one in enumerate(segments, 1):
        end = out if out and at == len(segments) and row["state"] == "in" else one["to_on"]
        spans += [Span(one["site_id"], one["stay_place_id"], start, stop, held)
                  for start, stop, held in _parted(one["from_on"], end, away)]  # fmt: skip
    waits = merged((pause["from_on"], pause["to_on"] or ENDLESS) for pause in pauses)
    return Stay(row["stay_id"], row["person_id"], row["purpose"], row["state"], row["received_on"], row["decided_on"],
                row["closed_on"], row["in_on"], out, tuple(spans), tuple(waits), bool(row["late"]))  # fmt: skip


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same days in order and without overlap, so that none is counted twice."""
    found: list[Interval] = []
    for start, stop in sorted(intervals):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], stop))
        else:
            found.append((start, stop))
    return found


def _parted(start: str, stop: str, away: Sequence[Interval]) -> list[tuple[str, str, bool]]:
    """[start, stop) cut where a leave begins and ends; without nights it stays, for it tells where somebody was."""
    found: list[tuple[str, str, bool]] = []
    at = start
    for left, back in away:
        left, back = max(left, at), min(back, stop)
        if left < back:
            found += [(at, left, False)] if at < left else []
            found.append((left, back, True))
            at = back
    return [*found, (at, stop, False)] if at < stop or not found else found
