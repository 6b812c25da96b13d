"""Small counts that could point at a person, hidden where the month's figures travel without their lists. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.words import _

FEW = 5  # under this many, a count may point at a person
UNDER_FEW = _("under {n}").format(n=FEW)
HIDDEN = _("skjult")
Counts = Mapping[str, Mapping[str, int]]  # figure → group → count
Secret = dict[str, set[str]]  # figure → the groups it is hidden for


def secrets(counts: Counts) -> Secret:
    """The groups that each count is hidden for.

    Where a single group would be hidden, the next smallest is hidden too: the sum would give it away.
    """
    found: Secret = {}
    for figure, by_group in counts.items():
        ranked = sorted((name for name, count in by_group.items() if count), key=lambda name: by_group[name])
        few = [name for name in ranked if by_group[name] < FEW]
        found[figure] = set(ranked[: max(2, len(few))]) if few else set()
    return found


def follow(secret: Secret, with_count: Mapping[str, str]) -> Secret:
    """The same, with the figures that go with the counts they were made of: figure → count."""
    return secret | {figure: secret[count] for figure, count in with_count.items()}


def told(count: int) -> str:
    """What stands in place of a count that is hidden."""
    return UNDER_FEW if count < FEW else HIDDEN


class Shown:
    """A group whose secret figures read as 'under 5', and whose secret measures are empty."""

    def __init__(self, group: Any, secret: set[str], measures: tuple[str, ...] = ("loan_days",)):
        self._group, self._secret, self._measures = group, secret, measures

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._group, name)
        if name not in self._secret:
            return value
        return None if name in self._measures else told(value)
