"""Cells as people write them: one rule at a time, and rules that hold for whatever is written."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import words
from desktop.sheets import days, names, repair, status
from desktop.sheets.days import Unreadable, birth_day, iso_day

TODAY = "2026-11-16"
DAYS = st.dates(date(1947, 1, 1), date(2046, 12, 31))
SHORT = ("jan", "feb", "mars", "april", "mai", "juni", "juli", "aug", "sept", "okt", "nov", "des")


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("12.03.26", "2026-03-12"),
        ("12/3-2026", "2026-03-12"),
        ("12/3 26", "2026-03-12"),
        ("3. mars 2026", "2026-03-03"),
        ("20. jan 2021", "2021-01-20"),
        ("3.mars.26", "2026-03-03"),
        ("Man 3.3.26", "2026-03-03"),
        ("levert 12.3.25", "2025-03-12"),
        ("ca. 12.3.25", "2025-03-12"),
        ("2026-03-12", "2026-03-12"),
        ("2026-03-12 00:00:00", "2026-03-12"),
        ("12.3.25 kl 10:30", "2025-03-12"),
        ("120326", "2026-03-12"),
        ("uke 14 2026", "2026-03-30"),
        ("uke 53/2020", "2020-12-28"),
        ("mars 2026", "2026-03"),
        ("3.2026", "2026-03"),
        ("2026", "2026"),
        (2026.0, "2026"),
        (46000.0, "2025-12-09"),
        (date(2025, 1, 2), "2025-01-02"),
        ("", None),
        (" - ", None),
    ],
)
def test_a_day_as_people_write_it(cell, iso):
    assert iso_day(cell, today=TODAY) == iso


@pytest.mark.parametrize(("cell", "iso"), [("uke 14", "2025-03-31"), ("12/3", "2025-03-12"), ("1. mai", "2025-05-01")])
def test_a_day_without_a_year_needs_one_from_elsewhere(cell, iso):
    assert iso_day(cell, today=TODAY, year=2025) == iso
    with pytest.raises(Unreadable) as caught:
        iso_day(cell, today=TODAY)
    assert caught.value.why == "no_year"


@pytest.mark.parametrize(
    ("cell", "why"),
    [("31.02.2026", "no_such_day"), ("29.2.25", "no_such_day"), ("13.13.26", "no_such_day"),
     ("uke 54 2026", "no_such_day"), ("32. mars 2026", "no_such_day"), ("2026-02-30", "no_such_day"), ("ja", "not_a_day"), ("snart", "not_a_day"),
     ("3. foo 2026", "not_a_day"), (True, "not_a_day"), (-4.0, "not_a_day")],
)  # fmt: skip
def test_what_is_no_day_says_why(cell, why):
    with pytest.raises(Unreadable) as caught:
        iso_day(cell, today=TODAY)
    assert caught.value.why == why


@given(DAYS, st.integers(0, 8))
def test_any_day_comes_back_however_it_is_written(day, way):
    written = (
        day, day.isoformat(), f"{day.day}.{day.month}.{day.year}", f"{day:%d.%m.%y}",
        f"{day.day}/{day.month}-{day.year}", f"{day.day}. {SHORT[day.month - 1]} {day.year}", words.day(day.isoformat()), words.number_day(day.isoformat()),
        float((day - date(1899, 12, 30)).days),
    )[way]  # fmt: skip
    assert iso_day(written, today=TODAY) == day.isoformat()


@given(DAYS)
def test_a_week_is_its_monday(day):
    year, week, _weekday = day.isocalendar()
    monday = iso_day(f"uke {week} {year}", today=TODAY)
    assert monday is not None
    assert 0 <= (day - date.fromisoformat(monday)).days < 7
    assert date.fromisoformat(monday).weekday() == 0


@given(st.text(max_size=30))
def test_no_text_makes_the_day_reader_stumble(text):
    try:
        told = iso_day(text, today=TODAY, year=2026)
    except Unreadable:
        return
    assert told is None or days.month_end(told) >= days.month_start(told)


BIRTHS = st.dates(date(1927, 1, 1), date(2025, 11, 15))


@given(BIRTHS, st.sampled_from(["%d.%m.%y", "%d/%m-%y", "%d.%m.%Y", "%Y-%m-%d"]))
def test_a_birth_is_never_ahead_and_one_of_its_readings_is_right(born, form):
    first, older = birth_day(born.strftime(form), today=TODAY)
    assert first is not None
    assert first <= TODAY
    assert born.isoformat() in (first, older)


@pytest.mark.parametrize(
    ("cell", "before", "born"),
    [
        ("28.5.14", None, "2014-05-28"),
        ("12.03.26", None, "1926-03-12"),  # a year-old at most, or a hundred: a hundred
        ("01.06.25", "2025-08-01", "1925-06-01"),  # nobody borrows before being born
        (date(2028, 1, 7), None, "1928-01-07"),  # Excel reads 7.1.28 as 2028
        ("7.1.28", None, "1928-01-07"),
        ("21034012345", None, "1940-03-21"),  # only the day of a national identity number
        ("1950", None, None),
    ],
)
def test_two_digits_of_a_birth_year_lie_in_the_past(cell, before, born):
    assert birth_day(cell, today=TODAY, before=before)[0] == born


def test_a_birth_written_in_full_and_ahead_is_a_fault():
    with pytest.raises(Unreadable) as caught:
        birth_day("01.01.2030", today=TODAY)
    assert caught.value.why == "in_future"


def test_months_and_years_have_ends():
    assert days.month_end("2026-02") == "2026-02-28"
    assert days.month_end("2024-02") == "2024-02-29"
    assert days.month_end("2026") == "2026-12-31"
    assert days.month_start("2026") == "2026-01-01"
    assert days.month_start("2026-03") == "2026-03-01"
    assert days.month_start("2026-03-04") == days.month_end("2026-03-04") == "2026-03-04"


@pytest.mark.parametrize(
    ("written", "ends"),
    [("12 uker", "2027-02-22"), ("3 mnd", "2027-02-28"), ("1 måned", "2026-12-30"), ("30 dager", "2026-12-30"),
     ("2 år", "2028-11-30"), ("Om 2 uker.", "2026-12-14"), ("4 veker", "2026-12-28"), ("uke 50", None), ("3 meter", None),
     ("snarest", None), ("12", None), ("", None)],
)  # fmt: skip
def test_a_span_ends_on_a_day(written, ends):
    assert days.after("2026-11-30", written) == ends


@pytest.mark.parametrize(
    ("cell", "ore"),
    [("kr 4 200,-", 420000), ("4200", 420000), ("1.490,50", 149050), ("4\xa0200 kr", 420000), ("4,200.00", 420000),
     (890.0, 89000), ("ca 4000", 400000), ("NOK 12 900,00", 1290000), ("4.200", 420000), ("12,5", 1250), ("", None)],
)  # fmt: skip
def test_a_sum_as_people_write_it(cell, ore):
    assert repair.money(cell) == ore


@pytest.mark.parametrize("cell", ["gratis", "-5", -5.0, "4 20", "1.2.3", True])
def test_what_is_no_sum_is_told(cell):
    with pytest.raises(ValueError):
        repair.money(cell)


@given(st.integers(0, 10**9))
def test_any_sum_comes_back_as_the_program_writes_it(ore):
    assert repair.money(words.money(ore)) == ore


@given(st.integers(100, 999_999), st.sampled_from(["{:06}", " {:06} ", "{:06}.0", "HMS {:06}", "{}"]))
def test_a_hms_number_gets_its_zeros_back(number, form):
    assert repair.hms_number(float(number)) == f"{number:06}"
    assert repair.hms_number(form.format(number)) == f"{number:06}"


@pytest.mark.parametrize("cell", ["2148121", "abc", "12A456", "12"])
def test_what_is_no_hms_number_is_told(cell):
    with pytest.raises(ValueError):
        repair.hms_number(cell)


def test_placeholders_for_a_hms_number_are_none():
    assert [repair.hms_number(cell) for cell in ("", "000000", "-", "ukjent", "?")] == [None] * 5


@pytest.mark.parametrize(
    ("cell", "number"),
    [(101.0, "101"), ("K-0101", "K-0101"), (" 101 ", "101"), ("101.0", "101"), ("007", "007"), ("#12", "12")],
)
def test_the_number_of_a_copy_stays_as_it_is_written(cell, number):
    assert repair.copy_number(cell) == number


@given(
    st.sampled_from(["Kari", "Ole-Jørgen", "Anne Marie", "Åse"]),
    st.sampled_from(["Hansen", "Øvergård", "van der Berg", "Nguyen"]),
    st.sampled_from(["{last}, {first}", "{first} {last}", " {last} , {first} ", "{LAST}, {FIRST}"]),
)
def test_a_name_is_the_same_both_ways_round(first, last, form):
    written = form.format(first=first, last=last, FIRST=first.upper(), LAST=last.upper())
    told = names.person(written)
    assert told.key == names.name_key(f"{first} {last}")
    if "{LAST}" not in form and " " not in first:
        assert (told.first, told.last) == (first, last)


def test_brackets_beside_a_name_are_a_note():
    assert names.person("Olsen, Per (flyttet)").note == "flyttet"
    assert names.person("Olsen, Per (flyttet)").last == "Olsen"


@pytest.mark.parametrize("name", ["Fjellvik sykehjem", "Avdeling 2", "Tunet bofellesskap", "Legevakta"])
def test_wards_are_not_people(name):
    assert names.is_unit(name)


@pytest.mark.parametrize("name", ["Hansen, Kari", "Kari Hansen", "Heimdal, Ola", "Senterud Per", "Skoglund, Tun"])
def test_people_are_not_wards(name):
    assert not names.is_unit(name)


@pytest.mark.parametrize(
    ("word", "state"),
    [("", "available"), ("inne", "available"), ("OK", "available"), ("på lager", "available"), ("Ledig", "available"),
     ("u", "lent"), ("UTE", "lent"), ("Utlånt", "lent"), ("ute hos Kari", "lent"), ("i bruk", "lent"),
     ("må vaskes", "cleaning"), ("til vask", "cleaning"), ("vask", "cleaning"), ("Til rengjøring", "cleaning"),
     ("til reparasjon", "repair"), ("rep", "repair"), ("ødelagt", "repair"), ("kastet", "retired"),
     ("Kassert", "retired"), ("mangler kurv", "control"), ("savnet", "missing"), ("borte", "missing"), ("sperret", "blocked"), ("reservert", "packed"), ("ny", "new"),
     ("ikke ok", "control"), ("til kontroll", "control")],
)  # fmt: skip
def test_status_words(word, state):
    told = status.item_state(word)
    assert told is not None
    assert told[0] == state
    assert (told[1] is not None) == (state == "retired")


@pytest.mark.parametrize("code", list(words.ITEM_STATES))
def test_our_own_words_come_back_as_the_same_state(code):
    told = status.item_state(words.ITEM_STATES[code].word)
    assert told is not None
    assert told[0] == code


def test_unknown_status_words_are_unknown():
    assert status.item_state("Hybelbygg 7") is None


@pytest.mark.parametrize(
    ("word", "meaning"),
    [("ja", "returned"), ("JA", "returned"), ("x", "returned"), ("levert", "returned"), ("nei", "open"), ("", "open"),
     ("-", "open"), ("byttet", "swapped"), ("til NAV", "to_nav"), ("mistet", "lost"), ("Ola", None)],
)  # fmt: skip
def test_words_in_the_return_column(word, meaning):
    assert status.return_word(word) == meaning


@given(st.text(alphabet="åseÅSE vVeEgGi0123456789,.", max_size=20))
def test_an_address_compares_with_itself(address):
    assert repair.address_key(address) == repair.address_key(address.upper().lower())


def test_addresses_with_and_without_postcode_and_the_two_spellings_of_road_are_one():
    same = {
        repair.address_key(text) for text in ("Åsvegen 45, 7340 Fjellvik", "Åsveien 45", "ÅSVEGEN 45 7340 Fjellvik")
    }
    assert len(same) == 1
    assert repair.address_key("Åsvegen 45 A") == repair.address_key("Åsvegen 45A") != repair.address_key("Åsvegen 45B")


def test_national_identity_numbers_are_taken_out():
    assert repair.without_national_id("ringt 010150 12345 i går") == ("ringt i går", True)
    assert repair.without_national_id("tlf 962 72 726") == ("tlf 962 72 726", False)


@given(
    st.one_of(
        st.text(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.booleans(),
        st.dates(),
        st.timedeltas(timedelta(0)),
    )
)
def test_any_cell_has_a_text_in_one_line(cell):
    text = repair.text(cell)
    assert text == text.strip()
    assert "\n" not in text
