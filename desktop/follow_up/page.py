"""Oppfølging: who must be called or written to, and what else waits for somebody."""

from __future__ import annotations

from desktop.follow_up.follow import FollowView
from desktop.follow_up.lapses import LapsesView
from desktop.follow_up.nav_cases import NavCasesView
from desktop.follow_up.tasks import TasksView
from desktop.parts.views import Views
from desktop.words import _


class FollowUpPage(Views):
    """The work list of loans first; other lists of what waits stand beside it."""

    title, icon, kind = _("Oppfølging"), "bell", "follow_up"
    VIEWS = (
        (FollowView, _("Lån")),
        (TasksView, _("Mangler")),
        (LapsesView, _("Dødsfall og flytting")),
        (NavCasesView, _("Varig behov")),
    )
    ACTIONS = Views.joined(FollowView, TasksView, LapsesView, NavCasesView)
