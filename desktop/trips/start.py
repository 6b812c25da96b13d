"""How other lists put what is chosen on the driving list. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db import trips
from db.errors import FileTrouble, Rejected
from desktop.actions import Action
from desktop.words import _, ngettext

Row = Mapping[str, Any]
ON_TRIP = Action(_("Sett på kjørelisten …"), "on_trip", "F8", "truck", needs="chosen", writes=True)


def on_trip(page: Any, kind: str, rows: Sequence[Row]) -> None:
    """Begin a stop for the rows of one borrower, or make one for each of several, to wait for a day.

    `kind` is "fetch" for lines and "deliver" for requests.
    """
    key = "line_id" if kind == "fetch" else "request_id"
    refs = {f"{key}s": [row[key] for row in rows]}
    whose = {(row["person_id"], row["unit_id"]) for row in rows}
    if len(whose) == 1:
        person_id, unit_id = whose.pop()
        who = ("person", person_id) if person_id else ("unit", unit_id)
        page.frame.start("plan_stop", kind=kind, who=who, **refs)
        return
    try:
        count = len(page.store.write(trips.stops_for, **refs).result)
    except (Rejected, FileTrouble) as fault:
        page.frame.trouble(fault)
        return
    page.frame.tell(ngettext("{n} stopp venter på en dag", "{n} stopp venter på en dag", count).format(n=count))
