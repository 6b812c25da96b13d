"""The next book: what is new, changed or the same; what the register knows better; recognitions mended and kept."""

from dataclasses import replace

import pytest

from db import command, equipment, history, loans, merging, people, recalls
from desktop.sheets import importing
from desktop.sheets.book import read_book
from tests.sheets import reading
from tests.sheets.reading import TODAY, save_book

STOCK = [["Nr", "HMS-nr", "Hjelpemiddel", "Hylle", "Status", "Merknad"],
         ["101", "214812", "Gemino 60M", "A1", "ute", ""],
         ["102", "214812", "Gemino 60M", "A1", "inne", "mangler kurv"]]  # fmt: skip
LOANS = [["Navn", "Født", "Adresse", "Tlf", "Nr", "Dato ut", "Frist", "Levert inn", "Merknad"],
         ["Hansen, Kari", "12.3.40", "Bakken 1", "90000001", "101", "1.10.2026", "24.12.2026", "", ""]]  # fmt: skip


def bring_in(register, path):
    return importing.import_book(register, path, today=TODAY, staff="Jon")


def run(register, do, /, **arguments):
    return command.run(register, do, staff="Jon", today=TODAY, **arguments).result


@pytest.fixture
def first(register, tmp_path):
    """A register that has taken in a small book."""
    bring_in(register, save_book(tmp_path / "først.xlsx", Lager=STOCK, Utlån=LOANS))
    return register


def statuses(plan):
    return [[row.status for row in sheet.rows] for sheet in plan.sheets]


def test_a_return_filled_in_later_ends_the_loan(first, tmp_path):
    returned = [LOANS[0], [*LOANS[1][:7], "10.11.26", "hentet hjemme"]]
    plan = bring_in(
        first, save_book(tmp_path / "b.xlsx", Lager=[STOCK[0], [*STOCK[1][:4], "må vaskes", ""]], Utlån=returned)
    )
    assert statuses(plan) == [["unchanged"], ["changed"]]
    line = reading.loans(first)[0]
    assert (line["ended_on"], line["end_reason"], line["note"]) == ("2026-11-10", "returned", "hentet hjemme")
    copy = reading.items(first)["101"]
    assert (copy["state"], copy["state_on"]) == ("cleaning", "2026-11-10")


def test_a_book_does_not_let_a_recalled_copy_go(first, tmp_path):
    run(first, recalls.open_recall, title="Bremser", product_id=reading.items(first)["102"]["product_id"])
    assert reading.items(first)["102"]["state"] == "blocked"
    book = save_book(
        tmp_path / "b.xlsx", Lager=[STOCK[0], [*STOCK[1][:4], "inne", ""], [*STOCK[2][:5], "ny kurv"]],
        Utlån=[LOANS[0], [*LOANS[1][:7], "10.11.26", ""]],
    )  # fmt: skip
    plan = bring_in(first, book)
    found = reading.items(first)
    assert [found[number]["state"] for number in ("101", "102")] == ["blocked", "blocked"]
    assert found["102"]["note"] == "ny kurv"
    said = [text for sheet in plan.sheets for _row, text in sheet.remarks]
    assert any("102 er tilbakekalt" in text for text in said), said


def test_one_undo_takes_changes_back_as_well(first, tmp_path):
    before = reading.everything(first)
    changed = [
        STOCK[0],
        STOCK[1],
        [*STOCK[2][:3], "B2", "til reparasjon", "nye hjul"],
        ["103", "", "Krykke", "", "", ""],
    ]
    bring_in(first, save_book(tmp_path / "b.xlsx", Lager=changed, Utlån=[LOANS[0], [*LOANS[1][:7], "10.11.26", ""]]))
    assert reading.items(first)["102"]["state"] == "repair"
    history.undo_last(first, staff="Jon", today=TODAY)
    after = reading.everything(first)
    revless = [{table: [tuple(v for v in row) for row in rows] for table, rows in one.items() if table not in ("item", "loan_line")}
               for one in (before, after)]  # fmt: skip
    assert revless[0] == revless[1]
    assert {n: (c["state"], c["note"], c["shelf"]) for n, c in reading.items(first).items()} == {
        "101": ("lent", "", "A1"), "102": ("available", "mangler kurv", "A1"),
    }  # fmt: skip
    assert reading.loans(first)[0]["ended_on"] is None


