"""The history and undo."""

import json
from typing import Any

import pytest
from filled import TODAY

from bench.rewind import rewind
from db import check, command, equipment, errors, history, loan_lines, loans, merging, people, products, settings
from db.errors import Why

WHO: dict[str, Any] = {"staff": "Ida", "today": TODAY}


def undo(depot):
    return history.undo_last(depot.register, **WHO)


def redo(depot):
    return history.redo_last(depot.register, **WHO)


def refusal(act, /, *positional, **arguments):
    with pytest.raises(errors.Rejected) as told:
        act(*positional, **arguments)
    return told.value


def test_every_command_leaves_who_when_and_what(depot):
    depot.lend(0, out_on="2026-11-20")
    op = history.last(depot.register)
    assert op is not None
    assert (op["verb"], op["staff"], op["on_day"]) == ("lend", "Jon", "2026-11-20")
    assert json.loads(op["data"])["numbers"] == ["H-0001"]


def test_an_op_id_is_used_once(depot):
    command.run(depot.register, equipment.add_place, op_id="a", room="X", **WHO)
    with pytest.raises(Exception, match=r"op\.op_id"):
        command.run(depot.register, equipment.add_place, op_id="a", room="Y", **WHO)
    assert depot.register.value("SELECT count(*) FROM place WHERE room = 'Y'") == 0


def test_undo_takes_back_a_loan_with_all_its_lines(depot):
    depot.lend(0, 1, goods={depot.goods: 4})
    receipt = undo(depot)
    assert receipt.kinds >= {"loan", "item"}
    assert [depot.state(number) for number in (0, 1)] == ["available", "available"]
    assert products.stock(depot.register, depot.goods) == 20
    assert depot.register.value("SELECT count(*) FROM loan_line") == 0
    assert check.problems(depot.register) == []


def test_undo_goes_back_step_by_step_and_redo_forward_again(depot):
    depot.lend(0)
    depot.do(loans.extend, line_ids=[depot.line(0)], due_on="2027-06-01")
    depot.do(loans.take_back, returns=[loans.Return(depot.line(0), "dirty")])
    told = []
    for step in (undo, undo, undo, redo, redo, redo, undo):
        step(depot)
        line = loan_lines.open_line(depot.register, depot.items[0], today=TODAY)
        told.append((depot.state(0), line and line["due_on"]))
    assert told == [
        ("lent", "2027-06-01"), ("lent", "2027-01-10"), ("available", None),
        ("lent", "2027-01-10"), ("lent", "2027-06-01"), ("cleaning", None), ("lent", "2027-06-01"),
    ]  # fmt: skip
    assert check.problems(depot.register) == []
    assert rewind(depot.register) == []


def test_undo_and_redo_tell_what_it_was_that_went_and_came_back(depot):
    depot.lend(0)
    assert [step(depot).data["verb"] for step in (undo, redo, undo, redo)] == ["lend"] * 4


def test_a_new_command_ends_what_can_be_redone(depot):
    depot.lend(0)
    undo(depot)
    depot.lend(1)
    assert refusal(redo, depot).why is Why.NOTHING_TO_UNDO


def test_an_older_command_can_be_undone_while_nothing_later_depends_on_it(depot):
    depot.lend(0)
    first = history.last(depot.register)["seq"]
    depot.lend(1)
    depot.do(history.undo, op_seq=first, reverses=first)
    assert (depot.state(0), depot.state(1)) == ("available", "lent")


def test_what_later_depends_on_is_refused_and_told(depot):
    depot.lend(0)
    first = history.last(depot.register)["seq"]
    depot.do(loans.extend, line_ids=[depot.line(0)], due_on="2027-06-01")
    told = refusal(depot.do, history.undo, op_seq=first, reverses=first)
    assert told.why is Why.LATER_DEPENDS
    assert [row["verb"] for row in told.facts["later"]] == ["extend"]
    assert depot.state(0) == "lent"


