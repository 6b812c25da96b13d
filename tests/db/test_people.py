"""People and units who borrow."""

import pytest
from filled import TODAY

from db import errors, history, loan_lines, merging, people, stops, trips, units
from db.errors import Why


def why(act, /, *positional, **arguments) -> tuple[Why, str | None]:
    with pytest.raises(errors.Rejected) as told:
        act(*positional, **arguments)
    return told.value.why, told.value.field


def test_a_card_keeps_what_was_typed_with_spaces_levelled(depot):
    key = depot.do(people.add_person, first_name="  Per  Olav ", last_name=" Å\tsen ", note=" linje 1\nlinje 2 ")
    card = people.person(depot.register, key)
    assert (card["first_name"], card["last_name"], card["note"]) == ("Per Olav", "Å sen", "linje 1\nlinje 2")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"last_name": " "}, (Why.MISSING_VALUE, "last_name")),
        ({"last_name": "A" * 121}, (Why.TOO_LONG, "last_name")),
        ({"last_name": "A", "born_on": "1941-02-29"}, (Why.NOT_A_DAY, "born_on")),
        ({"last_name": "A", "born_on": "2026-11-23"}, (Why.DAY_IN_FUTURE, "born_on")),
        ({"last_name": "A", "died_on": "2027-01-01"}, (Why.DAY_IN_FUTURE, "died_on")),
        ({"last_name": "A", "note": "fnr 17054112345"}, (Why.NATIONAL_ID, "note")),
        ({"last_name": "A", "address": "170541 12345"}, (Why.NATIONAL_ID, "address")),
        ({"last_name": "17054112345"}, (Why.NATIONAL_ID, "last_name")),
    ],
)
def test_a_card_that_cannot_be_is_refused_with_its_field(depot, fields, expected):
    before = depot.register.value("SELECT count(*) FROM op")
    assert why(depot.do, people.add_person, **fields) == expected
    assert depot.register.value("SELECT count(*) FROM op") == before


@pytest.mark.parametrize("text", ["12345678", "901 23 456", "123456789012", "1234567 12345"])
def test_phone_numbers_and_longer_numbers_are_no_national_identity_numbers(depot, text):
    assert depot.do(people.add_person, last_name="A", phone=text)


@pytest.mark.parametrize(
    "text", ["kari", "NORDMANN", "nord kari", "lia 4", "90000000", "17.05.1941", "1941", "kari lia", "mann"]
)
def test_a_person_is_found_by_every_word_of_name_address_phone_and_birth_date(depot, text):
    assert [row["person_id"] for row in people.find(depot.register, text)] == [depot.person]


@pytest.mark.parametrize("text", ["ola", "kari xyz", "%", "_ari", "'; DROP TABLE person"])
def test_what_nobody_is_called_finds_nobody(depot, text):
    assert people.find(depot.register, text) == []


def test_aa_and_å_find_each_other(depot):
    key = depot.do(people.add_person, first_name="Åse", last_name="Haakonsen")
    for text in ("aase", "åse", "ÅSE", "håkonsen", "Haakonsen"):
        assert [row["person_id"] for row in people.find(depot.register, text)] == [key]


def test_a_changed_name_is_found_and_the_old_one_is_not(depot):
    depot.do(people.change_person, person_id=depot.person, rev=1, last_name="Hansen")
    assert people.find(depot.register, "nordmann") == []
    assert people.person(depot.register, depot.person)["address"] == "Lia 4"
    assert [row["last_name"] for row in people.find(depot.register, "hansen")] == ["Hansen"]


def test_a_protected_address_stands_in_no_list(depot):
    depot.do(people.change_person, person_id=depot.person, rev=1, protected=1)
    (shown,) = people.rows(depot.register, [depot.person], today=TODAY)
    assert shown["shown_address"] == ""
    (offered,) = people.borrowers(depot.register, "kari", today=TODAY)
    assert offered["address"] == ""


def test_nobody_learns_from_a_search_or_an_order_where_a_protected_person_lives(depot):
    other = depot.do(people.add_person, last_name="Nordmann", first_name="Kari", address="Lia 9")
    depot.do(people.change_person, person_id=depot.person, rev=1, protected=1, address="Aasgata 1")
    for text in ("lia 4", "aasgata", "aasgata 1"):
        assert people.find(depot.register, text) == []
        assert people.ids(depot.register, today=TODAY, text=text) == []
    assert people.ids(depot.register, today=TODAY, order="address") == [other, depot.person]
    (pair,) = people.doubtful_pairs(depot.register)
    assert (pair["address"], pair["other_address"]) == ("", "Lia 9")
    depot.do(merging.merge_people, person_id=other, other_id=depot.person)
    assert people.person(depot.register, other)["protected"] == 1
    assert people.find(depot.register, "lia 9") == []


