"""The wiring: one program, one register at a time, its window, and what the window's errands need."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow

from db.connection import Register
from db.errors import FileTrouble
from desktop import crash, faults, language, places, settings
from desktop.listed import LISTED, STOCK
from desktop.main_window import MainWindow
from desktop.parts import message, style
from desktop.parts.files import ask_folder, ask_open, ask_table
from desktop.parts.shortcuts import EnterPresses
from desktop.scanner import Scanner
from desktop.start_screen import StartScreen
from desktop.store import Store
from desktop.words import _


def run(
    *,
    data: Path | None,
    demo: bool = False,
    look: Path | None = None,
    staff: str | None = None,
    today: str | None = None,
) -> int:
    """Open the program and stay until its window is closed; the exit code."""
    app = dress(sys.argv)
    program = Program(app, staff=staff, today=today)
    crash.start_log()
    crash.catch(program.trouble, lambda: program.window)
    try:
        program.begin(data=data, demo=demo, look=look)
    except Exception:  # noqa: BLE001  the net above shows it; without a window nobody would see why nothing came
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
    return app.exec()


def dress(arguments: list[str]) -> QApplication:
    """The Qt application with our language, look and last net."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(arguments[:1])
    app.setOrganizationName(settings.ORGANISATION)
    app.setApplicationName(settings.APPLICATION)
    language.speak_bokmaal(app)
    if app.findChild(EnterPresses) is None:
        app.installEventFilter(EnterPresses(app))
    style.apply(app, settings.theme(), settings.text_percent(), settings.rows())
    style.follow_system(app)
    return app


def show_once(path: Path, *, today: str) -> None:
    """Open a register's window, draw every page with its views and close: what a bundle must be able to do."""
    from desktop.parts.views import Views  # not at the top: the first page seen needs none

    app = dress(["hverdag"])
    program = Program(app, staff="Prøve", today=today)
    program.open(path)
    window = program.window
    if not isinstance(window, MainWindow):
        raise FileNotFoundError(path.name)
    for listed in LISTED:
        page = window.show_page(listed)
        turns = [partial(page.show_view, place) for place in range(len(page.VIEWS))] if isinstance(page, Views) else []
        for turn in turns or [lambda: None]:
            turn()
            app.processEvents()
            if window.grab().isNull():
                raise ValueError(listed.where)
    window.close()


