"""Oppfølging: from the key to the row on disk; calls, letters and messages, and who gets none."""

import copy
import io
import shutil
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from shiboken6 import isValid

from db import contacts, follow_up, loan_lines, loans, paperwork, people
from db import settings as chosen
from db.connection import Register
from desktop import app, faults
from desktop.follow_up import sms
from desktop.follow_up.contact_form import ContactForm
from desktop.follow_up.follow import FollowView
from desktop.follow_up.page import FollowUpPage
from desktop.follow_up.sms import SmsForm
from desktop.main_window import MainWindow
from desktop.paper import printing
from desktop.paper.list import SECRET
from desktop.paper.pages import Pages
from desktop.parts.preview import Preview
from desktop.parts.row_button import RowButton
from desktop.people.page import PeoplePage
from desktop.sheets import export
from desktop.store import Store

TODAY = "2026-07-03"


class Frame:
    """Stands where the window does: keeps what the list asked of it."""

    def __init__(self):
        self.said, self.papers, self.forms, self.begun = "", [], [], []

    def start(self, act, **given):
        self.begun.append((act, given))

    def go(self, kind, ref=None):
        self.begun.append((kind, ref))

    def tell(self, text, undo=True, second=None):
        self.said = text

    def trouble(self, fault):
        self.said = faults.sentence(fault)

    def show_form(self, form):
        self.forms.append(form)
        form.open()

    def print_pdf(self, title, make, name, done=None):
        self.papers.append((make, done))

    def export(self, listing):
        self.begun.append(("export", listing))

    def print_list(self, listing):
        self.begun.append(("print_list", listing))


def lend_more(stock):
    """Kari is nine days late with a rollator; Ola and the ward have one more day each."""
    stock.run(chosen.choose, values={"department": "Hjelpemiddellageret", "phone": "72 00 00 00"})
    stock.lend("UT-0002", "Ola", "2026-06-01", "2026-07-04")
    stock.run(loans.lend, goods={stock.crutches: 2}, unit_id=stock.ward, out_on="2026-06-01", due_on="2026-07-04")


@pytest.fixture(scope="module")
def lent(filled, tmp_path_factory):
    """The stock with more of it lent, filled once."""
    made = copy.copy(filled)
    made.store = Store(Register.open(shutil.copy(filled.store.path, tmp_path_factory.mktemp("lent"))), today=TODAY)
    lend_more(made)
    made.store.close()
    return made


@pytest.fixture
def desk(lent, tmp_path):
    """A copy of it without a window, in `frame` what the list asks for."""
    made = copy.copy(lent)
    register = Register.open(shutil.copy(lent.store.path, tmp_path))
    made.store, made.frame = Store(register, staff="Jon Vakt", today=TODAY), Frame()
    yield made
    made.store.close()


@pytest.fixture
def view(desk):
    """The work list by itself."""
    made = FollowView(desk.store, desk.frame)
    made.read()
    yield made
    for left in (made, *(form for form in desk.frame.forms if isValid(form))):
        left.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def whole(stock):
    """The stock behind its window, with the work list in sight."""
    lend_more(stock)
    stock.view = stock.window.show_page(FollowUpPage).view("follow_up")
    return stock


def key(stock, first):
    return follow_up.borrower_key(stock.people[first], None)


def line(stock, number):
    return stock.store.read(loan_lines.open_line, stock.items[number], today=TODAY)["line_id"]


def log(stock, first):
    return stock.store.read(contacts.of_borrower, person_id=stock.people[first])


def chips(view):
    return {chip.text: chip.count for chip in view.chips()}


def die(stock, first):
    """The death is registered in another window."""
    card = stock.store.read(people.person, stock.people[first])
    stock.elsewhere(people.change_person, person_id=card["person_id"], rev=card["rev"], died_on="2026-07-01")


