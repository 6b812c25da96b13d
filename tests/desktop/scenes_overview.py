"""Scenes of the first page's other charts."""

from gallery import Gallery, scene

from desktop.main_window import MainWindow
from desktop.overview.page import OverviewPage


def _charted(made: Gallery, key: str) -> MainWindow:
    page = made.page(OverviewPage)
    page.chart.choose(key)
    page.chart.read()
    return made.window


@scene
def oversikt_levering(made: Gallery) -> MainWindow:
    return _charted(made, "delivery")


@scene
def oversikt_rengjoring(made: Gallery) -> MainWindow:
    return _charted(made, "cleaning")


@scene
def oversikt_utlan(made: Gallery) -> MainWindow:
    return _charted(made, "loans")
