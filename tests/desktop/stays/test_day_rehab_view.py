"""A day of day rehab: who comes, a key for how it went, the forms, and the list for the driver."""

import shutil
from io import BytesIO

import pypdfium2
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu
from shiboken6 import isValid

from db import attendance, day_plan, day_rehab, history, people, stay_places, stays
from db.stay_days import plus
from desktop.parts import style
from desktop.stays.page import StaysPage
from desktop.store import KINDS

CTRL, ALT, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
TODAY, MONDAY = "2026-07-03", "2026-07-06"  # a Friday, and the Monday after it
WAYS = {"Bjørg": ("135", "car", "9.00"), "Kari": ("135", "taxi", "8.30"), "Ola": ("5", "family", ""),
        "Nils": ("24", "car", "8.00")}  # fmt: skip


def press(view, key, held=NONE):
    """A key in the list of the view."""
    QTest.keyClick(view.table, key, held)
    QApplication.processEvents()


def confirm(form):
    """Ctrl+Enter in a form that holds what it needs."""
    QTest.keyClick(form, Qt.Key.Key_Return, CTRL)
    QApplication.processEvents()
    if isValid(form):  # one that has closed is taken away
        assert not form.isVisible(), [field.under.text() for field in form.fields.values()] + [form.trouble.text]


def fill_days(ward):
    """A day centre with three places; Bjørg, Kari and Ola come this Friday, Nils on other days."""
    centre = ward.run(stay_places.add_site, name="Dagsenteret", kind="day_centre", address="Vegen 1")
    ward.run(stay_places.add_stay_places, site_id=centre, names="Plass 1..3", kind="day", valid_from="2026-01-01")
    for name, (weekdays, transport, at) in WAYS.items():
        ward.known[name] = ward.run(
            day_rehab.start_day_rehab, person_id=ward.guests[name], site_id=centre, from_on="2026-06-22",
            to_on="2026-08-01", weekdays=weekdays, transport=transport, pickup_at=at, accept=True,
            passed=dict.fromkeys(ward.known.values(), "Annet behov"),
        )  # fmt: skip
    return centre


@pytest.fixture(scope="module")
def opened(filled_ward, tmp_path_factory, qapp):
    """The ward with a day centre behind one window for all these tests."""
    style.apply(qapp, "light")
    path = shutil.copy(filled_ward.store.path, tmp_path_factory.mktemp("days") / "dager.hverdag")
    made, known = type(filled_ward)(path), filled_ward.ward_of
    made.first = type(known)(made, known.rooms, known.guests, dict(known.known))
    made.first.centre = fill_days(made.first)
    made.open()
    yield made
    made.window.close()
    made.window.deleteLater()
    made.store.close()
    made.store.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def ward(opened):
    """The ward as it was at first: what a test has done is undone after it, one act after the other."""
    register, before, first = opened.store._register, opened.store.read(history.latest), opened.first
    opened.asked.clear()
    opened.window.receipt.hide()
    opened.window.activateWindow()
    made = type(first)(opened, first.rooms, first.guests, dict(first.known))
    made.centre = first.centre
    yield made
    while isinstance(modal := QApplication.activeModalWidget(), QDialog):
        modal.done(0)
        QApplication.processEvents()
    while (last := history.last(register)) is not None and last["seq"] > before:
        history.undo_last(register, staff="Jon", today=TODAY)
    opened.store.changed.emit(set(KINDS))


@pytest.fixture
def days(ward):
    """The day of today, in sight."""
    page = ward.window.show_page(StaysPage)
    view = page.show_kind("day_rehab")
    view.words.clear()
    view.to_today()
    QApplication.processEvents()
    return view


def state(ward, name, day=TODAY):
    """How a day of somebody stands in the register; None where they are not booked."""
    found = ward.store.read(attendance.day_rows, day, stay_ids=[ward.known[name]], today=TODAY)
    return found[0]["day_state"] if found else None


def choose(view, ward, *names):
    ward.window.activateWindow()  # a form that closes does not give it back on a screen that is none
    QApplication.processEvents()
    view.table.choose([ward.known[name] for name in names])
    view.table.setFocus()


def test_today_comes_first_by_the_time_they_are_fetched(ward, days):
    assert days.day == TODAY
    assert ward.shown(days, "last_name") == ["Nordmann", "Solli", "Hansen"]
    assert days.head.line.text() == "Fredag 3. juli 2026 · 3 kommer, 3 plasser"


