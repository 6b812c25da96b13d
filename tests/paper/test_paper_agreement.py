"""The agreement: two whole copies, everything the form must say, and nothing it must not."""

import re

import pytest

from desktop.paper.agreement import print_agreement_form
from desktop.paper.list import SECRET

HOSTILE = (
    "<b>Kari</b> & Co", '<img src="file:///etc/passwd"/>', '<a href="https://example.no">Ola</a>', "A < B > C",
    "&lt;para&gt;", "</para></font>", '<font color="red" size="40">Per</font>', "%s %(x)s {0} {name}",
    "<seq/><onDraw name=x/>", "Robert'); DROP TABLE person;--",
)  # fmt: skip


@pytest.fixture
def agreement(printed, stamp):
    return lambda form: printed(print_agreement_form, form, stamp, "AVT000123")


def test_both_copies_say_all_that_the_form_must(agreement, form, line):
    form["lines"] = [line(42, serial="SN 448", accessories=[{"name": "kurv", "returned": None}])]
    _data, pages = agreement(form)
    assert len(pages) == 2
    for page, copy in zip(pages, ("Lånerens eksemplar", "Kommunens eksemplar"), strict=True):
        for said in (
            copy, "kommunalt korttidslån", "Avtale nr. 123", "Åse-Marie Čearru", "17. mai 1941", "Storgata 4",
            "900 00 000", "Per Ødegård, 911 11 111", "Ergoterapeut Siv Myhre", "Fjordheim kommune",
            "mandag–fredag 9–15",
            "UT-0042", "100042", "SN 448", "kurv", "B – god", "20.11.2026", "12.02.2027", "Opplæring i bruk er gitt",
            "Trenger du det lenger?", "Går noe i stykker?", "Flytter du?", "rengjort", "ikke lånes videre",
            "uaktsomhet", "slitedeler", "taushetsbelagte", "Låner, eller den som henter", "For kommunen",
        ):  # fmt: skip
            assert said.casefold() in page.casefold(), said


def test_each_copy_counts_its_own_pages(agreement, form, line):
    form["lines"] = [line(at, name="Seng med heving av rygg og lår, grind og madrass " * 2) for at in range(1, 31)]
    _data, pages = agreement(form)
    half = len(pages) // 2
    assert half >= 2
    for at, page in enumerate(pages):
        assert f"side {at % half + 1} av {half}" in page
        assert "Taushetsbelagt" in page
    for copy in (pages[:half], pages[half:]):
        numbers = re.findall(r"UT-00\d\d", " ".join(copy))
        assert numbers == [f"UT-{at:04}" for at in range(1, 31)]
        assert "Underskrift" in copy[-1]
        assert "HMS-nr" in copy[1]  # the heading is repeated


def test_returned_lines_stand_apart(agreement, form, line):
    form["lines"] = [line(1), line(2, end_reason="returned", ended_on="2026-12-01"), line(3, end_reason="lost")]
    page = agreement(form)[1][0]
    still, gone = page.split("Ikke lenger utlånt (2)")
    assert "Fortsatt utlånt (1)" in still
    assert "UT-0001" in still
    assert "UT-0002" in gone
    assert "Levert inn" in gone
    assert "01.12.2026" in gone
    assert "UT-0003" in gone
    assert "Tapt" in gone
    assert "ukjent dag" in gone


def test_a_protected_address_is_on_no_copy(agreement, form):
    """Even where a caller forgets to blank it."""
    form |= {
        "protected": 1,
        "address": "Skjulveien 9",
        "phone": "99 88 77 66",
        "contact": "Fetter",
        "contact_phone": "1",
    }
    data, pages = agreement(form)
    for page in pages:
        assert page.count(SECRET) == 2
        assert not re.search("Skjulveien|99 88 77 66|Fetter", page)
    assert b"Skjulveien" not in data


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_print_as_typed(agreement, form, line, name):
    form |= {"first_name": "", "last_name": name, "address": name, "requested_by": name}
    form["lines"] = [line(1, name=name, serial=name, accessories=[{"name": name, "returned": None}])]
    data, pages = agreement(form)
    for page in pages:
        assert page.count(name) == 6
    assert not re.search(rb"/Subtype /Image|/URI|/Annot|/JavaScript|/Launch", data)


def test_letters_of_all_our_languages_are_drawn(agreement, form):
    form |= {"first_name": "Áile Niŋla", "last_name": "Đoŋđo-Łuŧŧa Šuorža"}
    for page in agreement(form)[1]:
        assert "Áile Niŋla Đoŋđo-Łuŧŧa Šuorža" in page


@pytest.mark.parametrize(
    "name",
    ["x" * 300, "Kari " * 60, "\x00\x07Kari\tNordmann", "Kari\nNordmann", "👩‍🦽 Kari", "مريم", "", "–", "x" * 5000],
    ids=["one word", "many words", "control", "line break", "emoji", "right to left", "empty", "dash", "endless"],
)
def test_strange_names_still_make_paper(agreement, form, line, name):
    form |= {"last_name": name, "address": name, "lines": [line(1, name=name, number=name, serial=name)]}
    assert agreement(form)[1]


def test_empty_fields_leave_room_to_write(agreement, form):
    form |= {"born_on": None, "address": "", "phone": "", "contact": "", "contact_phone": "", "requested_by": ""}
    form["lender"] = dict.fromkeys(form["lender"], "")
    page = agreement(form)[1][0]
    assert "Telefon" in page
    assert "Adresse" in page
    assert "None" not in page
    assert "Ta kontakt med oss før fristen" in page


def test_own_terms_replace_the_usual_ones(agreement, form):
    form["lender"]["terms"] = "Gebyr: Krykker koster 100 kr i depositum.\nAlt annet er gratis."
    page = agreement(form)[1][0]
    assert "Gebyr: Krykker koster 100 kr i depositum." in page
    assert "Alt annet er gratis." in page
    assert "Flytter du?" not in page


def test_endless_terms_flow_over_pages(agreement, form):
    form["lender"]["terms"] = "\n".join(f"Punkt {at}: " + "Dette gjelder for alle lån. " * 12 for at in range(40))
    pages = agreement(form)[1]
    assert len(pages) >= 4
    for copy in (pages[: len(pages) // 2], pages[len(pages) // 2 :]):
        assert all(f"Punkt {at}:" in " ".join(copy) for at in range(40))
        assert "Underskrift" in copy[-1]


def test_a_ward_borrows_without_a_birth_date(agreement, form):
    form |= {"unit_name": "Solsida sykehjem", "unit_id": 4, "person_id": None, "first_name": None, "last_name": None}
    page = agreement(form)[1][0]
    assert "Solsida sykehjem" in page
    assert "Født" not in page


def test_goods_that_came_back_in_part_count_what_is_left(agreement, form, line):
    form["lines"] = [line(1, number=None, quantity=4, back=1, name="Albuekrykker")]
    assert "Jeg har fått 3 hjelpemidler" in agreement(form)[1][0]
