"""Who comes to a day centre, what is registered of each, and the figures of a period against a slow count."""

from datetime import date, timedelta

import pytest
from days import MONDAY, TODAY, ahead, as_it_was, centre, filled, going, put
from hypothesis import given, settings
from hypothesis import strategies as st

from db import attendance, day_plan, history, people
from db.errors import Rejected, Why
from db.stay_days import plus

FRIDAY, SATURDAY = ahead(4), ahead(5)


def booked(depot, day, site=None):
    found = day_plan.booked(depot.register, day, plus(day, 1), site_id=site)
    return {one.stay_id: one for one in found}


def undo(depot):
    history.undo_last(depot.register, staff="Jon", today=TODAY)


def refused(depot, act, **given) -> Rejected:
    with pytest.raises(Rejected) as told:
        depot.do(act, today=TODAY, **given)
    return told.value


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    yield from filled(tmp_path_factory.mktemp("days"))


@pytest.fixture
def depot(shared):
    yield from as_it_was(shared)


@pytest.fixture
def site(depot):
    return centre(depot)


@pytest.fixture
def stay(depot, site):
    return going(depot, site)


class TestWhoComes:
    def test_the_pattern_holds_from_the_first_day_to_the_one_before_the_last(self, depot, site):
        stay = going(depot, site, "135", MONDAY, ahead(11))
        found = day_plan.booked(depot.register, ahead(-7), ahead(28))
        assert [one.day for one in found] == [ahead(n) for n in (0, 2, 4, 7, 9)]
        assert attendance.planned(depot.register, site, MONDAY) == [stay]
        assert attendance.planned(depot.register, site, ahead(11)) == []

    def test_nobody_comes_on_a_red_day_or_while_the_centre_is_closed(self, depot, site):
        going(depot, site, "12345", "2026-12-14", "2027-01-05")
        put(depot, "closure", site_id=site, from_on="2026-12-28", to_on="2026-12-31", reason="Ferie")
        found = {one.day for one in day_plan.booked(depot.register, "2026-12-21", "2027-01-05")}
        assert found == {"2026-12-21", "2026-12-22", "2026-12-23", "2026-12-24", "2026-12-31", "2027-01-04"}

    def test_easter_closes_the_centre_from_thursday_to_monday(self, depot, site):
        going(depot, site, "12345", "2026-03-30", "2026-04-10")
        found = {one.day for one in day_plan.booked(depot.register, "2026-03-30", "2026-04-10")}
        assert found == {"2026-03-30", "2026-03-31", "2026-04-01", *(f"2026-04-{n:02}" for n in (7, 8, 9))}

    def test_a_closure_of_some_places_leaves_the_centre_open(self, depot, site, stay):
        put(depot, "closure", site_id=site, places=3, from_on=MONDAY, to_on=ahead(2), reason="Syk")
        assert attendance.planned(depot.register, site, MONDAY) == [stay]
        assert day_plan.centres(depot.register)[site].capacity(MONDAY) == 1

    def test_who_is_on_leave_does_not_come_and_is_back_on_its_last_day(self, depot, site, stay):
        put(depot, "stay_leave", stay_id=stay, kind="home", from_on=MONDAY, to_on=FRIDAY)
        assert attendance.planned(depot.register, site, ahead(2)) == []
        assert attendance.planned(depot.register, site, FRIDAY) == [stay]

    def test_the_dead_do_not_come(self, depot, site, stay):
        person = people.person(depot.register, depot.person)
        depot.do(people.change_person, person_id=depot.person, rev=person["rev"], died_on=ahead(2))
        assert attendance.planned(depot.register, site, MONDAY) == [stay]
        assert attendance.planned(depot.register, site, ahead(2)) == []

    def test_only_stays_that_came_about_are_counted(self, depot, site):
        going(depot, site, state="cancelled", closed_on=MONDAY, cancel_reason="user")
        going(depot, site, state="refused", closed_on=MONDAY, decided_on=MONDAY)
        over = going(depot, site, state="discharged", confirmed=1, closed_on=ahead(7), to_on=ahead(7))
        ahead_of = going(depot, site, state="planned")
        assert attendance.planned(depot.register, site, MONDAY) == [over, ahead_of]

    def test_two_centres_each_have_their_own(self, depot, site, stay):
        other = centre(depot, "Sentrum")
        elsewhere = going(depot, other, person_id=depot.do(people.add_person, last_name="Vik"))
        assert attendance.planned(depot.register, site, MONDAY) == [stay]
        assert attendance.planned(depot.register, other, MONDAY) == [elsewhere]

    def test_the_next_and_previous_open_day_pass_weekend_and_red_days(self, depot, site):
        step = day_plan.next_open
        assert step(depot.register, FRIDAY, 1) == ahead(7)
        assert step(depot.register, ahead(7), -1) == FRIDAY
        assert step(depot.register, "2026-04-01", 1) == "2026-04-07"
        assert step(depot.register, "2026-04-07", -1, site) == "2026-04-01"

    def test_without_a_centre_the_next_day_is_tomorrow(self, depot):
        assert day_plan.next_open(depot.register, FRIDAY, 1) == SATURDAY


