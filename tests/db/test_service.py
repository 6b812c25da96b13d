"""Cases of service: what a return opens, what ends it, where the copy goes, and what no act may pass over."""

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from filled import TODAY, fill
from hypothesis import given, settings
from hypothesis import strategies as st

from db import command, equipment, errors, history, loans, migrations, products, service, service_lists
from db.connection import Register, dbapi
from db.errors import Why


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """The register that every test starts from, filled once."""
    register = Register.create(tmp_path_factory.mktemp("service") / "lager.hverdag")
    made = fill(register)
    register.close()
    return made


@pytest.fixture
def depot(filled, tmp_path):
    """A copy of it, the test's own."""
    register = Register.open(Path(shutil.copy(filled.path, tmp_path / "lager.hverdag")))
    yield replace(filled, register=register)
    register.close()


def come_back(depot, number: int, condition: str, note: str = "") -> None:
    depot.lend(number)
    depot.do(loans.take_back, returns=[loans.Return(depot.line(number), condition, note=note)])


def case(depot, number: int, kind: str):
    return service.open_case(depot.register, depot.items[number], kind)


def cases(depot, number: int) -> list[tuple[str, str]]:
    return [(row["kind"], row["state"]) for row in service.of_item(depot.register, depot.items[number])]


def refusal(depot, act, /, **arguments) -> Why:
    with pytest.raises(errors.Rejected) as told:
        depot.do(act, **arguments)
    return told.value.why


def undo(depot) -> None:
    history.undo_last(depot.register, staff="Jon", today=TODAY)


def redo(depot) -> None:
    history.redo_last(depot.register, staff="Jon", today=TODAY)


def with_checks(depot, months: int | None) -> None:
    """The product of all copies is checked at this interval."""
    product = products.product(depot.register, equipment.item(depot.register, depot.items[0])["product_id"])
    depot.do(products.change_product, product_id=product["product_id"], rev=product["rev"], check_months=months)


def everything(depot) -> list:
    tables = ("item", "service_case", "loan_line")
    sql = "SELECT {key}_id AS ref, * FROM {table} ORDER BY 1"
    keys = {"loan_line": "line"}
    found = [depot.register.rows(sql.format(table=table, key=keys.get(table, table))) for table in tables]
    return [[{key: row[key] for key in row.keys() if key != "rev"} for row in rows] for rows in found]  # noqa: SIM118


# what a return opens


@pytest.mark.parametrize(
    ("condition", "state", "kind"),
    [("clean", "available", None), ("dirty", "cleaning", None), ("incomplete", "cleaning", None),
     ("damaged", "repair", "repair"), ("infectious", "blocked", "quarantine")],
)  # fmt: skip
def test_a_return_opens_the_case_that_its_condition_calls_for(depot, condition, state, kind):
    come_back(depot, 0, condition, note="Løst hjul")
    assert depot.state(0) == state
    found = service.of_item(depot.register, depot.items[0])
    assert [row["kind"] for row in found] == ([kind] if kind else [])
    if kind == "repair":
        assert (found[0]["fault"], found[0]["opened_on"], found[0]["line_id"]) == ("Løst hjul", TODAY, 1)


def test_undoing_a_return_takes_its_case_away_and_redoing_it_brings_the_same_back(depot):
    depot.lend(0)
    before = everything(depot)
    depot.do(loans.take_back, returns=[loans.Return(depot.line(0), "infectious")])
    after = everything(depot)
    undo(depot)
    assert everything(depot) == before
    redo(depot)
    assert everything(depot) == after


def test_a_swap_opens_the_case_of_the_old_copy(depot):
    depot.lend(0)
    depot.do(loans.swap, line_id=depot.line(0), item_id=depot.items[1], condition="damaged", note="Brudd i ramme")
    assert case(depot, 0, "repair")["fault"] == "Brudd i ramme"
    assert depot.state(0) == "repair"


# cleaning


