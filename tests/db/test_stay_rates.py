"""The 60 nights of a calendar year against a slow count, and what days cost by the rates that held on them."""

from datetime import date, timedelta

import pytest
from days import TODAY, as_it_was, centre, filled, going, put, staying
from hypothesis import given, settings
from hypothesis import strategies as st

from db import attendance, history, people, stay_rates
from db import settings as chosen
from db.errors import Rejected, Why

# What one municipality wrote on its pages for some years, in kroner; nobody is charged by them.
SEEN = {"2022-01-01": (175, 95), "2023-01-01": (180, 100)}


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    yield from filled(tmp_path_factory.mktemp("rates"))


@pytest.fixture
def depot(shared):
    yield from as_it_was(shared)


@pytest.fixture
def ward(depot):
    return put(depot, "site", name="Avdelingen", name_key="avdelingen", kind="ward")


def count(depot, year=2026, today=TODAY, person_id=None):
    return stay_rates.sixty_day_count(depot.register, person_id or depot.person, year, today)


def past(depot, ward, *days, **more):
    return staying(depot, *days, site=ward, state="discharged", **more)


class TestSixtyNights:
    def test_the_day_of_leaving_does_not_count_and_a_same_day_stay_is_no_night(self, depot, ward):
        past(depot, ward, ("2026-03-01", "2026-03-04"))
        past(depot, ward, ("2026-04-01", "2026-04-01"))
        assert (count(depot).used, count(depot).ahead, count(depot).left) == (3, 0, 57)

    def test_respite_and_acute_stays_do_not_count(self, depot, ward):
        for purpose in ("respite", "acute"):
            past(depot, ward, ("2026-03-01", "2026-03-31"), purpose=purpose)
        past(depot, ward, ("2026-05-01", "2026-05-06"), purpose="assessment")
        assert count(depot).used == 5

    def test_a_move_goes_on_and_a_bought_night_counts_as_one_of_ours(self, depot, ward):
        bought = put(depot, "site", name="Senteret", name_key="senteret", kind="external")
        past(depot, ward, ("2026-03-01", "2026-03-05"), ("2026-03-05", "2026-03-11"))
        past(depot, bought, ("2026-06-01", "2026-06-08"))
        assert count(depot).used == 10 + 7

    def test_a_night_is_one_also_where_two_stays_share_it(self, depot, ward):
        past(depot, ward, ("2026-03-01", "2026-03-11"))
        past(depot, ward, ("2026-03-06", "2026-03-16"))
        assert count(depot).used == 15

    def test_nights_on_leave_are_none(self, depot, ward):
        stay = past(depot, ward, ("2026-03-01", "2026-03-11"))
        put(depot, "stay_leave", stay_id=stay, kind="hospital", from_on="2026-03-04", to_on="2026-03-06")
        assert count(depot).used == 8

    def test_new_year_parts_the_nights(self, depot, ward):
        past(depot, ward, ("2025-12-20", "2026-01-05"))
        assert (count(depot, 2025).used, count(depot, 2026).used) == (12, 4)

    def test_a_leap_day_is_a_night(self, depot, ward):
        past(depot, ward, ("2024-02-28", "2024-03-01"))
        assert count(depot, 2024).used == 2

    def test_the_sixtieth_night_lies_within_a_stay_that_is_planned_for_longer(self, depot, ward):
        past(depot, ward, ("2026-02-01", "2026-03-13"))  # 40 nights
        staying(depot, ("2026-11-08", "2026-12-08"), site=ward)
        told = count(depot)
        assert (told.used, told.ahead, told.sixtieth_on, told.warns) == (52, 18, "2026-11-27", True)

    def test_who_stays_over_time_uses_nights_until_today(self, depot, ward):
        staying(depot, ("2026-11-01", "2026-11-10"), site=ward)
        assert (count(depot).used, count(depot).ahead) == (19, 0)

    def test_a_planned_stay_that_nobody_came_to_used_nothing(self, depot, ward):
        staying(depot, ("2026-11-10", "2026-11-25"), site=ward, state="planned")
        assert (count(depot).used, count(depot).ahead) == (0, 5)

    def test_day_rehab_is_no_night(self, depot):
        going(depot, centre(depot))
        assert count(depot).used == 0

    def test_who_is_near_is_told_from_the_fiftieth_night_while_staying(self, depot, ward):
        def other(name, nights, now=True):
            person = depot.do(people.add_person, last_name=name)
            first = (date(2026, 2, 1) + timedelta(nights - 2)).isoformat()
            past(depot, ward, ("2026-02-01", first), person_id=person)
            if now:
                staying(depot, ("2026-11-18", "2026-11-30"), site=ward, person_id=person)
            return person

        fifty, _forty_nine, more, _gone = other("A", 50), other("B", 49), other("C", 58), other("D", 55, now=False)
        found = stay_rates.near_sixty(depot.register, TODAY)
        assert [(one.person_id, one.used) for one in found] == [(more, 58), (fifty, 50)]
        assert all(one.stay_id is not None for one in found)
        assert stay_rates.near_sixty(depot.register, "2027-01-02") == []


