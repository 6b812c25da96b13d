"""A plan's table on its way in."""

from gallery import Gallery, found, incoming, scene
from PySide6.QtWidgets import QWidget

from desktop.incoming.mending import Mending
from desktop.plans.page import PlansPage
from tests.sheets.measures import MELHUS


@scene
def hent_tiltak_fra_excel(made: Gallery) -> QWidget:
    return incoming(made, PlansPage, MELHUS)


@scene
def rett_lesingen_av_tiltak(made: Gallery) -> QWidget:
    form = incoming(made, PlansPage, MELHUS)
    form.mend_button.click()
    return found(form, Mending)
