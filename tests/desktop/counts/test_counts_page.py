"""Telling from the key to the row on disk: start, scan, leave, resume, put right, print."""

import io

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db import count_rows, counts, loans, products
from desktop.counts.counting import CountPage
from desktop.counts.missing_form import MissingForm
from desktop.counts.page import CountsPage
from desktop.counts.start_form import StartCountForm
from desktop.equipment.fields import found_product
from desktop.paper import printing
from desktop.sheets import export

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def beeps(monkeypatch):
    """How often the program has beeped: a list that grows."""
    heard = []
    monkeypatch.setattr(QApplication, "beep", lambda: heard.append(1))
    return heard


@pytest.fixture
def page(stock):
    """A running count of the whole stock: UT-0002, 0003, 0004, 0005 and 0007 should stand there."""
    count = stock.run(counts.start_count, name="Sommertelling")
    stock.window.start("count", stock_count_id=count)
    made = stock.window.current
    assert isinstance(made, CountPage)
    return made


def outcomes(page):
    """Number → outcome as the list shows it."""
    rows = (page.model.row(n) for n in range(len(page.model.ids)))
    return {row["number"] or row["code"]: row["outcome"] for row in rows}


def type_code(page, qtbot, code):
    page.entry.setFocus()
    qtbot.keyClicks(page.entry, code)
    qtbot.keyClick(page.entry, Qt.Key.Key_Return)


