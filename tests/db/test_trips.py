"""Stops are planned, put in order, driven, fail and are finished, and every step can be taken back."""

import json
import subprocess
import sys
from itertools import groupby

import pytest
from filled import TODAY
from hypothesis import given, settings
from hypothesis import strategies as st

from db import check, history, loans, people, requests, stops, trips
from db.connection import Register
from db.errors import Rejected, Why
from db.stop_things import Done, Result

TOMORROW = "2026-11-23"
RACER = """
import json, sys
from db import command, errors, loans, trips
from db.connection import Register
from db.stop_things import Done, Result
register = Register.open(sys.argv[1])
print("ready", flush=True)
told = json.loads(sys.stdin.readline())
act, given = loans.take_back, {"returns": [loans.Return(told.get("line_id"))]}
if "trip_id" in told:
    results = [Result(one["stop_id"], things=tuple(Done(**thing) for thing in one.get("things", ())))
               for one in told["results"]]
    act, given = trips.finish_trip, {"trip_id": told["trip_id"], "results": results}
try:
    command.run(register, act, staff="Jon", today="2026-11-22", **given)
    print("won")
except errors.Rejected as fault:
    print(fault.why)
"""


@pytest.fixture
def ask(depot):
    """A function that makes an open request to deliver for the depot's person (or whoever is told)."""

    def make(product: int | None = None, **more):
        chair = depot.register.value("SELECT product_id FROM item LIMIT 1")
        who = {} if "unit_id" in more else {"person_id": depot.person}
        asked = {"product_id": product or chair, "wanted_on": TODAY, "delivery": "deliver", "asked_by": "Ergo Eva"}
        return depot.do(requests.add_request, **(asked | who | more))

    return make


@pytest.fixture
def hidden(depot):
    """A protected person with an address, a phone and a stop of parcels."""
    return depot.do(
        people.add_person, first_name="Siv", last_name="Skjult", address="Hemmelig vei 9", phone="95959595", protected=1
    )


def parcel(depot, **more):
    """A stop in the pool with a parcel for the depot's person."""
    who = {} if {"unit_id", "person_id"} & more.keys() else {"person_id": depot.person}
    return depot.do(trips.add_stop, **({"kind": "parcel", "text": "2 pakker"} | who | more))


def snapshot(register: Register) -> dict[str, list[tuple]]:
    """Everything that a finished trip may change, but the counts of revisions."""
    tables = ("trip", "stop", "stop_thing", "stop_attempt", "request", "loan_line", "agreement", "item", "movement")
    return {
        table: [tuple(row[key] for key in row.keys() if key != "rev")  # noqa: SIM118
                for row in register.rows(f"SELECT * FROM {table}")]
        for table in tables
    }  # fmt: skip


def undo(depot):
    return history.undo_last(depot.register, staff="Jon", today=TODAY)


def redo(depot):
    return history.redo_last(depot.register, staff="Jon", today=TODAY)


def refused(depot, why, act, **arguments) -> Rejected:
    with pytest.raises(Rejected) as fault:
        depot.do(act, **arguments)
    assert fault.value.why == why
    return fault.value


def row(depot, stop_id):
    return stops.rows(depot.register, [stop_id], today=TODAY)[0]


# planning


def test_a_new_stop_waits_in_the_pool_with_the_phone_of_the_card(depot):
    stop_id = parcel(depot)
    found = row(depot, stop_id)
    assert (found["status"], found["phone"], found["number"], found["attempts"]) == ("pool", "90000000", None, 0)
    assert [thing["text"] for thing in found["things"]] == ["2 pakker"]


def test_a_stop_takes_phone_floor_and_key_note_from_the_borrowers_latest_stop(depot):
    parcel(depot, phone="40404040", floor="3. etasje", key_note="Nøkkelboks 12")
    found = row(depot, parcel(depot))
    assert (found["phone"], found["floor"], found["key_note"]) == ("40404040", "3. etasje", "Nøkkelboks 12")
    assert row(depot, parcel(depot, floor=""))["floor"] == ""


