"""The municipality's own words for the statuses: on screen, paper and sheet, and in the books that come in."""

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db import measure_lists, measures, plan_layout, plan_reports
from db import settings as chosen
from desktop import cli, words
from desktop.plans import figures_words, report_told
from desktop.plans import words as plan_words
from desktop.plans.forms import StatusForm
from desktop.plans.page import PlansPage
from desktop.plans.status_card import StatusWords
from desktop.setup.page import SetupPage
from desktop.sheets import importing
from tests.sheets.measures import HEADINGS
from tests.sheets.reading import save_book

ROWS = [{"number": "1", "adopted_text": "Opprette et utvalg"}, {"number": "2", "adopted_text": "Lage en rutine"}]


@pytest.fixture
def page(bare):
    """The page of an adopted plan, whose postponed measures are called «På vent»."""
    bare.open()
    bare.plan = bare.run(plan_layout.lay_out_plan, rows=ROWS, frame={"name": "Plan"}, adopted_on="2026-06-18")
    bare.ids = bare.store._register.column("SELECT measure_id FROM measure ORDER BY position")
    bare.run(measures.set_status, measure_ids=bare.ids[:1], status="postponed", reason="Ferie", due_on="2027-01-01")
    yield bare.window.show_page(PlansPage)
    plan_words.call_statuses({})


def call(bare, **said):
    bare.store.write(chosen.choose, values={f"measure_{code}": word for code, word in said.items()})


def test_a_word_chosen_in_the_settings_stands_everywhere_on_the_screen_at_once(page, bare):
    bare.window.show_page(SetupPage)
    card = next(one for one in bare.window.current.cards if isinstance(one, StatusWords))
    card.fields["measure_postponed"].set_value("På vent")
    card.save()
    bare.window.show_page(PlansPage)
    shown = page.current
    assert "På vent" in [chip.text for chip in shown.chips()]
    assert words.STATES["measure_postponed"].word == "På vent"
    assert "På vent" in shown.sentence(measure_lists.measure(bare.store._register, bare.ids[0], today=bare.store.today))
    assert ("postponed", "På vent") in StatusForm(bare.store, [shown.chosen_rows()[0]])._offered()
    page.show_view([text for _kind, text in page.VIEWS].index("Tall"))
    assert "På vent" in [column.heading for column in page.current.model.columns]
    assert "På vent" in figures_words.CHARTS["status"][1].values()


def focused():
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_the_card_is_reached_and_kept_by_keys_alone(page, bare, qtbot):
    qtbot.keyClick(bare.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    card = next(one for one in bare.window.current.cards if isinstance(one, StatusWords))
    for _press in bare.window.current.cards:
        qtbot.keyClick(bare.window, Qt.Key.Key_F6)
        if card.isAncestorOf(focused()):
            break
    assert not card.visibleRegion().isEmpty()
    for _field in range(3):
        qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    qtbot.keyClicks(focused(), "Ferdig")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert measures.status_words(bare.store._register) == {"completed": "Ferdig"}
    qtbot.keyClick(bare.window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert not card.isAncestorOf(focused())


def test_two_statuses_are_never_called_the_same(page, bare):
    bare.window.show_page(SetupPage)
    card = next(one for one in bare.window.current.cards if isinstance(one, StatusWords))
    card.fields["measure_stopped"].set_value("gjennomført")
    card.save()
    assert "en annen status" in card.fields["measure_stopped"].under.text()
    assert measures.status_words(bare.store._register) == {}


def test_a_locked_report_keeps_the_words_that_it_was_locked_with(page, bare):
    call(bare, postponed="På vent")
    report = bare.run(plan_reports.open_report, plan_id=bare.plan, period="2026Q2")
    bare.run(plan_reports.lock_report, plan_report_id=report)
    call(bare, postponed="", in_progress="Under arbeid", not_started="Venter")

    def told():
        return report_told.case_text(bare.store.read(report_told.report, report, today=bare.store.today))

    locked = told()
    assert "På vent: 1" in locked
    assert "Status: På vent: Ferie" in locked
    assert "Ikke startet: 1" in locked
    report = bare.run(plan_reports.reopen_report, plan_report_id=report, reason="Feil")
    assert "Utsatt: 1" in told()
    assert "Venter: 1" in told()


def test_the_words_go_out_in_the_workbook_of_the_command_line_and_come_in_again(page, bare, tmp_path):
    call(bare, postponed="På vent", in_progress="Jobbes med")
    out = tmp_path / "ut.xlsx"
    assert cli.main(["--data", str(bare.store.path), "export", "measures", "--out", str(out)]) == 0
    said = [[cell.value for cell in row] for row in load_workbook(out).active.iter_rows()]
    assert any("På vent" in row for row in said)
    book = save_book(tmp_path / "inn.xlsx", Plan=[["Plan"], [], HEADINGS,
                     ["2", "", "", "Lage en rutine", "", "jobbes med", "", "", ""]])  # fmt: skip
    importing.import_book(bare.store._register, book, today=bare.store.today, staff="Jon")
    measure = measure_lists.measure(bare.store._register, bare.ids[1], today=bare.store.today)
    assert measure["status"] == "in_progress"
