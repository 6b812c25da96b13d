"""Tables that are no books: CSV as Excel and others write it, and what is copied from a spreadsheet or a document."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import history
from desktop import cli
from desktop.sheets import html_table, importing, text_table
from desktop.sheets.book import BookRefused, read_book
from tests.sheets.measures import HEADINGS, MELHUS, measures, row
from tests.sheets.reading import TODAY

ROWS = [HEADINGS, row("1", "Lage en rutine", "Enhet A\nEnhet B", "i gang", "høsten 2026", "0,5", "«Ja»; nå"),
        row("2", "«Hva er viktig for deg» i alt arbeid", "Rådgiver", area="Samhandling")]  # fmt: skip


def written(rows, sign=";", encoding="utf-8-sig") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=sign, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_whatever_parts_its_cells_and_however_it_was_saved(tmp_path, sign, encoding):
    path = tmp_path / "plan.csv"
    path.write_bytes(written(ROWS, sign, encoding))
    assert read_book(path).sheets[0].rows == ROWS


@given(st.lists(st.lists(st.text(st.sampled_from('aå1"; \t\n.')), min_size=3, max_size=3), min_size=1, max_size=6))
def test_what_a_spreadsheet_writes_is_read_as_it_was(rows):
    text = written([["a", "b", "c"], *rows], "\t", "utf-8").decode()
    assert text_table._parted(text, "\t")[1:] == [[cell.replace("\r\n", "\n") for cell in row] for row in rows]


def test_words_in_quotes_that_no_program_put_there_stay():
    assert text_table.rows_of('Nr\tTiltak\n1\t"Hva er viktig" i alt\n2\t"Lage" rutine\n') == [
        ["Nr", "Tiltak"], ["1", '"Hva er viktig" i alt'], ["2", '"Lage" rutine'],
    ]  # fmt: skip


def test_a_line_that_says_what_parts_the_cells_is_believed():
    assert text_table.rows_of("sep=,\r\nNr,Tiltak\r\n1,a;b;c\r\n") == [["Nr", "Tiltak"], ["1", "a;b;c"]]


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [("tom.csv", b" \r\n", "empty"), ("bilde.csv", b"\x89PNG\x00\x00", "not_book"), ("borte.csv", None, "missing")],
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(tmp_path, name, raw, why):
    if raw is not None:
        (tmp_path / name).write_bytes(raw)
    with pytest.raises(BookRefused) as told:
        read_book(tmp_path / name)
    assert told.value.why == why


def test_melhus_table_as_csv_comes_in_as_its_book_does(register, tmp_path):
    sheet = read_book(MELHUS).sheets[0]
    path = tmp_path / f"{MELHUS.stem}.csv"
    shown = [[f"{cell:g}".replace(".", ",") if isinstance(cell, float) else cell for cell in row] for row in sheet.rows]
    path.write_bytes(written(shown))
    importing.import_book(register, path, today=TODAY, staff="Jon")
    found = measures(register)
    assert (len(found), sum(one["cost_adopted_ore"] or 0 for one in found)) == (11, 590_000_000)
    again = importing.import_book(register, MELHUS, today=TODAY, staff="Jon")
    assert {one.status for one in again.sheets[0].rows} == {"unchanged"}
    history.undo_last(register, staff="Jon", today=TODAY)
    assert measures(register) == []


def test_the_command_line_answers_of_a_csv_in_json_as_of_a_book(tmp_path, capsys):
    (tmp_path / "plan.csv").write_bytes(written(ROWS))
    data = ["--data", str(tmp_path / "r.hverdag")]
    assert cli.main(["import", *data, str(tmp_path / "plan.csv"), "--json"]) == 0
    [sheet] = json.loads(capsys.readouterr().out)["sheets"]
    assert (sheet["kind"], sheet["read"], sheet["added"], sheet["rejected"]) == ("measures", 2, 2, [])


WORD = """<html><head><style>td {a: b}</style></head><body><p>Før</p><table><tr><th>Mål</th><th>Tiltak</th><th>Ansvarlig
</th></tr><tr><td rowspan=2><p>Trygge <b>hjem</b></p></td><td>Lage en&nbsp;rutine</td><td><p>Enhet A</p><p>Enhet B</p>
</td></tr><tr><td>Kurs</td><td></td></tr></table><table><tr><td>liten</td></tr></table></body></html>"""


def test_a_table_copied_from_a_document_keeps_its_merged_cells_and_its_lines():
    name, rows, merged = html_table.read(WORD)
    assert name == "Før"
    assert rows == [
        ["Mål", "Tiltak", "Ansvarlig"], ["Trygge hjem", "Lage en rutine", "Enhet A\nEnhet B"],
        ["Trygge hjem", "Kurs", ""],
    ]  # fmt: skip
    assert merged == [(1, 0, 2, 0)]


def test_what_was_copied_is_a_book_of_one_sheet_or_refused():
    found = text_table.pasted("Innlimt kl. 9.15", "uten", WORD).sheets[0]
    assert (found.name, found.rows[1][0]) == ("Før", "Trygge hjem")
    assert text_table.pasted("Innlimt", "a\tb\n1\t'=2\n").sheets[0].rows == [["a", "b"], ["1", "=2"]]
    with pytest.raises(BookRefused) as told:
        text_table.pasted("Innlimt", "bare en setning")
    assert told.value.why == "no_table"
