"""What a book tells that no register may hold: national identity numbers go, wherever in a row they stand."""

import pytest
from openpyxl import Workbook

from db import people
from desktop.sheets import importing

CERTAIN = "13897240054"  # the control digits hold; a month of 80 and more is for tests, nobody has it
TODAY = "2026-11-22"
COPIES = {"Nummer": "H-0001", "HMS-nr": "177946", "Hjelpemiddel": "Rullator", "Gruppe": "Ganghjelpemidler",
          "Serienummer": "S1", "Rom": "Lager", "Hylle": "A2", "Merknad": "fin"}  # fmt: skip
LENT = {"Nummer": "H-0001", "Låner": "Nordmann, Kari", "Født": "17.05.1941", "Adresse": "Lia 4", "Telefon": "90000001",
        "Utlånt": "01.03.2026", "Forfall": "01.06.2026", "Utlånt av": "Jon", "Bedt om av": "Ida",
        "Merknad": "kort"}  # fmt: skip


@pytest.fixture
def register(tmp_path, new_register):
    made = new_register(tmp_path / "lager.hverdag")
    yield made
    made.close()


def book(folder, **sheets):
    """A book with these sheets, each a list of rows by heading."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
    made.save(folder / "bok.xlsx")
    return folder / "bok.xlsx"


def taken_in(register, path):
    return importing.import_book(register, path, today=TODAY, staff="Jon")


@pytest.mark.parametrize("column", [f"copies {head}" for head in list(COPIES)[1:]] + [f"lent {head}" for head in LENT])
@pytest.mark.parametrize("written", [CERTAIN, f"{CERTAIN[:6]} {CERTAIN[6:]}", f"{CERTAIN[:6]}-{CERTAIN[6:]}"])
def test_no_national_identity_number_comes_in_with_any_column(register, tmp_path, column, written):
    sheet, head = column.split(" ", 1)
    rows = {"copies": [{**COPIES}], "lent": [{**LENT}]}
    rows[sheet][0][head] = f"{rows[sheet][0][head]} {written}"
    taken_in(register, book(tmp_path, Lager=rows["copies"], Utlån=rows["lent"]))
    if head not in ("Nummer", "HMS-nr", "Født", "Utlånt", "Forfall"):  # these say something else then
        assert register.value("SELECT count(*) FROM loan_line") == 1
    register.close()
    content = register.path.read_bytes()
    register.reopen()
    assert CERTAIN.encode() not in content
    assert written.encode() not in content


def test_a_serial_number_of_eleven_digits_comes_in(register, tmp_path):
    taken_in(register, book(tmp_path, Lager=[COPIES | {"Serienummer": "12345678901"}]))
    assert register.value("SELECT serial FROM item") == "12345678901"


def test_a_protected_person_in_a_list_of_people_is_not_found_by_the_address(register, tmp_path):
    people_of = ("Navn", "Født", "Adresse", "Telefon", "Skjermet adresse")
    rows = [("Nordmann, Kari", "17.05.1941", "Lia 4", "90000001", "Ja"),
            ("Hansen, Ola", "02.03.1950", "Lia 6", "90000002", "")]  # fmt: skip
    path = book(tmp_path, Personer=[dict(zip(people_of, row, strict=True)) for row in rows])
    taken_in(register, path)
    assert [row["last_name"] for row in people.find(register, "lia")] == ["Hansen"]
    assert register.value("SELECT protected FROM person WHERE last_name = 'Nordmann'") == 1
