"""What every copy of a register goes through, whether it is kept, published or restored: made, examined, named."""

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db import check, errors
from db.connection import Reader, Register, telling
from db.keys import KEYS

_STALE = 24 * 3600  # seconds after which an unfinished copy is nobody's


@contextmanager
def passing(folder: Path) -> Iterator[Path]:
    """A file name in the folder for work in progress; what still has that name at the end is removed."""
    part = folder / f"{uuid.uuid4().hex}.part"
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)
        part.with_name(part.name + "-journal").unlink(missing_ok=True)


def copy(register: Register, to: Path) -> None:
    """Write the register as it is at one moment to a new file that the same people may read, and examine that file.

    Raises FileIsDamaged where the copy is not whole.
    """
    before = counts(register)
    with telling(to):
        to.touch(mode=0o600, exist_ok=False)
        to.chmod(register.path.stat().st_mode & 0o777 | 0o600)
        register.conn.execute("VACUUM INTO :to", {"to": str(to.absolute())})
    flush(to)
    with examined(to) as made:
        found, after = counts(made), counts(register)
    complete = found == before if before == after else before["op"] <= found["op"] <= after["op"]
    if not complete:
        raise errors.FileIsDamaged(to)


@contextmanager
def examined(path: Path) -> Iterator[Register]:
    """A copy that nobody writes to, open for reading after everything in it was found to hold.

    Raises FileIsMissing, FileIsForeign, FileIsNewer or FileIsDamaged (facts["problems"]).
    """
    copied = Register.look(path)
    try:
        problems = check.problems(copied)
        if problems:
            raise errors.FileIsDamaged(path, problems=problems)
        yield copied
    finally:
        copied.close()


def counts(reader: Reader) -> dict[str, int]:
    """Rows of every table that the file has."""
    tables = {row[0] for row in reader.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    known = [table for table in (*KEYS, "op", "change", "setting", "meta") if table in tables]
    return {"op": 0} | {table: reader.value(f"SELECT count(*) FROM {table}") for table in known}


def name_new(part: Path, final: Path) -> bool:
    """Give a finished file its name; False where somebody else already has it. Nothing is ever overwritten."""
    with telling(final):
        try:
            if os.name == "nt":
                part.rename(final)
            else:
                _link(part, final)
                part.unlink()
        except FileExistsError:
            return False
    flush_folder(final.parent)
    return True


def _link(part: Path, final: Path) -> None:
    try:
        final.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # a file system without links, such as a memory stick
        with final.open("xb"):
            pass
        final.write_bytes(part.read_bytes())
        flush(final)


def flush(path: Path) -> None:
    """Have the disk keep the file's contents through a power cut."""
    with telling(path), path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Have the disk keep the folder's names through a power cut; Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:  # some network folders know no such thing
        pass
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what a killed program left unfinished more than a day ago."""
    for part in folder.glob("*.part"):
        try:
            if time.time() - part.stat().st_mtime > _STALE:
                part.unlink()
        except OSError:
            pass
