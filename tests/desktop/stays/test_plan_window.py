"""The plan for a stay in its window, from the key to the row on disk."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox

from db import requests, stay_plan
from desktop.stays import plan_window
from desktop.stays.page import StaysPage

CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key
TODAY = "2026-07-03"


@pytest.fixture
def plan(ward, qtbot):
    """Kari's plan above the window; she is in Rom 1 until 8 July."""
    made = plan_window.open_plan(ward.store, ward.window, ward.known["Kari"])
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def press(qtbot):
    """Keys to what has the focus in the window in front."""

    def send(key, modifier=Qt.KeyboardModifier.NoModifier):
        front: Any = QApplication.activeModalWidget()
        front.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is front)
        qtbot.keyClick(front.focusWidget() or front, key, modifier)

    return send


def form() -> Any:
    found: Any = QApplication.activeModalWidget()
    assert not isinstance(found, plan_window.PlanWindow)
    return found


def texts(plan, section):
    return [(row.text(), row.under) for row in plan.sections[section].rows]


def kept(ward):
    return ward.store.read(stay_plan.plan, ward.known["Kari"], today=TODAY)


def test_the_plan_is_opened_from_the_list_with_one_key_and_begins_with_what_is_important(ward, listed, qtbot):
    listed.table.choose([ward.known["Kari"]])
    qtbot.keyClick(listed.table, KEY.Key_F4)
    opened: Any = QApplication.activeModalWidget()
    assert isinstance(opened, plan_window.PlanWindow)
    assert opened.focusWidget() is opened.sections["important"].rows[0]
    assert "Kari Nordmann (f. 1941)" in opened.who.text()
    assert "Kari" not in opened.windowTitle()


def test_what_is_important_is_written_in_the_persons_words_and_taken_back_with_one_key(ward, plan, press):
    press(KEY.Key_I, CTRL)
    form().fields["text"].edit.setPlainText("Ta imot barnebarna")
    press(KEY.Key_Return, CTRL)
    assert texts(plan, "important") == [("«Ta imot barnebarna»", "")]
    assert kept(ward).head["important"] == "Ta imot barnebarna"
    press(KEY.Key_Z, CTRL)
    assert kept(ward).head["important"] == ""
    assert "hva som er viktig" in plan.receipt.text.text()


def test_a_goal_is_set_scored_moved_closed_and_struck_by_keys(ward, plan, press, qtbot):
    for text, score in (("Gå trapp", 3), ("Lage mat", 2)):
        press(KEY.Key_G, CTRL)
        form().fields["text"].edit.setPlainText(text)
        form().fields["score_before"].set_value(score)
        press(KEY.Key_Return, CTRL)
    assert plan.focusWidget().text() == "Lage mat"
    press(KEY.Key_Up, CTRL)
    assert [row["text"] for row in kept(ward).goals] == ["Lage mat", "Gå trapp"]
    press(KEY.Key_R, CTRL)
    form().fields["status"].set_value("partly")
    form().fields["score_after"].set_value(6)
    press(KEY.Key_Return, CTRL)
    assert texts(plan, "goals")[0] == (
        "Lage mat",
        "Delvis nådd 3. juli · egen skår 2 av 10 før, 6 etter · satt 3. juli",
    )
    press(KEY.Key_Delete)
    form().fields["reason"].edit.setText("Feil person")
    press(KEY.Key_Return, CTRL)
    assert [row["text"] for row in kept(ward).goals] == ["Gå trapp"]


def test_enter_on_a_line_mends_it_and_the_focus_stays_there(ward, plan, press):
    ward.run(stay_plan.add_goal, stay_id=ward.known["Kari"], text="Gå trapp")
    plan.read()
    plan.focus_line(("goal", kept(ward).goals[0]["stay_goal_id"]))
    press(KEY.Key_Return)
    form().fields["text"].edit.setPlainText("Gå to trapper")
    press(KEY.Key_Return, CTRL)
    assert plan.focusWidget().text() == "Gå to trapper"


def test_an_intervention_has_dose_and_who_and_is_ended_by_one_key(ward, plan, press):
    press(KEY.Key_T, CTRL)
    for key, text in (("dose", "3 ganger i uken"), ("who", "Fysioterapeut")):
        form().fields[key].edit.setText(text)
    form().fields["text"].edit.setPlainText("Trening i trapp")
    press(KEY.Key_Return, CTRL)
    assert texts(plan, "interventions") == [("Trening i trapp", "3 ganger i uken · Fysioterapeut · fra 3. juli")]
    press(KEY.Key_R, CTRL)
    assert kept(ward).interventions[0]["ended_on"] == TODAY


def test_scores_are_written_as_people_write_them_and_told_with_what_counts(ward, plan, press):
    for moment, typed in (("before", {"copm_performance": "3,2", "sppb": "6"}),
                          ("after", {"copm_performance": "5,4", "sppb": "6"})):  # fmt: skip
        press(KEY.Key_M, CTRL)
        form().fields["moment"].set_value(moment)
        for key, text in typed.items():
            form().fields[key].edit.setText(text)
        press(KEY.Key_Return, CTRL)
    said = [one.text() for one in plan.sections["scores"].findChildren(type(plan.who))]
    assert any("3,2 før, 5,4 etter. Endring +2,2, til det bedre og stor nok til å telle" in text for text in said)
    assert any("SPPB: 6 før, 6 etter. Endring 0, for liten" in text for text in said)


def test_a_score_outside_its_instrument_is_told_beside_the_field_and_nothing_is_written(ward, plan, press):
    press(KEY.Key_M, CTRL)
    form().fields["sppb"].edit.setText("13")
    press(KEY.Key_Return, CTRL)
    assert form().fields["sppb"].under.text() == "Skåren må være et tall fra 0 til 12"
    assert kept(ward).scores == []


