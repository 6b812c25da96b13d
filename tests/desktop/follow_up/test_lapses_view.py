"""Death, moving and institution from the key to the rows on disk: what is shown before, what is done, and undo."""

import copy
import io
import shutil

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from shiboken6 import isValid

from db import follow_up, history, lapses, loan_lines, loans, overview, people, units
from db import requests as asked_for
from db.connection import Register
from desktop import finding, history_words
from desktop.follow_up.lapses import LapsesView
from desktop.follow_up.page import FollowUpPage
from desktop.people.form import PersonForm
from desktop.people.people import PeopleView
from desktop.store import Store

TODAY = "2026-07-03"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Frame:
    """Stands where the window does: keeps what a list asked of it."""

    def __init__(self):
        self.said, self.papers, self.forms, self.asked = "", [], [], []

    def tell(self, text, undo=True, second=None):
        self.said = text

    def show_form(self, form):
        self.forms.append(form)
        form.open()

    def print_pdf(self, title, make, name, done=None):
        self.papers.append((title, make))

    def start(self, act, **given):
        self.asked.append((act, given))

    def go(self, kind, ref=None):
        self.asked.append((kind, ref))


def give(stock):
    """Kari has a rollator and crutches, and waits for a shower stool."""
    kari = stock.people["Kari"]
    stock.run(loans.lend, goods={stock.crutches: 2}, person_id=kari, due_on="2026-08-01")
    stool = stock.item("UT-0005")["product_id"]
    stock.run(asked_for.add_request, product_id=stool, person_id=kari, wanted_on="2026-07-10")
    return kari


@pytest.fixture(scope="module")
def given(filled, tmp_path_factory):
    """The stock with more of it lent and asked for, filled once."""
    made = copy.copy(filled)
    made.store = Store(Register.open(shutil.copy(filled.store.path, tmp_path_factory.mktemp("given"))), today=TODAY)
    give(made)
    made.store.close()
    return made


@pytest.fixture
def desk(given, tmp_path):
    """A copy of it without a window, in `frame` what the lists ask for."""
    made = copy.copy(given)
    register = Register.open(shutil.copy(given.store.path, tmp_path))
    made.store, made.frame, made.kari = Store(register, staff="Jon Vakt", today=TODAY), Frame(), given.people["Kari"]
    yield made
    for form in made.frame.forms:
        if isValid(form):
            form.deleteLater()
    made.store.close()


def shown(kind, desk):
    """One list by itself, its first row chosen."""
    view = kind(desk.store, desk.frame)
    view.read()
    view.table.choose([desk.kari] if kind is PeopleView else view.model.ids[:1].tolist())
    return view


@pytest.fixture
def cards(desk):
    """The list of people with Kari chosen."""
    yield (view := shown(PeopleView, desk))
    view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def listed(desk):
    """The list of deaths and moves, with Kari in it since the first of July."""
    desk.run(lapses.tell_death, person_id=desk.kari, died_on="2026-07-01", responsible="Siv Moe")
    yield (view := shown(LapsesView, desk))
    view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def kari(persons, stock):
    """Kari chosen in the list of people of a whole window."""
    ref = give(stock)
    persons.refresh()
    persons.table.choose([ref])
    return ref


def form_of(stock, qtbot):
    """The form above the window, ready for keys."""
    form = stock.form()
    qtbot.waitUntil(form.isActiveWindow)
    return form


def card(stock, person_id):
    return stock.store.read(people.person, person_id)


def lapse(stock, person_id):
    return stock.store.read(lapses.of_person, person_id, today=TODAY)[0]


def held(stock, **borrower):
    return stock.store.read(loan_lines.of_borrower, today=TODAY, open_only=True, **borrower)


def typed(form, key, text, qtbot):
    """Write in a field as a person does."""
    edit = form.fields[key].edit
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)


