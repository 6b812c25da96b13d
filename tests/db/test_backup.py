"""There is always a good copy, and it comes back."""

import os
import shutil
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import backup, check, command, equipment, errors, loans, migrations, settings, whole
from db.connection import SCHEMA_VERSION, Register

START = datetime(2026, 6, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 14, 5, 12, tzinfo=UTC).astimezone()


def test_a_copy_holds_what_the_register_holds_under_a_name_that_tells_when_and_why(depot):
    depot.lend(0, 1)
    made = backup.make(depot.register, reason="close", now=NOW)
    assert made.name == f"lager {NOW:%Y-%m-%d %H.%M.%S} avslutning.hverdag"
    assert made.parent.name == "lager-sikkerhetskopier"
    copied = Register.look(made)
    assert whole.counts(copied) == whole.counts(depot.register)
    assert check.problems(copied) == []
    copied.close()
    assert [(copy.path, copy.at, copy.reason) for copy in backup.copies(depot.register)] == [(made, NOW, "close")]
    assert backup.copies(depot.path)[0].size == made.stat().st_size


def test_two_copies_of_the_same_second_do_not_overwrite_each_other(depot):
    first = backup.make(depot.register, reason="close", now=NOW)
    before = first.read_bytes()
    second = backup.make(depot.register, reason="close", now=NOW)
    assert first != second
    assert first.read_bytes() == before
    assert len(backup.copies(depot.register)) == 2


def test_copies_go_to_the_chosen_folder_while_it_is_there(depot, tmp_path):
    chosen = tmp_path / "annen disk"
    chosen.mkdir()
    depot.do(settings.choose, values={"backup_folder": str(chosen)})
    beside = backup.make(depot.register, reason="manual", now=NOW)
    assert beside.parent == chosen
    chosen.rename(tmp_path / "tatt ut")
    assert backup.make(depot.register, reason="manual", now=NOW).parent.name == "lager-sikkerhetskopier"


def test_a_damaged_register_gives_no_copy(depot):
    backup.make(depot.register, now=NOW)
    depot.register.close()
    flip_a_page(depot.path)
    with pytest.raises(errors.FileIsDamaged), closing(Register(depot.path)) as damaged:
        backup.make(damaged, now=NOW + timedelta(hours=1))
    assert len(list(backup.folder(depot.path).iterdir())) == 1


def test_nothing_is_left_behind_where_the_copy_fails(depot, monkeypatch):
    monkeypatch.setattr(whole.check, "problems", lambda _register: [check.Problem("pages")])
    with pytest.raises(errors.FileIsDamaged) as told:
        backup.make(depot.register, now=NOW)
    assert told.value.facts["problems"] == [check.Problem("pages")]
    assert list(backup.folder(depot.path).iterdir()) == []


def test_a_copy_with_a_row_too_few_is_not_accepted(depot, monkeypatch):
    real = whole.counts
    monkeypatch.setattr(
        whole, "counts", lambda reader: real(reader) | ({} if reader is depot.register else {"item": 5})
    )
    with pytest.raises(errors.FileIsDamaged):
        backup.make(depot.register, now=NOW)


# --- the rhythm ----------------------------------------------------------------------------------------------

moments = st.lists(st.integers(0, 175 * 1440).map(lambda minute: START + timedelta(minutes=minute)), max_size=60)


@given(moments)
def test_all_of_two_days_stay(made):
    now = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
    assert {moment for moment in made if moment > now - timedelta(days=2)} <= backup.kept(made, now)


@given(moments)
def test_every_one_of_the_last_14_days_and_10_weeks_that_has_a_copy_keeps_its_last(made):
    now = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
    staying = backup.kept(made, now)
    for day in range(14):
        of_day = [moment for moment in made if moment.date() == now.date() - timedelta(days=day)]
        assert not of_day or max(of_day) in staying
    for week in range(10):
        number = (now - timedelta(weeks=week)).isocalendar()[:2]
        of_week = [moment for moment in made if moment.isocalendar()[:2] == number]
        assert not of_week or max(of_week) in staying


@given(moments)
def test_nothing_else_stays_and_the_newest_always_does(made):
    now = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
    staying = backup.kept(made, now)
    old = [moment for moment in staying if moment <= now - timedelta(days=2)]
    assert len(old) <= 14 + 10 + 1
    assert all(moment > now - timedelta(weeks=12) or moment == max(made) for moment in staying)
    assert not made or max(made) in staying


