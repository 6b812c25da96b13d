"""Workbooks out: real types, fixed headings, text that is text, nothing of a protected address, whole or not at all."""

import zipfile
from typing import Any

import openpyxl
import pytest

from db import command, equipment, loans, people, products, service
from desktop.columns import Column
from desktop.sheets import export, export_book
from desktop.sheets.export_book import SheetFault, safe_name

TODAY = "2026-11-16"
FIRST = {
    "items": "Nummer, HMS-nr, Hjelpemiddel, Gruppe, Plassering, Tilstand, Innkjøpt, Pris, Låner, Forfall, Merknad",
    "loans": "Avtale, Nummer, HMS-nr, Hjelpemiddel, Antall, Låner, Født, Adresse, Telefon, Utlånt, Forfall, Levert "
    "inn, Utlånt av, Status, Merknad",
    "stays": "Opphold, Person, Født, Plass, Formål, Status, Inn, Ut, Bekreftet, Døgn, Koordinator",
}
HOSTILE = ["=1+1", "=HYPERLINK(\"http://x\")", "+47 900 00 000", "-1", "@SUM(A1)", "\t=1", "\r=1", "#REF!", "#N/A",
           "=", "'=1", "<b>&amp;</b>", "Å Æ Ø đ ŋ 👵 \u202eRTL", " innrykk ", "to\nlinjer"]  # fmt: skip


def run(register, act, /, today=TODAY, **named):
    return command.run(register, act, staff="Jon", today=today, **named).result


@pytest.fixture
def filled(register):
    """Three copies of one product, two of them lent to a person with a protected address, one of those back."""
    product = run(register, products.add_product, name="Rullator", hms_nr="012345", group_name="Ganghjelpemidler")
    copies = run(register, equipment.add_items, numbers=["H-1", "H-2", "H-10"], product_id=product, room="Kjeller",
                 shelf="B2", bought_on="2015-03-02", price_ore=420050)  # fmt: skip
    person = run(register, people.add_person, first_name="Kari", last_name="Hemmelig", born_on="1941-05-06",
                 address="Skjultveien 7", phone="900 11 222", kin_name="Per Pårørende", kin_phone="900 33 444",
                 protected=1)  # fmt: skip
    run(register, loans.lend, today="2026-10-01", item_ids=copies[:2], person_id=person, due_on="2026-11-01")
    run(register, loans.take_back, today="2026-10-20", returns=[loans.Return(1)])
    return register


def saved(register, kind, tmp_path, **named) -> Any:
    """The sheet of one kind, read back."""
    out = tmp_path / f"{kind}.xlsx"
    export.export(register, kind, out, today=TODAY, **named)
    return openpyxl.load_workbook(out).active


