"""The driving list, from the key to the row on disk."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit

from db import command, loan_lines, people, requests, service, stops, trips
from desktop.loans.page import LoansPage
from desktop.parts.search_field import Found
from desktop.requests.page import RequestsPage
from desktop.sheets.export import export_rows
from desktop.trips.acts import stepped
from desktop.trips.page import TripsPage
from desktop.trips.stop_table import MIME

TODAY, TOMORROW = "2026-07-03", "2026-07-04"


@pytest.fixture
def page(stock):
    """The driving list of today, in sight and empty."""
    return stock.window.show_page(TripsPage)


@pytest.fixture
def planned(stock, page):
    """Today's trip: a rollator to Ola, what Kari has to be fetched, and a parcel to the ward; stop ids in order."""
    asked = stock.run(requests.add_request, product_id=stock.rollator, person_id=stock.people["Ola"], wanted_on=TODAY,
                      delivery="deliver")  # fmt: skip
    line = stock.store.read(loan_lines.open_line, stock.items["UT-0001"], today=TODAY)["line_id"]
    made = [
        *plan(stock, trips.stops_for, request_ids=[asked], day=TODAY),
        plan(stock, trips.add_stop, kind="fetch", person_id=stock.people["Kari"], line_ids=[line], day=TODAY),
        plan(stock, trips.add_stop, kind="parcel", unit_id=stock.ward, text="2 pakker", day=TODAY),
    ]
    page.refresh()
    return made


def plan(stock, act, **given):
    """A command that takes a day of its own."""
    return command.run(stock.store._register, act, staff="Jon Vakt", today=TODAY, **given).result


def order(page):
    return page.store.read(stops.ids, today=TODAY, day=page.day)


def press(page, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or page, key, modifier)


def test_the_day_shows_its_stops_in_order_with_what_each_is_about(page, planned):
    assert page.model.ids.tolist() == planned
    assert [page.model.text(column, page.model.row(1)) for column in page.columns[:6]] == [
        "2", "Henting", "Nordmann, Kari", "Storgata 4", "Rullator, innendørs UT-0001", "",
    ]  # fmt: skip
    assert page.head.line.text() == "3 stopp"
    page.table.choose([planned[1]])
    assert ("Telefon", "900 00 001") in page.panel.details.facts


