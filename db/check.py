"""Examine a register: its pages, its references, its guards, and whether stock, loans and history agree."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from db import check_stays
from db.connection import CHECKED_AT_ONCE, SCHEMA_VERSION, Reader, Register, dbapi, in_memory, telling
from db.errors import FileIsDamaged

MOST = 100  # problems told of one kind
CACHE = 64_000  # KiB: with less, an index of a million rows is read from the disk many times over
_HISTORY = ("op", "change")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not hold; facts name rows by number and id, never by a person's name."""

    kind: str
    facts: dict[str, Any] = field(default_factory=dict)


KINDS = (
    "pages", "reference", "guard_missing", "guard_changed", "guard_foreign", "no_file_id",
    "lent_without_line", "line_without_lent", "two_open_lines", "stock_negative", "line_quantity", "line_product",
    "movement_without_line", "request_without_line", "item_without_history", "state_unlike_history", "history_gap",
    "unfinished_operation", "undo_order", "undone_twice", *check_stays.KINDS,
)  # fmt: skip

_RULES = {
    "lent_without_line": """SELECT i.item_id, i.number FROM item i WHERE i.state = 'lent' AND NOT EXISTS (
        SELECT 1 FROM loan_line l WHERE l.item_id = i.item_id AND l.end_reason IS NULL)""",
    "line_without_lent": """SELECT i.item_id, i.number, i.state, l.line_id FROM loan_line l
        JOIN item i ON i.item_id = l.item_id WHERE l.end_reason IS NULL AND i.state <> 'lent'""",
    "two_open_lines": """SELECT l.item_id, count(*) AS lines FROM loan_line l
        WHERE l.end_reason IS NULL AND l.item_id IS NOT NULL GROUP BY l.item_id HAVING count(*) > 1""",
    "stock_negative": """SELECT m.product_id, sum(m.quantity) AS stock FROM movement m
        GROUP BY m.product_id HAVING sum(m.quantity) < 0""",
    # A line that ended before the register was made may have no movements at all.
    "line_quantity": """SELECT l.line_id, l.quantity, coalesce(m.lent, 0) AS lent, coalesce(m.back, 0) AS back
        FROM loan_line l LEFT JOIN (SELECT line_id, -sum(CASE WHEN kind = 'lent' THEN quantity ELSE 0 END) AS lent,
            sum(CASE WHEN kind = 'back' THEN quantity ELSE 0 END) AS back
            FROM movement WHERE line_id IS NOT NULL GROUP BY line_id) AS m ON m.line_id = l.line_id
        WHERE l.product_id IS NOT NULL AND (m.line_id IS NOT NULL OR l.end_reason IS NULL)
            AND (coalesce(m.lent, 0) <> l.quantity OR m.back > l.quantity
                OR (l.end_reason = 'returned' AND m.back < l.quantity)
                OR (l.end_reason IS NULL AND m.back >= l.quantity))""",
    "line_product": """SELECT m.movement_id, m.line_id FROM movement m JOIN loan_line l ON l.line_id = m.line_id
        WHERE l.product_id IS NULL OR l.product_id <> m.product_id""",
    "movement_without_line": """SELECT movement_id, kind FROM movement
        WHERE kind IN ('lent', 'back') AND line_id IS NULL""",
    "request_without_line": """SELECT r.request_id FROM request r WHERE r.outcome = 'filled'
        AND NOT EXISTS (SELECT 1 FROM loan_line l WHERE l.request_id = r.request_id)""",
    "item_without_history": """SELECT i.item_id, i.number FROM item i WHERE NOT EXISTS (
        SELECT 1 FROM change c WHERE c.kind = 'item' AND c.ref_id = i.item_id AND c.action = 'insert')""",
    "state_unlike_history": """SELECT i.item_id, i.number, i.state, i.told FROM (
        SELECT i.item_id, i.number, i.state, (SELECT json_extract(c.after, '$.state') FROM change c
            WHERE c.kind = 'item' AND c.ref_id = i.item_id AND c.action = 'update'
            AND json_extract(c.after, '$.state') IS NOT NULL ORDER BY c.change_id DESC LIMIT 1) AS told
        FROM item i) AS i WHERE i.told <> i.state""",
    "history_gap": """SELECT 'op' AS "table", max(seq) - count(*) AS missing FROM op HAVING max(seq) <> count(*)
        UNION ALL SELECT 'change', max(change_id) - count(*) FROM change HAVING max(change_id) <> count(*)""",
    "unfinished_operation": "SELECT seq FROM op WHERE data IS NULL",
    "undo_order": """SELECT seq, reverses FROM op
        WHERE reverses >= seq OR (reverses IS NOT NULL) <> (verb IN ('undo', 'redo'))""",
    "undone_twice": """SELECT r.reverses AS seq FROM op r WHERE r.reverses IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM op b WHERE b.reverses = r.seq) GROUP BY r.reverses HAVING count(*) > 1""",
    "no_file_id": "SELECT 1 AS missing WHERE NOT EXISTS (SELECT 1 FROM meta WHERE key = 'file_id' AND value <> '')",
} | check_stays.RULES


