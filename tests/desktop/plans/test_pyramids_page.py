"""The pyramids by keys: drawn, judged with a reason, given measures, and walked level by level."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db import plan_layout, pyramids
from desktop.plans.page import PlansPage
from desktop.plans.pyramids import AssessForm, DrawForm, LinkForm

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(bare):
    """The page on the pyramids of a plan that has none yet."""
    bare.open()
    rows = [{"number": "1", "adopted_text": "Dagtilbud"}, {"number": "2", "adopted_text": "Døgntilbud"}]
    bare.plan = bare.run(plan_layout.lay_out_plan, rows=rows, frame={"name": "Plan"})
    shown = bare.window.show_page(PlansPage)
    QApplication.processEvents()
    shown.show_view([text for _kind, text in shown.VIEWS].index("Pyramider"))
    return shown


def key(qtbot, bare, what, modifiers=CTRL):
    qtbot.keyClick(bare.window, what, modifiers)
    return bare.form()


def drawn(bare, qtbot, kind="rehabilitation", judged=True):
    form = key(qtbot, bare, Qt.Key.Key_N)
    assert isinstance(form, DrawForm)
    form.fields["kind"].set_value(kind)
    form.fields["judged"].set_value(judged)
    form.save()


def level(bare, name):
    found = pyramids.pyramids(bare.store._register, bare.plan)[0]["pyramid_id"]
    rows = pyramids.levels(bare.store._register, found, day=bare.store.today)
    return next(row for row in rows if row["name"] == name)


def test_a_pyramid_is_drawn_with_melhus_judgements_and_told_by_need(page, bare, qtbot):
    drawn(bare, qtbot)
    view = page.current
    assert bare.shown(view, "colour") == ["green", "yellow", "yellow", "orange", "red", "yellow", None]
    view.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert bare.shown(view, "colour")[:3] == ["red", "orange", "yellow"]
    said = view.drawings["rehabilitation"].accessibleDescription()
    assert said.startswith("Spesialisert rehabilitering: ikke kommunens eget. Døgnrehabilitering: under utvikling")


def test_a_level_is_judged_by_keys_with_its_reason(page, bare, qtbot):
    drawn(bare, qtbot)
    page.current.table.choose([level(bare, "Dagrehabilitering")["pyramid_level_id"]])
    form = key(qtbot, bare, Qt.Key.Key_Return)
    assert isinstance(form, AssessForm)
    form.fields["colour"].set_value("orange")
    form.save()
    assert form.isVisible()
    form.fields["reason"].set_value("To dager i uken")
    form.save()
    assert (level(bare, "Dagrehabilitering")["colour"], level(bare, "Dagrehabilitering")["reason"]) == (
        "orange", "To dager i uken",
    )  # fmt: skip


def test_a_level_that_is_not_ours_is_not_judged(page, bare, qtbot):
    drawn(bare, qtbot)
    page.current.table.choose([level(bare, "Spesialisert rehabilitering")["pyramid_level_id"]])
    page.current.assess()
    assert "ikke kommunens eget" in bare.told()


def test_measures_are_tied_to_a_level_by_ticks(page, bare, qtbot):
    drawn(bare, qtbot, judged=False)
    page.current.table.choose([level(bare, "Dagrehabilitering")["pyramid_level_id"]])
    form = key(qtbot, bare, Qt.Key.Key_T, CTRL | SHIFT)
    assert isinstance(form, LinkForm)
    form.ticks.focus()
    qtbot.keyClick(form.ticks.list, Qt.Key.Key_Space)
    form.save()
    assert level(bare, "Dagrehabilitering")["numbers"] == "1"


def test_the_drawing_is_walked_by_arrows_and_the_list_follows(page, bare, qtbot):
    drawn(bare, qtbot)
    drawing = page.current.drawings["rehabilitation"]
    drawing.setFocus()
    for _n in range(3):
        qtbot.keyClick(drawing, Qt.Key.Key_Up)
    assert page.current.chosen_rows()[0]["name"] == "Hverdagsrehabilitering"
    qtbot.mouseClick(drawing, Qt.MouseButton.LeftButton, pos=drawing.rect().center() - drawing.rect().topLeft())
    assert page.current.chosen_rows()[0]["name"] == "Rehabilitering i hjemmet"


def test_both_pyramids_are_enough(page, bare, qtbot):
    drawn(bare, qtbot, "habilitation")
    drawn(bare, qtbot)
    qtbot.keyClick(bare.window, Qt.Key.Key_N, CTRL)
    assert "begge pyramidene" in bare.told()
