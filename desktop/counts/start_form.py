"""Ny telling: what it is called, and which shelf, room or everything it covers."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from db import counts, equipment
from desktop import words
from desktop.counts.columns import PLACE_MARK, pieces
from desktop.parts.fields import ChoiceField, LongTextField, TextField
from desktop.parts.record_form import RecordForm
from desktop.words import _


def scopes(places: list[Any]) -> list[tuple[tuple[str, str | None], str]]:
    """Each room whole and each of its shelves, in order: ((room, shelf), text)."""
    found: list[tuple[tuple[str, str | None], str]] = []
    for place in places:
        room, shelf = place["room"], place["shelf"]
        whole = (room, None)
        if room and whole not in [scope for scope, _text in found]:
            found.append((whole, _("{room}, hele rommet").format(room=room)))
        if shelf:
            found.append(((room, shelf), PLACE_MARK.join(part for part in (room, shelf) if part)))
    return found


class StartCountForm(RecordForm):
    """Writes down what should stand there now; the counting begins at once."""

    def __init__(self, store, parent: QWidget | None = None):
        under = _("Det som skal stå på plassen nå, blir skrevet ned. Så skannes det som står der.")
        super().__init__(store, _("Ny telling"), _("Start tellingen"), parent, under)
        self.name = self.add("name", TextField(_("Navn"), needed=True))
        self.name.set_value(_("Telling {day}").format(day=words.day(store.today)))
        offered = scopes(store.read(equipment.places))
        self.where = self.add("place", ChoiceField(_("Plass"), offered, none=_("Alle plasser")))
        self.add("note", LongTextField(_("Merknad"), lines=2))
        self.where.changed.connect(self._foresee)
        self._foresee()

    def _scope(self) -> dict[str, str | None]:
        room, shelf = self.where.value() or (None, None)
        return {"room": room, "shelf": shelf}

    def _foresee(self) -> None:
        number = self.store.read(counts.expected_number, **self._scope())
        self.where.hint(_("{things} skal stå der nå").format(things=pieces(number)))

    def command(self, values: dict[str, Any]):
        return counts.start_count, {"name": values["name"], "note": values["note"], **self._scope()}
