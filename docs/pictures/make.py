"""Make the pictures of the README from the demo register: .venv/bin/python docs/pictures/make.py"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt
HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from PySide6.QtCore import QSettings  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402

from db.connection import Register  # noqa: E402
from desktop import app, demo  # noqa: E402
from desktop.equipment.page import EquipmentPage  # noqa: E402
from desktop.main_window import MainWindow  # noqa: E402
from desktop.overview.page import OverviewPage  # noqa: E402
from desktop.parts import style  # noqa: E402
from desktop.stays.page import StaysPage  # noqa: E402

TODAY = "2026-11-16"
PICTURES = (
    ("lager", EquipmentPage, "light"),
    ("belegg", StaysPage, "light"),
    ("oversikt-mork", OverviewPage, "dark"),
)


def make(folder: Path) -> None:
    """Fill a register in a passing folder and photograph its window."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    dressed = app.dress(["hverdag"])
    register = Register.create(folder / "Lillevik.hverdag")
    demo.fill(register, today=TODAY)
    register.close()
    program = app.Program(dressed, staff="Jon Vaktmester", today=TODAY)
    program.open(folder / "Lillevik.hverdag", kept=False)
    window = program.window
    assert isinstance(window, MainWindow)
    program.desk.rhythm.back_up()
    QTest.qWait(1000)
    window.resize(1360, 820)
    for name, page, theme in PICTURES:
        style.apply(dressed, theme, 100)
        window.show_page(page)
        window.activateWindow()
        QTest.qWait(200)
        window.grab().save(str(HERE / f"{name}.png"))
    window.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="hverdag-") as passing:
        make(Path(passing))
