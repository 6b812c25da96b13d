"""Scenes of the chart of places, over the ward of the demo."""

from __future__ import annotations

from typing import Any

from gallery import Gallery, scene  # type: ignore[import-not-found]
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.main_window import MainWindow
from desktop.parts.tape_hold import END, WHOLE
from desktop.stays.page import StaysPage


def _chart(made: Gallery, span: str = "30") -> Any:
    """The chart around today, with somebody who is in chosen."""
    view = made.page(StaysPage, 0)
    view.chip_row.choose(span)
    view.reread()
    view.to_today()
    _choose(view, "in")
    return view


def _choose(view: Any, state: str) -> None:
    key = next((key for key, one in view.shown.spans.items() if one.state == state and one.is_last), None)
    if key is not None:
        view.chart.choose(key)


@scene
def belegg(made: Gallery) -> MainWindow:
    _choose(_chart(made), "overstay")
    return made.window


@scene
def belegg_to_uker(made: Gallery) -> MainWindow:
    _chart(made, "14")
    return made.window


@scene
def belegg_kvartal(made: Gallery) -> MainWindow:
    _chart(made, "90")
    return made.window


@scene
def belegg_flytt(made: Gallery) -> MainWindow:
    """A planned stay that is carried to where somebody is."""
    view = _chart(made)
    _choose(view, "planned")
    view.chart.hold(WHOLE)
    QTest.keyClick(view.chart, Qt.Key.Key_Up)
    QTest.keyClick(view.chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    return made.window


@scene
def belegg_forleng(made: Gallery) -> MainWindow:
    view = _chart(made)
    view.chart.hold(END)
    QTest.keyClick(view.chart, Qt.Key.Key_Right)
    return made.window


@scene
def belegg_merket(made: Gallery) -> MainWindow:
    """Days of a place marked for a new stay."""
    view = _chart(made)
    view.chart.go_to(view.store.today, view.chart.first_lane() + 3)
    for _day in range(6):
        QTest.keyClick(view.chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    return made.window


@scene
def belegg_tomt(made: Gallery) -> MainWindow:
    page: Any = made.bare.show_page(StaysPage)
    page.show_view(0)
    return made.bare
