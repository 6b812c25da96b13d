"""Looking from another PC: the newest published copy of the stock, its age, and newer ones by themselves."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from db import publish
from db.errors import FileIsMissing, FileTrouble
from desktop import words
from desktop.listed import Listed
from desktop.main_window import MainWindow
from desktop.parts.page import Page
from desktop.store import Store
from desktop.timing import every
from desktop.words import _, ngettext

if TYPE_CHECKING:
    from desktop.app import Program

LOOKS_EVERY = 10_000  # milliseconds between two looks in the shared folder


class LookDesk(QObject):
    """A window that can only look. Raises FileIsMissing where nothing is published in the folder."""

    def __init__(self, folder: Path, pages: Sequence[type[Page] | Listed], program: Program, today: str | None = None):
        super().__init__(program)
        self.folder, self.is_open = folder, True
        self._own = tempfile.TemporaryDirectory(prefix="hverdag-", ignore_cleanup_errors=True)
        self.published = publish.newest(folder)
        if self.published is None:
            raise FileIsMissing(folder)
        self.store = Store.looking(self._fetched(self.published), today)
        self.window = MainWindow(self.store, pages)
        self.window.closing.connect(self.close)
        self.window.show_page(pages[0])
        self._timer = every(self, LOOKS_EVERY, self.look)
        self._timer.start()
        self.say_age()

    def _fetched(self, published: publish.Published) -> Path:
        return publish.fetch(published, Path(self._own.name))

    def look(self) -> None:
        """Go over to a newer copy where there is one, and tell how old what is shown is."""
        try:
            newest = publish.newest(self.folder)
            if newest is not None and newest != self.published:
                before = self.store.path
                self.store.look_at(self._fetched(newest))
                self.published = newest
                self._forget(before)
        except FileTrouble:
            self.window.status.say(_("Fellesmappen er ikke å nå akkurat nå. Du ser det som sist ble hentet"))
            return
        self.say_age()

    def _forget(self, before: Path) -> None:
        try:
            before.unlink(missing_ok=True)
        except OSError:
            pass  # Windows, while it is looked through by another program; it goes with the folder

    def say_age(self) -> None:
        """In the status bar: when the copy was made, and how long ago."""
        if self.published is None:
            return
        minutes = int(publish.age(self.published, datetime.now(UTC)).total_seconds() // 60)
        ago = _("nå nettopp") if minutes < 1 else ngettext("for {n} minutt siden", "for {n} minutter siden", minutes)
        when = words.moment(self.published.published_at, self.store.today)
        self.window.status.say(_("Lageret ble sist endret {when} ({ago})").format(when=when, ago=ago.format(n=minutes)))

    def close(self) -> None:
        """Let go of the copy."""
        if not self.is_open:
            return
        self.is_open = False
        self._timer.stop()
        self.store.close()
        self._own.cleanup()
