"""The driving sheet and the picking list: what stands on them, over several pages, and never a protected address."""

import pytest

from db import loan_lines, loans, people, requests, trips
from db.errors import Rejected, Why
from desktop.paper import printing
from desktop.sheets import export

TODAY, SECRET_STREET, SECRET_PHONE = "2026-11-22", "Skjulveien 9", "99 88 77 66"  # as the desk has them
NOTE = "Ring på hos naboen i første etasje hvis ingen åpner. " * 12


@pytest.fixture
def day(desk):
    """Today's trip: a delivery to the protected person, a pick-up, a parcel that failed once, with all that is told."""
    asked = desk.do(
        requests.add_request, product_id=1, person_id=desk.siri, wanted_on=TODAY, delivery="deliver",
        asked_by="Ergo Eva",
    )  # fmt: skip
    line = loan_lines.open_line(desk.register, desk.items[0], today=TODAY)["line_id"]
    made = [
        desk.do(trips.add_stop, kind="deliver", person_id=desk.siri, request_ids=[asked], floor="9. etasje",
                key_note=f"Nøkkel i boks ved {SECRET_STREET}", note=f"Bor i {SECRET_STREET}"),
        desk.do(trips.add_stop, kind="fetch", person_id=desk.kari, line_ids=[line], floor="2. etasje",
                key_note="Nøkkelboks 12 34", note=NOTE),
        desk.do(trips.add_stop, kind="parcel", unit_id=desk.ward, text="3 pakker fra NAV"),
    ]  # fmt: skip
    trip = desk.do(trips.plan_stops, stop_ids=made, day=TODAY)
    desk.do(trips.fail_stop, stop_id=made[2], reason="nobody_home")
    desk.do(trips.plan_stops, stop_ids=[made[2]], day=TODAY)
    desk.do(trips.change_trip, trip_id=trip, rev=1, driver="Jon Berg")
    return desk


def sheet(desk, printed, what=printing.print_trip):
    def draw(out):
        return what(desk.register, TODAY, out, today=TODAY, staff="Jon Berg")

    return printed(draw)


def test_the_sheet_tells_every_stop_with_place_key_things_and_where_to_sign(day, printed):
    _data, (page,) = sheet(day, printed)
    for said in (
        "Kjøreliste", "Søndag 22. november 2026 · 3 stopp", "Sjåfør", "Jon Berg", "side 1 av 1", "Taushetsbelagt",
        "Kari Nordmann", "Storgata 4", "900 00 000", "2. etasje", "Nøkkelboks 12 34", "Ring på hos naboen", "UT-1",
        "Solsida sykehjem", "Solvegen 1", "3 pakker fra NAV", "2. forsøk", "ingen hjemme", "Underskrift",
        "Siri Skjult", "UT-3",
    ):  # fmt: skip
        assert said in page, said


def test_a_protected_address_stands_neither_on_the_sheet_nor_on_the_list_nor_in_the_export(day, printed, tmp_path):
    _data, (page,) = sheet(day, printed)
    _data, (picking,) = sheet(day, printed, printing.print_picking)
    book = tmp_path / "turer.xlsx"
    assert export.export(day.register, "trips", book, today=TODAY) == 3
    sheets = _cells(book)
    assert "skjermet – se kontoret" in page
    assert "skjermet – se kontoret" in sheets
    for said in ("Levering", "Henting", "NAV-pakke", "Nordmann, Kari", "Rullator Gemino 30", "UT-1", "3 pakker fra NAV",
                 "Planlagt", "Jon Berg"):  # fmt: skip
        assert said in sheets, said
    for said in (page, picking, sheets):
        for secret in (SECRET_STREET, SECRET_PHONE, "9. etasje"):
            assert secret not in said


def _cells(book):
    from openpyxl import load_workbook

    return " ".join(str(cell) for row in load_workbook(book).active.values for cell in row)


def test_the_picking_list_stands_by_shelf_names_the_copy_and_no_person(day, printed):
    asked = day.do(requests.add_request, product_id=1, person_id=day.kari, wanted_on=TODAY, delivery="deliver")
    day.do(requests.pack, request_id=asked, item_id=day.items[4], reason="Kort og lett")
    day.do(trips.stops_for, request_ids=[asked], day=TODAY)
    _data, (page,) = sheet(day, printed, printing.print_picking)
    for said in (
        "Plukkliste",
        "2 ting å ta med",
        "UT-3",
        "forslag: eldste ledige",
        "UT-5",
        "klargjort",
        "kurv og brett",
    ):
        assert said in page, said
    assert not [name for name in ("Nordmann", "Skjult", "Solsida", "Taushetsbelagt") if name in page]


def test_a_long_day_is_printed_over_pages_that_are_counted_and_no_stop_is_torn(day, printed):
    made = []
    for n in range(25):
        who = day.do(people.add_person, first_name="Test", last_name=f"Person{n:02}", address=f"Lia {n}")
        made.append(day.do(trips.add_stop, kind="parcel", person_id=who, text="Pakke", note=NOTE * (n % 3)))
    day.do(trips.plan_stops, stop_ids=made, day=TODAY)
    _data, pages = sheet(day, printed)
    assert len(pages) > 3
    assert f"side {len(pages)} av {len(pages)}" in pages[-1]
    for n in range(25):
        assert [f"Lia {n} " in page for page in pages if f"Person{n:02}" in page] == [True]


def test_a_stop_with_more_things_than_a_page_holds_goes_on_with_its_number(desk, printed):
    wanted = [desk.do(requests.add_request, product_id=1, person_id=desk.kari, wanted_on=TODAY, delivery="deliver")
              for _n in range(60)]  # fmt: skip
    desk.do(trips.stops_for, request_ids=wanted, day=TODAY)
    _data, pages = sheet(desk, printed)
    assert len(pages) > 1
    assert "Kari Nordmann, resten" in pages[-1]
    _data, pages = sheet(desk, printed, printing.print_picking)
    assert "Ingen ledig" in " ".join(pages)
    assert "må skaffes" in " ".join(pages)


def test_what_was_settled_at_the_desk_meanwhile_is_told_on_the_sheet_and_not_picked(day, printed):
    line = loan_lines.open_line(day.register, day.items[0], today=TODAY)["line_id"]
    day.do(loans.take_back, returns=[loans.Return(line)])
    day.do(loans.lend, item_ids=[day.items[2]], person_id=day.siri, due_on=None)
    _data, (page,) = sheet(day, printed)
    assert "levert inn allerede" in page
    assert "behovet er avsluttet" in page
    _data, (picking,) = sheet(day, printed, printing.print_picking)
    assert "0 ting å ta med" in picking


def test_a_day_without_stops_has_no_paper(desk, printed):
    for what in (printing.print_trip, printing.print_picking):
        with pytest.raises(Rejected) as fault:
            sheet(desk, printed, what)
        assert fault.value.why == Why.NO_TRIP
