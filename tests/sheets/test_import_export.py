"""A lived-in register goes out as four books, and an empty one takes them in: the same again, checked, and twice."""

import pytest
from python_calamine import CalamineWorkbook

from db import check, command, equipment, loans, people, products, units
from db.connection import Register
from desktop.sheets import export, importing
from tests.sheets import reading
from tests.sheets.reading import BOOK, TODAY


def sheets(path):
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def exported(register, folder, kinds):
    folder.mkdir()
    for kind in kinds:
        export.export(register, kind, folder / f"{kind}.xlsx", today=TODAY)
    return {kind: sheets(folder / f"{kind}.xlsx") for kind in kinds}


def run(register, act, **arguments):
    return command.run(register, act, staff="Jon", today=TODAY, **arguments).result


@pytest.fixture
def lived_in(register):
    """The municipality's book, and what a week at the desk does to it."""
    importing.import_book(register, BOOK, today=TODAY, staff="Jon")
    ward = run(register, units.add_unit, name="Blåklokka, avd. 2", phone="70 00 00 00")
    hidden = run(register, people.add_person, first_name="Eva", last_name="Skjult", address="Ukjent 1", protected=True)
    free = [row["item_id"] for row in reading.items(register).values() if row["state"] == "available"]
    terms = {"due_on": "2026-12-24", "requested_by": "ergo AH"}
    run(register, loans.lend, item_ids=free[:3], unit_id=ward, note="leveres mandag", **terms)
    run(register, loans.lend, item_ids=free[3:4], person_id=hidden, **terms)
    run(register, loans.lend, item_ids=free[4:5], person_id=hidden, **(terms | {"due_on": None}))
    lines = [row["line_id"] for row in register.rows("SELECT line_id FROM loan_line WHERE end_reason IS NULL")]
    run(register, loans.extend, line_ids=lines[-3:-2], due_on="2027-01-24", reason="trenger den")
    run(register, loans.swap, line_id=lines[0], item_id=free[5])
    run(register, loans.lose, line_ids=lines[1:2])
    crutches = run(register, products.add_product, name="Albuekrykker, par", tracking="quantity")
    run(register, products.move_stock, product_id=crutches, kind="in", quantity=12)
    run(register, loans.lend, goods={crutches: 3}, unit_id=ward, **terms)
    run(register, equipment.add_items, numbers=["=1+1", "K-0101"], product_id=1, note="@merk", room="Kjeller",
        shelf="B2", serial="SN 12", owner="nav", condition="B", bought_on="2024-05", price_ore=123_450)  # fmt: skip
    return register


@pytest.mark.parametrize("kinds", [("items", "loans"), ("products", "people", "items", "loans")])
def test_an_empty_register_takes_in_what_another_gives(lived_in, tmp_path, kinds):
    first = exported(lived_in, tmp_path / "ut", kinds)
    other = Register.create(tmp_path / "ny.hverdag")
    for kind in kinds:
        plan = importing.import_book(other, tmp_path / "ut" / f"{kind}.xlsx", today=TODAY, staff="Jon")
        assert [row.reason for sheet in plan.sheets for row in sheet.rejected] == []
    assert exported(other, tmp_path / "igjen", kinds) == first
    assert list(check.problems(other)) == []
    for kind in kinds:
        assert not importing.import_book(other, tmp_path / "ut" / f"{kind}.xlsx", today=TODAY, staff="Jon").orders
    other.close()


def test_an_undone_import_leaves_a_register_that_checks(lived_in, tmp_path):
    from db import history

    exported(lived_in, tmp_path / "ut", ("items", "loans"))
    other = Register.create(tmp_path / "ny.hverdag")
    before = reading.everything(other)
    for kind in ("items", "loans"):
        importing.import_book(other, tmp_path / "ut" / f"{kind}.xlsx", today=TODAY, staff="Jon")
    for _ in range(2):
        history.undo_last(other, staff="Jon", today=TODAY)
    assert reading.everything(other) == before
    assert list(check.problems(other)) == []
    other.close()
