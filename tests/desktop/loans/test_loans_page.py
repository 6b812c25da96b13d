"""The list of loans: chips, facts and the acts on one line and on many."""

import io

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from db import contacts, loan_lines, loans, people
from db.errors import FileIsBusy
from desktop.loans.extend_form import ExtendForm
from desktop.loans.lose_form import LoseForm
from desktop.loans.page import LoansPage
from desktop.loans.swap_form import SwapForm
from desktop.parts.row_button import RowButton


@pytest.fixture
def page(store, window, qtbot):
    made = LoansPage(store, window)
    qtbot.addWidget(made)
    made.resize(1140, 700)
    with qtbot.waitActive(made):
        made.show()
    return made


def line_of(depot, number):
    return loan_lines.open_line(depot.register, depot.items[number], today=depot.day)["line_id"]


def shown(page):
    return [row["number"] for row in map(page.model.row, range(len(page.model.ids)))]


def buttons(page):
    QApplication.processEvents()  # a refilled panel shows its buttons in the next turn
    return [made.accessibleName() or made.text() for made in page.panel.findChildren(QPushButton) if made.isVisible()]


def press(page, text):
    next(made for made in page.panel.findChildren(QPushButton)
         if made.isVisible() and (made.accessibleName() or made.text()) == text).click()  # fmt: skip


def test_what_is_overdue_comes_first(page):
    assert shown(page) == ["UT-0240", "UT-0241", "UT-0119"]


def test_chips_count_and_filter(page):
    texts = [made.text() for made in page.chip_row._buttons.values()]
    assert texts == ["Alle åpne  3", "Forfalt  1", "Denne uken  0", "Senere  2", "Uten frist  0", "Avsluttet  0"]
    page.chip_row._buttons["overdue"].click()
    assert shown(page) == ["UT-0240"]


def test_the_panel_tells_the_line(page, depot):
    page.open_record(line_of(depot, "UT-0240"))
    texts = [label.text() for label in page.panel.findChildren(QLabel)]
    assert "Ola Hansen (f. 1938)" in texts
    assert "24. juni 2026 · 9 dager over" in texts
    assert buttons(page) == ["Bytt eksemplar …", "Meld savnet …", "Sett på kjørelisten …", "Skriv ut avtale",
                             "Skriv ut påminnelse",
                             "Merk som signert", "Endre avtale …", "Ny kontakt …", "Ta imot retur",
                             "Forleng frist …"]  # fmt: skip


def test_an_ended_line_is_shown_under_its_chip(page, depot):
    line_id = line_of(depot, "UT-0240")
    depot.run(loans.take_back, returns=[loans.Return(line_id, "clean")])
    page.open_record(line_id)
    assert page.chip_row.current == "ended"
    assert page.chosen_ids() == [line_id]
    assert "Ta imot retur" not in buttons(page)


def test_take_back_hands_the_line_over(page, depot, window):
    page.open_record(line_of(depot, "UT-0240"))
    press(page, "Ta imot retur")
    assert window.asked[-1] == ("start", "take_back", {"line_ids": [line_of(depot, "UT-0240")]})


def test_extending_keeps_the_old_day(page, depot, window):
    line_id = line_of(depot, "UT-0240")
    page.open_record(line_id)
    page.extend()
    form = window.forms[-1]
    assert isinstance(form, ExtendForm)
    assert form.quick.buttons["4 weeks"].isChecked()
    form.quick.buttons["2 weeks"].click()
    form.fields["reason"].set_value("Venter på time")
    form.save()
    assert window.told[-1][0] == "Rullestol, transport UT-0240 er forlenget. Ny frist 17. juli 2026"
    [one] = loan_lines.extensions(depot.register, line_id)
    assert (one["old_due_on"], one["new_due_on"], one["reason"]) == ("2026-06-24", "2026-07-17", "Venter på time")


def test_an_agreement_is_mended_and_an_overtaken_edit_is_told(page, depot, window):
    page.open_record(line_of(depot, "UT-0240"))
    page.change_agreement()
    form = window.forms[-1]
    number = form.agreement_id
    depot.run(loans.change_agreement, agreement_id=number, rev=form.rev, requested_by="Sykehuset", note="")
    form.fields["note"].set_value("Ring datteren")
    form.save()
    assert form.isVisible()
    assert "Sykehuset" in form.trouble.text
    page.change_agreement()
    window.forms[-1].fields["note"].set_value("Ring datteren")
    window.forms[-1].save()
    assert loans.agreement(depot.register, number)["note"] == "Ring datteren"
    assert window.told[-1][0] == "Avtalen er endret"


def test_many_are_extended_at_once(page, depot, window):
    page.table.selectAll()
    assert "Forleng 3 …" in buttons(page)
    page.extend()
    form = window.forms[-1]
    form.quick.buttons["none"].click()
    form.save()
    assert window.told[-1][0] == "3 utlån er forlenget. Nå uten frist"
    assert loan_lines.chips(depot.register, today=depot.day)["no_due"] == 3


def test_a_refused_extension_stays_open_with_the_reason_at_the_day(page, depot, window):
    page.open_record(line_of(depot, "UT-0240"))
    page.extend()
    form = window.forms[-1]
    form.due.set_value("2026-07-01")
    form.save()
    assert form.isVisible()
    assert form.due.under.text() == "Fristen må være 3. juli 2026 eller senere"
    form.discard()


def test_a_busy_register_is_told_in_the_form(page, depot, window, monkeypatch):
    page.open_record(line_of(depot, "UT-0240"))
    page.extend()
    form = window.forms[-1]

    def busy(*_args, **_given):
        raise FileIsBusy(depot.register.path)

    monkeypatch.setattr(form.store, "write", busy)
    form.save()
    assert form.isVisible()
    assert "Et annet vindu bruker registeret" in form.trouble.text
    form.discard()


