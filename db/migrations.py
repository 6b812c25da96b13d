"""The register's schema in ordered steps. A released step is never edited; a new one is added below it."""

from typing import TYPE_CHECKING

from db import schema_1, schema_2, schema_3, schema_4
from db.connection import APPLICATION_ID, SCHEMA_VERSION, dbapi, telling
from db.errors import FileIsDamaged

if TYPE_CHECKING:
    from db.connection import Register

STEPS = (
    ("lending", schema_1.STATEMENTS),
    ("depot", schema_2.STATEMENTS),
    ("stays", schema_3.STATEMENTS),
    ("measures", schema_4.STATEMENTS),
)


def apply(register: "Register", file_id: str | None = None) -> None:
    """Bring the register to this program's schema: every missing step, or none, in one transaction.

    Two windows that start at once are safe: the second waits and finds nothing left to do.
    """
    from sqlite_utils import Database

    conn = register.conn
    with telling(register.path):
        conn.execute("PRAGMA foreign_keys=OFF")  # a step may rebuild a table; checked before the commit
        conn.execute("BEGIN IMMEDIATE")
        try:
            steps().apply(Database(conn))
            if file_id:
                conn.execute("INSERT INTO meta (key, value) VALUES ('file_id', :id)", {"id": file_id})
            if conn.execute("PRAGMA foreign_key_check").fetchone():
                raise FileIsDamaged(register.path)
            conn.execute(f"PRAGMA application_id={APPLICATION_ID}")
            conn.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
            conn.execute("COMMIT")
        except BaseException:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            raise
        finally:
            conn.execute("PRAGMA foreign_keys=ON")


def steps():
    """All steps as sqlite-utils knows them."""
    from sqlite_utils import Migrations

    migrations = Migrations("hverdag")
    for name, statements in STEPS:
        migrations(name=name)(_runner(statements))
    return migrations


def _runner(statements: tuple[str, ...]):
    def run(db) -> None:
        for statement in statements:
            db.conn.execute(statement)

    return run


__all__ = ["STEPS", "apply", "dbapi", "steps"]
