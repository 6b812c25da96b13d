"""Every figure of stays against a slow count day by day, over registers made by chance and the dates that go wrong."""

import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from db import closures, stay_coverage, stay_figures, stay_report, stay_values
from db.connection import Register
from db.stay_open import Places

sys.path.insert(0, str(Path(__file__).parents[1]))
from stay_reference import Reference
from stay_rows import Rows, plus

BASES = ("2026-03-20", "2026-10-15", "2025-12-10", "2028-02-15")  # both clock changes, New Year, 29 February
PURPOSES = stay_values.PURPOSES
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
        for year in (2025, 2026, 2027)[: self.number(0, 3)]:
            rows.insert("population", year=year, inhabitants=self.number(500, 20_000))
            rows.insert("quota", site_id=self.sites[0], year=year, nights=self.number(1, 400), amount_ore=1)
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
                "decided_on": self.of((None, plus(received, self.number(0, 9)))),
                "late_reason": self.of(("", "", "Glemt"))}  # fmt: skip
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


@settings(max_examples=70, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=some.data(), base=some.sampled_from(BASES))
def test_every_figure_equals_a_count_day_by_day(register, data, base):
    with for_now(register) as rows:
        chance = Chance(rows, data, base)
        since, until = chance.period()
        site = data.draw(some.sampled_from((None, None, *chance.sites)))
        found = figures(rows, since, until, chance.today, site)
        told = Reference(register, chance.today).figures(since, until, site)
        compare(found, told)
        reading = stay_report.Source(register, since, until, today=chance.today).reading(since, until)
        covered = Reference(register, chance.today).coverage(max(since, min(plus(until, -1), chance.today)))
        assert {rule: reading.value(rule) for rule in stay_report.COVERAGE_RULES} == pytest.approx(covered)
        opened = {row["site_id"]: row["open"] for row in closures.open_places(register, since)}
        there = Places(register)
        assert opened == {site: there.open_on(since, site).nights for site in there.sites}, "as the lists tell it"


def compare(found, told):
    for rule in (*stay_values.RULES, *COUNTED):
        mine = getattr(found, rule) if rule in COUNTED else found.value(rule)
        assert mine == pytest.approx(told[rule]), rule
    assert dict(found.cells) == told["cells"]
    assert dict(found.cell_people) == told["cell_people"]
    for group in {*stay_values.GROUP_OF.values()}:
        assert found.people[group] == len(told["people"][group]), group
    for one in found.purposes:
        for name, expected in told["purposes"][one.purpose].items():
            assert getattr(one, name) == pytest.approx(expected), (one.purpose, name)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=some.data(), base=some.sampled_from(BASES))
def test_the_months_of_a_period_sum_to_the_period(register, data, base):
    with for_now(register) as rows:
        chance = Chance(rows, data, base)
        since, until = base, plus(base, 70)
        counted = stay_figures.Counted(register, since, until, today=chance.today)
        whole, months = counted.figures(since, until), counted.by_month(since, until)
        for rule in ("nights", "held", "open_nights", "booked_nights", "ended", "arrived", "same_day", "refused"):
            assert sum(one.value(rule) or 0 for one in months) == whole.value(rule), rule
        for month in months:
            assert month == figures(rows, month.since, month.until, chance.today)


# --- dates to test first -------------------------------------------------------------------------------------


@pytest.fixture
def ward(rows):
    """A ward with one place."""
    rows.ward = rows.site()
    rows.bed = rows.place(rows.ward, "Rom 1", rehab=True)
    return rows


def nights(rows, since, until, **more):
    return value(rows, "nights", since, until, **more)


def test_in_on_the_first_and_out_on_the_fourth_is_three_nights(ward):
    ward.stay(ward.ward, ward.bed, "2026-05-01", "2026-05-04")
    found = figures(ward, "2026-05-01", "2026-06-01")
    assert (found.nights, found.lengths, found.ended) == (3, (3,), 1)


def test_a_same_day_stay_is_a_stay_without_a_night_and_stays_out_of_the_mean(ward):
    ward.stay(ward.ward, ward.bed, "2026-05-02", "2026-05-02")
    ward.stay(ward.ward, ward.bed, "2026-05-05", "2026-05-15")
    found = figures(ward, "2026-05-01", "2026-06-01")
    assert (found.nights, found.stays, found.same_day, found.ended) == (10, 2, 1, 2)
    assert (found.value("length_mean"), found.value("length_min"), found.value("length_n")) == (10, 10, 1)
    assert figures(ward, "2026-05-03", "2026-06-01").same_day == 0, "it belongs to its one day"


