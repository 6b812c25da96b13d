"""A wrong, newer, damaged, locked, read-only or vanished file, and a full disk: told calmly, and left as it was."""

import os
import shutil
import subprocess
import sys
import textwrap
import uuid
from pathlib import Path

import pytest

from db import check, command, connection, equipment, errors, history, loans, migrations, people
from db.connection import Register, dbapi

TODAY = "2026-11-22"
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX rights and limits")


@pytest.fixture(autouse=True)
def the_disk_itself(hasty_disk, monkeypatch):
    """Here the disk is tried: every connection waits for it, as in the program."""
    monkeypatch.setattr(connection, "_PRAGMAS", hasty_disk)


def test_what_is_saved_is_on_the_disk(depot):
    assert depot.register.value("PRAGMA synchronous") == 3, "EXTRA: the folder of the journal, too"


@pytest.fixture
def busy_quickly(monkeypatch):
    """What waits ten seconds for a person waits a fifth of a second for a test."""
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.2)


def beside(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir())


# --- at the door ---------------------------------------------------------------------------------------------


def make_missing(path):
    path.unlink()


def make_empty(path):
    path.write_bytes(b"")


def make_noise(path):
    path.write_bytes(os.urandom(20_000))


def make_text(path):
    path.write_text("Dette er ikke et register\n" * 100, "utf-8")


def make_other_sqlite(path):
    path.unlink()
    other = dbapi.connect(str(path))
    other.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    other.commit()
    other.close()


def make_newer(path):
    content = bytearray(path.read_bytes())
    content[60:64] = (connection.SCHEMA_VERSION + 1).to_bytes(4, "big")
    path.write_bytes(content)


def make_page_flipped(path):
    content = bytearray(path.read_bytes())
    for place in range(4096 * 8, 4096 * 9):
        content[place] ^= 0xFF
    path.write_bytes(content)


def make_truncated(path):
    path.write_bytes(path.read_bytes()[: 4096 * 10])


def make_first_page_zero(path):
    path.write_bytes(path.read_bytes()[:100] + bytes(4096 - 100) + path.read_bytes()[4096:])


def make_folder(path):
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (make_missing, errors.FileIsMissing),
        (make_empty, errors.FileIsForeign),
        (make_noise, errors.FileIsForeign),
        (make_text, errors.FileIsForeign),
        (make_other_sqlite, errors.FileIsForeign),
        (make_folder, errors.FileIsForeign),
        (make_newer, errors.FileIsNewer),
        (make_page_flipped, errors.FileIsDamaged),
        (make_truncated, errors.FileIsDamaged),
        (make_first_page_zero, errors.FileIsDamaged),
    ],
)
def test_a_file_that_is_no_sound_register_is_refused_and_left_as_it_was(depot, spoil, expected):
    depot.register.close()
    spoil(depot.path)
    before, names = depot.path.read_bytes() if depot.path.is_file() else None, beside(depot.path)
    with pytest.raises(expected) as told:
        Register.open(depot.path)
    assert type(told.value) is expected
    assert told.value.path == depot.path
    assert (depot.path.read_bytes() if depot.path.is_file() else None) == before
    assert beside(depot.path) == names


def test_opening_and_closing_changes_no_byte_and_leaves_no_file(depot):
    depot.register.close()
    before, stamp = depot.path.read_bytes(), depot.path.stat().st_mtime_ns
    for _ in range(3):
        Register.open(depot.path).close()
    assert depot.path.read_bytes() == before
    assert depot.path.stat().st_mtime_ns == stamp
    assert beside(depot.path) == ["lager.hverdag"]


def test_a_new_register_never_takes_the_place_of_a_file(depot):
    before = depot.path.read_bytes()
    with pytest.raises(errors.FileExists):
        Register.create(depot.path)
    assert depot.path.read_bytes() == before


def test_a_register_that_cannot_be_made_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(migrations, "STEPS", (("broken", ("CREATE TABLE a (b)", "CREATE TABLE a (b)")),))
    with pytest.raises(dbapi.OperationalError):
        Register.create(tmp_path / "ny.hverdag")
    assert list(tmp_path.iterdir()) == []


