"""Tables of measures as municipalities keep them: the two books against the file, and what a table changes."""

from dataclasses import replace

import pytest
from openpyxl import Workbook, load_workbook

from db import check, command, history, measures, plan_layout, plans, roles
from db.connection import Register
from db.errors import Rejected
from desktop.plans import examples
from desktop.sheets import importing, rejected
from desktop.sheets.book import read_book
from tests.sheets.measures import HEADINGS, MELHUS, OPPDAL, everything, row, take_in, told, truth
from tests.sheets.measures import measures as found_in
from tests.sheets.reading import TODAY, save_book
from tests.sheets.stays import reasons, statuses


def run(register, act, /, **arguments):
    return command.run(register, act, staff="Jon", today=TODAY, **arguments).result


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """A register that has taken in both books, and their plans; only read."""
    opened = Register.create(tmp_path_factory.mktemp("tiltak") / "prøve.hverdag")
    yield opened, [importing.import_book(opened, book, today=TODAY, staff="Jon") for book in (OPPDAL, MELHUS)]
    opened.close()


def of_plan(register, beginning):
    return [one for one in found_in(register) if one["plan"].startswith(beginning)]


def ore(cost: str) -> int | None:
    return round(float(cost) * 100_000_000) if cost else None


def test_every_measure_of_oppdal_is_as_the_file_says(both):
    found, wanted = of_plan(both[0], "Oppdal"), truth("Oppdal – plan for habilitering")
    assert len(found) == len(wanted) == 42
    names = ("plan", "number", "focus_area", "goal")
    for one, said in zip(found, wanted, strict=True):
        assert {name: one[name] for name in names} == {name: said[name] for name in names}
        assert one["responsible"].casefold() == said["responsible"].casefold()  # the same role in other letters is one
        assert (one["adopted_text"], one["cost_adopted_ore"]) == (said["measure"], ore(said["cost_mill_kr"]))
        assert (one["status"], one["due_on"], one["due_text"], one["comment"]) == ("not_started", None, "", "")


def test_every_measure_of_melhus_is_as_the_file_says_and_as_its_status_and_deadline_tell(both):
    found, wanted = of_plan(both[0], "melhus"), truth("Melhus")
    assert len(found) == len(wanted) == 11
    for one, said in zip(found, wanted, strict=True):
        assert (one["number"], one["adopted_text"], one["comment"], one["responsible"] or "") == (
            said["number"], said["measure"], said["comment"], said["responsible"])  # fmt: skip
        assert one["cost_adopted_ore"] == ore(said["cost_mill_kr"])
    went = ["not_started", "in_progress", "completed", "in_progress", "not_started", "completed", "postponed",
            "not_started", "not_started", "in_progress", "completed"]  # fmt: skip
    assert [one["status"] for one in found] == went
    assert sum(one["cost_adopted_ore"] or 0 for one in found) == 590_000_000
    assert [(one["due_on"], one["due_text"]) for one in found[:4]] == [
        ("2026-12-31", ""), ("2027-06-30", "2. kvartal 2027"), (None, "høsten 2026"), (None, ""),
    ]  # fmt: skip
    assert found[6]["status_reason"] == "fra regneark"


def test_the_plan_is_called_as_the_title_or_the_book_and_gets_its_years(both):
    rows = both[0].rows("SELECT name, from_year, to_year, adopted_on FROM plan ORDER BY plan_id")
    assert [tuple(one) for one in rows] == [
        ("Oppdal – plan for habilitering og rehabilitering 2019–2023", 2019, 2023, None),
        ("melhus-b", None, None, None),
    ]
    assert both[1][1].sheets[0].recognition.remark == "planen «melhus-b»"


def test_the_json_answer_has_the_shape_of_the_others(both):
    assert importing.as_json(both[1][0])["sheets"] == [
        {"sheet": "Handlingsplan", "kind": "measures", "read": 42, "added": 42, "changed": 0, "unchanged": 0,
         "rejected": []},
    ]  # fmt: skip


def test_the_same_books_again_change_nothing(both):
    assert check.problems(both[0]) == []
    for book, count in ((OPPDAL, 42), (MELHUS, 11)):
        plan = importing.plan_book(both[0], book, today=TODAY)
        assert not plan.orders
        assert plan.counts() == {"new": 0, "changed": 0, "unchanged": count, "rejected": 0}


