"""The month from a register: the paper says the figures that were counted, and lists what they were counted from."""

import re
from io import BytesIO

import pytest

from db import figures, figures_depot, loan_lines, loans
from desktop.figures_words import NAMES, RULES
from desktop.figures_words import value as said_value
from desktop.paper import month_of, printing

TODAY = "2026-11-22"
LATER = "2026-12-03"


def said(text):
    return " ".join(text.split())


@pytest.fixture
def november(desk):
    """A month with a loan of three lines, one more to a protected person, and one return."""
    desk.do(loans.lend, item_ids=[desk.items[5]], person_id=desk.siri, due_on="2026-11-25")
    line = loan_lines.of_agreement(desk.register, desk.loan, today=TODAY)[0]["line_id"]
    desk.do(loans.take_back, returns=[loans.Return(line)])
    return desk


def printed_month(desk, texts_of, month="2026-11", today=LATER):
    out = BytesIO()
    pages = printing.print_month(desk.register, month, out, today=today, staff="Jon Berg")
    texts = texts_of(out.getvalue())
    assert pages == len(texts)
    return texts


def test_every_figure_name_and_rule_is_on_the_first_page(november, texts_of):
    first = printed_month(november, texts_of)[0]
    for rule in figures.RULES:
        assert said(NAMES[rule]) in first, rule
        assert said(RULES[rule]) in first, rule
    found = figures.month(november.register, "2026-11", today=LATER)
    for rule in month_of.LINES:
        assert f"{NAMES[rule]} {said_value(rule, found.value(rule))} {said(RULES[rule])}" in first
    assert found.value("loans") == 4
    assert found.value("returns") == 1


def test_what_the_depot_did_has_a_page_of_its_own_with_every_rule(november, texts_of):
    second = printed_month(november, texts_of)[1]
    found = figures.month(november.register, "2026-11", today=LATER)
    for rule in figures_depot.RULES:
        assert said(f"{NAMES[rule]} {said_value(rule, found.value(rule))} {RULES[rule]}") in second, rule
    assert "Dager fra behov til levering, median" not in second, "no need was met: an empty chart says nothing"


def test_the_lists_behind_hold_as_many_rows_as_their_figures_say(november):
    found = figures.month(november.register, "2026-11", today=LATER)
    counts = {one.title: len(list(one.rows)) for one in month_of.sheet_of(november.register, found).lists}
    expected = {NAMES[rule]: int(found.value(rule) or 0) for rule in (*month_of.LINES, "came", "left")}
    assert counts == {name: count for name, count in expected.items() if count}
    assert counts[NAMES["loans"]] == 4
    assert counts[NAMES["came"]] == 12


def test_a_running_month_says_how_far_it_is_counted(november, texts_of):
    assert "Talt til og med 22. november 2026" in printed_month(november, texts_of, today=TODAY)[0]
    assert "Talt til og med" not in printed_month(november, texts_of)[0]


def test_names_make_it_confidential_and_addresses_are_not_there(november, texts_of):
    pages = printed_month(november, texts_of)
    assert all("Taushetsbelagt" in page for page in pages)
    assert "Skjult, Siri" in " ".join(pages)
    assert not re.search("Skjulveien|99 88 77 66|Fetter", " ".join(pages))


def test_a_month_without_anything_is_one_calm_page(desk, texts_of):
    pages = printed_month(desk, texts_of, month="2020-02")
    assert len(pages) == 1
    assert "Månedsoversikt februar 2020" in pages[0]
    assert "Taushetsbelagt" not in pages[0]


def test_records_are_read_in_pieces_and_keep_their_order():
    asked = []

    def read(some):
        asked.append(len(some))
        return [{"line_id": key} for key in sorted(some)]

    keys = [*range(2000, 800, -1), 900, 900]
    assert [row["line_id"] for row in month_of.in_pieces(keys, read, "line_id")] == keys
    assert max(asked) <= month_of.PIECE
    assert len(asked) == 3
