"""Kill four programs in the middle of their commands, again and again, and see whether the register holds.

    python bench/torture.py --rounds 200            no violation: exit code 0
    python bench/torture.py --control no-lock       one defence broken on purpose: must find violations (exit code 1)
    python bench/torture.py --publish 100           copies fetched while four programs write: all must be whole

Each writer keeps a journal beside the register: "I" and an operation id before a command, "A" after it was
acknowledged, "R" when it was refused or told as failed. After every round: nothing found by db.check, every
acknowledged operation is there, none that was refused is, and none that nobody asked for. Every tenth round the whole
history is run backwards: the rows must come out as the journal says, and no copy may ever have been lent twice.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from db import products

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.rewind import rewind  # noqa: E402
from db import check, command, connection, equipment, errors, history, loans, people, publish  # noqa: E402
from db.connection import Register  # noqa: E402

TODAY = "2026-11-22"
PROGRAMS, COPIES, PEOPLE = 4, 24, 12
CONTROLS = ("none", "no-lock", "no-guard", "no-rule", "no-tx")
SOUND = ("none", "no-rule")  # the file's guards alone must be enough where the rules are blind


# --- the defences, broken on purpose --------------------------------------------------------------------------


class Unprotected:
    """A connection that lets every statement stand by itself, as if commands had no transactions."""

    def __init__(self, conn):
        self._conn = conn

    def __getattr__(self, name):
        return getattr(self._conn, name)

    def execute(self, sql, *parameters):
        forgotten = sql.split(" ")[0] in ("BEGIN", "COMMIT", "ROLLBACK")
        return self._conn.execute("SELECT 1" if forgotten else sql, *parameters)


def weaken(control: str) -> None:
    """Break one defence of this program."""
    real = connection.dbapi.connect
    if control == "no-lock":
        option = "&nolock=1" if os.name == "nt" else "&vfs=unix-none"
        connection.dbapi.connect = lambda name, **named: real(name + option, **named)
    elif control in ("no-rule", "no-guard"):
        assert callable(loans._lend_item)
        assert callable(loans._end_line), "the rules have moved: then this would take nothing away"
        loans._lend_item = lend_blindly
        loans._end_line = end_blindly


def lend_blindly(tx, item_id, terms, _out) -> str:
    """Lend without looking whether the copy is there: only the file can say no."""
    tx.insert("loan_line", item_id=item_id, **terms)
    tx.update("item", item_id, state="lent", state_on=terms["out_on"])
    return str(item_id)


def end_blindly(tx, now, day, reason, condition, _note, state=None) -> str:
    """End a line without looking whether the copy is out by another."""
    tx.update("loan_line", now["line_id"], ended_on=day, end_reason=reason, condition_in=condition)
    if now["item_id"]:
        tx.update("item", now["item_id"], state=state or "available", state_on=day)
    return ""


# --- a program that works -------------------------------------------------------------------------------------


def make(path: Path, control: str) -> None:
    """A register with few copies, so that the programs are in each other's way."""
    register = Register.create(path)

    def do(act, **arguments):
        return command.run(register, act, staff="Jon", today=TODAY, **arguments).result

    chair = do(products.add_product, name="Rullestol", accessory_names=["Pute", "Bord"])
    do(equipment.add_items, numbers=[f"H-{number:04}" for number in range(1, COPIES + 1)], product_id=chair)
    goods = do(products.add_product, name="Klosser", tracking="quantity")
    do(products.move_stock, product_id=goods, kind="in", quantity=40)
    for number in range(PEOPLE):
        do(people.add_person, last_name=f"Person {number}")
    if control == "no-guard":
        for row in register.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            register.conn.execute(f"DROP TRIGGER {row['name']}")
        register.conn.execute("DROP INDEX loan_line_one_open")
    register.close()


def choose(register: Register, dice: random.Random):
    """What a person would do next, from what the screen shows; sometimes from a screen that is long out of date."""
    acts = (lend, lend, lend, lend, take_back, take_back, extend, swap, lose, act, act, act, undo, redo, mend)
    return dice.choice(acts)(register, dice)


def lend(register, dice):
    free = [row[0] for row in register.rows("SELECT item_id FROM item WHERE state = 'available' OR :any",
                                            any=dice.random() < 0.1)]  # fmt: skip
    items = dice.sample(free, min(len(free), dice.randint(0, 3)))
    goods = {2: dice.randint(1, 6)} if dice.random() < 0.3 else {}
    due = dice.choice((None, "2027-01-10"))
    return loans.lend, {"item_ids": items, "goods": goods, "person_id": dice.randint(1, PEOPLE), "due_on": due}


def take_back(register, dice):
    returns = [
        loans.Return(line, dice.choice(tuple(loans.AFTER_RETURN)), quantity=dice.choice((None, 1)) if goods else None)
        for line, goods in _lines(register, dice, 3)
    ]
    return loans.take_back, {"returns": returns}


