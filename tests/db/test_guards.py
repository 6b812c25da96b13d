"""The law is in the file: what must never be is refused by the register itself, whoever writes the SQL."""

import pytest

from db import check, errors, history, loans
from db.connection import dbapi

LINE = "INSERT INTO loan_line (agreement_id, item_id, out_on) VALUES (1, {item}, '2026-11-22')"


def refused(depot, sql: str, **params) -> str:
    """What the file says to a statement; the statement must not have had its way."""
    with pytest.raises(dbapi.IntegrityError) as told:
        depot.register.conn.execute(sql, params)
    return str(told.value)


@pytest.mark.parametrize("table", ["op", "change"])
@pytest.mark.parametrize("sql", ["DELETE FROM {table}", "UPDATE {table} SET {column} = 'x'"])
def test_history_is_neither_changed_nor_deleted(depot, table, sql):
    column = {"op": "staff", "change": "after"}[table]
    assert refused(depot, sql.format(table=table, column=column)) == "guard:history"


REPLACED = "INSERT OR REPLACE INTO loan_line (line_id, agreement_id, item_id, out_on, end_reason) VALUES "


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT OR REPLACE INTO op SELECT * FROM op WHERE seq = 1",
        "INSERT OR REPLACE INTO op (op_id, at, on_day, staff, verb) SELECT op_id, at, on_day, 'x', verb FROM op",
        "INSERT OR REPLACE INTO change SELECT * FROM change WHERE change_id = 1",
        LINE.format(item=1).replace("INSERT", "INSERT OR REPLACE"),
        REPLACED + "(1, 1, 2, '2026-11-22', NULL)",
        REPLACED + "(1, 1, 2, '2026-11-22', 'mistake')",
        "UPDATE OR REPLACE loan_line SET item_id = 1 WHERE line_id = 2",
        "UPDATE OR REPLACE loan_line SET line_id = 1 WHERE line_id = 2",
    ],
)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_nothing_is_replaced_unseen_by_any_program(depot, sql, recursive):
    depot.lend(0, 1)
    before = [depot.register.rows(f"SELECT * FROM {table}") for table in ("op", "change", "loan_line")]
    depot.register.conn.execute(f"PRAGMA recursive_triggers={recursive}")
    depot.register.conn.execute("PRAGMA foreign_keys=OFF")
    assert refused(depot, sql).startswith("guard:")
    assert [depot.register.rows(f"SELECT * FROM {table}") for table in ("op", "change", "loan_line")] == before


@pytest.mark.parametrize("table", ["item", "person", "agreement", "movement"])
def test_the_program_itself_replaces_no_row(depot, table):
    depot.lend(0, goods={depot.goods: 1})
    assert refused(depot, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}") == "guard:kept"


@pytest.mark.parametrize("table", ["item", "product", "person", "unit", "agreement", "loan_line", "place", "movement"])
def test_rows_are_not_deleted(depot, table):
    depot.lend(0)
    depot.register.conn.execute("PRAGMA foreign_keys=OFF")
    assert refused(depot, f"DELETE FROM {table}") == "guard:kept"


def test_rows_of_an_operation_that_was_undone_and_redone_are_not_deleted_either(depot):
    depot.lend(0)
    history.undo_last(depot.register, staff="Jon", today="2026-11-22")
    history.redo_last(depot.register, staff="Jon", today="2026-11-22")
    depot.register.conn.execute("PRAGMA foreign_keys=OFF")
    assert refused(depot, "DELETE FROM loan_line") == "guard:kept"


def test_a_copy_has_one_open_line(depot):
    depot.lend(0)
    assert "loan_line.item_id" in refused(depot, LINE.format(item=depot.items[0]))


def test_an_ended_line_is_not_opened_again_while_another_is_open(depot):
    depot.lend(0)
    depot.do(loans.take_back, returns=[loans.Return(depot.line(0), "clean")])
    depot.lend(0)
    reopen = "UPDATE loan_line SET end_reason = NULL, ended_on = NULL WHERE line_id = 1"
    assert "loan_line.item_id" in refused(depot, reopen)


def test_a_copy_is_not_lent_without_a_line(depot):
    assert refused(depot, "UPDATE item SET state = 'lent'") == "guard:lent_without_line"
    new = """INSERT INTO item (number, number_key, number_sort, product_id, state, state_on, search_key)
        VALUES ('X', 'X', 'x', 1, 'lent', '2026-11-22', 'x')"""
    assert refused(depot, new) == "guard:lent_without_line"


def test_a_copy_with_an_open_line_stays_lent(depot):
    depot.lend(0)
    assert refused(depot, "UPDATE item SET state = 'available' WHERE state = 'lent'") == "guard:line_still_open"


