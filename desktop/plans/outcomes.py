"""What becomes of each measure when a plan is rolled over, while it is still being decided. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from desktop.columns import Column
from desktop.plans import told
from desktop.plans import words as plan_words
from desktop.words import _

Row = Mapping[str, Any]
GOES_ON = ("continued", "changed")
NEEDS_REASON = ("merged", "ended")
_OWN = ("number", "adopted_text")  # what a change may write anew


def _state(row: Row) -> str:
    return f"outcome_{row['outcome']}"


OUTCOMES = (
    Column("number", _("Nr"), width=6),
    Column("adopted_text", _("Tiltak"), width=60, strong=True),
    Column("outcome_state", _("Hva skjer"), "state", 17, value=_state),
    Column("more", _("Nærmere"), width=26),
)


class Outcomes:
    """The measures of a plan in its order, and what has been decided for each; new ones have ids below zero."""

    def __init__(self, rows: Sequence[Row]):
        self.old: dict[int, Row] = {row["measure_id"]: row for row in rows}
        self.told: dict[int, dict[str, Any]] = {ref: _continued(row) for ref, row in self.old.items()}

    def ids(self) -> list[int]:
        """Those of the plan, then the new ones in the order they came."""
        return list(self.told)

    def rows(self, ids: Iterable[int]) -> list[dict[str, Any]]:
        """The rows of the list, as they will be in the new version."""
        return [{"measure_id": ref, **self.told[ref], "more": self._more(ref)} for ref in ids]

    def _more(self, ref: int) -> str:
        """'med 3', and the reason where there is one."""
        one = self.told[ref]
        found = [_("med {what}").format(what=self.named(one["into"]))] if self._merged(one) else []
        return " · ".join([*found, one["reason"]] if one["reason"] and one["outcome"] in NEEDS_REASON else found)

    def _merged(self, one: Row) -> bool:
        return one["outcome"] == "merged" and one["into"] in self.told

    def named(self, ref: int) -> str:
        """'3 Opprette et utvalg', as the old version writes it."""
        return told.named(self.old[ref])

    def decide(self, refs: Iterable[int], **what: Any) -> None:
        """Write what becomes of these: outcome, into, reason, and number and adopted_text of a single one."""
        for ref in refs:
            one = self.told[ref]
            one.update({key: value for key, value in what.items() if not (ref < 0 and key == "outcome")})
            if ref > 0 and one["outcome"] != "changed":
                one.update({key: self.old[ref][key] for key in _OWN})

    def add_new(self) -> int:
        """A measure that was not in the old version; returns its id."""
        ref = min(0, *self.told) - 1 if self.told else -1
        self.told[ref] = {**_continued({"number": "", "adopted_text": ""}), "outcome": "new"}
        return ref

    def take_away(self, refs: Iterable[int]) -> None:
        """Leave out new ones again; a measure of the plan is ended, never left out."""
        for ref in refs:
            if ref < 0:
                self.told.pop(ref, None)

    def targets(self, but: Sequence[int]) -> list[tuple[int, str]]:
        """The measures that go on and may take over others, with their names."""
        return [(ref, self.named(ref)) for ref in self.old if ref not in but and self.told[ref]["outcome"] in GOES_ON]

    def counted(self) -> list[tuple[str, int]]:
        """How many measures each outcome has, those that none has left out."""
        found = Counter(one["outcome"] for one in self.told.values())
        return [(state.word, found[code]) for code, state in plan_words.OUTCOMES.items() if found[code]]

    def lacking(self) -> tuple[int, str] | None:
        """The first measure that something is missing for, and the field that it is missing in."""
        return next(((ref, field) for ref in self.told if (field := self._lack(ref))), None)

    def _lack(self, ref: int) -> str:
        one = self.told[ref]
        into = self.told.get(one["into"])
        if one["outcome"] == "merged" and (into is None or into["outcome"] not in GOES_ON):
            return "into"
        if one["outcome"] in NEEDS_REASON and not one["reason"].strip():
            return "reason"
        return "adopted_text" if one["outcome"] in ("changed", "new") and not one["adopted_text"].strip() else ""

    def given(self) -> dict[str, Any]:
        """The arguments `outcomes` and `new` of rollovers.roll_over."""
        kept = {ref: _outcome(one) for ref, one in self.told.items() if ref > 0}
        new = [{key: one[key] for key in (*_OWN, "focus_area")} for ref, one in self.told.items() if ref < 0]
        return {"outcomes": kept, "new": new}


def _continued(row: Row) -> dict[str, Any]:
    return {"outcome": "continued", "into": None, "reason": "", "focus_area": "", **{key: row[key] for key in _OWN}}


def _outcome(one: Row) -> dict[str, Any]:
    found = {"outcome": one["outcome"], "reason": one["reason"] if one["outcome"] in NEEDS_REASON else ""}
    if one["outcome"] == "changed":
        found["fields"] = {key: one[key] for key in _OWN}
    return found | ({"into": one["into"]} if one["outcome"] == "merged" else {})
