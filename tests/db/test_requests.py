"""Requests reserve a product; the copy is chosen when it is packed or handed over, and nobody is passed over unseen."""

import copy
import shutil

import pytest
from filled import TODAY, fill

from db import (
    check,
    equipment,
    errors,
    hand_over,
    history,
    loan_lines,
    loans,
    people,
    products,
    requests,
    trips,
)
from db.connection import Register, dbapi
from db.errors import Why
from db.keys import KEYS

WANTED = "2026-11-25"


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """The register that every test starts from, filled once, with the product of its copies and a second person."""
    made = fill(Register.create(tmp_path_factory.mktemp("requests") / "lager.hverdag"))
    made.other = made.do(people.add_person, first_name="Ola", last_name="Vik", protected=True, address="Hemmelig 1")
    made.register.close()
    return made


@pytest.fixture
def desk(filled, tmp_path):
    """The filled register, the test's own, and short ways to ask."""
    made = copy.copy(filled)
    made.register = Register.open(shutil.copy(filled.path, tmp_path / "lager.hverdag"))
    made.ask = lambda **more: made.do(
        requests.add_request, **({"product_id": made.chair, "person_id": made.person, "wanted_on": WANTED} | more)
    )
    made.row = lambda ref: requests.request(made.register, ref, today=TODAY)
    yield made
    made.register.close()


def refused(act, /, *args, **arguments) -> errors.Rejected:
    with pytest.raises(errors.Rejected) as told:
        act(*args, **arguments)
    return told.value


def counts(desk) -> dict[str, int]:
    row = requests.availability(desk.register, desk.chair, since=TODAY)
    assert row is not None
    return {key: row[key] for key in ("free", "packed", "reserved", "available", "waiting", "coming")}


def undone(desk) -> None:
    history.undo_last(desk.register, staff="Jon", today=TODAY)


def stock_of(desk, *states: str) -> None:
    """Leave only as many copies ready as there are states given as 'available'; the rest to cleaning."""
    for item, state in zip(desk.items, states, strict=True):
        if state != "available":
            desk.do(equipment.act, item_ids=[item], act=state)


def test_a_request_keeps_what_was_asked(desk):
    ref = desk.ask(urgency="discharge", delivery="deliver", note=" Trapp ", asked_by="Ergo Lia", until_on="2027-02-01",
                   asked_on="2026-11-20")  # fmt: skip
    row = desk.row(ref)
    told = ("urgency", "delivery", "note", "asked_by", "until_on", "days_waited", "status", "place")
    assert [row[key] for key in told] == ["discharge", "deliver", "Trapp", "Ergo Lia", "2027-02-01", 2, "coverable", 1]
    undone(desk)
    assert desk.register.value("SELECT count(*) FROM request") == 0


@pytest.mark.parametrize(
    ("more", "why", "field"),
    [
        ({"product_id": None}, Why.MISSING_VALUE, "product_id"),
        ({"person_id": None}, Why.NO_BORROWER, "borrower"),
        ({"unit_id": 1}, Why.NO_BORROWER, "borrower"),
        ({"wanted_on": None}, Why.MISSING_VALUE, "wanted_on"),
        ({"wanted_on": "2026-02-30"}, Why.NOT_A_DAY, "wanted_on"),
        ({"until_on": WANTED}, Why.DUE_BEFORE_OUT, "until_on"),
        ({"quantity": 0}, Why.MISSING_VALUE, "quantity"),
        ({"urgency": "asap"}, Why.MISSING_VALUE, "urgency"),
        ({"delivery": "drone"}, Why.MISSING_VALUE, "delivery"),
        ({"asked_on": "2026-11-23"}, Why.DAY_IN_FUTURE, "asked_on"),
        ({"note": "01010112345"}, Why.NATIONAL_ID, "note"),
    ],
)
def test_what_cannot_be_asked_is_refused_beside_its_field(desk, more, why, field):
    told = refused(desk.ask, **more)
    assert (told.why, told.field) == (why, field)


def test_nothing_is_asked_for_the_dead(desk):
    row = people.person(desk.register, desk.other)
    desk.do(people.change_person, person_id=desk.other, rev=row["rev"], died_on="2026-11-01")
    assert refused(desk.ask, person_id=desk.other).why is Why.PERSON_IS_DEAD


def test_several_copies_are_a_request_each_and_goods_are_one(desk):
    desk.ask(quantity=3)
    desk.ask(product_id=desk.goods, quantity=4)
    assert desk.register.column("SELECT quantity FROM request ORDER BY request_id") == [1, 1, 1, 4]


