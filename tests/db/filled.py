"""A small register with something of everything, and short ways to act on it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from db import command, equipment, loan_lines, loans, people, products, units
from db.connection import Register

TODAY = "2026-11-22"


@dataclass
class Depot:
    """An open register and the ids of what lies in it."""

    register: Register
    items: list[int]
    goods: int
    person: int
    unit: int
    other: int = field(init=False, repr=False)  # a second person, where a test has one
    request: int = field(init=False, repr=False)
    goods_line: int = field(init=False, repr=False)

    @property
    def chair(self) -> int:
        """The product of the copies."""
        return equipment.item(self.register, self.items[0])["product_id"]

    @property
    def path(self) -> Path:
        return self.register.path

    def do(self, act, /, today: str = TODAY, **arguments: Any) -> Any:
        """Carry out a command and return its result."""
        return command.run(self.register, act, staff="Jon", today=today, **arguments).result

    def lend(self, *numbers: int, **more: Any) -> int:
        """Lend copies, counted from 0; returns agreement_id."""
        items = [self.items[number] for number in numbers]
        return self.do(loans.lend, **({"item_ids": items, "person_id": self.person, "due_on": "2027-01-10"} | more))

    def line(self, number: int) -> int:
        """The open line of a copy, counted from 0."""
        found = loan_lines.open_line(self.register, self.items[number], today=TODAY)
        assert found is not None
        return found["line_id"]

    def state(self, number: int) -> str:
        """The state of a copy, counted from 0."""
        return equipment.item(self.register, self.items[number])["state"]


def fill(register: Register, copies: int = 6) -> Depot:
    """Put copies, goods by quantity, a person and a ward into an empty register."""
    depot = Depot(register, [], 0, 0, 0)
    chair = depot.do(products.add_product, name="Rullestol Kroken", hms_nr="012345", accessory_names=["Pute"])
    numbers = [f"H-{number:04}" for number in range(1, copies + 1)]
    depot.items = depot.do(equipment.add_items, numbers=numbers, product_id=chair, room="Kjeller", shelf="A1")
    depot.goods = depot.do(products.add_product, name="Forhøyningsklosser", tracking="quantity")
    depot.do(products.move_stock, product_id=depot.goods, kind="in", quantity=20)
    depot.person = depot.do(
        people.add_person,
        first_name="Kari",
        last_name="Nordmann",
        born_on="1941-05-17",
        address="Lia 4",
        phone="90000000",
    )
    depot.unit = depot.do(units.add_unit, name="Solgløtt")
    return depot
