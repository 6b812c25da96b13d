"""Sites, places and what they are for: named at once, in use for a time, for one purpose at a time."""

import pytest
from filled import TODAY, fill
from hypothesis import given, settings
from hypothesis import strategies as st

from db import history, quotas, stay_place_lists, stay_places
from db.connection import Register
from db.errors import Rejected, Why
from db.stay_days import plus


@pytest.fixture(scope="module")
def depot(tmp_path_factory):
    register = Register.create(tmp_path_factory.mktemp("places") / "lager.hverdag")
    yield fill(register)
    register.close()


@pytest.fixture
def ward(depot):
    """A ward of its own, so that tests share the register."""
    letters = "".join(chr(65 + int(sign)) for sign in str(depot.register.value("SELECT count(*) FROM site")))
    return depot.do(stay_places.add_site, name=f"Korttid {letters}")


def stays_there(tx, *, place_id, from_on, to_on, state="planned", purpose="rehabilitation", person_id=1, **more):
    """A stay as the acts of db.stay_acts leave it, with its segment."""
    site_id = tx.row("stay_place", place_id)["site_id"]
    stay = tx.insert("stay", person_id=person_id, purpose=purpose, state=state, received_on=from_on,
                     **({"closed_on": to_on, "confirmed": 1} if state == "discharged" else {}) | more)  # fmt: skip
    tx.insert("stay_segment", stay_id=stay, site_id=site_id, stay_place_id=place_id, from_on=from_on, to_on=to_on)
    return stay


def why(act, *args, **given) -> Why:
    with pytest.raises(Rejected) as told:
        act(*args, **given)
    return told.value.why


def named(depot, ids):
    return [stay_places.place(depot.register, ref)["name"] for ref in ids]


# names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rom 1..3", ["Rom 1", "Rom 2", "Rom 3"]),
        ("Rom 08–10", ["Rom 08", "Rom 09", "Rom 10"]),
        ("Rom 1 .. 2, Stua", ["Rom 1 ", "Rom 2", "Stua"]),
        ("Rom 2-04", ["Rom 2-04"]),
        ("Rom 5..3", ["Rom 5..3"]),
        ("1…2;A", ["1", "2", "A"]),
        (" , ", []),
    ],
)
def test_a_run_of_names_is_written_once(text, names):
    assert [name.strip() for name in stay_places.spread(text)] == [name.strip() for name in names]


def test_a_run_that_is_too_long_is_turned_down():
    assert why(stay_places.spread, "Rom 1..900") is Why.TOO_MANY_AT_ONCE


def test_fifteen_rooms_are_made_in_one_step_and_taken_back_in_one(depot, ward):
    ids = depot.do(stay_places.add_stay_places, site_id=ward, names="Rom 1..15", purpose="rehabilitation")
    assert named(depot, ids) == [f"Rom {n}" for n in range(1, 16)]
    assert {row["purpose"] for ref in ids for row in stay_places.earmarks(depot.register, ref)} == {"rehabilitation"}
    assert [row["name"] for row in stay_places.places_of(depot.register, ward)][9] == "Rom 10"
    history.undo_last(depot.register, staff="Jon", today=TODAY)
    assert stay_places.places_of(depot.register, ward) == []
    history.redo_last(depot.register, staff="Jon", today=TODAY)
    assert [row["stay_place_id"] for row in stay_places.places_of(depot.register, ward)] == ids


def test_the_same_name_read_aloud_is_taken(depot, ward):
    depot.do(stay_places.add_stay_places, site_id=ward, names="Rom 1")
    assert why(depot.do, stay_places.add_stay_places, site_id=ward, names=["rom 01"]) is Why.NAME_TAKEN
    assert why(depot.do, stay_places.add_stay_places, site_id=ward, names="") is Why.MISSING_VALUE


def test_a_supplier_has_no_places(depot, ward):
    there = depot.do(stay_places.add_site, name="Sørlund rehabilitering", kind="external", phone="72 00 00 00")
    assert why(depot.do, stay_places.add_stay_places, site_id=there, names="1") is Why.EXTERNAL_HAS_NO_PLACES
    depot.do(stay_places.add_stay_places, site_id=ward, names="Rom 1")
    refused = why(depot.do, stay_places.change_site, site_id=ward, kind="external")
    assert refused is Why.KIND_IN_USE
    depot.do(quotas.add_quota, site_id=there, year=2026, nights=1, amount_ore=0)
    assert why(depot.do, stay_places.change_site, site_id=there, kind="ward") is Why.KIND_IN_USE
    assert [row["name"] for row in stay_places.sites(depot.register, kind="external")] == ["Sørlund rehabilitering"]
    depot.do(stay_places.change_site, site_id=there, active=False)
    assert stay_places.sites(depot.register, kind="external") == []
    assert stay_places.sites(depot.register, kind="external", active_only=False)[0]["phone"] == "72 00 00 00"


