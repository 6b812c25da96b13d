"""Forms of the stock: new copies, catalogue, goods by quantity, labels, and the lists they choose from."""

import pytest

from db import equipment, products
from desktop.equipment import iso
from desktop.equipment.fields import bought, found_product, number_row
from desktop.equipment.item_forms import ItemForm, NewItemsForm
from desktop.equipment.label_form import MEDIA, LabelForm
from desktop.equipment.product_form import ProductForm
from desktop.equipment.products import starting_catalogue
from desktop.equipment.stock_form import StockForm
from desktop.parts.fields import Unreadable
from desktop.parts.search_field import Found

TODAY = "2026-07-03"


@pytest.fixture
def new(stock, qtbot):
    form = NewItemsForm(stock.store)
    qtbot.addWidget(form)
    return form


def test_the_next_free_number_is_suggested(new):
    assert new.number.value() == "UT-0009"


def test_several_copies_get_numbers_in_a_row(new, stock):
    new.product.set_value(found_product(stock.store.read(products.product, stock.rollator)))
    new.fill({"count": 3, "room": "Kjeller", "shelf": "K1", "price_ore": 240_000, "bought_on": "2024-03"})
    new._foresee()
    assert new.number.under.text() == "Får numrene UT-0009 til UT-0011"
    new.save()
    found = stock.store.read(equipment.find_items, "UT-0011")[0]
    assert (found["shelf"], found["price_ore"], found["bought_on"]) == ("K1", 240_000, "2024-03")
    assert stock.store.read(equipment.find_items, "UT-0010")[0]["state"] == "available"


def test_a_number_in_use_is_told_beside_the_field_and_nothing_is_lost(new, stock):
    new.product.set_value(found_product(stock.store.read(products.product, stock.rollator)))
    new.fill({"number": "ut 0001", "note": "ny i dag"})
    new.save()
    assert "i bruk" in new.number.under.text()
    assert new.fields["note"].value() == "ny i dag"


def test_a_scanned_sticker_belongs_to_the_new_copy(new, stock):
    new.product.set_value(found_product(stock.store.read(products.product, stock.rollator)))
    new.fill({"codes": ["NAV 4711"]})
    new.save()
    assert stock.store.read(equipment.scanned, "NAV4711")["number"] == "UT-0009"


def test_a_product_is_made_without_leaving_the_form(new, stock, qtbot):
    new.product.pick(Found(("new", "Gåstol"), "Nytt produkt «Gåstol» …"))
    form = new.findChild(ProductForm)
    assert form.fields["name"].value() == "Gåstol"
    form.save()
    assert new.product.found.text == "Gåstol"
    new.save()
    assert stock.store.read(equipment.find_items, "UT-0009")[0]["name"] == "Gåstol"


def test_a_copy_needs_a_product(new):
    new.save()
    assert new.product.under.text() == "Velg hjelpemiddel"


def test_a_changed_copy_keeps_its_place_and_gets_its_stickers(stock, qtbot):
    form = ItemForm(stock.store, stock.items["UT-0002"])
    qtbot.addWidget(form)
    form.fill({"serial": "S-77", "codes": ["A1B2"]})
    form.save()
    now = stock.item("UT-0002")
    assert (now["serial"], now["shelf"]) == ("S-77", "A2")
    assert stock.store.read(equipment.scanned, "A1B2")["number"] == "UT-0002"


def test_a_copy_can_lose_its_place(stock, qtbot):
    form = ItemForm(stock.store, stock.items["UT-0002"])
    qtbot.addWidget(form)
    form.fill({"room": "", "shelf": ""})
    form.save()
    assert stock.item("UT-0002")["place_id"] is None


def test_an_overtaken_change_is_told_and_not_written(stock, qtbot):
    form = ItemForm(stock.store, stock.items["UT-0002"])
    qtbot.addWidget(form)
    now = stock.item("UT-0002")
    stock.run(equipment.change_item, item_id=now["item_id"], rev=now["rev"], note="andre var her")
    form.fill({"note": "jeg var her"})
    form.save()
    assert form.trouble.isVisibleTo(form)
    assert stock.item("UT-0002")["note"] == "andre var her"


def test_a_wrong_hms_number_is_told_under_the_field(stock, qtbot):
    form = ProductForm(stock.store)
    qtbot.addWidget(form)
    form.fill({"name": "Gåstol", "hms_nr": "12345"})
    form.save()
    assert form.fields["hms_nr"].under.text() == "Et HMS-nummer har seks sifre"


def test_a_product_keeps_class_limits_and_accessories(stock, qtbot):
    form = ProductForm(stock.store, product_id=stock.rollator)
    qtbot.addWidget(form)
    form.iso.pick(Found("120606", iso.title("120606")))
    form.fill({"max_user_weight_kg": 150, "accessory_names": ["Kurv", "Brett"], "loan_days": 28})
    form.save()
    now = stock.store.read(products.product, stock.rollator)
    assert (now["iso_code"], now["max_user_weight_kg"], now["loan_days"]) == ("120606", 150, 28)
    assert stock.store.read(products.accessories, stock.rollator) == ["Kurv", "Brett"]


