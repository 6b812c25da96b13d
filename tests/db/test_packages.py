"""Packages: templates of what goes out together, how many stand ready, and asking for all of it at once."""

import pytest
from filled import TODAY

from db import equipment, errors, history, loans, packages, products, requests
from db.errors import Why


@pytest.fixture
def bed(depot):
    """A bed with its table, and two blocks, as a package; the register has two beds and one table."""
    depot.bed = depot.do(products.add_product, name="Seng, elektrisk")
    depot.table = depot.do(products.add_product, name="Sengebord")
    depot.beds = depot.do(equipment.add_items, numbers=["S-1", "S-2"], product_id=depot.bed)
    depot.do(equipment.add_items, numbers=["B-1"], product_id=depot.table)
    return depot.do(packages.add_package, name="Sengepakke", parts=[(depot.bed, 1), (depot.table, 1), (depot.goods, 2)])


def why(act, /, *arguments, **named):
    with pytest.raises(errors.Rejected) as told:
        act(*arguments, **named)
    return told.value.why, told.value.field


def holds(depot, package_id):
    return [(row["name"], row["quantity"]) for row in packages.parts(depot.register, package_id)]


def test_a_package_tells_what_it_holds_and_how_many_can_be_put_together(depot, bed):
    row = packages.rows(depot.register, [bed], today=TODAY)[0]
    assert (row["holds"], row["parts"], row["ready"]) == ("Seng, elektrisk, Sengebord, 2 Forhøyningsklosser", 4, 1)
    assert packages.find(depot.register, "bord pakke")[0]["package_id"] == bed
    assert packages.ids(depot.register, text="rullator") == []


def test_what_is_reserved_to_others_is_not_ready_for_a_package(depot, bed):
    depot.do(requests.add_request, product_id=depot.table, unit_id=depot.unit, wanted_on="2026-12-01")
    assert packages.rows(depot.register, [bed], today=TODAY)[0]["ready"] == 0
    told = [(part["free"], part["reserved"], part["ready"])
            for part in packages.standing(depot.register, bed, today=TODAY)]  # fmt: skip
    assert told == [(2, 0, 2), (1, 1, 0), (20, 0, 20)]


def test_a_package_is_changed_retired_and_taken_into_use_again(depot, bed):
    rev = packages.package(depot.register, bed)["rev"]
    depot.do(packages.change_package, package_id=bed, rev=rev, name="Seng", parts=[(depot.table, 2), (depot.bed, 1)])
    assert holds(depot, bed) == [("Sengebord", 2), ("Seng, elektrisk", 1)]
    assert why(depot.do, packages.change_package, package_id=bed, rev=rev, name="Seng", parts=[(depot.bed, 1)]) == (
        Why.OVERTAKEN, None,
    )  # fmt: skip
    depot.do(packages.retire_package, package_id=bed)
    assert (packages.find(depot.register, "seng"), packages.chips(depot.register)) == ([], {"active": 0, "retired": 1})
    depot.do(packages.restore_package, package_id=bed)
    for _step in range(3):
        history.undo_last(depot.register, staff="Jon", today=TODAY)
    assert holds(depot, bed) == [("Seng, elektrisk", 1), ("Sengebord", 1), ("Forhøyningsklosser", 2)]
    history.undo_last(depot.register, staff="Jon", today=TODAY)
    assert packages.ids(depot.register) == []


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ({"name": "sengepakke"}, (Why.NAME_TAKEN, "name")),
        ({"name": " "}, (Why.MISSING_VALUE, "name")),
        ({"parts": []}, (Why.MISSING_VALUE, "parts")),
        ({"parts": [(1, 0)]}, (Why.MISSING_VALUE, "quantity")),
        ({"parts": [(99, 1)]}, (Why.NO_SUCH, None)),
    ],
)
def test_a_package_has_a_name_of_its_own_and_at_least_one_part(depot, bed, told, answer):
    assert why(depot.do, packages.add_package, **({"name": "Ny", "parts": [(1, 1)]} | told)) == answer


def test_the_oldest_free_copy_is_the_one_that_goes_out_first(depot, bed):
    older, newer = depot.beds
    row = equipment.item(depot.register, newer)
    depot.do(equipment.change_item, item_id=newer, rev=row["rev"], bought_on="2019")
    assert packages.oldest_free(depot.register, depot.bed)["item_id"] == newer
    assert packages.oldest_free(depot.register, depot.bed, [newer])["item_id"] == older
    ask = depot.do(requests.add_request, product_id=depot.bed, person_id=depot.person, wanted_on="2026-12-01")
    depot.do(requests.pack, request_id=ask, item_id=older, reason="nyoppusset")
    assert packages.oldest_free(depot.register, depot.bed, person_id=depot.person)["item_id"] == older
    assert packages.oldest_free(depot.register, depot.bed, unit_id=depot.unit)["item_id"] == newer
    depot.do(loans.lend, item_ids=depot.beds, person_id=depot.person, due_on=None)
    assert packages.oldest_free(depot.register, depot.bed) is None


def test_asking_for_a_package_asks_for_every_part_and_is_undone_at_once(depot, bed):
    ask = {"package_id": bed, "person_id": depot.person, "wanted_on": "2026-12-01", "urgency": "discharge"}
    made = depot.do(packages.request_package, **ask)
    rows = [requests.request(depot.register, ref, today=TODAY) for ref in made]
    assert [(row["product_id"], row["quantity"], row["package_id"], row["urgency"]) for row in rows] == [
        (depot.bed, 1, bed, "discharge"), (depot.table, 1, bed, "discharge"), (depot.goods, 2, bed, "discharge"),
    ]  # fmt: skip
    history.undo_last(depot.register, staff="Jon", today=TODAY)
    assert depot.register.value("SELECT count(*) FROM request") == 0
    assert len(depot.do(packages.request_package, without=[depot.table], **ask)) == 2
    assert why(depot.do, packages.request_package, without=[depot.bed, depot.table, depot.goods], **ask) == (
        Why.MISSING_VALUE, "parts",
    )  # fmt: skip
