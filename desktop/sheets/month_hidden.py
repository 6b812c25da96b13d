"""Small counts that could point at a person, hidden where the month's figures travel without their lists. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop import small_groups
from desktop.small_groups import FEW
from desktop.words import _

UNDER_FEW = _("under {n}").format(n=FEW)
HIDDEN = _("skjult")
Counts = Mapping[str, Mapping[str, int]]  # figure → group → count
Secret = dict[str, set[str]]  # figure → the groups it is hidden for
_WHOLE = ""  # beside the groups by their names: the month's own figure, which is always told


def secrets(counts: Counts) -> Secret:
    """The groups that each count is hidden for, so that neither the month's figure nor the other groups tell it."""
    return {figure: _secret({_WHOLE: sum(by_group.values()), **by_group}) - {_WHOLE}
            for figure, by_group in counts.items()}  # fmt: skip


def _secret(counts: Mapping[str, int]) -> set[str]:
    people = {name: None if name == _WHOLE else count for name, count in counts.items()}
    return small_groups.hidden(counts, people, [list(counts)])


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
