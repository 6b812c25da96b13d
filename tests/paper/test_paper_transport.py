"""The transport list: what a driver needs of each and no more, never a protected address, over several pages."""

import pytest

from db import attendance, day_rehab, people, stay_places
from db.errors import Rejected, Why
from desktop.paper import printing

DAY = "2026-11-23"  # a Monday


@pytest.fixture
def centre(desk):
    """A day centre that somebody comes to by car and Siri, who is protected, by taxi."""
    site = desk.do(stay_places.add_site, name="Dagsenteret & <b>Tunet</b>", kind="day_centre", address="Vegen 1",
                   phone="72 00 00 10")  # fmt: skip
    start(desk, site, desk.kari, transport="car", pickup_at="8:45", transport_note="Rullestol <rampe>")
    start(
        desk,
        site,
        desk.siri,
        transport="taxi",
        transport_note="Hentes i Hemmeligveien 1",
        note="Hjemme hos sin søster",
        need="Gangtrening",
    )
    return site


def start(desk, site, person, **given):
    fields = {"from_on": "2026-11-16", "to_on": "2027-01-01", "weekdays": "1"} | given
    return desk.do(day_rehab.start_day_rehab, person_id=person, site_id=site, **fields)


def sheet(desk, printed, day=DAY, **given):
    return printed(lambda out: printing.print_transport(desk.register, day, out, today=DAY, staff="Jon Berg", **given))


def test_each_is_told_by_time_name_phone_address_and_aid(desk, centre, printed):
    _data, (page,) = sheet(desk, printed)
    for said in (
        "Transportliste", "Mandag 23. november 2026 · 2 skal hentes", "Taushetsbelagt", "side 1 av 1", "Hjem",
        "Kommunens bil til Dagsenteret & <b>Tunet</b>", "Vegen 1 · tlf. 72 00 00 10", "08.45", "Kari Nordmann",
        "900 00 000", "Storgata 4", "Rullestol <rampe>", "Drosje til", "ikke avtalt", "Siri Skjult",
        "makuler den når dagen er over",
    ):  # fmt: skip
        assert said in page, said


def test_a_protected_person_has_no_address_and_no_phone_and_nobody_a_reason(desk, centre, printed):
    _data, (page,) = sheet(desk, printed)
    assert page.count("skjermet – se kontoret") == 2
    for secret in ("Skjulveien", "Hemmeligveien", "99 88 77 66", "søster", "Gangtrening", "Rehabilitering", "1941"):
        assert secret not in page, secret


def test_many_people_fill_several_pages_with_the_heading_on_each(desk, centre, printed):
    for number in range(40):
        person = desk.do(people.add_person, first_name="Gjest", last_name=f"{number:02}", address="Storgata 1")
        start(desk, centre, person, transport="car", pickup_at="9")
    _data, pages = sheet(desk, printed)
    assert len(pages) > 1
    assert all("Taushetsbelagt" in page and "Hentes" in page for page in pages)
    assert sum(page.count("Gjest") for page in pages) == 40


def test_without_anybody_to_fetch_there_is_no_paper(desk, centre, printed):
    for day in ("2026-11-24", "2026-11-22"):
        with pytest.raises(Rejected) as told:
            sheet(desk, printed, day=day)
        assert (told.value.why, told.value.facts["day"]) == (Why.NOBODY_TO_DRIVE, day)


def test_who_does_not_come_is_not_fetched_and_another_centre_has_its_own_list(desk, centre, printed):
    other = desk.do(stay_places.add_site, name="Sentrum", kind="day_centre")
    stay = next(row["stay_id"] for row in attendance.driven(desk.register, DAY) if row["transport"] == "car")
    desk.do(attendance.register_attendance, stay_ids=[stay], on_day=DAY, state="cancelled", cancelled_by="user")
    _data, (page,) = sheet(desk, printed, site_id=centre)
    assert "Kari" not in page
    with pytest.raises(Rejected):
        sheet(desk, printed, site_id=other)