@pytest.mark.parametrize(("key", "told"), [
    (Qt.Key.Key_M, "attended"), (Qt.Key.Key_B, "absent"), (Qt.Key.Key_U, "cancelled_user"),
    (Qt.Key.Key_O, "cancelled_us"), (Qt.Key.Key_S, "cancelled_hospital"),
])  # fmt: skip
def test_one_key_tells_how_the_day_went(ward, days, key, told):
    choose(days, ward, "Bjørg")
    press(days, key)
    assert state(ward, "Bjørg") == told
    assert days.chosen_ids() == [ward.known["Bjørg"]]
    press(days, Qt.Key.Key_Delete)
    assert state(ward, "Bjørg") == "planned"


def test_several_are_marked_by_one_key_and_undone_by_one(ward, days):
    days.table.selectAll()
    press(days, Qt.Key.Key_M)
    assert [state(ward, name) for name in ("Kari", "Bjørg", "Ola")] == ["attended"] * 3
    assert ward.told() == "Møtt · Kari N., Bjørg S. og Ola H."
    press(days, Qt.Key.Key_Z, CTRL)
    assert [state(ward, name) for name in ("Kari", "Bjørg", "Ola")] == ["planned"] * 3


def test_letters_that_are_typed_in_the_search_mark_nobody(ward, days):
    choose(days, ward, "Bjørg")
    days.words.setFocus()
    QTest.keyClicks(days.words, "mbus")
    assert days.words.text() == "mbus"
    assert state(ward, "Bjørg") == "planned"


def test_a_day_ahead_is_not_attended(ward, days):
    press(days, Qt.Key.Key_Right, ALT)
    assert days.day == MONDAY
    choose(days, ward, "Kari")
    press(days, Qt.Key.Key_M)
    assert state(ward, "Kari", MONDAY) == "planned"
    assert ward.told() == "Dagen er ikke kommet ennå. Den kan bare avlyses: U, O eller S"
    press(days, Qt.Key.Key_U)
    assert state(ward, "Kari", MONDAY) == "cancelled_user"
    assert ward.store.read(attendance.planned, ward.centre, MONDAY) == [ward.known["Bjørg"]]


def test_the_arrows_go_to_opening_days_and_home_to_today(ward, days):
    press(days, Qt.Key.Key_Right, ALT)
    press(days, Qt.Key.Key_Left, ALT)
    assert days.day == TODAY
    press(days, Qt.Key.Key_Left, ALT)
    assert days.day == "2026-07-02"
    press(days, Qt.Key.Key_Home, ALT)
    assert days.day == TODAY
    press(days, Qt.Key.Key_PageDown, CTRL)
    assert days.day == MONDAY


def test_the_week_tells_how_many_come_and_leads_to_its_days(ward, days):
    shown = [made.text() for made in days.chip_row._buttons.values()]
    assert shown == [
        "Man. 29. · 1 ledig", "Tir. 30. · 2 ledige", "Ons. 1. · 1 ledig", "Tor. 2. · 2 ledige", "Fre. 3. · fullt",
    ]  # fmt: skip
    assert days.chip_row.current == TODAY
    QTest.mouseClick(days.chip_row._buttons["2026-07-02"], Qt.MouseButton.LeftButton)
    assert days.day == "2026-07-02"
    assert ward.shown(days, "last_name") == ["Pettersen"]


def test_more_than_there_is_room_for_is_told(ward, days):
    ward.run(attendance.add_extra_day, stay_id=ward.known["Nils"], on_day=TODAY)
    days.refresh()
    assert "1 for mange denne dagen" in days.notice.text.text()
    assert ward.shown(days, "extra") == [1, 0, 0, 0]


def test_a_closed_day_says_why_and_days_that_nobody_registered_are_told(ward, days):
    days.days.show_day("2026-05-17")
    assert days.empty._text.text() == "Stengt denne dagen: grunnlovsdagen"
    assert days.notice.text.text().startswith("Ikke registrert 22. juni, 23. juni, 24. juni og flere")
    assert days.chip_row.current == "2026-05-17"


def test_who_has_had_the_last_day_is_told(ward, days):
    ward.run(day_rehab.end_day_rehab, day="2026-06-25", stay_id=ward.known["Ola"], last_on="2026-06-26")
    days.refresh()
    assert "Har hatt siste dag: Ola H." in days.notice.text.text()


def test_the_panel_tells_what_fits_the_day(ward, days):
    choose(days, ward, "Kari")
    assert days.panel.details.acts[0].text == "Møtt (M)"
    press(days, Qt.Key.Key_Return, CTRL)
    assert state(ward, "Kari") == "attended"
    facts = dict(days.panel.details.facts)
    assert (facts["Ukedager"], facts["Periode"]) == ("mandag, onsdag og fredag", "22. juni–31. juli, foreløpig")
    days.cancel_menu()
    menu = next(one for one in days.findChildren(QMenu) if one.isVisible())
    menu.actions()[0].trigger()
    menu.close()
    assert state(ward, "Kari") == "cancelled_user"
    assert dict(days.panel.details.facts)["Avlysning"] == "for sent"