def test_how_a_product_is_counted_stays_while_there_is_stock(stock, qtbot):
    form = ProductForm(stock.store, product_id=stock.crutches)
    qtbot.addWidget(form)
    assert not form.tracking.isEnabled()


@pytest.mark.parametrize(("kind", "typed", "left"), [("in", 4, 14), ("scrapped", 3, 7), ("adjusted", 12, 12)])
def test_goods_come_in_go_out_and_are_counted_right(stock, qtbot, kind, typed, left):
    form = StockForm(stock.store, stock.crutches)
    qtbot.addWidget(form)
    form.fill({"kind": kind, "quantity": typed, "note": "talt av Jon"})
    form.save()
    assert stock.store.read(products.stock, stock.crutches) == left
    assert form.told() == f"Albuekrykker, par: {left} på lager"


def test_a_count_tells_what_stood_and_asks_for_the_reason(stock, qtbot):
    form = StockForm(stock.store, stock.crutches)
    qtbot.addWidget(form)
    form.fill({"kind": "adjusted", "quantity": 8})
    form._foresee()
    assert form.quantity.under.text() == "Telt: 8, står som 10. 2 færre"
    form.save()
    assert form.note.under.text() == "Fyll inn grunn"
    assert stock.store.read(products.stock, stock.crutches) == 10


def test_a_count_beside_which_goods_moved_is_shown_against_the_new_number(stock, qtbot):
    form = StockForm(stock.store, stock.crutches)
    qtbot.addWidget(form)
    stock.elsewhere(products.move_stock, product_id=stock.crutches, kind="in", quantity=3)
    form.fill({"kind": "adjusted", "quantity": 12, "note": "talt"})
    form.save()
    assert form.quantity.under.text().startswith("Beholdningen ble endret mens du talte. Nå står 13 på lager")
    form.save()
    assert stock.store.read(products.stock, stock.crutches) == 12


def test_a_count_that_agrees_changes_nothing(stock, qtbot):
    form = StockForm(stock.store, stock.crutches)
    qtbot.addWidget(form)
    form.fill({"kind": "adjusted", "quantity": 10})
    form.save()
    assert "stemmer" in form.quantity.under.text()


def test_more_cannot_be_thrown_away_than_there_is(stock, qtbot):
    form = StockForm(stock.store, stock.crutches)
    qtbot.addWidget(form)
    form.fill({"kind": "scrapped", "quantity": 11})
    form.save()
    assert form.trouble.isVisibleTo(form)
    assert stock.store.read(products.stock, stock.crutches) == 10


def test_the_starting_catalogue_comes_once_and_goes_in_one_undo(catalogue, stock):
    rows = starting_catalogue()
    catalogue.fetch_catalogue()
    assert stock.told() == f"{len(rows) - 1} produkter er lagt til fra startkatalogen"  # 177946 was there
    assert catalogue.total() == len(rows) + 2
    catalogue.fetch_catalogue()
    assert stock.told() == "Alle produktene i startkatalogen er her allerede"
    stock.window.undo()
    assert catalogue.total() == 3


def test_an_empty_catalogue_offers_the_starting_one(bare):
    from desktop.equipment.page import EquipmentPage

    bare.open()
    page = bare.window.show_page(EquipmentPage)
    page.show_view(1)
    bare.buttons(page.current.empty)["Hent startkatalog"].click()
    assert page.current.total() == len(starting_catalogue()) == 470


@pytest.mark.parametrize(
    ("typed", "read"),
    [("", None), ("2024", "2024"), ("mars 2024", "2024-03"), ("3.2024", "2024-03"), ("3.3.2024", "2024-03-03")],
)
def test_a_purchase_is_a_year_a_month_or_a_day(typed, read):
    assert bought(typed, TODAY) == read


@pytest.mark.parametrize("typed", ["13.2024", "i fjor", "31.2.2024"])
def test_what_is_no_time_of_purchase_is_told(typed):
    with pytest.raises(Unreadable):
        bought(typed, TODAY)


def test_numbers_in_a_row_keep_their_zeros():
    assert number_row("H-0098", 3) == ["H-0098", "H-0099", "H-0100"]
    assert number_row("Seng", 1) == ["Seng"]
    with pytest.raises(Unreadable):
        number_row("Seng", 2)


def test_iso_classes_are_found_by_title_code_and_search_words():
    assert iso.find("rullator")[0].code == "120606"
    assert iso.find("12 06 06")[0].title == "Rullatorer"
    assert any(one.code == "123103" for one in iso.find("glidelaken"))
    assert iso.find("finnesikke") == []


def test_the_sheets_on_offer_are_the_sheets_that_print():
    from desktop.paper.labels import SHEETS

    assert set(MEDIA) == {*SHEETS, "tape"}


def test_labels_are_drawn_from_the_place_that_is_free(stock, qtbot, tmp_path):
    made = []
    form = LabelForm(stock.store, [stock.items["UT-0002"]], lambda *given: made.append(given))
    qtbot.addWidget(form)
    form.fill({"start": 5})
    form.save()
    title, make, _name = made[0]
    with (tmp_path / "ark.pdf").open("wb") as out:
        assert make(out) == 1
    assert title == "Etiketter"
    assert (tmp_path / "ark.pdf").read_bytes()[:5] == b"%PDF-"
