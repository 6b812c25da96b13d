"""Receipts and reminders: what was handed in, what is late, where the address stands, and who gets no letter."""

import pypdfium2
import pytest
from reportlab.lib.units import mm

from db.errors import Rejected, Why
from desktop.paper.list import SECRET
from desktop.paper.receipt import print_receipt_forms
from desktop.paper.reminder import print_reminder_form

TODAY = "2027-03-01"


@pytest.fixture
def letter(form):
    return form | {"today": TODAY}


def test_a_receipt_tells_what_came_what_lacks_and_what_is_left(printed, stamp, form, line):
    parts = [{"name": "kurv", "returned": 0}, {"name": "brett", "returned": 1}]
    back = {"end_reason": "returned", "ended_on": "2026-11-22"}
    form["lines"] = [line(1, condition_in="damaged", accessories=parts, **back), line(2, condition_in="clean", **back)]
    form["open_lines"] = [line(7)]
    page = printed(print_receipt_forms, [form], stamp)[1][0]
    before, after = page.split("Fortsatt utlånt (1)")
    assert "Levert inn (2)" in before
    assert "Skadet" in before
    assert "Ren og hel" in before
    assert "22.11.2026" in before
    assert "kurv (mangler) og brett" in before
    assert "UT-0007" in after
    assert "12. februar 2027" in after


def test_each_borrower_gets_a_receipt_that_counts_its_own_pages(printed, stamp, form, line):
    form["lines"] = [line(1, end_reason="returned", ended_on=TODAY)]
    other = form | {"first_name": "Ola", "last_name": "Hansen"}
    pages = printed(print_receipt_forms, [form, other], stamp)[1]
    assert len(pages) == 2
    assert all("side 1 av 1" in page and "Taushetsbelagt" in page for page in pages)
    assert "Ola Hansen" not in pages[0]
    assert "Ola Hansen" in pages[1]
    assert all("Alt er levert" in page for page in pages)


def test_no_receipt_for_nothing(printed, stamp):
    with pytest.raises(Rejected):
        printed(print_receipt_forms, [], stamp)


def test_a_reminder_lists_only_what_is_late(printed, stamp, letter, line):
    letter["lines"] = [line(1), line(2, due_on=TODAY), line(3, due_on=None), line(4, end_reason="returned")]
    page = printed(print_reminder_form, letter, stamp)[1][0]
    assert "UT-0001" in page
    assert "17 dager over" in page
    for number in ("UT-0002", "UT-0003", "UT-0004"):
        assert number not in page
    for said in ("1. mars 2027", "Ring oss på 72 00 00 00, så forlenger vi lånet", "Verkstedvegen 4", "Vennlig hilsen"):
        assert said in page
    assert "!" not in page
    assert "vennligst" not in page.casefold()


def test_a_letter_says_which_reminder_it_is_from_the_second_on(printed, stamp, letter, line):
    first = printed(print_reminder_form, letter | {"lines": [line(1, reminder=1)], "reminder": 1}, stamp)[1][0]
    assert "påminnelse om lån" in first.casefold()
    assert "1. påminnelse" not in first
    lines = [line(1, reminder=3), line(2, reminder=1)]
    third = printed(print_reminder_form, letter | {"lines": lines, "reminder": 3}, stamp)[1][0]
    assert "3. påminnelse om lån av hjelpemidler" in third
    before, after = third.split("UT-0002")
    assert "påminnelse" not in before.split("UT-0001")[1]  # a thing is told apart only where it differs
    assert "17 dager over 1. påminnelse" in after


def test_the_address_stands_in_the_window_of_the_envelope(printed, stamp, letter):
    data = printed(print_reminder_form, letter, stamp)[0]
    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    for said in ("Čearru", "Storgata 4", "7200 Fjordheim"):
        found = page.search(said).get_next()
        assert found
        left, bottom, _right, top = page.get_charbox(found[0])
        assert 20 < left / mm < 22 + 80
        assert (842 - top) / mm > 45
        assert (842 - bottom) / mm < 45 + 45


def test_a_protected_address_stands_on_no_letter(printed, stamp, letter, form, line):
    shield = {"protected": 1, "address": "Skjulveien 9", "phone": "99887766"}
    back = [line(1, end_reason="returned")]
    for draw, paper in (
        (print_reminder_form, letter | shield),
        (print_receipt_forms, [form | shield | {"lines": back}]),
    ):
        page = printed(draw, paper, stamp)[1][0]
        assert SECRET in page
        assert "Skjulveien" not in page
        assert "99887766" not in page


@pytest.mark.parametrize(
    ("change", "why"),
    [({"died_on": "2027-02-01"}, Why.PERSON_IS_DEAD), ({"lines": []}, Why.NOT_LENT)],
    ids=["dead", "nothing late"],
)
def test_no_letter_to_the_dead_nor_about_nothing(printed, stamp, letter, change, why):
    with pytest.raises(Rejected) as told:
        printed(print_reminder_form, letter | change, stamp)
    assert told.value.why is why


def test_no_letter_about_things_that_are_back(printed, stamp, letter, line):
    letter["lines"] = [line(1, end_reason="returned", ended_on="2027-02-20")]
    with pytest.raises(Rejected):
        printed(print_reminder_form, letter, stamp)


def test_a_ward_is_spoken_to_as_several(printed, stamp, letter):
    letter |= {"unit_name": "Solsida sykehjem", "unit_id": 2, "person_id": None}
    page = printed(print_reminder_form, letter, stamp)[1][0]
    assert "Dere har lånt" in page
    assert "Er dere ferdig med det?" in page
