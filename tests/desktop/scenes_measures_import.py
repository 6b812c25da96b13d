"""A plan's table on its way in."""

from gallery import Gallery, found, scene
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.incoming.mending import Mending
from desktop.incoming.window import ImportWindow
from desktop.plans.page import PlansPage
from tests.sheets.measures import MELHUS


@scene
def hent_tiltak_fra_excel(made: Gallery) -> QWidget:
    made.page(PlansPage, 0)
    made.desk.import_book(MELHUS)
    form = made.form()
    assert isinstance(form, ImportWindow)
    for _turn in range(500):
        if form.plan is not None:
            return form
        QTest.qWait(10)
    raise AssertionError("the book was never read")


@scene
def rett_lesingen_av_tiltak(made: Gallery) -> QWidget:
    form = hent_tiltak_fra_excel(made)
    assert isinstance(form, ImportWindow)
    form.mend_button.click()
    return found(form, Mending)
