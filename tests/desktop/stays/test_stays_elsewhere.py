"""Stays where other pages tell of them: the first page, the card of a person, a death, and the workbook."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db import people, stay_acts
from desktop.follow_up.guided_forms import DeathForm
from desktop.overview.page import OverviewPage
from desktop.people.page import PeoplePage
from desktop.sheets.export import export
from desktop.stays.place_field import Where

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def card(ward):
    """The list of people, in sight and with the keys."""
    view = ward.window.show_page(PeoplePage).view("person")
    ward.window.activateWindow()
    view.table.setFocus()
    QApplication.processEvents()
    return view


def test_the_first_page_counts_who_comes_leaves_and_is_in(ward):
    passed = {ward.known[name]: "Vil vente" for name in ("Signe", "Nils")}
    ward.book("Åse", "Rom 4", "2026-07-03", "2026-07-05", passed=passed)
    front = ward.window.show_page(OverviewPage)
    told = [line.accessibleName() for line in front.today.guests.values()]
    assert told[:2] == ["Ankommer i dag: 1, 1 gjenstår", "Reiser i dag: 1, 1 gjenstår"]  # Ola should have left before
    assert front.guests.accessibleName() == "Inne nå: 2, 1 over tiden"
    ward.store.write(stay_acts.check_in, stay_id=ward.known["Åse"])
    assert front.today.guests["arrivals"].accessibleName() == "Ankommer i dag: 1, alle er kommet"


def test_the_key_figure_leads_to_those_who_are_in(ward):
    front = ward.window.show_page(OverviewPage)
    QTest.keyClick(front.guests, Qt.Key.Key_Return)
    view = ward.window.current.current
    assert sorted(ward.shown(view, "last_name")) == ["Hansen", "Nordmann"]


def test_the_card_of_a_person_tells_their_stays_and_leads_to_them(ward, card):
    card.open_record(ward.guests["Kari"])
    row = ward.buttons(card.panel)["Rehabilitering, Rom 1, Inne · 29. juni–8. juli · 9 døgn"]
    QTest.keyClick(row, Qt.Key.Key_Return)
    view = ward.window.current.current
    assert [row["last_name"] for row in view.chosen_rows()] == ["Nordmann"]


def test_a_person_asks_for_a_stay_from_the_card_by_keys(ward, card):
    card.open_record(ward.guests["Liv"])
    QTest.keyClick(card.table, Qt.Key.Key_S, CTRL | SHIFT)
    QApplication.processEvents()
    QTest.keyClick(ward.form(), Qt.Key.Key_Return, CTRL)
    QApplication.processEvents()
    assert [(row["state"], row["purpose"]) for row in ward.of("Liv")] == [("applied", "rehabilitation")]
    assert ward.told() == "Søknaden er registrert: Liv Å."


def test_a_person_gets_a_place_from_the_card_by_keys(ward, card):
    card.open_record(ward.guests["Liv"])
    QTest.keyClick(card.table, Qt.Key.Key_G, CTRL | SHIFT)
    QApplication.processEvents()
    form = ward.form()
    site = ward.stay("Kari")["site_id"]
    form.fill(
        {"where": Where(site, ward.rooms["Rom 4"]), "from_on": "2026-07-06", "to_on": "2026-07-08", "priority": 1}
    )
    form.look()
    form.passed.set_value(dict.fromkeys(form.passed.lines, "Vil vente"))
    QTest.keyClick(form, Qt.Key.Key_Return, CTRL)
    QApplication.processEvents()
    assert ward.told() == "Liv Å. er planlagt: Rom 4, Korttid, 6.–8. juli · 2 døgn"
    assert [(row["state"], row["place"]) for row in ward.of("Liv")] == [("planned", "Rom 4")]


def test_a_death_shows_and_ends_the_stays_and_undo_brings_them_back(ward, card):
    card.open_record(ward.guests["Kari"])
    card.tell_death()
    form = ward.form()
    assert isinstance(form, DeathForm)
    form.fields["died_on"].set_value("2026-07-02")
    form.look()
    assert "Skrives ut som død: Rehabilitering, Rom 1, Korttid" in form.preview.texts
    form.save()
    assert (ward.stay("Kari")["state"], ward.stay("Kari")["went_to"]) == ("discharged", "dead")
    ward.window.undo()
    assert (ward.stay("Kari")["state"], ward.stay("Kari")["out_on"]) == ("in", "2026-07-08")


def test_taking_a_death_back_tells_which_stays_are_to_be_entered_anew(ward, card):
    card.open_record(ward.guests["Signe"])
    card.tell_death()
    form = ward.form()
    form.fields["died_on"].set_value("2026-07-02")
    form.look()
    assert "Oppholdet avlyses: Rehabilitering (venteliste)" in form.preview.texts
    form.save()
    card.take_off()
    said = "Opphold som ble avsluttet, må gjenåpnes eller legges inn på nytt: rehabilitering"
    assert said in ward.form().preview.texts


def test_the_whole_kind_goes_out_with_the_headings_that_the_import_reads(ward, tmp_path):
    ref = ward.guests["Kari"]
    rev = ward.store.read(people.person, ref)["rev"]
    ward.run(people.change_person, person_id=ref, rev=rev, protected=1, address="Skjultveien 7")
    out = tmp_path / "opphold.xlsx"
    assert ward.store.read(export, "stays", out, today="2026-07-03") == 6
    sheet = openpyxl.load_workbook(out).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["Opphold", "Person", "Født", "Plass", "Formål", "Status", "Inn", "Ut", "Bekreftet", "Døgn",
                       "Koordinator"]  # fmt: skip
    kari = next(row for row in rows if row[1] == "Nordmann, Kari")
    assert kari[3:6] == ["Rom 1", "Rehabilitering", "Inne"]
    assert [str(kari[6])[:10], str(kari[7])[:10], kari[9]] == ["2026-06-29", "2026-07-08", 9]
    assert not any("Skjultveien" in str(cell) for row in rows for cell in row)