@given(moments, st.integers(0, 200))
def test_thinning_day_by_day_keeps_what_thinning_at_the_end_keeps(made, days):
    """A copy that was taken away early is never missed later."""
    now = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
    step_by_step = set(made)
    for day in range(days, -1, -1):
        then = now - timedelta(days=day)
        seen = {moment for moment in step_by_step if moment <= then}
        step_by_step = (step_by_step - seen) | backup.kept(seen, then)
    assert backup.kept(made, now) >= backup.kept(step_by_step, now)
    recent = {moment for moment in made if moment > now - timedelta(days=2)}
    assert recent <= step_by_step
    assert not made or max(made) in step_by_step


def test_thinning_touches_only_the_copies_of_this_register(depot):
    place = backup.folder(depot.path)
    place.mkdir()
    for day in range(1, 29):
        (place / f"lager 2026-03-{day:02} 12.00.00 avslutning.hverdag").touch()
        (place / f"annet 2026-03-{day:02} 12.00.00 avslutning.hverdag").touch()
    (place / "lager.txt").touch()
    made = backup.make(depot.register, now=NOW)
    assert [copy.path for copy in backup.copies(depot.register)] == [made]
    assert len(list(place.iterdir())) == 1 + 28 + 1


def test_what_a_killed_program_left_unfinished_is_swept_after_a_day(depot):
    place = backup.folder(depot.path)
    place.mkdir()
    for name, age in (("old.part", 2 * 86400), ("new.part", 60)):
        (place / name).touch()
        moment = datetime.now(UTC).timestamp() - age
        os.utime(place / name, (moment, moment))
    backup.make(depot.register, now=NOW)
    assert [part.name for part in place.glob("*.part")] == ["new.part"]


def test_a_copy_is_due_half_an_hour_after_the_last_when_something_has_changed(depot):
    latest = datetime.fromisoformat(depot.register.value("SELECT max(at) FROM op"))
    before, after = latest - timedelta(seconds=1), latest + timedelta(seconds=1)
    assert backup.due(depot.register, None, latest)
    assert backup.due(depot.register, before, before + timedelta(minutes=30))
    assert not backup.due(depot.register, before, before + timedelta(minutes=29))
    assert not backup.due(depot.register, after, after + timedelta(days=1))


# --- coming back ---------------------------------------------------------------------------------------------


def test_a_restored_register_is_the_copy_and_the_replaced_file_is_kept(depot):
    made = backup.make(depot.register, now=NOW)
    depot.lend(0)
    depot.lend(1)
    depot.register.close()
    replaced_bytes = depot.path.read_bytes()
    report = backup.restore(depot.path, made, now=NOW + timedelta(hours=1))
    assert report.missing == 2
    assert report.last_at
    assert report.replaced is not None
    assert report.replaced.read_bytes() == replaced_bytes
    assert report.backup is not None
    assert backup.copies(depot.path)[0].reason == "restore"
    back = Register.open(depot.path)
    assert check.problems(back) == []
    assert back.value("SELECT count(*) FROM loan_line") == 0
    back.close()
    again = backup.restore(depot.path, report.backup, now=NOW)
    assert again.missing == 0
    both = Register.open(depot.path)
    assert both.value("SELECT count(*) FROM loan_line") == 2
    both.close()


def test_what_is_missing_is_counted_from_where_the_histories_part(depot):
    first = backup.make(depot.register, now=NOW)
    depot.lend(0)
    second = backup.make(depot.register, now=NOW + timedelta(minutes=1))
    depot.register.close()
    backup.restore(depot.path, first)
    other = Register.open(depot.path)
    depot.register = other
    depot.lend(2)
    depot.lend(3)
    other.close()
    assert backup.restore(depot.path, second).missing == 2


def test_another_registers_copy_is_not_compared(depot, tmp_path):
    other = Register.create(tmp_path / "annet.hverdag")
    made = backup.make(other)
    other.close()
    depot.register.close()
    assert backup.restore(depot.path, made).missing is None


@pytest.mark.parametrize("fault", ["damaged", "truncated", "foreign", "newer", "missing"])
def test_a_bad_copy_is_refused_and_the_register_untouched(depot, tmp_path, fault):
    made = backup.make(depot.register, now=NOW)
    depot.register.close()
    expected = spoil(made, fault)
    before = depot.path.read_bytes()
    with pytest.raises(expected):
        backup.restore(depot.path, made)
    assert depot.path.read_bytes() == before
    assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob("*-erstattet-*"))


def flip_a_page(path, header=False):
    """Destroy one page of a file: the first, or one that holds rows (no copy reads the pages of indexes)."""
    register = Register(path)
    root = register.value("SELECT rootpage FROM sqlite_master WHERE name = 'loan_line'")
    register.close()
    content = bytearray(path.read_bytes())
    start = 0 if header else (root - 1) * 4096
    for place in range(start, start + 4096):
        content[place] ^= 0x5A
    path.write_bytes(content)