def test_ten_are_cleaned_in_one_command_and_one_undo(depot):
    depot.do(equipment.act, item_ids=depot.items, act="to_cleaning", on_day="2026-11-16")
    before = everything(depot)
    ends = depot.do(service.clean, item_ids=depot.items, method="disinfection", note="Ny maskin")
    assert set(ends.values()) == {"available"}
    rows = depot.register.rows("SELECT * FROM service_case")
    assert [row["item_id"] for row in rows] == depot.items
    assert {(row["kind"], row["state"], row["opened_on"], row["closed_on"], row["method"], row["done_by"])
            for row in rows} == {("cleaning", "done", "2026-11-16", TODAY, "disinfection", "Jon")}  # fmt: skip
    undo(depot)
    assert everything(depot) == before
    redo(depot)
    assert [depot.state(number) for number in range(6)] == ["available"] * 6
    assert len(depot.register.rows("SELECT 1 FROM service_case")) == 6


def test_cleaned_from_the_list_of_copies_leaves_the_same_record(depot):
    depot.do(equipment.act, item_ids=depot.items[:2], act="to_cleaning", on_day="2026-11-16")
    depot.do(equipment.act, item_ids=depot.items[:1], act="cleaned")
    depot.do(service.clean, item_ids=depot.items[1:2])
    one, other = (service.of_item(depot.register, item)[0] for item in depot.items[:2])
    apart = {"service_case_id", "item_id"}
    assert {k: one[k] for k in one.keys() if k not in apart} == {k: other[k] for k in other.keys() if k not in apart}  # noqa: SIM118


def test_nothing_is_cleaned_that_does_not_wait_for_it_nor_in_an_unknown_way(depot):
    depot.do(equipment.act, item_ids=depot.items[:1], act="to_cleaning")
    assert refusal(depot, service.clean, item_ids=depot.items[:2]) is Why.STATE_FORBIDS
    assert refusal(depot, service.clean, item_ids=depot.items[:1], method="magi") is Why.MISSING_VALUE
    assert refusal(depot, service.clean, item_ids=[]) is Why.MISSING_VALUE
    assert (depot.state(0), cases(depot, 0)) == ("cleaning", [])


def test_what_is_clean_but_broken_goes_back_to_repair(depot):
    come_back(depot, 0, "damaged")
    depot.do(equipment.act, item_ids=depot.items[:1], act="to_cleaning")
    assert depot.do(service.clean, item_ids=depot.items[:1]) == {depot.items[0]: "repair"}
    assert case(depot, 0, "repair") is not None


def test_what_is_clean_but_due_for_a_check_goes_to_control(depot):
    with_checks(depot, 12)
    depot.do(equipment.act, item_ids=depot.items[:2], act="to_cleaning")
    depot.do(service.check, item_ids=depot.items[:1], passed=True, on_day="2026-11-01")
    ends = depot.do(service.clean, item_ids=depot.items[:2])
    assert list(ends.values()) == ["available", "control"]
    depot.do(service.check, item_ids=depot.items[1:2], passed=True)
    assert depot.state(1) == "available"


def test_a_recalled_copy_is_taken_back_clean_and_stays_blocked(depot):
    depot.lend(0)
    depot.register.conn.execute("INSERT INTO recall (title, product_id, opened_on) VALUES ('Hjul', 1, '2026-11-01')")
    depot.register.conn.execute("INSERT INTO recall_item (recall_id, item_id) VALUES (1, 1)")
    depot.do(loans.take_back, returns=[loans.Return(depot.line(0), "clean")])
    assert depot.state(0) == "blocked"


# repair


def repair(depot, number: int, state: str, **more):
    now = case(depot, number, "repair")
    return depot.do(service.change_repair, service_case_id=now["service_case_id"], rev=now["rev"], state=state, **more)


def test_a_repair_goes_its_way_and_keeps_what_was_done(depot):
    come_back(depot, 0, "damaged", note="Løst hjul")
    repair(depot, 0, "waiting_part", fault="Løst hjul", parts="Nytt hjul")
    assert (depot.state(0), case(depot, 0, "repair")["state"]) == ("repair", "waiting_part")
    ends = repair(depot, 0, "done", fault="Løst hjul", parts="Nytt hjul", cost_ore=34950, minutes=40)
    assert (ends, depot.state(0)) == ("cleaning", "cleaning")
    row = service.of_item(depot.register, depot.items[0])[0]
    assert [row[key] for key in ("state", "closed_on", "parts", "cost_ore", "minutes", "done_by")] == [
        "done", TODAY, "Nytt hjul", 34950, 40, "Jon"]  # fmt: skip


def test_a_repaired_copy_may_go_straight_to_the_shelf(depot):
    come_back(depot, 0, "damaged")
    assert repair(depot, 0, "done", then="available") == "available"


