"""A register of the first release opens in this one: copied first, brought up, sound, and ready to lend."""

import pytest

from db import backup, check, command, equipment, history, loans, migrations, service, units
from db.command import Tx
from db.connection import SCHEMA_VERSION, Register

TODAY = "2026-11-22"
STATES = ("available", "available", "blocked", "blocked", "missing", "packed", "control", "repair", "cleaning", "lent")
BLOCKED, INFECTIOUS, MISSING, REPAIR = 3, 4, 5, 8  # item ids


def run(register: Register, act, /, **arguments):
    return command.run(register, act, staff="Jon", today=TODAY, **arguments).result


@command.writes("item", "loan", "person", "product")
def first_release(tx: Tx) -> None:
    """What a register held before there were cases, requests and trips."""
    chair = tx.insert("product", name="Stol", name_key="stol", search_key="stol")
    goods = tx.insert("product", name="Kloss", name_key="kloss", search_key="kloss", tracking="quantity")
    tx.insert("movement", product_id=goods, kind="in", quantity=5, on_day="2026-09-01")
    for number in map(str, range(1, len(STATES) + 1)):
        keys = {"number": number, "number_key": number, "number_sort": number, "search_key": number}
        tx.insert("item", **keys, product_id=chair, state="available", state_on="2026-09-01")
    person = tx.insert("person", last_name="Dal", name_key="dal", search_key="dal", died_on="2026-10-10")
    agreement = tx.insert("agreement", person_id=person, out_on="2026-09-01")
    tx.insert("loan_line", agreement_id=agreement, item_id=len(STATES), out_on="2026-09-01", due_on="2026-10-01")
    tx.insert("loan_line", agreement_id=agreement, product_id=goods, quantity=2, out_on="2026-09-01")
    tx.insert("movement", product_id=goods, kind="lent", quantity=-2, on_day="2026-09-01", line_id=2)
    back = {"ended_on": "2026-10-01", "end_reason": "returned", "condition_in": "infectious"}
    tx.insert("loan_line", agreement_id=agreement, item_id=INFECTIOUS, out_on="2026-09-01", **back)
    for item_id, state in enumerate(STATES, start=1):
        tx.update("item", item_id, state=state)


@pytest.fixture
def upgraded(tmp_path, monkeypatch):
    path = tmp_path / "gammel.hverdag"
    with monkeypatch.context() as before:
        before.setattr(migrations, "STEPS", migrations.STEPS[:1])
        old = Register.create(path)
        run(old, first_release)
        old.conn.execute("PRAGMA user_version=1")
        old.close()
    register = Register.open(path)
    yield register
    register.close()


def test_a_register_of_the_first_release_is_copied_and_brought_up(upgraded):
    assert upgraded.value("PRAGMA user_version") == SCHEMA_VERSION
    assert [copy.reason for copy in backup.copies(upgraded.path)] == ["upgrade"]
    assert check.problems(upgraded) == []
    waiting = upgraded.rows("SELECT item_id, kind, state FROM service_case")
    assert [tuple(row) for row in waiting] == [(INFECTIOUS, "quarantine", "open")]


def test_what_stood_in_it_can_be_lent_released_and_found(upgraded):
    unit = run(upgraded, units.add_unit, name="Lunden")
    run(upgraded, loans.lend, item_ids=[1], goods={2: 3}, unit_id=unit, due_on="2027-01-01")
    assert run(upgraded, service.release, item_ids=[BLOCKED, INFECTIOUS], done_by="Mia") == {
        BLOCKED: "cleaning",
        INFECTIOUS: "cleaning",
    }
    run(upgraded, equipment.act, item_ids=[MISSING], act="found")
    run(upgraded, service.change_repair, item_id=REPAIR, state="done")
    run(upgraded, loans.take_back, returns=[loans.Return(1, "damaged"), loans.Return(2)])
    assert check.problems(upgraded) == []
    for _n in range(6):
        history.undo_last(upgraded, staff="Jon", today=TODAY)
    assert [equipment.item(upgraded, number)["state"] for number in range(1, 11)] == list(STATES)
    assert check.problems(upgraded) == []