def test_one_undo_takes_the_whole_book_back_and_it_can_come_in_again(register):
    before = everything(register)
    plan = importing.import_book(register, OPPDAL, today=TODAY, staff="Jon")
    assert plan.op_seq is not None
    after = everything(register)
    history.undo_last(register, staff="Jon", today=TODAY)
    assert everything(register) == before
    run(register, history.redo, op_seq=history.last_undone(register)["seq"])
    assert everything(register) == after


def test_a_book_of_a_plan_that_is_there_as_the_program_brings_it_finds_its_measures(register):
    name = next(name for name in examples.names() if name.startswith("Melhus"))
    run(register, plan_layout.lay_out_plan, rows=examples.rows(name), frame=examples.frame(name), adopted_on=TODAY)
    plan = importing.import_book(register, MELHUS, today=TODAY, staff="Jon")
    assert plan.sheets[0].recognition.remark == f"planen «{name}»"
    assert plan.counts()["new"] == plan.counts()["rejected"] == 0
    assert {one["plan"] for one in found_in(register)} == {name}
    assert [one["status"] for one in found_in(register)[:3]] == ["not_started", "in_progress", "completed"]


def test_a_book_that_changes_a_measure_changes_it_once_and_one_undo_takes_it_back(register, tmp_path):
    take_in(register, tmp_path, row("1", "Lage en rutine", "Enhet A", "i gang", "1.2.2027", "500", "Gammel"))
    before = everything(register)
    changed = row("1", "Lage en rutine", "Enhet B; Enhet A", "ferdig", "høsten 2027", "500", "Ny")
    plan = take_in(register, tmp_path, changed)
    assert statuses(plan) == ["changed"]
    [one] = found_in(register)
    assert (one["status"], one["responsible"], one["comment"], one["due_on"], one["due_text"]) == (
        "completed", "Enhet B; Enhet A", "Ny", None, "høsten 2027",
    )  # fmt: skip
    assert statuses(take_in(register, tmp_path, changed)) == ["unchanged"]
    assert statuses(take_in(register, tmp_path, row("1", "Lage en rutine"))) == ["unchanged"]  # blanks tell nothing
    assert plan.op_seq is not None
    history.undo_last(register, staff="Jon", today=TODAY)
    after = everything(register)
    after["measure"] = [one[:-1] for one in after["measure"]]
    before["measure"] = [one[:-1] for one in before["measure"]]  # but for the revision, all is as it was
    after.pop("role")
    before.pop("role")
    assert after == before


def test_the_words_and_the_cost_of_an_adopted_plan_stand_and_are_told_of(register, tmp_path):
    take_in(register, tmp_path, row("1", "Lage en rutine", area="Helse", cost="500"), row("2", "Noe annet"))
    run(register, plans.adopt_plan, plan_id=1)
    plan = take_in(register, tmp_path, row("1", "Lage en bedre rutine", area="Skole", cost="900", status="i gang"),
                   row("3", "Et nytt tiltak"))  # fmt: skip
    assert statuses(plan) == ["changed", "new"]
    one = found_in(register)[0]
    assert (one["adopted_text"], one["cost_adopted_ore"], one["focus_area"]) == ("Lage en rutine", 50_000, "Helse")
    assert one["status"] == "in_progress"
    assert [text.split(".")[0] for at, text in told(plan) if at == 4] == [
        "Planen er vedtatt, og boken har andre ord for tiltaket",
        "Planen er vedtatt, og boken har en annen vedtatt kostnad",
        "Planen er vedtatt, og boken har et annet satsingsområde eller mål",
    ]
    assert (5, "Planen er vedtatt. Tiltaket er lagt til etter vedtaket.") in told(plan)


def test_the_number_of_an_adopted_measure_stands_and_is_told_of(register, tmp_path):
    take_in(register, tmp_path, row("1", "Lage en rutine"))
    run(register, plans.adopt_plan, plan_id=1)
    plan = take_in(register, tmp_path, row("2b", "Lage en rutine"))
    assert [one["number"] for one in found_in(register)] == ["1"]
    assert statuses(plan) == ["unchanged"]
    assert [text.split(".")[0] for _at, text in told(plan)] == [
        "Planen er vedtatt, og boken har et annet nummer på tiltaket"
    ]


def test_who_answers_later_is_not_taken_for_who_answers_now(register, tmp_path):
    take_in(register, tmp_path, row("1", "Lage en rutine", responsible="Rådgiver"))
    run(register, roles.set_responsible, measure_id=1, names=["Enhetsleder"], from_on="2099-01-01")
    plan = take_in(register, tmp_path, row("1", "Lage en rutine", responsible="Rådgiver"))
    assert statuses(plan) == ["unchanged"]