def test_an_extra_place_says_why(depot, ward):
    assert why(depot.do, stay_places.add_extra_place, site_id=ward, name="Stua", reason=" ") is Why.REASON_NEEDED
    made = depot.do(stay_places.add_extra_place, site_id=ward, name="Stua", reason="Influensa på to rom")
    assert dict(stay_places.place(depot.register, made)) | {"rev": 0} == {
        "stay_place_id": made, "site_id": ward, "name": "Stua", "name_key": "stua", "kind": "extra", "features": "",
        "valid_from": TODAY, "valid_to": None, "reason": "Influensa på to rom", "rev": 0,
        "site_name": stay_places.site(depot.register, ward)["name"], "site_kind": "ward",
    }  # fmt: skip


# time in use


def test_places_of_a_time_are_those_in_use_some_day_of_it(depot, ward):
    first, second = depot.do(stay_places.add_stay_places, site_id=ward, names="A, B", valid_from="2020-01-01")
    depot.do(stay_places.change_stay_place, stay_place_id=first, valid_to="2024-03-01")
    of = stay_places.places_of
    assert [row["name"] for row in of(depot.register, ward, since="2024-02-29", until="2025-01-01")] == ["A", "B"]
    assert [row["stay_place_id"] for row in of(depot.register, ward, since="2024-03-01")] == [second]
    assert of(depot.register, ward, since="2019-01-01", until="2020-01-01") == []


def test_a_place_ends_over_a_stay_only_when_somebody_has_seen_it(depot, ward):
    room = depot.do(stay_places.add_stay_places, site_id=ward, names="Rom 1", valid_from="2026-01-01")[0]
    stay = depot.do(stays_there, place_id=room, from_on="2026-12-01", to_on="2026-12-11")
    end = {"stay_place_id": room, "valid_to": "2026-12-10"}
    with pytest.raises(Rejected) as told:
        depot.do(stay_places.change_stay_place, **end)
    assert (told.value.why, told.value.facts["stay_ids"]) == (Why.STAYS_HIT, [stay])
    depot.do(stay_places.change_stay_place, **end, seen=[stay])
    assert stay_places.place(depot.register, room)["valid_to"] == "2026-12-10"
    depot.do(stay_places.change_stay_place, stay_place_id=room, valid_to="2026-12-11")  # the day of leaving is free


def test_a_place_keeps_the_nights_that_have_passed(depot, ward):
    room = depot.do(stay_places.add_stay_places, site_id=ward, names="Rom 1", valid_from="2026-01-01")[0]
    depot.do(stays_there, place_id=room, from_on="2026-05-01", to_on="2026-05-04", state="discharged")
    change = stay_places.change_stay_place
    assert why(depot.do, change, stay_place_id=room, valid_to="2026-05-03") is Why.PLACE_USED_THEN
    assert why(depot.do, change, stay_place_id=room, valid_from="2026-05-02") is Why.PLACE_USED_THEN
    depot.do(change, stay_place_id=room, valid_from="2026-05-01", valid_to="2026-05-04")
    assert why(depot.do, change, stay_place_id=room, valid_to="2026-05-01") is Why.ENDS_BEFORE_START


def test_a_place_changed_by_another_is_not_written_over(depot, ward):
    room = depot.do(stay_places.add_stay_places, site_id=ward, names="Rom 1")[0]
    rev = stay_places.place(depot.register, room)["rev"]
    depot.do(stay_places.change_stay_place, stay_place_id=room, features="Eget bad")
    assert why(depot.do, stay_places.change_stay_place, stay_place_id=room, rev=rev, name="X") is Why.OVERTAKEN


def test_a_place_that_has_been_used_keeps_its_kind(depot, ward):
    first, second = depot.do(stay_places.add_stay_places, site_id=ward, names="A, B", valid_from="2026-01-01")
    depot.do(stays_there, place_id=first, from_on="2026-05-01", to_on="2026-05-04", state="discharged")
    change = stay_places.change_stay_place
    assert why(depot.do, change, stay_place_id=first, kind="extra", reason="Fullt") is Why.KIND_IN_USE
    depot.do(change, stay_place_id=second, kind="extra", reason="Fullt")
    assert stay_places.place(depot.register, second)["kind"] == "extra"


# earmarks


DAYS = st.integers(0, 12)
SAID = st.tuples(st.sampled_from([None, "rehabilitation", "respite"]), DAYS, st.integers(1, 6) | st.none())


