"""Varig behov: from the flag to the swap by key, and the slip that goes with what is NAV's."""

import copy
import shutil

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from shiboken6 import isValid

from db import equipment, history, loan_lines, loans, nav_cases, overview
from db import settings as chosen_settings
from db.connection import Register
from desktop import history_words
from desktop.equipment.items import ItemsView
from desktop.follow_up.nav_cases import NavCasesView
from desktop.follow_up.page import FollowUpPage
from desktop.loans.nav_slip import show_slip
from desktop.loans.page import LoansPage
from desktop.loans.return_page import ReturnPage
from desktop.store import Store

TODAY = "2026-07-03"
LONG_AGO = "2024-10-01"  # 640 days: 21 months


class Frame:
    """Stands where the window does: keeps what a list asked of it."""

    def __init__(self):
        self.said, self.second, self.papers, self.forms, self.asked = "", None, [], [], []

    def tell(self, text, undo=True, second=None):
        self.said, self.second = text, second

    def show_form(self, form):
        self.forms.append(form)
        form.open()

    def print_pdf(self, title, make, name, done=None):
        self.papers.append(title)

    def go(self, kind, ref=None):
        self.asked.append((kind, ref))


@pytest.fixture
def desk(filled, tmp_path):
    """The stock without a window; Ola has had a rollator for 21 months, and a stool for one."""
    made = copy.copy(filled)
    register = Register.open(shutil.copy(filled.store.path, tmp_path))
    made.store, made.frame = Store(register, staff="Jon Vakt", today=TODAY), Frame()
    give(made)
    yield made
    for form in made.frame.forms:
        if isValid(form):
            form.deleteLater()
    made.store.close()


def give(stock):
    stock.lend("UT-0002", "Ola", LONG_AGO, "2026-08-01")
    stock.lend("UT-0007", "Ola", "2026-06-01", "2026-08-01")


def line(stock, number):
    return stock.store.read(loan_lines.open_line, stock.items[number], today=TODAY)["line_id"]


@pytest.fixture
def view(desk):
    """The list by itself, with the first line chosen."""
    made = NavCasesView(desk.store, desk.frame)
    again(made)
    yield made
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def again(view):
    view.read()
    view.table.choose(view.model.ids[:1].tolist())


def acts(view):
    return [act.text for act in view.panel.details.acts]


def texts(view):
    return [view.model.text(column, view.model.row(0)) for column in view.columns if column.shown]


def test_the_list_tells_who_has_had_what_for_how_long(view):
    assert texts(view) == ["UT-0002", "Rullator, innendørs", "Hansen, Ola", "21 måneder", "Bør søkes", "", ""]
    assert view.sentence(view.model.row(0)) == "Rullator, innendørs UT-0002, Ola Hansen, 21 måneder, bør søkes"
    assert dict(view.panel.details.facts)["Har hatt behovet"] == (
        "21 måneder (640 dager). Meldes fra 18, grense 24 måneder"
    )
    assert [chip.text for chip in view.chips()][5] == "Over 24 måneder"


