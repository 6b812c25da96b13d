"""The base of every page in the window, and what a page may ask of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.actions import Action
from desktop.columns import Column
from desktop.parts import icons, message
from desktop.parts.style import look

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from desktop.store import Store


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it is shown now, for the spreadsheet and the paper. `rows()` reads them all, a page at a time.

    `kind` names the list (items, loans …); `note` says what was filtered; `persons` marks a list with names of
    borrowers, which is printed with a warning of confidentiality.
    """

    kind: str
    title: str
    columns: Sequence[Column]
    rows: Callable[[], Iterable[Mapping[str, Any]]]
    count: int
    note: str = ""
    persons: bool = False


class Frame(Protocol):
    """What a page may ask of the window it stands in."""

    def tell(self, text: str, undo: bool = True, second: tuple[str, Callable[[], Any]] | None = None) -> None:
        """Show a receipt under the top bar, with "Angre" when the act can be undone, and one more act."""

    def trouble(self, fault: Exception) -> None:
        """Say calmly what is wrong with the file, or which rule was broken, and what to do."""

    def go(self, kind: str, ref: int | None = None) -> None:
        """Show the page of this kind of record, with the record chosen."""

    def start(self, act: str, **given: Any) -> None:
        """Begin an act of the window by name: "lend" or "take_back", with what is known already."""

    def export(self, listing: Listing) -> None:
        """Save the list as a workbook."""

    def print_list(self, listing: Listing) -> None:
        """Show the list on paper before printing."""

    def print_pdf(
        self, title: str, make: Callable[[IO[bytes]], Any], name: str, done: Callable[[], Any] | None = None
    ) -> None:
        """Show a paper before printing. `make` draws it into a file; `name`, without persons, is its file name.

        `done` is called once, when the paper has been printed, saved or opened in another program.
        """

    def show_form(self, form: QDialog) -> None:
        """Open a form above the window."""


class Page(QWidget):
    """A page: reads when it is in sight, marks itself stale when it is not.

    A subclass says `title`, `icon`, `kinds` (the kinds of record whose change concerns it), `kind` (the one that
    `Frame.go` names) and `ACTIONS`, builds itself in `__init__` and reads in `read`. A page that `does` an act of
    the window ("lend", "take_back") is shown for it and `begin` is called. A page with `beneath` has no line of
    its own in the navigation: the line of the page of that kind is marked.
    """

    title = ""
    icon = "table"
    kind = ""
    kinds: frozenset[str] = frozenset()
    at_bottom = False
    does = ""
    beneath = ""
    ACTIONS: tuple[Action, ...] = ()

    def __init__(self, store: Store, frame: Frame, parent: QWidget | None = None):
        super().__init__(parent)
        self.store, self.frame, self.stale = store, frame, True
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(24, 20, 24, 20)
        self.body.setSpacing(16)
        store.changed.connect(self._on_change)

    def read(self) -> None:
        """Read everything that shows from the register."""

    @classmethod
    def serves(cls, kind: str) -> bool:
        """Whether `Frame.go` comes here for this kind of record."""
        return bool(kind) and kind == cls.kind

    def open_kind(self, kind: str, ref: int) -> None:
        """Show this record, whatever was filtered before."""
        self.open_record(ref)

    def open_record(self, ref: int) -> None:
        """Show this record of the page's own kind."""

    def begin(self, **given: Any) -> None:
        """Begin the act that the page does, with what is known already."""

    def scanned(self, code: str) -> bool:
        """Take a scan while the page is in sight; False leaves it to the window."""
        return False

    def takes(self, kind: str, ref: int) -> bool:
        """Take what was chosen in the search field while the page is in sight; False leaves it to the window."""
        return False

    def may_leave(self) -> bool:
        """Whether another page may be shown now; a page with unsaved work asks first and says False."""
        return True

    def start_focus(self) -> None:
        """Put the focus where work begins."""

    def refresh(self) -> None:
        """Read now if in sight, else when next shown."""
        self.stale = True
        if self.isVisible():
            self._read()

    def catch_up(self) -> None:
        """Read what has changed since the page was last in sight."""
        if self.stale:
            self._read()

    def _read(self) -> None:
        self.stale = False
        self.read()

    def _on_change(self, kinds: set[str]) -> None:
        if self.kinds & kinds:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        self.catch_up()
        super().showEvent(event)


class Head(QWidget):
    """The title of a page, a line under it, and buttons to the right."""

    def __init__(self, title: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.title, self.line = label(title, "title"), label("", "muted", wrap=True)
        self.title.setAccessibleName(title)
        self.line.hide()
        texts, row = QVBoxLayout(), QHBoxLayout(self)
        texts.setSpacing(0)
        texts.addWidget(self.title)
        texts.addWidget(self.line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        self._row = row

    def say(self, text: str, rule: str = "") -> None:
        """What stands under the title; `rule` is how it is counted, told to the pointer and read aloud."""
        self.line.setText(text)
        self.line.setToolTip(message.tip(rule) if rule else "")
        self.line.setAccessibleDescription(rule)
        self.line.setVisible(bool(text))

    def add(self, widget: QWidget) -> QWidget:
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignBottom)
        return widget


def label(text: str, role: str = "", wrap: bool = False) -> QLabel:
    """A label in a role of the style sheet: title, section, strong, muted, small, figure, fault."""
    made = QLabel(text)
    made.setObjectName(role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def button(text: str, slot: Callable[[], Any], icon: str = "", role: str = "", tip: str = "") -> QPushButton:
    """A button in a role of the style sheet: primary (one per region), danger, link, or an outlined one."""
    made = QPushButton(text)
    made.setObjectName(role)
    made.clicked.connect(lambda _checked=False: slot())
    made.setAutoDefault(False)  # else Enter in a field of a dialog presses its first button, which is "Avbryt"
    made.setToolTip(tip)
    if icon:
        icons.put(made, icon, {"primary": "onprimary", "danger": "overdue", "link": "primary"}.get(role, "text"))
        made.setText(f" {text}")
        made.setAccessibleName(text)
    return made


def spaced(widget: QWidget, pixels: float = 20) -> QWidget:
    """The widget with the inner margins of a card."""
    layout = widget.layout()
    if layout is not None:
        layout.setContentsMargins(look.px(pixels), look.px(16), look.px(pixels), look.px(16))
    return widget
