"""A report from the first key to the locked copy: begun, written line by line, locked, opened again, on paper."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from db import measure_lists, measures, plan_layout, plan_reports, roles
from db.errors import Rejected, Why
from desktop.paper.pages import Pages
from desktop.paper.plan_papers import print_plan_report
from desktop.plans import report_told, told
from desktop.plans.lines import LineForm
from desktop.plans.page import PlansPage
from desktop.plans.reports import ReopenForm, ReportForm, periods
from desktop.sheets.export_book import SheetFault
from desktop.sheets.plan_report import export_plan_report, save_case_text

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ROWS = [
    {"number": "1", "focus_area": "Samhandling", "goal": "Mestring", "adopted_text": "Opprette et utvalg",
     "responsible": ["Enhetsleder"], "cost_adopted_ore": 15_000_000},
    {"number": "2", "focus_area": "Kompetanse", "adopted_text": "Kurs <b>for</b> alle", "responsible": ["Rådgiver"],
     "internal_note": "HEMMELIG"},
]  # fmt: skip


@pytest.fixture
def page(bare):
    """The page with an adopted plan of two measures, on its reports."""
    bare.open()
    bare.plan = bare.run(plan_layout.lay_out_plan, rows=ROWS, frame={"name": "Plan"}, adopted_on="2026-01-15")
    shown = bare.window.show_page(PlansPage)
    QApplication.processEvents()
    view(shown, "Rapporter")
    return shown


def view(page, name):
    page.show_view([text for _kind, text in page.VIEWS].index(name))
    return page.current


def begun(bare):
    return bare.run(plan_reports.open_report, plan_id=bare.plan, period="2026Q2")


def lines(bare, ref):
    return plan_reports.lines(bare.store._register, ref, today=bare.store.today)


def test_a_report_is_begun_written_and_locked_by_keys(page, bare, qtbot):
    qtbot.keyClick(bare.window, Qt.Key.Key_N, CTRL)
    form = bare.form()
    assert isinstance(form, ReportForm)
    assert form.period.value() == "2026Q2"
    form.save()
    qtbot.keyClick(bare.window, Qt.Key.Key_Return, CTRL)
    assert page.current.title == "Linjer i rapporten"
    qtbot.keyClick(bare.window, Qt.Key.Key_Return, CTRL)
    form = bare.form()
    assert isinstance(form, LineForm)
    form.fields["comment"].set_value("Utvalget er valgt")
    form.fields["status"].set_value("in_progress")
    form.fields["light"].set_value("green")
    form.fields["cost_used_ore"].set_value(1_000_000)
    form.save()
    qtbot.keyClick(bare.window, Qt.Key.Key_R, CTRL)
    report = bare.store.read(plan_reports.reports)[0]["plan_report_id"]
    progress = bare.store.read(plan_reports.progress, report, today=bare.store.today)
    assert sorted((row["name"], row["reported"]) for row in progress) == [("Enhetsleder", 1), ("Rådgiver", 0)]
    assert [row["name"] for row in progress if row["done_on"]] == ["Rådgiver"]  # whose line is the next one missing
    view(page, "Rapporter")
    qtbot.keyClick(bare.window, Qt.Key.Key_J, CTRL)
    bare.buttons(bare.form())["Lås likevel"].click()
    assert bare.store.read(plan_reports.report, report)["state"] == "locked"
    first, second = lines(bare, report)
    assert (first["comment"], first["status"], first["light"], first["cost_used_ore"], first["is_reported"]) == (
        "Utvalget er valgt", "in_progress", "green", 1_000_000, 1,
    )  # fmt: skip
    assert second["is_reported"] == 0


def line_form(bare, ref, number=0):
    return LineForm(bare.store, ref, lines(bare, ref)[number])


def test_a_line_that_is_postponed_asks_for_a_new_deadline_and_keeps_the_words_of_the_old_one(page, bare):
    bare.run(measures.change_measure, measure_id=1, due_on="2026-12-31", due_text="høsten 2026")
    ref = begun(bare)
    form = line_form(bare, ref)
    assert not form.due.isVisibleTo(form)
    form.status.set_value("postponed")
    form.status.changed.emit()
    assert form.due.isVisibleTo(form)
    form.fields["reason"].set_value("Ingen midler")
    assert not form.save()
    assert lines(bare, ref)[0]["status"] == "not_started"
    form.due.set_value("2027-06-01")
    form.save()
    line = lines(bare, ref)[0]
    assert (line["status"], line["due_on"], line["due_text"]) == ("postponed", "2027-06-01", "")
    bare.run(measures.change_measure, measure_id=1, due_text="våren 2027")
    form = line_form(bare, ref)
    form.status.set_value("in_progress")
    form.save()
    line = lines(bare, ref)[0]
    assert (line["status"], line["due_on"], line["due_text"]) == ("in_progress", "2027-06-01", "våren 2027")


def test_a_cost_that_is_emptied_is_unknown_again_and_one_left_alone_stays(page, bare):
    bare.run(measures.change_measure, measure_id=1, cost_used_ore=10_000_000)
    ref = begun(bare)
    bare.run(plan_reports.report_measure, plan_report_id=ref, measure_id=1, comment="I rute")
    assert lines(bare, ref)[0]["cost_used_ore"] == 10_000_000
    form = line_form(bare, ref)
    form.fields["cost_used_ore"].set_value(None)
    form.save()
    assert lines(bare, ref)[0]["cost_used_ore"] is None


def test_what_is_done_by_year_is_not_offered_as_completed_in_a_line(page, bare):
    bare.run(measures.change_measure, measure_id=1, kind="running")
    bare.run(measures.set_status, measure_ids=[1], status="in_progress")
    offered = line_form(bare, begun(bare)).status.box
    assert [offered.itemData(at) for at in range(offered.count())] == ["in_progress", "postponed", "stopped"]


def test_the_measure_that_took_over_is_told_in_the_panel_and_stays_so_in_a_locked_report(page, bare):
    bare.run(measures.set_status, measure_ids=[2], status="stopped", reason="Dekkes", merged_into=1)
    ref = begun(bare)
    said = "Avsluttet: Dekkes – slått sammen med 1 Opprette et utvalg"
    assert report_told.status(lines(bare, ref)[1]) == said
    bare.run(plan_reports.lock_report, plan_report_id=ref)
    bare.run(measures.set_status, measure_ids=[2], status="in_progress", reason="Likevel for seg")
    assert report_told.status(lines(bare, ref)[1]) == said
    assert said in report_told.case_text(bare.store.read(report_told.report, ref, today=bare.store.today))
    bare.run(measures.set_status, measure_ids=[2], status="stopped", reason="Dekkes", merged_into=1)
    measure = bare.store.read(measure_lists.measure, 2, today=bare.store.today)
    facts = dict(told.facts(bare.store.read, measure, bare.store.today))
    assert facts["Slått sammen med"] == "1 Opprette et utvalg"


def test_a_cost_says_whether_it_was_adopted_or_revised(page, bare):
    ref = begun(bare)
    adopted = dict(lines(bare, ref)[0])
    assert report_told.costs(adopted).replace("\xa0", " ") == "vedtatt 150 000 kr"
    said = report_told.costs(adopted | {"cost_used_ore": 10_000_000, "cost_revised_ore": 50_000_000})
    assert said.replace("\xa0", " ") == "brukt 100 000 kr av revidert 500 000 kr"
    assert report_told.costs(adopted | {"cost_adopted_ore": None}) == ""


def test_a_locked_report_is_opened_again_with_a_reason_and_its_lines_are_not_written_in(page, bare, qtbot):
    ref = begun(bare)
    bare.run(plan_reports.lock_report, plan_report_id=ref)
    bare.store.changed.emit({"report"})
    page.current.open_record(ref)
    qtbot.keyClick(bare.window, Qt.Key.Key_R, CTRL | SHIFT)
    form = bare.form()
    assert isinstance(form, ReopenForm)
    form.save()
    assert form.isVisible()
    form.fields["reason"].set_value("Feil beløp")
    form.save()
    assert [row["revision"] for row in bare.store.read(plan_reports.reports)] == [2, 1]


def test_a_report_is_sent_to_be_looked_over_and_given_back(page, bare, qtbot):
    ref = begun(bare)
    bare.store.changed.emit({"report"})
    page.current.open_record(ref)
    for state, offered in (("review", "Gi tilbake"), ("open", "Send til kontroll")):
        qtbot.keyClick(bare.window, Qt.Key.Key_K, CTRL | SHIFT)
        row = bare.store.read(plan_reports.report, ref)
        assert row["state"] == state
        assert offered in [act.text for act in page.current.one(row).acts]


def test_the_panel_says_who_has_not_reported(page, bare):
    ref = begun(bare)
    bare.store.changed.emit({"report"})
    page.current.open_record(ref)
    row = page.current.chosen_rows()[0]
    assert dict(page.current.one(row).facts)["Mangler"] == "Enhetsleder: 0 av 1 skrevet\nRådgiver: 0 av 1 skrevet"


def test_the_report_is_printed_saved_as_excel_and_told_as_text_without_what_is_internal(page, bare, tmp_path):
    ref = begun(bare)
    bare.run(plan_reports.report_measure, plan_report_id=ref, measure_id=1, comment="I rute",
             light={"light": "red", "reason": "Ingen tid"})  # fmt: skip
    bare.run(plan_reports.lock_report, plan_report_id=ref)
    out = io.BytesIO()
    assert bare.store.read(print_plan_report, ref, out, today=bare.store.today) == 1
    with Pages(out.getvalue()) as pages:
        said = pages.text(0)
    report = bare.store.read(report_told.report, ref, today=bare.store.today)
    text = report_told.case_text(report)
    assert export_plan_report(report, tmp_path / "r.xlsx", today=bare.store.today) == 2
    book = load_workbook(tmp_path / "r.xlsx")
    cells = [cell for sheet in book for row in sheet.values for cell in row]
    assert "■ Rødt" in text
    for words in ("2. kvartal 2026", "Rødt", "I rute", "Ikke rapportert", "Kurs <b>for</b> alle"):
        assert words in said.replace("\r\n", " ")
        assert words in text
    assert {"I rute", "Ikke rapportert", "■ Rødt"} <= set(cells)
    assert "HEMMELIG" not in said + text + str(cells)
    money = [row[12] for row in book.worksheets[0].values][1:]
    assert money == [150_000, None]


def test_what_has_changed_is_told_from_and_to_also_on_paper_where_the_face_has_no_arrow(page, bare):
    bare.run(measures.set_light, measure_ids=[1], light="green")
    bare.run(plan_reports.lock_report, plan_report_id=begun(bare))
    ref = bare.run(plan_reports.open_report, plan_id=bare.plan, period="2026Q3")
    bare.run(plan_reports.report_measure, plan_report_id=ref, measure_id=1, status={"status": "in_progress"},
             light={"light": "red", "reason": "Ingen tid"})  # fmt: skip
    changed = "→ fra ikke startet til i gang · lys fra ● grønt til ■ rødt"
    assert [report_told.changed(line) for line in lines(bare, ref)] == [changed, ""]
    out = io.BytesIO()
    bare.store.read(print_plan_report, ref, out, today=bare.store.today)
    with Pages(out.getvalue()) as pages:
        said = " ".join(pages.text(0).split())
    assert "Endret fra ikke startet til i gang · lys fra grønt til rødt" in said


def test_a_locked_report_prints_the_same_bytes_whatever_happens_later(page, bare):
    ref = begun(bare)
    bare.run(plan_reports.lock_report, plan_report_id=ref)
    shape = {"today": bare.store.today, "at": "2026-07-03T10:00:00Z"}
    first, again = io.BytesIO(), io.BytesIO()
    bare.store.read(print_plan_report, ref, first, **shape)
    bare.run(plan_reports.open_report, plan_id=bare.plan, period="2026Q3")
    bare.run(plan_reports.report_measure, plan_report_id=ref + 1, measure_id=1, status={"status": "in_progress"})
    bare.store.read(print_plan_report, ref, again, **shape)
    with Pages(first.getvalue()) as before, Pages(again.getvalue()) as after:
        assert before.text(0) == after.text(0)
        assert before.picture(0, 1).data == after.picture(0, 1).data


@pytest.mark.parametrize(
    ("rhythm", "first"),
    [("quarter", ["2026Q3", "2026Q4", "2026Q2"]), ("tertial", ["2026T2", "2026T3", "2026T1"]),
     ("year", ["2025", "2026", "2024"])],
)  # fmt: skip
def test_the_period_that_ended_last_is_offered_first(rhythm, first):
    assert periods(rhythm, "2026-11-16")[:3] == first


def asked(bare, errand):
    return next(given for name, given in reversed(bare.asked) if name == errand)


def test_a_text_and_a_workbook_are_saved_by_keys_and_what_is_internal_is_in_neither(page, bare, qtbot, tmp_path):
    bare.window.errands["save_text"] = lambda **given: bare.asked.append(("save_text", given))
    page.current.open_record(begun(bare))
    qtbot.keyClick(bare.window, Qt.Key.Key_S, CTRL | SHIFT)
    given = asked(bare, "save_text")
    given["save"](tmp_path / "rapport.txt")
    said = (tmp_path / "rapport.txt").read_bytes()
    assert given["name"] == "Rapport 2. kvartal 2026"
    assert said.startswith(b"\xef\xbb\xbfPlan\r\n")
    assert "Opprette et utvalg" in said.decode("utf-8-sig")
    qtbot.keyClick(bare.window, Qt.Key.Key_E, CTRL | SHIFT)
    asked(bare, "save_workbook")["save"](tmp_path / "rapport.xlsx")
    cells = [cell for sheet in load_workbook(tmp_path / "rapport.xlsx") for row in sheet.values for cell in row]
    assert "Opprette et utvalg" in cells
    assert "HEMMELIG" not in said.decode("utf-8-sig") + str(cells)


def test_a_text_that_cannot_be_written_is_told_in_a_sentence(page, bare, tmp_path):
    report = bare.store.read(report_told.report, begun(bare), today=bare.store.today)
    with pytest.raises(SheetFault, match="Prøv en annen mappe"):
        save_case_text(report, tmp_path / "borte" / "rapport.txt")


def papers(bare):
    """The pages of the paper that was asked for last."""
    out = io.BytesIO()
    asked(bare, "print_pdf")["make"](out)
    with Pages(out.getvalue()) as pages:
        return [" ".join(pages.text(number).split()) for number in range(len(pages))]


def test_each_who_lacks_lines_gets_a_page_of_their_own_and_nobody_else(page, bare, qtbot):
    ref = begun(bare)
    role = bare.store.read(roles.roles, today=bare.store.today)[0]
    bare.run(roles.hand_role_over, role_id=role["role_id"], holder="Anne Haug")
    page.current.open_record(ref)
    qtbot.keyClick(bare.window, Qt.Key.Key_M, CTRL | SHIFT)
    first, second = papers(bare)
    assert "Enhetsleder, Anne Haug" in first
    assert "Opprette et utvalg" in first
    assert "Kurs" not in first
    assert "Rådgiver" in second
    assert "HEMMELIG" not in first + second
    assert asked(bare, "print_pdf")["name"] == "purring-2026Q2"
    bare.run(plan_reports.report_measure, plan_report_id=ref, measure_id=1, comment="Utvalget er valgt")
    qtbot.keyClick(bare.window, Qt.Key.Key_M, CTRL | SHIFT)
    (only,) = papers(bare)
    assert "Rådgiver" in only
    bare.run(plan_reports.finish_reporting, plan_report_id=ref, role_id=2)
    with pytest.raises(Rejected) as told:
        papers(bare)
    assert told.value.why is Why.ALL_REPORTED


def test_the_start_list_tells_each_who_answers_what_they_said_last_time(page, bare, qtbot):
    before = begun(bare)
    bare.run(plan_reports.report_measure, plan_report_id=before, measure_id=1, comment="Utvalget er valgt",
             status={"status": "in_progress"})  # fmt: skip
    bare.run(plan_reports.lock_report, plan_report_id=before)
    bare.run(measures.add_measure, plan_id=bare.plan, adopted_text="Uten noen")
    ref = bare.run(plan_reports.open_report, plan_id=bare.plan, period="2026Q3")
    bare.store.changed.emit({"report"})
    page.current.open_record(ref)
    qtbot.keyClick(bare.window, Qt.Key.Key_O, CTRL | SHIFT)
    said = " ".join(papers(bare))
    for words in ("Oppstart: Rapport 3. kvartal 2026", "Utvalget er valgt", "2. kvartal 2026", "I gang",
                  "Ikke rapportert før", "Ingen ansvarlig", "Uten noen"):  # fmt: skip
        assert words in said
    assert said.index("Enhetsleder") < said.index("Rådgiver") < said.index("Ingen ansvarlig")


def test_a_locked_report_is_not_reminded_of(page, bare, qtbot):
    ref = begun(bare)
    bare.run(plan_reports.lock_report, plan_report_id=ref)
    bare.store.changed.emit({"report"})
    page.current.open_record(ref)
    qtbot.keyClick(bare.window, Qt.Key.Key_M, CTRL | SHIFT)
    assert "ikke er låst" in bare.told()
    assert [name for name, _given in bare.asked] == []


def test_the_window_asks_where_the_text_goes_and_says_where_it_lies(program, tmp_path):
    program.open(tmp_path / "a.hverdag", make=True)
    program.window.start("save_text", name="Rapport 2. kvartal 2026", save=lambda path: path.write_text("Plan"))
    asking = program.window.findChild(QFileDialog)
    assert Path(asking.selectedFiles()[0]).name == "Rapport 2. kvartal 2026.txt"
    asking.fileSelected.emit(str(tmp_path / "sak.txt"))
    assert (tmp_path / "sak.txt").read_text() == "Plan"
    assert program.window.receipt.text.text() == "sak.txt er lagret"
    asking.close()
