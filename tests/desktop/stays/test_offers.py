"""When a place opens, the receipt tells how many of those who wait it fits; one key leads from there to a planned stay."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from db import closures, history, stays
from desktop.parts.row_button import RowButton
from desktop.stays.offer_form import OfferForm
from desktop.stays.page import StaysPage
from desktop.stays.place_field import Where
from desktop.stays.planning_form import PlanForm

TODAY = "2026-07-03"
KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(ward):
    """A view of the page by kind, with the keys on somebody's stay where it shows stays."""
    shown = ward.window.show_page(StaysPage)
    ward.window.receipt.say("")

    def to(kind, name=""):
        ward.window.activateWindow()
        shown.show_kind(kind)
        shown.current.clear_filters()
        if name:
            shown.current.open_record(ward.known[name])
        QApplication.processEvents()
        return shown.current

    return to


def press(ward, key, modifiers=CTRL):
    ward.window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(ward.window.focusWidget() or ward.window, key, modifiers)
    return ward.form()


def save(form):
    form.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(form, KEY.Key_Return, CTRL)
    QApplication.processEvents()


def told(ward):
    return ward.window.receipt.text.text()


def test_a_discharge_tells_who_could_come_and_a_key_leads_to_the_plan(ward, page):
    page("stay_chart", "Kari")
    save(press(ward, KEY.Key_U))
    assert told(ward).endswith("· Rom 1 er ledig 3.–10. juli. 2 på ventelisten passer")
    assert ward.window.receipt._more.text() == "Se forslag (Ctrl+Shift+T)"
    form = press(ward, KEY.Key_T, CTRL | SHIFT)
    assert isinstance(form, OfferForm)
    assert form.where() == Where(*place(ward, "Rom 1"))
    assert form.period() == ("2026-07-03", "2026-07-10")
    assert [row["stay_id"] for row in form.rows] == [ward.known["Signe"], ward.known["Nils"]]
    save(form)
    plan = ward.form()
    assert isinstance(plan, PlanForm)
    save(plan)
    assert ward.stay("Signe")["place"] == "Rom 1"
    assert told(ward) == "Signe M. er planlagt: Rom 1, Korttid, 3.–10. juli · 7 døgn"


def place(ward, name):
    row = ward.store.read(lambda db: db.one("SELECT site_id FROM stay_place WHERE name = :name", name=name))
    return row["site_id"], ward.rooms[name]


def test_a_click_on_the_receipt_opens_the_same(ward, page):
    page("stay", "Bjørg")
    form = press(ward, KEY.Key_M)
    form.fields["reason"].set_value("user")
    save(form)
    assert told(ward).startswith("Avlyst: Bjørg S. · Rom 3 er ledig 9.–16. juli. 2 på")
    QTest.mouseClick(ward.window.receipt._more, Qt.MouseButton.LeftButton)
    form = ward.form()
    assert form.where() == Where(*place(ward, "Rom 3"))
    assert form.period() == ("2026-07-09", "2026-07-16")
    assert len(form.findChildren(RowButton)) == 2


def test_after_undo_the_key_asks_for_the_place_of_the_keys_and_not_for_one_that_is_taken(ward, page):
    page("stay_chart", "Kari")
    save(press(ward, KEY.Key_U))
    history.undo_last(ward.store._register, staff="Jon Vakt", today=TODAY)
    ward.store.changed.emit({"stay"})
    view = page("stay_chart")
    view.chart.go_to("2026-07-05", next(row for row, one in view.shown.lanes.items() if one.name == "Rom 4"))
    form = press(ward, KEY.Key_T, CTRL | SHIFT)
    assert form.where() == Where(*place(ward, "Rom 4"))
    assert form.period() == ("2026-07-05", "2026-07-12")


def test_no_place_is_offered_for_days_gone_by(ward, page):
    view = page("stay_chart")
    view.chart.go_to("2026-06-25", next(row for row, one in view.shown.lanes.items() if one.name == "Rom 4"))
    assert press(ward, KEY.Key_T, CTRL | SHIFT).period() == (TODAY, "2026-07-10")


def test_who_wishes_to_come_later_is_planned_from_that_day_and_the_form_says_what_was_wished(ward, page):
    ward.stock.run(stays.cancel_stay, stay_id=ward.known["Nils"], reason="no_need")
    ward.stock.run(stays.change_stay, stay_id=ward.known["Signe"], wished_from="2026-07-08")
    ward.store.changed.emit({"stay"})
    view = page("waiting")
    view.offer(where=Where(*place(ward, "Rom 4")), from_on="2026-07-05", to_on="2026-07-20")
    form = ward.form()
    assert [(row["fits"], row["from_then"]) for row in form.rows] == [(0, "2026-07-08")]
    save(form)
    plan = ward.form()
    assert plan.period() == ("2026-07-08", "2026-07-20")
    assert any("ønsker fra 8. juli 2026" in one.text() for one in plan.findChildren(QLabel))


def test_where_nobody_waits_the_receipt_says_nothing_of_it(ward, page):
    for name in ("Signe", "Nils"):
        ward.stock.run(stays.cancel_stay, stay_id=ward.known[name], reason="no_need")
    page("stay", "Kari")
    save(press(ward, KEY.Key_U))
    assert "ledig" not in told(ward)
    assert not ward.window.receipt._more.isVisible()


def test_a_closure_that_ends_tells_it_among_the_places(ward, page):
    site, room = place(ward, "Rom 4")
    ward.stock.run(closures.close_places, site_id=site, stay_place_ids=[room], from_on=TODAY, to_on="2026-07-06",
                   reason="Maling")  # fmt: skip
    ward.store.changed.emit({"stay_place"})
    view = page("stay_place")
    view.table.choose([room])
    view.reopen_places()
    save(ward.form())
    assert told(ward) == "Stengingen er avsluttet · Rom 4 er ledig 3.–10. juli. 2 på ventelisten passer"
    assert press(ward, KEY.Key_T, CTRL | SHIFT).where() == Where(site, room)
