"""Følges opp: what of the stays needs somebody, and the act that mends it, from the key to the row on disk."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db import quotas, stay_acts, stay_checks, stay_moves, stay_plan, stays
from desktop.overview.page import OverviewPage
from desktop.stays import plan_window
from desktop.stays.page import StaysPage

CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = "2026-07-03"


@pytest.fixture
def warned(ward):
    """The list, in sight: Ola should have left, Kari and he have neither coordinator nor goal."""
    page = ward.window.show_page(StaysPage)
    page.open_kind("stay_warning:all", 0)
    return page.view("stay_warning")


def kinds(ward, view):
    return [(kind.removeprefix("warn_"), who) for kind, who in zip(
        (f"{one}" for one in ward.shown(view, "kind")), ward.shown(view, "first_name"), strict=True)]  # fmt: skip


def choose(view, kind, first_name):
    rows = [row for row in view.rows(list(view.model.ids)) if (row["kind"], row["first_name"]) == (kind, first_name)]
    view.table.choose([rows[0]["key"]])
    view.table.setFocus()


def enter(view, qtbot) -> Any:
    """Enter on the chosen row, and what then stands above the window."""
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    return QApplication.activeModalWidget()


def save(form, qtbot):
    form.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is form)
    qtbot.keyClick(form, Qt.Key.Key_Return, CTRL)


def test_the_most_urgent_stands_first_and_says_why(ward, warned):
    assert kinds(ward, warned) == [
        ("overstay", "Ola"), ("no_coordinator", "Ola"), ("no_coordinator", "Kari"), ("no_goal", "Ola"),
        ("no_goal", "Kari")]  # fmt: skip
    assert ward.shown(warned, "why")[0] == "Skulle reist 30. juni · 3 dager over"
    warned.table.choose(warned.model.ids[:1])
    assert warned.panel.details.state == "warn_overstay"
    assert warned.panel.details.acts[0].text == "Skriv ut av oppholdet …"


def test_enter_on_who_stays_over_time_asks_for_the_discharge_and_the_warnings_go(ward, warned, qtbot):
    choose(warned, "overstay", "Ola")
    form = enter(warned, qtbot)
    form.fields["went_to"].set_value("home")
    save(form, qtbot)
    assert ward.stay("Ola")["state"] == "discharged"
    assert kinds(ward, warned) == [("no_coordinator", "Kari"), ("no_goal", "Kari"), ("evaluation_missing", "Ola")]


def test_enter_on_a_missing_coordinator_asks_who_it_is(ward, warned, qtbot):
    choose(warned, "no_coordinator", "Kari")
    form = enter(warned, qtbot)
    form.fields["name"].edit.setText("Eva Moen")
    save(form, qtbot)
    assert ward.stay("Kari")["coordinator"] == "Eva Moen"
    assert ("no_coordinator", "Kari") not in kinds(ward, warned)
    assert warned.rows(warned.chosen_ids())[0]["first_name"] == "Kari"


def test_enter_on_a_missing_goal_opens_the_plan_and_a_goal_takes_the_warning_away(ward, warned, qtbot):
    choose(warned, "no_goal", "Kari")
    plan = enter(warned, qtbot)
    assert isinstance(plan, plan_window.PlanWindow)
    ward.store.write(stay_plan.add_goal, stay_id=ward.known["Kari"], text="Gå ut")
    assert ("no_goal", "Kari") not in kinds(ward, warned)


def test_what_lacks_before_somebody_leaves_is_named_in_the_list(ward, warned):
    ward.store.write(stay_checks.plan_home_visit, stay_id=ward.known["Kari"], on_day="2026-07-02")
    assert "Skulle vært gjort: hjemmebesøk" in ward.shown(warned, "why")
    ward.store.write(stay_moves.change_end, stay_id=ward.known["Kari"], to_on="2026-07-04")
    assert "I morgen: mangler evaluering, transport og hjelpemidler" in ward.shown(warned, "why")


def test_who_waits_is_looked_at_again_on_a_new_day(ward, warned, qtbot):
    ward.store.write(stays.change_stay, stay_id=ward.known["Signe"], follow_up_on=TODAY, latest_start_on="2026-08-01")
    warned.show_chip("waiting")
    assert kinds(ward, warned) == [("wait_follow_up", "Signe")]
    choose(warned, "wait_follow_up", "Signe")
    form = enter(warned, qtbot)
    form.fields["follow_up_on"].edit.setText("10.7")
    save(form, qtbot)
    stay = ward.stay("Signe")
    assert (stay["follow_up_on"], stay["latest_start_on"]) == ("2026-07-10", "2026-08-01")
    assert "10. juli" in ward.told()


def test_who_waits_past_the_latest_start_is_planned_from_here(ward, warned, qtbot):
    ward.store.write(stays.change_stay, stay_id=ward.known["Signe"], latest_start_on="2026-07-01")
    choose(warned, "waiting_late", "Signe")
    form = enter(warned, qtbot)
    assert form.windowTitle() == "Planlegg plass"
    form.discard()


def test_a_warning_of_an_agreement_leads_to_it_and_stands_without_a_person(ward, warned):
    site = ward.store.read(lambda db: db.value("SELECT site_id FROM site WHERE kind = 'external'"))
    passed = {ward.known[name]: "Vil være nær hjemmet" for name in ("Signe", "Nils")}
    given = {"person_id": ward.guests["Åse"], "purpose": "rehabilitation", "site_id": site, "passed": passed}
    stay = ward.run(stay_acts.book_stay, day="2026-06-20", from_on="2026-06-22", to_on="2026-07-20", **given)
    ward.run(stay_acts.check_in, day="2026-06-22", stay_id=stay)
    ward.store.write(quotas.add_quota, site_id=site, year=2026, nights=10, amount_ore=3_000_000)
    row = next(row for row in warned.rows(list(warned.model.ids)) if row["stay_id"] is None)
    told = ("quota_used_up", "Skogli", "11 døgn brukt i år", ["Vis avtalen"])
    acts = [act.text for act in warned.one(row).acts]
    assert (row["kind"], warned.one(row).title, row["why"], acts) == told


def test_several_chosen_warnings_of_one_stay_count_as_that_stay(ward, warned):
    own = [row["key"] for row in warned.rows(list(warned.model.ids)) if row["first_name"] == "Kari"]
    warned.table.choose(own)
    assert (len(own), warned.chosen_stays()) == (2, [ward.known["Kari"]])
    assert ward.nameless(warned) == []


def test_the_first_page_counts_what_must_be_followed_up_and_leads_there(ward, qtbot):
    front = ward.window.show_page(OverviewPage)
    line = front.today.guests["warnings"]
    qtbot.waitUntil(lambda: line.accessibleName() == "Opphold å følge opp: 5, 5 haster")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert ward.window.current.current.kind == "stay_warning"
    assert len(ward.window.current.current.model.ids) == 5