def test_a_case_goes_on_with_one_key_each_time(stock, qtbot):
    give(stock)
    page = stock.window.show_page(FollowUpPage)
    line_id = line(stock, "UT-0002")
    page.open_kind("nav_case", line_id)
    for title, filled_in, status in (
        ("Sak om varig behov", {}, "nav_open"),
        ("Søknad er sendt", {"on_day": "2026-06-01"}, "nav_sent"),
        ("Svar fra NAV", {"answer": "granted", "on_day": "2026-07-01"}, "nav_granted"),
        ("Byttet med NAVs utstyr", {"condition": "damaged"}, "nav_swapped"),
    ):
        qtbot.keyClick(stock.window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
        form = stock.form()
        assert form.windowTitle() == title
        assert stock.nameless(form) == []
        form.fill(filled_in)
        form.save()
        assert stock.store.read(nav_cases.rows, [line_id], today=TODAY)[0]["status"] == status
    assert stock.state("UT-0002") == "repair"
    assert stock.told() == "Byttet med NAVs utstyr: Rullator, innendørs UT-0002"
    stock.window.undo()
    assert stock.state("UT-0002") == "lent"
    assert stock.shown(page.current, "status") == ["nav_granted"]


def test_the_panel_offers_the_act_that_follows(view, desk):
    assert acts(view) == ["Åpne sak …", "Vis lånet", "Vis kortet"]
    desk.run(nav_cases.open_nav_cases, line_ids=[line(desk, "UT-0002")], sent_on="2026-06-03")
    again(view)
    assert acts(view) == ["Registrer svar …", "Avslutt sak …", "Vis lånet", "Vis kortet"]
    assert dict(view.panel.details.facts)["Venter"] == "30 dager på svar"
    view.show_card()
    view.show_loan()
    assert desk.frame.asked == [("person", desk.people["Ola"]), ("loan", line(desk, "UT-0002"))]


def test_a_refusal_and_a_case_given_up_stand_under_their_chip(view, desk):
    desk.run(chosen_settings.choose, values={"nav_flag_months": "1"})
    again(view)
    view.table.choose(view.model.ids.tolist())
    view.open_case()
    desk.frame.forms[-1].save()
    assert desk.frame.said == "Sak er åpnet: 3 lån"
    again(view)
    view.answered()
    desk.frame.forms[-1].fill({"answer": "refused"})
    desk.frame.forms[-1].save()
    again(view)
    view.close_case()
    desk.frame.forms[-1].fill({"note": "Trenger det ikke mer"})
    desk.frame.forms[-1].save()
    view.show_chip("closed")
    assert sorted(desk.shown(view, "status")) == ["nav_closed", "nav_refused"]
    view.table.choose(view.model.ids.tolist())
    view.sent()
    assert desk.frame.said == "Velg en åpen sak"


def test_what_the_register_refuses_is_said_in_the_form(view, desk):
    view.open_case()
    desk.elsewhere(nav_cases.open_nav_cases, line_ids=[line(desk, "UT-0002")])
    desk.frame.forms[-1].save()
    assert desk.frame.forms[-1].trouble.text.startswith("Det er en åpen sak om varig behov for dette lånet")


def test_the_history_of_the_copy_tells_the_case(desk):
    (case,) = desk.run(nav_cases.open_nav_cases, line_ids=[line(desk, "UT-0002")], sent_on="2026-06-01")
    desk.run(nav_cases.answer_nav_cases, nav_case_ids=[case], answer="granted")
    events = desk.store.read(overview.events, desk.store.read(history.of_item, desk.items["UT-0002"]))
    said = [history_words.sentence(event, TODAY) for event in events[:2]]
    assert said == ["NAV innvilget", "Sak om varig behov: søknad sendt"]
    assert events[0]["last_name"] == "Hansen"


# the slip


@pytest.fixture
def navs(desk):
    """The rollator is NAV's."""
    row = desk.item("UT-0002")
    desk.run(equipment.change_item, item_id=row["item_id"], rev=row["rev"], owner="nav")
    return desk


def test_a_slip_is_shown_for_what_is_navs_only(navs):
    show_slip(navs.store, navs.frame, [line(navs, "UT-0007")])
    assert (navs.frame.said, navs.frame.papers) == ("Ingenting av dette eies av NAV. Eier står på eksemplaret", [])
    show_slip(navs.store, navs.frame, [line(navs, "UT-0007"), line(navs, "UT-0002")])
    assert navs.frame.papers == ["Returseddel til NAV"]


def test_the_slip_is_reached_from_the_loan_and_from_the_copy_also_when_it_is_back(navs):
    page = LoansPage(navs.store, navs.frame)
    page.read()
    page.table.choose([line(navs, "UT-0002")])
    rare = {text: act for text, act, _icon in page._rare(page.chosen_rows()[0])}
    rare["Skriv ut returseddel til NAV"]()
    navs.run(loans.take_back, returns=[loans.Return(line(navs, "UT-0002"))])
    copies = ItemsView(navs.store, navs.frame)
    copies.read()
    copies.table.choose([navs.items["UT-0002"]])
    offered = {act.text: act.slot for act in copies.panel.details.acts}
    offered["Returseddel til NAV"]()
    assert navs.frame.papers == ["Returseddel til NAV"] * 2
    for made in (page, copies):
        made.deleteLater()


def test_the_receipt_of_a_return_offers_the_slip(navs):
    page = ReturnPage(navs.store, navs.frame)
    page.begin(line_ids=[line(navs, "UT-0002")])
    page.confirm()
    text, act = navs.frame.second
    act()
    assert text == "Returseddel til NAV (Ctrl+Shift+N)"
    assert navs.frame.papers[-1] == "Returseddel til NAV"
    page.deleteLater()