def test_changed_cells_change_only_what_they_tell(first, tmp_path):
    plan = bring_in(first, save_book(tmp_path / "b.xlsx", Lager=[STOCK[0], ["102", "", "", "B2", "", ""]]))
    assert statuses(plan) == [["changed"]]
    copy = reading.items(first)["102"]
    assert (copy["shelf"], copy["note"], copy["hms_nr"], copy["name"]) == ("B2", "mangler kurv", "214812", "Gemino 60M")


def test_the_register_knows_better_about_returns_and_extensions(first, tmp_path):
    line = first.value("SELECT line_id FROM loan_line")
    run(first, loans.extend, line_ids=[line], due_on="2027-03-01")
    again = save_book(tmp_path / "b.xlsx", Lager=STOCK, Utlån=LOANS)
    assert not bring_in(first, again).orders
    run(first, loans.take_back, returns=[loans.Return(line_id=line, condition="clean")])
    plan = bring_in(first, again)
    assert not plan.orders
    assert plan.sheets[0].remarks == [(2, "Boken sier at nummer 101 er ute, men registeret har ikke noe åpent utlån.")]


def test_a_person_without_birth_date_in_the_register_gets_it_from_the_book(register, tmp_path):
    run(register, people.add_person, first_name="Kari", last_name="Hansen", address="Bakken 1, 7340 Oppdal")
    bring_in(register, save_book(tmp_path / "b.xlsx", Lager=STOCK, Utlån=LOANS))
    rows = register.rows("SELECT born_on, address, phone FROM person")
    assert [tuple(row) for row in rows] == [("1940-03-12", "Bakken 1, 7340 Oppdal", "90000001")]


def test_a_merged_person_is_recognised_as_the_one_that_stayed(first, tmp_path):
    other = first.value("SELECT person_id FROM person")
    stays = run(first, people.add_person, first_name="Kari", last_name="Hansen-Moe", born_on="1940-03-12")
    run(first, merging.merge_people, person_id=stays, other_id=other)
    assert not bring_in(first, save_book(tmp_path / "b.xlsx", Lager=STOCK, Utlån=LOANS)).orders


def test_the_same_name_with_another_birth_date_is_another_person(first, tmp_path):
    more = [LOANS[0], ["Kari Hansen", "1.1.1999", "Bakken 1", "", "102", "2.10.2026", "", "", ""]]
    plan = bring_in(first, save_book(tmp_path / "b.xlsx", Utlån=more))
    assert first.value("SELECT count(*) FROM person") == 2
    assert [pair.name for pair in plan.pairs] == ["Hansen, Kari"]  # one address: worth a look


def test_a_bare_name_is_not_taken_for_somebody_with_a_birth_date(first, tmp_path):
    plan = bring_in(
        first,
        save_book(tmp_path / "b.xlsx", Utlån=[LOANS[0], ["Kari Hansen", "", "", "", "102", "2.10.2026", "", "", ""]]),
    )
    assert first.value("SELECT count(*) FROM person") == 2
    assert len(plan.pairs) == 1


def test_a_copy_that_is_out_or_scrapped_in_the_register_is_not_lent_again(first, tmp_path):
    copy = reading.items(first)["102"]["item_id"]
    run(first, equipment.act, item_ids=[copy], act="retired", reason="worn")
    more = [LOANS[0], ["Moe, Eva", "1.1.50", "", "", "101", "2.11.2026", "", "", ""],
            ["Moe, Eva", "1.1.50", "", "", "102", "2.11.2026", "", "", ""]]  # fmt: skip
    plan = bring_in(first, save_book(tmp_path / "b.xlsx", Utlån=more))
    assert [row.reason for row in plan.sheets[0].rejected] == [
        "Nummer 101 er allerede utlånt siden 1. oktober 2026 (i registeret).",
        "Nummer 102 er kassert i registeret og kan ikke stå som utlånt.",
    ]
    assert first.value("SELECT count(*) FROM person WHERE last_name = 'Moe'") == 0