class TestRegistering:
    def test_what_is_registered_stands_on_the_day_and_is_undone(self, depot, site, stay):
        depot.do(attendance.register_attendance, stay_ids=[stay], on_day=MONDAY, state="attended", today=TODAY)
        assert booked(depot, MONDAY)[stay].state == "attended"
        undo(depot)
        assert booked(depot, MONDAY)[stay].state == "planned"

    def test_another_answer_takes_the_place_of_the_first(self, depot, stay):
        for state, by in (("attended", None), ("cancelled", "user"), ("absent", None)):
            depot.do(attendance.register_attendance, stay_ids=[stay], on_day=MONDAY, state=state, cancelled_by=by,
                     today=TODAY)  # fmt: skip
        one = booked(depot, MONDAY)[stay]
        assert (one.state, one.cancelled_by) == ("absent", None)

    @pytest.mark.parametrize(("day", "by", "in_time"), [
        (ahead(16), "user", False), (ahead(18), "user", False), (ahead(21), "user", True), (ahead(18), "us", True),
        (ahead(18), "hospital", False),
    ])  # fmt: skip
    def test_a_cancellation_is_in_time_before_its_day_or_from_us(self, depot, stay, day, by, in_time):
        depot.do(attendance.register_attendance, stay_ids=[stay], on_day=day, state="cancelled", cancelled_by=by,
                 today=TODAY)  # fmt: skip
        assert booked(depot, day)[stay].in_time is in_time
        assert not booked(depot, day)[stay].comes

    def test_who_cancels_does_not_come(self, depot, site, stay):
        depot.do(attendance.register_attendance, stay_ids=[stay], on_day=ahead(21), state="cancelled",
                 cancelled_by="hospital", today=TODAY)  # fmt: skip
        assert attendance.planned(depot.register, site, ahead(21)) == []

    def test_a_day_ahead_can_be_cancelled_but_not_attended(self, depot, stay):
        told = refused(depot, attendance.register_attendance, stay_ids=[stay], on_day=ahead(21), state="attended")
        assert (told.why, told.field) == (Why.DAY_IN_FUTURE, "on_day")

    def test_a_cancellation_needs_who_cancelled(self, depot, stay):
        told = refused(depot, attendance.register_attendance, stay_ids=[stay], on_day=MONDAY, state="cancelled")
        assert (told.why, told.field) == (Why.MISSING_VALUE, "cancelled_by")

    def test_nothing_is_registered_outside_the_stay_or_on_a_closed_day(self, depot, stay):
        act = attendance.register_attendance
        assert refused(depot, act, stay_ids=[stay], on_day=ahead(-7), state="attended").why is Why.NOT_IN_STAY
        assert refused(depot, act, stay_ids=[stay], on_day=SATURDAY, state="attended").why is Why.CENTRE_CLOSED

    def test_nothing_of_several_is_written_where_one_is_refused(self, depot, site, stay):
        later = going(depot, site, from_on=ahead(7))
        refused(depot, attendance.register_attendance, stay_ids=[stay, later], on_day=MONDAY, state="attended")
        assert booked(depot, MONDAY)[stay].state == "planned"

    def test_who_attends_a_planned_stay_is_in_it(self, depot, site):
        stay = going(depot, site, state="planned")
        depot.do(attendance.register_attendance, stay_ids=[stay], on_day=MONDAY, state="attended", today=TODAY)
        assert depot.register.value("SELECT state FROM stay WHERE stay_id = :ref", ref=stay) == "in"
        undo(depot)
        assert depot.register.value("SELECT state FROM stay WHERE stay_id = :ref", ref=stay) == "planned"

    def test_taking_back_leaves_the_day_as_it_was_planned(self, depot, site, stay):
        depot.do(attendance.register_attendance, stay_ids=[stay], on_day=MONDAY, state="absent", today=TODAY)
        depot.do(attendance.clear_attendance, stay_ids=[stay], on_day=MONDAY)
        assert booked(depot, MONDAY)[stay].state == "planned"
        assert refused(depot, attendance.clear_attendance, stay_ids=[stay], on_day=MONDAY).why is Why.NOTHING_REGISTERED
        undo(depot)
        assert booked(depot, MONDAY)[stay].state == "absent"