def test_a_protected_person_has_no_address_in_the_panel_or_on_the_list_for_the_driver(ward, days):
    card = ward.store.read(people.person, ward.guests["Kari"])
    ward.run(people.change_person, person_id=card["person_id"], rev=card["rev"], protected=1, address="Bakken 7",
             phone="90000077")  # fmt: skip
    days.refresh()
    choose(days, ward, "Kari")
    facts = dict(days.panel.details.facts)
    assert facts["Adresse"] == facts["Telefon"] == "skjermet – se kontoret"
    said = transport(ward, days)
    assert "skjermet – se kontoret" in said
    assert not [secret for secret in ("Bakken", "90000077") if secret in said]


def transport(ward, days):
    """The text of the transport list that the window was asked to print."""
    press(days, Qt.Key.Key_F9)
    errand, given = ward.asked[-1]
    assert errand == "print_pdf"
    out = BytesIO()
    given["make"](out)
    pages = pypdfium2.PdfDocument(out.getvalue())
    return "\n".join(pages[n].get_textpage().get_text_range() for n in range(len(pages)))


def test_the_list_for_the_driver_tells_whom_to_fetch_and_its_handing_out_is_in_the_history(ward, days):
    said = transport(ward, days)
    assert all(one in said for one in ("Taushetsbelagt", "Dagsenteret", "Kari Nordmann", "Bjørg Solli"))
    assert "Ola Hansen" not in said  # family drives
    ward.asked[-1][1]["done"]()
    event = ward.store.read(history.listing)[0]
    assert (event["verb"], event["on_day"]) == ("hand_out_transport", TODAY)
    assert "Nordmann" not in event["data"]
    assert ward.told().startswith("Utleveringen er ført i historikken: 2 personer")


def test_with_nobody_to_fetch_there_is_no_list(ward, days):
    days.days.show_day("2026-07-04")
    press(days, Qt.Key.Key_F9)
    assert ward.asked == []
    assert ward.told() == "Ingen skal hentes 4. juli 2026"


