"""A package in a loan: its parts wait, are scanned or taken as suggested, and what is lacking is told."""

import pytest
from PySide6.QtCore import Qt

from db import loan_lines, loans, packages, requests
from desktop.loans.lend_page import LendPage
from desktop.loans.wanted_row import WantedRow
from desktop.parts.search_field import Found

TODAY = "2026-07-03"


@pytest.fixture
def package(depot):
    """A rollator, a raised seat, a hoist that stands in repair, and two pairs of crutches."""
    products = {name: depot.register.value("SELECT product_id FROM product WHERE name LIKE :n", n=f"{name}%")
                for name in ("Rullator", "Toalett", "Ståheis")}  # fmt: skip
    parts = [*((ref, 1) for ref in products.values()), (depot.crutches, 2)]
    return depot.run(packages.add_package, name="Hjemreise", parts=parts)


@pytest.fixture
def page(store, window, qtbot, package, depot):
    made = LendPage(store, window)
    qtbot.addWidget(made)
    made.resize(1100, 760)
    with qtbot.waitActive(made):
        made.show()
    made.choose("person", depot.people["Kari"])
    made.begin(package_ids=[package])
    return made


def waits(page):
    return {row.name: row.said.text() for row in page.parts.rows.values() if isinstance(row, WantedRow)}


def row(page, name):
    return next(one for one in page.parts.rows.values() if one.name == name)


def lent(depot, agreement):
    rows = loan_lines.of_agreement(depot.register, agreement, today=TODAY)
    return [(one["number"], one["quantity"]) for one in rows]


def test_each_part_waits_with_the_copy_that_goes_out_first_and_goods_come_by_number(page):
    assert waits(page) == {
        "Rullator, innendørs": "Hjemreise: skann et eksemplar, eller ta UT-0187 · Lager · Hylle A2",
        "Toalettforhøyer 10 cm": "Hjemreise: skann et eksemplar, eller ta UT-0118 · Lager · Hylle B2",
        "Ståheis, batteri": "Hjemreise: ingen ledige. Pakken går uten denne delen",
    }
    assert [(line.product["name"], line.quantity) for line in page.draft.lines] == [("Albuekrykker, par", 2)]
    assert page.side.note.text() == "3 deler venter"


def test_a_scan_meets_the_part_that_waits_and_removing_it_lets_the_part_wait_again(page, qtbot):
    page.scanned("UT0188")
    assert list(waits(page)) == ["Toalettforhøyer 10 cm", "Ståheis, batteri"]
    line = next(one for one in page.draft.lines if one.item is not None)
    page.remove(line)
    assert "ta UT-0187" in waits(page)["Rullator, innendørs"]
    page.scanned("UT0042")
    assert len(waits(page)) == 3


def test_enter_takes_the_suggestion_and_delete_lets_the_part_go(page, qtbot):
    qtbot.keyClick(row(page, "Rullator, innendørs"), Qt.Key.Key_Return)
    qtbot.keyClick(row(page, "Ståheis, batteri"), Qt.Key.Key_Delete)
    assert list(waits(page)) == ["Toalettforhøyer 10 cm"]
    qtbot.mouseClick(row(page, "Toalettforhøyer 10 cm").take, Qt.MouseButton.LeftButton)
    assert waits(page) == {}
    assert page.entry.edit.hasFocus()
    assert page.side.figure.text() == "4 klare"


def test_what_the_package_goes_without_is_told_and_its_parts_come_back_one_by_one(page, depot, window, qtbot):
    page.take_suggested()
    page.confirm()
    assert window.told[-1][0].endswith("Pakken gikk uten Ståheis, batteri")
    assert sorted(lent(depot, page.last_agreement), key=str) == [("UT-0118", 1), ("UT-0187", 1), (None, 2)]
    assert (page.draft.wanted, page.draft.is_empty) == ([], True)
    line = loan_lines.open_line(depot.register, depot.items["UT-0187"], today=TODAY)
    depot.run(loans.take_back, returns=[loans.Return(line["line_id"], "clean")])
    assert (depot.state("UT-0187"), depot.state("UT-0118")) == ("available", "lent")


def test_what_no_copy_is_free_of_is_asked_for_with_enter(page, depot, window, qtbot):
    qtbot.keyClick(row(page, "Ståheis, batteri"), Qt.Key.Key_Return)
    form = window.forms[-1]
    assert form.product.found.text == "Ståheis, batteri"
    form.fields["wanted_on"].set_value("2026-07-10")
    form.save()
    waiting = requests.of_borrower(depot.register, person_id=depot.people["Kari"], today=TODAY)
    assert [one["name"] for one in waiting] == ["Ståheis, batteri"]


def test_no_copy_is_suggested_twice_and_what_lies_in_the_list_counts(page, package):
    page.draft.add_package(package)
    page._show()
    told = [part.suggested and part.suggested["number"] for part in page.draft.wanted]
    assert told == ["UT-0187", "UT-0118", None, "UT-0188", None, None]
    page.scanned("UT0187")
    assert [part.suggested and part.suggested["number"] for part in page.draft.wanted][2] == "UT-0188"


def test_a_package_is_found_by_name_or_part_in_the_field_of_things(page, package):
    page.clear()
    found = [one for one in page._things("hjemreise") if one.group == "Pakker"]
    assert [(one.value, one.under) for one in found] == [
        (("package", package), "Rullator, innendørs, Toalettforhøyer 10 cm, Ståheis, batteri, 2 Albuekrykker, par")
    ]
    page._pick_thing(Found(("package", package), "Hjemreise"))
    assert len(waits(page)) == 3
    page.clear()
    assert page.takes("package", package)
    assert len(waits(page)) == 3


def test_what_others_took_meanwhile_is_suggested_no_more(page, depot, store):
    depot.run(loans.lend, item_ids=[depot.items["UT-0187"]], person_id=depot.people["Ola"], due_on=None)
    page.read()
    assert "UT-0188" in waits(page)["Rullator, innendørs"]


def test_a_copy_that_is_packed_for_the_borrower_is_suggested_once_they_are_chosen(page, package, depot):
    product = depot.register.value("SELECT product_id FROM item WHERE number = 'UT-0188'")
    ask = depot.run(requests.add_request, product_id=product, person_id=depot.people["Ola"], wanted_on=TODAY)
    depot.run(requests.pack, request_id=ask, item_id=depot.items["UT-0188"], reason="nyere")
    page.read()
    assert "ta UT-0187" in waits(page)["Rullator, innendørs"]
    page.choose("person", depot.people["Ola"])
    assert "ta UT-0188" in waits(page)["Rullator, innendørs"]


def test_what_a_copy_lacks_is_told_and_does_not_go_out_again(page, depot):
    line = depot.lent("UT-0187", "Ola", "2026-06-01", None)
    depot.run(loans.take_back, returns=[loans.Return(line, "clean", ("Brett",))])
    page.clear()
    page.choose("person", depot.people["Kari"])
    page.scanned("UT-0187")
    first = page.draft.lines[0]
    assert page.list.rows[first.key].said.text().endswith("mangler Brett")
    assert first.left_behind == {"Brett"}
    page.read()
    page.confirm()
    out = loan_lines.open_line(depot.register, depot.items["UT-0187"], today=TODAY)["line_id"]
    assert [part["name"] for part in loan_lines.line_accessories(depot.register, out)] == ["Kurv"]
