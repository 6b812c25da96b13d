"""The command line as a clerk's script would use it."""

import json
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db import command, plan_layout, plan_reports, pyramids
from db.connection import Register
from desktop import cli, cli_papers, cli_work
from desktop.paper.pages import Pages
from desktop.plans import pyramid_examples

sys.path.insert(0, str(Path(__file__).parents[1]))
from stay_rows import Rows

DATA = Path(__file__).parents[1] / "data"
BOOK = str(DATA / "lagerliste-a.xlsx")
TODAY = "2026-11-16"


@pytest.fixture
def run(tmp_path, capsys):
    """Run a command on a register in a temporary folder: (exit code, out, err)."""

    def run_command(*arguments, file="lager.hverdag"):
        code = cli.main(["--data", str(tmp_path / file), "--staff", "Jon", "--today", TODAY, *map(str, arguments)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run_command


def test_a_book_is_imported_into_a_new_register_and_told_as_json(run):
    code, out, _err = run("import", BOOK, "--json")
    sheets = {sheet["sheet"]: sheet for sheet in json.loads(out)["sheets"]}
    assert code == 0
    assert set(sheets["LAGER"]) == {"sheet", "kind", "read", "added", "changed", "unchanged", "rejected"}
    assert [row["row"] for row in sheets["LAGER"]["rejected"]] == [94]
    assert [row["row"] for row in sheets["UTLÅN 2026"]["rejected"]] == [120, 121, 122, 123, 124]


def test_a_dry_run_leaves_no_register_behind(run, tmp_path):
    code, out, _err = run("import", BOOK, "--dry-run")
    assert code == 0
    assert "74 nye" in out
    assert list(tmp_path.iterdir()) == []


def test_rejected_rows_are_saved_with_their_reasons(run, tmp_path):
    _code, out, _err = run("import", BOOK, "--rejected", tmp_path / "avvist.xlsx")
    assert "rad 123: Datoen «31.02.2026» i kolonnen Dato ut finnes ikke." in out  # as the book calls the column
    assert "rad 17: Merknaden «død 6/8» kan bety at låneren er død" in out
    book = load_workbook(tmp_path / "avvist.xlsx")
    assert sum(sheet.max_row - 1 for sheet in book) == 6


def test_what_is_no_workbook_gets_one_sentence_and_code_2(run, tmp_path):
    (tmp_path / "liste.xlsx").write_text("dette er ikke Excel")
    code, out, err = run("import", tmp_path / "liste.xlsx")
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert not (tmp_path / "lager.hverdag").exists()


def test_a_register_too_damaged_to_be_opened_fails_its_check(run, tmp_path):
    run("import", BOOK)
    path = tmp_path / "lager.hverdag"
    content = bytearray(path.read_bytes())
    content[40_000:200_000] = bytes(byte ^ 0xFF for byte in content[40_000:200_000])
    path.write_bytes(content)
    code, out, _err = run("check")
    assert code == 1
    assert "er skadet" in out
    assert path.read_bytes() == content


@pytest.mark.parametrize("month", ["2026-13", "oktober", "2026"])
def test_a_month_that_is_none_is_told_in_bokmal(run, tmp_path, capsys, month):
    with pytest.raises(SystemExit) as left:
        run("export", "month", "--month", month, "--out", tmp_path / "m.xlsx")
    assert left.value.code == 2
    assert f"«{month}» er ikke en måned" in capsys.readouterr().err


def test_a_register_that_is_not_there_is_told_and_not_made(run, tmp_path):
    code, _out, err = run("check")
    assert code == 2
    assert "lager.hverdag" in err
    assert not (tmp_path / "lager.hverdag").exists()


def test_an_imported_register_passes_the_check(run):
    run("import", BOOK)
    code, out, _err = run("check")
    assert code == 0
    assert "Ingen feil" in out


def test_items_and_open_loans_come_as_json(run):
    run("import", BOOK)
    items = json.loads(run("items", "--json")[1])
    loans = json.loads(run("loans", "--open", "--json")[1])
    assert len(items) == 74
    assert len(loans) == sum(item["state"] == "lent" for item in items) == 47
    assert all(item["borrower"] for item in items if item["state"] == "lent")


@pytest.mark.parametrize("what", ["items", "products", "loans", "people", "events"])
def test_every_list_is_exported(run, tmp_path, what):
    run("import", BOOK)
    assert run("export", what, "--out", tmp_path / "ut.xlsx")[0] == 0
    assert load_workbook(tmp_path / "ut.xlsx").active.max_row > 1


def test_the_month_comes_as_workbook_and_paper(run, tmp_path):
    run("import", BOOK)
    assert run("export", "month", "--month", "2026-10", "--out", tmp_path / "m.xlsx")[0] == 0
    assert run("print", "month", "--month", "2026-10", "--out", tmp_path / "m.pdf")[0] == 0
    assert load_workbook(tmp_path / "m.xlsx").sheetnames[0] == "Sammendrag"
    assert (tmp_path / "m.pdf").read_bytes().startswith(b"%PDF")


def test_an_agreement_and_labels_are_printed(run, tmp_path):
    run("import", BOOK)
    assert run("print", "agreement", "--id", "3", "--out", tmp_path / "a.pdf")[0] == 0
    assert run("print", "labels", "--items", "101..130", "--out", tmp_path / "l.pdf")[0] == 0
    assert run("print", "labels", "--items", "101", "--tape", "--out", tmp_path / "t.pdf")[0] == 0


def test_a_failed_print_leaves_no_half_file(run, tmp_path):
    run("import", BOOK)
    code, _out, err = run("print", "agreement", "--id", "99999", "--out", tmp_path / "a.pdf")
    assert code == 2
    assert err == "Det finnes ingen avtale med nummer 99999\n"
    assert not (tmp_path / "a.pdf").exists()


def test_a_restored_copy_tells_what_is_newer_than_it(run, tmp_path):
    run("import", BOOK)
    made = run("backup")[1].strip().removeprefix("Lagret ")
    run("import", DATA / "nav" / "senger.xlsx")
    code, out, _err = run("restore", made)
    assert code == 0
    assert "1 registrering gjort etter kopien, er ikke med" in out
    assert run("check")[0] == 0


def test_publishing_puts_a_copy_in_the_folder(run, tmp_path):
    run("import", BOOK)
    code, out, _err = run("publish", tmp_path / "delt")
    assert code == 0
    assert list((tmp_path / "delt").glob("lager-000001.*"))
    assert "Lagret" in out


def test_a_double_click_opens_the_register_that_was_clicked(monkeypatch):
    opened = {}
    monkeypatch.setattr("desktop.app.run", lambda **given: opened.update(given) or 0)
    assert cli.main(["C:/Lager/Fjellvik.hverdag"]) == 0
    assert opened["data"] == Path("C:/Lager/Fjellvik.hverdag")


def test_the_register_may_be_named_behind_the_errand(tmp_path, capsys):
    assert cli.main(["import", BOOK, "--data", str(tmp_path / "a.hverdag"), "--today", TODAY]) == 0
    assert cli.main(["check", "--data", str(tmp_path / "a.hverdag")]) == 0
    assert "Ingen feil" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (["items"], "dette mangler: --json"),
        (["lag"], "'lag' finnes ikke. Velg blant 'import'"),
        (["export", "alt", "--out", "x.xlsx"], "'alt' finnes ikke. Velg blant 'items'"),
        (["print", "agreement", "--id", "a", "--out", "x.pdf"], "--id: 'a' passer ikke her"),
        (["print", "month", "--out"], "--out: skriv også det som skal stå bak"),
        (["backup", "her"], "dette hører ikke til her: her"),
    ],
)
def test_what_is_written_wrongly_is_refused_in_bokmal(run, capsys, written, said):
    with pytest.raises(SystemExit) as ended:
        run(*written)
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert said in told
    assert not any(word in told for word in ("usage", "error", "argument", "invalid"))