class TestExtraDays:
    def test_an_extra_day_is_booked_registered_cleared_and_taken_out(self, depot, site, stay):
        depot.do(attendance.add_extra_day, stay_id=stay, on_day=ahead(1))
        assert booked(depot, ahead(1))[stay].extra
        depot.do(attendance.register_attendance, stay_ids=[stay], on_day=ahead(1), state="attended", today=TODAY)
        depot.do(attendance.clear_attendance, stay_ids=[stay], on_day=ahead(1))
        assert booked(depot, ahead(1))[stay].state == "planned"
        depot.do(attendance.clear_attendance, stay_ids=[stay], on_day=ahead(1))
        assert booked(depot, ahead(1)) == {}
        undo(depot)
        assert booked(depot, ahead(1))[stay].extra

    def test_no_extra_day_where_there_is_one_already_or_the_centre_is_closed(self, depot, stay):
        act = attendance.add_extra_day
        assert refused(depot, act, stay_id=stay, on_day=MONDAY).why is Why.BOOKED_ALREADY
        assert refused(depot, act, stay_id=stay, on_day=SATURDAY).why is Why.CENTRE_CLOSED
        assert refused(depot, act, stay_id=stay, on_day="2026-12-25").why is Why.NOT_IN_STAY

    def test_who_was_there_counts_although_the_stay_ends_earlier_now(self, depot, site, stay):
        depot.do(attendance.register_attendance, stay_ids=[stay], on_day=FRIDAY, state="attended", today=TODAY)
        depot.do(_shorten, stay_id=stay, to_on=ahead(2))
        assert booked(depot, FRIDAY)[stay].state == "attended"
        depot.do(attendance.clear_attendance, stay_ids=[stay], on_day=FRIDAY)
        assert booked(depot, FRIDAY) == {}


def _shorten(tx, stay_id, to_on):
    segment = tx.value("SELECT stay_segment_id FROM stay_segment WHERE stay_id = :ref", ref=stay_id)
    tx.update("stay_segment", segment, to_on=to_on)


class TestTransport:
    def test_another_way_on_one_day_changes_no_other_day(self, depot, site):
        stay = going(depot, site, transport="car", pickup_at="09.15")
        depot.do(attendance.change_transport, stay_ids=[stay], on_day=MONDAY, transport="family")
        assert booked(depot, MONDAY)[stay].pattern.transport == "family"
        assert booked(depot, ahead(2))[stay].pattern.transport == "car"
        undo(depot)
        assert booked(depot, MONDAY)[stay].pattern.transport == "car"

    def test_who_is_driven_stands_by_the_time_and_only_who_comes(self, depot, site):
        late, early, taxi = (going(depot, site, transport=way, pickup_at=at)
                             for way, at in (("car", "10.00"), ("car", "8.30"), ("taxi", "")))  # fmt: skip
        away = going(depot, site, transport="car", pickup_at="07.00")
        going(depot, site, transport="family")
        depot.do(attendance.register_attendance, stay_ids=[away], on_day=MONDAY, state="cancelled",
                 cancelled_by="user", today=TODAY)  # fmt: skip
        assert [row["stay_id"] for row in attendance.driven(depot.register, MONDAY)] == [early, late, taxi]

    def test_handing_out_is_in_the_history_and_is_not_what_undo_takes_back(self, depot, stay):
        depot.do(attendance.register_attendance, stay_ids=[stay], on_day=MONDAY, state="absent", today=TODAY)
        depot.do(attendance.hand_out_transport, on_day=MONDAY, stay_ids=[stay])
        assert history.listing(depot.register)[0]["verb"] == "hand_out_transport"
        undo(depot)
        assert booked(depot, MONDAY)[stay].state == "planned"


