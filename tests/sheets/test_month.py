"""The month's workbook, opened again: the figures are the lists' lengths, the charts are Excel's own."""

import statistics
import zipfile
from typing import Any

import openpyxl
import pytest

from db import command, equipment, figures, loans, people, products
from desktop import figures_words
from desktop.sheets.month import export_month, hidden
from desktop.sheets.month_hidden import FEW, UNDER_FEW

TODAY = "2026-06-20"
LISTS = {
    "came": "Kommet til",
    "left": "Gått ut",
    "loans": "Utlån",
    "returns": "Returer",
    "other_ends": "Avsluttet på annen måte",
    "open": "Ute ved slutten",
    "overdue": "Forfalt ved slutten",
    "extended": "Forlengelser",
}


@pytest.fixture
def may(register):
    """A register with one of everything in May 2026."""

    def run(act, today, /, **named):
        return command.run(register, act, staff="Jon", today=today, **named).result

    walkers = run(products.add_product, "2026-04-02", name="=Rullator", group_name="Gang", hms_nr="000123")
    beds = run(products.add_product, "2026-04-02", name="Seng", group_name="Senger")
    old = run(equipment.add_items, "2026-04-02", numbers=[f"R-{at}" for at in range(9)], product_id=walkers,
              price_ore=240_000)  # fmt: skip
    new = run(equipment.add_items, "2026-05-04", numbers=["S-1", "S-2"], product_id=beds, price_ore=1)
    person = run(people.add_person, "2026-04-02", first_name="Kari", last_name="Nordmann", address="Storgata 1")
    run(loans.lend, "2026-04-10", item_ids=old[:4], person_id=person, due_on="2026-05-10")
    run(loans.lend, "2026-05-05", item_ids=[new[0]], person_id=person, due_on=None)
    run(loans.take_back, "2026-05-06", returns=[loans.Return(1), loans.Return(2)])
    run(equipment.act, "2026-05-11", item_ids=old[:1], act="cleaned")
    run(equipment.act, "2026-05-12", item_ids=old[8:], act="retired", reason="worn")
    run(loans.extend, "2026-05-13", line_ids=[3], due_on="2026-08-01", reason="trenger den")
    run(loans.lose, "2026-06-02", line_ids=[4])
    return register


@pytest.fixture
def book(may, tmp_path):
    out = tmp_path / "mai.xlsx"
    export_month(may, "2026-05", out, today=TODAY, by="Jon")
    return openpyxl.load_workbook(out)


def summary(book):
    """name → value of the summary."""
    return {row[0]: row[1] for row in book["Sammendrag"].iter_rows(min_row=5, values_only=True) if row[0]}