def test_the_queue_takes_the_urgent_first_then_the_day_it_is_wanted_then_the_day_it_was_asked(desk):
    late = desk.ask(wanted_on="2026-12-24")
    asked_later = desk.ask(asked_on="2026-11-22")
    asked_first = desk.ask(asked_on="2026-11-20")
    urgent = desk.ask(wanted_on="2027-01-05", urgency="terminal")
    lapsed = desk.ask(wanted_on="2026-11-01", until_on="2026-11-10")
    queue = requests.waiting(desk.register, desk.chair, today=TODAY)
    assert [row["request_id"] for row in queue] == [urgent, asked_first, asked_later, late]
    assert [row["place"] for row in queue] == [1, 2, 3, 4]
    assert (desk.row(lapsed)["status"], desk.row(lapsed)["place"]) == ("lapsed", None)


def test_available_is_what_stands_ready_minus_what_is_asked_for_in_the_window(desk):
    desk.ask()
    desk.ask(wanted_on="2027-03-01")
    desk.lend(5, person_id=desk.other, due_on="2026-11-30")
    desk.lend(4, person_id=desk.other, due_on="2027-01-01")
    assert counts(desk) == {"free": 4, "packed": 0, "reserved": 2, "available": 2, "waiting": 0, "coming": 1}
    row = requests.availability(desk.register, desk.chair, since=TODAY, until="2026-12-01")
    assert row is not None
    assert (row["reserved"], row["available"], row["coming"]) == (1, 3, 1)


def test_an_overdue_copy_is_never_counted_as_coming_back(desk):
    desk.do(loans.lend, item_ids=desk.items[:2], person_id=desk.other, out_on="2026-10-01", due_on="2026-11-21")
    assert counts(desk)["coming"] == 0
    desk.do(loans.extend, line_ids=[desk.line(0)], due_on="2026-11-24")
    assert counts(desk)["coming"] == 1


def test_goods_are_counted_by_their_movements(desk):
    desk.ask(product_id=desk.goods, quantity=15)
    desk.do(loans.lend, unit_id=desk.unit, goods={desk.goods: 4}, due_on="2026-11-28")
    row = requests.availability(desk.register, desk.goods, since=TODAY)
    assert row is not None
    assert [row[key] for key in ("free", "reserved", "available", "waiting", "coming")] == [16, 15, 1, 0, 4]
    told = refused(desk.do, loans.lend, unit_id=desk.unit, goods={desk.goods: 2}, due_on=None)
    assert (told.why, told.facts["last_name"]) == (Why.RESERVED, "Nordmann")
    desk.do(loans.lend, unit_id=desk.unit, goods={desk.goods: 2}, due_on=None, goods_reasons={desk.goods: "Brann"})
    assert desk.register.column("SELECT out_reason FROM loan_line ORDER BY line_id") == ["", "Brann"]


def test_a_loan_fills_the_borrowers_own_request_and_the_line_says_so(desk):
    ref = desk.ask(asked_by="Ergo Lia")
    agreement = desk.lend(0)
    row = desk.row(ref)
    assert (row["outcome"], row["closed_on"], row["status"]) == ("filled", TODAY, "filled")
    line = loan_lines.of_agreement(desk.register, agreement, today=TODAY)[0]
    assert (line["request_id"], line["requested_by"]) == (ref, "Ergo Lia")
    assert requests.line_of(desk.register, ref) == line["line_id"]
    undone(desk)
    assert (desk.row(ref)["outcome"], desk.state(0)) == (None, "available")
    history.redo_last(desk.register, staff="Jon", today=TODAY)
    assert (desk.row(ref)["outcome"], desk.state(0)) == ("filled", "lent")
    assert check.problems(desk.register) == []


def test_the_oldest_of_two_own_requests_is_filled_and_none_where_that_is_said(desk):
    second, first = desk.ask(asked_on="2026-11-21"), desk.ask(asked_on="2026-11-10")
    desk.lend(0)
    assert (desk.row(first)["outcome"], desk.row(second)["outcome"]) == ("filled", None)
    desk.lend(1, fills={desk.items[1]: None})
    assert desk.row(second)["outcome"] is None


def test_a_loan_that_is_back_before_the_thing_is_wanted_fills_no_request(desk):
    ref = desk.ask(wanted_on="2027-02-01")
    desk.lend(0, due_on="2026-12-01")
    assert desk.row(ref)["outcome"] is None
    desk.lend(1, due_on="2027-03-01")
    assert desk.row(ref)["outcome"] == "filled"


