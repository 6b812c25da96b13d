"""All that is told of stays in a period: nights, day rehab and coverage read as one, for wards, sites and months."""

from collections.abc import Sequence
from dataclasses import dataclass

from db import attendance, stay_days, stay_scores
from db.attendance import DayFigures
from db.connection import Reader
from db.overview import month_after, months_until
from db.stay_coverage import Coverage, coverage
from db.stay_figures import Counted, exists, months
from db.stay_scores import GroupChange
from db.stay_values import RULES, StayFigures

# After the night figures, in the order that they are told; desktop/stays/figures_words.py has the rule of each.
DAY_RULES = ("day_belegg", "day_booked_share", "day_absence", "day_capacity", "day_booked", "day_attended",
             "day_absent", "day_in_time", "day_unregistered")  # fmt: skip
COVERAGE_RULES = ("places", "per_1000", "equivalents", "with_bought", "need_from", "need_to", "inhabitants")
ALL_RULES = (*RULES, *DAY_RULES, *COVERAGE_RULES)


@dataclass(frozen=True, slots=True)
class Reading:
    """The figures of one period on one site or on all; coverage is of the whole municipality and its last day."""

    name: str
    kind: str
    figures: StayFigures
    day: DayFigures
    coverage: Coverage | None

    def value(self, rule: str) -> float | None:
        """One of ALL_RULES, unrounded; None where nothing was to measure."""
        if rule in _DAY:
            return self.day.absent + self.day.cancelled_late if rule == "day_absent" else getattr(self.day, _DAY[rule])
        if rule in COVERAGE_RULES:
            return _covered(self.coverage, rule) if self.coverage else None
        return self.figures.value(rule)

    def group(self, rule: str) -> int | None:
        """How many persons stand behind a figure; None for a figure of places."""
        if rule in _DAY:
            return None if rule == "day_capacity" else self.day.persons
        return self.figures.group(rule)


_DAY = {
    "day_belegg": "used_percent", "day_booked_share": "booked_percent", "day_absence": "absence_percent",
    "day_capacity": "capacity", "day_booked": "booked", "day_attended": "attended", "day_absent": "absent",
    "day_in_time": "cancelled_in_time", "day_unregistered": "unregistered",
}  # fmt: skip


def _covered(found: Coverage, rule: str) -> float | None:
    if rule.startswith("need_"):
        return found.need[rule == "need_to"] if found.need else None
    return getattr(found, rule)


@dataclass(frozen=True, slots=True)
class SiteReport:
    """A site, or all own wards (site_id None): the whole period, every month of it, and scores of those who left."""

    site_id: int | None
    whole: Reading
    months: tuple[Reading, ...]
    effects: tuple[GroupChange, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthReport:
    """A month, the year so far with every month of it, and the twelve months that end with it, oldest first.

    effects: the scores before and after of those who left in the month, and in the year so far.
    """

    month: Reading
    year: Reading
    year_months: tuple[Reading, ...]
    series: tuple[StayFigures, ...]
    effects: tuple[tuple[GroupChange, ...], tuple[GroupChange, ...]]


class Source:
    """A period read once; what is told of any part of it."""

    def __init__(self, db: Reader, since: str, until: str, *, today: str):
        self.db, self.today, self.counted = db, today, Counted(db, since, until, today=today)
        self.sites = self.counted.places.sites

    def reading(self, since: str, until: str, site_id: int | None = None) -> Reading:
        """[since, until) on one site, or on all own wards with the day centres beside them."""
        last = max(since, min(stay_days.plus(until, -1), self.today))
        site = self.sites[site_id] if site_id is not None else None
        return Reading(
            site["name"] if site else "",
            site["kind"] if site else "",
            self.counted.figures(since, until, site_id),
            self._day(since, until, site_id),
            coverage(self.db, last) if site_id is None else None,
        )

    def report(self, since: str, until: str, site_id: int | None = None) -> SiteReport:
        """The period with its months."""
        found = [self.reading(start, stop, site_id) for start, stop in months(since, until)]
        return SiteReport(
            site_id, self.reading(since, until, site_id), tuple(found), self.effects(since, until, site_id)
        )

    def effects(self, since: str, until: str, site_id: int | None = None) -> tuple[GroupChange, ...]:
        """Scores before and after over all stays that ended in the period; a site has none of its own."""
        return tuple(stay_scores.group_changes(self.db, since=since, until=until)) if site_id is None else ()

    def _day(self, since: str, until: str, site_id: int | None) -> DayFigures:
        """The days that are over; day places of several centres together."""
        until = max(since, min(until, self.today))
        found = attendance.day_figures(self.db, since, until) if self._has_centre(site_id) else []
        return _together([one for one in found if site_id in (None, one.site_id)])

    def _has_centre(self, site_id: int | None) -> bool:
        centres = self.counted.places.of_kind("day_centre")
        return site_id in centres if site_id is not None else bool(centres)


def _together(found: Sequence[DayFigures]) -> DayFigures:
    """Sums; of persons the most at one centre, for one may go to two and a small group must not look larger."""
    names = ("opening_days", "capacity", "booked", "attended", "absent", "cancelled_late", "unregistered",
             "cancelled_in_time", "extra")  # fmt: skip
    sums = {name: sum(getattr(one, name) for one in found) for name in names}
    return DayFigures(0, "", **sums, persons=max((one.persons for one in found), default=0))


def reports(db: Reader, since: str, until: str, *, today: str) -> list[SiteReport]:
    """All own wards together, then every site that had anything to count."""
    source = Source(db, since, until, today=today)
    found = [source.report(since, until)]
    return found + [one for key in source.sites if _worth((one := source.report(since, until, key)).whole)]


def _worth(whole: Reading) -> bool:
    return any(whole.value(rule) for rule in ("nights", "stays", "open_nights", "booked_nights", "day_capacity"))


def month(db: Reader, name: str, *, today: str) -> MonthReport | None:
    """The month ('2026-10') with its year; None in a register without stays, at the price of one look."""
    if not exists(db):
        return None
    first, following, year = f"{name}-01", f"{month_after(name)}-01", f"{name[:4]}-01-01"
    shown = months_until(name, 12)
    source = Source(db, min(year, f"{shown[0]}-01"), following, today=today)
    return MonthReport(
        source.reading(first, following),
        source.reading(year, following),
        tuple(source.reading(start, stop) for start, stop in months(year, following)),
        tuple(source.counted.figures(f"{one}-01", f"{month_after(one)}-01") for one in shown),
        (source.effects(first, following), source.effects(year, following)),
    )


SHORT = 62  # days: of a shorter period the twelve months until its end are told beside it


def view(db: Reader, since: str, until: str, *, today: str, site_id: int | None = None) -> SiteReport:
    """[since, until) with its months; a short one with the twelve months that end with it."""
    short = stay_days.nights(since, until) <= SHORT
    last = stay_days.plus(until, -1)
    first = f"{months_until(last[:7], 12)[0]}-01" if short else since
    after = f"{month_after(last[:7])}-01" if short else until
    source = Source(db, min(first, since), max(after, until), today=today)
    parts = [source.reading(start, stop, site_id) for start, stop in months(first, after)]
    whole = source.reading(since, until, site_id)
    return SiteReport(site_id, whole, tuple(parts), source.effects(since, until, site_id))


def sites(db: Reader) -> list[tuple[int, str]]:
    """The sites that have figures of their own, (site_id, name)."""
    return [(row["site_id"], row["name"]) for row in db.rows("SELECT site_id, name FROM site ORDER BY name_key")]
