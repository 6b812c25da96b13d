#!/usr/bin/env python3
"""One command for everything, standard library only.

python3 dev.py run [-- ARGUMENTS]    set up what is missing, then start Hverdag (run -- --demo)
python3 dev.py test [PYTEST …]       set up, then ruff, formatting, pyright and pytest without a screen
python3 dev.py bench [ARGUMENTS]     set up, then the benchmarks: goal, figure, ratio
python3 dev.py build [BOOK.xlsx]     set up, make the folder dist/hverdag, let it test itself, pack it
python3 dev.py lock [--upgrade]      make uv.lock and requirements.lock anew (needs the network)

On Windows: py dev.py …
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
LOCK = ROOT / "requirements.lock"
UV = "uv==0.13.9"
OLDEST, NEWEST = (3, 11), (3, 13)

# What PySide6 loads from the system: found with ldd in an empty Debian 12.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libcups.so.2": "libcups2",  # without it Qt finds no printer
}


def say(text: str) -> None:
    """Tell the developer on stderr; stdout belongs to the program that is started."""
    print(text, file=sys.stderr, flush=True)


def call(*command: object, cwd: Path = ROOT, out: IO[bytes] | None = None, **extra_env: str) -> int:
    """Run a command with our own standard streams, or with its words in a file; its exit code."""
    words = [str(part) for part in command]
    return subprocess.run(words, cwd=cwd, env=os.environ | extra_env, stdout=out).returncode


def need(*command: object, **extra_env: str) -> None:
    """Run a command that must succeed, or end with its exit code; its words go to stderr."""
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=os.environ | extra_env, stdout=sys.stderr.fileno()
    )
    if done.returncode:
        say(f"failed ({done.returncode}): {' '.join(str(part) for part in command)}")
        raise SystemExit(done.returncode)


# ---------------------------------------------------------------- system


def check_python() -> None:
    """Hverdag needs Python 3.11–3.13, whichever one started this file."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        raise SystemExit(f"Hverdag needs Python 3.11, 3.12 or 3.13; this is {platform.python_version()}.")


def loads(library: str) -> bool:
    """Whether the system's loader finds the library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(build: bool) -> list[str]:
    """Debian names of what the machine lacks; always empty off Linux."""
    if not sys.platform.startswith("linux"):
        return []
    missing = [package for library, package in LIBRARIES.items() if not loads(library)]
    if importlib.util.find_spec("ensurepip") is None:
        missing.append("python3-venv")
    if build and not shutil.which("objdump"):
        missing.append("binutils")
    return missing


def apt_knows(package: str) -> bool:
    """Whether apt can install a package of exactly this name."""
    answer = subprocess.run(
        ["apt-cache", "policy", package], capture_output=True, text=True, env=os.environ | {"LC_ALL": "C"}
    )
    return "Candidate:" in answer.stdout and "Candidate: (none)" not in answer.stdout


def apt_name(package: str) -> str:
    """The name this release uses: newer ones say libglib2.0-0t64, and a second Python has its own -venv."""
    wanted = [package, f"{package}t64"]
    if package == "python3-venv":
        wanted.insert(0, f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    return next((name for name in wanted if apt_knows(name)), package)


def may_install() -> list[str] | None:
    """What to put before apt-get where we may install by ourselves; None where a person must do it."""
    if os.geteuid() == 0:
        return []
    if os.environ.get("CI") and shutil.which("sudo") and call("sudo", "-n", "true") == 0:
        return ["sudo", "-n"]
    return None


def check_system(build: bool = False) -> None:
    """Install the missing system libraries as root or in CI, else name the one line to run and end with 1."""
    missing = missing_packages(build)
    if not missing:
        return
    if not shutil.which("apt-get"):
        raise SystemExit("These libraries are missing (Debian names): " + " ".join(missing))
    before = may_install()
    if before is None:
        names = " ".join(apt_name(package) for package in missing)
        raise SystemExit(
            "System libraries are missing. Run this line once, then try again:\n"
            f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}"
        )
    say("installing system libraries: " + " ".join(missing))
    need(*before, "apt-get", "update", "-qq", DEBIAN_FRONTEND="noninteractive")
    names = [apt_name(package) for package in missing]
    install = ["apt-get", "install", "-y", "-qq", "-o", "Dpkg::Use-Pty=0", "--no-install-recommends"]
    need(*before, *install, *names, DEBIAN_FRONTEND="noninteractive")
    if "python3-venv" in missing:
        importlib.invalidate_caches()


# ---------------------------------------------------------------- .venv


def state() -> str:
    """What .venv was made from: the locked versions, the project's own description, the Python."""
    digest = hashlib.sha256(platform.python_version().encode())
    for file in (LOCK, ROOT / "pyproject.toml"):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def works(*command: object) -> bool:
    """Whether a command exists and ends well."""
    try:
        return subprocess.run([str(part) for part in command], capture_output=True).returncode == 0
    except OSError:
        return False


def make_venv() -> None:
    """Make .venv where it is missing, broken or of another Python; one that works is left alone."""
    version = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    if works(PYTHON, "-c", version) and works(PYTHON, "-m", "pip", "--version"):
        return
    say("making .venv")
    need(sys.executable, "-m", "venv", "--clear", VENV)


def check_venv() -> None:
    """Bring .venv to the locked versions, with hashes, and put the project itself in; adds, never wipes."""
    stamp = VENV / ".stamp"
    wanted = state()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    began = time.monotonic()
    make_venv()
    pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input"]
    say("installing the locked versions")
    need(*pip, "--require-hashes", "--only-binary=:all:", "-r", LOCK)
    editable = ["--no-deps", "--no-build-isolation", "--no-index", "-e", ROOT]
    need(*pip, *editable, PYTHONWARNINGS="ignore")  # setuptools warns at length about every editable install
    stamp.write_text(wanted)
    say(f".venv is ready ({time.monotonic() - began:.0f} s)")