@pytest.mark.parametrize("state", ["retired", "missing", "blocked"])
def test_no_line_opens_for_a_copy_that_is_not_there_to_lend(depot, state):
    depot.lend(1)
    reason = "'worn'" if state == "retired" else "NULL"
    item = depot.items[0]
    depot.register.conn.execute(f"UPDATE item SET state = '{state}', retired_reason = {reason} WHERE item_id = {item}")
    assert refused(depot, LINE.format(item=item)) == "guard:not_lendable"


def test_stock_is_never_negative(depot):
    out = "INSERT INTO movement (product_id, kind, quantity, on_day) VALUES (:p, 'scrapped', -21, '2026-11-22')"
    assert refused(depot, out, p=depot.goods) == "guard:too_few_in_stock"
    assert refused(depot, "UPDATE movement SET quantity = 1") == "guard:history"


def test_a_number_is_never_changed(depot):
    assert refused(depot, "UPDATE item SET number = 'H-9999' WHERE item_id = 1") == "guard:number_fixed"


def test_a_number_is_given_once_however_it_is_written(depot):
    new = """INSERT INTO item (number, number_key, number_sort, product_id, state_on, search_key)
        VALUES ('h 0001', 'H0001', 'h', 1, '2026-11-22', 'h')"""
    assert "item.number_key" in refused(depot, new)


@pytest.mark.parametrize("day", ["2026-02-29", "2026-13-01", "22.11.2026", "2026-1-1", "i går", "", "20261122"])
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("person", "born_on"),
        ("person", "died_on"),
        ("item", "state_on"),
        ("agreement", "out_on"),
        ("agreement", "signed_on"),
        ("loan_line", "out_on"),
        ("loan_line", "due_on"),
        ("loan_line", "original_due_on"),
    ],
)
def test_a_day_is_a_day_that_exists(depot, table, column, day):
    depot.lend(0)
    assert "CHECK" in refused(depot, f"UPDATE {table} SET {column} = :day", day=day)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE loan_line SET due_on = '2026-01-01'",
        "UPDATE loan_line SET ended_on = '2026-01-01', end_reason = 'returned'",
        "UPDATE loan_line SET ended_on = '2026-11-23'",
        "UPDATE loan_line SET end_reason = 'gone'",
        "UPDATE loan_line SET quantity = 0",
        "UPDATE loan_line SET quantity = 2",
        "UPDATE loan_line SET product_id = 1",
        "UPDATE agreement SET unit_id = 1",
        "UPDATE agreement SET person_id = NULL",
        "UPDATE item SET state = 'somewhere' WHERE item_id = 3",
        "UPDATE item SET state = 'retired' WHERE item_id = 2",
        "UPDATE item SET price_ore = -1",
        "UPDATE item SET bought_on = '2026-13'",
        "UPDATE product SET hms_nr = '12345'",
        "UPDATE product SET hms_nr = '12345a'",
        "UPDATE product SET tracking = 'heap'",
        "UPDATE person SET last_name = ' '",
        "UPDATE person SET protected = 2",
    ],
)
def test_values_that_cannot_be_are_refused(depot, sql):
    depot.lend(0)
    assert "CHECK" in refused(depot, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE item SET product_id = 999",
        "UPDATE loan_line SET agreement_id = 999",
        "UPDATE agreement SET person_id = 999",
        "INSERT INTO barcode (code_key, code, item_id) VALUES ('A', 'a', 999)",
    ],
)
def test_nothing_points_at_what_is_not_there(depot, sql):
    depot.lend(0)
    assert "FOREIGN KEY" in refused(depot, sql)


def test_text_is_not_kept_where_a_number_belongs(depot):
    assert "INTEGER" in refused(depot, "UPDATE item SET price_ore = 'dyr'")


# --- what the guards let through by mistake, the examination finds --------------------------------------------


