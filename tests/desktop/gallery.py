"""Everything the program can show, scene by scene, over the demo register; for pictures and for the walk of names."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QWidget

from db import equipment, loan_lines, people
from db.connection import Register
from db.errors import FileIsBusy
from desktop import app, demo
from desktop.desk import Desk
from desktop.equipment.page import EquipmentPage
from desktop.incoming.mending import Mending
from desktop.incoming.window import ImportWindow
from desktop.listed import pages
from desktop.loans.lend_page import LendPage
from desktop.loans.page import LoansPage
from desktop.loans.return_page import ReturnPage
from desktop.main_window import MainWindow
from desktop.overview.page import OverviewPage
from desktop.parts.page import Page
from desktop.parts.record_page import RecordPage
from desktop.people.page import PeoplePage
from desktop.setup.page import SetupPage
from desktop.start_screen import StartScreen
from desktop.store import Store

TODAY = "2026-11-16"
BOOK = Path(__file__).parents[1] / "data" / "lagerliste-a.xlsx"
SIZE = (1360, 820)


@cache
def filled(folder: Path) -> Path:
    """The demo register, filled once for all the processes that share the tests."""
    path = (folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder) / "Eksempel.hverdag"
    if not path.exists():
        with tempfile.TemporaryDirectory(dir=path.parent) as passing:
            part = Path(passing) / path.name
            register = Register.create(part)
            demo.fill(register, today=TODAY)
            register.close()
            part.replace(path)  # two that fill at once make the same
    return path


def hang(tmp_path_factory) -> Gallery:
    """A gallery over a copy of the demo register."""
    folder = tmp_path_factory.mktemp("gallery")
    path = shutil.copy(filled(tmp_path_factory.getbasetemp()), folder)
    return Gallery(Path(path), folder / "Tomt.hverdag")


class Gallery:
    """One window over the demo register and one over an empty one; a scene gives the widget to look at."""

    def __init__(self, register: Path, empty: Path):
        self.program = app.Program(app.dress(["hverdag"]), staff="Jon Vaktmester", today=TODAY)
        self.program.open(register, kept=False)
        self.store: Store = self.desk.store
        self._empty = Store(Register.create(empty), staff="Jon Vaktmester", today=TODAY)
        self._bare: MainWindow | None = None
        self.window.resize(*SIZE)
        self._passing: list[QWidget] = []

    @property
    def desk(self) -> Desk:
        return self.program.desk

    @property
    def window(self) -> MainWindow:
        window = self.program.window
        assert isinstance(window, MainWindow)
        return window

    @property
    def bare(self) -> MainWindow:
        """The window of a register that holds nothing yet."""
        if self._bare is None:
            self._bare = MainWindow(self._empty, pages())
        self._bare.resize(self.window.size())
        self._bare.show()
        return self._bare

    def passing(self, widget: QWidget) -> QWidget:
        """A window that goes when its picture is taken."""
        self._passing.append(widget)
        widget.show()
        return widget

    def page(self, kind: type[Page], view: int | None = None) -> Any:
        """A page as it is when first shown, or one of its views."""
        page: Any = self.window.show_page(kind)
        if view is None:
            return page
        page.show_view(view)
        return page.current

    def form(self) -> Any:
        """The dialog that stands above the window."""
        QApplication.processEvents()
        found = QApplication.activeModalWidget() or self.window.findChildren(QDialog)[-1]
        assert isinstance(found, QDialog)
        return found

    def tidy(self) -> None:
        """Put everything back: dialogs closed, drafts empty, filters gone."""
        for menu in [w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible()]:
            menu.close()
        for dialog in reversed(self.window.findChildren(QDialog)):
            dialog.done(0)
            dialog.deleteLater()
        for widget in self._passing:
            widget.close()
            widget.deleteLater()
        self._passing.clear()
        for page in self.window._pages.values():
            for view in (one for one in getattr(page, "made", [page]) if not one.stale):
                self._clear(view)
        self.window.receipt.hide()
        if self._bare is not None:
            self._bare.hide()
        self.window.topbar.finder.clear()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @staticmethod
    def _clear(view: Any) -> None:
        """Empty a draft, and put back a list that was looked at or that somebody left narrowed."""
        getattr(view, "clear", lambda: None)()
        if isinstance(view, RecordPage) and (view.isVisible() or view.filtered() or view.chosen_ids()):
            view.table.choose([])
            if view.filtered():
                view.clear_filters()
            view.places.show_list()

    def close(self) -> None:
        self.tidy()
        if self._bare is not None:
            self._bare.close()
            self._bare.deleteLater()
        self._empty.close()
        window, self.program.window = self.window, None
        window.close()
        window.deleteLater()
        self.program.scanner.deleteLater()
        self.program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def found(parent: QWidget, kind: type[QWidget]) -> QWidget:
    """The only child of a kind."""
    child = parent.findChild(kind)
    assert child is not None
    return child


Scene = Callable[[Gallery], QWidget]
SCENES: dict[str, Scene] = {}
WHOLE: set[str] = set()  # those that show the whole window: their annotation says so


def scene(act: Scene) -> Scene:
    """Show it under its name, with hyphens."""
    name = act.__name__.replace("_", "-")
    SCENES[name] = act
    if act.__annotations__["return"] in (MainWindow, "MainWindow"):
        WHOLE.add(name)
    return act


# pages


@scene
def start(made: Gallery) -> QWidget:
    return made.passing(StartScreen())


@scene
def start_trouble(made: Gallery) -> QWidget:
    return made.passing(StartScreen("«lager.hverdag» er ikke et Hverdag-register. Ingenting er endret"))


@scene
def oversikt(made: Gallery) -> MainWindow:
    made.page(OverviewPage)
    return made.window


@scene
def oversikt_tabell(made: Gallery) -> MainWindow:
    page = made.page(OverviewPage)
    page.chart.turn()
    made._passing.append(_Undo(page.chart.turn))
    return made.window


class _Undo(QWidget):
    """Not shown; what it holds is done when the scene is put away."""

    def __init__(self, act: Callable[[], object]):
        super().__init__()
        self._act = act

    def closeEvent(self, event) -> None:
        self._act()
        super().closeEvent(event)


@scene
def lager(made: Gallery) -> MainWindow:
    made.page(EquipmentPage, 0)
    return made.window


@scene
def lager_flere(made: Gallery) -> MainWindow:
    view = made.page(EquipmentPage, 0)
    view.show_chip("cleaning")
    view.table.choose(view.model.ids[:4].tolist())
    return made.window


@scene
def lager_ingen_treff(made: Gallery) -> MainWindow:
    view = made.page(EquipmentPage, 0)
    view.words.setText("rullestolx")
    view.reread()
    return made.window


@scene
def produkter(made: Gallery) -> MainWindow:
    made.page(EquipmentPage, 1)
    return made.window


@scene
def lan_ut_tom(made: Gallery) -> MainWindow:
    made.window.start("lend")
    return made.window


@scene
def lan_ut(made: Gallery) -> MainWindow:
    person = made.store.read(people.ids, today=TODAY, chip="borrowing")[0]
    ready = made.store.read(equipment.item_ids, today=TODAY, chip="available")[:2]
    repair = made.store.read(equipment.item_ids, today=TODAY, chip="lent")[:1]
    made.window.start("lend", item_ids=[*ready, *repair], person_id=person)
    return made.window


@scene
def retur_tom(made: Gallery) -> MainWindow:
    made.window.start("take_back")
    return made.window


@scene
def retur(made: Gallery) -> MainWindow:
    lines = _lines_of_one(made)
    made.window.start("take_back", line_ids=lines[:2])
    return made.window


def _lines_of_one(made: Gallery) -> list[int]:
    """Open lines, at least three, of somebody who has several things."""
    for person in made.store.read(people.ids, today=TODAY, chip="borrowing"):
        lines = made.store.read(loan_lines.of_borrower, person_id=person, today=TODAY, open_only=True)
        if len(lines) >= 3:
            return [line["line_id"] for line in lines]
    raise AssertionError("nobody has three things")


@scene
def utlan(made: Gallery) -> MainWindow:
    made.page(LoansPage)
    return made.window


@scene
def utlan_flere(made: Gallery) -> MainWindow:
    page = made.page(LoansPage)
    page.table.choose(page.model.ids[:3].tolist())
    made.window.tell("3 gjenstander er lånt ut til Kari N. Frist 31. juli",
                     second=("Skriv ut (Ctrl+P)", lambda: None))  # fmt: skip
    return made.window


@scene
def personer(made: Gallery) -> MainWindow:
    view = made.page(PeoplePage, 0)
    view.show_chip("overdue")
    view.start_focus()
    return made.window


@scene
def avdelinger(made: Gallery) -> MainWindow:
    made.page(PeoplePage, 1)
    return made.window


@scene
def innstillinger(made: Gallery) -> MainWindow:
    made.page(SetupPage)
    return made.window


@scene
def innstillinger_nederst(made: Gallery) -> MainWindow:
    page = made.page(SetupPage)
    QApplication.processEvents()
    bar = page.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    return made.window


@scene
def sok(made: Gallery) -> QWidget:
    made.page(EquipmentPage, 0)
    made.window.topbar.focus()
    made.window.topbar.finder.setText("ber")
    made.window.topbar.results.search()
    made._passing.append(_Undo(made.window.topbar.results.hide))
    return made.window.topbar.results


# the first day


@scene
def tom_oversikt(made: Gallery) -> MainWindow:
    made.bare.show_page(OverviewPage)
    return made.bare


@scene
def tom_lager(made: Gallery) -> MainWindow:
    made.bare.show_page(EquipmentPage)
    return made.bare


@scene
def tom_utlan(made: Gallery) -> MainWindow:
    made.bare.show_page(LoansPage)
    return made.bare


@scene
def tom_personer(made: Gallery) -> MainWindow:
    made.bare.show_page(PeoplePage)
    return made.bare


# Excel in


def incoming(made: Gallery, kind: type[Page], book: Path) -> ImportWindow:
    """The preview of a book that is dropped on a page, when it has been read."""
    made.page(kind, 0)
    made.desk.import_book(book)
    form = made.form()
    assert isinstance(form, ImportWindow)
    for _turn in range(500):
        if form.plan is not None:
            return form
        QTest.qWait(10)
    raise AssertionError("the book was never read")


@scene
def hent_fra_excel(made: Gallery) -> QWidget:
    return incoming(made, EquipmentPage, BOOK)


@scene
def rett_lesingen(made: Gallery) -> QWidget:
    form = incoming(made, EquipmentPage, BOOK)
    form.mend_button.click()
    return found(form, Mending)


# forms


def _act_of(made: Gallery, kind: type[Page], act: str, view: int | None = None) -> Any:
    page = made.page(kind, view)
    getattr(page, act)()
    return made.form()


@scene
def forleng(made: Gallery) -> QWidget:
    return _act_of(made, LoansPage, "extend")


@scene
def bytt(made: Gallery) -> QWidget:
    return _act_of(made, LoansPage, "swap")


@scene
def savnet(made: Gallery) -> QWidget:
    return _act_of(made, LoansPage, "lose")


@scene
def kasser(made: Gallery) -> QWidget:
    view = made.page(EquipmentPage, 0)
    view.show_chip("available")
    view.start_focus()
    view.do_retired()
    form = made.form()
    form.save()  # the reason is forced
    return form


@scene
def nytt_utstyr(made: Gallery) -> QWidget:
    return _act_of(made, EquipmentPage, "new_record", 0)


@scene
def rediger_utstyr(made: Gallery) -> QWidget:
    return _act_of(made, EquipmentPage, "edit", 0)


@scene
def nytt_produkt(made: Gallery) -> QWidget:
    return _act_of(made, EquipmentPage, "new_record", 1)


@scene
def beholdning(made: Gallery) -> QWidget:
    view = made.page(EquipmentPage, 1)
    view.words.setText("albuekrykker")
    view.reread()
    view.start_focus()
    view.move_stock()
    return made.form()


@scene
def etiketter(made: Gallery) -> QWidget:
    return _act_of(made, EquipmentPage, "print_labels", 0)


@scene
def historikk(made: Gallery) -> QWidget:
    return _act_of(made, EquipmentPage, "show_history", 0)


@scene
def ny_person(made: Gallery) -> QWidget:
    return _act_of(made, PeoplePage, "new_record", 0)


@scene
def ny_person_i_utlan(made: Gallery) -> QWidget:
    made.window.start("lend")
    made.page(LendPage).new_person("Kari Nordmann")
    return made.form()


@scene
def rediger_person(made: Gallery) -> QWidget:
    return _act_of(made, PeoplePage, "edit", 0)


@scene
def ny_avdeling(made: Gallery) -> QWidget:
    return _act_of(made, PeoplePage, "new_record", 1)


@scene
def sla_sammen(made: Gallery) -> QWidget:
    view = made.page(PeoplePage, 0)
    view.compare(*view.model.ids[:2].tolist())
    return made.form()


@scene
def like_kort(made: Gallery) -> QWidget:
    view = made.page(PeoplePage, 0)
    view.table.choose([])
    view.merge()
    return made.form()


@scene
def manedsrapport(made: Gallery) -> QWidget:
    return _act_of(made, OverviewPage, "month_report")


@scene
def papir(made: Gallery) -> QWidget:
    return _act_of(made, LoansPage, "print_agreement")


@scene
def taster(made: Gallery) -> QWidget:
    made.page(LoansPage)
    made.window.show_keys()
    return made.form()


# when something is wrong


@scene
def feil(made: Gallery) -> QWidget:
    made.page(LoansPage)
    made.window.trouble(FileIsBusy(Path("lager.hverdag")))
    return made.form()


@scene
def forkast(made: Gallery) -> QWidget:
    made.page(PeoplePage, 0).new_record()
    form = made.form()
    form.touched = True
    form.reject()
    return found(form, QMessageBox)


@scene
def retur_feil(made: Gallery) -> MainWindow:
    """What is scanned is not out."""
    page = made.page(ReturnPage)
    ready = made.store.read(equipment.item_ids, today=TODAY, chip="available")[0]
    page.scanned(made.store.read(equipment.item, ready)["number"])
    page.scanned("UT9999")
    return made.window


import scenes_counts  # noqa: E402, F401
import scenes_days  # noqa: E402, F401
import scenes_follow_up  # noqa: E402, F401  (scenes of their own)
import scenes_lapses  # noqa: E402, F401
import scenes_measures_import  # noqa: E402, F401
import scenes_overview  # noqa: E402, F401
import scenes_packages  # noqa: E402, F401
import scenes_places  # noqa: E402, F401
import scenes_plan_figures  # noqa: E402, F401
import scenes_plans  # noqa: E402, F401
import scenes_recalls  # noqa: E402, F401
import scenes_requests  # noqa: E402, F401
import scenes_service  # noqa: E402, F401
import scenes_stay_chart  # noqa: E402, F401
import scenes_stay_figures  # noqa: E402, F401
import scenes_stay_plan  # noqa: E402, F401
import scenes_stays  # noqa: E402, F401
import scenes_stays_import  # noqa: E402, F401
import scenes_trips  # noqa: E402, F401
