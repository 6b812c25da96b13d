"""Commands: one call, one transaction, one entry in the history, one set of changed kinds."""

import json
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from db import errors, texts
from db.connection import Reader, Register, Row, dbapi, telling
from db.errors import Rejected, Why
from db.guards import GUARDS
from db.keys import KEYS

_SAID = ("note", "reason")  # what of an operation's data people have typed
_INSERT_CHANGES = """INSERT INTO change (op_seq, kind, ref_id, action, item_id, person_id, before, after)
    VALUES (:op, :kind, :ref, :action, :item, :person, :before, :after)"""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a finished command left: its place in the history, its result and the kinds that changed."""

    op_seq: int
    op_id: str
    verb: str
    result: Any
    kinds: frozenset[str]
    data: Mapping[str, Any] = field(default_factory=dict)


def writes(*kinds: str):
    """Mark a function as a command and name the kinds of record that it may change."""

    def mark(command: Callable[..., Any]) -> Callable[..., Any]:
        command.kinds = frozenset(kinds)  # type: ignore[attr-defined]
        return command

    return mark


class Tx(Reader):
    """The open transaction of one command. Every write leaves a row in the change journal."""

    def __init__(self, register: Register, op_seq: int, today: str, staff: str):
        self.register, self.conn, self.path = register, register.conn, register.path
        self.op_seq, self.today, self.staff = op_seq, today, staff
        self.data: dict[str, Any] = {}
        self.on_day = today
        self.kinds: frozenset[str] | None = None

    def note(self, on_day: str | None = None, **data: Any) -> None:
        """Tell the history the real day of the act and what its sentence needs."""
        self.on_day = on_day or self.on_day
        self.data |= data | texts.safe({name: data[name] for name in _SAID if name in data})

    def insert(self, table: str, **columns: Any) -> int:
        """Add a row and return its id. Rejected where a text holds a national identity number, as in update."""
        columns = texts.safe(columns)
        names = ", ".join(columns)
        sql = f"INSERT INTO {table} ({names}) VALUES ({', '.join(':' + name for name in columns)})"
        with telling(self.path):
            ref = self.conn.execute(sql, columns).lastrowid
        self._journal(table, ref, "insert", columns)
        return ref

    def insert_many(self, table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> range:
        """Add many rows with ids of their own in one go; returns the ids in the order of the rows."""
        key, rows = KEYS[table], [_cleaned(row) for row in rows]
        start = self.next_id(table)
        marks = ", ".join("?" * (len(names) + 1))
        sql = f"INSERT INTO {table} ({key}, {', '.join(names)}) VALUES ({marks})"
        ids = range(start, start + len(rows))
        item, person = _position(names, "item_id"), _position(names, "person_id")
        with telling(self.path):
            self.conn.executemany(sql, ((ref, *row) for ref, row in zip(ids, rows, strict=True)))
            self.conn.executemany(
                "INSERT INTO change (op_seq, kind, ref_id, action, item_id, person_id) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (
                        self.op_seq,
                        table,
                        ref,
                        "insert",
                        ref if table == "item" else None if item is None else row[item],
                        ref if table == "person" else None if person is None else row[person],
                    )
                    for ref, row in zip(ids, rows, strict=True)
                ),
            )
        return ids

    def next_id(self, table: str) -> int:
        """The id that the next row of the table gets; ids are never used again, not even undone ones."""
        used = self.value("SELECT seq FROM sqlite_sequence WHERE name = :table", table=table)
        return (used or 0) + 1

    def update(self, table: str, ref: int, rev: int | None = None, **columns: Any) -> None:
        """Change columns of one row; with rev, only if nobody else has changed the row since it was read."""
        before, columns = self.row(table, ref), texts.safe(columns)
        if rev is not None and before["rev"] != rev:
            raise Rejected(Why.OVERTAKEN, table=table, theirs=dict(before), yours=columns)
        changed = {name: value for name, value in columns.items() if before[name] != value}
        if not changed:
            return
        sets = ", ".join(f"{name} = :{name}" for name in changed)
        bump = ", rev = rev + 1" if "rev" in before.keys() else ""  # noqa: SIM118 (a Row iterates its values)
        with telling(self.path):
            sql = f"UPDATE {table} SET {sets}{bump} WHERE {KEYS[table]} = :ref_id_"
            self.conn.execute(sql, {**changed, "ref_id_": ref})
        self._journal(table, ref, "update", before, {name: before[name] for name in changed}, changed)

    def touch(self, table: str, ref: int) -> None:
        """Count the row as changed, because something that is edited with it has: an overtaken edit is then told."""
        with telling(self.path):
            self.conn.execute(f"UPDATE {table} SET rev = rev + 1 WHERE {KEYS[table]} = :ref", {"ref": ref})

    def delete(self, table: str, ref: int) -> None:
        """Take a row out; the journal keeps what it held."""
        before = self.row(table, ref)
        with telling(self.path):
            self.conn.execute(f"DELETE FROM {table} WHERE {KEYS[table]} = :ref", {"ref": ref})
        self._journal(table, ref, "delete", before, dict(before))

    def row(self, table: str, ref: int) -> Row:
        """One row by its id, or Rejected."""
        found = self.one(f"SELECT * FROM {table} WHERE {KEYS[table]} = :ref", ref=ref)
        if found is None:
            raise Rejected(Why.NO_SUCH, kind=table, ref=ref)
        return found

    def set_value(self, table: str, key: str, value: str | None) -> None:
        """Write a plain key and value (setting, import_shape); these have no history."""
        column, content = ("shape_key", "data") if table == "import_shape" else ("key", "value")
        with telling(self.path):
            self.conn.execute(f"DELETE FROM {table} WHERE {column} = :key", {"key": key})
            if value is not None:
                value = texts.safe({key: value})[key]
                sql = f"INSERT INTO {table} ({column}, {content}) VALUES (:key, :value)"
                self.conn.execute(sql, {"key": key, "value": value})

    def _journal(self, table, ref, action, row, before=None, after=None) -> None:
        with telling(self.path):
            self.conn.execute(
                _INSERT_CHANGES,
                {
                    "op": self.op_seq,
                    "kind": table,
                    "ref": ref,
                    "action": action,
                    "item": ref if table == "item" else self._owner(table, row, "item_id"),
                    "person": ref if table == "person" else self._owner(table, row, "person_id"),
                    "before": _json(before),
                    "after": _json(after),
                },
            )

    def _owner(self, table: str, row: Mapping[str, Any], key: str) -> int | None:
        """The item or person that the row belongs to, so that both have their whole history."""
        if key in row.keys():  # noqa: SIM118 (a Row iterates its values)
            return row[key]
        if key == "person_id" and table == "loan_line":
            sql = "SELECT person_id FROM agreement WHERE agreement_id = :ref"
            return self.value(sql, ref=row["agreement_id"])
        if key == "person_id" and "stay_id" in row.keys():  # noqa: SIM118
            return self.value("SELECT person_id FROM stay WHERE stay_id = :ref", ref=row["stay_id"])
        if table in ("extension", "line_accessory", "nav_case"):
            return self.value(_LINE_OWNER.format(key=key), ref=row["line_id"])
        return None


_LINE_OWNER = """SELECT {key} FROM loan_line l JOIN agreement a ON a.agreement_id = l.agreement_id
    WHERE l.line_id = :ref"""


def run(
    register: Register,
    command: Callable[..., Any],
    *,
    staff: str,
    today: str,
    op_id: str | None = None,
    reverses: int | None = None,
    **arguments: Any,
) -> Receipt:
    """Carry out a command whole or not at all.

    Raises Rejected (nothing written), or a FileTrouble. After a failing COMMIT the outcome is looked up by op_id,
    so that what was saved is never reported as lost.
    """
    if register.read_only:
        raise errors.FileIsReadOnly(register.path)
    op_id = op_id or uuid.uuid4().hex
    register.ensure_in_place()
    with telling(register.path):
        register.conn.execute("BEGIN IMMEDIATE")
    try:
        register.ensure_in_place()  # while this waited its turn, a copy may have been restored in the file's place
        tx = _begin(register, command, op_id, staff, today, reverses)
        result = command(tx, **arguments)
        _seal(tx)
    except BaseException as fault:
        _roll_back(register, fault)
        raise _where_typed(kindly(fault), arguments) from fault
    _commit(register, op_id)
    kinds = tx.kinds or getattr(command, "kinds", frozenset())
    return Receipt(tx.op_seq, op_id, command.__name__, result, kinds, tx.data)


def _begin(register, command, op_id, staff, today, reverses) -> Tx:
    with telling(register.path):
        seq = register.conn.execute(
            """INSERT INTO op (op_id, at, on_day, staff, verb, reverses)
            VALUES (:op_id, :at, :today, :staff, :verb, :reverses)""",
            {
                "op_id": op_id,
                "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
                "today": today,
                "staff": texts.cleaned(staff),
                "verb": command.__name__,
                "reverses": reverses,
            },
        ).lastrowid
    return Tx(register, seq, today, staff)


def _seal(tx: Tx) -> None:
    with telling(tx.path):
        sql = "UPDATE op SET on_day = :day, data = :data WHERE seq = :seq"
        tx.conn.execute(sql, {"day": tx.on_day, "data": _json(tx.data), "seq": tx.op_seq})


def _commit(register: Register, op_id: str) -> None:
    try:
        with telling(register.path):
            register.conn.execute("COMMIT")
    except BaseException as fault:
        certain = register.conn.in_transaction  # then nothing is saved yet, and the rollback below makes sure
        _roll_back(register, fault)
        if isinstance(fault, dbapi.IntegrityError):
            raise kindly(fault) from fault
        if certain or not _was_saved(register, op_id):
            raise


def _was_saved(register: Register, op_id: str) -> bool:
    """What became of a COMMIT that answered with an error, as a fresh connection sees it."""
    try:
        register.reopen()
        return register.value("SELECT 1 FROM op WHERE op_id = :op_id", op_id=op_id) is not None
    except errors.FileTrouble as fault:
        raise errors.DiskFails(register.path, unknown=True, op_id=op_id) from fault


def _roll_back(register: Register, fault: BaseException) -> None:
    """Undo what the command wrote; after an input/output error the connection is no longer trusted."""
    try:
        if register.conn.in_transaction:
            register.conn.execute("ROLLBACK")
        if isinstance(fault, errors.DiskFails):
            register.reopen()
    except (dbapi.Error, errors.FileTrouble):
        register.lose()


def kindly(fault: BaseException) -> BaseException:
    """The guards of the file speak with the words of the rules."""
    if not isinstance(fault, dbapi.IntegrityError):
        return fault
    text = str(fault)
    for sign, why, facts in GUARDS:
        if sign in text:
            return Rejected(why, **facts)
    return fault


_OF_TEXTS: dict[Why, Callable[[str, Mapping[str, Any]], bool]] = {
    Why.NATIONAL_ID: lambda text, _facts: texts.holds_national_id(text),
    Why.TOO_LONG: lambda text, facts: len(text) > facts["longest"],
}


def _where_typed(fault: BaseException, arguments: Mapping[str, Any]) -> BaseException:
    """A rule about a text names the argument that holds it, as the form does, not the column it was on its way to."""
    broken = _OF_TEXTS.get(fault.why) if isinstance(fault, Rejected) else None
    if broken is None or not isinstance(fault, Rejected):
        return fault
    typed = [name for name, text in arguments.items() if isinstance(text, str) and broken(text, fault.facts)]
    return fault if not typed or fault.field in typed else Rejected(fault.why, typed[0], **fault.facts)


def _cleaned(row: Sequence[Any]) -> Sequence[Any]:
    """A row of an import; what reads the book has taken national identity numbers out already."""
    if all(value.__class__ is not str or value.isprintable() for value in row):
        return row
    return [texts.cleaned(value) if value.__class__ is str else value for value in row]


def _position(names: Sequence[str], name: str) -> int | None:
    return names.index(name) if name in names else None


def _json(values: Mapping[str, Any] | None) -> str | None:
    return None if values is None else json.dumps(dict(values), ensure_ascii=False, separators=(",", ":"))