def spoil(depot, *statements: str) -> list[tuple[str, object]]:
    """Carry out SQL with every guard stepping aside, and put the guards back; the problems found."""
    conn = depot.register.conn
    guards = depot.register.rows(
        "SELECT name, sql, type FROM sqlite_master WHERE type = 'trigger' OR name LIKE '%one_open'"
    )
    conn.execute("PRAGMA foreign_keys=OFF")
    for guard in guards:
        conn.execute(f"DROP {guard['type']} {guard['name']}")
    for statement in statements:
        conn.execute(statement)
    for guard in guards:
        try:
            conn.execute(guard["sql"])
        except dbapi.IntegrityError:
            pass  # the index of one open line cannot stand any longer
    return [(problem.kind, problem.facts) for problem in check.problems(depot.register)]


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("UPDATE item SET state = 'lent' WHERE item_id = 3", "lent_without_line"),
        ("UPDATE item SET state = 'cleaning' WHERE item_id = 1", "line_without_lent"),
        ("UPDATE item SET state = 'cleaning' WHERE item_id = 1", "state_unlike_history"),
        (LINE.format(item=1), "two_open_lines"),
        ("UPDATE movement SET quantity = -30 WHERE kind = 'lent'", "stock_negative"),
        ("UPDATE movement SET quantity = -2 WHERE kind = 'lent'", "line_quantity"),
        ("INSERT INTO movement (product_id, kind, quantity, on_day, line_id) VALUES (2, 'back', 3, '2026-11-22', 2)",
         "line_quantity"),
        ("UPDATE movement SET line_id = 1 WHERE kind = 'lent'", "line_product"),
        ("UPDATE movement SET line_id = NULL WHERE kind = 'lent'", "movement_without_line"),
        ("""INSERT INTO request (product_id, person_id, asked_on, wanted_on, outcome, closed_on)
            VALUES (1, 1, '2026-11-01', '2026-11-02', 'filled', '2026-11-03')""", "request_without_line"),
        ("DELETE FROM op WHERE seq = 2", "history_gap"),
        ("DELETE FROM change WHERE change_id = 5", "history_gap"),
        ("UPDATE op SET data = NULL WHERE seq = 3", "unfinished_operation"),
        ("UPDATE op SET reverses = 1 WHERE seq = 3", "undo_order"),
        ("UPDATE op SET reverses = 1, verb = 'undo' WHERE seq IN (3, 4)", "undone_twice"),
        ("DELETE FROM meta", "no_file_id"),
        ("UPDATE item SET product_id = 77 WHERE item_id = 2", "reference"),
        ("DROP TRIGGER number_is_fixed; ", "guard_missing"),
        ("CREATE TABLE extra (a)", "guard_foreign"),
        ("DROP INDEX item_state; ", "guard_missing"),
        ("""INSERT INTO item (number, number_key, number_sort, product_id, state_on, search_key)
            VALUES ('Z', 'Z', 'z', 1, '2026-11-22', 'z')""", "item_without_history"),
    ],
)  # fmt: skip
def test_the_examination_finds_what_was_put_in_behind_the_guards(depot, sql, kind):
    depot.lend(0, goods={depot.goods: 3})
    assert check.problems(depot.register) == []
    if sql.startswith("DROP"):
        depot.register.conn.execute(sql)
        assert [problem.kind for problem in check.problems(depot.register)] == [kind]
    else:
        assert kind in [found for found, _facts in spoil(depot, sql)]


def test_a_guard_that_was_weakened_is_found(depot):
    depot.register.conn.execute("DROP TRIGGER op_is_kept")
    depot.register.conn.execute("CREATE TRIGGER op_is_kept BEFORE DELETE ON op BEGIN SELECT 1; END")
    (problem,) = check.problems(depot.register)
    assert (problem.kind, problem.facts) == ("guard_changed", {"name": "op_is_kept"})


def test_an_index_that_lies_about_its_table_is_found(depot):
    conn = depot.register.conn
    conn.execute("PRAGMA writable_schema=ON")
    conn.execute("UPDATE sqlite_master SET sql = replace(sql, 'state_on', 'note') WHERE name = 'item_state'")
    conn.execute("PRAGMA writable_schema=OFF")
    depot.register.reopen()
    assert {problem.kind for problem in check.problems(depot.register)} == {"pages"}


def test_every_kind_of_problem_is_listed(depot):
    assert set(check._RULES) < set(check.KINDS)
    depot.lend(0, goods={depot.goods: 3})
    spoiled = spoil(depot, LINE.format(item=1), "UPDATE item SET state = 'lent' WHERE item_id = 3", "DELETE FROM meta")
    assert {kind for kind, _facts in spoiled} <= set(check.KINDS)


def test_a_large_register_is_examined_in_parts_and_as_thoroughly(depot, monkeypatch):
    monkeypatch.setattr(check, "CHECKED_AT_ONCE", 0)
    assert check.problems(depot.register) == []
    depot.register.close()
    content = bytearray(depot.path.read_bytes())
    pages, found = range(1, len(content) // 4096, 25), 0  # spread over all of the file
    for page in pages:
        spoiled = content.copy()
        spoiled[page * 4096 : page * 4096 + 400] = bytes(400)
        depot.path.write_bytes(spoiled)
        try:
            depot.register.reopen()
            found += bool(check.structure(depot.register))
        except errors.FileIsDamaged:
            found += 1
    assert found >= len(pages) - 1
