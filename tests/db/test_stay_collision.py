"""Who collides with whom, against a definition that counts days one by one: the rule, the conflicts and the file."""

import time
from collections.abc import Iterator
from itertools import combinations_with_replacement, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stay_house import House, build

from db import stay_days, stay_rules
from db.connection import dbapi
from db.stay_days import plus

FIRST = "2028-02-25"  # nine days over the 29th of February
WINDOW = [plus(FIRST, number) for number in range(9)]
PERIODS = list(combinations_with_replacement(WINDOW, 2))  # 36 of one night or more, and nine of no night
TURNS = ("2026-01-01", "2026-12-31", "2027-01-01", "2028-02-29", "2026-03-29", "2026-10-25")


@pytest.fixture(scope="module", autouse=True)
def in_oslo() -> Iterator[None]:
    """The machine's zone, where the clocks change on 29 March and 25 October 2026."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Europe/Oslo")
        _read_zone()
        yield
    _read_zone()


def _read_zone() -> None:
    if hasattr(time, "tzset"):  # Windows has none
        time.tzset()


def held(in_on: str, out_on: str) -> set[str]:
    """The days of a place that a stay takes: every night, and the day itself of who comes and leaves on one day."""
    days, day = set(), in_on
    while day < out_on:
        days.add(day)
        day = plus(day, 1)
    return days or {in_on}


def gives_way(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether one of two is gone the same day, before the other comes for the night."""
    quick, slow = sorted((one, other), key=lambda period: period[1] > period[0])
    return quick[0] == quick[1] and slow[0] < slow[1] and slow[0] == quick[0]


def test_the_rule_is_that_two_need_a_place_on_the_same_day():
    pairs = [(one, other) for one in PERIODS for other in PERIODS]
    assert len(pairs) == 45 * 45
    assert [
        pair for pair in pairs if stay_days.collide(*pair[0], *pair[1]) != bool(held(*pair[0]) & held(*pair[1]))
    ] == []


@pytest.mark.parametrize("turn", TURNS)
@settings(max_examples=40)
@given(shifts=st.tuples(*[st.integers(-4, 4)] * 4))
def test_the_rule_knows_no_clock_no_year_and_no_short_month(turn, shifts):
    a_in, b_in = plus(turn, shifts[0]), plus(turn, shifts[2])
    a_out, b_out = plus(a_in, abs(shifts[1])), plus(b_in, abs(shifts[3]))
    assert stay_days.collide(a_in, a_out, b_in, b_out) == bool(held(a_in, a_out) & held(b_in, b_out))
    assert stay_days.nights(a_in, a_out) == abs(shifts[1])


@given(start=st.dates(), length=st.integers(0, 400), cuts=st.lists(st.integers(-30, 430), min_size=1, max_size=5))
def test_the_nights_of_a_stay_are_those_of_its_parts(start, length, cuts):
    if start.toordinal() + 440 > 3_652_059:
        start = start.replace(year=9990)
    since = start.isoformat()
    until, edges = plus(since, length), [plus(since, max(cut, 0)) for cut in sorted(cuts)]
    marks = ["0001-01-01", *edges, "9999-12-31"]
    parts = [stay_days.clipped(since, until, a, b) for a, b in pairwise(marks)]
    assert sum(parts) == stay_days.nights(since, until) == length


# against the register


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[House]:
    """Two rooms with a planned stay in each; the tests set the days of both straight in the file."""
    made = build(tmp_path_factory.mktemp("collision") / "lager.hverdag", rooms=2)
    made.today = "2026-07-10"
    for room in (1, 2):
        made.book(room, "2027-01-01", "2027-01-02")
    yield made
    made.register.close()


def put(house: House, stay_id: int, room: int, period: tuple[str, str]) -> bool:
    """Set where and when a stay is, as another program would; False where the file refuses."""
    sql = """UPDATE stay_segment SET stay_place_id = :place, from_on = :since, to_on = :until WHERE stay_id = :stay"""
    try:
        place = house.rooms[room - 1] if room else None
        house.register.conn.execute(sql, {"place": place, "since": period[0], "until": period[1], "stay": stay_id})
    except dbapi.IntegrityError:
        return False
    return True


def nights(house: House, stay_id: int) -> set[str]:
    """The nights that the file has derived for a stay."""
    return set(house.register.column(
        """SELECT night FROM stay_night n JOIN stay_segment g ON g.stay_segment_id = n.stay_segment_id
        WHERE g.stay_id = :stay""", stay=stay_id,
    ))  # fmt: skip


@pytest.mark.parametrize("turn", TURNS)
def test_the_file_derives_each_night_once_over_clock_changes_turns_of_the_year_and_leap_days(house, turn):
    house.register.conn.execute("SAVEPOINT pair")
    for before, after in ((-3, 4), (-1, 1), (0, 1), (-1, 0), (0, 0), (-40, 40)):
        period = plus(turn, before), plus(turn, after)
        assert put(house, 1, 1, period)
        assert nights(house, 1) == held(*period)
    house.register.conn.execute("ROLLBACK TO pair")
    house.register.conn.execute("RELEASE pair")


@pytest.mark.parametrize("one", PERIODS)
def test_conflicts_and_the_files_own_guard_agree_with_the_days_counted_for_every_pair(house, one):
    """New rows, rows that move to other days in the place, and rows that move in from another place."""
    house.register.conn.execute("SAVEPOINT pair")
    put(house, 2, 0, one)
    assert put(house, 1, 1, one)
    assert nights(house, 1) == held(*one)
    new = """INSERT INTO stay_segment (stay_id, site_id, stay_place_id, from_on, to_on)
        VALUES (2, :site, :place, :since, :until)"""
    for other in PERIODS:
        meets = bool(held(*one) & held(*other))
        told = stay_rules.conflicts(
            house.register, place_id=house.rooms[0], from_on=other[0], to_on=other[1], stay_id=2, today=house.today
        )
        expected = [] if not meets else ["same_day" if gives_way(one, other) else "taken"]
        assert [conflict.kind for conflict in told] == expected
        put(house, 2, 2, other)
        assert put(house, 2, 1, other) != meets  # moves in from the other room
        put(house, 2, 0, other)
        asked = {"site": house.ward, "place": house.rooms[0], "since": other[0], "until": other[1]}
        try:
            ref = house.register.conn.execute(new, asked).lastrowid
            house.register.conn.execute("DELETE FROM stay_segment WHERE stay_segment_id = :ref", {"ref": ref})
            assert not meets
        except dbapi.IntegrityError:
            assert meets
    house.register.conn.execute("ROLLBACK TO pair")
    house.register.conn.execute("RELEASE pair")


def test_a_row_that_moves_one_end_only_is_refused_exactly_where_it_runs_into_the_next(house):
    house.register.conn.execute("SAVEPOINT pair")
    put(house, 1, 1, (WINDOW[4], WINDOW[6]))
    put(house, 2, 1, (WINDOW[0], WINDOW[2]))
    for until in WINDOW:
        assert put(house, 2, 1, (WINDOW[0], until)) == (until <= WINDOW[4])
    put(house, 2, 1, (WINDOW[7], WINDOW[8]))
    for since in WINDOW[:8]:
        assert put(house, 2, 1, (since, WINDOW[8])) == (since >= WINDOW[6])
    house.register.conn.execute("ROLLBACK TO pair")
    house.register.conn.execute("RELEASE pair")
