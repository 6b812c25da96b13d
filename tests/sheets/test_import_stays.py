"""The municipality's own list of stays, row by row as the truth file tells it, and lists that meet the register."""

import json

import pytest

from db import check, command, history, people, stay_acts
from db import stays as stays_acts
from db.connection import Register
from db.stay_days import plus
from desktop import plain
from desktop.sheets import importing, rejected
from tests.sheets.reading import TODAY
from tests.sheets.stays import BOOK, TRUTH, everything, reasons, remarks, row, statuses, stays, take_in

PURPOSES = {"rehab": "rehabilitation", "Rehabilitering": "rehabilitation", "avl.": "respite", "avlastning": "respite",
            "utredning": "assessment", "ØH": "acute", "øyeblikkelig hjelp": "acute"}  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A register that has taken in the whole book, and the plan of it; only read."""
    opened = Register.create(tmp_path_factory.mktemp("opphold") / "prøve.hverdag")
    plan = importing.import_book(opened, BOOK, today=TODAY, staff="Jon")
    yield opened, plan
    opened.close()


def of_book(told, person="Ola Aune"):
    return next(one for one in told if one["person"] == person)


def test_every_stay_is_as_the_truth_says(whole):
    found = {(one["room"], one["from_on"]): one for one in stays(whole[0])}
    told = sorted((one["room"], one["person"], one["purpose"], one["from_on"], one["to_on"] if one["confirmed"] else None)
                  for one in found.values())  # fmt: skip
    wanted = sorted((one["room"], one["person"], PURPOSES[one["kind"]], one["start"], one["end"])
                    for one in TRUTH["stays"])  # fmt: skip
    assert told == wanted
    assert len(told) == len(TRUTH["stays"])


def test_the_bad_rows_and_no_others_are_rejected_and_say_what_they_meet(whole):
    assert [(one.row, one.why) for sheet in whole[1].sheets for one in sheet.rejected] == [
        (229, "room_taken"), (230, "out_before_in"),
    ]  # fmt: skip
    assert {one["row"] for one in TRUTH["bad_rows"]} == {229, 230}
    assert reasons(whole[1]) == [
        "Rom 205 er opptatt 1.–19. jan. av Ødegård, Bjørn (rad 4).",
        "Ut 2. mai 2026 er før inn 9. mai 2026.",
    ]


def test_the_state_of_a_stay_follows_from_its_days(whole):
    for one in stays(whole[0]):
        due = "planned" if one["from_on"] > TODAY else "discharged" if one["to_on"] < TODAY else "in"
        assert one["state"] == due, one
        assert one["closed_on"] == (one["to_on"] if due == "discharged" else None)


def test_an_open_end_gets_the_usual_length_but_no_longer_than_the_room_is_free(whole):
    open_ones = {(one["room"], one["from_on"]): one["to_on"] for one in stays(whole[0]) if not one["confirmed"]}
    assert open_ones[("202", "2026-11-17")] == plus("2026-11-17", 21)
    assert open_ones[("205", "2026-11-26")] == plus("2026-11-26", 14)
    assert open_ones[("207", "2026-10-18")] == plus(TODAY, 7)  # the usual length is over, and nobody has said more
    assert len(open_ones) == sum(one["end"] is None for one in TRUTH["stays"])


def test_a_person_in_two_rooms_at_once_is_told_and_not_rejected(whole):
    told = [one for one in whole[1].sheets[0].remarks if "også opphold" in one[1]]
    assert (7, "Brækhus, Øystein har også opphold 7.–26. jan. (Rom 210, rad 10). Kontroller datoene.") in told
    assert {10, 12, 216} <= {at for at, _text in told}


def test_nothing_that_the_list_tells_is_lost(whole):
    found = {(one["room"], one["from_on"]): one for one in stays(whole[0])}
    one = found[("209", "2026-01-02")]
    assert (one["person"], one["born_on"], one["goal"]) == ("Ola Aune", "1928-02-21", "gå i trapp selv")
    assert (one["coordinator"], one["site"]) == ("fysio T.K.", "Korttidsavdelingen")
    assert {(one["came_from"], one["came_from_note"]) for one in found.values()} == {
        (None, ""), ("hospital", "St. Olavs"), ("home", ""), ("home", "Hjemmesykepl."),
    }  # fmt: skip


def test_places_are_in_use_from_the_first_day_of_the_list(whole):
    rows = whole[0].rows("SELECT name, valid_from, valid_to FROM stay_place ORDER BY name")
    assert [one["name"] for one in rows] == [str(number) for number in range(201, 217)]
    assert {(one["valid_from"], one["valid_to"]) for one in rows} == {("2026-01-01", None)}


def test_people_are_told_apart_by_their_birth_dates(whole):
    born = {one["born_on"] for one in stays(whole[0]) if one["person"] == "Åge Larsen"}
    assert born == {"1940-01-18", "1953-12-03", "1957-09-07"}
    assert len({one["person_id"] for one in stays(whole[0]) if one["person"] == "Kari Haugen"}) == 1


def test_the_json_answer_has_the_shape_of_the_others(whole):
    [sheet] = importing.as_json(whole[1])["sheets"]
    assert list(sheet) == ["sheet", "kind", "read", "added", "changed", "unchanged", "rejected"]
    assert (sheet["kind"], sheet["read"], sheet["added"], len(sheet["rejected"])) == ("stays", 227, 225, 2)


def test_the_register_is_whole_and_the_same_list_again_changes_nothing(whole):
    assert check.problems(whole[0]) == []
    plan = importing.plan_book(whole[0], BOOK, today=TODAY)
    assert not plan.orders
    assert plan.counts() == {"new": 0, "changed": 0, "unchanged": 225, "rejected": 2}


def test_other_programs_get_the_stays_as_plain_values(whole):
    told = plain.stays(whole[0], today=TODAY)
    assert len(told) == len(TRUTH["stays"])
    assert told[0]["in"] == "2026-01-01"
    assert next(one for one in told if one["room"] == "203" and one["in"] == "2026-11-13") == {
        "room": "203", "site": "Korttidsavdelingen", "person": "Jorunn Karlsen", "born": "1939-05-12",
        "purpose": "respite", "state": "in", "in": "2026-11-13", "out": "2026-12-23", "confirmed": True,
        "coordinator": "ergoterapeut Anne Haug",
    }  # fmt: skip
    json.dumps(told)


def test_rejected_rows_are_saved_with_their_reason(whole, tmp_path):
    from openpyxl import load_workbook

    assert rejected.save(whole[1], tmp_path / "avvist.xlsx") == 2
    rows = list(load_workbook(tmp_path / "avvist.xlsx")["Korttid 2026"].values)
    assert rows[0][:4] == ("Rad", "Hvorfor raden ble avvist", "Rom", "Navn")
    assert [one[0] for one in rows[1:]] == [229, 230]


def test_one_undo_takes_the_list_back_and_a_redo_brings_it_again(register, tmp_path):
    before = everything(register)
    take_in(register, tmp_path, row(), row("202", came="2.11.2026", name="Berg, Eva"))
    there = everything(register)
    history.undo_last(register, staff="Jon", today=TODAY)
    assert everything(register) == before
    history.redo_last(register, staff="Jon", today=TODAY)
    assert everything(register) == there
    assert there["stay_night"]


def test_a_second_list_that_moves_the_stays_of_the_first_is_undone_alone_and_then_the_first(register, tmp_path):
    before = everything(register)
    take_in(register, tmp_path, row("201"))
    first = everything(register)
    take_in(register, tmp_path, row("207"), row("208", "Berg, Eva"))
    history.undo_last(register, staff="Jon", today=TODAY)
    again = everything(register)
    assert again.pop("stay_segment") == first.pop("stay_segment")
    assert (again["stay_place"], again["stay_night"]) == (first["stay_place"], first["stay_night"])
    history.undo_last(register, staff="Jon", today=TODAY)
    assert everything(register) == before


def test_a_day_of_another_age_is_no_day_of_a_stay(register, tmp_path):
    plan = take_in(register, tmp_path, row(left="1.12.9206"), row("202", "Berg, Eva", came="1.1.1906", left=""))
    assert reasons(plan) == ["Datoen 1. desember 9206 er for langt fra i dag til å være riktig.",
                             "Datoen 1. januar 1906 er for langt fra i dag til å være riktig."]  # fmt: skip


def test_a_dry_run_writes_nothing(register):
    before = everything(register)
    plan = importing.import_book(register, BOOK, today=TODAY, staff="Jon", dry_run=True)
    assert plan.counts()["new"] == 225
    assert everything(register) == before


# the second list


def test_a_changed_day_to_leave_changes_the_stay_and_its_nights(register, tmp_path):
    take_in(register, tmp_path, row(left="20.11.2026"))
    plan = take_in(register, tmp_path, row(left="28.11.2026"))
    assert statuses(plan) == ["changed"]
    assert [one["to_on"] for one in stays(register)] == ["2026-11-28"]
    assert register.value("SELECT max(night) FROM stay_night") == "2026-11-27"
    history.undo_last(register, staff="Jon", today=TODAY)
    assert register.value("SELECT max(night) FROM stay_night") == "2026-11-19"


def test_a_day_to_leave_that_was_open_becomes_certain(register, tmp_path):
    take_in(register, tmp_path, row(left=""))
    plan = take_in(register, tmp_path, row(left="22.11.2026"))
    assert statuses(plan) == ["changed"]
    assert [(one["to_on"], one["confirmed"]) for one in stays(register)] == [("2026-11-22", 1)]
    assert statuses(take_in(register, tmp_path, row(left=""))) == ["unchanged"]


def test_the_days_go_on_and_the_states_with_them(register, tmp_path):
    rows = [row(came="20.11.2026", left="25.11.2026")]
    take_in(register, tmp_path, *rows)
    seen = []
    for today in ("2026-11-21", "2026-11-26", "2026-11-27"):
        plan = take_in(register, tmp_path, *rows, today=today)
        seen.append((statuses(plan)[0], stays(register)[0]["state"], stays(register)[0]["closed_on"]))
    assert seen == [
        ("changed", "in", None), ("changed", "discharged", "2026-11-25"), ("unchanged", "discharged", "2026-11-25"),
    ]  # fmt: skip


def test_two_stays_may_change_rooms_in_one_list(register, tmp_path):
    take_in(register, tmp_path, row("201", "Lie, Per"), row("202", "Berg, Eva"))
    plan = take_in(register, tmp_path, row("202", "Lie, Per"), row("201", "Berg, Eva"))
    assert statuses(plan) == ["changed", "changed"]
    assert {(one["person"], one["room"]) for one in stays(register)} == {("Per Lie", "202"), ("Eva Berg", "201")}
    history.undo_last(register, staff="Jon", today=TODAY)
    assert {(one["person"], one["room"]) for one in stays(register)} == {("Per Lie", "201"), ("Eva Berg", "202")}


def test_a_stay_that_gives_way_frees_the_nights_for_a_new_one(register, tmp_path):
    take_in(register, tmp_path, row(left="30.11.2026"))
    plan = take_in(register, tmp_path, row("201", "Berg, Eva", came="20.11.2026"), row(left="20.11.2026"))
    assert statuses(plan) == ["new", "changed"]


def test_a_change_that_meets_another_is_rejected_and_the_stay_keeps_its_room(register, tmp_path):
    take_in(register, tmp_path, row(left="20.11.2026"), row("201", "Berg, Eva", came="20.11.2026", left="30.11.2026"))
    plan = take_in(register, tmp_path, row(left="25.11.2026"), row("201", "Moe, Ida", came="18.11.2026"))
    assert reasons(plan) == [
        "Rom 201 er opptatt 20.–30. nov. av Berg, Eva (i registeret).",
        "Rom 201 er opptatt 1.–20. nov. av Lie, Per (i registeret).",
    ]
    assert [one["to_on"] for one in stays(register)] == ["2026-11-20", "2026-11-30"]


def test_conflicts_with_the_register_are_told_with_room_days_and_person(register, tmp_path):
    take_in(register, tmp_path, row())
    plan = take_in(register, tmp_path, row("201", "Berg, Eva", came="29.11.2026"), row("202", came="12.11.2026"))
    assert reasons(plan) == ["Rom 201 er opptatt 1.–30. nov. av Lie, Per (i registeret)."]
    assert "Lie, Per har også opphold 1.–30. nov. (Rom 201, i registeret). Kontroller datoene." in remarks(plan)


def test_somebody_who_has_not_left_the_room_is_told(register, tmp_path):
    take_in(register, tmp_path, row(came="20.10.2026", left="10.11.2026"), today="2026-11-01")
    plan = take_in(register, tmp_path, row("201", "Berg, Eva", came="12.11.2026"))
    assert (statuses(plan), remarks(plan)) == (
        ["new"], ["Lie, Per er ikke skrevet ut fra Rom 201 i registeret. Skriv ut eller flytt den ene."],
    )  # fmt: skip


def test_a_stay_after_the_death_that_the_register_knows_is_told(register, tmp_path):
    run(register, people.add_person, first_name="Per", last_name="Lie", born_on="1940-02-01")
    register.conn.execute("UPDATE person SET died_on = '2026-11-09'")
    assert remarks(take_in(register, tmp_path, row(left="9.11.2026"))) == []
    plan = take_in(register, tmp_path, row("202", came="20.11.2026"))
    assert remarks(plan) == ["Lie, Per står som død 9. november 2026 i registeret. Kontroller datoene."]


def test_a_day_they_came_that_is_mended_is_the_same_stay(register, tmp_path):
    take_in(register, tmp_path, row(came="3.11.2026"))
    assert statuses(take_in(register, tmp_path, row(came="1.11.2026"))) == ["changed"]
    assert [(one["from_on"], one["to_on"]) for one in stays(register)] == [("2026-11-01", "2026-11-30")]


def test_what_the_register_knows_better_stands(register, tmp_path):
    """One who went home before the list says so, one who was called off, and a coordinator who took over."""
    take_in(register, tmp_path, row(left="28.11.2026"), row("202", "Berg, Eva", came="20.11.2026"))
    [in_house, planned] = [one["stay_id"] for one in stays(register)]
    run(register, stay_acts.discharge, stay_id=in_house, on_day="2026-11-15")
    run(register, stays_acts.cancel_stay, stay_id=planned, reason="user")
    plan = take_in(register, tmp_path, row(left="28.11.2026"))
    assert (statuses(plan), remarks(plan)) == (
        ["unchanged"], ["Personen er skrevet ut 15. november 2026 i registeret. Datoen er ikke endret."],
    )  # fmt: skip
    again = take_in(register, tmp_path, row("202", "Berg, Eva", came="20.11.2026"))
    assert remarks(again)[0].startswith("Berg, Eva har et avlyst opphold med samme formål")


def run(register, act, /, **arguments):
    return command.run(register, act, staff="Jon", today=TODAY, **arguments).result
