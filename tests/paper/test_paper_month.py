"""The monthly overview on paper: every figure with its rule, the stock equation, charts that survive grey print."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.columns import Column
from desktop.paper import charts, house
from desktop.paper.month import Behind, Figure, MonthSheet, Sum, print_month_sheet

COLUMNS = (Column("number", "Nummer", strong=True), Column("name", "Hjelpemiddel"))
SUM = ("Beholdning ved start", "Inn", "Ut", "Beholdning ved slutt")
MONTHS = ("nov.", "des.", "jan.", "feb.", "mars", "april", "mai", "juni", "juli", "aug.", "sep.", "okt.")


def sheet(**other):
    given = {
        "month": "2026-10",
        "figures": [Figure(f"Tall {at}", str(1000 + at), f"Regel nummer {at}") for at in range(9)],
        "sums": [Sum(SUM, (342, 5, 3, 344))],
        "months": MONTHS,
        "loans": [*range(31, 43)],
        "returns": [*range(51, 63)],
        "group_heads": ("Gruppe", "Beholdning", "Utlånt"),
        "groups": [("Ganghjelpemidler", 88, 40), ("Senger", 12, None), ("Hygiene", 3, 0)],
        "group_bars": 2,
    }
    return MonthSheet(**(given | other))


def test_every_figure_stands_with_its_rule(printed, stamp):
    pages = printed(print_month_sheet, sheet(), stamp)[1]
    assert len(pages) == 1
    for at in range(9):
        assert f"Tall {at} {1000 + at} Regel nummer {at}" in pages[0]
    assert "Månedsoversikt oktober 2026" in pages[0]


def test_the_stock_equation_is_told_and_checked(printed, stamp):
    right = printed(print_month_sheet, sheet(), stamp)[1][0]
    assert re.search(r"342 \+ Inn 5 − Ut 3 = Beholdning ved slutt 344", right)
    assert "Går opp" in right
    assert "Går ikke opp" in printed(print_month_sheet, sheet(sums=[Sum(SUM, (342, 5, 3, 345))]), stamp)[1][0]


def test_the_charts_print_their_values(printed, stamp):
    page = printed(print_month_sheet, sheet(), stamp)[1][0]
    for value in (*range(31, 43), *range(51, 63)):
        assert re.search(rf"\b{value}\b", page), value
    assert all(month in page for month in MONTHS)
    assert "Utlånt per gruppe" in page


def test_the_lists_behind_begin_on_a_new_page_and_make_it_confidential(printed, stamp):
    rows = [{"number": f"K-{at:04}", "name": "Rullator"} for at in range(120)]
    lists = [
        Behind("Utlån i oktober", COLUMNS, rows, "Linjer med utlånsdato i måneden"),
        Behind("Forfalt", COLUMNS, []),
    ]
    pages = printed(print_month_sheet, sheet(lists=lists), stamp)[1]
    assert "K-0000" not in pages[0]
    assert "Utlån i oktober Linjer med utlånsdato i måneden Nummer Hjelpemiddel K-0000" in pages[1]
    assert re.findall(r"K-\d{4}", " ".join(pages)) == [f"K-{at:04}" for at in range(120)]
    assert "Ingen rader" in pages[-1]
    assert all("Taushetsbelagt" in page for page in pages)
    assert "Taushetsbelagt" not in printed(print_month_sheet, sheet(), stamp)[1][0]


def test_an_empty_month_still_makes_a_page(printed, stamp):
    empty = sheet(figures=[], sums=[], months=[], loans=[], returns=[], groups=[])
    assert "Månedsoversikt oktober 2026" in printed(print_month_sheet, empty, stamp)[1][0]


def test_zeros_draw(printed, stamp):
    zeros = sheet(loans=[0] * 12, returns=[0] * 12, groups=[("Senger", 0, 0)])
    assert "Utlånt per gruppe" not in printed(print_month_sheet, zeros, stamp)[1][0]


@given(st.floats(2, 40), st.floats(0.1, 200))
def test_the_hatching_stays_inside_its_bar(wide, tall):
    for near, far in charts.hatching(wide, tall):
        for across, up in (near, far):
            assert -0.001 <= across <= wide + 0.001
            assert -0.001 <= up <= tall + 0.001
        assert far[0] - near[0] == pytest.approx(far[1] - near[1])  # all slant the same way


@given(st.integers(0, 10**7))
def test_the_scale_ends_above_the_highest_bar_and_has_whole_lines(value):
    top = charts.rounded_up(value)
    assert top >= value
    assert top <= max(4, value * 1.5 + 8)
    assert top % 4 == 0


def test_the_second_series_is_hatched_and_of_another_colour():
    first: Any = charts.filled(0, 0, 20, 60, False)
    second: Any = charts.filled(0, 0, 20, 60, True)
    assert [shape.fillColor for shape in first.contents] == [house.PETROL]
    assert len(second.contents) > 10
    assert {shape.strokeColor for shape in second.contents} == {house.SECOND}
