"""The search that goes by index finds what a search through every row would find, whatever is many or few."""

import random
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import command, equipment, loan_lines, loans, people, products, searched, units
from db.connection import Register
from db.norwegian import code_key, fold

TODAY = "2026-11-22"
WORDS = ("rullestol", "seng", "kroken", "åse", "vik", "øst", "h", "1", "12", "-", "a", "solgløtt", "012345", "x%")


def some_word(dice):
    return dice.choice(WORDS).title()


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """A register of random records whose texts share many words."""
    register = Register.create(tmp_path_factory.mktemp("crowd") / "lager.hverdag")
    dice = random.Random(11)

    def do(act, **given):
        return command.run(register, act, staff="Jon", today=TODAY, **given).result

    def texts(*names):
        return {name: f"{some_word(dice)} {some_word(dice)}" for name in names}

    for at in range(8):
        product = do(products.add_product, hms_nr=f"01234{at}", **texts("name", "group_name"))
        numbers = [f"{dice.choice(('H-', 'u', ''))}{at}{n:02}" for n in range(6)]
        do(equipment.add_items, product_id=product, numbers=numbers, codes=[f"A{at}1"], serial=some_word(dice))
    goods = [do(products.add_product, tracking="quantity", **texts("name")) for _each in range(2)]
    for product in goods:
        do(products.move_stock, product_id=product, kind="in", quantity=9)
    borrowers = [{"person_id": do(people.add_person, **texts("first_name", "last_name"))} for _each in range(12)]
    borrowers += [{"unit_id": do(units.add_unit, name=f"{some_word(dice)} {at}")} for at in range(3)]
    for item in equipment.item_ids(register, today=TODAY)[::2]:
        goods_too = {dice.choice(goods): 1} if item % 9 == 0 else {}
        do(loans.lend, item_ids=[item], goods=goods_too, due_on=None, **dice.choice(borrowers))
    for line in loan_lines.ids(register, today=TODAY)[::3]:
        do(loans.take_back, returns=[loans.Return(line, "clean")])
    yield register
    register.close()


LINES = """SELECT l.line_id AS ref, l.end_reason, coalesce(b.search_key, u.search_key) AS borrower,
    p.search_key AS product, coalesce(i.search_key, '') AS item, l.agreement_id || '' AS code
    FROM loan_line l JOIN agreement a USING (agreement_id) LEFT JOIN person b USING (person_id)
    LEFT JOIN unit u USING (unit_id) LEFT JOIN item i ON i.item_id = l.item_id
    JOIN product p ON p.product_id = coalesce(l.product_id, i.product_id)"""
ITEMS = """SELECT i.item_id AS ref, i.number_sort, i.number_key, i.search_key AS item, p.search_key AS product,
    (SELECT coalesce(b.search_key, u.search_key) FROM loan_line l JOIN agreement a USING (agreement_id)
     LEFT JOIN person b USING (person_id) LEFT JOIN unit u USING (unit_id)
     WHERE l.item_id = i.item_id AND l.end_reason IS NULL) AS borrower,
    (SELECT code_key FROM barcode c WHERE c.item_id = i.item_id) AS code
    FROM item i JOIN product p USING (product_id)"""


def naive(register, sql, text):
    """Every row whose every word stands in one of its texts, or is its number or sticker."""
    rows = register.rows(sql)
    words = fold(text).split()[:8]
    return [row for row in rows if all(fits(row, word) for word in words)]


def fits(row, word):
    texts = (row["borrower"] or "", row["product"], row["item"])
    return any(word in text for text in texts) or (code_key(word) or "-") == row["code"]


@pytest.mark.parametrize("few", [0, 3, 1000], ids=["all are many", "some are many", "all are few"])
@given(text=st.lists(st.sampled_from([*WORDS, "H-1", "u203", "a11", "3", "10"]), max_size=3).map(" ".join))
def test_the_index_finds_what_reading_every_row_finds(crowd, few, text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searched, "FEW", few)
        patch.setattr(searched, "SEVERAL", few)
        patch.setattr(searched.few, "__defaults__", (few,))
        lines, copies = naive(crowd, LINES, text), naive(crowd, ITEMS, text)
        for chip, ended in (("open", False), ("ended", True)):
            wanted = [row["ref"] for row in lines if (row["end_reason"] is not None) == ended]
            assert sorted(loan_lines.ids(crowd, today=TODAY, chip=chip, text=text)) == sorted(wanted)
        found = equipment.item_ids(crowd, today=TODAY, text=text)
        assert found == [row["ref"] for row in sorted(copies, key=lambda row: row["number_sort"])]


@given(text=st.lists(st.sampled_from(["h-1", "01", "u203", "a11", "rullestol", "3", "vik"]), max_size=2).map(" ".join))
def test_a_choice_of_copies_begins_with_the_number_that_is_meant(crowd, text):
    code = code_key(text)
    exact = equipment.scanned(crowd, text) if code else None

    def place(row):
        return (exact is None or row["ref"] != exact["item_id"], not (code and row["number_key"].endswith(code)),
                row["number_sort"])  # fmt: skip

    wanted = [row["ref"] for row in sorted(naive(crowd, ITEMS, text), key=place)]
    if exact is not None and exact["item_id"] not in wanted:
        wanted.insert(0, exact["item_id"])
    assert [row["item_id"] for row in equipment.find_items(crowd, text)] == wanted[:12]


def test_a_choice_of_people_is_the_same_with_many_as_with_few(crowd, monkeypatch):
    few = [people.find(crowd, "a"), people.borrowers(crowd, "a", today=TODAY), people.ids(crowd, today=TODAY, text="a")]
    monkeypatch.setattr(searched, "SEVERAL", 0)
    assert few == [people.find(crowd, "a"), people.borrowers(crowd, "a", today=TODAY),
                   people.ids(crowd, today=TODAY, text="a")]  # fmt: skip
    assert all(few)


def test_a_name_is_found_as_the_lists_write_it(crowd):
    ref = people.ids(crowd, today=TODAY)[0]
    row = people.person(crowd, ref)
    assert ref in people.ids(crowd, today=TODAY, text=f"{row['last_name']}, {row['first_name']}")


def test_a_list_that_is_remembered_is_forgotten_when_anybody_writes(crowd, tmp_path):
    shutil.copyfile(crowd.path, tmp_path / "lager.hverdag")
    here, there = (Register.open(tmp_path / "lager.hverdag") for _each in range(2))
    listed = equipment.item_ids(here, today=TODAY, order="name")
    assert here.kept("SELECT item_id FROM item") is here.kept("SELECT item_id FROM item")
    for register in (here, there):
        gone = listed.pop(next(at for at, ref in enumerate(listed) if equipment.item(here, ref)["state"] != "lent"))
        command.run(register, equipment.act, staff="Jon", today=TODAY, item_ids=[gone], act="retired", reason="worn")
        assert equipment.item_ids(here, today=TODAY, order="name") == listed
    here.conn.execute("BEGIN IMMEDIATE")
    here.conn.execute("UPDATE product SET name_key = 'z' || name_key WHERE product_id = 1")
    assert equipment.item_ids(here, today=TODAY, order="name") != listed
    here.conn.execute("ROLLBACK")
    assert equipment.item_ids(here, today=TODAY, order="name") == listed
    for register in (here, there):
        register.close()
