"""Public holidays against a library that counts Easter by another way, and against days that everybody knows."""

from datetime import date, timedelta

import pytest
from dateutil.easter import easter as another_easter

from db import red_days


def test_easter_is_the_one_that_dateutil_counts():
    assert [red_days.easter(year) for year in range(1990, 2101)] == [another_easter(year) for year in range(1990, 2101)]


def test_the_holidays_of_2026_are_those_of_the_calendar():
    assert list(red_days.red_days(2026)) == [
        "2026-01-01", "2026-04-02", "2026-04-03", "2026-04-05", "2026-04-06", "2026-05-01", "2026-05-14",
        "2026-05-17", "2026-05-24", "2026-05-25", "2026-12-25", "2026-12-26",
    ]  # fmt: skip


@pytest.mark.parametrize("year", [2008, 2027, 2038])
def test_two_holidays_on_one_day_are_one_red_day(year):
    """Ascension fell on 1 May in 2008, Whit Sunday on 16 May in 2027; a day is never counted twice."""
    found = red_days.red_days(year)
    assert list(found) == sorted(set(found))
    assert len(found) == len({date.fromisoformat(day) for day in found})


def test_a_period_over_new_year_has_the_holidays_of_both_years():
    assert red_days.between("2026-12-26", "2027-01-01") == {"2026-12-26": "second_christmas_day"}
    assert list(red_days.between("2026-12-26", "2027-01-02")) == ["2026-12-26", "2027-01-01"]


def test_every_sunday_is_red_and_an_ordinary_saturday_is_not():
    sunday = date(2026, 11, 22)
    assert all(red_days.is_red((sunday + timedelta(7 * week)).isoformat()) for week in range(60))
    assert not red_days.is_red("2026-11-21")
    assert red_days.is_red("2026-05-01")