class TestForms:
    def test_day_rehab_is_begun_in_one_form(self, ward, days):
        press(days, Qt.Key.Key_N, CTRL)
        form = ward.form()
        form.fields["person_id"].show_person(ward.guests["Liv"])
        form.fields["from_on"].set_value(MONDAY)
        form.fields["last_on"].set_value("2026-07-31")
        for digit in "24":
            QTest.mouseClick(form.fields["weekdays"].boxes[digit], Qt.MouseButton.LeftButton)
        form.fields["transport"].set_value("car")
        form._open_what_fits()
        QTest.keyClicks(form.fields["pickup_at"].edit, "845")
        form.fields["asked_by"].set_value("Fysioterapeut")
        form.save()
        if form.isVisible():  # those who wait before need a reason
            for line in form.passed.lines.values():
                line.setText("Har et annet behov")
            confirm(form)
        stay = next(row for row in ward.of("Liv") if row["form"] == "day")
        found = ward.store.read(day_rehab.day_stay, stay["stay_id"], today=MONDAY)
        assert (found["weekdays"], found["pickup_at"], found["out_on"]) == ("24", "08.45", "2026-08-01")
        assert ward.told().startswith("Liv Å. har plass i dagrehabilitering: Dagsenteret")
        assert days.day == "2026-07-07"  # the first day that Liv comes

    def test_the_room_of_each_weekday_stands_under_them(self, ward, days):
        press(days, Qt.Key.Key_N, CTRL)
        form = ward.form()
        form.fields["from_on"].set_value(MONDAY)
        form.tell_room()
        said = form.fields["weekdays"].under.text()
        assert said == "Man. 1 ledig · tir. 2 ledige · ons. 1 ledig · tor. 2 ledige · fre. fullt"
        form.discard()

    def test_what_is_missing_is_told_beside_its_field(self, ward, days):
        press(days, Qt.Key.Key_N, CTRL)
        form = ward.form()
        form.fields["person_id"].show_person(ward.guests["Liv"])
        form.fields["last_on"].set_value("2026-07-31")
        form.save()
        assert form.isVisible()
        assert form.fields["weekdays"].under.text() == "Fyll ut ukedager"
        form.discard()

    def test_one_that_was_asked_for_gets_days(self, ward, days):
        ward.apply("Åse", form="day", weekdays="3", wished_from=MONDAY, wished_to="2026-07-31")
        press(days, Qt.Key.Key_F8)
        confirm(ward.form())
        form = ward.form()
        assert form.fields["weekdays"].value() == "3"
        form.save()
        if form.isVisible():
            for line in form.passed.lines.values():
                line.setText("Har et annet behov")
            confirm(form)
        assert ward.stay("Åse")["state"] == "planned"
        assert state(ward, "Åse", "2026-07-08") == "planned"

    def test_nobody_has_asked(self, ward, days):
        press(days, Qt.Key.Key_F8)
        assert ward.told() == "Ingen har søkt om dagrehabilitering nå"

    def test_an_extra_day_tells_the_room_and_is_added(self, ward, days):
        days.days.show_day(MONDAY)
        press(days, Qt.Key.Key_F6)
        form = ward.form()
        form.fields["stay_id"].set_value(ward.known["Nils"])
        assert form.fields["stay_id"].under.text() == "Mandag 6. juli 2026: 1 ledig"
        confirm(form)
        assert state(ward, "Nils", MONDAY) == "planned"
        assert ward.told() == "Ekstra dag er lagt til mandag 6. juli 2026"
        choose(days, ward, "Nils")
        press(days, Qt.Key.Key_Delete)
        assert state(ward, "Nils", MONDAY) is None

    def test_a_refused_extra_day_says_why(self, ward, days):
        press(days, Qt.Key.Key_F6)
        form = ward.form()
        form.fields["stay_id"].set_value(ward.known["Nils"])
        form.fields["on_day"].set_value("2026-07-04")
        form.save()
        assert form.fields["on_day"].under.text() == "Dagsenteret er ikke åpent da. Velg en annen dag"
        form.discard()

    def test_another_way_on_one_day(self, ward, days):
        choose(days, ward, "Bjørg", "Kari")
        press(days, Qt.Key.Key_F7)
        form = ward.form()
        form.fields["transport"].set_value("family")
        confirm(form)
        assert ward.store.read(attendance.driven, TODAY) == []
        assert len(ward.store.read(attendance.driven, MONDAY)) == 2

    def test_another_pattern_from_a_day_on(self, ward, days):
        choose(days, ward, "Ola")
        press(days, Qt.Key.Key_D, CTRL)
        form = ward.form()
        form.fields["from_on"].set_value(MONDAY)
        form.fields["weekdays"].set_value("1")
        confirm(form)
        found = {one.day for one in ward.store.read(day_plan.booked, "2026-06-29", "2026-07-14")
                 if one.stay_id == ward.known["Ola"]}  # fmt: skip
        assert found == {TODAY, MONDAY, plus(MONDAY, 7)}

    def test_the_last_day(self, ward, days):
        choose(days, ward, "Ola")
        press(days, Qt.Key.Key_U, CTRL)
        form = ward.form()
        form.fields["goal_result"].set_value("reached")
        confirm(form)
        row = ward.stay("Ola")
        assert (row["state"], row["out_on"], row["nights"]) == ("discharged", "2026-07-04", None)
        assert row["goal_result"] == "reached"
        assert state(ward, "Ola") == "planned"  # today is still to be registered

    def test_without_a_day_centre_the_way_there_is_told(self, ward, days):
        site = ward.store.read(stay_places.site, ward.centre)
        ward.run(stay_places.change_site, site_id=ward.centre, rev=site["rev"], active=False)
        days.days.show_day("2026-12-01")
        assert days.empty._text.text().startswith("Ingen dagsenter er lagt inn")
        days.empty._button.click()
        form = ward.form()
        form.which.set_value("new")
        form.fields["name"].set_value("Solbakken dag")
        form.save()
        form = ward.form()
        form.fields["names"].set_value("Stol 1..3")
        form.save()
        assert ward.told().startswith("Dagsenteret har fått plasser")


def test_another_window_is_seen_and_every_widget_has_a_name(ward, days):
    ward.elsewhere(attendance.register_attendance, stay_ids=[ward.known["Ola"]], on_day=TODAY, state="absent")
    ward.store.look_around()
    QApplication.processEvents()
    assert ward.shown(days, "day_state") == ["planned", "planned", "absent"]
    assert ward.nameless(days) == []


def test_a_stay_is_shown_on_its_next_day(ward, days):
    days.open_record(ward.known["Nils"])
    assert days.day == "2026-07-07"
    assert days.chosen_ids() == [ward.known["Nils"]]


def test_the_list_tells_the_day_for_sheet_and_paper(ward, days):
    listing = days.listing()
    assert listing.note == "Fredag 3. juli 2026"
    assert (listing.persons, len(list(listing.rows()))) == (True, 3)


def test_applied_is_not_booked(ward, days):
    ward.apply("Per", form="day", weekdays="5")
    assert ward.store.read(attendance.planned, ward.centre, TODAY) == sorted(
        ward.known[name] for name in ("Bjørg", "Kari", "Ola"))  # fmt: skip
    assert stays.BEFORE[0] == "applied"