def test_the_errors_of_files_hold_no_text_from_the_register(depot):
    with pytest.raises(errors.Rejected) as told:
        depot.do(people.add_person, last_name="Nordmann", born_on="i fjor")
    assert "Nordmann" not in str(told.value)


# --- held by others ------------------------------------------------------------------------------------------

HOLDER = """
import sys
from pathlib import Path
from db.connection import Register
register = Register(Path(sys.argv[1]))
register.conn.execute(sys.argv[2])
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def held(depot):
    """Hold the register from another process, with a statement."""
    holders = []

    def hold(statement: str) -> None:
        program = [sys.executable, "-c", HOLDER, str(depot.path), statement]
        holder = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        holders.append(holder)
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"

    yield hold
    for holder in holders:
        holder.communicate("")


def test_a_register_that_another_program_holds_is_told_busy(busy_quickly, depot, held):
    depot.register.close()
    before = depot.path.read_bytes()
    held("BEGIN EXCLUSIVE")
    with pytest.raises(errors.FileIsBusy):
        Register.open(depot.path)
    assert depot.path.read_bytes() == before


@pytest.mark.parametrize("statement", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_command_against_a_held_register_writes_nothing(busy_quickly, depot, held, statement):
    depot.register.reopen()
    before = depot.path.read_bytes()
    held(statement)
    with pytest.raises(errors.FileIsBusy):
        depot.lend(0)
    assert depot.path.read_bytes() == before
    assert not depot.register.conn.in_transaction


def test_a_reader_that_will_not_let_go_makes_the_command_busy_and_nothing_is_half_written(busy_quickly, depot):
    """The reader stops the COMMIT itself; the answer is certain, and the next try goes through."""
    depot.register.reopen()
    reader = depot.register.again()
    reader.conn.execute("BEGIN")
    reader.value("SELECT count(*) FROM item")
    with pytest.raises(errors.FileIsBusy):
        depot.lend(0)
    reader.conn.execute("ROLLBACK")
    reader.close()
    assert depot.state(0) == "available"
    depot.lend(0)
    assert check.problems(depot.register) == []


def test_data_version_of_a_locked_register_counts_as_no_change(busy_quickly, depot, held):
    depot.register.reopen()
    held("BEGIN EXCLUSIVE")
    assert depot.register.data_version() == -1


# --- read-only -----------------------------------------------------------------------------------------------


IMPORTS = """
import json, os, sys, encodings.idna
from db import backup, command, equipment, errors, location, migrations
from db.connection import Register
"""
BE_SOMEBODY = "os.setgid(65534); os.setuid(65534)\n" if AS_ROOT else ""


def as_somebody(program: str, *arguments: object) -> str:
    """Run a program as a user without rights; root passes every permission bit."""
    command_line = [sys.executable, "-c", IMPORTS + BE_SOMEBODY + textwrap.dedent(program), *map(str, arguments)]
    done = subprocess.run(command_line, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def in_the_open():
    """A folder that other users may enter; pytest's own is for its owner alone."""
    folder = Path("/tmp") / f"hverdag-{uuid.uuid4().hex}"
    folder.mkdir(mode=0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


OPEN_AND_LEND = """
    register = Register.open(sys.argv[1])
    print(register.read_only, register.value("SELECT count(*) FROM item"))
    try:
        command.run(register, equipment.add_place, staff="Jon", today="2026-11-22", room="X")
    except errors.FileIsReadOnly as told:
        print(type(told).__name__)
"""


@POSIX
@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o755), (0o444, 0o555), (0o666, 0o555)])
def test_a_file_that_cannot_be_written_is_opened_for_reading_only(depot, in_the_open, file_mode, folder_mode):
    depot.register.close()
    path = in_the_open / "lager.hverdag"
    shutil.copyfile(depot.path, path)
    path.chmod(file_mode)
    in_the_open.chmod(folder_mode)
    before = path.read_bytes()
    assert as_somebody(OPEN_AND_LEND, path).split() == ["True", "6", "FileIsReadOnly"]
    assert path.read_bytes() == before
    assert beside(path) == ["lager.hverdag"]


