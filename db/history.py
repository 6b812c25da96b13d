"""The append-only history: who did what and when, and undo as a counter-event."""

import json
from collections.abc import Sequence
from typing import Any

from db.command import Tx, writes
from db.connection import Reader, Register, Row, telling
from db.errors import Rejected, Why
from db.keys import KEYS

# An operation stands while nothing that stands reverses it. A reversal can be reversed in its turn (redo).
STANDS = """NOT EXISTS (SELECT 1 FROM op r WHERE r.reverses = {op}.seq
    AND NOT EXISTS (SELECT 1 FROM op r2 WHERE r2.reverses = r.seq))"""
_OP_COLUMNS = "o.seq, o.op_id, o.at, o.on_day, o.staff, o.verb, o.reverses, o.data"

KINDS = {  # which kinds a reader of the table must read again
    "loan_line": "loan",
    "agreement": "loan",
    "extension": "loan",
    "line_accessory": "loan",
    "movement": "product",
    "product_accessory": "product",
    "barcode": "item",
    "package_part": "package",
    "request_pass": "request",
    "stop": "trip",
    "stop_thing": "trip",
    "stop_attempt": "trip",
    "recall_item": "recall",
    "service_case": "service",
    "contact_line": "contact",
    "count_row": "count",
    "stock_count": "count",
    "stay_segment": "stay",
    "stay_leave": "stay",
    "stay_pause": "stay",
    "stay_pass": "stay",
    "stay_coordinator": "stay",
    "stay_goal": "stay",
    "stay_intervention": "stay",
    "stay_evaluation": "stay",
    "stay_score": "stay",
    "stay_check": "stay",
    "stay_pattern": "stay",
    "site": "stay_place",
    "focus_area": "plan",
    "plan_goal": "plan",
    "rollover": "plan",
    "measure_year": "measure",
    "subtask": "measure",
    "measure_role": "measure",
    "measure_level": "measure",
    "role_holder": "role",
    "pyramid_level": "pyramid",
    "level_assessment": "pyramid",
    "plan_report": "report",
    "report_entry": "report",
    "report_done": "report",
    "report_line": "report",
    "earmark": "stay_place",
    "closure": "stay_place",
    "stay_rate": "rate",
}


def latest(db: Reader) -> int:
    """The number of the latest operation, 0 before the first: tells whether a copy is still up to date."""
    return db.value("SELECT coalesce(max(seq), 0) FROM op")


def last(db: Reader, own: Sequence[int] = ()) -> Row | None:
    """The latest operation that can be undone: it stands, and is no undo itself. With own, only one of these."""
    among = f"AND o.seq IN ({','.join(str(int(seq)) for seq in own)})" if own else ""
    return db.one(
        f"""SELECT {_OP_COLUMNS} FROM op o WHERE o.reverses IS NULL AND {STANDS.format(op="o")} {among}
        AND EXISTS (SELECT 1 FROM change c WHERE c.op_seq = o.seq) ORDER BY o.seq DESC LIMIT 1"""
    )


def last_undone(db: Reader) -> Row | None:
    """The latest undo that still stands, if nothing has been registered after it."""
    return db.one(
        f"""SELECT {_OP_COLUMNS} FROM op o WHERE o.reverses IS NOT NULL AND o.verb = 'undo'
        AND {STANDS.format(op="o")}
        AND NOT EXISTS (SELECT 1 FROM op n WHERE n.seq > o.seq AND n.reverses IS NULL)
        ORDER BY o.seq DESC LIMIT 1"""
    )


def of_item(db: Reader, item_id: int, limit: int = 200) -> list[Row]:
    """What has happened to a copy, newest first, one row per operation; `changes` is a JSON list."""
    return db.rows(_history("c.item_id = :ref"), ref=item_id, limit=limit)


def of_person(db: Reader, person_id: int, limit: int = 200) -> list[Row]:
    """What has happened to a person's card, loans and stays, newest first; also on a card that was merged into it."""
    owned = """(c.person_id = :ref OR c.person_id IN (SELECT person_id FROM person WHERE merged_into = :ref)
        OR (c.kind = 'loan_line' AND c.ref_id IN (SELECT l.line_id FROM loan_line l
        JOIN agreement a ON a.agreement_id = l.agreement_id WHERE a.person_id = :ref)))"""
    return db.rows(_history(owned), ref=person_id, limit=limit)


def listing(db: Reader, *, since: str | None = None, until: str | None = None, limit: int = 100_000) -> list[Row]:
    """All operations of a period of days [since, until), newest first."""
    return db.rows(
        f"""SELECT {_OP_COLUMNS}, (SELECT count(*) FROM change c WHERE c.op_seq = o.seq) AS records,
            NOT {STANDS.format(op="o")} AS undone
        FROM op o WHERE (:since IS NULL OR o.on_day >= :since) AND (:until IS NULL OR o.on_day < :until)
        ORDER BY o.seq DESC LIMIT :limit""",
        since=since,
        until=until,
        limit=limit,
    )


def _history(owned: str) -> str:
    return f"""SELECT {_OP_COLUMNS}, NOT {STANDS.format(op="o")} AS undone,
        (SELECT v.verb FROM op v WHERE v.seq = o.reverses) AS reversed_verb,
        json_group_array(json_object('kind', c.kind, 'ref', c.ref_id, 'action', c.action,
            'before', json(c.before), 'after', json(c.after))) AS changes
        FROM change c JOIN op o ON o.seq = c.op_seq WHERE {owned}
        GROUP BY o.seq ORDER BY o.seq DESC LIMIT :limit"""


