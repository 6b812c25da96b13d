"""Lists of stays as people keep them: other words, other columns, several sheets, and what is not quite told."""

import random

import pytest

from db import check, command, people, settings, stay_places
from db.connection import Register
from db.stay_days import collide, plus
from desktop.sheets import importing
from tests.sheets.reading import TODAY, save_book
from tests.sheets.stays import everything, reasons, remarks, row, statuses, stays, take_in

WORDS = {
    "room": ("Rom", "Romnr.", "Seng", "Plass", "Plassnr"),
    "name": ("Navn", "Pasient", "Bruker", "Beboer", "Person", "Pasientens navn"),
    "born": ("Født", "Fødselsdato", "F.dato"),
    "purpose": ("Type opphold", "Formål", "Årsak", "Oppholdstype", "Grunn", "Type"),
    "came": ("Inn", "Dato inn", "Innskrevet", "Ankomst", "Innlagt dato", "Fra", "Oppstart", "Innskrivingsdato"),
    "left": ("Ut", "Dato ut", "Utskrevet", "Avreise", "Til", "Hjemreise", "Utskrivningsdato", "Ut (dato)"),
    "came_from": ("Kommer fra", "Innlagt fra", "Hvorfra"),
    "goal": ("Mål for oppholdet", "Hovedmål", "Hva er viktig for deg?"),
    "coordinator": ("Koordinator", "Primærkontakt", "Ansvarlig"),
}
FORMS = ("{d}.{m}.{y}", "{d:02}.{m:02}.{s:02}", "{d}/{m}-{y}", "{y}-{m:02}-{d:02}", "{d}. {w} {y}", "date")
MONTHS = ["jan.", "feb.", "mars", "april", "mai", "juni", "juli", "aug.", "sept.", "okt.", "nov.", "des."]
SPOKEN = {"rehabilitation": ("rehab", "Rehabilitering", "Rehab.opphold", "R", "opptrening"),
          "respite": ("avl.", "Avlastning", "A", "rullerende"), "assessment": ("utredning", "Utr.", "vurdering"),
          "acute": ("ØH", "ø-hjelp", "øyeblikkelig hjelp", "KØH", "akutt")}  # fmt: skip
PEOPLE = [(f"{first} {last}", f"19{30 + at}-0{at + 1}-1{at}") for at, (first, last) in enumerate(
    zip(("Kari", "Ole-Jørgen", "Åse", "Per", "Anne Marie"), ("Moe", "Ås", "Østby", "Lie", "van der Berg"), strict=True))]  # fmt: skip


def written(dice, day):
    form = dice.choice(FORMS)
    year, month, number = (int(part) for part in day.split("-"))
    if form == "date":
        from datetime import date

        return date(year, month, number)
    return form.format(d=number, m=month, y=year, s=year % 100, w=MONTHS[month - 1])


def random_stays(dice):
    """Stays that do not meet in any room, in the order of their arrivals, some without an end."""
    found = []
    for room in range(1, dice.randint(3, 6)):
        day = plus(TODAY, -dice.randint(20, 200))
        while day < plus(TODAY, 60):
            left = plus(day, dice.randint(0, 40))
            person, born = dice.choice(PEOPLE)
            found.append({"room": str(room), "person": person, "born": born, "purpose": dice.choice(list(SPOKEN)),
                          "came": day, "left": left, "from": dice.choice(("", "Sykehuset i Vik")),
                          "goal": dice.choice(("", "gå i trapp")), "coordinator": dice.choice(("", "AH"))})  # fmt: skip
            day = plus(left, dice.randint(1, 20))
        if dice.random() < 0.7:
            found[-1]["left"] = None
    return sorted(found, key=lambda one: (one["came"], one["room"]))


