"""The pages and forms of service, for the pictures and the walk of the screen reader."""

from typing import TYPE_CHECKING, Any

from gallery import TODAY, scene
from PySide6.QtWidgets import QWidget

from db import equipment, loan_lines, products, service, service_lists
from desktop.loans.return_page import ReturnPage
from desktop.main_window import MainWindow
from desktop.service.page import ServicePage

if TYPE_CHECKING:
    from gallery import Gallery


def _fill(made: "Gallery") -> None:
    """Something in every queue; the first scene that needs it does it."""
    if made.store.read(service_lists.chips, "blocked", today=TODAY)["all"]:
        return
    ready = made.store.read(equipment.item_ids, today=TODAY, chip="available")
    made.store.write(service.quarantine, item_ids=ready[:2], note="Kom fra isolat")
    for item_id, fault in zip(ready[2:5], ("Løst hjul", "Bremsen holder ikke", "Batteriet lader ikke"), strict=True):
        made.store.write(service.open_repair, item_id=item_id, fault=fault)
    rows = made.store.read(service_lists.rows, "repair", ready[2:4], today=TODAY)
    for row, state in zip(rows, ("waiting_part", "repairing"), strict=True):
        made.store.write(service.change_repair, service_case_id=row["service_case_id"], rev=row["rev"], state=state,
                         fault=row["fault"], parts="Bremsevaier, 2 stk.", cost_ore=34900, minutes=20)  # fmt: skip
    for row in made.store.read(equipment.item_rows, ready[5:9]):
        product = made.store.read(products.product, row["product_id"])
        if product["check_months"] is None:
            made.store.write(products.change_product, product_id=product["product_id"], rev=product["rev"],
                             check_months=12)  # fmt: skip
    made.store.write(service.check, item_ids=ready[5:7], passed=True, on_day="2026-03-03")


def _view(made: "Gallery", place: int) -> Any:
    _fill(made)
    return made.page(ServicePage, place)


@scene
def service_rengjoring(made: "Gallery") -> MainWindow:
    view = _view(made, 0)
    for ref in view.model.ids[:3].tolist():
        view.scanned(made.store.read(equipment.item, ref)["number"])
    return made.window


@scene
def service_uventet(made: "Gallery") -> MainWindow:
    view = _view(made, 0)
    ready = made.store.read(equipment.item_ids, today=TODAY, chip="available")[0]
    view.scanned(made.store.read(equipment.item, ready)["number"])
    return made.window


@scene
def service_reparasjon(made: "Gallery") -> MainWindow:
    _view(made, 1).start_focus()
    return made.window


@scene
def service_sperret(made: "Gallery") -> MainWindow:
    _view(made, 2).start_focus()
    return made.window


@scene
def service_kontroll(made: "Gallery") -> MainWindow:
    _view(made, 3).start_focus()
    return made.window


@scene
def reparasjon(made: "Gallery") -> QWidget:
    view = _view(made, 1)
    view.start_focus()
    view.finish()
    return made.form()


@scene
def rengjort_annen_dag(made: "Gallery") -> QWidget:
    view = _view(made, 0)
    view.table.choose(view.model.ids[:3].tolist())
    view.edit()
    return made.form()


@scene
def frigi(made: "Gallery") -> QWidget:
    view = _view(made, 2)
    view.start_focus()
    view.finish()
    form = made.form()
    form.save()  # the name is forced
    return form


@scene
def kontroll(made: "Gallery") -> QWidget:
    view = _view(made, 3)
    view.table.choose(view.model.ids[:2].tolist())
    view.finish()
    return made.form()


@scene
def sperr_for_smitte(made: "Gallery") -> QWidget:
    _view(made, 2).new_record()
    return made.form()


@scene
def retur_skadet(made: "Gallery") -> MainWindow:
    """What is damaged is asked what is wrong."""
    line = made.store.read(loan_lines.ids, today=TODAY)[0]
    made.window.start("take_back", line_ids=[line])
    page = made.page(ReturnPage)
    page.say_condition("damaged")
    return made.window