def rows(sheet: Any) -> list[dict[str, Any]]:
    """The rows under the heading as dictionaries of cells."""
    headings = [cell.value for cell in sheet[1]]
    return [dict(zip(headings, row, strict=True)) for row in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize("kind", FIRST)
def test_the_first_headings_are_fixed(filled, tmp_path, kind):
    headings = [cell.value for cell in saved(filled, kind, tmp_path)[1]]
    assert ", ".join(headings).startswith(FIRST[kind])
    assert len(set(headings)) == len(headings)


def test_cells_have_types_of_their_own(filled, tmp_path):
    first = rows(saved(filled, "items", tmp_path))[0]
    assert (first["Nummer"].value, first["HMS-nr"].value, first["HMS-nr"].data_type) == ("H-1", "012345", "s")
    assert first["Innkjøpt"].value.isoformat() == "2015-03-02T00:00:00"
    assert first["Innkjøpt"].number_format == "dd.mm.yyyy"
    assert (first["Pris"].value, first["Pris"].data_type) == (4200.5, "n")
    assert first["Pris"].number_format.endswith('"kr"')
    loan = rows(saved(filled, "loans", tmp_path))[0]
    assert (loan["Avtale"].value, loan["Antall"].value, loan["Avtale"].data_type) == (1, 1, "n")
    assert loan["Levert inn"].value.isoformat() == "2026-10-20T00:00:00"
    assert loan["Status"].value == "Levert inn"
    event = rows(saved(filled, "events", tmp_path))[0]
    assert (event["Dag"].is_date, event["Registrert"].is_date) == (True, True)
    assert event["Registrert"].number_format == "dd.mm.yyyy hh:mm"


def test_days_that_are_not_whole_stay_as_they_are_known(filled, tmp_path):
    product = equipment.item(filled, 1)["product_id"]
    for number, bought in (("A", "2015"), ("B", "2015-03"), ("C", "1899-12-31")):
        run(filled, equipment.add_items, numbers=[number], product_id=product, bought_on=bought)
    bought = {row["Nummer"].value: row["Innkjøpt"].value for row in rows(saved(filled, "items", tmp_path))}
    assert (bought["A"], bought["B"], bought["C"]) == ("2015", "03.2015", "31.12.1899")


def test_sheets_are_set_up_for_reading_and_for_paper(filled, tmp_path):
    for kind in export.KINDS:
        sheet = saved(filled, kind, tmp_path, by="Jon")
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet["A1"].font.bold
        widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]]
        assert all(width >= len(cell.value) for width, cell in zip(widths, sheet[1], strict=True))
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.print_title_rows) == (
            "landscape", 0, "$1:$1")  # fmt: skip
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        secret = "Taushetsbelagt" if export.KINDS[kind].persons else None
        assert sheet.oddHeader.right.text == secret
        assert sheet.oddFooter.right.text == "Side &P av &N"
        assert "Jon" in sheet.oddFooter.left.text


def test_nothing_leads_to_a_protected_address(filled, tmp_path):
    for kind in export.KINDS:
        saved(filled, kind, tmp_path)
        with zipfile.ZipFile(tmp_path / f"{kind}.xlsx") as book:
            inside = "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
        for secret in ("Skjultveien", "900 11 222", "900 33 444", "Per Pårørende"):
            assert secret not in inside, (kind, secret)
    assert "Hemmelig, Kari" in [row["Navn"].value for row in rows(saved(filled, "people", tmp_path))]


def test_an_open_address_is_there(filled, tmp_path):
    run(filled, people.add_person, last_name="Åpen", address="Storgata 1", phone="22 22 22 22")
    found = {row["Navn"].value: row for row in rows(saved(filled, "people", tmp_path))}
    assert (found["Åpen"]["Adresse"].value, found["Åpen"]["Telefon"].value) == ("Storgata 1", "22 22 22 22")


def texts(tmp_path, said):
    """The texts as they come back from a workbook, with their types and any formulas in its XML."""
    out = tmp_path / "tekst.xlsx"
    export.export_rows((Column("text", "Tekst"),), [{"text": one} for one in said], "Tekst", out)
    cells = [row["Tekst"] for row in rows(openpyxl.load_workbook(out).active)]
    with zipfile.ZipFile(out) as book:
        return cells, book.read("xl/worksheets/sheet1.xml").decode()


def test_text_is_never_a_formula(tmp_path):
    cells, xml = texts(tmp_path, HOSTILE)
    assert [cell.value for cell in cells] == HOSTILE
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert "<f>" not in xml


def test_what_excel_cannot_hold_is_left_out(tmp_path):
    cells, _xml = texts(tmp_path, ["a\x00b\x0bc\x1f", "x" * 40_000, "halv\ud800", "\x01"])
    assert [cell.value for cell in cells[:1]] == ["abc"]
    assert len(cells[1].value) == 32_767
    assert cells[2].value == "halv"


def test_a_list_as_shown_keeps_its_order_and_its_columns(filled, tmp_path):
    chosen = [column for column in export.KINDS["items"].columns if column.key in ("number", "state")]
    sheet = saved(filled, "items", tmp_path, ids=[3, 1], columns=chosen, title="Ledig / på lager?")
    assert [[cell.value for cell in row] for row in sheet] == [
        ["Nummer", "Tilstand"], ["H-10", "Ledig"], ["H-1", "Til rengjøring"]]  # fmt: skip
    assert sheet.title == "Ledig - på lager-"


