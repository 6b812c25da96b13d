"""What an act opens for those who wait: told after it, and only where a place can really be had."""

from dataclasses import dataclass

import pytest
from stay_house import TODAY, House, build, copy_of

from db import closures, command, day_rehab, history, stay_acts, stay_lists, stay_openings, stay_places, stays


@dataclass
class Waiting(House):
    """A house with three stays and somebody who waits, by stay_id."""

    stay: int = 0
    late: int = 0
    planned: int = 0
    first: int = 0


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Rom 1 is left on the 14th, Rom 2 over its time, Rom 3 planned from the 12th; one waits for rehab."""
    house = Waiting(**vars(build(tmp_path_factory.mktemp("openings") / "a.hverdag")))
    house.stay = house.came(1, "2026-07-01", "2026-07-14")
    house.late = house.came(2, "2026-06-25", "2026-07-08")
    house.planned = house.book(3, "2026-07-12", "2026-07-20")
    house.first = house.waits()
    return house


@pytest.fixture
def house(built, tmp_path):
    made = copy_of(built, tmp_path / "a.hverdag")
    yield made
    made.register.close()


def opened(house, act, **arguments):
    """(room or site, from, to, who waits) of what an act opens, days as '07-10'."""
    done = command.run(house.register, act, staff="Jon", today=TODAY, **arguments)
    house.seq = done.op_seq
    found = stay_openings.of_op(house.register, done.op_seq, today=TODAY)
    return [(one.place, one.from_on[5:], one.to_on[5:], one.waiting) for one in found]


def test_an_early_discharge_opens_the_nights_that_were_not_used_and_a_week_at_the_least(house):
    assert opened(house, stay_acts.discharge, stay_id=house.stay) == [("Rom 1", "07-10", "07-17", (house.first,))]


def test_a_discharge_on_the_day_or_over_time_opens_the_place_tonight(house):
    assert opened(house, stay_acts.discharge, stay_id=house.late) == [("Rom 2", "07-10", "07-17", (house.first,))]


def test_it_is_open_until_the_next_one_comes(house):
    house.book(1, "2026-07-16", "2026-07-19", passed={house.first: "Ønsker det"})
    assert opened(house, stay_acts.discharge, stay_id=house.stay) == [("Rom 1", "07-10", "07-16", (house.first,))]


@pytest.mark.parametrize(
    ("act", "given"),
    [(stays.cancel_stay, {"reason": "user"}), (stay_acts.back_to_waiting, {"reason": "Rommet trengs"})],
)
def test_what_is_called_off_or_goes_back_to_the_list_opens_its_nights_for_others(house, act, given):
    assert opened(house, act, stay_id=house.planned, **given) == [("Rom 3", "07-12", "07-20", (house.first,))]


def test_a_shorter_stay_opens_what_it_gives_back_and_a_longer_one_nothing(house):
    assert opened(house, stay_acts.change_end, stay_id=house.planned, to_on="2026-07-15") == [
        ("Rom 3", "07-15", "07-22", (house.first,))
    ]
    assert opened(house, stay_acts.change_end, stay_id=house.planned, to_on="2026-07-21") == []


def test_moving_swapping_parking_and_leave_open_nothing_for_as_many_need_a_place(house):
    for act, given in (
        (stay_acts.move_stay, {"place_id": house.rooms[3]}),
        (stay_acts.swap_stays, {"other_id": house.planned, "from_on": "2026-07-12"}),
        (stay_acts.take_leave, {}),
        (stay_acts.park_stay, {}),
    ):
        assert opened(house, act, stay_id=house.stay, **given) == [], act


def test_nothing_opens_while_somebody_is_parked_and_no_place_is_over(house):
    for room in (3, 4):
        house.book(room, "2026-07-10", "2026-07-12", passed={house.first: "Trenger større rom"})
    house.do(stay_acts.park_stay, stay_id=house.late)
    house.book(2, "2026-07-10", "2026-07-30", passed={house.first: "Trenger større rom"}, accept=True)
    assert opened(house, stay_acts.discharge, stay_id=house.stay) == [("Rom 1", "07-11", "07-18", (house.first,))], (
        "the one who is parked has the night that is free, and is to leave"
    )


def test_nobody_who_waits_or_fits_is_nothing_to_tell(house):
    house.do(stays.change_stay, stay_id=house.first, wished_from="2026-09-01")
    assert opened(house, stay_acts.discharge, stay_id=house.stay) == []
    house.do(stays.cancel_stay, stay_id=house.first, reason="no_need")
    assert opened(house, stays.cancel_stay, stay_id=house.planned, reason="user") == []


def test_who_wishes_to_come_later_fits_where_a_week_is_left_before_the_next(house):
    house.do(stays.change_stay, stay_id=house.first, wished_from="2026-07-14")
    assert opened(house, stays.cancel_stay, stay_id=house.planned, reason="user") == [
        ("Rom 3", "07-12", "07-20", (house.first,))
    ]
    (shown,) = stay_lists.candidates(house.register, place_id=house.rooms[2], from_on="2026-07-12",
                                     to_on="2026-07-20", today=TODAY)[:1]  # fmt: skip
    assert (shown["fits"], shown["from_then"]) == (0, "2026-07-14")
    house.do(stays.change_stay, stay_id=house.first, wished_from="2026-07-13")
    house.book(2, "2026-07-18", "2026-07-30", passed={house.first: "Trenger større rom"})
    assert opened(house, stay_acts.discharge, stay_id=house.late) == [], "five days are left then"


def test_what_was_undone_or_taken_since_is_open_to_nobody(house):
    assert opened(house, stay_acts.discharge, stay_id=house.stay)
    history.undo_last(house.register, staff="Jon", today=TODAY)
    assert stay_openings.of_op(house.register, house.seq, today=TODAY) == []
    assert opened(house, stay_acts.discharge, stay_id=house.stay)
    house.book(1, "2026-07-10", "2026-07-15", passed={house.first: "Trenger større rom"})
    assert opened(house, stays.change_stay, stay_id=house.stay, note="Hjem") == []


def test_a_closure_that_ends_or_shrinks_opens_its_places(house):
    (shut,) = house.do(closures.close_places, site_id=house.ward, stay_place_ids=[house.rooms[3]],
                       from_on="2026-07-09", to_on="2026-07-30", reason="Maling")  # fmt: skip
    assert opened(house, closures.change_closure, closure_id=shut, to_on="2026-07-20") == [
        ("Rom 4", "07-20", "07-30", (house.first,))
    ]
    assert opened(house, closures.reopen_places, closure_ids=[shut]) == [("Rom 4", "07-10", "07-20", (house.first,))]


def test_staff_that_is_back_opens_an_empty_place(house):
    (short,) = house.do(closures.close_places, site_id=house.ward, places=2, from_on="2026-07-09",
                        to_on="2026-07-12", reason="Ferie", seen=[house.stay, house.late])  # fmt: skip
    assert opened(house, stays.change_stay, stay_id=house.stay, note="Hjem") == []
    found = opened(house, closures.change_closure, closure_id=short, places=1)
    assert [one[:2] for one in found] == [("Rom 3", "07-10"), ("Rom 4", "07-10")]


def test_an_extra_place_is_not_given_to_the_next_one(house):
    extra = house.do(
        stay_places.add_extra_place, site_id=house.ward, name="Gang", valid_from="2026-07-01", reason="Fullt"
    )
    there = house.do(stay_acts.admit_acute, person_id=house.person(), place_id=extra, to_on="2026-07-14")
    assert opened(house, stay_acts.discharge, stay_id=there) == []


def test_who_stops_coming_to_the_day_centre_leaves_room_for_who_waits_for_days(house):
    house.do(stay_places.add_stay_places, site_id=house.centre, names="Dag 1..2", valid_from="2020-01-01", kind="day")
    there = house.do(
        day_rehab.start_day_rehab, person_id=house.person(), purpose="rehabilitation", site_id=house.centre,
        from_on="2026-07-01", to_on="2026-09-01", weekdays="14",
    )  # fmt: skip
    waits = house.waits(form="day", weekdays="1")
    assert opened(house, day_rehab.end_day_rehab, stay_id=there, last_on="2026-07-10") == [
        ("Dagsenteret", "07-11", "09-01", (waits,))
    ]
