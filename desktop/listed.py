"""The pages of the window by name: it is seen before the rest of what they can do is read from the disk. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from desktop.words import _

if TYPE_CHECKING:
    from desktop.parts.page import Page


@dataclass(frozen=True, slots=True)
class Listed:
    """Where a page stands, and what the side list and the top bar must know of it before it is loaded."""

    where: str
    title: str = ""
    icon: str = ""
    at_bottom: bool = False
    does: str = ""
    beneath: str = ""

    def load(self) -> type[Page]:
        module, name = self.where.rsplit(".", 1)
        return getattr(import_module(module), name)


FIRST = Listed("desktop.overview.page.OverviewPage", _("Oversikt"), "layout-dashboard")
STOCK = Listed("desktop.equipment.page.EquipmentPage", _("Lager"), "package")
LISTED = (
    FIRST,
    STOCK,
    Listed("desktop.loans.page.LoansPage", _("Utlån"), "arrow-left-right"),
    Listed("desktop.requests.page.RequestsPage", _("Behov"), "clipboard-list"),
    Listed("desktop.trips.page.TripsPage", _("Kjøreliste"), "truck", does="plan_stop"),
    Listed("desktop.stays.page.StaysPage", _("Opphold"), "bed"),
    Listed("desktop.plans.page.PlansPage", _("Tiltak"), "target"),
    Listed("desktop.service.page.ServicePage", _("Service"), "wrench"),
    Listed("desktop.follow_up.page.FollowUpPage", _("Oppfølging"), "bell"),
    Listed("desktop.people.page.PeoplePage", _("Personer"), "users"),
    Listed("desktop.counts.page.CountsPage", _("Telling"), "clipboard-check"),
    Listed("desktop.setup.page.SetupPage", _("Innstillinger"), "settings-2", at_bottom=True),
    Listed("desktop.loans.lend_page.LendPage", _("Lån ut"), "user-round-arrow-right", does="lend", beneath="loan"),
    Listed("desktop.loans.return_page.ReturnPage", _("Ta imot retur"), "corner-up-left", does="take_back",
           beneath="loan"),
    Listed("desktop.counts.counting.CountPage", _("Telling"), "clipboard-check", does="count", beneath="count"),
)  # fmt: skip


def pages() -> tuple[type[Page], ...]:
    """All pages, loaded."""
    return tuple(listed.load() for listed in LISTED)
