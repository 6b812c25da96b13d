"""Measures go out as our own workbook and come in again equal, and tables made at random are read back as written."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from db import check, command, measure_lists, measures, plan_layout
from db.connection import Register
from desktop.plans import examples
from desktop.sheets import export, importing, measure_reading
from desktop.sheets.book import Book, Sheet
from desktop.sheets.plan import SheetPlan
from desktop.sheets.recognise import recognise
from tests.sheets.measures import everything
from tests.sheets.reading import TODAY
from tests.sheets.stays import reasons, statuses

WORD = st.sampled_from(
    [
        "rutine",
        "kurs",
        "nye",
        "tjenester",
        "økt",
        "samhandling",
        "2",
        "stillinger",
        "NAV",
        "barn/unge",
        "«Hva»",
        "IP-verktøy",
    ]
)
WORDS = st.lists(WORD, min_size=2, max_size=6).map(" ".join).map(lambda text: f"Få {text}")
ROLE = st.sampled_from(["Koordinerende enhet", "Enhetsleder helse", "NAV", "Kommuneoverlege", "Fysio-/ergoterapi"])
STATUS = st.sampled_from(["", "Ikke startet", "I gang", "Utsatt", "Gjennomført", "Avsluttet"])
CODES = {"": None, "Ikke startet": "not_started", "I gang": "in_progress", "Utsatt": "postponed",
         "Gjennomført": "completed", "Avsluttet": "stopped"}  # fmt: skip
MEASURE = st.fixed_dictionaries({
    "text": WORDS, "roles": st.lists(ROLE, max_size=3, unique=True), "status": STATUS,
    "thousands": st.none() | st.integers(0, 9_000), "comment": st.just("") | WORDS,
    "quarter": st.none() | st.tuples(st.integers(1, 4), st.integers(2026, 2031)),
})  # fmt: skip
PLAN = st.lists(st.tuples(WORDS, st.lists(st.tuples(WORDS, st.lists(MEASURE, min_size=1, max_size=3)), min_size=1,
                max_size=2)), min_size=1, max_size=3)  # fmt: skip
LAST = {1: "03-31", 2: "06-30", 3: "09-30", 4: "12-31"}


def table(plan, inside, between, as_text):
    """(cells of a sheet, its merged cells, what it tells) for a plan; numbers in the text or beside it."""
    rows, merged, told = [["Nr"] * (not inside) + ["Satsingsområde", "Mål", "Tiltak", "Ansvar", "Status", "Frist",
                                                   "Kostnad i mill kr", "Merknad"]], [], []  # fmt: skip
    left = len(rows[0]) - 8
    for area, goals in plan:
        first = len(rows)
        for goal, some in goals:
            start = len(rows)
            for one in some:
                number, million = str(len(told) + 1), None if one["thousands"] is None else one["thousands"] / 1000
                due = "{}. kvartal {}".format(*one["quarter"]) if one["quarter"] else ""
                cost = "" if million is None else str(million).replace(".", ",") if as_text else million
                rows.append([number] * (not inside) + [area, goal, f"{number}. {one['text']}" if inside else one["text"],
                            between.join(one["roles"]), one["status"], due, cost, one["comment"]])  # fmt: skip
                day = f"{one['quarter'][1]}-{LAST[one['quarter'][0]]}" if one["quarter"] else None
                ore = {} if million is None else {"cost_adopted_ore": one["thousands"] * 100_000}
                told.append((number, one["text"], area, goal, one["roles"], CODES[one["status"]], (day, due), ore,
                             one["comment"]))  # fmt: skip
            merged.append((start, left + 1, len(rows) - 1, left + 1))
        merged.append((first, left, len(rows) - 1, left))
    return rows, merged, told


@given(PLAN, st.booleans(), st.sampled_from(["\n", "; ", " / "]), st.booleans())
@settings(max_examples=40)
def test_a_table_is_read_back_as_it_was_written(plan, inside, between, as_text):
    rows, merged, told = table(plan, inside, between, as_text)
    sheet = Sheet("Tiltak", [*rows, ["", "Sum kostnader"]], merged)
    found = recognise(sheet, Book("bok", None, [sheet]), today=TODAY)  # pyright: ignore[reportArgumentType]
    assert found.kind == "measures"
    read = measure_reading.read(SheetPlan(found, source=sheet), sheet, TODAY, {})
    assert [(one.number, one.text, one.area, one.goal, one.responsible, one.status, one.deadline, one.costs,
             one.comment) for one in read] == told  # fmt: skip


def lived(register):
    """The Oppdal plan in its fourth year: every status and light, deadlines of many kinds, costs in øre."""
    name = examples.names()[0]
    rows = examples.rows(name)
    told = [{"due_on": "2026-12-31"}, {"due_on": "2027-06-30", "due_text": "2. kvartal 2027"},
            {"due_text": "høsten 2026"}, {}]  # fmt: skip
    for at, one in enumerate(rows):
        one |= told[at % 4] | {"cost_used_ore": None if at % 3 else at * 1234_50, "comment": f"Merknad {at}" * (at % 2)}
        one |= {"cost_adopted_ore": None if at % 5 else at * 100_000_99}
    command.run(register, plan_layout.lay_out_plan, staff="Jon", today=TODAY, rows=rows, frame=examples.frame(name),
                adopted_on=TODAY)  # fmt: skip
    reason: dict[str, Any] = {"reason": "Ingen penger", "conclusion": "Vi venter", "due_on": "2028-01-01"}
    steps = (("in_progress", range(1, 30)), ("postponed", (3, 4)), ("stopped", (5, 7)), ("completed", (9, 10, 16)))
    for status, refs in steps:
        command.run(register, measures.set_status, staff="Jon", today=TODAY, measure_ids=list(refs), status=status,
                    **reason)  # fmt: skip
    for light, refs in (("green", (1, 2)), ("yellow", (3, 9)), ("red", (4, 11))):
        command.run(register, measures.set_light, staff="Jon", today=TODAY, measure_ids=list(refs), light=light,
                    reason="Sen start")  # fmt: skip
    return name


def exported(register, path):
    export.export(register, "measures", path, today=TODAY)
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A register with a plan that has lived, its name, and the workbook it gives; only read."""
    folder = tmp_path_factory.mktemp("runde")
    opened = Register.create(folder / "prøve.hverdag")
    name = lived(opened)
    yield opened, name, folder / "ut.xlsx", exported(opened, folder / "ut.xlsx")
    opened.close()


