"""dev.py must help on a bare machine, and the lock files must hold what everybody can fetch."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def dev(monkeypatch):
    """The module dev.py, on an imagined Debian that lacks libegl1 and libglib2.0-0."""
    monkeypatch.syspath_prepend(str(ROOT))
    import dev

    monkeypatch.setattr(dev, "missing_packages", lambda build: ["libegl1", "libglib2.0-0"])
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
    return dev


def test_a_person_is_told_the_one_line(dev, monkeypatch):
    monkeypatch.setattr(dev, "may_install", lambda: None)
    monkeypatch.setattr(dev, "apt_knows", lambda name: name in ("libegl1", "libglib2.0-0t64"))
    with pytest.raises(SystemExit) as told:
        dev.check_system()
    lines = str(told.value).splitlines()
    install = "sudo apt-get install -y --no-install-recommends libegl1 libglib2.0-0t64"
    assert lines[1:] == [f"sudo apt-get update && {install}"]


def test_root_gets_them_installed(dev, monkeypatch):
    ran = []
    monkeypatch.setattr(dev, "may_install", list)
    monkeypatch.setattr(dev, "apt_knows", lambda name: not name.endswith("t64"))
    monkeypatch.setattr(dev, "need", lambda *command, **env: ran.append(command))
    dev.check_system()
    assert ran[0][:2] == ("apt-get", "update")
    assert ran[1][-2:] == ("libegl1", "libglib2.0-0")


def test_a_system_without_apt_is_told_the_names(dev, monkeypatch):
    monkeypatch.setattr(dev.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match=r"libegl1 libglib2\.0-0"):
        dev.check_system()


@pytest.mark.parametrize("arguments", [["--demo"], ["--", "--demo"]])
def test_what_follows_the_command_is_passed_on(dev, monkeypatch, arguments):
    passed = []
    monkeypatch.setattr(dev, "set_up", lambda build=False: None)
    monkeypatch.setattr(dev, "call", lambda *command, **rest: passed.append(command) or 7)
    assert dev.main(["run", *arguments]) == 7
    assert passed == [(dev.PYTHON, "-m", "desktop", "--demo")]


def test_one_failing_check_makes_the_whole_fail_and_all_are_run(dev, monkeypatch):
    ran = []
    monkeypatch.setattr(dev, "set_up", lambda build=False: None)
    monkeypatch.setattr(dev, "call", lambda *command, **rest: ran.append(command[2]) or command[2] == "pyright")
    assert dev.test([]) == 1
    assert sorted(ran) == ["pyright", "pytest", "ruff", "ruff"]


def test_without_a_command_it_explains_itself():
    done = subprocess.run([sys.executable, ROOT / "dev.py"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "dev.py test" in done.stderr
    assert not done.stdout


def test_locks_name_the_public_index_only(dev):
    locks = (ROOT / "uv.lock").read_text("utf-8") + dev.LOCK.read_text("utf-8")
    assert "https://files.pythonhosted.org" in locks
    assert dev.strange_addresses(locks) == []
    assert dev.strange_addresses('url = "http://mirror.example/x" file:///srv/wheels') == [
        "file://",
        "http://mirror.example",
    ]


def test_every_locked_package_has_hashes_and_every_dependency_is_locked(dev):
    entries = re.split(r"\n(?=\S)", dev.LOCK.read_text("utf-8").strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    locked = {re.split(r"[=\s]", entry)[0] for entry in entries}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = {re.split(r"[>=<\[]", requirement)[0].lower() for requirement in wanted}
    assert names <= locked
