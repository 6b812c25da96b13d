"""What a report leaves by: few buttons while it is written, and papers that are the municipality's."""

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from db import plan_layout, plan_reports, pyramids
from db import settings as chosen
from desktop.paper import plan_papers
from desktop.plans.page import PlansPage
from desktop.plans.reports import ReportsView

ROWS = [{"number": "1", "adopted_text": "Opprette et utvalg", "responsible": ["Enhetsleder"]}]


@pytest.fixture
def report(bare):
    """An open report, chosen on the page."""
    bare.run(chosen.choose, values={"municipality": "Fjellvik kommune", "department": "Hjelpemiddellageret"})
    bare.plan = bare.run(plan_layout.lay_out_plan, rows=ROWS, frame={"name": "Plan"}, adopted_on="2026-01-15")
    ref = bare.run(plan_reports.open_report, plan_id=bare.plan, period="2026Q2")
    page = bare.open().show_page(PlansPage)
    page.show_view(next(n for n, (kind, _text) in enumerate(page.VIEWS) if kind is ReportsView))
    page.current.start_focus()
    return ref


def buttons(bare):
    return [act.text for act in bare.window.current.current.panel.details.acts]


def test_an_open_report_keeps_the_seldom_acts_in_a_menu_that_keys_open(bare, report, qtbot):
    assert buttons(bare)[-2:] == ["Skriv ut", "Mer …"]
    more = bare.buttons(bare.window)["Mer …"]
    more.setFocus()
    qtbot.keyClick(more, Qt.Key.Key_Space)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [one.text() for one in menu.actions()] == [
        "Skriv ut oppstartslisten …", "Lagre rapporten som Excel …", "Kopier teksten til saken", "Lagre teksten …",
    ]  # fmt: skip
    for _press in range(3):
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert "Opprette et utvalg" in QApplication.clipboard().text()


def test_a_locked_report_has_them_on_its_card(bare, report):
    bare.store.write(plan_reports.lock_report, plan_report_id=report)
    bare.window.current.current.open_record(report)
    assert buttons(bare) == ["Åpne igjen …", "Skriv ut", "Excel …", "Kopier teksten", "Lagre teksten …"]


def test_papers_about_plans_come_from_the_municipality_and_not_from_the_department_that_lends(bare, report, tmp_path):
    bare.run(pyramids.add_pyramid, plan_id=bare.plan, kind="habilitation", name="Habilitering",
             levels=[{"name": "Forebyggende"}], on_day="2026-01-01")  # fmt: skip
    printed = {
        plan_papers.print_plan_report: report, plan_papers.print_report_reminders: report,
        plan_papers.print_start_list: report, plan_papers.print_pyramids: bare.plan,
    }  # fmt: skip
    for paper, ref in printed.items():
        path = tmp_path / f"{paper.__name__}.pdf"
        bare.store.read(paper, ref, path, today=bare.store.today)
        text = PdfDocument(path)[0].get_textpage().get_text_range()
        assert "Fjellvik kommune" in text
        assert "Hjelpemiddellageret" not in text
