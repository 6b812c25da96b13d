"""A small ward to try stays on: short ways to have people asked for, placed and let go."""

import shutil
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from db import command, people, stay_acts, stay_lists, stay_places, stay_segments, stays
from db.connection import Register, Row

TODAY = "2026-07-10"
_NUMBERS = count(1)


@dataclass
class House:
    """An open register with a ward of numbered rooms, a day centre and a supplier."""

    register: Register
    ward: int
    rooms: list[int]
    centre: int
    supplier: int
    today: str = TODAY

    def do(self, act, /, today: str | None = None, **arguments: Any) -> Any:
        """Carry out a command and return its result."""
        return command.run(self.register, act, staff="Jon", today=today or self.today, **arguments).result

    def person(self, last_name: str = "", **more: Any) -> int:
        """A new person."""
        return self.do(people.add_person, first_name="Liv", last_name=last_name or f"Aas {next(_NUMBERS)}", **more)

    def book(self, room: int | None, from_on: str, to_on: str, *, person_id: int = 0, **more: Any) -> int:
        """A planned stay in a room, counted from 1, of somebody new; without a room at the ward."""
        where: dict[str, Any] = {"place_id": self.rooms[room - 1]} if room else {"site_id": self.ward}
        asked: dict[str, Any] = {"person_id": person_id or self.person(), "purpose": "rehabilitation"} | where | more
        return self.do(stay_acts.book_stay, from_on=from_on, to_on=to_on, **asked)

    def came(self, room: int, from_on: str, to_on: str, **more: Any) -> int:
        """A stay of somebody who came on the day planned."""
        stay_id = self.book(room, from_on, to_on, **more)
        self.do(stay_acts.check_in, stay_id=stay_id, on_day=from_on)
        return stay_id

    def waits(self, received_on: str = "2026-07-01", **more: Any) -> int:
        """Somebody on the waiting list; latest_start_on is of the list, all else of the application."""
        later = {"latest_start_on": more.pop("latest_start_on", None)}
        asked = {"person_id": self.person(), "purpose": "rehabilitation", "received_on": received_on} | more
        stay_id = self.do(stays.apply_for_stay, **asked)
        self.do(stays.assess_stays, stay_ids=[stay_id], on_day=received_on)
        self.do(stays.grant_stay, stay_id=stay_id, on_day=received_on)
        self.do(stays.put_on_waiting_list, stay_id=stay_id, on_day=received_on, **later)
        return stay_id

    def laid(self, stay_id: int) -> list[tuple[int, str, str]]:
        """Where a stay is: (room counted from 1, or 0 without one, from, to), days as '07-10'."""
        rooms = {place: number for number, place in enumerate(self.rooms, start=1)}
        return [
            (rooms.get(one.place_id or 0, 0), one.from_on[5:], one.to_on[5:])
            for one in stay_segments.segments(self.register, stay_id)
        ]

    def row(self, stay_id: int, today: str | None = None) -> Row:
        """The stay as the lists show it."""
        return stay_lists.stay(self.register, stay_id, today=today or self.today)


Some = TypeVar("Some", bound=House)


def build(path: Path, rooms: int = 4) -> House:
    """A house in a new register."""
    register = _hasty(Register.create(path))
    house = House(register, 0, [], 0, 0)
    house.ward = house.do(stay_places.add_site, name="Solgløtt", kind="ward")
    house.centre = house.do(stay_places.add_site, name="Dagsenteret", kind="day_centre")
    house.supplier = house.do(stay_places.add_site, name="Fjordheim", kind="external")
    names = [f"Rom {number}" for number in range(1, rooms + 1)]
    house.rooms = house.do(stay_places.add_stay_places, site_id=house.ward, names=names, valid_from="2020-01-01")
    return house


def copy_of(house: Some, path: Path) -> Some:
    """The same house in a register of its own."""
    shutil.copyfile(house.register.path, path)
    return replace(house, register=_hasty(Register.open(path)))


def _hasty(register: Register) -> Register:
    """The rules are tried here, not the disk."""
    register.conn.execute("PRAGMA synchronous=OFF")
    register.conn.execute("PRAGMA journal_mode=MEMORY")
    return register
