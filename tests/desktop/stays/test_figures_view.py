"""The figures of stays in the window: a period, every figure with its rule, its months, sheet and paper."""

from itertools import pairwise

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from db import stay_acts, stay_figures
from desktop.overview.page import OverviewPage
from desktop.parts import style
from desktop.parts.chart import ChartOrTable
from desktop.stays import figures_words as said
from desktop.stays.page import StaysPage

CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = "2026-07-03"


@pytest.fixture
def view(ward):
    """The figures of June, in sight."""
    page = ward.window.show_page(StaysPage)
    ward.window.activateWindow()
    page.show_kind("stay_figure")
    page.current.read()
    page.current.clear_filters()
    page.current.show_period("2026-06-01", "2026-07-01")
    QApplication.processEvents()
    return page.current


def told(view):
    """name → value of all rows in sight."""
    view.reread()
    rows = view.rows(view.model.ids.tolist())
    return {row["name"]: row["text"] for row in rows}


def choose(view, name):
    """The row of a figure."""
    row = next(row for row in view.rows(view.model.ids.tolist()) if row["name"] == name)
    view.table.choose([row["figure_id"]])
    QApplication.processEvents()
    return row


def test_every_figure_of_the_period_is_the_one_of_the_register(ward, view):
    found = stay_figures.figures(ward.store._register, "2026-06-01", "2026-07-01", today=TODAY)
    rows = told(view)
    assert rows["Liggedøgn"] == str(found.nights) == "23", "Ola from the 10th and Kari from the 29th"
    assert rows["Belegg"] == said.text("belegg", found.value("belegg"))
    assert rows["Venter fortsatt"] == str(len(found.still)) == "3", "Nils, Signe and Per had asked and not come"
    assert rows["Uten øremerking → rehabilitering"] == "23"
    assert rows["Rehabilitering: ankomster"] == "2"


def test_the_chosen_figure_has_its_rule_in_the_panel_and_its_months_above(view):
    choose(view, "Liggedøgn")
    lines = [one.text() for one in view.panel.findChildren(QLabel) if one.isVisibleTo(view.panel)]
    assert said.RULES["nights"] in lines
    assert [one.name for one in view.chart.chart.series] == ["Liggedøgn"]
    assert list(view.chart.chart.groups)[-2:] == ["mai", "juni"]
    assert view.chart.chart.series[0].values[-1] == 23
    view.chart.turn()
    assert view.chart.table.item(11, 1).text() == "23"
    view.chart.turn()


def test_a_low_page_has_the_months_in_the_panel(ward, view):
    choose(view, "Liggedøgn")
    assert not view.panel.findChildren(ChartOrTable)
    high = ward.window.height()
    ward.window.resize(ward.window.width(), 560)
    QApplication.processEvents()
    assert not view.chart.isVisible()
    beside = view.panel.findChildren(ChartOrTable)[-1]
    assert beside.chart.series[0].values[-1] == 23
    ward.window.resize(ward.window.width(), high)


def test_what_is_chosen_stands_side_by_side_where_letters_are_large_and_the_window_small(ward, view):
    size, program = ward.window.size(), QApplication.instance()
    assert isinstance(program, QApplication)
    style.apply(program, "light", 150)
    ward.window.resize(1024, 640)
    QApplication.processEvents()
    view.resize(view.size())
    row = [view.period, view.chip_row, view.words, view.choice]
    ends = [(one.mapTo(view, QPoint()).x(), one.mapTo(view, QPoint()).x() + one.width()) for one in row]
    style.apply(program, "light", 100)
    ward.window.resize(size)
    assert all(right <= left for (_left, right), (left, _right) in pairwise(ends)), ends
    assert ends[-1][1] <= 1024


def test_a_move_of_a_stay_changes_the_figures_at_once(ward, view):
    before = told(view).get("Utskrevet", "0")
    ward.store.write(stay_acts.discharge, stay_id=ward.known["Ola"], on_day="2026-06-20", went_to="home")
    QApplication.processEvents()
    rows = told(view)
    assert (before, rows["Utskrevet"], rows["Liggedøgn"], rows["Liggetid, snitt"]) == ("0", "1", "12", "10")


def test_a_period_of_ones_own_is_asked_for_and_shown(ward, view):
    view.period.setCurrentIndex(view.period.count() - 1)
    view.period.activated.emit(view.period.currentIndex())
    form = ward.form()
    QApplication.processEvents()
    assert (form.since.value(), form.last.value()) == ("2026-06-01", "2026-06-30")
    form.last.set_value("2026-05-30")
    QTest.keyClick(form, Qt.Key.Key_Return, CTRL)
    assert form.isVisible()
    assert "Siste dag" in form.last.under.text()
    form.last.set_value("2026-06-12")
    QTest.keyClick(form, Qt.Key.Key_Return, CTRL)
    QApplication.processEvents()
    assert view.days == ("2026-06-01", "2026-06-13")
    assert told(view)["Liggedøgn"] == "3"


def test_who_leaves_the_form_of_the_period_keeps_the_one_there_was(ward, view):
    view.period.setCurrentIndex(view.period.count() - 1)
    view.period.activated.emit(view.period.currentIndex())
    ward.form().reject()
    QApplication.processEvents()
    assert (view.days, view.period.currentText()) == (("2026-06-01", "2026-07-01"), "Juni 2026")


def test_a_chip_shows_one_section_and_words_find_a_figure(view):
    view.chip_row.choose("Ventetid og søknader")
    assert set(told(view)) <= {said.NAMES[rule] for rule in dict(said.SECTIONS)["Ventetid og søknader"]}
    view.clear_filters()
    view.words.setText("kostra")
    assert not told(view), "a month is no year"
    view.show_period("2026-01-01", "2027-01-01")
    assert set(told(view)) == {"Belegg, KOSTRA-lignende", "Liggetid, KOSTRA-lignende"}


def test_the_sheet_hides_small_groups_and_the_paper_too(ward, view, tmp_path):
    ward.asked.clear()
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_E, CTRL)
    [(errand, given)] = ward.asked
    assert errand == "save_workbook"
    given["save"](tmp_path / "tall.xlsx")
    book = openpyxl.load_workbook(tmp_path / "tall.xlsx")
    values = {row[0]: row[1] for row in book["Sammendrag"].iter_rows(values_only=True)}
    assert (values["Liggedøgn"], values["Åpne plassdøgn"]) == ("<5", 120)
    listing = view.listing()
    on_paper = {row["name"]: row["text"] for row in listing.rows()}
    assert (on_paper["Liggedøgn"], on_paper["Åpne plassdøgn"], on_paper["Venter fortsatt"]) == ("<5", "120", "<5")
    assert said.HIDDEN_RULE in listing.note


def test_a_site_has_its_own_figures(view):
    place = view.choice.findText("Skogli")
    view.choice.setCurrentIndex(place)
    view.choice.activated.emit(place)
    assert told(view) == {}
    assert view.empty.isVisible()


def test_every_control_of_the_view_has_a_name(ward, view):
    assert ward.nameless(view) == []


def test_the_first_page_shows_belegg_month_by_month(ward):
    page = ward.window.show_page(OverviewPage)
    before = page.chart.key
    page.chart.choose("beds")
    page.chart.read()
    belegg, rehab = page.chart.chart.series
    assert (belegg.name, page.chart.chart.groups[-1]) == ("Belegg", "jul")
    assert belegg.values[-2:] == [pytest.approx(19.2), pytest.approx(50)], "23 of 120 nights, then 4 of 8"
    assert set(rehab.values) == {None}, "no place is earmarked"
    page.chart.choose(before)
    page.chart.read()
