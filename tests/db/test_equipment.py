"""Products, copies, stickers, places and the acts that move a copy's state."""

import pytest
from filled import TODAY

from db import equipment, errors, loan_lines, products
from db.errors import Why


def why(act, /, *positional, **arguments) -> tuple[Why, str | None]:
    with pytest.raises(errors.Rejected) as told:
        act(*positional, **arguments)
    return told.value.why, told.value.field


@pytest.mark.parametrize("code", ["H-0001", "h0001", "H 0001", " h-0001 "])
def test_a_copy_is_found_however_its_number_is_scanned(depot, code):
    found = equipment.scanned(depot.register, code)
    assert found is not None
    assert found["item_id"] == depot.items[0]


def test_a_copy_is_found_by_any_of_its_stickers_until_one_is_taken_off(depot):
    first = depot.do(equipment.add_barcode, item_id=depot.items[2], code="7 012345 678905")
    depot.do(equipment.add_barcode, item_id=depot.items[2], code="ABC")
    for code in ("7012345678905", "abc"):
        found = equipment.scanned(depot.register, code)
        assert found is not None
        assert found["number"] == "H-0003"
    depot.do(equipment.remove_barcode, barcode_id=first)
    assert equipment.scanned(depot.register, "7012345678905") is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("H-0002", (Why.CODE_TAKEN, "code")),
        ("æøå -", (Why.MISSING_VALUE, "code")),
        ("1" * 81, (Why.TOO_LONG, "code")),
    ],
)
def test_a_sticker_that_cannot_be_is_refused(depot, code, expected):
    assert why(depot.do, equipment.add_barcode, item_id=depot.items[0], code=code) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("h 0001", (Why.NUMBER_TAKEN, "number")),
        ("---", (Why.MISSING_VALUE, "number")),
        ("", (Why.MISSING_VALUE, "number")),
        ("1" * 41, (Why.TOO_LONG, "number")),
    ],
)
def test_a_number_that_cannot_be_is_refused_and_none_of_the_others_is_kept(depot, number, expected):
    assert why(depot.do, equipment.add_items, numbers=["H-0100", number], product_id=1) == expected
    assert equipment.scanned(depot.register, "H-0100") is None


def test_a_number_that_is_somebodys_sticker_is_refused(depot):
    depot.do(equipment.add_barcode, item_id=depot.items[0], code="X-1")
    assert why(depot.do, equipment.add_items, numbers=["x1"], product_id=1) == (Why.NUMBER_TAKEN, "number")


@pytest.mark.parametrize("number", ["101", "K-0101", "RS 7/2", "Ø12"])
def test_numbers_are_kept_as_they_are_written(depot, number):
    (key,) = depot.do(equipment.add_items, numbers=[number], product_id=1)
    assert equipment.item(depot.register, key)["number"] == number


def test_the_next_number_goes_on_where_the_series_ends(depot):
    assert equipment.next_number(depot.register) == "H-0007"
    depot.do(equipment.add_items, numbers=["K-099"], product_id=1)
    assert equipment.next_number(depot.register) == "K-100"
    assert equipment.next_number(depot.register, prefix="H-") == "H-0007"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"name": ""}, (Why.MISSING_VALUE, "name")),
        ({"name": "A" * 301}, (Why.TOO_LONG, "name")),
        ({"name": "A", "hms_nr": "12345"}, (Why.HMS_NR_FORM, "hms_nr")),
        ({"name": "A", "hms_nr": "012345"}, (Why.HMS_NR_TAKEN, "hms_nr")),
    ],
)
def test_a_product_that_cannot_be_is_refused_with_its_field(depot, fields, expected):
    assert why(depot.do, products.add_product, **fields) == expected


def test_accessories_keep_their_order_and_are_named_once(depot):
    product = products.product(depot.register, 1)
    names = ["Bord", " Pute ", "Bord", ""]
    depot.do(products.change_product, product_id=1, rev=product["rev"], accessory_names=names)
    assert products.accessories(depot.register, 1) == ["Bord", "Pute"]
    overtaken = why(depot.do, products.change_product, product_id=1, rev=product["rev"], name="Rullestol Ny")
    assert overtaken[0] is Why.OVERTAKEN
    depot.do(products.change_product, product_id=1, rev=product["rev"] + 1, name="Rullestol Ny")
    assert products.accessories(depot.register, 1) == ["Bord", "Pute"]


def test_a_new_sticker_overtakes_an_edit_that_was_begun_before_it(depot):
    (key,) = depot.do(equipment.add_items, numbers=["X-1"], product_id=1)
    before = equipment.item(depot.register, key)
    depot.do(equipment.change_item, item_id=key, rev=before["rev"], codes=["ABC1"])
    told = why(depot.do, equipment.change_item, item_id=key, rev=before["rev"], note="gammel")
    assert told[0] is Why.OVERTAKEN