def extend(register, dice):
    lines = [line for line, _goods in _lines(register, dice, 2)]
    return loans.extend, {"line_ids": lines, "due_on": f"2027-0{dice.randint(2, 9)}-01", "reason": "trengs"}


def swap(register, dice):
    lines = _lines(register, dice, 1)
    item = register.value("SELECT item_id FROM item WHERE state = 'available' ORDER BY random() LIMIT 1")
    return loans.swap, {"line_id": lines[0][0] if lines else 1, "item_id": item or 1}


def lose(register, dice):
    return loans.lose, {"line_ids": [line for line, _goods in _lines(register, dice, 1)] or [1]}


def act(register, dice):
    row = register.one("SELECT item_id, state FROM item WHERE state NOT IN ('available', 'lent') ORDER BY random()")
    if row is None or dice.random() < 0.1:
        return equipment.act, {"item_ids": [dice.randint(1, COPIES)], "act": dice.choice(tuple(equipment.ACTS)),
                               "reason": "worn"}  # fmt: skip
    fitting = [name for name, (starts, _ends) in equipment.ACTS.items() if row["state"] in starts and name != "retired"]
    return equipment.act, {"item_ids": [row["item_id"]], "act": dice.choice(fitting)}


def mend(register, dice):
    row = register.one("SELECT item_id, rev FROM item ORDER BY random() LIMIT 1")
    return equipment.change_item, {"item_id": row["item_id"], "rev": row["rev"], "note": f"note {dice.random()}"}


def undo(_register, _dice):
    return history.undo_last, {}


def redo(_register, _dice):
    return history.redo_last, {}


def _lines(register, dice, most):
    sql = "SELECT line_id, product_id FROM loan_line WHERE end_reason IS NULL ORDER BY random() LIMIT :n"
    rows = register.rows(sql, n=dice.randint(1, most))
    return [(row["line_id"], row["product_id"]) for row in rows]