def set_up(build: bool = False) -> None:
    """Everything a command needs before its own work."""
    check_python()
    check_system(build)
    check_venv()


# ---------------------------------------------------------------- commands


def run(arguments: list[str]) -> int:
    """Start the program where the caller stands, so that relative file names mean what they say."""
    set_up()
    return call(PYTHON, "-m", "desktop", *arguments, cwd=Path.cwd())


def test(arguments: list[str]) -> int:
    """Every check; all steps run, and one that fails makes the whole fail. Pyright runs beside the tests."""
    set_up()
    python = [PYTHON, "-m"]
    beside = (
        [] if arguments else ["-n", "auto", "--dist", "loadfile"]
    )  # chosen tests speak at once, all share the cores
    steps = {
        "ruff check": [*python, "ruff", "check", "--output-format=concise"],
        "ruff format": [*python, "ruff", "format", "--check", "--output-format=concise"],
        "pyright": [*python, "pyright"],
        "pytest": [*python, "pytest", *beside, *arguments],
    }
    failed = []

    def step(name: str, out: IO[bytes] | None = None) -> None:
        say(f"--- {name}")
        began = time.monotonic()
        # what is compiled is kept: it serves the next time, and the programs that tests start
        env = {"PYTHONDONTWRITEBYTECODE": "", "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
        if call(*steps[name], cwd=ROOT, out=out, QT_QPA_PLATFORM="offscreen", **env):
            failed.append(name)
        say(f"--- {name}: {'FAILED' if name in failed else 'ok'}, {time.monotonic() - began:.1f} s")

    with tempfile.TemporaryFile() as found, ThreadPoolExecutor(1) as second:
        types = second.submit(step, "pyright", found)
        for name in steps:
            if name != "pyright":
                step(name)
        types.result()
        found.seek(0)
        say(f"--- pyright told\n{found.read().decode(errors='replace').rstrip()}")
    say(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """The benchmarks of bench/."""
    set_up()
    return call(PYTHON, "-m", "bench", *arguments, QT_QPA_PLATFORM="offscreen")


def build(arguments: list[str]) -> int:
    """Make dist/hverdag, run that very bundle with --selftest, then pack it with its checksum beside it."""
    set_up(build=True)
    need(PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", "build.spec")
    bundle = ROOT / "dist" / "hverdag"
    book = arguments or [str(book) for book in [ROOT / "tests" / "data" / "lagerliste-a.xlsx"] if book.exists()]
    began = time.monotonic()
    program = bundle / ("hverdag.exe" if WINDOWS else "hverdag")
    code = call(program, "--selftest", *book, cwd=Path.cwd(), QT_QPA_PLATFORM="offscreen")
    size = sum(file.stat().st_size for file in bundle.rglob("*") if not file.is_symlink()) / 1e6
    say(f"{bundle}: {size:.0f} MB, selftest ended with {code} after {time.monotonic() - began:.1f} s")
    if code == 0:
        pack(bundle)
    return code


def pack(bundle: Path) -> None:
    """One file to hand out (zip on Windows, tar.gz elsewhere) and its SHA-256 beside it."""
    import tomllib  # not at the top: an old Python must get as far as check_python

    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    name = f"hverdag-{version}-{platform.system()}-{platform.machine()}".lower()
    if WINDOWS:
        packed = bundle.with_name(f"{name}.zip")
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(bundle.rglob("*")):
                archive.write(file, file.relative_to(bundle.parent))
    else:
        packed = bundle.with_name(f"{name}.tar.gz")
        with tarfile.open(packed, "w:gz") as archive:
            archive.add(bundle, bundle.name)
    digest = hashlib.sha256(packed.read_bytes()).hexdigest()
    packed.with_name(packed.name + ".sha256").write_text(f"{digest}  {packed.name}\n")
    say(f"{packed.name}: {packed.stat().st_size / 1e6:.0f} MB, SHA-256 {digest}")


def lock(arguments: list[str]) -> int:
    """Solve the pins of pyproject.toml anew with uv from a venv of its own; only public names may appear."""
    check_python()
    tools = ROOT / "build" / "lock-tools"
    uv = tools / ("Scripts/uv.exe" if WINDOWS else "bin/uv")
    if not works(uv, "--version"):
        need(sys.executable, "-m", "venv", tools)
        need(tools / BIN.name / PYTHON.name, "-m", "pip", "install", "-q", UV)
    public = ["--no-config", "--default-index", "https://pypi.org/simple"]
    need(uv, "lock", *public, *arguments)
    export = ["export", "--no-config", "--frozen", "--no-emit-project", "--all-groups", "-q"]
    need(uv, *export, "--no-header", "--no-annotate", "--format", "requirements-txt", "-o", LOCK)
    foreign = strange_addresses((ROOT / "uv.lock").read_text() + LOCK.read_text())
    if foreign:
        raise SystemExit("The lock files name other places than the public index: " + " ".join(foreign))
    return 0


def strange_addresses(text: str) -> list[str]:
    """Addresses in a lock file that are not the public index's."""
    hosts = set(re.findall(r"\w+://[^/\s\"]*", text))
    return sorted(hosts - {"https://pypi.org", "https://files.pythonhosted.org"})


def main(arguments: list[str]) -> int:
    """Choose the command; what follows it, with or without "--", belongs to it."""
    commands = {"run": run, "test": test, "bench": bench, "build": build, "lock": lock}
    if not arguments or arguments[0] not in commands:
        say(__doc__ or "")
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    rest = arguments[1:]
    return commands[arguments[0]](rest[1:] if rest[:1] == ["--"] else rest)


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
