"""A tape of any kind: what its cells say, where its bars lie, how they look, and how they are taken hold of."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest

from desktop.parts import style
from desktop.parts.style import look
from desktop.parts.tape_chart import TapeChart
from desktop.parts.tape_hold import CLASHES, FITS, Ghost, Grip, moved, next_lane
from desktop.parts.tape_model import Bar, Ink, Lane, Tape, TapeModel

KEY, SHIFT, CTRL = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
INKS = {
    "solid": Ink("Inne", "", "bed"),
    "pale": Ink("Plan", "lent"),
    "loose": Ink("Kanskje", "reserved", "", True, True),
}
LANES = (
    Lane("top", "Huset", heading=True, notes=[(str(n % 3 - 1), f"{n} ledig", n % 3 == 0) for n in range(40)]),
    Lane("a", "Rom A", "bad"), Lane("b", "Rom B"), Lane("more", "Annekset", heading=True), Lane("c", "Rom C", quiet=True),
)  # fmt: skip
BARS = (
    Bar("one", 1, "2026-07-03", "2026-07-08", "solid", "Kari N.", "R", "Kari N., inne"),
    Bar("two", 1, "2026-07-08", "2026-07-15", "loose", "Per Ø.", "A", "Per Ø., planlagt"),
    Bar("day", 2, "2026-07-06", "2026-07-06", "pale", "Liv Å.", "U", "Liv Å., samme dag"),
    Bar("over", 4, "2026-07-01", "2026-07-09", "solid", "Ola H.", "Ø", "Ola H., over", tail_on="2026-07-06",
        tail="3 dager over", gaps=[("2026-07-02", "2026-07-04")], gap_text="holdt plass", marked=True),
)  # fmt: skip
TAPE = Tape("2026-07-01", 40, LANES, BARS, {"2026-07-14": "høytid"}, "2026-07-09")


@pytest.fixture(scope="module")
def shown(qapp):
    style.apply(qapp, "light")
    chart = TapeChart("Plasser og dager", INKS, lambda bar, _part: None if bar.key == "over" else Grip())
    chart.resize(900, 300)
    chart.show_tape(TAPE)
    chart.show()
    chart.activateWindow()
    QTest.qWaitForWindowActive(chart, 2000)
    yield chart
    chart.close()
    chart.deleteLater()


@pytest.fixture
def chart(shown):
    shown.let_go()
    shown.show_tape(TAPE)
    shown.show_days(20)
    shown.scroll_to_day("2026-07-01")
    shown.setFocus()
    shown.go_to("2026-07-01", 1)
    return shown


def press(chart, *keys, modifiers=Qt.KeyboardModifier.NoModifier):
    for key in keys:
        QTest.keyClick(chart, key, modifiers)


# what is said


def test_the_model_keeps_the_rules_of_qt():
    model = TapeModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(TAPE)
    model.show(Tape())
    assert tester.model() is model


def test_every_cell_is_told_to_a_screen_reader_with_its_lane_and_day(chart):
    table = QAccessible.queryAccessibleInterface(chart)
    assert table.text(QAccessible.Text.Name) == "Plasser og dager"
    cell = table.child((1 + 1) * (40 + 1) + 2 + 1)  # row by row, each after its head, and the days above them
    assert cell.text(QAccessible.Text.Name) == "Rom A, fredag 3. juli: Kari N., inne"
    said = [chart.tape.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole) for row, column in
            ((1, 7), (2, 8), (2, 13), (0, 4), (3, 4))]  # fmt: skip
    assert said == [
        "Rom A, onsdag 8. juli: Kari N., inne; Per Ø., planlagt",
        "Rom B, torsdag 9. juli, i dag: ledig",
        "Rom B, tirsdag 14. juli, høytid: ledig",
        "Huset, søndag 5. juli: 4 ledig",
        "Annekset, søndag 5. juli",
    ]


# where things lie


def test_bars_begin_and_end_in_the_middle_of_a_day_so_that_two_share_it(chart):
    first, second = (chart.rect_of(chart.tape.bar(key)) for key in ("one", "two"))
    wide = chart.columnWidth(0)
    middle = chart.columnViewportPosition(7) + wide / 2
    assert first.right() < middle < second.left()
    assert second.left() - first.right() < 5
    assert abs(first.width() - 5 * wide) < 5


def test_a_bar_within_one_day_lies_within_it(chart):
    rect, column = chart.rect_of(chart.tape.bar("day")), chart.columnViewportPosition(5)
    assert column < rect.left() < rect.right() < column + chart.columnWidth(0)


@pytest.mark.parametrize("days", [14, 30, 40])
def test_so_many_days_fill_the_width_and_the_left_one_stays(chart, days):
    chart.scroll_to_day("2026-07-05")
    chart.show_days(days)
    assert chart.columnWidth(0) == chart.viewport().width() // days
    assert days == 40 or chart.left_day() == "2026-07-05"


def test_low_lanes_leave_the_second_line_out(chart):
    before = chart.rowHeight(1)
    chart.make_low(True)
    assert chart.rowHeight(1) < before
    chart.make_low(False)
    assert chart.rowHeight(1) == before


# how things look


def colours(chart, rect):
    """The colours of the points of a part of the chart."""
    image = chart.viewport().grab().toImage()
    inside = rect.intersected(QRect(0, 0, image.width(), image.height()))
    return {image.pixelColor(x, y).name() for x in range(inside.left(), inside.right(), 2)
            for y in range(inside.top(), inside.bottom(), 2)}  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_bar_has_the_ground_of_its_sort_and_what_is_over_its_time_is_red(chart, qapp, theme):
    style.apply(qapp, theme)
    solid = colours(chart, chart.rect_of(chart.tape.bar("one")).toRect().adjusted(4, 4, -4, -4))
    assert look.colour("bar").name() in solid
    tail = chart.rect_of(chart.tape.bar("over")).toRect()
    tail.setLeft(round(chart.columnViewportPosition(6)))
    assert look.ground("overdue").name() in colours(chart, tail)
    style.apply(qapp, "light")


def test_provisional_is_hatched_and_a_confirmed_plan_is_not(chart):
    loose = colours(chart, chart.rect_of(chart.tape.bar("two")).toRect().adjusted(80, 5, -5, -5))
    plain = colours(chart, chart.rect_of(chart.tape.bar("day")).toRect().adjusted(4, 4, -4, -4))
    assert look.ground("reserved").name() in loose
    assert len(loose) > 1
    assert plain == {look.ground("lent").name()}


def test_weekends_and_red_days_are_shaded(chart):
    row = chart.rowViewportPosition(2)
    ground = {day: colours(chart, QRect(chart.columnViewportPosition(chart.tape.column(day)) + 3, row + 3, 8, 8)) for day
              in ("2026-07-11", "2026-07-12", "2026-07-13", "2026-07-14")}  # fmt: skip
    shaded, plain = {look.colour("sunken").name()}, {look.colour("surface").name()}
    assert list(ground.values()) == [shaded, shaded, plain, shaded]


@pytest.mark.parametrize("percent", [100, 150])
def test_it_is_painted_at_every_size_and_width(chart, qapp, percent):
    style.apply(qapp, "light", percent)
    for days in (14, 30, 90):
        chart.show_days(days)
        assert not chart.grab().toImage().isNull()
    style.apply(qapp, "light", 100)


# keys


def test_arrows_mark_days_and_enter_asks_for_something_new_there(chart, qtbot):
    chart.go_to("2026-07-10", 2)
    press(chart, KEY.Key_Right, KEY.Key_Right, modifiers=SHIFT)
    with qtbot.waitSignal(chart.wanted) as told:
        press(chart, KEY.Key_Return)
    assert told.args == [2, "2026-07-10", "2026-07-12"]


def test_enter_on_a_bar_opens_it_and_on_a_heading_nothing(chart, qtbot):
    chart.go_to("2026-07-04", 1)
    with qtbot.waitSignal(chart.opened) as told:
        press(chart, KEY.Key_Return)
    assert told.args[0].key == "one"
    chart.go_to("2026-07-04", 0)
    with qtbot.assertNotEmitted(chart.opened), qtbot.assertNotEmitted(chart.wanted):
        press(chart, KEY.Key_Return)


def test_ctrl_and_arrows_go_from_bar_to_bar_and_stop_at_the_last(chart):
    met = []
    for key in (KEY.Key_Right, KEY.Key_Right, KEY.Key_Right, KEY.Key_Left, KEY.Key_Left):
        press(chart, key, modifiers=CTRL)
        met.append(chart.chosen.key)
    assert met == ["one", "two", "two", "one", "one"]


def test_at_a_turnover_the_one_who_has_the_night_is_chosen(chart):
    chart.go_to("2026-07-08", 1)
    assert chart.chosen.key == "two"


def test_past_the_edge_another_day_is_asked_for(chart, qtbot):
    with qtbot.waitSignal(chart.beyond) as told:
        press(chart, KEY.Key_Left)
    assert told.args == ["2026-06-30"]


def test_the_cell_and_the_chosen_bar_stay_when_it_is_read_again(chart):
    chart.choose("two")
    before = chart.current_day(), chart.current_lane_key()
    chart.show_tape(TAPE)
    assert (chart.current_day(), chart.current_lane_key(), chart.chosen.key) == (*before, "two")


# holding


def test_a_held_bar_goes_with_the_arrows_past_headings_and_settles_with_enter(chart, qtbot):
    chart.choose("one")
    chart.proposed.connect(fits := lambda _ghost: chart.judge(FITS, "ledig"))
    assert chart.hold("whole")
    press(chart, KEY.Key_Down, KEY.Key_Down, KEY.Key_Right)
    press(chart, KEY.Key_Right, modifiers=SHIFT)
    ghost = chart.ghost
    assert (ghost.lane, chart.tape.day(ghost.first), chart.tape.day(ghost.last)) == (4, "2026-07-11", "2026-07-16")
    assert look.colour("free").name() in colours(chart, QRect(0, chart.rowViewportPosition(4), 900, 40))
    with qtbot.waitSignal(chart.settled) as told:
        press(chart, KEY.Key_Return)
    assert told.args == [ghost]
    chart.proposed.disconnect(fits)


def test_where_it_clashes_enter_is_refused_and_esc_lets_go(chart, qtbot):
    chart.choose("one")
    chart.proposed.connect(clashes := lambda _ghost: chart.judge(CLASHES, "opptatt"))
    chart.hold("whole")
    press(chart, KEY.Key_Down)
    assert look.colour("overdue").name() in colours(chart, QRect(0, chart.rowViewportPosition(2), 900, 40))
    with qtbot.waitSignal(chart.refused), qtbot.assertNotEmitted(chart.settled):
        press(chart, KEY.Key_Return)
    with qtbot.waitSignal(chart.released):
        press(chart, KEY.Key_Escape)
    assert chart.ghost is None
    chart.proposed.disconnect(clashes)


def test_what_its_owner_does_not_let_go_of_is_not_held(chart):
    chart.choose("over")
    assert not chart.hold("whole")
    start = chart.rect_of(chart.chosen).center().toPoint()
    QTest.mousePress(chart.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(chart.viewport(), start + QPoint(90, 0))
    assert chart.ghost is None
    QTest.mouseRelease(
        chart.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(90, 0)
    )


@pytest.mark.parametrize(
    ("grip", "days", "found"),
    [
        (Grip(), 3, (8, 13)),
        (Grip(least=2), -9, (2, 7)),
        (Grip(days=""), 3, (5, 10)),
        (Grip(days="first"), 9, (10, 10)),
        (Grip(days="first", most=8), 9, (8, 10)),
        (Grip(days="last"), -9, (5, 5)),
        (Grip(days="last", least=7), -9, (5, 7)),
    ],
)
def test_a_grip_says_which_days_move_and_how_far(grip, days, found):
    ghost = moved(Ghost("one", "whole", 1, 5, 10), grip, days, 2)
    assert (ghost.first, ghost.last) == found
    assert ghost.lane == 2


def test_a_grip_without_lanes_stays_on_its_own():
    assert moved(Ghost("one", "end", 1, 5, 10), Grip(lanes=False), 1, 2).lane == 1


def test_headings_are_passed_by_and_the_ends_hold():
    lanes = list(LANES)
    assert [next_lane(lanes, 2, 1), next_lane(lanes, 4, -1), next_lane(lanes, 4, 1), next_lane(lanes, 1, -1)] == [
        4,
        2,
        4,
        1,
    ]
