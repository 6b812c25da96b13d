"""All stays, from the application to the discharge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from desktop.parts.record_page import Asked, RecordPage
from desktop.stays.columns import STAYS
from desktop.words import _


class StaysView(RecordPage):
    """Everybody's stays, one row each."""

    title, icon, kind, key = _("Opphold"), "bed", "stay", "stay_id"
    list_name = "stays"
    kinds = frozenset({"stay", "stay_place", "person"})
    columns, noun, persons = STAYS, (_("opphold"), _("opphold")), True
    order = "in_on"
    empty_text = _("Ingen opphold er registrert ennå.")

    def ids(self, asked: Asked) -> Iterable[int]:
        return ()

    def rows(self, ids: list[int]) -> list[Mapping[str, Any]]:
        return []