def test_long_lists_are_written_in_pieces_without_loss(filled, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "CHUNK", 2)
    found = [row["Nummer"].value for row in rows(saved(filled, "items", tmp_path))]
    assert found == ["H-1", "H-2", "H-10"]
    assert export.export(filled, "items", tmp_path / "n.xlsx", today=TODAY) == 3


def test_the_history_is_told_in_sentences_with_names_as_they_are_now(filled, tmp_path):
    what = [row["Hva"].value for row in rows(saved(filled, "events", tmp_path))]
    assert what[:2] == ["Tatt imot retur · til rengjøring", "Lånt ut til Kari H. Frist 1. nov."]
    person = people.person(filled, 1)
    run(filled, people.change_person, person_id=1, rev=person["rev"], last_name="Ny")
    told = [row["Hva"].value for row in rows(saved(filled, "events", tmp_path))]
    assert "Lånt ut til Kari N. Frist 1. nov." in told
    stored = "".join(row["data"] for row in filled.rows("SELECT data FROM op"))
    assert "Hemmelig" not in stored


def test_a_file_that_is_open_in_excel_stays_and_is_told(filled, tmp_path, monkeypatch):
    out = tmp_path / "utstyr.xlsx"
    out.write_bytes(b"the old one")

    def held(_self, _target):
        raise PermissionError

    monkeypatch.setattr(export_book.Path, "replace", held)
    with pytest.raises(SheetFault, match="Lukk den og prøv igjen"):
        export.export(filled, "items", out, today=TODAY)
    assert out.read_bytes() == b"the old one"
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_a_folder_that_is_gone_is_told(filled, tmp_path):
    with pytest.raises(SheetFault, match="Mappen finnes ikke"):
        export.export(filled, "items", tmp_path / "borte" / "utstyr.xlsx", today=TODAY)


def test_stopping_on_the_way_leaves_nothing(filled, tmp_path):
    before = set(tmp_path.iterdir())
    steps = export.export_steps(filled, kind="loans", out=tmp_path / "utlån.xlsx", today=TODAY)
    assert next(steps) == "2 av 2 rader"
    steps.close()
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("wanted", "name"),
    [("Utlån 3/4", "Utlån 3-4.xlsx"), ("../../etc/passwd", "etc-passwd.xlsx"), ("CON", "_CON.xlsx"),
     ("a\x00b:c", "a-b-c.xlsx"), ("  ", "Uten navn.xlsx"), ("x" * 300, "x" * 100 + ".xlsx"), ("a.xlsx", "a.xlsx")],
)  # fmt: skip
def test_file_names_stay_in_their_folder(tmp_path, wanted, name):
    assert safe_name(wanted) == name
    assert (tmp_path / safe_name(wanted)).resolve().parent == tmp_path


def test_every_case_of_service_has_its_row_with_real_days_and_sums(filled, tmp_path):
    run(filled, service.clean, today="2026-10-25", item_ids=[1], method="machine")
    run(filled, service.open_repair, today="2026-11-01", item_id=1, fault="=1+1")
    run(filled, service.change_repair, today="2026-11-10", service_case_id=2, rev=1, state="done", fault="Hjul",
        parts="Nytt hjul", cost_ore=35050, minutes=40)  # fmt: skip
    found = rows(saved(filled, "service", tmp_path))
    told = [[row[name].value for name in ("Nummer", "Sak", "Status", "Dager", "Utført av", "Måte", "Feil", "Minutter")]
            for row in found]  # fmt: skip
    assert told == [["H-1", "Rengjøring", "Rengjort", 5, "Jon", "Maskinvask", None, None],
                    ["H-1", "Reparasjon", "Ferdig", 9, "Jon", None, "Hjul", 40]]  # fmt: skip
    assert found[1]["Kostnad"].value == 350.5
    assert str(found[1]["Avsluttet"].value)[:10] == "2026-11-10"
