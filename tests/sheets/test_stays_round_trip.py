"""Stays go out as our own workbook and come in again equal: into an empty register, and into the one they came from."""

import random
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from db import check, command, people, stay_acts, stay_moves, stay_places, stays
from db.connection import Register
from db.errors import Rejected
from db.stay_days import plus
from desktop.sheets import export, importing
from tests.sheets.reading import TODAY
from tests.sheets.stays import everything, reasons, statuses

NAMES = (("Kari", "Moe"), ("Ole-Jørgen", "Ås"), ("Anne Marie", "van der Berg"), ("Åse", "Østby"), ("Per", "Lie"),
         ("Liv", "Dahl"), ("Odd", "Vik"))  # fmt: skip
PURPOSES = ("rehabilitation", "respite", "assessment", "acute")


def run(register, act, /, today=TODAY, **arguments):
    return command.run(register, act, staff="Jon", today=today, **arguments).result


def exported(register, path):
    export.export(register, "stays", path, today=TODAY)
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def live(register, dice):
    """Some months at a ward, a supplier and a day centre: booked, come, moved, swapped, parked, gone, called off."""
    ward = run(register, stay_places.add_site, name="Solgløtt rehab")
    rooms = run(register, stay_places.add_stay_places, site_id=ward, names="Rom 1..3", valid_from="2026-01-01")
    away = run(register, stay_places.add_site, name="Fjordsenteret", kind="external")
    centre = run(register, stay_places.add_site, name="Dagsenteret", kind="day_centre")
    known = [run(register, people.add_person, first_name=first, last_name=last, born_on=f"19{40 + at}-0{at + 1}-17")
             for at, (first, last) in enumerate(NAMES)]  # fmt: skip
    waits = run(register, stays.apply_for_stay, person_id=known[0], purpose="respite", received_on="2026-06-01")
    day = "2026-08-01"
    while day < TODAY:
        person, purpose = dice.choice(known), dice.choice(PURPOSES)
        where = dice.choice([{"place_id": dice.choice(rooms)}] * 5 + [{"site_id": away}, {"site_id": ward}])
        booked = {"person_id": person, "purpose": purpose, "from_on": plus(day, dice.randint(0, 9)),
                  "to_on": plus(day, dice.randint(9, 40)), "confirmed": dice.random() < 0.5, **where}  # fmt: skip
        found = [tuple(row) for row in register.rows("SELECT stay_id, state FROM stay")]
        planned, inside = ([ref for ref, state in found if state == wanted] for wanted in ("planned", "in"))
        acts = [(stay_acts.book_stay, booked), (stay_acts.book_stay, booked)]
        acts += [(stay_acts.check_in, {"stay_id": ref}) for ref in planned] * 2
        acts += [(stays.cancel_stay, {"stay_id": ref, "reason": "user"}) for ref in planned[:1]]
        for ref in inside:
            acts += [(stay_acts.discharge, {"stay_id": ref}), (stay_moves.park_stay, {"stay_id": ref}),
                     (stay_moves.move_stay, {"stay_id": ref, "place_id": dice.choice(rooms)}),
                     (stays.set_coordinator, {"stay_id": ref, "name": dice.choice(("AH", "ergo TK"))})]  # fmt: skip
        act, named = dice.choice(acts)
        try:
            run(register, act, today=day, **named, **({"accept": True} if act in ACCEPTING else {}))
        except Rejected:
            pass
        day = plus(day, dice.randint(0, 2))
    run(register, stays.assess_stays, stay_ids=[waits])
    run(register, stay_acts.book_stay, person_id=known[1], purpose="rehabilitation", form="day", weekdays="13",
        site_id=centre, from_on="2026-11-02", to_on="2027-01-04", accept=True)  # fmt: skip


ACCEPTING = (stay_acts.book_stay, stay_acts.check_in, stay_moves.move_stay)


@pytest.mark.parametrize("seed", [1, 4, 7])  # some who moved between rooms that others left
def test_what_goes_out_comes_in_and_goes_out_the_same(register, tmp_path, seed):
    live(register, random.Random(seed))
    first = exported(register, tmp_path / "ut.xlsx")
    assert len(first) > 12
    other = Register.create(tmp_path / "ny.hverdag")
    plan = importing.import_book(other, tmp_path / "ut.xlsx", today=TODAY, staff="Jon")
    assert reasons(plan) == []
    assert exported(other, tmp_path / "igjen.xlsx") == first
    assert check.problems(other) == []
    assert set(statuses(importing.plan_book(other, tmp_path / "ut.xlsx", today=TODAY))) == {"unchanged"}
    other.close()
    before = everything(register)
    assert set(statuses(importing.import_book(register, tmp_path / "ut.xlsx", today=TODAY, staff="Jon"))) == {
        "unchanged"
    }
    assert everything(register) == before


def test_a_day_that_is_mended_in_our_own_workbook_changes_the_stay(register, tmp_path):
    from openpyxl import load_workbook

    ward = run(register, stay_places.add_site, name="Solgløtt rehab")
    [room, other] = run(register, stay_places.add_stay_places, site_id=ward, names="Rom 1..2", valid_from="2026-01-01")
    person = run(register, people.add_person, first_name="Kari", last_name="Moe", born_on="1940-02-03")
    booked = {"purpose": "respite", "place_id": room, "from_on": "2026-11-20", "to_on": "2026-12-01"}
    stay = run(register, stay_acts.book_stay, person_id=person, **booked)
    exported(register, tmp_path / "ut.xlsx")
    book = load_workbook(tmp_path / "ut.xlsx")
    sheet = book.worksheets[0]
    at = {cell.value: cell.column for cell in sheet[1]}
    for heading, value in (
        ("Inn", date(2026, 11, 22)),
        ("Ut", date(2026, 12, 9)),
        ("Bekreftet", "Ja"),
        ("Plass", "Rom 2"),
    ):
        sheet.cell(2, at[heading] or 0, value)
    book.save(tmp_path / "endret.xlsx")
    assert statuses(importing.import_book(register, tmp_path / "endret.xlsx", today=TODAY, staff="Jon")) == ["changed"]
    row = register.one("SELECT g.*, s.confirmed FROM stay_segment g JOIN stay s USING (stay_id)")
    assert (row["stay_id"], row["stay_place_id"], row["from_on"], row["to_on"], row["confirmed"]) == (
        stay, other, "2026-11-22", "2026-12-09", 1,
    )  # fmt: skip
