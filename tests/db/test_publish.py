"""Other PCs see the stock in a shared folder: whole copies, without people, never overwritten."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import (
    check,
    command,
    equipment,
    errors,
    history,
    loan_lines,
    loans,
    people,
    products,
    publish,
    service,
    settings,
    units,
)
from db.connection import Register
from db.keys import KEYS

NOW = datetime(2026, 11, 22, 14, 5, 12, tzinfo=UTC)
CANARY = "Zxqvkari"


@pytest.fixture
def shared(tmp_path):
    return tmp_path / "felles"


def test_a_published_copy_shows_the_stock(depot, shared):
    depot.lend(0, 2)
    made = publish.publish(depot.register, shared, NOW)
    assert made.name == "lager-000001.hverdag-kopi"
    looked = Register.look(made)
    assert [equipment.item(looked, item)["state"] for item in depot.items] == [
        "lent", "available", "lent", "available", "available", "available",
    ]  # fmt: skip
    assert len(loan_lines.ids(looked, today="2026-11-22")) == 2
    assert products.stock(looked, depot.goods) == 20
    with pytest.raises(errors.FileIsReadOnly):
        command.run(looked, equipment.add_place, staff="Jon", today="2026-11-22", room="X")
    looked.close()


def sow(depot) -> None:
    """Write the canary into every text that a person can type, and into the history of what was mended."""
    person = depot.do(
        people.add_person, first_name=CANARY, last_name=CANARY, born_on="1931-02-03", address=f"{CANARY} 4",
        phone=CANARY, kin_name=CANARY, kin_phone=CANARY, note=CANARY,
    )  # fmt: skip
    depot.do(people.change_person, person_id=person, rev=1, first_name="Ny", phone="")
    depot.do(people.add_staff, name=CANARY)
    depot.do(units.add_unit, name="Sjøglimt", contact=CANARY, phone=CANARY, address=CANARY)
    depot.do(settings.choose, values={"backup_folder": f"/home/{CANARY}", "terms": CANARY})
    depot.do(equipment.change_item, item_id=depot.items[0], rev=1, note=CANARY)
    depot.do(products.move_stock, product_id=depot.goods, kind="in", quantity=2, note=CANARY)
    depot.lend(0, person_id=person, requested_by=CANARY, lent_by=CANARY, note=CANARY)
    depot.do(loans.extend, line_ids=[depot.line(0)], due_on="2027-05-01", reason=CANARY, asked_by=CANARY)
    depot.do(loans.take_back, returns=[loans.Return(depot.line(0), "clean", note=CANARY)])
    depot.do(equipment.act, item_ids=[depot.items[1]], act="missing", note=CANARY)
    depot.do(service.check, item_ids=[depot.items[2]], passed=True, done_by=CANARY, note=CANARY)
    depot.do(service.open_repair, item_id=depot.items[3], fault=CANARY)
    depot.lend(0, person_id=person)
    history.undo_last(depot.register, staff=CANARY, today="2026-11-22")


def test_no_table_is_forgotten_when_the_copy_is_stripped():
    shown = {"staff", "place", "product", "product_accessory", "item", "barcode", "person", "unit", "agreement",
             "loan_line", "line_accessory", "extension", "movement", "package", "package_part", "request",
             "service_case"}  # fmt: skip
    assert set(KEYS) | {"stay_night"} == shown | set(publish._WORK)


def test_no_byte_of_the_copy_names_a_person(depot, shared):
    sow(depot)
    assert CANARY.encode() in depot.path.read_bytes()
    made = publish.publish(depot.register, shared, NOW)
    for file in shared.iterdir():
        content = file.read_bytes().lower()
        for word in (CANARY.lower(), "nordmann", "1931-02-03", "1941-05-17", "03.02.1931", "lia 4", "90000000", "jon"):
            assert word.encode() not in content, (file.name, word)
    looked = Register.look(made)
    assert looked.value("SELECT count(*) FROM person") == 1
    assert looked.value("SELECT value FROM meta WHERE key = 'published_names'") == "0"
    assert [row["unit_id"] for row in units.find(looked, "sjø")] != []
    assert [row["kind"] for row in looked.rows("SELECT kind FROM service_case")] == ["check"]
    looked.close()


def test_names_alone_go_along_when_that_is_chosen(depot, shared):
    hidden = depot.do(people.add_person, first_name="Ola", last_name="Vern", address=f"{CANARY} 9", phone=CANARY,
                      protected=1, note=CANARY)  # fmt: skip
    depot.do(people.add_person, last_name="Ny", address=CANARY, phone=CANARY, kin_name=CANARY, note=CANARY)
    depot.do(settings.choose, values={"publish_names": "1"})
    depot.lend(0, person_id=hidden, note=CANARY, requested_by=CANARY)
    made = publish.publish(depot.register, shared, NOW)
    assert CANARY.lower().encode() not in made.read_bytes().lower()
    looked = Register.look(made)
    assert equipment.item(looked, depot.items[0])["last_name"] == "Vern"
    assert [row["person_id"] for row in people.find(looked, "vern")] == [hidden]
    assert people.person(looked, depot.person)["address"] == ""
    assert people.find(looked, "lia 4") == []
    assert looked.value("SELECT count(*) FROM change") == 0
    looked.close()


def test_no_earlier_copy_with_names_stays_when_names_are_no_longer_chosen(depot, shared):
    depot.do(settings.choose, values={"publish_names": "1"})
    publish.publish(depot.register, shared, NOW)
    publish.publish(depot.register, shared, NOW)
    depot.do(settings.choose, values={"publish_names": "0"})
    publish.publish(depot.register, shared, NOW)
    assert sorted(file.name for file in shared.iterdir()) == ["lager-000003.hverdag-kopi", "lager-000003.json"]
    assert b"nordmann" not in (shared / "lager-000003.hverdag-kopi").read_bytes().lower()


def test_the_guards_stand_in_the_copy_too(depot, shared):
    looked = Register.look(publish.publish(depot.register, shared, NOW))
    assert check.structure(looked) == []
    assert check.schema(looked) == check.schema(depot.register)
    looked.close()


def test_a_name_is_never_used_twice_and_ten_copies_stay(depot, shared):
    names = [publish.publish(depot.register, shared, NOW).name for _ in range(13)]
    assert len(set(names)) == 13
    kept = sorted(file.name for file in shared.iterdir())
    assert kept == sorted(f"lager-{n:06}.{suffix}" for n in range(4, 14) for suffix in ("json", "hverdag-kopi"))


def test_the_newest_whole_copy_is_found_and_fetched(depot, shared, tmp_path):
    publish.publish(depot.register, shared, NOW)
    depot.lend(3)
    made = publish.publish(depot.register, shared, NOW + timedelta(minutes=1))
    found = publish.newest(shared)
    assert found is not None
    assert (found.path, found.number, found.names) == (made, 2, False)
    assert publish.age(found, NOW + timedelta(minutes=4)) == timedelta(minutes=3)
    assert publish.age(found, NOW) == timedelta(0)
    fetched = publish.fetch(found, tmp_path / "her")
    assert fetched.read_bytes() == made.read_bytes()
    assert publish.fetch(found, tmp_path / "her") == fetched
    assert [file.name for file in (tmp_path / "her").iterdir()] == [made.name]


def test_a_copy_on_its_way_is_not_seen(depot, shared):
    made = publish.publish(depot.register, shared, NOW)
    (shared / "lager-000002.part").write_bytes(b"half")
    (shared / "lager-000003.hverdag-kopi").write_bytes(b"no label yet")
    (shared / "lager-000004.json").write_text('{"file": "lager-000004.hverdag-kopi"')
    (shared / "lager-000005.json").write_text("[]")
    (shared / "lager-000006.json").write_text(json.dumps({"file": "gone.hverdag-kopi"}))
    found = publish.newest(shared)
    assert found is not None
    assert found.path == made
    assert publish.publish(depot.register, shared, NOW).name == "lager-000007.hverdag-kopi"


def test_a_copy_that_does_not_arrive_whole_is_refused(depot, shared, tmp_path):
    made = publish.publish(depot.register, shared, NOW)
    found = publish.newest(shared)
    assert found is not None
    content = bytearray(made.read_bytes())
    content[5000] ^= 1
    made.write_bytes(content)
    with pytest.raises(errors.FileIsDamaged):
        publish.fetch(found, tmp_path / "her")
    made.unlink()
    with pytest.raises(errors.FileIsMissing):
        publish.fetch(found, tmp_path / "her")
    assert list((tmp_path / "her").iterdir()) == []


def test_a_share_out_of_reach_does_not_become_a_folder_of_this_pc(depot, tmp_path):
    with pytest.raises(errors.FileIsMissing):
        publish.publish(depot.register, tmp_path / "felles" / "lager", NOW)
    assert not (tmp_path / "felles").exists()


def test_a_folder_without_copies_or_out_of_reach_has_none(tmp_path):
    assert publish.newest(tmp_path) is None
    assert publish.newest(tmp_path / "borte") is None


def test_publishing_where_nothing_can_be_written_is_told_and_leaves_nothing(depot, tmp_path):
    (tmp_path / "felles").write_text("a file where the folder should be")
    with pytest.raises(errors.FileTrouble):
        publish.publish(depot.register, tmp_path / "felles", NOW)
    depot.lend(0)


def test_the_copy_is_behind_when_something_was_registered_after_it(depot, shared):
    assert publish.is_behind(None, depot.register)
    publish.publish(depot.register, shared, NOW)
    assert not publish.is_behind(publish.newest(shared), depot.register)
    depot.lend(0)
    assert publish.is_behind(publish.newest(shared), depot.register)
    publish.publish(depot.register, shared, NOW)
    assert not publish.is_behind(publish.newest(shared), depot.register)


WRITER = """
import itertools, sys, time
from db import command, equipment, errors
from db.connection import Register
register = Register.open(sys.argv[1])
item = int(sys.argv[2])
print("ready", flush=True)
for act in itertools.cycle(("missing", "found", "cleaned")):
    command.run(register, equipment.act, staff="Jon", today="2026-11-22", item_ids=[item], act=act)
    time.sleep(0.005)
"""


def test_every_copy_is_whole_while_others_write(depot, shared, tmp_path):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(depot.path), str(item)], stdout=subprocess.PIPE, text=True)
        for item in depot.items[:2]
    ]
    seen = []
    try:
        for writer in writers:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
        for _ in range(8):
            publish.publish(depot.register, shared, NOW)
            found = publish.newest(shared)
            assert found is not None
            looked = Register.look(publish.fetch(found, tmp_path / "her"))
            assert check.structure(looked) == []
            looked.close()
            seen.append(found.op_seq)
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
            assert writer.stdout is not None
            writer.stdout.close()
    assert seen == sorted(seen)
    assert seen[-1] > seen[0]
    assert check.problems(depot.register) == []


def test_two_publishers_get_numbers_of_their_own(depot, shared):
    program = (
        "import sys\nfrom db import publish\nfrom db.connection import Register\n"
        "r = Register.open(sys.argv[1])\n"
        "print(*[publish.publish(r, sys.argv[2]).name for _ in range(4)])"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(depot.path), str(shared)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    names = [name for one in running for name in one.communicate()[0].split()]
    assert len(set(names)) == 8
    assert len(list(Path(shared).glob("*.part"))) == 0