def test_a_scrapped_repair_retires_the_copy_as_broken_and_undo_brings_both_back(depot):
    come_back(depot, 0, "damaged")
    before = everything(depot)
    repair(depot, 0, "scrapped", note="For dyrt")
    assert equipment.item(depot.register, depot.items[0])["retired_reason"] == "broken"
    assert cases(depot, 0) == [("repair", "scrapped")]
    undo(depot)
    assert everything(depot) == before


def test_to_repair_from_the_list_of_copies_opens_a_case_and_repaired_ends_it(depot):
    depot.do(equipment.act, item_ids=depot.items[:1], act="to_repair", note="Punktert")
    assert case(depot, 0, "repair")["fault"] == "Punktert"
    depot.do(equipment.act, item_ids=depot.items[:1], act="repaired")
    assert (depot.state(0), cases(depot, 0)) == ("available", [("repair", "done")])


def test_a_copy_of_an_older_register_is_repaired_without_a_case_before(depot):
    depot.do(equipment.act, item_ids=depot.items[:1], act="to_repair")
    depot.register.conn.execute("DROP TRIGGER service_case_is_kept")
    depot.register.conn.execute("DELETE FROM service_case")
    assert service_lists.ids(depot.register, "repair", today=TODAY) == depot.items[:1]
    depot.do(service.change_repair, item_id=depot.items[0], state="done", then="available")
    assert (depot.state(0), cases(depot, 0)) == ("available", [("repair", "done")])


def test_retiring_a_copy_ends_its_repair(depot):
    come_back(depot, 0, "damaged")
    depot.do(equipment.act, item_ids=depot.items[:1], act="retired", reason="worn")
    assert cases(depot, 0) == [("repair", "scrapped")]


def test_a_repair_at_home_leaves_the_copy_lent_until_it_comes_back(depot):
    depot.lend(0)
    depot.do(service.open_repair, item_id=depot.items[0], fault="Bremsen")
    assert depot.state(0) == "lent"
    depot.do(loans.take_back, returns=[loans.Return(depot.line(0), "clean", note="Mangler vaier")])
    assert (depot.state(0), case(depot, 0, "repair")["fault"]) == ("repair", "Bremsen")


def test_a_second_fault_is_told_in_the_repair_that_is_open(depot):
    come_back(depot, 0, "damaged", note="Bremsen")
    assert depot.do(service.open_repair, item_id=depot.items[0], fault="Setet") == 1
    assert case(depot, 0, "repair")["fault"] == "Bremsen · Setet"


def test_a_new_repair_does_not_write_over_the_one_that_is_open(depot):
    come_back(depot, 0, "damaged", note="Bremsen")
    assert refusal(depot, service.new_repair, item_id=depot.items[0], state="assess", fault="Setet") is Why.CASE_OPEN
    assert case(depot, 0, "repair")["fault"] == "Bremsen"


def test_a_repair_does_not_end_before_it_began(depot):
    come_back(depot, 0, "damaged")
    with pytest.raises(errors.Rejected) as told:
        repair(depot, 0, "done", on_day="2026-11-21")
    assert told.value.why is Why.CLOSED_BEFORE_OPENED
    assert case(depot, 0, "repair") is not None


# quarantine


def test_infection_is_let_go_by_name_only_and_to_cleaning_only(depot):
    come_back(depot, 0, "infectious")
    for act in ("released", "to_cleaning"):
        assert refusal(depot, equipment.act, item_ids=depot.items[:1], act=act) is Why.QUARANTINED
    for name in ("", "  "):
        assert refusal(depot, service.release, item_ids=depot.items[:1], done_by=name) is Why.MISSING_VALUE
    assert depot.do(service.release, item_ids=depot.items[:1], done_by="Berit Moe") == {depot.items[0]: "cleaning"}
    row = service.of_item(depot.register, depot.items[0])[0]
    assert (row["state"], row["done_by"], row["closed_on"]) == ("done", "Berit Moe", TODAY)
    undo(depot)
    assert (depot.state(0), case(depot, 0, "quarantine")["done_by"]) == ("blocked", "")


SAFE = ("available", "packed", "cleaning", "control", "repair", "new")


