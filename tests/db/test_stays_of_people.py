"""What befalls a person befalls their stays: a death ends them, two cards made one have them all; undo gives back."""

import pytest
from filled import TODAY

from db import (
    attendance,
    check,
    day_rehab,
    effects,
    history,
    lapses,
    merging,
    people,
    stay_acts,
    stay_chart,
    stay_lists,
    stay_places,
    stays,
)

DIED = "2026-11-20"


@pytest.fixture
def depot(depot):
    """A person with a stay ahead, one that waits and one in the house; `rooms` are three places."""
    made = depot
    site = made.do(stay_places.add_site, name="Korttid")
    made.rooms = made.do(stay_places.add_stay_places, site_id=site, names="Rom 1..3", valid_from="2026-01-01")
    about = {"person_id": made.person, "purpose": "rehabilitation"}
    made.planned = made.do(
        stay_acts.book_stay, place_id=made.rooms[0], from_on="2026-12-01", to_on="2026-12-08", **about
    )
    made.asked = made.do(stays.apply_for_stay, **about)
    made.inside = made.do(
        stay_acts.admit_acute, today="2026-11-18", person_id=made.person, place_id=made.rooms[1], to_on="2026-11-21"
    )
    return made


def states(depot):
    return {row["stay_id"]: row["state"] for row in stay_lists.of_person(depot.register, depot.person, today=TODAY)}


def nights(depot):
    return [tuple(row) for row in depot.register.rows("SELECT stay_place_id, night FROM stay_night ORDER BY 1, 2")]


def test_a_death_calls_off_what_is_ahead_and_ends_the_stay_in_the_house_on_its_day(depot):
    plan = effects.of_act(depot.register, act="death", person_id=depot.person, today=TODAY)
    assert set(plan.stays) == {depot.planned, depot.asked, depot.inside}
    depot.do(lapses.tell_death, person_id=depot.person, died_on=DIED, seen=plan)
    assert states(depot) == {depot.planned: "cancelled", depot.asked: "cancelled", depot.inside: "discharged"}
    ended = stay_lists.stay(depot.register, depot.inside, today=TODAY)
    assert (ended["out_on"], ended["went_to"], ended["closed_on"]) == (DIED, "dead", DIED)
    assert stay_lists.stay(depot.register, depot.planned, today=TODAY)["cancel_reason"] == "dead"
    assert nights(depot) == [(depot.rooms[1], "2026-11-18"), (depot.rooms[1], "2026-11-19")]


def test_undoing_a_death_brings_every_stay_and_night_back(depot):
    before, taken = states(depot), nights(depot)
    depot.do(lapses.tell_death, person_id=depot.person, died_on=DIED)
    history.undo_last(depot.register, staff="Jon", today=TODAY)
    assert (states(depot), nights(depot)) == (before, taken)


def test_a_death_before_the_stay_was_begun_by_mistake_ends_it_on_its_first_day(depot):
    depot.do(lapses.tell_death, person_id=depot.person, died_on="2026-11-10")
    ended = stay_lists.stay(depot.register, depot.inside, today=TODAY)
    assert (ended["in_on"], ended["out_on"], ended["state"]) == ("2026-11-18", "2026-11-18", "discharged")


def test_a_move_leaves_stays_alone(depot):
    assert effects.of_act(depot.register, act="moved", person_id=depot.person, today=TODAY).stays == ()


def test_two_cards_made_one_have_the_stays_of_both_and_undo_parts_them(depot):
    other = depot.do(people.add_person, first_name="Kari", last_name="Nordman")
    theirs = depot.do(stays.apply_for_stay, person_id=other, purpose="respite")
    depot.do(merging.merge_people, person_id=depot.person, other_id=other)
    assert theirs in states(depot)
    history.undo_last(depot.register, staff="Jon", today=TODAY)
    assert theirs not in states(depot)
    assert [row["stay_id"] for row in stay_lists.of_person(depot.register, other, today=TODAY)] == [theirs]


