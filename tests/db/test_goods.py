"""Goods by quantity: part of a line comes back, part is thrown away, part is lost; the shelf is the sum of it all."""

import shutil
import tempfile
from pathlib import Path

import pytest
from filled import TODAY, fill
from hypothesis import given, settings
from hypothesis import strategies as st

from db import check, errors, goods, history, loan_lines, loans, overview, paperwork, products
from db.connection import Register
from db.errors import Why

LATER = "2026-12-01"


@pytest.fixture
def line(depot):
    """Four blocks lent to the person; the shelf has sixteen."""
    made = depot.lend(goods={depot.goods: 4})
    return loan_lines.of_agreement(depot.register, made, today=TODAY)[0]["line_id"]


def now(depot, line):
    return loan_lines.line(depot.register, line, today=LATER)


def shelf(depot):
    return products.stock(depot.register, depot.goods)


def back(line, **told):
    return {"returns": [loans.Return(line, "clean", **told)]}


def undo(depot):
    history.undo_last(depot.register, staff="Jon", today=LATER)


def why(act, /, *arguments, **named):
    with pytest.raises(errors.Rejected) as told:
        act(*arguments, **named)
    return told.value.why, told.value.field


def test_two_of_four_come_back_and_the_rest_is_lent_on(depot, line):
    depot.do(loans.take_back, today=LATER, **back(line, quantity=2))
    depot.do(loans.extend, today=LATER, line_ids=[line], due_on="2027-03-01")
    row = now(depot, line)
    assert (row["left_out"], row["lost"], row["end_reason"], row["due_on"]) == (2, 0, None, "2027-03-01")
    assert shelf(depot) == 18
    assert [row["lent"] for row in products.rows(depot.register, [depot.goods])] == [2]


def test_two_of_four_are_lost_at_the_borrowers_and_the_shelf_stays(depot, line):
    depot.do(loans.lose, today=LATER, line_ids=[line], quantities={line: 2}, note="gikk i sjøen")
    row = now(depot, line)
    assert (row["left_out"], row["lost"], row["end_reason"]) == (2, 2, None)
    assert shelf(depot) == 16
    assert [row["lent"] for row in products.rows(depot.register, [depot.goods])] == [2]
    assert overview.overview(depot.register, today=LATER).goods_lent == 2
    undo(depot)
    assert (now(depot, line)["left_out"], now(depot, line)["lost"]) == (4, 0)


def test_what_comes_broken_is_thrown_away_in_the_same_step(depot, line):
    depot.do(loans.take_back, today=LATER, **back(line, quantity=3, scrapped=1, lost=1))
    row = now(depot, line)
    assert (row["left_out"], row["lost"], row["end_reason"]) == (0, 1, "returned")
    assert shelf(depot) == 18
    undo(depot)
    assert (shelf(depot), now(depot, line)["end_reason"]) == (16, None)
    history.redo_last(depot.register, staff="Jon", today=LATER)
    assert (shelf(depot), now(depot, line)["lost"]) == (18, 1)
    assert check.problems(depot.register) == []


def test_a_line_whose_last_things_are_lost_ends_as_lost(depot, line):
    depot.do(loans.take_back, today=LATER, **back(line, quantity=2))
    depot.do(loans.lose, today=LATER, line_ids=[line], quantities={line: 2})
    assert (now(depot, line)["end_reason"], now(depot, line)["lost"]) == ("lost", 2)
    undo(depot)
    undo(depot)
    assert (now(depot, line)["left_out"], shelf(depot)) == (4, 16)


@pytest.mark.parametrize(
    "told", [{"quantity": 5}, {"quantity": 3, "lost": 2}, {"quantity": 0}, {"quantity": 1, "scrapped": 2}, {"lost": -1}]
)
def test_no_more_than_is_out_can_come_or_go(depot, line, told):
    assert why(depot.do, loans.take_back, today=LATER, **back(line, **told)) == (Why.MORE_THAN_LENT, "quantity")
    assert (shelf(depot), now(depot, line)["left_out"]) == (16, 4)


def test_the_receipt_tells_what_came_and_not_what_was_lost(depot, line):
    depot.do(loans.take_back, today=LATER, **back(line, quantity=1, lost=2))
    receipt = paperwork.receipts(depot.register, [line])[0]
    assert [(one["quantity"], one["lost"]) for one in receipt["lines"]] == [(1, 2)]
    assert [one["quantity"] - one["back"] for one in receipt["open_lines"]] == [1]