def test_borrowers_are_people_and_units_in_norwegian_order(depot):
    for name in ("Øverås", "Ærlig", "Ås", "Zahl"):
        depot.do(people.add_person, last_name=name, first_name="Sol")
    found = people.borrowers(depot.register, "sol", today=TODAY)
    assert [row["last_name"] for row in found] == ["Solgløtt", "Zahl", "Ærlig", "Øverås", "Ås"]


def test_merging_moves_the_loans_and_fills_the_gaps_and_can_be_undone(depot):
    other = depot.do(people.add_person, first_name="Kari", last_name="Nordmann", kin_name="Per", phone="22222222")
    depot.lend(0, person_id=other)
    assert [(row["person_id"], row["other_id"]) for row in people.doubtful_pairs(depot.register)] == [
        (depot.person, other)
    ]
    depot.do(merging.merge_people, person_id=depot.person, other_id=other)
    kept = people.person(depot.register, depot.person)
    assert (kept["phone"], kept["kin_name"]) == ("90000000", "Per")
    assert len(loan_lines.of_borrower(depot.register, person_id=depot.person, today=TODAY)) == 1
    assert [row["person_id"] for row in people.find(depot.register, "nordmann")] == [depot.person]
    assert people.doubtful_pairs(depot.register) == []
    assert why(depot.do, merging.merge_people, person_id=other, other_id=other) == (Why.SAME_PERSON, None)


def test_chips_count_what_their_lists_hold(depot):
    depot.do(people.add_person, last_name="Død", died_on="2026-01-01")
    depot.lend(0, due_on="2026-11-22")
    tomorrow = "2026-11-23"
    counts = people.chips(depot.register, today=tomorrow)
    assert counts == {"all": 2, "dead": 1, "moved": 0, "borrowing": 1, "overdue": 1}
    for chip, count in counts.items():
        assert len(people.ids(depot.register, today=tomorrow, chip=chip)) == count


@pytest.mark.parametrize("order", ["name", "born", "address", "phone", "open", "late", "died"])
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_gives_every_person_once(depot, order, descending):
    for number in range(5):
        depot.do(people.add_person, last_name=f"P{number}")
    found = people.ids(depot.register, today=TODAY, order=order, descending=descending)
    assert sorted(found) == list(range(1, 7))


def test_a_name_on_duty_is_retired_and_comes_back_with_the_same_id(depot):
    first = depot.do(people.add_staff, name="Ida")
    depot.do(people.retire_staff, staff_id=first)
    assert people.staff(depot.register) == []
    assert depot.do(people.add_staff, name=" Ida ", role="ergoterapeut") == first
    assert [row["name"] for row in people.staff(depot.register)] == ["Ida"]


def test_a_unit_out_of_use_is_not_offered(depot):
    depot.do(units.change_unit, unit_id=depot.unit, rev=1, active=0)
    assert units.find(depot.register, "sol") == []
    assert units.unit(depot.register, depot.unit)["name"] == "Solgløtt"


def test_who_does_not_exist_is_told(depot):
    assert why(people.person, depot.register, 99) == (Why.NO_SUCH, None)
    assert why(units.unit, depot.register, 99) == (Why.NO_SUCH, None)


def test_a_number_from_a_card_that_is_protected_now_stays_on_no_stop(depot):
    """Neither the former number of a card, nor that of a card merged into it."""
    other = depot.do(people.add_person, last_name="Nordmann", phone="91111111", protected=1)
    made = [depot.do(trips.add_stop, kind="parcel", person_id=depot.person, text="Brev", **more)
            for more in ({}, {"phone": "22222222"})]  # fmt: skip
    before = stops.stop(depot.register, made[0])["phone"]
    depot.do(merging.merge_people, person_id=other, other_id=depot.person)
    assert [stops.stop(depot.register, ref)["phone"] for ref in made] == ["", "22222222"]
    history.undo_last(depot.register, staff="Jon", today=TODAY)
    rev = people.person(depot.register, depot.person)["rev"]
    depot.do(people.change_person, person_id=depot.person, rev=rev, protected=1, phone="93333333")
    assert [stops.stop(depot.register, ref)["phone"] for ref in made] == ["", "22222222"]
    history.undo_last(depot.register, staff="Jon", today=TODAY)
    assert stops.stop(depot.register, made[0])["phone"] == before == "90000000"
