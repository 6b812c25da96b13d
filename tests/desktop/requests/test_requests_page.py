"""Behov: from the nurse's call to the copy in the car, by keys and from the key to the row on disk."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from db import history, loans, overview, packages, people, products, requests
from desktop import history_words
from desktop.loans.lend_page import LendPage
from desktop.parts.row_button import RowButton
from desktop.requests.page import RequestsPage
from desktop.sheets import export

TODAY = "2026-07-03"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(stock):
    """Behov, in sight."""
    return stock.window.show_page(RequestsPage)


def ask(stock, first="Ola", **more):
    given = {"product_id": stock.rollator, "wanted_on": "2026-07-06", "person_id": stock.people.get(first)}
    made = stock.run(requests.add_request, **(given | more))
    stock.window.refresh()
    return made


def row(stock, ref):
    return stock.store.read(requests.request, ref, today=TODAY)


def press(stock, qtbot, key, modifiers=CTRL):
    qtbot.keyClick(stock.window, key, modifiers)


def texts(widget):
    QApplication.processEvents()
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_a_request_is_written_down_by_keys_alone(page, stock, qtbot):
    press(stock, qtbot, Qt.Key.Key_N)
    form = stock.form()
    qtbot.waitUntil(form.isActiveWindow)
    qtbot.keyClicks(form.borrower.edit, "ola")
    form.borrower.results.search()
    qtbot.keyClick(form.borrower.edit, Qt.Key.Key_Return)
    qtbot.keyClicks(form.product.edit, "rulla")
    form.product.results.search()
    qtbot.keyClick(form.product.edit, Qt.Key.Key_Return)
    assert form.product.under.text() == "1 ledig"
    form.quick.buttons["tomorrow"].click()
    form.urgency.box.setCurrentIndex(form.urgency.box.findData("discharge"))
    form.fields["delivery"].set_value("deliver")
    qtbot.keyClicks(form.asker.box.lineEdit(), "Ergoterapeut Moe")
    qtbot.keyClick(form, Qt.Key.Key_Return, CTRL)
    (ref,) = stock.store.read(requests.ids, today=TODAY)
    found = row(stock, ref)
    told = ("person_id", "product_id", "wanted_on", "urgency", "delivery", "asked_by", "asked_on", "quantity")
    assert [found[key] for key in told] == [stock.people["Ola"], stock.rollator, "2026-07-04", "discharge", "deliver",
                                            "Ergoterapeut Moe", TODAY, 1]  # fmt: skip
    assert stock.told() == "Behovet er meldt: Rullator, innendørs til Ola H."
    assert page.chosen_ids() == [ref]
    stock.window.undo()
    assert stock.store.read(requests.ids, today=TODAY) == []


def test_somebody_new_is_registered_without_leaving_the_request(page, stock, qtbot):
    page.new_record()
    form = stock.form()
    found = form.borrower.found_borrowers("Liv Strand")
    form.borrower.pick(found[-1])
    person = stock.form()
    assert person is not form
    qtbot.waitUntil(person.isActiveWindow)
    qtbot.keyClick(person, Qt.Key.Key_Return, CTRL)
    assert form.borrower.text().startswith("Liv Strand")
    assert stock.store.read(people.person, form.borrower.value()["ref"])["last_name"] == "Strand"


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_written(page, stock):
    page.new_record()
    form = stock.form()
    form.save()
    assert form.borrower.under.text() == "Velg til hvem"
    form.show_borrower("person", stock.people["Ola"])
    form.product.set_value(form.product.results._search("rullator")[0])
    form.save()
    assert form.wanted.under.text() == "Fyll ut trengs"
    assert stock.store.read(requests.ids, today=TODAY) == []


def test_chips_hold_what_they_say_and_the_row_is_read_aloud(page, stock):
    urgent = ask(stock, urgency="pressure_sore", wanted_on="2026-07-02")
    waits = ask(stock, "Kari")
    goods = ask(stock, product_id=stock.crutches, quantity=4)
    counted = [made.text() for made in page.chip_row._buttons.values()]
    assert counted == ["Åpne  3", "Haster  1", "Kan dekkes nå  2", "I dag og før  1", "Klargjort  0", "Dekket  0",
                       "Avlyst  0"]  # fmt: skip
    page.show_chip("coverable")
    assert sorted(page.model.ids.tolist()) == sorted([urgent, goods])
    assert page.sentence(row(stock, urgent)) == (
        "Rullator, innendørs, kan dekkes nå, trykksår, Ola Hansen, 2. juli · 1 dag over"
    )
    assert page.sentence(row(stock, waits)).startswith("Rullator, innendørs, venter, Kari Nordmann (f. 1941)")
    assert page.sentence(row(stock, goods)).startswith("4 Albuekrykker, par, kan dekkes nå")


def test_the_panel_tells_the_queue_and_leads_along_it(page, stock):
    first, second = ask(stock, "Kari", urgency="terminal"), ask(stock)
    page.open_record(second)
    told = texts(page.panel)
    assert "Nummer 2 i køen" in told
    assert "1 ledig, 2 reservert, 0 tilgjengelige, 1 venter" in told
    queue = [made.text() for made in page.panel.findChildren(RowButton)]
    assert queue == ["1. Kari N.", "2. Ola H. (dette behovet)"]
    page.panel.findChildren(RowButton)[0].click()
    assert page.chosen_ids() == [first]


def test_ctrl_g_sets_the_suggested_copy_aside_and_ctrl_l_hands_it_over(page, stock, qtbot):
    ref = ask(stock, until_on="2026-09-01", asked_by="Ergoterapeut Moe")
    page.open_record(ref)
    press(stock, qtbot, Qt.Key.Key_G)
    assert stock.told() == "UT-0002 er klargjort til Ola H."
    assert (stock.state("UT-0002"), row(stock, ref)["status"]) == ("packed", "packed")
    press(stock, qtbot, Qt.Key.Key_L)
    lend = stock.window.current
    assert isinstance(lend, LendPage)
    assert lend.draft.borrower["ref"] == stock.people["Ola"]
    assert (lend.draft.due_on, lend.draft.pieces) == ("2026-09-01", 1)
    (line,) = lend.list.rows.values()
    assert line.said.text() == "Klargjort · Lager · A2 · Dekker behovet fra 3. juli"
    lend.confirm()
    assert (stock.state("UT-0002"), row(stock, ref)["outcome"]) == ("lent", "filled")
    stock.window.undo()
    assert (stock.state("UT-0002"), row(stock, ref)["status"]) == ("packed", "packed")


def test_ctrl_enter_does_what_the_filled_button_says(page, stock, qtbot):
    ref = ask(stock)
    page.open_record(ref)
    press(stock, qtbot, Qt.Key.Key_Return)
    assert (stock.state("UT-0002"), row(stock, ref)["status"]) == ("packed", "packed")
    press(stock, qtbot, Qt.Key.Key_Return)
    assert isinstance(stock.window.current, LendPage)
    assert stock.window.current.draft.pieces == 1


def test_ctrl_enter_does_nothing_where_no_button_is_filled(page, stock, qtbot):
    first, second = ask(stock), ask(stock, "Kari")
    page.table.choose([first, second])
    press(stock, qtbot, Qt.Key.Key_Return)
    assert {row(stock, ref)["status"] for ref in (first, second)}.isdisjoint({"packed", "cancelled", "filled"})
    assert stock.window.current is page


def test_the_copy_itself_tells_whom_it_is_set_aside_for(page, stock, items):
    page.open_record(ask(stock))
    page.pack()
    stock.window.go("item", stock.items["UT-0002"])
    assert "Ola H. · trengs 6. juli" in texts(items.panel)


def test_packing_past_somebody_asks_why_and_keeps_the_answer(page, stock, qtbot):
    first, second = ask(stock, "Kari", urgency="terminal"), ask(stock)
    page.open_record(second)
    press(stock, qtbot, Qt.Key.Key_G)
    form = stock.form()
    qtbot.waitUntil(form.isActiveWindow)
    told = "UT-0002: Kari N. (spurte 3. juli) står foran i køen. Skriv hvorfor den går til denne"
    assert form.reason.under.text() == told
    qtbot.keyClicks(form.reason.edit, "Kari er på sykehus")
    qtbot.keyClick(form.reason.edit, Qt.Key.Key_Return, CTRL)
    assert row(stock, second)["status"] == "packed"
    assert [found["reason"] for found in stock.store.read(requests.passes, first)] == ["Kari er på sykehus"]
    page.open_record(first)
    assert "3. juli · UT-0002 · Kari er på sykehus" in texts(page.panel)


def test_another_copy_is_chosen_with_a_reason(page, stock, qtbot):
    stock.act("UT-0003", "cleaned")
    page.open_record(ask(stock))
    press(stock, qtbot, Qt.Key.Key_G, CTRL | Qt.KeyboardModifier.ShiftModifier)
    form = stock.form()
    offered = [form.copy.box.itemText(n) for n in range(form.copy.box.count())]
    assert offered == ["UT-0002 · Lager · A2 (foreslått)", "UT-0003 · Lager · A2"]
    form.copy.box.setCurrentIndex(1)
    form.copy.changed.emit()
    assert form.reason.under.text() == "Skriv hvorfor det foreslåtte ikke går ut"
    form.save()
    assert form.reason.under.text() == "UT-0003: UT-0002 skal ut først. Skriv hvorfor denne går i stedet"
    form.reason.set_value("Høyere håndtak")
    form.save()
    assert stock.state("UT-0003") == "packed"


def test_ctrl_b_puts_it_back_and_ctrl_m_cancels_with_a_reason(page, stock, qtbot):
    ref = ask(stock)
    page.open_record(ref)
    page.pack()
    press(stock, qtbot, Qt.Key.Key_B)
    assert (stock.told(), stock.state("UT-0002")) == ("UT-0002 er lagt tilbake på lager", "available")
    press(stock, qtbot, Qt.Key.Key_M)
    form = stock.form()
    form.save()
    assert form.fields["reason"].under.text() == "Fyll ut grunn"
    form.fields["reason"].set_value("Fikk låne av naboen")
    form.save()
    assert (row(stock, ref)["status"], stock.told()) == ("cancelled", "Avlyst: Rullator, innendørs til Ola H.")
    page.open_record(ref)
    assert page.chip_row.current == "cancelled"
    assert "Avlyst 3. juli 2026: Fikk låne av naboen" in texts(page.panel)


def test_a_request_is_changed_and_an_overtaken_change_is_told(page, stock, qtbot):
    ref = ask(stock)
    page.open_record(ref)
    press(stock, qtbot, Qt.Key.Key_D)
    form = stock.form()
    assert (form.product.text(), form.wanted.value()) == ("Rullator, innendørs", "2026-07-06")
    stock.elsewhere(requests.change_request, request_id=ref, note="Ring først")
    form.urgency.set_value("decline")
    form.save()
    assert "noen andre" in form.trouble.text.lower()
    form.discard()
    page.edit()
    form = stock.form()
    form.urgency.set_value("decline")
    form.save()
    assert (row(stock, ref)["urgency"], row(stock, ref)["note"]) == ("decline", "Ring først")


def test_goods_are_lent_with_their_number(page, stock, qtbot):
    ref = ask(stock, product_id=stock.crutches, quantity=4)
    page.open_record(ref)
    page.lend()
    lend = stock.window.current
    assert lend.draft.pieces == 4
    lend.confirm()
    assert row(stock, ref)["outcome"] == "filled"


def test_a_person_and_a_product_tell_what_is_asked_for(page, stock, persons, catalogue):
    ref = ask(stock, "Kari", urgency="discharge")
    persons.open_record(stock.people["Kari"])
    made = next(one for one in persons.panel.findChildren(RowButton) if one.text() == "Rullator, innendørs"
                and one.under.startswith("Kan dekkes nå"))  # fmt: skip
    made.click()
    assert page.chosen_ids() == [ref]
    stock.window.go("product", stock.rollator)
    assert "1 ledig, 1 reservert, 0 tilgjengelige" in texts(catalogue.panel)
    (shown,) = catalogue.rows([stock.rollator])
    told = ("ready", "reserved", "available", "waiting", "coming")
    assert [shown[key] for key in told] == [1, 1, 0, 0, 0]


def test_a_need_is_written_down_from_the_card_of_the_borrower(stock, persons, qtbot):
    persons.open_record(stock.people["Ola"])
    persons.ask()
    form = stock.form()
    assert form.borrower.text().startswith("Ola Hansen")
    form.product.set_value(form.product.results._search("dusj")[0])
    form.wanted.set_value("2026-07-10")
    form.save()
    (ref,) = stock.store.read(requests.ids, today=TODAY)
    assert row(stock, ref)["name"] == "Dusjkrakk, justerbar"


def test_the_history_tells_each_act_in_a_sentence(page, stock):
    ref = ask(stock, "Kari")
    page.open_record(ref)
    page.pack()
    page.unpack()
    stock.run(requests.cancel_requests, request_ids=[ref], reason="Trengs ikke")
    ask(stock, "", unit_id=stock.ward)
    rows = stock.store.read(overview.events, stock.store.read(history.listing))
    assert [history_words.sentence(one, TODAY) for one in rows[:5]] == [
        "Behov meldt: Rullator, innendørs til Solbakken sykehjem",
        "Behov avlyst: Rullator, innendørs til Kari N. · Trengs ikke",
        "Lagt tilbake på lager: Rullator, innendørs til Kari N.",
        "Klargjort: Rullator, innendørs til Kari N.",
        "Behov meldt: Rullator, innendørs til Kari N.",
    ]


def test_the_whole_list_is_exported_without_any_address(page, stock, tmp_path):
    hidden = stock.run(people.add_person, first_name="Mona", last_name="Lie", address="Hemmelig 9", protected=True)
    ask(stock, "", person_id=hidden, asked_by="Lege Moe")
    out = tmp_path / "behov.xlsx"
    assert export.export(stock.store._register, "requests", out, today=TODAY) == 1
    sheet = openpyxl.load_workbook(out).active
    cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert any("Lie, Mona" in line for line in cells)
    assert "Hemmelig" not in str(cells)
    page.export()


def test_a_package_is_asked_for_part_by_part(page, stock):
    parts = [(stock.rollator, 1), (stock.crutches, 2)]
    stock.run(packages.add_package, name="Hjemkomst", parts=parts)
    page.ask(person_id=stock.people["Kari"])
    form = stock.form()
    found = next(one for one in form.product.results._search("hjemkomst") if isinstance(one.value, tuple))
    form.product.pick(found)
    assert not form.quantity.isEnabled()
    form.wanted.set_value("2026-07-10")
    form.save()
    assert stock.told() == "Behovet er meldt: 2 behov"
    rows = stock.store.read(requests.of_borrower, today=TODAY, person_id=stock.people["Kari"])
    assert sorted((row["name"], row["quantity"]) for row in rows) == [
        ("Albuekrykker, par", 2),
        ("Rullator, innendørs", 1),
    ]
    stock.window.undo()
    assert stock.store.read(requests.ids, today=TODAY) == []


def test_the_list_is_printed_as_it_is_shown(page, stock, tmp_path):
    ask(stock, "Kari", urgency="terminal")
    stock.window.refresh()
    asked = []
    stock.window.printer = asked.append
    page.print_list()
    (listing,) = asked
    assert (listing.kind, listing.count, listing.persons) == ("requests", 1, True)
    assert [column.heading for column in listing.columns] == ["Trengs", "Hjelpemiddel", "Låntaker", "Status", "Hast"]
    assert [row["name"] for row in listing.rows()] == ["Rullator, innendørs"]


def test_everything_that_takes_focus_has_a_name(page, stock):
    ask(stock, "Kari")
    page.open_record(ask(stock))
    assert stock.nameless(page) == []
    page.new_record()
    assert stock.nameless(stock.form()) == []


def test_a_loan_of_what_others_wait_for_says_who_and_takes_a_reason(stock, qtbot):
    ask(stock, "Kari")
    stock.window.start("lend", item_ids=[stock.items["UT-0002"]], person_id=stock.people["Ola"])
    lend = stock.window.current
    (line,) = lend.list.rows.values()
    assert line.said.text() == "Er reservert til Kari N. (spurte 3. juli). Skriv hvorfor den likevel skal ut"
    assert lend.draft.pieces == 0
    lend.who.pick_due("2026-07-05")
    assert line.said.text() == "Ledig · Lager · A2"
    lend.who.pick_due(None)
    line.let_through.click()
    qtbot.keyClicks(line.reason.edit, "Falt i natt")
    qtbot.keyClick(line.reason.edit, Qt.Key.Key_Return)
    assert line.said.text() == "Går ut likevel: Falt i natt"
    lend.confirm()
    assert stock.store._register.value("SELECT out_reason FROM loan_line ORDER BY line_id DESC") == "Falt i natt"


def test_without_a_borrower_the_line_offers_to_lend_to_the_one_who_waits(stock):
    ref = ask(stock, "Kari")
    stock.window.start("lend", item_ids=[stock.items["UT-0002"]])
    lend = stock.window.current
    (line,) = lend.list.rows.values()
    assert line.fill.text() == "Fyller behovet til Kari N."
    line.fill.click()
    assert (lend.draft.borrower["ref"], line.said.text()) == (
        stock.people["Kari"], "Ledig · Lager · A2 · Dekker behovet fra 3. juli"
    )  # fmt: skip
    lend.confirm()
    assert row(stock, ref)["outcome"] == "filled"


def test_one_of_the_same_class_may_meet_the_need_with_a_reason(stock, qtbot):
    row_of = stock.store.read(products.product, stock.rollator)
    stock.run(products.change_product, product_id=stock.rollator, rev=row_of["rev"], iso_code="120606")
    stock.add("Rullator, utendørs", ["UT-0100"], iso_code="120606")
    ref = ask(stock)
    stock.window.start("lend", item_ids=[stock.items["UT-0100"]], person_id=stock.people["Ola"])
    lend = stock.window.current
    (line,) = lend.list.rows.values()
    assert line.fill.text() == "Fyller behovet for Rullator, innendørs"
    line.fill.click()
    assert line.said.text() == "UT-0002 skal ut først. Skriv hvorfor denne går i stedet"
    line.let_through.click()
    qtbot.keyClicks(line.reason.edit, "Skal brukes ute")
    qtbot.keyClick(line.reason.edit, Qt.Key.Key_Return)
    lend.confirm()
    assert row(stock, ref)["outcome"] == "filled"
    assert stock.state("UT-0100") == "lent"


def test_what_should_have_been_checked_goes_out_with_a_reason_only(stock, qtbot):
    row_of = stock.store.read(products.product, stock.rollator)
    stock.run(products.change_product, product_id=stock.rollator, rev=row_of["rev"], check_months=12)
    stock.window.start("lend", item_ids=[stock.items["UT-0002"]], person_id=stock.people["Ola"])
    lend = stock.window.current
    (line,) = lend.list.rows.values()
    assert line.said.text().startswith("Skulle vært kontrollert")
    assert lend.draft.pieces == 0
    line.let_through.click()
    qtbot.keyClicks(line.reason.edit, "Kontrolleres hjemme i morgen")
    qtbot.keyClick(line.reason.edit, Qt.Key.Key_Return)
    lend.confirm()
    assert stock.state("UT-0002") == "lent"


def test_a_return_offers_the_copy_to_the_first_in_line(stock, qtbot):
    stock.act("UT-0002", "missing")
    ref = ask(stock, "Ola", urgency="discharge")
    stock.window.start("take_back", item_ids=[stock.items["UT-0001"]])
    back = stock.window.current
    (line,) = back.list.rows.values()
    assert line.said.text().endswith("Ola H. venter på denne")
    back.say_condition("clean")
    back.confirm()
    assert texts(back.waiting)[-1] == "Ola H. venter på Rullator, innendørs UT-0001"
    press(stock, qtbot, Qt.Key.Key_G)
    assert (stock.state("UT-0001"), row(stock, ref)["status"]) == ("packed", "packed")
    assert not back.waiting.isVisible()


def test_what_must_be_cleaned_first_is_offered_when_it_is_clean(stock, items):
    stock.act("UT-0002", "missing")
    ref = ask(stock)
    stock.window.start("take_back", item_ids=[stock.items["UT-0001"]])
    back = stock.window.current
    back.confirm()
    assert "Den kan klargjøres når den ikke lenger er til rengjøring" in texts(back.waiting)[-1]
    items.carry_out("cleaned", [stock.item("UT-0001")])
    assert stock.window.receipt._more.text() == "Klargjør UT-0001 til Ola H."
    stock.window.receipt._more.click()
    assert row(stock, ref)["status"] == "packed"


def test_a_swap_asks_why_where_others_wait(stock):
    from desktop.loans.swap_form import SwapForm

    ask(stock)
    line = stock.store.read(loans.loan_lines.open_line, stock.items["UT-0001"], today=TODAY)
    form = SwapForm(stock.store, line)
    stock.window.show_form(form)
    form.scanned("UT-0002")
    form.save()
    assert form.reason.isVisible()
    assert "Er reservert til Ola H." in form.reason.under.text()
    form.reason.set_value("Hjulet røk")
    form.save()
    assert stock.state("UT-0002") == "lent"
