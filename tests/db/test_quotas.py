"""Bought nights: the figures of an agreement against the worked example, the turn of the year, and a slow count."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from filled import TODAY, fill
from hypothesis import given, settings
from hypothesis import strategies as st

from db import history, quotas, stay_places
from db.connection import Register
from db.errors import Rejected, Why

OSEN = {"nights": 193, "amount_ore": 58_000_000, "outside_ore": 350_000}


@pytest.fixture(scope="module")
def depot(tmp_path_factory):
    register = Register.create(tmp_path_factory.mktemp("quotas") / "lager.hverdag")
    yield fill(register)
    register.close()


@pytest.fixture
def supplier(depot):
    return Supplier(depot)


class Supplier:
    """A supplier of its own, so that tests share the register."""

    def __init__(self, depot):
        self.depot, self.db = depot, depot.register
        number = self.db.value("SELECT count(*) FROM site")
        self.site = depot.do(stay_places.add_site, name=f"Fjordgløtt {number}", kind="external")

    def buys(self, year=2026, **more):
        return self.depot.do(quotas.add_quota, site_id=self.site, year=year, **OSEN | more)

    def stay(self, from_on, to_on, state="discharged", **more):
        return self.depot.do(lives, spans=[(self.site, from_on, to_on)], state=state, **more)

    def row(self, quota_id, today=TODAY):
        return quotas.quota(self.db, quota_id, today=today)

    def shows(self, quota_id, *names, today=TODAY):
        row = self.row(quota_id, today)
        return tuple(row[name] for name in names)


def lives(tx, *, spans, state, form="night"):
    """A stay as the acts of db.stay_acts leave it, with its segments (site, from, to)."""
    left = {"closed_on": spans[-1][2], "confirmed": 1} if state == "discharged" else {}
    left |= {"closed_on": spans[-1][2], "cancel_reason": "user"} if state == "cancelled" else {}
    stay = tx.insert("stay", person_id=1, form=form, purpose="rehabilitation", state=state,
                     received_on="2025-01-01", **left)  # fmt: skip
    for site_id, from_on, to_on in spans:
        tx.insert("stay_segment", stay_id=stay, site_id=site_id, from_on=from_on, to_on=to_on)
    return stay


def why(act, *args, **given) -> Why:
    with pytest.raises(Rejected) as told:
        act(*args, **given)
    return told.value.why


# the worked example


def test_osen_bought_193_nights_for_580_000(supplier):
    quota = supplier.buys()
    supplier.stay("2026-01-05", "2026-07-17")  # 193 nights: all of it
    row = supplier.row(quota)
    assert (row["used"], row["reserved"], row["left"], row["price_ore"]) == (193, 0, 0, 300_518)
    assert (row["cost_a"], row["unused_ore"], row["share"], row["agreed_ore"]) == (58_000_000, 0, 100, 300_518)
    assert row["warnings"] == ["used_up"]
    assert row["reached_on"] is None


def test_half_a_year_with_half_of_it_used(supplier):
    quota = supplier.buys()
    supplier.stay("2026-01-01", "2026-04-01")  # 90
    supplier.stay("2026-08-01", "2026-08-21", "planned")  # 20
    row = supplier.row(quota, "2026-07-02")  # 182 of 365 days have passed
    assert (row["total"], row["used"], row["reserved"], row["left"]) == (193, 90, 20, 83)
    assert (row["elapsed"], row["straight"]) == (182, 96.2)  # 193 × 182 / 365
    assert (row["forecast_a"], row["forecast_b"]) == (110, 180.5)  # 90 / 182 × 365
    assert (row["cost_a"], row["cost_b"], row["price_ore"]) == (58_000_000, 58_000_000, 644_444)
    assert row["unused_ore"] == 3_758_128  # (193 − 180.494…) × 580 000 / 193
    assert row["warnings"] == []


def test_nights_beyond_the_quota_cost_their_own_price(supplier):
    quota = supplier.buys()
    supplier.stay("2026-01-01", "2026-06-20")  # 170
    supplier.stay("2026-09-01", "2026-10-11", "planned")  # 40
    row = supplier.row(quota, "2026-07-02")
    assert (row["left"], row["forecast_a"], row["cost_a"]) == (-17, 210, 58_000_000 + 17 * 350_000)
    assert row["cost_b"] == 58_000_000 + round(Fraction(170 * 365, 182) * 350_000) - 193 * 350_000
    assert row["unused_ore"] == 0
    assert row["reached_on"] == "2026-09-24"  # in the middle of the stay: 170 and 23 are within
    assert row["warnings"] == ["overbooked", "nearly"]
    supplier.depot.do(quotas.change_quota, quota_id=quota, outside_ore=None)
    assert supplier.shows(quota, "cost_a", "cost_b", today="2026-07-02") == (None, None)  # nobody knows the price


def test_a_price_inside_comes_on_top_of_the_fixed_amount(supplier):
    quota = supplier.buys(nights=100, amount_ore=0, inside_ore=300_000, outside_ore=400_000)
    supplier.stay("2026-01-01", "2026-01-31")
    assert supplier.shows(quota, "cost_a", "price_ore", today="2026-02-01") == (30 * 300_000, 0)


# the days of the year


def test_the_turn_of_the_year_parts_a_stay_between_two_agreements(supplier):
    old, new = supplier.buys(2025), supplier.buys(2026)
    supplier.stay("2025-12-30", "2026-01-03")
    assert [supplier.shows(one, "used") for one in (old, new)] == [(2,), (2,)]
    for one in (old, new):
        supplier.depot.do(quotas.change_quota, quota_id=one, counting="both_days")
    assert [supplier.shows(one, "used") for one in (old, new)] == [(2,), (3,)]  # 30. and 31.; 1., 2. and 3.


def test_the_day_of_leaving_on_new_years_day_counts_where_both_days_do(supplier):
    old, new = supplier.buys(2025, counting="both_days"), supplier.buys(2026, counting="both_days")
    supplier.stay("2025-12-31", "2026-01-01")
    assert [supplier.shows(one, "used") for one in (old, new)] == [(1,), (1,)]


def test_a_leap_year_has_366_days(supplier):
    quota = supplier.buys(2024, nights=366)
    supplier.stay("2024-02-28", "2024-03-01")
    assert supplier.shows(quota, "used", "elapsed", "straight", "days", today="2024-03-01") == (2, 60, 60.0, 366)
    assert supplier.shows(quota, "forecast_b", today="2024-03-01") == (12.2,)
    assert supplier.shows(quota, "forecast_b", today="2024-02-29") == (None,)  # 59 days have passed
    assert supplier.shows(quota, "straight", "forecast_b", today="2025-05-01") == (366.0, 2.0)


def test_a_stay_of_one_day_has_no_night_but_a_day(supplier):
    quota = supplier.buys()
    supplier.stay("2026-03-03", "2026-03-03")
    assert supplier.shows(quota, "used") == (0,)
    supplier.depot.do(quotas.change_quota, quota_id=quota, counting="both_days")
    assert supplier.shows(quota, "used") == (1,)


def test_who_should_have_left_uses_nights_until_told_to_have_left(supplier):
    quota = supplier.buys()
    supplier.stay("2026-11-10", "2026-11-15", "in")
    assert supplier.shows(quota, "used", "reserved") == (12, 0)


def test_who_is_there_has_used_what_has_passed_and_reserved_the_rest(supplier):
    quota = supplier.buys()
    supplier.stay("2026-11-20", "2026-11-30", "in")
    assert supplier.shows(quota, "used", "reserved") == (2, 8)
    (one,) = quotas.counted(supplier.db, supplier.row(quota), today=TODAY)
    assert (one.first_name, one.in_on, one.out_on, one.used, one.reserved) == (
        "Kari", "2026-11-20", "2026-11-30", 2, 8,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "reserved"), [("granted", 5), ("planned", 5), ("waiting", 0), ("applied", 0), ("cancelled", 0)]
)
def test_what_is_to_come_is_reserved_once_it_is_granted(supplier, state, reserved):
    quota = supplier.buys()
    supplier.stay("2026-12-01", "2026-12-06", state)
    assert supplier.shows(quota, "used", "reserved") == (0, reserved)


def test_who_never_came_has_used_nothing(supplier):
    quota = supplier.buys()
    supplier.stay("2026-11-18", "2026-11-25", "planned")
    assert supplier.shows(quota, "used", "reserved") == (0, 3)


def test_day_rehab_and_other_sites_take_no_bought_nights(supplier):
    quota, other = supplier.buys(), Supplier(supplier.depot)
    supplier.depot.do(lives, spans=[(supplier.site, "2026-03-01", "2026-03-20")], state="discharged", form="day")
    other.stay("2026-03-01", "2026-03-20")
    own = supplier.depot.do(stay_places.add_site, name=f"Heime {supplier.site}")
    spans = [(own, "2026-04-01", "2026-04-05"), (supplier.site, "2026-04-05", "2026-04-12")]
    spans += [(supplier.site, "2026-04-12", "2026-04-15"), (own, "2026-04-15", "2026-04-20")]
    supplier.depot.do(lives, spans=spans, state="discharged")
    assert supplier.shows(quota, "used") == (10,)
    supplier.depot.do(quotas.change_quota, quota_id=quota, counting="both_days")
    assert supplier.shows(quota, "used") == (11,)  # the day between its two parts is one day


# counted by hand, invoiced, carried over


def test_used_by_hand_stands_beside_our_own_count(supplier):
    quota = supplier.buys(counting="manual", manual_used=40, invoiced_nights=43)
    supplier.stay("2026-03-01", "2026-03-11")
    assert supplier.shows(quota, "used", "own_count", "deviation", "reached_on") == (40, 10, 3, None)
    supplier.depot.do(quotas.change_quota, quota_id=quota, counting="nights")
    assert supplier.shows(quota, "used", "manual_used", "deviation") == (10, None, 33)


def test_what_is_left_is_carried_over_where_the_agreement_says_so(supplier):
    supplier.buys(2025, carry_over=True)
    supplier.stay("2025-01-01", "2025-07-01")  # 181
    given = {"today": "2026-01-02"}
    assert quotas.carried(supplier.db, supplier.site, 2026, **given) == 12
    assert quotas.carried(supplier.db, supplier.site, 2025, **given) == 0
    quota = supplier.buys(carried_nights=12)
    assert quotas.carried(supplier.db, supplier.site, 2027, **given) == 0  # this one carries nothing over
    row = supplier.row(quota, "2026-01-02")
    assert (row["total"], row["left"], row["unused_ore"]) == (205, 205, 61_606_218)  # 205 × 580 000 / 193


# warnings


@pytest.mark.parametrize(
    ("used", "day", "told"),
    [
        (79, "2026-06-01", []),
        (80, "2026-06-01", ["nearly"]),
        (99, "2026-06-01", ["nearly"]),
        (100, "2026-06-01", ["used_up"]),
        (130, "2026-06-01", ["used_up"]),
        (50, "2026-09-01", []),
        (50, "2026-09-02", ["unused"]),
        (61, "2026-09-02", []),  # 61 / 244 × 365 = 91.25
        (60, "2026-09-02", ["unused"]),  # 89.75
    ],
)
def test_an_agreement_warns_at_80_and_100_and_in_autumn_below_90(supplier, used, day, told):
    quota = supplier.buys(nights=100)
    supplier.stay("2026-01-01", (date(2026, 1, 1) + timedelta(used)).isoformat())
    assert supplier.row(quota, day)["warnings"] == told
    assert [row["kind"] for row in quotas.warnings(supplier.db, day) if row["quota_id"] == quota] == told


def test_an_agreement_of_another_year_is_quiet(supplier):
    quota = supplier.buys(2025, nights=10)
    supplier.stay("2025-02-01", "2025-03-01")
    assert supplier.shows(quota, "warnings", "status") == ([], "ended")
    assert supplier.shows(quota, "status", today="2024-11-01") == ("coming",)
    assert supplier.row(supplier.buys(2026), "2026-02-01")["status"] == "fine"


# commands and lists


def test_an_agreement_is_one_for_each_supplier_and_year(supplier):
    supplier.buys()
    assert why(supplier.buys) is Why.YEAR_TAKEN
    ward = supplier.depot.do(stay_places.add_site, name=f"Heime {supplier.site}")
    given = {"year": 2026, **OSEN}
    assert why(supplier.depot.do, quotas.add_quota, site_id=ward, **given) is Why.NOT_A_SUPPLIER
    for wrong in ({"nights": 0}, {"amount_ore": -1}, {"counting": "weeks"}, {"carried_nights": -1}):
        assert why(supplier.buys, 2027, **wrong) is Why.MISSING_VALUE


def test_a_change_is_undone_and_one_of_somebody_else_is_not_written_over(supplier):
    quota = supplier.buys()
    supplier.depot.do(quotas.change_quota, quota_id=quota, nights=200, invoiced_nights=5)
    assert supplier.shows(quota, "nights", "invoiced_nights") == (200, 5)
    assert why(supplier.depot.do, quotas.change_quota, quota_id=quota, rev=1, nights=1) is Why.OVERTAKEN
    history.undo_last(supplier.db, staff="Jon", today=TODAY)
    assert supplier.shows(quota, "nights", "invoiced_nights") == (193, None)


def test_the_list_has_several_suppliers_and_sorts_by_any_figure(depot):
    one, other = Supplier(depot), Supplier(depot)
    mine = [one.buys(2031), other.buys(2031, nights=50, reference="Sak 31/7"), one.buys(2032, outside_ore=None)]
    given: Any = {"today": "2031-03-01"}
    asked = {order: quotas.ids(depot.register, order=order, **given) for order in (
        "name", "year", "total", "used", "left", "forecast_b", "cost_a", "status", "outside_ore", "price_ore",
    )}  # fmt: skip
    assert {len(found) for found in asked.values()} == {quotas.chips(depot.register, **given)["all"]}
    assert [ref for ref in asked["total"] if ref in mine][-1] == mine[1]
    assert [ref for ref in asked["year"] if ref in mine] == [mine[2], *mine[:2]]
    assert quotas.ids(depot.register, chip="year", **given) == mine[:2]
    assert quotas.ids(depot.register, text="sak 31/7", **given) == [mine[1]]
    assert quotas.ids(depot.register, site_id=one.site, **given) == [mine[2], mine[0]]
    assert why(quotas.quota, depot.register, 10_000, today=TODAY) is Why.NO_SUCH


# against a walk from day to day


def slow(site, spans, state, counting, year, today):
    """Used and reserved of one stay, asked day by day as the definitions say it."""
    used = reserved = 0
    leaves = max(spans[-1][2], today) if state == "in" else spans[-1][2]
    day = date(year, 1, 1)
    while day.year == year:
        iso = day.isoformat()
        counts = False
        for number, (where, a, b) in enumerate(spans):
            end = leaves if number == len(spans) - 1 else b
            counts |= where == site and (a <= iso <= end if counting == "both_days" else a <= iso < end)
        if counts and state in ("in", "discharged") and (iso < today or state == "discharged"):
            used += 1
        elif counts and state in ("in", "planned", "granted") and iso >= today:
            reserved += 1
        day += timedelta(1)
    return used, reserved


STATES = st.sampled_from(["granted", "planned", "waiting", "in", "discharged"])


@settings(max_examples=25)
@given(
    start=st.integers(-20, 10),
    lengths=st.lists(st.integers(0, 12), min_size=1, max_size=3),
    outside=st.integers(0, 3),
    state=STATES,
    counting=st.sampled_from(["nights", "both_days"]),
    gap=st.integers(-25, 30),
    year=st.sampled_from([2024, 2025]),
)
def test_the_count_is_that_of_a_walk_from_day_to_day(depot, start, lengths, outside, state, counting, gap, year):
    supplier, own = Supplier(depot), Supplier(depot).site
    begins = date(2025, 1, 1) + timedelta(start)
    edges = [begins]
    for length in lengths:
        edges.append(edges[-1] + timedelta(length))
    spans = [
        (own if number == outside else supplier.site, a.isoformat(), b.isoformat())
        for number, (a, b) in enumerate(pairwise(edges))
    ]
    today = (edges[0] + timedelta(gap)).isoformat()
    if state in ("in", "discharged"):
        today = max(today, spans[0][1] if state == "in" else spans[-1][2])
    depot.do(lives, spans=spans, state=state)
    quota = supplier.buys(year, counting=counting)
    assert supplier.shows(quota, "used", "reserved", today=today) == slow(
        supplier.site, spans, state, counting, year, today
    )


RUN = st.tuples(st.integers(0, 40), st.integers(0, 12), st.sampled_from(["in", "planned", "discharged"]))


@settings(max_examples=15)
@given(runs=st.lists(RUN, max_size=4), nights=st.integers(1, 25), counting=st.sampled_from(["nights", "both_days"]))
def test_the_quota_is_reached_on_the_day_that_a_walk_passes_it(depot, runs, nights, counting):
    supplier, today, stays = Supplier(depot), "2026-01-21", []
    quota = supplier.buys(2026, nights=nights, counting=counting)
    for start, length, state in runs:
        since = date(2026, 1, 1) + timedelta(start)
        until = since + timedelta(length)
        past = until.isoformat() <= today
        if (state == "discharged" and not past) or (state == "in" and since.isoformat() > today):
            state = "planned"
        stays.append((since.isoformat(), until.isoformat(), state))
        supplier.stay(since.isoformat(), until.isoformat(), state)
    left, day = nights, date(2026, 1, 1)
    while left >= 0 and day < date(2026, 3, 15):
        iso = day.isoformat()
        for since, until, state in stays:
            leaves = max(until, today) if state == "in" else until
            there = since <= iso < leaves or (counting == "both_days" and iso == leaves)
            left -= there and (state != "planned" or iso >= today)
        day += timedelta(1)
    expected = None if left >= 0 else (day - timedelta(1)).isoformat()
    assert supplier.shows(quota, "reached_on", today=today) == (expected,)
