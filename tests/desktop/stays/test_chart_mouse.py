"""The chart by mouse: dragging tells at each place how it fits, and only what fits is asked about."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db import stay_lists
from desktop.parts.tape_hold import CLASHES, FITS
from desktop.stays.page import StaysPage

TODAY = "2026-07-03"
LEFT, NO = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Mouse:
    """Points of the chart by place and day, and what lies on disk."""

    def __init__(self, ward):
        self.ward, self.known = ward, ward.known
        ward.window.show_page(StaysPage).show_view(0)
        self.view = ward.window.current.view("stay_chart")
        self.chart, self.port = self.view.chart, self.view.chart.viewport()

    def point(self, title, day, across=0.5):
        """A point of a cell: across 0 is its left edge, 1 its right."""
        row = next(n for n, lane in enumerate(self.view.shown.tape.lanes) if lane.title == title)
        rect = self.chart.visualRect(self.chart.tape.index(row, self.chart.tape.column(day)))
        return QPoint(round(rect.left() + across * rect.width()), rect.center().y())

    def end(self, name):
        """A point just inside the end of somebody's bar."""
        bar = self.chart.tape.bar(self.view.shown.of_stay(self.known[name], TODAY))
        rect = self.chart.rect_of(bar)
        return QPoint(round(rect.right()) - 2, round(rect.center().y()))

    def drag(self, start, *stops, modifiers=NO, let_go=True):
        QTest.mousePress(self.port, LEFT, modifiers, start)
        for stop in ((start + stops[0]) / 2, *stops):
            QTest.mouseMove(self.port, stop)
        if let_go:
            QTest.mouseRelease(self.port, LEFT, NO, stops[-1])

    def form(self):
        return QApplication.activeModalWidget()

    def parts(self, name):
        rows = self.ward.store.read(stay_lists.segments, self.known[name])
        return [(row["place"], row["from_on"], row["to_on"]) for row in rows]


@pytest.fixture
def mouse(ward):
    made = Mouse(ward)
    made.view.refresh()
    made.view.clear_filters()
    made.view.to_today()
    QApplication.processEvents()
    yield made
    made.chart.let_go()


def test_a_planned_stay_is_dragged_to_another_place_and_day(mouse):
    mouse.drag(mouse.point("Rom 3", "2026-07-11"), mouse.point("Rom 4", "2026-07-13"))
    assert mouse.chart.ghost.fit == FITS
    form = mouse.form()
    assert (form.fields["from_on"].value(), form.fields["to_on"].value()) == ("2026-07-11", "2026-07-18")
    form.save()
    assert mouse.parts("Bjørg") == [("Rom 4", "2026-07-11", "2026-07-18")]
    assert mouse.ward.told().startswith("Bjørg S. er planlagt: Rom 4")
    assert mouse.chart.ghost is None
    mouse.ward.window.undo()
    assert mouse.parts("Bjørg") == [("Rom 3", "2026-07-09", "2026-07-16")]


def test_a_clash_is_told_while_it_is_dragged_and_letting_go_there_moves_nothing(mouse):
    start, taken = mouse.point("Rom 3", "2026-07-11"), mouse.point("Rom 1", "2026-07-08")
    mouse.drag(start, taken, let_go=False)
    assert mouse.chart.ghost.fit == CLASHES
    assert mouse.view.line.title.whole.startswith("Rom 1 er opptatt 29. juni–8. juli av Kari N.")
    QTest.mouseRelease(mouse.port, LEFT, NO, taken)
    assert mouse.form() is None
    assert mouse.chart.ghost is None
    assert mouse.parts("Bjørg") == [("Rom 3", "2026-07-09", "2026-07-16")]


def test_who_is_in_is_dragged_to_another_place_from_today(mouse):
    mouse.drag(mouse.point("Rom 1", "2026-07-01"), mouse.point("Rom 4", "2026-07-05"))
    mouse.form().save()
    assert mouse.parts("Kari") == [("Rom 1", "2026-06-29", TODAY), ("Rom 4", TODAY, "2026-07-08")]


@pytest.mark.parametrize("day", ["2026-07-12", "2026-07-05"])
def test_the_end_of_a_stay_is_dragged(mouse, day):
    start = mouse.end("Kari")
    mouse.drag(start, QPoint(mouse.point("Rom 1", day).x(), start.y() + 30))
    mouse.form().save()
    assert mouse.parts("Kari") == [("Rom 1", "2026-06-29", day)]


