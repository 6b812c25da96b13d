"""Out and in and out again: what a register exports, an empty one takes in and exports just the same."""

import random
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest

from db import command, equipment, loans, people, products, units
from db.connection import Register
from db.errors import Rejected
from desktop.sheets import export, importing

TODAY = "2026-11-16"
NAMES = (("Kari", "Nordmann"), ("Ole-Jørgen", "Ås"), ("Anne Marie", "van der Berg"), ("Åse", "Østby"), ("Per", "Lie"))
PRODUCTS = (
    ("Rullator, innendørs", "001234", "Ganghjelpemidler", "120606"),
    ("=Seng", "214812", "Senger", None),
    ("Dusjkrakk 50%", None, "", None),
)
STATES = ("to_repair", "missing", "retired")


@pytest.fixture
def registers(tmp_path):
    """A function that makes empty registers."""
    made = []

    def make():
        made.append(Register.create(tmp_path / f"{len(made)}.hverdag"))
        return made[-1]

    yield make
    for register in made:
        register.close()


def run(register, act, /, today=TODAY, **named):
    return command.run(register, act, staff="Jon", today=today, **named).result


def fill(register, seed):
    """Work at random over a year: copies with everything on them, and loans of every sort."""
    chance = random.Random(seed)
    kinds = [run(register, products.add_product, name=name, hms_nr=hms_nr, group_name=group, iso_code=iso)
                for name, hms_nr, group, iso in PRODUCTS]  # fmt: skip
    goods = run(register, products.add_product, name="Krykker, par", hms_nr="000777", group_name="Gang",
                tracking="quantity")  # fmt: skip
    run(register, products.move_stock, today="2025-11-01", product_id=goods, kind="in", quantity=40)
    copies = [copy for at in range(60) for copy in buy(register, chance, chance.choice(kinds), at)]
    borrowers = [run(register, people.add_person, first_name=first, last_name=last, born_on=f"19{40 + at}-0{at + 1}-17",
                     address=f"Fjellvegen {at}, 7340 Oppdal", phone=f"900 00 00{at}", protected=at == 4)
                 for at, (first, last) in enumerate(NAMES)]  # fmt: skip
    ward = run(register, units.add_unit, name="Korttidsavdelingen", phone="72 40 00 00", address="Sjukehusvegen 1")
    day = date(2025, 12, 1)
    while day.isoformat() < TODAY:
        who = chance.choice([{"person_id": person} for person in borrowers] + [{"unit_id": ward}])
        live_a_day(register, chance, day, copies, goods, who)
        day += timedelta(days=chance.randint(1, 5))


def buy(register, chance, product, at):
    bought = chance.choice((None, "2015", "2019-04", "2021-09-30"))
    return run(register, equipment.add_items, today="2025-11-01", numbers=[f"H-{at + 1:04}"], product_id=product,
               codes=chance.choice(((), (f"7312 {at:04}", f"Q{at}"))), serial=chance.choice(("", f"SN{at}")), owner=chance.choice(("own", "own", "nav")), bought_on=bought,
               room=chance.choice(("Kjeller", "Garasje")), shelf=chance.choice(("", "B2", "Hylle 3")),
               price_ore=chance.choice((None, 0, 420000, 99950)), condition=chance.choice((None, "A", "C")),
               note=chance.choice(("", "mangler kurv", "=1+1")))  # fmt: skip


def live_a_day(register, chance, day, copies, goods, who):
    today, due = day.isoformat(), chance.choice((None, (day + timedelta(days=60)).isoformat()))
    lines = [row[0] for row in register.rows("SELECT line_id FROM loan_line WHERE end_reason IS NULL")]
    loan = {"item_ids": chance.sample(copies, chance.randint(1, 3)), "due_on": due, "requested_by": "Ergo", **who}
    back = [loans.Return(line, chance.choice(("clean", "dirty", "damaged"))) for line in some(chance, lines, 2)]
    acts = (
        *[(loans.lend, loan)] * 8,
        (loans.lend, loan | {"goods": {goods: 2}, "note": "x"}),
        (loans.take_back, {"returns": back}),
        (loans.extend, {"line_ids": some(chance, lines, 1), "due_on": (day + timedelta(days=9)).isoformat()}),
        (loans.lose, {"line_ids": some(chance, lines, 1) if chance.random() < 0.3 else ()}),
        *[(equipment.act, {"item_ids": [copy], "act": "cleaned"}) for copy in copies[:4]],
        (equipment.act, {"item_ids": chance.sample(copies, 1), "act": chance.choice(STATES), "reason": "worn"}),
    )
    act, named = chance.choice(acts)
    try:
        run(register, act, today=today, **named)
    except Rejected:
        return


def some(chance, choices, most):
    return chance.sample(choices, min(most, len(choices)))


def exported(register, folder, name):
    """The two sheets as rows of values, and their files."""
    folder = folder / name
    folder.mkdir()
    found = {}
    for kind in ("items", "loans"):
        export.export(register, kind, folder / f"{kind}.xlsx", today=TODAY)
        sheet: Any = openpyxl.load_workbook(folder / f"{kind}.xlsx").active
        found[kind] = [list(row) for row in sheet.iter_rows(values_only=True)]
    return found, folder


def taken_in(register, folder):
    for kind in ("items", "loans"):
        plan = importing.plan_book(register, folder / f"{kind}.xlsx", today=TODAY)
        assert [(row.row, row.reason) for sheet in plan.sheets for row in sheet.rejected] == []
        importing.apply(register, plan, today=TODAY, staff="Jon")


def differences(first, second):
    """(row, heading, before, after) of every cell that differs."""
    found = []
    for at, (old, new) in enumerate(zip(first, second, strict=True), 1):
        found += [(at, heading, a, b) for heading, a, b in zip(first[0], old, new, strict=True) if a != b]
    return found


@pytest.mark.parametrize("seed", range(4))
def test_what_goes_out_comes_in_and_goes_out_the_same(registers, tmp_path, seed):
    first, second = registers(), registers()
    fill(first, seed)
    before, folder = exported(first, tmp_path, "ut")
    assert len(before["loans"]) > 15
    assert {"Levert inn", "Forfalt"} <= {row[13] for row in before["loans"]}
    taken_in(second, folder)
    after, _folder = exported(second, tmp_path, "ut igjen")
    differing = [*differences(before["items"], after["items"]), *differences(before["loans"], after["loans"])]
    assert differing == []


def test_the_same_books_again_change_nothing(registers, tmp_path):
    register = registers()
    fill(register, 9)
    before, folder = exported(register, tmp_path, "ut")
    taken_in(register, folder)
    after, _folder = exported(register, tmp_path, "ut igjen")
    assert after == before
