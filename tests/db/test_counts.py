"""Stock counts: what should stand there, what was seen, and what is done about the difference."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from filled import TODAY, fill
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import count_rows, counts, equipment, history, loans
from db.connection import Register
from db.errors import Rejected, Why


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """The register that every test starts from, filled once."""
    register = Register.create(tmp_path_factory.mktemp("filled") / "lager.hverdag")
    made = fill(register)
    register.close()
    return made


@pytest.fixture
def depot(filled, tmp_path):
    """A copy of the filled register."""
    register = Register.open(shutil.copy(filled.path, tmp_path / "lager.hverdag"))
    yield replace(filled, register=register)
    register.close()


@pytest.fixture
def count(depot):
    """A count of everything, and a shelf apart from that of the copies."""
    depot.shelf = depot.do(equipment.add_place, room="Kjeller", shelf="B2")
    return depot.do(counts.start_count, name="Høsttelling")


def see(depot, count, code, place_id=None):
    return depot.do(counts.scan, stock_count_id=count, code=code, place_id=place_id)


def outcomes(depot, count) -> dict[str, str]:
    """Number or code → outcome."""
    rows = count_rows.row_rows(depot.register, count_rows.row_ids(depot.register, count))
    return {row["number"] or row["code"]: row["outcome"] for row in rows}


def refs(depot, count, outcome):
    return count_rows.row_ids(depot.register, count, chip=outcome)


def undo(depot):
    """Take back the last command."""
    return history.undo_last(depot.register, staff="Jon", today=TODAY)


def test_a_count_looks_for_what_should_stand_there_and_for_nothing_else(depot):
    depot.lend(0)
    depot.do(equipment.act, item_ids=[depot.items[1]], act="missing")
    depot.do(equipment.act, item_ids=[depot.items[2]], act="retired", reason="worn")
    depot.do(equipment.act, item_ids=[depot.items[3]], act="to_cleaning")
    count = depot.do(counts.start_count, name="Alt")
    assert outcomes(depot, count) == {"H-0004": "missing", "H-0005": "missing", "H-0006": "missing"}
    assert counts.expected_number(depot.register) == 3
    assert counts.expected_number(depot.register, room="Kjeller", shelf="A1") == 3
    assert counts.expected_number(depot.register, room="Loft") == 0


def test_a_room_that_is_not_there_cannot_be_counted(depot):
    with pytest.raises(Rejected) as told:
        depot.do(counts.start_count, name="Loftet", room="Loft")
    assert (told.value.why, told.value.field) == (Why.MISSING_VALUE, "place")


def test_scans_tell_found_wrong_place_and_unexpected_apart(depot, count):
    depot.lend(4)
    see(depot, count, "h0001")
    see(depot, count, "H-0002", depot.shelf)
    see(depot, count, "H-0005")
    see(depot, count, "NAV 778")
    told = outcomes(depot, count)
    assert {told["H-0001"], told["H-0002"], told["H-0005"], told["NAV778"]} == {"found", "wrong_place", "unexpected"}
    assert (told["H-0001"], told["H-0002"]) == ("found", "wrong_place")
    tally = count_rows.tally(depot.register, count)
    assert {key: tally[key] for key in ("expected", "seen", "found", "missing", "wrong_place", "unexpected")} == {
        "expected": 5, "seen": 4, "found": 1, "missing": 3, "wrong_place": 1, "unexpected": 2,
    }  # fmt: skip


def test_the_same_scan_again_changes_nothing_and_at_another_place_moves_the_sighting(depot, count):
    assert not see(depot, count, "H-0001").again
    before = dict(count_rows.tally(depot.register, count))
    assert see(depot, count, "H-0001").again
    assert see(depot, count, "XX1").again is False
    assert see(depot, count, "xx-1").again is True
    assert count_rows.tally(depot.register, count) == before | {"seen": 2, "unexpected": 1}
    see(depot, count, "H-0001", depot.shelf)
    assert outcomes(depot, count)["H-0001"] == "wrong_place"


def test_a_copy_of_another_shelf_is_in_the_wrong_place_where_one_shelf_is_counted(depot, count):
    shelf = depot.do(counts.start_count, name="B2", room="Kjeller", shelf="B2")
    assert outcomes(depot, shelf) == {}
    see(depot, shelf, "H-0003")
    assert outcomes(depot, shelf) == {"H-0003": "wrong_place"}
    depot.do(counts.move_to_seen, count_row_ids=refs(depot, shelf, "wrong_place"))
    assert equipment.item(depot.register, depot.items[2])["shelf"] == "B2"
    undo(depot)
    assert equipment.item(depot.register, depot.items[2])["shelf"] == "A1"


def test_a_copy_from_another_room_is_moved_to_the_room_that_is_counted(depot):
    depot.do(equipment.add_items, numbers=["L-1"], product_id=1, room="Loft", shelf="2")
    count = depot.do(counts.start_count, name="Kjelleren", room="Kjeller")
    see(depot, count, "L-1")
    see(depot, count, "H-0001")
    assert (outcomes(depot, count)["L-1"], outcomes(depot, count)["H-0001"]) == ("wrong_place", "found")
    moved = depot.do(counts.move_to_seen, count_row_ids=refs(depot, count, "wrong_place"))
    place = equipment.item(depot.register, moved[0])
    assert (place["room"], place["shelf"]) == ("Kjeller", "")


def test_a_copy_that_comes_in_while_the_count_goes_on_is_found(depot):
    depot.lend(0)
    count = depot.do(counts.start_count, name="Alt")
    see(depot, count, "H-0001")
    assert outcomes(depot, count)["H-0001"] == "unexpected"
    depot.do(loans.take_back, returns=[loans.Return(depot.line(0), "clean")])
    assert not see(depot, count, "H-0001").again
    assert outcomes(depot, count)["H-0001"] == "found"
    assert count_rows.tally(depot.register, count)["expected"] == 6


def test_a_copy_that_is_lent_while_the_count_goes_on_has_left_and_is_not_made_missing(depot, count):
    depot.lend(0)
    assert outcomes(depot, count)["H-0001"] == "left"
    both = [*refs(depot, count, "left"), *refs(depot, count, "missing")[:1]]
    assert depot.do(counts.mark_missing, count_row_ids=both, on_day="2026-11-20") == [depot.items[1]]
    assert (depot.state(0), depot.state(1)) == ("lent", "missing")
    assert equipment.item(depot.register, depot.items[1])["state_on"] == "2026-11-20"
    undo(depot)
    assert depot.state(1) == "available"


def test_a_closed_count_takes_no_more_scans_and_never_changes(depot, count):
    see(depot, count, "H-0001")
    depot.lend(1)
    depot.do(counts.close_count, stock_count_id=count)
    closed = outcomes(depot, count)
    assert (closed["H-0001"], closed["H-0002"], closed["H-0003"]) == ("found", "left", "missing")
    with pytest.raises(Rejected) as told:
        see(depot, count, "H-0003")
    assert told.value.why is Why.COUNT_CLOSED
    depot.lend(2)
    depot.do(equipment.act, item_ids=[depot.items[0]], act="missing")
    assert outcomes(depot, count) == closed
    depot.do(counts.mark_missing, count_row_ids=refs(depot, count, "missing"))
    assert [depot.state(number) for number in range(6)] == ["missing", "lent", "lent", *["missing"] * 3]


def test_a_missing_copy_that_is_seen_is_told_found_where_it_stands(depot, count):
    depot.do(equipment.act, item_ids=[depot.items[0]], act="missing")
    see(depot, count, "H-0001", depot.shelf)
    rows = refs(depot, count, "unexpected")
    assert depot.do(counts.mark_found, count_row_ids=rows) == [depot.items[0]]
    now = equipment.item(depot.register, depot.items[0])
    assert (now["state"], now["shelf"]) == ("cleaning", "B2")
    undo(depot)
    now = equipment.item(depot.register, depot.items[0])
    assert (now["state"], now["shelf"]) == ("missing", "A1")


def test_a_sighting_can_be_taken_back(depot, count):
    see(depot, count, "H-0001")
    see(depot, count, "FEIL1")
    depot.do(counts.take_out, count_row_ids=[*refs(depot, count, "found"), *refs(depot, count, "unexpected")])
    assert outcomes(depot, count) == dict.fromkeys([f"H-{n:04}" for n in range(1, 7)], "missing")
    undo(depot)
    assert outcomes(depot, count)["FEIL1"] == "unexpected"


def test_every_command_of_a_count_is_undone_step_by_step(depot, count):
    see(depot, count, "H-0001")
    see(depot, count, "UKJENT1")
    depot.do(counts.close_count, stock_count_id=count)
    held = outcomes(depot, count)
    undo(depot)
    assert counts.stock_count(depot.register, count)["closed_on"] is None
    undo(depot)
    undo(depot)
    assert set(outcomes(depot, count).values()) == {"missing"}
    undo(depot)
    assert count_rows.ids(depot.register) == []
    for _step in range(4):
        history.redo_last(depot.register, staff="Jon", today=TODAY)
    assert outcomes(depot, count) == held


def test_what_no_closed_count_has_seen_is_never_counted(depot, count):
    see(depot, count, "H-0001")
    assert len(count_rows.never_counted(depot.register, today=TODAY)) == 6
    depot.do(counts.close_count, stock_count_id=count)
    assert count_rows.never_counted(depot.register, today=TODAY) == depot.items[1:]
    depot.lend(1)
    assert count_rows.never_chips(depot.register) == {"all": 5, "away": 1, "in": 4}


def test_the_list_of_counts_is_searched_and_sorted_the_norwegian_way(depot, count):
    depot.do(counts.start_count, name="Ålesund")
    depot.do(counts.start_count, name="Zoo", room="Kjeller", shelf="B2")
    depot.do(counts.close_count, stock_count_id=count)
    named = count_rows.ids(depot.register, order="name", descending=False)
    assert [row["name"] for row in (counts.stock_count(depot.register, ref) for ref in named)] == [
        "Høsttelling", "Zoo", "Ålesund",
    ]  # fmt: skip
    assert count_rows.ids(depot.register, text="kjeller b2") == named[1:2]
    assert count_rows.ids(depot.register, chip="closed") == [count]
    assert count_rows.chips(depot.register) == {"all": 3, "open": 2, "closed": 1}


SCAN = st.tuples(
    st.sampled_from(["H-0001", "H-0002", "H-0003", "H-0004", "H-0005", "H-0006", "UKJENT", "feil 2"]),
    st.sampled_from([None, 0, 1]),
)
ACT = st.one_of(SCAN, st.tuples(st.sampled_from(["lend", "take_back"]), st.integers(0, 5)))


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    """One register for many counts."""
    register = Register.create(tmp_path_factory.mktemp("count") / "lager.hverdag")
    yield fill(register)
    register.close()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACT, max_size=12))
def test_every_row_has_one_outcome_and_the_expected_add_up_whatever_is_scanned(ground, acts):
    shelves = [ground.do(equipment.add_place, room="Kjeller", shelf=shelf) for shelf in ("A1", "B2")]
    count = ground.do(counts.start_count, name="Prøve")
    scanned = set()
    for what, where in acts:
        if what == "lend":
            if ground.state(where) == "available":
                ground.lend(where)
        elif what == "take_back":
            if ground.state(where) == "lent":
                ground.do(loans.take_back, returns=[loans.Return(ground.line(where), "clean")])
        else:
            see(ground, count, what, None if where is None else shelves[where])
            scanned.add(what)
    for _closing in range(2):
        tally = count_rows.tally(ground.register, count)
        by_outcome = {outcome: set(refs(ground, count, outcome)) for outcome in count_rows.OUTCOMES}
        rows = count_rows.row_ids(ground.register, count)
        assert {outcome: len(found) for outcome, found in by_outcome.items()} == {
            outcome: tally[outcome] for outcome in count_rows.OUTCOMES
        }
        assert sorted(rows) == sorted(ref for found in by_outcome.values() for ref in found)
        assert tally["seen"] == len(scanned)
        assert tally["found"] + tally["wrong_place"] == tally["expected_seen"]
        assert tally["expected"] == tally["expected_seen"] + tally["missing"] + tally["left"]
        if not counts.stock_count(ground.register, count)["closed_on"]:
            ground.do(counts.close_count, stock_count_id=count)


SCANNER = """
import sys
from db import command, counts
from db.connection import Register
register = Register.open(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for code in sys.argv[3:]:
    command.run(register, counts.scan, staff="Jon", today="2026-11-22", stock_count_id=int(sys.argv[2]), code=code)
"""


def test_two_windows_that_count_the_same_session_never_lose_a_scan(tmp_path):
    register = Register.create(tmp_path / "lager.hverdag")
    depot = fill(register, copies=40)
    count = depot.do(counts.start_count, name="To vinduer")
    codes = [f"H-{number:04}" for number in range(1, 41)]
    parts = ([*codes[:25], "UKJENT"], [*codes[15:], "UKJENT"])
    line = [sys.executable, "-c", SCANNER, str(depot.path), str(count)]
    running = [
        subprocess.Popen([*line, *part], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                         cwd=Path(__file__).parents[2])
        for part in parts
    ]  # fmt: skip
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in running:
        one.communicate("go\n")
        assert one.returncode == 0
    tally = count_rows.tally(register, count)
    assert (tally["found"], tally["missing"], tally["unexpected"], tally["seen"]) == (40, 0, 1, 41)
    register.close()