def test_a_national_identity_number_is_never_stored(register, tmp_path):
    number = "12034012345"
    book = [LOANS[0], ["Hansen, Kari", number, "", "", "101", "1.10.2026", "", "", f"fnr {number} oppgitt"]]
    plan = bring_in(register, save_book(tmp_path / "b.xlsx", Lager=STOCK, Utlån=book))
    assert number not in str(reading.everything(register))
    assert register.value("SELECT born_on FROM person") == "1940-03-12"
    assert "Et fødselsnummer er fjernet. Registeret lagrer aldri fødselsnummer." in [
        text for _row, text in plan.sheets[1].remarks
    ]


STRANGE = [["Xyz", "Qwe", "Rty"], ["9001", "Rullator", "bod"], ["9002", "Krykke", "bod"]]


def test_a_mended_recognition_is_used_and_remembered(register, tmp_path):
    path = save_book(tmp_path / "rart.xlsx", Ting=STRANGE)
    found = importing.recognise_book(register, read_book(path), today=TODAY)[0]
    assert found.kind == "unknown"
    mended = replace(found, kind="items", heading_row=1, columns={0: "number", 1: "name", 2: "room"})
    plan = importing.import_book(register, path, today=TODAY, staff="Jon", mended={"Ting": mended})
    assert plan.counts()["new"] == 2
    assert reading.items(register)["9001"]["room"] == "bod"
    nxt = save_book(tmp_path / "neste.xlsx", Annet=[STRANGE[0], ["9003", "Seng", "bod"]])
    again = importing.recognise_book(register, read_book(nxt), today=TODAY)[0]
    assert (again.kind, again.columns) == ("items", {0: "number", 1: "name", 2: "room"})


STICKERS = [["Inv.nr", "Strekkode", "Hjelpemiddel"],
            ["201", "7312 0001, NAV-77", "Krykke"],
            ["202", "K-202\nNAV 78", "Krykke"],
            ["203", "203", "Krykke"],
            ["204", "73120001", "Krykke"],
            ["205", "---", "Krykke"]]  # fmt: skip


def test_a_copy_keeps_all_its_stickers_beside_its_number(register, tmp_path):
    book = save_book(tmp_path / "b.xlsx", Lager=STICKERS)
    plan = bring_in(register, book)
    assert statuses(plan) == [["new"] * 5]
    assert [at for at, _sentence in plan.sheets[0].remarks] == [5, 6]
    found = {code: equipment.scanned(register, code)["number"] for code in ("73120001", "nav77", "K202", "NAV-78")}
    assert found == {"73120001": "201", "nav77": "201", "K202": "202", "NAV-78": "202"}
    assert statuses(bring_in(register, book)) == [["unchanged"] * 5]
    history.undo_last(register, staff="Jon", today=TODAY)
    assert equipment.scanned(register, "73120001") is None


def test_a_sticker_that_comes_later_changes_its_copy_alone(register, tmp_path):
    bring_in(register, save_book(tmp_path / "b.xlsx", Lager=STICKERS))
    later = [*STICKERS[:3], ["203", "203, 991", "Krykke"], ["991", "", "Krykke"]]
    plan = bring_in(register, save_book(tmp_path / "c.xlsx", Lager=later))
    assert statuses(plan) == [["unchanged", "unchanged", "changed", "rejected"]]
    assert equipment.scanned(register, "991")["number"] == "203"


def test_where_there_are_stickers_only_they_are_the_numbers(register, tmp_path):
    bring_in(register, save_book(tmp_path / "b.xlsx", Lager=[row[1:] for row in STICKERS[:1] + STICKERS[3:5]]))
    assert {row["number"] for row in equipment.item_rows(register, [1, 2])} == {"203", "73120001"}


def test_a_deadline_told_as_a_span_counts_from_the_day_of_the_loan(register, tmp_path):
    loan = [*LOANS[1][:6], "12 uker", "", ""]
    plan = bring_in(register, save_book(tmp_path / "b.xlsx", Lager=STOCK, Utlån=[LOANS[0], loan]))
    assert reading.loans(register)[0]["due_on"] == "2026-12-24"
    assert [sheet.remarks for sheet in plan.sheets] == [[], []]
