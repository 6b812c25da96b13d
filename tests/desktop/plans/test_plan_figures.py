"""Tall by keys: groups of measures, their bars, the way to the measures behind, workbook and paper."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db import measures, plan_layout
from desktop.parts.chart import ChartOrTable
from desktop.plans import figures_words as said
from desktop.plans.figures import FiguresView
from desktop.plans.page import PlansPage

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ROWS = [
    {"number": "1", "focus_area": "Samhandling", "adopted_text": "Opprette et utvalg", "due_on": "2026-06-01",
     "responsible": ["Enhetsleder", "Kommuneoverlege"], "cost_adopted_ore": 30_000_000},
    {"number": "2", "focus_area": "Samhandling", "adopted_text": "Lage en håndbok", "responsible": ["Enhetsleder"]},
    {"number": "3", "focus_area": "Kompetanse", "adopted_text": "Kurs for alle", "cost_adopted_ore": 0},
]  # fmt: skip


@pytest.fixture
def view(bare):
    """The figures of a plan of three measures, one of them in progress with a red light."""
    bare.open()
    bare.plan = bare.run(plan_layout.lay_out_plan, rows=ROWS, frame={"name": "Plan for rehabilitering"})
    bare.run(measures.set_status, measure_ids=[1], status="in_progress")
    bare.run(measures.set_light, measure_ids=[1], light="red", reason="Ingen har tid")
    page = bare.window.show_page(PlansPage)
    page.show_kind(FiguresView.kind)
    page.current.refresh()
    QApplication.processEvents()
    return page.current


def column(view, key):
    return [view.model.row(n)[key] for n in range(len(view.model.ids))]


def bars(view):
    """The names of the series and what they show."""
    chart = view.chart.chart
    return list(chart.groups), {one.name: list(one.values) for one in chart.series}


def test_each_focus_area_role_and_plan_stands_with_its_counts_the_whole_first(view, bare):
    assert column(view, "name") == ["Alle tiltak", "Samhandling", "Kompetanse"]
    assert column(view, "measures") == [3, 2, 1]
    assert column(view, "over") == [1, 1, 0]
    assert column(view, "frame_ore") == [30_000_000, 30_000_000, 0]
    assert view.head.line.text() == "3 tiltak, 3 åpne, 1 over frist, 1 rødt lys, 2 ikke oppdatert"
    view.show_chip("role")
    assert column(view, "name") == ["Alle tiltak", "Enhetsleder", "Kommuneoverlege", "Ingen ansvarlig"]
    assert column(view, "measures") == [3, 2, 1, 1]
    assert view.head.line.text().endswith("Et tiltak med flere ansvarlige er talt hos hver av dem.")
    view.show_chip("plan")
    assert column(view, "name") == ["Alle tiltak", "Plan for rehabilitering"]
    view.show_chip("focus_area")
    assert bare.nameless(view) == []
    aloud = "Samhandling: 2 tiltak, 2 åpne, 1 over frist, 1 rødt lys, 1 ikke oppdatert"
    assert view.sentence(view.figures[1]) == aloud


def test_the_panel_tells_what_a_cost_leaves_out_and_the_bars_what_is_chosen(view):
    view.table.choose([2])
    facts = dict(view.one(view.chosen_rows()[0]).facts)
    assert facts["Kostnadsramme"] == "0,3 mill. kr"
    assert facts["Uten kostnad"] == "1 av 2 tiltak"
    assert (facts["Kostnad brukt"], facts["Brukt av rammen"]) == ("", "")
    view.table.choose([])
    assert bars(view) == (
        ["Ikke startet", "I gang", "Utsatt", "Gjennomført", "Avsluttet"], {"Alle tiltak": [2, 1, 0, 0, 0]}
    )  # fmt: skip
    view.table.choose([2, 3])
    assert bars(view)[1] == {"Samhandling": [1, 1, 0, 0, 0], "Kompetanse": [1, 0, 0, 0, 0]}
    view.chart.choose("light")
    view.chart.choice.activated.emit(1)
    assert bars(view) == (
        ["Grønt lys", "Gult lys", "Rødt lys", "Uten lys"], {"Samhandling": [0, 0, 1, 1], "Kompetanse": [0, 0, 0, 1]}
    )  # fmt: skip


def test_a_low_page_has_the_bars_in_the_panel(view, bare):
    bare.window.resize(1360, 560)
    QApplication.processEvents()
    view.table.choose([2])
    assert not view.chart.isVisible()
    [chart] = view.one(view.chosen_rows()[0]).more
    assert isinstance(chart, ChartOrTable)
    assert [list(one.values) for one in chart.chart.series] == [[1, 1, 0, 0, 0]]
    both = view.many(view.chosen_rows([2, 3]))
    assert (both.title, dict(both.facts)["Over frist"]) == ("2 grupper", "1 · –")
    assert [one.name for one in both.more[0].chart.series] == ["Samhandling", "Kompetanse"]


def test_enter_and_a_key_lead_to_the_measures_behind_a_figure(view, bare, qtbot):
    view.show_chip("role")
    view.table.choose([2])
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    shown = bare.window.current.current
    assert (shown.kind, shown.choice.currentText()) == ("my_measures", "Enhetsleder")
    assert bare.shown(shown, "number") == ["1", "2"]
    for place in (1, 2):
        bare.window.current.show_kind(view.kind)
        view.show_chip("focus_area")
        view.table.choose([place])
        qtbot.keyClick(bare.window, Qt.Key.Key_L, CTRL | SHIFT)
        shown = bare.window.current.current
        assert (shown.kind, len(shown.model.ids)) == ("measure", 3)


def test_a_column_sorts_the_groups_below_the_whole_and_words_find_one(view, bare):
    place = [one.key for one in view.columns].index("measures")
    view.model.order_by(place, Qt.SortOrder.AscendingOrder)
    view.reread()
    assert column(view, "name") == ["Alle tiltak", "Kompetanse", "Samhandling"]
    view.words.setText("kompet")
    view.reread()
    assert column(view, "name") == ["Kompetanse"]


def test_the_list_goes_to_workbook_and_paper_with_its_rules(view, bare, qtbot):
    given = []
    bare.window.exporter = bare.window.printer = given.append
    qtbot.keyClick(bare.window, Qt.Key.Key_E, CTRL)
    assert [row["name"] for row in given[0].rows()] == ["Alle tiltak", "Samhandling", "Kompetanse"]
    view.show_chip("role")
    qtbot.keyClick(bare.window, Qt.Key.Key_P, CTRL)
    book, paper = given
    assert (book.title, book.persons) == ("Tiltak i planene", False)
    assert said.ROLE_RULE in paper.note
    assert said.ROLE_RULE not in book.note


def test_it_counts_again_when_something_changes_and_says_when_nothing_is_left(view, bare):
    bare.store.write(measures.set_status, measure_ids=[1], status="completed")
    QApplication.processEvents()
    assert column(view, "completed") == [1, 1, 0]
    view.choice.setCurrentIndex(1)
    view.reread()
    assert column(view, "measures") == [3, 2, 1]
    for _undone in range(4):
        bare.store.undo()
    view.refresh()
    assert len(view.model.ids) == 0
    assert view.lists.currentWidget() is view.empty
