"""What of the register's text leaves in a published copy: a column that nobody has decided on stays at home."""

from collections.abc import Iterator

import pytest
from examples import Stocked, stock

from db import loans, publish, requests, service
from db.connection import Reader, Register, dbapi

# What stands on the shelf, by which names, and where; a ward is no person.
SHOWN = {
    "place": {"room", "shelf", "name_key"},
    "product": {"name", "name_key", "search_key", "group_name", "subgroup"},
    "product_accessory": {"name"},
    "item": {"number", "number_key", "number_sort", "serial", "search_key"},
    "barcode": {"code_key", "code"},
    "unit": {"name", "name_key"},
    "line_accessory": {"name"},
    "package": {"name", "name_key"},
}
NAMES = {"person": {"first_name", "last_name", "name_key"}}
TAKEN_OUT = ("setting", "meta")  # keys and values, chosen by key


@pytest.fixture
def on(tmp_path) -> Iterator[Stocked]:
    register = Register.create(tmp_path / "lager.hverdag")
    made = stock(register)
    do = made.depot.do
    do(loans.extend, line_ids=[made["line"]], due_on="2027-06-01", reason="Ja", asked_by="Kari")
    do(requests.cancel_requests, request_ids=[made["driven"]], reason="Nei")
    do(service.check, item_ids=[made["walker"]], passed=True, done_by="Mia", note="Fin")
    do(loans.take_back, returns=[loans.Return(made["granted_line"], "infectious")])
    yield made
    register.close()


def sow(register: Register) -> dict[str, tuple[str, str]]:
    """Put a word of its own into every free text of every row; returns (table, column) by word."""
    guards = register.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for guard in guards:
        register.conn.execute(f"DROP TRIGGER {guard['name']}")
    sown = {}
    for table in register.column("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT'"):
        for column in () if table in TAKEN_OUT else _texts(register, table):
            word = f"qx{len(sown):04}q"
            try:
                register.conn.execute(f"UPDATE {table} SET {column} = '{word}' || rowid")
            except dbapi.IntegrityError:
                continue  # a day, or one of a few words: no free text
            sown[word] = (table, column)
    for guard in guards:
        register.conn.execute(guard["sql"])
    return sown


def _texts(register: Reader, table: str) -> list[str]:
    return [row["name"] for row in register.rows(f"PRAGMA table_info({table})") if row["type"] == "TEXT"]


@pytest.mark.parametrize("names", [False, True])
def test_only_the_texts_that_tell_of_the_shelf_leave_the_register(on, tmp_path, names):
    register = on.depot.register
    sown = sow(register)
    if names:
        register.conn.execute("INSERT INTO setting (key, value) VALUES ('publish_names', '1')")
    made = publish.publish(register, tmp_path / "delt")
    content = b"".join(file.read_bytes().lower() for file in made.parent.iterdir())
    left = {place for word, place in sown.items() if word.encode() in content}
    shown = SHOWN | (NAMES if names else {})
    assert left == {(table, column) for table, columns in shown.items() for column in columns}
    assert {"stop", "contact", "task", "lapse", "nav_case", "op"} <= {table for table, _column in sown.values()}


@pytest.mark.parametrize("names", ["0", "1"])
def test_what_befell_somebody_does_not_leave_the_register(on, tmp_path, names):
    """Who died, who moved, who lives hidden and who brought home what was infectious is nobody else's."""
    on.depot.register.conn.execute(
        "INSERT INTO setting (key, value) VALUES ('publish_names', :names)", {"names": names}
    )
    looked = Register.look(publish.publish(on.depot.register, tmp_path / "delt"))
    told = "SELECT 1 FROM person WHERE died_on IS NOT NULL OR moved_on IS NOT NULL OR protected = 1"
    assert looked.value(told) is None
    assert (
        looked.value("SELECT 1 FROM loan_line WHERE condition_in = 'infectious' OR end_reason = 'not_recovered'")
        is None
    )
    assert looked.value("SELECT count(*) FROM request WHERE outcome IS NULL") > 0
    looked.close()
