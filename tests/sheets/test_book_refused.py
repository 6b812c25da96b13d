"""Bad books: each gets one clear sentence, quickly, and leaves the register as it was."""

import random
import sys
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.sheets import importing
from desktop.sheets.book import BookRefused, read_book
from desktop.sheets.refusal import AREA_LIMIT, SENTENCES
from tests.sheets import packages, reading
from tests.sheets.packages import FIRST_ROW, cell, item_row, make, sheet_xml
from tests.sheets.reading import BOOK, TODAY

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
GOOD = sheet_xml(FIRST_ROW + item_row(2) + item_row(3))


def refused(path) -> str:
    with pytest.raises(BookRefused) as caught:
        read_book(path)
    assert path.name in str(caught.value) or caught.value.why == "too_many_rows"
    assert str(caught.value).endswith(".")
    return caught.value.why


def written(path, content: bytes):
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + "Workbook".encode("utf-16-le"), "xls"),
        (b"Nummer;HMS-nr;Hjelpemiddel\r\n101;214812;Rullator\r\n", "text"),
        ("Løpenr\tNavn\n1\tÅse\n".encode("latin-1"), "text"),
        ("Løpenr\tNavn\n".encode("utf-16"), "text"),
        (b"<html><table><tr><td>101</td></tr></table></html>", "html"),
        (b"\x00\x01\x02\x03" * 200, "not_book"),
        (b"%PDF-1.7\n\x00\x01\x02", "not_book"),
        (b"PK\x03\x04 no zip at all", "damaged"),
    ],
)
def test_what_is_no_workbook_is_told_by_what_it_is(tmp_path, content, why):
    assert refused(written(tmp_path / "bok.xlsx", content)) == why


