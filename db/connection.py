"""Open the register: the one SQLite of the process, its settings, and every refusal at the door."""

import errno
import os
import sys
import uuid
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

import sqlcipher3
import sqlcipher3.dbapi2 as dbapi

from db import errors

# sqlite-utils looks for pysqlite3 first; another SQLite beside ours would cancel its file locks.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi)

Row = dbapi.Row
APPLICATION_ID = 0x48564447  # "HVDG"
SCHEMA_VERSION = 4
BUSY_SECONDS = 10.0
LISTS_KEPT = 4
STATEMENTS_KEPT = 1000  # a day's work has some 400; where the oldest gives way, nearly each is prepared anew
CHECKED_AT_ONCE = 16_000_000  # bytes: a larger file is checked in the background, see quick_check
_HEADER = b"SQLite format 3\x00"
_PRAGMAS = (
    "foreign_keys=ON",
    "synchronous=EXTRA",
    "trusted_schema=OFF",
    "recursive_triggers=ON",  # the guards of DELETE hold for what INSERT OR REPLACE takes out, too
    "secure_delete=ON",
    "cell_size_check=ON",
    "temp_store=MEMORY",
    "cache_size=-32000",  # KiB at most: a register of a million loans is searched twice as fast as with 8 MB
    "journal_mode=DELETE",
)


class Reader:
    """Reads rows with named parameters; what queries in db/ take as their first argument."""

    conn: Any
    path: Path

    def rows(self, sql: str, **params: Any) -> list[Row]:
        """All rows of a query."""
        with telling(self.path):
            return self.conn.execute(sql, params).fetchall()

    def one(self, sql: str, **params: Any) -> Row | None:
        """The first row of a query, or None."""
        with telling(self.path):
            return self.conn.execute(sql, params).fetchone()

    def value(self, sql: str, **params: Any) -> Any:
        """The first value of the first row, or None."""
        row = self.one(sql, **params)
        return row[0] if row else None

    def column(self, sql: str, **params: Any) -> list[Any]:
        """The first value of every row; the rows themselves are never all in memory."""
        with telling(self.path):
            cursor = self.conn.cursor()
            cursor.row_factory = None  # bare tuples: half the time where there are a million
            return [row[0] for row in cursor.execute(sql, params)]

    def kept(self, sql: str, **params: Any) -> Sequence[int]:
        """The whole numbers that `column` gives; an open register remembers them until something is written."""
        return self.column(sql, **params)

    def by_ids(self, sql: str, ids: Sequence[int]) -> list[Row]:
        """Rows of a query whose text holds ``{ids}`` for whole numbers of our own making."""
        return self.rows(sql.format(ids=",".join(str(int(key)) for key in ids)))


