"""A list of stays kept by hand for a year, taken in: its months give what its rows give when they are counted by hand."""

import statistics
import sys
from datetime import date
from pathlib import Path

import pytest

from db import stay_figures, stay_values
from db.connection import Register
from desktop.sheets import importing
from tests.sheets.reading import TODAY
from tests.sheets.stays import BOOK, TRUTH

sys.path.insert(0, str(Path(__file__).parents[1]))
from stay_reference import Reference

ROWS = [(one["start"], one["end"] or TODAY, one["end"], one["kind"]) for one in TRUTH["stays"]]
MONTHS = stay_figures.months("2026-01-01", "2026-12-01")


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory):
    made = Register.create(tmp_path_factory.mktemp("liste") / "opphold.hverdag")
    importing.import_book(made, BOOK, today=TODAY, staff="Jon")
    yield made
    made.close()


def days(start, stop):
    return max(0, (date.fromisoformat(stop) - date.fromisoformat(start)).days)


@pytest.mark.parametrize(("since", "until"), MONTHS)
def test_a_month_has_the_nights_and_the_lengths_of_the_rows(taken_in, since, until):
    found = stay_figures.figures(taken_in, since, until, today=TODAY)
    assert found.nights == sum(days(max(start, since), min(stop, until, TODAY)) for start, stop, *_more in ROWS)
    assert found.open_nights == 16 * days(since, min(until, TODAY))
    lengths = [days(start, end) for start, _stop, end, _kind in ROWS if end and since <= end < min(until, TODAY)]
    assert sorted(found.lengths) == sorted(length for length in lengths if length)
    assert found.value("length_median") == statistics.median(length for length in lengths if length)
    assert found.arrived == sum(since <= start < until and start <= TODAY for start, *_more in ROWS)


def test_the_whole_year_equals_the_slow_count_too(taken_in):
    found = stay_figures.figures(taken_in, "2026-01-01", "2027-01-01", today=TODAY)
    told = Reference(taken_in, TODAY).figures("2026-01-01", "2027-01-01")
    assert {rule: found.value(rule) for rule in stay_values.RULES} == pytest.approx(
        {r: told[r] for r in stay_values.RULES}
    )
    respite = {"avl.", "avlastning"}
    nights = sum(days(start, min(stop, TODAY)) for start, stop, _end, kind in ROWS if kind not in respite)
    assert found.value("kostra_belegg") == pytest.approx(nights / 365 / 16 * 100)
