"""Who is who: the same person recognised across rows and in the register, doubtful pairs told but never merged."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from db import imports
from db.connection import Reader
from db.norwegian import fold, search_key, sort_key
from db.people import person_keys
from desktop.sheets import names, repair
from desktop.sheets.plan import Orders, Pair
from desktop.words import day

_PAIRS = 200


@dataclass(slots=True, eq=False)
class Person:
    """One human being: `ref` is the id, or -n once planned as new, or None while no row needs it."""

    name: names.Name
    born: str | None = None
    address: str = ""
    phone: str = ""
    ref: int | None = None
    addresses: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    told_on: str = ""
    seen: bool = False
    known: Any = None
    kin: tuple[str, str] = ("", "")
    note: str = ""
    protected: int = 0
    died: str | None = None

    @property
    def full(self) -> str:
        """'Nordmann, Kari'."""
        return ", ".join(part for part in (self.name.last, self.name.first) if part)

    def agrees(self, sighting: "Sighting") -> int:
        """2 where the phone is the same, 1 where the address is, else 0."""
        if sighting.phone_key and sighting.phone_key in self.phones:
            return 2
        return int(bool(sighting.address_key) and sighting.address_key in self.addresses)

    def take(self, sighting: "Sighting") -> None:
        """This sighting is this person."""
        sighting.person, self.seen = self, True
        self.born = self.born or sighting.born
        if sighting.name.sure and not self.name.sure and self.known is None:
            self.name = sighting.name
        newer = sighting.on >= self.told_on
        self.address = sighting.address if sighting.address and (newer or not self.address) else self.address
        self.phone = sighting.phone if sighting.phone and (newer or not self.phone) else self.phone
        self.told_on = max(self.told_on, sighting.on)
        if sighting.address_key:
            self.addresses.add(sighting.address_key)
        if sighting.phone_key:
            self.phones.add(sighting.phone_key)


@dataclass(slots=True, eq=False)
class Sighting:
    """A person as one row tells: birth date (and its reading a century earlier), address, phone, day of the loan."""

    name: names.Name
    born: str | None
    older: str | None
    address: str
    phone: str
    on: str
    address_key: str = ""
    phone_key: str = ""
    person: Person | None = None


class Crowd:
    """All persons and units of the register and of the book."""

    def __init__(self, db: Reader, orders: Orders):
        self.db, self.orders = db, orders
        self.people: dict[str, list[Person]] = {}
        self.by_id: dict[int, Person] = {}  # one who was merged is the one that stayed
        self.waiting: dict[str, list[Sighting]] = {}
        self.units = {fold(row["name"]): row["unit_id"] for row in imports.units(db)}
        self._load()

    def _load(self) -> None:
        rows = imports.people(self.db)
        by_id = {row["person_id"]: row for row in rows}
        found: dict[int, Person] = {}
        for row in rows:
            root = row
            while root["merged_into"] is not None:
                root = by_id[root["merged_into"]]
            person = found.get(root["person_id"])
            if person is None:
                person = found[root["person_id"]] = _registered(root)
            self.by_id[row["person_id"]] = person
            person.addresses |= {repair.address_key(row["address"])} - {""}
            person.phones |= {repair.phone_key(row["phone"])} - {""}
            key = names.name_key(f"{row['first_name']} {row['last_name']}")
            if person not in self.people.setdefault(key, []):
                self.people[key].append(person)

    def unit(self, name: str, address: str = "", phone: str = "") -> int:
        """The ward or institution of that name, planned where there is none."""
        if fold(name) not in self.units:
            self.orders.units.append((name, sort_key(name), search_key(name), address, phone))
            self.units[fold(name)] = -len(self.orders.units)
        return self.units[fold(name)]

    def has_unit(self, name: str) -> bool:
        """A ward or institution of that name is registered or planned."""
        return fold(name) in self.units

    def see(self, name: names.Name, born: tuple[str | None, str | None], address: str, phone: str, on: str) -> Sighting:
        """Remember a row's person; who it is stands in `.person` after settle()."""
        sighting = Sighting(
            name, *born, address, phone, on, repair.address_key(address), repair.phone_key(phone)
        )  # fmt: skip
        self.waiting.setdefault(name.key, []).append(sighting)
        return sighting

    def settle(self) -> None:
        """Decide who all the sightings are."""
        for key, sightings in self.waiting.items():
            _settle(self.people.setdefault(key, []), sightings)
        self.waiting = {}

    def use(self, person: Person) -> int:
        """The person's reference; a new one is planned, a registered one gets its empty fields filled."""
        if person.ref is None:
            found_by = (person.name.first, person.name.last, person.born, person.address, person.phone)
            keys = person_keys(*found_by, bool(person.protected))
            self.orders.persons.append(
                (person.name.first, person.name.last, keys["name_key"], keys["search_key"], person.born, person.address,
                 person.phone, *person.kin, person.note, person.protected, person.died)
            )  # fmt: skip
            person.ref = -len(self.orders.persons)
        return person.ref

    def fill(self, person: Person) -> bool:
        """Plan to fill what a registered person's card lacks; True where there is something."""
        if person.known is None:
            return False
        told = {"born_on": person.born, "address": person.address, "phone": person.phone,
                "kin_name": person.kin[0], "kin_phone": person.kin[1], "protected": person.protected,
                "died_on": person.died}  # fmt: skip
        lacking = {key: value for key, value in told.items() if value and not person.known[key]}
        if not lacking:
            return False
        now = dict(person.known) | lacking
        found_by = (now["first_name"], now["last_name"], now["born_on"], now["address"], now["phone"])
        lacking |= person_keys(*found_by, bool(now["protected"]))
        self.orders.person_changes.append((person.known["person_id"], lacking))
        person.known = now
        return True

    def pairs(self) -> list[Pair]:
        """Persons of one name that may be one and the same, where this book told of one of them."""
        found = []
        for people in self.people.values():
            there = [person for person in people if person.ref is not None]
            for one, other in combinations(there[:20], 2):
                if (one.seen or other.seen) and _doubtful(one, other):
                    found.append(_pair(one, other))
        return found[:_PAIRS]


