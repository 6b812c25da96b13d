"""Where all else fails: nothing personal in what is told, and Norwegian through every pipe."""

import getpass
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from db import command, equipment, products, publish
from db.connection import Register
from db.errors import FileIsReadOnly
from desktop import __main__ as start
from desktop import app, cli, cli_work, crash, places, plain

ROOT = Path(__file__).parents[2]
TODAY = "2026-11-16"
CANARY = "Zxqvkari"


@pytest.fixture
def register(tmp_path):
    made = Register.create(tmp_path / "lager.hverdag")
    product = run(made, products.add_product, name="Rullator 😀 čđŋ")
    run(made, equipment.add_items, numbers=["UT-0187"], product_id=product, room="Hylle «Å»")
    yield made
    made.close()


def run(register, act, /, **given):
    return command.run(register, act, staff="Berit", today=TODAY, **given).result


def test_an_unforeseen_fault_is_told_by_class_and_place_without_its_own_words(register, monkeypatch, capsys):
    def fail(*_given, **_named):
        raise ValueError(f"could not draw <b>{CANARY}</b>")

    monkeypatch.setattr(plain, "items", fail)
    assert cli.main(["--data", str(register.path), "items", "--json"]) == 2
    told = capsys.readouterr().err
    assert "builtins.ValueError" in told
    assert "test_last_net.py" in told
    assert CANARY not in told


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp850", "utf-8"])
def test_any_text_goes_through_a_pipe_of_any_encoding(register, encoding):
    line = [sys.executable, "-m", "desktop", "--data", str(register.path), "items", "--json"]
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = subprocess.run(line, capture_output=True, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("utf-8"))[0]["name"] == "Rullator 😀 čđŋ"


def test_a_windowed_program_without_streams_can_still_be_asked(register, monkeypatch):
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert start.main(["--data", str(register.path), "items", "--json"]) == 0
    assert start.main(["--data", str(register.path.with_name("borte.hverdag")), "check"]) == 2


@pytest.mark.parametrize("fault", [ImportError("pwd"), KeyError("uid"), OSError("no user")])
def test_a_pc_that_does_not_know_its_user_has_one_all_the_same(monkeypatch, fault):
    def fail():
        raise fault

    monkeypatch.setattr(getpass, "getuser", fail)
    assert places.user_name() == "ukjent"


@pytest.mark.parametrize("errand", [["export", "items"], ["print", "labels", "--items", "UT-0187"]])
@pytest.mark.parametrize("name", ["lager.hverdag", "LAGER.HVERDAG"])
def test_no_list_and_no_paper_is_written_over_a_register(register, capsys, errand, name):
    before = register.path.read_bytes()
    code = cli.main(["--data", str(register.path), *errand, "--out", str(register.path.with_name(name))])
    assert (code, register.path.read_bytes()) == (2, before)
    assert "er navnet på et register" in capsys.readouterr().err


def test_sharing_goes_on_when_the_folder_is_out_of_reach_for_a_while(register, tmp_path, monkeypatch, capsys):
    class Enough(Exception):
        pass

    waits = iter(range(3))

    def wait(_seconds):
        if next(waits, None) is None:
            raise Enough
        run(register, equipment.add_place, room=f"Rom {len(tried)}")

    tried, publish_it = [], publish.publish

    def fail_once(*given):
        tried.append(given)
        if len(tried) == 2:
            raise FileIsReadOnly(tmp_path)
        return publish_it(*given)

    monkeypatch.setattr(cli_work.time, "sleep", wait)
    monkeypatch.setattr(publish, "publish", fail_once)
    cli.main(["--data", str(register.path), "publish", str(tmp_path / "delt"), "--watch"])
    assert len(tried) == 4
    newest = publish.newest(tmp_path / "delt")
    assert newest is not None
    assert newest.number == 3
    assert "Enough" in capsys.readouterr().err


def test_a_profile_that_cannot_be_written_does_not_keep_the_program_from_starting(tmp_path, monkeypatch):
    (tmp_path / "fil").write_text("")
    monkeypatch.setattr(crash, "log_file", lambda: tmp_path / "fil" / "hverdag.log")
    before = list(crash.log.handlers)
    crash.start_log()
    assert crash.log.handlers == before


def test_the_register_that_is_open_is_not_opened_once_more(qapp, register):
    program = app.Program(app.dress(["hverdag"]), staff="Jon", today=TODAY)
    program.open(register.path)
    desk = program.desk
    program.open(register.path.parent / "." / register.path.name)
    assert program.desk is desk
    program.window.close()
    program.scanner.deleteLater()
    program.deleteLater()
