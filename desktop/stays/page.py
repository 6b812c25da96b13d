"""Opphold: places, the people in them, those who wait, and what is planned for a stay."""

from __future__ import annotations

from desktop.parts.views import Views
from desktop.stays.chart import ChartView
from desktop.stays.day_rehab import DayRehabView
from desktop.stays.figures import FiguresView
from desktop.stays.places import PlacesView
from desktop.stays.quotas import QuotasView
from desktop.stays.stays import StaysView
from desktop.stays.waiting import WaitingView
from desktop.stays.warnings import StayWarningsView
from desktop.words import _


class StaysPage(Views):
    """One list for each side of the stays."""

    title, icon, kind = _("Opphold"), "bed", "stays"
    VIEWS = (
        (ChartView, _("Belegg")),
        (StaysView, _("Opphold")),
        (WaitingView, _("Venteliste")),
        (DayRehabView, _("Dagrehab")),
        (StayWarningsView, _("Følges opp")),
        (PlacesView, _("Plasser")),
        (QuotasView, _("Kjøpte døgn")),
        (FiguresView, _("Tall")),
    )
    ACTIONS = Views.joined(*(view for view, _text in VIEWS))