def test_a_protected_persons_phone_is_never_taken_from_the_card(depot, hidden):
    stop_id = parcel(depot, person_id=hidden, key_note="Ligger under matten", floor="4")
    found = row(depot, stop_id)
    assert (found["phone"], found["address"], found["key_note"], found["floor"]) == ("", "", "", "")
    assert stops.stop(depot.register, stop_id)["key_note"] == "Ligger under matten"
    given = row(depot, parcel(depot, person_id=hidden, phone="22222222"))
    assert given["phone"] == "22222222"


def test_a_card_that_becomes_protected_takes_its_phone_off_the_stops_that_wait(depot):
    stop_id = parcel(depot)
    card = depot.register.one("SELECT * FROM person WHERE person_id = :ref", ref=depot.person)
    depot.do(people.change_person, person_id=depot.person, rev=card["rev"], **{**_fields(card), "protected": 1})
    assert (row(depot, stop_id)["phone"], row(depot, stop_id)["address"]) == ("", "")


def _fields(card):
    return {name: card[name] for name in ("first_name", "last_name", "born_on", "address", "phone")}


def test_planning_makes_the_trip_of_the_day_and_puts_stops_at_its_end(depot):
    first, second, third = (parcel(depot) for _n in range(3))
    trip = depot.do(trips.plan_stops, stop_ids=[second, first], day=TOMORROW)
    assert depot.do(trips.plan_stops, stop_ids=[third], day=TOMORROW) == trip
    assert stops.of_trip(depot.register, trip) == [second, first, third]
    assert [one["number"] for one in stops.stops(depot.register, trip, today=TODAY)] == [1, 2, 3]
    undo(depot)
    undo(depot)
    assert stops.trip_of_day(depot.register, TOMORROW) is None
    assert stops.pool(depot.register, today=TODAY) == [first, second, third]


def test_stops_are_put_in_order_and_numbers_close_up_when_one_leaves(depot):
    made = [parcel(depot) for _n in range(4)]
    trip = depot.do(trips.plan_stops, stop_ids=made, day=TODAY)
    depot.do(trips.order_stops, trip_id=trip, stop_ids=[made[3], made[1]])
    assert stops.of_trip(depot.register, trip) == [made[3], made[1], made[0], made[2]]
    depot.do(trips.to_pool, stop_ids=[made[1]])
    assert [one["number"] for one in stops.stops(depot.register, trip, today=TODAY)] == [1, 2, 3]
    undo(depot)
    undo(depot)
    assert stops.of_trip(depot.register, trip) == made
    refused(depot, Why.NO_SUCH, trips.order_stops, trip_id=trip, stop_ids=[parcel(depot)])


def test_stops_are_gathered_by_town_and_street_where_the_first_of_them_stood():
    places = ["Storgata 4, 2849 Kapp", "Lia 2, 2850 Lena", "Storgata 12, 2849 Kapp", "Lia 1, 2850 Lena",
              "Storgata 4, 2849 Kapp", "Hemmelig 1, 2850 Lena", ""]  # fmt: skip
    rows = [{"stop_id": n, "address": place, "protected": n == 5} for n, place in enumerate(places)]
    assert stops.by_place(rows) == [0, 4, 2, 3, 1, 6, 5]
    assert stops.by_place([]) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Storgata", "Lia", "Åsvegen"]), st.integers(1, 9),
                          st.sampled_from(["", ", 2849 Kapp", ", 2850 Lena"]), st.booleans())))  # fmt: skip
def test_gathering_loses_no_stop_and_comes_to_each_street_of_a_town_once(places):
    rows = [{"stop_id": n, "address": f"{street} {house}{town}", "protected": hidden}
            for n, (street, house, town, hidden) in enumerate(places)]  # fmt: skip
    gathered = stops.by_place(rows)
    assert sorted(gathered) == list(range(len(rows)))
    streets = [(places[n][0], places[n][2]) for n in gathered if not places[n][3]]
    assert len(list(groupby(streets))) == len(set(streets))
    assert len(list(groupby(town for _street, town in streets))) == len({town for _street, town in streets})


