"""Two windows on one register: one winner each time, and nothing of the other's is silently overwritten."""

import subprocess
import sys

import pytest

from db import check, command, equipment, errors, history, loan_lines, loans, people, products, requests, stops, trips
from db.connection import SCHEMA_VERSION, Register
from db.errors import Why

TODAY = "2026-11-22"
RACER = """
import sys
from db import command, errors, loans, trips
from db.connection import SCHEMA_VERSION, Register
from db.stop_things import Result
register = Register.open(sys.argv[1])
acts = {
    "lend": (loans.lend, lambda *ids: {"item_ids": ids, "person_id": 1, "due_on": None}),
    "back": (loans.take_back, lambda *ids: {"returns": [loans.Return(one) for one in ids]}),
    "part": (loans.take_back, lambda line, many: {"returns": [loans.Return(line, quantity=many)]}),
    "drive": (trips.finish_trip, lambda trip, *stops: {"trip_id": trip, "results": [Result(one) for one in stops]}),
}
print("ready", flush=True)
for line in sys.stdin:
    verb, *numbers = line.split()
    act, given = acts[verb]
    try:
        command.run(register, act, staff="Jon", today="2026-11-22", **given(*map(int, numbers)))
        print("won", flush=True)
    except errors.Rejected as told:
        print(told.why, flush=True)
"""


@pytest.fixture
def racers(depot):
    """Two programs that lend copies, take lines back or finish trips as they are told to, at once."""
    line = [sys.executable, "-c", RACER, str(depot.path)]
    running = [subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for racer in running:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    yield running
    for racer in running:
        racer.communicate()


def race(racers, items: list[int], act: str = "lend") -> list[str]:
    for racer in racers:
        racer.stdin.write(f"{act} {' '.join(map(str, items))}\n")
        racer.stdin.flush()
    return sorted(racer.stdout.readline().strip() for racer in racers)


def test_of_two_programs_that_lend_the_same_copy_one_wins_each_time(depot, racers):
    for number in range(40):
        item = depot.items[number % 6]
        assert race(racers, [item]) == ["lent_already", "won"]
        line = loan_lines.open_line(depot.register, item, today=TODAY)
        assert line is not None
        depot.do(loans.take_back, returns=[loans.Return(line["line_id"], "clean")])
    assert check.problems(depot.register) == []
    assert depot.register.value("SELECT count(*) FROM loan_line") == 40


def test_the_loser_of_a_race_for_several_copies_gets_none_of_them(depot, racers):
    assert race(racers, depot.items) == ["lent_already", "won"]
    assert depot.register.value("SELECT count(*) FROM agreement") == 1


def test_of_two_programs_that_take_back_the_same_line_one_wins_each_time(depot, racers):
    for number in range(20):
        depot.lend(number % 6)
        assert race(racers, [depot.line(number % 6)], "back") == ["not_lent", "won"]
        assert depot.state(number % 6) == "cleaning"
        depot.do(equipment.act, item_ids=[depot.items[number % 6]], act="cleaned")
    assert depot.register.value("SELECT count(*) FROM op WHERE verb = 'take_back'") == 20
    assert check.problems(depot.register) == []


def test_goods_come_back_from_two_programs_no_more_often_than_they_went_out(depot, racers):
    depot.do(loans.lend, goods={depot.goods: 5}, person_id=depot.person, due_on=None)
    line = depot.register.value("SELECT line_id FROM loan_line")
    assert race(racers, [line, 3], "part") == ["more_than_lent", "won"]
    assert products.stock(depot.register, depot.goods) == 18
    assert loan_lines.left_out(depot.register, line) == 2


def test_a_trip_that_two_programs_finish_at_once_is_driven_once(depot, racers):
    depot.lend(0)
    asked = depot.do(requests.add_request, product_id=1, person_id=depot.person, wanted_on=TODAY, delivery="deliver")
    depot.do(requests.pack, request_id=asked, item_id=depot.items[1])
    fetch = depot.do(trips.add_stop, kind="fetch", person_id=depot.person, line_ids=[depot.line(0)], day=TODAY)
    bring = depot.do(trips.add_stop, kind="deliver", person_id=depot.person, request_ids=[asked], day=TODAY)
    trip = stops.trip_of_day(depot.register, TODAY)
    assert trip is not None
    assert race(racers, [trip["trip_id"], fetch, bring], "drive") == ["trip_finished", "won"]
    assert depot.register.value("SELECT count(*) FROM loan_line") == 2
    assert check.problems(depot.register) == []


@pytest.fixture
def window(depot):
    other = Register.open(depot.path)
    yield other
    other.close()


def run(register, act, **arguments):
    return command.run(register, act, staff="Ida", today=TODAY, **arguments).result


def test_an_edit_that_somebody_else_has_overtaken_is_told_with_both_values(depot, window):
    seen = people.person(depot.register, depot.person)
    run(window, people.change_person, person_id=depot.person, rev=seen["rev"], phone="11111111")
    with pytest.raises(errors.Rejected) as told:
        depot.do(people.change_person, person_id=depot.person, rev=seen["rev"], phone="22222222")
    assert told.value.why is Why.OVERTAKEN
    assert told.value.facts["theirs"]["phone"] == "11111111"
    assert told.value.facts["yours"]["phone"] == "22222222"
    assert people.person(depot.register, depot.person)["phone"] == "11111111"


def test_the_other_window_sees_a_change_by_the_version_of_the_data(depot, window):
    before, own = window.data_version(), depot.register.data_version()
    depot.lend(0)
    assert window.data_version() != before
    assert depot.register.data_version() == own


def test_a_copy_that_the_other_window_has_lent_is_refused_with_its_number(depot, window):
    run(window, loans.lend, item_ids=[depot.items[0]], person_id=depot.person, due_on=None)
    with pytest.raises(errors.Rejected) as told:
        depot.lend(0)
    assert (told.value.why, told.value.facts["number"]) == (Why.LENT_ALREADY, "H-0001")


def test_two_windows_do_not_undo_the_same_command_twice(depot, window):
    depot.lend(0)
    seq = history.last(depot.register)["seq"]
    run(window, history.undo, op_seq=seq, reverses=seq)
    with pytest.raises(errors.Rejected) as told:
        depot.do(history.undo, op_seq=seq, reverses=seq)
    assert told.value.why is Why.NOTHING_TO_UNDO


def test_two_windows_that_start_at_once_bring_a_new_register_up_together(depot, tmp_path):
    program = "import sys\nfrom db.connection import SCHEMA_VERSION, Register\nfrom db import migrations\n"
    program += "r = Register.open(sys.argv[1])\nmigrations.apply(r)\nprint(r.value('PRAGMA user_version'))"
    line = [sys.executable, "-c", program, str(depot.path)]
    running = [subprocess.Popen(line, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert {racer.communicate()[0].strip() for racer in running} == {str(SCHEMA_VERSION)}
    assert check.problems(depot.register) == []


def test_a_number_taken_meanwhile_is_told_with_its_field(depot, window):
    run(window, equipment.add_items, numbers=["H-0100"], product_id=1)
    with pytest.raises(errors.Rejected) as told:
        depot.do(equipment.add_items, numbers=["h 0100"], product_id=1)
    assert (told.value.why, told.value.field) == (Why.NUMBER_TAKEN, "number")
