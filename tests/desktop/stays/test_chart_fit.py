"""What may be done with a bar, and where: the rules of carrying, without a window."""

from dataclasses import replace

import pytest

from db.stay_chart import Lane, Span
from desktop.parts.tape_hold import CLASHES, END, REST, WHOLE
from desktop.parts.tape_model import Tape, TapeModel
from desktop.stays import chart_fit
from desktop.stays.chart_fit import Target

TODAY = "2026-07-03"
IN = Span(0, "in", "2026-06-29", "2026-07-08", "2026-07-08", stay_id=1, segment_id=1, person_id=1, first_name="Kari",
          last_name="N", purpose="respite", in_on="2026-06-29", out_on="2026-07-08")  # fmt: skip
PLANNED = replace(IN, state="planned", from_on="2026-07-09", to_on="2026-07-16", told_on="2026-07-16",
                  in_on="2026-07-09", out_on="2026-07-16")  # fmt: skip
OVER = replace(IN, state="overstay", to_on=TODAY, told_on="2026-06-30", out_on="2026-06-30")


@pytest.fixture(scope="module")
def days():
    model = TapeModel()
    model.show(Tape("2026-06-01", 90))
    return model


def grip(days, span, part, day=TODAY):
    return chart_fit.grip(span, part, days, TODAY, day)


def test_the_whole_of_a_planned_stay_goes_anywhere(days):
    held = grip(days, PLANNED, WHOLE)
    assert (held.lanes, held.days, held.first) == (True, "both", None)
    assert chart_fit.replans(PLANNED, WHOLE)


@pytest.mark.parametrize("span", [IN, OVER])
def test_who_is_in_goes_on_elsewhere_from_today_and_no_day_that_was_is_changed(days, span):
    held = grip(days, span, WHOLE)
    assert (held.lanes, held.days, days.day(held.first)) == (True, "", TODAY)
    assert not chart_fit.replans(span, WHOLE)


def test_who_comes_today_is_not_moved_from_before(days):
    ahead = replace(IN, from_on="2026-07-05", in_on="2026-07-05")
    assert days.day(grip(days, ahead, WHOLE).first) == "2026-07-05"


def test_a_part_that_is_over_is_not_held_but_the_last_one_is(days):
    first = replace(IN, to_on=TODAY, told_on=TODAY)
    last = replace(IN, from_on=TODAY)
    assert grip(days, first, WHOLE) is None
    assert grip(days, first, END) is None
    assert grip(days, last, END) is not None


@pytest.mark.parametrize(("span", "least"), [(IN, TODAY), (PLANNED, "2026-07-09"), (OVER, TODAY)])
def test_an_end_goes_no_further_back_than_today_or_the_first_day(days, span, least):
    held = grip(days, span, END)
    assert (held.lanes, held.days, days.day(held.least)) == (False, "last", least)


@pytest.mark.parametrize(("day", "may"), [("2026-06-29", False), ("2026-06-30", True), ("2026-07-07", True),
                                          ("2026-07-08", False)])  # fmt: skip
def test_a_stay_is_split_on_a_day_between_its_first_and_its_last(days, day, may):
    assert (grip(days, IN, REST, day) is not None) == may


@pytest.mark.parametrize(
    "span", [replace(IN, state="discharged"), replace(IN, stay_id=None, closure_id=1, state="closed")]
)
@pytest.mark.parametrize("part", [WHOLE, REST, END])
def test_what_is_over_and_what_is_closed_is_not_carried(days, span, part):
    assert grip(days, span, part, "2026-07-05") is None


def test_who_is_over_the_time_is_asked_about_until_tomorrow():
    at = chart_fit.target(OVER, WHOLE, Lane(1, 2, "Rom 2", "night"), TODAY, TODAY)
    assert (at.from_on, at.to_on) == (TODAY, "2026-07-04")


def test_only_the_whole_of_a_planned_stay_is_parked_at_another_ward():
    read = lambda *_query, **_named: []  # noqa: E731  nothing is in the way
    elsewhere = Target(Lane(2, None, "", "parked"), TODAY, "2026-07-08")
    assert chart_fit.judge(read, IN, 1, elsewhere, False, "Parkert", TODAY)[0] == CLASHES
    assert chart_fit.judge(read, PLANNED, 1, elsewhere, True, "Parkert", TODAY)[0] != CLASHES
    assert chart_fit.judge(read, IN, 2, elsewhere, False, "Parkert", TODAY)[0] != CLASHES
    bought = Target(Lane(2, None, "", "bought"), TODAY, "2026-07-08")
    assert chart_fit.judge(read, IN, 1, bought, False, "Kjøpte døgn", TODAY)[0] != CLASHES