def test_an_evaluation_and_a_coordinator_are_written_by_keys(ward, plan, press):
    press(KEY.Key_L, CTRL)
    form().fields["text"].edit.setPlainText("Går bedre i trapp")
    press(KEY.Key_Return, CTRL)
    press(KEY.Key_K, CTRL)
    form().fields["name"].edit.setText("Eva Moen")
    form().fields["note"].edit.setText("Overtar etter Per")
    press(KEY.Key_Return, CTRL)
    assert kept(ward).evaluations[0]["by_name"] == "Jon Vakt"
    assert texts(plan, "coordinators") == [("Eva Moen", "fra 3. juli · Overtar etter Per")]


def test_the_list_before_the_discharge_is_made_ticked_and_mended(ward, plan, press):
    press(KEY.Key_U, CTRL)
    assert [title for title, _under in texts(plan, "checks")] == [
        "Hjemmebesøk", "Hjelpemidler hjemme", "Hjemmetjenester", "Transport hjem", "Evaluering"]  # fmt: skip
    box = next(one for one in plan.findChildren(QCheckBox) if "Transport" in one.accessibleName())
    box.setFocus()
    press(KEY.Key_Space)
    row = next(row for row in kept(ward).checks if row["kind"] == "transport")
    assert row["done_on"] == TODAY
    plan.focus_line(("check", row["stay_check_id"]))
    press(KEY.Key_D, CTRL)
    form().fields["needed"].set_value(False)
    press(KEY.Key_Return, CTRL)
    assert ("Transport hjem", "Trengs ikke") in texts(plan, "checks")


def test_aids_for_home_go_to_the_depot_from_the_plan(ward, plan, press):
    press(KEY.Key_B, CTRL)
    form().product.edit.setText("rullator")
    form().product.pick(form().product.results._search("rullator")[0])
    press(KEY.Key_Return, CTRL)
    asked = ward.store.read(requests.of_borrower, person_id=ward.guests["Kari"], today=TODAY)
    assert [(row["wanted_on"], row["urgency"], row["delivery"]) for row in asked] == [
        ("2026-07-07", "discharge", "deliver")]  # fmt: skip
    assert texts(plan, "checks")[0][0] == "Hjelpemidler hjemme: Rullator, innendørs"
    assert "venter i lageret" in texts(plan, "checks")[0][1]


def test_a_home_visit_is_planned_with_a_day_as_people_write_it(ward, plan, press):
    press(KEY.Key_H, CTRL)
    form().fields["on_day"].edit.setText("6.7")
    form().fields["text"].edit.setText("Ergo og fysio")
    press(KEY.Key_Return, CTRL)
    assert texts(plan, "checks") == [("Hjemmebesøk: Ergo og fysio", "Gjenstår · 6. juli · om 3 dager")]


def test_what_another_window_writes_comes_in_sight_and_the_paper_is_asked_for(ward, plan, press):
    ward.elsewhere(stay_plan.add_goal, stay_id=ward.known["Kari"], text="Gå ut")
    ward.store.look_around()
    assert texts(plan, "goals")[0][0] == "Gå ut"
    press(KEY.Key_P, CTRL)
    assert [(errand, given["name"]) for errand, given in ward.asked] == [("print_pdf", "min-plan")]


def test_everything_in_the_plan_has_a_name_and_a_closed_stay_offers_no_pen(ward, plan):
    plan.plan_discharge()
    assert ward.nameless(plan) == []
    ref = ward.apply("Liv")
    ward.run(_cancel, stay_id=ref)
    shut = plan_window.PlanWindow(ward.store, ward.window, ref)
    assert [section.buttons for section in shut.sections.values() if section.buttons] == []
    shut.deleteLater()


def _cancel(tx, *, stay_id):
    tx.update("stay", stay_id, state="cancelled", closed_on=TODAY, cancel_reason="user")


def test_the_panel_of_a_stay_tells_what_is_important_and_how_the_goals_stand(ward, listed):
    def told():
        return dict(listed.panel.details.facts)

    assert told()["Varsler"] == "Uten koordinator\nUten mål"
    goal = ward.store.write(stay_plan.add_goal, stay_id=ward.known["Kari"], text="Gå ut").result
    ward.store.write(stay_plan.add_goal, stay_id=ward.known["Kari"], text="Lage mat")
    ward.store.write(stay_plan.close_goal, stay_goal_id=goal, status="reached")
    ward.store.write(stay_plan.tell_important, stay_id=ward.known["Kari"], text="Hjem til jul")
    assert (told()["Varsler"], told()["Viktig for personen"]) == ("Uten koordinator", "«Hjem til jul»")
    assert told()["Mål"] == "2 mål: 1 pågår, 1 nådd"


@pytest.mark.parametrize("kind", ["waiting", "stay_warning", "stay_chart"])
def test_the_same_key_opens_the_plan_from_every_list_of_stays(ward, qtbot, kind):
    page = ward.window.show_page(StaysPage)
    ward.window.activateWindow()
    page.open_kind("stay_warning:all" if kind == "stay_warning" else kind, ward.known["Signe"])
    view = page.view(kind)
    if kind == "stay_warning":
        view.table.choose(view.model.ids[:1])
        view.table.setFocus()
    elif kind == "stay_chart":
        view.open_record(ward.known["Kari"])
    qtbot.waitUntil(lambda: QApplication.activeWindow() is ward.window)
    QApplication.processEvents()
    qtbot.keyClick(ward.window.focusWidget(), KEY.Key_F4)
    opened: Any = QApplication.activeModalWidget()
    assert isinstance(opened, plan_window.PlanWindow)
    assert opened.stay_id in view.chosen_stays()
