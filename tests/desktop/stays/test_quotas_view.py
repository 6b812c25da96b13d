"""Bought nights from the key to the row on disk: the agreement, its figures with their rules, invoice and sheet."""

import io

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from shiboken6 import isValid

from db import quotas, stay_acts, stay_places
from desktop.paper import printing
from desktop.sheets import export
from desktop.stays import quota_columns
from desktop.stays.page import StaysPage

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TODAY = "2026-07-03"


@pytest.fixture
def skogli(ward):
    """The supplier, of whom 193 nights are bought for 580 000 kr; Åse has been there for 12 and Liv is to come."""
    ward.site = ward.store.read(stay_places.sites, kind="external")[0]["site_id"]
    ward.quota = ward.run(
        quotas.add_quota, site_id=ward.site, year=2026, nights=193, amount_ore=58_000_000, outside_ore=350_000
    )
    there = {"purpose": "rehabilitation", "site_id": ward.site, "passed": {
        ward.known["Nils"]: "Bor langt unna", ward.known["Signe"]: "Bor langt unna"}}  # fmt: skip
    first = ward.run(stay_acts.book_stay, day="2026-06-01", person_id=ward.guests["Åse"], from_on="2026-06-01",
                     to_on="2026-06-13", **there)  # fmt: skip
    ward.run(stay_acts.check_in, day="2026-06-01", stay_id=first)
    ward.run(stay_acts.discharge, day="2026-06-13", stay_id=first, on_day="2026-06-13", went_to="home")
    ward.run(stay_acts.book_stay, person_id=ward.guests["Liv"], from_on="2026-08-01", to_on="2026-08-11", **there)
    return ward


@pytest.fixture
def view(skogli):
    """The list of agreements, in sight, as it is when nobody has chosen a chip."""
    page = skogli.window.show_page(StaysPage)
    page.view("quota").clear_filters()
    page.open_kind("quota", skogli.quota)
    return page.view("quota")


def press(view, key, held=CTRL):
    """A key in the list of the view, also where a form has just gone."""
    view.window().activateWindow()
    view.table.setFocus()
    QApplication.processEvents()
    QTest.keyClick(view.table, key, held)
    QApplication.processEvents()


def confirm(form):
    """Ctrl+Enter in a form; whether it has closed."""
    QApplication.processEvents()
    QTest.keyClick(form, Qt.Key.Key_Return, CTRL)
    QApplication.processEvents()
    return not isValid(form) or not form.isVisible()


def said(view):
    """Every line of text in the panel."""
    return [one.text() for one in view.panel.findChildren(QLabel) if one.isVisibleTo(view.panel)]


def row(ward):
    return quotas.quota(ward.store._register, ward.quota, today=TODAY)


def test_every_figure_stands_with_its_rule_under_it(skogli, view):
    lines = said(view)
    for figure in quota_columns.figures(row(skogli)):
        at = lines.index(figure.name)
        assert lines[at : at + 3] == [figure.name, figure.value, figure.rule]
    for name, value in (
        ("Kjøpt", "193 døgn"), ("Brukt", "12 døgn (6 %)"), ("Reservert", "10 døgn"), ("Igjen", "171 døgn"),
        ("Avtalt pris per døgn", "3 005,18 kr"), ("Prognose A", "22 døgn"), ("Prognose B", "23,9 døgn"),
        ("Kostnad etter A", "580 000 kr"),
    ):  # fmt: skip
        assert lines[lines.index(name) + 1].replace("\u00a0", " ") == value
    assert "Åse B. 1.–13. juni: 12 brukt" in lines
    assert "Liv Å. 1.–11. aug.: 10 reservert" in lines


def test_an_agreement_is_entered_by_keys_from_the_last_one(skogli, view):
    press(view, Qt.Key.Key_N)
    form = skogli.form()
    assert form.values() | {"note": ""} == {
        "site_id": skogli.site, "year": 2027, "nights": 193, "amount_ore": 58_000_000, "outside_ore": 350_000,
        "inside_ore": 0, "counting": "nights", "manual_used": None, "carried_nights": None, "carry_over": False,
        "reference": "", "note": "",
    }  # fmt: skip
    assert form.fields["amount_ore"].under.text().replace("\u00a0", " ") == "3 005,18 kr per døgn"
    form.fill({"nights": 200, "reference": "26/114"})
    assert confirm(form)
    assert "Avtalen er lagt inn" in skogli.told()
    assert [(one["year"], one["nights"]) for one in view.chosen_rows()] == [(2027, 200)]
    skogli.window.undo()
    assert skogli.store.read(quotas.chips, today=TODAY)["all"] == 1


def test_the_same_year_twice_is_told_at_the_year(skogli, view):
    press(view, Qt.Key.Key_N)
    form = skogli.form()
    form.fill({"year": 2026})
    assert not confirm(form)
    assert "avtale for det året allerede" in form.fields["year"].under.text()
    form.discard()


def test_what_is_left_of_the_year_before_is_told(skogli, view):
    skogli.run(quotas.change_quota, quota_id=skogli.quota, carry_over=True)
    press(view, Qt.Key.Key_N)
    form = skogli.form()
    form.carried.changed.emit()
    assert form.carried.under.text() == "Avtalen året før har 171 døgn igjen å overføre"
    form.discard()