def test_the_list_tells_who_what_and_how_late(view, desk):
    assert [view.model.text(column, view.model.row(0)) for column in view.columns] == [
        "Nordmann, Kari", "900 00 001", "UT-0001 Rullator, innendørs", "24. juni · 9 dager over", "aldri", "", "0",
        "Forfalt",
    ]  # fmt: skip
    assert chips(view) == {"Gjør nå": 1, "Forfalt": 1, "Forfaller snart": 2, "Mangler svar": 0, "Venter": 0, "Alle": 3}
    assert view.sentence(view.model.row(0)) == (
        "Nordmann, Kari, UT-0001 Rullator, innendørs, forfalt, 24. juni · 9 dager over"
    )


def test_a_call_from_key_to_row_and_back(whole, qtbot):
    stock, view = whole, whole.view
    view.table.choose([key(stock, "Kari")])
    qtbot.keyClick(stock.window, Qt.Key.Key_F6)
    form = stock.form()
    assert isinstance(form, ContactForm)
    assert form.fields["line_ids"].value() == [line(stock, "UT-0001")]
    said = form.fields["text"].control
    said.setFocus()
    qtbot.keyClicks(said, "Beholder til påske")
    form.next.quick.buttons["2 weeks"].click()
    qtbot.waitUntil(form.isActiveWindow)
    qtbot.keyClick(said, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (row,) = log(stock, "Kari")
    assert (row["kind"], row["outcome"], row["text"], row["next_on"], row["staff"]) == (
        "phone", "reached", "Beholder til påske", "2026-07-17", "Jon Vakt",
    )  # fmt: skip
    assert stock.told() == "Kontakt med Kari Nordmann er lagret. Neste 17. juli"
    assert chips(view)["Gjør nå"] == 0
    assert chips(view)["Venter"] == 1
    stock.window.undo()
    assert log(stock, "Kari") == []
    assert stock.told() == "Angret: ny kontakt"
    assert chips(view)["Gjør nå"] == 1


def test_what_can_come_of_it_follows_how_it_was_done(view, desk):
    view.table.choose([key(desk, "Kari")])
    view.add_contact()
    form = desk.frame.forms[-1]

    def offered():
        return [form.outcome.box.itemData(n) for n in range(form.outcome.box.count())]

    assert offered() == ["reached", "no_answer"]
    form.how.set_value("letter")
    form.how.changed.emit()
    assert (offered(), form.outcome.value()) == (["sent", "reached", "no_answer"], "sent")
    form.discard()


def test_a_day_needs_something_to_come_back_with(view, desk):
    view.table.choose([key(desk, "Kari")])
    view.add_contact()
    form = desk.frame.forms[-1]
    form.fields["line_ids"].set_value([])
    form.next.quick.buttons["1 week"].click()
    form.save()
    assert form.fields["line_ids"].under.text() == "Fyll inn hva det gjaldt"
    assert log(desk, "Kari") == []
    form.discard()


def test_what_is_logged_is_mended_from_the_panel(view, desk):
    desk.run(contacts.add_contact, line_ids=[line(desk, "UT-0001")], kind="phone", outcome="no_answer")
    view.read()
    view.show_chip("no_answer")
    view.table.choose([key(desk, "Kari")])
    entry = next(row for row in view.panel.findChildren(RowButton) if row.text() == "Ringte 3.7, ikke svar")
    entry.click()
    form = desk.frame.forms[-1]
    assert (form.outcome.value(), form.windowTitle()) == ("no_answer", "Endre kontakt")
    form.outcome.set_value("reached")
    form.fields["text"].set_value("Ringte opp igjen")
    form.save()
    assert [(row["outcome"], row["text"]) for row in log(desk, "Kari")] == [("reached", "Ringte opp igjen")]
    desk.store.undo()
    assert [(row["outcome"], row["text"]) for row in log(desk, "Kari")] == [("no_answer", "")]


# letters


def letters(desk, view, *firsts):
    """Ask for letters to these people; what the window was asked to print."""
    view.read()
    view.table.choose([key(desk, first) for first in firsts])
    view.print_reminders()
    return desk.frame.papers[-1]


def pages(made):
    """The text of each page of the letters."""
    out = io.BytesIO()
    made[0](out)
    return read(out.getvalue())


def read(data):
    with Pages(data) as found:
        return [" ".join(found.text(n).split()) for n in range(len(found))]


def test_a_letter_is_logged_when_it_is_printed_and_not_before(view, desk):
    made = letters(desk, view, "Kari")
    (page,) = pages(made)
    assert "Kari Nordmann" in page
    assert "UT-0001" in page
    assert "2. påminnelse" not in page
    assert log(desk, "Kari") == []
    made[1]()
    (row,) = log(desk, "Kari")
    assert (row["kind"], row["outcome"], row["next_on"]) == ("letter", "sent", "2026-07-17")
    assert desk.frame.said == "1 påminnelse er registrert som sendt. Venter på svar til 17. juli"
    desk.store.undo()
    assert log(desk, "Kari") == []


def test_the_next_letter_says_that_it_is_the_second_until_the_loan_is_extended(view, desk):
    ref = line(desk, "UT-0001")
    desk.run(contacts.add_contact, line_ids=[ref], kind="sms", outcome="sent", on_day="2026-06-26")
    view.read()
    (page,) = pages(letters(desk, view, "Kari"))
    assert "2. påminnelse om lån av hjelpemidler" in page
    desk.run(loans.extend, day="2026-06-27", line_ids=[ref], due_on="2026-07-01")
    view.read()
    (page,) = pages(letters(desk, view, "Kari"))
    assert "Påminnelse om lån av hjelpemidler" in page


def test_death_between_list_and_letter_stops_the_letter(view, desk):
    made = letters(desk, view, "Kari")
    die(desk, "Kari")
    with pytest.raises(Exception, match="reminders_stopped"):
        made[0](io.BytesIO())
    assert log(desk, "Kari") == []


def test_death_between_letter_and_printer_logs_nothing_and_says_so(view, desk):
    desk.lend("UT-0007", "Ola", "2026-05-01", "2026-06-01")
    view.read()
    made = letters(desk, view, "Kari", "Ola")
    assert len(pages(made)) == 2
    die(desk, "Kari")
    made[1]()
    assert log(desk, "Kari") == []
    assert len(log(desk, "Ola")) == 1
    assert desk.frame.said == "1 påminnelse er registrert som sendt. Ikke send til Kari Nordmann"


def test_who_is_dead_stands_in_no_list_but_all(view, desk):
    die(desk, "Kari")
    view.read()
    assert chips(view)["Gjør nå"] == chips(view)["Forfalt"] == 0
    view.open_record(key(desk, "Kari"))
    assert view.chip_row.current == "all"
    assert view.panel.details.state == "stopped"
    assert [act.text for act in view.panel.details.acts] == ["Ny kontakt …", "Forleng frist …"]
    view.print_reminders()
    view.send_sms()
    assert desk.frame.papers == desk.frame.forms == []
    assert desk.frame.said == "Ingen av de valgte skal ha påminnelse. Det blir ingen melding"


def test_a_protected_address_is_on_no_letter(view, desk):
    card = desk.store.read(people.person, desk.people["Kari"])
    desk.run(people.change_person, person_id=card["person_id"], rev=card["rev"], protected=True)
    (page,) = pages(letters(desk, view, "Kari"))
    assert SECRET in page
    assert "Storgata" not in page


def test_the_program_logs_a_letter_when_it_leaves_the_screen_and_only_once(lent, tmp_path, qtbot):
    path = Path(shutil.copy(lent.store.path, tmp_path))
    program = app.Program(app.dress(["hverdag"]), staff="Jon Vakt", today=TODAY)
    program.open(path, kept=False)
    window, store = program.window, program.desk.store
    assert isinstance(window, MainWindow)
    window.go("follow_up:overdue", 0)
    window.current.start_focus()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    paper = QApplication.activeModalWidget()
    assert isinstance(paper, Preview)

    def logged():
        return store.read(contacts.of_borrower, person_id=lent.people["Kari"])

    paper.save_to(tmp_path / "no such folder" / "brev.pdf")
    assert logged() == []
    for name in ("brev.pdf", "kopi.pdf"):
        paper.save_to(tmp_path / name)
    assert [(row["kind"], row["outcome"]) for row in logged()] == [("letter", "sent")]
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "skrevet-ut.pdf"))
    paper.print_on(printer)
    assert len(logged()) == 1
    window.undo()
    assert logged() == []
    clear_away(program)