def test_goods_handed_over_in_part_leave_the_rest_in_its_place_of_the_queue(desk):
    ref = desk.ask(product_id=desk.goods, quantity=6, asked_on="2026-11-10")
    desk.do(loans.lend, person_id=desk.person, goods={desk.goods: 4}, due_on=None)
    rest = requests.waiting(desk.register, desk.goods, today=TODAY)
    assert [(row["quantity"], row["asked_on"]) for row in rest] == [(2, "2026-11-10")]
    assert (desk.row(ref)["quantity"], desk.row(ref)["outcome"]) == (4, "filled")
    undone(desk)
    rows = desk.register.rows("SELECT request_id, quantity, outcome FROM request")
    assert [tuple(row) for row in rows] == [(ref, 6, None)]


def test_a_scan_cannot_take_what_others_wait_for_without_a_reason(desk):
    stock_of(desk, "available", *["to_cleaning"] * 5)
    ref = desk.ask(person_id=desk.other, asked_on="2026-11-03")
    told = refused(desk.lend, 0)
    assert (told.why, told.field) == (Why.RESERVED, "items")
    assert (told.facts["last_name"], told.facts["asked_on"], told.facts["waiting"]) == ("Vik", "2026-11-03", 1)
    assert "Hemmelig" not in str(told.facts)
    assert desk.register.value("SELECT count(*) FROM agreement") == 0
    desk.lend(0, out_reasons={desk.items[0]: "Falt i natt"})
    (passed,) = requests.passes(desk.register, ref)
    assert (passed["reason"], passed["number"], passed["instead_id"]) == ("Falt i natt", "H-0001", None)
    assert desk.register.value("SELECT out_reason FROM loan_line") == "Falt i natt"
    undone(desk)
    assert requests.passes(desk.register, ref) == []


def test_a_loan_that_is_back_before_the_day_it_is_wanted_takes_nothing_from_anybody(desk):
    stock_of(desk, "available", *["to_cleaning"] * 5)
    desk.ask(person_id=desk.other, wanted_on="2026-12-20")
    desk.lend(0, due_on="2026-12-20")
    assert desk.state(0) == "lent"


def test_whoever_stands_behind_in_the_queue_needs_a_reason_to_go_first(desk):
    stock_of(desk, "available", *["to_cleaning"] * 5)
    first, second = desk.ask(person_id=desk.other, urgency="decline"), desk.ask()
    told = refused(desk.lend, 0)
    assert (told.why, told.facts["request_id"]) == (Why.PASSED_OVER, first)
    desk.lend(0, out_reasons={desk.items[0]: "Den første er bortreist"})
    assert [row["instead_id"] for row in requests.passes(desk.register, first)] == [second]


def test_the_oldest_copy_is_suggested_and_another_needs_a_reason(desk):
    rev = equipment.item(desk.register, desk.items[3])["rev"]
    desk.do(equipment.change_item, item_id=desk.items[3], rev=rev, bought_on="2019-04")
    ref = desk.ask()
    suggested = requests.suggested(desk.register, ref)
    assert suggested is not None
    assert suggested["number"] == "H-0004"
    told = refused(desk.lend, 0)
    assert (told.why, told.facts["suggested"]) == (Why.NOT_OLDEST, "H-0004")
    desk.lend(0, out_reasons={desk.items[0]: "Bredere sete"})
    assert desk.register.value("SELECT out_reason FROM loan_line") == "Bredere sete"


def test_two_copies_of_one_loan_may_be_the_two_oldest_in_any_order(desk):
    desk.ask(quantity=2)
    desk.do(loans.lend, item_ids=[desk.items[1], desk.items[0]], person_id=desk.person, due_on=None)
    assert desk.register.value("SELECT count(*) FROM request WHERE outcome = 'filled'") == 2


def test_others_of_the_same_iso_class_are_offered_after_the_products_own(desk):
    for product_id in (desk.chair, desk.goods):
        row = products.product(desk.register, product_id)
        desk.do(products.change_product, product_id=product_id, rev=row["rev"], iso_code="122203")
    alike = desk.do(products.add_product, name="Rullestol Fjell", iso_code="122203")
    (item,) = desk.do(equipment.add_items, numbers=["A-0001"], product_id=alike)
    ref = desk.ask()
    offered = requests.copies(desk.register, ref)
    assert [(row["number"], row["same_product"]) for row in offered][-2:] == [("H-0006", 1), ("A-0001", 0)]
    assert refused(desk.do, requests.pack, request_id=ref, item_id=item).why is Why.NOT_OLDEST
    desk.do(requests.pack, request_id=ref, item_id=item, reason="Passer i bilen")
    desk.do(loans.lend, item_ids=[item], person_id=desk.person, due_on=None)
    assert desk.row(ref)["outcome"] == "filled"
    assert desk.register.value("SELECT out_reason FROM loan_line") == "Passer i bilen"