@writes()
def undo(tx: Tx, *, op_seq: int) -> Row:
    """Take an operation back by a counter-event. Rejected where something later depends on it, and says what.

    Returns the row of the operation that was undone.
    """
    undone = tx.one(f"SELECT {_OP_COLUMNS} FROM op o WHERE o.seq = :seq", seq=op_seq)
    # A redo is taken back by undoing the command itself: a longer chain of reversals would not be read by STANDS.
    if undone is None or undone["verb"] == "redo" or _reversed_before(tx, op_seq):
        raise Rejected(Why.NOTHING_TO_UNDO)
    _refuse_dependants(tx, op_seq)
    with telling(tx.path):
        tx.conn.execute("PRAGMA defer_foreign_keys=ON")
    changes = tx.rows("SELECT * FROM change WHERE op_seq = :seq", seq=op_seq)
    made = {(change["kind"], change["ref_id"]) for change in changes if change["action"] == "insert"}
    for change in sorted(changes, key=_reversal_order):
        if change["action"] != "update" or (change["kind"], change["ref_id"]) not in made:
            _reverse(tx, change)  # what was made and changed in one go is gone with its making
    facts = {"verb": undone["verb"]} | json.loads(undone["data"] or "{}")  # of an undo: the verb that it noted
    tx.note(on_day=tx.today, **facts)
    tx.kinds = frozenset(KINDS.get(table, table) for table in {str(change["kind"]) for change in changes})
    return undone


@writes()
def redo(tx: Tx, *, op_seq: int) -> Row:
    """Take an undo back: the operation that it reversed stands again."""
    return undo(tx, op_seq=op_seq)


def undo_last(register: Register, own: Sequence[int] = (), **who: Any):
    """Undo the latest operation that stands, rather one of a window's own; Rejected where there is none."""
    from db import command

    found = (last(register, own) if own else None) or last(register)
    if found is None:
        raise Rejected(Why.NOTHING_TO_UNDO)
    return command.run(register, undo, reverses=found["seq"], op_seq=found["seq"], **who)


def redo_last(register: Register, **who: Any):
    """Redo what was undone last; Rejected where there is nothing."""
    from db import command

    found = last_undone(register)
    if found is None:
        raise Rejected(Why.NOTHING_TO_UNDO)
    return command.run(register, redo, reverses=found["seq"], op_seq=found["seq"], **who)


def _reversed_before(tx: Tx, op_seq: int) -> bool:
    standing = f"SELECT 1 FROM op o WHERE o.reverses = :seq AND o.seq <> :me AND {STANDS.format(op='o')}"
    return tx.value(standing, seq=op_seq, me=tx.op_seq) is not None


def _reversal_order(change: Row) -> tuple[bool, int, int]:
    """Loan lines before copies, because the guards of a copy look at its line; newest first within that."""
    step = {"insert": 0, "update": 1, "delete": 2}[change["action"]]
    return change["kind"] != "loan_line", step, -change["change_id"]


def _reverse(tx: Tx, change: Row) -> None:
    table, ref = change["kind"], change["ref_id"]
    if change["action"] == "insert":
        tx.delete(table, ref)
    elif change["action"] == "update":
        tx.update(table, ref, **json.loads(change["before"]))
    else:
        tx.insert(table, **json.loads(change["before"]))


def _refuse_dependants(tx: Tx, op_seq: int) -> None:
    found = later_operations(tx, op_seq) or _later_references(tx, op_seq)
    if found:
        raise Rejected(Why.LATER_DEPENDS, later=[dict(row) for row in found])


def later_operations(db: Reader, op_seq: int, limit: int = 5) -> list[Row]:
    """Later operations that stand and touched a row that this one touched: they must be undone first."""
    return db.rows(
        f"""SELECT {_OP_COLUMNS}, l.kind, l.ref_id, max(l.item_id) AS item_id FROM change c
        JOIN change l ON l.kind = c.kind AND l.ref_id = c.ref_id AND l.op_seq > c.op_seq
        JOIN op o ON o.seq = l.op_seq
        WHERE c.op_seq = :seq AND o.reverses IS NULL AND {STANDS.format(op="o")}
        GROUP BY o.seq ORDER BY o.seq LIMIT :limit""",
        seq=op_seq,
        limit=limit,
    )


def _later_references(tx: Tx, op_seq: int) -> Sequence[Row]:
    """Rows of other operations that point at rows which this operation made.

    Not those that this operation itself turned there: undoing turns them back.
    """
    for table, column, parent in _references(tx):
        key = KEYS[table]
        found = tx.rows(
            f"""SELECT {_OP_COLUMNS}, made.kind, made.ref_id, made.item_id FROM change c
            JOIN {table} t ON t.{column} = c.ref_id
            JOIN change made ON made.kind = '{table}' AND made.ref_id = t.{key} AND made.action = 'insert'
            JOIN op o ON o.seq = made.op_seq
            WHERE c.op_seq = :seq AND c.kind = '{parent}' AND c.action = 'insert' AND made.op_seq <> :seq
                AND NOT EXISTS (SELECT 1 FROM change own
                    WHERE own.op_seq = :seq AND own.kind = '{table}' AND own.ref_id = t.{key})
            LIMIT 5""",
            seq=op_seq,
        )
        if found:
            return found
    return ()


def _references(db: Reader) -> list[tuple[str, str, str]]:
    """(table, column, parent): of a reference by two columns only the one that holds the parent's id."""
    return [
        (table, foreign["from"], foreign["table"])
        for table in KEYS
        for foreign in db.rows(f"PRAGMA foreign_key_list({table})")
        if foreign["table"] in KEYS and foreign["to"] in (None, KEYS[foreign["table"]])
    ]