class TestRates:
    def test_a_rate_is_entered_mended_and_taken_out(self, depot):
        ref = depot.do(stay_rates.set_rate, kind="full_day", from_on="2026-01-01", amount_ore=19500, source="Lovdata")
        depot.do(stay_rates.change_rate, stay_rate_id=ref, amount_ore=19600)
        assert [row["amount_ore"] for row in stay_rates.rates(depot.register)] == [19600]
        depot.do(stay_rates.remove_rate, stay_rate_id=ref)
        assert stay_rates.rates(depot.register) == []
        history.undo_last(depot.register, staff="Jon", today=TODAY)
        assert [row["stay_rate_id"] for row in stay_rates.rates(depot.register)] == [ref]

    def test_two_rates_of_a_kind_do_not_begin_on_the_same_day(self, depot):
        given = {"kind": "full_day", "from_on": "2026-01-01", "amount_ore": 100}
        depot.do(stay_rates.set_rate, **given)
        with pytest.raises(Rejected) as told:
            depot.do(stay_rates.set_rate, **given)
        assert (told.value.why, told.value.field) == (Why.RATE_TAKEN, "from_on")
        depot.do(stay_rates.set_rate, **given | {"kind": "day_or_night"})

    @pytest.mark.parametrize(("field", "value"), [("kind", "week"), ("from_on", None), ("amount_ore", None),
                                                  ("amount_ore", -1)])  # fmt: skip
    def test_what_is_missing_is_told_beside_its_field(self, depot, field, value):
        given = {"kind": "full_day", "from_on": "2026-01-01", "amount_ore": 100} | {field: value}
        with pytest.raises(Rejected) as told:
            depot.do(stay_rates.set_rate, **given)
        assert told.value.field == field


class TestCharge:
    @pytest.fixture(autouse=True)
    def rated(self, depot):
        for from_on, (full, half) in SEEN.items():
            depot.do(stay_rates.set_rate, kind="full_day", from_on=from_on, amount_ore=full * 100)
            depot.do(stay_rates.set_rate, kind="day_or_night", from_on=from_on, amount_ore=half * 100)

    def test_each_night_costs_what_held_on_it(self, depot, ward):
        stay = past(depot, ward, ("2022-12-30", "2023-01-03"))
        told = stay_rates.charge_of_stay(depot.register, stay, today=TODAY)
        assert [(line.days, line.rate_ore) for line in told.lines] == [(2, 17500), (2, 18000)]
        assert told.amount_ore == 2 * 17500 + 2 * 18000

    def test_a_month_is_cut_at_its_edges_and_ends_today(self, depot, ward):
        staying(depot, ("2023-05-20", "2023-06-20"), site=ward)
        told = stay_rates.charge(depot.register, depot.person, "2023-06-01", "2023-07-01", today="2023-06-11")
        assert told.amount_ore == 10 * 18000

    def test_both_days_bill_the_day_of_leaving_too_but_change_no_count(self, depot, ward):
        depot.do(chosen.choose, values={"stay_billing_days": "both_days"})
        stay = past(depot, ward, ("2023-03-01", "2023-03-04"))
        assert stay_rates.charge_of_stay(depot.register, stay, today=TODAY).lines[0].days == 4
        assert count(depot, 2023).used == 3

    def test_two_stays_that_meet_bill_their_common_day_once(self, depot, ward):
        depot.do(chosen.choose, values={"stay_billing_days": "both_days"})
        past(depot, ward, ("2023-03-01", "2023-03-04"))
        past(depot, ward, ("2023-03-04", "2023-03-06"))
        told = stay_rates.charge(depot.register, depot.person, "2023-03-01", "2023-04-01", today=TODAY)
        assert told.lines[0].days == 6

    def test_nights_after_the_sixtieth_have_no_rate_per_day(self, depot, ward):
        past(depot, ward, ("2023-01-01", "2023-02-20"))  # 50 nights
        stay = past(depot, ward, ("2023-05-01", "2023-05-16"))
        told = stay_rates.charge_of_stay(depot.register, stay, today=TODAY)
        assert (told.lines[0].days, told.beyond) == (10, 5)

    def test_days_before_the_first_rate_are_told_and_cost_nothing_yet(self, depot, ward):
        stay = past(depot, ward, ("2021-12-30", "2022-01-02"))
        told = stay_rates.charge_of_stay(depot.register, stay, today=TODAY)
        assert (told.missing, told.amount_ore) == (("2021-12-30", "2021-12-31"), 17500)

    def test_attended_days_of_day_rehab_cost_the_rate_of_a_day(self, depot):
        stay = going(depot, centre(depot), "12345", "2023-03-06", "2023-03-11")
        tell = attendance.register_attendance
        for day, state in (("2023-03-06", "attended"), ("2023-03-07", "absent"), ("2023-03-08", "attended")):
            depot.do(tell, stay_ids=[stay], on_day=day, state=state, today=TODAY)
        told = stay_rates.charge(depot.register, depot.person, "2023-03-01", "2023-04-01", today=TODAY)
        assert [(line.kind, line.days, line.amount_ore) for line in told.lines] == [("day_or_night", 2, 20000)]

    def test_respite_costs_nothing(self, depot, ward):
        stay = past(depot, ward, ("2023-03-01", "2023-03-04"), purpose="respite")
        assert stay_rates.charge_of_stay(depot.register, stay, today=TODAY).amount_ore == 0