def test_a_turnover_on_one_day_counts_the_night_once(ward):
    ward.stay(ward.ward, ward.bed, "2026-05-01", "2026-05-16")
    ward.stay(ward.ward, ward.bed, "2026-05-16", "2026-06-01")
    found = figures(ward, "2026-05-01", "2026-06-01")
    assert (found.nights, found.value("belegg"), found.ended) == (31, 100, 1), "who leaves on 1 June ends in June"
    assert figures(ward, "2026-06-01", "2026-07-01").ended == 1


def test_a_stay_around_the_whole_period_is_clipped_at_both_edges(ward):
    ward.stay(ward.ward, ward.bed, "2026-04-20", "2026-07-10")
    assert [nights(ward, *month) for month in stay_figures.months("2026-04-01", "2026-08-01")] == [11, 31, 30, 9]
    assert figures(ward, "2026-05-01", "2026-06-01").lengths == (), "it ends in July"
    assert figures(ward, "2026-07-01", "2026-08-01").lengths == (81,), "in full, not as clipped"


@pytest.mark.parametrize(
    ("in_on", "out_on", "expected"),
    [("2026-04-30", "2026-05-01", 0), ("2026-05-31", "2026-06-01", 1), ("2026-06-01", "2026-06-04", 0)],
)
def test_a_stay_at_the_edge_of_a_period_gives_only_the_nights_in_it(ward, in_on, out_on, expected):
    ward.stay(ward.ward, ward.bed, in_on, out_on)
    assert nights(ward, "2026-05-01", "2026-06-01") == expected


def test_a_stay_over_new_year_is_split_by_night_between_the_years(ward):
    ward.stay(ward.ward, ward.bed, "2025-12-30", "2026-01-03")
    years = [figures(ward, f"{year}-01-01", f"{year + 1}-01-01") for year in (2025, 2026)]
    assert [one.nights for one in years] == [2, 2]
    assert [one.lengths for one in years] == [(), (4,)]
    assert [one.value("kostra_length") for one in years] == [2, 2]


def test_the_29th_of_february_is_a_night_and_kostra_divides_by_365_all_the_same(ward):
    ward.stay(ward.ward, ward.bed, "2028-01-01", "2029-01-01")
    found = figures(ward, "2028-01-01", "2029-01-01")
    assert (found.nights, found.open_nights, found.value("belegg")) == (366, 366, 100)
    assert found.value("kostra_belegg") == pytest.approx(366 / 365 * 100)
    assert nights(ward, "2028-02-28", "2028-03-01") == 2


@pytest.mark.parametrize("sunday", ["2026-03-29", "2026-10-25"])
def test_a_night_with_a_change_of_the_clock_is_one_night(ward, sunday):
    ward.stay(ward.ward, ward.bed, plus(sunday, -1), plus(sunday, 1))
    assert nights(ward, plus(sunday, -1), plus(sunday, 1)) == 2
    assert nights(ward, sunday, plus(sunday, 1)) == 1
    assert figures(ward, plus(sunday, -5), plus(sunday, 5)).lengths == (2,)


def test_who_should_have_left_is_counted_until_today_and_not_longer(ward):
    ward.stay(ward.ward, ward.bed, "2026-05-01", "2026-05-10", state="in")
    assert nights(ward, "2026-05-01", "2026-06-01", today="2026-05-14") == 13
    assert nights(ward, "2026-05-01", "2026-06-01", today="2026-05-08") == 7
    ahead = figures(ward, "2026-05-01", "2026-06-01", today="2026-05-08")
    assert (ahead.booked_nights, ahead.open_ahead) == (2, 24), "what is to come is told apart"
    assert ahead.value("forecast") == pytest.approx(9 / 31 * 100)


