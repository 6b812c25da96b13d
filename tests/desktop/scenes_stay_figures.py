"""Scenes of the figures of stays, over the demo's ward or one made for the scenes of its lists."""

from __future__ import annotations

from typing import Any

from gallery import TODAY, Gallery, scene  # type: ignore[import-not-found]
from PySide6.QtWidgets import QWidget
from scenes_stays import _filled  # type: ignore[import-not-found]

from desktop.main_window import MainWindow
from desktop.stays.figures import FiguresView
from desktop.stays.page import StaysPage


def _figures(made: Gallery) -> Any:
    _filled(made)
    page = made.page(StaysPage)
    page.show_kind(FiguresView.kind)
    view = page.current
    view.show_period(f"{TODAY[:4]}-01-01", f"{int(TODAY[:4]) + 1}-01-01")
    view.start_focus()
    return view


@scene
def tall(made: Gallery) -> MainWindow:
    _figures(made)
    return made.window


@scene
def tall_tabell(made: Gallery) -> MainWindow:
    _figures(made).chart.turn()
    return made.window


@scene
def tall_periode(made: Gallery) -> QWidget:
    view = _figures(made)
    view.period.setCurrentIndex(view.period.count() - 1)
    view.period.activated.emit(view.period.currentIndex())
    return made.form()