def test_invoiced_nights_stand_beside_our_own_count(skogli, view):
    press(view, Qt.Key.Key_R, CTRL | SHIFT)
    form = skogli.form()
    form.invoiced.edit.setText("14")
    form.invoiced.changed.emit()
    assert form.invoiced.under.text() == "Avvik fra egen telling: 2"
    assert confirm(form)
    lines = said(view)
    assert lines[lines.index("Fakturert") + 1] == "14 døgn, 2 døgn mer enn telt"
    assert row(skogli)["deviation"] == 2


def test_used_by_hand_is_open_only_where_it_is_counted_so(skogli, view):
    press(view, Qt.Key.Key_D)
    form = skogli.form()
    assert not form.manual.isEnabled()
    form.fill({"counting": "manual", "manual_used": 190})
    form.counting.changed.emit()
    assert form.manual.isEnabled()
    assert confirm(form)
    assert (row(skogli)["used"], row(skogli)["own_count"]) == (190, 12)
    assert "brukt 190 av 193" in view.sentence(view.chosen_rows()[0])
    assert skogli.shown(view, "status") == ["overbooked"]
    view.show_chip("warned")
    assert skogli.shown(view, "site_name") == ["Skogli"]


def test_nights_without_a_price_outside_cost_nobody_knows_what(skogli):
    skogli.run(quotas.change_quota, quota_id=skogli.quota, nights=10, outside_ore=None)
    told = {one.name: one for one in quota_columns.figures(row(skogli))}
    assert told["Kostnad etter A"].value == "–"
    assert told["Kostnad etter A"].rule == "Prisen utenfor kvoten mangler på avtalen"
    assert told["Kvoten er nådd"].value == "11. juni 2026"
    skogli.run(quotas.change_quota, quota_id=skogli.quota, nights=300, carried_nights=5)
    early = quotas.quota(skogli.store._register, skogli.quota, today="2026-02-01")
    told = {one.name: one for one in quota_columns.figures(early)}
    assert told["Prognose B"].rule == told["Kostnad etter B"].rule == "Vises når 60 dager av året er gått"
    assert told["Kjøpt"].rule == "Avtalens 300 + 5 overført"


def test_several_agreements_are_summed_by_their_nights(skogli, view):
    other = skogli.run(stay_places.add_site, name="Fjordheim", kind="external")
    skogli.run(quotas.add_quota, site_id=other, year=2026, nights=7, amount_ore=0)
    skogli.store.changed.emit({"quota", "stay_place"})
    assert [text for _ref, text in view.choices()] == ["Fjordheim", "Skogli"]
    view.table.selectAll()
    assert dict(view.panel.details.facts)["Kjøpt"] == "200 døgn"
    press(view, Qt.Key.Key_D)
    assert "Velg én avtale" in skogli.told()


def test_the_first_agreement_asks_for_its_supplier(stock):
    for one in stock.store.read(stay_places.sites, kind="external"):
        stock.run(stay_places.change_site, site_id=one["site_id"], active=False)
    page = stock.window.show_page(StaysPage)
    page.show_kind("quota")
    page.view("quota").new_record()
    form = stock.form()
    form.fill({"name": "Nyheim"})
    assert confirm(form)
    agreement = stock.form()
    agreement.fill({"nights": 50, "amount_ore": 15_000_000})
    assert confirm(agreement)
    made = stock.store.read(quotas.ids, today=TODAY)
    assert stock.store.read(quotas.rows, made, today=TODAY)[0]["site_name"] == "Nyheim"


def test_the_sheet_holds_every_column(skogli, tmp_path):
    out = tmp_path / "kvote.xlsx"
    assert export.export(skogli.store._register, "quota", out, today=TODAY) == 1
    sheet, rules = openpyxl.load_workbook(out).worksheets
    told = {row[0]: row[1] for row in rules.iter_rows(min_row=2, values_only=True)}
    assert told["Igjen"] == "Kjøpt − brukt − reservert"
    assert {one.name for one in quota_columns.figures(row(skogli))} <= told.keys()
    rows = list(sheet.iter_rows(values_only=True))
    heading = next(number for number, one in enumerate(rows) if one[0] == "Leverandør")
    shown = dict(zip(rows[heading], rows[heading + 1], strict=True))
    assert (shown["Leverandør"], shown["År"], shown["Kjøpt"], shown["Brukt"]) == ("Skogli", "2026", 193, 12)
    assert (shown["Status"], shown["Fast beløp"], shown["Prognose B"]) == ("I rute", 580_000, 23.9)


def test_the_printed_list_tells_the_rule_of_every_figure_it_shows(skogli, view):
    note = view.listing().note
    assert note.startswith("I år. Kjøpt: Avtalens døgn + døgn overført fra året før. Brukt: ")
    assert "Igjen: Kjøpt − brukt − reservert. Prognose: Den høyeste av A og B" in note
    assert "Ubrukt verdi" not in note  # that column is hidden
    out = io.BytesIO()
    made = view.listing()
    printing.print_list(skogli.store._register, made.columns, made.rows(), out, title=made.title, shown=note)
    page = pypdfium2.PdfDocument(out.getvalue())[0].get_textpage().get_text_bounded()
    assert "Den høyeste av A og B" in " ".join(page.split())


def test_every_control_of_the_page_has_a_name(skogli, view):
    assert skogli.nameless(view) == []
