"""Waiting, told calmly: nothing under 0.3 s, then what is being done, after 2 s a bar with "Avbryt"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.jobs import Job, Progress
from desktop.parts.page import button, label
from desktop.parts.style import look
from desktop.timing import later
from desktop.words import _, number

SAY_AFTER, SHOW_AFTER = 300, 2000  # milliseconds


class Waiting(QObject):
    """Follows a job. `carrier` is the button that began it: it says `doing` and rests until the end.

    Connect `job.finished`, `job.failed` and `job.stopped` first, then call `start()`.
    """

    def __init__(self, job: Job, doing: str, window: QWidget, carrier: QAbstractButton | None = None,
                 can_stop: bool = True):  # fmt: skip
        super().__init__(window)
        self.job, self.doing, self._window, self._carrier, self._can_stop = job, doing, window, carrier, can_stop
        self._text = carrier.text() if carrier else ""
        self.dialog: ProgressDialog | None = None
        self._last = Progress(text=doing)
        self._say = later(self, SAY_AFTER, self._tell)
        self._show = later(self, SHOW_AFTER, self._open)
        job.progressed.connect(self._on_progress)
        for signal in (job.finished, job.failed, job.stopped):
            signal.connect(self._end)

    def start(self) -> Waiting:
        if self._carrier:
            self._carrier.setEnabled(False)
        self._say.start()
        self._show.start()
        self.job.start()
        return self

    def _tell(self) -> None:
        if self._carrier:
            self._carrier.setText(self.doing)

    def _open(self) -> None:
        self.dialog = ProgressDialog(self.doing, self.job.stop if self._can_stop else None, self._window)
        self.dialog.show_progress(self._last)
        self.dialog.open()

    def _on_progress(self, progress: Progress) -> None:
        self._last = progress
        if self.dialog:
            self.dialog.show_progress(progress)

    def _end(self, *_told: Any) -> None:
        self._say.stop()
        self._show.stop()
        if self._carrier:
            self._carrier.setText(self._text)
            self._carrier.setEnabled(True)
        if self.dialog:
            self.dialog.finish()
            self.dialog = None


class ProgressDialog(QDialog):
    """A bar over the window; Esc is the same as "Avbryt"."""

    def __init__(self, doing: str, stop: Callable[[], Any] | None, parent: QWidget):
        super().__init__(parent)
        self.setWindowTitle(doing)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._stop = stop
        self.bar, self.text = QProgressBar(), label("", "muted", wrap=True)
        self.bar.setAccessibleName(doing)
        column, feet = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(look.px(24), look.px(20), look.px(24), look.px(20))
        column.addWidget(label(doing, "section"))
        column.addWidget(self.bar)
        column.addWidget(self.text)
        column.addLayout(feet)
        feet.addStretch(1)
        self.cancel = button(_("Avbryt"), self.reject)
        self.cancel.setVisible(stop is not None)
        feet.addWidget(self.cancel)
        self.setMinimumWidth(look.px(420))

    def show_progress(self, progress: Progress) -> None:
        self.bar.setMaximum(progress.total)
        self.bar.setValue(progress.done)
        count = f"{number(progress.done)} / {number(progress.total)}" if progress.total else ""
        self.text.setText(" · ".join(part for part in (progress.text, count) if part))

    def reject(self) -> None:
        """Ask the work to stop; the dialog closes when it has."""
        if self._stop:
            self._stop()
            self.cancel.setEnabled(False)
            self.text.setText(_("Stopper og ruller tilbake …"))

    def finish(self) -> None:
        self.accept()
