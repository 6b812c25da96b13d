"""Two programs book the same bed for the same nights, again and again: each time one of them wins.

python bench/stay_race.py --rounds 1000          exit code 0: exactly one winner in every round
python bench/stay_race.py --rounds 1000 --blind  the rule is asked for nothing: the key of the file alone decides
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from db import check, command, people, stay_places  # noqa: E402
from db.connection import Register  # noqa: E402
from db.stay_days import plus  # noqa: E402

TODAY = "2026-11-22"
SHIFTS = (0, 2)  # the second program asks for nights that begin two later, and meet the first one's in one night
PROGRAM = """
import json, sys
sys.path.insert(0, sys.argv[3])
from db import command, errors, stay_acts, stay_rules
from db.connection import Register
if sys.argv[2] == "blind":
    stay_rules.conflicts = lambda *_told, **_asked: []
register = Register.open(sys.argv[1])
print("ready", flush=True)
for line in sys.stdin:
    try:
        command.run(register, stay_acts.book_stay, staff="Jon", today="2026-11-22", **json.loads(line))
        print("won", flush=True)
    except errors.Rejected as told:
        print(told.why, flush=True)
"""


def stock(path: Path) -> tuple[Register, int, list[int]]:
    """A ward of one bed and two people who want it: the register, the place and the persons."""
    register = Register.create(path)

    def do(act, **arguments):
        return command.run(register, act, staff="Jon", today=TODAY, **arguments).result

    ward = do(stay_places.add_site, name="Solgløtt", kind="ward")
    (bed,) = do(stay_places.add_stay_places, site_id=ward, names=["Rom 1"], valid_from="2026-01-01")
    return register, bed, [do(people.add_person, first_name="Liv", last_name=name) for name in ("Aas", "Berg")]


@contextmanager
def programs(path: Path, blind: bool = False) -> Iterator[list[subprocess.Popen[str]]]:
    """Two programs with the register open, that book what they are told to."""
    line = [sys.executable, "-c", PROGRAM, str(path), "blind" if blind else "asks", str(ROOT)]
    running = [subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        assert [program.stdout.readline() for program in running if program.stdout] == ["ready\n"] * 2
        yield running
    finally:
        for program in running:
            program.communicate()


def race(running: list[subprocess.Popen[str]], bed: int, people: list[int], rounds: int) -> Counter[tuple[str, ...]]:
    """How often each pair of answers came, sorted; every round is about other nights of the same bed."""
    told: Counter[tuple[str, ...]] = Counter()
    for number in range(rounds):
        first = plus(TODAY, 5 * number)
        for program, person, shift in zip(running, people, SHIFTS, strict=True):
            days = {"from_on": plus(first, shift), "to_on": plus(first, shift + 3)}
            asked = {"person_id": person, "purpose": "rehabilitation", "place_id": bed} | days
            assert program.stdin
            program.stdin.write(json.dumps(asked) + "\n")
            program.stdin.flush()
        told[tuple(sorted(program.stdout.readline().strip() for program in running if program.stdout))] += 1
    return told


def faults(register: Register, rounds: int) -> list[str]:
    """What of the register is not as one winner in each round leaves it."""
    found = [problem.kind for problem in check.problems(register)]
    stays, nights = (register.value(f"SELECT count(*) FROM {table}") for table in ("stay", "stay_night"))
    if (stays, nights) != (rounds, 3 * rounds):
        found.append(f"{stays} stays with {nights} nights after {rounds} rounds")
    rows = register.rows("SELECT from_on, to_on FROM stay_segment ORDER BY from_on")
    found += [f"two on {two['from_on']}" for one, two in pairwise(rows) if two[0] < one[1]]
    return found


def main() -> int:
    """Race as many rounds as asked for, and tell who won."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=1000)
    asked.add_argument("--blind", action="store_true")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        register, bed, persons = stock(Path(folder) / "kappløp.hverdag")
        began = time.perf_counter()
        with programs(register.path, chosen.blind) as running:
            told = race(running, bed, persons, chosen.rounds)
        found = faults(register, chosen.rounds)
        register.close()
    print(f"{chosen.rounds} rounds in {time.perf_counter() - began:.1f} s: {dict(told)}; {found or 'no fault'}")
    return 1 if found or set(told) != {("place_taken", "won")} else 0


if __name__ == "__main__":
    raise SystemExit(main())
