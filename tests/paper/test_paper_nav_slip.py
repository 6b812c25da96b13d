"""NAV's return slip and the list of what somebody has: what stands there, what is blank, and what never stands there."""

import pytest

from db import equipment, lapses, loan_lines, loans, people
from db.errors import Rejected, Why
from desktop.paper import printing
from desktop.paper.list import SECRET

TODAY = "2026-11-22"
SECRETS = ("Skjulveien 9", "99 88 77 66", "Fetter Hemmelig")  # of Siri in the register of the tests of paper


@pytest.fixture
def navs(desk):
    """Kari and the protected Siri each have something of NAV's."""
    desk.do(loans.lend, item_ids=desk.items[4:6], person_id=desk.siri, due_on="2026-12-30")
    for item_id in (desk.items[0], desk.items[4]):
        row = equipment.item(desk.register, item_id)
        desk.do(equipment.change_item, item_id=item_id, rev=row["rev"], owner="nav", serial="345678")
    return desk


def lines_of(desk, person_id):
    found = loan_lines.of_borrower(desk.register, person_id=person_id, today=TODAY)
    return [row["line_id"] for row in found]


def on_slip(desk, texts_of, line_ids, path):
    printing.print_nav_slip(desk.register, line_ids, path, staff="Jon Berg")
    return texts_of(path.read_bytes())


def test_a_slip_tells_who_had_what_and_leaves_room_for_what_is_not_stored(navs, texts_of, tmp_path):
    (page,) = on_slip(navs, texts_of, lines_of(navs, navs.kari), tmp_path / "slip.pdf")
    for said in ("Kari Nordmann", "17. mai 1941", "Storgata 4", "012345", "345678", "Rullator Gemino 30", "UT-1",
                 "Fødselsnummer", "Kommunenummer", "Antall kolli", "Mottatt for NAV", "Underskrift"):  # fmt: skip
        assert said in page
    assert "UT-2" not in page  # the municipality's own stays
    assert "Albuekrykker" not in page
    assert "kurv og brett" in page


def test_a_protected_person_has_no_address_on_the_slip(navs, texts_of, tmp_path):
    both = lines_of(navs, navs.kari) + lines_of(navs, navs.siri)
    pages = on_slip(navs, texts_of, both, tmp_path / "slip.pdf")
    assert len(pages) == 2
    secret = next(page for page in pages if "Siri Skjult" in page)
    assert SECRET in secret
    assert not [said for said in SECRETS if any(said in page for page in pages)]


def test_no_slip_without_anything_of_navs(desk, tmp_path):
    with pytest.raises(Rejected) as told:
        printing.print_nav_slip(desk.register, lines_of(desk, desk.kari), tmp_path / "slip.pdf")
    assert told.value.why is Why.NOT_NAVS


def test_the_list_to_read_aloud_names_all_that_is_held(desk, texts_of, tmp_path):
    card = people.person(desk.register, desk.kari)
    kin = {"kin_name": "Per Nordmann", "kin_phone": "911 11 111"}
    desk.do(people.change_person, person_id=desk.kari, rev=card["rev"], **kin)
    desk.do(lapses.tell_death, person_id=desk.kari, died_on="2026-11-20", responsible="Siv Moe")
    printing.print_held(desk.register, desk.kari, tmp_path / "list.pdf", today=TODAY, staff="Jon Berg")
    (page,) = texts_of((tmp_path / "list.pdf").read_bytes())
    for said in ("Kari Nordmann", "Per Nordmann, 911 11 111", "Siv Moe", "6. desember 2026", "20. november 2026",
                 "Har nå (3)", "UT-1", "UT-2", "Albuekrykker", "kurv og brett"):  # fmt: skip
        assert said in page


def test_the_list_of_a_protected_person_keeps_what_is_kept(desk, texts_of, tmp_path):
    printing.print_held(desk.register, desk.siri, tmp_path / "list.pdf", today=TODAY)
    (page,) = texts_of((tmp_path / "list.pdf").read_bytes())
    assert SECRET in page
    assert "Ingenting. Alt er levert." in page
    assert not [said for said in SECRETS if said in page]