@pytest.mark.parametrize(
    ("from_on", "to_on", "left"),
    [
        ("2026-05-05", "2026-05-08", 28),  # inside the stay
        ("2026-04-20", "2026-06-10", 0),  # over it and the month
        ("2026-05-11", "2026-05-13", 29),  # begins when it ends
        ("2026-04-20", "2026-05-01", 31),  # ends when it begins
        ("2026-05-30", None, 29),  # without an end
    ],
)
def test_a_closure_takes_its_nights_from_the_open_ones(ward, from_on, to_on, left):
    ward.stay(ward.ward, ward.bed, "2026-05-01", "2026-05-11")
    ward.close(ward.ward, from_on, to_on, place=ward.bed)
    found = figures(ward, "2026-05-01", "2026-06-01")
    assert (found.open_nights, found.rehab_open, found.nights) == (left, left, 10)
    assert found.value("belegg") == (pytest.approx(1000 / left) if left else None), "no open nights is no number"


def test_a_closed_site_and_closed_numbers_of_places_reduce_no_further_than_to_none(rows):
    site = rows.site()
    rows.places(site, 3)
    rows.close(site, "2026-05-02", "2026-05-04", places=2)
    rows.close(site, "2026-05-03", "2026-05-05", places=2)
    rows.close(site, "2026-05-10", "2026-05-11")
    found = [figures(rows, f"2026-05-{day:02}", f"2026-05-{day + 1:02}").open_nights for day in (1, 2, 3, 4, 5, 10, 11)]
    assert found == [3, 1, 0, 1, 3, 0, 3]


def test_a_place_that_opens_in_mid_month_is_open_from_then(rows):
    site = rows.site()
    rows.place(site, "Gammel", valid_to="2026-05-21")
    rows.place(site, "Ny", valid_from="2026-05-16")
    assert figures(rows, "2026-05-01", "2026-06-01").open_nights == 20 + 16


def test_an_extra_place_counts_above_the_line_only_and_belegg_is_not_capped(ward):
    extra = ward.place(ward.ward, "Gangen", "extra")
    ward.stay(ward.ward, ward.bed, "2026-05-01", "2026-06-01")
    ward.stay(ward.ward, extra, "2026-05-01", "2026-06-01")
    found = figures(ward, "2026-05-01", "2026-06-01")
    assert (found.open_nights, found.extra_nights, found.value("belegg")) == (31, 31, 200)


def test_nights_on_leave_keep_the_place_and_are_no_liggedogn(ward):
    key = ward.stay(ward.ward, ward.bed, "2026-05-01", "2026-05-11")
    ward.leave(key, "2026-05-03", "2026-05-05")
    ward.leave(key, "2026-05-04", "2026-05-06")
    found = figures(ward, "2026-05-01", "2026-06-01")
    assert (found.nights, found.held, found.lengths) == (7, 3, (7,))
    assert found.value("belegg") == pytest.approx(1000 / 31)


def test_a_move_between_places_does_not_end_a_stay(ward):
    other = ward.place(ward.ward, "Rom 2")
    ward.stay(ward.ward, ward.bed, "2026-05-01", "2026-05-21", moves=[("2026-05-08", ward.ward, other)])
    found = figures(ward, "2026-05-01", "2026-06-01")
    assert (found.stays, found.ended, found.lengths, found.arrived) == (1, 1, (20,), 1)
    assert found.cells == {("rehabilitation", "rehabilitation"): 7, ("none", "rehabilitation"): 13}
    assert (found.value("rehab_belegg"), found.value("rehab_share")) == (pytest.approx(700 / 31), 100)


def test_an_edit_that_moves_only_one_end_moves_the_figures_and_the_nights(ward):
    key = ward.stay(ward.ward, ward.bed, "2026-05-01", "2026-05-11")
    for change, expected in (("to_on = '2026-05-21'", 20), ("from_on = '2026-05-06'", 15), ("to_on = '2026-05-07'", 1)):
        ward.conn.execute(f"UPDATE stay_segment SET {change} WHERE stay_id = ?", (key,))
        assert nights(ward, "2026-05-01", "2026-06-01") == expected
        assert len(ward.register.rows("SELECT night FROM stay_night")) == expected


def test_the_nights_at_a_supplier_are_told_apart_also_where_the_agreement_ends_in_mid_stay(ward):
    out = ward.site("Senteret", "external")
    ward.insert("quota", site_id=out, year=2026, nights=5, amount_ore=100)
    ward.stay(out, None, "2026-05-28", "2026-06-07")
    ward.stay(ward.ward, ward.bed, "2026-05-01", "2026-05-04")
    assert [value(ward, "bought_nights", *month) for month in stay_figures.months("2026-05-01", "2026-07-01")] == [4, 6]
    assert nights(ward, "2026-05-01", "2026-07-01") == 3
    there = figures(ward, "2026-05-01", "2026-07-01", site=out)
    assert (there.nights, there.value("belegg"), there.lengths) == (10, None, (10,))