class TestLists:
    def test_a_list_is_ordered_found_in_and_told(self, depot, site):
        other = depot.do(people.add_person, first_name="Bo", last_name="Vik", born_on="1950-01-01")
        first = going(depot, site, pickup_at="10.00", transport="car")
        second = going(depot, site, person_id=other, pickup_at="9.30")
        ids = attendance.ids
        assert ids(depot.register, MONDAY) == [second, first]
        assert ids(depot.register, MONDAY, order="name") == [first, second]
        assert ids(depot.register, MONDAY, order="transport", descending=True) == [first, second]
        assert ids(depot.register, MONDAY, text="bo vik") == [second]
        row = attendance.day_rows(depot.register, MONDAY, stay_ids=[first], today=TODAY)[0]
        assert (row["day_state"], row["last_name"], row["site"]) == ("missing", "Nordmann", "Dagsenteret")

    def test_the_week_tells_who_comes_and_what_is_left_and_why_it_is_closed(self, depot, site):
        for _n in range(5):
            going(depot, site, "1", "2026-12-01", "2027-01-31")
        put(depot, "closure", site_id=site, from_on="2026-12-22", to_on="2026-12-24", reason="Kurs")
        found = {row["day"]: row for row in attendance.week(depot.register, "2026-12-23")}
        assert [found["2026-12-21"][key] for key in ("coming", "capacity", "left")] == [5, 4, -1]
        assert [row["closed_as"] for row in found.values()] == ["", "closed:Kurs", "closed:Kurs", "", "christmas_day"]

    def test_room_by_weekday_looks_past_a_red_day(self, depot, site):
        going(depot, site, "15", "2026-12-21", "2027-02-01")
        found = attendance.weekday_room(depot.register, site, "2026-12-21")
        assert found == {"1": (1, 4), "2": (0, 4), "3": (0, 4), "4": (0, 4), "5": (1, 4)}

    def test_days_that_nobody_has_registered_are_told(self, depot, stay):
        depot.do(attendance.register_attendance, stay_ids=[stay], on_day=MONDAY, state="attended", today=TODAY)
        assert attendance.unregistered(depot.register, MONDAY, ahead(7)) == [ahead(2), FRIDAY]


class TestFigures:
    def test_a_fortnight_counted_by_hand(self, depot, site):
        """Two people three days a week; eight opening days, for one of them the centre is closed and one is half."""
        first, second = going(depot, site, "135"), going(depot, site, "24")
        put(depot, "closure", site_id=site, from_on=ahead(9), to_on=ahead(10), reason="Kurs")
        put(depot, "closure", site_id=site, places=2, from_on=ahead(10), to_on=ahead(12), reason="Syk")
        depot.do(attendance.add_extra_day, stay_id=second, on_day=ahead(4))
        tell = attendance.register_attendance
        for stay, day, state, by, in_time in (
            (first, 0, "attended", None, None), (first, 2, "absent", None, None),
            (first, 4, "cancelled", "user", True), (first, 7, "cancelled", "hospital", False),
            (second, 1, "attended", None, None), (second, 4, "attended", None, None),
        ):  # fmt: skip
            depot.do(tell, stay_ids=[stay], on_day=ahead(day), state=state, cancelled_by=by, in_time=in_time,
                     today=TODAY)  # fmt: skip
        (found,) = attendance.day_figures(depot.register, MONDAY, ahead(14))
        assert (found.opening_days, found.capacity) == (9, 9 * 4 - 2 * 2)
        assert (found.attended, found.absent, found.cancelled_late, found.cancelled_in_time) == (3, 1, 1, 1)
        assert (found.booked, found.unregistered, found.extra, found.persons) == (9, 4, 1, 1)
        assert round(found.used_percent or 0, 1) == 9.4
        assert round(found.booked_percent or 0, 1) == 28.1
        assert round(found.absence_percent or 0, 1) == 22.2

    def test_a_centre_without_room_has_no_share(self, depot):
        site = centre(depot, places=0)
        going(depot, site)
        (found,) = attendance.day_figures(depot.register, MONDAY, ahead(7))
        assert (found.capacity, found.used_percent, found.booked_percent, found.absence_percent) == (0, None, None, 0)


# against a slow count

DAYS = st.integers(0, 20)
PATTERN = st.sets(st.sampled_from("1234567"), min_size=1).map(lambda days: "".join(sorted(days)))


@st.composite
def spans(draw, least=0):
    first = draw(DAYS)
    return first, first + draw(st.integers(least, 9))