def test_a_request_or_a_line_stands_on_one_stop_at_a_time(depot, ask):
    depot.lend(0)
    asked = ask()
    depot.do(trips.add_stop, kind="deliver", person_id=depot.person, request_ids=[asked])
    depot.do(trips.add_stop, kind="fetch", person_id=depot.person, line_ids=[depot.line(0)])
    for more in ({"kind": "deliver", "request_ids": [asked]}, {"kind": "fetch", "line_ids": [depot.line(0)]}):
        refused(depot, Why.ON_A_TRIP_ALREADY, trips.add_stop, person_id=depot.person, **more)


def test_a_stop_is_about_its_own_borrower_and_about_something_open(depot, ask):
    asked = ask()
    refused(depot, Why.NO_SUCH, trips.add_stop, kind="deliver", unit_id=depot.unit, request_ids=[asked])
    refused(depot, Why.NO_BORROWER, trips.add_stop, kind="parcel", text="Pakke")
    refused(depot, Why.MISSING_VALUE, trips.add_stop, kind="deliver", person_id=depot.person)
    depot.do(requests.cancel_requests, request_ids=[asked], reason="Trengs ikke")
    refused(depot, Why.REQUEST_CLOSED, trips.add_stop, kind="deliver", person_id=depot.person, request_ids=[asked])


def test_what_waits_for_a_stop_is_put_on_one_per_borrower_in_one_act(depot, ask):
    mine, also_mine, wards = ask(), ask(), ask(unit_id=depot.unit)
    ask(delivery="fetch")
    assert stops.deliveries_waiting(depot.register) == [mine, also_mine, wards]
    made = depot.do(trips.stops_for, request_ids=[mine, also_mine, wards], day=TODAY)
    found = stops.stops(depot.register, stops.trip_of_day(depot.register, TODAY)["trip_id"], today=TODAY)
    assert [(one["stop_id"], len(one["things"]), one["kind"]) for one in found] == [
        (made[0], 2, "deliver"), (made[1], 1, "deliver"),
    ]  # fmt: skip
    assert stops.deliveries_waiting(depot.register) == []
    after = snapshot(depot.register)
    undo(depot)
    assert stops.deliveries_waiting(depot.register) == [mine, also_mine, wards]
    redo(depot)
    assert snapshot(depot.register) == after


def test_what_the_dead_still_hold_is_wanted_until_it_stands_on_a_stop(depot):
    depot.lend(0, 1)
    card = depot.register.one("SELECT * FROM person WHERE person_id = :ref", ref=depot.person)
    depot.do(people.change_person, person_id=depot.person, rev=card["rev"], **_fields(card), died_on=TODAY)
    wanted = stops.pick_ups_wanted(depot.register)
    assert wanted == [depot.line(0), depot.line(1)]
    depot.do(trips.stops_for, line_ids=wanted)
    assert stops.pick_ups_wanted(depot.register) == []
    assert stops.chips(depot.register, today=TODAY)["pool"] == 1


def test_changing_a_stop_changes_what_it_is_about_and_can_be_taken_back(depot, ask):
    first, second = ask(), ask()
    stop_id = depot.do(trips.add_stop, kind="deliver", person_id=depot.person, request_ids=[first])
    before = snapshot(depot.register)
    depot.do(trips.change_stop, stop_id=stop_id, rev=1, request_ids=[second], floor="2", note="Ring først")
    found = row(depot, stop_id)
    assert ([thing["request_id"] for thing in found["things"]], found["floor"], found["note"]) == (
        [second], "2", "Ring først",
    )  # fmt: skip
    refused(depot, Why.OVERTAKEN, trips.change_stop, stop_id=stop_id, rev=1, floor="5")
    undo(depot)
    assert snapshot(depot.register) == before


def test_a_cancelled_stop_frees_what_it_was_about(depot, ask):
    asked = ask()
    stop_id = depot.do(trips.add_stop, kind="deliver", person_id=depot.person, request_ids=[asked], note="Ring")
    before = snapshot(depot.register)
    depot.do(trips.cancel_stops, stop_ids=[stop_id], reason="Hentet av datter")
    assert stops.deliveries_waiting(depot.register) == [asked]
    assert stops.stop(depot.register, stop_id)["note"] == "Ring\nHentet av datter"
    refused(depot, Why.STOP_IS_OVER, trips.plan_stops, stop_ids=[stop_id], day=TODAY)
    undo(depot)
    assert snapshot(depot.register) == before


