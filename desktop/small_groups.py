"""Small groups in tables that leave the unit: which numbers are hidden, so that no sum of the others tells them. No Qt.

A number of one to four persons is hidden. What is printed beside it must leave it at least two values: a second table
has to exist that every printed number and every mark fits as well, and in which the hidden number is another. Where
none is found, the smallest number that it adds up with is hidden too, until there is one. (Complementary suppression;
the second table is the proof, so what the search misses costs a number more, never a person.)
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

FEW = 5  # persons: a smaller group than this could be recognised
STEPS = 400  # of the search for a second table, before another number is hidden instead
Key = TypeVar("Key", bound=Hashable)


def few(persons: int | None) -> bool:
    """Whether a group is so small that its figure must not leave the unit."""
    return persons is not None and 0 < persons < FEW


def hidden(
    numbers: Mapping[Key, float],
    people: Mapping[Key, int | None],
    lines: Iterable[Sequence[Key]],
    days: Mapping[Key, int] | None = None,
) -> set[Key]:
    """The numbers that must be hidden together.

    people: how many persons are behind a number, None for what tells of things. lines: a whole and the parts it is the
    sum of; one that does not add up (a person may be in two parts) is only kept from having a single hidden number.
    days: how much one person can be of a number, one where it is not told: 30 of the nights of a month.
    """
    return _Tables(numbers, people, lines, days or {}).hide()


class _Tables(Generic[Key]):
    """Numbers with their sums, and what is hidden of them so far."""

    def __init__(
        self,
        numbers: Mapping[Key, float],
        people: Mapping[Key, int | None],
        lines: Iterable[Sequence[Key]],
        days: Mapping[Key, int],
    ):
        self.numbers, self.people, self.days = numbers, people, days
        self.secret = {key for key in numbers if few(people.get(key))}
        self.safe: set[Key] = set()
        self.lines = [[key for key in line if key in numbers] for line in dict.fromkeys(map(tuple, lines))]
        self.sums: dict[Key, list[dict[Key, int]]] = {}  # number → the sums it is in, each with its signs
        for line in self.lines:
            if line and numbers[line[0]] == sum(numbers[key] for key in line[1:]):
                signs = dict.fromkeys(line, -1) | {line[0]: 1}
                for key in signs:
                    self.sums.setdefault(key, []).append(signs)

    def hide(self) -> set[Key]:
        self._never_one_alone()
        while exposed := self._exposed():
            self.secret.add(min(exposed, key=lambda key: self.numbers[key]))
            self._never_one_alone()
        return self.secret

    def _never_one_alone(self) -> None:
        before = -1
        while before != len(self.secret):
            before = len(self.secret)
            for line in self.lines:
                there = [key for key in line if self.numbers[key]]
                shown = [key for key in there if key not in self.secret]
                if len(there) - len(shown) == 1 and shown:
                    self.secret.add(min(shown, key=lambda key: self.numbers[key]))

    def _exposed(self) -> list[Key]:
        """What can be hidden for the first number that has no second value; empty where all have one."""
        for key in [key for key in self.numbers if key in self.secret and key not in self.safe]:
            other = self._second_table(key)
            self.safe |= {key, *other}
            if not other and (fellows := self._fellows(key)):
                self.safe.remove(key)
                return fellows
        return []

    def _fellows(self, key: Key) -> list[Key]:
        """The shown numbers nearest to a hidden one: in its sums, or in those of what is hidden there."""
        seen, layer = {key}, [key]
        while layer:
            near = list(dict.fromkeys(other for one in layer for signs in self.sums.get(one, ()) for other in signs))
            if shown := [other for other in near if self.numbers[other] and other not in self.secret]:
                return shown
            layer = [other for other in near if other in self.secret and other not in seen]
            seen.update(layer)
        return []

    # the second table

    def _second_table(self, key: Key) -> Mapping[Key, float]:
        """By how much hidden numbers differ in another table that fits all that is printed; {} where none is found."""
        for step in (1, -1):
            if self._fits(key, step) and (found := _Search(self).complete({key: step})):
                return found
        return {}

    def _fits(self, key: Key, change: float) -> bool:
        """Whether a hidden number may be that much larger, by the mark that stands in its place."""
        number, persons = self.numbers[key], self.people.get(key)
        if few(persons):
            most = (FEW - 1) * self.days.get(key, 1)
            return min(number, 1) <= number + change <= max(number, most)
        return number + change >= min(number, FEW)


class _Search(Generic[Key]):
    """From one number that differs to a whole table: each broken sum is mended by another hidden number of it."""

    def __init__(self, tables: _Tables[Key]):
        self.tables, self.left = tables, STEPS

    def complete(self, changed: dict[Key, float]) -> dict[Key, float]:
        """The changes with those that mend all sums; {} where they cannot be, or not within STEPS."""
        self.left -= 1
        choices = self._mending(changed)
        if choices is None:
            return changed
        for key, change in choices:
            if self.left > 0 and (found := self.complete({**changed, key: change})):
                return found
        return {}

    def _mending(self, changed: Mapping[Key, float]) -> list[tuple[Key, float]] | None:
        """What could mend the broken sum that has the fewest ways; None where no sum is broken."""
        ways = [self._ways(signs, off, changed) for signs, off in self._broken(changed)]
        return min(ways, key=len) if ways else None

    def _broken(self, changed: Mapping[Key, float]) -> Iterator[tuple[dict[Key, int], float]]:
        seen: set[int] = set()
        for key in changed:
            for signs in self.tables.sums.get(key, ()):
                if id(signs) not in seen:
                    seen.add(id(signs))
                    if off := sum(signs[other] * change for other, change in changed.items() if other in signs):
                        yield signs, off

    def _ways(self, signs: dict[Key, int], off: float, changed: Mapping[Key, float]) -> list[tuple[Key, float]]:
        tables = self.tables
        found = [(key, -off * sign) for key, sign in signs.items() if key in tables.secret and key not in changed]
        ways = [(key, change) for key, change in found if tables._fits(key, change)]
        return sorted(ways, key=lambda way: len(tables.sums[way[0]]))