def test_the_help_is_in_bokmal(run, capsys):
    with pytest.raises(SystemExit):
        run("--help")
    told = capsys.readouterr().out
    assert "Bruk: hverdag" in told
    assert "vis denne hjelpen" in told
    assert not any(word in told for word in ("usage", "options", "show", "arguments"))


@pytest.mark.parametrize("what", [("export", "items"), ("print", "month")])
def test_a_folder_that_is_not_there_is_told_before_anything_is_read(run, tmp_path, what):
    run("import", BOOK)
    out = tmp_path / "borte" / "ut.fil"
    assert run(*what, "--out", out) == (
        2, "", f"Mappen {out.parent} finnes ikke. Lag den først, eller velg en annen\n"
    )  # fmt: skip


def test_without_a_register_in_the_usual_place_it_says_how_to_name_another(monkeypatch, tmp_path, capsys):
    usual = tmp_path / "Hverdag.hverdag"
    monkeypatch.setattr("desktop.places.standard_register", lambda: usual)
    assert cli.main(["items", "--json"]) == 2
    assert capsys.readouterr().err == f"Fant ikke registeret {usual}. Skriv hvor det ligger med --data FIL\n"


def test_every_paper_that_can_be_asked_for_can_be_made():
    assert tuple(cli_papers.PAPERS) == cli_work.PAPERS
    assert cli_papers.WANTED.keys() <= cli_papers.PAPERS.keys()


def test_the_week_of_the_ward_and_the_chart_of_places_are_printed(run, tmp_path):
    Register.create(tmp_path / "lager.hverdag").close()
    for paper, *options in (("ward", "--date", TODAY), ("chart", "--from", TODAY, "--days", "14")):
        out = tmp_path / f"{paper}.pdf"
        assert run("print", paper, *options, "--out", out)[0] == 0
        assert out.read_bytes().startswith(b"%PDF")