def test_alt_and_the_arrows_move_a_stop_and_undo_puts_it_back(stock, page, planned):
    page.table.choose([planned[2]])
    page.table.setFocus()
    press(page, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert order(page) == page.model.ids.tolist() == [planned[0], planned[2], planned[1]]
    assert page.table.chosen_ids() == [planned[2]]
    press(page, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert order(page) == planned
    stock.window.undo()
    assert page.model.ids.tolist() == [planned[0], planned[2], planned[1]]


def test_chosen_stops_move_together_and_stay_at_the_end_that_they_have_reached():
    assert stepped([1, 2, 3, 4], {3, 4}, -1) == [1, 3, 4, 2]
    assert stepped([1, 2, 3, 4], {1, 3}, -1) == [1, 3, 2, 4]
    assert stepped([1, 2, 3, 4], {2, 4}, 1) == [1, 3, 2, 4]
    assert stepped([1, 2, 3, 4], {1, 2}, 1) == [3, 1, 2, 4]
    assert stepped([], {1}, 1) == []


def test_a_stop_is_dragged_to_another_place_and_out_to_those_that_wait(page, planned):
    indexes = [page.model.index(row, column) for row in (2, 0) for column in (0, 1)]
    carried = bytes(page.model.mimeData(indexes).data(MIME).data()).decode()
    assert carried == f"stops:{planned[0]},{planned[2]}"
    assert page.model.flags(indexes[0]) & Qt.ItemFlag.ItemIsDragEnabled
    drop(page.table, f"stops:{planned[2]}", 0)
    assert order(page) == [planned[2], planned[0], planned[1]]
    drop(page.pool.table, f"stops:{planned[0]}", 0)
    assert order(page) == [planned[2], planned[1]]
    assert page.pool.model.ids.tolist() == [planned[0]]
    drop(page.table, f"stops:{planned[0]}", 99)
    assert order(page) == [planned[2], planned[1], planned[0]]


def drop(table, text, row):
    """Let go of dragged rows above a row, or under the last."""
    data = QMimeData()
    data.setData(MIME, text.encode())
    at = QPointF(table.visualRect(table.model().index(row, 0)).topLeft()) if row < 99 else QPointF(20, 4000)
    table.dropEvent(QDropEvent(at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)))


def test_the_arrows_beside_the_day_and_alt_with_the_arrows_show_other_days(page, planned):
    page.days.after.click()
    assert (page.day, page.model.ids.tolist(), page.head.line.text()) == (TOMORROW, [], "Ingen stopp")
    page.table.setFocus()
    press(page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert (page.day, page.model.ids.tolist()) == (TODAY, planned)
    page.days.field.edit.setText("5.7")
    page.days.field.edit.textEdited.emit("5.7")
    assert page.day == "2026-07-05"
    page.to_today()
    assert page.day == TODAY


def test_what_waits_goes_on_the_day_with_one_key_as_one_stop_per_borrower(stock, page):
    for _n in range(2):
        stock.run(requests.add_request, product_id=stock.rollator, person_id=stock.people["Ola"], wanted_on=TODAY,
                  delivery="deliver")  # fmt: skip
    page.refresh()
    page.pool.show_sort("deliver")
    page.pool.table.selectAll()
    page.pool.table.setFocus()
    press(page, Qt.Key.Key_F8)
    (stop_id,) = order(page)
    assert len(stock.store.read(stops.things, [stop_id])) == 2
    assert (stock.told(), page.chosen_ids()) == ("1 stopp er lagt på fredag 3. juli 2026", [stop_id])
    assert page.pool.model.ids.tolist() == []


def test_a_new_stop_is_made_in_the_form_with_what_the_borrower_has(stock, page):
    press(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = stock.form()
    form.kind.set_value("fetch")
    form.kind.changed.emit()
    kari = {"kind": "person", "ref": stock.people["Kari"]}
    form.borrower.pick(Found(kari, "Kari"))
    assert form.fields["phone"].value() == "900 00 001"
    form.scanned("UT-0001")
    form.fields["floor"].set_value("2. etasje")
    form.save_button.click()
    (stop_id,) = order(page)
    row = stock.store.read(stops.stop, stop_id)
    (thing,) = stock.store.read(stops.things, [stop_id])
    assert (row["kind"], row["floor"], thing["number"]) == ("fetch", "2. etasje", "UT-0001")


def test_tab_comes_from_the_borrower_to_what_the_borrower_has(stock, page):
    page.new_record()
    form = stock.form()
    form.kind.set_value("fetch")
    form.kind.changed.emit()
    form.borrower.pick(Found({"kind": "person", "ref": stock.people["Kari"]}, "Kari"))
    place = form.borrower.edit
    while not isinstance(place, QCheckBox | QLineEdit) or place is form.borrower.edit:
        place = place.nextInFocusChain()
    assert place is next(iter(form.things.ticks.values()))


def test_a_stop_without_anything_to_do_is_turned_down_in_the_form(stock, page):
    page.new_record()
    form = stock.form()
    form.borrower.pick(Found({"kind": "person", "ref": stock.people["Ola"]}, "Ola"))
    form.save()
    assert form.things.under.text() == "Fyll inn hva stoppet gjelder"
    form.fields["text"].set_value("Rampe")
    form.save()
    assert len(order(page)) == 1
    assert stock.told() == "Stoppet hos Ola H. er lagt til"


def test_changing_a_stop_keeps_what_it_is_about_and_its_place(stock, page, planned):
    page.table.choose([planned[1]])
    page.change()
    form = stock.form()
    assert form.things.chosen()[0].number == "UT-0001"
    form.fields["key_note"].set_value("Nøkkelboks 4")
    form.save()
    assert stock.store.read(stops.stop, planned[1])["key_note"] == "Nøkkelboks 4"
    assert order(page) == planned
    assert len(stock.store.read(stops.things, [planned[1]])) == 1


def test_a_failed_stop_goes_to_those_that_wait_with_its_count(stock, page, planned):
    page.table.choose([planned[1]])
    page.table.setFocus()
    press(page, Qt.Key.Key_F9)
    form = stock.form()
    form.save()
    assert form.fields["reason"].under.text() == "Velg grunn"
    form.fields["reason"].set_value("nobody_home")
    form.save()
    assert stock.told() == "1. forsøk er registrert"
    assert page.pool.model.ids.tolist() == [planned[1]]
    row = page.pool.model.row(0)
    assert page.pool.model.text(page.pool.model.columns[-1], row) == "2. forsøk"
    page.open_record(planned[1])
    assert "ingen hjemme" in dict(page.panel.details.facts)["Forsøk"]


def test_a_stop_is_taken_off_the_day_called_off_or_moved_to_another_day(stock, page, planned):
    page.table.choose([planned[0]])
    page.table.setFocus()
    press(page, Qt.Key.Key_Delete)
    assert order(page) == planned[1:]
    page.open_record(planned[0])
    page.cancel()
    stock.form().save()
    assert len(stock.store.read(stops.deliveries_waiting)) == 1
    page.table.choose(planned[1:])
    page.move_day()
    form = stock.form()
    form.fields["day"].set_value(TOMORROW)
    form.save()
    assert stock.store.read(stops.ids, today=TODAY, day=TOMORROW) == planned[1:]


def test_stops_of_one_street_are_gathered_with_one_key(stock, page, planned):
    near = stock.run(people.add_person, first_name="Berit", last_name="Bø", address="Kirkeveien 2")
    added = plan(stock, trips.add_stop, kind="parcel", person_id=near, text="Pakke", day=TODAY)
    page.refresh()
    page.table.setFocus()
    press(page, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert order(page) == [added, planned[0], planned[1], planned[2]]
    assert stock.told() == "Stoppene er samlet per sted"


def test_the_trip_is_finished_in_one_form_and_undone_in_one_act(stock, page, planned):
    before = (stock.state("UT-0001"), stock.state("UT-0002"))
    page.finish()
    form = stock.form()
    delivery, pick_up, parcel = form.blocks
    assert delivery.rows[0].copy.currentText().startswith("UT-0002")
    pick_up.rows[0].missing["Kurv"].click()
    assert pick_up.rows[0].condition.currentData() == "incomplete"
    pick_up.rows[0].condition.setCurrentIndex(pick_up.rows[0].condition.findData("damaged"))
    pick_up.rows[0].fault.setText("Bremsen tar ikke")
    parcel.outcome.setCurrentIndex(1)
    parcel.note.setText("Ringte på")
    form.save()
    assert stock.told() == "Kjørelisten er avsluttet: 1 levert, 1 hentet, 1 forgjeves"
    assert (stock.state("UT-0001"), stock.state("UT-0002")) == ("repair", "lent")
    assert stock.store.read(loan_lines.line_accessories, 1)[0]["returned"] == 0
    assert stock.store.read(service.open_case, stock.items["UT-0001"], "repair")["fault"] == "Bremsen tar ikke"
    assert page.pool.model.ids.tolist() == [planned[2]]
    assert "Avsluttet" in page.head.line.text()
    stock.window.undo()
    assert (stock.state("UT-0001"), stock.state("UT-0002")) == before
    assert page.model.ids.tolist() == planned


def test_what_a_rule_turns_down_is_told_at_its_stop_and_the_form_stays(stock, page, planned):
    page.finish()
    form = stock.form()
    form.blocks[0].rows[0].copy.setCurrentIndex(0)
    form.save()
    assert form.blocks[0].trouble.text == "Velg hvilket eksemplar som ble levert"
    assert form.isVisible()
    assert stock.state("UT-0001") == "lent"
    form.scanned("UT-0002")
    form.save()
    assert not form.isVisible()


def test_the_papers_are_asked_for_only_where_there_are_stops(stock, page, planned):
    page.print_trip()
    page.print_picking()
    assert [given["name"] for _errand, given in stock.asked] == ["kjoreliste-2026-07-03", "plukkliste-2026-07-03"]
    assert [given["make"](BytesIO()) for _errand, given in stock.asked] == [1, 1]
    page.days.step(1)
    page.print_trip()
    assert len(stock.asked) == 2
    assert stock.told() == "Det er ingen stopp 4. juli 2026"


def test_the_day_is_saved_as_a_sheet_as_it_is_shown(stock, page, planned, tmp_path):
    shown = page.listing()
    assert export_rows(shown.columns, shown.rows(), shown.title, tmp_path / "dag.xlsx", today=TODAY) == 3
    told = [cell for row in load_workbook(tmp_path / "dag.xlsx").active.values for cell in row]
    assert {"Henting", "Nordmann, Kari", "Storgata 4", "Rullator, innendørs UT-0001"} <= set(told)


def test_f8_in_the_list_of_loans_orders_the_chosen_things_fetched(stock, page):
    loans_page = stock.window.show_page(LoansPage)
    (line,) = loans_page.model.ids
    loans_page.table.choose([line])
    loans_page.table.setFocus()
    press(loans_page, Qt.Key.Key_F8)
    form = stock.form()
    assert (form.kind.value(), form.things.value()) == ("fetch", [line])
    form.save()
    assert stock.store.read(stops.pool, today=TODAY) == page.pool.table.chosen_ids()


def test_f8_in_the_list_of_needs_orders_what_is_asked_for_driven_out(stock, page):
    asked = stock.run(requests.add_request, product_id=stock.rollator, person_id=stock.people["Ola"], wanted_on=TODAY)
    needs = stock.window.show_page(RequestsPage)
    needs.open_record(asked)
    press(needs, Qt.Key.Key_F8)
    form = stock.form()
    assert (form.kind.value(), form.things.value()) == ("deliver", [asked])
    form.save()
    assert stock.store.read(stops.chips, today=TODAY)["pool"] == 1


def test_things_of_several_borrowers_get_a_stop_each_that_waits(stock, page):
    stock.lend("UT-0002", "Ola", "2026-06-01", "2026-08-01")
    loans_page = stock.window.show_page(LoansPage)
    loans_page.table.selectAll()
    loans_page.on_trip()
    assert stock.told() == "2 stopp venter på en dag"
    assert len(stock.store.read(stops.pool, today=TODAY)) == 2


def test_in_a_low_window_f6_brings_what_waits_and_esc_the_day(stock, page, planned):
    def shown():
        return not page.lists.isHidden(), not page.pool.isHidden(), not page.head.isHidden()

    assert (shown(), page.switch.isHidden()) == ((True, True, True), True)
    page.setFixedHeight(390)
    QApplication.processEvents()
    assert (shown(), page.switch.isHidden()) == ((True, False, True), False)
    press(page, Qt.Key.Key_F6)
    assert (shown(), page.switch.text()) == ((False, True, False), "Vis dagen")
    press(page, Qt.Key.Key_Escape)
    assert (shown(), page.switch.text()) == ((True, False, True), f"Venter {page.pool.waiting}")
    page.switch.click()
    page.setFixedHeight(700)
    QApplication.processEvents()
    assert (shown(), page.switch.isHidden()) == ((True, True, True), True)


def test_every_widget_of_the_page_and_the_forms_says_its_name(stock, page, planned):
    assert stock.nameless(page) == []
    for act in (page.new_record, page.finish, page.drive):
        act()
        assert stock.nameless(stock.form()) == []
        stock.form().discard()