def test_a_request_of_somebody_else_or_of_another_product_is_not_filled(desk):
    ref, goods = desk.ask(person_id=desk.other), desk.ask(product_id=desk.goods)
    assert refused(desk.lend, 0, fills={desk.items[0]: ref}).why is Why.NOT_THEIR_REQUEST
    assert refused(desk.lend, 0, fills={desk.items[0]: goods}).why is Why.NOT_THEIR_REQUEST
    assert refused(desk.do, requests.pack, request_id=goods, item_id=desk.items[0]).why is Why.NOT_THEIR_REQUEST


def test_a_packed_copy_goes_to_its_request_and_to_nobody_else(desk):
    ref = desk.ask(person_id=desk.other)
    desk.do(requests.pack, request_id=ref, item_id=desk.items[0])
    assert (desk.state(0), desk.row(ref)["status"], desk.row(ref)["packed_on"]) == ("packed", "packed", TODAY)
    for reasons in ({}, {"out_reasons": {desk.items[0]: "Haster"}, "overrides": {desk.items[0]: "Haster"}}):
        assert refused(desk.lend, 0, **reasons).why is Why.PACKED_FOR_ANOTHER
    desk.lend(0, person_id=desk.other)
    assert desk.row(ref)["outcome"] == "filled"
    undone(desk)
    assert (desk.state(0), desk.row(ref)["status"]) == ("packed", "packed")


def test_packing_is_undone_and_unpacked(desk):
    ref = desk.ask()
    desk.do(requests.pack, request_id=ref, item_id=desk.items[0])
    assert refused(desk.do, requests.pack, request_id=ref, item_id=desk.items[1]).why is Why.PACKED_ALREADY
    undone(desk)
    assert (desk.state(0), desk.row(ref)["item_id"]) == ("available", None)
    history.redo_last(desk.register, staff="Jon", today=TODAY)
    desk.do(requests.unpack, request_ids=[ref])
    assert (desk.state(0), desk.row(ref)["status"]) == ("available", "coverable")
    assert refused(desk.do, requests.unpack, request_ids=[ref]).why is Why.MISSING_VALUE
    undone(desk)
    assert (desk.state(0), desk.row(ref)["item_id"]) == ("packed", desk.items[0])


def test_packing_past_the_first_in_line_needs_a_reason_that_is_kept(desk):
    stock_of(desk, "available", *["to_cleaning"] * 5)
    first, second = desk.ask(person_id=desk.other), desk.ask()
    told = refused(desk.do, requests.pack, request_id=second, item_id=desk.items[0])
    assert (told.why, told.field) == (Why.PASSED_OVER, "reason")
    desk.do(requests.pack, request_id=second, item_id=desk.items[0], reason="Ola er på sykehus")
    (passed,) = requests.passes(desk.register, first)
    assert (passed["instead_id"], passed["reason"], passed["number"]) == (second, "Ola er på sykehus", "H-0001")


def test_a_request_met_with_another_copy_gives_the_packed_one_back(desk):
    ref = desk.ask()
    desk.do(requests.pack, request_id=ref, item_id=desk.items[0])
    assert refused(desk.lend, 1).why is Why.NOT_OLDEST
    desk.lend(1, out_reasons={desk.items[1]: "Den klargjorte var skadet"})
    assert (desk.state(0), desk.row(ref)["outcome"]) == ("available", "filled")


def test_a_packed_copy_that_goes_missing_leaves_the_request_waiting(desk):
    ref = desk.ask()
    desk.do(requests.pack, request_id=ref, item_id=desk.items[0])
    desk.do(equipment.act, item_ids=[desk.items[0]], act="missing")
    assert (desk.state(0), desk.row(ref)["item_id"]) == ("missing", None)
    undone(desk)
    assert (desk.state(0), desk.row(ref)["status"]) == ("packed", "packed")