def problems(register: Register) -> list[Problem]:
    """Everything that does not hold in the register, worst first; an empty list where all is well.

    A file with an older schema is examined for its pages and references only. Raises FileIsBusy where another
    program holds the file; damage is told as problems, never raised.
    """
    found = structure(register)
    if _readable(found) and register.value("PRAGMA user_version") == SCHEMA_VERSION:
        found += broken_rules(register)
    return found


def was_left(reader: Reader) -> bool:
    """Whether the file is so large that its pages were not looked through when it was opened."""
    return _size(reader) > CHECKED_AT_ONCE


def quickly(register: Register) -> None:
    """Look through the pages of a file; raises FileIsDamaged. Others can read meanwhile, and writers wait."""
    register.quick_check()


def structure(register: Register) -> list[Problem]:
    """What does not hold in pages, references and guards; all that can be asked of a copy without its history."""
    found = broken_pages(register)
    if _readable(found) and register.value("PRAGMA user_version") == SCHEMA_VERSION:
        found += _broken_guards(register)
    return found


def _readable(found: list[Problem]) -> bool:
    return all(problem.kind != "pages" for problem in found)


def broken_pages(register: Register) -> list[Problem]:
    """What SQLite finds wrong with pages, indexes, the values that columns allow, and references between rows.

    A large file is examined on two threads, and as thoroughly, except that the indexes of the history are not compared
    with it row by row: that alone would take longer than all the rest.
    """
    if _size(register) > CHECKED_AT_ONCE:
        return _patiently(register, _examined_in_parts)
    return [*_patiently(register, _examined), *_patiently(register, _broken_references)]


def broken_rules(reader: Reader) -> list[Problem]:
    """Where loans, stock and history do not agree with each other."""
    return [
        Problem(kind, dict(row))
        for kind, sql in _RULES.items()
        for row in reader.rows(f"SELECT * FROM ({sql}) AS found LIMIT {MOST}")
    ]


def schema(reader: Reader) -> dict[str, str]:
    """What the file's schema consists of: name → definition, spaces levelled."""
    made = reader.rows(
        r"SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%sqlite\_%' ESCAPE '\'"
    )
    return {row["name"]: " ".join(row["sql"].split()) for row in made}


@cache
def _fresh_schema() -> dict[str, str]:
    from db import migrations

    fresh = in_memory()
    for _name, statements in migrations.STEPS:
        for statement in statements:
            fresh.conn.execute(statement)
    try:
        return schema(fresh)
    finally:
        fresh.conn.close()


def _broken_guards(register: Register) -> Iterator[Problem]:
    found, wanted = schema(register), _fresh_schema()
    for name in sorted(found.keys() | wanted.keys()):
        if name not in found:
            yield Problem("guard_missing", {"name": name})
        elif name not in wanted:
            yield Problem("guard_foreign", {"name": name})
        elif found[name] != wanted[name]:
            yield Problem("guard_changed", {"name": name})


def _broken_references(register: Register) -> list[Problem]:
    kinds = {
        (row[0], row[2]): row[1] for row in register.rows("PRAGMA foreign_key_check")
    }  # one of each: a damaged file can have millions
    return [Problem("reference", {"table": table, "ref": ref, "to": to}) for (table, to), ref in kinds.items()]


def _examined(register: Register, table: str = "") -> list[Problem]:
    which = f'("{table}")' if table else f"({MOST})"
    told = [row[0] for row in register.rows(f"PRAGMA integrity_check{which}")]
    return [] if told == ["ok"] else [Problem("pages", {"told": text}) for text in told]


def _examined_in_parts(register: Register) -> list[Problem]:
    tables = [row[0] for row in register.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name DESC")]
    tables.sort(key="loan_line".__ne__)  # the longest work first, so that neither thread is left with it at the end
    examined = (partial(_examined, table=table) for table in tables if table not in _HISTORY)
    parts = [*examined, _quickly, _broken_references]
    with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as threads:
        return [problem for found in threads.map(partial(_alone, register), parts) for problem in found]


def _quickly(register: Register) -> list[Problem]:
    told = [row[0] for row in register.rows(f"PRAGMA quick_check({MOST})")]
    return [] if told == ["ok"] else [Problem("pages", {"told": text}) for text in told]


def _alone(register: Register, look: Callable[[Register], list[Problem]]) -> list[Problem]:
    """One part on a connection of the thread's own."""
    own = register.again()
    try:
        own.conn.execute(f"PRAGMA cache_size=-{CACHE}")
        return _patiently(own, look)
    finally:
        own.close()


def _patiently(register: Register, look: Callable[[Register], list[Problem]]) -> list[Problem]:
    """Damage that stops a query is a problem to tell, not an error."""
    try:
        with telling(register.path):
            return look(register)
    except (FileIsDamaged, dbapi.DatabaseError) as fault:
        return [Problem("pages", {"told": type(fault).__name__})]


def _size(reader: Reader) -> int:
    return (reader.value("PRAGMA page_count") or 0) * (reader.value("PRAGMA page_size") or 0)
