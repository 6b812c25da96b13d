"""Where printouts lie while they are looked at: a folder only this user can open, emptied at start and at exit."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import sys
import tempfile
from pathlib import Path
from typing import Any

LOCK = "lock"


def root() -> Path:
    """The folder that all windows of this user share below the system's temporary folder."""
    user = str(os.getuid()) if sys.platform != "win32" else ""
    return Path(tempfile.gettempdir()) / f"hverdag-paper-{user}".rstrip("-")


class PrivateFolder:
    """The printouts of one running program; what earlier ones left after a crash goes when this one starts."""

    def __init__(self, below: Path | None = None):
        self._root = _made(below or root())
        _empty(self._root)
        self.path = Path(tempfile.mkdtemp(prefix="run-", dir=self._root))
        self._lock = _held(self.path / LOCK)

    def new(self, suffix: str = ".pdf") -> Path:
        """A path that says nothing of what will stand there."""
        return self.path / f"{secrets.token_hex(8)}{suffix}"

    def drop(self, path: Path) -> None:
        """Remove one; on Windows a document that is open in another program goes at close or next start."""
        _gone(path)

    def empty(self) -> None:
        """Remove what lies there now; a document still open in another program stays until close or next start."""
        for path in self.path.iterdir():
            if path.name != LOCK:
                _gone(path)

    def close(self) -> None:
        if self._lock:
            self._lock.close()
            self._lock = None
        shutil.rmtree(self.path, ignore_errors=True)

    def __enter__(self) -> PrivateFolder:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _made(path: Path) -> Path:
    """The folder with access for this user alone; another's folder or a link of that name is never used."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if sys.platform == "win32":
        return path
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        return Path(tempfile.mkdtemp(prefix="hverdag-paper-"))
    path.chmod(0o700)
    return path


def _empty(root: Path) -> None:
    """Remove the folders of programs that no longer run."""
    for path in root.glob("run-*"):
        lock = _held(path / LOCK) if path.is_dir() and not path.is_symlink() else None
        if lock:
            lock.close()
            shutil.rmtree(path, ignore_errors=True)


def _held(path: Path) -> Any | None:
    """The open and locked file, or None where a running program holds it. The lock ends with the process."""
    if sys.platform == "win32":
        return _held_on_windows(path)
    import fcntl

    file = path.open("a+b")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def _held_on_windows(path: Path) -> Any | None:
    """Windows does not remove a file that is open: that is lock enough."""
    try:
        path.unlink(missing_ok=True)
        return path.open("a+b")
    except OSError:
        return None


def _gone(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        pass
