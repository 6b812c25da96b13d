"""The views and forms of plans and measures, for the pictures and the walk of the screen reader."""

from typing import TYPE_CHECKING, Any

from gallery import TODAY, found, scene
from PySide6.QtWidgets import QMessageBox, QWidget

from db import measure_lists, measures, plan_layout, plan_reports, plans, pyramids, roles
from desktop.main_window import MainWindow
from desktop.plans import examples, pyramid_examples
from desktop.plans.comparison import ComparisonDialog
from desktop.plans.page import PlansPage

if TYPE_CHECKING:
    from gallery import Gallery

OPPDAL = 0


def _fill(made: "Gallery") -> None:
    """An adopted plan with measures in every state; the first scene that needs it does it."""
    if made.store.read(plans.plans):
        return
    name = examples.names()[OPPDAL]
    made.store.write(plan_layout.lay_out_plan, rows=examples.rows(name), frame=examples.frame(name),
                     adopted_on="2026-01-15")  # fmt: skip
    ids = made.store.read(measure_lists.ids, today=TODAY, order="number")
    going = {"status": "in_progress"}
    made.store.write(measures.set_status, measure_ids=[ids[0], *ids[2:5], ids[7]], **going)
    made.store.write(measures.set_status, measure_ids=[ids[1]], status="postponed", reason="Venter på lokaler",
                     due_on="2027-06-01")  # fmt: skip
    made.store.write(measures.set_status, measure_ids=[ids[2]], status="completed")
    for number, light, reason in ((0, "green", ""), (3, "yellow", ""), (4, "red", "Stillingen står ledig")):
        made.store.write(measures.set_light, measure_ids=[ids[number]], light=light, reason=reason)
    made.store.write(measures.change_measure, measure_id=ids[0], due_on="2026-06-30", working_title="Samarbeidsutvalg")
    role = made.store.read(roles.of_measure, ids[0], today=TODAY)[0]["role_id"]
    made.store.write(roles.hand_role_over, role_id=role, holder="Anne Haug", from_on="2026-01-01")


def _view(made: "Gallery", place: int) -> Any:
    _fill(made)
    return made.page(PlansPage, place)


def _chosen(made: "Gallery", count: int) -> Any:
    view = _view(made, 0)
    view.table.choose(view.model.ids[:count].tolist())
    return view


@scene
def tiltak(made: "Gallery") -> MainWindow:
    _view(made, 0).start_focus()
    return made.window


@scene
def tiltak_planer(made: "Gallery") -> MainWindow:
    _view(made, 5).start_focus()
    return made.window


@scene
def tiltak_ansvarlige(made: "Gallery") -> MainWindow:
    _view(made, 6).start_focus()
    return made.window


@scene
def tiltak_skjema(made: "Gallery") -> QWidget:
    _chosen(made, 1).edit()
    return made.form()


@scene
def tiltak_status(made: "Gallery") -> QWidget:
    _chosen(made, 1).tell_status()
    form = made.form()
    form.status.set_value("stopped")
    form._open_what_fits()
    return form


@scene
def tiltak_lys(made: "Gallery") -> QWidget:
    _chosen(made, 3).judge()
    return made.form()


@scene
def tiltak_eksempel(made: "Gallery") -> QWidget:
    _view(made, 5).copy_example()
    return made.form()


@scene
def tiltak_deltiltak(made: "Gallery") -> QWidget:
    view = _chosen(made, 1)
    ref = view.chosen_ids()[0]
    made.store.write(measures.set_subtasks, measure_id=ref, rows=[
        {"text": "Innkalle til første møte", "due_on": "2026-09-01", "done_on": "2026-08-28"},
        {"text": "Velge leder", "due_on": "2026-12-01"}, {"text": "Skrive mandat"},
    ])  # fmt: skip
    view.divide()
    return made.form()


