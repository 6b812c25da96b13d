"""The pyramids by keys: drawn, judged with a reason, given measures, and walked level by level."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QApplication, QPushButton, QSplitter, QWidget

from db import plan_layout, pyramids
from desktop.paper.shapes import ink_of
from desktop.parts import tokens
from desktop.parts.panel import StatePill
from desktop.parts.state_delegate import pill_width
from desktop.parts.style import look
from desktop.plans import words as plan_words
from desktop.plans.page import PlansPage
from desktop.plans.pyramid_draw import PyramidDrawing
from desktop.plans.pyramids import AssessForm, DrawForm, LevelsForm, LinkForm

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
    assert bare.shown(view, "level_state") == ["green", "yellow", "yellow", "orange", "red", "yellow", None]
    view.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert bare.shown(view, "level_state")[:3] == ["red", "orange", "yellow"]
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


def said_of(monkeypatch, drawing, wide, tall):
    """The words that are drawn in the second level from the ground, at a size."""
    found = []
    monkeypatch.setattr(QPainter, "drawText", lambda _painter, _box, _flags, said: found.append(said))
    drawing.resize(wide, tall)
    drawing.grab()
    return found


def test_a_low_drawing_keeps_name_and_word_and_a_wide_one_the_measures_too(page, bare, monkeypatch):
    level = {"pyramid_level_id": 1, "name": "Dagrehabilitering", "colour": "yellow", "ours": 1, "numbers": "2, 7"}
    drawing = PyramidDrawing("Rehabilitering")
    drawing.show_levels([level])
    assert said_of(monkeypatch, drawing, 1200, 28) == ["Dagrehabilitering – under utvikling · tiltak 2, 7"]
    whole = "Dagrehabilitering – under utvikling"
    metrics = QFontMetricsF(look.font(9))
    wide = round((metrics.horizontalAdvance(whole) + 60) / 0.52)
    assert said_of(monkeypatch, drawing, wide, 28) == [whole]
    (cut,) = said_of(monkeypatch, drawing, wide - 110, 28)
    assert cut.startswith("Dagrehabilitering")
    assert cut.endswith("…")
    assert said_of(monkeypatch, drawing, 1200, 120) == ["Dagrehabilitering", "Under utvikling · tiltak 2, 7"]


def test_the_list_has_room_for_the_longest_word_of_a_level(page, bare, qtbot):
    drawn(bare, qtbot)
    table = page.current.table
    at = [column.key for column in table.records.columns].index("level_state")
    assert table.columnWidth(at) >= max(pill_width(state.word) for state in plan_words.LEVELS.values())


@pytest.mark.parametrize("theme", tokens.THEMES.values(), ids=list(tokens.THEMES))
def test_yellow_and_orange_are_seen_apart_from_each_other_and_from_all_else(theme):
    """Where the theme has colours at all."""
    if "contrast" not in theme.name:
        assert plan_words.LEVELS["yellow"].colour == plan_words.LIGHTS["yellow"].colour == "yellow"
        assert plan_words.LEVELS["orange"].colour == "orange"
        hues = {code: QColor(theme.ground(code)).hsvHue() for code in ("yellow", "orange", "free", "overdue")}
        assert 45 <= hues["yellow"] <= 65
        assert 15 <= hues["orange"] <= 40
        assert len(set(theme.states.values())) == len(theme.states)
    inks = {ink_of(code).hexval() for code in ("green", "yellow", "orange", "red", None)}
    assert len(inks) == 5


def test_how_the_levels_were_judged_before_is_drawn_where_there_is_room(page, bare, qtbot):
    drawn(bare, qtbot)
    history = page.current.histories["rehabilitation"]
    assert not history.isVisible()
    ref = level(bare, "Dagrehabilitering")["pyramid_level_id"]
    bare.run(pyramids.assess_level, pyramid_level_id=ref, colour="green", reason="Ny dagavdeling")
    bare.window.resize(1360, 900)
    bare.store.changed.emit({"pyramid"})
    QApplication.processEvents()
    assert history.isVisible()
    before, now = (next(row["colour"] for row in rows if row["name"] == "Dagrehabilitering")
                   for _day, rows in history.days)  # fmt: skip
    assert (before, now) == ("red", "green")
    assert "Dagrehabilitering: ikke god" in history.accessibleDescription()
    assert not page.current.histories["habilitation"].isVisible()
    bare.window.resize(1360, 600)
    QApplication.processEvents()
    assert not history.isVisible()


def test_a_level_gets_a_new_name_and_a_new_one_comes_on_top_with_what_was_judged_kept(page, bare, qtbot):
    drawn(bare, qtbot)
    old = level(bare, "Dagrehabilitering")
    page.current.table.choose([old["pyramid_level_id"]])
    form = key(qtbot, bare, Qt.Key.Key_D)
    assert isinstance(form, LevelsForm)
    names = form.fields["levels"].value()
    form.fields["levels"].set_value([name.replace("Dagrehab", "Dagtilbud, rehab") for name in names])
    form.save()
    new = level(bare, "Dagtilbud, rehabilitering")
    assert (new["pyramid_level_id"], new["colour"]) == (old["pyramid_level_id"], old["colour"])
    form = key(qtbot, bare, Qt.Key.Key_D)
    form.fields["levels"].set_value([*form.fields["levels"].value(), "Nytt trinn"])
    form.save()
    assert level(bare, "Nytt trinn")["colour"] is None
    assert level(bare, "Spesialisert rehabilitering")["ours"] == 0
    form = key(qtbot, bare, Qt.Key.Key_D)
    form.fields["levels"].set_value(["Nytt trinn"])
    form.save()
    assert form.isVisible()
    assert level(bare, "Dagtilbud, rehabilitering")["colour"] == old["colour"]


def test_a_card_widens_until_neither_its_state_nor_its_buttons_are_cut(page, bare, qtbot):
    drawn(bare, qtbot, kind="habilitation")
    view = page.current
    for ref in view.model.ids.tolist():
        view.table.choose([ref])
        view.places.findChildren(QSplitter)[0].setSizes([2000, 1])  # somebody drags it as narrow as it goes
        QApplication.processEvents()
        seen = [one for one in view.panel.findChildren(QWidget) if isinstance(one, QPushButton | StatePill)]
        shown = [one for one in seen if one.isVisible()]
        assert len(shown) >= 2
        for one in shown:
            assert one.visibleRegion().boundingRect().width() >= one.minimumSizeHint().width()
