"""Tiltak: the plans' measures, who answers for them, and the plans themselves."""

from __future__ import annotations

from desktop.parts.views import Views
from desktop.plans.figures import FiguresView
from desktop.plans.lines import LinesView
from desktop.plans.measures import MeasuresView, MineView
from desktop.plans.plans import PlansView
from desktop.plans.pyramids import PyramidsView
from desktop.plans.reports import ReportsView
from desktop.plans.roles import RolesView
from desktop.words import _


class PlansPage(Views):
    """One list for each side of the plans."""

    title, icon, kind = _("Tiltak"), "target", "plans"
    VIEWS = (
        (MeasuresView, _("Tiltak")), (MineView, _("Mine tiltak")), (ReportsView, _("Rapporter")),
        (LinesView, _("Linjer")), (PyramidsView, _("Pyramider")), (PlansView, _("Planer")),
        (RolesView, _("Ansvarlige")), (FiguresView, _("Tall")),
    )  # fmt: skip
    ACTIONS = Views.joined(*(view for view, _text in VIEWS))
