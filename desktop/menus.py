"""The menus and keys of the window, gathered from what its pages and the window itself can do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from desktop.actions import FILE, MENUS, Action
from desktop.parts import icons
from desktop.parts.page import Page
from desktop.parts.shortcuts import sequence
from desktop.words import _

LEAVE = "Ctrl+Q"


class Menus(QObject):
    """Fills the menu bar. Acts of a page count only while the page is in sight."""

    def __init__(self, window: QMainWindow, read_only: bool):
        super().__init__(window)
        self._window, self._read_only = window, read_only
        self._menus = {name: window.menuBar().addMenu(f"&{_(name)}") for name in MENUS}
        self._of_page: dict[type[Page], list[tuple[Action, QAction]]] = {}
        self._told: list[Action] = []
        self._bare: list[tuple[QAction, str]] = []
        for menu in self._menus.values():
            menu.aboutToShow.connect(self._draw)
            menu.aboutToShow.connect(self._dim)
            menu.aboutToHide.connect(self._wake)
        self._current: Page | None = None
        self._leave: QAction | None = None  # what leads out of the program stands last

    def menu(self, name: str) -> QMenu:
        return self._menus[name]

    def add(self, action: Action, act: Callable[[], Any]) -> QAction:
        """Put an act of the window in its menu."""
        made = QAction(action.text, self._window)
        if action.key:
            made.setShortcut(sequence(action.key))
        if action.icon:
            self._bare.append((made, action.icon))
        made.setEnabled(not (action.writes and self._read_only))
        made.triggered.connect(lambda _checked=False: act())
        if action.key == LEAVE:
            self._leave = self._menus[action.menu].addSeparator()
            self._menus[action.menu].addAction(made)
        elif action.menu == FILE and self._leave is not None:
            self._menus[FILE].insertAction(self._leave, made)
        else:
            self._menus[action.menu].addAction(made)
        self._window.addAction(made)
        self._told.append(action)
        return made

    def separate(self, name: str) -> None:
        self._menus[name].addSeparator()

    def add_page(self, kind: type[Page], act: Callable[[str], Any]) -> None:
        """Put the acts of a page in their menus; `act` gets the name of the slot."""
        made = [(action, self.add(action, lambda slot=action.slot: act(slot))) for action in kind.ACTIONS]
        self._of_page[kind] = made
        for _action, shown in made:
            shown.setVisible(False)

    def show_page(self, page: Page) -> None:
        """Let the acts of this page count, and no other page's."""
        self._current = page
        for kind, acts in self._of_page.items():
            for _action, shown in acts:
                shown.setVisible(kind is type(page))

    def _draw(self) -> None:
        """Icons of menus are drawn when a menu is first opened, not when the program starts."""
        for made, icon in self._bare:
            icons.put(made, icon)
        self._bare.clear()

    def _dim(self) -> None:
        chosen = getattr(self._current, "chosen_ids", None)
        nothing = chosen is not None and not chosen()
        for action, shown in self._of_page.get(type(self._current), ()):  # type: ignore[arg-type]
            shown.setEnabled(not (action.needs == "chosen" and nothing) and not (action.writes and self._read_only))

    def _wake(self) -> None:
        """A dimmed act has a dead key; the page itself knows what to do with nothing chosen."""
        for action, shown in self._of_page.get(type(self._current), ()):  # type: ignore[arg-type]
            shown.setEnabled(not (action.writes and self._read_only))

    def keys(self) -> list[tuple[str, Sequence[tuple[str, str]]]]:
        """(heading, [(text, key)]) for the list of keys: the window's, what several pages share, each page's own."""
        of_page = {kind: [action for action, _shown in made] for kind, made in self._of_page.items()}
        times = Counter(action for acts in of_page.values() for action in acts)
        own = [action for action in self._told if action not in times]
        own.sort(key=_by_habit)
        shared = [action for action, n in times.items() if n > 1]
        pages = [(kind.title, [one for one in acts if times[one] == 1]) for kind, acts in of_page.items()]
        groups = [(_("I hele programmet"), own), (_("I listene"), shared), *pages]
        return [(name, keys) for name, acts in groups if (keys := [(one.text, one.key) for one in acts if one.key])]


def _by_habit(action: Action) -> tuple[bool, bool, str]:
    """F1, F2 … first, then Ctrl with a number, then the others as they stand in the menus."""
    one_key, numbered = action.key.startswith("F"), action.key[-1:].isdigit()
    return not one_key, not numbered, action.key if one_key else ""
