"""A list of stays on its way in."""

from gallery import Gallery, scene
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.equipment.page import EquipmentPage
from desktop.incoming.window import ImportWindow
from tests.sheets.stays import BOOK


def _read(made: Gallery) -> ImportWindow:
    made.page(EquipmentPage, 0)
    made.desk.import_book(BOOK)
    form = made.form()
    assert isinstance(form, ImportWindow)
    for _turn in range(500):
        if form.plan is not None:
            return form
        QTest.qWait(10)
    raise AssertionError("the book was never read")


@scene
def hent_opphold_fra_excel(made: Gallery) -> QWidget:
    return _read(made)


@scene
def hent_opphold_med_merknad(made: Gallery) -> QWidget:
    form = _read(made)
    form.chips.choose("remarked")
    form.chips.picked.emit("remarked")
    return form