def column(sheet, heading):
    at = [cell.value for cell in sheet[1]].index(heading)
    return [row[at] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_every_figure_is_the_length_of_its_list(book):
    found = summary(book)
    for figure, sheet in LISTS.items():
        assert found[figures_words.NAMES[figure]] == book[sheet].max_row - 1, figure
    stock = book["Beholdning"]
    assert found["Beholdning ved start"] == column(stock, "Ved start").count("Ja") == 9
    assert found["Beholdning ved slutt"] == column(stock, "Ved slutt").count("Ja") == 10
    assert found["Utlånstid, dager"] == statistics.median(column(book["Returer"], "Dager ute")) == 26
    assert found["Dager til rengjøring"] == statistics.median(column(book["Dager til rengjøring"], "Dager")) == 5


def test_the_figures_are_those_of_the_register(may, book):
    known = figures.month(may, "2026-05", today=TODAY)
    found = summary(book)
    assert {rule: found[figures_words.NAMES[rule]] for rule in figures.RULES} == {
        rule: known.value(rule) for rule in figures.RULES}  # fmt: skip
    assert (known.value("loans"), known.value("returns"), known.value("overdue")) == (1, 2, 1)


def test_each_figure_stands_beside_its_rule_and_the_stock_is_checked(book):
    said = {row[0]: row[2] for row in book["Sammendrag"].iter_rows(min_row=5, values_only=True) if row[0]}
    assert all(said[figures_words.NAMES[rule]] == figures_words.RULES[rule] for rule in figures.RULES)
    assert said["Kontroll av beholdningen"] == "9 + 2 − 1 = 10 · stemmer"


def test_groups_sum_up_to_the_whole(book):
    found, groups = summary(book), book["Per gruppe"]
    assert column(groups, "Gruppe") == ["Gang", "Senger"]
    for rule in ("stock_open", "came", "left", "stock_close", "loans", "returns", "open", "overdue", "extended"):
        assert sum(column(groups, figures_words.NAMES[rule])) == found[figures_words.NAMES[rule]], rule


def test_an_overdue_line_tells_its_due_day_as_it_was(book):
    late = book["Forfalt ved slutten"]
    assert [due.date().isoformat() for due in column(late, "Frist da")] == ["2026-05-10"]
    assert column(late, "Dager over") == [21]
    assert "2026-08-01" in [str(due)[:10] for due in column(book["Ute ved slutten"], "Frist da")]


def test_charts_are_drawn_by_excel_from_cells(book, tmp_path):
    with zipfile.ZipFile(tmp_path / "mai.xlsx") as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]
    assert len(charts) == 4
    assert all(any(f"'Måned for måned'!${at}$2:${at}$13" in chart for chart in charts) for at in "BCDEF")
    assert any("'Per gruppe'!" in chart for chart in charts)
    assert column(book["Måned for måned"], "Utlån")[-2:] == [4, 1]
    assert column(book["Måned for måned"], "Måned")[-1] == "mai 2026"


def test_lists_with_people_are_marked_and_hold_no_address(book, tmp_path):
    for sheet in book:
        named = "Låner" in [cell.value for cell in sheet[1]]
        assert (sheet.oddHeader.right.text == "Taushetsbelagt") == named, sheet.title
    with zipfile.ZipFile(tmp_path / "mai.xlsx") as archive:
        assert not any(b"Storgata" in archive.read(name) for name in archive.namelist())
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets" in name)


def test_figures_alone_hide_small_counts_of_people(may, tmp_path):
    out = tmp_path / "tall.xlsx"
    export_month(may, "2026-05", out, today=TODAY, lists=False)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == [
        "Sammendrag", "Behov, bruk og kostnader", "Måned for måned", "Per gruppe", "Behov og bruk per gruppe"]  # fmt: skip
    assert column(book["Per gruppe"], "Ute ved slutten") == [UNDER_FEW, UNDER_FEW]
    assert column(book["Per gruppe"], "Beholdning ved slutt") == [8, 2], "things are no people"
    work = book["Behov og bruk per gruppe"]
    assert column(work, "Utlån siste tolv måneder") == [UNDER_FEW, UNDER_FEW]
    assert column(work, "Utlån per eksemplar og år") == [None, None], "it would give the count away"
    assert column(work, "Verdi ute") == [None, None]


def group(name, **counts):
    none: dict[str, Any] = dict.fromkeys(figures.Group.__slots__, 0)
    return figures.Group(**none | {"name": name, "loan_days": 3.0} | counts)


def test_a_hidden_count_cannot_be_got_from_the_sum():
    """One small group alone would be the sum less the others: the next smallest is hidden with it."""
    found = hidden([group("a", loans=2), group("b", loans=9), group("c", loans=30), group("d")])
    assert [one.loans for one in found] == [UNDER_FEW, "skjult", 30, 0]
    assert [one.open for one in found] == [0, 0, 0, 0]
    plain = hidden([group("a", returns=FEW), group("b", returns=9)])
    assert [(one.returns, one.loan_days) for one in plain] == [(5, 3.0), (9, 3.0)]


def test_a_month_that_runs_says_so(may, tmp_path):
    out = tmp_path / "juni.xlsx"
    found = export_month(may, "2026-06", out, today=TODAY)
    assert not found.complete
    assert "Talt til og med 20. juni 2026" in openpyxl.load_workbook(out)["Sammendrag"]["A2"].value