def test_the_papers_of_stays_are_printed_of_a_register_that_has_some(run, tmp_path):
    register = Register.create(tmp_path / "lager.hverdag")
    rows = Rows(register)
    register.conn.execute("BEGIN")
    ward, centre = rows.site("Nord"), rows.site("Dagen", "day_centre")
    stay = rows.stay(ward, rows.place(ward, "Rom 1"), "2026-11-10", "2026-11-30", state="in")
    rows.place(centre, "Dag 1", kind="day")
    rows.stay(centre, None, "2026-11-02", "2026-12-20", state="in", form="day", weekdays="1", transport="taxi")
    register.conn.execute("COMMIT")
    register.close()
    papers = {"plan": ("--stay", stay), "transport": ("--date", TODAY), "ward": ("--date", TODAY),
              "chart": ("--from", TODAY, "--days", "14")}  # fmt: skip
    for paper, options in papers.items():
        out = tmp_path / f"{paper}.pdf"
        assert run("print", paper, *options, "--out", out)[::2] == (0, ""), paper
        with Pages(out) as pages:
            said = pages.text(0)
        assert {"plan": "Person1", "transport": "Person2", "ward": "Rom 1", "chart": "Rom 1"}[paper] in said


def test_a_chart_of_more_days_than_paper_can_take_is_refused(run, tmp_path):
    with pytest.raises(SystemExit):
        run("print", "chart", "--days", "400", "--out", tmp_path / "a.pdf")


@pytest.mark.parametrize("what", ["stays", "occupancy", "quota", "measures"])
def test_lists_of_stays_and_measures_are_exported_also_from_a_register_without_any(run, tmp_path, what):
    Register.create(tmp_path / "lager.hverdag").close()
    assert run("export", what, "--out", tmp_path / "ut.xlsx")[0] == 0
    assert load_workbook(tmp_path / "ut.xlsx").sheetnames


@pytest.mark.parametrize("what", ["stays", "occupancy", "measures"])
def test_stays_occupancy_and_measures_are_told_as_json(run, tmp_path, what):
    Register.create(tmp_path / "lager.hverdag").close()
    code, out, _err = run(what, "--json")
    assert code == 0
    assert isinstance(json.loads(out), dict if what == "occupancy" else list)


def test_the_last_day_of_a_period_counts(run, tmp_path):
    Register.create(tmp_path / "lager.hverdag").close()
    days = ("--from", "2026-10-01", "--to", "2026-10-31")
    told = json.loads(run("occupancy", *days, "--json")[1])
    assert (told["since"], told["until"]) == ("2026-10-01", "2026-11-01")
    assert run("export", "occupancy", *days, "--out", tmp_path / "ut.xlsx")[0] == 0
    assert load_workbook(tmp_path / "ut.xlsx").worksheets[0]["A1"].value == "Opphold og belegg oktober 2026"


def test_the_measures_of_one_plan_are_exported_by_the_beginning_of_its_name(run, tmp_path):
    register = Register.create(tmp_path / "lager.hverdag")
    for name in ("Melhus", "Oppdal"):
        rows = [{"adopted_text": f"Tiltak i {name}", "responsible": ["En", "To"]}]
        command.run(register, plan_layout.lay_out_plan, staff="Jon", today=TODAY, rows=rows, frame={"name": name})
    register.close()
    assert run("export", "measures", "--plan", "mel", "--out", tmp_path / "ut.xlsx")[0] == 0
    cells = [cell for row in load_workbook(tmp_path / "ut.xlsx").worksheets[0].values for cell in row]
    assert {"Tiltak i Melhus", "En; To"} <= set(cells)
    assert "Tiltak i Oppdal" not in cells
    assert run("export", "measures", "--plan", "x", "--out", tmp_path / "b.xlsx") == (
        2, "", "Fant ikke én plan for «x». Velg blant: 1 Melhus, 2 Oppdal\n",
    )  # fmt: skip


def test_the_report_and_the_pyramids_of_a_plan_are_handed_on(run, tmp_path):
    register = Register.create(tmp_path / "lager.hverdag")

    def do(act, **given):
        return command.run(register, act, staff="Jon", today=TODAY, **given).result

    plan = do(plan_layout.lay_out_plan, rows=[{"adopted_text": "Opprette et utvalg"}], frame={"name": "Melhus"})
    for kind in pyramids.KINDS:
        do(pyramids.add_pyramid, plan_id=plan, kind=kind, name=kind, levels=pyramid_examples.levels(kind))
    assert run("export", "report", "--plan", "1", "--out", tmp_path / "a.xlsx")[2] == (
        "Planen har ingen rapport for perioden. Velg blant: ingen\n"
    )
    do(plan_reports.open_report, plan_id=plan, period="2026Q3")
    register.close()
    for what, *options in (("report", "--period", "2026Q3"), ("pyramid",)):
        assert run("print", what, "--plan", "Mel", *options, "--out", tmp_path / f"{what}.pdf")[0] == 0
        assert (tmp_path / f"{what}.pdf").read_bytes().startswith(b"%PDF")
    assert run("export", "report", "--plan", "1", "--period", "2026Q3", "--out", tmp_path / "a.xlsx")[0] == 0
    with Pages(tmp_path / "pyramid.pdf") as pages:
        said = pages.text(0)
    for words in ("Dagrehabilitering", "Trenger forbedring", "Ikke god eller ikke eksisterende", "Ikke kommunens eget"):
        assert words in said