def test_a_death_is_told_with_the_keys_alone_and_undone(persons, stock, kari, qtbot):
    qtbot.keyClick(stock.window, Qt.Key.Key_D, CTRL | SHIFT)
    form = form_of(stock, qtbot)
    assert stock.nameless(form) == []
    typed(form, "died_on", "1.7.26", qtbot)
    typed(form, "responsible", "Siv Moe", qtbot)
    assert form.preview.texts == [
        "Kortet får dødsdag 1. juli 2026",
        "Nytt hentestopp, venter på dag, innen 17. juli 2026: 2 Albuekrykker, par og Rullator, innendørs UT-0001",
        "Behovet avlyses: Dusjkrakk, justerbar",
        "Påminnelser stanser. Ingen brev skrives",
        "Siv Moe følger opp under Oppfølging til alt er inne",
    ]
    assert form.save_button.accessibleDescription() == form.preview.accessibleName()
    plan = form.effects
    qtbot.keyClick(form, Qt.Key.Key_Return, CTRL)
    row = lapse(stock, kari)
    assert (row["status"], row["responsible"], row["grace_until"]) == ("lapse_open", "Siv Moe", plan.wanted_on)
    assert card(stock, kari)["died_on"] == "2026-07-01"
    assert stock.told() == "Dødsfallet er meldt: Kari Nordmann. Følges opp: 2 ting, innen 17. juli"
    assert persons.panel.details.state == "dead"
    assert persons.sentence(persons.model.row(persons.model.position(kari))).startswith("Kari Nordmann, død, ")
    stock.window.undo()
    assert card(stock, kari)["died_on"] is None
    assert stock.store.read(lapses.of_person, kari, today=TODAY) == []
    assert len(stock.store.read(asked_for.of_borrower, person_id=kari, today=TODAY)) == 1


def test_the_day_of_death_must_be_written(cards, desk):
    cards.tell_death()
    form = desk.frame.forms[-1]
    form.save()
    assert form.fields["died_on"].under.text() == "Fyll ut død"
    assert card(desk, desk.kari)["died_on"] is None


def test_each_line_has_its_choice_and_the_preview_follows(cards, desk):
    cards.tell_moved()
    form = desk.frame.forms[-1]
    rollator, crutches = (
        next(row["line_id"] for row in held(desk, person_id=desk.kari) if bool(row["item_id"]) is single)
        for single in (True, False)
    )
    form.fates.fields[rollator].set_value("returned:damaged")
    form.fates.fields[crutches].set_value("keeps")
    form.fates.changed.emit()
    assert "Tas imot nå: Rullator, innendørs UT-0001" in form.preview.texts
    assert "Blir stående som utlånt: 2 Albuekrykker, par" in form.preview.texts
    assert not [text for text in form.preview.texts if "hentestopp" in text]
    form.save()
    assert desk.state("UT-0001") == "repair"
    assert [row["line_id"] for row in held(desk, person_id=desk.kari)] == [crutches]
    assert desk.frame.said == "Flyttingen er meldt: Kari Nordmann. Ingenting mer å følge opp"


def test_a_choice_for_all_is_taken_by_each(cards, desk):
    desk.lend("UT-0002", "Kari", "2026-06-01", "2026-08-01")
    cards.tell_death()
    form = desk.frame.forms[-1]
    form.fates.all.set_value("keeps")
    form.fates.all.changed.emit()
    assert set(form.fates.fates().values()) == {"keeps"}
    assert form.touched


def test_what_changed_meanwhile_is_read_anew_and_asked_again(cards, desk):
    cards.tell_death()
    form = desk.frame.forms[-1]
    form.fields["died_on"].set_value("2026-07-01")
    line = next(row["line_id"] for row in held(desk, person_id=desk.kari) if row["item_id"])
    desk.elsewhere(loans.take_back, returns=[loans.Return(line)])
    form.save()
    assert form.trouble.text.startswith("Noe er endret siden du åpnet skjemaet")
    assert line not in form.fates.fields
    assert card(desk, desk.kari)["died_on"] is None
    for _time in range(2):  # the red sentence has pushed the preview down, and it comes forward first
        form.save()
    assert lapse(desk, desk.kari)["held"] == 1


def test_a_preview_below_the_edge_comes_forward_before_it_is_confirmed(cards, desk):
    cards.tell_death()
    form = desk.frame.forms[-1]
    form.fields["died_on"].set_value("2026-07-01")
    form.resize(form.width(), 320)
    QCoreApplication.processEvents()
    form.save()
    assert card(desk, desk.kari)["died_on"] is None
    assert form.area.verticalScrollBar().value() > 0
    assert form.save_button.hasFocus()
    form.fates.fields[min(form.fates.fields)].set_value("keeps")
    form.fates.changed.emit()
    form.resize(form.width(), 320)
    form.area.verticalScrollBar().setValue(0)
    form.save()  # another choice is another preview
    assert card(desk, desk.kari)["died_on"] is None
    form.save()
    assert card(desk, desk.kari)["died_on"] == "2026-07-01"


