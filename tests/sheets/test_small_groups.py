"""Whatever is printed together leaves every hidden number two values at least, counted out by trying every table."""

import sys
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as some

from db import stay_report
from db.connection import Register
from db.stay_scores import GroupChange
from desktop.small_groups import FEW, few, hidden
from desktop.stays import figures_hidden
from desktop.stays.figures_hidden import OF, Leaving

sys.path.insert(0, str(Path(__file__).parents[1]))
from stay_rows import Rows

from tests.sheets import test_figures_hidden as wards

ROWS, COLUMNS = range(2), range(3)
CELLS = list(product(ROWS, COLUMNS))


def with_sums(cells):
    """A table of counts with the sums of its rows and columns and of it all: (row, column), None for a sum."""
    sums = {(row, None): sum(cells[row, column] for column in COLUMNS) for row in ROWS}
    sums |= {(None, column): sum(cells[row, column] for row in ROWS) for column in COLUMNS}
    return cells | sums | {(None, None): sum(cells.values())}


def lines():
    yield from ([(row, None), *((row, column) for column in COLUMNS)] for row in ROWS)
    yield from ([(None, column), *((row, column) for row in ROWS)] for column in COLUMNS)
    yield [(None, None), *((row, None) for row in ROWS)]
    yield [(None, None), *((None, column) for column in COLUMNS)]


def printed(table, secret):
    """What a reader is given: a number, '<5' or 'skjult'."""
    return {key: ("<5" if few(number) else "skjult") if key in secret else number for key, number in table.items()}


def fits(number, mark, most):
    """Whether a number may be what stands there."""
    if mark == "<5":
        return 0 < number < FEW
    return FEW <= number <= most if mark == "skjult" else number == mark


def readings(shown, most):
    """For each place, every number that it has in some table that fits all that is printed. Slow: tries them all."""
    options = [[number for number in range(most + 1) if fits(number, shown[cell], most)] for cell in CELLS]
    found = {key: set() for key in shown}
    for numbers in product(*options):
        table = with_sums(dict(zip(CELLS, numbers, strict=True)))
        if all(fits(table[key], mark, 99) for key, mark in shown.items()):
            for key, number in table.items():
                found[key].add(number)
    return found


@settings(max_examples=40, deadline=None)
@given(some.lists(some.integers(0, 7), min_size=6, max_size=6))
@example([1, 5, 0, 0, 0, 0])  # 6 of '<5' and of at least five can only be 1 and 5
@example([4, 4, 0, 0, 0, 0])  # 8 of twice '<5' can only be 4 and 4
@example([4, 4, 6, 4, 4, 6])
@example([2, 5, 5, 5, 5, 0])
def test_every_hidden_number_has_two_values_in_the_tables_that_fit(numbers):
    table = with_sums(dict(zip(CELLS, numbers, strict=True)))
    secret = hidden(table, table, lines())
    assert {key for key, number in table.items() if few(number)} <= secret
    found = readings(printed(table, secret), most=9)
    assert [key for key in secret if len(found[key]) < 2] == []


COUNTED = {"ended", "length_n", "same_day", "stays"}  # persons and stays; all else is nights
SUMS = [list(line) for line in wards.sums()]


def between(known, hidden_small):
    """For each number, (least, most) that all sums leave it, drawn together until nothing moves."""
    found: dict[Any, tuple[float, float]] = {key: (0, float("inf")) for line in SUMS for key in line}
    for key in hidden_small:
        name = key[2] if isinstance(key[2], str) else key[2][1]
        found[key] = (1, FEW - 1 if name in COUNTED else 4 * wards.DAYS * wards.MONTHS)
    found |= {key: (number, number) for key, number in known.items() if key in found}
    before: dict = {}
    while before != found:
        before = dict(found)
        for whole, *parts in SUMS:
            least, most = (sum(found[part][end] for part in parts) for end in (0, 1))
            found[whole] = (max(found[whole][0], least), min(found[whole][1], most))
            for part in parts:
                rest = [sum(found[other][end] for other in parts if other != part) for end in (0, 1)]
                found[part] = (max(found[part][0], found[whole][0] - rest[1]),
                               min(found[part][1], found[whole][1] - rest[0]))  # fmt: skip
    return found