def work(path: Path, name: str, control: str) -> None:
    """Give command after command until somebody kills us."""
    weaken(control)
    dice = random.Random(name)
    log = os.open(path.parent / f"journal-{name}.txt", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    register = None
    number = 0
    while True:
        number += 1
        try:
            register = register or opened(path, control)
            time.sleep(dice.random() * 0.004)  # SQLite's waiting is unfair to who never gets a gap
            attempt(register, log, f"{name}-{number}", *choose(register, dice))
        except errors.FileTrouble:
            continue
        except Exception:
            if control in SOUND:
                raise
            register = None  # what a program without its defences runs into is not told; it goes on doing harm


def opened(path: Path, control: str) -> Register:
    register = Register.open(path)
    if control == "no-tx":
        register.conn = Unprotected(register.conn)
    return register


def attempt(register: Register, log: int, op_id: str, act, arguments) -> None:
    """One command, with what was told about it in the journal."""
    os.write(log, f"I {op_id}\n".encode())
    who = {"op_id": op_id, "staff": "Jon", "today": TODAY}
    try:
        if act in (history.undo_last, history.redo_last):
            act(register, **who)
        else:
            command.run(register, act, **who, **arguments)
        told = "A"
    except errors.Rejected:
        told = "R"
    except errors.FileTrouble as trouble:
        told = "U" if trouble.facts.get("unknown") else "R"
    os.write(log, f"{told} {op_id}\n".encode())


# --- what must hold afterwards --------------------------------------------------------------------------------


class Ledger:
    """What the killed programs were told, gathered from their journals."""

    def __init__(self) -> None:
        self.acknowledged: set[str] = set()
        self.refused: set[str] = set()
        self.open: set[str] = set()
        self.seen: set[Path] = set()

    def gather(self, folder: Path) -> None:
        for file in sorted(set(folder.glob("journal-*.txt")) - self.seen):
            self.seen.add(file)
            asked = None
            for line in file.read_text().splitlines():
                tag, _, op_id = line.partition(" ")
                asked = op_id if tag == "I" else None
                if tag == "A":
                    self.acknowledged.add(op_id)
                elif tag == "R":
                    self.refused.add(op_id)
                elif tag == "U":
                    self.open.add(op_id)
            if asked:
                self.open.add(asked)

    def violations(self, present: set[str]) -> list[str]:
        """Acknowledged and lost, refused and kept, and there without anybody having asked."""
        lost, kept = self.acknowledged - present, self.refused & present
        unasked = {op_id for op_id in present if "-" in op_id} - self.acknowledged - self.open
        found = {"acknowledged and lost": lost, "refused and kept": kept, "nobody asked": unasked - kept}
        return [f"{what}: {len(ids)}" for what, ids in found.items() if ids]


def verify(path: Path, ledger: Ledger, control: str, thorough: bool) -> list[str]:
    """Everything that does not hold in the register that the killed programs left."""
    try:
        register = Register.open(path)
    except errors.FileTrouble as trouble:
        return [f"cannot be opened: {type(trouble).__name__}"]
    try:
        problems = [problem.kind for problem in check.problems(register)]
        found = [f"{kind} × {count}" for kind, count in Counter(problems).items()
                 if not (control == "no-guard" and kind == "guard_missing")]  # fmt: skip
        found += ledger.violations({row[0] for row in register.rows("SELECT op_id FROM op")})
        return found + (rewind(register)[:5] if thorough else [])
    except errors.FileTrouble as trouble:
        return [f"cannot be read: {type(trouble).__name__}"]
    finally:
        register.close()


# --- the rounds -----------------------------------------------------------------------------------------------


def start(path: Path, name: str, control: str) -> subprocess.Popen:
    line = [sys.executable, __file__, "--work", str(path), "--name", name, "--control", control]
    return subprocess.Popen(line, stderr=subprocess.DEVNULL)


def all_at_work(folder: Path, names: list[str], programs: list[subprocess.Popen]) -> None:
    """Wait until every program is giving commands, or one has ended."""
    end = time.monotonic() + 30
    while time.monotonic() < end and all(program.poll() is None for program in programs):
        journals = [folder / f"journal-{name}.txt" for name in names]
        if all(journal.exists() and journal.stat().st_size > 0 for journal in journals):
            return
        time.sleep(0.01)


def rounds(path: Path, count: int, control: str, dice: random.Random) -> dict:
    """Round after round: start, let work, kill all at once, verify; ends early where something is found."""
    make(path, control)
    ledger, hot, done, found = Ledger(), 0, 0, []
    while done < count and not found:
        done += 1
        names = [f"r{done:04}p{number}" for number in range(PROGRAMS)]
        programs = [start(path, name, control) for name in names]
        all_at_work(path.parent, names, programs)
        time.sleep(dice.uniform(0.0, 0.25))
        crashed = sum(program.poll() is not None for program in programs)
        for program in programs:
            program.kill()
        for program in programs:
            program.wait()
        hot += path.with_name(path.name + "-journal").exists()
        ledger.gather(path.parent)
        found = verify(path, ledger, control, thorough=done % 10 == 0 or done == count)
        found += [f"{crashed} programs ended by themselves"] if crashed and control in SOUND else []
    return summary(path, ledger) | {"rounds": done, "kills": done * PROGRAMS, "journals met": hot, "violations": found}


def summary(path: Path, ledger: Ledger) -> dict:
    try:
        register = Register.open(path)
        verbs = Counter(row[0] for row in register.rows("SELECT verb FROM op"))
        present = {row[0] for row in register.rows("SELECT op_id FROM op")}
        register.close()
    except errors.FileTrouble:
        verbs, present = Counter(), set()
    told = {"acknowledged": len(ledger.acknowledged), "refused": len(ledger.refused), "cut off": len(ledger.open)}
    return told | {"cut off but saved": len(ledger.open & present), "verbs": dict(verbs)}


def copies(path: Path, count: int) -> dict:
    """Publish and fetch while the programs write; every copy must be whole and newer than the one before."""
    make(path, "none")
    names = [f"r0000p{number}" for number in range(PROGRAMS)]
    programs = [start(path, name, "none") for name in names]
    whole, seen, slowest = 0, [], 0.0
    try:
        all_at_work(path.parent, names, programs)
        register = Register.open(path)
        while len(seen) < count:
            began = time.perf_counter()
            publish.publish(register, path.parent / "shared")
            slowest = max(slowest, time.perf_counter() - began)
            newest = publish.newest(path.parent / "shared")
            assert newest is not None
            looked = Register.look(publish.fetch(newest, path.parent / "reader"))
            whole += check.structure(looked) == []
            looked.close()
            seen.append(newest.op_seq)
        register.close()
    finally:
        for program in programs:
            program.kill()
            program.wait()
    return {"copies": len(seen), "whole": whole, "generations": len(set(seen)), "in order": seen == sorted(seen),
            "slowest to publish, s": round(slowest, 2)}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--control", choices=CONTROLS, default="none")
    parser.add_argument("--publish", type=int, metavar="COPIES")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--name", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        work(asked.work, asked.name, asked.control)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hverdag-torture-") as folder:
        path = Path(folder) / "lager.hverdag"
        if asked.publish:
            told = copies(path, asked.publish)
            failed = told["whole"] < asked.publish or not told["in order"]
        else:
            told = rounds(path, asked.rounds, asked.control, random.Random(asked.seed))
            failed = bool(told["violations"])
    print(json.dumps(told | {"control": asked.control, "seconds": round(time.monotonic() - began, 1)}, indent=1))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