class Program(QObject):
    """Holds the window in sight: the start screen, or one register's."""

    def __init__(self, app: QApplication, staff: str | None = None, today: str | None = None):
        super().__init__(app)
        self._staff, self._today = staff, today
        self.window: QMainWindow | None = None
        self.desk: Any = None
        self._demo: Path | None = None
        self.scanner = Scanner(app)
        self.scanner.scanned.connect(self._scanned)
        app.aboutToQuit.connect(self._close_desk)

    def begin(self, *, data: Path | None = None, demo: bool = False, look: Path | None = None) -> None:
        """Open what was asked for, else the register of last time, else the start screen."""
        if demo:
            self.open_demo()
        elif look:
            self.look(look)
        elif data:
            self.open(data, make=not data.exists())
        else:
            known = [Path(path) for path in (*settings.recent(), str(places.standard_register()))]
            found = next((path for path in known if path.exists()), None)
            self.open(found) if found else self.start_screen()

    def start_screen(self, trouble: str = "") -> None:
        """The first choice: new, open, Excel or demo."""
        self._close_desk()
        screen = StartScreen(trouble)
        screen.wanted.connect(self._wanted)
        self._show(screen)

    def _wanted(self, what: str, path: Path | None) -> None:
        choices: dict[str, Callable[[Path | None], Any]] = {
            "new": self.ask_new, "open": self.ask_open, "book": self.ask_book, "demo": lambda _path: self.open_demo(),
            "look": lambda _path: self.ask_look(),
        }  # fmt: skip
        choices[what](path)

    # opening

    def open(self, path: Path, *, make: bool = False, book: Path | None = None, kept: bool = True) -> None:
        """Open a register's window; trouble is told where the user stands. One that is open already stays."""
        if self._is_open(path):
            return
        try:
            register = Register.create(path) if make else Register.open(path)
        except FileTrouble as trouble:
            self.trouble(trouble)
            return
        if kept:
            settings.opened(str(path))
        self._open_desk(Store(register, self._staff or settings.value("staff/name") or places.user_name(), self._today))
        if book:
            self.desk.import_book(book)

    def _is_open(self, path: Path) -> bool:
        """Reading the header anew of a file that this process writes to would let go of its locks (POSIX)."""
        try:
            return self.desk is not None and self.desk.is_open and path.samefile(self.desk.store.path)
        except OSError:
            return False

    def _open_desk(self, store: Store) -> None:
        from desktop.desk import Desk

        self._close_desk()
        desk = Desk(store, LISTED, self)
        self.desk = desk
        self._show(desk.window)

    def look(self, folder: Path) -> None:
        """Show the newest published copy of a folder, and move on to newer ones."""
        from desktop.look import LookDesk

        try:
            desk = LookDesk(folder, (STOCK,), self, today=self._today)
        except FileTrouble as trouble:
            self.trouble(trouble)
            return
        self._close_desk()
        self.desk = desk
        self._show(desk.window)

    def open_demo(self) -> None:
        """A filled register of an invented municipality in a passing folder."""
        from desktop import demo

        folder = Path(tempfile.mkdtemp(prefix="hverdag-"))
        path = folder / f"Eksempel{places.SUFFIX}"
        register = Register.create(path)
        demo.fill(register, today=self._today or date.today().isoformat())
        register.close()
        self.open(path, kept=False)
        self._demo = folder  # not before: opening takes the demo of before away

    def ask_new(self, path: Path | None = None, book: Path | None = None) -> None:
        """Ask where the new register is to lie, and make it there."""
        suggested = places.standard_register()
        dialog = QFileDialog(self.window, _("Lag nytt register"), str(suggested), _REGISTERS)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setDefaultSuffix(places.SUFFIX[1:])
        dialog.fileSelected.connect(lambda chosen: self.open(Path(chosen), make=True, book=book))
        dialog.open()

    def ask_open(self, path: Path | None = None) -> None:
        """Open a register, or a shared folder to look in."""
        if path is not None:
            self.look(path) if path.is_dir() else self.open(path)
            return
        ask_open(self.window, _("Åpne register"), _REGISTERS, self.open, places.standard_register().parent)

    def ask_look(self) -> None:
        """Choose the shared folder to look in."""
        ask_folder(self.window, _("Velg fellesmappen"), self.look)

    def ask_book(self, path: Path | None = None) -> None:
        """A register made from an Excel book: the usual place where nothing stands there, else ask."""
        if path is None:
            ask_table(self.window, self.ask_book)
            return
        usual = places.standard_register()
        if usual.exists():
            self.ask_new(book=path)
        else:
            self.open(usual, make=True, book=path)

    # the window in sight

    def _show(self, window: QMainWindow) -> None:
        before, self.window = self.window, window
        window.show()
        if before is not None and before is not window:
            before.close()
            before.deleteLater()

    def _close_desk(self) -> None:
        desk, self.desk = self.desk, None
        if desk is not None:
            desk.close()
            desk.deleteLater()
        if self._demo is not None:
            shutil.rmtree(self._demo, ignore_errors=True)
            self._demo = None

    def trouble(self, fault: Exception) -> None:
        """Tell what no page caught, where the user stands."""
        self._tell_trouble(faults.sentence(fault))

    def _tell_trouble(self, text: str) -> None:
        if isinstance(self.window, StartScreen):
            self.window.say(text)
        elif self.window is None:
            self.start_screen(text)
        else:
            message.tell(text, self.window)

    def _scanned(self, code: str) -> None:
        if isinstance(self.window, MainWindow):
            self.window.scanned(code)


_REGISTERS = _("Hverdag-register (*{suffix})").format(suffix=places.SUFFIX)
