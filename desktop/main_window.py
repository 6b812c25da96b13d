"""The window: side list, top bar, receipt strip, one page in sight, menus gathered from the pages, status bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db import equipment, measures
from db.command import Receipt
from db.errors import FileTrouble, Rejected
from desktop import faults, finding, history_words, settings
from desktop.actions import EDIT, FILE, HELP, VIEW, Action
from desktop.listed import Listed
from desktop.menus import LEAVE, Menus
from desktop.parts import message, style
from desktop.parts.files import books_among
from desktop.parts.keys import EVERYWHERE, KeyList
from desktop.parts.navigation import Navigation, Place
from desktop.parts.page import Listing, Page
from desktop.parts.receipt import ReceiptStrip, announce
from desktop.parts.search_field import Found
from desktop.parts.status import StatusLine
from desktop.parts.topbar import TopBar
from desktop.plans import words as plan_words
from desktop.store import Store
from desktop.timing import later
from desktop.words import _

SMALLEST = (1024, 640)


def places(listed: Sequence[type[Page] | Listed]) -> list[Place]:
    """The lines of the side list: Ctrl+1 to Ctrl+9 from the top, then period and apostrophe; comma at the bottom."""
    marks = iter("123456789.'")
    keys = ["Ctrl+," if kind.at_bottom else f"Ctrl+{mark}" if (mark := next(marks, "")) else "" for kind in listed]
    return [Place(kind.title, kind.icon, kind.at_bottom, key) for kind, key in zip(listed, keys, strict=True)]


def _loaded(kind: type[Page] | Listed) -> type[Page]:
    return kind.load() if isinstance(kind, Listed) else kind


def _leads(place: type[Page] | Listed, kind: type[Page]) -> bool:
    """Whether a line of the side list stands for a page: its own, or the one that it lies beneath."""
    over = _loaded(place)
    return over is kind or bool(kind.beneath and over.serves(kind.beneath))


class MainWindow(QMainWindow):
    """Answers as the Frame of its pages. `exporter` and `printer` get a Listing; books dropped come as `dropped`."""

    dropped = Signal(Path)
    closing = Signal()

    def __init__(
        self, store: Store, pages: Sequence[type[Page] | Listed], *,
        exporter: Callable[[Listing], Any] | None = None, printer: Callable[[Listing], Any] | None = None,
    ):  # fmt: skip
        super().__init__()
        self.store, self.kinds, self.exporter, self.printer = store, tuple(pages), exporter, printer
        store.changed.connect(self._call_statuses)  # before any page reads
        self._call_statuses({"setting"})
        self.errands: dict[str, Callable[..., Any]] = {}  # acts of the program, by the name that `start` gets
        self._pages: dict[type[Page], Page] = {}
        self.loaded: tuple[type[Page], ...] = ()
        self.listed = [kind for kind in self.kinds if not kind.beneath]
        self.setWindowTitle("Hverdag")
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self.navigation = Navigation("Hverdag", places(self.listed))
        self.topbar = TopBar(self._find)
        self.receipt, self.stack, self.status = ReceiptStrip(self.undo), QStackedWidget(), StatusLine()
        self._lay()
        self.menus = Menus(self, store.read_only)
        self._fill_menus()
        self._gather = later(self, 0, self.gather)
        self._connect()
        if all(isinstance(kind, type) for kind in self.kinds):
            self.gather()
        self.resize(1360, 820)
        geometry = settings.window()
        if geometry is not None:
            self.restoreGeometry(geometry)
        self.status.say_register(store.path.name, store.staff, store.read_only)

    # building

    def _lay(self) -> None:
        whole, right = QWidget(), QVBoxLayout()
        across = QHBoxLayout(whole)
        for layout in (across, right):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        for widget in (self.topbar, self.receipt):
            right.addWidget(widget)
        right.addWidget(self.stack, 1)
        across.addWidget(self.navigation)
        across.addLayout(right, 1)
        self.setCentralWidget(whole)
        self.setStatusBar(self.status)

    def _connect(self) -> None:
        self.navigation.wanted.connect(lambda number: self.show_page(self.listed[number]))
        self.topbar.chosen.connect(lambda found: self._chosen(found.value.kind, found.value.ref))
        self.topbar.entered.connect(self._entered)
        self.topbar.finder.left.connect(self._back_to_work)
        self.store.troubled.connect(self.trouble)
        style.look.changed.connect(self._fit)
        self.store.wrote.connect(lambda _receipt: self.status.say_saved())

    def _fill_menus(self) -> None:
        add = self.menus.add
        for action, act in self._own_acts():
            add(action, act)
        for kind, place in zip(self.listed, self.navigation.places, strict=True):
            add(Action(kind.title, "", place.keys, kind.icon, VIEW), lambda k=kind: self.show_page(k))
        add(Action(_("Taster"), "", "F1", "keyboard", HELP), self.show_keys)
        for act, text, icon, key in (("lend", _("Lån ut"), "hand-helping", "F2"),
                                     ("take_back", _("Ta imot retur"), "corner-up-left", "F3")):  # fmt: skip
            if any(kind.does == act for kind in self.kinds):
                self._add_act(act, text, icon, key)
        for name in (EDIT, VIEW):
            self.menus.separate(name)

    def gather(self) -> tuple[type[Page], ...]:
        """All pages: those only named yet are loaded, and their acts put in the menus."""
        if not self.loaded:
            self.loaded = tuple(_loaded(kind) for kind in self.kinds)
            for kind in self.loaded:
                self.menus.add_page(kind, self._act_of_page)
            if self.current is not None:
                self.menus.show_page(self.current)
        return self.loaded

    def _own_acts(self) -> list[tuple[Action, Callable[[], Any]]]:
        return [
            (Action(_("Avslutt"), "", LEAVE, "log-out", FILE), self.close),
            (Action(_("Angre"), "", "Ctrl+Z", "undo-2", EDIT, writes=True), self.undo),
            (Action(_("Gjør om"), "", "Ctrl+Y", "redo-2", EDIT, writes=True), self.redo),
            (Action(_("Skann eller søk"), "", "Ctrl+K", "scan-barcode", EDIT), self.topbar.focus),
            (Action(_("Les på nytt"), "", "F5", "refresh-cw", VIEW), self.refresh),
            (Action(_("Større tekst"), "", "Ctrl++", "zoom-in", VIEW), lambda: self.zoom(10)),
            (Action(_("Mindre tekst"), "", "Ctrl+-", "zoom-out", VIEW), lambda: self.zoom(-10)),
            (Action(_("Vanlig tekststørrelse"), "", "Ctrl+0", "", VIEW), lambda: self.zoom(0)),
        ]

    def _add_act(self, act: str, text: str, icon: str, key: str) -> None:
        role = "primary" if act == "lend" else ""
        made = self.topbar.add_act(text, lambda: self.start(act), icon, role, key)
        made.setEnabled(not self.store.read_only)
        self.menus.add(Action(text, "", key, icon, EDIT, writes=True), lambda: self.start(act))

    # pages

    def page(self, kind: type[Page]) -> Page:
        """The page, made when first wanted."""
        if kind not in self._pages:
            self._pages[kind] = kind(self.store, self, self.stack)
            self.stack.addWidget(self._pages[kind])
        return self._pages[kind]

    @property
    def current(self) -> Page | None:
        """The page in sight."""
        page = self.stack.currentWidget()
        return page if isinstance(page, Page) else None

    def show_page(self, kind: type[Page] | Listed) -> Page | None:
        """Bring a page in sight; None when the one in sight has work that must be settled first."""
        kind = _loaded(kind)
        if self.current is not None and type(self.current) is not kind and not self.current.may_leave():
            self._mark(type(self.current))
            return None
        page = self.page(kind)
        self.stack.setCurrentWidget(page)
        self._mark(kind)
        self.menus.show_page(page)
        page.start_focus()
        return page

    def _mark(self, kind: type[Page]) -> None:
        over = next((n for n, place in enumerate(self.listed) if _leads(place, kind)), None)
        if over is not None:
            self.navigation.mark(over)

    def _act_of_page(self, slot: str) -> None:
        if self.current is not None:
            getattr(self.current, slot)()

    # what pages ask of their frame

    def tell(self, text: str, undo: bool = True, second: tuple[str, Callable[[], Any]] | None = None) -> None:
        self.receipt.say(text, undo, second)

    def trouble(self, fault: Exception) -> None:
        message.tell(faults.sentence(fault), self)

    def go(self, kind: str, ref: int | None = None) -> None:
        wanted = next((page for page in self.gather() if page.serves(kind)), None)
        page = self.show_page(wanted) if wanted else None
        if page is not None and ref is not None:
            page.open_kind(kind, ref)

    def start(self, act: str, **given: Any) -> None:
        if act in self.errands:
            self.errands[act](**given)
            return
        wanted = next((page for page in self.gather() if page.does == act), None)
        page = self.show_page(wanted) if wanted else None
        if page is not None:
            page.begin(**given)

    def export(self, listing: Listing) -> None:
        if self.exporter:
            self.exporter(listing)

    def print_list(self, listing: Listing) -> None:
        if self.printer:
            self.printer(listing)

    def print_pdf(
        self, title: str, make: Callable[[IO[bytes]], Any], name: str, done: Callable[[], Any] | None = None
    ) -> None:
        self.start("print_pdf", title=title, make=make, name=name, **({"done": done} if done else {}))

    def show_form(self, form: QDialog) -> None:
        form.setParent(self, form.windowFlags())
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.open()

    def _call_statuses(self, kinds: set[str]) -> None:
        """Take up the municipality's own words for the statuses of measures."""
        if "setting" in kinds:
            plan_words.call_statuses(self.store.read(measures.status_words))

    # acts of the window

    def undo(self) -> None:
        """Take back what was done last."""
        self._reverse(self.store.undo, _("Angret: {what}"), (_("Gjør om (Ctrl+Y)"), self.redo))

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._reverse(self.store.redo, _("Gjort om igjen: {what}"), None)

    def _reverse(self, act: Callable[[], Receipt], text: str, second) -> None:
        try:
            receipt = act()
        except (Rejected, FileTrouble) as fault:
            self.trouble(fault)
            return
        self.tell(text.format(what=history_words.act_of(receipt.data)), undo=second is None, second=second)

    def refresh(self) -> None:
        self.store.look_around()
        if self.current is not None:
            self.current.refresh()

    def zoom(self, step: int) -> None:
        """Make text larger or smaller by per cent; 0 is back to 100."""
        percent = max(90, min(150, style.look.percent + step)) if step else 100
        settings.keep("look/text", percent)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            style.apply(app, style.look.choice, percent, style.look.rows)

    def show_keys(self) -> None:
        KeyList([*self.menus.keys(), (_("I lister og skjemaer"), EVERYWHERE)], self).open()

    # scanning and searching

    def _find(self, text: str) -> list[Found]:
        groups = finding.find(self.store.read, text, today=self.store.today)
        return [Found(hit, hit.title, hit.detail, group.heading, hit.icon, hit.state)
                for group in groups for hit in group.hits]  # fmt: skip

    def _chosen(self, kind: str, ref: int) -> None:
        if self.current is None or not self.current.takes(kind, ref):
            self.go(kind, ref)

    def _back_to_work(self) -> None:
        """Leave the search field for the page in sight."""
        if self.current is not None:
            self.current.start_focus()

    def _entered(self, text: str) -> None:
        if text:
            self.scanned(text)

    def scanned(self, code: str) -> None:
        """A code was scanned, or typed and confirmed: the page in sight takes it, else the copy is shown."""
        form = QApplication.activeModalWidget()
        if form is not None:
            getattr(form, "scanned", lambda _code: None)(code)
            return
        self.topbar.finder.clear()
        if self.current is not None and self.current.scanned(code):
            return
        item = self.store.read(equipment.scanned, code)
        if item is not None:
            self.go("item", item["item_id"])
            return
        QApplication.beep()
        self.topbar.finder.setText(code)
        self.topbar.focus()
        said = _("Fant ikke «{code}». Sjekk etiketten, eller registrer nytt utstyr").format(code=code)
        self.topbar.results.say(said)
        announce(self, said)

    # the window itself

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.navigation.shrink(style.look.narrow(self.width()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if books_among(event.mimeData()) and not self.store.read_only:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for path in books_among(event.mimeData())[:1]:
            self.dropped.emit(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.loaded:
            self._gather.start()  # not before the window is seen

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.current is not None and not self.current.may_leave():
            event.ignore()
            return
        settings.keep_window(self.saveGeometry())
        self.closing.emit()
        event.accept()