def test_a_new_stop_on_a_day_and_a_driver_are_taken_back(depot):
    before = snapshot(depot.register)
    parcel(depot, day=TODAY)
    trip = stops.trip_of_day(depot.register, TODAY)
    depot.do(trips.change_trip, trip_id=trip["trip_id"], rev=trip["rev"], driver="Jon", note="Tilhenger")
    changed = stops.trip_of_day(depot.register, TODAY)
    assert (changed["driver"], changed["note"], changed["stops"]) == ("Jon", "Tilhenger", 1)
    refused(depot, Why.OVERTAKEN, trips.change_trip, trip_id=trip["trip_id"], rev=trip["rev"], driver="Liv")
    undo(depot)
    undo(depot)
    assert snapshot(depot.register) == before


# failing and finishing


def test_a_failed_stop_goes_back_to_the_pool_with_its_count(depot):
    stop_id = parcel(depot)
    for count in (1, 2):
        depot.do(trips.plan_stops, stop_ids=[stop_id], day=TODAY)
        assert depot.do(trips.fail_stop, stop_id=stop_id, reason="nobody_home", note="Banket på") == count
    found = row(depot, stop_id)
    assert (found["status"], found["attempts"], found["trip_id"]) == ("failed", 2, None)
    assert stops.pool(depot.register, today=TODAY) == [stop_id]
    undo(depot)
    assert (row(depot, stop_id)["status"], row(depot, stop_id)["attempts"]) == ("planned", 1)
    refused(depot, Why.REASON_NEEDED, trips.fail_stop, stop_id=stop_id, reason="")


@pytest.fixture
def driven(depot, ask):
    """A trip today with a delivery, a pick-up, a swap, a parcel and a repair; gives trip_id and stops by kind."""
    depot.lend(0, 1, 2)
    asked = ask()
    goods = ask(depot.goods, quantity=2)
    add = {"person_id": depot.person}
    made = {
        "deliver": depot.do(trips.add_stop, kind="deliver", request_ids=[asked, goods], **add),
        "fetch": depot.do(trips.add_stop, kind="fetch", line_ids=[depot.line(0)], **add),
        "swap": depot.do(
            trips.add_stop, kind="swap", line_ids=[depot.line(1)], item_ids=[depot.items[4]], **add
        ),
        "repair": depot.do(trips.add_stop, kind="repair", line_ids=[depot.line(2)], text="Bremsen", **add),
        "parcel": parcel(depot),
    }  # fmt: skip
    trip = depot.do(trips.plan_stops, stop_ids=list(made.values()), day=TODAY)
    return trip, made, asked, goods


def results(depot, made, **changed):
    """Every stop done, the delivery with the fourth copy; what is named by kind instead as told."""
    things = row(depot, made["deliver"])["things"]
    first = Done(things[0]["stop_thing_id"], item_id=depot.items[3])
    told = {kind: Result(stop_id) for kind, stop_id in made.items()} | {
        "deliver": Result(made["deliver"], things=(first,))
    }
    return list((told | changed).values())


def test_finishing_a_trip_registers_hand_overs_returns_and_swaps_at_once(depot, driven):
    trip, made, asked, goods = driven
    counts = depot.do(trips.finish_trip, trip_id=trip, results=results(depot, made))
    assert counts == {"handed_over": 2, "returned": 1, "swapped": 1, "done": 5, "failed": 0}
    assert [depot.state(n) for n in range(5)] == ["cleaning", "cleaning", "lent", "lent", "lent"]
    found = depot.register.rows("SELECT request_id, outcome FROM request ORDER BY 1")
    assert [tuple(one) for one in found] == [(asked, "filled"), (goods, "filled")]
    assert depot.register.value("SELECT requested_by FROM agreement ORDER BY 1 DESC LIMIT 1") is not None
    assert {one["status"] for one in stops.stops(depot.register, trip, today=TODAY)} == {"done"}
    bought = stops.thing_rows(depot.register, stops.thing_ids(depot.register))
    assert {one["item_number"] for one in bought if one["kind"] == "deliver"} == {"H-0004", None}


