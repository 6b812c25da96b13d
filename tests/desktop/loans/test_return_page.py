"""The page of F3 by itself: scans, conditions by key, parts that are missing, goods in part, the day of return."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox

from db import equipment, loan_lines, loans, products, service
from db.connection import Register
from desktop.loans.return_page import ReturnPage
from desktop.store import Store


@pytest.fixture
def page(store, window, qtbot):
    made = ReturnPage(store, window)
    qtbot.addWidget(made)
    made.resize(1120, 700)
    with qtbot.waitActive(made):
        made.show()
    return made


def row(page, number):
    return next(row for row in page.list.rows.values() if row.number == number)


def test_a_scan_brings_the_line_with_cleaning_as_default(page):
    page.scanned("ut0240")
    line = row(page, "UT-0240")
    assert line.said.text() == "Ola H. · 24. juni · 9 dager over"
    assert line.buttons["dirty"].isChecked()
    assert line.leads_to.accessibleName() == "Til rengjøring"
    assert page.confirm_button.text() == "Ta imot 1 gjenstand"


@pytest.mark.parametrize(
    ("key", "state"),
    [("1", "available"), ("2", "cleaning"), ("3", "repair"), ("4", "blocked"), ("5", "cleaning")],
)
def test_alt_with_one_to_five_says_how_it_looks(page, depot, qtbot, key, state):
    page.scanned("UT-0240")
    qtbot.keyClick(row(page, "UT-0240"), getattr(Qt.Key, f"Key_{key}"), Qt.KeyboardModifier.AltModifier)
    page.confirm()
    assert depot.state("UT-0240") == state


def test_alt_and_a_number_serve_the_latest_scan_from_anywhere(page, depot, qtbot):
    page.scanned("UT-0240")
    page.scanned("UT-0119")
    QApplication.processEvents()
    page.entry.focus()
    qtbot.keyClick(page.entry.edit, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    page.confirm()
    assert (depot.state("UT-0240"), depot.state("UT-0119")) == ("cleaning", "repair")


def test_alt_and_a_number_serve_what_was_scanned_once_more(page, depot, qtbot):
    page.scanned("UT-0240")
    page.scanned("UT-0119")
    page.scanned("UT-0240")
    page.entry.focus()
    qtbot.keyClick(page.entry.edit, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    page.confirm()
    assert (depot.state("UT-0240"), depot.state("UT-0119")) == ("repair", "cleaning")


@pytest.mark.parametrize("typed", ["119", "UT-0119"])
def test_a_whole_number_takes_that_copy_before_one_that_is_longer_overdue(page, depot, qtbot, typed):
    product = depot.run(products.add_product, name=f"Rullator {typed}", tracking="single")
    (item,) = depot.run(equipment.add_items, product_id=product, numbers=["7001"])
    depot.run(loans.lend, item_ids=[item], person_id=depot.people["Åse"], due_on="2020-01-02", out_on="2020-01-01")
    qtbot.keyClicks(page.entry.edit, typed)
    qtbot.keyClick(page.entry.edit, Qt.Key.Key_Return)
    assert [back.row["number"] for back in page.draft.lines] == ["UT-0119"]


def test_a_whole_number_of_a_copy_that_is_in_takes_nothing_else(page, depot, qtbot):
    qtbot.keyClicks(page.entry.edit, "UT-0220")
    qtbot.keyClick(page.entry.edit, Qt.Key.Key_Return)
    assert page.draft.lines == []
    assert page.notice.text.text().startswith("Ståheis, batteri UT-0220 er ikke utlånt")


def test_a_number_typed_on_the_row_that_was_scanned_goes_to_the_field_and_changes_no_condition(page, qtbot):
    page.scanned("UT-0240")
    line = row(page, "UT-0240")
    before = page.draft.lines[0].condition
    for key in "119":
        qtbot.keyClick(line, key)
    assert (page.entry.text(), page.draft.lines[0].condition) == ("119", before)
    qtbot.keyClick(page.entry.edit, Qt.Key.Key_Return)
    assert [back.row["number"] for back in page.draft.lines] == ["UT-0240", "UT-0119"]


def test_the_receipt_names_the_thing_and_its_state(page, window, qtbot):
    page.scanned("UT-0119")
    qtbot.keyClick(row(page, "UT-0119"), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    page.confirm()
    text, undo, second = window.told[-1]
    assert text == "Toalettforhøyer 10 cm (UT-0119) er tatt imot og står som ledig"
    assert undo is True
    assert second[0] == "Skriv ut (Ctrl+P)"
    assert page.draft.lines == []


def test_a_missing_part_makes_it_incomplete(page, depot):
    page.scanned("UT-0119")
    line_id = page.draft.lines[0].line_id
    tick = next(box for box in row(page, "UT-0119").findChildren(QCheckBox) if box.text() == "Armlener")
    tick.click()
    assert row(page, "UT-0119").buttons["incomplete"].isChecked()
    page.confirm()
    parts = {part["name"]: part["returned"] for part in loan_lines.line_accessories(depot.register, line_id)}
    assert parts == {"Armlener": 0}
    assert loan_lines.line(depot.register, line_id, today=depot.day)["condition_in"] == "incomplete"


def test_what_the_borrower_still_has_can_be_taken_along(page):
    page.scanned("UT-0240")
    other = next(iter(page.other_list.rows.values()))
    assert other.called == "Rullestol, transport UT-0241"
    other.take.click()
    assert [back.row["number"] for back in page.draft.lines] == ["UT-0240", "UT-0241"]
    assert not page.others.isVisible()


def test_a_copy_that_is_not_out_says_what_state_it_is_in(page):
    page.scanned("UT-0220")
    assert (
        page.notice.text.text()
        == "Ståheis, batteri UT-0220 er ikke utlånt. Den står som til reparasjon · Lager · Verksted"
    )
    assert page.list.rows == {}


def test_an_unknown_number_says_what_to_do(page, qtbot):
    page.entry.focus()
    qtbot.keyClicks(page.entry.edit, "UT-9999")
    qtbot.keyClick(page.entry.edit, Qt.Key.Key_Return)
    assert page.notice.text.text() == "Fant ikke «UT-9999». Sjekk etiketten, eller registrer nytt utstyr"


def test_an_unknown_number_in_the_field_is_told_before_anything_is_taken_back(page, depot):
    page.scanned("UT-0240")
    page.entry.edit.setText("UT-9999")
    page.confirm()
    assert depot.state("UT-0240") == "lent"
    assert page.notice.text.text() == "Fant ikke «UT-9999». Sjekk etiketten, eller registrer nytt utstyr"
    page.confirm()
    assert depot.state("UT-0240") == "cleaning"


def test_the_same_scan_twice_is_harmless(page):
    page.scanned("UT-0240")
    page.scanned("UT-0240")
    assert len(page.list.rows) == 1
    assert page.notice.text.text() == "Rullestol, transport UT-0240: Denne ligger allerede i listen"


def test_goods_come_back_in_part_by_searching_the_borrower(page, depot):
    depot.run(loans.lend, goods={depot.crutches: 4}, person_id=depot.people["Åse"], due_on=None)
    page.entry.edit.setText("åse")
    page.entry.results.search()
    page.entry.results.take()
    line = row(page, "")
    assert page.side.figure.text() == "4 klare"
    line.boxes.came.setValue(3)
    page.confirm()
    assert products.stock(depot.register, depot.crutches) == 11


def test_the_day_of_return_may_be_gone_by_but_not_before_the_loan(page, depot):
    page.scanned("UT-0240")
    line_id = page.draft.lines[0].line_id
    page.day.set_value("2026-05-01")
    page._typed_day()
    page.confirm()
    assert page.day.under.text() == "Returen kan ikke være før utlånet 26. mai 2026"
    page.day.set_value("2026-07-01")
    page._typed_day()
    page.confirm()
    assert loan_lines.line(depot.register, line_id, today=depot.day)["ended_on"] == "2026-07-01"


def test_nothing_to_take_back_is_said(page):
    page.confirm()
    assert page.side.trouble.text == "Skann det som kommer tilbake, eller skriv nummeret"


def test_what_others_took_back_meanwhile_falls_out(page, depot, store):
    page.scanned("UT-0240")
    depot.run(loans.take_back, returns=[loans.Return(page.draft.lines[0].line_id)])
    store.look_around()
    assert page.list.rows == {}
    assert page.notice.text.text() == "UT-0240 er tatt imot av noen andre i mellomtiden"


def test_the_draft_stays_while_another_page_is_in_sight(page):
    page.scanned("UT-0240")
    page.hide()
    page.show()
    assert page.side.figure.text() == "1 klar"


def test_the_page_begins_with_what_is_known(page, depot):
    page.begin(item_ids=[depot.items["UT-0240"]], line_ids=depot.open_lines()[1:])
    assert page.draft.pieces == 3


def test_a_register_that_can_only_be_read_says_why(depot, window, qtbot):
    store = Store(Register(depot.register.path, read_only=True), "Jon Vakt", depot.day)
    page = ReturnPage(store, window)
    qtbot.addWidget(page)
    page.show()
    page.scanned("UT-0240")
    page.confirm()
    assert "skrivebeskyttet" in page.side.trouble.text
    assert depot.state("UT-0240") == "lent"
    store.close()


def test_the_receipt_of_the_return_can_be_printed(page, window, tmp_path):
    page.scanned("UT-0240")
    page.wants_paper.setChecked(True)
    page.confirm()
    paper = tmp_path / "kvittering.pdf"
    with paper.open("wb") as out:
        window.papers[-1][1](out)
    assert paper.read_bytes().startswith(b"%PDF")


def test_what_comes_back_infectious_offers_a_red_tag(page, window, depot, qtbot, tmp_path):
    page.scanned("UT-0240")
    page.scanned("UT-0119")
    qtbot.keyClick(row(page, "UT-0240"), Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    page.confirm()
    _text, _undo, (offered, act) = window.told[-1]
    assert offered == "Skriv ut rød lapp (Ctrl+L)"
    act()
    title, make, _name = window.papers[-1]
    with (tmp_path / "lapp.pdf").open("wb") as out:
        assert (title, make(out)) == ("Rød lapp", 1)


def test_what_is_wrong_is_written_where_it_comes_back_and_stands_in_the_repair(page, depot, qtbot):
    page.scanned("UT-0240")
    line = row(page, "UT-0240")
    assert not line.fault.isVisible()
    qtbot.keyClick(line, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(line.fault, "Bremse 2 er løs")
    page.confirm()
    assert service.open_case(depot.register, depot.items["UT-0240"], "repair")["fault"] == "Bremse 2 er løs"


def test_the_receipt_tells_where_a_clean_copy_had_to_go(page, window, depot):
    product = products.product(depot.register, equipment.item(depot.register, depot.items["UT-0119"])["product_id"])
    depot.run(products.change_product, product_id=product["product_id"], rev=product["rev"], check_months=12)
    page.scanned("UT-0119")
    page.say_condition("clean")
    page.confirm()
    assert window.told[-1][0] == "Toalettforhøyer 10 cm (UT-0119) er tatt imot og står som til kontroll"
