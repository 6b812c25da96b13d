"""Plans that a newer version has replaced stay out of the boxes, and are one choice away; nothing of them is lost."""

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db import measure_lists, plan_layout, plan_reports, plans, pyramids, rollovers
from desktop import cli, cli_exports
from desktop.plans.figures import FiguresView
from desktop.plans.lines import LinesView
from desktop.plans.measures import MeasuresView
from desktop.plans.page import PlansPage
from desktop.plans.plan_choice import MORE
from desktop.plans.plans import PlansView
from desktop.plans.pyramids import PyramidsView
from desktop.plans.reports import ReportsView

ROWS = [{"number": str(n), "adopted_text": f"Tiltak {n}", "responsible": ["Enhetsleder"]} for n in (1, 2)]
OLD, NEW = "Plan 2022–2026", "Plan 2026–2030"


@pytest.fixture
def page(bare):
    """The page with a plan that was reported on, and the version that took its place."""
    bare.old = bare.run(plan_layout.lay_out_plan, rows=ROWS, frame={"name": OLD}, adopted_on="2022-06-18")
    bare.run(pyramids.add_pyramid, plan_id=bare.old, kind="habilitation", name="Habilitering",
             levels=[{"name": "Forebyggende", "colour": "green", "reason": "Bra"}], on_day="2026-01-01")  # fmt: skip
    ref = bare.run(plan_reports.open_report, plan_id=bare.old, period="2026Q1")
    bare.run(plan_reports.lock_report, plan_report_id=ref)
    ids = bare.store.read(measure_lists.ids, today=bare.store.today, plan_id=bare.old)
    kept = {ref: {"outcome": "continued"} for ref in ids}
    bare.new = bare.run(rollovers.roll_over, plan_id=bare.old, name=NEW, outcomes=kept)
    return bare.open().show_page(PlansPage)


def view(page, kind):
    page.show_view(next(n for n, (one, _text) in enumerate(page.VIEWS) if one is kind))
    QApplication.processEvents()
    return page.current


def offered(shown):
    return [shown.choice.itemText(n) for n in range(1, shown.choice.count())]


@pytest.mark.parametrize("kind", [MeasuresView, ReportsView, PyramidsView, FiguresView])
def test_a_box_offers_the_plans_in_force_and_the_others_when_asked(page, bare, qtbot, kind):
    shown = view(page, kind)
    assert offered(shown) == [NEW, "Vis også planer som ikke gjelder lenger"]
    shown.choice.setFocus()
    for _press in range(2):
        qtbot.keyClick(shown.choice, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: shown.choice.view().isVisible())
    shown.choice.hidePopup()
    assert offered(shown) == [NEW, f"{OLD} (avløst)"]
    assert shown.choice.currentData() == bare.new  # what was chosen on the way stays chosen
    shown.clear_filters()
    assert MORE in [shown.choice.itemData(n) for n in range(shown.choice.count())]


def test_the_lines_of_a_report_on_a_replaced_plan_are_found_again(page, bare):
    shown = view(page, LinesView)
    assert offered(shown) == ["Vis også planer som ikke gjelder lenger"]
    bare.window.go("lines_of", bare.store.read(plan_reports.reports)[0]["plan_report_id"])
    assert page.current.choice.currentText() == f"1. kvartal 2026 · {OLD} (avløst)"
    assert len(page.current.model.ids) == 2


def test_replaced_plans_stand_under_a_chip_of_their_own_and_lead_to_their_measures(page, bare):
    shown = view(page, PlansView)
    assert bare.shown(shown, "name") == [NEW]
    shown.show_chip("replaced")
    assert bare.shown(shown, "name") == [OLD]
    shown.table.choose([bare.old])
    shown.show_measures()
    assert page.current.choice.currentText() == f"{OLD} (avløst)"
    assert page.current.choice.toolTip() == f"{OLD} (avløst)"
    assert bare.shown(page.current, "number") == ["1", "2"]


def test_there_are_no_chips_and_no_more_line_while_every_plan_is_in_force(bare):
    bare.run(plan_layout.lay_out_plan, rows=ROWS, frame={"name": OLD}, adopted_on="2022-06-18")
    page = bare.open().show_page(PlansPage)
    assert offered(view(page, MeasuresView)) == [OLD]
    assert not view(page, PlansView).chips()


@pytest.mark.parametrize(
    ("said", "wanted"), [(OLD, OLD), ("plan", NEW), ("1", OLD), ("plan 2022", OLD), (NEW.lower(), NEW)]
)
def test_the_command_line_reaches_a_replaced_plan_and_prefers_the_one_in_force(page, bare, said, wanted):
    assert bare.store.read(plans.plan, bare.store.read(cli_exports.plan_named, said))["name"] == wanted


def test_the_measures_and_the_report_of_a_replaced_plan_can_be_saved(page, bare, tmp_path):
    data = ["--data", str(bare.store.path), "--plan", OLD]
    for what, more in (("measures", []), ("report", ["--period", "2026Q1"])):
        out = tmp_path / f"{what}.xlsx"
        assert cli.main(["export", what, *data, *more, "--out", str(out)]) == 0
        cells = {str(cell) for row in load_workbook(out).worksheets[0].iter_rows(values_only=True) for cell in row}
        assert {"Tiltak 1", "Tiltak 2"} <= cells


@pytest.mark.parametrize("kind", [MeasuresView, ReportsView, LinesView, PyramidsView, FiguresView])
def test_without_a_plan_every_list_leads_to_the_plans(bare, qtbot, kind):
    page = bare.open().show_page(PlansPage)
    shown = view(page, kind)
    shown.start_focus()
    qtbot.keyClick(bare.window.focusWidget(), Qt.Key.Key_Space)
    assert isinstance(page.current, PlansView)
    assert "Ny plan" in bare.buttons(page.current)