def test_a_death_that_another_window_told_first_is_said_beside_the_day(cards, desk):
    cards.tell_death()
    form = desk.frame.forms[-1]
    form.fields["died_on"].set_value("2026-07-01")
    desk.elsewhere(lapses.tell_death, person_id=desk.kari, died_on="2026-06-30")
    form.save()
    assert form.fields["died_on"].under.text() == (
        "Dødsfallet er meldt fra før, 30. juni 2026. Er det feil, opphev det først"
    )


def test_nobody_is_reminded_until_the_death_is_annulled(persons, stock, kari, qtbot):
    late = {row["line_id"] for row in held(stock, person_id=kari) if row["due_on"] < TODAY}
    assert set(stock.store.read(follow_up.may_be_reminded, list(late), today=TODAY)) == late
    stock.run(lapses.tell_death, person_id=kari, died_on="2026-07-01", reason="Død")
    assert not stock.store.read(follow_up.may_be_reminded, list(late), today=TODAY)
    persons.refresh()
    qtbot.keyClick(stock.window, Qt.Key.Key_O, CTRL | SHIFT)
    form = form_of(stock, qtbot)
    assert form.preview.texts == [
        "Dødsdagen 1. juli 2026 tas bort fra kortet",
        "Påminnelser om 2 lån begynner igjen",
        "Hentestoppet på kjørelisten avlyses",
        "Oppfølgingen avsluttes",
        "Behov som ble avlyst, må legges inn på nytt: Dusjkrakk, justerbar",
    ]
    qtbot.keyClick(form, Qt.Key.Key_Return, CTRL)
    assert card(stock, kari)["died_on"] is None
    assert set(stock.store.read(follow_up.may_be_reminded, list(late), today=TODAY)) == late
    assert stock.told() == "Dødsfallet er opphevet: Kari Nordmann"


def test_an_institution_is_searched_for_and_takes_over(cards, desk, qtbot):
    cards.to_institution()
    form = desk.frame.forms[-1]
    form.save()
    assert form.fields["unit_id"].under.text() == "Velg institusjon eller avdeling"
    typed(form, "unit_id", "solb", qtbot)
    form.fields["unit_id"].results.search()
    qtbot.keyClick(form.fields["unit_id"].edit, Qt.Key.Key_Return)
    assert form.preview.texts[:2] == [
        "Kortet viser Solbakken sykehjem som institusjon",
        "Ny avtale for Solbakken sykehjem med samme frister: 2 Albuekrykker, par og Rullator, innendørs UT-0001",
    ]
    form.save()
    assert {row["number"] for row in held(desk, unit_id=desk.ward)} == {"UT-0001", None}
    told = cards.details([desk.kari])
    assert ("Institusjon", "Solbakken sykehjem fra 3. juli 2026") in told.facts
    desk.store.undo()
    assert len(held(desk, person_id=desk.kari)) == 2


def test_the_menu_of_the_card_offers_what_fits(cards, desk):
    def offered():
        return [action.text() for action in cards.acts_menu().actions()]

    assert offered() == ["Meld dødsfall …", "Meld flyttet …", "Til institusjon …", "Skriv ut utstyrslisten"]
    desk.run(lapses.tell_death, person_id=desk.kari)
    assert offered() == ["Meld dødsfall …", "Opphev dødsfall eller flytting …", "Skriv ut utstyrslisten"]
    cards.tell_moved()
    assert desk.frame.said == "Personen er registrert som død 3. juli 2026"


def test_a_moved_person_is_shown_as_such_in_list_and_search(cards, desk):
    desk.run(lapses.tell_moved, person_id=desk.kari, moved_on="2026-07-01")
    desk.run(lapses.tell_moved, person_id=desk.people["Ola"], moved_on="2026-08-01")
    cards.read()
    cards.show_chip("moved")
    assert sorted(desk.shown(cards, "standing")) == ["moved", "moving"]
    hits = {hit.title: hit for group in finding.find(desk.store.read, "nordmann", today=TODAY) for hit in group.hits}
    assert "flyttet" in hits["Kari Nordmann"].detail
    assert cards.details([desk.kari]).state == "moved"