def test_undoing_a_finished_trip_restores_every_state_and_redoing_finishes_it_again(depot, driven):
    trip, made, *_rest = driven
    before = snapshot(depot.register)
    failed = Result(made["parcel"], "failed", reason="nobody_home")
    depot.do(trips.finish_trip, trip_id=trip, results=results(depot, made, parcel=failed))
    after = snapshot(depot.register)
    undo(depot)
    assert snapshot(depot.register) == before
    redo(depot)
    assert snapshot(depot.register) == after
    assert check.problems(depot.register) == []


def test_a_stop_that_failed_or_was_not_reached_leaves_the_finished_trip_for_the_pool(depot, driven):
    trip, made, *_rest = driven
    changed = {
        "parcel": Result(made["parcel"], "failed", reason="no_access", note="Låst port"),
        "repair": Result(made["repair"], "later"),
    }
    depot.do(trips.finish_trip, trip_id=trip, results=results(depot, made, **changed))
    assert [(row(depot, made[kind])["status"], row(depot, made[kind])["attempts"]) for kind in changed] == [
        ("failed", 1), ("pool", 0),
    ]  # fmt: skip
    assert [one["number"] for one in stops.stops(depot.register, trip, today=TODAY)] == [1, 2, 3]


def test_a_thing_that_was_left_undone_is_free_for_another_stop(depot, driven):
    trip, made, asked, _goods = driven
    things = row(depot, made["deliver"])["things"]
    left = (Done(things[0]["stop_thing_id"], done=False), Done(things[1]["stop_thing_id"]))
    told = results(depot, made, deliver=Result(made["deliver"], things=left))
    assert depot.do(trips.finish_trip, trip_id=trip, results=told)["handed_over"] == 1
    assert stops.deliveries_waiting(depot.register) == [asked]
    assert [thing["outcome"] for thing in row(depot, made["deliver"])["things"]] == ["cancelled", "done"]


def test_a_trip_is_finished_once(depot, driven):
    trip, made, *_rest = driven
    told = results(depot, made)
    depot.do(trips.finish_trip, trip_id=trip, results=told)
    before = snapshot(depot.register)
    refused(depot, Why.TRIP_FINISHED, trips.finish_trip, trip_id=trip, results=told)
    refused(depot, Why.TRIP_FINISHED, trips.add_stop, kind="parcel", text="Ny", person_id=depot.person, trip_id=trip)
    assert snapshot(depot.register) == before


def test_stops_that_come_after_a_finished_trip_get_a_trip_of_their_own(depot, driven):
    trip, made, *_rest = driven
    depot.do(trips.finish_trip, trip_id=trip, results=results(depot, made))
    again = depot.do(trips.plan_stops, stop_ids=[parcel(depot)], day=TODAY)
    assert again != trip
    assert [one["trip_id"] for one in stops.trips_of_day(depot.register, TODAY)] == [trip, again]


def test_what_a_rule_turns_down_is_told_with_its_stop_and_nothing_is_written(depot, driven):
    trip, made, *_rest = driven
    depot.do(loans.take_back, returns=[loans.Return(depot.line(0))])
    before = snapshot(depot.register)
    fault = refused(depot, Why.NOT_LENT, trips.finish_trip, trip_id=trip, results=results(depot, made))
    assert (fault.facts["stop"], fault.facts["stop_id"]) == (2, made["fetch"])
    told = [one for one in results(depot, made) if one.stop_id != made["swap"]]
    fault = refused(depot, Why.STOP_WITHOUT_RESULT, trips.finish_trip, trip_id=trip, results=told)
    assert fault.facts["stop"] == 3
    assert snapshot(depot.register) == before


def test_a_delivery_without_a_copy_is_told_with_its_stop(depot, driven):
    trip, made, *_rest = driven
    told = [Result(stop_id) for stop_id in made.values()]
    fault = refused(depot, Why.MISSING_VALUE, trips.finish_trip, trip_id=trip, results=told)
    assert (fault.field, fault.facts["stop"]) == ("items", 1)


