"""The figures of stays in a period [since, until): beds, rehab, length, turnover, waiting and day rehab.

Nights count when they are over: a period that still runs is counted to the night before today, and what is booked
from today on is told apart. The rule of each figure is in desktop/stays/figures_words.py.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable

from db import stay_days, stay_spans
from db.connection import Reader
from db.overview import month_after, months_until
from db.stay_open import REHAB, Open, Places
from db.stay_spans import Span, Stay
from db.stay_values import GROUP_OF, PURPOSES, RESPITE, Cell, OfPurpose, StayFigures


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


def until_now(db: Reader, *, today: str, months: int = 12) -> list[StayFigures]:
    """The months that end with that of `today`, oldest first, of all own wards together."""
    names = months_until(today[:7], months)
    since, until = f"{names[0]}-01", f"{month_after(names[-1])}-01"
    return Counted(db, since, until, today=today).by_month(since, until)


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
        self.last = min(stay_days.plus(until, -1), self.today)  # the last day that counts
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
        asked = [stay for stay in arrived if stay.asked]
        decided = [stay for stay in asked if stay.decided_on]
        still = self._waiting()
        self._name(present=self.here, arrived=arrived, ended=ended, measured=measured, asked=asked, decided=decided,
                   waiting=still,
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
            stays=len(self.here), persons=_persons(self.here),
            arrived=len(arrived), ended=len(ended), same_day=len(ended) - len(measured),
            lengths=tuple(stay.length for stay in measured), waits=tuple(map(_wait, asked)),
            decision_waits=tuple(stay.waited(stay.decided_on or "", stay.in_on or "") for stay in decided),
            still=tuple(stay.waited(stay.received_on, self.last) for stay in still),
            refused=self._closed("refused"), cancelled=self._closed("cancelled"), bought_nights=self._bought(),
            cells=dict(self.cells), purposes=tuple(self._of(purpose, arrived, ended) for purpose in PURPOSES),
            people={name: len(persons) for name, persons in self.people.items()},
            cell_people={cell: len(persons) for cell, persons in self.cell_people.items()},
        )  # fmt: skip

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
        """Nights, places at 31 December and stays, without respite, of a year or one so far; None for months in it."""
        year = self.since[:4]
        if self.since != f"{year}-01-01" or not f"{year}-02-01" < self.until <= f"{int(year) + 1}-01-01":
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
        asked = [stay for stay in came if stay.asked]
        left = [stay for stay in ended if stay.purpose == purpose]
        measured = [stay for stay in left if not stay.same_day]
        spans = [(stay, span) for stay, span in self._spans() if stay.purpose == purpose]
        held = [stay for stay, span in spans if span.held and span.nights(self.since, self.to)]
        groups = {"held": held, "arrived": came, "asked": asked, "ended": left, "measured": measured}
        return OfPurpose(
            purpose,
            nights=sum(span.nights(self.since, self.to) for _stay, span in spans if not span.held),
            held=sum(span.nights(self.since, self.to) for _stay, span in spans if span.held),
            stays=len(here), persons=_persons(here), arrived=len(came), ended=len(left),
            lengths=tuple(stay.length for stay in measured), waits=tuple(map(_wait, asked)),
            people={name: _persons(stays) for name, stays in groups.items()},
        )  # fmt: skip

    def _within(self, day: str | None) -> bool:
        return day is not None and self.since <= day < self.until and day <= self.today

    def _name(self, **groups: Iterable[Stay]) -> None:
        for group, stays in groups.items():
            self.people[group] |= {stay.person_id for stay in stays}


def _persons(stays: Iterable[Stay]) -> int:
    return len({stay.person_id for stay in stays})


def _wait(stay: Stay) -> int:
    return stay.waited(stay.received_on, stay.in_on or stay.received_on)
