"""The register itself: checking, opening, searching, sorting, what is available, and one loan with its journal."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import registers
from bench.measure import Result, ratio, seconds
from db import command, equipment, loan_lines, loans, people, requests
from db.connection import Register

TODAY = registers.TODAY
TYPED = "rullestol"
REPAINT = 0.0166  # seconds: one frame at 60 Hz, the floor under anything a person sees


def benches() -> Iterator[Result]:
    """Checks, opening, search, sorting, what is available, and lending."""
    large, small = registers.register(1_000_000), registers.register(1_000)
    yield check(large)
    yield opening(large, small)
    db = Register.look(large)
    yield from searches(db)
    yield from sorting(db)
    yield available(db)
    yield lending(small)


def check(path: Path) -> Result:
    from db import check as whole

    db = Register.look(path)
    return ratio("check of 1 000 000 loans / quick_check", 2, lambda: whole.problems(db), db.quick_check, 1)


def opening(large: Path, small: Path) -> Result:
    def opened(path: Path) -> Callable[[], None]:
        return lambda: Register.open(path).close()

    return ratio("opening 1 000 000 loans / 1 000 loans", 1.3, opened(large), opened(small), 9)


def searches(db: Register) -> Iterator[Result]:
    """The SQL of one key press, worst of the letters of a word, against one frame."""
    fields = {
        "copies (100 000)": lambda text: equipment.find_items(db, text),
        "people (50 000)": lambda text: people.find(db, text),
        "loans list, open": lambda text: loan_lines.ids(db, today=TODAY, text=text),
    }
    for name, find in fields.items():
        taken = [statistics.median(seconds(lambda n=n, find=find: find(TYPED[:n])) for _ in range(3))
                 for n in range(1, len(TYPED) + 1)]  # fmt: skip
        told = f"worst {max(taken) * 1000:.1f} ms"
        yield Result(f"search per key, {name} / one frame", 2, statistics.median(taken) / REPAINT, told)


def sorting(db: Register) -> Iterator[Result]:
    for order, column in (("due", "due_on"), ("out", "out_on"), ("ended", "ended_on")):
        sql = f"SELECT line_id FROM loan_line ORDER BY {column} NULLS LAST, line_id"
        yield ratio(f"sort 1 000 000 loans by {order} / bare SQL", 1.5,
                    lambda order=order: loan_lines.ids(db, today=TODAY, order=order, chip="all"),
                    lambda sql=sql: [row[0] for row in db.conn.execute(sql)])  # fmt: skip


def available(db: Register) -> Result:
    """What stands free of every product, less what is reserved, against the bare stock by product."""
    bare = "SELECT product_id, count(*) FROM item WHERE +state IN ('available', 'packed') GROUP BY product_id"
    return ratio("available per product, 100 000 copies, 1 000 000 lines / bare GROUP BY", 2,
                 lambda: requests.available_per_product(db, today=TODAY),
                 lambda: db.conn.execute(bare).fetchall(), 15)  # fmt: skip


def lending(path: Path) -> Result:
    """A loan by the command against the same rows and journal written bare."""
    with tempfile.TemporaryDirectory() as folder:
        mine, bare = (Path(shutil.copy(path, Path(folder) / name)) for name in ("a.hverdag", "b.hverdag"))
        ours, peer = Register.open(mine), Register.open(bare)
        free = [iter(equipment.item_ids(db, today=TODAY, chip="available")) for db in (ours, peer)]

        def lend() -> None:
            command.run(ours, loans.lend, staff="Jon", today=TODAY, item_ids=[next(free[0])], person_id=1, due_on=None)

        result = ratio("lend one copy / the bare transaction", 3, lend, lambda: bare_loan(peer, next(free[1])), 20)
        ours.close()
        peer.close()
    return result


def bare_loan(db: Register, item: int) -> None:
    conn = db.conn
    conn.execute("BEGIN IMMEDIATE")
    op = conn.execute(
        """INSERT INTO op (op_id, at, on_day, staff, verb, data)
        VALUES (hex(randomblob(16)), :day, :day, 'Jon', 'lend', '{}')""",
        {"day": TODAY},
    ).lastrowid
    agreement = conn.execute("INSERT INTO agreement (person_id, out_on) VALUES (1, ?)", (TODAY,)).lastrowid
    line = conn.execute("INSERT INTO loan_line (agreement_id, item_id, out_on) VALUES (?, ?, ?)",
                        (agreement, item, TODAY)).lastrowid  # fmt: skip
    conn.execute("UPDATE item SET state = 'lent', state_on = ? WHERE item_id = ?", (TODAY, item))
    changes = [(op, "agreement", agreement, "insert"), (op, "loan_line", line, "insert"), (op, "item", item, "update")]
    conn.executemany("INSERT INTO change (op_seq, kind, ref_id, action) VALUES (?, ?, ?, ?)", changes)
    conn.execute("COMMIT")
