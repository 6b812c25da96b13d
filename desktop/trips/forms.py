"""The small forms of the driving list: another day, a stop that came to nothing, one called off, and who drives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db import stops, trips
from desktop import words
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, LongTextField, TextField
from desktop.parts.record_form import RecordForm
from desktop.trips import columns, details
from desktop.words import _, ngettext

Row = Mapping[str, Any]


def what(rows: Sequence[Row]) -> str:
    """'Kari Nordmann · Rullator UT-0187', or '3 stopp'."""
    if len(rows) == 1:
        return " · ".join(part for part in (details.name(rows[0]), columns.things(rows[0])) if part)
    return ngettext("{n} stopp", "{n} stopp", len(rows)).format(n=words.number(len(rows)))


class PlanForm(RecordForm):
    """Puts stops on another day."""

    def __init__(self, store, rows: Sequence[Row], day: str, parent=None):
        super().__init__(store, _("Flytt til en annen dag"), _("Flytt"), parent, under=what(rows))
        self.stop_ids = [row["stop_id"] for row in rows]
        self.add("day", DayField(_("Dag"), lambda: store.today, needed=True)).set_value(day)

    def command(self, values: dict[str, Any]):
        return trips.plan_stops, {"stop_ids": self.stop_ids, **values}


class FailForm(RecordForm):
    """Tells why a stop came to nothing; it waits for another day with its count."""

    def __init__(self, store, row: Row, parent=None):
        under = _("{what}. Stoppet går tilbake til dem som venter på en dag, og forsøket telles.")
        super().__init__(store, _("Ikke utført"), _("Registrer forsøket"), parent, under=under.format(what=what([row])))
        self.stop_id = row["stop_id"]
        reasons = list(words.STOP_FAILURES.items())
        self.add("reason", ChoiceField(_("Grunn"), reasons, none=_("Velg en grunn"), needed=True))
        self.add("note", TextField(_("Merknad"), _("For eksempel hvem du snakket med")))

    def command(self, values: dict[str, Any]):
        return trips.fail_stop, {"stop_id": self.stop_id, **values}


class CancelForm(RecordForm):
    """Calls stops off; what they were about is free for another stop."""

    def __init__(self, store, rows: Sequence[Row], parent=None):
        save = ngettext("Avlys stoppet", "Avlys {n} stopp", len(rows)).format(n=len(rows))
        super().__init__(store, _("Avlys stopp"), save, parent, under=what(rows))
        self.stop_ids = [row["stop_id"] for row in rows]
        self.add("reason", TextField(_("Grunn"), _("For eksempel: pårørende hentet selv")))

    def command(self, values: dict[str, Any]):
        return trips.cancel_stops, {"stop_ids": self.stop_ids, **values}


class DriverForm(RecordForm):
    """Who drives, and what to know of the whole day."""

    def __init__(self, store, trip: Row, parent=None):
        under = words.weekday_day(trip["on_day"]).capitalize()
        super().__init__(store, _("Sjåfør og merknad"), _("Lagre"), parent, under=under)
        self.trip = trip
        self.add("driver", TextField(_("Sjåfør")))
        self.add("note", LongTextField(_("Merknad"), _("Står øverst på kjørelisten"), lines=2))
        self.fill({"driver": trip["driver"] or store.staff, "note": trip["note"]})

    def command(self, values: dict[str, Any]):
        return trips.change_trip, {"trip_id": self.trip["trip_id"], "rev": self.trip["rev"], **values}


def rows_of(store, stop_ids: Sequence[int]) -> list[dict[str, Any]]:
    """Rows of stops in the order of their ids."""
    found = {row["stop_id"]: row for row in store.read(stops.rows, list(stop_ids), today=store.today)}
    return [found[ref] for ref in stop_ids if ref in found]
