"""Lists on paper: every row once, headings on every page, protected addresses kept back, linear in time."""

import re

import pytest

from desktop.columns import Column
from desktop.loans.columns import LOANS
from desktop.paper import house
from desktop.paper.grid import Wish, fits, shared
from desktop.paper.lines import broken
from desktop.paper.list import SECRET, print_rows, reader
from desktop.people.columns import PEOPLE

NARROW = (Column("number", "Nummer", strong=True), Column("state", "Tilstand", "state"))
WIDE = (
    *NARROW, Column("name", "Hjelpemiddel"), Column("place", "Plassering"), Column("who", "Låner"),
    Column("due_on", "Forfall", "day", due=True), Column("price", "Pris", "money"), Column("note", "Merknad"),
)  # fmt: skip


def row(at, **other):
    return {
        "number": f"K-{at:05}", "state": "lent", "name": "Manuell rullestol Cross 6, allround", "place": "Rom 2 · B4",
        "who": "Nordmann, Kari Åse-Marie", "due_on": "2026-07-03", "price": 420000, "note": "Nye hjul i vår",
    } | other  # fmt: skip


def size_of(data):
    return tuple(float(n) for n in re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", data)[0])


def test_five_thousand_rows_all_stand_there_once(printed, stamp):
    _data, pages = printed(print_rows, NARROW, (row(at) for at in range(5000)), title="Lager", stamp=stamp)
    found = [number for page in pages for number in re.findall(r"K-\d{5}", page)]
    assert found == [f"K-{at:05}" for at in range(5000)]
    assert all("Nummer Tilstand" in page for page in pages[:-1])
    assert "5 000 rader" in pages[-1].replace("\u00a0", " ")


def test_every_page_says_confidential_who_when_and_which(printed, stamp):
    pages = printed(print_rows, WIDE, [row(at) for at in range(90)], title="Utlån", stamp=stamp, shown="Forfalt")[1]
    assert len(pages) > 1
    for at, page in enumerate(pages, 1):
        assert f"side {at} av {len(pages)}" in page
        assert "Taushetsbelagt" in page
        assert "Skrevet ut av Jon Berg 22. november 2026 kl. 14.05" in page
        assert "Fjordheim kommune" in page
    assert "Utlån Forfalt" in pages[0]


def test_a_list_without_persons_is_not_marked(printed, stamp):
    pages = printed(print_rows, NARROW, [row(1)], title="Katalog", stamp=stamp, persons=False)[1]
    assert "Taushetsbelagt" not in pages[0]


def test_words_not_codes(printed, stamp):
    page = printed(print_rows, WIDE, [row(1)], title="Lager", stamp=stamp)[1][0].replace("\u00a0", " ")
    for said in ("Utlånt", "03.07.2026", "4 200 kr"):
        assert said in page


def test_the_sheet_lies_down_when_the_columns_need_it(printed, stamp):
    standing = size_of(printed(print_rows, NARROW, [row(1)], title="x", stamp=stamp)[0])
    lying = size_of(
        printed(
            print_rows, (*WIDE, Column("note", "Merknad 2"), Column("name", "Navn 2")), [row(1)], title="x", stamp=stamp
        )[0]
    )
    assert standing[0] < standing[1]
    assert lying[0] > lying[1]


PERSON = {
    "first_name": "Siri", "last_name": "Skjult", "born_on": "1950-01-01", "address": "Skjulveien 9",
    "phone": "99887766", "kin_name": "Fetter", "kin_phone": "11223344", "open_lines": 1, "overdue": 0,
    "protected": 1, "died_on": None, "standing": "",
    "note": "",
}  # fmt: skip


def test_a_protected_person_is_listed_without_address_phone_and_kin(printed, stamp):
    page = printed(print_rows, PEOPLE, [PERSON], title="Personer", stamp=stamp)[1][0]
    assert "Skjult, Siri" in page
    assert not re.search("Skjulveien|99887766|Fetter|11223344", page)


@pytest.mark.parametrize(
    ("told", "shown"),
    [({"protected": 0}, True), ({"protected": 1}, False), ({}, False), ({"unit_id": 3}, True),
     ({"unit_id": None}, False),
     ({"person_protected": 1, "unit_id": 3}, False)],
)  # fmt: skip
def test_an_address_is_printed_only_where_the_row_allows_it(printed, stamp, told, shown):
    columns = (Column("number", "Nummer"), Column("address", "Adresse"), Column("phone", "Telefon"))
    record = {"number": "1", "address": "Skjulveien 9", "phone": "99887766"} | told
    page = printed(print_rows, columns, [record], title="x", stamp=stamp)[1][0]
    assert ("Skjulveien 9" in page) is shown
    assert ("99887766" in page) is shown
    assert (" ".join(SECRET.split()) in page) is not shown


def test_groups_stand_above_their_rows_never_alone(printed, stamp):
    rows = []
    for group in range(40):
        rows += [f"Gruppe {group}", *(row(group * 10 + at) for at in range(3))]
    pages = printed(print_rows, NARROW, rows, title="Utlån", stamp=stamp)[1]
    for group in range(40):
        page = next(page for page in pages if f"Gruppe {group} " in page)
        assert f"Gruppe {group} K-{group * 10:05}" in page
    assert "120 rader" in pages[-1]


def test_an_empty_list_says_so(printed, stamp):
    assert "Ingen rader" in printed(print_rows, WIDE, [], title="Lager", stamp=stamp)[1][0]


def test_endless_cells_end_in_an_ellipsis(printed, stamp):
    rows = [row(1, note="ord " * 3000), row(2, note="x" * 9000), row(3, note="linje\n" * 400)]
    pages = printed(print_rows, WIDE, rows, title="Lager", stamp=stamp)[1]
    assert "…" in pages[0]
    assert "K-00003" in " ".join(pages)


def test_text_that_looks_like_markup_is_text(printed, stamp):
    page = printed(print_rows, NARROW, [row(1, number="<b>1</b>&amp;")], title="<i>Lager</i>", stamp=stamp)[1][0]
    assert "<b>1</b>&amp;" in page
    assert "<i>Lager</i>" in page


def test_widths_fill_the_room_and_the_widest_gives_first():
    wishes = [Wish(40, 30), Wish(300, 60), Wish(120, 50)]
    for room in (200, 300, 460, 900):
        assert sum(shared(wishes, room)) == pytest.approx(room, abs=0.5)
    assert shared(wishes, 300)[0] == 40
    assert shared(wishes, 300)[2] == 120
    assert fits(wishes, 460)
    assert not fits(wishes, 200)


def test_broken_lines_fit_and_lose_nothing():
    from reportlab.pdfbase.pdfmetrics import stringWidth

    house.faces()
    said = "Manuell rullestol med sidestøtter og enkjempelangsammensetningutenmellomrom til slutt"
    lines = broken(said, house.FACE, 8.0, 60.0, 99)
    assert all(stringWidth(line, house.FACE, 8.0) <= 60.0 for line in lines)
    assert "".join(lines).replace(" ", "") == said.replace(" ", "")


def test_all_columns_of_loans_keep_whole_words(printed, stamp):
    record = dict.fromkeys((column.key for column in LOANS), "") | {
        "agreement_id": 1204, "number": "UT-0042", "name": "Rullator", "quantity": 1, "last_name": "Nordmann",
        "first_name": "Kari", "unit_id": None, "protected": 0, "address": "Storgata 4", "out_on": "2026-08-01",
        "due_on": "2026-11-01", "born_on": "1941-05-17", "ended_on": None, "end_reason": None, "status": "overdue",
        "owner": "own", "extensions": 2, "signed_on": None, "original_due_on": None,
    }  # fmt: skip
    page = printed(print_rows, LOANS, [record] * 9, title="Utlån", stamp=stamp, today="2026-11-22")[1][0]
    for said in ("Hjelpemiddel", "Serienummer", "UT-0042", "17.05.1941", "01.11.2026", "Forlenget", "Kommunen"):
        assert said in page


def test_a_day_that_is_past_stands_in_the_red_of_overdue(stamp):
    def inks(today):
        read_row = reader(LOANS[10:11], today)
        return [read_row(row(1, due_on=due, end_reason=end))[0][2] for due, end in ENDS]

    red, plain = house.STATE_INK["overdue"], house.TEXT
    assert inks("2026-11-22") == [red, plain, plain, plain]
    assert inks("") == [plain] * 4


ENDS = (("2026-11-21", None), ("2026-11-22", None), (None, None), ("2026-11-21", "returned"))