@pytest.mark.parametrize(
    "sql",
    [
        *(f"UPDATE item SET state = '{state}' WHERE item_id = 1" for state in SAFE),
        "UPDATE service_case SET state = 'done', closed_on = '2026-11-22'",
        "UPDATE service_case SET state = 'done', closed_on = '2026-11-22', done_by = '  '",
        "UPDATE service_case SET kind = 'cleaning'",
        "UPDATE service_case SET item_id = 2",
        "DELETE FROM service_case",
        """INSERT OR REPLACE INTO service_case (service_case_id, item_id, kind, state, opened_on, closed_on)
            VALUES (1, 1, 'cleaning', 'done', '2026-11-22', '2026-11-22')""",
    ],
)
def test_nothing_leaves_quarantine_without_a_name_whoever_writes_the_sql(depot, sql):
    come_back(depot, 0, "infectious")
    depot.register.conn.execute("PRAGMA recursive_triggers=OFF")
    with pytest.raises(dbapi.IntegrityError):
        depot.register.conn.execute(sql)
    assert (depot.state(0), cases(depot, 0)) == ("blocked", [("quarantine", "open")])


def test_an_infectious_copy_that_was_retired_and_found_again_is_still_blocked(depot):
    come_back(depot, 0, "infectious")
    depot.do(equipment.act, item_ids=depot.items[:1], act="retired", reason="worn")
    depot.do(equipment.act, item_ids=depot.items[:1], act="found")
    assert depot.state(0) == "blocked"


def test_a_copy_on_the_shelf_is_put_in_quarantine_once(depot):
    assert len(depot.do(service.quarantine, item_ids=depot.items[:2], note="Isolat")) == 2
    assert depot.do(service.quarantine, item_ids=depot.items[:1]) == [1]
    assert (depot.state(0), cases(depot, 0)) == ("blocked", [("quarantine", "open")])
    depot.do(service.release, item_ids=depot.items[:1], done_by="Berit")
    depot.lend(2)
    assert refusal(depot, service.quarantine, item_ids=depot.items[2:3]) is Why.STATE_FORBIDS


# checks


def test_a_check_that_failed_sends_the_copy_to_repair_with_what_was_found(depot):
    with_checks(depot, 6)
    before = everything(depot)
    ends = depot.do(service.check, item_ids=depot.items[:2], passed=False, note="Slitt reim", done_by="Tekniker Dahl")
    assert set(ends.values()) == {"repair"}
    assert cases(depot, 0) == [("repair", "assess"), ("check", "failed")]
    assert case(depot, 0, "repair")["fault"] == "Slitt reim"
    assert service.check_due_on(depot.register, depot.items[0]) == service.NEVER
    undo(depot)
    assert everything(depot) == before


def test_a_lent_copy_is_checked_where_it_is(depot):
    with_checks(depot, 6)
    depot.do(service.check, item_ids=depot.items[:1], passed=True, on_day="2026-10-01")
    depot.lend(0)
    assert depot.do(service.check, item_ids=depot.items[:1], passed=True) == {depot.items[0]: "lent"}
    assert service.check_due_on(depot.register, depot.items[0]) == "2027-05-22"


def test_nobody_checks_what_is_not_there(depot):
    depot.do(equipment.act, item_ids=depot.items[:1], act="missing")
    assert refusal(depot, service.check, item_ids=depot.items[:1], passed=True) is Why.STATE_FORBIDS


DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2026, 11, 22))
BOUGHT = st.one_of(st.none(), DAYS.map(str), DAYS.map(lambda day: f"{day:%Y-%m}"), DAYS.map(lambda day: f"{day:%Y}"))
LINE = "INSERT INTO loan_line (agreement_id, item_id, out_on, out_reason) VALUES (1, 1, :out_on, :reason)"


@pytest.fixture(scope="module")
def checked(filled, tmp_path_factory):
    """A register to try the rule in; each example is rolled back."""
    register = Register.open(Path(shutil.copy(filled.path, tmp_path_factory.mktemp("checks") / "lager.hverdag")))
    made = replace(filled, register=register)
    made.lend(5)
    yield made
    register.close()


@settings(max_examples=100)
@given(bought=BOUGHT, months=st.one_of(st.none(), st.integers(1, 60)), out_on=DAYS.map(str),
       checks=st.lists(st.tuples(DAYS.map(str), st.sampled_from(["done", "failed"])), max_size=3))  # fmt: skip
