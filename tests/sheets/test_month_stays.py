"""What is told of stays in workbook, paper and JSON: the figures of the register, each with its rule, small groups hidden."""

import io
import re
import sys
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as some

from db import stay_figures, stay_report
from db.connection import Register
from desktop import plain, small_groups
from desktop.paper import printing
from desktop.sheets.month import export_month
from desktop.sheets.occupancy import export_occupancy
from desktop.stays import figures_words as said

sys.path.insert(0, str(Path(__file__).parents[1]))
from stay_rows import Rows, plus

TODAY = "2026-11-22"
RULE_OF = {said.NAMES[rule]: said.RULES[rule] for rule in stay_report.ALL_RULES}


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    """Two wards, one of them small, a day centre and a supplier; seven people a month in the large one."""
    made = Register.create(tmp_path_factory.mktemp("stays") / "opphold.hverdag")
    rows = Rows(made)
    made.conn.execute("BEGIN")
    big, small, out, centre = (rows.site(name, kind) for name, kind in (
        ("Nord", "ward"), ("Sør", "ward"), ("Senteret", "external"), ("Dagen", "day_centre")))  # fmt: skip
    beds = rows.places(big, 7)
    for bed in beds[:6]:
        rows.earmark(bed, "rehabilitation")
    for number in range(10):
        start = f"2026-{number + 1:02}-01"
        for bed in beds:
            rows.stay(big, bed, start, plus(start, 20), received_on=plus(start, -7), decided_on=plus(start, -5))
    rows.stay(big, None, "2026-10-21", "2026-10-24", purpose="respite")
    rows.stay(small, rows.place(small, "Sør 1"), "2026-10-03", "2026-10-14", purpose="respite")
    rows.stay(out, None, "2026-10-05", "2026-10-26")
    rows.insert("population", year=2026, inhabitants=16_000, source="SSB")
    rows.insert("quota", site_id=out, year=2026, nights=193, amount_ore=58_000_000)
    for at in range(6):
        key = rows.stay(centre, None, "2026-10-01", "2026-10-31", form="day", weekdays="1")
        state = {"state": "attended"} if at < 4 else {"state": "absent"}
        rows.insert("attendance", stay_id=key, on_day="2026-10-12", **state)
    for name in range(8):
        rows.place(centre, f"Dag {name}", kind="day")
    made.conn.execute("COMMIT")
    made.conn.execute("BEGIN")
    for key in [row[0] for row in made.rows("SELECT stay_id FROM stay WHERE state = 'discharged' LIMIT 70")]:
        for moment, score in (("before", 4), ("after", 7 if key % 7 else 3)):
            rows.insert("stay_score", stay_id=key, instrument="copm_performance", moment=moment, on_day="2026-02-01",
                        score=score)  # fmt: skip
    made.conn.execute("COMMIT")
    yield made
    made.close()


@pytest.fixture(scope="module")
def month(register, tmp_path_factory):
    out = tmp_path_factory.mktemp("month") / "oktober.xlsx"
    export_month(register, "2026-10", out, today=TODAY, by="Jon")
    return openpyxl.load_workbook(out)


def told(sheet, column=1):
    """name → (value, rule) of a sheet of figures."""
    rows = [row for row in sheet.iter_rows(min_row=3, values_only=True) if row[0] in RULE_OF]
    return {row[0]: (row[column], next(cell for cell in reversed(row) if cell)) for row in rows}


def test_every_figure_of_the_month_stands_beside_the_year_with_its_rule(month):
    sheet = month["Opphold og belegg"]
    october, year = told(sheet), told(sheet, 2)
    assert all(rule.startswith(RULE_OF[name]) for name, (_value, rule) in october.items())
    assert october["Liggedøgn"][0] == 7 * 20 + 3 + 11
    assert year["Liggedøgn"][0] == 70 * 20 + 3 + 11
    assert october["Belegg"][0] == pytest.approx(154 / (8 * 31) * 100, abs=0.05)
    assert (october["Belegg, KOSTRA-lignende"][0], year["Liggetid, KOSTRA-lignende"][0]) == ("–", "skjult"), (
        "less the nights without respite, the nights are those of two people"
    )
    assert october["Plasser per 1 000 innbyggere"][1].endswith("Innenfor behovet på 0,3–0,5.")
    assert (october["Ventetid fra søknad, median"][0], october["Plasser per 1 000 innbyggere"][0]) == (7, 0.375)
    assert (october["Kjøpte døgn som plasser"][0], october["Behov, fra"][0]) == (0.53, 4.8)


