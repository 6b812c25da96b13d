"""Day rehab begun in one step, given another pattern from a day on, and ended, each taken back whole."""

from typing import Any

import pytest
from days import MONDAY, TODAY, ahead, as_it_was, centre, filled, going, put
from hypothesis import given, settings
from hypothesis import strategies as st

from db import attendance, check, day_plan, day_rehab, history, people, stays
from db.errors import Rejected, Why

TUESDAY = ahead(22)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    yield from filled(tmp_path_factory.mktemp("days"))


@pytest.fixture
def depot(shared):
    yield from as_it_was(shared)


@pytest.fixture
def site(depot):
    return centre(depot)


def asked(depot, site, **more):
    """What starts day rehab on a Monday ahead."""
    usual = {"person_id": depot.person, "site_id": site, "from_on": ahead(21), "to_on": ahead(42), "weekdays": "41"}
    return usual | more


def row(depot, stay_id):
    return day_rehab.day_stay(depot.register, stay_id, today=TODAY)


def days_of(depot, stay_id, since=MONDAY, until="2026-12-31"):
    return [one.day for one in day_plan.booked(depot.register, since, until) if one.stay_id == stay_id]


def held(depot):
    tables = ("stay", "stay_segment", "stay_pattern", "attendance", "stay_leave")
    return {name: [tuple(found) for found in depot.register.rows(f"SELECT * FROM {name}")] for name in tables}


def undo(depot):
    history.undo_last(depot.register, staff="Jon", today=TODAY)


def refused(depot, act, **given) -> Rejected:
    with pytest.raises(Rejected) as told:
        depot.do(act, today=TODAY, **given)
    return told.value


class TestStarting:
    def test_one_step_applies_grants_and_plans(self, depot, site):
        stay = depot.do(day_rehab.start_day_rehab, today=TODAY, **asked(
            depot, site, transport="car", pickup_at="kl. 830", transport_note="Rullestol", reference="24/117"))  # fmt: skip
        found = row(depot, stay)
        assert (found["state"], found["decided_on"], found["decision_ref"]) == ("planned", TODAY, "24/117")
        assert (found["weekdays"], found["pickup_at"], found["in_on"], found["out_on"]) == (
            "14", "08.30", ahead(21), ahead(42))  # fmt: skip
        assert days_of(depot, stay) == [ahead(n) for n in (21, 24, 28, 31, 35, 38)]
        undo(depot)
        assert held(depot)["stay"] == []

    def test_one_that_began_earlier_is_under_way(self, depot, site):
        stay = depot.do(day_rehab.start_day_rehab, today=TODAY, **asked(depot, site, from_on=MONDAY))
        assert (row(depot, stay)["state"], row(depot, stay)["received_on"]) == ("in", MONDAY)

    @pytest.mark.parametrize(("given", "why", "field"), [
        ({"weekdays": ""}, Why.MISSING_VALUE, "weekdays"), ({"weekdays": "17"}, Why.CENTRE_CLOSED, "weekdays"),
        ({"site_id": 0}, Why.MISSING_VALUE, "site_id"), ({"pickup_at": "25.00"}, Why.NOT_A_TIME, "pickup_at"),
        ({"person_id": None}, Why.MISSING_VALUE, "person_id"), ({"to_on": ahead(1)}, Why.OUT_BEFORE_IN, "to_on"),
        ({"transport": "boat"}, Why.MISSING_VALUE, "transport"),
    ])  # fmt: skip
    def test_what_is_wrong_is_told_beside_its_field(self, depot, site, given, why, field):
        told = refused(depot, day_rehab.start_day_rehab, **asked(depot, site, **given))
        assert (told.why, told.field) == (why, field)

    def test_who_waits_before_needs_a_reason_to_be_passed(self, depot, site):
        other = depot.do(people.add_person, last_name="Vik")
        first = depot.do(stays.apply_for_stay, person_id=other, purpose="rehabilitation", form="day", today=MONDAY,
                         wished_from=ahead(14))  # fmt: skip
        depot.do(stays.assess_stays, stay_ids=[first], today=MONDAY)
        depot.do(stays.grant_stay, stay_id=first, today=MONDAY)
        depot.do(stays.put_on_waiting_list, stay_id=first, today=MONDAY)
        told = refused(depot, day_rehab.start_day_rehab, **asked(depot, site))
        assert (told.why, told.facts["stay_ids"]) == (Why.OTHERS_FIRST, [first])
        stay = depot.do(day_rehab.start_day_rehab, today=TODAY, passed={first: "Ville vente"}, **asked(depot, site))
        assert row(depot, stay)["state"] == "planned"

    @pytest.mark.parametrize("state", ["applied", "assessed", "granted", "waiting"])
    def test_one_that_was_applied_for_is_planned_from_wherever_it_stands(self, depot, site, state):
        stay = depot.do(stays.apply_for_stay, person_id=depot.person, purpose="rehabilitation", form="day",
                        weekdays="2", today=MONDAY)  # fmt: skip
        steps = ((stays.assess_stays, {"stay_ids": [stay]}), (stays.grant_stay, {"stay_id": stay}),
                 (stays.put_on_waiting_list, {"stay_id": stay}))  # fmt: skip
        for step, arguments in steps[: ("applied", "assessed", "granted", "waiting").index(state)]:
            depot.do(step, today=MONDAY, **arguments)
        assert row(depot, stay)["state"] == state
        before = held(depot)
        given = {key: value for key, value in asked(depot, site).items() if key != "person_id"}
        depot.do(day_rehab.plan_day_stay, stay_id=stay, today=TODAY, **given)
        assert (row(depot, stay)["state"], row(depot, stay)["weekdays"]) == ("planned", "14")
        undo(depot)
        assert _unmarked(held(depot)) == _unmarked(before)


