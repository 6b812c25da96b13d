"""What happens by itself while a register is open: copies every half hour, and the shared copy within a minute."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Signal

from db import backup, history, publish, settings
from db.errors import FileTrouble
from desktop.jobs import Job
from desktop.store import Store
from desktop.timing import every

LOOKS_EVERY = 20_000  # milliseconds
BACKUP_AFTER = 30 * 60  # seconds since the last copy, when something has changed


class Rhythm(QObject):
    """Copies and publishes in the background; `copied` and `failed` tell the window."""

    copied = Signal(object)
    failed = Signal(Exception)

    def __init__(self, store: Store, parent: QObject | None = None):
        super().__init__(parent)
        self.store = store
        self._copied_seq = self._published_seq = store.read(history.latest)
        self._copied_at = monotonic()
        self._published_to, self._told = "", False
        self._jobs: set[Job] = set()
        self._timer = every(self, LOOKS_EVERY, self.beat)
        if not store.read_only:
            self._timer.start()

    def beat(self) -> None:
        """Do what is due now."""
        try:
            seq, folder = self.store.read(history.latest), self.store.read(settings.settings)["publish_folder"]
            if seq != self._copied_seq and monotonic() - self._copied_at >= BACKUP_AFTER:
                self.back_up("auto")
            if folder and (seq != self._published_seq or folder != self._published_to):
                self.share(folder)
        except FileTrouble:
            return  # the store tells it

    def back_up(self, reason: str = "manual") -> None:
        """Take a checked copy beside the register."""
        self._copied_seq, self._copied_at = self.store.read(history.latest), monotonic()
        self._run(backup.make, self.copied.emit, self.failed.emit, reason=reason)

    def share(self, folder: str) -> None:
        """Publish the stock to the shared folder."""
        self._published_seq, self._published_to = self.store.read(history.latest), folder
        self._run(_published, lambda _path: self._shared(), self._not_shared, folder=Path(folder))

    def _shared(self) -> None:
        self._told = False

    def _not_shared(self, fault: Exception) -> None:
        """A shared folder may be out of reach for hours: told once, and tried again at each beat."""
        self._published_to = ""
        if not self._told:
            self._told = True
            self.failed.emit(fault)

    def close(self) -> None:
        """The last copy, when something has changed since the one before."""
        self._timer.stop()
        if not self.store.read_only and self.store.read(history.latest) != self._copied_seq:
            self.store.read(backup.make, reason="close")

    def _run(
        self, work: Callable[..., Any], done: Callable[..., Any], failed: Callable[..., Any], **named: Any
    ) -> None:
        job = self.store.job(work, **named)
        self._jobs.add(job)
        job.finished.connect(done)
        job.failed.connect(failed)
        for end in (job.finished, job.failed, job.stopped):
            end.connect(lambda *_told, job=job: self._jobs.discard(job))
        job.start()


def _published(register: Any, *, folder: Path) -> Path | None:
    """A new copy in the folder, unless the one that lies there is up to date (as after a start without changes)."""
    newest = publish.newest(folder)
    if newest is not None and not publish.is_behind(newest, register):
        return newest.path
    return publish.publish(register, folder)