def test_sixty_nights_and_more_in_one_stay_are_all_counted(ward):
    ward.stay(ward.ward, ward.bed, "2026-01-20", "2026-04-01")
    found = figures(ward, "2026-01-01", "2027-01-01")
    assert (found.nights, found.value("kostra_length")) == (71, 71)


# --- waiting -------------------------------------------------------------------------------------------------


def test_waiting_goes_from_received_to_in_without_the_days_a_person_asked_for(ward):
    key = ward.stay(ward.ward, ward.bed, "2026-05-21", "2026-05-31", received_on="2026-05-01", decided_on="2026-05-11")
    ward.pause(key, "2026-05-09", "2026-05-13")
    ward.pause(key, "2026-05-12", "2026-05-14")
    ward.stay(ward.ward, ward.bed, "2026-05-31", "2026-06-10", received_on="2026-05-31")
    found = figures(ward, "2026-05-01", "2026-06-01")
    assert (found.waits, found.decision_waits) == ((15, 0), (7,))
    assert (found.value("wait_mean"), found.value("wait_median"), found.value("wait_longest")) == (7.5, 7.5, 15)


def test_one_registered_afterwards_without_an_application_day_has_no_waiting_time(ward):
    ward.stay(ward.ward, ward.bed, "2026-05-21", "2026-05-31", received_on="2026-05-21", late_reason="Glemt")
    ward.stay(ward.ward, ward.bed, "2026-05-31", "2026-06-10", received_on="2026-05-29", late_reason="Glemt")
    assert figures(ward, "2026-05-01", "2026-06-01").waits == (2,)


def test_those_still_waiting_are_told_apart_as_it_was_when_the_period_ended(ward):
    ward.asked("2026-05-01")
    ward.asked("2026-05-21", state="waiting")
    ward.asked("2026-05-11", state="refused", decided_on="2026-06-05", closed_on="2026-06-05")
    ward.stay(ward.ward, ward.bed, "2026-06-01", "2026-06-10", received_on="2026-04-01")
    found = figures(ward, "2026-05-01", "2026-06-01")
    assert (found.waits, sorted(found.still)) == ((), [10, 20, 30, 60])
    later = figures(ward, "2026-06-01", "2026-07-01")
    assert (later.waits, sorted(later.still)) == ((61,), [40, 60])
    assert (later.refused, later.cancelled) == (1, 0), "no answer is no waiting time"


def test_day_rehab_is_never_added_to_the_nights(ward):
    centre = ward.site("Dagsenteret", "day_centre")
    key = ward.stay(centre, None, "2026-05-01", "2026-05-31", form="day")
    assert key
    found = figures(ward, "2026-05-01", "2026-06-01")
    assert (found.nights, found.stays, found.arrived, found.still) == (0, 0, 0, ())


# --- the numbers of the municipalities -----------------------------------------------------------------------


def test_fifteen_places_two_of_them_closed_five_nights_and_396_nights_are_90_per_cent(rows):
    site = rows.site()
    beds = rows.places(site, 15)
    for bed in beds[:2]:
        rows.close(site, "2026-06-10", "2026-06-15", place=bed)
    for bed in beds[2:]:
        rows.stay(site, bed, "2026-06-01", "2026-07-01")
    rows.stay(site, beds[0], "2026-06-01", "2026-06-07")
    found = figures(rows, "2026-06-01", "2026-07-01")
    assert (found.open_nights, found.nights, found.value("belegg")) == (440, 396, 90.0)


def test_melhus_has_a_quarter_of_a_place_to_a_thousand_which_is_below_the_need(rows):
    site = rows.site()
    beds = rows.places(site, 11)
    rows.insert("population", year=2026, inhabitants=16_000, source="SSB")
    for bed in beds[:4]:
        rows.earmark(bed, "rehabilitation")
    found = stay_coverage.coverage(rows.register, "2026-11-01")
    assert (found.per_1000, found.need, found.standing) == (0.25, (4.8, 8.0), "below")
    for bed in beds[4:6]:
        rows.earmark(bed, "rehabilitation")
    assert (found := stay_coverage.coverage(rows.register, "2027-02-01")).per_1000 == 0.375
    assert (found.standing, found.year) == ("within", 2026), "the last known number of inhabitants stands"


