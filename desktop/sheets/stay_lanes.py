"""Who has which room when, in the register and in the book: by the one collision rule of db.stay_days."""

from bisect import bisect_left, insort
from dataclasses import dataclass
from typing import Any

from db.stay_days import collide, held_until
from desktop.words import _


@dataclass(slots=True, eq=False)
class Held:
    """A room held in [came, left). `row` is where the book tells it (sheet, row), None where the register does.

    `wish` or `segment` is what stands behind it; `who` the name in clear text; `person` tells two of one name apart.
    """

    came: str
    left: str
    room: str
    who: str
    person: Any
    row: tuple[str, int] | None = None
    wish: Any = None
    segment: Any = None

    @property
    def called(self) -> str:
        """'Rom 205', 'Stua'; 'uten rom' for nowhere."""
        return _("Rom {number}").format(number=self.room) if self.room.isdigit() else self.room or _("uten rom")

    @property
    def until(self) -> str:
        return held_until(self.came, self.left)

    @property
    def same_day(self) -> bool:
        return self.came == self.left


class Lanes:
    """What is held, place by place and person by person. A place is its reference, or None for nowhere."""

    def __init__(self) -> None:
        self._of_place: dict[int, list[Held]] = {}
        self._of_person: dict[int, list[Held]] = {}

    def add(self, place: int | None, held: Held) -> None:
        """Hold a place; nobody asks here whether it is free."""
        if place is not None:
            insort(self._of_place.setdefault(place, []), held, key=_came)
        self._of_person.setdefault(id(held.person), []).append(held)

    def remove(self, place: int | None, held: Held) -> None:
        """Let go of it again."""
        if place is not None:
            self._of_place[place].remove(held)
        self._of_person[id(held.person)].remove(held)

    def met(self, place: int, wanted: Held) -> list[Held]:
        """All who need the place on the same day as somebody wanted there."""
        lane = self._of_place.get(place, [])
        at = max(0, bisect_left(lane, wanted.came, key=_came) - 3)  # those before end before the next one comes
        found = []
        while at < len(lane) and lane[at].came < wanted.until:
            if collide(wanted.came, wanted.left, lane[at].came, lane[at].left):
                found.append(lane[at])
            at += 1
        return found

    def next_after(self, place: int | None, day: str) -> Held | None:
        """The next who comes to a place after a day."""
        lane = self._of_place.get(place, []) if place is not None else []
        at = bisect_left(lane, day + "~", key=_came)
        return lane[at] if at < len(lane) else None

    def elsewhere(self, wanted: Held) -> Held | None:
        """The same person somewhere else at the same time."""
        return next(
            (
                held
                for held in self._of_person.get(id(wanted.person), ())
                if held is not wanted and held.wish is not wanted.wish and _meet(held, wanted)
            ),
            None,
        )


def same_day(one: Held, other: Held) -> bool:
    """Whether one comes and leaves on the day that the other arrives, to stay the night."""
    return one.same_day != other.same_day and one.came == other.came


def _meet(one: Held, other: Held) -> bool:
    near = one.came <= other.left and other.came <= one.left  # read first: most are years apart
    return near and collide(one.came, one.left, other.came, other.left)


def _came(held: Held) -> str:
    return held.came