def as_rows(dice, told):
    """The stays as somebody would keep them: a title, headings in other words and another order, days in many forms."""
    columns = list(WORDS)
    dice.shuffle(columns)
    rows = [["Korttidsavdelingen – opphold"], [], [dice.choice(WORDS[name]) for name in columns]]
    for one in told:
        first, _space, last = (
            one["person"].partition(" ") if "Marie" not in one["person"] else one["person"].rpartition(" van ")
        )
        name = one["person"] if dice.random() < 0.5 or "Marie" in one["person"] else f"{last}, {first}"
        cells = {"room": one["room"], "name": name, "born": written(dice, one["born"]),
                 "purpose": dice.choice(SPOKEN[one["purpose"]]), "came": written(dice, one["came"]),
                 "left": written(dice, one["left"]) if one["left"] else dice.choice(("", "", "?", "åpen")),
                 "came_from": one["from"], "goal": one["goal"], "coordinator": one["coordinator"]}  # fmt: skip
        rows.append([cells[column] for column in columns])
    return rows


@pytest.mark.parametrize("seed", range(6))
def test_a_list_of_any_stays_in_any_words_comes_in_equal(register, tmp_path, seed):
    dice = random.Random(seed)
    told = random_stays(dice)
    rows, half = as_rows(dice, told), len(told) // 2
    sheets = {"Vår": rows[: 3 + half], "Høst": rows[:3] + rows[3 + half :]}
    plan = importing.import_book(register, save_book(tmp_path / "b.xlsx", **sheets), today=TODAY, staff="Jon")
    assert reasons(plan) == []
    found = [(one["room"], one["person"], one["born_on"], one["purpose"], one["from_on"],
              one["to_on"] if one["confirmed"] else None, one["came_from"], one["goal"] or "",
              one["coordinator"] or "") for one in stays(register)]  # fmt: skip
    assert found == [(one["room"], one["person"], one["born"], one["purpose"], one["came"], one["left"],
                      "hospital" if one["from"] else None, one["goal"], one["coordinator"]) for one in told]  # fmt: skip
    forecast = [one for one in stays(register) if not one["confirmed"]]
    for one in forecast:
        later = [other["came"] for other in told if other["room"] == one["room"] and other["came"] > one["from_on"]]
        assert one["to_on"] > one["from_on"]
        assert not later or one["to_on"] <= min(later)
    assert check.problems(register) == []
    assert set(statuses(importing.plan_book(register, tmp_path / "b.xlsx", today=TODAY))) == {"unchanged"}


@pytest.mark.parametrize("seed", range(4))
def test_only_rows_that_meet_an_earlier_one_are_rejected(register, tmp_path, seed):
    """Any days in two rooms: a row is taken in just when it meets none that was taken in before it."""
    dice = random.Random(seed)
    told = []
    for at in range(40):
        came = plus(TODAY, dice.randint(-60, 60))
        told.append((str(dice.randint(1, 2)), f"Person{'abcdefghijklmnopqrstuvwxyz'[at % 26]} Nr{at // 26 * 'x'}",
                     came, plus(came, dice.randint(1, 12))))  # fmt: skip
    plan = take_in(register, tmp_path, *(row(room, name, "", "rehab", came, left) for room, name, came, left in told))
    accepted = []
    for at, (room, _name, came, left) in enumerate(told):
        meets = any(room == other[0] and collide(came, left, other[2], other[3]) for other in accepted)
        assert plan.sheets[0].rows[at].status == ("rejected" if meets else "new"), told[at]
        accepted += [] if meets else [told[at]]


# what is not quite told


def test_who_comes_and_leaves_on_one_day_leaves_the_night_to_another(register, tmp_path):
    plan = take_in(register, tmp_path, row("1", "Lie, Per", came="5.11.2026", left="5.11.2026"),
                   row("1", "Moe, Ida", came="5.11.2026", left="9.11.2026"),
                   row("1", "Berg, Eva", came="9.11.2026", left="9.11.2026"),
                   row("1", "Vik, Bo", came="9.11.2026", left="9.11.2026"))  # fmt: skip
    assert statuses(plan) == ["new", "new", "new", "rejected"]
    assert [one["day_only"] for one in stays(register)] == [1, 0, 0]
    assert remarks(plan) == ["Rom 1 er delt den dagen med Lie, Per (rad 2): den ene kom og reiste samme dag."]