@pytest.fixture
def pair(depot):
    """A second card of the same person, with a stay that waits and a planned one."""
    depot.other = depot.do(people.add_person, first_name="Kari", last_name="Nordman")
    about = {"person_id": depot.other, "purpose": "rehabilitation"}
    depot.waits = depot.do(stays.apply_for_stay, **about)
    depot.ahead = depot.do(
        stay_acts.book_stay, place_id=depot.rooms[2], from_on="2026-12-01", to_on="2026-12-08", accept=True, **about
    )
    depot.do(stays.set_coordinator, stay_id=depot.ahead, name="Ida Ergo")
    return depot


def everything(depot):
    tables = ("person", "stay", "stay_segment", "stay_night", "stay_coordinator")
    return [[{**dict(row), "rev": 0} for row in depot.register.rows(f"SELECT * FROM {table} ORDER BY 1, 2")]
            for table in tables]  # fmt: skip


@pytest.mark.parametrize("keeps_the_dead", [True, False])
def test_a_card_of_somebody_dead_and_one_with_open_stays_become_one_whose_stays_have_ended(pair, keeps_the_dead):
    pair.do(lapses.tell_death, person_id=pair.person, died_on=DIED)
    before = everything(pair)
    kept, gone = (pair.person, pair.other) if keeps_the_dead else (pair.other, pair.person)
    pair.do(merging.merge_people, person_id=kept, other_id=gone)
    rows = {row["stay_id"]: row for row in stay_lists.of_person(pair.register, kept, today=TODAY)}
    assert set(rows) == {pair.planned, pair.asked, pair.inside, pair.waits, pair.ahead}
    assert all(row["closed_on"] for row in rows.values())
    assert (rows[pair.ahead]["state"], rows[pair.ahead]["cancel_reason"]) == ("cancelled", "dead")
    assert rows[pair.ahead]["coordinator"] == "Ida Ergo"
    assert check.problems(pair.register) == []
    history.undo_last(pair.register, staff="Jon", today=TODAY)
    assert everything(pair) == before
    assert check.problems(pair.register) == []


def test_two_living_cards_keep_their_open_stays_and_what_is_at_the_same_time_is_told(pair):
    pair.do(merging.merge_people, person_id=pair.person, other_id=pair.other)
    rows = stay_lists.of_person(pair.register, pair.person, today=TODAY)
    assert {row["stay_id"] for row in rows if row["closed_on"] is None} == {
        pair.planned, pair.asked, pair.inside, pair.waits, pair.ahead}  # fmt: skip
    twice = {one.stay_id for one in stay_chart.chart(
        pair.register, since="2026-11-25", until="2026-12-20", today=TODAY).spans if one.twice}  # fmt: skip
    assert twice == {pair.planned, pair.ahead}
    assert check.problems(pair.register) == []


def test_day_rehab_goes_along_and_has_its_days_after_as_before(pair):
    centre = pair.do(stay_places.add_site, name="Dagsenteret", kind="day_centre")
    pair.do(stay_places.add_stay_places, site_id=centre, names="Dag 1..2", kind="day", valid_from="2026-01-01")
    about = {"site_id": centre, "from_on": "2026-11-20", "to_on": "2026-12-01", "weekdays": "1"}
    by_day = pair.do(day_rehab.start_day_rehab, person_id=pair.other, purpose="rehabilitation", **about)
    day = "2026-11-23"
    expected = attendance.ids(pair.register, day, site_id=centre)
    pair.do(merging.merge_people, person_id=pair.person, other_id=pair.other)
    assert attendance.ids(pair.register, day, site_id=centre) == expected == [by_day]
    assert attendance.day_rows(pair.register, day)[0]["person_id"] == pair.person


def test_the_history_of_both_cards_is_on_the_one_that_is_left(pair):
    ops = {row["seq"] for ref in (pair.person, pair.other) for row in history.of_person(pair.register, ref)}
    pair.do(merging.merge_people, person_id=pair.person, other_id=pair.other)
    assert ops <= {row["seq"] for row in history.of_person(pair.register, pair.person)}