def test_the_day_places_are_counted_apart_from_the_nights(month):
    october = told(month["Opphold og belegg"])
    assert october["Bestilte oppmøter"][0] == 24, "six people on four Mondays"
    assert (october["Møtt"][0], october["Ikke møtt"][0], october["Ikke registrert"][0]) == (4, 2, 18)
    assert october["Dagplasser × åpningsdager"][0] == 8 * 22


def test_groups_of_one_to_four_persons_are_hidden_with_what_would_tell_them(month):
    october = told(month["Opphold og belegg"])
    assert october["Døgn uten plass"][0] == october["Liggedøgn hos leverandør"][0] == "<5"
    cells = {row[0]: row[1:] for row in month["Øremerking og formål"].iter_rows(values_only=True)}
    assert cells["Rehabilitering"][0] == "skjult", "with the sum of its column it would tell of the one below"
    assert cells["Uten øremerking"] == ("<5", "<5", 0, 0)
    assert cells["Uten plass"] == (0, "<5", 0, 0)
    purposes = {row[0]: row[1:4] for row in month["Opphold per formål"].iter_rows(values_only=True)}
    assert purposes["Rehabilitering"] == ("skjult", 0, "skjult"), "the sums are known"
    assert purposes["Avlastning"] == ("<5", 0, "<5")


def test_the_year_has_a_sheet_of_its_own_with_a_column_for_every_month(month):
    sheet = month["Opphold i 2026"]
    heads = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "Belegg")
    assert heads[1:12] == ("jan. 26", "feb. 26", "mars 26", "april 26", "mai 26", "juni 26", "juli 26", "aug. 26",
                           "sep. 26", "okt. 26", "hittil i 2026")  # fmt: skip
    assert [told(sheet, at)["Utskrevet"][0] for at in (1, 10, 11)] == [7, 9, 72]
    assert len(month["Belegg per måned"]._charts) == len(month["Øremerking og formål"]._charts) == 1


def test_a_month_of_a_register_without_stays_has_no_sheet_of_them(tmp_path):
    bare = Register.create(tmp_path / "uten.hverdag")
    export_month(bare, "2026-10", tmp_path / "uten.xlsx", today=TODAY)
    book = openpyxl.load_workbook(tmp_path / "uten.xlsx")
    assert not [name for name in book.sheetnames if "Opphold" in name]
    assert stay_report.month(bare, "2026-10", today=TODAY) is None
    bare.close()


def test_scores_before_and_after_are_told_of_groups(register, month):
    heads, row, *_rest = month["Virkning, før og etter 2026"].iter_rows(values_only=True)
    assert heads == said.EFFECT_HEADS
    assert row == ("COPM, utførelse", 70, 4, pytest.approx(6.43), pytest.approx(2.43), 60, 0)
    assert month["Virkning, før og etter"]["B2"].value == 7
    found = plain.occupancy(register, since="2026-10-01", until="2026-11-01", today=TODAY)
    assert found["effects"][0]["stays"] == 7


def test_the_paper_says_the_same_with_the_rule_under_each(register):
    out = io.BytesIO()
    assert printing.print_month(register, "2026-10", out, today=TODAY, staff="Jon") >= 3
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(out.getvalue())]
    flat = re.sub(r"\s+", " ", " ".join(pages))
    assert "Liggedøgn 154 1 414 Netter i perioden. Inndagen teller, utdagen teller ikke" in flat
    assert re.search(r"Belegg 62,1 % \S+ % Liggedøgn og holdte døgn delt på åpne plassdøgn", flat)
    assert "Døgn uten plass <5 <5" in flat
    assert "Øremerking og formål, oktober 2026" in flat
    assert "Øremerking og formål, hittil i 2026" in flat
    assert "COPM, utførelse 70 4 6,43 2,43 60 0" in flat