def test_an_open_stay_whose_room_was_taken_over_is_told(register, tmp_path):
    plan = take_in(register, tmp_path, row(came="1.10.2026", left=""), row("201", "Moe, Ida", came="10.11.2026"))
    assert [(one["state"], one["to_on"], one["confirmed"]) for one in stays(register)] == [
        ("in", "2026-11-10", 0), ("in", "2026-11-30", 1),
    ]  # fmt: skip
    assert remarks(plan) == [
        "Utskrivningsdato mangler, og Moe, Ida kom til rommet (rad 3). Skriv ut eller flytt den ene."
    ]


@pytest.mark.parametrize(("left", "day", "sure"), [
    ("ca. 20.11.2026", "2026-11-20", 0), ("20.11.?", "2026-11-20", 0), ("uke 48", "2026-11-23", 0),
    ("3 uker", "2026-11-22", 0), ("hjem 20.11.2026", "2026-11-20", 1), ("ukjent", "2026-11-22", 0),
    ("?", "2026-11-22", 0), ("20/11", "2026-11-20", 1), ("så snart som mulig", "2026-11-22", 0),
])  # fmt: skip
def test_a_day_to_leave_is_read_as_it_is_meant(register, tmp_path, left, day, sure):
    assert reasons(take_in(register, tmp_path, row(left=left))) == []
    assert [(one["to_on"], one["confirmed"]) for one in stays(register)] == [(day, sure)]


def test_an_expected_day_in_a_column_of_its_own_is_not_certain(register, tmp_path):
    headings = ["Rom", "Navn", "Inn", "Planlagt utskrivning", "Utskrevet", "Søknadsdato"]
    take_in(register, tmp_path, ["1", "Lie, Per", "1.11.2026", "20.11.2026", "", "20.10.2026"],
            ["2", "Moe, Ida", "1.11.2026", "20.11.2026", "10.11.2026", ""],
            ["3", "Vik, Bo", "1.11.2026", "10.11.2026", "", ""], headings=headings)  # fmt: skip
    assert [(one["state"], one["to_on"], one["confirmed"], one["received_on"]) for one in stays(register)] == [
        ("in", "2026-11-20", 0, "2026-10-20"), ("discharged", "2026-11-10", 1, "2026-11-01"),
        ("in", "2026-11-10", 0, "2026-11-01"),
    ]  # fmt: skip


def test_rows_of_those_who_wait_or_were_called_off_hold_no_room(register, tmp_path):
    headings = ["Rom", "Navn", "Formål", "Inn", "Ut", "Status"]
    plan = take_in(register, tmp_path, ["", "Lie, Per", "rehab", "", "", "Venteliste"],
                   ["", "Moe, Ida", "avl", "1.12.2026", "8.12.2026", "søkt"],
                   ["1", "Vik, Bo", "rehab", "1.12.2026", "8.12.2026", "Avlyst"],
                   ["1", "Berg, Eva", "rehab", "1.12.2026", "8.12.2026", "planlagt"],
                   ["1", "Dahl, Ole", "rehab", "1.11.2026", "16.11.2026", "utskrevet"],
                   ["1", "Lund, Liv", "rehab", "1.10.2026", "", "utskrevet"], headings=headings)  # fmt: skip
    assert reasons(plan) == ["Oppholdet står som utskrevet, men raden mangler dato for det."]
    assert [(one["state"], one["wished_from"], one["room"]) for one in stays(register)] == [
        ("waiting", None, None), ("applied", "2026-12-01", None), ("cancelled", "2026-12-01", None),
        ("planned", None, "1"), ("discharged", None, "1"),
    ]  # fmt: skip
    assert register.value("SELECT count(*) FROM stay_place") == 1


