"""Everybody who borrows: people, and wards and institutions."""

from __future__ import annotations

from desktop.parts.views import Views
from desktop.people.people import PeopleView
from desktop.people.units import UnitsView
from desktop.words import _


class PeoplePage(Views):
    """One list of people and one of units."""

    title, icon, kind = _("Personer"), "users", "person"
    VIEWS = ((PeopleView, _("Personer")), (UnitsView, _("Avdelinger")))
    ACTIONS = Views.joined(PeopleView, UnitsView)