def test_a_swap_takes_the_scanned_copy(page, depot, window):
    page.open_record(line_of(depot, "UT-0119"))
    page.swap()
    form = window.forms[-1]
    assert isinstance(form, SwapForm)
    form.scanned("UT-0118")
    form.fields["condition"].set_value("damaged")
    form.save()
    assert window.told[-1][0] == "UT-0119 er byttet med UT-0118"
    assert (depot.state("UT-0119"), depot.state("UT-0118")) == ("repair", "lent")
    assert page.chosen_ids() == [line_of(depot, "UT-0118")]


@pytest.mark.parametrize(
    ("code", "says"),
    [("UT-0220", "UT-0220: Står til reparasjon. Kan ikke lånes ut før den er meldt ferdig"),
     ("UT-0240", "UT-0240: Er allerede lånt ut. Ta imot retur først?"),
     ("UT-999", "Fant ikke «UT-999». Sjekk etiketten, eller registrer nytt utstyr")],
)  # fmt: skip
def test_a_copy_that_cannot_go_out_is_refused_in_the_form(page, depot, window, code, says):
    page.open_record(line_of(depot, "UT-0119"))
    page.swap()
    form = window.forms[-1]
    form.fields["items"].edit.setText(code)
    form.save()
    assert form.fields["items"].under.text() == says
    assert depot.state("UT-0119") == "lent"
    form.discard()


def test_lost_things_end_their_lines(page, depot, window, store):
    page.open_record(line_of(depot, "UT-0240"))
    page.lose()
    form = window.forms[-1]
    assert isinstance(form, LoseForm)
    form.fields["note"].set_value("Pårørende fant den ikke")
    form.save()
    assert window.told[-1][0] == "Rullestol, transport UT-0240 står som savnet"
    assert depot.state("UT-0240") == "missing"
    store.undo()
    assert depot.state("UT-0240") == "lent"


def test_an_agreement_is_marked_as_signed_and_back(page, depot, window):
    page.open_record(line_of(depot, "UT-0240"))
    page.sign()
    assert window.told[-1][0] == "Avtale 2 er signert"
    assert "Merk som ikke signert" in buttons(page)
    page.sign()
    assert window.told[-1][0] == "Avtale 2 står som ikke signert"


def test_reminders_are_one_letter_for_each_borrower(page, depot, window):
    depot.lent("UT-0187", "Kari", "2026-04-01", "2026-05-01")
    page.refresh()
    page.table.selectAll()
    page.print_reminders()
    title, make, _name = window.papers[-1]
    out = io.BytesIO()
    assert (title, make(out)) == ("Påminnelse", 2)
    assert out.getvalue().startswith(b"%PDF")


def test_a_printed_reminder_is_logged_and_taken_back(page, depot, window, store):
    line = line_of(depot, "UT-0240")
    page.open_record(line)
    page.print_reminders()
    window.papers[-1][1](io.BytesIO())
    assert contacts.of_line(depot.register, line) == []
    window.done()
    (row,) = contacts.of_line(depot.register, line)
    assert (row["kind"], row["outcome"], row["next_on"]) == ("letter", "sent", "2026-07-17")
    assert window.told[-1][:2] == ("1 påminnelse er registrert som sendt. Venter på svar til 17. juli", True)
    assert "Brev 3.7" in [row.text() for row in page.panel.findChildren(RowButton)]
    store.undo()
    assert contacts.of_line(depot.register, line) == []


def test_the_dead_get_no_letter(page, depot, window):
    card = people.person(depot.register, depot.people["Ola"])
    depot.run(people.change_person, person_id=card["person_id"], rev=card["rev"], died_on="2026-06-30")
    page.open_record(line_of(depot, "UT-0240"))
    assert "Skriv ut påminnelse" not in buttons(page)
    page.print_reminders()
    assert window.papers == []
    assert window.told[-1][0] == "Ingen av de valgte skal ha påminnelse. Det blir ikke noe brev"


def test_a_contact_is_logged_from_a_loan(page, depot, window, store):
    line = line_of(depot, "UT-0240")
    page.open_record(line)
    press(page, "Ny kontakt …")
    form = window.forms[-1]
    assert form.fields["line_ids"].value() == [line]
    form.fields["text"].set_value("Leverer i morgen")
    form.save()
    assert window.told[-1][0] == "Kontakt med Ola Hansen er lagret"
    assert [row["text"] for row in contacts.of_line(depot.register, line)] == ["Leverer i morgen"]
    store.undo()
    assert contacts.of_line(depot.register, line) == []


def test_without_anything_overdue_no_letter_is_made(page, depot, window):
    page.open_record(line_of(depot, "UT-0119"))
    page.print_reminders()
    assert window.papers == []
    assert window.told[-1][0] == "Ingen av de valgte er forfalt. Det blir ingen påminnelse"


def test_a_row_is_read_as_one_sentence(page):
    said = page.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Rullestol, transport UT-0240, forfalt, Ola Hansen (f. 1938), 24. juni · 9 dager over"


def test_hostile_names_show_as_typed_and_are_never_formatted(page, depot, window):
    depot.product("<b>{0}</b> %s {what}", ["X-1"], "A")
    depot.person("<i>Per</i>", "{n}")
    line_id = depot.lent("X-1", "<i>Per</i>", "2026-06-01", "2026-06-02")
    page.open_record(line_id)
    assert "<i>Per</i> {n}" in [label.text() for label in page.panel.findChildren(QLabel)]
    page.lose()
    form = window.forms[-1]
    form.save()
    assert window.told[-1][0] == "<b>{0}</b> %s {what} X-1 står som savnet"
