"""The one door: what is written is told to all, in this window and in the next."""

import pytest
from parts_sample import TODAY

from db import people
from db.connection import Register
from db.errors import FileIsMissing, FileIsReadOnly, Rejected
from desktop.jobs import Job, Progress
from desktop.store import Store


def add(store, last_name="Nordmann"):
    return store.write(people.add_person, first_name="Kari", last_name=last_name)


def names(store):
    return sorted(row["last_name"] for row in store.read(people.find, "kari"))


def test_a_write_is_told_with_its_kinds(store, qtbot):
    told = []
    store.changed.connect(told.append)
    store.wrote.connect(told.append)
    receipt = add(store)
    assert told == [{"person"}, receipt]
    assert receipt.verb == "add_person"
    assert names(store) == ["Nordmann"]


def test_a_refused_write_is_told_to_nobody(store, qtbot):
    with qtbot.assertNotEmitted(store.changed), pytest.raises(Rejected):
        add(store, last_name="")
    assert names(store) == []


def test_undo_and_redo_are_told(store, qtbot):
    add(store)
    with qtbot.waitSignal(store.changed) as told:
        store.undo()
    assert "person" in told.args[0]
    assert names(store) == []
    store.redo()
    assert names(store) == ["Nordmann"]


def test_two_windows_see_each_other(store, qtbot):
    other = Store(Register.open(store.path), staff="Eva", today=TODAY)
    with qtbot.waitSignal(store.changed, timeout=3000) as told:
        add(other)
    assert {"person", "loan", "item"} <= told.args[0]
    assert names(store) == ["Nordmann"]
    other.close()


def test_undo_takes_back_this_windows_own_act_though_another_window_has_acted_since(store):
    other = Store(Register.open(store.path), staff="Eva", today=TODAY)
    add(store, "Første")
    add(store, "Andre")
    add(other, "Evas")
    store.undo()
    assert names(store) == ["Evas", "Første"]
    store.undo()
    assert names(store) == ["Evas"]
    store.undo()  # nothing of its own is left: then the last act of all
    assert names(store) == []
    other.close()


def test_undo_takes_back_what_a_job_wrote_for_this_window(store):
    other = Store(Register.open(store.path), staff="Eva", today=TODAY)
    add(store, "Første")
    written = add(other, "Jobbens").op_seq
    store.registered(written)
    store.undo()
    assert names(store) == ["Første"]
    other.close()


def test_what_another_window_has_built_on_is_told_and_not_undone(store):
    other = Store(Register.open(store.path), staff="Eva", today=TODAY)
    person = add(store).result
    other.write(people.change_person, person_id=person, rev=1, phone="90000001")
    with pytest.raises(Rejected) as told:
        store.undo()
    assert [later["staff"] for later in told.value.facts["later"]] == ["Eva"]
    other.close()


def test_nothing_is_told_when_nothing_was_written(store, qtbot):
    add(store)
    store.look_around()
    with qtbot.assertNotEmitted(store.changed):
        store.look_around()


def test_a_file_that_is_taken_away_is_told_once(store, qtbot):
    moved = store.path.rename(store.path.with_suffix(".borte"))
    with qtbot.waitSignal(store.troubled) as told:
        store.look_around()
    assert isinstance(told.args[0], FileIsMissing)
    with qtbot.assertNotEmitted(store.troubled):
        store.look_around()
    moved.rename(store.path)
    store.look_around()
    store.path.rename(moved)
    with qtbot.waitSignal(store.troubled):
        store.look_around()


def test_a_new_day_is_a_change(store, qtbot, monkeypatch):
    store._fixed_today = "2026-07-04"
    with qtbot.waitSignal(store.changed):
        store.look_around()


def test_a_register_for_looking_refuses_to_write(store, qtbot):
    add(store)
    looking = Store(Register.look(store.path), staff="", today=TODAY)
    assert looking.read_only
    assert names(looking) == ["Nordmann"]
    with pytest.raises(FileIsReadOnly):
        add(looking)
    looking.close()


def test_a_job_reads_on_a_connection_of_its_own(store, qtbot):
    add(store)

    def count(register):
        yield Progress(1, 2, "Teller")
        return register.value("SELECT count(*) FROM person")

    job = store.job(count)
    steps = []
    job.progressed.connect(steps.append)
    with qtbot.waitSignal(job.finished) as told:
        job.start()
    assert told.args == [1]
    assert steps == [Progress(1, 2, "Teller")]


def test_a_job_that_is_stopped_rolls_back(qtbot):
    left = []

    def work():
        try:
            while True:
                yield Progress(text="arbeider")
        finally:
            left.append("rolled back")

    job = Job(work)
    job.progressed.connect(lambda _progress: job.stop())
    with qtbot.waitSignal(job.stopped), qtbot.assertNotEmitted(job.finished):
        job.start()
    assert left == ["rolled back"]


def test_a_job_that_fails_tells_why(qtbot):
    def work():
        yield "snart"
        raise ValueError("feil")

    job = Job(work)
    with qtbot.waitSignal(job.failed) as told:
        job.start()
    assert isinstance(told.args[0], ValueError)
