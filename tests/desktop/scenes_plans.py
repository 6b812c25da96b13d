"""The views and forms of plans and measures, for the pictures and the walk of the screen reader."""

from typing import TYPE_CHECKING, Any

from gallery import TODAY, scene
from PySide6.QtWidgets import QWidget

from db import measure_lists, measures, plan_layout, plans, roles
from desktop.plans import examples
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
    role = made.store.read(roles.of_measure, ids[0])[0]["role_id"]
    made.store.write(roles.hand_role_over, role_id=role, holder="Anne Haug", from_on="2026-01-01")


def _view(made: "Gallery", place: int) -> Any:
    _fill(made)
    return made.page(PlansPage, place)


def _chosen(made: "Gallery", count: int) -> Any:
    view = _view(made, 0)
    view.table.choose(view.model.ids[:count].tolist())
    return view


@scene
def tiltak(made: "Gallery") -> QWidget:
    _view(made, 0).start_focus()
    return made.window


@scene
def tiltak_planer(made: "Gallery") -> QWidget:
    _view(made, 2).start_focus()
    return made.window


@scene
def tiltak_ansvarlige(made: "Gallery") -> QWidget:
    _view(made, 3).start_focus()
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
    _view(made, 2).copy_example()
    return made.form()