def test_the_words_of_a_draft_follow_the_book(register, tmp_path):
    take_in(register, tmp_path, row("1", "Lage en rutine", area="Helse", cost="500"))
    take_in(register, tmp_path, row("1", "Lage to rutiner", area="Skole", goal="Bedre", cost="700"))
    [one] = found_in(register)
    assert (one["adopted_text"], one["cost_adopted_ore"]) == ("Lage to rutiner", 70_000)
    assert (one["focus_area"], one["goal"]) == ("Skole", "Bedre")


def test_a_plan_that_is_replaced_is_not_written_in(register, tmp_path):
    take_in(register, tmp_path, row("1", "Lage en rutine"))
    register.conn.execute("UPDATE plan SET replaced_on = ?", [TODAY])
    plan = take_in(register, tmp_path, row("1", "Lage en rutine", status="i gang"), row("2", "Et nytt tiltak"))
    said = "«Plan for prøven» er erstattet av en nyere versjon og kan ikke endres."
    assert (statuses(plan), reasons(plan)) == (["rejected"] * 2, [said] * 2)
    assert len(found_in(register)) == 1


def test_rows_that_cannot_be_measures_are_rejected_with_a_sentence_and_come_back_in_a_book(register, tmp_path):
    twice = row("2", "Noe annet", area="Helse", goal="Bedre")
    plan = take_in(register, tmp_path, row("1", "", "Enhet A", "i gang"), twice, twice, row("4", "x" * 2001))
    assert reasons(plan) == [
        "Raden mangler tekst for tiltaket.",
        "Tiltaket står også på rad 5 i arket «Tiltak». Den første raden gjelder.",
        f"«{'x' * 30}…» er for langt i kolonnen Tiltak. Grensen er 2000 tegn.",
    ]
    rejected.save(plan, tmp_path / "avviste.xlsx")
    book = load_workbook(tmp_path / "avviste.xlsx")
    book.worksheets[0]["F3"] = "Et kurs"  # the words that were missing, under Tiltak
    book.save(tmp_path / "avviste.xlsx")
    again = importing.import_book(register, tmp_path / "avviste.xlsx", today=TODAY, staff="Jon")
    assert statuses(again) == ["new", "unchanged", "rejected"]
    assert [(one["plan"], one["adopted_text"], one["status"]) for one in found_in(register)] == [
        ("Plan for prøven", "Noe annet", "not_started"), ("Plan for prøven", "Et kurs", "in_progress"),
    ]  # fmt: skip


def test_what_never_ends_is_ticked_for_the_year_and_stays_in_progress(register, tmp_path):
    take_in(register, tmp_path, row("1", "Årlig møte med brukerne", status="gjennomført 2025"),
            row("2", "Møte med NAV", status="ferdig", deadline="Årlig"))  # fmt: skip
    first, second = found_in(register)
    assert (first["kind"], first["status"], second["kind"], second["status"]) == ("yearly", "in_progress") * 2
    assert [row["year"] for row in measures.years_done(register, first["measure_id"])] == [2025]
    plan = take_in(register, tmp_path, row("1", "Årlig møte med brukerne", status="gjennomført 2026"),
                   row("2", "Møte med NAV", status="ferdig"))  # fmt: skip
    assert statuses(plan) == ["changed", "unchanged"]
    assert told(plan) == [(5, "Tiltaket er årlig eller løpende og står som i gang. Kryss av året det er gjort.")]
    assert [row["year"] for row in measures.years_done(register, first["measure_id"])] == [2026, 2025]


def test_an_assessment_that_is_completed_gets_a_conclusion_and_what_stops_a_reason(register, tmp_path):
    take_in(register, tmp_path, row("1", "Vurdere en ny stilling", status="gjennomført", comment="Ikke nå"),
            row("2", "Vurdere et kjøp", status="utført"), row("3", "Et kurs", status="utgår"),
            row("4", "Et hus", status="Utsatt fordi pengene mangler"))  # fmt: skip
    rows = found_in(register)
    assert [(one["status"], one["conclusion"]) for one in rows[:2]] == [
        ("completed", "Ikke nå"), ("completed", "fra regneark"),
    ]  # fmt: skip
    assert [(one["status"], one["status_reason"]) for one in rows[2:]] == [
        ("stopped", "fra regneark"), ("postponed", "Utsatt fordi pengene mangler"),
    ]  # fmt: skip