@pytest.mark.parametrize("act", sorted(equipment.ACTS))
@pytest.mark.parametrize("state", ["available", "new", "packed", "cleaning", "control", "repair", "blocked", "missing"])
def test_an_act_starts_from_its_states_only_and_leads_where_it_says(depot, act, state):
    (key,) = depot.do(equipment.add_items, numbers=["X-1"], product_id=1, state=state)
    starts, ends = equipment.ACTS[act]
    if state in starts:
        depot.do(equipment.act, item_ids=[key], act=act, reason="worn", on_day="2026-11-20")
        now = equipment.item(depot.register, key)
        assert (now["state"], now["state_on"]) == (ends, "2026-11-20")
        assert now["retired_reason"] == ("worn" if ends == "retired" else None)
    else:
        assert why(depot.do, equipment.act, item_ids=[key], act=act, reason="worn")[0] is Why.STATE_FORBIDS
        assert equipment.item(depot.register, key)["state"] == state


def test_an_act_on_many_copies_is_done_on_all_or_none(depot):
    depot.lend(3)
    assert why(depot.do, equipment.act, item_ids=depot.items, act="missing")[0] is Why.STATE_FORBIDS
    assert [depot.state(number) for number in range(6)].count("available") == 5
    depot.do(equipment.act, item_ids=depot.items[:3], act="missing")
    assert [depot.state(number) for number in range(3)] == ["missing"] * 3


def test_a_copy_is_not_retired_without_a_reason(depot):
    assert why(depot.do, equipment.act, item_ids=depot.items[:1], act="retired") == (Why.REASON_NEEDED, "reason")
    assert why(depot.do, equipment.act, item_ids=depot.items[:1], act="missing", on_day="2026-11-23") == (
        Why.DAY_IN_FUTURE, "on_day",
    )  # fmt: skip


def test_a_retired_copy_that_is_found_goes_to_cleaning(depot):
    depot.do(equipment.act, item_ids=depot.items[:1], act="retired", reason="lost")
    depot.do(equipment.act, item_ids=depot.items[:1], act="found")
    assert depot.state(0) == "cleaning"


def test_goods_are_the_sum_of_their_movements(depot):
    depot.do(products.move_stock, product_id=depot.goods, kind="scrapped", quantity=3)
    depot.do(products.move_stock, product_id=depot.goods, kind="adjusted", quantity=-2)
    assert products.stock(depot.register, depot.goods) == 15
    out = {"product_id": depot.goods, "kind": "scrapped", "quantity": 16}
    assert why(depot.do, products.move_stock, **out)[0] is Why.TOO_FEW_IN_STOCK
    assert why(depot.do, products.move_stock, product_id=1, kind="in", quantity=1)[0] is Why.STATE_FORBIDS


def test_the_same_shelf_is_one_place(depot):
    first = depot.do(equipment.add_place, room="Kjeller", shelf="A1")
    assert depot.do(equipment.add_place, room=" Kjeller ", shelf="A1") == first
    assert why(depot.do, equipment.add_place, room=" ")[0] is Why.MISSING_VALUE


def test_places_stand_in_norwegian_order(depot):
    for shelf in ("A10", "A2", "Å1", "Ø1", "Z1"):
        depot.do(equipment.add_place, room="Kjeller", shelf=shelf)
    assert [row["shelf"] for row in equipment.places(depot.register)] == ["A1", "A2", "A10", "Z1", "Ø1", "Å1"]


def test_chips_count_what_their_lists_hold(depot):
    depot.lend(0, 1, due_on="2026-11-22")
    depot.do(equipment.act, item_ids=depot.items[4:5], act="retired", reason="worn")
    counts = equipment.item_chips(depot.register, today="2026-11-23")
    assert counts == {"all": 5, "overdue": 2, "lent": 2, "available": 3, "retired": 1}
    for chip, count in counts.items():
        assert len(equipment.item_ids(depot.register, today="2026-11-23", chip=chip)) == count


@pytest.mark.parametrize(
    "order",
    [
        "number",
        "name",
        "hms_nr",
        "group",
        "place",
        "borrower",
        "due",
        "state",
        "state_on",
        "bought",
        "price",
        "owner",
        "serial",
        "note",
    ],
)
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_gives_every_copy_once(depot, order, descending):
    depot.lend(0)
    found = equipment.item_ids(depot.register, today=TODAY, order=order, descending=descending)
    assert sorted(found) == depot.items


@pytest.mark.parametrize("text", ["h-0001", "H0001", "rullestol", "kroken 0001", "nordmann", "012345 kari"])
def test_a_copy_is_found_by_number_product_hms_number_and_borrower(depot, text):
    depot.lend(0)
    assert depot.items[0] in [row["item_id"] for row in equipment.find_items(depot.register, text)]


def test_products_tell_how_many_stand_ready(depot):
    depot.lend(0, 1, goods={depot.goods: 5})
    rows = {row["product_id"]: row for row in products.rows(depot.register, [1, depot.goods])}
    assert (rows[1]["items"], rows[1]["ready"], rows[1]["lent"]) == (6, 4, 2)
    assert (rows[depot.goods]["ready"], rows[depot.goods]["lent"]) == (15, 5)
    ready = {row["product_id"]: row["ready"] for row in products.find(depot.register, "")}
    assert ready == {1: 4, depot.goods: 15}


def test_goods_that_were_lost_are_no_longer_lent(depot):
    from db import loans

    depot.lend(goods={depot.goods: 5})
    line = loan_lines.ids(depot.register, today=TODAY)[0]
    depot.do(loans.lose, line_ids=[line])
    (row,) = products.rows(depot.register, [depot.goods])
    assert (row["ready"], row["lent"]) == (15, 0)