def test_a_count_is_started_by_key_and_begins_at_once(stock, qtbot):
    stock.window.show_page(CountsPage)
    qtbot.keyClick(stock.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = stock.form()
    assert isinstance(form, StartCountForm)
    assert form.name.value() == "Telling 3. juli 2026"
    form.where.box.setCurrentIndex(form.where.box.findText("Lager · B1"))
    form.where.changed.emit()
    assert form.where.under.text() == "2 gjenstander skal stå der nå"
    form.save()
    page = stock.window.current
    assert isinstance(page, CountPage)
    assert QApplication.focusWidget() is page.entry
    assert outcomes(page) == {"UT-0005": "missing", "UT-0007": "missing"}
    assert "Lager · B1 · 0 av 2 er sett" in page.head.line.text()
    assert stock.told() == "Telling 3. juli 2026 er startet. 2 gjenstander skal stå der"
    stock.window.undo()
    assert not page.band.isVisible()
    assert page.head.line.text() == "Velg en telling i listen, eller start en ny"


def test_what_is_typed_is_answered_in_words_and_a_word_that_is_no_number_is_not_kept(page, qtbot, beeps):
    type_code(page, qtbot, "ut0002")
    assert page.answer.word.text() == "Funnet"
    assert page.answer.text.text() == "Rullator, innendørs UT-0002 · Lager · A2"
    assert not beeps
    type_code(page, qtbot, "UT-0003")
    qtbot.keyClick(page.entry, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert outcomes(page)["UT-0003"] == "missing"
    assert page.answer.word.text() == "Klar til å telle"
    type_code(page, qtbot, "UT-0002")
    assert page.answer.text.text() == "Rullator, innendørs UT-0002 er talt fra før"
    assert QApplication.focusWidget() is page.entry
    type_code(page, qtbot, "rullator")
    assert page.answer.text.text() == "Fant ikke «rullator». Skriv hele nummeret"
    assert len(beeps) == 1
    assert page.store.read(count_rows.tally, page.count_id)["seen"] == 1


def test_what_should_not_stand_there_beeps_and_says_why(page, beeps):
    page.scanned("UT-0001")
    assert page.answer.word.text() == "Uventet"
    assert page.answer.text.text() == "Rullator, innendørs UT-0001 står som utlånt til Kari N."
    page.scanned("NAV123")
    assert page.answer.text.text().startswith("«NAV123» finnes ikke i registeret")
    assert len(beeps) == 2
    page.scanned("AVT000123")
    assert page.answer.text.text() == "Dette er koden på en utlånsavtale. Skann merket på utstyret"
    assert (outcomes(page)["NAV123"], outcomes(page).get("AVT000123")) == ("unexpected", None)


def test_the_place_where_somebody_stands_tells_wrong_place_and_moves(stock, page, qtbot, beeps):
    page.to_place()
    page.place.setCurrentIndex(page.place.findText("Lager · B1"))
    page.scanned("UT-0002")
    assert page.answer.word.text() == "Feil plass"
    assert page.answer.text.text() == "Rullator, innendørs UT-0002 skal stå på Lager · A2"
    assert page.place.currentText() == "Lager · B1"
    qtbot.keyClick(page, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert stock.item("UT-0002")["shelf"] == "B1"
    assert stock.told() == "1 gjenstand er flyttet"
    stock.window.undo()
    assert stock.item("UT-0002")["shelf"] == "A2"


def test_a_count_is_left_and_taken_up_where_it_was(stock, page, qtbot):
    page.scanned("UT-0002")
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert isinstance(stock.window.current, CountsPage)
    view = stock.window.current.current
    assert stock.shown(view, "expected") == [5]
    view.table.choose(view.model.ids[:1].tolist())
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    assert stock.window.current is page
    assert outcomes(page)["UT-0002"] == "found"
    assert QApplication.focusWidget() is page.entry


def test_another_window_counts_the_same_session(stock, page):
    stock.elsewhere(counts.scan, stock_count_id=page.count_id, code="UT-0007")
    page.scanned("UT-0002")
    stock.store.look_around()
    found = {number for number, outcome in outcomes(page).items() if outcome == "found"}
    assert found == {"UT-0002", "UT-0007"}


def test_what_was_not_found_is_told_missing_with_a_day_after_closing(stock, page, qtbot):
    for number in ("UT-0002", "UT-0003", "UT-0004"):
        page.scanned(number)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL_SHIFT)
    assert stock.told() == "Tellingen er avsluttet. 3 funnet, 2 mangler"
    assert not page.band.isVisible()
    stock.window.receipt._more.click()
    form = stock.form()
    assert isinstance(form, MissingForm)
    form.day.set_value("2026-07-01")
    stock.elsewhere(loans.lend, item_ids=[stock.items["UT-0007"]], person_id=stock.people["Ola"], due_on=None)
    form.save()
    assert (stock.state("UT-0005"), stock.state("UT-0007")) == ("missing", "lent")
    assert stock.item("UT-0005")["state_on"] == "2026-07-01"
    assert stock.told() == "1 gjenstand er meldt savnet"
    stock.window.undo()
    assert stock.state("UT-0005") == "repair"


def test_a_missing_copy_that_is_seen_is_told_found_by_key(stock, page, qtbot, beeps):
    page.scanned("UT-0006")
    assert page.answer.text.text().endswith("står som savnet")
    qtbot.keyClick(page, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert stock.state("UT-0006") == "cleaning"


def test_a_wrong_scan_is_taken_out_and_a_lent_copy_goes_to_the_returns(stock, page, qtbot, beeps):
    page.scanned("FEIL99")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert "FEIL99" not in outcomes(page)
    page.scanned("UT-0001")
    assert "Ta imot retur" in stock.buttons(page.panel)
    stock.buttons(page.panel)["Ta imot retur"].click()
    assert [back.row["number"] for back in stock.window.current.draft.lines] == ["UT-0001"]


def test_goods_without_numbers_are_counted_by_hand(stock, page, qtbot):
    qtbot.keyClick(page.entry, Qt.Key.Key_F8)
    form = stock.form()
    form.product.pick(found_product(stock.store.read(products.product, stock.crutches)))
    form.counted.set_value(8)
    form.counted.changed.emit()
    assert form.counted.under.text() == "Står som 10. 2 færre"
    form.save()
    assert stock.store.read(products.stock, stock.crutches) == 8
    assert stock.told() == "Albuekrykker, par: 8 på lager. 2 færre"
    stock.window.undo()
    assert stock.store.read(products.stock, stock.crutches) == 10


def test_chips_hold_each_outcome_with_its_count(page):
    for code in ("UT-0002", "UT-0006", "UT-0001"):
        page.scanned(code)
    shown = {chip.code: chip.count for chip in page.chips()}
    assert shown == {"all": 7, "missing": 4, "found": 1, "wrong_place": 0, "unexpected": 2}
    page.show_chip("unexpected")
    assert set(outcomes(page)) == {"UT-0001", "UT-0006"}
    page.scanned("UT-0003")
    assert page.chip_row.current == "all"
    assert page.chosen_ids() == [page.model.ids[list(outcomes(page)).index("UT-0003")]]


def test_what_was_never_counted_is_listed_and_led_to(stock, page):
    page.scanned("UT-0002")
    page.close_count()
    overview = stock.window.show_page(CountsPage)
    overview.show_view(1)
    view = overview.current
    assert sorted(stock.shown(view, "number")) == ["UT-0001", "UT-0003", "UT-0004", "UT-0005", "UT-0006", "UT-0007"]
    view.open_form(stock.items["UT-0005"])
    assert stock.window.current.chosen_ids() == [stock.items["UT-0005"]]


def words_of(pdf: io.BytesIO) -> str:
    document = pypdfium2.PdfDocument(pdf.getvalue())
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_the_paper_tells_the_sum_and_every_list_with_lines_to_sign(stock, page):
    for code in ("UT-0002", "UT-0001", "FREMMED1"):
        page.scanned(code)
    page.print_result()
    errand, given = stock.asked[-1]
    out = io.BytesIO()
    assert (errand, given["make"](out)) == ("print_pdf", 1)
    text = words_of(out)
    for said in ("Sommertelling", "Mangler (4)", "Uventet (2)", "Funnet (1)", "«FREMMED1»", "Talt av"):
        assert said in text, said
    assert "Nordmann" not in text


def test_the_list_to_tick_by_hand_goes_shelf_by_shelf_without_what_is_lent(stock):
    out = io.BytesIO()
    stock.store.read(printing.print_count_sheet, out, room="Lager", today=stock.store.today)
    text = words_of(out)
    assert text.index("Lager · A2") < text.index("UT-0002") < text.index("Lager · B1") < text.index("UT-0005")
    assert "UT-0001" not in text
    assert "UT-0006" not in text


def test_every_row_of_every_count_goes_to_a_sheet(stock, page, tmp_path):
    page.scanned("UT-0002")
    path = tmp_path / "telling.xlsx"
    assert stock.store.read(export.export, "counts", path, today=stock.store.today) == 5
    page.export()
    assert stock.asked == []
    listing = page.listing()
    assert (listing.kind, listing.count, listing.persons) == ("counts", 5, False)


def test_a_copy_that_is_looked_up_is_not_counted_and_every_widget_has_a_name(stock, page):
    assert not page.takes("item", stock.items["UT-0003"])
    assert outcomes(page)["UT-0003"] == "missing"
    page.scanned("UT-0002")
    assert not stock.nameless(page)
    assert not stock.nameless(stock.window.show_page(CountsPage))
