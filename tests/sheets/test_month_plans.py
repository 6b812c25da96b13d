"""What the month's workbook and paper say of measures: every figure with its rule, unknown costs as such, the groups."""

import io

import openpyxl
import pypdfium2
import pytest

from db import command, measures, plan_layout, plan_reports
from db.connection import Register
from desktop.paper import printing
from desktop.plans import figures_words as said
from desktop.sheets.month import export_month

TODAY = "2026-11-22"
ROWS = [
    {"number": "1", "focus_area": "Samhandling", "adopted_text": "Opprette et utvalg", "due_on": "2026-11-01",
     "responsible": ["Enhetsleder", "Kommuneoverlege"], "cost_adopted_ore": 100_000_000, "internal_note": "Hemmelig"},
    {"number": "2", "focus_area": "Samhandling", "adopted_text": "Lage en håndbok", "responsible": ["Enhetsleder"]},
    {"number": "3", "focus_area": "Kompetanse", "adopted_text": "Kurs for alle", "responsible": ["Rådgiver"]},
]  # fmt: skip


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    """A plan of three measures, one of them completed in November, and a report locked then."""
    made = Register.create(tmp_path_factory.mktemp("plans") / "planer.hverdag")

    def do(act, day, **given):
        return command.run(made, act, staff="Jon", today=day, **given).result

    plan = do(plan_layout.lay_out_plan, "2026-05-01", rows=ROWS, frame={"name": "Rehabplanen"})
    do(measures.set_status, "2026-06-01", measure_ids=[1, 2], status="in_progress")
    do(measures.set_status, "2026-11-10", measure_ids=[2], status="completed")
    do(measures.change_measure, "2026-11-10", measure_id=1, cost_used_ore=25_000_000)
    report = do(plan_reports.open_report, "2026-11-11", plan_id=plan, period="2026Q3")
    do(plan_reports.lock_report, "2026-11-12", plan_report_id=report)
    yield made
    made.close()


@pytest.fixture(scope="module")
def book(register, tmp_path_factory):
    out = tmp_path_factory.mktemp("month") / "november.xlsx"
    export_month(register, "2026-11", out, today=TODAY, by="Jon", lists=False)
    return openpyxl.load_workbook(out)


def test_every_figure_stands_on_its_sheet_with_its_rule(book):
    sheet = book["Tiltak"]
    lines = {row[0]: row[1:3] for row in sheet.iter_rows(min_row=5, max_col=3, values_only=True) if row[0]}
    assert sheet["A2"].value == (
        "Slik planene står 22. november 2026. Låst i måneden: Rehabplanen, 3. kvartal 2026.")  # fmt: skip
    told = {name: value for name, (value, _rule) in lines.items()}
    assert (told["Tiltak"], told["Åpne"], told["Gjennomført"], told["Over frist"]) == (3, 2, 1, 1)
    assert (told["Kostnadsramme"], told["Kostnad brukt"], told["Brukt av rammen, %"]) == (1_000_000, 250_000, 25)
    assert (told["Uten kostnad"], told["Gjennomført i måneden"], told["Satt i gang i måneden"]) == (2, 1, 0)
    assert lines["Åpne"][1] == said.RULES["open"]
    assert all(rule for _value, rule in lines.values())


def test_every_group_has_a_row_and_what_is_not_known_an_empty_cell(book):
    sheet = book["Tiltak per gruppe"]
    heads = [cell.value for cell in sheet[1]]
    rows = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [(row["Gruppert etter"], row["Gruppe"], row["Tiltak"]) for row in rows] == [
        ("Satsingsområder", "Samhandling", 2), ("Satsingsområder", "Kompetanse", 1), ("Ansvarlige", "Enhetsleder", 2),
        ("Ansvarlige", "Kommuneoverlege", 1), ("Ansvarlige", "Rådgiver", 1), ("Planer", "Rehabplanen", 3),
    ]  # fmt: skip
    assert [row["Kostnadsramme"] for row in rows] == [1_000_000, None, 1_000_000, 1_000_000, None, 1_000_000]
    assert len(book["Tiltak"]._charts) == 1


def test_the_paper_tells_the_same_and_nothing_internal(register):
    out = io.BytesIO()
    printing.print_month(register, "2026-11", out, today=TODAY, staff="Jon Berg")
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(out.getvalue())]
    [plans] = [" ".join(page.split()) for page in pages if "Tiltak i planene" in page]
    assert "Slik planene står 22. november 2026. Låst i måneden: Rehabplanen, 3. kvartal 2026." in plans
    for words in ("Kostnadsramme 1 mill. kr", "Kostnad brukt 0,25 mill. kr", "Brukt av rammen 25 %", "Over frist 1",
                  "Gjennomført i måneden 1"):  # fmt: skip
        assert words in plans.replace("\xa0", " ")
    for name in ("Samhandling", "Kompetanse", "Kommuneoverlege", "Rådgiver"):
        assert name in plans
    assert said.ROLE_RULE in plans
    assert "Hemmelig" not in "".join(pages)


def test_a_register_without_plans_says_nothing_of_them(tmp_path):
    empty = Register.create(tmp_path / "tom.hverdag")
    export_month(empty, "2026-11", tmp_path / "tom.xlsx", today=TODAY)
    assert not [name for name in openpyxl.load_workbook(tmp_path / "tom.xlsx").sheetnames if "Tiltak" in name]
    out = io.BytesIO()
    printing.print_month(empty, "2026-11", out, today=TODAY, staff="Jon")
    assert "Tiltak" not in "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(out))
    empty.close()