def test_a_status_goes_only_where_a_measure_can_go(register, tmp_path):
    take_in(register, tmp_path, row("1", "Et kurs", status="ferdig"), row("2", "Et hus"), row("3", "En vei"))
    run(register, measures.set_status, measure_ids=[3], status="stopped", reason="Slått sammen", merged_into=2)
    plan = take_in(register, tmp_path, row("1", "Et kurs", status="ikke startet"),
                   row("2", "Et hus", status="ferdig"), row("3", "En vei", status="i gang"))  # fmt: skip
    assert statuses(plan) == ["unchanged", "changed", "unchanged"]
    assert [one["status"] for one in found_in(register)] == ["completed", "completed", "stopped"]
    assert [at for at, text in told(plan) if "er ikke endret" in text] == [4, 6]
    take_in(register, tmp_path, row("1", "Et kurs", status="i gang"))
    assert (found_in(register)[0]["status"], found_in(register)[0]["status_reason"]) == ("in_progress", "fra regneark")


def test_words_that_are_no_status_are_kept_as_the_comment(register, tmp_path):
    text = "Ny koordinator er ansatt fra august"
    plan = take_in(
        register, tmp_path, row("1", "Et kurs", status=text), row("2", "Et hus", status=text, comment="Se sak")
    )
    assert [(one["status"], one["comment"]) for one in found_in(register)] == [
        ("not_started", text), ("not_started", f"Se sak Status: {text}"),
    ]  # fmt: skip
    assert [at for at, said in told(plan) if said.startswith(f"Status «{text}»")] == [4, 5]


def test_areas_and_goals_said_once_hold_for_the_rows_below(register, tmp_path):
    take_in(register, tmp_path, row("1", "A", area="Helse", goal="Friske"), row("2", "B"), row("3", "C", goal="Glade"),
            row("4", "D", area="Skole"), row("5", "E"))  # fmt: skip
    assert [(one["focus_area"], one["goal"]) for one in found_in(register)] == [
        ("Helse", "Friske"), ("Helse", "Friske"), ("Helse", "Glade"), ("Skole", None), ("Skole", None),
    ]  # fmt: skip


def test_headings_between_the_measures_are_their_areas_and_goals(register, tmp_path):
    path = save_book(tmp_path / "Handlingsplan 2027-2030.xlsx", Ark1=[
        ["Tiltak", "Hvem", "Når"], ["SATSINGSOMRÅDE 1: HELSE"], ["Mål: Friske folk"], ["1. Et kurs", "Enhet A", "2027"],
        ["Tiltak", "Hvem", "Når"], ["2. Et hus", "Enhet B/Enhet C", "våren 2028"], ["SATSINGSOMRÅDE 2: SKOLE"],
        ["3. En vei", "", ""], ["Totalt", "", ""],
    ])  # fmt: skip
    importing.import_book(register, path, today=TODAY, staff="Jon")
    assert [(one["number"], one["adopted_text"], one["focus_area"], one["goal"], one["responsible"], one["due_on"])
            for one in found_in(register)] == [
        ("1", "Et kurs", "SATSINGSOMRÅDE 1: HELSE", "Mål: Friske folk", "Enhet A", "2027-12-31"),
        ("2", "Et hus", "SATSINGSOMRÅDE 1: HELSE", "Mål: Friske folk", "Enhet B; Enhet C", None),
        ("3", "En vei", "SATSINGSOMRÅDE 2: SKOLE", None, None, None),
    ]  # fmt: skip
    assert tuple(register.one("SELECT name, from_year, to_year FROM plan") or ()) == (
        "Handlingsplan 2027-2030", 2027, 2030,
    )  # fmt: skip


def test_several_sheets_are_several_plans_and_the_last_status_that_is_filled_in_counts(register, tmp_path):
    headings = ["Tiltak", "Ansvarleg", "Status 1. kv", "Status 2. kv", "Status 3. kv"]
    path = save_book(tmp_path / "bok.xlsx", Kulturplan=[headings, ["- Et kurs", "A", "ikkje starta", "i gang", ""]],
                     Kvinesdal_2026=[headings, ["Et hus", "B", "I gang. Tomten er kjøpt i mars", "", ""]])  # fmt: skip
    importing.import_book(register, path, today=TODAY, staff="Jon")
    assert [(one["plan"], one["adopted_text"], one["status"], one["comment"]) for one in found_in(register)] == [
        ("Kulturplan", "Et kurs", "in_progress", ""),
        ("Kvinesdal 2026", "Et hus", "in_progress", "I gang. Tomten er kjøpt i mars"),
    ]  # fmt: skip
    assert not importing.plan_book(register, path, today=TODAY).orders