@scene
def tiltak_rullering(made: "Gallery") -> QWidget:
    _view(made, 5).start_focus()
    made.page(PlansPage, 5).roll_over()
    form = made.form()
    ids = form.outcomes.ids()
    form.outcomes.decide([ids[3]], outcome="ended", reason="Tatt inn i driften")
    form.outcomes.decide([ids[1]], outcome="merged", into=ids[0], reason="Hører sammen")
    form.outcomes.add_new()
    form._tell()
    form.list.table.choose([ids[1]])
    return form


@scene
def tiltak_sammenligning(made: "Gallery") -> QWidget:
    _fill(made)
    rows = [
        {"outcome": "changed", "old_number": "1", "old_text": "Opprette et utvalg", "new_number": "1",
         "new_text": "Drive utvalget videre", "reason": ""},
        {"outcome": "merged", "old_number": "2", "old_text": "Møte hvert år", "new_number": "1",
         "new_text": "Drive utvalget videre", "reason": "Hører sammen"},
        {"outcome": "continued", "old_number": "3", "old_text": "Kurs for alle", "new_number": "3",
         "new_text": "Kurs for alle", "reason": ""},
        {"outcome": "new", "old_number": None, "old_text": None, "new_number": "4", "new_text": "Prøve ut nettkurs",
         "reason": ""},
        {"outcome": "ended", "old_number": "4", "old_text": "Vurdere en stilling", "new_number": "", "new_text": "",
         "reason": "Ferdig vurdert"},
    ]  # fmt: skip
    return made.passing(ComparisonDialog("Plan 2027–2030", rows, made.window, TODAY))


@scene
def tiltak_rapporter(made: "Gallery") -> MainWindow:
    _reports(made)
    _view(made, 2).start_focus()
    return made.window


@scene
def tiltak_las(made: "Gallery") -> QWidget:
    _reports(made)
    view = _view(made, 2)
    view.start_focus()
    view.lock()
    return found(made.window, QMessageBox)


@scene
def tiltak_linjer(made: "Gallery") -> MainWindow:
    _reports(made)
    _view(made, 3).start_focus()
    return made.window


@scene
def tiltak_linje_skjema(made: "Gallery") -> QWidget:
    _reports(made)
    view = _view(made, 3)
    view.start_focus()
    view.write_line()
    return made.form()


@scene
def tiltak_pyramider(made: "Gallery") -> MainWindow:
    _pyramids(made)
    view = _view(made, 4)
    view.table.choose([view.model.ids[3]])
    return made.window


@scene
def tiltak_vurder(made: "Gallery") -> QWidget:
    _pyramids(made)
    view = _view(made, 4)
    view.table.choose([view.model.ids[3]])
    view.assess()
    return made.form()


def _reports(made: "Gallery") -> None:
    _fill(made)
    if made.store.read(plan_reports.reports):
        return
    plan, ids = made.store.read(plans.plans)[0]["plan_id"], made.store.read(measure_lists.ids, today=TODAY)
    first = made.store.write(plan_reports.open_report, plan_id=plan, period="2026Q2").result
    made.store.write(plan_reports.report_measure, plan_report_id=first, measure_id=ids[0], comment="Utvalget er valgt")
    made.store.write(plan_reports.lock_report, plan_report_id=first)
    made.store.write(plan_reports.open_report, plan_id=plan, period="2026Q3", due_on="2026-11-30")


def _pyramids(made: "Gallery") -> None:
    _fill(made)
    plan = made.store.read(plans.plans)[0]["plan_id"]
    if made.store.read(pyramids.pyramids, plan):
        return
    for kind in pyramids.KINDS:
        made.store.write(pyramids.add_pyramid, plan_id=plan, kind=kind, name=kind,
                         levels=pyramid_examples.levels(kind), on_day=pyramid_examples.MELHUS_ON)  # fmt: skip
    level = made.store.read(pyramids.levels, 1, day=TODAY)[2]["pyramid_level_id"]
    ids = made.store.read(measure_lists.ids, today=TODAY)
    made.store.write(pyramids.set_measures_of_level, pyramid_level_id=level, measure_ids=ids[:2])