def test_every_movement_tells_who_what_and_what_then_stood_on_the_shelf(depot, line):
    depot.do(loans.take_back, today=LATER, **back(line, quantity=2, scrapped=1, lost=1))
    depot.do(products.move_stock, product_id=depot.goods, kind="in", quantity=5)
    told = [(row["kind"], row["count"], row["quantity"], row["balance"], row["last_name"], row["staff"])
            for row in goods.movements(depot.register, depot.goods)]  # fmt: skip
    assert told == [
        ("in", 5, 5, 22, None, "Jon"),
        ("lost", 1, 0, 17, "Nordmann", "Jon"),
        ("scrapped", 1, -1, 17, "Nordmann", "Jon"),
        ("back", 2, 2, 18, "Nordmann", "Jon"),
        ("lent", 4, -4, 16, "Nordmann", "Jon"),
        ("in", 20, 20, 20, None, "Jon"),
    ]


def test_a_count_sets_the_shelf_right_with_its_reason(depot, line):
    count = {"product_id": depot.goods, "counted": 14, "reason": "to lå i bilen"}
    assert depot.do(goods.count_stock, seen=16, **count) == -2
    assert shelf(depot) == 14
    assert goods.movements(depot.register, depot.goods)[0]["note"] == "to lå i bilen"
    undo(depot)
    assert shelf(depot) == 16


def test_a_count_needs_a_reason_and_a_shelf_that_nobody_else_has_changed(depot):
    count = {"product_id": depot.goods, "counted": 14}
    assert why(depot.do, goods.count_stock, reason=" ", **count) == (Why.MISSING_VALUE, "reason")
    assert why(depot.do, goods.count_stock, reason="talt", seen=19, **count) == (Why.OVERTAKEN, None)
    assert depot.do(goods.count_stock, product_id=depot.goods, counted=20, reason="talt") == 0


numbers = st.integers(0, 9)
steps = st.lists(st.tuples(st.sampled_from(("lend", "back", "lose", "in", "scrapped", "count", "undo")),
                           numbers, numbers, numbers), max_size=14)  # fmt: skip


@pytest.fixture(scope="module")
def full():
    """A filled register; every example begins with a copy of it."""
    folder = Path(tempfile.mkdtemp(prefix="hverdag-"))
    made = fill(Register.create(folder / "lager.hverdag"), copies=1)
    made.register.close()
    yield made
    shutil.rmtree(folder)


@given(steps=steps)
@settings(max_examples=20, deadline=None)
def test_the_shelf_is_the_sum_of_its_movements_and_never_below_zero(full, steps):
    path = shutil.copy(full.register.path, full.register.path.with_name("forsok.hverdag"))
    register = Register.open(path)
    register.conn.execute("PRAGMA synchronous=OFF")
    depot = type(full)(register, full.items, full.goods, full.person, full.unit)
    try:
        for act, first, second, third in steps:
            try:
                take(depot, act, first, second, third)
            except errors.Rejected:
                pass
            moved = [row["quantity"] for row in register.rows("SELECT quantity FROM movement")]
            out = sum(row["left_out"] for row in loan_lines.rows(register, open_lines(depot), today=TODAY))
            assert shelf(depot) == sum(moved) >= 0
            assert out == products.rows(register, [depot.goods])[0]["lent"]
        assert check.problems(register) == []
        told = goods.movements(register, depot.goods)
        assert (told[0]["balance"] if told else 0) == shelf(depot)
        assert all(row["balance"] >= 0 for row in told)
    finally:
        register.close()


def open_lines(depot):
    return loan_lines.ids(depot.register, today=TODAY)


def take(depot, act, first, second, third):
    """One step of a day; whatever the register turns down is turned down."""
    lines = open_lines(depot)
    line = lines[first % len(lines)] if lines else 0
    if act == "lend":
        depot.do(loans.lend, goods={depot.goods: first + second}, person_id=depot.person, due_on=None)
    elif act == "back":
        depot.do(loans.take_back, **back(line, quantity=second, scrapped=third % 3, lost=first % 3))
    elif act == "lose":
        depot.do(loans.lose, line_ids=[line], quantities={line: second})
    elif act == "count":
        depot.do(goods.count_stock, product_id=depot.goods, counted=second * 3, reason="talt")
    elif act == "undo":
        history.undo_last(depot.register, staff="Jon", today=TODAY)
    else:
        depot.do(products.move_stock, product_id=depot.goods, kind=act, quantity=second)
