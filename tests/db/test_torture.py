"""Programs killed in the middle of their commands, in short; `python bench/torture.py` has the long form."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HARNESS = Path(__file__).parents[2] / "bench" / "torture.py"


def torture(*arguments: str) -> tuple[int, dict]:
    """The exit code and the figures of one run."""
    done = subprocess.run([sys.executable, str(HARNESS), *arguments], capture_output=True, text=True, timeout=100)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.mark.slow
def test_five_rounds_of_killing_lose_nothing_and_lend_nothing_twice():
    code, told = torture("--rounds", "5")
    assert told["violations"] == []
    assert code == 0
    assert told["kills"] == 20
    assert told["acknowledged"] > 25
    assert {"lend", "take_back", "act", "undo"} <= told["verbs"].keys()


@pytest.mark.slow
def test_the_guards_of_the_file_are_enough_where_the_rules_are_blind():
    code, told = torture("--rounds", "3", "--control", "no-rule")
    assert (code, told["violations"]) == (0, [])


@pytest.mark.slow
@pytest.mark.parametrize("control", ["no-guard", "no-tx"])
def test_a_defence_taken_away_is_noticed(control):
    """Otherwise the rounds above prove nothing. Without locks it takes many rounds: the long form has that."""
    code, told = torture("--rounds", "12", "--control", control)
    assert code == 1
    assert told["violations"]


@pytest.mark.slow
def test_every_copy_published_under_load_is_whole():
    code, told = torture("--publish", "10")
    assert (code, told["whole"], told["in order"]) == (0, 10, True)
