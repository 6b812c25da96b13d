"""Which acts fit a stay as it stands, the next step first. No Qt: the chart, the lists and the menus ask here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.stay_acts import REOPEN_DAYS
from db.stay_days import plus
from desktop.actions import Action
from desktop.stays import acts
from desktop.words import _

Row = Mapping[str, Any]
_BEFORE = (acts.PRIORITISE, acts.PAUSE, acts.COORDINATOR, acts.EDIT_STAY, acts.CANCEL)
_BY_STATE: dict[str, tuple[Action, ...]] = {
    "applied": (acts.ASSESS, *_BEFORE),
    "assessed": (acts.DECIDE, *_BEFORE),
    "granted": (acts.PLAN, acts.WAIT, *_BEFORE),
    "waiting": (acts.PLAN, acts.PRIORITISE, acts.PAUSE, acts.DECIDE, acts.COORDINATOR, acts.EDIT_STAY, acts.CANCEL),
    "planned": (acts.CHECK_IN, acts.PLAN, acts.END, acts.MOVE, acts.SWAP, acts.PARK, acts.BACK, acts.CANCEL,
                acts.COORDINATOR, acts.EDIT_STAY),
    "in": (acts.DISCHARGE, acts.END, acts.MOVE, acts.LEAVE, acts.SWAP, acts.PARK, acts.COORDINATOR, acts.EDIT_STAY),
    "discharged": (acts.EDIT_STAY,),
    "refused": (acts.APPEAL, acts.EDIT_STAY),
    "cancelled": (acts.APPEAL, acts.EDIT_STAY),
}  # fmt: skip


def acts_for(row: Row, today: str) -> list[Action]:
    """The acts that fit, the one that comes next first: planned ahead it is the plan, after an acute stay the
    decision that is missing, in the house something else than leaving until the day is near."""
    found = list(_BY_STATE[row["state"]])
    if row["state"] == "planned" and row["in_on"] and row["in_on"] > today:
        found[:2] = [acts.PLAN, acts.CHECK_IN]
    if row["form"] == "day":  # at a day centre nobody has a place of their own
        found = [action for action in found if action not in (acts.MOVE, acts.SWAP, acts.PARK, acts.LEAVE)]
    if row["state"] in ("in", "discharged") and not row["decided_on"]:
        found.insert(0, acts.DECIDE)
    if row["state"] == "discharged" and today <= plus(row["closed_on"], REOPEN_DAYS):
        found.append(acts.REOPEN)
    return found


def fits(action: Action, row: Row, today: str) -> bool:
    """Whether an act fits the stay now."""
    return action in acts_for(row, today)


_TEXTS = {
    ("plan", "planned"): _("Endre planen …"),
    ("decide", "waiting"): _("Avslå, behovet er borte …"),
    ("decide", "in"): _("Vedtak i etterkant …"),
    ("decide", "discharged"): _("Vedtak i etterkant …"),
}


_SHORT = {
    "change_end": _("Utreise …"),
    "move_on": _("Flytt …"),
    "prioritise": _("Prioritet …"),
    "pause": _("Pause …"),
    "plan": _("Planlegg …"),
    "wait": _("Venteliste …"),
    "reopen": _("Gjenåpne …"),
}
_SHORT_IN = {
    ("plan", "planned"): _("Endre …"),
    ("decide", "waiting"): _("Avslå …"),
    ("decide", "discharged"): _("Vedtak …"),
}


def short(action: Action, row: Row) -> str:
    """The same where there is room for one word: on a button that shares its line."""
    if action is acts.LEAVE:
        return _("Tilbake …") if row["away"] else action.text
    return _SHORT_IN.get((action.slot, row["state"])) or _SHORT.get(action.slot, action.text)


def text(action: Action, row: Row | None) -> str:
    """What the act is called for this stay."""
    if row is None:
        return action.text
    if action is acts.LEAVE and row["away"]:
        return _("Tilbake fra permisjon …")
    if action is acts.PAUSE and row["paused"]:
        return _("Pausen er over …")
    if action is acts.APPEAL and row["appealed_on"] and not row["appeal_outcome"]:
        return _("Svar på klagen …")
    return _TEXTS.get((action.slot, row["state"]), action.text)