class Register(Reader):
    """An open register file. Open with `Register.open`, make with `Register.create`, end with `close`."""

    def __init__(self, path: Path, *, read_only: bool = False, immutable: bool = False):
        self.path, self.read_only, self._immutable = path, read_only, immutable
        self.conn = _connect(path, read_only, immutable)
        self._identity, self._lost = _identity(path), False
        self._kept: OrderedDict[tuple[Any, ...], tuple[tuple[int, int], array[int]]] = OrderedDict()

    @classmethod
    def open(cls, path: Path | str) -> "Register":
        """Open a register for work; read_only is set where the file cannot be written.

        Raises a `FileTrouble` for a missing, foreign, newer, damaged or busy file and leaves it untouched.
        """
        path = Path(path)
        version = inspect_header(path)
        _refuse_elsewhere(path)
        register = cls._checked(path)
        if version < SCHEMA_VERSION and not register.read_only:
            register._upgrade()
        return register

    @classmethod
    def create(cls, path: Path | str) -> "Register":
        """Make an empty register where no file stands."""
        path = Path(path)
        if path.exists():
            raise errors.FileExists(path)
        _refuse_elsewhere(path)
        from db import migrations

        with telling(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600, exist_ok=False)  # health data: for this user alone
        register = None
        try:
            register = cls(path)
            migrations.apply(register, file_id=uuid.uuid4().hex)
        except BaseException:
            if register:
                register.close()  # Windows removes no open file
            path.unlink(missing_ok=True)
            raise
        return register

    @classmethod
    def look(cls, path: Path | str) -> "Register":
        """Open a published copy that nobody writes to."""
        inspect_header(Path(path))
        return cls(Path(path), read_only=True, immutable=True)

    def again(self) -> "Register":
        """One more connection to the same file, for a thread of its own.

        The header is not read anew: closing a plain file handle would drop this process's locks.
        """
        return Register(self.path, read_only=self.read_only, immutable=self._immutable)

    def close(self) -> None:
        """End the connection."""
        self.conn.close()

    def reopen(self) -> None:
        """A fresh connection after an input/output error, when the old one can no longer be trusted.

        Where that fails as well, it is tried anew before the next command.
        """
        self.lose()
        self.conn = _connect(self.path, self.read_only, self._immutable)
        self._lost = False

    def lose(self) -> None:
        """Give up a connection that cannot be trusted; the next command opens one anew."""
        self.conn.close()
        self._kept.clear()
        self._lost = True

    def kept(self, sql: str, **params: Any) -> Sequence[int]:
        """As `column`; asked the same again, the same array, until anybody has written to the file."""
        if self.conn.in_transaction:  # what it has written may be rolled back
            return self.column(sql, **params)
        asked, stamp = (sql, *sorted(params.items())), (self.data_version(), self.conn.total_changes)
        if stamp[0] < 0 or self._kept.get(asked, (None,))[0] != stamp:
            self._kept[asked] = stamp, array("q", self.column(sql, **params))
        self._kept.move_to_end(asked)
        while len(self._kept) > LISTS_KEPT:
            self._kept.popitem(last=False)
        return self._kept[asked][1]

    def data_version(self) -> int:
        """Changes when another connection has written; a lock just now counts as no change (-1)."""
        try:
            return self.conn.execute("PRAGMA data_version").fetchone()[0]
        except dbapi.OperationalError:
            return -1

    def ensure_in_place(self) -> None:
        """Raise when the file was deleted or replaced since it was opened (plain stat, no file handle).

        A connection that was lost to a failing disk is opened anew.
        """
        try:
            found = _identity(self.path)
        except FileNotFoundError as gone:
            raise errors.FileIsMissing(self.path) from gone
        except OSError as trouble:
            raise errors.DiskFails(self.path) from trouble
        if found != self._identity:
            raise errors.FileWasReplaced(self.path)
        if self._lost:
            self.reopen()

    def quick_check(self) -> None:
        """Raise `FileIsDamaged` unless the pages of the file hold together."""
        with telling(self.path):
            found = self.conn.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise errors.FileIsDamaged(self.path)

    @classmethod
    def _checked(cls, path: Path) -> "Register":
        register = cls(path)
        try:
            if path.stat().st_size <= CHECKED_AT_ONCE:
                register.quick_check()
            if not register.value("SELECT value FROM meta WHERE key = 'file_id'"):
                raise errors.FileIsDamaged(path)
            if not register._can_write():
                register.close()
                register = cls(path, read_only=True)
        except dbapi.Error as broken:  # e.g. no table meta
            register.close()
            raise errors.FileIsDamaged(path) from broken
        except BaseException:
            register.close()
            raise
        return register

    def _can_write(self) -> bool:
        """Try a real write: BEGIN IMMEDIATE, and an UPDATE to the same value, succeed where nothing can be written."""
        try:
            with telling(self.path):
                self.conn.execute("BEGIN IMMEDIATE")
                self.conn.execute("INSERT INTO meta (key, value) VALUES ('probe', '')")
        except errors.FileIsReadOnly:
            return False
        except errors.DiskIsFull:
            return True  # what is there can be read, and each write tells that the disk is full
        finally:
            if self.conn.in_transaction:
                self.conn.execute("ROLLBACK")
        return True

    def _upgrade(self) -> None:
        from db import backup, migrations

        try:
            backup.make(self, reason="upgrade")
            migrations.apply(self)
        except BaseException:
            self.close()
            raise