@settings(max_examples=20, deadline=None)
@given(some.lists(wards.LINE, min_size=1, max_size=9))
@example([(2, 1, "rehabilitation", "acute", 3, 0, "same_day", 4), (1, 2, "respite", "acute", 7, 0, "ended", 4)])
def test_months_wards_and_tables_together_leave_small_groups_more_than_one_value(drawn):
    sites = wards.read(drawn)
    leaving = Leaving(sites, told={(0, wards.WHOLE)})
    known, small = wards.seen(sites, leaving), set(wards.small(sites))
    assert not small & known.keys()
    found = between(known, {key for key in small if any(key in line for line in SUMS)})
    assert [key for key in small if key in found and found[key][0] >= found[key][1]] == []


def test_the_reference_finds_what_one_hidden_fellow_leaves_open():
    told = with_sums(dict(zip(CELLS, [4, 4, 0, 6, 6, 0], strict=True)))
    found = readings(printed(told, {(0, 0), (0, 1), (1, 0), (1, 1)}), most=9)
    assert found[0, 0] == {4}, "no number stands alone in its row or column, and yet the sum tells both"
    assert hidden(told, told, lines()) > {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_large_numbers_hide_nothing_and_a_person_in_two_parts_is_only_not_told_alone():
    assert hidden({"a": 5, "b": 6, "all": 11}, {"a": 5, "b": 6, "all": 11}, [("all", "a", "b")]) == set()
    people = {"a": 4, "b": 7, "all": 10}
    assert hidden(people, people, [("all", "a", "b")]) == {"a", "b"}


def test_nights_of_one_to_four_persons_can_be_many_and_not_more_than_there_are():
    nights, people = {"a": 100, "b": 90, "all": 190}, {"a": 4, "b": 4, "all": 8}
    assert hidden(nights, people, [("all", "a", "b")], dict.fromkeys(nights, 30)) == {"a", "b"}
    full = {"a": 120, "b": 120, "all": 240}
    assert hidden(full, people, [("all", "a", "b")], dict.fromkeys(full, 30)) == {"a", "b", "all"}


def test_a_full_ward_of_four_and_four_does_not_tell_that_they_were_four(tmp_path):
    register = Register.create(tmp_path / "full.hverdag")
    rows = Rows(register)
    register.conn.execute("BEGIN")
    ward = rows.site("Nord", "ward")
    for at, bed in enumerate(rows.places(ward, 8)):
        rows.stay(ward, bed, "2026-05-20", "2026-07-10", purpose="respite" if at < 4 else "rehabilitation")
    register.conn.execute("COMMIT")
    june = stay_report.view(register, "2026-06-01", "2026-07-01", today="2026-11-22").whole
    leaving = Leaving([[june]], told={(0, 0)})
    assert leaving.numbers[0, 0, "nights"] == 240
    assert {row["nights"] for row in leaving.purposes(0, 0)} == {"<5"}
    assert {leaving.hidden(0, 0, rule) for rule in ("nights", "persons", "belegg")} == {"skjult"}
    assert (0, 0, (OF, "respite", "nights")) in leaving.secret
    register.close()


def test_who_got_better_is_not_told_by_who_did_not():
    told = [figures_hidden.effects([GroupChange("copm_performance", stays, 4.0, 6.0, better, worse)])[0]
            for stays, better, worse in ((20, 10, 5), (6, 5, 1), (3, 2, 0))]  # fmt: skip
    assert [[one[1], *one[5:]] for one in told] == [[20, 10, 5], ["skjult", "skjult", "<5"], ["<5", "<5", "<5"]]
