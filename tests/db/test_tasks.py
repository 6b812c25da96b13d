"""Tasks: what was missing at a return is asked for, found or given up; and what somebody wrote down by hand."""

import pytest
from filled import TODAY

from db import errors, history, loan_lines, loans, merging, people, tasks
from db.errors import Why

LATER = "2026-12-24"


@pytest.fixture
def missing(depot):
    """The task that a chair's return without its cushion made."""
    depot.lend(0)
    depot.do(loans.take_back, returns=[loans.Return(depot.line(0), "incomplete", ("Pute",))])
    return tasks.ids(depot.register, today=TODAY)[0]


def why(act, /, *arguments, **named):
    with pytest.raises(errors.Rejected) as told:
        act(*arguments, **named)
    return told.value.why, told.value.field


def part(depot):
    return depot.register.one("SELECT * FROM line_accessory")


def test_a_missing_accessory_is_asked_for_with_thing_borrower_and_phone(depot, missing):
    row = tasks.task(depot.register, missing, today=TODAY)
    told = ("text", "number", "last_name", "phone", "made_on", "due_on", "status")
    assert [row[key] for key in told] == [
        "Pute", "H-0001", "Nordmann", "90000000", TODAY, "2026-11-29", "task_open",
    ]  # fmt: skip
    assert [row["text"] for row in tasks.missing_with(depot.register, depot.items[0], today=TODAY)] == ["Pute"]
    assert tasks.task(depot.register, missing, today=LATER)["status"] == "task_overdue"
    assert tasks.chips(depot.register, today=LATER) == {"open": 1, "overdue": 1, "missing": 1, "done": 0}


def test_what_was_missing_some_days_ago_is_asked_for_from_today(depot):
    depot.lend(0, out_on="2026-11-01")
    depot.do(loans.take_back, on_day="2026-11-10", returns=[loans.Return(depot.line(0), "incomplete", ("Pute",))])
    row = tasks.of_borrower(depot.register, person_id=depot.person, today=TODAY)[0]
    assert (row["made_on"], row["due_on"]) == ("2026-11-10", "2026-11-29")


def test_undoing_the_return_takes_the_task_away_and_redoing_brings_it_back(depot, missing):
    history.undo_last(depot.register, staff="Jon", today=TODAY)
    assert tasks.ids(depot.register, today=TODAY) == []
    assert part(depot)["returned"] is None
    history.redo_last(depot.register, staff="Jon", today=TODAY)
    assert tasks.ids(depot.register, today=TODAY) == [missing]


def test_what_turned_up_is_back_with_its_loan_and_what_is_given_up_stays_missing(depot, missing):
    depot.do(tasks.finish_tasks, task_ids=[missing], note="lå i bilen", today=LATER)
    assert part(depot)["returned"] == 1
    assert tasks.missing_with(depot.register, depot.items[0], today=LATER) == []
    assert why(depot.do, tasks.finish_tasks, task_ids=[missing])[0] is Why.TASK_FINISHED
    history.undo_last(depot.register, staff="Jon", today=LATER)
    assert (part(depot)["returned"], tasks.ids(depot.register, today=LATER)) == (0, [missing])
    depot.do(tasks.finish_tasks, task_ids=[missing], outcome="given_up", today=LATER)
    assert part(depot)["returned"] == 0
    row = tasks.missing_with(depot.register, depot.items[0], today=LATER)[0]
    assert (row["status"], row["done_on"]) == ("task_given_up", LATER)


def test_a_return_whose_task_is_seen_to_is_not_undone_over_it(depot, missing):
    returned = depot.register.value("SELECT max(seq) FROM op WHERE verb = 'take_back'")
    depot.do(tasks.finish_tasks, task_ids=[missing])
    with pytest.raises(errors.Rejected) as told:
        depot.do(history.undo, op_seq=returned)
    assert told.value.why is Why.LATER_DEPENDS


def test_a_task_by_hand_is_found_by_its_words_and_by_whom_it_concerns(depot, missing):
    ward = depot.do(tasks.add_task, kind="other", text="Spør om ærendet på Øya", unit_id=depot.unit)
    alone = depot.do(tasks.add_task, kind="other", text="Bestill skruer", due_on="2026-11-23")
    found = {text: tasks.ids(depot.register, today=TODAY, text=text) for text in ("øya", "solgløtt", "kari pute", "x")}
    assert found == {"øya": [ward], "solgløtt": [ward], "kari pute": [missing], "x": []}
    assert tasks.ids(depot.register, today=TODAY, order="text") == [alone, missing, ward]
    assert tasks.ids(depot.register, today=TODAY) == [alone, missing, ward]
    row = tasks.task(depot.register, alone, today=TODAY)
    depot.do(tasks.change_task, task_id=alone, rev=row["rev"], text="Bestill bolter", due_on=None)
    assert tasks.rows(depot.register, [alone], today=TODAY)[0]["text"] == "Bestill bolter"
    assert why(depot.do, tasks.change_task, task_id=alone, rev=row["rev"], text="x", due_on=None)[0] is Why.OVERTAKEN
    assert why(depot.do, tasks.add_task, kind="other", text="  ") == (Why.MISSING_VALUE, "text")


def test_tasks_follow_a_person_whose_cards_are_made_one(depot, missing):
    other = depot.do(people.add_person, first_name="Kari", last_name="Nordman")
    depot.do(merging.merge_people, person_id=other, other_id=depot.person)
    row = tasks.task(depot.register, missing, today=TODAY)
    assert (row["person_id"], row["last_name"]) == (other, "Nordman")
    assert loan_lines.line(depot.register, row["of_line_id"], today=TODAY)["person_id"] == other