def test_a_trip_that_is_still_to_come_cannot_be_finished(depot):
    trip = depot.do(trips.plan_stops, stop_ids=[stop := parcel(depot)], day=TOMORROW)
    refused(depot, Why.DAY_IN_FUTURE, trips.finish_trip, trip_id=trip, results=[Result(stop)])


def race(depot, *acts) -> list[str]:
    """What two other programs are told that begin at the same moment."""
    line = [sys.executable, "-c", RACER, str(depot.path)]
    racers = [subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _act in acts]
    assert [racer.stdout.readline() for racer in racers] == ["ready\n"] * len(acts)
    for racer, act in zip(racers, acts, strict=True):
        racer.stdin.write(json.dumps(act) + "\n")
        racer.stdin.flush()
    return sorted(racer.communicate()[0].strip() for racer in racers)


def test_of_two_programs_that_finish_a_trip_one_wins(depot, driven):
    trip, made, *_rest = driven
    copy = {"stop_thing_id": row(depot, made["deliver"])["things"][0]["stop_thing_id"], "item_id": depot.items[3]}
    told = [{"stop_id": stop} for stop in made.values()]
    told[0]["things"] = [copy]
    assert race(depot, *[{"trip_id": trip, "results": told}] * 2) == ["trip_finished", "won"]
    assert depot.register.value("SELECT count(*) FROM loan_line WHERE end_reason IS NULL") == 4
    assert check.problems(depot.register) == []


def test_a_trip_and_a_return_at_the_desk_end_a_line_once(depot):
    depot.lend(0)
    stop = depot.do(trips.add_stop, kind="fetch", person_id=depot.person, line_ids=[depot.line(0)], day=TODAY)
    trip = stops.trip_of_day(depot.register, TODAY)["trip_id"]
    told = race(depot, {"trip_id": trip, "results": [{"stop_id": stop}]}, {"line_id": depot.line(0)})
    assert told == ["not_lent", "won"]
    assert depot.state(0) == "cleaning"
    assert check.problems(depot.register) == []


# what to bring, lists, export


def test_the_copies_to_bring_stand_by_room_and_shelf_and_none_is_told_twice(depot, ask):
    first, second, packed = ask(), ask(), ask(unit_id=depot.unit)
    depot.do(requests.pack, request_id=packed, item_id=depot.items[0], reason="Står klar")
    made = depot.do(trips.stops_for, request_ids=[packed, first, second], day=TODAY)
    trip = stops.trip_of_day(depot.register, TODAY)["trip_id"]
    found = stops.copies_to_bring(depot.register, trip)
    assert [(one["number"], one["stop"], one["shelf"]) for one in found] == [
        ("H-0001", 1, "A1"), ("H-0002", 2, "A1"), ("H-0003", 2, "A1"),
    ]  # fmt: skip
    assert len(made) == 2


def test_stops_are_found_by_borrower_and_by_what_they_are_about(depot, ask):
    asked = ask()
    depot.do(trips.add_stop, kind="deliver", person_id=depot.person, request_ids=[asked])
    other = parcel(depot, unit_id=depot.unit)
    for text, expected in (("kroken", 1), ("solgløtt", 1), ("nord", 1), ("", 2), ("finnes ikke", 0)):
        assert len(stops.ids(depot.register, today=TODAY, chip="pool", text=text)) == expected
    assert stops.ids(depot.register, today=TODAY, chip="pool", order="borrower")[-1] == other


def test_the_export_has_a_row_for_each_thing_and_tells_no_protected_address(depot, hidden, ask):
    depot.do(trips.add_stop, kind="deliver", person_id=hidden, text="Veggfeste", request_ids=[ask(person_id=hidden)],
             key_note="Hemmelig vei 9, under matten", note="Hemmelig vei 9")  # fmt: skip
    found = stops.thing_rows(depot.register, stops.thing_ids(depot.register))
    assert [one["thing"] for one in found] == ["Rullestol Kroken", "Veggfeste"]
    assert not [one for one in found if "Hemmelig" in str(one) or "95959595" in str(one)]