def clear_away(program):
    window, program.window = program.window, None
    for left in (window, program.scanner, program):
        getattr(left, "close", lambda: None)()
        left.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# messages


def test_a_message_is_copied_and_logged_when_it_was_sent(view, desk):
    view.table.choose([key(desk, "Kari")])
    view.send_sms()
    form = desk.frame.forms[-1]
    form.copy_text.click()
    said = QGuiApplication.clipboard().text()
    assert said == (
        "Hei. Du har lånt av oss: Rullator, innendørs (fristen var 24. juni). Ring 72 00 00 00 hvis du trenger det "
        "lenger, eller vil at vi henter. Hilsen Hjelpemiddellageret"
    )
    form.copy_number()
    assert QGuiApplication.clipboard().text() == "90000001"
    assert log(desk, "Kari") == []
    form.save()
    (row,) = log(desk, "Kari")
    assert (row["kind"], row["outcome"], row["next_on"], row["text"]) == ("sms", "sent", "2026-07-17", "")
    desk.store.undo()
    assert log(desk, "Kari") == []


def test_a_message_that_was_not_sent_is_not_logged(view, desk):
    view.table.choose([key(desk, "Kari")])
    view.send_sms()
    desk.frame.forms[-1].reject()
    assert log(desk, "Kari") == []


