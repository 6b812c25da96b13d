"""A list of stays on its way in."""

from gallery import Gallery, incoming, scene
from PySide6.QtWidgets import QWidget

from desktop.equipment.page import EquipmentPage
from tests.sheets.stays import BOOK


@scene
def hent_opphold_fra_excel(made: Gallery) -> QWidget:
    return incoming(made, EquipmentPage, BOOK)


@scene
def hent_opphold_med_merknad(made: Gallery) -> QWidget:
    form = incoming(made, EquipmentPage, BOOK)
    form.chips.choose("remarked")
    form.chips.picked.emit("remarked")
    return form