def test_the_day_of_death_is_mended_on_the_card_of_the_dead_only(cards, desk):
    assert "died_on" not in PersonForm(desk.store, desk.kari).fields
    desk.run(lapses.tell_death, person_id=desk.kari, died_on="2026-07-01")
    form = PersonForm(desk.store, desk.kari)
    form.fields["died_on"].set_value(None)
    form.save()
    assert form.fields["died_on"].under.text() == "Fyll ut død"
    form.fields["died_on"].set_value("2026-06-30")
    form.save()
    assert card(desk, desk.kari)["died_on"] == "2026-06-30"


def test_the_list_tells_who_sees_to_what_until_when(listed, desk):
    facts = dict(listed.panel.details.facts)
    assert (facts["Død"], facts["Ansvarlig"], facts["Henting"]) == ("1. juli 2026", "Siv Moe", "Venter på dag")
    assert listed.sentence(listed.model.row(0)) == (
        "Kari Nordmann, dødsfall, 2 ting, venter på retur, 17. juli · om 14 dager"
    )
    assert [chip.count for chip in listed.chips()] == [1, 0, 0, 0]
    assert desk.nameless(listed) == []
    listed.show_card()
    assert desk.frame.asked == [("person", desk.kari)]


def test_what_is_followed_up_is_finished_with_a_reason(stock, qtbot):
    kari = give(stock)
    lapse_id = stock.run(lapses.tell_death, person_id=kari, died_on="2026-07-01")
    page = stock.window.show_page(FollowUpPage)
    page.open_kind("lapse", lapse_id)
    qtbot.keyClick(stock.window, Qt.Key.Key_F, CTRL | SHIFT)
    form = form_of(stock, qtbot)
    form.save()
    assert form.fields["reason"].under.text() == "Velg en grunn"
    typed(form, "reason", "Huset er tømt", qtbot)
    assert form.preview.texts[0] == (
        "Avsluttes som ikke fått tilbake og står som savnet: 2 Albuekrykker, par og Rullator, innendørs UT-0001"
    )
    qtbot.keyClick(form, Qt.Key.Key_Return, CTRL)
    assert (stock.state("UT-0001"), lapse(stock, kari)["status"]) == ("missing", "lapse_closed")
    assert stock.told() == "Oppfølgingen av Kari Nordmann er avsluttet"
    assert page.current.model.ids.tolist() == []
    stock.window.undo()
    assert (stock.state("UT-0001"), lapse(stock, kari)["status"]) == ("lent", "lapse_open")


def test_enter_changes_who_sees_to_it(listed, desk, qtbot):
    listed.open_form(listed.model.ids[0])
    form = desk.frame.forms[-1]
    typed(form, "responsible", "Ida Vik", qtbot)
    form.save()
    assert lapse(desk, desk.kari)["responsible"] == "Ida Vik"


def test_the_list_to_read_aloud_is_printed_from_the_form_and_the_list(cards, desk):
    cards.tell_death()
    desk.frame.forms[-1].print_button.click()
    ((title, make),) = desk.frame.papers
    out = io.BytesIO()
    assert (title, make(out)) == ("Utstyrsliste", 1)
    assert out.getvalue().startswith(b"%PDF")


def test_all_that_is_held_is_taken_back_from_the_list(listed, desk):
    listed.take_back()
    lines = [row["line_id"] for row in held(desk, person_id=desk.kari)]
    assert desk.frame.asked == [("take_back", {"line_ids": lines})]


def test_the_history_tells_it_in_a_sentence(desk):
    desk.run(lapses.tell_death, person_id=desk.kari, died_on="2026-07-01", reason="Død")
    desk.run(lapses.annul_death, person_id=desk.kari)
    desk.run(lapses.to_institution, person_id=desk.kari, unit_id=desk.ward)
    events = desk.store.read(overview.events, desk.store.read(history.of_person, desk.kari))
    said = [history_words.sentence(event, TODAY) for event in events[:3]]
    assert said == ["Til institusjon fra 3. juli · 2 lån", "Dødsfall opphevet", "Dødsfall meldt: død 1. juli · 2 lån"]
    assert {history_words.concerns(event) for event in events[:3]} == {"UT-0001", ""}


def test_a_unit_out_of_use_takes_nothing_over(cards, desk):
    ward = desk.store.read(units.unit, desk.ward)
    desk.run(units.change_unit, unit_id=desk.ward, rev=ward["rev"], active=False)
    cards.to_institution()
    assert desk.frame.forms[-1]._units("solbakken") == []
