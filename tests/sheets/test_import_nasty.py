"""A second book, kept worse than the first: two heading rows, merged cells, a sheet per year, weeks, "ja"."""

from datetime import date

import pytest
from openpyxl import Workbook

from desktop.sheets import importing
from desktop.sheets.book import read_book
from desktop.sheets.recognise import recognise
from tests.sheets import reading
from tests.sheets.reading import TODAY, save_book


@pytest.fixture(scope="module")
def nasty(tmp_path_factory):
    """The book: a stock sheet, goods by number, and two years of loans."""
    book = Workbook()
    stock = book.active
    stock.title = "Utstyr"
    for row in (
        ["Fjellvik kommune, hjelpemiddellageret"],
        ["Tell opp hvert år i januar!", None, None, None, None, None, None, "skrevet av Jon"],
        [],
        ["Kategori", "Utstyr", None, None, "Lager", None, "Økonomi", None, "Info"],
        [None, "Benevnelse", "Merkenr.", "Art.nr", "Hylle", "Inne / ute", "Anskaffet (år)", "Kr", "Komm."],
        ["Rullatorer", "Gemino 20", "K-0101", 23661.0, "H1", "OK", 2019.0, "kr 4 200,-", "bremser sjekket"],
        [None, "Gemino 20", "K-0102", "023 661", "H1", "utlånt Kari", "mars 2020", "4.200", None],
        [None, "Troja", "K-0103", None, "H2", "må vaskes", "12/3-2021", "3 990,50", None],
        [],
        [None, "Benevnelse", "Merkenr.", "Art.nr", "Hylle", "Inne / ute", "Anskaffet (år)", "Kr", "Komm."],
        ["Senger", "Opus 90", "K-0201", "174727", None, "ødelagt", "uke 14 2022", "gratis", None],
        [None, "Opus 90", "K-0202", 174727.0, None, "ute", date(2023, 5, 1), 24500.0, None],
        [None, "Opus 90", "k 0202", 174727.0, None, "inne", None, None, "dobbelt?"],
        [None, "Opus 90", "K-0203", "17472", None, "Sperra", None, None, "=2+2"],
        [None, "Opus 90", None, "174727", None, "inne", None, None, "uten merke"],
        ["Sum senger", None, None, None, None, None, None, 24500.0, None],
    ):
        stock.append(row)
    for merged in ("B4:D4", "E4:F4", "G4:H4", "A6:A8", "A11:A15"):
        stock.merge_cells(merged)
    stock["I14"].data_type = "s"

    goods = book.create_sheet("Småting")
    for row in (
        ["Hjelpemiddel", "Antall"],
        ["KRYKKER"],
        ["Albuekrykker, par", "12 stk"],
        ["Gripetang", 5.0],
        ["Totalt", 17.0],
    ):
        goods.append(row)

    older = book.create_sheet("2024")
    for row in (
        ["Utlån"],
        ["Innlevert?", "Merkenr.", "Lånetaker", "Fødselsdato", "Hentet", "Skal inn", "Tlf.", "Sign."],
        ["ja", "K-0101", "Kari Nordmann", "01.02.40", "uke 14", "uke 26", "90 00 00 01", "JB"],
        ["JA", "K-0103", "Hansen, Per", date(2028, 3, 4), "12/3", "1. juni", 90000002.0, "JB"],
        ["20/12", "K-0102", "PER HANSEN", None, "1. okt", "20. desember", "+47 900 00 002", "JB"],
        ["5/1", "K-0201", "Nordmann, Kari", "1.2.1940", "15. nov", "15/2", None, "JB"],
        ["snart", "K-0101", "Nordmann, Kari", "1.2.40", "uke 40", None, None, "JB"],
    ):
        older.append(row)
    newer = book.create_sheet("2025")
    for row in (
        ["Innlevert?", "Merkenr.", "Lånetaker", "Fødselsdato", "Hentet", "Skal inn", "Tlf.", "Sign."],
        [None, "k0102", "Kari Nordmann", None, "3. feb", "uten frist", "90000001", "JB"],
        [None, "K-0101", "Fjellvik sykehjem", None, "mars 2025", "mai 2025", None, "JB"],
        [None, None, "Totalt 2 lån", None, None, None, None, None],
    ):
        newer.append(row)
    book.create_sheet("Diagram")
    path = tmp_path_factory.mktemp("bok") / "Lageret vårt.xlsx"
    book.save(path)
    return path


def bring_in(register, path):
    return importing.import_book(register, path, today=TODAY, staff="Jon")


def test_kinds_and_columns_are_recognised(nasty):
    book = read_book(nasty)
    found = [recognise(sheet, book, today=TODAY) for sheet in book.sheets]
    assert [one.kind for one in found] == ["items", "items", "loans", "loans", "empty"]
    assert [found[0].columns[column] for column in range(9)] == [
        "group", "name", "number", "hms_nr", "shelf", "state", "bought", "price", "note",
    ]  # fmt: skip
    assert [found[2].columns[column] for column in range(8)] == [
        "returned", "number", "borrower", "born", "out", "due", "phone", "lent_by",
    ]  # fmt: skip
    assert found[0].heading_row == 5
    assert [one.year for one in found] == [None, None, 2024, 2025, None]