@POSIX
def test_a_file_that_becomes_read_only_while_open_is_told_at_the_next_write(depot, in_the_open):
    depot.register.close()
    path = in_the_open / "lager.hverdag"
    shutil.copyfile(depot.path, path)
    in_the_open.chmod(0o777)
    path.chmod(0o666)
    program = """
        register = Register.open(sys.argv[1])
        print(register.read_only)
        print("ready", flush=True)
        sys.stdin.readline()
        try:
            command.run(register, equipment.add_place, staff="Jon", today="2026-11-22", room="X")
        except errors.FileTrouble as told:
            print(type(told).__name__, register.value("SELECT count(*) FROM item"))
    """
    text = IMPORTS + BE_SOMEBODY + textwrap.dedent(program)
    running = subprocess.Popen(
        [sys.executable, "-c", text, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    assert [running.stdout.readline() for _ in range(2)] == ["False\n", "ready\n"]
    in_the_open.chmod(0o555)
    assert running.communicate("\n")[0].split() == ["FileIsReadOnly", "6"]


# --- a full disk ---------------------------------------------------------------------------------------------

FILL = """
from db import check, command, equipment, errors
from db.connection import Register
register = Register.open(sys.argv[1])
kept = 0
try:
    for number in range(20_000):
        command.run(register, equipment.add_items, staff="Jon", today="2026-11-22", product_id=1,
                    numbers=[f"K{number:05}-{part:02}" for part in range(50)], note="x" * 200)
        kept += 50
except (errors.DiskIsFull, errors.DiskFails) as told:
    print(type(told).__name__, kept == register.value("SELECT count(*) FROM item") - 6, check.problems(register))
register.close()
again = Register.open(sys.argv[1])
print(again.read_only, again.value("SELECT count(*) FROM item") - 6 == kept, kept > 0)
"""


@POSIX
def test_a_limit_on_the_files_size_is_told_and_nothing_is_half_written(depot):
    depot.register.close()
    most = depot.path.stat().st_size + 200_000
    limit = f"import resource, signal, sys\nresource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))\n"
    limit += "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    done = subprocess.run([sys.executable, "-c", limit + FILL, str(depot.path)], capture_output=True, text=True)
    assert done.stdout.split("\n")[:2] == ["DiskFails True []", "False True True"], done.stderr


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 1.5 MB, where the machine lets us mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = AS_ROOT and shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1500k", "none", str(place)], capture_output=True
    ).returncode == 0  # fmt: skip
    if not mounted:
        pytest.skip("no right to mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_told_and_nothing_is_half_written(depot, small_disk):
    depot.register.close()
    path = small_disk / "lager.hverdag"
    shutil.copyfile(depot.path, path)
    done = subprocess.run([sys.executable, "-c", "import sys\n" + FILL, str(path)], capture_output=True, text=True)
    assert done.stdout.split("\n")[:2] == ["DiskIsFull True []", "False True True"], done.stderr


def test_no_copy_is_left_half_made_on_a_full_disk(depot, small_disk):
    from db import backup

    depot.register.close()
    path = small_disk / "lager.hverdag"
    shutil.copyfile(depot.path, path)
    (small_disk / "ballast").write_bytes(
        bytes(os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize - 50_000)
    )
    register = Register.open(path)
    with pytest.raises(errors.DiskIsFull):
        backup.make(register)
    register.close()
    assert not list(backup.folder(path).iterdir())


def test_a_register_on_a_disk_without_a_single_free_byte_can_still_be_read(depot, small_disk):
    depot.register.close()
    path = small_disk / "lager.hverdag"
    shutil.copyfile(depot.path, path)
    with pytest.raises(OSError, match="No space"):
        (small_disk / "ballast").write_bytes(bytes(2_000_000))
    register = Register.open(path)
    assert register.value("SELECT count(*) FROM item") == 6
    with pytest.raises(errors.DiskIsFull):
        command.run(register, equipment.add_place, staff="Jon", today=TODAY, room="X")
    register.close()


# --- taken away under an open window -------------------------------------------------------------------------


def test_a_file_that_was_deleted_under_us_is_told_and_not_made_anew(depot):
    depot.path.unlink()
    with pytest.raises(errors.FileIsMissing):
        depot.lend(0)
    assert list(depot.path.parent.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows does not replace an open file")
def test_a_file_that_was_replaced_under_us_is_told_and_the_new_one_untouched(depot, tmp_path):
    other = tmp_path / "annet.hverdag"
    Register.create(other).close()
    other.replace(depot.path)
    before = depot.path.read_bytes()
    with pytest.raises(errors.FileWasReplaced):
        depot.lend(0)
    assert depot.path.read_bytes() == before


def test_a_file_that_was_cut_under_us_is_damaged(depot):
    depot.register.reopen()
    with depot.path.open("rb+") as file:
        file.truncate(4096 * 3)
    with pytest.raises(errors.FileTrouble) as told:
        depot.lend(0)
    assert isinstance(told.value, errors.FileIsDamaged | errors.DiskFails)


# --- failing at every statement in turn ----------------------------------------------------------------------


class Failing:
    """A connection that answers the n-th statement with an error instead of carrying it out."""

    def __init__(self, conn, nth: int, fault: type[Exception] = dbapi.OperationalError, text: str = "disk I/O error"):
        self._conn, self._left, self._fault = conn, nth, fault(text)
        self.failed = False

    def __getattr__(self, name):
        return getattr(self._conn, name)

    def execute(self, *arguments):
        self._count(arguments[0])
        return self._conn.execute(*arguments)

    def executemany(self, *arguments):
        self._count(arguments[0])
        return self._conn.executemany(*arguments)

    def _count(self, sql: str) -> None:
        self._left -= 1
        if self._left == 0 and sql not in ("ROLLBACK", "PRAGMA foreign_keys=ON"):
            self.failed = True
            raise self._fault


def content(register: Register) -> list:
    """Everything that the register holds, for comparing."""
    tables = register.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [
        (row[0], [tuple(line) for line in register.rows(f"SELECT * FROM {row[0]} ORDER BY 1, 2")]) for row in tables
    ]


def lend_something(depot):
    return loans.lend, {
        "item_ids": depot.items[2:4], "goods": {depot.goods: 3}, "person_id": depot.person, "due_on": "2027-01-10",
    }  # fmt: skip


def take_something_back(depot):
    return loans.take_back, {"returns": [loans.Return(depot.line(0), "damaged", ("Pute",), note="hjul")]}


def undo_something(depot):
    last = history.last(depot.register)
    assert last is not None
    return history.undo, {"op_seq": last["seq"], "reverses": last["seq"]}


@command.writes("product", "item")
def bring_in(tx, *, many: int) -> range:
    """What an import does: a product and many copies in one go."""
    product = tx.insert("product", name="Rullator", name_key="rullator", search_key="rullator")
    rows = [(f"R{n}", f"R{n}", f"r{n:09}", product, TODAY, f"r{n}") for n in range(many)]
    return tx.insert_many("item", ("number", "number_key", "number_sort", "product_id", "state_on", "search_key"), rows)


def bring_something_in(_depot):
    return bring_in, {"many": 50}


def extend_and_merge(depot):
    return loans.extend, {"line_ids": [depot.line(0), depot.line(1)], "due_on": "2027-05-05", "reason": "trengs"}


@pytest.mark.parametrize(
    "chosen", [lend_something, take_something_back, undo_something, bring_something_in, extend_and_merge]
)
@pytest.mark.parametrize("text", ["disk I/O error", "database or disk is full", "database is locked"])
def test_a_command_that_fails_at_any_statement_leaves_nothing(depot, chosen, text):
    depot.lend(0, 1)
    act, arguments = chosen(depot)
    before, file = content(depot.register), depot.path.read_bytes()
    nth = 0
    while True:
        nth += 1
        real = depot.register.conn
        depot.register.conn = failing = Failing(real, nth, text=text)
        try:
            command.run(depot.register, act, staff="Jon", today=TODAY, **arguments)
        except errors.FileTrouble:
            pass
        finally:
            if depot.register.conn is failing:
                depot.register.conn = real
        if not failing.failed:
            break
        assert not depot.register.conn.in_transaction
        assert depot.path.read_bytes() == file or content(depot.register) == before, f"statement {nth}"
    assert nth > 5
    assert content(depot.register) != before
    assert check.problems(depot.register) == []


def test_a_migration_that_fails_at_any_statement_leaves_nothing(depot, monkeypatch):
    monkeypatch.setattr(
        migrations,
        "STEPS",
        (
            *migrations.STEPS,
            ("novelty", ("ALTER TABLE item ADD COLUMN colour TEXT", "UPDATE item SET colour = 'blue'")),
        ),
    )
    before = content(depot.register)
    nth, reached = 0, True
    while reached:
        nth += 1
        real = depot.register.conn
        depot.register.conn = failing = Failing(real, nth)
        try:
            migrations.apply(depot.register)
        except (errors.FileTrouble, dbapi.Error):
            assert content(depot.register) == before, f"statement {nth}"
        finally:
            depot.register.conn = real
        reached = failing.failed
    assert nth > 5
    assert depot.register.value("SELECT count(colour) FROM item") == 6


# --- an error at COMMIT --------------------------------------------------------------------------------------


class LateFailing(Failing):
    """A connection whose COMMIT is carried out (or not) and answers with an error all the same."""

    def __init__(self, conn, carried_out: bool):
        super().__init__(conn, 0)
        self._carried_out = carried_out

    def _count(self, sql: str) -> None:
        if sql == "COMMIT":
            self._conn.execute("COMMIT" if self._carried_out else "ROLLBACK")
            raise dbapi.OperationalError("disk I/O error")


def test_a_commit_that_was_saved_in_spite_of_its_error_is_reported_as_saved(depot):
    depot.register.conn = LateFailing(depot.register.conn, carried_out=True)
    depot.lend(0)
    assert depot.state(0) == "lent"
    assert check.problems(depot.register) == []


def test_a_commit_that_was_not_saved_is_reported_as_failed(depot):
    depot.register.conn = LateFailing(depot.register.conn, carried_out=False)
    with pytest.raises(errors.DiskFails) as told:
        depot.lend(0)
    assert "unknown" not in told.value.facts
    assert depot.state(0) == "available"
    depot.lend(0)


def test_a_commit_whose_outcome_nobody_can_tell_says_so_and_the_next_command_tries_anew(depot, monkeypatch):
    depot.register.conn = LateFailing(depot.register.conn, carried_out=True)
    real = connection._connect

    def gone(*_arguments):
        raise errors.DiskFails(depot.path)

    monkeypatch.setattr(connection, "_connect", gone)
    with pytest.raises(errors.DiskFails) as told:
        depot.lend(0)
    assert told.value.facts["unknown"]
    with pytest.raises(errors.DiskFails):
        depot.register.value("SELECT 1")
    monkeypatch.setattr(connection, "_connect", real)
    depot.lend(1)
    assert depot.state(0) == depot.state(1) == "lent"


STRACED = """
import sys, uuid
from db import command, equipment, errors
from db.connection import Register
register = Register.open(sys.argv[1])
for number in range(60):
    op_id = uuid.uuid4().hex
    try:
        command.run(register, equipment.add_place, op_id=op_id, staff="Jon", today="2026-11-22", room=f"Rom {number}")
        print("A", op_id, flush=True)
    except errors.FileTrouble as told:
        print("U" if told.facts.get("unknown") else "R", op_id, flush=True)
"""


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
@pytest.mark.parametrize("call", ["pwrite64", "fdatasync", "unlink", "fsync"])
@pytest.mark.parametrize("fault", ["EIO", "ENOSPC"])
def test_what_was_told_is_true_when_the_system_itself_answers_with_errors(depot, call, fault):
    depot.register.close()
    program = [
        "strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:error={fault}:when=20+7",
        "-P", str(depot.path), "-P", f"{depot.path}-journal", "-P", str(depot.path.parent),
        sys.executable, "-c", STRACED, str(depot.path),
    ]  # fmt: skip
    done = subprocess.run(program, capture_output=True, text=True)
    told = [line.split() for line in done.stdout.splitlines()]
    if not told:
        pytest.skip(f"strace cannot follow here: {done.stderr[-200:]}")
    assert len(told) == 60, done.stderr
    register = Register.open(depot.path)
    saved = {row[0] for row in register.rows("SELECT op_id FROM op")}
    assert {op_id for tag, op_id in told if tag == "A"} <= saved
    assert not {op_id for tag, op_id in told if tag == "R"} & saved
    assert check.problems(register) == []
    register.close()