def test_several_messages_come_one_after_the_other(view, desk):
    view.show_chip("all")
    view.table.choose(view.model.ids.tolist())
    view.send_sms()
    seen = []
    for _turn in range(3):
        form = desk.frame.forms[-1]
        assert isinstance(form, SmsForm)
        seen.append(form.who)
        form.save()
        QApplication.processEvents()
    assert sorted(seen) == ["Kari Nordmann", "Ola Hansen", "Solbakken sykehjem"]
    assert QApplication.activeModalWidget() is None
    assert len(log(desk, "Kari")) == len(log(desk, "Ola")) == 1


def test_a_ward_is_spoken_to_as_several(view, desk):
    view.show_chip("due_soon")
    row = next(row for row in view.rows(view.model.ids.tolist()) if row["unit_name"])
    said = sms.message(desk.store.read(paperwork.lender), row, row["lines"], TODAY)
    assert said.startswith("Hei. Dere har lånt av oss: 2 Albuekrykker, par (frist 4. juli). Ring 72 00 00 00 hvis dere")


def test_a_message_to_somebody_who_has_just_died_is_refused(view, desk):
    view.table.choose([key(desk, "Kari")])
    view.send_sms()
    form = desk.frame.forms[-1]
    die(desk, "Kari")
    form.save()
    assert form.isVisible()
    assert "skal ikke sendes påminnelse" in form.trouble.text
    assert log(desk, "Kari") == []
    form.discard()


# the rest of the page


def test_extending_from_the_list_takes_it_away(view, desk):
    view.table.choose([key(desk, "Kari")])
    view.extend()
    form = desk.frame.forms[-1]
    form.fields["due_on"].set_value("2026-10-01")
    form.save()
    assert desk.frame.said == "1 utlån er forlenget. Ny frist 1. oktober 2026"
    assert chips(view)["Gjør nå"] == 0


def test_a_thing_in_the_panel_leads_to_its_loan(whole):
    stock, view = whole, whole.view
    view.table.choose([key(stock, "Kari")])
    view.panel.findChildren(RowButton)[0].click()
    assert stock.window.current.kind == "loan"
    assert stock.window.current.chosen_ids() == [line(stock, "UT-0001")]


def test_what_comes_in_or_is_fetched_begins_here_too(view, desk):
    view.table.choose([key(desk, "Kari")])
    ref = line(desk, "UT-0001")
    press = {made.accessibleName(): made for made in view.panel.findChildren(QPushButton)}
    for text in ("Ta imot retur", "Sett på kjørelisten …", "Vis låneren"):
        press[text].click()
    assert desk.frame.begun == [
        ("take_back", {"line_ids": [ref]}),
        ("plan_stop", {"kind": "fetch", "who": ("person", desk.people["Kari"]), "line_ids": [ref]}),
        ("person", desk.people["Kari"]),
    ]