def test_a_book_cut_short_is_damaged(tmp_path):
    whole = BOOK.read_bytes()
    for length in (100, len(whole) // 2, len(whole) - 40):
        assert refused(written(tmp_path / "bok.xlsx", whole[:length])) == "damaged"


def test_a_book_that_is_not_there_or_a_folder_or_excels_own_mark(tmp_path):
    assert refused(tmp_path / "borte.xlsx") == "missing"
    assert refused(tmp_path) == "folder"
    assert refused(written(tmp_path / "~$bok.xlsx", b"\x04Jon")) == "lock_file"


def test_a_book_locked_by_excel_is_told_so(tmp_path, monkeypatch):
    path = make(tmp_path / "bok.xlsx", GOOD)
    monkeypatch.setattr("pathlib.Path.open", _denied)
    assert refused(path) == "locked"


def _denied(*_args, **_kwargs):
    raise PermissionError(13, "The process cannot access the file because it is being used by another process")


@pytest.mark.parametrize(
    ("part", "why"),
    [("word/document.xml", "other_program"), ("content.xml", "other_program"), ("xl/workbook.bin", "other_program"),
     ("noe.txt", "not_book")],
)  # fmt: skip
def test_another_programs_zip_is_told(tmp_path, part, why):
    with zipfile.ZipFile(tmp_path / "bok.xlsx", "w") as package:
        package.writestr(part, "<x/>")
    assert refused(tmp_path / "bok.xlsx") == why


def test_a_zip_bomb_is_not_opened(tmp_path):
    bomb = make(tmp_path / "bombe.xlsx", sheet_xml(FIRST_ROW + " " * 210_000_000))
    assert bomb.stat().st_size < 400_000
    started = time.perf_counter()
    assert refused(bomb) == "too_big"
    assert time.perf_counter() - started < 1
    assert refused(make(tmp_path / "tett.xlsx", sheet_xml(FIRST_ROW + " " * 25_000_000))) == "bomb"


def test_sizes_that_lie_in_the_zip_directory_are_found(tmp_path):
    path = make(tmp_path / "bok.xlsx", sheet_xml(FIRST_ROW + item_row(2) * 50))
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        info = package.getinfo("xl/worksheets/sheet1.xml")
    at = raw.rfind(b"xl/worksheets/sheet1.xml") - 46 + 24
    assert int.from_bytes(raw[at : at + 4], "little") == info.file_size
    raw[at : at + 4] = (100).to_bytes(4, "little")
    assert refused(written(path, bytes(raw))) == "damaged"


def test_too_many_parts_and_paths_that_leave_the_package(tmp_path):
    many = {f"xl/media/bilde{n}.png": b"x" for n in range(600)}
    assert refused(make(tmp_path / "mange.xlsx", GOOD, many)) == "too_many_parts"
    assert refused(make(tmp_path / "ut.xlsx", GOOD, {"../../ut.xml": "<x/>"})) == "unsafe"
    assert refused(make(tmp_path / "rot.xlsx", GOOD, {"/etc/ut.xml": "<x/>"})) == "unsafe"


ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def test_entities_and_doctypes_are_refused(tmp_path):
    assert refused(make(tmp_path / "a.xlsx", ENTITY + GOOD.partition("?>")[2])) == "unsafe"
    outside = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    assert refused(make(tmp_path / "b.xlsx", GOOD, {"xl/workbook.xml": outside + packages.WORKBOOK})) == "unsafe"
    assert refused(make(tmp_path / "c.xlsx", GOOD.encode("utf-16"))) == "unsafe"


def peak_memory() -> int:
    """The most memory this process has had, in kB; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


FAR = [
    '<row r="1048576">' + cell("XFD1048576", "langt unna") + "</row>",
    "<row r='1048576'><c r='XFD1048576' t='n'><v>1</v></c></row>",
    '<row r="1048576"><c  t="n" r = "XFD1048576"><v>1</v></c></row>',
    '<row r="1048576"><c r="&#88;FD1048576"><v>1</v></c></row>',
    '<x:row xmlns:x="' + packages.MAIN + '" r="900000"><x:c r="A900000"><x:v>1</x:v></x:c></x:row>',
    '<row r="150000">' + cell("GR150000", "bredt og langt") + "</row>",
    '<row r="1048576"><c\tr="XFD1048576"><v>1</v></c ></row>',
]


@pytest.mark.parametrize("far", FAR)
def test_one_far_away_cell_is_refused_fast_and_cheaply(tmp_path, far):
    path = make(tmp_path / "liten.xlsx", sheet_xml(FIRST_ROW + item_row(2) + far))
    assert path.stat().st_size < 5_000
    before, started = peak_memory(), time.perf_counter()
    assert refused(path) in ("too_many_rows", "too_many_columns", "too_wide_apart")
    assert time.perf_counter() - started < 2
    assert peak_memory() - before < 50_000


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576">' + cell("XFD1048576", "x" * 3_000_000) + "</row>",  # longer than one piece that is looked at
        '<row r="900000"/>' * 70_000 + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    ],
)
def test_a_far_cell_is_found_across_the_pieces_that_are_read(tmp_path, far):
    path = make(tmp_path / "stor.xlsx", sheet_xml(FIRST_ROW + item_row(2) + far), compress=zipfile.ZIP_STORED)
    assert refused(path) in ("too_many_rows", "too_many_columns", "too_wide_apart")


def test_a_sheet_that_lies_elsewhere_is_looked_through_as_well(tmp_path):
    links = packages.WORKBOOK_LINKS.replace("worksheets/sheet1.xml", "annet/ark.dat")
    far = sheet_xml(FIRST_ROW + FAR[0])
    path = make(tmp_path / "bok.xlsx", GOOD, {"xl/_rels/workbook.xml.rels": links, "xl/annet/ark.dat": far})
    assert refused(path) in ("too_many_rows", "too_many_columns", "too_wide_apart")


def test_one_long_text_shown_in_every_cell_does_not_fill_the_memory(tmp_path):
    texts = "".join(chr(97 + at * at % 23) for at in range(300_000))
    shared = f'<?xml version="1.0"?><sst xmlns="{packages.MAIN}"><si><t>{texts}</t></si></sst>'
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 20_000))
    more = {"xl/sharedStrings.xml": shared}
    assert refused(make(tmp_path / "bok.xlsx", sheet_xml(rows), more, zipfile.ZIP_STORED)) == "bomb"


def test_a_cell_far_down_but_within_the_limits_survives(tmp_path):
    path = make(tmp_path / "lang.xlsx", sheet_xml(FIRST_ROW + item_row(2) + item_row(199_000)))
    started = time.perf_counter()
    book = read_book(path)
    assert time.perf_counter() - started < 3
    assert len(book.sheets[0].rows) == 199_000 < AREA_LIMIT


def test_more_rows_than_the_limit_names_the_sheet(tmp_path):
    path = make(tmp_path / "lang.xlsx", sheet_xml(FIRST_ROW + item_row(2) + item_row(200_001)))
    with pytest.raises(BookRefused, match=r"Arket «Lager».*200001") as caught:
        read_book(path)
    assert caught.value.why == "too_many_rows"


@pytest.mark.parametrize("closed", ["/>", "></c>"])  # Excel and LibreOffice write the one, openpyxl the other
def test_200_000_empty_formatted_rows_are_fast(tmp_path, register, closed):
    empty = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{column}{row}" s="1"{closed}' for column in "ABCDEFGH") + "</row>"
        for row in range(4, 200_004)
    )
    path = make(tmp_path / "pyntet.xlsx", sheet_xml(FIRST_ROW + item_row(2) + item_row(3) + empty))
    started = time.perf_counter()
    plan = importing.import_book(register, path, today=TODAY, staff="Jon")
    assert time.perf_counter() - started < 5
    assert plan.counts()["new"] == 2


def test_a_wrong_dimension_still_reads_every_row(tmp_path):
    rows = "".join(item_row(row) for row in range(2, 3_002))
    path = make(tmp_path / "feil.xlsx", sheet_xml(FIRST_ROW + rows, '<dimension ref="A1:B2"/>'))
    assert len(read_book(path).sheets[0].rows) == 3_001


def test_macros_and_links_are_ignored(tmp_path, register):
    more = {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0macro", "xl/externalLinks/externalLink1.xml": "<externalLink/>"}
    path = make(tmp_path / "makro.xlsm", GOOD, more)
    assert importing.import_book(register, path, today=TODAY, staff="Jon").counts()["new"] == 2


def test_formulas_give_their_value_and_errors_a_remark(tmp_path, register):
    row = (
        '<row r="2"><c r="A2"><f>100+1</f><v>101</v></c><c r="B2" t="e"><f>X!A1</f><v>#REF!</v></c>'
        + cell("C2", "Rullator") + '</row><row r="3"><c r="A3"><v>102</v></c><c r="B3"><f>1+1</f></c>'
        + cell("C3", "Krykke") + "</row>"
    )  # fmt: skip
    plan = importing.import_book(
        register, make(tmp_path / "f.xlsx", sheet_xml(FIRST_ROW + row)), today=TODAY, staff="Jon"
    )
    found = reading.items(register)
    assert {number: found[number]["hms_nr"] for number in found} == {"101": None, "102": None}
    remarks = dict(plan.sheets[0].remarks)
    assert remarks[2] == "Celle B2 viser en feil i Excel og er lest som tom."
    assert remarks[3].startswith("Celle B3 har en formel som Excel ikke har regnet ut")


def test_a_refused_book_leaves_the_register_as_it_was(tmp_path, register):
    before = reading.everything(register)
    with pytest.raises(BookRefused):
        importing.import_book(register, written(tmp_path / "x.xlsx", b"abc;def"), today=TODAY, staff="Jon")
    assert reading.everything(register) == before


def test_every_sentence_says_what_and_what_to_do():
    for why, sentence in SENTENCES.items():
        assert "{name}" in sentence or why == "no_table", "what is copied has no name"
        assert sentence.endswith(".")
        assert "!" not in sentence
        assert "vennligst" not in sentence.casefold()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), flips=st.integers(1, 40))
def test_a_book_with_flipped_bytes_is_read_or_refused_and_nothing_else(tmp_path, seed, flips):
    raw, chance = bytearray(BOOK.read_bytes()), random.Random(seed)
    for _ in range(flips):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    path = written(tmp_path / "flip.xlsx", bytes(raw))
    outcome = "read"
    try:
        read_book(path)
    except BookRefused as fault:
        outcome = fault.why
    assert outcome == "read" or outcome in SENTENCES


TAGS = (
    "<row>", "</row>", "<c>", "<c r='A1'>", '<c r="B2" t="s"><v>9</v></c>', '<c r="0"><v>1</v></c>', "<v>", "</c>",
    '<c r="A-1"><v>x</v></c>', '<c r="A5" t="d"><v>2026-13-45</v></c>', '<c t="n"><v>1e999</v></c>', "<is><t>x</t></is>",
    '<c r="C3" t="b"><v>7</v></c>', '<row r="x"/>', '<row r="-3"><c><v>1</v></c></row>', "<f>", "tekst", "&amp;", "\x0b",
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.sampled_from(TAGS), max_size=12))
def test_odd_sheets_are_read_or_refused_and_nothing_else(tmp_path, pieces):
    path = make(tmp_path / "odd.xlsx", sheet_xml(FIRST_ROW + "".join(pieces)))
    outcome = "read"
    try:
        read_book(path)
    except BookRefused as fault:
        outcome = fault.why
    assert outcome == "read" or outcome in SENTENCES
