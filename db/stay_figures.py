"""The figures of stays in a period [since, until): beds, rehab, length, turnover, waiting and day rehab.

Nights count when they are over: a period that still runs is counted to the night before today, and what is booked
from today on is told apart. The rule of each figure is in desktop/stays/figures_words.py.
"""

import statistics
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from db import stay_days, stay_spans
from db.connection import Reader
from db.overview import month_after
from db.stay_open import NO_EARMARK, NO_PLACE, REHAB, SEVERAL, Open, Places
from db.stay_spans import Span, Stay

RESPITE = "respite"
EARMARKS = (REHAB, RESPITE, "assessment", "acute", SEVERAL, NO_EARMARK, NO_PLACE)
PURPOSES = (REHAB, RESPITE, "assessment", "acute")
YEAR_DAYS = 365  # always, also in leap years
Cell = tuple[str, str]  # earmark of the place, purpose of the stay

# The figures in the order that sheet, paper and screen tell them.
RULES = ("belegg", "nights", "held", "open_nights", "extra_nights", "parked_nights", "booked_nights", "forecast",
         "kostra_belegg", "rehab_belegg", "rehab_share", "rehab_open", "stays", "persons", "arrived", "ended",
         "same_day", "length_mean", "length_median", "length_min", "length_max", "length_n", "kostra_length",
         "turnover", "possible_stays", "wait_mean", "wait_median", "wait_longest", "decision_mean", "decision_median",
         "still_waiting", "still_median", "still_longest", "refused", "cancelled", "bought_nights")  # fmt: skip
