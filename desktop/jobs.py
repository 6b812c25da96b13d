"""Long work off the screen's thread: a generator whose yields are progress and which rolls back when stopped."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work has come: `total` 0 is unknown; `text` says what it does now."""

    done: int = 0
    total: int = 0
    text: str = ""


class Job(QObject):
    """One piece of long work. `steps()` makes the generator, in the thread where it runs.

    Exactly one of `finished(result)`, `failed(exception)` and `stopped()` comes at the end. `stop()` closes the
    generator at its next yield, so that its `finally` and `with` roll back. After `forget()` nothing comes any more.
    """

    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(Exception)
    stopped = Signal()

    def __init__(self, steps: Callable[[], Generator[Any, None, Any]], parent: QObject | None = None):
        super().__init__(parent)
        self._steps, self._stop, self._forgotten, self.running = steps, False, False, False

    def start(self) -> Job:
        self.running = True
        QThreadPool.globalInstance().start(_Run(self))
        return self

    def stop(self) -> None:
        self._stop = True

    def forget(self) -> None:
        """Nobody is there any longer to be told: stop, and say nothing more."""
        self._stop = self._forgotten = True

    def run(self) -> None:
        """Work to the end. Called in the thread of the work; the signals arrive in that of the screen."""
        try:
            result = self._through(self._steps())
        except _Stopped:
            self._end(self.stopped)
        except Exception as fault:  # noqa: BLE001  whatever went wrong is told in the thread of the screen
            self._end(self.failed, fault)
        else:
            self._end(self.finished, result)

    def _through(self, work: Generator[Any, None, Any]) -> Any:
        while True:
            try:
                step = next(work)
            except StopIteration as end:
                return end.value
            if self._stop:
                work.close()
                raise _Stopped
            if not self._forgotten:
                self.progressed.emit(step if isinstance(step, Progress) else Progress(text=str(step)))

    def _end(self, signal, *told) -> None:
        self.running = False
        if not self._forgotten:
            signal.emit(*told)


class _Stopped(Exception):
    pass


class _Run(QRunnable):
    """Keeps its job alive until the thread is through with it."""

    def __init__(self, job: Job):
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.run()
