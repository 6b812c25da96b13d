"""Two programs at one register: the last reserved copy, one request, and packing against handing over have one winner."""

import json
import subprocess
import sys

import pytest
from filled import fill

from db import check, equipment, loans, people, requests
from db.connection import Register

TODAY = "2026-11-22"
RACER = """
import json, sys
from db import command, errors, loans, requests
from db.connection import Register
register = Register.open(sys.argv[1])
acts = {"lend": loans.lend, "pack": requests.pack, "ask": requests.add_request, "cancel": requests.cancel_requests}
print("ready", flush=True)
for line in sys.stdin:
    act, arguments = json.loads(line)
    if "fill" in arguments:
        arguments["fills"] = {arguments["item_ids"][0]: arguments.pop("fill")}
    try:
        command.run(register, acts[act], staff="Jon", today="2026-11-22", **arguments)
        print("won", flush=True)
    except errors.Rejected as told:
        print(told.why, flush=True)
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """One copy ready, and a second person; each test leaves it so."""
    register = Register.create(tmp_path_factory.mktemp("race") / "lager.hverdag")
    depot = fill(register)
    depot.do(equipment.act, item_ids=depot.items[1:], act="to_cleaning")
    depot.other = depot.do(people.add_person, first_name="Ola", last_name="Vik")
    yield depot
    register.close()


@pytest.fixture(scope="module")
def racers(desk):
    """Two programs that carry out the commands they are told to, at once."""
    line = [sys.executable, "-c", RACER, str(desk.path)]
    running = [subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for racer in running:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    yield running
    for racer in running:
        racer.communicate()


def ask(desk, person_id: int) -> int:
    return desk.do(requests.add_request, product_id=desk.chair, person_id=person_id, wanted_on="2026-11-23")


def lend(item_id: int, person_id: int, **more) -> tuple[str, dict]:
    return "lend", {"item_ids": [item_id], "person_id": person_id, "due_on": None, **more}


def race(racers, *acts: tuple[str, dict]) -> list[str]:
    """What each of the two programs is told."""
    for racer, act in zip(racers, acts, strict=True):
        racer.stdin.write(json.dumps(act) + "\n")
        racer.stdin.flush()
    return [racer.stdout.readline().strip() for racer in racers]


def take_back(desk, number: int) -> None:
    desk.do(loans.take_back, returns=[loans.Return(desk.line(number), "clean")])


def test_of_two_hand_overs_of_the_last_copy_only_the_one_it_is_reserved_for_wins(desk, racers):
    for _time in range(8):
        ask(desk, desk.other)
        told = race(racers, lend(desk.items[0], desk.person), lend(desk.items[0], desk.other))
        assert told in (["reserved", "won"], ["lent_already", "won"])
        take_back(desk, 0)
    assert check.problems(desk.register) == []


def test_one_request_is_filled_once_whoever_hands_over(desk, racers):
    desk.do(equipment.act, item_ids=[desk.items[1]], act="cleaned")
    for _time in range(8):
        ref = ask(desk, desk.person)
        told = race(racers, *(lend(item, desk.person, fill=ref, out_reasons={}) for item in desk.items[:2]))
        # The second copy is not the oldest: it loses to the rule, or to the request that was filled meanwhile.
        assert told[0] == "won"
        assert told[1] in ("not_oldest", "request_closed")
        take_back(desk, 0)
        assert desk.register.value("SELECT count(*) FROM loan_line WHERE request_id = :ref", ref=ref) == 1
    desk.do(equipment.act, item_ids=[desk.items[1]], act="to_cleaning")


def test_a_copy_is_packed_for_one_of_two_requests(desk, racers):
    for _time in range(6):
        first, second = ask(desk, desk.person), ask(desk, desk.other)
        told = race(
            racers,
            *(("pack", {"request_id": ref, "item_id": desk.items[0], "reason": "Haster"}) for ref in (first, second)),
        )
        assert sorted(told) == ["packed_for_another", "won"]
        desk.do(requests.cancel_requests, request_ids=[first, second], reason="Ferdig")
        assert desk.state(0) == "available"


def test_a_reservation_that_comes_first_stops_the_hand_over_and_one_that_comes_after_waits(desk, racers):
    outcomes = set()
    asked = {"product_id": desk.chair, "person_id": desk.other, "wanted_on": "2026-11-23"}
    for _time in range(10):
        told = race(racers, lend(desk.items[0], desk.person), ("ask", asked))
        assert told in (["won", "won"], ["reserved", "won"])
        outcomes.add(told[0])
        lent = desk.state(0) == "lent"
        assert lent == (told[0] == "won")
        waiting = requests.waiting(desk.register, desk.chair, today=TODAY)
        assert [row["coverable"] for row in waiting] == [0 if lent else 1]
        if lent:
            take_back(desk, 0)
        desk.do(requests.cancel_requests, request_ids=[row["request_id"] for row in waiting], reason="Ferdig")
    bypassed = """SELECT count(*) FROM loan_line l JOIN op o JOIN change c ON c.op_seq = o.seq AND c.kind = 'loan_line'
        AND c.ref_id = l.line_id AND c.action = 'insert' WHERE l.request_id IS NULL AND l.out_reason = ''
        AND EXISTS (SELECT 1 FROM change a JOIN request r ON r.request_id = a.ref_id AND a.kind = 'request'
            AND a.action = 'insert' WHERE a.op_seq < o.seq AND NOT EXISTS (SELECT 1 FROM change e
                WHERE e.kind = 'request' AND e.ref_id = r.request_id AND e.action = 'update' AND e.op_seq < o.seq))"""
    assert desk.register.value(bypassed) == 0
    assert check.problems(desk.register) == []


def test_a_request_is_cancelled_or_filled_but_not_both(desk, racers):
    for _time in range(8):
        ref = ask(desk, desk.person)
        told = race(
            racers,
            lend(desk.items[0], desk.person, fill=ref),
            ("cancel", {"request_ids": [ref], "reason": "Trengs ikke"}),
        )
        assert sorted(told) == ["request_closed", "won"]
        if desk.state(0) == "lent":
            take_back(desk, 0)
    assert check.problems(desk.register) == []