def test_what_a_row_lacks_is_said(register, tmp_path):
    plan = take_in(register, tmp_path, row(name=""), row(came=""), row("202", came="31.2.2026"),
                   row("", "Moe, Ida"), row("203", "Vik, Bo", purpose="tull"), row("204", "ledig", "", "", "", ""),
                   row("205", "", "", "", "", ""))  # fmt: skip
    assert reasons(plan) == [
        "Raden mangler navn på den som har oppholdet.",
        "Raden mangler dato for når oppholdet begynte eller skal begynne.",
        "Datoen «31.2.2026» i kolonnen Inn finnes ikke.",
    ]
    assert remarks(plan) == ["Raden mangler rom. Oppholdet står som parkert.",
                             "Formålet «tull» er ukjent. Oppholdet er tatt med som rehabilitering."]  # fmt: skip
    assert statuses(plan) == ["rejected"] * 3 + ["new"] * 2


def test_a_national_identity_number_is_never_stored(register, tmp_path):
    number = "12034012345"
    plan = take_in(register, tmp_path, row("1", "Lie, Per", number, "rehab", "1.11.2026", "", f"hjem {number}",
                                           f"{number} gå i trapp", f"AH {number}"))  # fmt: skip
    assert number not in str(everything(register))
    assert register.value("SELECT born_on FROM person") == "1940-03-12"
    assert "Et fødselsnummer er fjernet. Registeret lagrer aldri fødselsnummer." in remarks(plan)


# where it is


def test_wards_are_told_by_a_column_a_title_or_a_line(register, tmp_path):
    ward = [["Rom", "Navn", "Inn", "Ut"], ["1", "Lie, Per", "1.11.2026", "5.11.2026"]]
    column = [["Avdeling", *ward[0]], ["Elvetunet", "1", "Moe, Ida", "1.11.2026", "5.11.2026"]]
    line = [ward[0], ["Fjellheimen"], ["1", "Vik, Bo", "1.11.2026", "5.11.2026"]]
    importing.import_book(register, save_book(tmp_path / "b.xlsx", En=[["Avdeling 2: opphold"], *ward], To=column,
                          Tre=line, Fire=[ward[0], ["1", "Dahl, Ole", "1.11.2026", "5.11.2026"]]),
                          today=TODAY, staff="Jon")  # fmt: skip
    assert {(one["site"], one["person"]) for one in stays(register)} == {
        ("Avdeling 2", "Per Lie"), ("Elvetunet", "Ida Moe"), ("Fjellheimen", "Bo Vik"), ("Korttidsavdelingen", "Ole Dahl"),
    }  # fmt: skip


def test_the_rooms_of_the_registers_own_ward_are_used(register, tmp_path):
    ward = run(register, stay_places.add_site, name="Rehabavdelingen")
    run(register, stay_places.add_stay_places, site_id=ward, names="201..203", valid_from="2026-11-10")
    run(register, people.add_person, first_name="Per", last_name="Lie", address="Bakken 1")
    plan = take_in(register, tmp_path, row(), row("202", "Moe, Ida", came="12.11.2026"))
    assert statuses(plan) == ["new", "new"]
    assert register.value("SELECT count(*) FROM site") == 1
    rows = register.rows("SELECT name, valid_from FROM stay_place ORDER BY name")
    assert [tuple(one) for one in rows] == [("201", "2026-11-01"), ("202", "2026-11-10"), ("203", "2026-11-10")]
    assert register.value("SELECT born_on FROM person WHERE last_name = 'Lie'") is None  # a bare name is not enough