def test_the_workbook_of_a_period_has_every_site_and_month(register, tmp_path):
    out = tmp_path / "belegg.xlsx"
    export_occupancy(register, "2026-09-01", "2026-11-01", out, today=TODAY, by="Jon")
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Sammendrag", "Egne avdelinger", "Nord", "Sør", "Senteret", "Dagen",
                               "Belegg per måned", "Øremerking og formål", "Opphold per formål",
                               "Virkning, før og etter"]  # fmt: skip
    whole = told(book["Sammendrag"])
    assert (whole["Liggedøgn"][0], whole["Åpne plassdøgn"][0]) == (7 * 40 + 3 + 11, 8 * 61)
    nord, small = told(book["Sammendrag"], 2), told(book["Sammendrag"], 3)
    assert (nord["Liggedøgn"][0], small["Liggedøgn"][0]) == ("skjult", "<5"), "the larger would tell of the smaller"
    by_month = [[told(book[name], at)["Liggedøgn"][0] for at in (1, 2, 3)] for name in ("Nord", "Sør")]
    assert by_month == [[140, "skjult", "skjult"], [0, "<5", "<5"]]
    assert told(book["Dagen"], 3)["Møtt"][0] == 4


def test_other_programs_get_every_figure_and_what_must_not_be_published(register):
    found = plain.occupancy(register, since="2026-10-01", until="2026-11-01", today=TODAY)
    counted = stay_figures.figures(register, "2026-10-01", "2026-11-01", today=TODAY)
    assert found["all"]["figures"]["belegg"] == pytest.approx(counted.value("belegg"), abs=1e-4)
    assert set(found["rules"]) == set(found["all"]["figures"]) == set(stay_report.ALL_RULES)
    assert found["all"]["few"] == ["parked_nights", "bought_nights"]
    assert {one["site"]: one["figures"]["nights"] for one in found["sites"]} == {
        "Nord": 143, "Sør": 11, "Senteret": 21, "Dagen": 0}  # fmt: skip
    assert found["all"]["few_earmark_purpose"] == {"no_place": ["respite"], "none": ["rehabilitation", "respite"]}
    assert found["all"]["purposes"]["rehabilitation"]["few"] == []
    assert {"nights", "persons"} <= set(found["all"]["purposes"]["respite"]["few"])
    assert found["effects"][0]["few"] == (["worse"] if 0 < found["effects"][0]["worse"] < 5 else [])
    assert found["all"]["earmark_purpose"]["none"] == {"rehabilitation": 20, "respite": 11}
    assert "places" not in found["sites"][0]["figures"], "the coverage is of the municipality"


def test_every_figure_has_its_name_its_rule_and_its_section():
    rules = {rule for _name, rules in said.SECTIONS for rule in rules}
    assert rules == set(said.NAMES) == set(said.RULES) == set(stay_report.ALL_RULES)
    assert all(said.RULES[rule].endswith(".") for rule in rules)


@given(some.lists(some.tuples(some.integers(0, 12), some.integers(0, 12)), min_size=1, max_size=16))
def test_what_is_hidden_cannot_be_had_from_a_known_sum(numbers):
    width = 4
    cells = dict(enumerate(nights for nights, _people in numbers))
    people = {key: min(people, nights) for key, (nights, people) in enumerate(numbers)}
    lines = [[key for key in cells if key // width == row] for row in range(4)]
    lines += [[key for key in cells if key % width == column] for column in range(width)]
    secret = small_groups.hidden(cells, people, lines)
    assert {key for key in cells if 0 < people[key] < 5} <= secret
    for line in lines:
        there = [key for key in line if cells[key]]
        if len(there) > 1:
            assert sum(key in secret for key in there) != 1, "one alone is the sum less the others"
