"""What a text may hold: national identity numbers are refused wherever people type, and unseen signs are taken out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import check, command, equipment, errors, history, loans, people, products, settings, texts, units
from db.loans import Return

CERTAIN = "13897240054"  # the control digits hold; a month of 80 and more is for tests, nobody has it
WRITTEN = [CERTAIN, "138972 40054", "138972-40054", "13 89 72 40054", "13.89.72 400 54", "138972\u00a040054"]
TODAY = "2026-11-22"


def product(depot) -> int:
    return equipment.item(depot.register, depot.items[0])["product_id"]


def typed(depot):
    """Every free text of every command: what the test calls it → how it is typed in."""
    depot.lend(0)
    depot.lend(1)
    depot.lend(2, goods={depot.goods: 2})
    line, do = depot.line(0), depot.do
    person = people.person(depot.register, depot.person)
    ward = do(units.add_unit, name="Solbakken")
    goods = depot.register.value("SELECT line_id FROM loan_line WHERE product_id IS NOT NULL")
    item = {"item_id": depot.items[4], "rev": 1}
    agreement = {"agreement_id": 1, "rev": 1}
    made = {
        f"person {name}": lambda t, name=name: do(people.add_person, **({"last_name": "Ny"} | {name: t}))
        for name in ("first_name", "last_name", "address", "phone", "kin_name", "kin_phone", "note")
    }
    made |= {
        f"unit {name}": lambda t, name=name: do(units.add_unit, **({"name": "Ny"} | {name: t}))
        for name in ("name", "address", "phone", "contact")
    }
    made |= {
        f"product {name}": lambda t, name=name: do(products.add_product, **({"name": "Ny"} | {name: t}))
        for name in ("name", "note", "group_name", "subgroup")
    }
    return made | {
        "change person": lambda t: do(people.change_person, person_id=depot.person, rev=person["rev"], note=t),
        "change unit": lambda t: do(units.change_unit, unit_id=ward, rev=1, contact=t),
        "accessory": lambda t: do(products.add_product, name="Ny", accessory_names=[t]),
        "room": lambda t: do(equipment.add_place, room=t),
        "shelf": lambda t: do(equipment.add_place, room="Kjeller", shelf=t),
        "item note": lambda t: do(equipment.change_item, **item, note=t),
        "item room": lambda t: do(equipment.change_item, **item, place_id=None, room=t),
        "serial": lambda t: do(equipment.change_item, **item, serial=t),
        "act": lambda t: do(equipment.act, item_ids=[depot.items[4]], act="to_cleaning", note=t),
        "agreement note": lambda t: depot.lend(3, note=t),
        "requested by": lambda t: depot.lend(3, requested_by=t),
        "lent by": lambda t: depot.lend(3, lent_by=t),
        "goes with it": lambda t: depot.lend(3, accessories={depot.items[3]: [t]}),
        "changed agreement": lambda t: do(loans.change_agreement, **agreement, requested_by="", note=t),
        "changed asker": lambda t: do(loans.change_agreement, **agreement, requested_by=t, note=""),
        "extension": lambda t: do(loans.extend, line_ids=[line], due_on="2027-05-01", reason=t),
        "asked by": lambda t: do(loans.extend, line_ids=[line], due_on="2027-05-01", asked_by=t),
        "return": lambda t: do(loans.take_back, returns=[Return(line, "clean", note=t)]),
        "swap": lambda t: do(loans.swap, line_id=line, item_id=depot.items[3], note=t),
        "loss": lambda t: do(loans.lose, line_ids=[line], note=t),
        "loss of goods": lambda t: do(loans.lose, line_ids=[goods], note=t),
        "stock": lambda t: do(products.move_stock, product_id=depot.goods, kind="in", quantity=1, note=t),
        "staff": lambda t: do(people.add_staff, name=t),
        "role": lambda t: do(people.add_staff, name="Ny", role=t),
        "terms": lambda t: do(settings.choose, values={"terms": t}),
    }


@pytest.mark.parametrize("number", WRITTEN)
def test_a_national_identity_number_is_refused_wherever_people_type(depot, number):
    for name, enter in typed(depot).items():
        before = history.latest(depot.register)
        with pytest.raises(errors.Rejected) as told:
            enter(f"Se {number}")
        assert told.value.why == errors.Why.NATIONAL_ID, name
        assert told.value.field, name
        assert history.latest(depot.register) == before, name
    depot.register.close()
    assert CERTAIN.encode() not in depot.path.read_bytes()
    depot.register.reopen()


@pytest.mark.parametrize(
    "text",
    ["900 00 001", "+47 900 00 001", "0047 90000001", "12.03.2026 14:30", "HMS 177946", "7012345678901", "1234.56.78901",
     "4 200,00", "2026-11-22T14:05:12", "01 02 03 04 05 6"],
)  # fmt: skip
def test_numbers_of_other_kinds_may_stand_in_a_text(text):
    assert not texts.holds_national_id(text)
    assert texts.without_national_ids(text) == text


def test_a_serial_number_of_eleven_digits_is_kept_and_a_national_id_in_its_place_is_not(depot):
    depot.do(equipment.change_item, item_id=depot.items[4], rev=1, serial="12345678901")
    assert equipment.item(depot.register, depot.items[4])["serial"] == "12345678901"
    with pytest.raises(errors.Rejected):
        depot.do(equipment.change_item, item_id=depot.items[4], rev=2, serial=CERTAIN)


@pytest.mark.parametrize("unseen", ["\u202e", "\x00", "\x1b[31m", "\ud800", "\u2066", "\ufeff", "\r"])
def test_signs_that_nobody_sees_are_not_kept(depot, unseen):
    given = f"Kari{unseen}"
    person = depot.do(people.add_person, last_name=given, note=f"{given}\nto linjer", address="Storgata 😀 <b>")
    depot.do(equipment.add_items, numbers=[f"N{unseen}1"], product_id=product(depot), serial=given, room=given)
    card = people.person(depot.register, person)
    seen = unseen[1:] if unseen.startswith("\x1b") else ""
    assert (card["last_name"], card["note"]) == (f"Kari{seen}", f"Kari{seen}\nto linjer")
    assert card["address"] == "Storgata 😀 <b>"
    told = depot.register.value("SELECT data FROM op ORDER BY seq DESC LIMIT 1")
    assert unseen[0] not in "".join(json.loads(told)["numbers"])
    assert check.problems(depot.register) == []


@pytest.mark.parametrize("enter", ["person", "unit", "product", "room", "staff"])
def test_a_text_of_unseen_signs_alone_is_no_text(depot, enter):
    acts = {
        "person": (people.add_person, {"last_name": "\u202e"}),
        "unit": (units.add_unit, {"name": "\u202e"}),
        "product": (products.add_product, {"name": "\u202e"}),
        "room": (equipment.add_place, {"room": "\u202e"}),
        "staff": (people.add_staff, {"name": "\u202e"}),
    }
    act, given = acts[enter]
    with pytest.raises(errors.Rejected) as told:
        depot.do(act, **given)
    assert told.value.why == errors.Why.MISSING_VALUE


def test_a_name_on_duty_that_the_system_could_not_spell_is_written_as_far_as_it_goes(depot):
    command.run(depot.register, equipment.add_place, staff="J\udcf8rn", today=TODAY, room="X")
    assert depot.register.value("SELECT staff FROM op ORDER BY seq DESC LIMIT 1") == "Jrn"


@given(st.text(st.characters(), max_size=60))
def test_cleaning_a_clean_text_changes_nothing(text):
    assert texts.cleaned(texts.cleaned(text)) == texts.cleaned(text)
    texts.cleaned(text).encode()


@given(st.text("0123456789 .-", max_size=40))
def test_no_national_identity_number_is_left_where_they_are_taken_out(text):
    plain = texts.without_national_ids(text)
    assert plain == text or texts.holds_national_id(text)
