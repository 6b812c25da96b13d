"""Recalls: which copies are hit, that none of them goes out, and what becomes of each."""

import shutil
from dataclasses import replace

import pytest
from filled import TODAY, fill

from db import equipment, history, loans, people, products, recalls, requests, service
from db.connection import Register
from db.errors import Rejected, Why


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Six chairs with serial numbers, the last without; the second is out with Kari."""
    register = Register.create(tmp_path_factory.mktemp("filled") / "lager.hverdag")
    depot = fill(register)
    for place, serial in enumerate(("SN 9", "SN 10", "sn-11", "SN 100", "X 1", "")):
        now = equipment.item(register, depot.items[place])
        depot.do(equipment.change_item, item_id=depot.items[place], rev=now["rev"], serial=serial)
    depot.lend(1)
    register.close()
    return depot


@pytest.fixture
def chairs(filled, tmp_path):
    """A copy of the filled register."""
    register = Register.open(shutil.copy(filled.path, tmp_path / "lager.hverdag"))
    made = replace(filled, register=register)
    yield made
    register.close()


def hits(depot, **given):
    return [row["number"][-1] for row in recalls.hit(depot.register, depot.chair, **given)]


def recall(depot, **given):
    return depot.do(recalls.open_recall, title="Bremser", reason="Kan svikte", product_id=depot.chair, **given)


def refs(depot, chip="all"):
    return recalls.item_ids(depot.register, order="number", chip=chip)


def handle(depot, place, outcome, **given):
    return depot.do(recalls.handle_recalled, recall_item_ids=[refs(depot)[place]], outcome=outcome, **given)


def undo(depot):
    return history.undo_last(depot.register, staff="Jon", today=TODAY)


@pytest.mark.parametrize(
    ("given", "hit"),
    [
        ({}, "123456"),
        ({"serial_from": "SN 10", "serial_to": "SN 99"}, "236"),
        ({"serial_from": "sn 9", "serial_to": "sn100"}, "12346"),
        ({"serial_from": "SN 10", "serial_to": "SN 99", "without_serial": False}, "23"),
        ({"serial_from": "SN 0011"}, "3456"),
        ({"serial_to": "SN 9", "without_serial": False}, "1"),
    ],
)
def test_serial_numbers_compare_by_the_value_of_their_digits(chairs, given, hit):
    assert "".join(hits(chairs, **given)) == hit


def test_the_preview_tells_who_holds_the_copies_and_leaves_out_the_retired(chairs):
    chairs.do(equipment.act, item_ids=[chairs.items[0]], act="retired", reason="worn")
    rows = recalls.hit(chairs.register, chairs.chair)
    assert [row["last_name"] for row in rows] == ["Nordmann", None, None, None, None]
    assert rows[0]["phone"] == "90000000"


def test_what_stands_on_the_shelf_is_blocked_at_once_and_what_is_lent_stays_with_its_borrower(chairs):
    chairs.do(equipment.act, item_ids=[chairs.items[2]], act="to_cleaning")
    chairs.do(equipment.act, item_ids=[chairs.items[3]], act="missing")
    recall(chairs)
    assert [chairs.state(place) for place in range(6)] == ["blocked", "lent", "blocked", "missing", *["blocked"] * 2]
    assert recalls.chips(chairs.register) == {"to_do": 6, "out": 1, "in": 5, "handled": 0, "all": 6}
    undo(chairs)
    assert [chairs.state(place) for place in range(4)] == ["available", "lent", "cleaning", "missing"]
    assert recalls.recalls(chairs.register) == []
    history.redo_last(chairs.register, staff="Jon", today=TODAY)
    assert chairs.state(2) == "blocked"


def test_a_range_that_hits_nothing_is_refused_beside_the_field(chairs):
    with pytest.raises(Rejected) as told:
        recall(chairs, serial_from="Z 1", without_serial=False)
    assert (told.value.why, told.value.field) == (Why.NOTHING_RECALLED, "serial_from")
    with pytest.raises(Rejected) as told:
        chairs.do(recalls.open_recall, title=" ", product_id=chairs.chair)
    assert (told.value.why, told.value.field) == (Why.MISSING_VALUE, "title")


@pytest.mark.parametrize("condition", ["clean", "dirty", "damaged", "infectious", "incomplete"])
def test_a_recalled_copy_that_comes_back_is_blocked_however_it_looks(chairs, condition):
    recall(chairs)
    chairs.do(loans.take_back, returns=[loans.Return(chairs.line(1), condition)])
    assert chairs.state(1) == "blocked"
    undo(chairs)
    assert chairs.state(1) == "lent"


def test_a_recalled_copy_that_is_swapped_is_blocked_as_well(chairs):
    recall(chairs, serial_from="SN 10", serial_to="SN 10", without_serial=False)
    chairs.do(loans.swap, line_id=chairs.line(1), item_id=chairs.items[0], condition="clean")
    assert (chairs.state(0), chairs.state(1)) == ("lent", "blocked")


@pytest.mark.parametrize("act", ["released", "to_cleaning"])
def test_no_act_takes_a_recalled_copy_past_its_recall(chairs, act):
    chairs.do(equipment.act, item_ids=[chairs.items[2]], act="to_repair")
    recall(chairs)
    with pytest.raises(Rejected) as told:
        chairs.do(equipment.act, item_ids=[chairs.items[0]], act=act)
    assert told.value.why is Why.RECALLED
    with pytest.raises(Rejected) as told:
        chairs.do(service.release, item_ids=[chairs.items[0]], done_by="Berit")
    assert told.value.why is Why.RECALLED
    with pytest.raises(Rejected) as told:
        chairs.lend(0)
    assert told.value.why is Why.NOT_LENDABLE
    chairs.do(equipment.act, item_ids=[chairs.items[2]], act="repaired")
    assert chairs.state(2) == "blocked"
    chairs.do(equipment.act, item_ids=[chairs.items[0]], act="missing")
    chairs.do(equipment.act, item_ids=[chairs.items[0]], act="found")
    assert chairs.state(0) == "blocked"


@pytest.mark.parametrize("outcome", ["fixed", "not_affected"])
def test_a_copy_that_is_dealt_with_goes_back_to_where_it_stood(chairs, outcome):
    chairs.do(equipment.act, item_ids=[chairs.items[2]], act="to_cleaning")
    recall(chairs)
    chairs.do(loans.take_back, returns=[loans.Return(chairs.line(1), "clean")])
    chairs.do(recalls.handle_recalled, recall_item_ids=refs(chairs)[:3], outcome=outcome, on_day="2026-11-21")
    assert [chairs.state(place) for place in range(4)] == ["available", "cleaning", "cleaning", "blocked"]
    undo(chairs)
    assert [chairs.state(place) for place in range(4)] == ["blocked"] * 4
    assert len(refs(chairs, "to_do")) == 6


def test_a_copy_that_waits_for_something_else_as_well_is_not_let_go(chairs):
    chairs.do(service.quarantine, item_ids=[chairs.items[0]])
    chairs.do(equipment.act, item_ids=[chairs.items[2]], act="to_repair")
    first = recall(chairs)
    recall(chairs, serial_from="SN 100", serial_to="SN 100", without_serial=False)
    rows = recalls.item_ids(chairs.register, order="number", recall_id=first)
    chairs.do(recalls.handle_recalled, recall_item_ids=rows, outcome="fixed")
    assert [chairs.state(place) for place in range(6)] == [
        "blocked", "lent", "repair", "blocked", "available", "available",
    ]  # fmt: skip


def test_a_recall_is_closed_with_its_last_copy_and_open_again_when_that_is_undone(chairs):
    ref = recall(chairs)
    rows = refs(chairs)
    chairs.do(recalls.handle_recalled, recall_item_ids=rows[:5], outcome="fixed")
    assert recalls.recall(chairs.register, ref)["closed_on"] is None
    handle(chairs, 5, "not_affected", on_day="2026-11-20", note="Annen modell")
    assert recalls.recall(chairs.register, ref)["closed_on"] == "2026-11-20"
    assert recalls.item_rows(chairs.register, rows[5:])[0]["note"] == "Annen modell"
    with pytest.raises(Rejected) as told:
        handle(chairs, 5, "fixed")
    assert told.value.why is Why.RECALL_HANDLED
    undo(chairs)
    assert recalls.recall(chairs.register, ref)["closed_on"] is None


def test_scrapped_and_replaced_copies_are_retired_but_never_one_that_is_lent(chairs):
    recall(chairs)
    handle(chairs, 0, "scrapped")
    handle(chairs, 2, "replaced")
    states = [equipment.item(chairs.register, chairs.items[place])["retired_reason"] for place in (0, 2)]
    assert states == ["broken", "other"]
    with pytest.raises(Rejected) as told:
        handle(chairs, 1, "scrapped")
    assert (told.value.why, told.value.facts["state"]) == (Why.STATE_FORBIDS, "lent")
    assert recalls.chips(chairs.register)["handled"] == 2
    handle(chairs, 1, "fixed")
    assert chairs.state(1) == "lent"
    undo(chairs)
    undo(chairs)
    undo(chairs)
    assert (chairs.state(0), chairs.state(2)) == ("blocked", "blocked")


def test_a_copy_that_was_packed_is_taken_from_its_request(chairs):
    ref = chairs.do(requests.add_request, product_id=chairs.chair, person_id=chairs.person, wanted_on="2026-12-01")
    chairs.do(requests.pack, request_id=ref, item_id=chairs.items[0])
    recall(chairs)
    assert chairs.state(0) == "blocked"
    assert requests.request(chairs.register, ref, today=TODAY)["item_id"] is None
    undo(chairs)
    assert chairs.state(0) == "packed"


def test_what_was_agreed_is_noted_and_a_recall_is_mended(chairs):
    ref = recall(chairs)
    chairs.do(recalls.note_recalled, recall_item_ids=refs(chairs)[:1], note="Ringt, henter fredag")
    chairs.do(recalls.change_recall, recall_id=ref, rev=1, title="Bremser, parti 4")
    row = recalls.item_rows(chairs.register, refs(chairs)[:1])[0]
    assert (row["note"], row["title"], row["reason"]) == ("Ringt, henter fredag", "Bremser, parti 4", "")
    undo(chairs)
    undo(chairs)
    row = recalls.item_rows(chairs.register, refs(chairs)[:1])[0]
    assert (row["note"], row["title"], row["reason"]) == ("", "Bremser", "Kan svikte")


def test_the_list_is_searched_by_copy_and_borrower_and_told_per_recall(chairs):
    other = chairs.do(products.add_product, name="Gåstol")
    chairs.do(equipment.add_items, numbers=["G-1"], product_id=other)
    first = recall(chairs)
    chairs.do(recalls.open_recall, title="Hjul", product_id=other)
    assert len(recalls.item_ids(chairs.register, text="nordmann")) == 1
    assert len(recalls.item_ids(chairs.register, text="gåstol")) == 1
    assert len(recalls.item_ids(chairs.register, recall_id=first)) == 6
    assert [(row["title"], row["to_do"]) for row in recalls.recalls(chairs.register)] == [("Hjul", 1), ("Bremser", 6)]


def test_letters_go_to_the_living_who_still_hold_something_once_each(chairs):
    ola = chairs.do(people.add_person, first_name="Ola", last_name="Berg", address="Hemmelig 3", protected=True)
    dead = chairs.do(people.add_person, first_name="Per", last_name="Dahl", address="Lia 2")
    chairs.lend(0, person_id=ola)
    chairs.lend(2)
    chairs.lend(3, person_id=dead)
    chairs.lend(4, person_id=None, unit_id=chairs.unit)
    chairs.do(people.change_person, person_id=dead, rev=1, died_on="2026-11-01")
    recall(chairs)
    forms = recalls.letters(chairs.register, refs(chairs))
    assert [form["unit_name"] or form["last_name"] for form in forms] == ["Berg", "Nordmann", "Solgløtt"]
    assert [len(form["recalls"][0]["lines"]) for form in forms] == [1, 2, 1]
    assert "Hemmelig" not in str(forms)
