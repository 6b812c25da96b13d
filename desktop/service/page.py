"""Service: what waits to be cleaned, repaired, released and checked."""

from __future__ import annotations

from desktop.parts.views import Views
from desktop.service.blocked import BlockedView
from desktop.service.checks import CheckView
from desktop.service.cleaning import CleaningView
from desktop.service.recalls import RecallsView
from desktop.service.repairs import RepairView
from desktop.words import _


class ServicePage(Views):
    """One list for each thing that a copy can wait for. Scans go to the list in sight."""

    title, icon, kind = _("Service"), "wrench", "service"
    VIEWS = (
        (CleaningView, _("Rengjøring")), (RepairView, _("Reparasjon")), (BlockedView, _("Sperret")),
        (CheckView, _("Kontroll")), (RecallsView, _("Tilbakekalt")),
    )  # fmt: skip
    ACTIONS = Views.joined(CleaningView, RepairView, BlockedView, CheckView, RecallsView)

    def scanned(self, code: str) -> bool:
        return self.current.scanned(code)

    def takes(self, kind: str, ref: int) -> bool:
        return self.current.takes(kind, ref)