def test_with_shift_a_stay_is_split_where_it_was_taken(mouse):
    start = mouse.point("Rom 1", "2026-07-05")
    mouse.drag(start, mouse.point("Rom 4", "2026-07-05"), modifiers=Qt.KeyboardModifier.ShiftModifier)
    mouse.form().save()
    assert mouse.parts("Kari") == [("Rom 1", "2026-06-29", "2026-07-05"), ("Rom 4", "2026-07-05", "2026-07-08")]


def test_a_stay_dragged_to_the_parked_lane_is_parked(mouse):
    mouse.drag(mouse.point("Rom 1", "2026-07-04"), mouse.point("Parkert", "2026-07-04"))
    mouse.form().save()
    assert mouse.parts("Kari")[-1] == (None, TODAY, "2026-07-08")


def test_a_click_chooses_and_a_small_slip_moves_nothing(mouse):
    start = mouse.point("Rom 3", "2026-07-11")
    mouse.drag(start, start + QPoint(2, 1))
    assert mouse.form() is None
    assert mouse.view.chosen_ids() == [mouse.known["Bjørg"]]


def test_at_a_turnover_the_half_of_the_day_says_who_is_meant(mouse):
    passed = {mouse.known[name]: "Venter gjerne" for name in ("Nils", "Signe")}
    ref = mouse.ward.book("Åse", "Rom 3", "2026-07-16", "2026-07-20", passed=passed)
    mouse.ward.store.changed.emit({"stay"})
    QTest.mouseClick(mouse.port, LEFT, NO, mouse.point("Rom 3", "2026-07-16", 0.2))
    assert mouse.view.chosen_ids() == [mouse.known["Bjørg"]]
    QTest.mouseClick(mouse.port, LEFT, NO, mouse.point("Rom 3", "2026-07-16", 0.8))
    assert mouse.view.chosen_ids() == [ref]


def test_days_marked_with_the_mouse_and_a_double_click_make_new_stays(mouse):
    mouse.drag(mouse.point("Rom 4", "2026-07-06"), mouse.point("Rom 4", "2026-07-13"))
    assert mouse.view.line.title.whole == "Rom 4 er ledig 6.–13. juli"
    mouse.view.book()
    form = mouse.form()
    assert (form.fields["from_on"].value(), form.fields["to_on"].value()) == ("2026-07-06", "2026-07-13")
    form.done(0)
    QTest.mouseClick(mouse.port, LEFT, NO, mouse.point("Rom 4", "2026-07-08"))
    QTest.mouseDClick(mouse.port, LEFT, NO, mouse.point("Rom 4", "2026-07-08"))
    assert mouse.form().fields["from_on"].value() == "2026-07-08"


def test_the_bar_under_the_mouse_says_by_its_cursor_what_can_be_done(mouse):
    QTest.mouseMove(mouse.port, mouse.point("Rom 3", "2026-07-11"))
    assert mouse.port.cursor().shape() == Qt.CursorShape.OpenHandCursor
    QTest.mouseMove(mouse.port, mouse.end("Bjørg"))
    assert mouse.port.cursor().shape() == Qt.CursorShape.SizeHorCursor
    QTest.mouseMove(mouse.port, mouse.point("Rom 4", "2026-07-20"))
    assert mouse.port.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_a_right_click_on_marked_days_keeps_them_for_the_menu(mouse):
    mouse.drag(mouse.point("Rom 4", "2026-07-06"), mouse.point("Rom 4", "2026-07-13"))
    point = mouse.point("Rom 4", "2026-07-09")
    QTest.mouseClick(mouse.port, Qt.MouseButton.RightButton, NO, point)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, mouse.port.mapToGlobal(point))
    QApplication.sendEvent(mouse.port, asked)
    entries = {action.text(): action for action in mouse.view.opened_menu.actions()}
    mouse.view.opened_menu.close()
    entries["Nytt opphold på plass …"].trigger()
    form = mouse.form()
    assert (form.fields["from_on"].value(), form.fields["to_on"].value()) == ("2026-07-06", "2026-07-13")


def test_a_right_click_on_a_bar_chooses_it_and_offers_what_fits(mouse):
    point = mouse.point("Rom 3", "2026-07-11")
    QTest.mouseClick(mouse.port, Qt.MouseButton.RightButton, NO, point)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, mouse.port.mapToGlobal(point))
    QApplication.sendEvent(mouse.port, asked)
    entries = [action.text() for action in mouse.view.opened_menu.actions()]
    mouse.view.opened_menu.close()
    assert mouse.view.chosen_ids() == [mouse.known["Bjørg"]]
    assert {"Endre planen …", "Bytt plass med …", "Parker …"} <= set(entries)
