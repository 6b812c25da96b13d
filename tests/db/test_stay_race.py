"""Two programs book the same bed at once: one of them has it, by the rule, and by the key of the file alone."""

import pytest

from bench import stay_race

ROUNDS = 24  # `python bench/stay_race.py` runs a thousand


@pytest.mark.parametrize("blind", [False, True])
def test_of_two_programs_that_book_the_same_bed_one_wins(tmp_path, blind):
    register, bed, people = stay_race.stock(tmp_path / "lager.hverdag")
    with stay_race.programs(register.path, blind) as running:
        told = stay_race.race(running, bed, people, ROUNDS)
    assert told == {("place_taken", "won"): ROUNDS}
    assert stay_race.faults(register, ROUNDS) == []
    register.close()
