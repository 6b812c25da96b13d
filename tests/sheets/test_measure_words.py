"""What people write about status, deadline, cost, number and who answers, each word as the register takes it."""

from datetime import date

import pytest

from desktop.sheets import measure_headings, measure_words
from desktop.sheets.days import Unreadable

TODAY = "2026-11-16"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("not_started", "Ikke startet, ikke påbegynt, Ikkje starta, ikke gjennomført, planlagt, Ny, 0 %, nei"),
        ("in_progress", "I gang, igang, pågår, påbegynt, startet, under arbeid, delvis gjennomført, ikke ferdig, 50 %, "
                        "løpende, underveis, nesten ferdig, Forsinket"),
        ("postponed", "Utsatt, utsett, på vent, avventer budsjett, stilt i bero, utsatt til 2028"),
        ("completed", "Gjennomført, ferdig, Ferdigstilt, fullført, utført, 100 %, OK, x, gjennomført 2025, er på plass"),
        ("stopped", "Avsluttet, stoppet, utgår, utgått, ikke aktuelt, bortfalt, slått sammen med 12, uaktuell"),
        (None, "Vi har ansatt en koordinator, se sak 12/26, ?, 12"),
    ],
)  # fmt: skip
def test_a_status_in_many_words(code, words):
    assert {word: measure_words.status(word.strip()) for word in words.split(", ")} == dict.fromkeys(
        words.split(", "), code
    )


@pytest.mark.parametrize(
    ("written", "day", "text"),
    [
        ("31.12.2026", "2026-12-31", ""), (date(2027, 3, 1), "2027-03-01", ""), ("31. desember 2026", "2026-12-31", ""),
        ("2. kvartal 2027", "2027-06-30", "2. kvartal 2027"), ("Q1 2027", "2027-03-31", "Q1 2027"),
        ("innen 4. kvartal 2026", "2026-12-31", "innen 4. kvartal 2026"), ("2027 3. kvartal", "2027-09-30", None),
        ("1. tertial 2027", "2027-04-30", None), ("første halvår 2028", "2028-06-30", None),
        ("høsten 2026", None, "høsten 2026"), ("våren 2027", None, "våren 2027"), ("Løpende", None, "Løpende"),
        ("2027", "2027-12-31", "2027"), (2027.0, "2027-12-31", "2027"), ("innen utgangen av 2026", "2026-12-31", None),
        ("2024–2026", "2026-12-31", "2024–2026"), ("juni 2027", "2027-06-30", "juni 2027"),
        ("innen 1. mars 2027", "2027-03-01", "innen 1. mars 2027"), ("uke 14 2027", "2027-04-11", "uke 14 2027"),
        ("februar 2028", "2028-02-29", None), ("5. kvartal 2027", None, "5. kvartal 2027"), ("", None, ""),
        ("-", None, ""), ("1. mars", None, "1. mars"), ("snarest", None, "snarest"),
    ],
)  # fmt: skip
def test_a_deadline_keeps_its_words_and_gets_the_day_that_follows(written, day, text):
    assert measure_words.deadline(written, today=TODAY) == (day, written if text is None else text)


def test_a_day_that_does_not_exist_is_no_deadline():
    with pytest.raises(Unreadable):
        measure_words.deadline("31.02.2027", today=TODAY)


@pytest.mark.parametrize(
    ("written", "unit", "ore"),
    [
        ("0,3", 1_000_000, 30_000_000), (0.3, 1_000_000, 30_000_000), (1.0, 1_000_000, 100_000_000),
        ("0.58", 1_000_000, 58_000_000), ("0,125", 1_000_000, 12_500_000), ("1,5 mill. kr", None, 150_000_000),
        ("ca. 0,8 mill", 1, 80_000_000), ("150 000", 1, 15_000_000), ("kr 150.000,-", None, 15_000_000),
        ("150 000 kr", 1_000_000, 15_000_000), (150_000.0, 1_000_000, 15_000_000), ("250", 1000, 25_000_000),
        (1234.5, 1, 123_450), ("0", 1_000_000, 0), ("", 1_000_000, None), (None, 1, None),
    ],
)  # fmt: skip
def test_a_cost_in_millions_thousands_or_kroner(written, unit, ore):
    assert measure_words.cost(written, unit) == ore


@pytest.mark.parametrize("written", ["Ingen", "innenfor rammen", "0,5–1", "-3", -1.0, "1e9", 10.0**16])
def test_what_is_no_sum_is_no_cost(written):
    with pytest.raises(ValueError):
        measure_words.cost(written, 1_000_000)


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("33. Opprette et råd", "33", "Opprette et råd"), ("2.3.2.2 Kjøpe verktøy", "2.3.2.2", "Kjøpe verktøy"),
        ("4) Et kurs", "4", "Et kurs"), ("Tiltak 7: Et hus", "7", "Et hus"), ("K.1 Et vedtak", "K.1", "Et vedtak"),
        ("2 nye stillinger", "", "2 nye stillinger"), ("1,5 stilling", "", "1,5 stilling"),
        ("24/7 vakt", "", "24/7 vakt"), ("A. Et kurs", "", "A. Et kurs"), ("2027. året", "", "2027. året"),
    ],
)  # fmt: skip
def test_a_number_inside_the_text(text, number, rest):
    assert measure_words.number_in(text) == (number, rest)


def test_a_number_of_its_own():
    cells = {"3": 3.0, "2.3": 2.3, "33": " 33. ", "7": "Tiltak 7", "K.1": "K.1", "2.4": date(2026, 4, 2), "": ""}
    assert {measure_words.number(cell): cell for cell in cells.values()} == cells


def test_several_who_answer_stand_on_lines_or_apart_by_signs():
    for cell in (
        "Enhet A\nEnhet B",
        "Enhet A;Enhet B",
        "Enhet A / Enhet B",
        "- Enhet A\r\n• Enhet B\n",
        "Enhet A/enhet A/Enhet B",
    ):
        assert measure_words.responsible(cell) == ["Enhet A", "Enhet B"], cell
    whole = "Psykisk helse og/eller fysio-/ergoterapi"
    assert measure_words.responsible(whole) == [whole]
    assert measure_words.responsible("Helse/omsorg; Enhet B", own=True) == ["Helse/omsorg", "Enhet B"]


def test_a_heading_tells_the_unit_of_its_costs():
    units = {"Beregnet kostnad i mill kr": 1_000_000, "Kostnad (mill. kr)": 1_000_000, "Kostnad i 1000 kr": 1000,
             "Kostnad i tusen": 1000, "Kostnad kr": 1, "Kostnad": None}  # fmt: skip
    assert {heading: measure_headings.unit_of(heading) for heading in units} == units


def test_lights_and_kinds_in_many_words():
    assert [measure_words.light(word) for word in ("Grønt", "gul", "Rød", "■", "Ikke vurdert", "lilla", "")] == [
        "green", "yellow", "red", "red", "none", None, None,
    ]  # fmt: skip
    assert [measure_words.kind(word) for word in ("Årlig", "fortløpende", "Vurdering", "engangstiltak", "noe", "")] == [
        "yearly", "running", "assess", "single", None, None,
    ]  # fmt: skip
