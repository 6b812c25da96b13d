"""What may be done with a bar of the chart, and how it fits where it is carried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from db import stay_rules
from db.stay_chart import Lane, Span
from db.stay_days import plus
from db.stay_rules import Conflict
from desktop import faults
from desktop.parts.tape_hold import ASKS, CLASHES, END, FITS, REST, Grip
from desktop.parts.tape_model import TapeModel
from desktop.stays import words as stay_words
from desktop.words import _

IN_HOUSE = ("in", "overstay")


def grip(span: Span, part: str, days: TapeModel, today: str, day: str) -> Grip | None:
    """How a stay may be held; `day` is where it is split. None for what is over, or has moved on."""
    inside = span.state in IN_HOUSE
    if span.stay_id is None or span.state == "discharged" or (inside and not span.is_last and span.told_on <= today):
        return None
    first, last = days.column(span.from_on), days.column(span.told_on)
    if part == END:
        least = max(first, days.column(today)) if inside else first
        return Grip(lanes=False, days="last", least=least) if span.is_last else None
    if part == REST:
        start = days.column(day)
        return Grip(days="first", first=start, least=first + 1, most=last - 1) if first < start < last else None
    if inside or not (span.is_first and span.is_last):
        return Grip(days="", first=max(first, days.column(today)) if inside else first)
    return Grip()


@dataclass(frozen=True, slots=True)
class Target:
    """Where a stay is carried: a lane and [from_on, to_on)."""

    lane: Lane
    from_on: str
    to_on: str


def target(span: Span, part: str, lane: Lane, from_on: str, to_on: str) -> Target:
    """What the register is asked for: a stay that goes on elsewhere does so until its own end."""
    if part == END:
        return Target(lane, span.from_on, to_on)
    if not replans(span, part):
        to_on = max(span.out_on, plus(from_on, 1) if from_on >= span.out_on else from_on)
    return Target(lane, from_on, to_on)


def replans(span: Span, part: str) -> bool:
    """Whether the whole of a planned stay is carried, days and all."""
    return part not in (END, REST) and span.state not in IN_HOUSE and span.is_first and span.is_last


def judge(
    read: Callable[..., Any], span: Span, home: int, at: Target, whole: bool, name: str, today: str
) -> tuple[str, str, list[Conflict]]:
    """(fit, sentence, conflicts) of a stay at a target; `name` is what its lane is called, `home` the site it is at.

    Only the `whole` of a planned stay can be parked at another ward: what goes on there needs a place.
    """
    if at.lane.kind == "parked" and at.lane.site_id != home and not whole:
        return CLASHES, _("Et opphold som er i gang eller delt, kan bare flyttes til en plass"), []
    found = read(
        stay_rules.conflicts, place_id=at.lane.place_id, site_id=at.lane.site_id, from_on=at.from_on, to_on=at.to_on,
        stay_id=span.stay_id, today=today, arriving=span.state in IN_HOUSE and at.from_on <= today,
    )  # fmt: skip
    return (*verdict(found, name, at, today), found)


def verdict(found: list[Conflict], name: str, at: Target, today: str) -> tuple[str, str]:
    """(fit, sentence) of what stands in the way; the worst is told, or that it is free."""
    when = stay_words.period(at.from_on, at.to_on, today)
    free = _("{place} er ledig {when}") if at.lane.place_id is not None else _("{place} {when}")
    if not found:
        return FITS, free.format(place=name, when=when)
    worst = found[0]
    fit = CLASHES if worst.blocks else ASKS if worst.asks else FITS
    return fit, faults.sentence(worst.fault)
