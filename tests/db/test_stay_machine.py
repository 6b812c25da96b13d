"""Any order of booking, coming, moving, swapping, parking, leaving, undoing and redoing keeps one stay a bed a night."""

import shutil
import tempfile
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from stay_house import House, build

from bench.rewind import rewind
from db import check, errors, history, stay_acts, stay_lists, stays
from db.errors import Why
from db.stay_days import plus

TODAY = "2026-07-10"
ROOMS = st.integers(1, 3)
DAYS = st.integers(-6, 8).map(lambda shift: plus(TODAY, shift))
PAST = st.integers(-6, 0).map(lambda shift: plus(TODAY, shift))
LENGTHS = st.integers(0, 6)
PICK = st.integers(0, 11)
Part = tuple[int, str, str]


def held(part: Part) -> set[str]:
    """The days of its room that a part of a stay takes."""
    _room, day, until = part
    days = set()
    while day < until:
        days.add(day)
        day = plus(day, 1)
    return days or {part[1]}


@dataclass
class Guest:
    """A stay as the model knows it: its state, and where it is when, as (room, from, to)."""

    state: str
    parts: list[Part]
    left_on: str | None = None

    @property
    def out(self) -> str:
        return self.parts[-1][2]

    def days(self, asked: Part) -> set[str]:
        """The days it has in the room asked for; one that came for the day alone may have given up the night."""
        same = [part for part in self.parts if part[0] == asked[0] and (part[1] < part[2] or part == asked)]
        return {day for part in same for day in held(part)}

    def moved(self, room: int, day: str) -> list[Part]:
        """Its parts when it is in the room from a day on."""
        start = max(day, self.parts[0][1])
        kept = [(where, since, min(until, start)) for where, since, until in self.parts if since < start]
        return joined([*kept, (room, start, max(self.out, start))])

    def ended(self, day: str) -> list[Part]:
        """Its parts when it ends on a day, earlier or later."""
        kept = [part for part in self.parts if part[1] < day] or self.parts[:1]
        return [*kept[:-1], (kept[-1][0], kept[-1][1], day)]


def joined(parts: list[Part]) -> list[Part]:
    made: list[Part] = []
    for room, since, until in parts:
        if made and made[-1][0] == room:
            made[-1] = (room, made[-1][1], until)
        else:
            made.append((room, since, until))
    return made