def test_a_person_with_loans_is_not_undone_away(depot):
    key = depot.do(people.add_person, last_name="Ny")
    made = history.last(depot.register)["seq"]
    depot.lend(0, person_id=key)
    told = refusal(depot.do, history.undo, op_seq=made, reverses=made)
    assert told.why is Why.LATER_DEPENDS
    assert [row["verb"] for row in told.facts["later"]] == ["lend"]
    undo(depot)
    undo(depot)
    assert people.find(depot.register, "ny") == []


def test_goods_that_went_out_meanwhile_keep_the_delivery_from_being_undone(depot):
    depot.do(products.move_stock, product_id=depot.goods, kind="in", quantity=5)
    made = history.last(depot.register)["seq"]
    depot.lend(goods={depot.goods: 25})
    assert refusal(depot.do, history.undo, op_seq=made, reverses=made).why is Why.TOO_FEW_IN_STOCK


def test_merging_two_people_is_undone_whole(depot):
    other = depot.do(people.add_person, first_name="Kari", last_name="Nordmann")
    depot.lend(0, person_id=other)
    depot.do(merging.merge_people, person_id=depot.person, other_id=other)
    undo(depot)
    assert len(loan_lines.of_borrower(depot.register, person_id=other, today=TODAY)) == 1
    assert people.person(depot.register, other)["merged_into"] is None


def test_ids_of_what_was_undone_are_never_used_again(depot):
    first = depot.lend(0)
    undo(depot)
    assert depot.lend(0) > first


def test_a_command_is_not_undone_twice_nor_is_one_that_never_was(depot):
    depot.lend(0)
    seq = history.last(depot.register)["seq"]
    undo(depot)
    assert refusal(depot.do, history.undo, op_seq=seq, reverses=seq).why is Why.NOTHING_TO_UNDO
    assert refusal(depot.do, history.undo, op_seq=999, reverses=seq).why is Why.NOTHING_TO_UNDO


def test_settings_are_no_part_of_undo(depot):
    depot.lend(0)
    depot.do(settings.choose, values={"municipality": "Eksempel"})
    undo(depot)
    assert depot.state(0) == "available"
    assert settings.settings(depot.register)["municipality"] == "Eksempel"


def test_a_redo_is_taken_back_by_undoing_the_command_itself(depot):
    depot.lend(0)
    lent = history.last(depot.register)["seq"]
    undo(depot)
    redone = redo(depot).op_seq
    assert refusal(depot.do, history.undo, op_seq=redone, reverses=redone).why is Why.NOTHING_TO_UNDO
    depot.do(history.undo, op_seq=lent, reverses=lent)
    assert depot.state(0) == "available"
    assert check.problems(depot.register) == []


def test_a_copy_and_a_person_have_their_whole_history(depot):
    depot.lend(0)
    depot.do(loans.extend, line_ids=[depot.line(0)], due_on="2027-06-01")
    depot.do(loans.take_back, returns=[loans.Return(depot.line(0), "dirty")])
    depot.do(equipment.act, item_ids=depot.items[:1], act="cleaned")
    undo(depot)
    verbs = [row["verb"] for row in history.of_item(depot.register, depot.items[0])]
    assert verbs == ["undo", "act", "take_back", "extend", "lend", "add_items"]
    assert [row["undone"] for row in history.of_item(depot.register, depot.items[0])][:2] == [0, 1]
    of_person = [row["verb"] for row in history.of_person(depot.register, depot.person)]
    assert of_person == ["take_back", "extend", "lend", "add_person"]


def test_the_list_of_events_covers_a_half_open_period(depot):
    depot.lend(0, out_on="2026-11-01")
    depot.lend(1, out_on="2026-11-10")
    found = history.listing(depot.register, since="2026-11-01", until="2026-11-10")
    assert [row["verb"] for row in found] == ["lend"]


def test_the_history_run_backwards_finds_a_row_that_was_changed_behind_it(depot):
    depot.lend(0, out_on="2026-11-20")
    assert rewind(depot.register) == []
    depot.register.conn.execute("UPDATE loan_line SET note = 'x', due_on = '2027-01-11'")
    depot.register.conn.execute("UPDATE item SET state_on = '2026-11-21' WHERE item_id = 1")
    assert rewind(depot.register) == ["in 7: item 1 is not as it was changed"]