# against a slow count

START = date(2026, 11, 1)
SPAN = st.integers(0, 90).flatmap(lambda first: st.integers(first, first + 70).map(lambda last: (first, last)))
STAY = st.fixed_dictionaries({
    "span": SPAN,
    "purpose": st.sampled_from(["rehabilitation", "assessment", "respite"]),
    "state": st.sampled_from(["planned", "in", "discharged"]),
    "confirmed": st.booleans(),
    "leave": st.none() | SPAN,
})  # fmt: skip


def on(number: int) -> date:
    return START + timedelta(number)


def slow(stays, year: int, today: date) -> tuple[int, int, date | None]:
    """Used, ahead and the 60th night, day by day: on each night, is there a stay that this is a night of?"""
    used, ahead, nights = 0, 0, []
    for number in range(-5, 400):
        night, gone, coming = on(number), False, False
        for one in stays:
            first, last = one["span"]
            if one["state"] == "discharged":
                here = first <= number < last and night < today
            elif one["state"] == "in":
                here = first <= number and (number < last or night < today)  # in until told to have left
            else:
                here = first <= number < last and night >= today
            away = one["leave"] is not None and one["leave"][0] <= number < one["leave"][1]
            if here and not away and one["purpose"] != "respite":
                gone, coming = gone or night < today, coming or night >= today
        if night.year == year and (gone or coming):
            used, ahead, nights = used + gone, ahead + coming, [*nights, night]
    return used, ahead, nights[59] if len(nights) >= 60 else None


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A register with a ward, where every example has a person of its own."""
    for depot in filled(tmp_path_factory.mktemp("nights")):
        yield depot, put(depot, "site", name="Avdelingen", name_key="avdelingen", kind="ward")


@settings(max_examples=25)
@given(stays=st.lists(STAY, max_size=3), today=st.integers(0, 170), year=st.sampled_from([2026, 2027]))
def test_the_counter_agrees_with_a_slow_count(house, stays, today, year):
    """Discharged stays have ended: their span is cut at today."""
    nights, ward = house
    person = nights.do(people.add_person, last_name="Vik")
    for one in stays:
        first, last = one["span"]
        if one["state"] != "planned":
            first = min(first, today)
            last = min(last, today) if one["state"] == "discharged" else last
            one["span"] = first, max(first, last)
        days = (on(one["span"][0]).isoformat(), on(one["span"][1]).isoformat())
        confirmed = {"confirmed": 1} if one["confirmed"] else {}
        stay = staying(nights, days, site=ward, person_id=person, purpose=one["purpose"], state=one["state"],
                       **confirmed)  # fmt: skip
        if one["leave"] is not None:
            since, until = (on(day).isoformat() for day in one["leave"])
            put(nights, "stay_leave", stay_id=stay, kind="home", from_on=since, to_on=until)
    told = stay_rates.sixty_day_count(nights.register, person, year, on(today).isoformat())
    used, ahead, sixtieth = slow(stays, year, on(today))
    assert (told.used, told.ahead, told.sixtieth_on) == (used, ahead, sixtieth and sixtieth.isoformat())
