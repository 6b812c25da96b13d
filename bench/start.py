"""From the start of the process to the first painted page, and the memory of a long list: fresh processes by turns.

What is compared is processor time: the wall clock would tell how busy the machine is with other things.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import registers
from bench.measure import ROOT, Result

ROUNDS = 9
_WATCH = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject
class Eye(QObject):
    seen = False
    def eventFilter(self, watched, event):
        self.seen = self.seen or event.type() == QEvent.Type.Paint
        return False
def watch(app, widget):
    eye = Eye()
    widget.installEventFilter(eye)
    while not eye.seen:
        app.processEvents()
    print("painted", time.process_time(), flush=True)
"""
_BARE = (
    _WATCH
    + """
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
app = QApplication([])
window, page = QMainWindow(), QWidget()
window.setCentralWidget(page)
window.resize(1360, 820)
window.show()
watch(app, page)
"""
)
_OURS = (
    _WATCH
    + """
from desktop import __main__
def loop(self=None):
    from PySide6.QtWidgets import QApplication
    app = QApplication.instance()
    window = next(widget for widget in app.topLevelWidgets() if hasattr(widget, "current"))
    watch(app, window.current)
    after(app, window)
    os._exit(0)
def after(app, window):
    pass
def run():
    from PySide6.QtWidgets import QApplication
    QApplication.exec = loop
    __main__.main(["--data", sys.argv[1], "--today", sys.argv[2], "--staff", "Jon"])
"""
)
_SCROLLED = (
    _OURS
    + """
def after(app, window):
    from desktop.loans.page import LoansPage
    page = window.show_page(LoansPage)
    page.show_chip("ended")
    bar = page.table.verticalScrollBar()
    for step in range(400):
        bar.setValue(bar.maximum() * step // 400)
        app.processEvents()
    told()
def told():
    from bench.measure import held
    print(held(), flush=True)
run()
"""
)


def benches() -> Iterator[Result]:
    """Start of a small and a large register against a bare window, and memory after scrolling through a million."""
    small, large = registers.register(1_000), registers.register(1_000_000)
    with tempfile.TemporaryDirectory() as home:
        bare, few, many = _by_turns([[_BARE], [_OURS + "run()", small], [_OURS + "run()", large]], Path(home))
        yield _told("start to first painted page, 1 000 loans / bare QMainWindow", 1.6, few, bare)
        yield _told("start with 1 000 000 loans / with 1 000", 1.15, many, few)
        empty = float(_run([_BARE + "from bench.measure import held; print(held())"], Path(home)))
        full = float(_run([_SCROLLED, large], Path(home)))
    told = f"{full:.0f} − {empty:.0f} MiB"
    yield Result("memory of 1 000 000 rows scrolled through, above a bare window", 200, full - empty, told, "MiB")


def _told(name: str, goal: float, first: float, second: float) -> Result:
    return Result(name, goal, first / second, f"{first * 1000:.0f} / {second * 1000:.0f} ms")


def _by_turns(programs: list[list], home: Path) -> list[float]:
    """Median seconds until each program has painted; the first round warms the disk and does not count."""
    taken: list[list[float]] = [[] for _ in programs]
    for at in range(ROUNDS + 1):
        order = range(len(programs)) if at % 2 else reversed(range(len(programs)))
        for number in order:
            told = float(_run(programs[number], home))
            if at:
                taken[number].append(told)
    return [statistics.median(each) for each in taken]


def _run(program: list, home: Path) -> str:
    """What the program printed last. It runs without a screen and with settings of its own."""
    own = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA")}
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(home / "compiled")}  # as when installed
    done = subprocess.run([sys.executable, "-c", *map(str, program), registers.TODAY], cwd=ROOT, text=True,
                          capture_output=True,
                          env=os.environ | own | compiled | {"QT_QPA_PLATFORM": "offscreen"})  # fmt: skip
    if "painted" not in done.stdout:
        raise RuntimeError(done.stderr)
    return done.stdout.split()[-1]
