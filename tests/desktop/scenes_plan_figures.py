"""Scenes of the figures of measures, and of the first page's chart of them."""

from typing import Any

from gallery import Gallery, scene
from scenes_plans import _fill

from desktop.main_window import MainWindow
from desktop.overview.page import OverviewPage
from desktop.plans.figures import FiguresView
from desktop.plans.page import PlansPage


def _figures(made: Gallery) -> Any:
    _fill(made)
    page = made.page(PlansPage)
    page.show_kind(FiguresView.kind)
    return page.current


@scene
def tiltak_tall(made: Gallery) -> MainWindow:
    _figures(made)
    return made.window


@scene
def tiltak_tall_ansvarlige(made: Gallery) -> MainWindow:
    view = _figures(made)
    view.show_chip("role")
    view.chart.choose("deadline")
    view.table.choose([2, 3])
    return made.window


@scene
def oversikt_tiltak(made: Gallery) -> MainWindow:
    _fill(made)
    page = made.page(OverviewPage)
    page.chart.choose("measures")
    page.refresh()
    return made.window