WORLD = st.fixed_dictionaries({
    "opens": PATTERN,
    "places": st.integers(0, 3),
    "stays": st.lists(st.tuples(spans(), PATTERN, st.dictionaries(DAYS, PATTERN, max_size=2)), max_size=3),
    "leaves": st.lists(st.tuples(st.integers(0, 2), spans()), max_size=2),
    "closures": st.lists(st.tuples(st.sampled_from([None, 1]), spans(1)), max_size=2),
    "rows": st.dictionaries(st.tuples(st.integers(0, 2), DAYS), st.sampled_from(
        ["planned", "attended", "absent", "cancelled"]), max_size=4),
})  # fmt: skip
START = "2026-12-18"  # three weeks from here hold Christmas and the turn of the year
REDS = {"2026-12-25", "2026-12-26", "2027-01-01"}


def on(number: int) -> str:
    return (date.fromisoformat(START) + timedelta(number)).isoformat()


def slow(world, who: int, number: int) -> str | None:
    """The state of one stay on one day, None where it is not booked: read from the description, rule by rule."""
    (first, last), pattern, changes = world["stays"][who]
    row = world["rows"].get((who, number))
    shut = any(places is None and since <= number < until for places, (since, until) in world["closures"])
    weekday = str(date.fromisoformat(on(number)).isoweekday())
    usable = weekday in world["opens"] and on(number) not in REDS and not shut and first <= number < last
    if not usable:
        return row if row == "attended" and last >= first else None
    if row is not None:
        return row
    for day in sorted(changes):  # each is what holds from its day on
        pattern = changes[day] if number >= day else pattern
    away = any(whose == who and since <= number < until for whose, (since, until) in world["leaves"])
    return "planned" if weekday in pattern and not away else None


def slow_room(world, number: int) -> int:
    closed = [places for places, (since, until) in world["closures"] if since <= number < until]
    weekday = str(date.fromisoformat(on(number)).isoweekday())
    if None in closed or weekday not in world["opens"] or on(number) in REDS:
        return 0
    return max(0, world["places"] - sum(closed))


def build(depot, world, number: int):
    site = centre(depot, f"Senter {number}", world["places"], world["opens"])
    stays = []
    for (first, last), pattern, changes in world["stays"]:
        held = [pattern, *(changes[day] for day in sorted(changes))]
        stays.append(going(depot, site, held[-1], on(first), on(last)))
        for until, weekdays in zip(sorted(changes), held, strict=False):
            put(depot, "stay_pattern", stay_id=stays[-1], until_on=on(until), weekdays=weekdays, transport="none",
                transport_note="", pickup_at="")  # fmt: skip
    for places, (since, until) in world["closures"]:
        put(depot, "closure", site_id=site, places=places, from_on=on(since), to_on=on(until), reason="Kurs")
    for who, (since, until) in world["leaves"]:
        if who < len(stays):
            put(depot, "stay_leave", stay_id=stays[who], kind="home", from_on=on(since), to_on=on(until))
    for (who, day), state in world["rows"].items():
        if who < len(stays):
            by = "user" if state == "cancelled" else None
            put(depot, "attendance", stay_id=stays[who], on_day=on(day), state=state, cancelled_by=by, in_time=0)
    return site, stays


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    yield from filled(tmp_path_factory.mktemp("worlds"))


@settings(max_examples=20)
@given(world=WORLD)
def test_booked_days_and_figures_agree_with_a_slow_count(worlds, world):
    worlds.worlds = getattr(worlds, "worlds", 0) + 1
    site, stays = build(worlds, world, worlds.worlds)
    found = {(one.stay_id, one.day): one.state
             for one in day_plan.booked(worlds.register, on(-3), on(35), site_id=site)}  # fmt: skip
    expected = {(ref, on(n)): state for who, ref in enumerate(stays) for n in range(-3, 35)
                if (state := slow(world, who, n)) is not None}  # fmt: skip
    assert found == expected
    told = [one for one in attendance.day_figures(worlds.register, on(-3), on(35)) if one.site_id == site]
    room, states = sum(slow_room(world, n) for n in range(-3, 35)), list(expected.values())
    assert [(one.capacity, one.booked, one.attended, one.absent, one.cancelled_late) for one in told] == (
        [(room, len(states), states.count("attended"), states.count("absent"), states.count("cancelled"))]
        if room or states
        else []
    )
