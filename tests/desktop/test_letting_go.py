"""Windows that go while work is still under way: nobody is told who is gone, and no file is let go of too early."""

import os
import sys
import threading
import time

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from db import backup, check, command, equipment, publish
from db import settings as chosen
from db.connection import Register
from db.errors import FileIsReadOnly, FileTrouble

TODAY = "2026-11-16"


@pytest.fixture
def paths(tmp_path):
    """Two empty registers."""
    made = [tmp_path / name for name in ("a.hverdag", "b.hverdag")]
    for path in made:
        Register.create(path).close()
    return made


@pytest.fixture
def slow(monkeypatch):
    """The examination waits until it is let go; `begun` tells that it is under way, `ended` what it came to."""
    found = {"begun": threading.Event(), "go": threading.Event(), "ended": []}

    def examine(register):
        found["begun"].set()
        found["go"].wait(5)
        time.sleep(0.1)
        found["ended"].append(register.value("SELECT count(*) FROM op"))
        return []

    monkeypatch.setattr(check, "problems", examine)
    return found


def let_go_soon(slow):
    threading.Timer(0.2, slow["go"].set).start()


def settle():
    for _ in range(20):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_work_under_way_ends_before_its_register_is_closed_and_tells_nobody(program, paths, slow, monkeypatch):
    caught = []
    monkeypatch.setattr(sys, "excepthook", lambda *told: caught.append(told))
    program.open(paths[0])
    program.desk.check()
    assert slow["begun"].wait(5)
    let_go_soon(slow)
    program.open(paths[1])
    assert slow["ended"] == [0]
    settle()
    assert caught == []
    assert program.desk.store.path == paths[1]


def test_a_restore_waits_for_the_work_that_reads_the_file(program, paths, slow, monkeypatch):
    program.open(paths[0])
    program.desk.check()
    assert slow["begun"].wait(5)
    let_go_soon(slow)
    ended = []
    monkeypatch.setattr(
        backup, "restore", lambda path, _copy: [ended.extend(slow["ended"]), backup.Report(path, path)][1]
    )
    program.desk.restore(paths[1])
    assert ended == [0]
    settle()
    program.desk.store.write(equipment.add_place, room="X")


def test_a_desk_that_is_left_goes_with_its_window(program, paths):
    program.open(paths[0])
    gone = []
    program.desk.destroyed.connect(lambda: gone.append(True))
    program.open(paths[1])
    settle()
    assert gone == [True]


def test_the_demo_stays_while_it_is_looked_at_and_goes_when_another_register_is_opened(program, paths, qtbot):
    program.open_demo()
    folder = program.desk.store.path.parent
    settle()
    program.desk.store.look_around()
    program.desk.store.write(equipment.add_place, room="X")
    assert folder.exists()
    program.open(paths[0])
    assert not folder.exists()


def test_a_shared_folder_out_of_reach_is_told_once_and_tried_again(program, paths, tmp_path, qtbot, monkeypatch):
    program.open(paths[0])
    rhythm, told, reach = program.desk.rhythm, [], []
    publish_it = publish.publish

    def fail(register, folder):
        if not reach:
            raise FileIsReadOnly(folder)
        return publish_it(register, folder)

    monkeypatch.setattr(publish, "publish", fail)
    monkeypatch.setattr(program.window, "trouble", told.append)
    program.desk.store.write(chosen.choose, values={"publish_folder": str(tmp_path / "delt")})
    for _ in range(3):
        rhythm.beat()
        qtbot.waitUntil(lambda: not rhythm._jobs, timeout=5000)
    assert len(told) == 1
    reach.append(True)
    rhythm.beat()
    qtbot.waitUntil(lambda: publish.newest(tmp_path / "delt") is not None, timeout=5000)


def test_a_busy_file_disturbs_no_beat(program, paths, monkeypatch):
    program.open(paths[0])

    def busy(*_given, **_named):
        raise FileTrouble(paths[0])

    monkeypatch.setattr("desktop.rhythm.settings.settings", busy)
    program.desk.rhythm.beat()


def test_copies_in_a_folder_of_their_own_are_told_in_the_status_bar(program, paths, tmp_path):
    chosen_folder = tmp_path / "minnepinne"
    chosen_folder.mkdir()
    register = Register.open(paths[0])
    values = {"backup_folder": str(chosen_folder)}
    command.run(register, chosen.choose, staff="Jon", today=TODAY, values=values)
    backup.make(register)
    register.close()
    program.open(paths[0])
    program.desk.settle()
    assert "Ingen sikkerhetskopi" not in program.window.status._place.text()


@pytest.mark.skipif(os.name == "nt", reason="there nothing but an open handle keeps a file")
def test_a_paper_that_another_program_keeps_disturbs_nobody(program, paths, monkeypatch):
    program.open(paths[0])
    paper = program.desk.paper
    kept = paper.new()
    kept.write_bytes(b"%PDF")

    def refuse(*_given, **_named):
        raise PermissionError(13, "open in a reader")

    monkeypatch.setattr(type(kept), "unlink", refuse)
    paper.drop(kept)
    monkeypatch.undo()
    assert kept.exists()