def test_other_pages_lead_to_a_chip(whole):
    stock, view = whole, whole.view
    stock.window.go("follow_up:due_soon", 0)
    assert view.chip_row.current == "due_soon"
    assert stock.shown(view, "borrower") == view.model.ids.tolist()
    assert len(view.model.ids) == 2


def test_the_list_is_exported_as_it_is_shown(view, desk, tmp_path):
    view.show_chip("all")
    listing = view.listing()
    assert (listing.kind, listing.count, listing.note, listing.persons) == ("follow_up", 3, "Alle", True)
    path = tmp_path / "oppfolging.xlsx"
    assert export.export_rows(listing.columns, listing.rows(), listing.title, path, today=TODAY) == 3
    text = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    shared = zipfile.ZipFile(path)
    words = text + (shared.read("xl/sharedStrings.xml").decode() if "xl/sharedStrings.xml" in shared.namelist() else "")
    assert "Nordmann, Kari" in words
    assert "UT-0001 Rullator" in words


def test_the_phone_of_a_protected_person_leaves_on_no_sheet_and_no_paper(view, desk, tmp_path):
    def told():
        listing, out, path = view.listing(), io.BytesIO(), tmp_path / "liste.xlsx"
        desk.store.read(printing.print_list, listing.columns, listing.rows(), out, title="", today=TODAY)
        export.export_rows(listing.columns, listing.rows(), "Liste", path, today=TODAY)
        with zipfile.ZipFile(path) as book:
            cells = " ".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
        return " ".join(read(out.getvalue())), cells

    assert all("900 00 001" in text for text in told())
    card = desk.store.read(people.person, desk.people["Kari"])
    desk.run(people.change_person, person_id=card["person_id"], rev=card["rev"], protected=True)
    view.read()
    assert not any("900 00 001" in text for text in told())
    assert all("Nordmann, Kari" in text for text in told())


def test_who_may_only_look_gets_letters_that_nobody_logs(desk):
    looking, frame = Store.looking(desk.store.path, TODAY), Frame()
    view = FollowView(looking, frame)
    view.read()
    view.table.choose([key(desk, "Kari")])
    assert view.panel.details.acts == []
    view.print_reminders()
    make, done = frame.papers[-1]
    assert (make(io.BytesIO()), done) == (1, None)
    view.change_contact(1)
    assert frame.forms == []
    view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    looking.close()


def test_the_card_of_a_person_and_of_a_ward_tell_the_log(whole):
    stock = whole
    stock.run(contacts.add_contact, unit_id=stock.ward, kind="visit", outcome="reached", text="Så etter krykkene")
    page = stock.window.show_page(PeoplePage)
    page.show_view(1)
    page.current.table.choose([stock.ward])
    assert "Besøkte 3.7" in [row.text() for row in page.current.panel.findChildren(RowButton)]
    page.show_view(0)
    page.current.table.choose([stock.people["Kari"]])
    page.current.add_contact()
    form = stock.form()
    assert form.fields["line_ids"].value() == [line(stock, "UT-0001")]
    form.save()
    assert len(log(stock, "Kari")) == 1
    QTest.qWait(0)
    assert "Ringte 3.7" in [row.text() for row in page.current.panel.findChildren(RowButton)]


def test_the_history_of_a_person_tells_the_contact(view, desk):
    from db import history, overview
    from desktop import history_words

    desk.run(contacts.add_contact, line_ids=[line(desk, "UT-0001")], kind="phone", outcome="no_answer",
              next_on="2026-07-05")  # fmt: skip
    events = desk.store.read(overview.events, desk.store.read(history.of_person, desk.people["Kari"]))
    assert history_words.sentence(events[0], TODAY) == "Ringte, ikke svar · neste 5. juli"


def test_everything_in_the_list_and_its_panel_has_a_name(whole):
    stock, view = whole, whole.view
    view.table.choose([key(stock, "Kari")])
    QApplication.processEvents()
    assert stock.nameless(view) == []