def test_what_goes_out_comes_in_and_goes_out_the_same(source, tmp_path, register):
    plan = importing.import_book(register, source[2], today=TODAY, staff="Jon")
    assert (reasons(plan), statuses(plan)) == ([], ["new"] * 42)
    assert exported(register, tmp_path / "igjen.xlsx") == source[3]
    assert check.problems(register) == []
    assert not importing.plan_book(register, source[2], today=TODAY).orders


def test_our_own_workbook_finds_its_plan_and_changes_nothing_there(source):
    before = everything(source[0])
    plan = importing.import_book(source[0], source[2], today=TODAY, staff="Jon")
    assert statuses(plan) == ["unchanged"] * 42
    assert plan.sheets[0].recognition.remark == f"planen «{source[1]}»"
    assert (plan.op_seq, everything(source[0])) == (None, before)


def test_a_light_and_a_status_that_are_mended_in_our_own_workbook_change_the_measure(source, tmp_path, register):
    from openpyxl import load_workbook

    importing.import_book(register, source[2], today=TODAY, staff="Jon")
    book = load_workbook(source[2])
    sheet = book.worksheets[0]
    at = {str(cell.value): cell.column or 0 for cell in sheet[1]}
    mended = {"Lys": "Rødt", "Status": "Gjennomført", "Type": "Enkelt", "Kostnad brukt": 12.5, "Frist": "våren 2027"}
    for heading, value in mended.items():
        sheet.cell(2, at[heading]).value = value
    book.save(tmp_path / "ut.xlsx")
    plan = importing.import_book(register, tmp_path / "ut.xlsx", today=TODAY, staff="Jon")
    assert statuses(plan) == ["changed"] + ["unchanged"] * 41
    one = measure_lists.measure(register, 1, today=TODAY)
    assert (one["light"], one["light_reason"], one["status"]) == ("red", "fra regneark", "completed")
    assert (one["cost_used_ore"], one["due_text"], one["due_on"]) == (1250, "våren 2027", None)


def test_the_measures_of_several_plans_in_one_workbook_find_their_own_plans(source, tmp_path, register):
    for name in examples.names():
        told = {"rows": examples.rows(name), "frame": examples.frame(name)}
        command.run(register, plan_layout.lay_out_plan, staff="Jon", today=TODAY, **told)
    exported(register, tmp_path / "alle.xlsx")
    assert set(statuses(importing.plan_book(register, tmp_path / "alle.xlsx", today=TODAY))) == {"unchanged"}
