"""Turn a fitted stay into plain rows: a new one, or what the book changes of one that the register has."""

from typing import Any

from desktop import words
from desktop.sheets.crowd import Crowd
from desktop.sheets.plan import CHANGED, NEW, UNCHANGED
from desktop.sheets.stay_known import Stay, StaysKnown
from desktop.sheets.stay_reading import Wish

_BEFORE = ("applied", "assessed", "granted", "waiting")
_NOT_DONE = ("refused", "cancelled")
HOLDING = ("planned", "in", "discharged")  # the states that have days and may have a room
_LATER = {"planned": ("in", "discharged", "cancelled"), "in": ("discharged",),
          **dict.fromkeys(_BEFORE, ("planned", "in", "discharged"))}  # fmt: skip


class StayWriter:
    """Knows what a state means in the register's rows."""

    def __init__(self, known: StaysKnown, crowd: Crowd):
        self.known, self.crowd, self.orders = known, crowd, known.orders
        self.moved: dict[int, dict[str, Any]] = {}

    def state_of(self, wish: Wish) -> str:
        """How a stay stands by the book's own word, else by its days: who should have left has left."""
        told, today = wish.state, self.known.today
        if told in _NOT_DONE or not wish.came or (told in _BEFORE and not wish.room):
            return told or "applied"
        if told == "planned":
            return told
        if told == "discharged" or (told != "in" and wish.given and wish.left is not None and wish.left < today):
            return "discharged" if wish.left is not None and wish.left <= today else _by_arrival(wish, today)
        return _by_arrival(wish, today)

    def give_night(self, segment: Any) -> None:
        """A same-day stay of the register lets another have the night."""
        self._move(segment, {"day_only": 1})

    def write(self, wish: Wish, site: int, place: int | None) -> str:
        """Plan the rows of a wish; returns NEW, CHANGED or UNCHANGED."""
        if wish.stay is not None:
            return self._change(wish, wish.stay, site, place)
        self._add(wish, site, place)
        return NEW

    # new ones

    def _add(self, wish: Wish, site: int, place: int | None) -> None:
        person, state = wish.sighting.person, self.state_of(wish)
        assert person is not None
        if person.ref is not None:
            self.crowd.fill(person)
        day, holds = min(wish.left or wish.came or self.known.today, self.known.today), state in HOLDING
        arrived = min(wish.came or self.known.today, self.known.today)
        received = wish.received or arrived
        decided = arrived if holds or state in ("granted", "waiting") else day if state == "refused" else None
        self.orders.stays.append((
            wish.number, self.crowd.use(person), "day" if self.known.kinds[site] == "day_centre" else "night",
            wish.purpose, state, received, decided, decided,
            received if state == "waiting" else None, int(state == "discharged" or wish.sure), *wish.came_from,
            day if state in ("discharged", *_NOT_DONE) else None, "no_need" if state == "cancelled" else None,
            *((None, None) if holds else (wish.came or None, wish.left)),
            words.FROM_BOOK if holds and not wish.received else "", wish.note,
        ))  # fmt: skip
        stay = -len(self.orders.stays)
        if holds:
            since = wish.moved_on or wish.came
            if since > wish.came:
                self.orders.segments.append((stay, site, None, wish.came, since, 0))
            self.orders.segments.append((stay, site, place, since, wish.left, int(wish.day_only)))
        self._tell_of(wish, stay, set(), 0)

    def _tell_of(self, wish: Wish, stay: int, coordinators: set[str], goals: int) -> bool:
        """Plan the coordinator and the goal of a row, where they are not told already."""
        since = min(wish.came or self.known.today, self.known.today) if stay < 0 else self.known.today
        coordinated = bool(wish.coordinator) and wish.coordinator not in coordinators
        if coordinated:
            self.orders.coordinators.append((stay, wish.coordinator, since))
        aims = bool(wish.goal) and not goals
        if aims:
            self.orders.goals.append((stay, 1, wish.goal, since))
        return coordinated or aims

    # those that the register has

    def _change(self, wish: Wish, stay: Stay, site: int, place: int | None) -> str:
        """The book has the last word on days, room and purpose while the stay is not over in the register."""
        if stay.state in _NOT_DONE:
            if wish.state != stay.state:
                wish.plan.remark(wish.planned.row, "cancelled_here")
            return UNCHANGED
        changed = self._state(wish, stay) | self._plain(wish, stay)
        moved = self.state_of(wish) in HOLDING and self._days(wish, stay, site, place)
        if changed.get("state") == "cancelled":
            self.orders.segment_removals.extend(row["stay_segment_id"] for row in stay.segments)
        if stay.state == "discharged" and moved:
            changed["closed_on"] = min(wish.left or stay.left, self.known.today)
        if changed:
            self.orders.stay_changes.append((stay.ref, changed))
        told = self._tell_of(wish, stay.ref, set(stay.coordinators), stay.goals)
        return CHANGED if changed or moved or told else UNCHANGED

    def _state(self, wish: Wish, stay: Stay) -> dict[str, Any]:
        state = self.state_of(wish)
        if state not in _LATER.get(stay.state, ()):
            return {}
        if state == "discharged":
            return {"state": state, "confirmed": 1, "closed_on": wish.left}
        if state == "cancelled":
            return {"state": state, "confirmed": 0, "closed_on": self.known.today, "cancel_reason": "no_need"}
        return {"state": state}

    def _plain(self, wish: Wish, stay: Stay) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        if wish.purpose != stay.purpose:
            changed["purpose"] = wish.purpose
        if wish.came_from[0] and not stay.came_from:
            changed |= {"came_from": wish.came_from[0], "came_from_note": wish.came_from[1]}
        told = self.state_of(wish) in ("planned", "in") and (wish.own or wish.sure)
        if told and stay.state in ("planned", "in") and int(wish.sure) != stay.confirmed:
            changed["confirmed"] = int(wish.sure)
        return changed

    def _days(self, wish: Wish, stay: Stay, site: int, place: int | None) -> bool:
        """Move the ends of a stay, and its room where it has been in one only."""
        if not stay.segments:
            self.orders.segments.append((stay.ref, site, place, wish.came, wish.left, int(wish.day_only)))
            return True
        first, last = stay.segments[0], stay.segments[-1]
        if first is not last:
            return self._move(last, {"to_on": wish.left})
        there = {"site_id": site, "stay_place_id": place} if wish.room or wish.own else {}
        return self._move(last, there | {"from_on": wish.came, "to_on": wish.left, "day_only": int(wish.day_only)})

    def _move(self, segment: Any, told: dict[str, Any]) -> bool:
        changed = {name: value for name, value in told.items() if value != segment[name]}
        if not changed:
            return False
        ref, whole = segment["stay_segment_id"], ("site_id", "stay_place_id", "from_on", "to_on", "day_only")
        if ref not in self.moved:
            self.moved[ref] = {name: segment[name] for name in whole}
            self.orders.segment_changes.append((ref, self.moved[ref]))
        self.moved[ref] |= changed
        if self.moved[ref]["to_on"] != self.moved[ref]["from_on"]:
            self.moved[ref]["day_only"] = 0
        return True


def _by_arrival(wish: Wish, today: str) -> str:
    return "in" if wish.came <= today else "planned"
