"""Every figure of stays against a slow count day by day, over registers made by chance and the dates that go wrong."""

import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from stay_rows import Rows, plus

from db import stay_coverage, stay_figures
from db.connection import Register

sys.path.insert(0, str(Path(__file__).parents[1]))
from stay_reference import Reference

BASES = ("2026-03-20", "2026-10-15", "2025-12-10", "2028-02-15")  # both clock changes, New Year, 29 February
PURPOSES = stay_figures.PURPOSES
COUNTED = ("open_ahead", "days")


@pytest.fixture(scope="module", autouse=True)
def oslo():
    """The machine stands in Norway, where a day may have 23 or 25 hours."""
    import os
    import time

    before = os.environ.get("TZ")
    os.environ["TZ"] = "Europe/Oslo"
    if hasattr(time, "tzset"):
        time.tzset()
    yield
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    opened = Register.create(tmp_path_factory.mktemp("stays") / "figures.hverdag")
    yield opened
    opened.close()


@contextmanager
def for_now(register):
    """Rows that are gone afterwards."""
    register.conn.execute("BEGIN")
    try:
        yield Rows(register)
    finally:
        register.conn.execute("ROLLBACK")


@pytest.fixture
def rows(register):
    with for_now(register) as made:
        yield made


def figures(rows, since, until, today="2030-01-01", site=None):
    return stay_figures.figures(rows.register, since, until, today=today, site_id=site)


def value(rows, rule, since, until, **more):
    return figures(rows, since, until, **more).value(rule)


# --- every figure against the slow count ---------------------------------------------------------------------


class Chance:
    """Draws a register: places that come and go, earmarks, closures, and stays with moves, leaves and pauses."""

    def __init__(self, rows, data, base):
        self.rows, self.draw, self.base, self.taken = rows, data.draw, base, set()
        self.today = self.day(0, 45)
        self.sites = [rows.site("Avdelingen"), rows.site("Ute", "external"), rows.site("Andre")][: self.number(1, 3)]
        self.places = {site: [self.place(site, name) for name in range(self.number(1, 3))] for site in self.sites}
        for _closure in range(self.number(0, 3)):
            self.close()
        self.people = [rows.person() for _person in range(3)]
        for _stay in range(self.number(0, 6)):
            self.stay()

    def number(self, least, most):
        return self.draw(some.integers(least, most))

    def day(self, least, most):
        return plus(self.base, self.number(least, most))

    def of(self, choices):
        return self.draw(some.sampled_from(choices))

    def until(self, day, most=30, least=1):
        """A later day, or none."""
        return self.of((None, plus(day, self.number(least, most))))

    def place(self, site, name):
        start = self.of(("2000-01-01", self.day(-5, 20)))
        key = self.rows.place(site, f"{site}-{name}", self.of(("night", "night", "extra")), start, self.until(start))
        for _mark in range(self.number(0, 2)):
            start = self.of(("2000-01-01", self.day(-5, 25)))
            self.rows.earmark(key, self.of(PURPOSES), start, self.until(start))
        return key

    def close(self):
        site, start = self.of(self.sites), self.day(-5, 40)
        what = self.of(({}, {"places": self.number(1, 3)}, {"place": self.of(self.places[site])}))
        self.rows.close(site, start, self.until(start, 10), **what)

    def stay(self):
        state = self.of(("stays", "stays", "stays", "applied", "waiting", "refused", "cancelled"))
        received = self.day(-25, 40)
        more = {"person_id": self.of(self.people), "purpose": self.of(PURPOSES), "received_on": received,
                "decided_on": self.of((None, plus(received, self.number(0, 9))))}  # fmt: skip
        if state == "stays":
            key = self.housed(more)
        else:
            closed = plus(received, self.number(0, 20))
            more |= {"refused": {"decided_on": closed, "closed_on": closed},
                     "cancelled": {"cancel_reason": "user", "closed_on": closed}}.get(state, {})  # fmt: skip
            key = self.rows.insert("stay", state=state, **more)
        for _pause in range(self.number(0, 2)):
            start = plus(received, self.number(-3, 20))
            self.rows.pause(key, start, self.until(start, least=0))

    def housed(self, more):
        """A stay with its segments; what it is follows from its days and today."""
        day = start = self.day(-30, 40)
        parts = []
        for length in [self.number(0, 25)] if self.of((True, False)) else [self.number(1, 12), self.number(1, 12)]:
            parts.append((day, plus(day, length)))
            day = parts[-1][1]
        state = self.of(("in", "discharged")) if day <= self.today else "in" if start <= self.today else "planned"
        done = {"confirmed": 1, "closed_on": day} if state == "discharged" else {}
        key = self.rows.insert("stay", state=state, **more | done)
        for first, after in parts:
            site = self.of(self.sites)
            place = self.free(self.of((None, *self.places[site])), first, after)
            self.rows.insert("stay_segment", stay_id=key, site_id=site, stay_place_id=place, from_on=first,
                             to_on=after)  # fmt: skip
        for _leave in range(self.number(0, 2)):
            left = plus(start, self.number(-2, 20))
            self.rows.leave(key, left, self.until(left, 8, least=0))
        return key

    def free(self, place, first, after):
        """The place where it is free in all nights, else none: then the person is parked."""
        nights = {(place, plus(first, n)) for n in range(31) if plus(first, n) < max(after, plus(first, 1))}
        if place is None or nights & self.taken:
            return None
        self.taken |= nights
        return place

    def period(self):
        """Days with every edge, and whole years."""
        year = self.base[:4]
        if self.of((False, False, True)):
            return self.of(((f"{year}-01-01", f"{int(year) + 1}-01-01"), (f"{year}-01-01", plus(self.base, 20))))
        since = self.day(-10, 40)
        return since, plus(since, self.number(1, 30))


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=some.data(), base=some.sampled_from(BASES))
def test_every_figure_equals_a_count_day_by_day(register, data, base):
    with for_now(register) as rows:
        chance = Chance(rows, data, base)
        since, until = chance.period()
        site = data.draw(some.sampled_from((None, None, *chance.sites)))
        found = figures(rows, since, until, chance.today, site)
        told = Reference(register, chance.today).figures(since, until, site)
        compare(found, told)


def compare(found, told):
    for rule in (*stay_figures.RULES, *COUNTED):
        mine = getattr(found, rule) if rule in COUNTED else found.value(rule)
        assert mine == pytest.approx(told[rule]), rule
    assert dict(found.cells) == told["cells"]
    assert dict(found.cell_people) == told["cell_people"]
    for group in {*stay_figures.GROUP_OF.values()}:
        assert found.people[group] == len(told["people"][group]), group
    for one in found.purposes:
        for name, expected in told["purposes"][one.purpose].items():
            assert getattr(one, name) == pytest.approx(expected), (one.purpose, name)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=some.data(), base=some.sampled_from(BASES))
def test_the_months_of_a_period_sum_to_the_period(register, data, base):
    with for_now(register) as rows:
        chance = Chance(rows, data, base)
        since, until = base, plus(base, 70)
        counted = stay_figures.Counted(register, since, until, today=chance.today)
        whole, months = counted.figures(since, until), counted.by_month(since, until)
        for rule in ("nights", "held", "open_nights", "booked_nights", "ended", "arrived", "same_day", "refused"):
            assert sum(one.value(rule) for one in months) == whole.value(rule), rule
        for month in months:
            assert month == figures(rows, month.since, month.until, chance.today)
