"""The one door to the register: read, write, and tell everybody what changed, whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal

from db import command, history
from db.command import Receipt
from db.connection import Register
from db.errors import FileTrouble
from desktop.jobs import Job
from desktop.timing import every

T = TypeVar("T")
KINDS = frozenset(
    {"item", "product", "place", "loan", "person", "unit", "staff", "setting", "request", "package", "task", "trip",
     "service", "recall", "count", "contact", "lapse", "nav_case", "stay", "stay_place", "attendance",
     "quota", "rate", "population", "plan", "measure", "role", "pyramid", "report"}
)  # fmt: skip
OWN_KEPT = 200  # operations that a window knows for its own
LOOKS_EVERY = 1000  # milliseconds between two looks for what other windows have written


class Store(QObject):
    """Holds the open register for the pages.

    `changed` carries the kinds of record that may be different now. `troubled` carries a FileTrouble that was
    found between two actions of the user: the file was taken away, replaced, or the disk fails.
    """

    changed = Signal(set)
    wrote = Signal(object)
    troubled = Signal(Exception)

    def __init__(self, register: Register, staff: str = "", today: str | None = None, parent: QObject | None = None):
        super().__init__(parent)
        self._register, self.staff, self._fixed_today = register, staff, today
        self._version, self._day, self._ailing = register.data_version(), self.today, False
        self._jobs: list[Job] = []
        self._own: list[int] = []
        self._watch = every(self, LOOKS_EVERY, self.look_around)
        self._watch.start()

    @property
    def path(self) -> Path:
        return self._register.path

    @property
    def today(self) -> str:
        """The ISO day that counts: the machine's own, unless another was given."""
        return self._fixed_today or date.today().isoformat()

    @property
    def read_only(self) -> bool:
        return self._register.read_only

    def read(self, query: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """The answer of a query of db."""
        return query(self._register, *args, **named)

    def write(self, act: Callable[..., Any], /, **named: Any) -> Receipt:
        """Carry out a command of db. Raises Rejected or FileTrouble, and then nothing has changed."""
        return self._told(command.run(self._register, act, staff=self.staff, today=self.today, **named))

    def undo(self) -> Receipt:
        """Take back the last command by a counter-event: this window's own, whatever another has done since."""
        return self._told(history.undo_last(self._register, self._own, staff=self.staff, today=self.today))

    def redo(self) -> Receipt:
        """Do again what was last undone."""
        return self._told(history.redo_last(self._register, staff=self.staff, today=self.today))

    def _told(self, receipt: Receipt) -> Receipt:
        self.registered(receipt.op_seq)
        self.changed.emit(set(receipt.kinds))
        self.wrote.emit(receipt)
        return receipt

    def registered(self, op_seq: int) -> None:
        """An operation is this window's own, also one that a job has written: its "Angre" means that one."""
        self._own = [*self._own[1 - OWN_KEPT :], op_seq]

    def job(self, work: Callable[..., Any], **named: Any) -> Job:
        """Long work beside the screen: `work(register, **named)` on a connection of its own. Start it with start()."""

        def steps():
            register = self._register.again()
            try:
                result = work(register, **named)
                return (yield from result) if hasattr(result, "send") else result
            finally:
                register.close()

        job = Job(steps, self)
        self._jobs = [running for running in self._jobs if running.running] + [job]
        return job

    def _end_jobs(self) -> None:
        """Let the work beside the screen come to its end before the file is let go of; it tells nobody of it."""
        for job in self._jobs:
            job.forget()
        while any(job.running for job in self._jobs):
            QThreadPool.globalInstance().waitForDone(50)

    @classmethod
    def looking(cls, copy: Path, today: str | None = None) -> Store:
        """A store on a published copy that nobody writes to."""
        return cls(Register.look(copy), today=today)

    def look_at(self, copy: Path) -> None:
        """Go over to a newer published copy."""
        self.replace(Register.look(copy))

    def exchange(self, act: Callable[[Path], T]) -> T:
        """Let go of the register while `act` puts another file in its place, then go on with what stands there."""
        self._end_jobs()
        self._register.close()
        try:
            return act(self.path)
        finally:
            self.replace(Register.open(self.path))

    def replace(self, register: Register) -> None:
        """Go over to another register: a newer published copy, or the same file after restoring."""
        old, self._register = self._register, register
        old.close()
        self._version, self._ailing, self._own = register.data_version(), False, []
        self.changed.emit(set(KINDS))

    def look_around(self) -> None:
        """Notice what other windows have written, a new day, and a file that has gone."""
        try:
            self._register.ensure_in_place()
            version = self._register.data_version()
            self._ailing = False
        except FileTrouble as trouble:
            if not self._ailing:
                self._ailing = True
                self.troubled.emit(trouble)
            return
        if version not in (self._version, -1) or self._day != self.today:
            self._version, self._day = version if version != -1 else self._version, self.today
            self.changed.emit(set(KINDS))

    def close(self) -> None:
        self._watch.stop()
        self._end_jobs()
        self._register.close()