def test_cancelling_needs_a_reason_gives_the_copy_back_and_is_undone(desk):
    ref = desk.ask()
    desk.do(requests.pack, request_id=ref, item_id=desk.items[0])
    assert refused(desk.do, requests.cancel_requests, request_ids=[ref], reason=" ").why is Why.MISSING_VALUE
    desk.do(requests.cancel_requests, request_ids=[ref], reason="Fikk låne av naboen")
    row = desk.row(ref)
    assert (row["status"], row["close_reason"], desk.state(0)) == ("cancelled", "Fikk låne av naboen", "available")
    again = refused(desk.do, requests.cancel_requests, request_ids=[ref], reason="Igjen")
    assert again.why is Why.REQUEST_CLOSED
    undone(desk)
    assert (desk.row(ref)["status"], desk.state(0)) == ("packed", "packed")


def test_what_is_cancelled_is_not_driven_and_a_stop_with_nothing_left_is_cancelled_too(desk):
    first, second = desk.ask(), desk.ask()
    stop = desk.do(trips.add_stop, kind="deliver", person_id=desk.person, request_ids=[first, second])
    outcomes = lambda: [row["outcome"] for row in desk.register.rows("SELECT outcome FROM stop_thing ORDER BY 1")]  # noqa: E731
    desk.do(requests.cancel_requests, request_ids=[first], reason="Trengs ikke")
    assert outcomes() == [None, "cancelled"]
    desk.do(requests.cancel_requests, request_ids=[second], reason="Trengs ikke")
    assert desk.register.value("SELECT outcome FROM stop WHERE stop_id = :ref", ref=stop) == "cancelled"
    undone(desk)
    assert (desk.register.value("SELECT outcome FROM stop"), outcomes()) == (None, [None, "cancelled"])


def test_a_request_is_changed_while_it_is_open(desk):
    ref = desk.ask()
    desk.do(requests.pack, request_id=ref, item_id=desk.items[0])
    rev = desk.row(ref)["rev"]
    desk.do(requests.change_request, request_id=ref, rev=rev, product_id=desk.goods, quantity=2)
    assert (desk.row(ref)["name"], desk.row(ref)["quantity"], desk.state(0)) == ("Forhøyningsklosser", 2, "available")
    told = refused(desk.do, requests.change_request, request_id=ref, rev=rev, note="Igjen")
    assert told.why is Why.OVERTAKEN
    undone(desk)
    assert (desk.row(ref)["status"], desk.row(ref)["quantity"]) == ("packed", 1)
    assert refused(desk.do, requests.change_request, request_id=ref, quantity=2).why is Why.ONE_COPY_EACH


def test_a_copy_overdue_for_its_check_needs_a_reason(desk):
    desk.register.conn.execute("UPDATE product SET check_months = 12")
    desk.register.conn.execute("UPDATE item SET bought_on = '2025-11-22' WHERE item_id = :i", {"i": desk.items[0]})
    assert refused(desk.lend, 1).why is Why.CHECK_OVERDUE
    desk.lend(1, out_reasons={desk.items[1]: "Kontrolleres hos bruker i morgen"})
    desk.lend(0)
    assert desk.register.column("SELECT out_reason FROM loan_line") == ["Kontrolleres hos bruker i morgen", ""]


def test_a_swap_bypasses_no_reservation_either(desk):
    desk.lend(5)
    stock_of(desk, "available", *["to_cleaning"] * 4, "available")
    desk.ask(person_id=desk.other)
    swap = {"line_id": desk.line(5), "item_id": desk.items[0]}
    assert refused(desk.do, loans.swap, **swap).why is Why.RESERVED
    desk.do(loans.swap, **swap, out_reason="Stolen røk")
    assert desk.state(0) == "lent"


def test_a_copy_that_comes_back_goes_to_the_first_that_nothing_covers(desk):
    stock_of(desk, "available", *["to_cleaning"] * 5)
    desk.ask(urgency="terminal")
    second = desk.ask(person_id=desk.other)
    first = requests.first_in_line(desk.register, desk.items[1], today=TODAY)
    assert first is not None
    assert first["request_id"] == second
    ready = requests.first_in_line(desk.register, desk.items[0], today=TODAY)
    assert ready is not None
    assert ready["urgency"] == "terminal"


