"""Scenes of the plan for a stay and of what of the stays must be followed up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from gallery import TODAY, Gallery, scene  # type: ignore[import-not-found]
from PySide6.QtWidgets import QApplication, QWidget
from scenes_stays import _view

from db import stay_checks, stay_plan, stay_scores, stays
from desktop.main_window import MainWindow


def _day(days: int) -> str:
    return (date.fromisoformat(TODAY) + timedelta(days)).isoformat()


def _planned(made: Gallery, stay_id: int) -> None:
    """A plan with something of everything, once for all scenes."""
    plan = made.store.read(stay_plan.plan, stay_id, today=TODAY)
    if plan.checks:
        return

    def write(act: Any, **given: Any) -> Any:
        return made.store.write(act, stay_id=stay_id, **given).result

    write(stay_plan.tell_important, text="Å komme meg ut til postkassen selv, og ta imot barnebarna hjemme.")
    stairs = write(stay_plan.add_goal, text="Gå trappen opp til soverommet alene", score_before=3, score_after=6)
    write(stay_plan.add_goal, text="Lage middag selv to ganger i uken", score_before=2)
    made.store.write(stay_plan.close_goal, stay_goal_id=stairs, status="partly")
    write(stay_plan.add_intervention, text="Trening i trapp", dose="3 ganger i uken, 30 minutter", who="Lars Eng",
          stay_goal_id=stairs)  # fmt: skip
    write(
        stay_plan.add_evaluation, text="Går bedre i trapp. Trenger rekkverk på begge sider hjemme.", by_name="Ida Moe"
    )
    before = {"copm_performance": 3.2, "copm_satisfaction": 2.5, "sppb": 6}
    write(stay_scores.add_scores, moment="before", scores=before, on_day=_day(-1))
    write(stay_scores.add_scores, moment="after", scores={"copm_performance": 5.4, "sppb": 7})
    write(stays.set_coordinator, name="Siv Moe", note="Kjenner familien")
    for line in write(stay_checks.plan_discharge)[:1]:
        made.store.write(stay_checks.tick_check, stay_check_id=line)
    write(stay_checks.plan_home_visit, on_day=_day(2), text="Ida og Lars, se på trapp og bad")


def _plan(made: Gallery) -> Any:
    """The plan of the first who is in the house, as wide as the window would give it."""
    view = _view(made, "stay", "in")
    _planned(made, view.chosen_stays()[0])
    view.open_plan()
    form = made.form()
    form.resize(min(made.window.width(), form.width() + 400), made.window.height())
    return form


@scene
def plan_for_oppholdet(made: Gallery) -> QWidget:
    return _plan(made)


@scene
def plan_til_slutt(made: Gallery) -> QWidget:
    """The last of the lines, where the scores are."""
    form = _plan(made)
    QApplication.processEvents()
    form.focus_line(form.sections["scores"].rows[-1].key)
    return form


@scene
def nytt_mal(made: Gallery) -> QWidget:
    _plan(made).add_goal()
    return made.form()


@scene
def nye_skarer(made: Gallery) -> QWidget:
    _plan(made).add_scores()
    form = made.form()
    form.fields["sppb"].edit.setText("13")
    form.save()  # outside its instrument
    return form


@scene
def bestill_hjelpemiddel(made: Gallery) -> QWidget:
    _plan(made).order_aids()
    return made.form()


@scene
def opphold_folges_opp(made: Gallery) -> MainWindow:
    _view(made, "stay_warning", "all")
    return made.window