class Ward(RuleBasedStateMachine):
    """Three rooms beside a model that counts days one by one; `past` and `undone` hold it for undo and redo."""

    @initialize()
    def start(self):
        self.folder = Path(tempfile.mkdtemp(prefix="hverdag-"))
        self.house: House = build(self.folder / "lager.hverdag", rooms=3)
        self.people = [self.house.person() for _n in range(40)]
        self.model: dict[int, Guest] = {}
        self.past: list[dict[int, Guest]] = []
        self.undone: list[dict[int, Guest]] = []

    def teardown(self):
        if hasattr(self, "house"):
            assert rewind(self.house.register) == []
            self.house.register.close()
            shutil.rmtree(self.folder)

    # what the model says

    def chosen(self, pick: int, *states: str) -> int | None:
        """One of the stays in these states."""
        fitting = [ref for ref, guest in self.model.items() if guest.state in states]
        return fitting[pick % len(fitting)] if fitting else None

    def in_the_way(
        self, ref: int | None, parts: list[Part], at_door: bool = False, without: int | None = None
    ) -> Why | None:
        """Why these parts cannot be: somebody has the room on a day that is new, or is there over time."""
        now = self.model.get(ref or 0, Guest("", []))
        for part in parts:
            new = held(part) - now.days(part) if part[0] else set()
            told = {
                self.meets(other, part, new, at_door) for key, other in self.model.items() if key not in (ref, without)
            }
            if told - {None}:
                return Why.PLACE_TAKEN if Why.PLACE_TAKEN in told else Why.PLACE_HELD
        return None

    def meets(self, other: Guest, part: Part, new: set[str], at_door: bool) -> Why | None:
        if not new or not other.parts:
            return None
        for theirs in other.parts:
            quick = theirs[1] == theirs[2] != part[2] and part[1] == theirs[1] in new
            evening = part[1] == part[2] != theirs[2] and part[1] == theirs[1]
            if theirs[0] == part[0] and held(theirs) & new and not quick and not evening:
                return Why.PLACE_TAKEN
        over = other.out <= TODAY if at_door else other.out < TODAY
        if other.state == "in" and over and other.parts[-1][0] == part[0]:
            there = held((part[0], other.parts[-1][1], plus(TODAY, 1)))
            return Why.PLACE_HELD if there & new else None
        return None

    def do(self, expected: Why | None, act, /, **arguments) -> Any:
        """Carry out an act; what it must answer is known beforehand. A refusal leaves everything as it was."""
        if expected is None:
            before, standing = deepcopy(self.model), history.last(self.house.register)
            result = self.house.do(act, **arguments)
            if history.last(self.house.register) != standing:  # an act that changes nothing is not undone
                self.past.append(before)
            self.undone.clear()
            return result
        with pytest.raises(errors.Rejected) as told:
            self.house.do(act, **arguments)
        alike = {Why.PLACE_TAKEN, Why.PLACE_HELD}  # which of several in the way is told first, is not tried here
        assert told.value.why in (alike if expected in alike else {expected}), (told.value.facts, self.model)
        return None

    # the acts

    @rule(room=ROOMS, since=DAYS, length=LENGTHS)
    def book(self, room, since, length):
        if len(self.model) >= 7 or not self.people:
            return
        parts = [(room, since, plus(since, length))]
        why = self.in_the_way(None, parts)
        asked = {"person_id": self.people[-1], "purpose": "rehabilitation", "place_id": self.house.rooms[room - 1]}
        ref = self.do(
            why, stay_acts.book_stay, from_on=since, to_on=parts[0][2], received_on="2026-07-01", accept=True, **asked
        )
        if why is None:
            self.people.pop()
            self.model[ref] = Guest("planned", parts)

    @rule(pick=PICK, day=PAST)
    def check_in(self, pick, day):
        ref = self.chosen(pick, "planned")
        if ref is None:
            return
        guest = self.model[ref]
        kept = [part for part in guest.parts if part[2] > day]
        parts = [(kept[0][0], day, kept[0][2]), *kept[1:]] if kept else [
            (guest.parts[-1][0], day, plus(day, sum(len(held(part)) for part in guest.parts if part[1] < part[2])))]  # fmt: skip
        if parts[0][0] == 0:
            self.do(Why.MISSING_VALUE, stay_acts.check_in, stay_id=ref, on_day=day)
            return
        why = Why.PLACE_HELD if self.still_there(ref, parts[0]) else self.in_the_way(ref, parts)
        self.do(why, stay_acts.check_in, stay_id=ref, on_day=day, accept=True)
        if why is None:
            self.model[ref] = Guest("in", parts)

    def still_there(self, ref: int, part: Part) -> bool:
        """Whether somebody is in the room who has not left: over time, or here for this one day."""
        for key, other in self.model.items():
            if key == ref or other.state != "in":
                continue
            last = other.parts[-1]
            there = {*held(last), *(held((last[0], last[1], plus(TODAY, 1))) if other.out <= TODAY else ())}
            if last[0] == part[0] and there & held(part):
                return True
        return False

    @rule(pick=PICK, room=ROOMS, day=DAYS)
    def move(self, pick, room, day):
        ref = self.chosen(pick, "planned", "in")
        if ref is None:
            return
        guest, why = self.from_day(ref, day)
        start = max(day, guest.parts[0][1])
        parts = guest.moved(room, start)
        at_door = guest.state == "in" and start <= TODAY
        why = why or self.in_the_way(ref, parts, at_door)
        self.do(why, stay_acts.move_stay, stay_id=ref, place_id=self.house.rooms[room - 1], from_on=day, accept=True)
        if why is None:
            self.model[ref] = Guest(guest.state, parts)

    def from_day(self, ref: int, day: str) -> tuple[Guest, Why | None]:
        """The stay from which something changes on a day: over time it has one night more, else the day must be in it."""
        guest = self.model[ref]
        start = max(day, guest.parts[0][1])
        if start < guest.out or start == guest.parts[0][1]:
            return guest, None
        if guest.state == "in" and start <= TODAY:
            return Guest(guest.state, guest.ended(plus(start, 1))), None
        return guest, Why.NOT_IN_STAY

    @rule(pick=PICK, day=DAYS)
    def park(self, pick, day):
        ref = self.chosen(pick, "planned", "in")
        if ref is None:
            return
        guest, why = self.from_day(ref, day)
        parts = guest.moved(0, max(day, guest.parts[0][1]))
        why = why or self.in_the_way(ref, parts)
        self.do(why, stay_acts.park_stay, stay_id=ref, from_on=day)
        if why is None:
            self.model[ref] = Guest(guest.state, parts)

    @rule(pick=PICK, other=PICK, day=DAYS)
    def swap(self, pick, other, day):
        refs = [ref for number in (pick, other) if (ref := self.chosen(number, "planned", "in")) is not None]
        if len(set(refs)) < 2:
            return
        found = [self.from_day(ref, day) for ref in refs]
        why = found[0][1] or found[1][1]
        rooms = [
            next((room for room, _since, until in one.parts if until > day), one.parts[-1][0]) for one, _why in found
        ]
        why = why or (Why.SAME_PLACE if rooms[0] == rooms[1] else None)
        parts = [
            one.moved(room, max(day, one.parts[0][1])) for (one, _why), room in zip(found, rooms[::-1], strict=True)
        ]
        for ref, asked, without in zip(refs, parts, refs[::-1], strict=True):
            why = why or self.in_the_way(ref, asked, without=without)
        self.do(why, stay_acts.swap_stays, stay_id=refs[0], other_id=refs[1], from_on=day, accept=True)
        if why is None:
            for ref, asked in zip(refs, parts, strict=True):
                self.model[ref] = Guest(self.model[ref].state, asked)

    @rule(pick=PICK, day=DAYS)
    def change_end(self, pick, day):
        ref = self.chosen(pick, "planned", "in")
        if ref is None:
            return
        guest = self.model[ref]
        early = Why.OUT_BEFORE_IN if day < guest.parts[0][1] else None
        early = early or (Why.NOT_LEFT_YET if guest.state == "in" and day < TODAY else None)
        parts = guest.ended(day) if early is None else guest.parts
        why = early or self.in_the_way(ref, parts)
        self.do(why, stay_acts.change_end, stay_id=ref, to_on=day, accept=True)
        if why is None:
            self.model[ref] = Guest(guest.state, parts)

    @rule(pick=PICK, day=PAST)
    def discharge(self, pick, day):
        ref = self.chosen(pick, "in")
        if ref is None:
            return
        guest = self.model[ref]
        early = Why.OUT_BEFORE_IN if day < guest.parts[0][1] else None
        parts = guest.ended(day) if early is None else guest.parts
        behind = {} if early else self.giving_way(ref, parts[-1])
        others = {key: self.model[key] for key in behind}
        self.model |= {key: Guest("planned", moved) for key, moved in behind.items()}
        why = early or self.in_the_way(ref, parts)
        self.model |= others
        self.do(why, stay_acts.discharge, stay_id=ref, on_day=day)
        if why is None:
            self.model |= {key: Guest("planned", moved) for key, moved in behind.items()}
            self.model[ref] = Guest("discharged", parts, day)

    def giving_way(self, ref: int, last: Part) -> dict[int, list[Part]]:
        """Those who should have come to a room meanwhile: without it until the day on which it was left."""
        room, _since, until = last
        slept = held(last) - self.model[ref].days(last)
        found = {}
        for key, other in self.model.items():
            if other.state == "planned" and any(part[0] == room and held(part) & slept for part in other.parts):
                parts: list[Part] = []
                for part in other.parts:
                    if part[0] == room and part[1] < until:
                        parts.append((0, part[1], min(part[2], until)))
                        parts += [(room, until, part[2])] if part[2] > until else []
                    else:
                        parts.append(part)
                found[key] = joined(parts)
        return found if room else {}

    @rule(pick=PICK)
    def reopen(self, pick):
        ref = self.chosen(pick, "discharged")
        if ref is None:
            return
        guest = self.model[ref]
        parts = guest.ended(plus(TODAY, 1))
        late = Why.TOO_LATE_TO_REOPEN if guest.left_on and plus(guest.left_on, 7) < TODAY else None
        why = late or self.in_the_way(ref, parts)
        self.do(why, stay_acts.reopen_stay, stay_id=ref, reason="Feil", accept=True)
        if why is None:
            self.model[ref] = Guest("in", parts)

    @rule(pick=PICK)
    def cancel(self, pick):
        ref = self.chosen(pick, "planned")
        if ref is not None:
            self.do(None, stays.cancel_stay, stay_id=ref, reason="user")
            self.model[ref] = Guest("cancelled", [])

    @precondition(lambda self: self.past)
    @rule()
    def undo(self):
        history.undo_last(self.house.register, staff="Jon", today=TODAY)
        self.undone.append(self.model)
        self.model = self.past.pop()

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self):
        history.redo_last(self.house.register, staff="Jon", today=TODAY)
        self.past.append(self.model)
        self.model = self.undone.pop()

    # what always holds

    @invariant()
    def the_register_says_what_the_model_says(self):
        if not hasattr(self, "house"):
            return
        for ref, guest in self.model.items():
            parts = [(room, f"2026-{since}", f"2026-{until}") for room, since, until in self.house.laid(ref)]
            assert parts == guest.parts, (ref, parts, guest)
        shown = stay_lists.rows(self.house.register, list(self.model), today=TODAY)
        assert {row["stay_id"]: row["state"] for row in shown} == {ref: one.state for ref, one in self.model.items()}
        assert check.broken_rules(self.house.register) == []


TestWard = Ward.TestCase
TestWard.settings = settings(max_examples=7, stateful_step_count=24, deadline=None)