@settings(max_examples=30)
@given(st.lists(SAID, min_size=1, max_size=6))
def test_what_was_said_last_of_a_day_holds_and_no_day_is_for_two_purposes(depot, said):
    ward = depot.do(stay_places.add_site, name=f"Korttid {depot.register.value('SELECT count(*) FROM site')}")
    room = depot.do(stay_places.add_stay_places, site_id=ward, names="Rom 1", valid_from="2026-01-01")[0]
    wanted: dict[str, str | None] = {}
    for purpose, start, length in said:
        since = plus("2026-01-01", start)
        until = None if length is None else plus(since, length)
        depot.do(stay_places.set_earmarks, stay_place_ids=[room], purpose=purpose, from_on=since, to_on=until)
        days = (plus("2026-01-01", n) for n in range(20))
        wanted |= {day: purpose for day in days if since <= day < (until or "9999")}
    rows = stay_places.earmarks(depot.register, room)
    for day in (plus("2026-01-01", n) for n in range(20)):
        found = [row["purpose"] for row in rows if row["from_on"] <= day < (row["to_on"] or "9999")]
        assert found == ([wanted[day]] if wanted.get(day) else [])


def test_an_earmark_that_ends_before_it_begins_is_turned_down(depot, ward):
    room = depot.do(stay_places.add_stay_places, site_id=ward, names="Rom 1")
    given = {"stay_place_ids": room, "purpose": "respite", "from_on": "2026-05-02", "to_on": "2026-05-02"}
    assert why(depot.do, stay_places.set_earmarks, **given) is Why.ENDS_BEFORE_START


# inhabitants


def test_the_inhabitants_of_a_year_hold_until_newer_ones_are_known(depot):
    depot.do(stay_places.set_population, year=2024, inhabitants=15_900, source="SSB 1.1.")
    depot.do(stay_places.set_population, year=2026, inhabitants=16_000)
    assert stay_places.inhabitants(depot.register, 2023) is None
    known = [stay_places.inhabitants(depot.register, year) for year in (2024, 2025, 2026, 2030)]
    assert [row["inhabitants"] for row in known] == [15_900, 15_900, 16_000, 16_000]
    depot.do(stay_places.set_population, year=2024, inhabitants=15_950, source="SSB 1.1.")
    assert [row["inhabitants"] for row in stay_places.populations(depot.register)] == [16_000, 15_950]
    history.undo_last(depot.register, staff="Jon", today=TODAY)
    assert [row["inhabitants"] for row in stay_places.populations(depot.register)] == [16_000, 15_900]


# the list


def test_the_list_tells_how_each_place_stands_tonight(depot, ward):
    rooms = depot.do(
        stay_places.add_stay_places, site_id=ward, names="Rom 1..5", valid_from="2026-01-01", features="Heis"
    )
    there = {"from_on": "2026-11-20", "state": "in"}
    depot.do(stays_there, place_id=rooms[0], to_on="2026-12-01", **there)
    depot.do(stays_there, place_id=rooms[1], to_on="2026-11-21", person_id=depot.person, **there)
    depot.do(stays_there, place_id=rooms[2], from_on=TODAY, to_on="2026-11-30")
    depot.do(stays_there, place_id=rooms[3], from_on="2026-11-25", to_on="2026-11-30")
    depot.do(stay_places.set_earmarks, stay_place_ids=rooms[3:4], purpose="respite", from_on="2026-12-01")
    lists, register = stay_place_lists, depot.register
    rows = {row["name"]: row for row in lists.rows(register, rooms, today=TODAY)}
    assert [rows[f"Rom {n}"]["status"] for n in range(1, 6)] == ["taken", "over", "awaited", "free", "free"]
    leaves = {row["name"]: row["status"] for row in lists.rows(register, rooms[:2], today="2026-12-01")}
    assert leaves == {"Rom 1": "leaving", "Rom 2": "over"}, "the day of leaving is not over it"
    assert rows["Rom 4"]["next_in"] == "2026-11-25"
    assert (rows["Rom 4"]["earmark"], rows["Rom 4"]["next_earmark"]) == (None, "respite")
    assert (rows["Rom 1"]["last_name"], rows["Rom 1"]["out_on"]) == ("Nordmann", "2026-12-01")
    asked = {"today": TODAY, "site_id": ward}
    assert lists.ids(register, chip="taken", **asked) == rooms[:3]
    assert lists.ids(register, chip="free", order="name", descending=True, **asked) == rooms[:2:-1]
    assert lists.ids(register, text="HEIS rom 4", **asked) == [rooms[3]]
    assert lists.ids(register, text="nordmann", order="out", **asked)[0] == rooms[1]
    assert lists.ids(register, chip="later", today="2025-12-31", site_id=ward) == rooms
    assert lists.chips(register, today=TODAY)["free"] >= 2


def test_the_list_opens_every_order_and_chip(depot):
    for order in stay_place_lists._ORDERS:
        for chip in stay_place_lists._CHIPS:
            found = stay_place_lists.ids(depot.register, today=TODAY, order=order, chip=chip)
            assert len(found) == stay_place_lists.chips(depot.register, today=TODAY)[chip]


def test_a_national_id_is_never_written_on_a_place(depot, ward):
    given = {"site_id": ward, "names": "Rom 1", "features": "01010112345"}
    assert why(depot.do, stay_places.add_stay_places, **given) is Why.NATIONAL_ID