def test_a_heading_of_two_rows_is_no_measure(register, tmp_path):
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["Nr", "Tiltak", "Ansvar", None], [None, None, "Hoved", "Med"], ["1", "Et kurs", "A", "B"]):
        sheet.append(line)
    sheet.merge_cells("C1:D1")
    book.save(tmp_path / "Plan for prøven.xlsx")
    plan = importing.import_book(register, tmp_path / "Plan for prøven.xlsx", today=TODAY, staff="Jon")
    assert statuses(plan) == ["new"]
    assert (found_in(register)[0]["plan"], found_in(register)[0]["responsible"]) == ("Plan for prøven", "A")


def test_a_sheet_that_is_mended_without_a_column_of_measures_has_only_rejected_rows(register, tmp_path):
    path = save_book(tmp_path / "rart.xlsx", Ark=[["x", "y"], ["Helse", "Enhet A"]])
    [found] = importing.recognise_book(register, read_book(path), today=TODAY)
    mended = replace(found, kind="measures", heading_row=1, headings=[], columns={0: "focus_area", 1: "responsible"})
    plan = importing.plan_book(register, path, today=TODAY, mended={"Ark": mended})
    assert reasons(plan) == ["Raden mangler tekst for tiltaket."]


def test_the_same_numbers_in_several_areas_are_different_measures(register, tmp_path):
    rows = [row("1", "Et kurs", area="Helse"), row("1", "Et hus", area="Skole"), row("1", "Et kurs", area="Skole")]
    assert statuses(take_in(register, tmp_path, *rows)) == ["new"] * 3
    changed = [row("1", "Et kurs", area="Skole", status="i gang"), row("1", "To hus", area="Skole"), rows[0]]
    assert statuses(take_in(register, tmp_path, *changed)) == ["changed", "changed", "unchanged"]
    assert [(one["adopted_text"], one["focus_area"], one["status"]) for one in found_in(register)] == [
        ("Et kurs", "Helse", "not_started"), ("To hus", "Skole", "not_started"), ("Et kurs", "Skole", "in_progress"),
    ]  # fmt: skip


def test_a_role_in_other_letters_is_the_same_role(register, tmp_path):
    run(register, roles.add_role, name="Enhetsleder helse og familie")
    take_in(register, tmp_path, row("1", "Et kurs", "Enhetsleder Helse og familie\nNy rolle"))
    assert found_in(register)[0]["responsible"] == "Enhetsleder helse og familie; Ny rolle"
    assert statuses(take_in(register, tmp_path, row("1", "Et kurs", "Enhetsleder Helse og familie;Ny rolle"))) == [
        "unchanged"
    ]


def test_a_national_id_never_comes_in(register, tmp_path):
    plan = take_in(register, tmp_path, row("1", "Ringe 010190 12345", "Ola 01019012345", "i gang 01019012345",
                   "01019012345", "", "Se 01019012345"))  # fmt: skip
    assert "12345" not in str(everything(register))
    assert len(found_in(register)) == 1
    assert any("fødselsnummer" in text for _at, text in told(plan))


def test_a_list_with_persons_or_things_is_no_plan(register, tmp_path):
    for headings in (["Pasient", "Tiltak", "Ansvarlig"], ["Rom", "Navn", "Inn", "Tiltak", "Ansvarlig"],
                     ["Hjelpemiddel", "Tiltak", "Status"], ["Hva", "Hvem", "Status"]):  # fmt: skip
        path = save_book(tmp_path / "annet.xlsx", Ark=[headings, *[["Ola", "b", "c", "d", "e"][: len(headings)]] * 4])
        plan = importing.plan_book(register, path, today=TODAY)
        assert "measures" not in {sheet.kind for sheet in plan.sheets}, headings


def test_a_register_that_has_changed_meanwhile_is_not_written_over(register, tmp_path):
    path = save_book(tmp_path / "bok.xlsx", Tiltak=[HEADINGS, row("1", "Et kurs")])
    plan = importing.plan_book(register, path, today=TODAY)
    run(register, roles.add_role, name="Ny rolle")
    with pytest.raises(Rejected):
        importing.apply(register, plan, today=TODAY, staff="Jon")
    assert found_in(register) == []
