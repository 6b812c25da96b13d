"""Goods by quantity on the pages: lent, back in part, some thrown away, some gone, the rest extended, all undone."""

import pytest
from PySide6.QtCore import Qt

from db import loan_lines, loans, products
from desktop.loans import answers, details
from desktop.loans.lose_form import LoseForm
from desktop.loans.page import LoansPage
from desktop.loans.return_page import ReturnPage
from desktop.loans.return_row import ReturnRow


@pytest.fixture
def line(depot):
    """Four pairs of crutches with Åse, who has nothing with a number."""
    agreement = depot.run(loans.lend, goods={depot.crutches: 4}, person_id=depot.people["Åse"], due_on="2026-08-01")
    return loan_lines.of_agreement(depot.register, agreement, today=depot.day)[0]["line_id"]


def show(page, qtbot):
    qtbot.addWidget(page)
    page.resize(1140, 760)
    with qtbot.waitActive(page):
        page.show()
    return page


@pytest.fixture
def page(store, window, qtbot, line):
    return show(ReturnPage(store, window), qtbot)


@pytest.fixture
def loans_page(store, window, qtbot, line):
    return show(LoansPage(store, window), qtbot)


def stands(depot, line):
    row = loan_lines.line(depot.register, line, today=depot.day)
    return row["left_out"], row["lost"], row["end_reason"], products.stock(depot.register, depot.crutches)


def goods(page, line):
    return page.list.rows[line]


def test_things_without_a_code_are_chosen_by_their_borrower(page, depot, line, window, qtbot):
    found = page._lines_out("åse berg")
    assert [(one.text, one.group) for one in found] == [
        ("4 Albuekrykker, par", ""), ("Åse Berg (f. 1950), Åsveien 1", "Vis alt de har"),
    ]  # fmt: skip
    page._pick(found[-1])
    other = page.other_list.rows[line]
    assert (other.number, other.take.hasFocus()) == ("4 stk.", True)
    qtbot.keyClick(other.take, Qt.Key.Key_Space)
    assert (list(page.list.rows), list(page.other_list.rows)) == ([line], [])
    assert answers.coming_back(page.draft.lines[0], depot.day).text == "Åse B. · 1. aug. · om 29 dager"
    page.confirm()
    assert window.told[-1][0] == "4 gjenstander er tatt imot"
    assert stands(depot, line) == (0, 0, "returned", 12)


def test_two_come_one_is_thrown_away_one_is_gone_and_one_stays_out(page, depot, line, window, store, qtbot):
    page.takes("person", depot.people["Åse"])
    boxes = goods(page, line).boxes
    boxes.came.setValue(2)
    boxes.scrapped.setValue(1)
    boxes.lost.setValue(1)
    assert goods(page, line).said.text() == "Åse B. · 1. aug. · om 29 dager · 1 blir fortsatt ute"
    assert page.side._values["Blir"].text() == "1 inn på lager, 1 kassert, 1 borte"
    page.confirm()
    assert window.told[-1][0] == "2 gjenstander er tatt imot. 1 er meldt borte"
    assert stands(depot, line) == (1, 1, None, 9)
    store.undo()
    assert stands(depot, line) == (4, 0, None, 8)


def test_the_numbers_never_ask_for_more_than_is_out_and_nothing_at_all_is_told(page, depot, line):
    page.takes("person", depot.people["Åse"])
    boxes = goods(page, line).boxes
    boxes.lost.setValue(3)
    assert (boxes.came.value(), boxes.lost.value()) == (1, 3)
    boxes.scrapped.setValue(1)
    boxes.came.setValue(4)
    assert (boxes.scrapped.value(), boxes.lost.value()) == (1, 0)
    boxes.came.setValue(0)
    assert boxes.scrapped.value() == 0
    page.say_condition("infectious")
    assert page.draft.lines[0].condition == "dirty"
    page.confirm()
    assert "4" in page.side.trouble.text
    assert stands(depot, line) == (4, 0, None, 8)


def test_what_others_took_back_meanwhile_lowers_the_numbers(page, depot, line, store):
    page.takes("person", depot.people["Åse"])
    depot.run(loans.take_back, returns=[loans.Return(line, "clean", quantity=3)])
    store.look_around()
    assert goods(page, line).boxes.came.value() == 1
    assert page.side.figure.text() == "1 klar"


def test_the_list_of_loans_tells_how_many_are_in_and_how_many_are_gone(loans_page, depot, line):
    by_key = {column.key: column for column in loans_page.columns}

    def said():
        row = loan_lines.line(depot.register, line, today=depot.day)
        assert (by_key["left_out"].value(row), by_key["lost"].value(row)) == (
            None if row["end_reason"] else row["left_out"], row["lost"] or None,
        )  # fmt: skip
        return by_key["number"].value(row), details.quantity(dict(row))

    assert said() == ("4 stk.", "4")
    depot.run(loans.take_back, returns=[loans.Return(line, "clean", quantity=2)])
    assert said() == ("2 av 4 inne", "4, av dem 2 levert inn")
    depot.run(loans.lose, line_ids=[line], quantities={line: 1})
    assert said() == ("1 av 4 ute", "4, av dem 2 levert inn og 1 borte")
    depot.run(loans.lose, line_ids=[line])
    assert said() == ("2 av 4 borte", "4, av dem 2 levert inn og 2 borte")
    known = next(column for column in loans_page.listing().columns if column.key == "number")
    assert known.value is None


def test_some_of_the_goods_are_told_gone_and_the_rest_is_extended(loans_page, depot, line, window, store, qtbot):
    loans_page.open_record(line)
    qtbot.keyClick(loans_page.table, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    if not window.forms:  # the key belongs to the window's menu
        loans_page.lose()
    form = window.forms[-1]
    assert isinstance(form, LoseForm)
    assert form.fields["quantity"].under.text() == "4 er ute"
    form.fields["quantity"].set_value(5)
    form.save()
    assert form.fields["quantity"].under.text() == "Bare 4 er utlånt"
    form.fields["quantity"].set_value(2)
    form.save()
    assert window.told[-1][0] == "2 Albuekrykker, par er meldt borte"
    assert stands(depot, line) == (2, 2, None, 8)
    loans_page.open_record(line)
    loans_page.extend()
    window.forms[-1].fields["due_on"].set_value("2026-10-01")
    window.forms[-1].save()
    assert "2 Albuekrykker, par er forlenget" in window.told[-1][0]
    store.undo()
    store.undo()
    assert stands(depot, line) == (4, 0, None, 8)


def test_the_receipt_strip_tells_what_is_missing_and_followed_up(store, window, qtbot, depot):
    depot.lent("UT-0187", "Åse", "2026-06-01", None)
    page = show(ReturnPage(store, window), qtbot)
    page.scanned("UT-0187")
    row = next(iter(page.list.rows.values()))
    assert isinstance(row, ReturnRow)
    row.back.missing.update({"Kurv", "Brett"})
    row._missing_changed()
    page.confirm()
    assert window.told[-1][0] == (
        "Rullator, innendørs (UT-0187) er tatt imot og står som til rengjøring. Brett og Kurv mangler og følges opp"
    )
