"""Lending, taking back, extending, swapping and losing."""

import pytest
from filled import TODAY

from db import command, equipment, errors, loan_lines, loans, merging, people, products
from db.errors import Why


def why(act, /, *positional, **arguments) -> tuple[Why, str | None]:
    with pytest.raises(errors.Rejected) as told:
        act(*positional, **arguments)
    return told.value.why, told.value.field


def lines(depot, **which):
    return loan_lines.of_borrower(depot.register, today=TODAY, person_id=depot.person, **which)


def back(depot, number: int, condition: str = "clean", **more):
    return depot.do(loans.take_back, returns=[loans.Return(depot.line(number), condition, **more)])


def test_a_loan_has_a_line_for_every_copy_and_for_the_goods(depot):
    agreement = depot.lend(0, 1, goods={depot.goods: 4}, requested_by=" Fysio ", lent_by="Ida")
    found = loan_lines.of_agreement(depot.register, agreement, today=TODAY)
    assert [(row["number"], row["quantity"], row["status"]) for row in found] == [
        ("H-0001", 1, "open"), ("H-0002", 1, "open"), (None, 4, "open"),
    ]  # fmt: skip
    assert (found[0]["requested_by"], found[0]["lent_by"], found[0]["original_due_on"]) == (
        "Fysio",
        "Ida",
        "2027-01-10",
    )
    assert [row["name"] for row in loan_lines.line_accessories(depot.register, found[0]["line_id"])] == ["Pute"]
    assert (depot.state(0), depot.state(2), products.stock(depot.register, depot.goods)) == ("lent", "available", 16)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"due_on": "2026-11-21"}, (Why.DUE_BEFORE_OUT, "due_on")),
        ({"due_on": "10.01.2027"}, (Why.NOT_A_DAY, "due_on")),
        ({"out_on": "2026-11-23"}, (Why.DAY_IN_FUTURE, "out_on")),
        ({"person_id": None}, (Why.NO_BORROWER, "borrower")),
        ({"unit_id": 1}, (Why.NO_BORROWER, "borrower")),
        ({"person_id": 99}, (Why.NO_SUCH, None)),
        ({"item_ids": []}, (Why.NOTHING_TO_LEND, "items")),
        ({"item_ids": [1, 2, 1]}, (Why.SAME_ITEM_TWICE, "items")),
        ({"item_ids": [99]}, (Why.NO_SUCH, None)),
        ({"note": "17054112345"}, (Why.NATIONAL_ID, "note")),
        ({"goods": {2: 21}}, (Why.TOO_FEW_IN_STOCK, "quantity")),
        ({"goods": {2: 0}}, (Why.MISSING_VALUE, "quantity")),
        ({"goods": {1: 1}}, (Why.MISSING_VALUE, "quantity")),
    ],
)
def test_a_loan_that_cannot_be_is_refused_whole(depot, changes, expected):
    assert why(depot.lend, 0, **changes) == expected
    assert depot.register.value("SELECT count(*) FROM agreement") == 0
    assert depot.state(0) == "available"


def test_a_backdated_loan_keeps_its_real_day_and_the_day_it_was_registered(depot):
    agreement = depot.lend(0, out_on="2026-10-01")
    (line,) = loan_lines.of_agreement(depot.register, agreement, today=TODAY)
    assert line["out_on"] == "2026-10-01"
    op = depot.register.one("SELECT * FROM op ORDER BY seq DESC LIMIT 1")
    assert op["on_day"] == "2026-10-01"
    assert op["at"][:10] != "2026-10-01"
    assert equipment.item(depot.register, depot.items[0])["state_on"] == "2026-10-01"


def test_a_loan_cannot_begin_while_the_copy_was_still_out(depot):
    depot.lend(0, out_on="2026-10-01")
    back(depot, 0)
    with pytest.raises(errors.Rejected) as told:
        depot.lend(0, out_on="2026-11-01")
    assert (told.value.why, told.value.facts["until"]) == (Why.LENT_THEN, TODAY)
    depot.lend(0)


def test_nobody_lends_to_the_dead_but_a_loan_from_before_can_be_registered(depot):
    depot.do(people.change_person, person_id=depot.person, rev=1, died_on="2026-11-10")
    assert why(depot.lend, 0) == (Why.PERSON_IS_DEAD, "borrower")
    depot.lend(0, out_on="2026-11-09")


@pytest.mark.parametrize("state", ["new", "packed", "cleaning", "control", "repair", "blocked", "missing"])
def test_a_copy_that_does_not_stand_ready_goes_out_with_a_reason_only_where_that_may_be(depot, state):
    (key,) = depot.do(equipment.add_items, numbers=["X-1"], product_id=1, state=state)
    offered = loan_lines.offer(depot.register, "x1", today=TODAY)
    assert (offered.why, offered.overridable) == (Why.NOT_LENDABLE, state in loan_lines.OVERRIDABLE)
    assert why(depot.lend, item_ids=[key])[0] is Why.NOT_LENDABLE
    if offered.overridable:
        depot.lend(item_ids=[key], overrides={key: "tørket av på stedet"})
        assert lines(depot)[0]["note"] == "tørket av på stedet"
    else:
        assert why(depot.lend, item_ids=[key], overrides={key: "haster"})[0] is Why.NOT_LENDABLE


