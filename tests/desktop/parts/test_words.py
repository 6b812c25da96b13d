"""Days, sums and names as people in Norway write them."""

import pytest

from desktop import words
from desktop.columns import Column, cell, text
from desktop.parts import icons, tokens

NB = words.NBSP


@pytest.mark.parametrize(("iso", "said"), [
    ("2026-07-03", "3. juli 2026"), ("2026-07", "juli 2026"), ("2026", "2026"), (None, ""), ("", ""),
])  # fmt: skip
def test_a_day_is_told_as_exactly_as_it_is_known(iso, said):
    assert words.day(iso) == said


def test_a_short_day_has_its_year_only_where_it_is_another():
    assert words.short_day("2026-08-12", "2026-07-03") == "12. aug."
    assert words.short_day("2025-08-12", "2026-07-03") == "12. aug. 2025"


@pytest.mark.parametrize(("due", "said"), [
    ("2026-06-24", "9 dager over"), ("2026-07-02", "1 dag over"), ("2026-07-03", "I dag"), ("2026-07-04", "i morgen"),
    ("2026-07-07", "om 4 dager"), (None, "Uten frist"),
])  # fmt: skip
def test_a_deadline_says_how_late_it_is(due, said):
    assert words.days_over(due, "2026-07-03") == said


def test_the_week_has_its_iso_year_where_the_calendar_year_is_another():
    assert words.week("2021-01-01", year=True) == "uke 53 2020"
    assert words.day_hint("2026-07-31", "2026-07-03") == "Fredag i uke 31 · 4 uker"


@pytest.mark.parametrize(("ore", "said"), [
    (420_000, f"4{NB}200{NB}kr"), (420_050, f"4{NB}200,50{NB}kr"), (-5, f"−0,05{NB}kr"), (0, f"0{NB}kr"), (None, ""),
])  # fmt: skip
def test_money_is_told_in_kroner(ore, said):
    assert words.money(ore) == said


def test_names_in_three_ways():
    kari = {"first_name": "Kari", "last_name": "Nordmann"}
    assert words.person_name(kari) == "Nordmann, Kari"
    assert words.full_name(kari) == "Kari Nordmann"
    assert words.short_name(kari) == "Kari N."
    assert words.short_name({"first_name": "", "last_name": "Nordmann"}) == "Nordmann"


def test_every_state_has_a_word_an_icon_that_exists_and_a_colour_in_every_theme():
    for code, state in words.STATES.items():
        assert state.word, code
        assert (icons.FOLDER / f"{state.icon}.svg").exists(), code
        assert all(state.colour in theme.states for theme in tokens.THEMES.values()), code


def test_a_column_gives_the_value_and_the_text_of_a_cell():
    row = {"price_ore": 420_000, "state": "available", "nav": 1, "bought_on": "2026-03", "note": None}
    assert cell(Column("price_ore", "Pris", "money"), row) == 420_000
    assert text(Column("price_ore", "Pris", "money"), row) == f"4{NB}200{NB}kr"
    assert text(Column("state", "Tilstand", "state"), row) == "Ledig"
    assert text(Column("nav", "NAV", "flag"), row) == "Ja"
    assert text(Column("bought_on", "Innkjøpt", "day"), row) == "03.2026"
    assert text(Column("note", "Merknad"), row) == ""
    assert text(Column("x", "Dobbelt", "number", value=lambda r: r["price_ore"] * 2), row) == f"840{NB}000"
