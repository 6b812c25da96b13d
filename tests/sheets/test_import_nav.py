"""NAV's own product lists: untidy books, every product with its group."""

import csv

import pytest

from desktop.sheets import importing
from tests.sheets import reading
from tests.sheets.reading import DATA, TODAY

BOOKS = sorted((DATA / "nav").glob("*.xlsx"))
PRODUCTS = list(csv.DictReader((DATA / "nav" / "products.csv").open(encoding="utf-8")))


def bring_in(register, path):
    return importing.import_book(register, path, today=TODAY, staff="Jon")


def test_there_are_five_books():
    assert len(BOOKS) == 5


def test_all_five_books_give_every_product_and_its_group(register):
    for book in BOOKS:
        bring_in(register, book)
    rows = register.rows("SELECT hms_nr, name, group_name, subgroup FROM product")
    assert {tuple(row) for row in rows} == {tuple(product.values()) for product in PRODUCTS}


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.stem)
def test_a_list_twice_changes_nothing(register, book):
    first = bring_in(register, book)
    before = reading.everything(register)
    again = bring_in(register, book)
    assert reading.everything(register) == before
    assert again.counts()["unchanged"] == first.counts()["new"] + first.counts()["unchanged"]


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.stem)
def test_only_lines_that_are_no_product_are_rejected(register, book):
    plan = bring_in(register, book)
    wrong = [row for sheet in plan.sheets for row in sheet.rejected]
    assert {row.why for row in wrong} <= {"hms_missing"}
    assert len(wrong) == (3 if book.stem == "hygiene" else 0)


def test_a_repeated_number_keeps_its_first_name_and_says_so(register):
    plan = bring_in(register, DATA / "nav" / "hygiene.xlsx")
    assert register.value("SELECT name FROM product WHERE hms_nr = '269542'") == "Dusjtoastol Ocean Ergo"
    remarks = dict(next(sheet for sheet in plan.sheets if sheet.kind == "products").remarks)
    assert remarks[12] == "HMS-nummer 269542 står også på rad 6 med et annet navn. Den første raden gjelder."


def test_examples_in_the_books_are_left_out(register):
    for book in BOOKS:
        plan = bring_in(register, book)
        assert [sheet.kind for sheet in plan.sheets if "ksempel" in sheet.name] in ([], ["unknown", "unknown"])
    assert register.value("SELECT count(*) FROM product WHERE hms_nr = '123456'") == 0


def test_the_catalogue_and_the_municipalitys_book_meet_in_the_hms_number(register):
    """A copy finds its product in the catalogue; the catalogue's names stay."""
    for book in BOOKS:
        bring_in(register, book)
    bring_in(register, reading.BOOK)
    names = {row["hms_nr"]: row["name"] for row in register.rows("SELECT hms_nr, name FROM product WHERE hms_nr <> ''")}
    assert names["214967"] == next(product["name"] for product in PRODUCTS if product["hms_nr"] == "214967")
    assert len(names) == len({*names, *(product["hms_nr"] for product in PRODUCTS)})
    assert register.value("SELECT count(*) FROM item") == len(reading.TRUTH["items"])
