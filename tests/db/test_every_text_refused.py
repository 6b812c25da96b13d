"""A national identity number is refused in every text of every command, at the argument in which it was typed."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from examples import EXAMPLES, Stocked, stock
from filled import TODAY
from test_every_command_undone import COMMANDS

from db import command
from db.command import Receipt
from db.connection import Register
from db.errors import Rejected, Why

TYPED = "Fnr 17054112354"
CHOSEN = {
    "kind", "outcome", "state", "act", "method", "urgency", "delivery", "then", "condition", "answer", "end_reason",
    "book", "day", "on_day", "grace_until", "code", "purpose", "form", "came_from", "went_to", "weekdays", "transport",
    "service_type", "goal_result", "wished_from", "wished_to", "appeal_by", "cancelled_by", "valid_from", "valid_to",
    "instrument", "moment", "status", "light", "period", "colour",
}  # fmt: skip
BY_FIELDS = {
    "add_person": ("first_name", "last_name", "address", "phone", "kin_name", "kin_phone", "note"),
    "admit_acute": ("note", "need"),
    "add_site": ("name", "address", "phone", "note"),
    "change_site": ("address",),
    "change_stay_place": ("name", "features", "reason"),
    "add_quota": ("reference", "note"),
    "add_unit": ("name", "address", "phone", "contact"),
    "change_repair": ("fault", "parts", "note"),
    "book_stay": ("note", "need"),
    "change_request": ("note", "asked_by"),
    "change_stay": ("need", "room_need", "note", "decision_reason"),
    "change_stop": ("phone", "floor", "key_note", "note"),
    "request_package": ("note", "asked_by"),
    "add_plan": ("name", "adopted_by", "case_ref", "note"),
    "change_plan": ("name", "note"),
    "add_measure": ("adopted_text", "working_title", "comment", "internal_note"),
    "change_measure": ("working_title", "due_text", "comment", "internal_note"),
}
NOT_TYPED = {
    ("cancel_stay", "reason"),
    ("fail_stop", "reason"),
    ("apply_import", "out_reason"),
    ("start_count", "room"),
    ("start_count", "shelf"),
}


def texts() -> Iterator[tuple[str, str]]:
    """Every argument that people type, by command: those of its own and those among its fields."""
    for name in EXAMPLES:
        for argument in inspect.signature(COMMANDS[name]).parameters.values():
            chosen = argument.name in CHOSEN or argument.name.endswith("_on") or (name, argument.name) in NOT_TYPED
            if argument.annotation in (str, str | None) and not chosen:
                yield name, argument.name
        yield from ((name, field) for field in BY_FIELDS.get(name, ()))


@pytest.fixture(scope="module")
def on(tmp_path_factory) -> Iterator[Stocked]:
    register = Register.create(tmp_path_factory.mktemp("texts") / "lager.hverdag")
    yield stock(register)
    register.close()


def run(on: Stocked, name: str, typed: dict[str, str]) -> Receipt:
    arguments: dict[str, Any] = EXAMPLES[name](on) | typed
    return command.run(on.depot.register, COMMANDS[name], staff="Jon", today=TODAY, **arguments)


@pytest.mark.parametrize(("name", "argument"), sorted(set(texts())))
def test_a_national_identity_number_is_refused_where_it_was_typed(on, name, argument):
    before = on.depot.register.value("SELECT max(seq) FROM op")
    with pytest.raises(Rejected) as told:
        run(on, name, {argument: TYPED})
    assert (told.value.why, told.value.field) == (Why.NATIONAL_ID, argument)
    assert on.depot.register.value("SELECT max(seq) FROM op") == before


@pytest.mark.parametrize(("name", "argument"), [
    ("add_contact", "text"), ("add_task", "text"), ("change_lapse", "responsible"),
    ("release", "done_by"), ("open_recall", "reason"), ("finish_tasks", "note"),
])  # fmt: skip
def test_a_text_that_is_too_long_is_refused_where_it_was_typed(on, name, argument):
    with pytest.raises(Rejected) as told:
        run(on, name, {argument: "a" * 2001})
    assert (told.value.why, told.value.field) == (Why.TOO_LONG, argument)
