"""The steps of a measure by keys: written, ticked, taken away, and told in the panel. The status form grows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db import measure_lists, measures, plan_layout
from desktop.plans import told
from desktop.plans.forms import StatusForm
from desktop.plans.page import PlansPage
from desktop.plans.subtasks import SubtasksForm

CTRL = Qt.KeyboardModifier.ControlModifier
ROWS = [{"number": "1", "adopted_text": "Opprette et utvalg"}]


@pytest.fixture
def page(bare):
    bare.open()
    bare.run(plan_layout.lay_out_plan, rows=ROWS, frame={"name": "Plan"})
    shown = bare.window.show_page(PlansPage)
    QApplication.processEvents()
    return shown


def row(bare):
    return bare.store.read(measure_lists.measure, 1, today=bare.store.today)


def steps(bare):
    return [(one["text"], one["due_on"], one["done_on"]) for one in bare.store.read(measures.subtasks, 1)]


def test_steps_are_written_ticked_and_taken_away_by_keys(page, bare, qtbot):
    qtbot.keyClick(bare.window, Qt.Key.Key_B, CTRL)
    form = bare.form()
    assert isinstance(form, SubtasksForm)
    QApplication.processEvents()
    for text in ("Innkalle", "Velge leder", "Møtes"):
        qtbot.keyClicks(form.focusWidget(), text)
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    first, second, third, _empty = form.steps.lines()
    qtbot.keyClick(first.done, Qt.Key.Key_Space)
    qtbot.keyClicks(second.due.edit, "1.6.26")
    third.text.setFocus()
    qtbot.keyClick(form, Qt.Key.Key_Delete, CTRL)
    form.save()
    today = bare.store.today
    assert steps(bare) == [("Innkalle", None, today), ("Velge leder", "2026-06-01", None)]
    known = dict(told.facts(bare.store.read, row(bare), today))["Deltiltak"]
    assert known == "☑ Innkalle – ferdig 3. juli\n☐ Velge leder – over frist 1. juni"
    bare.window.undo()
    assert steps(bare) == []


def test_a_step_keeps_the_day_it_was_done_and_its_id(page, bare):
    done = {"text": "Innkalle", "done_on": "2026-02-01"}
    bare.run(measures.set_subtasks, measure_id=1, rows=[done, {"text": "Møtes"}])
    kept = [one["subtask_id"] for one in bare.store.read(measures.subtasks, 1)]
    form = SubtasksForm(bare.store, row(bare))
    form.steps.lines()[1].text.setText("Møtes hver måned")
    form.save()
    assert steps(bare) == [("Innkalle", None, "2026-02-01"), ("Møtes hver måned", None, None)]
    assert [one["subtask_id"] for one in bare.store.read(measures.subtasks, 1)] == kept


def test_a_line_with_a_deadline_and_no_words_is_told_and_nothing_is_written(page, bare):
    form = SubtasksForm(bare.store, row(bare))
    form.steps.lines()[0].due.set_value("2026-09-01")
    form.save()
    assert "Skriv hva som skal gjøres" in form.steps.under.text()
    form.steps.lines()[0].due.edit.setText("i hagen")
    form.save()
    assert steps(bare) == []
    form.deleteLater()


def test_the_status_form_is_as_high_as_what_it_asks_for(page, bare, qtbot):
    qtbot.keyClick(bare.window, Qt.Key.Key_Return, CTRL)
    form = bare.form()
    assert isinstance(form, StatusForm)
    QApplication.processEvents()
    low = form.height()
    form.status.set_value("stopped")
    form.status.changed.emit()
    QApplication.processEvents()
    assert form.height() > low
    assert form.area.verticalScrollBar().maximum() == 0
    form.status.set_value("in_progress")
    form.status.changed.emit()
    QApplication.processEvents()
    assert form.height() == low
