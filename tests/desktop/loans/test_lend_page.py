"""The page of F2 by itself: answers, decisions, refusals beside their field, a draft that stays."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QWidget

from db import errors, loan_lines, people, products
from db.connection import Register
from desktop.loans.borrower_field import NEW_PERSON
from desktop.loans.lend_page import LendPage
from desktop.loans.new_person import NewPersonForm, split_name
from desktop.loans.title_line import TitleLine
from desktop.parts.search_field import Found
from desktop.store import Store


@pytest.fixture
def page(store, window, qtbot):
    made = LendPage(store, window)
    qtbot.addWidget(made)
    made.resize(1120, 700)
    with qtbot.waitActive(made):
        made.show()
    return made


def row(page, number):
    return next(row for row in page.list.rows.values() if row.number == number)


def ready(page, depot, *codes):
    page.choose("person", depot.people["Kari"])
    for code in codes:
        page.scanned(code)


def test_each_scan_answers_with_icon_colour_and_words(page):
    for code in ("UT-0187", "UT-0220"):
        page.scanned(code)
    assert row(page, "UT-0187").accessibleName() == "Rullator, innendørs UT-0187: Ledig · Lager · Hylle A2"
    badge = row(page, "UT-0220").badge
    assert (badge._icon, badge._colour) == ("triangle-alert", "overdue")
    assert page.side.figure.text() == "1 klar"
    assert page.side.note.text() == "1 kan ikke lånes ut"
    assert page.confirm_button.text() == "Lån ut 1 gjenstand"


def test_the_same_copy_twice_is_harmless(page):
    page.scanned("UT-0187")
    page.scanned("UT-0187")
    assert len(page.list.rows) == 1
    assert page.notice.text.text() == "Rullator, innendørs UT-0187: Denne ligger allerede i listen"


def test_lending_stores_all_that_is_ready(page, depot, window):
    ready(page, depot, "UT-0187", "UT-0042", "UT-0220")
    page.who.pick_due("2026-07-31")
    page.who.asker.set_value("Ergoterapeut Moe")
    page.confirm()
    assert [depot.state(number) for number in ("UT-0187", "UT-0042", "UT-0220")] == ["lent", "lent", "repair"]
    text, undo, second = window.told[-1]
    assert text == "2 gjenstander er lånt ut til Kari N. Frist 31. juli. UT-0220 ble ikke med"
    assert undo is True
    assert second is not None
    assert page.draft.is_empty
    line = loan_lines.open_line(depot.register, depot.items["UT-0187"], today=depot.day)
    assert (line["due_on"], line["requested_by"], line["lent_by"]) == ("2026-07-31", "Ergoterapeut Moe", "Jon Vakt")


def test_a_number_that_is_written_but_not_entered_is_lent_too(page, depot):
    ready(page, depot, "UT-0187")
    page.entry.edit.setText("ut-0042")
    page.confirm()
    assert [depot.state(number) for number in ("UT-0187", "UT-0042")] == ["lent", "lent"]
    assert page.entry.text() == ""


def test_what_is_written_and_is_not_ready_must_be_seen_before_anything_is_lent(page, depot):
    ready(page, depot, "UT-0187")
    page.entry.edit.setText("UT-0220")
    page.confirm()
    assert depot.state("UT-0187") == "available"
    assert [one.number for one in page.list.rows.values()] == ["UT-0220", "UT-0187"]
    page.confirm()
    assert depot.state("UT-0187") == "lent"


def test_an_accessory_without_a_tick_stays_behind(page, depot):
    ready(page, depot, "UT-0187")
    tick = next(box for box in row(page, "UT-0187").findChildren(QCheckBox) if box.text() == "Kurv")
    tick.click()
    page.confirm()
    line = loan_lines.open_line(depot.register, depot.items["UT-0187"], today=depot.day)
    assert [part["name"] for part in loan_lines.line_accessories(depot.register, line["line_id"])] == ["Brett"]


def test_delete_takes_the_row_with_the_focus_away(page, qtbot):
    for code in ("UT-0187", "UT-0042"):
        page.scanned(code)
    QApplication.processEvents()  # a new row takes the focus only once it is shown
    row(page, "UT-0187").setFocus()
    qtbot.keyClick(row(page, "UT-0187"), Qt.Key.Key_Delete)
    assert [row.number for row in page.list.rows.values()] == ["UT-0042"]
    assert QApplication.focusWidget() is row(page, "UT-0042")


def test_the_number_of_what_is_counted_is_written_right_after_it_is_chosen(page, depot, qtbot):
    page.choose("person", depot.people["Åse"])
    page._pick_thing(Found(("product", depot.crutches), "Albuekrykker, par"))
    QApplication.processEvents()
    box = next(row.number_box for row in page.list.rows.values())
    assert QApplication.focusWidget() is box
    qtbot.keyClicks(box.lineEdit(), "4")
    assert box.value() == 4


def test_a_reason_inline_lets_a_copy_in_cleaning_through(page, depot, qtbot):
    ready(page, depot, "UT-0009")
    line = row(page, "UT-0009")
    line.let_through.click()
    assert QApplication.focusWidget() is line.reason.edit
    qtbot.keyClicks(line.reason.edit, "Vasket i dag")
    qtbot.keyClick(line.reason.edit, Qt.Key.Key_Return)
    assert line.said.text() == "Til rengjøring. Lånes ut likevel: Vasket i dag"
    assert QApplication.focusWidget() is page.entry.edit
    page.confirm()
    assert depot.state("UT-0009") == "lent"
    assert loan_lines.open_line(depot.register, depot.items["UT-0009"], today=depot.day)["note"] == "Vasket i dag"


def test_a_copy_that_is_out_can_be_taken_back_first(page, depot, window):
    ready(page, depot, "UT-0240")
    line = row(page, "UT-0240")
    assert line.said.text() == "Er allerede lånt ut til Ola H. Ta imot retur først?"
    menu = line.return_menu()
    clean = next(action for action in menu.actions() if action.text() == "Ren og hel")
    assert isinstance(clean, QAction)
    clean.trigger()
    assert depot.state("UT-0240") == "available"
    assert window.told[-1][0] == "Rullestol, transport (UT-0240) er tatt imot fra Ola H og står som ledig"
    assert row(page, "UT-0240").said.text() == "Ledig · Lager · Garasje"
    page.confirm()
    assert loan_lines.open_line(depot.register, depot.items["UT-0240"], today=depot.day)["first_name"] == "Kari"


def test_goods_go_out_by_number(page, depot):
    ready(page, depot)
    page.entry.edit.setText("krykke")
    page.entry.results.search()
    page.entry.results.take()
    line = row(page, "")
    line.number_box.setValue(3)
    assert page.side.figure.text() == "3 klare"
    line.number_box.setValue(13)
    assert page.side.note.text() == "1 kan ikke lånes ut"
    line.number_box.setValue(2)
    page.confirm()
    assert products.stock(depot.register, depot.crutches) == 10


def test_without_a_borrower_the_field_says_so(page, depot):
    page.scanned("UT-0187")
    page.confirm()
    assert page.who.borrower.under.text() == "Velg låntaker"
    assert QApplication.focusWidget() is page.who.borrower.edit
    assert depot.state("UT-0187") == "available"


def test_without_things_the_reason_stands_above_the_button(page, depot):
    ready(page, depot)
    page.confirm()
    assert page.side.trouble.text == "Skann utstyret som skal lånes ut"


def test_a_due_day_before_the_loan_is_told_beside_the_day(page, depot):
    ready(page, depot, "UT-0187")
    page.draft.choose_due("2026-06-01")
    page._show()
    page.confirm()
    assert page.who.due.under.text() == "Fristen må være 3. juli 2026 eller senere"
    assert depot.state("UT-0187") == "available"


def test_a_day_to_come_is_refused_beside_the_day_of_the_loan(page, depot):
    ready(page, depot, "UT-0187")
    page.who.other_day.click()
    page.who.out.set_value("2026-07-04")
    page.who.typed_out()
    page.confirm()
    assert page.who.out.under.text() == "4. juli 2026 er ikke kommet ennå. Velg i dag eller tidligere"


def test_a_loan_may_have_begun_before_today(page, depot):
    ready(page, depot, "UT-0042")
    page.who.other_day.click()
    page.who.out.set_value("2026-07-01")
    page.who.typed_out()
    page.confirm()
    assert loan_lines.open_line(depot.register, depot.items["UT-0042"], today=depot.day)["out_on"] == "2026-07-01"


def test_what_others_lent_meanwhile_is_not_lent_again(page, depot, store):
    ready(page, depot, "UT-0042")
    depot.lent("UT-0042", "Ola", "2026-07-03", None)
    page.confirm()  # the window has not looked around yet
    assert page.side.trouble.text == "UT-0042: Er allerede lånt ut. Ta imot retur først?"
    store.look_around()
    assert row(page, "UT-0042").said.text() == "Er allerede lånt ut til Ola H. Ta imot retur først?"


@pytest.mark.parametrize(
    ("trouble", "says"),
    [(errors.FileIsBusy, "bruker registeret akkurat nå"), (errors.DiskIsFull, "Disken er full"),
     (errors.FileIsReadOnly, "skrivebeskyttet"), (errors.FileIsDamaged, "skadet"), (errors.FileIsNewer, "nyere versjon"),
     (errors.FileIsMissing, "Fant ikke"), (errors.DiskFails, "Disken svarte med feil")],
)  # fmt: skip
def test_trouble_with_the_file_is_told_and_the_draft_stays(page, depot, monkeypatch, trouble, says):
    ready(page, depot, "UT-0187")

    def fails(*_args, **_given):
        raise trouble(depot.register.path)

    monkeypatch.setattr(page.store, "write", fails)
    page.confirm()
    assert says in page.side.trouble.text
    assert page.side.figure.text() == "1 klar"
    assert page.frame.told == []
    monkeypatch.undo()
    page.confirm()
    assert page.side.trouble.text == ""
    assert depot.state("UT-0187") == "lent"


def test_a_lock_held_by_another_is_told_and_the_same_key_tries_again(page, depot, monkeypatch):
    ready(page, depot, "UT-0187")
    page.store._register.conn.execute("PRAGMA busy_timeout = 50")
    depot.register.conn.execute("BEGIN IMMEDIATE")
    page.confirm()
    assert "Et annet vindu bruker registeret" in page.side.trouble.text
    depot.register.conn.execute("ROLLBACK")
    page.confirm()
    assert depot.state("UT-0187") == "lent"


def test_the_draft_stays_while_another_page_is_in_sight(page, depot):
    ready(page, depot, "UT-0187")
    page.hide()
    page.show()
    assert page.side.figure.text() == "1 klar"
    assert page.who.borrower.edit.text() == "Kari Nordmann (f. 1941), Storgata 4"


def test_quick_choices_set_the_day(page):
    page.who.quick.buttons["2 weeks"].click()
    assert page.who.due.edit.text() == "17. juli 2026"
    page.who.quick.buttons["none"].click()
    assert page.who.due.edit.text() == ""
    assert page.who.due.under.text() == "Uten frist"
    assert page.draft.due_on is None


def test_typed_days_count_too(page, qtbot):
    page.who.due.edit.setFocus()
    page.who.due.edit.clear()
    qtbot.keyClicks(page.who.due.edit, "31.7")
    assert page.draft.due_on == "2026-07-31"
    assert page.who.quick.buttons["4 weeks"].isChecked()


def test_a_new_person_is_registered_without_leaving(page, window, depot):
    found = page.who.borrower.found_borrowers("Liv Strand")
    assert found[-1].value == NEW_PERSON
    assert found[-1].text == "Ny person «Liv Strand»"
    page.who.borrower.pick(found[-1])
    form = window.forms[-1]
    assert isinstance(form, NewPersonForm)
    form.save()
    assert page.who.borrower.edit.text() == "Liv Strand"
    assert [row["last_name"] for row in people.find(depot.register, "liv")] == ["Strand"]
    assert page.draft.borrower["first_name"] == "Liv"


def test_a_refused_person_keeps_what_was_typed(page, window):
    page.new_person("Liv Strand")
    form = window.forms[-1]
    form.fields["address"].set_value("010150 12345")
    form.save()
    assert form.isVisible()
    assert "fødselsnummer" in form.fields["address"].under.text()
    assert form.fields["last_name"].value() == "Strand"
    form.discard()


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [("Kari Nordmann", "Kari", "Nordmann"), ("Nordmann, Kari", "Kari", "Nordmann"), ("Nordmann", "", "Nordmann"),
     ("Anne Kari Nordmann", "Anne Kari", "Nordmann")],
)  # fmt: skip
def test_names_are_split_as_people_write_them(written, first, last):
    assert split_name(written) == {"first_name": first, "last_name": last}


def test_hostile_text_shows_as_typed(page, depot):
    name = "<b>Rullator</b> & <img src=x> {0}"
    depot.product(name, ["X-1"], "<i>A</i>")
    borrower = depot.person("<u>Per</u>", "Øst & Vest")
    page.choose("person", borrower)
    page.scanned("X-1")
    shown = row(page, "X-1")
    assert shown.findChild(TitleLine).text() == f"{name} X-1"
    assert shown.said.text() == "Ledig · Lager · <i>A</i>"
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in page.findChildren(QLabel) if label.text())
    page.confirm()
    assert page.frame.told[-1][0].startswith("1 gjenstand er lånt ut til <u>Per</u> Ø.")


def test_a_register_that_can_only_be_read_says_why(depot, window, qtbot, tmp_path):
    store = Store(Register(depot.register.path, read_only=True), "Jon Vakt", depot.day)
    page = LendPage(store, window)
    qtbot.addWidget(page)
    page.show()
    ready(page, depot, "UT-0187")
    page.confirm()
    assert not page.confirm_button.isEnabled()
    assert "skrivebeskyttet" in page.side.trouble.text
    assert depot.state("UT-0187") == "available"
    store.close()


def test_the_receipt_can_be_printed(page, depot, window, tmp_path):
    page.print_receipt()
    assert window.told[-1][0] == "Ingenting er lånt ut herfra ennå. Avtaler ligger under Utlån"
    ready(page, depot, "UT-0187")
    page.wants_paper.setChecked(True)
    page.confirm()
    title, make, _name = window.papers[-1]
    paper = tmp_path / "avtale.pdf"
    with paper.open("wb") as out:
        make(out)
    assert title == "Utlånsavtale"
    assert paper.read_bytes().startswith(b"%PDF")


def test_the_search_field_of_the_window_serves_the_page(page, depot):
    assert page.takes("person", depot.people["Kari"])
    assert page.takes("item", depot.items["UT-0187"])
    assert not page.takes("product", 1)
    assert page.side.figure.text() == "1 klar"
    assert not page.scanned("AVT000001")


def test_everything_that_takes_focus_has_a_name(page, depot):
    ready(page, depot, "UT-0187", "UT-0009", "UT-0240", "UT-0999")
    page._added(*page.draft.add_goods(depot.crutches))
    nameless = []
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            spoken = QAccessible.queryAccessibleInterface(widget)
            if not spoken.text(QAccessible.Text.Name):
                nameless.append(f"{type(widget).__name__} {widget.objectName()}")
    assert nameless == []