def test_the_file_refuses_exactly_what_is_overdue_for_its_check(checked, bought, months, out_on, checks):
    conn = checked.register.conn
    conn.execute("BEGIN")
    try:
        conn.execute("UPDATE item SET bought_on = :bought WHERE item_id = 1", {"bought": bought})
        conn.execute("UPDATE product SET check_months = :months", {"months": months})
        for day, state in checks:
            conn.execute("INSERT INTO service_case (item_id, kind, state, opened_on, closed_on)"
                         " VALUES (1, 'check', :state, :day, :day)", {"state": state, "day": day})  # fmt: skip
        due = service.check_due_on(checked.register, 1)
        assert accepts(conn, out_on) == (due is None or due >= out_on)
        assert due is None or accepts(conn, out_on, reason="Haster")
    finally:
        conn.execute("ROLLBACK")


def accepts(conn, out_on: str, reason: str = "") -> bool:
    """Whether the file lets the copy be lent; the line is taken away again."""
    conn.execute("SAVEPOINT lending")
    try:
        conn.execute(LINE, {"out_on": out_on, "reason": reason})
        refused = ""
    except dbapi.IntegrityError as told:
        refused = str(told)
    finally:
        conn.execute("ROLLBACK TO lending")
        conn.execute("RELEASE lending")
    assert refused in ("", "guard:check_overdue")
    return not refused


# registers of before


def test_what_came_back_infectious_before_there_were_cases_waits_for_a_name(tmp_path, monkeypatch):
    steps = migrations.STEPS
    monkeypatch.setattr(migrations, "STEPS", steps[:1])
    old = Register.create(tmp_path / "gammel.hverdag")
    for number, state in ((1, "blocked"), (2, "blocked"), (3, "available")):
        old.conn.execute("INSERT INTO product (name, name_key, search_key) VALUES ('Seng', 'seng', 'seng')")
        old.conn.execute("INSERT INTO item (number, number_key, number_sort, product_id, state, state_on, search_key)"
                         " VALUES (:n, :n, :n, 1, 'available', '2026-10-01', :n)", {"n": str(number)})  # fmt: skip
        old.conn.execute("INSERT INTO unit (name, name_key, search_key) VALUES (:n, :n, :n)", {"n": str(number)})
        old.conn.execute("INSERT INTO agreement (unit_id, out_on) VALUES (:n, '2026-09-01')", {"n": number})
        condition = "infectious" if number != 2 else "dirty"
        old.conn.execute("INSERT INTO loan_line (agreement_id, item_id, out_on, ended_on, end_reason, condition_in)"
                         " VALUES (:n, :n, '2026-09-01', '2026-10-01', 'returned', :condition)",
                         {"n": number, "condition": condition})  # fmt: skip
        old.conn.execute("UPDATE item SET state = :state WHERE item_id = :n", {"n": number, "state": state})
    old.conn.execute("PRAGMA user_version=1")
    old.close()
    monkeypatch.setattr(migrations, "STEPS", steps)
    register = Register.open(tmp_path / "gammel.hverdag")
    found = register.rows("SELECT item_id, kind, state, opened_on, line_id FROM service_case")
    assert [tuple(row) for row in found] == [(1, "quarantine", "open", "2026-10-01", 1)]
    register.close()


# the lists


def test_the_queues_tell_who_has_waited_longest(depot):
    depot.do(equipment.act, item_ids=depot.items[1:2], act="to_cleaning", on_day="2026-11-10")
    depot.do(equipment.act, item_ids=depot.items[:1], act="to_cleaning", on_day="2026-11-20")
    come_back(depot, 2, "infectious")
    come_back(depot, 3, "damaged")
    read = depot.register
    assert service_lists.ids(read, "cleaning", today=TODAY) == [depot.items[1], depot.items[0]]
    assert service_lists.chips(read, "cleaning", today=TODAY) == {"all": 2, "long": 1}
    assert service_lists.waiting(read, today=TODAY) == {"cleaning": 2, "repair": 1, "blocked": 1, "check": 0}
    row = service_lists.rows(read, "cleaning", [depot.items[1]], today=TODAY)[0]
    assert (row["since"], row["days"]) == ("2026-11-10", 12)
    assert service_lists.ids(read, "blocked", today=TODAY, chip="other") == []


