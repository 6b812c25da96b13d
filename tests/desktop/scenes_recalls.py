"""Scenes of recalls: the list, a new one with its preview, and what became of copies."""

from gallery import TODAY, Gallery, scene
from PySide6.QtWidgets import QWidget

from db import command, equipment, loan_lines, products, recalls
from desktop.equipment.fields import found_product
from desktop.main_window import MainWindow
from desktop.service.page import ServicePage
from desktop.service.recall_forms import RecallForm
from desktop.service.recalls import RecallsView

TITLE = "Bremser, parti 24-B"


def _product(made: Gallery) -> int:
    """A product that several borrowers have."""
    lines = made.store.read(loan_lines.ids, today=TODAY)
    of = [row["of_product_id"] for row in made.store.read(loan_lines.rows, lines, today=TODAY) if row["item_id"]]
    return max(sorted(set(of)), key=of.count)


def _recalled(made: Gallery) -> RecallsView:
    """The list over a recall that has been begun once."""
    if TITLE not in [row["title"] for row in made.store.read(recalls.recalls)]:
        command.run(
            made.store._register, recalls.open_recall, staff="Jon Vaktmester", today=TODAY, title=TITLE,
            reason="Bremsen kan svikte. Ikke bruk den før vi har sett på den.", product_id=_product(made),
        )  # fmt: skip
        made.store.changed.emit({"recall", "item"})
    page = made.page(ServicePage)
    page.open_kind("recall:to_do", 0)
    page.current.start_focus()
    return page.current


@scene
def tilbakekalt(made: Gallery) -> MainWindow:
    _recalled(made)
    return made.window


@scene
def tilbakekalt_ny(made: Gallery) -> QWidget:
    view = _recalled(made)
    view.new_record()
    form = made.form()
    assert isinstance(form, RecallForm)
    form.product.pick(found_product(made.store.read(products.product, _product(made))))
    return form


@scene
def tilbakekalt_behandle(made: Gallery) -> QWidget:
    view = _recalled(made)
    view.table.choose(view.model.ids[:2].tolist())
    view.finish()
    return made.form()


@scene
def lager_tilbakekalt(made: Gallery) -> MainWindow:
    view = _recalled(made)
    row = view.rows(view.model.ids[:1].tolist())[0]
    made.window.go("item", made.store.read(equipment.item, row["item_id"])["item_id"])
    return made.window