def _unmarked(tables):
    """Without the count of changes of a stay, its last column."""
    return {name: [found[:-1] if name == "stay" else found for found in rows] for name, rows in tables.items()}


class TestPattern:
    def test_what_held_before_the_day_stays(self, depot, site):
        stay = going(depot, site, "135", transport="car", pickup_at="09.00")
        depot.do(day_rehab.change_pattern, stay_id=stay, from_on=TUESDAY, weekdays="2", transport="taxi",
                 pickup_at="10", today=TODAY)  # fmt: skip
        assert days_of(depot, stay, ahead(14), ahead(35)) == [ahead(n) for n in (14, 16, 18, 21, 22, 29)]
        ways = {one.day: one.pattern for one in day_plan.booked(depot.register, ahead(21), ahead(23))}
        assert [(way.transport, way.pickup_at) for way in ways.values()] == [("car", "09.00"), ("taxi", "10.00")]
        undo(depot)
        assert days_of(depot, stay, ahead(21), ahead(28)) == [ahead(n) for n in (21, 23, 25)]

    def test_today_is_told_what_holds_today(self, depot, site):
        stay = going(depot, site, "135")
        depot.do(day_rehab.change_pattern, stay_id=stay, from_on=TUESDAY, weekdays="2", today=TODAY)
        assert (row(depot, stay)["weekdays"], row(depot, stay)["next_weekdays"]) == ("135", "2")

    def test_a_change_from_the_first_day_leaves_nothing_before_it(self, depot, site):
        stay = going(depot, site, "135")
        depot.do(day_rehab.change_pattern, stay_id=stay, from_on="2026-01-01", weekdays="2", today=TODAY)
        assert depot.register.rows("SELECT * FROM stay_pattern") == []
        assert days_of(depot, stay, MONDAY, ahead(7)) == [ahead(1)]

    def test_no_change_after_the_last_day_and_none_of_a_night_stay(self, depot, site):
        stay = going(depot, site, "135")
        act = day_rehab.change_pattern
        assert refused(depot, act, stay_id=stay, from_on="2027-03-01", weekdays="2").why is Why.NOT_IN_STAY
        assert refused(depot, act, stay_id=stay, weekdays="7").why is Why.CENTRE_CLOSED
        over = going(depot, site, "1", state="discharged", confirmed=1, closed_on=TODAY)
        assert refused(depot, act, stay_id=over, weekdays="2").why is Why.STAY_STATE_FORBIDS

    def test_an_overtaken_change_is_refused(self, depot, site):
        stay = going(depot, site, "135")
        told = refused(depot, day_rehab.change_pattern, stay_id=stay, weekdays="2", rev=99)
        assert told.why is Why.OVERTAKEN


@pytest.fixture(scope="module")
def daily(tmp_path_factory):
    """A register with a day centre that is open all week."""
    for depot in filled(tmp_path_factory.mktemp("patterns")):
        yield depot, centre(depot, weekdays="1234567")