def test_a_room_taken_into_use_later_is_in_use_from_then(register, tmp_path):
    take_in(register, tmp_path, row("1", came="1.3.2026", left="5.3.2026"), row("2", came="10.4.2026", left="5.5.2026"),
            row("3", came="10.9.2026", left="5.10.2026"))  # fmt: skip
    rows = register.rows("SELECT name, valid_from FROM stay_place ORDER BY name")
    assert [tuple(one) for one in rows] == [("1", "2026-03-01"), ("2", "2026-03-01"), ("3", "2026-09-10")]


def test_a_closed_room_is_told(register, tmp_path):
    take_in(register, tmp_path, row())
    place = register.value("SELECT stay_place_id FROM stay_place")
    with_closure = (
        "INSERT INTO closure (site_id, stay_place_id, from_on, reason) VALUES (1, :place, '2026-12-01', 'Pusses opp')"
    )
    register.conn.execute(with_closure, {"place": place})
    plan = take_in(register, tmp_path, row("201", "Moe, Ida", came="5.12.2026", left="9.12.2026"))
    assert (statuses(plan), remarks(plan)) == (
        ["new"],
        ["Rom 201 er stengt i registeret: Pusses opp. Kontroller datoene."],
    )


def test_a_list_of_loans_is_no_list_of_stays(register, tmp_path):
    loans = [["Rom", "Navn", "Hjelpemiddel", "Nr", "Ut", "Inn"], ["3", "Lie, Per", "Rullator", "12", "1.11.2026", ""]]
    people_list = [["Navn", "Født", "Adresse", "Kontaktperson"], ["Lie, Per", "1.2.40", "Bakken 1", "Eva Lie"]]
    plan = importing.plan_book(register, save_book(tmp_path / "b.xlsx", Utlån=loans, Folk=people_list), today=TODAY)
    assert [sheet.kind for sheet in plan.sheets] == ["loans", "people"]


def test_a_sheet_that_is_mended_to_a_list_of_stays_is_read_as_one(register, tmp_path):
    from dataclasses import replace

    from desktop.sheets.book import read_book

    rows = [["A1", "B1", "C1", "D1"], ["7", "Lie, Per", "1.11.2026", "20.11.2026"], ["8", "Moe, Ida", "2.11.2026", ""]]
    path = save_book(tmp_path / "b.xlsx", Rart=rows)
    found = importing.recognise_book(register, read_book(path), today=TODAY)[0]
    columns = {0: "room", 1: "borrower", 2: "came", 3: "left"}
    mended = replace(found, kind="stays", heading_row=1, columns=columns)
    plan = importing.import_book(register, path, today=TODAY, staff="Jon", mended={"Rart": mended})
    assert [one["room"] for one in stays(register)] == ["7", "8"]
    assert plan.counts()["new"] == 2


def test_a_sheet_whose_kind_alone_is_mended_has_its_headings_read_anew(register, tmp_path):
    from dataclasses import replace

    from desktop.sheets.book import read_book

    rows = [["Nr", "Navn", "Ut", "Inn"], ["7", "Lie, Per", "20.11.2026", "1.11.2026"]]
    path = save_book(tmp_path / "b.xlsx", Liste=rows)
    found = importing.recognise_book(register, read_book(path), today=TODAY)[0]
    assert (found.kind, found.columns[2]) == ("loans", "out")
    mended = {"Liste": replace(found, kind="stays")}
    importing.import_book(register, path, today=TODAY, staff="Jon", mended=mended)
    assert [(one["from_on"], one["to_on"]) for one in stays(register)] == [("2026-11-01", "2026-11-20")]
    assert importing.recognise_book(register, read_book(path), today=TODAY)[0].kind == "stays"  # remembered


def run(register: Register, act, /, **arguments):
    return command.run(register, act, staff="Jon", today=TODAY, **arguments).result


def test_the_usual_length_is_a_choice_of_the_municipality(register, tmp_path):
    run(register, settings.choose, values={"usual_nights_respite": "10"})
    take_in(register, tmp_path, row(purpose="avl.", came="20.11.2026", left=""))
    assert stays(register)[0]["to_on"] == "2026-11-30"
