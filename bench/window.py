"""The real window without a screen: keys, scans, orders, scrolling and lending, each until it is painted."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from bench import registers, start
from bench.measure import Result, seconds
from bench.rows import bare_loan
from db import equipment, loans
from db.connection import Register
from desktop import app
from desktop.equipment.page import EquipmentPage
from desktop.loans.page import LoansPage
from desktop.main_window import MainWindow

TODAY = registers.TODAY
WORDS = ("rullestol", "storlien12", "u-00123", "kari vik")
ROUNDS = 7
FIGURES = "{mine:.1f} / {peer:.1f} ms"
# The bare SQL of each order of the list of ended loans: what is sorted by, and the tables that it lies in.
_ITEM = "LEFT JOIN item i ON i.item_id = l.item_id"
_PRODUCT = f"{_ITEM} JOIN product p ON p.product_id = coalesce(l.product_id, i.product_id)"
_AGREEMENT = "JOIN agreement a ON a.agreement_id = l.agreement_id"
_PERSON = f"{_AGREEMENT} LEFT JOIN person b ON b.person_id = a.person_id LEFT JOIN unit u ON u.unit_id = a.unit_id"
ORDERS = {
    "agreement": ("l.agreement_id", ""), "number": ("i.number_sort", _ITEM), "hms_nr": ("p.hms_nr", _PRODUCT),
    "name": ("p.name_key", _PRODUCT), "borrower": ("coalesce(b.name_key, u.name_key)", _PERSON),
    "born": ("b.born_on", _PERSON), "out": ("l.out_on", ""), "due": ("l.due_on", ""), "ended": ("l.ended_on", ""),
    "lent_by": ("a.lent_by", _AGREEMENT), "requested_by": ("a.requested_by", _AGREEMENT), "group": ("p.group_name",
    _PRODUCT),
}  # fmt: skip


def benches() -> Iterator[Result]:
    """Starting, then one window over 100 000 copies and 1 000 000 lines, then a loan in a small register."""
    yield from start.benches()
    with opened(registers.register(1_000_000)) as window:
        for kind, name in ((EquipmentPage, "Lager"), (LoansPage, "Utlån")):
            page = _front(window.show_page(kind))
            yield from typing(f"{name}, search in the list", page.words, page.reread)
        yield from typing("Finn, the whole register", window.topbar.finder, window.topbar.results.search)
        yield scanning(window)
        page = cast(LoansPage, window.show_page(LoansPage))
        page.show_chip("ended")
        yield from sorting(page)
        yield scrolling(page)
    yield lending()


@contextmanager
def opened(path: Path) -> Iterator[MainWindow]:
    """The program's window on a register, with settings of its own."""
    with tempfile.TemporaryDirectory() as home:
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(QSettings.Format.IniFormat, scope, home)
        program = app.Program(app.dress(["hverdag"]), staff="Jon", today=TODAY)
        program.open(path, kept=False)
        window: Any = program.window
        settle()
        yield window
        program.window = None
        window.close()
        window.deleteLater()
        program.scanner.deleteLater()
        program.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle() -> None:
    """Let everything that waits be done, the painting as well."""
    QApplication.processEvents()
    QApplication.sendPostedEvents()
    QApplication.processEvents()


def _front(page: Any) -> Any:
    return getattr(page, "current", page)  # of a page with several lists, the one in sight


def painted(work: Callable[[], Any], clock: Callable[[], float] = process_time) -> float:
    """Milliseconds of processor time for the work and all painting that it asks for."""

    def all_of_it() -> None:
        work()
        settle()

    return seconds(all_of_it, clock) * 1000


def typing(name: str, field: QLineEdit, search: Callable[[], Any]) -> Iterator[Result]:
    """Each key of some words, with the search at once: the short wait for the next key is not counted."""
    settle()
    frames, taken = [], []
    for word in WORDS:
        field.clear()
        search()
        settle()
        for letter in word:

            def key(letter: str = letter) -> None:
                QTest.keyClicks(field, letter)
                search()

            taken.append(painted(key))
            frames.append(painted(field.window().update))
    field.clear()
    search()
    settle()
    frame, middle, worst = statistics.median(frames), statistics.median(taken), max(taken)
    yield Result(f"key to repainted list, {name}", 2, middle / frame, FIGURES.format(mine=middle, peer=frame))
    yield Result("  the slowest key", 4, worst / frame, FIGURES.format(mine=worst, peer=frame))


def scanning(window: MainWindow) -> Result:
    """A scan while the loans are in sight, until the copy is shown with its panel."""
    taken, frames = [], []
    for number in range(40, 40 + ROUNDS * 2):
        window.show_page(LoansPage)
        settle()
        taken.append(painted(lambda code=f"U-{number * 977:06}": window.scanned(code)))
        frames.append(painted(window.update))
    frame, middle = statistics.median(frames), statistics.median(taken)
    return Result("scan to the copy shown / repaint", 1.5, middle / frame, FIGURES.format(mine=middle, peer=frame))


def sorting(page: LoansPage) -> Iterator[Result]:
    """A click on each heading of a list of a million rows, until it is painted."""
    store = page.store
    found: list[tuple[float, str, float, float]] = []
    for number, column in enumerate(page.model.columns):
        if column.sort in ORDERS:
            key, joins = ORDERS[column.sort]
            sql = f"""SELECT l.line_id FROM loan_line l {joins} WHERE l.end_reason IS NOT NULL
                ORDER BY {key} NULLS LAST, l.line_id"""
            mine, peer = [], []
            for _round in range(3):
                page.model.sorted_by = None
                mine.append(painted(lambda n=number: page.model.sort(n)))
                peer.append(seconds(lambda sql=sql: store.read(lambda db: db.column(sql)), process_time) * 1000)
            ours, bare = statistics.median(mine), statistics.median(peer)
            found.append((ours / bare, column.sort, ours, bare))
    for ratio, order, ours, bare in sorted(found):
        told = FIGURES.format(mine=ours, peer=bare)
        yield Result(f"sort 1 000 000 rows by {order} to repaint / SQL", 1.5, ratio, told)


def scrolling(page: LoansPage) -> Result:
    """A page at a time in a list of a million rows."""
    bar = page.table.verticalScrollBar()
    steps = [bar.maximum() * at // 200 for at in range(200)]
    taken = [painted(lambda to=to: bar.setValue(to)) for to in steps]
    told = f"worst {max(taken):.1f} ms"
    return Result("scroll step among 1 000 000 rows", 16, statistics.median(taken), told, "ms")


def lending() -> Result:
    """A loan by the window's store, until the list of copies is read again and painted."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(shutil.copy(registers.register(1_000), Path(folder) / f"{name}.hverdag")) for name in "ab"]
        peer = Register.open(paths[1])
        with opened(paths[0]) as window:
            page = _front(window.show_page(EquipmentPage))
            settle()
            free = page.store.read(equipment.item_ids, today=TODAY, chip="available")[: ROUNDS * 3]
            mine, bare = [], []
            for item in free:
                lend = {"item_ids": [item], "person_id": 1, "due_on": "2026-12-01"}
                mine.append(painted(lambda lend=lend: page.store.write(loans.lend, **lend), perf_counter))
                bare.append(seconds(lambda item=item: bare_loan(peer, item)) * 1000)
        peer.close()
    first, second = statistics.median(mine), statistics.median(bare)
    return Result("lend one copy to the repainted list / bare transaction", 3, first / second,
                  FIGURES.format(mine=first, peer=second))  # fmt: skip