CHANGES = st.lists(st.tuples(st.integers(-3, 25), st.sampled_from(["1", "27", "345", "6"])), max_size=5)


@settings(max_examples=15)
@given(changes=CHANGES)
def test_any_row_of_changes_leaves_on_each_day_what_was_told_last_of_it(daily, changes):
    """Each change holds from its day on, over all that was told before; what is before its day it does not touch."""
    depot, site = daily
    stay = going(depot, site, "12", MONDAY, ahead(28))
    held_on: dict[int, Any] = dict.fromkeys(range(28), "12")
    for day, weekdays in changes:
        depot.do(day_rehab.change_pattern, stay_id=stay, from_on=ahead(day), weekdays=weekdays, today=TODAY)
        held_on |= dict.fromkeys(range(max(day, 0), 28), weekdays)
    assert days_of(depot, stay) == [ahead(n) for n in range(28) if str(n % 7 + 1) in held_on[n]]


class TestEnding:
    def test_the_last_day_is_attended_and_the_next_is_not(self, depot, site):
        stay = going(depot, site, "12345")
        depot.do(attendance.add_extra_day, stay_id=going(depot, site, "1"), on_day=ahead(24))
        depot.do(day_rehab.end_day_rehab, stay_id=stay, last_on=TODAY, goal_result="reached", today=TODAY)
        found = row(depot, stay)
        assert (found["state"], found["out_on"], found["closed_on"], found["goal_result"]) == (
            "discharged", ahead(19), TODAY, "reached")  # fmt: skip
        assert days_of(depot, stay)[-1] == TODAY
        assert check.problems(depot.register) == []
        undo(depot)
        assert (row(depot, stay)["state"], row(depot, stay)["out_on"]) == ("in", "2026-12-19")

    def test_what_was_booked_after_it_goes_and_comes_back_with_undo(self, depot, site):
        stay = going(depot, site, "1")
        depot.do(attendance.add_extra_day, stay_id=stay, on_day=ahead(24))
        put(depot, "stay_leave", stay_id=stay, kind="home", from_on=ahead(28), to_on=ahead(35))
        before = held(depot)
        depot.do(day_rehab.end_day_rehab, stay_id=stay, last_on=MONDAY, today=TODAY)
        assert held(depot)["attendance"] == held(depot)["stay_leave"] == []
        undo(depot)
        assert _unmarked(held(depot))["stay_leave"] == _unmarked(before)["stay_leave"]
        assert len(held(depot)["attendance"]) == 1

    def test_a_day_that_was_attended_after_it_is_kept(self, depot, site):
        stay = going(depot, site, "1")
        depot.do(attendance.register_attendance, stay_ids=[stay], on_day=ahead(7), state="attended", today=TODAY)
        depot.do(attendance.register_attendance, stay_ids=[stay], on_day=ahead(14), state="absent", today=TODAY)
        depot.do(day_rehab.end_day_rehab, stay_id=stay, last_on=MONDAY, today=TODAY)
        assert days_of(depot, stay) == [MONDAY, ahead(7)]

    def test_a_last_day_ahead_is_certain_and_the_stay_goes_on_until_then(self, depot, site):
        stay = going(depot, site, "135")
        depot.do(day_rehab.end_day_rehab, stay_id=stay, last_on=ahead(28), today=TODAY)
        assert (row(depot, stay)["state"], row(depot, stay)["confirmed"]) == ("in", 1)
        assert days_of(depot, stay)[-1] == ahead(28)
        assert day_rehab.finished(depot.register, today=TODAY) == []
        assert [one["stay_id"] for one in day_rehab.finished(depot.register, today=ahead(29))] == [stay]

    def test_not_before_it_began(self, depot, site):
        told = refused(depot, day_rehab.end_day_rehab, stay_id=going(depot, site), last_on="2026-10-01")
        assert (told.why, told.field) == (Why.OUT_BEFORE_IN, "last_on")


@pytest.mark.parametrize(("typed", "kept"), [
    ("8", "08.00"), ("8.30", "08.30"), ("830", "08.30"), ("Kl. 13:05", "13.05"), ("0815", "08.15"), ("", ""),
])  # fmt: skip
def test_a_time_is_read_as_people_write_it(typed, kept):
    assert day_rehab.time_of(typed) == kept


@pytest.mark.parametrize("typed", ["24", "8.60", "halv ni", "8.3"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(Rejected):
        day_rehab.time_of(typed)