def fill_year(rows, beds, lengths, year="2026"):
    """Stays end to end in each bed; those that would reach out of the year stay away."""
    lengths = iter(lengths)
    for bed in beds:
        day, stop = f"{year}-01-01", f"{int(year) + 1}-01-01"
        while (out := plus(day, next(lengths))) <= stop:
            rows.stay(bed[0], bed[1], day, out)
            day = out
        rows.stay(bed[0], bed[1], day, stop, state="in") if day < stop else None


def test_melhus_eleven_places_and_twenty_nights_are_about_201_stays_a_year(rows):
    site = rows.site()
    fill_year(rows, [(site, bed) for bed in rows.places(site, 11)], iter(lambda: 20, None))
    found = figures(rows, "2026-01-01", "2027-01-01")
    assert (found.value("belegg"), found.value("length_mean")) == (100, 20)
    assert found.value("possible_stays") == pytest.approx(200.75)
    assert found.value("turnover") == 18, "18 whole stays of twenty nights fit in each place"


def test_melhus_eight_places_and_128_patients_are_22_8_nights_at_full_belegg(rows):
    site = rows.site()
    day = [22] * 3 + [23] * 13  # sixteen stays are the 365 nights of a year
    assert sum(day) == 365
    for bed in rows.places(site, 8):
        start = "2026-01-01"
        for length in day:
            rows.stay(site, bed, start, start := plus(start, length))
    found = figures(rows, "2026-01-01", "2027-01-02")
    assert (found.ended, found.value("length_mean")) == (128, pytest.approx(22.8, abs=0.02))
    assert figures(rows, "2026-01-01", "2027-01-01").value("belegg") == 100


def test_oppdal_went_from_8_to_14_places_and_the_old_belegg_stays(rows):
    site = rows.site()
    beds = rows.places(site, 8)
    for bed in beds[:6]:
        rows.stay(site, bed, "2025-01-01", "2026-01-01")
    before = figures(rows, "2025-01-01", "2026-01-01")
    for name in range(8, 14):
        rows.place(site, f"Ny {name}", valid_from="2026-01-01")
    after = figures(rows, "2025-01-01", "2026-01-01")
    assert before == after
    assert (after.value("belegg"), after.value("kostra_belegg")) == (75, 75)
    assert figures(rows, "2026-01-01", "2027-01-01").open_nights == 14 * 365
    rows.insert("population", year=2026, inhabitants=6_900)
    need = stay_coverage.coverage(rows.register, "2026-06-01").need
    assert need == pytest.approx((2.07, 3.45)), "told as 2,1 to 3,5"


def test_osens_193_bought_nights_are_half_a_place(rows):
    out = rows.site("Senteret", "external")
    rows.insert("quota", site_id=out, year=2026, nights=193, amount_ore=58_000_000)
    rows.insert("population", year=2026, inhabitants=1_000)
    found = stay_coverage.coverage(rows.register, "2026-06-01")
    assert round(found.equivalents, 2) == 0.53
    assert (found.per_1000, found.with_bought, found.standing) == (0, pytest.approx(193 / 365), "below")


def test_kostra_leaves_respite_out_and_takes_the_places_of_the_last_day(rows):
    site = rows.site()
    first, second = rows.place(site, "1", valid_to="2026-12-31"), rows.place(site, "2")
    rows.stay(site, first, "2026-01-01", "2026-03-15", purpose="respite")
    rows.stay(site, second, "2026-01-01", "2026-03-15")
    found = figures(rows, "2026-01-01", "2027-01-01")
    assert found.value("kostra_belegg") == pytest.approx(73 / 365 * 100)
    assert found.value("kostra_length") == 73
    assert value(rows, "kostra_belegg", "2026-02-01", "2026-03-01") is None, "a month is no year"


def test_a_register_without_stays_has_dashes_and_no_faults(rows):
    found = figures(rows, "2026-01-01", "2027-01-01")
    assert not stay_figures.exists(rows.register)
    assert found.value("belegg") is found.value("length_mean") is found.value("turnover") is None
    assert (found.nights, found.persons, found.cells) == (0, 0, {})