def test_copies(register, nasty):
    bring_in(register, nasty)
    found = reading.items(register)
    told = {
        number: (
            row["hms_nr"],
            row["name"],
            row["group_name"],
            row["state"],
            row["bought_on"],
            row["price_ore"],
            row["shelf"],
        )
        for number, row in found.items()
    }
    assert told == {
        "K-0101": ("023661", "Gemino 20", "Rullatorer", "lent", "2019", 420000, "H1"),
        "K-0102": ("023661", "Gemino 20", "Rullatorer", "lent", "2020-03", 420000, "H1"),
        "K-0103": (None, "Troja", "Rullatorer", "cleaning", "2021-03-12", 399050, "H2"),
        "K-0201": ("174727", "Opus 90", "Senger", "repair", "2022-04-04", None, None),
        "K-0202": ("174727", "Opus 90", "Senger", "control", "2023-05-01", 2450000, None),
        "K-0203": ("017472", "Opus 90", "Senger", "blocked", None, None, None),
    }
    assert found["K-0101"]["note"] == "bremser sjekket"
    assert found["K-0202"]["note"] == "Står som utlånt i boken, men ingen låner er oppgitt"
    assert found["K-0203"]["note"] == "=2+2"


def test_goods_that_are_counted(register, nasty):
    bring_in(register, nasty)
    rows = register.rows(
        """SELECT p.name, p.group_name, sum(m.quantity) AS stock
        FROM product p JOIN movement m ON m.product_id = p.product_id
        WHERE p.tracking = 'quantity' GROUP BY p.product_id"""
    )
    assert [tuple(row) for row in rows] == [("Albuekrykker, par", "Krykker", 12), ("Gripetang", "Krykker", 5)]


def test_loans(register, nasty):
    bring_in(register, nasty)
    told = {
        (row["number"], row["unit"] or row["person"], row["out_on"], row["due_on"], row["ended_on"], row["end_reason"])
        for row in reading.loans(register)
    }
    assert told == {
        ("K-0101", "Kari Nordmann", "2024-04-01", "2024-06-24", None, "returned"),
        ("K-0103", "Per Hansen", "2024-03-12", "2024-06-01", None, "returned"),
        ("K-0102", "Per Hansen", "2024-10-01", "2024-12-20", "2024-12-20", "returned"),
        ("K-0201", "Kari Nordmann", "2024-11-15", "2025-02-15", "2025-01-05", "returned"),
        ("K-0102", "Kari Nordmann", "2025-02-03", None, None, None),
        ("K-0101", "Fjellvik sykehjem", "2025-03-01", "2025-05-31", None, None),
    }


def test_people_with_names_both_ways_and_phones_in_all_forms(register, nasty):
    bring_in(register, nasty)
    rows = register.rows("SELECT first_name, last_name, born_on, phone FROM person ORDER BY last_name")
    assert [(row["first_name"], row["last_name"], row["born_on"]) for row in rows] == [
        ("Per", "Hansen", "1928-03-04"),
        ("Kari", "Nordmann", "1940-02-01"),
    ]


def test_rejected_rows_and_their_reasons(register, nasty):
    plan = bring_in(register, nasty)
    told = {(sheet.name, row.row): row.reason for sheet in plan.sheets for row in sheet.rejected}
    assert told == {
        ("Utstyr", 13): "Nummer k 0202 er allerede brukt på rad 12 i arket «Utstyr». Den første raden gjelder.",
        ("Utstyr", 15): "Raden mangler nummer. Gi eksemplaret et nummer, og prøv igjen.",
        ("2024", 7): "«snart» i kolonnen Innlevert? er ikke en dato.",
    }


def test_remarks_tell_what_was_not_understood(register, nasty):
    plan = bring_in(register, nasty)
    told = {(sheet.name, row, text) for sheet in plan.sheets for row, text in sheet.remarks}
    assert ("Utstyr", 11, "Prisen «gratis» er ikke forstått og er ikke tatt med.") in told
    assert (
        "Utstyr", 12, "Nummer K-0202 står som utlånt, men ingen låner er oppgitt. Det er satt til kontroll.",
    ) in told  # fmt: skip
    assert ("2024", 3, "Levert inn på ukjent dag («ja»).") in told
    assert ("2025", 3, "Bare måned eller år er oppgitt i kolonnen Hentet. Første dag er brukt.") in told


def test_twice_changes_nothing(register, nasty):
    bring_in(register, nasty)
    before = reading.everything(register)
    again = bring_in(register, nasty)
    assert not again.orders
    assert reading.everything(register) == before


def test_a_later_book_with_the_missing_loan_settles_the_copy(register, nasty, tmp_path):
    bring_in(register, nasty)
    later = save_book(
        tmp_path / "mer.xlsx",
        Utlån=[["Nr", "Navn", "Adresse", "Dato ut", "Frist"], ["K-0202", "Moe, Eva", "Bakken 1", "1.9.26", ""]],
    )
    plan = bring_in(register, later)
    assert plan.counts()["new"] == 1
    copy = reading.items(register)["K-0202"]
    assert (copy["state"], copy["state_on"], copy["note"]) == ("lent", "2026-09-01", "")
