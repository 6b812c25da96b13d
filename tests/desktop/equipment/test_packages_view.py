"""Pakker: made with their parts, what they lack, lent out, taken out of use; and the movements of goods."""

import pytest
from PySide6.QtCore import Qt

from db import goods, history, loans, packages, requests
from desktop.equipment.fields import found_product
from desktop.equipment.movements import MovementsDialog, borrower, change, what
from desktop.equipment.package_form import PackageForm
from desktop.equipment.page import EquipmentPage
from desktop.loans.lend_page import LendPage
from desktop.parts.search_field import Found
from desktop.requests import told

TODAY = "2026-07-03"


@pytest.fixture
def package(stock):
    """A rollator, a stool and two pairs of crutches."""
    stock.stool = stock.store.read(packages.products.find, "Dusjkrakk")[0]["product_id"]
    return stock.run(
        packages.add_package, name="Hjemreise", parts=[(stock.rollator, 1), (stock.stool, 1), (stock.crutches, 2)]
    )


@pytest.fixture
def view(stock, package):
    page = stock.window.show_page(EquipmentPage)
    page.open_kind("package", package)
    return page.current


def facts(view):
    return dict(view.panel.details.facts)


def names(stock, package_id):
    return [(row["name"], row["quantity"]) for row in stock.store.read(packages.parts, package_id)]


def test_the_panel_tells_how_many_are_whole_and_what_is_lacking(view, stock):
    assert view.sentence(view.model.row(0)) == (
        "Hjemreise: Rullator, innendørs, Dusjkrakk, justerbar, 2 Albuekrykker, par. 1 hel pakke"
    )
    assert facts(view)["Klare nå"] == "1 hel pakke"
    assert facts(view)["Deler"].splitlines()[1:] == [
        "Dusjkrakk, justerbar: 1 ledig",
        "2 Albuekrykker, par: 10 på lager",
    ]
    stock.run(loans.lend, item_ids=[stock.items["UT-0007"]], person_id=stock.people["Ola"], due_on=None)
    stock.run(loans.lend, goods={stock.crutches: 9}, person_id=stock.people["Ola"], due_on=None)
    stock.store.changed.emit({"item", "product"})
    assert facts(view)["Mangler"] == "Dusjkrakk, justerbar og Albuekrykker, par"
    assert stock.nameless(view) == []


def test_a_package_is_made_with_its_parts_by_key(view, stock, qtbot):
    qtbot.keyClick(view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = stock.form()
    assert isinstance(form, PackageForm)
    form.save()
    assert "Fyll ut navn" in form.fields["name"].under.text()
    form.fill({"name": "Badepakke"})
    form.save()
    assert form.parts.under.text() == "Velg minst ett produkt"
    form.fill({"name": "HJEMREISE", "parts": [{"product_id": stock.stool, "name": "Dusjkrakk", "quantity": 1}]})
    form.save()
    assert form.fields["name"].under.text() == "Navnet er i bruk. Velg et annet"
    form.fill({"name": "Badepakke", "parts": []})
    form.parts.rows[0].product.pick(found_product(stock.store.read(packages.products.product, stock.stool)))
    form.parts.rows[1].product.pick(Found(stock.crutches, "Albuekrykker, par"))
    form.parts.rows[1].count.setValue(3)
    assert stock.nameless(form) == []
    form.save()
    assert stock.told().startswith("Badepakke er lagret")
    assert names(stock, view.chosen_ids()[0]) == [("Dusjkrakk, justerbar", 1), ("Albuekrykker, par", 3)]
    stock.window.undo()
    assert len(view.model.ids) == 1


def test_a_part_is_taken_out_and_a_half_typed_one_is_told(view, stock):
    view.edit()
    form = stock.form()
    form.parts.rows[3].product.edit.setText("rulla")
    form.save()
    assert form.parts.under.text() == "Velg fra listen"
    form.parts.rows[3].product.set_value(None)
    form.parts._take_away(form.parts.rows[0])
    form.save()
    assert names(stock, view.chosen_ids()[0]) == [("Dusjkrakk, justerbar", 1), ("Albuekrykker, par", 2)]


def test_a_package_goes_out_of_use_and_back_and_is_lent_by_one_key(view, stock, package, qtbot):
    view.retire_package()
    assert len(view.model.ids) == 0
    view.open_record(package)
    assert [act.text for act in view.panel.details.acts] == ["Ta i bruk igjen"]
    qtbot.keyClick(view.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert stock.store.read(packages.package, package)["active"] == 1
    view.open_record(package)
    qtbot.keyClick(view.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(stock.window.current, LendPage)
    assert stock.window.current.draft.wanted[0].product["name"] == "Rullator, innendørs"


def test_the_movements_of_goods_are_told_printed_and_saved(catalogue, stock):
    loan = stock.run(loans.lend, goods={stock.crutches: 4}, person_id=stock.people["Kari"], due_on=None)
    line = stock.store.read(loans.loan_lines.of_agreement, loan, today=TODAY)[0]["line_id"]
    stock.run(loans.take_back, returns=[loans.Return(line, "clean", quantity=2, lost=1)])
    catalogue.open_record(stock.crutches)
    catalogue.show_history()
    shown = stock.form()
    assert isinstance(shown, MovementsDialog)
    rows = [row for n in range(len(shown.model.ids)) if (row := shown.model.row(n)) is not None]
    assert [(what(row), change(row), row["balance"]) for row in rows] == [
        ("Tapt hos låner: 1", "", 8), ("Levert inn", "+2", 8), ("Utlånt", "−4", 6), ("Inn på lager", "+10", 10),
    ]  # fmt: skip
    assert borrower(rows[0]) == "Nordmann, Kari"
    assert stock.nameless(shown) == []
    told = shown.listing()
    assert (told.title, told.count, len(list(told.rows()))) == ("Bevegelser: Albuekrykker, par", 4, 4)
    shown.reject()
    history.undo_last(stock.store._register, staff="Jon", today=TODAY)
    assert len(stock.store.read(goods.movements, stock.crutches)) == 2
    catalogue.open_record(stock.rollator)
    catalogue.show_history()
    assert "Velg et eksemplar" in stock.told()


def test_a_package_is_asked_for_and_each_part_says_where_it_belongs(view, stock, package):
    view.ask()
    form = stock.form()
    assert form.product.under.text() == "Rullator, innendørs, Dusjkrakk, justerbar og 2 Albuekrykker, par"
    form.show_borrower("person", stock.people["Ola"])
    form.fields["wanted_on"].set_value("2026-07-10")
    form.save()
    rows = stock.store.read(requests.of_borrower, person_id=stock.people["Ola"], today=TODAY)
    assert [(row["name"], row["quantity"], row["package_id"]) for row in rows] == [
        ("Rullator, innendørs", 1, package), ("Dusjkrakk, justerbar", 1, package), ("Albuekrykker, par", 2, package),
    ]  # fmt: skip
    assert dict(told.facts(stock.store.read, rows[0], TODAY))["Del av pakke"] == "Hjemreise"
    assert stock.told().startswith("Behovet er meldt")
    stock.window.undo()
    assert stock.store.read(requests.of_borrower, person_id=stock.people["Ola"], today=TODAY) == []