def spoil(path, fault):
    """Spoil a file in one way; returns the error that must tell it."""
    whole_file = path.read_bytes()
    if fault == "damaged":
        flip_a_page(path)
    elif fault == "truncated":
        path.write_bytes(whole_file[: len(whole_file) // 2])
    elif fault == "foreign":
        path.write_bytes(b"PK\x03\x04" + whole_file[4:])
    elif fault == "newer":
        path.write_bytes(whole_file[:60] + (99).to_bytes(4, "big") + whole_file[64:])
    else:
        path.unlink()
    return {
        "foreign": errors.FileIsForeign, "newer": errors.FileIsNewer, "missing": errors.FileIsMissing,
    }.get(fault, errors.FileIsDamaged)  # fmt: skip


def test_a_damaged_register_is_replaced_by_a_good_copy_and_kept_aside(depot):
    made = backup.make(depot.register, now=NOW)
    depot.register.close()
    flip_a_page(depot.path)
    damaged = depot.path.read_bytes()
    report = backup.restore(depot.path, made)
    assert report.backup is None
    assert report.replaced is not None
    assert report.replaced.read_bytes() == damaged
    back = Register.open(depot.path)
    assert check.problems(back) == []
    back.close()


def test_a_lost_register_comes_back_from_its_copy(depot):
    made = backup.make(depot.register, now=NOW)
    depot.register.close()
    depot.path.unlink()
    report = backup.restore(depot.path, made)
    assert (report.replaced, report.backup, report.missing) == (None, None, None)
    Register.open(depot.path).close()


def test_a_journal_left_by_a_killed_program_does_not_reach_the_restored_file(depot):
    """A journal beside the wrong file is rolled back into it: one of SQLite's own ways to corrupt."""
    made = backup.make(depot.register, now=NOW)
    depot.register.close()
    journal = depot.path.with_name(depot.path.name + "-journal")
    program = (
        "import os, sys\nfrom db.connection import Register\n"
        "r = Register(__import__('pathlib').Path(sys.argv[1]))\n"
        "r.conn.execute('PRAGMA cache_size=1')\nr.conn.execute('PRAGMA cache_spill=1')\n"
        "r.conn.execute('BEGIN IMMEDIATE')\n"
        "r.conn.executemany('INSERT INTO setting VALUES (?, ?)', ((f'k{n}', 'x' * 900) for n in range(3000)))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(depot.path)], check=False)
    assert journal.exists()
    assert journal.stat().st_size > 0
    flip_a_page(depot.path, header=True)  # so that nobody can roll it back first
    backup.restore(depot.path, made)
    assert not journal.exists()
    back = Register.open(depot.path)
    assert check.problems(back) == []
    back.close()


def test_a_register_in_the_middle_of_a_write_is_not_replaced(depot, monkeypatch):
    made = backup.make(depot.register, now=NOW)
    monkeypatch.setattr("db.connection.BUSY_SECONDS", 0.2)
    depot.register.conn.execute("BEGIN IMMEDIATE")
    with pytest.raises(errors.FileIsBusy):
        backup.restore(depot.path, made)
    depot.register.conn.execute("ROLLBACK")
    depot.register.ensure_in_place()
    depot.lend(0)


@pytest.mark.parametrize("linked", [True, False])
def test_where_the_file_cannot_be_replaced_every_file_has_its_old_name(depot, monkeypatch, linked):
    copy = backup.make(depot.register)
    depot.lend(0)
    journal = depot.path.with_name(depot.path.name + "-journal")
    monkeypatch.setattr(backup, "_hold", lambda path, held: None)
    journal.write_bytes(b"hot")

    def refuse(*_given):
        raise PermissionError(13, "open in another window")

    monkeypatch.setattr(type(depot.path), "replace", refuse)
    if not linked:
        monkeypatch.setattr(type(depot.path), "hardlink_to", refuse)
    with pytest.raises(errors.FileIsBusy):
        backup.restore(depot.path, copy)
    assert journal.read_bytes() == b"hot"
    journal.unlink()
    assert sorted(path.name for path in depot.path.parent.iterdir()) == ["lager-sikkerhetskopier", "lager.hverdag"]
    depot.register.ensure_in_place()
    assert depot.register.value("SELECT count(*) FROM loan_line") == 1


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be replaced there")
def test_a_command_that_waited_while_the_file_was_replaced_is_not_told_as_saved(depot, monkeypatch):
    part = shutil.copy(backup.make(depot.register), depot.path.with_name("part"))
    opened, locked, looked, told = threading.Event(), threading.Event(), threading.Event(), []
    look = Register.ensure_in_place
    monkeypatch.setattr(Register, "ensure_in_place", lambda window: [look(window), looked.set()])

    def wait_and_write():
        window = Register.open(depot.path)
        opened.set()
        locked.wait(10)
        try:
            command.run(window, equipment.add_place, staff="Jon", today="2026-11-22", room="X")
        except errors.FileTrouble as trouble:
            told.append(type(trouble))
        window.close()

    writer = threading.Thread(target=wait_and_write)
    writer.start()
    assert opened.wait(10)
    depot.register.conn.execute("BEGIN IMMEDIATE")
    locked.set()
    assert looked.wait(10)  # the command has seen the old file in its place, and now waits for the lock
    backup._exchanged(Path(part), depot.path, datetime.now(UTC))
    depot.register.conn.execute("ROLLBACK")
    writer.join(20)
    assert told == [errors.FileWasReplaced]


def test_an_open_window_notices_that_its_file_was_replaced(depot):
    made = backup.make(depot.register, now=NOW)
    backup.restore(depot.path, made)
    with pytest.raises(errors.FileWasReplaced):
        depot.lend(0)


def test_the_rehearsal_goes_through_a_whole_restore_and_leaves_nothing(depot):
    before = depot.path.read_bytes()
    report = backup.rehearse(depot.register)
    assert report.replaced is None
    assert not report.path.exists()
    assert depot.path.read_bytes() == before


# --- before a schema step ------------------------------------------------------------------------------------


def test_a_verified_copy_is_made_before_every_schema_step(depot, monkeypatch):
    depot.lend(0)
    depot.register.close()
    before = depot.path.read_bytes()
    step = ("CREATE TABLE novelty (novelty_id INTEGER PRIMARY KEY) STRICT",)
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, ("novelty", step)))
    for module in ("db.connection", "db.migrations", "db.check"):
        monkeypatch.setattr(f"{module}.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    upgraded = Register.open(depot.path)
    assert upgraded.value("PRAGMA user_version") == SCHEMA_VERSION + 1
    assert upgraded.value("SELECT count(*) FROM novelty") == 0
    upgraded.close()
    (copy,) = backup.copies(depot.path)
    assert copy.reason == "upgrade"
    monkeypatch.undo()
    old = Register.open(copy.path)
    assert old.value("PRAGMA user_version") == SCHEMA_VERSION
    assert old.value("SELECT count(*) FROM loan_line") == 1
    assert check.problems(old) == []
    old.close()
    assert before[:16] == depot.path.read_bytes()[:16]


def test_no_step_is_taken_where_the_copy_cannot_be_made(depot, monkeypatch):
    depot.register.close()
    before = depot.path.read_bytes()
    backup.folder(depot.path).write_text("a file where the folder should be")
    for module in ("db.connection", "db.migrations", "db.check"):
        monkeypatch.setattr(f"{module}.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, ("novelty", ("CREATE TABLE novelty (n) ",))))
    with pytest.raises(errors.FileTrouble):
        Register.open(depot.path)
    assert depot.path.read_bytes() == before


def test_a_step_that_fails_leaves_the_old_register(depot, monkeypatch):
    depot.register.close()
    before = depot.path.read_bytes()
    for module in ("db.connection", "db.migrations", "db.check"):
        monkeypatch.setattr(f"{module}.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    steps = (*migrations.STEPS, ("novelty", ("CREATE TABLE novelty (n) ", "CREATE TABLE novelty (n)")))
    monkeypatch.setattr(migrations, "STEPS", steps)
    with pytest.raises(Exception, match="already exists"):
        Register.open(depot.path)
    assert depot.path.read_bytes() == before


def test_free_space_is_told_for_a_file_that_is_still_to_be_made(tmp_path, monkeypatch):
    assert backup.free_space(tmp_path / "a" / "b.hverdag") > 0
    monkeypatch.setattr(backup, "free_space", lambda _path: 499_999_999)
    assert backup.is_scarce(tmp_path)
    monkeypatch.setattr(backup, "free_space", lambda _path: 500_000_000)
    assert not backup.is_scarce(tmp_path)


def test_a_returned_line_survives_the_way_out_and_back(depot):
    depot.lend(0)
    depot.do(loans.take_back, returns=[loans.Return(depot.line(0), "clean")])
    made = backup.make(depot.register, now=NOW)
    depot.register.close()
    backup.restore(depot.path, made)
    depot.register = Register.open(depot.path)
    assert depot.state(0) == "available"