def test_a_scan_answers_ready_unknown_or_who_has_it(depot):
    assert loan_lines.offer(depot.register, "h0001", today=TODAY).why is None
    assert loan_lines.offer(depot.register, "h0001", today=TODAY).accessories == ("Pute",)
    assert loan_lines.offer(depot.register, "zzz", today=TODAY).why is Why.NO_SUCH
    depot.lend(0)
    answer = loan_lines.offer(depot.register, "h0001", today=TODAY)
    assert answer.why is Why.LENT_ALREADY
    assert (answer.facts["last_name"], answer.facts["due_on"]) == ("Nordmann", "2027-01-10")


@pytest.mark.parametrize(("condition", "state"), sorted(loans.AFTER_RETURN.items()))
def test_the_condition_at_return_decides_where_the_copy_goes(depot, condition, state):
    depot.lend(0)
    back(depot, 0, condition)
    assert depot.state(0) == state
    (line,) = lines(depot)
    assert (line["ended_on"], line["end_reason"], line["condition_in"]) == (TODAY, "returned", condition)


def test_a_partial_return_ends_the_returned_lines_only(depot):
    depot.lend(0, 1, 2)
    back(depot, 1)
    assert [row["number"] for row in lines(depot, open_only=True)] == ["H-0003", "H-0001"]


def test_missing_accessories_are_kept_as_missing(depot):
    depot.lend(0, accessories={depot.items[0]: ["Pute", "Bord"]})
    line = depot.line(0)
    back(depot, 0, missing_accessories=("Bord",))
    found = {row["name"]: row["returned"] for row in loan_lines.line_accessories(depot.register, line)}
    assert found == {"Pute": 1, "Bord": 0}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"on_day": "2026-11-19"}, (Why.BACK_BEFORE_OUT, "on_day")),
        ({"on_day": "2026-11-23"}, (Why.DAY_IN_FUTURE, "on_day")),
    ],
)
def test_a_return_on_a_day_that_cannot_be_is_refused(depot, more, expected):
    depot.lend(0, out_on="2026-11-20")
    assert why(depot.do, loans.take_back, returns=[loans.Return(depot.line(0))], **more) == expected
    assert depot.state(0) == "lent"


def test_what_is_not_out_cannot_come_back(depot):
    depot.lend(0)
    line = depot.line(0)
    back(depot, 0)
    assert why(depot.do, loans.take_back, returns=[loans.Return(line)]) == (Why.NOT_LENT, "items")
    assert why(depot.do, loans.take_back, returns=[]) == (Why.MISSING_VALUE, "items")


def test_goods_come_back_in_part_and_the_line_ends_with_the_last(depot):
    depot.lend(goods={depot.goods: 5})
    (line,) = lines(depot)
    give = {"returns": [loans.Return(line["line_id"], "clean", quantity=3)]}
    depot.do(loans.take_back, **give)
    assert loan_lines.left_out(depot.register, line["line_id"]) == 2
    assert why(depot.do, loans.take_back, **give) == (Why.MORE_THAN_LENT, "quantity")
    depot.do(loans.take_back, returns=[loans.Return(line["line_id"])])
    assert lines(depot)[0]["end_reason"] == "returned"
    assert products.stock(depot.register, depot.goods) == 20


def test_an_extension_keeps_the_old_day_also_when_overdue(depot):
    depot.lend(0, out_on="2026-01-01", due_on="2026-02-01")
    line = depot.line(0)
    depot.do(loans.extend, line_ids=[line], due_on="2026-12-24", reason="trengs", asked_by="Fysio")
    (extension,) = loan_lines.extensions(depot.register, line)
    assert (extension["old_due_on"], extension["new_due_on"], extension["made_on"]) == (
        "2026-02-01",
        "2026-12-24",
        TODAY,
    )
    now = loan_lines.line(depot.register, line, today=TODAY)
    assert (now["due_on"], now["original_due_on"], now["extensions"]) == ("2026-12-24", "2026-02-01", 1)


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [("2027-01-10", Why.SAME_DUE_DAY), ("2026-11-21", Why.DUE_BEFORE_OUT), ("i morgen", Why.NOT_A_DAY)],
)
def test_an_extension_that_changes_nothing_or_goes_back_is_refused_for_all_lines(depot, due_on, expected):
    depot.lend(0, due_on="2027-02-02")
    depot.lend(1)
    assert why(depot.do, loans.extend, line_ids=[depot.line(0), depot.line(1)], due_on=due_on) == (expected, "due_on")
    assert depot.register.value("SELECT count(*) FROM extension") == 0


def test_a_loan_can_be_made_open_ended(depot):
    depot.lend(0)
    depot.do(loans.extend, line_ids=[depot.line(0)], due_on=None)
    assert loan_lines.ids(depot.register, today=TODAY, chip="no_due") == [depot.line(0)]


