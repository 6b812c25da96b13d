"""Taking hold of a bar: where it would lie, what of it moves, and how that fits."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from desktop.parts.tape_model import Lane

FITS, ASKS, CLASHES = "fits", "asks", "clashes"
TOKENS = {"": "lent", FITS: "free", ASKS: "repair", CLASHES: "overdue"}
ICONS = {"": "move-horizontal", FITS: "circle-check", ASKS: "triangle-alert", CLASHES: "circle-x"}
WHOLE, REST, END = "whole", "rest", "end"


@dataclass(frozen=True, slots=True)
class Grip:
    """What may be done with a bar that is held: `lanes` lets it go to others, `days` says which days move.

    `days` is "both", "first", "last" or "" for none; `least` and `most` bound the columns of what moves. `first` is
    the column that the held part begins at, where that is not the bar's own.
    """

    lanes: bool = True
    days: str = "both"
    least: int = -(10**6)
    most: int = 10**6
    first: int | None = None


@dataclass(frozen=True, slots=True)
class Ghost:
    """Where a held bar would lie: a lane and the columns of its first and last day. `fit` and `text` say how."""

    key: Hashable
    part: str
    lane: int
    first: int
    last: int
    fit: str = ""
    text: str = ""

    def at(self, lane: int, first: int, last: int) -> Ghost:
        """The same bar elsewhere, not judged yet."""
        return replace(self, lane=lane, first=first, last=last, fit="", text="")

    def judged(self, fit: str, text: str) -> Ghost:
        return replace(self, fit=fit, text=text)

    def is_at(self, other: Ghost) -> bool:
        """Whether both lie at the same place."""
        return (self.lane, self.first, self.last) == (other.lane, other.first, other.last)


def moved(ghost: Ghost, grip: Grip, days: int, lane: int) -> Ghost:
    """The ghost so many days on and on another lane, as far as the grip lets it."""
    first, last = ghost.first, ghost.last
    if grip.days == "both":
        days = max(grip.least - first, min(grip.most - first, days))
        first, last = first + days, last + days
    elif grip.days == "first":
        first = max(grip.least, min(grip.most, last, first + days))
    elif grip.days == "last":
        last = max(grip.least, first, min(grip.most, last + days))
    return ghost.at(lane if grip.lanes else ghost.lane, first, last)


def next_lane(lanes: list[Lane], lane: int, step: int) -> int:
    """The next lane up or down that is no heading; the same one at the end."""
    at = lane + step
    while 0 <= at < len(lanes) and lanes[at].heading:
        at += step
    return at if 0 <= at < len(lanes) else lane
