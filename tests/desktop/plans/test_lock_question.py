"""A report is not locked by mistake: who has not written is told first, and nothing is asked when all have."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from db import measures, plan_layout, plan_reports, roles
from desktop.plans import lock_question, report_told
from desktop.plans.page import PlansPage
from desktop.plans.reports import ReportsView

ROWS = [
    {"number": "1", "adopted_text": "Opprette et utvalg", "responsible": ["Enhetsleder", "Rådgiver"]},
    {"number": "2", "adopted_text": "Kurs for alle", "responsible": ["Rådgiver"]},
    {"number": "3", "adopted_text": "Lage en rutine"},
]


@pytest.fixture
def report(bare):
    """An open report on a plan of three measures, chosen on the page."""
    plan = bare.run(plan_layout.lay_out_plan, rows=ROWS, frame={"name": "Plan"}, adopted_on="2026-01-15")
    ref = bare.run(plan_reports.open_report, plan_id=plan, period="2026Q2")
    page = bare.open().show_page(PlansPage)
    page.show_view(next(n for n, (kind, _text) in enumerate(page.VIEWS) if kind is ReportsView))
    page.current.start_focus()
    QApplication.processEvents()
    return ref


def write(bare, ref, *measure_ids):
    for measure_id in measure_ids:
        bare.run(plan_reports.report_measure, plan_report_id=ref, measure_id=measure_id, comment="Som planlagt")
    bare.store.look_around()


def lock(bare, qtbot):
    """Ctrl+J, and what is asked, '' where nothing is."""
    qtbot.keyClick(bare.window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    box = QApplication.activeModalWidget()
    return box.text() if isinstance(box, QMessageBox) else ""


def state(bare, ref):
    return bare.store.read(plan_reports.report, ref)["state"]


def test_a_report_that_all_have_written_is_locked_without_a_question(bare, report, qtbot):
    write(bare, report, 1, 2, 3)
    assert lock(bare, qtbot) == ""
    assert state(bare, report) == "locked"


def test_who_lacks_lines_is_told_and_nothing_is_locked_before_the_answer(bare, report, qtbot):
    role = next(row["role_id"] for row in bare.store.read(roles.roles, today=bare.store.today)
                if row["name"] == "Rådgiver")  # fmt: skip
    bare.run(roles.hand_role_over, role_id=role, holder="Anne Haug", from_on="2026-01-01")
    write(bare, report, 1)
    said = lock(bare, qtbot)
    assert "2 av 3 tiltak er ikke rapportert i 2. kvartal 2026" in said
    assert "• Rådgiver (Anne Haug): 1 tiltak\n• Tiltak uten ansvarlig: 1 tiltak" in said
    assert "Enhetsleder" not in said
    qtbot.keyClick(bare.form(), Qt.Key.Key_Escape)
    assert state(bare, report) == "open"
    lock(bare, qtbot)
    bare.buttons(bare.form())["Lås likevel"].click()
    assert state(bare, report) == "locked"


def test_enter_is_the_careful_answer(bare, report, qtbot):
    assert lock(bare, qtbot).startswith("Ingen har rapportert ennå i 2. kvartal 2026")
    qtbot.keyClick(bare.form(), Qt.Key.Key_Return)
    assert state(bare, report) == "open"


def test_many_who_lack_lines_are_counted_beyond_the_first():
    rows = [{"measure_id": n, "role": f"Rolle {n}", "holder": None, "is_written": 0} for n in range(14)]
    said = lock_question.question(rows, "2026").splitlines()
    assert (said[2], said[11], said[12]) == ("• Rolle 0: 1 tiltak", "• Rolle 9: 1 tiltak", "• og 4 til")


def test_a_measure_whose_end_was_told_last_time_is_not_asked_about_and_is_told_as_unchanged(bare, report, qtbot):
    bare.run(measures.set_status, measure_ids=[3], status="stopped", reason="Ikke aktuelt")
    bare.run(plan_reports.lock_report, plan_report_id=report)
    later = bare.run(plan_reports.open_report, plan_id=1, period="2026Q3")
    write(bare, later, 1, 2)
    bare.window.current.current.open_record(later)
    assert lock(bare, qtbot) == ""
    told = report_told.case_text(bare.store.read(report_told.report, later, today=bare.store.today))
    assert "Uendret siden forrige rapport" in told
    assert "Ikke rapportert" not in told
    assert bare.told() == "Låst: 3. kvartal 2026, 3 tiltak"