def test_a_swap_ends_one_line_and_opens_another_with_the_same_due_day(depot):
    agreement = depot.lend(0)
    old = depot.line(0)
    new = depot.do(loans.swap, line_id=old, item_id=depot.items[3], condition="damaged")
    assert (depot.state(0), depot.state(3)) == ("repair", "lent")
    now = loan_lines.line(depot.register, new, today=TODAY)
    assert (now["agreement_id"], now["due_on"], now["swapped_from"]) == (agreement, "2027-01-10", old)
    assert loan_lines.line(depot.register, old, today=TODAY)["end_reason"] == "swapped"
    depot.lend(1)
    assert why(depot.do, loans.swap, line_id=new, item_id=depot.items[1])[0] is Why.LENT_ALREADY
    assert depot.state(3) == "lent"


def test_what_is_lost_on_loan_is_missing_and_goods_do_not_come_back(depot):
    depot.lend(0, goods={depot.goods: 5})
    found = [row["line_id"] for row in lines(depot)]
    depot.do(loans.lose, line_ids=found, note="brann")
    assert depot.state(0) == "missing"
    assert products.stock(depot.register, depot.goods) == 15
    assert {row["end_reason"] for row in lines(depot)} == {"lost"}


def test_chips_count_what_their_lists_hold(depot):
    for number, due in enumerate(("2026-11-22", "2026-11-25", "2026-12-24", None)):
        depot.lend(number, due_on=due)
    back(depot, 3)
    depot.lend(4, due_on=None)
    counts = loan_lines.chips(depot.register, today="2026-11-23")
    assert counts == {"open": 4, "overdue": 1, "week": 1, "later": 1, "no_due": 1, "ended": 1, "all": 5}
    for chip, count in counts.items():
        assert len(loan_lines.ids(depot.register, today="2026-11-23", chip=chip)) == count


@pytest.mark.parametrize(
    ("due_on", "status"),
    [("2026-12-06", "overdue"), ("2026-12-07", "due_soon"), ("2026-12-21", "due_soon"), ("2026-12-22", "open"),
     (None, "open")],
)  # fmt: skip
def test_a_line_is_overdue_the_day_after_its_due_day_and_due_soon_for_a_fortnight(depot, due_on, status):
    depot.lend(0, due_on=due_on)
    assert loan_lines.line(depot.register, depot.line(0), today="2026-12-07")["status"] == status


@pytest.mark.parametrize("order", sorted(loan_lines._ORDERS))
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_gives_every_line_once(depot, order, descending):
    depot.lend(0, 1)
    depot.lend(2, person_id=None, unit_id=depot.unit, due_on=None)
    depot.lend(goods={depot.goods: 1})
    found = loan_lines.ids(depot.register, today=TODAY, order=order, descending=descending)
    assert sorted(found) == [1, 2, 3, 4]


@pytest.mark.parametrize("text", ["nordmann", "h-0001", "H0001", "rullestol", "kari kroken"])
def test_a_line_is_found_by_borrower_number_and_product(depot, text):
    depot.lend(0)
    depot.lend(1, person_id=None, unit_id=depot.unit)
    assert depot.line(0) in loan_lines.ids(depot.register, today=TODAY, text=text)
    assert loan_lines.ids(depot.register, today=TODAY, text="xyz") == []


def test_the_default_period_is_the_products_else_the_settings_else_twelve_weeks(depot):
    assert loan_lines.default_days(depot.register, [1]) == 84
    depot.register.conn.execute("INSERT INTO setting VALUES ('loan_days', '60')")
    assert loan_lines.default_days(depot.register, [1]) == 60
    product = products.product(depot.register, 1)
    depot.do(products.change_product, product_id=1, rev=product["rev"], loan_days=14)
    assert loan_lines.default_days(depot.register, [1, depot.goods]) == 14


def test_a_command_on_a_register_for_reading_is_refused(depot):
    from db.connection import Register

    looked = Register.look(depot.path)
    with pytest.raises(errors.FileIsReadOnly):
        command.run(looked, loans.extend, staff="Jon", today=TODAY, line_ids=[1], due_on=None)
    looked.close()


def test_a_due_day_that_somebody_moved_meanwhile_is_told_and_not_moved_again(depot):
    depot.lend(0)
    line = depot.line(0)
    seen = {line: "2027-01-10"}
    depot.do(loans.extend, line_ids=[line], due_on="2027-02-10", seen=seen)
    assert why(depot.do, loans.extend, line_ids=[line], due_on="2027-03-10", seen=seen)[0] is Why.OVERTAKEN
    assert loan_lines.line(depot.register, line, today=TODAY)["due_on"] == "2027-02-10"


def test_nothing_lost_is_no_loss(depot):
    assert why(depot.do, loans.lose, line_ids=[]) == (Why.MISSING_VALUE, "items")


def test_nothing_is_lent_to_a_card_that_was_merged_away(depot):
    other = depot.do(people.add_person, last_name="Dobbel")
    depot.do(merging.merge_people, person_id=depot.person, other_id=other)
    assert why(depot.lend, 0, person_id=other) == (Why.NO_SUCH, "borrower")
    assert why(depot.do, people.change_person, person_id=other, rev=2, phone="90000000")[0] is Why.NO_SUCH