def in_memory() -> Reader:
    """An empty database beside any file; `conn` is its connection, to be closed by who asked."""
    reader = Reader()
    reader.conn, reader.path = dbapi.connect(":memory:", isolation_level=None), Path(":memory:")
    reader.conn.row_factory = Row
    return reader


def inspect_header(path: Path) -> int:
    """The schema version that the file's first bytes tell, without opening it as a database.

    Raises FileIsMissing, FileIsForeign, FileIsNewer or FileIsReadOnly (not readable).
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError as gone:
        raise errors.FileIsMissing(path) from gone
    except (PermissionError, IsADirectoryError) as shut:
        raise errors.FileIsForeign(path) from shut
    if len(header) < 100 or header[:16] != _HEADER:
        raise errors.FileIsForeign(path)
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise errors.FileIsForeign(path)
    version = int.from_bytes(header[60:64], "big")
    if version > SCHEMA_VERSION:
        raise errors.FileIsNewer(path, version=version)
    return version


@contextmanager
def telling(path: Path):
    """Turn what SQLite and the disk say into the register's own errors."""
    try:
        yield
    except dbapi.Error as fault:
        known = _translated(fault, path)
        if known is None:
            raise
        raise known from fault
    except OSError as fault:
        held = getattr(fault, "winerror", None) in _HELD_ON_WINDOWS
        kind = errors.FileIsBusy if held else _OF_THE_DISK.get(fault.errno or 0, errors.DiskFails)
        raise kind(path) from fault


def _translated(fault: Exception, path: Path) -> errors.FileTrouble | None:
    text = str(fault).lower()
    for sign, kind in _SIGNS:
        if sign in text:
            return kind(path)
    return None


_HELD_ON_WINDOWS = (32, 33)  # sharing violation, lock violation: another program has the file open
_OF_THE_DISK = {
    errno.ENOENT: errors.FileIsMissing,
    errno.EACCES: errors.FileIsReadOnly,
    errno.EPERM: errors.FileIsReadOnly,
    errno.EROFS: errors.FileIsReadOnly,
    errno.ENOSPC: errors.DiskIsFull,
    errno.EDQUOT: errors.DiskIsFull,
    errno.EFBIG: errors.DiskIsFull,
}
_SIGNS: tuple[tuple[str, type[errors.FileTrouble]], ...] = (
    ("locked", errors.FileIsBusy),
    ("locking protocol", errors.FileIsBusy),
    ("readonly", errors.FileIsReadOnly),
    ("unable to open", errors.FileIsReadOnly),
    ("is full", errors.DiskIsFull),
    ("disk i/o", errors.DiskFails),
    ("closed database", errors.DiskFails),  # lost, see reopen
    ("malformed", errors.FileIsDamaged),
    ("not a database", errors.FileIsDamaged),
)


def _connect(path: Path, read_only: bool, immutable: bool) -> Any:
    mode = "mode=ro&immutable=1" if immutable else "mode=ro" if read_only else "mode=rw"
    with telling(path):
        conn = dbapi.connect(
            f"{uri(path.absolute())}?{mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None,
            cached_statements=STATEMENTS_KEPT,
        )  # fmt: skip
        conn.row_factory = Row
        for pragma in _PRAGMAS[:-1] if read_only else _PRAGMAS:
            conn.execute(f"PRAGMA {pragma}")
    return conn


def uri(path: PurePath) -> str:
    """The path as SQLite opens it: "file:///C:/…", and "file:////server/share/…" where Path.as_uri names a host."""
    written = path.as_posix()
    return f"file://{'' if written.startswith('/') else '/'}{quote(os.fsencode(written), safe='/:')}"


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _refuse_elsewhere(path: Path) -> None:
    from db import location

    place = location.unsuitable(path)
    if place:
        raise errors.FileIsElsewhere(path, place=place)