def test_lists_and_chips_tell_the_same(desk):
    plain, urgent = desk.ask(asked_by="Ida"), desk.ask(person_id=desk.other, urgency="discharge", wanted_on=TODAY)
    packed, gone, met = desk.ask(unit_id=desk.unit, person_id=None), desk.ask(product_id=desk.goods), desk.ask()
    desk.do(requests.pack, request_id=packed, item_id=desk.items[0])
    desk.do(requests.cancel_requests, request_ids=[gone], reason="Døde")
    desk.do(loans.lend, item_ids=[desk.items[1]], person_id=desk.person, due_on=None, fills={desk.items[1]: met})
    chips = requests.chips(desk.register, today=TODAY)
    held = {chip: requests.ids(desk.register, today=TODAY, chip=chip) for chip in chips}
    assert {chip: len(ids) for chip, ids in held.items()} == chips
    assert {chip: sorted(ids) for chip, ids in held.items() if chip != "all"} == {
        "open": [plain, urgent, packed], "urgent": [urgent], "coverable": [plain, urgent], "now": [urgent],
        "packed": [packed], "filled": [met], "cancelled": [gone],
    }  # fmt: skip
    assert requests.ids(desk.register, today=TODAY, text="vik rulle") == [urgent]
    assert requests.ids(desk.register, today=TODAY, text="solgløtt") == [packed]
    for order in requests._ORDERS:
        for down in (False, True):
            found = requests.ids(desk.register, today=TODAY, order=order, descending=down)
            assert sorted(found) == sorted(held["open"])
    (row,) = requests.rows(desk.register, [urgent], today=TODAY)
    assert (row["address"], row["protected"]) == ("", 1)
    of_kari = requests.of_borrower(desk.register, today=TODAY, person_id=desk.person)
    assert [row["request_id"] for row in of_kari] == [plain]
    assert requests.askers(desk.register) == ["Ida"]


def test_the_file_itself_refuses_what_the_program_should_have_asked_for(desk):
    stock_of(desk, "available", *["to_cleaning"] * 5)
    ref = desk.ask(person_id=desk.other)
    desk.lend(goods={desk.goods: 1})
    line = "INSERT INTO loan_line (agreement_id, item_id, out_on{more}) VALUES (1, :item, '2026-11-22'{values})"
    conn = desk.register.conn
    with pytest.raises(dbapi.IntegrityError, match="guard:reserved"):
        conn.execute(line.format(more="", values=""), {"item": desk.items[0]})
    desk.do(requests.pack, request_id=ref, item_id=desk.items[0])
    with pytest.raises(dbapi.IntegrityError, match="guard:packed_for_another"):
        conn.execute(line.format(more=", out_reason", values=", 'x'"), {"item": desk.items[0]})
    desk.lend(0, person_id=desk.other)
    with pytest.raises(dbapi.IntegrityError, match="guard:request_closed"):
        conn.execute(line.format(more=", request_id", values=f", {ref}"), {"item": desk.items[1]})


def test_a_book_is_taken_in_whoever_waits_for_what_it_lends(desk):
    from db import imports

    stock_of(desk, "available", *["to_cleaning"] * 5)
    ref = desk.ask(person_id=desk.other)
    desk.do(requests.pack, request_id=ref, item_id=desk.items[0])
    desk.ask(person_id=desk.other)
    lists = (
        "places", "products", "product_changes", "items", "item_changes", "barcodes", "persons", "person_changes",
        "units", "agreement_changes", "line_changes", "extensions", "movements",
    )  # fmt: skip
    lines = [(-1, desk.items[0], None, 1, TODAY, None, None, None, None, "")]
    desk.do(
        imports.apply_import, book="Bok", seen_op=imports.latest_op(desk.register), counts={}, out_reason="fra bok",
        agreements=[(None, desk.person, None, TODAY, "", "", None)], lines=lines, lent=[(desk.items[0], TODAY)],
        **dict.fromkeys(lists, ()),
    )  # fmt: skip
    assert (desk.state(0), desk.row(ref)["item_id"]) == ("lent", None)
    assert desk.register.value("SELECT out_reason FROM loan_line") == "fra bok"


def test_a_plan_answers_each_thing_after_those_before_it(desk):
    stock_of(desk, "available", "available", *["to_cleaning"] * 4)
    desk.ask(person_id=desk.other)
    terms = hand_over.Terms(desk.person, None, TODAY, None)
    answers = hand_over.plan(desk.register, terms, item_ids=desk.items[:2])
    assert [answer.why for answer in answers.values()] == [None, Why.RESERVED]
    theirs = hand_over.Terms(desk.other, None, TODAY, None)
    answers = hand_over.plan(desk.register, theirs, item_ids=desk.items[:2])
    assert [answer.why for answer in answers.values()] == [None, None]
    assert KEYS["request"] == "request_id"
