"""Scenes of the first page's other charts."""

from gallery import Gallery, scene
from PySide6.QtWidgets import QWidget

from desktop.overview.page import OverviewPage


def _charted(made: Gallery, key: str) -> QWidget:
    page = made.page(OverviewPage)
    page.chart.choose(key)
    page.chart.read()
    return made.window


@scene
def oversikt_levering(made: Gallery) -> QWidget:
    return _charted(made, "delivery")


@scene
def oversikt_rengjoring(made: Gallery) -> QWidget:
    return _charted(made, "cleaning")


@scene
def oversikt_utlan(made: Gallery) -> QWidget:
    return _charted(made, "loans")