def _registered(row: Any) -> Person:
    name = names.Name(row["first_name"], row["last_name"], "", sure=True)
    return Person(name, row["born_on"], row["address"], row["phone"], row["person_id"], told_on="9999", known=row)


def _settle(people: list[Person], sightings: list[Sighting]) -> None:
    _settle_centuries(people, sightings)
    for sighting in sightings:
        if sighting.born:
            _by_birth(people, sighting).take(sighting)
    rest = [sighting for sighting in sightings if not sighting.born]
    while rest:
        left = [sighting for sighting in rest if not _by_contact(people, sighting)]
        if len(left) == len(rest):
            sighting = next((s for s in left if s.address_key or s.phone_key), left[0])
            _stranger(people, sighting).take(sighting)
            left.remove(sighting)
        rest = left


def _settle_centuries(people: list[Person], sightings: Iterable[Sighting]) -> None:
    """'1.2.26' is the 1926 that another row or the register tells in full."""
    sure = {person.born for person in people} | {s.born for s in sightings if s.older is None}
    for sighting in sightings:
        if sighting.older in sure and sighting.older and sighting.born not in sure:
            sighting.born = sighting.older


def _by_birth(people: list[Person], sighting: Sighting) -> Person:
    same = next((person for person in people if person.born == sighting.born), None)
    if same is None:
        same = next((person for person in people if person.born is None and person.agrees(sighting)), None)
    return same or _new(people, sighting)


def _by_contact(people: list[Person], sighting: Sighting) -> bool:
    """Give a sighting without birth date to the one person whose phone, or else address, agrees."""
    for strength in (2, 1):
        agreeing = [person for person in people if person.agrees(sighting) == strength]
        if len(agreeing) == 1:
            agreeing[0].take(sighting)
            return True
        if agreeing:
            return False
    return False


def _stranger(people: list[Person], sighting: Sighting) -> Person:
    """A person told by nothing that agrees; a bare name is the same as the same bare name."""
    bare = not sighting.address_key and not sighting.phone_key
    for person in people:
        if person.born is None and bare and not person.addresses and not person.phones:
            return person
        if person.born is None and person.agrees(sighting):
            return person
    return _new(people, sighting)


def _new(people: list[Person], sighting: Sighting) -> Person:
    person = Person(sighting.name, note=sighting.name.note)
    people.append(person)
    return person


def _doubtful(one: Person, other: Person) -> bool:
    if one.known is not None and other.known is not None:
        return False
    contradict = one.born and other.born and one.born != other.born
    return not contradict or bool(one.phones & other.phones or one.addresses & other.addresses)


def _pair(one: Person, other: Person) -> Pair:
    return Pair(
        one.full,
        one.ref if one.ref and one.ref > 0 else None,
        other.ref if other.ref and other.ref > 0 else None,
        _about(one),
        _about(other),
    )


def _about(person: Person) -> str:
    return " · ".join(part for part in (day(person.born), person.address, person.phone) if part)