def test_checks_are_overdue_soon_or_later(depot):
    with_checks(depot, 12)
    for number, day in enumerate(("2025-11-21", "2025-11-22", "2025-12-22", "2025-12-23")):
        depot.do(service.check, item_ids=[depot.items[number]], passed=True, on_day=day)
    held = {chip: service_lists.ids(depot.register, "check", today=TODAY, order="due", chip=chip)
            for chip in ("overdue", "soon", "later")}  # fmt: skip
    first, *rest = depot.items
    assert held == {"overdue": [rest[3], rest[4], first], "soon": rest[:2], "later": rest[2:3]}
    row = service_lists.rows(depot.register, "check", [depot.items[5]], today=TODAY)[0]
    assert (row["never"], row["due_on"], row["check_status"]) == (True, None, "case_check_overdue")


def test_a_list_holds_only_what_fits_the_words_and_the_group(depot):
    depot.do(equipment.act, item_ids=depot.items, act="to_cleaning")
    found = service_lists.ids(depot.register, "cleaning", today=TODAY, text="kroken 0003")
    assert found == [depot.items[2]]
    assert service_lists.ids(depot.register, "cleaning", today=TODAY, group="Senger") == []


def test_every_case_is_told_with_its_copy_and_its_days(depot):
    depot.do(equipment.act, item_ids=depot.items[:1], act="to_cleaning", on_day="2026-11-16")
    depot.do(service.clean, item_ids=depot.items[:1], method="hand")
    come_back(depot, 0, "damaged")
    rows = service_lists.case_rows(depot.register, service_lists.case_ids(depot.register), today=TODAY)
    assert [(row["number"], row["status"], row["days"]) for row in rows] == [
        ("H-0001", "case_cleaned", 6), ("H-0001", "case_assess", 0)]  # fmt: skip


# two programs

RACER = """
import sys
from db import command, errors, service
from db.connection import Register
register = Register.open(sys.argv[1])
print("ready", flush=True)
for line in sys.stdin:
    number, rev = map(int, line.split())
    try:
        command.run(register, service.change_repair, staff="Ida", today="2026-11-22", service_case_id=number, rev=rev,
                    state="done", then="available")
        print("won", flush=True)
    except errors.Rejected as told:
        print(told.why, flush=True)
"""


def test_of_two_programs_that_close_one_case_one_wins(depot):
    line = [sys.executable, "-c", RACER, str(depot.path)]
    racers = [subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        assert [racer.stdout.readline() for racer in racers] == ["ready\n"] * 2
        for _round in range(5):
            depot.do(equipment.act, item_ids=depot.items[:1], act="to_repair")
            now = case(depot, 0, "repair")
            for racer in racers:
                racer.stdin.write(f"{now['service_case_id']} {now['rev']}\n")
                racer.stdin.flush()
            assert sorted(racer.stdout.readline().strip() for racer in racers) == ["case_closed", "won"]
            assert depot.state(0) == "available"
    finally:
        for racer in racers:
            racer.communicate()


def test_an_edit_of_a_repair_that_was_overtaken_is_told(depot):
    come_back(depot, 0, "damaged")
    seen = case(depot, 0, "repair")
    other = Register.open(depot.path)
    command.run(other, service.change_repair, staff="Ida", today=TODAY, service_case_id=1, rev=seen["rev"],
                state="repairing", parts="Hjul")  # fmt: skip
    other.close()
    why = refusal(depot, service.change_repair, service_case_id=1, rev=seen["rev"], state="waiting_part")
    assert why is Why.OVERTAKEN


@pytest.mark.parametrize("act", ["open_repair", "quarantine", "check", "release"])
def test_each_act_is_undone_and_redone_to_the_same_rows(depot, act):
    if act == "release":
        come_back(depot, 0, "infectious")
    given = {"open_repair": {"item_id": 1, "fault": "Hjul"}, "quarantine": {"item_ids": [1, 2], "note": "Isolat"},
             "check": {"item_ids": [1, 2], "passed": True}, "release": {"item_ids": [1], "done_by": "Berit"}}  # fmt: skip
    before = everything(depot)
    depot.do(getattr(service, act), **given[act])
    after = everything(depot)
    assert after != before
    undo(depot)
    assert everything(depot) == before
    redo(depot)
    assert everything(depot) == after