# Whose figures they are: the group of persons behind each; what is not here tells of places only.
GROUP_OF = {
    "belegg": "present", "nights": "present", "held": "held", "extra_nights": "extra", "parked_nights": "parked",
    "booked_nights": "booked", "forecast": "expected", "kostra_belegg": "without_respite", "rehab_belegg": "on_rehab",
    "rehab_share": "on_rehab", "stays": "present", "persons": "present", "arrived": "arrived", "ended": "ended",
    "same_day": "same_day", "length_mean": "measured", "length_median": "measured", "length_min": "measured",
    "length_max": "measured", "length_n": "measured", "kostra_length": "without_respite", "turnover": "ended",
    "possible_stays": "measured", "wait_mean": "arrived", "wait_median": "arrived", "wait_longest": "arrived",
    "decision_mean": "decided", "decision_median": "decided", "still_waiting": "waiting", "still_median": "waiting",
    "still_longest": "waiting", "refused": "refused", "cancelled": "cancelled", "bought_nights": "bought",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfPurpose:
    """What one purpose had of a period; lengths and waits in days."""

    purpose: str
    nights: int
    held: int
    stays: int
    persons: int
    arrived: int
    ended: int
    lengths: tuple[int, ...]
    waits: tuple[int, ...]

    @property
    def length_mean(self) -> float | None:
        return mean(self.lengths)

    @property
    def wait_median(self) -> float | None:
        return median(self.waits)


@dataclass(frozen=True, slots=True)
class StayFigures:
    """What was counted of [since, until), on one site (site_id) or on all own wards (None).

    until: the first day that is not in the period; counted_to: the first night that is not counted. Nights are whole
    numbers; lengths and waits are days in no order. cells: nights by earmark and purpose, leave included; `people`:
    how many persons stand behind each group of GROUP_OF, and `cell_people` behind each cell.
    """

    since: str
    until: str
    counted_to: str
    site_id: int | None
    nights: int
    held: int
    extra_nights: int
    parked_nights: int
    booked_nights: int
    open_nights: int
    open_ahead: int
    days: int
    rehab_nights: int
    rehab_for_rehab: int
    rehab_open: int
    year_nights: int | None
    year_places: int | None
    year_stays: int | None
    stays: int
    persons: int
    arrived: int
    ended: int
    same_day: int
    lengths: tuple[int, ...]
    waits: tuple[int, ...]
    decision_waits: tuple[int, ...]
    still: tuple[int, ...]
    refused: int
    cancelled: int
    bought_nights: int
    cells: Mapping[Cell, int]
    purposes: tuple[OfPurpose, ...]
    people: Mapping[str, int]
    cell_people: Mapping[Cell, int]

    @property
    def occupied(self) -> int:
        """Nights that a place was slept in or held, extra places and those without a place included."""
        return self.nights + self.held

    def value(self, rule: str) -> float | None:
        """One of RULES; a share in per cent, a measure in days, all unrounded; None where nothing was to measure."""
        derived = _DERIVED.get(rule)
        return derived(self) if derived else getattr(self, rule)

    def group(self, rule: str) -> int | None:
        """How many persons stand behind one of RULES; None for a figure of places."""
        return self.people[GROUP_OF[rule]] if rule in GROUP_OF else None


def share(part: float | None, whole: float | None, times: float = 100) -> float | None:
    """part / whole × times; None where there is no whole. Never capped."""
    return part * times / whole if whole and part is not None else None


def mean(values: Collection[int]) -> float | None:
    return sum(values) / len(values) if values else None


def median(values: Collection[int]) -> float | None:
    return statistics.median(values) if values else None


_DERIVED: dict[str, Callable[[StayFigures], float | None]] = {
    "belegg": lambda f: share(f.occupied, f.open_nights),
    "forecast": lambda f: share(f.occupied + f.booked_nights, f.open_nights + f.open_ahead) if f.open_ahead else None,
    "kostra_belegg": lambda f: share(share(f.year_nights, YEAR_DAYS, 1), f.year_places),
    "rehab_belegg": lambda f: share(f.rehab_nights, f.rehab_open),
    "rehab_share": lambda f: share(f.rehab_for_rehab, f.rehab_nights),
    "length_mean": lambda f: mean(f.lengths),
    "length_median": lambda f: median(f.lengths),
    "length_min": lambda f: min(f.lengths, default=None),
    "length_max": lambda f: max(f.lengths, default=None),
    "length_n": lambda f: len(f.lengths),
    "kostra_length": lambda f: share(f.year_nights, f.year_stays, 1),
    "turnover": lambda f: share(f.ended, share(f.open_nights, f.days, 1), 1),
    "possible_stays": lambda f: share(share(f.open_nights, f.days, YEAR_DAYS), mean(f.lengths), 1),
    "wait_mean": lambda f: mean(f.waits),
    "wait_median": lambda f: median(f.waits),
    "wait_longest": lambda f: max(f.waits, default=None),
    "decision_mean": lambda f: mean(f.decision_waits),
    "decision_median": lambda f: median(f.decision_waits),
    "still_waiting": lambda f: len(f.still),
    "still_median": lambda f: median(f.still),
    "still_longest": lambda f: max(f.still, default=None),
}


def exists(db: Reader) -> bool:
    """Whether the register has anything of stays to count."""
    return bool(db.value("SELECT EXISTS (SELECT 1 FROM site) OR EXISTS (SELECT 1 FROM stay)"))


def figures(db: Reader, since: str, until: str, *, today: str, site_id: int | None = None) -> StayFigures:
    """The figures of [since, until) on one site, or on all own wards together."""
    return Counted(db, since, until, today=today).figures(since, until, site_id)


def months(since: str, until: str) -> list[tuple[str, str]]:
    """[since, until) cut at every turn of a month."""
    found, start = [], since
    while start < until:
        stop = min(f"{month_after(start[:7])}-01", until)
        found.append((start, stop))
        start = stop
    return found


class Counted:
    """What lies in [since, until), read once; figures of any period within it are counted without the file."""

    def __init__(self, db: Reader, since: str, until: str, *, today: str):
        self.today, self.places = today, Places(db)
        self.stays = stay_spans.read(db, min(since, today), until, today=today)

    def figures(self, since: str, until: str, site_id: int | None = None) -> StayFigures:
        """The figures of [since, until) on one site, or on all own wards together."""
        return _Period(self, since, until, site_id).counted()

    def by_month(self, since: str, until: str, site_id: int | None = None) -> list[StayFigures]:
        """The same for every month, or the part of one, in the period."""
        return [self.figures(start, stop, site_id) for start, stop in months(since, until)]


class _Period:
    """One count: a period and the sites that it is about."""

    def __init__(self, source: Counted, since: str, until: str, site_id: int | None):
        self.since, self.until, self.site_id, self.today = since, until, site_id, source.today
        self.places, self.all = source.places, source.stays
        self.to = max(since, min(until, source.today))
        self.sites = self.places.of_kind("ward") if site_id is None else frozenset({site_id})
        self.here = [stay for stay in self.all if stay.housed and self._present(stay, self.sites)]
        self.people: dict[str, set[int]] = {name: set() for name in set(GROUP_OF.values())}
        self.cells: Counter[Cell] = Counter()
        self.cell_people: dict[Cell, set[int]] = {}

    def counted(self) -> StayFigures:
        """Everything of the period."""
        opened, ahead = self._open(self.since, self.to), self._open(max(self.since, self.today), self.until)
        self._fill_cells()
        arrived, ended = self._arrived(), self._ended()
        measured = [stay for stay in ended if not stay.same_day]
        decided = [stay for stay in arrived if stay.decided_on]
        still = self._waiting()
        self._name(present=self.here, arrived=arrived, ended=ended, measured=measured, decided=decided, waiting=still,
                   same_day=[stay for stay in ended if stay.same_day])  # fmt: skip
        return StayFigures(
            since=self.since, until=self.until, counted_to=self.to, site_id=self.site_id,
            nights=self._nights("present", lambda span: not span.held),
            held=self._nights("held", lambda span: span.held),
            extra_nights=self._nights("extra", lambda span: self.places.kind(span.place_id) == "extra"),
            parked_nights=self._nights("parked", lambda span: span.place_id is None),
            booked_nights=self._booked(),
            open_nights=opened.nights, open_ahead=ahead.nights, days=stay_days.nights(self.since, self.to),
            rehab_nights=self._rehab("on_rehab"), rehab_for_rehab=self._rehab("on_rehab", REHAB),
            rehab_open=opened.rehab, **self._year(),
            stays=len(self.here), persons=len({stay.person_id for stay in self.here}),
            arrived=len(arrived), ended=len(ended), same_day=len(ended) - len(measured),
            lengths=tuple(stay.length for stay in measured), waits=tuple(map(_wait, arrived)),
            decision_waits=tuple(stay.waited(stay.decided_on or "", stay.in_on or "") for stay in decided),
            still=tuple(stay.waited(stay.received_on, self.last) for stay in still),
            refused=self._closed("refused"), cancelled=self._closed("cancelled"), bought_nights=self._bought(),
            cells=dict(self.cells), purposes=tuple(self._of(purpose, arrived, ended) for purpose in PURPOSES),
            people={name: len(persons) for name, persons in self.people.items()},
            cell_people={cell: len(persons) for cell, persons in self.cell_people.items()},
        )  # fmt: skip

    @property
    def last(self) -> str:
        """The last day that counts: of the period, or today."""
        return min(stay_days.plus(self.until, -1), self.today)

    # nights

    def _present(self, stay: Stay, sites: Collection[int]) -> bool:
        """Whether a stay has a night here in the period, or came and left here on one of its days."""
        if stay.same_day:
            here = any(span.site_id in sites for span in stay.spans)
            return here and self.since <= (stay.in_on or "") < self.until
        return any(span.site_id in sites and span.nights(self.since, self.to) for span in stay.spans)

    def _spans(self) -> Iterable[tuple[Stay, Span]]:
        return ((stay, span) for stay in self.here for span in stay.spans if span.site_id in self.sites)

    def _nights(self, group: str, wanted: Callable[[Span], bool]) -> int:
        total = 0
        for stay, span in self._spans():
            nights = span.nights(self.since, self.to) if wanted(span) else 0
            total += nights
            if nights:
                self.people[group].add(stay.person_id)
        return total

    def _open(self, since: str, until: str) -> Open:
        return self.places.open(since, until, self.sites)

    def _booked(self) -> int:
        """Nights from today on that somebody is expected to be here, in a period that reaches so far."""
        start, total = max(self.since, self.today), 0
        self.people["expected"] = {stay.person_id for stay in self.here}
        for stay in self.all:
            if stay.state in ("in", "planned"):
                nights = sum(span.nights(start, self.until) for span in stay.spans if span.site_id in self.sites)
                total += nights
                if nights:
                    self._name(booked=[stay], expected=[stay])
        return total

    # earmarks

    def _pieces(self) -> Iterable[tuple[Stay, Span, str, int]]:
        """Every span in pieces of one earmark: the night each begins, and its nights."""
        for stay, span in self._spans():
            start, stop = max(span.from_on, self.since), min(span.to_on, self.to)
            for first, after in self.places.earmark_pieces(span.place_id, start, stop):
                yield stay, span, first, stay_days.nights(first, after)

    def _fill_cells(self) -> None:
        for stay, span, first, nights in self._pieces():
            cell = (self.places.earmark(span.place_id, first), stay.purpose)
            self.cells[cell] += nights
            self.cell_people.setdefault(cell, set()).add(stay.person_id)

    def _rehab(self, group: str, purpose: str | None = None) -> int:
        """Nights on places earmarked for rehab, those with other earmarks as well included."""
        total = 0
        for stay, span, first, nights in self._pieces():
            if span.place_id is not None and REHAB in self.places.purposes(span.place_id, first):
                self.people[group].add(stay.person_id)
                total += nights if purpose in (None, stay.purpose) else 0
        return total

    # the year as KOSTRA counts it

    def _year(self) -> dict[str, int | None]:
        """Nights, places at 31 December and stays, without respite; None for a period that begins within a year."""
        year = self.since[:4]
        if self.since != f"{year}-01-01" or self.until > f"{int(year) + 1}-01-01":
            return {"year_nights": None, "year_places": None, "year_stays": None}
        counted = [stay for stay in self.here if stay.purpose != RESPITE]
        nights = sum(span.nights(self.since, self.to) for stay in counted for span in stay.spans
                     if span.site_id in self.sites and not span.held)  # fmt: skip
        places = sum(len(self.places.existing(f"{year}-12-31", site)) for site in self.sites)
        self._name(without_respite=counted)
        return {"year_nights": nights, "year_places": places, "year_stays": len(counted)}

    # coming, leaving, waiting

    def _arrived(self) -> list[Stay]:
        """Those whose first day is in the period; a move is no arrival."""
        return [stay for stay in self.all if stay.housed and self._within(stay.in_on)
                and stay.spans[0].site_id in self.sites]  # fmt: skip

    def _ended(self) -> list[Stay]:
        """Those discharged in the period; one who runs has not ended."""
        return [stay for stay in self.all if stay.state == "discharged" and self._within(stay.out_on)
                and stay.spans[-1].site_id in self.sites]  # fmt: skip

    def _waiting(self) -> list[Stay]:
        """Those who had asked, had not come, and were not turned down, when the last day was over; of all sites."""
        if self.site_id is not None:
            return []
        return [stay for stay in self.all if stay.received_on <= self.last and not self._over(stay)]

    def _over(self, stay: Stay) -> bool:
        """Whether the wait was over by the last day: the person had come, or the case was closed."""
        end = stay.in_on if stay.housed else stay.closed_on
        return end is not None and end <= self.last

    def _closed(self, state: str) -> int:
        """How many asked for a night stay and were refused, or cancelled, in the period; of all sites."""
        if self.site_id is not None:
            return 0
        found = [stay for stay in self.all if stay.state == state and self._within(stay.closed_on)]
        self._name(**{state: found})
        return len(found)

    def _bought(self) -> int:
        """Nights at external suppliers, which are no part of the own beds."""
        sites, total = self.places.of_kind("external"), 0
        for stay in self.all:
            spans = (span for span in stay.spans if span.site_id in sites and not span.held)
            nights = sum(span.nights(self.since, self.to) for span in spans) if stay.housed else 0
            total += nights
            if nights:
                self._name(bought=[stay])
        return total

    def _of(self, purpose: str, arrived: Iterable[Stay], ended: Iterable[Stay]) -> OfPurpose:
        here = [stay for stay in self.here if stay.purpose == purpose]
        came = [stay for stay in arrived if stay.purpose == purpose]
        left = [stay for stay in ended if stay.purpose == purpose]
        spans = [span for stay, span in self._spans() if stay.purpose == purpose]
        return OfPurpose(
            purpose,
            nights=sum(span.nights(self.since, self.to) for span in spans if not span.held),
            held=sum(span.nights(self.since, self.to) for span in spans if span.held),
            stays=len(here), persons=len({stay.person_id for stay in (*here, *came, *left)}),
            arrived=len(came), ended=len(left),
            lengths=tuple(stay.length for stay in left if not stay.same_day), waits=tuple(map(_wait, came)),
        )  # fmt: skip

    def _within(self, day: str | None) -> bool:
        return day is not None and self.since <= day < self.until and day <= self.today

    def _name(self, **groups: Iterable[Stay]) -> None:
        for group, stays in groups.items():
            self.people[group] |= {stay.person_id for stay in stays}


def _wait(stay: Stay) -> int:
    return stay.waited(stay.received_on, stay.in_on or stay.received_on)
