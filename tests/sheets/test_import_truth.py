"""The municipality's own book, row by row as the truth file tells it, without any help."""

import pytest

from db import command, history, loan_lines, products
from desktop.sheets import importing, rejected
from tests.sheets import reading
from tests.sheets.reading import BOOK, TODAY, TRUTH

STATES = {"inne": "available", "ute": "lent", "vask": "cleaning", "rep": "repair", "kassert": "retired"}
REASONS = {
    "number used twice": "number_twice",
    "item is out already": "out_already",
    "unknown item number": "unknown_number",
    "no name": "no_name",
    "impossible date": "no_such_day",
    "due before start": "due_before_out",
}


def bring_in(register):
    return importing.import_book(register, BOOK, today=TODAY, staff="Jon")


def test_every_copy_is_as_the_truth_says(register):
    bring_in(register)
    found = reading.items(register)
    told = {
        number: (row["hms_nr"], row["name"], row["group_name"], row["state"], row["price_ore"])
        for number, row in found.items()
    }
    wanted = {
        one["number"]: (one["hms_nr"], one["name"], one["group"], STATES[one["status"]], one["price"] * 100)
        for one in TRUTH["items"]
    }
    assert told == wanted


def test_every_loan_person_and_day_is_as_the_truth_says(register):
    bring_in(register)
    told = sorted(
        (row["number"], row["person"], row["out_on"], row["due_on"], row["ended_on"]) for row in reading.loans(register)
    )
    wanted = sorted((one["number"], one["person"], one["start"], one["due"], one["returned"]) for one in TRUTH["loans"])
    assert told == wanted


def test_open_loans_are_those_without_a_return(register):
    bring_in(register)
    still = {row["number"] for row in reading.loans(register) if row["end_reason"] is None}
    assert still == {one["number"] for one in TRUTH["loans"] if one["returned"] is None}
    assert still == {number for number, row in reading.items(register).items() if row["state"] == "lent"}
    assert len(loan_lines.ids(register, today=TODAY, chip="open")) == len(still)


def test_bad_rows_and_no_others_are_rejected_with_their_reason(register):
    plan = bring_in(register)
    told = {(sheet.name, row.row): row.why for sheet in plan.sheets for row in sheet.rejected}
    assert told == {(bad["sheet"], bad["row"]): REASONS[bad["why"]] for bad in TRUTH["bad_rows"]}


def test_people_are_recognised_across_rows(register):
    """One name and one birth date is one person; two dates are two, and rows without a date join by address."""
    bring_in(register)
    rows = reading.loans(register)
    assert len({row["person_id"] for row in rows if row["person"] == "Anne Haugen"}) == 1
    both = {row["born_on"] for row in rows if row["person"] == "Solveig Øvergård"}
    assert both == {"1950-03-01", "1945-03-27"}
    without_date = next(r for r in rows if r["person"] == "Solveig Øvergård" and r["out_on"] == "2026-06-26")
    assert without_date["born_on"] == "1950-03-01"
    assert register.value("SELECT count(*) FROM person WHERE born_on > :today", today=TODAY) == 0
    assert register.value("SELECT count(*) FROM person WHERE last_name = 'Lund' AND address LIKE 'Fjellvegen 1'") == 0


def test_doubtful_pairs_are_told_and_not_merged(register):
    plan = bring_in(register)
    assert {pair.name for pair in plan.pairs} == {"Larsen, Åge"}
    assert register.value("SELECT count(*) FROM person WHERE last_name = 'Larsen' AND first_name = 'Åge'") == 3


def test_the_same_book_twice_changes_nothing(register):
    bring_in(register)
    before = reading.everything(register)
    again = bring_in(register)
    assert reading.everything(register) == before
    assert not again.orders
    counts = again.counts()
    assert (counts["new"], counts["changed"]) == (0, 0)
    assert counts["unchanged"] == len(TRUTH["items"]) + len(TRUTH["loans"])


def test_a_dry_run_writes_nothing(register):
    before = reading.everything(register)
    plan = importing.import_book(register, BOOK, today=TODAY, staff="Jon", dry_run=True)
    assert reading.everything(register) == before
    assert plan.counts()["new"] == len(TRUTH["items"]) + len(TRUTH["loans"])


def test_one_undo_takes_the_import_back_and_it_can_be_done_again(register):
    before = reading.everything(register)
    bring_in(register)
    first = reading.loans(register)
    history.undo_last(register, staff="Jon", today=TODAY)
    assert reading.everything(register) == before
    again = bring_in(register)
    assert again.counts()["new"] == len(TRUTH["items"]) + len(TRUTH["loans"])
    assert len(reading.loans(register)) == len(first)


def test_an_undone_import_can_be_redone(register):
    bring_in(register)
    there = {table: len(rows) for table, rows in reading.everything(register).items()}
    history.undo_last(register, staff="Jon", today=TODAY)
    history.redo_last(register, staff="Jon", today=TODAY)
    assert {table: len(rows) for table, rows in reading.everything(register).items()} == there


def test_a_failure_in_the_middle_leaves_nothing(register, monkeypatch):
    from db import imports

    def breaks(*_args):
        raise RuntimeError("midt i")

    monkeypatch.setattr(imports, "_lend", breaks)
    before = reading.everything(register)
    with pytest.raises(RuntimeError, match="midt i"):
        bring_in(register)
    assert reading.everything(register) == before
    assert register.value("SELECT count(*) FROM op") == 0


def test_a_plan_is_not_applied_to_a_register_that_has_changed(register):
    from db.errors import Rejected, Why

    plan = importing.plan_book(register, BOOK, today=TODAY)
    command.run(register, products.add_product, staff="Jon", today=TODAY, name="Rullator")
    with pytest.raises(Rejected) as caught:
        importing.apply(register, plan, today=TODAY, staff="Jon")
    assert caught.value.why == Why.OVERTAKEN
    assert bring_in(register).applied


def test_json_has_the_shape_that_others_build_on(register):
    told = importing.as_json(bring_in(register))
    stock = told["sheets"][0]
    assert list(stock) == ["sheet", "kind", "read", "added", "changed", "unchanged", "rejected"]
    assert (stock["sheet"], stock["kind"], stock["read"], stock["added"]) == ("LAGER", "items", 75, 74)
    assert stock["rejected"][0]["row"] == 94
    assert [sheet["kind"] for sheet in told["sheets"]] == ["items", "loans", "loans", "empty"]
    for sheet in told["sheets"]:
        assert sheet["read"] == sheet["added"] + sheet["changed"] + sheet["unchanged"] + len(sheet["rejected"])


def test_rejected_rows_are_saved_with_their_reason(register, tmp_path):
    from openpyxl import load_workbook

    plan = bring_in(register)
    assert rejected.save(plan, tmp_path / "avvist.xlsx") == 6
    book = load_workbook(tmp_path / "avvist.xlsx")
    assert book.sheetnames == ["LAGER", "UTLÅN 2026"]
    rows = list(book["UTLÅN 2026"].values)
    assert rows[0][:4] == ("Rad", "Hvorfor raden ble avvist", "Dato ut", "Navn")
    assert [row[0] for row in rows[1:]] == [120, 121, 122, 123, 124]
    assert rows[2][1] == "Nummer 99999 finnes ikke, verken i boken eller i registeret."
    assert rows[2][3] == "Lund, Dagny"
